//! SQL of the log, and the chain that seals it.

use super::{Event, Who};
use db::{DbError, Failure, Table, Tx, exec, one, row, rows};
use ground::{
    Timestamp,
    id::{MunicipalityId, PersonId},
    secret::Secret,
};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::elsewhere("audit_entry", "who read and changed what: a coordinator shows it on the person's page"),
    Table::new("refusal"),
];

/// Appends a row; it is sealed later, in order.
pub(super) async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &str,
    at: Timestamp,
    who: Who<'_>,
    event: &Event<'_>,
    change: &str,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO audit_entry (municipality_id, id, at, actor_id, action, object_type, object_id, subject_id, why, change, session)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        municipality,
        id,
        at,
        who.person.map(PersonId::as_str),
        event.action,
        event.object.0.code(),
        event.object.1,
        event.subject.map(PersonId::as_str),
        event.why,
        change,
        who.session
    )?;
    Ok(())
}

/// What was refused within an hour.
#[derive(Debug, sqlx::FromRow)]
pub(super) struct Refused {
    pub municipality_id: MunicipalityId,
    pub who: String,
    pub action: String,
    pub place: String,
    pub hour: i64,
    pub times: i64,
}

/// Counts a refusal: how often it has happened within the hour, this time among them.
pub(super) async fn count_refusal(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (who, action, place): (&str, &str, &str),
    hour: i64,
) -> Result<i64, DbError> {
    let counted = row!(
        tx,
        (i64,),
        "INSERT INTO refusal (municipality_id, who, action, place, hour, times) VALUES ($1, $2, $3, $4, $5, 1)
         ON CONFLICT (municipality_id, who, action, place, hour) DO UPDATE SET times = refusal.times + 1 RETURNING times",
        municipality,
        who,
        action,
        place,
        hour
    )?;
    Ok(counted.map_or(1, |(times,)| times))
}

/// Where this was refused within the hour.
pub(super) async fn refused_places(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    (who, action): (&str, &str),
    hour: i64,
) -> Result<Vec<String>, DbError> {
    let found = rows!(
        tx,
        (String,),
        "SELECT place FROM refusal WHERE municipality_id = $1 AND who = $2 AND action = $3 AND hour = $4",
        municipality,
        who,
        action,
        hour
    )?;
    Ok(found.into_iter().map(|(place,)| place).collect())
}

/// Takes away what was counted before this hour.
pub(super) async fn take_refusals(tx: &mut Tx, hour: i64) -> Result<Vec<Refused>, DbError> {
    rows!(
        tx,
        Refused,
        "DELETE FROM refusal WHERE hour < $1 RETURNING municipality_id, who, action, place, hour, times",
        hour
    )
}

#[derive(sqlx::FromRow)]
struct EntryRow {
    municipality_id: MunicipalityId,
    id: String,
    at: Timestamp,
    actor_id: Option<String>,
    action: String,
    object_type: String,
    object_id: String,
    subject_id: Option<String>,
    why: String,
    change: String,
    session: Option<String>,
    seq: Option<i64>,
    seal: Option<String>,
}

impl EntryRow {
    /// The row's seal: a keyed hash over its place, its content and the seal before it.
    fn mac(&self, secret: &Secret, seq: i64, before: &str) -> String {
        let content = serde_json::json!([
            seq,
            before,
            self.municipality_id,
            self.id,
            self.at,
            self.actor_id,
            self.action,
            self.object_type,
            self.object_id,
            self.subject_id,
            self.why,
            self.change,
            self.session,
        ]);
        secret.mac("audit", content.to_string().as_bytes())
    }
}

/// The end of the chain: exported outside the database, so that a cut-off end is found too.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Head {
    /// How many rows are sealed.
    pub seq: i64,
    /// The last row's seal.
    pub seal: String,
}

/// What is wrong with the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The row at this place was changed (or an earlier one, or the key is another).
    Changed(i64),
    /// The row that belongs at this place is missing.
    Missing(i64),
    /// The log ends here, before the exported head.
    CutOff(i64),
}

const COLUMNS: &str = "SELECT municipality_id, id, at, actor_id, action, object_type, object_id, subject_id, why, change, session, seq, seal FROM audit_entry";

/// Seals up to `most` rows in order of their ids; the head afterwards.
///
/// # Errors
/// The database's; `Lost` where another server was first.
pub async fn seal(tx: &mut Tx, secret: &Secret, most: i64) -> Result<Head, Failure> {
    let last =
        row!(tx, (i64, String), "SELECT seq, seal FROM audit_entry WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1")?;
    let mut head = last.map_or_else(Head::default, |(seq, seal)| Head { seq, seal });
    let waiting =
        rows!(tx, EntryRow, sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE seq IS NULL ORDER BY id LIMIT $1")), most)?;
    for entry in waiting {
        let seq = head.seq + 1;
        let seal = entry.mac(secret, seq, &head.seal);
        let sealed = exec!(
            tx,
            "UPDATE audit_entry SET seq = $3, seal = $4 WHERE municipality_id = $1 AND id = $2 AND seq IS NULL",
            &entry.municipality_id,
            &entry.id,
            seq,
            &seal
        )?;
        // Another server seals at this moment, whose lease ran out: what it has sealed must not be counted on here.
        one(sealed).or_lost()?;
        head = Head { seq, seal };
    }
    Ok(head)
}

/// Reads the whole chain and says what is wrong with it; nothing where it is whole.
pub async fn check(tx: &mut Tx, secret: &Secret, exported: Option<&Head>) -> Result<Vec<Problem>, DbError> {
    let mut problems = Vec::new();
    let mut head = Head::default();
    loop {
        let part = rows!(
            tx,
            EntryRow,
            sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE seq > $1 ORDER BY seq LIMIT 1000")),
            head.seq
        )?;
        if part.is_empty() {
            break;
        }
        for entry in part {
            let seq = entry.seq.unwrap_or_default();
            for missing in head.seq + 1..seq {
                problems.push(Problem::Missing(missing));
            }
            let whole = seq == head.seq + 1;
            let stored = entry.seal.clone().unwrap_or_default();
            if whole && entry.mac(secret, seq, &head.seal) != stored {
                problems.push(Problem::Changed(seq));
            }
            if exported.is_some_and(|exported| exported.seq == seq && exported.seal != stored) {
                problems.push(Problem::Changed(seq));
            }
            head = Head { seq, seal: stored };
        }
    }
    if exported.is_some_and(|exported| exported.seq > head.seq) {
        problems.push(Problem::CutOff(head.seq));
    }
    problems.dedup();
    Ok(problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        checks::testing::TestDb,
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Db, in_tx};
    use ground::{Object, random::new_id};

    const SECRET: Secret = Secret([7; 32]);

    /// A log of six sealed rows, sealed in two parts; its end.
    async fn sealed(db: &TestDb) -> Head {
        let municipality = testing::filled(db).await;
        let head: Result<Head, Failure> = in_tx!(db.db, |tx| {
            exec!(tx, "DELETE FROM audit_entry")?;
            for minute in 0..6 {
                let at = NOW.plus_minutes(minute);
                let event = Event { action: "person.read", object: (Object::Person, "p"), subject: None, why: "" };
                let who = Who { person: None, session: Some("0123456789ab") };
                insert(tx, &municipality, &new_id(at), at, who, &event, "a=b>c").await?;
            }
            assert_eq!(seal(tx, &SECRET, 4).await?.seq, 4);
            let head = seal(tx, &SECRET, 4).await?;
            assert_eq!(seal(tx, &SECRET, 4).await?, head, "nothing is left to seal");
            Ok(head)
        });
        head.unwrap()
    }

    async fn after(db: &Db, sql: &'static str, head: &Head) -> Vec<Problem> {
        let found: Result<Vec<Problem>, Failure> = in_tx!(db, |tx| {
            exec!(tx, sql)?;
            Ok(check(tx, &SECRET, Some(head)).await?)
        });
        found.unwrap()
    }

    db_test!(a_whole_log_is_whole, |db| async {
        let head = sealed(&db).await;
        assert_eq!(head.seq, 6);
        let mut tx = db.db.read().await.unwrap();
        assert_eq!(check(&mut tx, &SECRET, Some(&head)).await.unwrap(), []);
        assert!(!check(&mut tx, &Secret([8; 32]), None).await.unwrap().is_empty(), "another secret proves nothing");
    });

    db_test!(a_changed_row_is_found, |db| async {
        db.may_contradict();
        let head = sealed(&db).await;
        let problems = after(&db.db, "UPDATE audit_entry SET why = 'x' WHERE seq = 3", &head).await;
        assert_eq!(problems, [Problem::Changed(3)]);
    });

    db_test!(every_column_of_a_row_is_sealed, |db| async {
        db.may_contradict();
        let head = sealed(&db).await;
        for sql in [
            "UPDATE audit_entry SET change = 'a=b>d' WHERE seq = 3",
            "UPDATE audit_entry SET session = NULL WHERE seq = 3",
            "UPDATE audit_entry SET object_id = 'q' WHERE seq = 3",
            "UPDATE audit_entry SET at = at + 1 WHERE seq = 3",
        ] {
            let found: Result<(), Failure> = in_tx!(db.db, |tx| {
                exec!(tx, sql)?;
                assert_eq!(check(tx, &SECRET, Some(&head)).await?, [Problem::Changed(3)], "{sql}");
                // As it was before.
                Err(ground::AppError::Internal.into())
            });
            assert!(found.is_err());
        }
    });

    db_test!(a_missing_row_is_found, |db| async {
        db.may_contradict();
        let head = sealed(&db).await;
        assert_eq!(after(&db.db, "DELETE FROM audit_entry WHERE seq = 3", &head).await, [Problem::Missing(3)]);
    });

    db_test!(a_cut_off_end_is_found, |db| async {
        let head = sealed(&db).await;
        assert_eq!(after(&db.db, "DELETE FROM audit_entry WHERE seq > 4", &head).await, [Problem::CutOff(4)]);
        assert_eq!(after(&db.db, "DELETE FROM audit_entry", &head).await, [Problem::CutOff(0)]);
    });
}
