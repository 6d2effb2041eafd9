//! (server side) The steps of a visit with all that follows from them, in the caller's transaction.

use super::tasks;
use crate::{
    matches, offers,
    requests::{
        self,
        model::{CloseReason, Request, RequestState, Step},
    },
    transitions, vetting,
    visits::{
        self,
        model::{DAYS_TO_REPORT, HOURS_OPEN_AFTER, MINUTES_EARLY, Visit, VisitOutcome, VisitStatus},
        store::{self, Report},
        told::{FEEDBACK_OPEN, MATCH_RESUMED, VISIT_CANCELLED, VISIT_CONFIRMED, VISIT_REPLACED},
    },
};
use db::{Failure, Tx, Update};
use frame::{
    audit::{self, Changes, Event},
    context::Here,
    live,
    messages::{About, tell},
};
use ground::{AppError, Object, Timestamp};
use people::person;

/// The visit's request. Its row first: whoever takes a step of it, or of what belongs to it, at this moment waits.
async fn request_of(tx: &mut Tx, here: &Here, visit: &Visit) -> Result<Request, Failure> {
    requests::store::hold(tx, here.municipality(), &visit.request).await?;
    Ok(requests::store::by_id(tx, here.municipality(), &visit.request).await?.ok_or(AppError::NotFound)?)
}

/// What ends each step: its tasks are settled, screens learn it, the log has a line.
async fn note(
    tx: &mut Tx,
    here: &Here,
    visit: &Visit,
    request: &Request,
    action: &'static str,
    why: &str,
) -> Result<(), Failure> {
    tasks::settle(tx, here.municipality(), &request.id, here.instant()).await?;
    live::announce(tx, here.municipality(), &visits::TOPIC, visit.id.as_str(), Some(&request.area), here.instant())
        .await?;
    let now = store::by_id(tx, here.municipality(), &visit.id).await?.map_or("", |now| now.status.code());
    let changes = Changes::default().code("status", visit.status.code(), now);
    let event = Event { action, object: (Object::Visit, visit.id.as_str()), subject: Some(&visit.senior), why };
    audit::record_change(tx, here, event, &changes).await
}

/// Whether who acts is none of the visit's two: a coordinator, or the clock.
fn by_staff(here: &Here, visit: &Visit) -> bool {
    here.visitor.person.as_ref().is_none_or(|me| me.id != visit.senior && me.id != visit.volunteer)
}

/// The coordinator recorded how the first meeting is arranged. Too late where it was done already, or the visit's time is over.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn confirm(tx: &mut Tx, here: &Here, visit: &Visit, first_meeting: &str) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    if visit.is_past(now) || !store::confirm(tx, municipality, &visit.id, first_meeting, now).await?.is_done() {
        return Ok(Update::TooLate);
    }
    requests::store::set_first_meeting(tx, municipality, &visit.request, first_meeting, now).await?.or_lost()?;
    for person in [&visit.senior, &visit.volunteer] {
        tell(tx, municipality, person, &VISIT_CONFIRMED, About::visit(&visit.id), now).await?;
    }
    note(tx, here, visit, &request, "visit.confirm", "").await?;
    Ok(Update::Done)
}

/// The volunteer pressed "start" at this time: not more than an hour early, not once contact details have closed after it (then it is told
/// about), and only with the standing.
///
/// # Errors
/// The database's; `NotFound`; `Forbidden` where the standing is lost.
pub async fn start(tx: &mut Tx, here: &Here, visit: &Visit, at: Timestamp) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    if !vetting::store::standing_for(tx, municipality, &visit.volunteer, &request.kind, now).await?.may() {
        return Err(AppError::Forbidden.into());
    }
    let (earliest, latest) =
        (visit.starts_at.plus_minutes(-MINUTES_EARLY), visit.ends_at().plus_hours(HOURS_OPEN_AFTER));
    if at < earliest || at >= latest || !store::start(tx, municipality, &visit.id, at, now).await?.is_done() {
        return Ok(Update::TooLate);
    }
    // A later visit of a match finds it active.
    let _ = matches::store::activate(tx, municipality, &visit.match_id).await?;
    note(tx, here, visit, &request, "visit.start", "").await?;
    Ok(Update::Done)
}

/// The volunteer pressed "finish" at this time, as long as it can be told about; the senior is asked how it was.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn finish(tx: &mut Tx, here: &Here, visit: &Visit, at: Timestamp) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    if now > visit.ends_at().plus_days(DAYS_TO_REPORT)
        || !store::finish(tx, municipality, &visit.id, at, now).await?.is_done()
    {
        return Ok(Update::TooLate);
    }
    tell(tx, municipality, &visit.senior, &FEEDBACK_OPEN, About::visit(&visit.id), now).await?;
    note(tx, here, visit, &request, "visit.finish", "").await?;
    Ok(Update::Done)
}

/// The volunteer tells how it went, within 14 days. A one-off request is then closed (need met), and contact details close. Where the
/// senior was absent the request stays matched: the coordinator calls and decides.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn report(tx: &mut Tx, here: &Here, visit: &Visit, report: &Report) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    if now > visit.ends_at().plus_days(DAYS_TO_REPORT)
        || !store::report(tx, municipality, &visit.id, report, now).await?.is_done()
    {
        return Ok(Update::TooLate);
    }
    if report.outcome != VisitOutcome::SeniorAbsent {
        if visit.status != VisitStatus::Finished {
            tell(tx, municipality, &visit.senior, &FEEDBACK_OPEN, About::visit(&visit.id), now).await?;
        }
        let close = Step::Close { by: here.me()?.id.clone(), reason: CloseReason::NeedMet, text: None };
        // The request may be over before it is told how the visit went.
        let _ = transitions::requests::step(tx, here, &request, &close).await?;
    }
    note(tx, here, visit, &request, "visit.report", report.outcome.code()).await?;
    Ok(Update::Done)
}

/// The senior (or the coordinator for them) cancels: the request is over, the volunteer is told. No reason is asked. Too late where the
/// visit has begun, its time is over, or the request is over already.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn cancel(tx: &mut Tx, here: &Here, visit: &Visit, by: &'static str) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    if !visit.may_be_called_off(now, by_staff(here, visit))
        || request.state() != RequestState::Matched
        || !store::cancel(tx, municipality, &visit.id, by, "", now).await?.is_done()
    {
        return Ok(Update::TooLate);
    }
    tell(tx, municipality, &visit.volunteer, &VISIT_CANCELLED, About::visit(&visit.id), now).await?;
    let close = Step::Close { by: here.me()?.id.clone(), reason: CloseReason::NoLongerNeeded, text: None };
    transitions::requests::step(tx, here, &request, &close).await?.or_lost()?;
    note(tx, here, visit, &request, "visit.cancel", by).await?;
    Ok(Update::Done)
}

/// The volunteer cannot come (or a coordinator takes the volunteer off): the request needs a replacement, the senior is told. Too late where
/// the visit has begun or its time is over: then it is told how it went.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn cannot_come(tx: &mut Tx, here: &Here, visit: &Visit, by: &'static str) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    if !visit.may_be_called_off(now, by_staff(here, visit))
        || request.state() != RequestState::Matched
        || !store::cancel(tx, municipality, &visit.id, by, "", now).await?.is_done()
    {
        return Ok(Update::TooLate);
    }
    replace(tx, here, visit, &request).await?;
    if by == "coordinator" {
        tell(tx, municipality, &visit.volunteer, &VISIT_CANCELLED, About::visit(&visit.id), now).await?;
    }
    note(tx, here, visit, &request, "visit.cannot_come", by).await?;
    Ok(Update::Done)
}

/// Somebody did not come (`senior` or `volunteer`). Where it was the volunteer, the request needs a replacement and the senior is told;
/// where it was the senior, the request stays as it is: the coordinator calls and decides. Too late where the visit has not begun, or is over.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn no_show(tx: &mut Tx, here: &Here, visit: &Visit, who: &'static str) -> Result<Update, Failure> {
    let request = request_of(tx, here, visit).await?;
    if !store::no_show(tx, here.municipality(), &visit.id, who, here.instant()).await?.is_done() {
        return Ok(Update::TooLate);
    }
    if who == "volunteer" && request.state() == RequestState::Matched {
        replace(tx, here, visit, &request).await?;
    }
    note(tx, here, visit, &request, "visit.no_show", who).await?;
    Ok(Update::Done)
}

/// The match with the visit's volunteer ends, the request waits for somebody else, and its senior is told.
async fn replace(tx: &mut Tx, here: &Here, visit: &Visit, request: &Request) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    offers::store::end_confirmed(tx, municipality, &visit.request, now).await?;
    matches::store::end(tx, municipality, &visit.request, "replacement", now).await?.or_lost()?;
    transitions::requests::step(tx, here, request, &Step::Replace).await?.or_lost()?;
    tell(tx, municipality, &visit.senior, &VISIT_REPLACED, About::request(&visit.request), now).await?;
    Ok(())
}

/// What became of letting a stopped match go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumed {
    /// It goes on.
    Done,
    /// It is not stopped (any more).
    Changed,
    /// What stopped it is not decided, or somebody's identity is protected by now.
    NotYet,
    /// The volunteer may not (any more): something is missing.
    NoStanding,
}

/// A stopped match goes on as what it was; its visit stays as it is. Both are told that it goes on, and nothing of what stopped it: why it
/// may go on is for the log alone.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn resume(tx: &mut Tx, here: &Here, visit: &Visit, why: &str) -> Result<Resumed, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, visit).await?;
    // Its row first, and what decides in a statement after it: an acute concern that is judged at this moment is then seen here, or
    // stops the match again.
    if !matches::store::lock_suspended(tx, municipality, &visit.match_id).await?.is_done() {
        return Ok(Resumed::Changed);
    }
    let senior = person::store::by_id(tx, municipality, &visit.senior).await?.ok_or(AppError::NotFound)?;
    if senior.protected {
        return Ok(Resumed::NotYet);
    }
    if !vetting::store::standing_for(tx, municipality, &visit.volunteer, &request.kind, now).await?.may() {
        return Ok(Resumed::NoStanding);
    }
    if !matches::store::resume(tx, municipality, &visit.match_id).await?.is_done() {
        return Ok(Resumed::NotYet);
    }
    for person in [&visit.senior, &visit.volunteer] {
        tell(tx, municipality, person, &MATCH_RESUMED, About::visit(&visit.id), now).await?;
    }
    live::announce(tx, municipality, &visits::TOPIC, visit.id.as_str(), Some(&request.area), now).await?;
    let event = Event {
        action: "match.resume",
        object: (Object::Match, visit.match_id.as_str()),
        subject: Some(&visit.senior),
        why,
    };
    audit::record(tx, here, event).await?;
    Ok(Resumed::Done)
}
