//! (server side) The steps of a concern that stop something, with all that follows, in the caller's transaction.

use super::{
    TOPIC,
    form::Triage,
    model::{About, Concern, ConcernStatus, Severity},
    store, tasks,
};
use crate::volunteers;
use db::{Failure, Tx};
use frame::{
    audit::{self, Changes, Event},
    context::Here,
    live,
};
use ground::{
    Object,
    id::{ConcernId, PersonId},
};
use help::matches;

/// A line of the log about a concern.
pub(super) const fn event<'a>(
    action: &'static str,
    id: &'a ConcernId,
    about: Option<&'a PersonId>,
    why: &'a str,
) -> Event<'a> {
    Event { action, object: (Object::Concern, id.0.as_str()), subject: about, why }
}

/// Acute: the matches of the person it is about are suspended at once, and what they were asked, or have said yes to, must not open a
/// new match meanwhile. How many matches.
async fn stop(tx: &mut Tx, here: &Here, about: &PersonId) -> Result<u64, Failure> {
    let municipality = here.municipality();
    let suspended = matches::store::suspend_of(tx, municipality, about).await?;
    for (offer, status, request, _) in volunteers::store::live_offers(tx, municipality, about).await? {
        volunteers::transitions::take_back(tx, here, about, (&offer, &status, &request)).await?;
    }
    Ok(suspended)
}

/// A coordinator judges a concern and has it from then on; how many matches were stopped. None where a colleague was first, or it is
/// not decided whom it is about.
pub async fn triage(tx: &mut Tx, here: &Here, concern: &Concern, triage: &Triage) -> Result<Option<u64>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    if !store::triage(tx, municipality, &concern.id, &here.me()?.id, triage, now).await?.is_done() {
        return Ok(None);
    }
    let suspended = match (triage.severity, &concern.about) {
        (Severity::Acute, Some(about)) => stop(tx, here, about).await?,
        _ => 0,
    };
    tasks::settle(tx, municipality, &concern.id, now).await?;
    live::announce(tx, municipality, &TOPIC, concern.id.as_str(), concern.area.as_ref(), now).await?;
    let severity = concern.severity.map_or("", Severity::code);
    let changes = Changes::default()
        .code("status", concern.status.code(), ConcernStatus::Triaged.code())
        .code("severity", severity, triage.severity.code())
        .code("lex_sarah", "", if triage.lex_sarah { "yes" } else { "no" });
    let event = event("concern.triage", &concern.id, concern.about.as_ref(), triage.severity.code());
    audit::record_change(tx, here, event, &changes).await?;
    Ok(Some(suspended))
}

/// What somebody has who does not coordinate it any more waits for a new owner.
pub async fn unassign_out_of_scope(tx: &mut Tx, here: &Here, person: &PersonId) -> Result<(), Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    for (id, area) in store::unassign_out_of_scope(tx, municipality, person, now).await? {
        tasks::settle(tx, municipality, &id, now).await?;
        live::announce(tx, municipality, &TOPIC, id.as_str(), area.as_ref(), now).await?;
        audit::record(tx, here, event("concern.unown", &id, None, "")).await?;
    }
    Ok(())
}

/// A coordinator says whom a concern is about, or corrects it; how many matches were stopped, where it is acute. None where it is
/// closed or out of the coordinator's sight meanwhile.
pub async fn set_about(tx: &mut Tx, here: &Here, concern: &Concern, about: &About) -> Result<Option<u64>, Failure> {
    let (municipality, now) = (here.municipality(), here.instant());
    if !store::set_about(tx, municipality, &concern.id, &here.me()?.id, about, now).await?.is_done() {
        return Ok(None);
    }
    let judged = concern.status != ConcernStatus::Received;
    let suspended = match (concern.severity, about.person()) {
        (Some(Severity::Acute), Some(person)) if judged => stop(tx, here, person).await?,
        _ => 0,
    };
    tasks::settle(tx, municipality, &concern.id, now).await?;
    live::announce(tx, municipality, &TOPIC, concern.id.as_str(), concern.area.as_ref(), now).await?;
    let id = |person: Option<&PersonId>| person.map_or("", PersonId::as_str).to_owned();
    let changes = Changes::default().code("about", &id(concern.about.as_ref()), &id(about.person()));
    audit::record_change(tx, here, event("concern.about", &concern.id, about.person(), ""), &changes).await?;
    Ok(Some(suspended))
}
