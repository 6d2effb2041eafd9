//! (server side) Who read and who changed what, of whom and why: append-only, sealed with a keyed chain.
//! Rows are written in the transaction of what they tell of; if a row cannot be written, the page is refused.
//! A row says what was changed ([`Changes`]), and in which session, by a pseudonym. Refusals are counted: the first of an hour is a row at
//! once, the others are one row when it is over.
//! Nobody reads the log in the product yet; `handslag check-audit` proves that it is whole. Tests: `store.rs`.

mod change;
mod rules;
mod store;

pub use change::Changes;
pub use store::{Head, Problem, check, seal};

use crate::context::{Here, feature::Feature};
use db::{Failure, Tx};
use ground::{
    Object, Timestamp,
    id::{MunicipalityId, PersonId},
    random::new_id,
    secret::Secret,
};

/// What this feature says of itself.
pub const FEATURE: Feature = Feature { name: "audit", tables: store::TABLES, rules: rules::RULES, ..Feature::NONE };

/// What a row tells of.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// `feature.verb`, for example `request.approve` or `person.read`.
    pub action: &'static str,
    /// What it was done to, and its id.
    pub object: (Object, &'a str),
    /// Whose data it is, where it is somebody's.
    pub subject: Option<&'a PersonId>,
    /// The reason that was given, the filter of a list, or empty.
    pub why: &'a str,
}

/// Writes a row of the signed-in person (or of nobody, before sign-in).
///
/// # Errors
/// The database's; the caller's page or change fails with it.
pub async fn record(tx: &mut Tx, here: &Here, event: Event<'_>) -> Result<(), Failure> {
    record_change(tx, here, event, &Changes::default()).await
}

/// The same, with what was changed.
///
/// # Errors
/// As [`record`].
pub async fn record_change(tx: &mut Tx, here: &Here, event: Event<'_>, changes: &Changes) -> Result<(), Failure> {
    let now = here.instant();
    let who =
        Who { person: here.visitor.person.as_ref().map(|person| &person.id), session: here.visitor.session.as_deref() };
    store::insert(tx, here.municipality(), &new_id(now), now, who, &event, &changes.told()).await?;
    Ok(())
}

/// Whose row it is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Who<'a> {
    /// Who acted; none: nobody who is known, or the system.
    pub person: Option<&'a PersonId>,
    /// A pseudonym of the session.
    pub session: Option<&'a str>,
}

/// A session's pseudonym, from the hash that it is kept by: the log alone leads to no session.
pub fn pseudonym(secret: &Secret, id_hash: &str) -> String {
    secret.mac("session-pseudonym", id_hash.as_bytes()).chars().take(12).collect()
}

/// A session of this person has ended by itself.
pub async fn record_end(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    person: &PersonId,
    session: &str,
    (now, why): (Timestamp, &str),
) -> Result<(), Failure> {
    let event = Event { action: "session.end", object: (Object::Person, person.as_str()), subject: Some(person), why };
    let who = Who { person: None, session: Some(session) };
    store::insert(tx, municipality, &new_id(now), now, who, &event, "").await?;
    Ok(())
}

/// What is counted by the hour: an address that was refused, a way in that did not open.
const REFUSALS: [&str; 2] = ["access.refused", "session.fail"];

/// So many places are told apart within an hour, for each person and action.
const MOST_PLACES: usize = 40;
/// All further ones.
const OTHERS: &str = "(others)";

/// The hour of this instant, in milliseconds.
const fn hour(at: Timestamp) -> i64 {
    at.0.div_euclid(3_600_000) * 3_600_000
}

/// Somebody was refused, or tried to come in and could not: a row for the first time within the hour, by this person (or by nobody
/// known) at this place; further times are counted.
pub async fn refuse(tx: &mut Tx, here: &Here, action: &'static str, place: &str) -> Result<(), Failure> {
    let who = here.visitor.person.as_ref().map_or("", |person| person.id.as_str());
    // Whoever makes up addresses does not make up rows.
    let known = store::refused_places(tx, here.municipality(), (who, action), hour(here.instant())).await?;
    let place = if known.len() < MOST_PLACES || known.iter().any(|known| known == place) { place } else { OTHERS };
    if store::count_refusal(tx, here.municipality(), (who, action, place), hour(here.instant())).await? == 1 {
        record(tx, here, Event { action, object: (Object::Path, place), subject: None, why: "" }).await?;
    }
    Ok(())
}

/// What was refused more than once within an hour that is over becomes one row, with how often.
pub async fn settle_refusals(tx: &mut Tx, now: Timestamp) -> Result<(), Failure> {
    for refused in store::take_refusals(tx, hour(now)).await? {
        if refused.times < 2 {
            continue;
        }
        let why = format!("times={} since={}", refused.times - 1, Timestamp(refused.hour).iso());
        let person = Some(PersonId::from(refused.who.as_str())).filter(|person| !person.as_str().is_empty());
        let who = Who { person: person.as_ref(), session: None };
        let Some(action) = REFUSALS.into_iter().find(|known| *known == refused.action) else { continue };
        let event = Event { action, object: (Object::Path, &refused.place), subject: None, why: &why };
        store::insert(tx, &refused.municipality_id, &new_id(now), now, who, &event, "").await?;
    }
    Ok(())
}

/// Writes a row of the system itself: a clock's effect, a command.
pub async fn record_system(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    now: Timestamp,
    event: Event<'_>,
) -> Result<(), Failure> {
    store::insert(tx, municipality, &new_id(now), now, Who::default(), &event, "").await?;
    Ok(())
}

/// One row for a page view of somebody else's data, in a transaction of its own: pages read in a read-only one.
/// One's own data is not logged.
///
/// # Errors
/// The log could not be written: the page is refused.
pub async fn record_read(here: &Here, event: Event<'_>) -> Result<(), Failure> {
    if event.subject.is_some() && event.subject == here.visitor.person.as_ref().map(|person| &person.id) {
        return Ok(());
    }
    db::in_tx!(here.app.db, |tx| { record(tx, here, event.clone()).await })
}
