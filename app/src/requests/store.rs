//! SQL of requests. A step is a conditional update: it names the state it leaves, and says whether it found the row there.

use super::model::{Channel, PossibleTime, Request, RequestState, RequestStatus};
use crate::{
    common::{
        Timestamp,
        id::{AreaId, KindId, MunicipalityId, OfferId, PersonId, RequestId, TimeId},
        time::DayPart,
    },
    context::new_id,
    db::{DbError, Tx, one},
    exec,
    kinds::model::ContactMode,
    people::{handles_protected, in_my_areas},
    row, rows,
};

#[derive(sqlx::FromRow)]
struct RequestRow {
    id: RequestId,
    number: i64,
    senior_id: PersonId,
    registered_by: PersonId,
    channel: String,
    kind_id: KindId,
    area_id: AreaId,
    mode: String,
    note: String,
    places: i64,
    status: String,
    submitted_at: Timestamp,
    answer_due_at: Timestamp,
    owner_id: Option<PersonId>,
    unowned_since: Option<Timestamp>,
    question: Option<String>,
    answer: Option<String>,
    approved_at: Option<Timestamp>,
    volunteer_text: Option<String>,
    risk: Option<i64>,
    checks: Option<String>,
    first_meeting: Option<String>,
    matched_at: Option<Timestamp>,
    replacement_since: Option<Timestamp>,
    unfilled_told: i64,
    ended_at: Option<Timestamp>,
    end_reason: Option<String>,
    end_text: Option<String>,
    other_way: Option<String>,
}

impl TryFrom<RequestRow> for Request {
    type Error = DbError;

    fn try_from(row: RequestRow) -> Result<Self, DbError> {
        let wrong = |column: &'static str| DbError::row("request", column, row.id.as_str());
        let owner = || match (&row.owner_id, row.unowned_since) {
            (None, None) => Err(wrong("owner_id")),
            (owner, _) => Ok(owner.clone()),
        };
        let state = RequestState::from_code(&row.status).ok_or_else(|| wrong("status"))?;
        let status = match state {
            RequestState::Submitted => RequestStatus::Submitted,
            RequestState::InReview => RequestStatus::InReview { owner: owner()? },
            RequestState::NeedsInfo => RequestStatus::NeedsInfo {
                owner: owner()?,
                question: row.question.clone().ok_or_else(|| wrong("question"))?,
            },
            RequestState::Approved => RequestStatus::Approved {
                owner: owner()?,
                at: row.approved_at.ok_or_else(|| wrong("approved_at"))?,
                replacement_since: row.replacement_since,
            },
            RequestState::Matched => {
                RequestStatus::Matched { owner: owner()?, at: row.matched_at.ok_or_else(|| wrong("matched_at"))? }
            }
            RequestState::Closed | RequestState::Declined | RequestState::Referred | RequestState::Withdrawn => {
                RequestStatus::Ended {
                    state,
                    at: row.ended_at.ok_or_else(|| wrong("ended_at"))?,
                    reason: row.end_reason.clone(),
                    text: row.end_text.clone(),
                    other_way: row.other_way.clone(),
                }
            }
        };
        Ok(Self {
            channel: Channel::from_code(&row.channel).ok_or_else(|| wrong("channel"))?,
            mode: ContactMode::from_code(&row.mode).ok_or_else(|| wrong("mode"))?,
            status,
            id: row.id,
            number: row.number,
            senior: row.senior_id,
            registered_by: row.registered_by,
            kind: row.kind_id,
            area: row.area_id,
            note: row.note,
            places: row.places,
            submitted_at: row.submitted_at,
            answer_due_at: row.answer_due_at,
            question: row.question,
            answer: row.answer,
            volunteer_text: row.volunteer_text,
            risk: row.risk,
            checks: row.checks,
            first_meeting: row.first_meeting,
            unfilled_told: row.unfilled_told,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, number, senior_id, registered_by, channel, kind_id, area_id, mode, note, places, status, submitted_at,
                    answer_due_at, owner_id, unowned_since, question, answer, approved_at, volunteer_text, risk, checks, first_meeting,
                    matched_at, replacement_since, unfilled_told, ended_at, end_reason, end_text, other_way
             FROM request ",
            $rest
        )
    };
}

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
///
/// # Errors
/// The database's.
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
///
/// # Errors
/// The database's.
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
            "INSERT INTO request_time (municipality_id, id, request_id, day, part, clock) VALUES ($1, $2, $3, $4, $5, $6)",
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

/// The request with this id.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn by_id(tx: &mut Tx, municipality: &MunicipalityId, id: &RequestId) -> Result<Option<Request>, DbError> {
    row!(tx, RequestRow, select!("WHERE municipality_id = $1 AND id = $2"), municipality, id)?
        .map(Request::try_from)
        .transpose()
}

/// A senior's requests, newest first.
///
/// # Errors
/// The database's, or a row that contradicts itself.
pub async fn list_of_senior(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
) -> Result<Vec<Request>, DbError> {
    rows!(
        tx,
        RequestRow,
        select!("WHERE municipality_id = $1 AND senior_id = $2 ORDER BY submitted_at DESC, id DESC LIMIT 200"),
        municipality,
        senior
    )?
    .into_iter()
    .map(Request::try_from)
    .collect()
}

#[derive(sqlx::FromRow)]
struct TimeRow {
    id: TimeId,
    day: String,
    part: String,
    clock: Option<String>,
}

/// The days and times that a request names, in order.
///
/// # Errors
/// The database's, or an unknown part of the day.
pub async fn times(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
) -> Result<Vec<PossibleTime>, DbError> {
    let found = rows!(
        tx,
        TimeRow,
        "SELECT id, day, part, clock FROM request_time WHERE municipality_id = $1 AND request_id = $2",
        municipality,
        request
    )?;
    let mut times = found
        .into_iter()
        .map(|row| {
            let part =
                DayPart::from_code(&row.part).ok_or_else(|| DbError::row("request_time", "part", row.id.as_str()))?;
            Ok(PossibleTime { id: row.id, day: row.day, part, clock: row.clock })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    times.sort_by_key(|time| (time.starts_at(), time.id.clone()));
    Ok(times)
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

/// Takes a request from one state to another. False where it was not in that state any more: somebody else was first.
///
/// # Errors
/// The database's.
pub async fn advance(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &RequestId,
    from: RequestState,
    to: RequestState,
    change: &Change,
    now: Timestamp,
) -> Result<bool, DbError> {
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
///
/// # Errors
/// The database's.
pub async fn set_first_meeting(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    id: &RequestId,
    how: &str,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET first_meeting = $3, updated_at = $4 WHERE municipality_id = $1 AND id = $2",
        municipality,
        id,
        how,
        now
    )?))
}

/// What asking needs to know of the person who asks.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Asker {
    /// Street and number.
    pub street: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// Telephone number.
    pub phone: Option<String>,
    /// The area of the address.
    pub area_id: Option<AreaId>,
}

/// Address, telephone and area of the person who asks.
///
/// # Errors
/// The database's.
pub async fn asker(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Option<Asker>, DbError> {
    row!(
        tx,
        Asker,
        "SELECT street, city, phone, area_id FROM person WHERE municipality_id = $1 AND id = $2",
        municipality,
        person
    )
}

/// A volunteer who can come, as the senior who is asked sees it: first name and initial, never the family name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The accepted offer.
    pub offer: OfferId,
    /// Its request.
    pub request: RequestId,
    /// Who.
    pub volunteer: PersonId,
    /// First name.
    pub given_name: String,
    /// Family name, for its initial.
    pub family_name: String,
    /// A line about themselves.
    pub about: Option<String>,
    /// The time they chose.
    pub time: PossibleTime,
}

#[derive(sqlx::FromRow)]
struct ProposalRow {
    offer_id: OfferId,
    request_id: RequestId,
    volunteer_id: PersonId,
    given_name: String,
    family_name: String,
    about: Option<String>,
    time_id: TimeId,
    day: String,
    part: String,
    clock: Option<String>,
}

/// The volunteers who wait for this senior's answer, whose time is still ahead; at most one for a request.
///
/// # Errors
/// The database's, or an unknown part of the day.
pub async fn proposals(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    senior: &PersonId,
    now: Timestamp,
) -> Result<Vec<Proposal>, DbError> {
    let found = rows!(
        tx,
        ProposalRow,
        "SELECT o.id AS offer_id, o.request_id, o.volunteer_id, p.given_name, p.family_name, p.about,
                t.id AS time_id, t.day, t.part, t.clock
         FROM request r
         JOIN offer o ON o.municipality_id = r.municipality_id AND o.request_id = r.id AND o.status = 'accepted'
         JOIN request_time t ON t.municipality_id = o.municipality_id AND t.id = o.time_id
         JOIN person p ON p.municipality_id = o.municipality_id AND p.id = o.volunteer_id
         WHERE r.municipality_id = $1 AND r.senior_id = $2 AND r.status = 'approved' ORDER BY o.answered_at, o.id",
        municipality,
        senior
    )?;
    let proposals = found
        .into_iter()
        .map(|row| {
            let part = DayPart::from_code(&row.part)
                .ok_or_else(|| DbError::row("request_time", "part", row.time_id.as_str()))?;
            Ok(Proposal {
                offer: row.offer_id,
                request: row.request_id,
                volunteer: row.volunteer_id,
                given_name: row.given_name,
                family_name: row.family_name,
                about: row.about,
                time: PossibleTime { id: row.time_id, day: row.day, part, clock: row.clock },
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    Ok(proposals.into_iter().filter(|proposal| proposal.time.starts_at().is_some_and(|at| at > now)).collect())
}

/// The languages a person speaks, ISO 639-1, in the order of their codes.
///
/// # Errors
/// The database's.
pub async fn languages(tx: &mut Tx, municipality: &MunicipalityId, person: &PersonId) -> Result<Vec<String>, DbError> {
    let found = rows!(
        tx,
        (String,),
        "SELECT language FROM person_language WHERE municipality_id = $1 AND person_id = $2 ORDER BY language",
        municipality,
        person
    )?;
    Ok(found.into_iter().map(|(language,)| language).collect())
}

/// When the steps of a request were taken, for the senior's own history.
#[derive(Clone, Debug, Default, PartialEq, Eq, sqlx::FromRow)]
pub struct Milestones {
    /// A coordinator took it.
    pub taken_at: Option<Timestamp>,
    /// The senior was asked something.
    pub asked_at: Option<Timestamp>,
    /// The senior answered.
    pub answered_at: Option<Timestamp>,
    /// The search for a volunteer began.
    pub first_approved_at: Option<Timestamp>,
    /// The senior said yes, most lately.
    pub matched_at: Option<Timestamp>,
    /// It was over.
    pub ended_at: Option<Timestamp>,
}

/// When the steps of a request were taken.
///
/// # Errors
/// The database's.
pub async fn milestones(tx: &mut Tx, municipality: &MunicipalityId, id: &RequestId) -> Result<Milestones, DbError> {
    let found = row!(
        tx,
        Milestones,
        "SELECT taken_at, asked_at, answered_at, first_approved_at, matched_at, ended_at FROM request
         WHERE municipality_id = $1 AND id = $2",
        municipality,
        id
    )?;
    Ok(found.unwrap_or_default())
}

/// One more day and time that would suit. False where the request is over or matched: its time is decided then.
///
/// # Errors
/// The database's.
pub async fn insert_time(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    time: &(String, DayPart, Option<String>),
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "INSERT INTO request_time (municipality_id, id, request_id, day, part, clock)
         SELECT r.municipality_id, CAST($3 AS TEXT), r.id, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT) FROM request r
         WHERE r.municipality_id = $1 AND r.id = $2 AND r.status IN ('in_review', 'needs_info', 'approved')",
        municipality,
        request,
        new_id(now),
        &time.0,
        time.1.code(),
        &time.2
    )?))
}

/// A coordinator takes a request over from a colleague. False where the colleague does not have it any more.
///
/// # Errors
/// The database's.
pub async fn take_over(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    from: &PersonId,
    to: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET owner_id = $4, taken_at = $5, unowned_since = NULL, updated_at = $5
         WHERE municipality_id = $1 AND id = $2 AND owner_id = $3 AND status IN ('in_review', 'needs_info', 'approved', 'matched')",
        municipality,
        request,
        from,
        to,
        now
    )?))
}

/// A coordinator takes a request that waits for a new owner. False where a colleague was first.
///
/// # Errors
/// The database's.
pub async fn adopt(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    to: &PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET owner_id = $3, taken_at = $4, unowned_since = NULL, updated_at = $4
         WHERE municipality_id = $1 AND id = $2 AND owner_id IS NULL AND status IN ('in_review', 'needs_info', 'approved', 'matched')",
        municipality,
        request,
        to,
        now
    )?))
}

/// A request loses its owner and waits for a new one. False where it is over, or nobody has it.
///
/// # Errors
/// The database's.
pub async fn unown(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    now: Timestamp,
) -> Result<bool, DbError> {
    Ok(one(exec!(
        tx,
        "UPDATE request SET owner_id = NULL, unowned_since = $3, updated_at = $3
         WHERE municipality_id = $1 AND id = $2 AND owner_id IS NOT NULL AND status IN ('in_review', 'needs_info', 'approved', 'matched')",
        municipality,
        request,
        now
    )?))
}

/// The requests of somebody who does not handle them any more wait for a new owner: those outside the areas that they still coordinate,
/// and protected persons' where they are no named coordinator. Which ones: request, area, senior.
///
/// # Errors
/// The database's.
pub async fn unown_lost(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    now: Timestamp,
) -> Result<Vec<(RequestId, AreaId, PersonId)>, DbError> {
    rows!(
        tx,
        (RequestId, AreaId, PersonId),
        concat!(
            "UPDATE request SET owner_id = NULL, unowned_since = $3, updated_at = $3
             WHERE municipality_id = $1 AND owner_id = $2 AND status IN ('in_review', 'needs_info', 'approved', 'matched')
               AND (NOT ",
            in_my_areas!("request.area_id"),
            " OR (EXISTS (SELECT 1 FROM person p WHERE p.municipality_id = $1 AND p.id = request.senior_id AND p.protected) AND NOT ",
            handles_protected!(),
            ")) RETURNING id, area_id, senior_id"
        ),
        municipality,
        person,
        now
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        common::Failure,
        db_test,
        demo::small::{self, NOW},
        in_tx,
    };

    db_test!(a_step_is_taken_once_from_the_state_it_names, |db| async {
        let municipality = small::filled(&db).await;
        let (stina, ulla) = (small::person(&db.db, "Stina").await, small::person(&db.db, "Ulla").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let request = list_of_senior(tx, &municipality, &stina).await?.remove(0);
            let (id, take) = (&request.id, Change { owner: Some(ulla.clone()), ..Change::default() });
            let (sent, read) = (RequestState::Submitted, RequestState::InReview);
            let other = MunicipalityId::from("other");
            assert!(!advance(tx, &other, id, sent, read, &take, NOW).await?, "another municipality's");
            assert!(advance(tx, &municipality, id, sent, read, &take, NOW).await?);
            assert!(!advance(tx, &municipality, id, sent, read, &take, NOW).await?, "the second press");
            assert_eq!(by_id(tx, &municipality, id).await?.unwrap().owner(), Some(&ulla));
            assert_eq!(by_id(tx, &other, id).await?, None);
            let ask = Change { question: Some("När?".to_owned()), ..Change::default() };
            assert!(advance(tx, &municipality, id, read, RequestState::NeedsInfo, &ask, NOW).await?);
            let answer = Change { answer: Some("I maj".to_owned()), ..Change::default() };
            assert!(advance(tx, &municipality, id, RequestState::NeedsInfo, read, &answer, NOW).await?);
            assert_eq!(by_id(tx, &municipality, id).await?.unwrap().answer.as_deref(), Some("I maj"));
            assert!(advance(tx, &municipality, id, read, RequestState::NeedsInfo, &ask, NOW).await?);
            assert_eq!(by_id(tx, &municipality, id).await?.unwrap().answer, None, "a new question has no answer yet");
            let close = Change { end_reason: Some("moved".to_owned()), ..Change::default() };
            assert!(advance(tx, &municipality, id, RequestState::NeedsInfo, RequestState::Closed, &close, NOW).await?);
            let ended = by_id(tx, &municipality, id).await?.unwrap();
            assert!(matches!(ended.status, RequestStatus::Ended { at: NOW, .. }));
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_request_without_its_coordinator_waits_for_another, |db| async {
        let municipality = small::filled(&db).await;
        let (stina, ulla) = (small::person(&db.db, "Stina").await, small::person(&db.db, "Ulla").await);
        let erik = small::person(&db.db, "Erik").await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let id = list_of_senior(tx, &municipality, &stina).await?.remove(0).id;
            let take = Change { owner: Some(ulla.clone()), ..Change::default() };
            advance(tx, &municipality, &id, RequestState::Submitted, RequestState::InReview, &take, NOW).await?;
            assert_eq!(unown_lost(tx, &municipality, &ulla, NOW).await?, [], "she coordinates");
            exec!(tx, "UPDATE role_assignment SET valid_to = $1 WHERE person_id = $2", NOW, &ulla)?;
            assert_eq!(unown_lost(tx, &"other".into(), &ulla, NOW).await?, []);
            let lost = unown_lost(tx, &municipality, &ulla, NOW).await?;
            assert!(lost.iter().any(|(request, _, senior)| *request == id && *senior == stina), "{lost:?}");
            assert_eq!(unown_lost(tx, &municipality, &ulla, NOW).await?, [], "once");
            let request = by_id(tx, &municipality, &id).await?.unwrap();
            assert!(request.is_unowned() && request.state() == RequestState::InReview);
            assert!(!unown(tx, &municipality, &id, NOW).await?, "nobody has it");
            assert!(adopt(tx, &municipality, &id, &erik, NOW).await?);
            assert!(!adopt(tx, &municipality, &id, &ulla, NOW).await?, "somebody was first");
            assert_eq!(by_id(tx, &municipality, &id).await?.unwrap().owner(), Some(&erik));
            assert!(unown(tx, &municipality, &id, NOW).await?);
            // Given back: a new request again, without the waiting.
            let back = Change { release: true, ..Change::default() };
            assert!(
                advance(tx, &municipality, &id, RequestState::InReview, RequestState::Submitted, &back, NOW).await?
            );
            assert!(!by_id(tx, &municipality, &id).await?.unwrap().is_unowned());
            Ok(())
        });
        done.unwrap();
    });

    db_test!(a_protected_persons_request_is_for_the_named_coordinators, |db| async {
        let municipality = small::filled(&db).await;
        let (stina, ulla) = (small::person(&db.db, "Stina").await, small::person(&db.db, "Ulla").await);
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            let id = list_of_senior(tx, &municipality, &stina).await?.remove(0).id;
            let take = Change { owner: Some(ulla.clone()), ..Change::default() };
            advance(tx, &municipality, &id, RequestState::Submitted, RequestState::InReview, &take, NOW).await?;
            exec!(tx, "UPDATE person SET protected = TRUE WHERE id = $1", &stina)?;
            exec!(tx, "UPDATE role_assignment SET area_id = NULL WHERE person_id = $1", &ulla)?;
            assert_eq!(unown_lost(tx, &municipality, &ulla, NOW).await?, []);
            exec!(
                tx,
                "UPDATE role_assignment SET area_id = (SELECT area_id FROM request WHERE id = $2) WHERE person_id = $1",
                &ulla,
                &id
            )?;
            assert_eq!(unown_lost(tx, &municipality, &ulla, NOW).await?.len(), 1, "one area is not the whole");
            Ok(())
        });
        done.unwrap();
    });

    db_test!(numbers_follow_each_other_in_each_municipality, |db| async {
        let municipality = small::filled(&db).await;
        let done: Result<(), Failure> = in_tx!(db.db, |tx| {
            assert_eq!(next_number(tx, &municipality, "request").await?, 3, "two are there");
            assert_eq!(next_number(tx, &municipality, "request").await?, 4);
            assert_eq!(next_number(tx, &municipality, "other").await?, 1);
            Ok(())
        });
        done.unwrap();
    });
}
