//! SQL of the check: what features promise of their rows, asked at once, and what is read to be computed.

pub mod codes;
mod outboxes;

use crate::features::FEATURES;
use db::{DbError, Rule, Tx, row, rows};
use futures::{TryStreamExt, stream::BoxStream};
use ground::{
    Timestamp,
    id::{KindId, MunicipalityId, PersonId},
};
use sqlx::{AssertSqlSafe, ColumnIndex, Database, Decode, Either, Postgres, Row, Sqlite, Type};
use std::sync::LazyLock;

/// All rules that SQL alone can read.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    FEATURES.iter().flat_map(|feature| feature.rules).chain(outboxes::RULES.iter())
}

/// The rules that are broken, each with the ids of the rows that break it. All are asked at once: every test asks them, and the way to the
/// database and back would be most of what each costs. (One statement of all of them is no quicker, and so large that `PostgreSQL` may compile
/// it first.)
pub async fn broken(tx: &mut Tx) -> Result<Vec<(&'static str, Vec<String>)>, DbError> {
    static ALL: LazyLock<String> = LazyLock::new(|| rules().map(|rule| rule.sql).collect::<Vec<_>>().join(";\n"));
    let all = sqlx::raw_sql(AssertSqlSafe(ALL.as_str()));
    match tx {
        Tx::Sqlite(tx) => by_rule::<Sqlite>(all.fetch_many(&mut **tx)).await,
        Tx::Postgres(tx) => by_rule::<Postgres>(all.fetch_many(&mut **tx)).await,
    }
}

/// Of the rules' answers, one after the other, those that name rows.
async fn by_rule<D: Database>(
    mut answers: BoxStream<'_, sqlx::Result<Either<D::QueryResult, D::Row>>>,
) -> Result<Vec<(&'static str, Vec<String>)>, DbError>
where
    usize: ColumnIndex<D::Row>,
    String: for<'r> Decode<'r, D> + Type<D>,
{
    let (mut rules, mut ids, mut broken) = (rules(), Vec::new(), Vec::new());
    while let Some(answer) = answers.try_next().await? {
        match answer {
            Either::Right(row) => ids.push(row.try_get(0)?),
            Either::Left(_) => {
                let Some(rule) = rules.next() else { break };
                if !ids.is_empty() {
                    broken.push((rule.name, std::mem::take(&mut ids)));
                }
            }
        }
    }
    // Every answer is a rule's: with one more or less the names would stand at others' rows.
    if rules.next().is_some() || !ids.is_empty() {
        return Err(sqlx::Error::Protocol("the rules and their answers are not as many".to_owned()).into());
    }
    Ok(broken)
}

/// References that `SQLite` itself finds broken, as `table → table`: a tool that does not mind foreign keys may have been at work.
/// `PostgreSQL` cannot be talked out of them.
pub async fn broken_references(tx: &mut Tx) -> Result<Vec<String>, DbError> {
    if matches!(tx, Tx::Postgres(_)) {
        return Ok(Vec::new());
    }
    let found = rows!(tx, (String, Option<i64>, String, i64), "PRAGMA foreign_key_check")?;
    Ok(found.into_iter().map(|(from, _, to, _)| format!("{from} → {to}")).collect())
}

/// What its volunteer needs the standing for: its id, whose, for which kind.
#[derive(Debug, sqlx::FromRow)]
pub struct Commitment {
    pub id: String,
    pub municipality_id: MunicipalityId,
    pub volunteer_id: PersonId,
    pub kind_id: KindId,
}

/// Offers that wait, matches that open contact details, visits ahead.
pub async fn commitments(tx: &mut Tx, now: Timestamp) -> Result<Vec<Commitment>, DbError> {
    rows!(
        tx,
        Commitment,
        "SELECT o.id, o.municipality_id, o.volunteer_id, r.kind_id FROM offer o
         JOIN request r ON r.municipality_id = o.municipality_id AND r.id = o.request_id WHERE o.status IN ('open', 'accepted')
         UNION ALL
         SELECT m.id, m.municipality_id, m.volunteer_id, r.kind_id FROM match m
         JOIN request r ON r.municipality_id = m.municipality_id AND r.id = m.request_id WHERE m.status NOT IN ('ended', 'suspended')
         UNION ALL
         SELECT v.id, v.municipality_id, v.volunteer_id, r.kind_id FROM visit v
         JOIN request r ON r.municipality_id = v.municipality_id AND r.id = v.request_id
         WHERE v.status IN ('planned', 'confirmed') AND v.starts_at > $1",
        now
    )
}

/// When visits begin, and the words both say: id, begin, word.
pub async fn visits(tx: &mut Tx) -> Result<Vec<(String, Timestamp, String)>, DbError> {
    rows!(tx, (String, Timestamp, String), "SELECT id, starts_at, code_word FROM visit")
}

/// Sessions: hash, columns, data, end.
pub async fn sessions(
    tx: &mut Tx,
) -> Result<Vec<(String, Option<String>, Option<String>, String, Timestamp)>, DbError> {
    rows!(
        tx,
        (String, Option<String>, Option<String>, String, Timestamp),
        "SELECT id_hash, municipality_id, person_id, data, expires_at FROM session"
    )
}

/// Drafts: id, whether nobody was signed in, and when they were begun and end.
pub async fn drafts(tx: &mut Tx) -> Result<Vec<(String, bool, Timestamp, Timestamp)>, DbError> {
    rows!(
        tx,
        (String, bool, Timestamp, Timestamp),
        "SELECT id, person_id IS NULL AS nobodys, created_at, expires_at FROM form_draft"
    )
}

/// Logos: municipality, hash, bytes.
pub async fn logos(tx: &mut Tx) -> Result<Vec<(String, String, Vec<u8>)>, DbError> {
    rows!(tx, (String, String, Vec<u8>), "SELECT municipality_id, hash, picture FROM municipality_logo")
}

/// The last instant at which anything happened in this database.
pub async fn latest(tx: &mut Tx) -> Result<Timestamp, DbError> {
    let found = row!(
        tx,
        (Option<Timestamp>,),
        "SELECT max(at) FROM (SELECT max(at) AS at FROM audit_entry UNION ALL SELECT max(created_at) FROM outgoing_message
           UNION ALL SELECT max(created_at) FROM change_event UNION ALL SELECT max(created_at) FROM form_draft
           UNION ALL SELECT max(updated_at) FROM request UNION ALL SELECT max(updated_at) FROM visit
           UNION ALL SELECT max(updated_at) FROM person UNION ALL SELECT max(recorded_at) FROM volunteer_requirement) happened"
    )?;
    Ok(found.and_then(|(at,)| at).unwrap_or_default())
}
