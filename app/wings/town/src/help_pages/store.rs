//! SQL of barriers that were told of.

use super::form::Told;
use db::{DbError, Table, Tx, Update, exec, one, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, PersonId},
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::new("barrier")];

/// A barrier.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Barrier {
    /// Its id.
    pub id: String,
    /// When it was told of.
    pub told_at: Timestamp,
    /// What did not work.
    pub body: String,
    /// How the teller is reached.
    pub reply_to: Option<String>,
    /// When an administrator was done with it.
    pub answered_at: Option<Timestamp>,
}

/// Keeps what was told.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &str,
    told: &Told,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO barrier (municipality_id, id, told_at, body, reply_to) VALUES ($1, $2, $3, $4, $5)",
        municipality,
        id,
        now,
        &told.body,
        told.reply_to.as_deref()
    )?;
    Ok(())
}

/// The last hundred, what is not answered first.
pub async fn list(tx: &mut Tx, municipality: &MunicipalityId) -> Result<Vec<Barrier>, DbError> {
    rows!(
        tx,
        Barrier,
        "SELECT id, told_at, body, reply_to, answered_at FROM barrier WHERE municipality_id = $1
         ORDER BY CASE WHEN answered_at IS NULL THEN 0 ELSE 1 END, told_at DESC, id LIMIT 100",
        municipality
    )
}

/// Notes that somebody is done with it, and forgets how the teller was reached. Too late where it was not open.
pub async fn answer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &str,
    by: &PersonId,
    now: Timestamp,
) -> Result<Update, DbError> {
    let done = exec!(
        tx,
        "UPDATE barrier SET answered_at = $3, answered_by = $4, reply_to = NULL
         WHERE municipality_id = $1 AND id = $2 AND answered_at IS NULL",
        municipality,
        id,
        now,
        by
    )?;
    Ok(one(done))
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};

    db_test!(a_barrier_is_answered_once, |db| async {
        let municipality = testing::filled(&db).await;
        let stina = testing::person(&db.db, "Stina").await;
        let told = Told { body: "Knappen".to_owned(), reply_to: Some("stina@example.se".to_owned()) };
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            insert(tx, &municipality, "older", &told, NOW).await?;
            insert(tx, &municipality, "newer", &Told { reply_to: None, ..told.clone() }, NOW.plus_hours(1)).await?;
            assert!(!answer(tx, &"other".into(), "newer", &stina, NOW).await?.is_done(), "somebody else's");
            assert!(answer(tx, &municipality, "newer", &stina, NOW.plus_hours(2)).await?.is_done());
            assert!(!answer(tx, &municipality, "newer", &stina, NOW.plus_hours(3)).await?.is_done());
            let all = list(tx, &municipality).await?;
            let ids: Vec<_> =
                all.iter().map(|one| (one.id.as_str(), one.answered_at, one.reply_to.is_some())).collect();
            assert_eq!(ids, [("older", None, true), ("newer", Some(NOW.plus_hours(2)), false)]);
            assert_eq!(list(tx, &"other".into()).await?, []);
            Ok(())
        });
        done.unwrap();
    });
}
