//! A visit is made and goes its way. A step is a conditional update: false where the visit is not in the state that it leaves.

use crate::{kinds::model::ContactMode, visits::model::VisitStatus};
use db::{DbError, Tx, Update, exec, one};
use ground::{
    Timestamp,
    id::{MatchId, MunicipalityId, PersonId, RequestId, VisitId},
    random::new_id,
};

/// What a new visit holds.
#[derive(Clone, Debug)]
pub struct NewVisit<'a> {
    /// Its match.
    pub match_id: &'a MatchId,
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
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    new: &NewVisit<'_>,
    now: Timestamp,
) -> Result<VisitId, DbError> {
    let id = VisitId(new_id(now));
    let confirmed = (new.status == VisitStatus::Confirmed).then_some(now);
    exec!(
        tx,
        "INSERT INTO visit (municipality_id, id, match_id, request_id, senior_id, volunteer_id, starts_at, minutes, mode, code_word,
                            status, first_meeting, confirmed_at, reminded, sequence, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, $14)",
        municipality,
        &id,
        new.match_id,
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

/// The first meeting is arranged: a planned visit becomes confirmed. Too late where it is not planned any more.
pub async fn confirm(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    first_meeting: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
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

/// The volunteer pressed "start", at this time.
pub async fn start(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    at: Timestamp,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'started', started_at = $3, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status = 'confirmed'",
        municipality,
        id,
        at,
        now
    )?))
}

/// The volunteer pressed "finish", at this time.
pub async fn finish(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    at: Timestamp,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'finished', finished_at = $3, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status = 'started'",
        municipality,
        id,
        at,
        now
    )?))
}

/// A volunteer's report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// How it went.
    pub outcome: crate::visits::model::VisitOutcome,
    /// Minutes given.
    pub minutes: i64,
    /// How it was.
    pub experience: crate::visits::model::Experience,
    /// Anything to tell, or empty.
    pub text: String,
    /// The boundaries were kept.
    pub boundaries_kept: bool,
}

/// The volunteer told how it went; also where "start" or "finish" was forgotten, once the visit's time has begun.
pub async fn report(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    report: &Report,
    now: Timestamp,
) -> Result<Update, DbError> {
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

/// Cancels a visit that has not begun. Too late where it has begun, is over or is cancelled already.
pub async fn cancel(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    by: &'static str,
    reason: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
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

/// Somebody did not come (`senior` or `volunteer`), once the visit's time has begun. Too late where that is not so any more.
pub async fn no_show(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    who: &'static str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET status = 'no_show', no_show_of = $3, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND status IN ('planned', 'confirmed', 'started') AND starts_at <= $4",
        municipality,
        id,
        who,
        now
    )?))
}

/// Holds a visit until the transaction ends: who changes it at the same moment waits, and then reads what was saved.
pub async fn hold(tx: &mut Tx, municipality: &MunicipalityId, id: &VisitId) -> Result<(), DbError> {
    exec!(tx, "UPDATE visit SET updated_at = updated_at WHERE municipality_id = $1 AND id = $2", municipality, id)?;
    Ok(())
}

/// The senior's own code word for a visit that has not begun. Too late where it has begun, is over or is cancelled.
pub async fn set_code_word(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &VisitId,
    word: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE visit SET code_word = $3, updated_at = $4 WHERE municipality_id = $1 AND id = $2 AND status IN ('planned', 'confirmed')",
        municipality,
        id,
        word,
        now
    )?))
}
