//! SQL of forms that could not be taken.

use db::{DbError, Tx, exec, row, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, PersonId},
};

/// How long such a form is kept (domain, "Sessions").
const KEPT_HOURS: i64 = 24;
/// So many are kept of a person; the oldest go.
const MOST: i64 = 20;

/// Keeps one; an older one of the same form is it.
///
/// # Errors
/// The database's.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    id: &str,
    sealed: &str,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO kept_form (municipality_id, id, person_id, sealed, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (municipality_id, id) DO UPDATE SET created_at = $5, expires_at = $6",
        municipality,
        id,
        person,
        sealed,
        now,
        now.plus_hours(KEPT_HOURS)
    )?;
    exec!(
        tx,
        "DELETE FROM kept_form WHERE municipality_id = $1 AND person_id = $2 AND id NOT IN (
             SELECT k.id FROM kept_form k WHERE k.municipality_id = $1 AND k.person_id = $2
             ORDER BY k.created_at DESC, k.id DESC LIMIT $3)",
        municipality,
        person,
        MOST
    )?;
    Ok(())
}

/// What is kept for a person, the newest first: id, when, and sealed what.
///
/// # Errors
/// The database's.
pub async fn of_person(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(String, Timestamp, String)>, DbError> {
    rows!(
        tx,
        (String, Timestamp, String),
        "SELECT id, created_at, sealed FROM kept_form WHERE municipality_id = $1 AND person_id = $2 AND expires_at > $3
         ORDER BY created_at DESC, id DESC",
        municipality,
        person,
        now
    )
}

/// One that is kept for the person, sealed.
pub async fn of_person_by_id(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    id: &str,
    now: Timestamp,
) -> Result<Option<String>, DbError> {
    let found = row!(
        tx,
        (String,),
        "SELECT sealed FROM kept_form WHERE municipality_id = $1 AND person_id = $2 AND id = $3 AND expires_at > $4",
        municipality,
        person,
        id,
        now
    )?;
    Ok(found.map(|(sealed,)| sealed))
}

/// Forgets one that is the person's.
///
/// # Errors
/// The database's.
pub async fn delete(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId, id: &str) -> Result<u64, DbError> {
    exec!(
        tx,
        "DELETE FROM kept_form WHERE municipality_id = $1 AND person_id = $2 AND id = $3",
        municipality,
        person,
        id
    )
}

/// Removes those whose time is over.
///
/// # Errors
/// The database's.
pub async fn delete_expired(tx: &mut Tx, now: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM kept_form WHERE expires_at <= $1", now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};

    db_test!(a_form_is_kept_for_one_person_and_a_day, |db| async {
        let municipality = testing::filled(&db).await;
        let (stina, erik) = (testing::person(&db.db, "Stina").await, testing::person(&db.db, "Erik").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            insert(tx, &municipality, &stina, "one", "sealed", NOW).await?;
            insert(tx, &municipality, &stina, "one", "sealed", NOW.plus_minutes(5)).await?;
            let kept = of_person(tx, &municipality, &stina, NOW).await?;
            assert_eq!(kept, [("one".to_owned(), NOW.plus_minutes(5), "sealed".to_owned())]);
            assert_eq!(of_person(tx, &municipality, &erik, NOW).await?, []);
            for (person, now, expected) in
                [(&stina, NOW, Some("sealed")), (&erik, NOW, None), (&stina, NOW.plus_hours(25), None)]
            {
                assert_eq!(of_person_by_id(tx, &municipality, person, "one", now).await?.as_deref(), expected);
            }
            assert_eq!(delete(tx, &municipality, &erik, "one").await?, 0, "somebody else's");
            assert_eq!(of_person(tx, &municipality, &stina, NOW.plus_hours(25)).await?, [], "a day later");
            for number in 0..MOST + 5 {
                insert(tx, &municipality, &stina, &number.to_string(), "s", NOW.plus_minutes(10 + number)).await?;
            }
            let kept = of_person(tx, &municipality, &stina, NOW).await?;
            assert_eq!(i64::try_from(kept.len()).unwrap(), MOST);
            assert_eq!(kept[0].0, (MOST + 4).to_string(), "the newest first, and the oldest are gone");
            assert_eq!(delete(tx, &municipality, &stina, &kept[0].0).await?, 1);
            assert_eq!(delete_expired(tx, NOW.plus_hours(26)).await?, u64::try_from(MOST).unwrap() - 1);
            Ok(())
        });
        done.unwrap();
    });
}
