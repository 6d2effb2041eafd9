//! (server side) The steps of a request with all that follows from them: offers and visits end, people are told, screens learn, the log
//! has a line; all in the caller's transaction.

use super::tasks;
use crate::{
    matches,
    offers::{self, model::OfferStatus, told::OFFER_WITHDRAWN},
    requests::{
        self,
        model::{CloseReason, Request, RequestState, Step},
        store::{self, NewRequest},
        told::{
            REQUEST_APPROVED, REQUEST_CLOSED, REQUEST_DECLINED, REQUEST_QUESTION, REQUEST_RECEIVED, REQUEST_REFERRED,
            REQUESTS_UNATTENDED, REQUESTS_UNOWNED,
        },
    },
    visits::{self, model::VisitStatus, told::VISIT_CANCELLED},
};
use db::{Failure, Tx, Update};
use frame::{
    access::model::Role,
    audit::{self, Changes, Event},
    context::Here,
    live,
    messages::{About, tell},
};
use ground::{
    AppError, Object,
    id::{AreaId, PersonId, RequestId},
    text::{Texts, k},
};
use people::person;
use std::collections::BTreeSet;

/// Sends a request in; its id and number.
pub async fn submit(tx: &mut Tx, here: &Here, new: &NewRequest) -> Result<(RequestId, i64), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let (id, number) = store::insert(tx, municipality, new, now).await?;
    tasks::settle(tx, municipality, &id, now).await?;
    tell(tx, municipality, &new.senior, &REQUEST_RECEIVED, About::request(&id), now).await?;
    live::announce(tx, municipality, &requests::TOPIC, id.as_str(), Some(&new.area), now).await?;
    audit::record(
        tx,
        here,
        Event {
            action: "request.submit",
            object: (Object::Request, id.as_str()),
            subject: Some(&new.senior),
            why: new.channel.code(),
        },
    )
    .await?;
    Ok((id, number))
}

/// Takes a step from the state that the request was read in. Too late where the state does not allow it or another press was first.
pub async fn step(tx: &mut Tx, here: &Here, request: &Request, step: &Step) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let Ok(to) = request.state().after(step) else { return Ok(Update::TooLate) };
    if !store::advance(tx, municipality, &request.id, request.state(), step, now).await?.is_done() {
        return Ok(Update::TooLate);
    }
    let (action, message) = match step {
        Step::Take { .. } => ("request.take", None),
        Step::Release => ("request.release", None),
        Step::Ask { .. } => ("request.ask", Some(&REQUEST_QUESTION)),
        Step::Answer { .. } => ("request.answer", None),
        Step::Approve { .. } => ("request.approve", Some(&REQUEST_APPROVED)),
        Step::Decline { .. } => ("request.decline", Some(&REQUEST_DECLINED)),
        Step::Refer { .. } => ("request.refer", Some(&REQUEST_REFERRED)),
        Step::Withdraw { .. } => ("request.withdraw", None),
        Step::Match => ("request.match", None),
        Step::Replace => ("request.replace", None),
        Step::Close { reason, .. } => ("request.close", (*reason != CloseReason::NeedMet).then_some(&REQUEST_CLOSED)),
    };
    if let Some(message) = message {
        tell(tx, municipality, &request.senior, message, About::request(&request.id), now).await?;
    }
    let reason = step.ending().and_then(|ending| ending.reason);
    if !to.is_open() {
        end_offers_and_visits(tx, here, request, reason.unwrap_or(to.code())).await?;
    }
    tasks::settle(tx, municipality, &request.id, now).await?;
    live::announce(tx, municipality, &requests::TOPIC, request.id.as_str(), Some(&request.area), now).await?;
    let why = reason.unwrap_or_default();
    let event = Event { action, object: (Object::Request, request.id.as_str()), subject: Some(&request.senior), why };
    let changes = Changes::default().code("status", request.state().code(), to.code());
    audit::record_change(tx, here, event, &changes).await?;
    Ok(Update::Done)
}

/// Offers and visits that are still ahead are cancelled and told; the match ends, and contact details close. A visit whose time has
/// begun is not called off: its volunteer can still tell how it went. One that was never arranged did not take place, which is no news.
async fn end_offers_and_visits(tx: &mut Tx, here: &Here, request: &Request, reason: &str) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    for (offer, volunteer) in
        offers::store::end_live(tx, municipality, &request.id, OfferStatus::Withdrawn, now).await?
    {
        tell(tx, municipality, &volunteer, &OFFER_WITHDRAWN, About::offer(&offer), now).await?;
    }
    for visit in visits::store::list_of_request(tx, municipality, &request.id).await? {
        let ahead = visit.starts_at > now;
        let called_off = match visit.status {
            VisitStatus::Planned => true,
            VisitStatus::Confirmed => ahead,
            _ => false,
        };
        if called_off
            && visits::store::cancel(tx, municipality, &visit.id, "coordinator", reason, now).await?.is_done()
            && ahead
        {
            tell(tx, municipality, &visit.volunteer, &VISIT_CANCELLED, About::visit(&visit.id), now).await?;
        }
    }
    // Most requests that end have no match.
    let _ = matches::store::end(tx, municipality, &request.id, reason, now).await?;
    Ok(())
}

/// A request that waits for a new owner is taken.
async fn adopt(tx: &mut Tx, here: &Here, request: &Request, to: &PersonId) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    if !store::adopt(tx, municipality, &request.id, to, now).await?.is_done() {
        return Ok(Update::TooLate);
    }
    owner_changed(tx, here, (&request.id, &request.area, &request.senior), "request.adopt").await?;
    Ok(Update::Done)
}

/// A coordinator takes a request over from a colleague. Too late where the colleague does not have it any more.
pub async fn take_over(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    from: &PersonId,
    to: &PersonId,
) -> Result<Update, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    if !store::take_over(tx, municipality, &request.id, from, to, now).await?.is_done() {
        return Ok(Update::TooLate);
    }
    owner_changed(tx, here, (&request.id, &request.area, &request.senior), "request.take_over").await?;
    Ok(Update::Done)
}

/// The same of a request that waits for a new owner, where whoever takes it takes another step besides: the log's line of that step says it.
pub async fn step_of_new_owner(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    step_taken: &Step,
    to: &PersonId,
) -> Result<Update, Failure> {
    if request.state().after(step_taken).is_err()
        || !store::adopt(tx, here.municipality(), &request.id, to, here.instant()).await?.is_done()
    {
        return Ok(Update::TooLate);
    }
    // Whole or not at all: nobody has a request whose step came too late.
    step(tx, here, request, step_taken).await?.or_lost()?;
    Ok(Update::Done)
}

/// Tasks have another owner or none too, screens learn it, and the log has a line.
async fn owner_changed(
    tx: &mut Tx,
    here: &Here,
    (id, area, senior): (&RequestId, &AreaId, &PersonId),
    action: &'static str,
) -> Result<(), Failure> {
    tasks::settle(tx, here.municipality(), id, here.instant()).await?;
    live::announce(tx, here.municipality(), &requests::TOPIC, id.as_str(), Some(area), here.instant()).await?;
    audit::record(tx, here, Event { action, object: (Object::Request, id.as_str()), subject: Some(senior), why: "" })
        .await
}

/// What somebody has who does not coordinate it any more waits for a new owner: a task for the colleagues, who are told once. Where nobody
/// coordinates it any more, the administrators are told, who can give somebody the role.
pub async fn unassign_out_of_scope(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let mut areas: Vec<AreaId> = Vec::new();
    for (id, area, senior) in store::unassign_out_of_scope(tx, municipality, person, now).await? {
        owner_changed(tx, here, (&id, &area, &senior), "request.unown").await?;
        if !areas.contains(&area) {
            areas.push(area);
        }
    }
    // Each once, whatever areas they have in common.
    let (mut unowned, mut unattended) = (BTreeSet::new(), BTreeSet::new());
    for area in &areas {
        let mut colleagues = person::store::holding(tx, municipality, Role::Coordinator, Some(area), now).await?;
        colleagues.retain(|colleague| colleague != person);
        if colleagues.is_empty() {
            unattended.extend(person::store::holding(tx, municipality, Role::Administrator, None, now).await?);
        }
        unowned.extend(colleagues);
    }
    for (people, kind) in [(unowned, &REQUESTS_UNOWNED), (unattended, &REQUESTS_UNATTENDED)] {
        for who in people {
            tell(tx, municipality, &who, kind, About::NOTHING, now).await?;
        }
    }
    Ok(())
}

/// A request that its coordinator may not see any more waits for a new owner.
pub async fn unassign(tx: &mut Tx, here: &Here, request: &Request) -> Result<(), Failure> {
    if store::unassign(tx, here.municipality(), &request.id, here.instant()).await?.is_done() {
        owner_changed(tx, here, (&request.id, &request.area, &request.senior), "request.unown").await?;
    }
    Ok(())
}

/// A senior's identity has become protected: help under way is closed (offers withdrawn, visits cancelled and told, contact details
/// closed), and whoever has a request of theirs and may not see it any more has it no longer.
pub async fn pull_back(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    let (municipality, by) = (here.municipality(), here.me()?.id.clone());
    let locale = person::store::by_id(tx, municipality, person).await?.ok_or(AppError::NotFound)?.locale;
    let named = person::store::holding(tx, municipality, Role::Coordinator, None, here.instant()).await?;
    for request in store::list_of_senior(tx, municipality, person).await? {
        if request.owner().is_some_and(|owner| !named.contains(owner)) {
            unassign(tx, here, &request).await?;
        }
        if matches!(request.state(), RequestState::Approved | RequestState::Matched) {
            let told = Texts::of(locale).plain(k::people::PROTECTED_TOLD);
            let close = Step::Close { by: by.clone(), reason: CloseReason::Safety, text: Some(told) };
            step(tx, here, &request, &close).await?.or_lost()?;
        }
    }
    Ok(())
}

/// What became of "take".
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It is the asker's (also when they pressed twice).
    Mine,
    /// A colleague was first.
    Other(PersonId),
    /// It cannot be taken any more.
    Over,
}

/// A coordinator takes a request; two who press at once: one gets it, the other is told who has it.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn take(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<Taken, Failure> {
    let me = here.me()?.id.clone();
    let not_found = || Failure::App(AppError::NotFound);
    let request = store::by_id(tx, here.municipality(), id).await?.ok_or_else(not_found)?;
    if request.state() == RequestState::Submitted
        && step(tx, here, &request, &Step::Take { by: me.clone() }).await?.is_done()
    {
        return Ok(Taken::Mine);
    }
    if request.is_unowned() && adopt(tx, here, &request, &me).await?.is_done() {
        return Ok(Taken::Mine);
    }
    let request = store::by_id(tx, here.municipality(), id).await?.ok_or_else(not_found)?;
    Ok(match request.owner() {
        Some(owner) if *owner == me => Taken::Mine,
        Some(owner) => Taken::Other(owner.clone()),
        None => Taken::Over,
    })
}
