//! (server side) What waits for a member of staff ("Att göra"): a row a task, written in the transaction of what makes or ends the work. A
//! feature computes from how a thing stands which tasks it is to have, sets their deadlines, and settles them at the end of each of its
//! steps: what is new comes, what has changed is changed, what is needed no more ends. Whoever lists tasks asks [`task_shows`].
//!
//! ```text
//! open → taken(owner) → done(what its thing has become)
//!   └──────┴──────────→ dropped(why: its thing is over without it)
//! ```
//! What comes by time alone (a visit that nobody has started) stands here from the start, with the time from which it shows.
//! Tests: here; the list as a whole in `server/tests/todo.rs`.

pub mod rules;
mod store;

use db::{DbError, Tx};
use ground::{
    Object, Timestamp,
    id::{AreaId, MunicipalityId, PersonId, RequestId},
    text::Key,
};
use std::{collections::BTreeMap, future::Future, pin::Pin};
use store::{Kept, Row};
pub use store::{TABLES, delete_ended, task_shows};

/// A kind of task. Its feature names it in `Feature::tasks`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TaskKind {
    /// As in the database, in filters and in addresses.
    pub code: &'static str,
    /// What is to be done, in words.
    pub words: Key,
    /// How it stands out in a list.
    pub weight: Weight,
}

/// How a kind of task stands out in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Something has gone wrong.
    Alarming,
    /// Somebody is to be called, or something to be arranged.
    Pressing,
    /// Somebody waits.
    Waiting,
    /// It goes its way.
    Calm,
}

/// A task that a thing is to have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// Which kind.
    pub kind: &'static TaskKind,
    /// Tells apart tasks of one kind about one thing, which follow each other; 0 where there is one.
    pub phase: i64,
    /// What it is about: what kind of thing, and its id.
    pub about: (Object, String),
    /// The request that it belongs to.
    pub request: Option<RequestId>,
    /// By which staff speak of it.
    pub number: i64,
    /// Whose it is, by name.
    pub person: Option<PersonId>,
    /// Never shown to these, whatever roles they hold.
    pub kept_from: Vec<PersonId>,
    /// It is about these too.
    pub also_about: Vec<PersonId>,
    /// Where one of its people has a protected identity it is for the named coordinators alone.
    pub hidden_if_protected: bool,
    /// Where; none is for those of the whole municipality.
    pub area: Option<AreaId>,
    /// Who has it.
    pub owner: Option<PersonId>,
    /// Since when it waits.
    pub since: Timestamp,
    /// By when it is to be done.
    pub due: Timestamp,
    /// When what it is about takes place.
    pub starts_at: Option<Timestamp>,
    /// From when it shows; none is at once.
    pub visible_from: Option<Timestamp>,
    /// From when it shows no longer.
    pub visible_until: Option<Timestamp>,
    /// From when it shows to others than its owner; none is at once.
    pub others_from: Option<Timestamp>,
}

/// Which tasks are settled.
#[derive(Clone, Copy, Debug)]
pub enum Of<'a> {
    /// Those of a request and of what belongs to it.
    Request(&'a RequestId),
    /// Those about one thing: what kind of thing, and its id.
    Thing(Object, &'a str),
}

/// What becomes of tasks that are needed no more.
#[derive(Clone, Copy, Debug)]
pub enum End {
    /// Done: their thing has become this.
    Done(&'static str),
    /// Dropped: their thing is over without them, for this reason.
    Dropped(&'static str),
}

/// What the tasks of a thing are to be.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// Of what.
    pub of: Of<'a>,
    /// The kinds that the feature makes; tasks of other kinds are left as they are.
    pub kinds: &'static [&'static TaskKind],
    /// The tasks.
    pub tasks: Vec<Task>,
    /// What becomes of the others.
    pub end: End,
}

/// All tasks that a feature's things are to have now, over all municipalities, computed anew.
pub type AllTasks = for<'a> fn(&'a mut Tx) -> Pin<Box<dyn Future<Output = Found> + Send + 'a>>;

/// Tasks with their municipalities.
pub type Found = Result<Vec<(MunicipalityId, Task)>, DbError>;

/// Makes the tasks of a thing what they are to be, in the transaction of the step that it has taken. Whoever else settles the same thing
/// must wait: the caller holds its row.
pub async fn settle(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    wanted: Wanted<'_>,
    now: Timestamp,
) -> Result<(), DbError> {
    let mut kept = match wanted.of {
        Of::Request(request) => store::of_request(tx, municipality, request).await?,
        Of::Thing(object, id) => store::about(tx, municipality, object, id).await?,
    };
    kept.retain(|kept| wanted.kinds.iter().any(|kind| kind.code == kept.row.kind));
    let rows = wanted.tasks.iter().map(|task| ((municipality.clone(), task.key()), Row::from(task))).collect();
    make(tx, kept, rows, wanted.end, now).await
}

/// Makes all tasks what they are to be: for a database that was filled by hand. `all` is what the features say.
pub async fn settle_all(tx: &mut Tx, all: &[AllTasks], now: Timestamp) -> Result<(), DbError> {
    let rows = expected(tx, all).await?;
    let kept = store::all(tx).await?;
    make(tx, kept, rows, End::Done("settled"), now).await
}

/// What is wrong with the tasks of this database: keys of tasks that are missing, and of those that are not what they are to be.
pub async fn contradictions(tx: &mut Tx, all: &[AllTasks]) -> Result<(Vec<String>, Vec<String>), DbError> {
    let mut rows = expected(tx, all).await?;
    let mut wrong = Vec::new();
    for kept in store::all(tx).await? {
        let row = rows.remove(&(kept.municipality_id, kept.row.dedupe_key.clone()));
        if row.is_none_or(|row| row != kept.row) {
            wrong.push(kept.row.dedupe_key);
        }
    }
    Ok((rows.into_keys().map(|(_, key)| key).collect(), wrong))
}

/// Rows by municipality and key.
type Rows = BTreeMap<(MunicipalityId, String), Row>;

async fn expected(tx: &mut Tx, all: &[AllTasks]) -> Result<Rows, DbError> {
    let mut rows = Rows::new();
    for tasks in all {
        for (municipality, task) in tasks(tx).await? {
            rows.insert((municipality, task.key()), Row::from(&task));
        }
    }
    Ok(rows)
}

async fn make(tx: &mut Tx, kept: Vec<Kept>, mut rows: Rows, end: End, now: Timestamp) -> Result<(), DbError> {
    for kept in kept {
        match rows.remove(&(kept.municipality_id.clone(), kept.row.dedupe_key.clone())) {
            Some(row) if row == kept.row => {}
            Some(row) => store::update(tx, &kept, &row).await?,
            // Nobody has seen it: it was never work for anybody.
            None if kept.row.visible_from.unwrap_or(kept.row.since) >= now => store::delete(tx, &kept).await?,
            None => store::end(tx, &kept, end, now).await?,
        }
    }
    for ((municipality, _), row) in rows {
        store::insert(tx, &municipality, &row, now).await?;
    }
    Ok(())
}

impl Task {
    /// By which the same work is known again.
    fn key(&self) -> String {
        let (code, object, id) = (self.kind.code, self.about.0.code(), &self.about.1);
        match self.phase {
            0 => format!("{code}/{object}/{id}"),
            phase => format!("{code}/{object}/{id}/{phase}"),
        }
    }
}

#[cfg(test)]
mod tests;
