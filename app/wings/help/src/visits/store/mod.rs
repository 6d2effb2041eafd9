//! SQL of visits: one, and those of a request or a person; their steps (`steps`), what the senior says of one (`feedback`), and what
//! each of the two sees (`senior`, `volunteer`).

mod feedback;
mod senior;
mod steps;
#[cfg(test)]
mod tests;
mod volunteer;

use crate::{
    kinds::model::ContactMode,
    visits::model::{Visit, VisitStatus},
};
use db::{DbError, Table, Tx, row, rows};
pub use feedback::{Feedback, feedback, follow_up_feedback, insert_feedback};
use ground::{
    Timestamp,
    id::{MatchId, MunicipalityId, OfferId, PersonId, RequestId, VisitId},
};
pub use senior::{SeniorVisit, by_id_for_senior, list_for_senior, list_of_request_for_senior, volunteer_phone};
pub use steps::{NewVisit, Report, cancel, confirm, finish, hold, insert, no_show, report, set_code_word, start};
pub use volunteer::{VolunteerLine, lines_of_volunteer, minutes_of_volunteer, next_of_volunteer};

/// The tables of this feature.
pub const TABLES: &[Table] = &[
    Table::of_people(
        "visit",
        "SELECT 'visit', id, starts_at, status, CASE WHEN volunteer_id = $2 THEN COALESCE(report_text, '') ELSE '' END FROM visit
           WHERE municipality_id = $1 AND (senior_id = $2 OR volunteer_id = $2)",
    ),
    Table::of_people(
        "feedback",
        "SELECT 'feedback', id, created_at, answer, note FROM feedback WHERE municipality_id = $1 AND person_id = $2",
    ),
];

#[derive(sqlx::FromRow)]
struct VisitRow {
    id: VisitId,
    match_id: MatchId,
    request_id: RequestId,
    senior_id: PersonId,
    volunteer_id: PersonId,
    starts_at: Timestamp,
    minutes: i64,
    mode: String,
    code_word: String,
    status: String,
    first_meeting: Option<String>,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    reported_at: Option<Timestamp>,
    outcome: Option<String>,
    reported_minutes: Option<i64>,
    experience: Option<String>,
    report_text: Option<String>,
    boundaries_kept: Option<bool>,
    cancelled_by: Option<String>,
    sequence: i64,
    updated_at: Timestamp,
}

impl TryFrom<VisitRow> for Visit {
    type Error = DbError;

    fn try_from(row: VisitRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("visit", column, row.id.as_str());
        let status = VisitStatus::from_code(&row.status).ok_or_else(|| wrong("status"))?;
        if matches!(status, VisitStatus::Started | VisitStatus::Finished) && row.started_at.is_none() {
            return Err(wrong("started_at"));
        }
        if status == VisitStatus::Reported && row.reported_at.is_none() {
            return Err(wrong("reported_at"));
        }
        Ok(Self {
            mode: ContactMode::from_code(&row.mode).ok_or_else(|| wrong("mode"))?,
            status,
            id: row.id,
            match_id: row.match_id,
            request: row.request_id,
            senior: row.senior_id,
            volunteer: row.volunteer_id,
            starts_at: row.starts_at,
            minutes: row.minutes,
            code_word: row.code_word,
            first_meeting: row.first_meeting,
            started_at: row.started_at,
            finished_at: row.finished_at,
            reported_at: row.reported_at,
            outcome: row.outcome,
            reported_minutes: row.reported_minutes,
            experience: row.experience,
            report_text: row.report_text,
            boundaries_kept: row.boundaries_kept,
            cancelled_by: row.cancelled_by,
            sequence: row.sequence,
            updated_at: row.updated_at,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word, status, first_meeting,
                    started_at, finished_at, reported_at, outcome, reported_minutes, experience, report_text, boundaries_kept,
                    cancelled_by, sequence, updated_at
             FROM visit ",
            $rest
        )
    };
}

/// The visit with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId) -> Result<Option<Visit>, DbError> {
    row!(tx, VisitRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?
        .map(Visit::try_from)
        .transpose()
}

/// The visits of a request, oldest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_request(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<Visit>, DbError> {
    rows!(
        tx,
        VisitRow,
        select!("WHERE municipality_id = $1 AND request_id = $2 ORDER BY starts_at, id"),
        municipality,
        request
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// A senior's visits from an instant on, soonest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
    from: Timestamp,
) -> Result<Vec<Visit>, DbError> {
    rows!(
        tx,
        VisitRow,
        select!("WHERE municipality_id = $1 AND senior_id = $2 AND starts_at >= $3 ORDER BY starts_at, id LIMIT 200"),
        municipality,
        senior,
        from
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// A volunteer's visits from an instant on, soonest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_volunteer(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    volunteer: &PersonId,
    from: Timestamp,
) -> Result<Vec<Visit>, DbError> {
    rows!(
        tx,
        VisitRow,
        select!(
            "WHERE municipality_id = $1 AND volunteer_id = $2 AND starts_at >= $3 ORDER BY starts_at, id LIMIT 500"
        ),
        municipality,
        volunteer,
        from
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// The visit that an offer led to.
pub async fn of_offer(tx: &mut Tx, municipality: &MunicipalityId, offer: &OfferId) -> Result<Option<VisitId>, DbError> {
    let found = row!(
        tx,
        (VisitId,),
        "SELECT v.id FROM visit v JOIN match m ON m.municipality_id = v.municipality_id AND m.id = v.match_id
         WHERE v.municipality_id = $1 AND m.offer_id = $2 ORDER BY v.starts_at DESC, v.id DESC LIMIT 1",
        municipality,
        offer
    )?;
    Ok(found.map(|(id,)| id))
}
