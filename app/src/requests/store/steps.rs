//! A request is sent and goes its way. A step is a conditional update: it names the state it leaves, and says whether it found the row
//! there.

use crate::{
    common::{
        Timestamp,
        id::{AreaId, KindId, MunicipalityId, PersonId, RequestId},
        random::new_id,
        time::DayPart,
    },
    db::{DbError, Tx, Update, one},
    exec,
    kinds::model::ContactMode,
    requests::model::{Channel, Ending, RequestState, Step},
    row,
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
                              places, status, submitted_at, answer_due_at, unfilled_told, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 'submitted', $11, $12, 0, $11)",
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
    let (from, to) = (from.code(), to.code());
    let found = match step {
        Step::Take { by } => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, owner_id = $6, taken_at = $5, unowned_since = NULL
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now,
            by
        ),
        Step::Release => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, owner_id = NULL, taken_at = NULL, unowned_since = NULL
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now
        ),
        Step::Ask { question } => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, question = $6, asked_at = $5, answer = NULL
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now,
            question
        ),
        Step::Answer { answer } => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, answer = $6, answered_at = $5
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now,
            answer
        ),
        Step::Approve { volunteer_text, risk, checks } => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, approved_at = $5,
                    first_approved_at = COALESCE(first_approved_at, $5), unfilled_told = 0,
                    volunteer_text = $6, risk = COALESCE($7, risk), checks = $8
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now,
            volunteer_text,
            *risk,
            checks
        ),
        Step::Match => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, matched_at = $5, replacement_since = NULL
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now
        ),
        Step::Replace => exec!(
            tx,
            "UPDATE request SET status = $4, updated_at = $5, approved_at = $5, unfilled_told = 0, first_meeting = NULL,
                    replacement_since = $5
             WHERE municipality_id = $1 AND id = $2 AND status = $3",
            municipality,
            id,
            from,
            to,
            now
        ),
        Step::Decline { .. } | Step::Refer { .. } | Step::Withdraw { .. } | Step::Close { .. } => {
            let Some(ending) = step.ending() else { return Ok(Update::TooLate) };
            return end(tx, municipality, id, (from, to), ending, now).await;
        }
    };
    Ok(one(found?))
}

/// Ends it.
async fn end(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &RequestId,
    (from, to): (&'static str, &'static str),
    ending: Ending<'_>,
    now: Timestamp,
) -> Result<Update, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET status = $4, updated_at = $5, ended_at = $5, ended_by = $6, end_reason = $7, end_text = $8, other_way = $9
         WHERE municipality_id = $1 AND id = $2 AND status = $3",
        municipality,
        id,
        from,
        to,
        now,
        ending.by,
        ending.reason,
        ending.text,
        ending.other_way
    )?))
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
