//! SQL of saved filters: a coordinator's own, read and removed by nobody else.

use crate::review::model::Sort;
use db::{DbError, Table, Tx, Update, exec, one, row, rows};
use frame::access::scope::holds;
use ground::{
    Timestamp,
    id::{AreaId, FilterId, KindId, MunicipalityId, PersonId},
    random::new_id,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::of_people(
    "saved_filter",
    "SELECT 'saved_filter', id, created_at, name, search FROM saved_filter WHERE municipality_id = $1 AND person_id = $2",
)];

/// So many filters one keeps.
pub const MOST: i64 = 20;

/// What a filter looks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its id.
    pub id: FilterId,
    /// What its owner calls it.
    pub name: String,
    /// What is searched for, or empty.
    pub search: String,
    /// Area.
    pub area: Option<AreaId>,
    /// Kind.
    pub kind: Option<KindId>,
    /// `RequestState` code, or `open`.
    pub status: Option<String>,
    /// Only what the owner has.
    pub mine: bool,
    /// The order.
    pub sort: Sort,
}

#[derive(sqlx::FromRow)]
struct SavedRow {
    id: FilterId,
    name: String,
    search: String,
    area_id: Option<AreaId>,
    kind_id: Option<KindId>,
    status: Option<String>,
    mine: bool,
    sort: String,
}

impl TryFrom<SavedRow> for Saved {
    type Error = DbError;

    fn try_from(row: SavedRow) -> Result<Self, DbError> {
        Ok(Self {
            sort: Sort::from_code(&row.sort).ok_or_else(|| DbError::row("saved_filter", "sort", row.id.as_str()))?,
            id: row.id,
            name: row.name,
            search: row.search,
            area: row.area_id,
            kind: row.kind_id,
            status: row.status,
            mine: row.mine,
        })
    }
}

/// Keeps a filter under its name, in place of an earlier one of that name; the id of `saved` is not looked at. Too late where one has
/// [`MOST`] others already.
pub async fn save(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    saved: &Saved,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO saved_filter (municipality_id, id, person_id, name, search, area_id, kind_id, status, mine, sort, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11
         WHERE (SELECT count(*) FROM saved_filter f WHERE f.municipality_id = $1 AND f.person_id = $3 AND f.name <> $4) < $12
         ON CONFLICT (municipality_id, person_id, name) DO UPDATE SET search = excluded.search, area_id = excluded.area_id,
           kind_id = excluded.kind_id, status = excluded.status, mine = excluded.mine, sort = excluded.sort",
        municipality,
        new_id(now),
        person,
        &saved.name,
        &saved.search,
        &saved.area,
        &saved.kind,
        saved.status.as_deref(),
        saved.mine,
        saved.sort.code(),
        now,
        MOST
    )?))
}

/// A person's filters, the oldest first.
///
/// # Errors
/// The database's, or an unknown order.
pub async fn list(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Vec<Saved>, DbError> {
    rows!(
        tx,
        SavedRow,
        "SELECT id, name, search, area_id, kind_id, status, mine, sort FROM saved_filter
         WHERE municipality_id = $1 AND person_id = $2 ORDER BY created_at, id",
        municipality,
        person
    )?
    .into_iter()
    .map(Saved::try_from)
    .collect()
}

/// What one of the person's filters searches for.
pub async fn search(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    id: &FilterId,
) -> Result<Option<String>, DbError> {
    let sql = "SELECT search FROM saved_filter WHERE municipality_id = $1 AND person_id = $2 AND id = $3";
    Ok(row!(tx, (String,), sql, municipality, person, id)?.map(|(search,)| search))
}

/// Removes one of the person's filters. Too late where there is no such one.
pub async fn delete(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    id: &FilterId,
) -> Result<Update, DbError> {
    let sql = "DELETE FROM saved_filter WHERE municipality_id = $1 AND person_id = $2 AND id = $3";
    Ok(one(exec!(tx, sql, municipality, person, id)?))
}

/// Removes the filters of somebody who is no coordinator any more.
pub async fn delete_lost(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<u64, DbError> {
    exec!(
        tx,
        concat!(
            "DELETE FROM saved_filter WHERE municipality_id = $1 AND person_id = $2 AND NOT ",
            holds!(Coordinator, municipality = "$1", person = "$2", now = "$3")
        ),
        municipality,
        person,
        now
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{db_test, demo};
    use db::{Failure, in_tx};
    use ground::clock::Clock;

    /// Monday 23 November 2026 at eleven in Stockholm.
    const NOW: Timestamp = Timestamp(1_795_428_000_000);

    fn named(name: &str) -> Saved {
        Saved {
            id: "".into(),
            name: name.to_owned(),
            search: String::new(),
            area: None,
            kind: None,
            status: None,
            mine: false,
            sort: Sort::Newest,
        }
    }

    db_test!(a_filter_is_its_owners, |db| async {
        demo::fill(&db.db, &Clock::fixed(NOW)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let sql =
            "SELECT municipality_id, person_id FROM role_assignment WHERE role = 'coordinator' AND valid_to IS NULL
                   ORDER BY municipality_id, person_id";
        let people = rows!(&mut tx, (MunicipalityId, PersonId), sql).unwrap();
        let sql = "SELECT a.id, k.id FROM area a JOIN kind k ON k.municipality_id = a.municipality_id WHERE a.municipality_id = $1 LIMIT 1";
        let (municipality, me) = people[0].clone();
        let other = people.iter().find(|(theirs, person)| *theirs == municipality && *person != me).unwrap().1.clone();
        let (area, kind) = row!(&mut tx, (AreaId, KindId), sql, &municipality).unwrap().unwrap();
        drop(tx);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let mine = Saved {
                search: "ek".to_owned(),
                area: Some(area.clone()),
                kind: Some(kind.clone()),
                status: Some("approved".to_owned()),
                mine: true,
                sort: Sort::Due,
                ..named("Bråttom")
            };
            assert!(save(tx, &municipality, &me, &mine, NOW).await?.is_done());
            let kept = list(tx, &municipality, &me).await?;
            let id = kept[0].id.clone();
            assert_eq!(kept, [Saved { id: id.clone(), ..mine.clone() }]);
            assert_eq!(search(tx, &municipality, &me, &id).await?.as_deref(), Some("ek"));
            // The same name again replaces it, in its place.
            assert!(save(tx, &municipality, &me, &named("Bråttom"), NOW.plus_days(1)).await?.is_done());
            assert_eq!(list(tx, &municipality, &me).await?, [Saved { id: id.clone(), ..named("Bråttom") }]);
            // Nobody else's business.
            assert!(save(tx, &municipality, &other, &named("Bråttom"), NOW).await?.is_done());
            assert_eq!(search(tx, &municipality, &other, &id).await?, None);
            assert!(!delete(tx, &municipality, &other, &id).await?.is_done());
            for number in 1..MOST {
                assert!(
                    save(tx, &municipality, &me, &named(&number.to_string()), NOW.plus_days(2)).await?.is_done(),
                    "{number}"
                );
            }
            assert!(!save(tx, &municipality, &me, &named("en till"), NOW).await?.is_done(), "enough is enough");
            assert!(
                save(tx, &municipality, &me, &named("Bråttom"), NOW).await?.is_done(),
                "one that is there can be changed"
            );
            assert_eq!(delete_lost(tx, &municipality, &me, NOW).await?, 0, "still a coordinator");
            assert!(delete(tx, &municipality, &me, &id).await?.is_done());
            assert!(!delete(tx, &municipality, &me, &id).await?.is_done());
            exec!(
                tx,
                "UPDATE role_assignment SET valid_to = $2 WHERE person_id = $1 AND role = 'coordinator'",
                &other,
                NOW
            )?;
            assert_eq!(delete_lost(tx, &municipality, &other, NOW).await?, 1);
            Err(ground::AppError::Internal.into())
        });
        assert!(done.is_err(), "nothing of it stays: what hangs on a role is not looked at here");
    });
}
