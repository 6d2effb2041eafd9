//! (server side) Offering, the volunteer's yes or no, and the senior's: with all that follows, in the caller's transaction. The standing
//! is computed in the same transaction each time.

use super::tasks;
use crate::{
    kinds::{self, model::Kind},
    matches,
    offers::{
        self,
        model::{Offer, OfferStatus, Promise},
        store,
        told::{OFFER_CONFIRMED, OFFER_NEW, OFFER_NOT_CHOSEN, PROPOSAL_GONE, PROPOSAL_READY},
    },
    requests::{
        self,
        model::{PossibleTime, Request, RequestState, Step},
    },
    transitions, vetting,
    visits::{self, code_words, model::VisitStatus, store::NewVisit, told::VISIT_AGREED},
};
use db::{Failure, Tx};
use frame::{
    audit::{self, Changes, Event},
    context::Here,
    live,
    messages::{About, tell},
};
use ground::{
    AppError, Locale, Object, Timestamp,
    id::{OfferId, PersonId, RequestId, TimeId, VisitId},
    random::draw,
};
use people::person;

/// What became of an offer, a yes or a no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It was done.
    Done(T),
    /// Somebody else was first, its time is over, or the request is not open any more.
    TooLate,
    /// The volunteer may not (any more): something is missing.
    NoStanding,
    /// The volunteer has promised something else at that time: nobody is in two places.
    Busy,
}

async fn request_of(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<Request, Failure> {
    Ok(requests::store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?)
}

/// Offers an approved request to a volunteer. A person with protected identity is never offered to, nor their requests.
pub async fn offer(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    volunteer: &PersonId,
) -> Result<Outcome<OfferId>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    if request.senior == *volunteer
        || !vetting::store::standing_for(tx, municipality, volunteer, &request.kind, now).await?.may()
    {
        return Ok(Outcome::NoStanding);
    }
    let by = here.me()?.id.clone();
    let Some(id) = store::insert(tx, municipality, &request.id, volunteer, Some(&by), now).await? else {
        return Ok(Outcome::TooLate);
    };
    tasks::settle(tx, municipality, &request.id, now).await?;
    tell(tx, municipality, volunteer, &OFFER_NEW, About::offer(&id), now).await?;
    live::announce(tx, municipality, &offers::TOPIC, id.as_str(), Some(&request.area), now).await?;
    audit::record(
        tx,
        here,
        Event { action: "offer.make", object: (Object::Offer, id.as_str()), subject: Some(volunteer), why: "" },
    )
    .await?;
    Ok(Outcome::Done(id))
}

/// What ends each step of an offer: the tasks of its request are settled, and the log has a line of what became of it.
async fn note(
    tx: &mut Tx,
    here: &Here,
    offer: &Offer,
    (action, why): (&'static str, &str),
    subject: &PersonId,
    to: OfferStatus,
) -> Result<(), Failure> {
    tasks::settle(tx, here.municipality(), &offer.request, here.instant()).await?;
    let changes = Changes::default().code("status", offer.status.code(), to.code());
    let event = Event { action, object: (Object::Offer, offer.id.as_str()), subject: Some(subject), why };
    audit::record_change(tx, here, event, &changes).await
}

/// What else the volunteer has promised at the time of a visit to this request.
async fn clash(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    volunteer: &PersonId,
    starts_at: Timestamp,
) -> Result<Option<Promise>, Failure> {
    let minutes = kind_of(tx, here, request).await?.minutes;
    let promises = store::promises(tx, here.municipality(), volunteer).await?;
    Ok(promises.into_iter().find(|promise| promise.clashes(&request.id, starts_at, minutes)))
}

async fn kind_of(tx: &mut Tx, here: &Here, request: &Request) -> Result<Kind, Failure> {
    let kinds = kinds::store::list(tx, here.municipality(), Locale::Sv).await?;
    Ok(kinds.into_iter().find(|kind| kind.id == request.kind).ok_or(AppError::Internal)?)
}

/// The volunteer's yes, at one of the request's times that is still ahead and at which they have promised nothing else.
///
/// Whether they have is asked once the yes stands, and under the volunteer's lock. Sooner, everybody who wants this request would read
/// widely while they wait for its row, and `PostgreSQL` would send most of them back for it; without the lock, two yeses of one volunteer
/// at the same moment would not see each other.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn accept(tx: &mut Tx, here: &Here, offer: &Offer, time: &TimeId) -> Result<Outcome<()>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, &offer.request).await?;
    if !vetting::store::standing_for(tx, municipality, &offer.volunteer, &request.kind, now).await?.may() {
        return Ok(Outcome::NoStanding);
    }
    let times = requests::store::times(tx, municipality, &request.id).await?;
    let chosen = times.iter().find(|known| known.id == *time).and_then(PossibleTime::starts_at);
    let Some(starts_at) = chosen.filter(|at| *at > now) else { return Ok(Outcome::TooLate) };
    if !store::accept(tx, municipality, offer, time, now).await?.is_done() {
        return Ok(Outcome::TooLate);
    }
    store::lock_volunteer(tx, municipality, &offer.volunteer).await?.or_lost()?;
    if clash(tx, here, &request, &offer.volunteer, starts_at).await?.is_some() {
        store::advance(tx, municipality, &offer.id, OfferStatus::Accepted, OfferStatus::Open, now).await?.or_lost()?;
        return Ok(Outcome::Busy);
    }
    tell(tx, municipality, &request.senior, &PROPOSAL_READY, About::request(&request.id), now).await?;
    live::announce(tx, municipality, &offers::TOPIC, offer.id.as_str(), Some(&request.area), now).await?;
    note(tx, here, offer, ("offer.accept", ""), &offer.volunteer, OfferStatus::Accepted).await?;
    Ok(Outcome::Done(()))
}

/// Whether the time of an offer is over, whatever its row says until the clock's job comes round: a question that was to be answered by
/// now, a yes to a time that has passed. Then there is nothing to answer or to take back, and nobody is told anything.
async fn is_over(tx: &mut Tx, here: &Here, offer: &Offer) -> Result<bool, Failure> {
    let now = here.instant();
    if offer.status == OfferStatus::Open {
        return Ok(offer.expires_at <= now);
    }
    let times = requests::store::times(tx, here.municipality(), &offer.request).await?;
    let chosen = times.iter().find(|time| Some(&time.id) == offer.time.as_ref()).and_then(PossibleTime::starts_at);
    Ok(chosen.is_some_and(|at| at <= now))
}

/// The volunteer's no, without a reason; or the yes taken back, until the senior has answered.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn decline(tx: &mut Tx, here: &Here, offer: &Offer) -> Result<Outcome<()>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let accepted = offer.status == OfferStatus::Accepted;
    requests::store::hold(tx, municipality, &offer.request).await?;
    if is_over(tx, here, offer).await?
        || !matches!(offer.status, OfferStatus::Open | OfferStatus::Accepted)
        || !store::advance(tx, municipality, &offer.id, offer.status, OfferStatus::Declined, now).await?.is_done()
    {
        return Ok(Outcome::TooLate);
    }
    let request = request_of(tx, here, &offer.request).await?;
    if accepted {
        tell(tx, municipality, &request.senior, &PROPOSAL_GONE, About::request(&request.id), now).await?;
    }
    live::announce(tx, municipality, &offers::TOPIC, offer.id.as_str(), Some(&request.area), now).await?;
    note(tx, here, offer, ("offer.decline", ""), &offer.volunteer, OfferStatus::Declined).await?;
    Ok(Outcome::Done(()))
}

/// The volunteer takes the yes back and may still answer: accepted becomes open again.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn undo_accept(tx: &mut Tx, here: &Here, offer: &Offer) -> Result<Outcome<()>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    requests::store::hold(tx, municipality, &offer.request).await?;
    if is_over(tx, here, offer).await?
        || offer.status != OfferStatus::Accepted
        || !store::advance(tx, municipality, &offer.id, OfferStatus::Accepted, OfferStatus::Open, now).await?.is_done()
    {
        return Ok(Outcome::TooLate);
    }
    let request = request_of(tx, here, &offer.request).await?;
    tell(tx, municipality, &request.senior, &PROPOSAL_GONE, About::request(&request.id), now).await?;
    live::announce(tx, municipality, &offers::TOPIC, offer.id.as_str(), Some(&request.area), now).await?;
    note(tx, here, offer, ("offer.undo", ""), &offer.volunteer, OfferStatus::Open).await?;
    Ok(Outcome::Done(()))
}

/// The senior's yes (pressed by the senior, or recorded by a coordinator after a call: `why` says which). Confirms the offer, makes the
/// match and the visit, ends the other offers: all or nothing.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn yes(tx: &mut Tx, here: &Here, offer: &Offer, why: &'static str) -> Result<Outcome<VisitId>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let request = request_of(tx, here, &offer.request).await?;
    if !vetting::store::standing_for(tx, municipality, &offer.volunteer, &request.kind, now).await?.may() {
        return Ok(Outcome::NoStanding);
    }
    let times = requests::store::times(tx, municipality, &request.id).await?;
    let starts_at = times.iter().find(|time| Some(&time.id) == offer.time.as_ref()).and_then(PossibleTime::starts_at);
    let Some(starts_at) = starts_at.filter(|at| *at > now) else { return Ok(Outcome::TooLate) };
    if request.state() != RequestState::Approved || offer.status != OfferStatus::Accepted {
        return Ok(Outcome::TooLate);
    }
    // Two yeses do not overlap, but how long a visit of a kind takes can have been changed since.
    if clash(tx, here, &request, &offer.volunteer, starts_at).await?.is_some_and(|promise| promise.agreed) {
        return Ok(Outcome::Busy);
    }
    // The request's row first: whoever changes it at this moment waits, and one of the two finds the other state.
    // Whole or not at all: the caller's transaction must not keep the half.
    transitions::requests::step(tx, here, &request, &Step::Match).await?.or_lost()?;
    store::advance(tx, municipality, &offer.id, OfferStatus::Accepted, OfferStatus::Confirmed, now).await?.or_lost()?;
    store::lock_volunteer(tx, municipality, &offer.volunteer).await?.or_lost()?;
    if clash(tx, here, &request, &offer.volunteer, starts_at).await?.is_some_and(|promise| promise.agreed) {
        return Err(Failure::Lost);
    }
    let senior = person::store::by_id(tx, municipality, &request.senior).await?.ok_or(AppError::Internal)?;
    let words = code_words::of(senior.locale);
    let kind = kind_of(tx, here, &request).await?;
    let risk = request.risk.unwrap_or(kind.risk);
    let arranged = risk < 2 || request.first_meeting.is_some();
    let match_id =
        matches::store::insert(tx, municipality, &request.id, &offer.id, &request.senior, &offer.volunteer, now)
            .await?;
    let visit = visits::store::insert(
        tx,
        municipality,
        &NewVisit {
            match_id: &match_id,
            request: &request.id,
            senior: &request.senior,
            volunteer: &offer.volunteer,
            starts_at,
            minutes: kind.minutes,
            mode: request.mode,
            code_word: words[draw(words.len())],
            status: if arranged { VisitStatus::Confirmed } else { VisitStatus::Planned },
            first_meeting: request.first_meeting.as_deref(),
        },
        now,
    )
    .await?;
    for (other, volunteer) in store::end_live(tx, municipality, &request.id, OfferStatus::NotChosen, now).await? {
        tell(tx, municipality, &volunteer, &OFFER_NOT_CHOSEN, About::offer(&other), now).await?;
    }
    tell(tx, municipality, &offer.volunteer, &OFFER_CONFIRMED, About::visit(&visit), now).await?;
    tell(tx, municipality, &request.senior, &VISIT_AGREED, About::visit(&visit), now).await?;
    live::announce(tx, municipality, &visits::TOPIC, visit.as_str(), Some(&request.area), now).await?;
    note(tx, here, offer, ("offer.yes", why), &request.senior, OfferStatus::Confirmed).await?;
    Ok(Outcome::Done(visit))
}

/// The senior's no; the volunteer learns nothing about why.
///
/// # Errors
/// The database's; `NotFound`.
pub async fn no(tx: &mut Tx, here: &Here, offer: &Offer, why: &'static str) -> Result<Outcome<()>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    requests::store::hold(tx, municipality, &offer.request).await?;
    if offer.status != OfferStatus::Accepted
        || !store::advance(tx, municipality, &offer.id, OfferStatus::Accepted, OfferStatus::NotChosen, now)
            .await?
            .is_done()
    {
        return Ok(Outcome::TooLate);
    }
    let request = request_of(tx, here, &offer.request).await?;
    tell(tx, municipality, &offer.volunteer, &OFFER_NOT_CHOSEN, About::offer(&offer.id), now).await?;
    live::announce(tx, municipality, &offers::TOPIC, offer.id.as_str(), Some(&request.area), now).await?;
    note(tx, here, offer, ("offer.no", why), &request.senior, OfferStatus::NotChosen).await?;
    Ok(Outcome::Done(()))
}
