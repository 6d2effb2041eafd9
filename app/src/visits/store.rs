//! SQL of visits.

use super::model::{Visit, VisitStatus};
use crate::{
    common::{
        Timestamp,
        id::{MatchId, MunicipalityId, PersonId, RequestId, VisitId},
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec,
    kinds::model::ContactMode,
    row, rows,
};

#[derive(sqlx::FromRow)]
struct VisitRow {
    id: VisitId,
    contact_id: MatchId,
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
            contact: row.contact_id,
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
            "SELECT id, contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word, status, first_meeting,
                    started_at, finished_at, reported_at, outcome, reported_minutes, experience, report_text, boundaries_kept,
                    cancelled_by, sequence, updated_at
             FROM visit ",
            $rest
        )
    };
}

/// What a new visit holds.
#[derive(Clone, Debug)]
pub struct NewVisit<'a> {
    /// Its match.
    pub contact: &'a MatchId,
    /// Its request.
    pub request: &'a RequestId,
    /// Whom it is for.
    pub senior: &'a PersonId,
    /// Who comes.
    pub volunteer: &'a PersonId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Planned minutes.
    pub minutes: i64,
    /// Where or how.
    pub mode: ContactMode,
    /// The word both say.
    pub code_word: &'a str,
    /// Planned or confirmed.
    pub status: VisitStatus,
    /// How the first meeting is arranged, where it is known already.
    pub first_meeting: Option<&'a str>,
}

/// Inserts a visit.
///
/// # Errors
/// The database's.
pub async fn insert(tx: &mut Tx, municipality: &MunicipalityId, new: &NewVisit<'_>, now: Timestamp) -> Result<VisitId, DbError> {
    let id = VisitId(new_id(now));
    let confirmed = (new.status == VisitStatus::Confirmed).then_some(now);
    exec!(
        tx,
        "INSERT INTO visit (municipality_id, id, contact_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                            status, first_meeting, confirmed_at, reminded, sequence, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, $14)",
        municipality,
        &id,
        new.contact,
        new.request,
        new.senior,
        new.volunteer,
        new.starts_at,
        new.minutes,
        new.mode.code(),
        new.code_word,
        new.status.code(),
        new.first_meeting,
        confirmed,
        now
    )?;
    Ok(id)
}

/// The visit with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId) -> Result<Option<Visit>, DbError> {
    row!(tx, VisitRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?.map(Visit::try_from).transpose()
}

/// The visits of a request, oldest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_request(tx: &mut Tx, municipality: &MunicipalityId, request: &RequestId) -> Result<Vec<Visit>, DbError> {
    rows!(tx, VisitRow, select!("WHERE municipality_id = $1 AND request_id = $2 ORDER BY starts_at, id"), municipality, request)?
        .into_iter()
        .map(Visit::try_from)
        .collect()
}

/// A senior's visits from an instant on, soonest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_senior(tx: &mut Tx, municipality: &MunicipalityId, senior: &PersonId, from: Timestamp) -> Result<Vec<Visit>, DbError> {
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
        select!("WHERE municipality_id = $1 AND volunteer_id = $2 AND starts_at >= $3 ORDER BY starts_at, id LIMIT 500"),
        municipality,
        volunteer,
        from
    )?
    .into_iter()
    .map(Visit::try_from)
    .collect()
}

/// The first meeting is arranged: a planned visit becomes confirmed. False where it is not planned any more.
///
/// # Errors
/// The database's.
pub async fn confirm(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId, first_meeting: &str, now: Timestamp) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'confirmed', first_meeting = $3, confirmed_at = $4, updated_at = $4, sequence = sequence + 1
         WHERE municipality_id = $1 AND id = $2 AND status = 'planned'",
        municipality,
        id,
        first_meeting,
        now
    )?))
}

/// The volunteer pressed "start".
///
/// # Errors
/// The database's.
pub async fn start(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId, now: Timestamp) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'started', started_at = $3, updated_at = $3
         WHERE municipality_id = $1 AND id = $2 AND status = 'confirmed'",
        municipality,
        id,
        now
    )?))
}

/// The volunteer pressed "finish".
///
/// # Errors
/// The database's.
pub async fn finish(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId, now: Timestamp) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'finished', finished_at = $3, updated_at = $3
         WHERE municipality_id = $1 AND id = $2 AND status = 'started'",
        municipality,
        id,
        now
    )?))
}

/// A volunteer's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How it went.
    pub outcome: super::model::VisitOutcome,
    /// Minutes given.
    pub minutes: i64,
    /// How it was.
    pub experience: super::model::Experience,
    /// Anything to tell, or empty.
    pub text: String,
    /// The boundaries were kept.
    pub boundaries_kept: bool,
}

/// The volunteer told how it went; also where "start" or "finish" was forgotten, once the visit's time has begun.
///
/// # Errors
/// The database's.
pub async fn report(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId, report: &Report, now: Timestamp) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = CASE WHEN $4 = 'senior_absent' THEN 'no_show' ELSE 'reported' END,
                no_show_of = CASE WHEN $4 = 'senior_absent' THEN 'senior' ELSE no_show_of END,
                reported_at = $3, outcome = $4, reported_minutes = $5, experience = $6, report_text = $7, boundaries_kept = $8,
                updated_at = $3
         WHERE municipality_id = $1 AND id = $2 AND status IN ('confirmed', 'started', 'finished') AND starts_at <= $3",
        municipality,
        id,
        now,
        report.outcome.code(),
        report.minutes,
        report.experience.code(),
        &report.text,
        report.boundaries_kept
    )?))
}

/// Cancels a visit that has not begun. False where it has begun, is over or is cancelled already.
///
/// # Errors
/// The database's.
pub async fn cancel(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    by: &'static str,
    reason: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'cancelled', cancelled_at = $3, cancelled_by = $4, cancel_reason = $5, updated_at = $3,
                sequence = sequence + 1
         WHERE municipality_id = $1 AND id = $2 AND status IN ('planned', 'confirmed')",
        municipality,
        id,
        now,
        by,
        reason
    )?))
}

/// Keeps the senior's feedback. False where it was given already.
///
/// # Errors
/// The database's.
pub async fn insert_feedback(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    visit: &VisitId,
    person: &PersonId,
    answer: super::model::FeedbackAnswer,
    note: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO feedback (municipality_id, id, visit_id, person_id, answer, note, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (municipality_id, visit_id, person_id) DO NOTHING",
        municipality,
        new_id(now),
        visit,
        person,
        answer.code(),
        note,
        now
    )?))
}

/// The senior's feedback on a visit: answer and note.
///
/// # Errors
/// The database's.
pub async fn feedback(tx: &mut Tx, municipality: &MunicipalityId, visit: &VisitId) -> Result<Option<(String, String)>, DbError> {
    row!(
        tx,
        (String, String),
        "SELECT answer, note FROM feedback WHERE municipality_id = $1 AND visit_id = $2",
        municipality,
        visit
    )
}
