//! What follows when a volunteer's standing is lost: the questions they have are taken back, future visits need somebody else, and what
//! has begun is stopped until the coordinator has decided.

use super::store;
use db::{Failure, Tx, in_tx};
use frame::{
    audit::{self, Event},
    context::{AppContext, Here},
    live,
    messages::{About, tell},
};
use ground::{Object, id::PersonId};
use help::{
    matches,
    offers::{
        self,
        model::OfferStatus,
        told::{OFFER_WITHDRAWN, PROPOSAL_GONE},
    },
    requests, transitions, vetting, visits,
};

/// Takes back what the volunteer may not do any more, and tells everybody. Whom it concerns is computed here, in the caller's
/// transaction, kind by kind.
pub async fn after_loss(tx: &mut Tx, here: &Here, volunteer: &PersonId) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    for (offer, status, request, kind) in store::live_offers(tx, municipality, volunteer).await? {
        if vetting::store::standing_for(tx, municipality, volunteer, &kind, now).await?.may() {
            continue;
        }
        take_back(tx, here, volunteer, (&offer, &status, &request)).await?;
    }
    for visit in visits::store::list_of_volunteer(tx, municipality, volunteer, now).await? {
        let Some(request) = requests::store::by_id(tx, municipality, &visit.request).await? else { continue };
        if visit.status.may_cancel()
            && !vetting::store::standing_for(tx, municipality, volunteer, &request.kind, now).await?.may()
        {
            // Where it has begun, it is told how it went.
            let _ = transitions::visits::cannot_come(tx, here, &visit, "coordinator").await?;
        }
    }
    for (request, kind, area) in matches::store::live_of_volunteer(tx, municipality, volunteer).await? {
        if vetting::store::standing_for(tx, municipality, volunteer, &kind, now).await?.may()
            || !matches::store::suspend(tx, municipality, &request).await?.is_done()
        {
            continue;
        }
        live::announce(tx, municipality, &requests::TOPIC, request.as_str(), Some(&area), now).await?;
        let event = Event {
            action: "match.suspend",
            object: (Object::Request, request.as_str()),
            subject: Some(volunteer),
            why: "standing",
        };
        audit::record(tx, here, event).await?;
    }
    Ok(())
}

/// Takes one question back: the volunteer is told, and the senior too where they had been told of a yes.
pub async fn take_back(
    tx: &mut Tx,
    here: &Here,
    volunteer: &PersonId,
    (offer, status, request): (&ground::id::OfferId, &str, &ground::id::RequestId),
) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    let Some(from) = OfferStatus::from_code(status) else { return Ok(()) };
    requests::store::hold(tx, municipality, request).await?;
    if !offers::store::advance(tx, municipality, offer, from, OfferStatus::Withdrawn, now).await?.is_done() {
        return Ok(());
    }
    transitions::tasks::settle(tx, municipality, request, now).await?;
    tell(tx, municipality, volunteer, &OFFER_WITHDRAWN, About::offer(offer), now).await?;
    if let Some(request) = requests::store::by_id(tx, municipality, request).await? {
        if from == OfferStatus::Accepted {
            tell(tx, municipality, &request.senior, &PROPOSAL_GONE, About::request(&request.id), now).await?;
        }
        live::announce(tx, municipality, &offers::TOPIC, offer.as_str(), Some(&request.area), now).await?;
    }
    Ok(())
}

/// Requirements run out and roles end by themselves, and a kind can come to demand more: what a volunteer who may not any more was asked,
/// has said yes to or is to visit is taken back.
pub async fn follow_lost_standings(app: &AppContext) -> Result<(), Failure> {
    let now = app.clock.now();
    let mut tx = app.db.read().await?;
    let mut lost = Vec::new();
    for (municipality, volunteer, kind) in store::at_risk(&mut tx, now).await? {
        let found = (municipality, volunteer);
        if lost.last() != Some(&found)
            && !vetting::store::standing_for(&mut tx, &found.0, &found.1, &kind, now).await?.may()
        {
            lost.push(found);
        }
    }
    drop(tx);
    for (municipality, volunteer) in lost {
        let here = Here::system(app, &municipality);
        in_tx!(app.db, |tx| { after_loss(tx, &here, &volunteer).await })?;
    }
    Ok(())
}
