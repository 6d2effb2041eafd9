//! (server side) What time alone brings about: offers expire, seniors are told honestly that nobody was found, forgotten visits and
//! reports are asked for, what waits for a second person waits no longer, what hung on a role that ended goes to somebody else, a volunteer whose standing ran out is taken off what is
//! ahead. Every effect stands behind a conditional update of its own row, so that nothing is told twice, whoever runs
//! this and however often. Called by the server's job loop. Tests: here.
//!
//! The steps of a visit (`visit.reminded`), each told at most once and never backwards:
//! 1 start overdue, told to the volunteer (+30 min) · 2 the same, coordinators' screens (+60) · 3 finish overdue, told (+30) ·
//! 4 the same, screens (+60) · 5 report missing after one day · 6 after three.

mod store;
#[cfg(test)]
mod tests;

use db::{Db, Failure, in_tx};
use desk::volunteers;
use frame::{
    audit,
    context::{AppContext, Here, feature},
    live,
    messages::{About, tell},
    once,
};
use ground::{Object, Timestamp};
use help::{
    offers::{
        self,
        model::OfferStatus,
        told::{OFFER_EXPIRED, OFFER_NOT_CHOSEN},
    },
    requests::{self, told::REQUEST_UNFILLED},
    transitions, visits,
};
use store::Reminder;
use town::admin::{proposals, told::ROLE_ENDED};

/// Runs all clocks once. One that fails does not keep the others from running.
///
/// # Errors
/// The first failure.
pub async fn run(app: &AppContext) -> Result<(), Failure> {
    let now = app.clock.now();
    let results = [
        expire_offers(&app.db, now).await,
        lapse_proposals(&app.db, now).await,
        tell_unfilled(&app.db, now).await,
        announce_times_over(&app.db, now).await,
        remind_of_visits(&app.db, now).await,
        tell_roles_over(&app.db, now).await,
        end_proposals(&app.db, now).await,
        end_roles(app, now).await,
        volunteers::transitions::follow_lost_standings(app).await,
    ];
    app.events.wake();
    results.into_iter().collect()
}

/// Open offers end after 48 hours.
async fn expire_offers(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| {
        for (municipality, offer, volunteer, request) in offers::store::expire(tx, now).await? {
            transitions::tasks::settle(tx, &municipality, &request, now).await?;
            tell(tx, &municipality, &volunteer, &OFFER_EXPIRED, About::offer(&offer), now).await?;
            let area = store::area_of(tx, &municipality, &request).await?;
            live::announce(tx, &municipality, &offers::TOPIC, offer.as_str(), area.as_ref(), now).await?;
        }
        Ok(())
    })
}

/// A volunteer's yes whose time passed before the senior had answered: the volunteer is free again. The senior is not told that the
/// volunteer cannot come, for that is not so; the coordinators see the request without an answer.
async fn lapse_proposals(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| {
        for proposal in store::accepted_until(tx, now).await? {
            if proposal.starts_at().is_none_or(|at| at > now) {
                continue;
            }
            let (municipality, offer) = (&proposal.municipality_id, &proposal.offer_id);
            requests::store::hold(tx, municipality, &proposal.request_id).await?;
            if offers::store::advance(tx, municipality, offer, OfferStatus::Accepted, OfferStatus::NotChosen, now)
                .await?
                .is_done()
            {
                transitions::tasks::settle(tx, municipality, &proposal.request_id, now).await?;
                tell(tx, municipality, &proposal.volunteer_id, &OFFER_NOT_CHOSEN, About::offer(offer), now).await?;
                live::announce(tx, municipality, &offers::TOPIC, offer.as_str(), Some(&proposal.area_id), now).await?;
                let event = audit::Event {
                    action: "offer.lapse",
                    object: (Object::Offer, offer.as_str()),
                    subject: Some(&proposal.senior_id),
                    why: "no answer in time",
                };
                audit::record_system(tx, municipality, now, event).await?;
            }
        }
        Ok(())
    })
}

/// A week and two weeks without a volunteer: the senior is told honestly, the coordinators get a task.
async fn tell_unfilled(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| {
        // The later one first: after a long silence one message says it.
        for days in [14, 7] {
            for unfilled in store::mark_unfilled(tx, days, now).await? {
                let (municipality, request) = (&unfilled.municipality_id, &unfilled.id);
                tell(tx, municipality, &unfilled.senior_id, &REQUEST_UNFILLED, About::request(request), now).await?;
                live::announce(tx, municipality, &requests::TOPIC, request.as_str(), Some(&unfilled.area_id), now)
                    .await?;
            }
        }
        Ok(())
    })
}

/// Approved requests all of whose times have passed: the coordinators' screens learn it, once.
async fn announce_times_over(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| {
        for over in store::times_over(tx, now).await? {
            let digest = format!("clock/times-over/{}/{}", over.id, over.last_day);
            if once::claim(tx, &over.municipality_id, &digest, now).await?.is_none() {
                live::announce(tx, &over.municipality_id, &requests::TOPIC, over.id.as_str(), Some(&over.area_id), now)
                    .await?;
            }
        }
        Ok(())
    })
}

/// Roles of staff end by their date: their colleagues are told, as when somebody ends one.
async fn tell_roles_over(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| {
        for over in store::roles_over(tx, now).await? {
            let (municipality, person) = (&over.municipality_id, &over.person_id);
            if once::claim(tx, municipality, &proposals::over(&over.id), now).await?.is_some() {
                continue;
            }
            let event = audit::Event {
                action: "role.lapse",
                object: (Object::Person, person.as_str()),
                subject: Some(person),
                why: &over.role,
            };
            audit::record_system(tx, municipality, now, event).await?;
            proposals::tell_staff(tx, municipality, &ROLE_ENDED, Some(person), now).await?;
        }
        Ok(())
    })
}

/// What waits for a second person waits for some days only, and for as long as who proposed it is an administrator.
async fn end_proposals(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| { proposals::expire(tx, now).await })
}

/// Roles end by their date: what hung on them goes to somebody else. A transaction a person, so that one does not hold up the others.
async fn end_roles(app: &AppContext, now: Timestamp) -> Result<(), Failure> {
    let mut tx = app.db.read().await?;
    let lost = store::without_their_role(&mut tx, now).await?;
    drop(tx);
    for (municipality, person) in lost {
        let here = Here::system(app, &municipality);
        let done: Result<(), Failure> = in_tx!(app.db, |tx| { feature::role_ended(tx, &here, &person).await });
        done?;
    }
    Ok(())
}

/// Visits that were not started, not finished or not reported.
async fn remind_of_visits(db: &Db, now: Timestamp) -> Result<(), Failure> {
    in_tx!(db, |tx| {
        // The last step first: after a long silence one reminder says it.
        for reminder in Reminder::ALL.into_iter().rev() {
            for visit in store::remind(tx, reminder, now).await? {
                if let Some(kind) = reminder.message() {
                    tell(tx, &visit.municipality_id, &visit.volunteer_id, kind, About::visit(&visit.id), now).await?;
                }
                let area = store::area_of(tx, &visit.municipality_id, &visit.request_id).await?;
                live::announce(tx, &visit.municipality_id, &visits::TOPIC, visit.id.as_str(), area.as_ref(), now)
                    .await?;
            }
        }
        Ok(())
    })
}
