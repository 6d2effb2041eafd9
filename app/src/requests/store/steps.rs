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
    requests::model::{Channel, RequestState},
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

/// What a step changes besides the state; what is `None` stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// A new owner.
    pub owner: Option<PersonId>,
    /// The owner lets go.
    pub release: bool,
    /// The coordinator's question.
    pub question: Option<String>,
    /// The senior's answer.
    pub answer: Option<String>,
    /// The text for volunteers.
    pub volunteer_text: Option<String>,
    /// The risk level.
    pub risk: Option<i64>,
    /// What was checked.
    pub checks: Option<String>,
    /// Who ended it.
    pub ended_by: Option<PersonId>,
    /// Why it ended, as a code.
    pub end_reason: Option<String>,
    /// What the senior is told.
    pub end_text: Option<String>,
    /// Where the senior is told to turn.
    pub other_way: Option<String>,
    /// A replacement is needed from now on.
    pub replace: bool,
}

/// Takes a request from one state to another. Too late where it was not in that state any more: somebody else was first.
pub async fn advance(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &RequestId,
    from: RequestState,
    to: RequestState,
    change: &Change,
    now: Timestamp,
) -> Result<Update, DbError> {
    let ended = (!to.is_open()).then_some(now);
    let approved = (to == RequestState::Approved).then_some(now);
    let first_approved = (from == RequestState::InReview).then_some(approved).flatten();
    Ok(one(exec!(
        tx,
        "UPDATE request SET status = $4, updated_at = $5,
                owner_id = CASE WHEN $6 THEN NULL ELSE COALESCE($7, owner_id) END,
                unowned_since = CASE WHEN $6 OR $7 IS NOT NULL THEN NULL ELSE unowned_since END,
                taken_at = CASE WHEN $7 IS NOT NULL THEN $5 WHEN $6 THEN NULL ELSE taken_at END,
                question = COALESCE($8, question), asked_at = CASE WHEN $8 IS NOT NULL THEN $5 ELSE asked_at END,
                answer = CASE WHEN $8 IS NOT NULL THEN NULL ELSE COALESCE($9, answer) END,
                answered_at = CASE WHEN $9 IS NOT NULL THEN $5 ELSE answered_at END,
                approved_at = COALESCE($10, approved_at), first_approved_at = COALESCE(first_approved_at, $11),
                volunteer_text = COALESCE($12, volunteer_text), risk = COALESCE($13, risk), checks = COALESCE($14, checks),
                matched_at = CASE WHEN $4 = 'matched' THEN $5 ELSE matched_at END,
                first_meeting = CASE WHEN $15 THEN NULL ELSE first_meeting END,
                replacement_since = CASE WHEN $15 THEN $5 WHEN $4 = 'matched' THEN NULL ELSE replacement_since END,
                unfilled_told = CASE WHEN $4 = 'approved' THEN 0 ELSE unfilled_told END,
                ended_at = $16, ended_by = $17, end_reason = $18, end_text = $19, other_way = $20
         WHERE municipality_id = $1 AND id = $2 AND status = $3",
        municipality,
        id,
        from.code(),
        to.code(),
        now,
        change.release,
        change.owner.as_ref().map(PersonId::as_str),
        &change.question,
        &change.answer,
        approved,
        first_approved,
        &change.volunteer_text,
        change.risk,
        &change.checks,
        change.replace,
        ended,
        change.ended_by.as_ref().map(PersonId::as_str),
        &change.end_reason,
        &change.end_text,
        &change.other_way
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
