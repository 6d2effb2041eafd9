//! SQL of tasks.

use super::{End, Task};
use db::{DbError, Table, Tx, exec, rows};
use ground::{
    Object, Timestamp,
    id::{AreaId, MunicipalityId, PersonId, RequestId},
    random::new_id,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::elsewhere("task", "what it is about stands in the file; what staff are to do about it is their work"),
    Table::elsewhere("task_person", "whom a task is about: as `task`"),
];

/// The condition "this task shows to the person now": it waits, its time has come, it is of an area of theirs, it is not kept from them, and
/// where it hides people of protected identity they are one of those who handle them. `$task` is the row's name in the statement.
#[macro_export]
macro_rules! task_shows {
    ($task:literal, municipality = $municipality:literal, person = $person:literal, now = $now:literal) => {
        concat!(
            $task,
            ".municipality_id = ",
            $municipality,
            " AND ",
            $task,
            ".status IN ('open', 'taken') AND (",
            $task,
            ".visible_from IS NULL OR ",
            $task,
            ".visible_from <= ",
            $now,
            ") AND (",
            $task,
            ".visible_until IS NULL OR ",
            $task,
            ".visible_until > ",
            $now,
            ") AND (",
            $task,
            ".others_from IS NULL OR ",
            $task,
            ".others_from <= ",
            $now,
            " OR ",
            $task,
            ".owner_id = ",
            $person,
            ") AND ",
            $crate::access::scope::coordinates!(
                concat!($task, ".area_id"),
                municipality = $municipality,
                person = $person,
                now = $now
            ),
            " AND NOT EXISTS (SELECT 1 FROM task_person kept WHERE kept.municipality_id = ",
            $municipality,
            " AND kept.task_id = ",
            $task,
            ".id AND kept.person_id = ",
            $person,
            " AND kept.kept_from) AND (NOT ",
            $task,
            ".hidden_if_protected OR NOT EXISTS (SELECT 1 FROM task_person subject JOIN person whose
                 ON whose.municipality_id = subject.municipality_id AND whose.id = subject.person_id
                 WHERE subject.municipality_id = ",
            $municipality,
            " AND subject.task_id = ",
            $task,
            ".id AND whose.protected) OR ",
            $crate::access::scope::handles_protected!(municipality = $municipality, person = $person, now = $now),
            ")"
        )
    };
}
pub use task_shows;

/// A task as kept, without its id.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Row {
    pub kind: String,
    pub dedupe_key: String,
    pub about_type: String,
    pub about_id: String,
    pub request_id: Option<RequestId>,
    pub number: i64,
    pub person_id: Option<PersonId>,
    pub area_id: Option<AreaId>,
    pub owner_id: Option<PersonId>,
    pub hidden_if_protected: bool,
    pub since: Timestamp,
    pub due_at: Timestamp,
    pub starts_at: Option<Timestamp>,
    pub visible_from: Option<Timestamp>,
    pub visible_until: Option<Timestamp>,
    pub others_from: Option<Timestamp>,
    /// Those that it is kept from, in order, each with a blank after it.
    pub kept_from: String,
    /// Those that it is about besides.
    pub also_about: String,
}

/// A row with where it is.
#[derive(Clone, Debug, sqlx::FromRow)]
pub struct Kept {
    pub municipality_id: MunicipalityId,
    pub id: String,
    #[sqlx(flatten)]
    pub row: Row,
}

/// Ids in order, each with a blank after it.
fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids.iter().fold(String::new(), |list, id| list + id + " ")
}

impl From<&Task> for Row {
    fn from(task: &Task) -> Self {
        let others = task.also_about.iter().filter(|person| !task.kept_from.contains(person));
        Self {
            kind: task.kind.code.to_owned(),
            dedupe_key: task.key(),
            about_type: task.about.0.code().to_owned(),
            about_id: task.about.1.clone(),
            request_id: task.request.clone(),
            number: task.number,
            person_id: task.person.clone(),
            area_id: task.area.clone(),
            owner_id: task.owner.clone(),
            hidden_if_protected: task.hidden_if_protected,
            since: task.since,
            due_at: task.due,
            starts_at: task.starts_at,
            visible_from: task.visible_from,
            visible_until: task.visible_until,
            others_from: task.others_from,
            kept_from: listed(task.kept_from.iter().map(PersonId::as_str)),
            also_about: listed(others.map(PersonId::as_str)),
        }
    }
}

impl Row {
    const fn status(&self) -> &'static str {
        if self.owner_id.is_some() { "taken" } else { "open" }
    }
}

macro_rules! waiting {
    ($rest:literal) => {
        concat!(
            "SELECT t.municipality_id, t.id, t.kind, t.dedupe_key, t.about_type, t.about_id, t.request_id, t.number, t.person_id, t.area_id,
                    t.owner_id, t.hidden_if_protected, t.since, t.due_at, t.starts_at, t.visible_from, t.visible_until, t.others_from,
                    COALESCE((SELECT string_agg(s.person_id, ' ') FROM task_person s
                       WHERE s.municipality_id = t.municipality_id AND s.task_id = t.id AND s.kept_from), '') AS kept_from,
                    COALESCE((SELECT string_agg(s.person_id, ' ') FROM task_person s
                       WHERE s.municipality_id = t.municipality_id AND s.task_id = t.id AND NOT s.kept_from), '') AS also_about
             FROM task t WHERE t.status IN ('open', 'taken') ",
            $rest
        )
    };
}

/// The databases say names in whatever order.
fn in_order(mut kept: Vec<Kept>) -> Vec<Kept> {
    for Kept { row, .. } in &mut kept {
        row.kept_from = listed(row.kept_from.split_whitespace());
        row.also_about = listed(row.also_about.split_whitespace());
    }
    kept
}

/// What waits of a request and of what belongs to it.
pub async fn of_request(tx: &mut Tx, municipality: &MunicipalityId, request: &RequestId) -> Result<Vec<Kept>, DbError> {
    rows!(tx, Kept, waiting!("AND t.municipality_id = $1 AND t.request_id = $2"), municipality, request).map(in_order)
}

/// What waits about one thing.
pub async fn about(tx: &mut Tx, municipality: &MunicipalityId, object: Object, id: &str) -> Result<Vec<Kept>, DbError> {
    let sql = waiting!("AND t.municipality_id = $1 AND t.about_type = $2 AND t.about_id = $3");
    rows!(tx, Kept, sql, municipality, object.code(), id).map(in_order)
}

/// All that waits, over all municipalities.
pub async fn all(tx: &mut Tx) -> Result<Vec<Kept>, DbError> {
    rows!(tx, Kept, waiting!("")).map(in_order)
}

/// A new task.
pub async fn insert(tx: &mut Tx, municipality: &MunicipalityId, row: &Row, now: Timestamp) -> Result<(), DbError> {
    let id = new_id(now);
    save(tx, municipality, &id, row).await?;
    insert_people(tx, municipality, &id, row).await
}

/// A task that waits becomes what `row` says, under the same key.
pub async fn update(tx: &mut Tx, kept: &Kept, row: &Row) -> Result<(), DbError> {
    let municipality = &kept.municipality_id;
    save(tx, municipality, &kept.id, row).await?;
    if (&kept.row.kept_from, &kept.row.also_about) != (&row.kept_from, &row.also_about) {
        exec!(tx, "DELETE FROM task_person WHERE municipality_id = $1 AND task_id = $2", municipality, &kept.id)?;
        insert_people(tx, municipality, &kept.id, row).await?;
    }
    Ok(())
}

async fn save(tx: &mut Tx, municipality: &MunicipalityId, id: &str, row: &Row) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO task (municipality_id, id, kind, dedupe_key, about_type, about_id, request_id, number, person_id, area_id, owner_id,
                           hidden_if_protected, since, due_at, starts_at, visible_from, visible_until, others_from, status)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
         ON CONFLICT (municipality_id, id) DO UPDATE SET
           request_id = excluded.request_id, number = excluded.number, person_id = excluded.person_id, area_id = excluded.area_id,
           owner_id = excluded.owner_id, hidden_if_protected = excluded.hidden_if_protected, since = excluded.since,
           due_at = excluded.due_at, starts_at = excluded.starts_at, visible_from = excluded.visible_from,
           visible_until = excluded.visible_until, others_from = excluded.others_from, status = excluded.status",
        municipality,
        id,
        &row.kind,
        &row.dedupe_key,
        &row.about_type,
        &row.about_id,
        &row.request_id,
        row.number,
        &row.person_id,
        &row.area_id,
        &row.owner_id,
        row.hidden_if_protected,
        row.since,
        row.due_at,
        row.starts_at,
        row.visible_from,
        row.visible_until,
        row.others_from,
        row.status()
    )?;
    Ok(())
}

async fn insert_people(tx: &mut Tx, municipality: &MunicipalityId, id: &str, row: &Row) -> Result<(), DbError> {
    for (people, kept_from) in [(&row.kept_from, true), (&row.also_about, false)] {
        for person in people.split_whitespace() {
            exec!(
                tx,
                "INSERT INTO task_person (municipality_id, task_id, person_id, kept_from) VALUES ($1, $2, $3, $4)",
                municipality,
                id,
                person,
                kept_from
            )?;
        }
    }
    Ok(())
}

/// A task ends.
pub async fn end(tx: &mut Tx, kept: &Kept, end: End, now: Timestamp) -> Result<(), DbError> {
    let (status, outcome) = match end {
        End::Done(outcome) => ("done", outcome),
        End::Dropped(why) => ("dropped", why),
    };
    exec!(
        tx,
        "UPDATE task SET status = $3, outcome = $4, ended_at = $5 WHERE municipality_id = $1 AND id = $2",
        &kept.municipality_id,
        &kept.id,
        status,
        outcome,
        now
    )?;
    Ok(())
}

/// Removes tasks that ended before this, with whom they were about. How many.
pub async fn delete_ended(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM task WHERE ended_at < $1", before)
}

/// A task goes that nobody has seen.
pub async fn delete(tx: &mut Tx, kept: &Kept) -> Result<(), DbError> {
    exec!(tx, "DELETE FROM task WHERE municipality_id = $1 AND id = $2", &kept.municipality_id, &kept.id)?;
    Ok(())
}
