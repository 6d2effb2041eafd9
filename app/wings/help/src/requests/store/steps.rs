//! A request is sent and goes its way. A step is a conditional update: it names the state it leaves, and says whether it found the row
//! there.

use crate::{
    kinds::model::ContactMode,
    requests::model::{Channel, RequestState, Step},
};
use db::{DbError, Tx, Update, exec, one, row};
use ground::{
    Timestamp,
    id::{AreaId, KindId, MunicipalityId, PersonId, RequestId},
    random::new_id,
    time::DayPart,
};

/// What a new request holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRequest {
    /// Who wants help.
    pub senior: PersonId,
    /// Who sends it in.
    pub registered_by: PersonId,
    /// By which way.
    pub channel: Channel,
    /// What is wanted.
    pub kind: KindId,
    /// The area of the senior's address.
    pub area: AreaId,
    /// Where or how.
    pub mode: ContactMode,
    /// The senior's own words, or empty.
    pub note: String,
    /// Days and times that would suit: civil day, part, exact time. Never empty.
    pub times: Vec<(String, DayPart, Option<String>)>,
    /// By when an answer is promised.
    pub answer_due_at: Timestamp,
}

/// The next number of a municipality's counter; gaps only where a transaction was rolled back by another cause.
pub async fn next_number(tx: &mut Tx, municipality: &MunicipalityId, counter: &'static str) -> Result<i64, DbError> {
    let found = row!(
        tx,
        (i64,),
        "INSERT INTO counter (municipality_id, name, value) VALUES ($1, $2, 1)
         ON CONFLICT (municipality_id, name) DO UPDATE SET value = counter.value + 1 RETURNING value",
        municipality,
        counter
    )?;
    found.map(|(value,)| value).ok_or_else(|| DbError::row("counter", "value", counter))
}

/// Inserts a submitted request; its id and number.
pub async fn insert(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    new: &NewRequest,
    now: Timestamp,
) -> Result<(RequestId, i64), DbError> {
    let number = next_number(tx, municipality, "request").await?;
    let id = RequestId(new_id(now));
    exec!(
        tx,
        "INSERT INTO request (municipality_id, id, number, senior_id, registered_by, channel, kind_id, area_id, mode, note,
                              status, submitted_at, answer_due_at, unfilled_told, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'submitted', $11, $12, 0, $11)",
        municipality,
        &id,
        number,
        &new.senior,
        &new.registered_by,
        new.channel.code(),
        &new.kind,
        &new.area,
        new.mode.code(),
        &new.note,
        now,
        new.answer_due_at
    )?;
    for (day, part, clock) in &new.times {
        exec!(
            tx,
            "INSERT INTO request_time (municipality_id, id, request_id, day, part, clock) VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT DO NOTHING",
            municipality,
            new_id(now),
            &id,
            day,
            part.code(),
            clock
        )?;
    }
    Ok((id, number))
}

/// Takes a step from a state. Too late where the state does not allow it, or the request was not in it any more: somebody else was first.
pub async fn advance(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &RequestId,
    from: RequestState,
    step: &Step,
    now: Timestamp,
) -> Result<Update, DbError> {
    let Ok(to) = from.after(step) else { return Ok(Update::TooLate) };
    /// What the step sets besides the state; its values begin with `$6`.
    macro_rules! set {
        ($columns:literal $(, $value:expr)*) => {
            exec!(
                tx,
                concat!(
                    "UPDATE request SET status = $4, updated_at = $5, ",
                    $columns,
                    " WHERE municipality_id = $1 AND id = $2 AND status = $3"
                ),
                municipality,
                id,
                from.code(),
                to.code(),
                now
                $(, $value)*
            )
        };
    }
    let found = match step {
        Step::Take { by } => set!("owner_id = $6, taken_at = $5, unowned_since = NULL", by),
        Step::Release => set!("owner_id = NULL, taken_at = NULL, unowned_since = NULL"),
        Step::Ask { question } => set!("question = $6, asked_at = $5, answer = NULL", question),
        Step::Answer { answer } => set!("answer = $6, answered_at = $5", answer),
        Step::Approve { volunteer_text, risk, checks } => set!(
            "approved_at = $5, first_approved_at = COALESCE(first_approved_at, $5), unfilled_told = 0,
             volunteer_text = $6, risk = COALESCE($7, risk), checks = $8",
            volunteer_text,
            *risk,
            checks
        ),
        Step::Match => set!("matched_at = $5, replacement_since = NULL"),
        Step::Replace => {
            set!("approved_at = $5, unfilled_told = 0, first_meeting = NULL, replacement_since = $5")
        }
        Step::Decline { .. } | Step::Refer { .. } | Step::Withdraw { .. } | Step::Close { .. } => {
            let Some(ending) = step.ending() else { return Ok(Update::TooLate) };
            set!(
                "ended_at = $5, ended_by = $6, end_reason = $7, end_text = $8, other_way = $9",
                ending.by,
                ending.reason,
                ending.text,
                ending.other_way
            )
        }
    };
    Ok(one(found?))
}

/// Holds a request until the transaction ends: who changes it at the same moment waits, and then reads what was saved.
pub async fn hold(tx: &mut Tx, municipality: &MunicipalityId, id: &RequestId) -> Result<(), DbError> {
    exec!(tx, "UPDATE request SET updated_at = updated_at WHERE municipality_id = $1 AND id = $2", municipality, id)?;
    Ok(())
}

/// Records how the first meeting is arranged.
pub async fn set_first_meeting(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &RequestId,
    how: &str,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET first_meeting = $3, updated_at = $4 WHERE municipality_id = $1 AND id = $2",
        municipality,
        id,
        how,
        now
    )?))
}
