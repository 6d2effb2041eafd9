//! (server side) How much a member of staff reads about people in a day. Opening a person is work, and so is searching; opening everybody
//! is not. Beyond a measure the administrators are told, once a day for each reader; nobody is locked out, for it may have a good
//! reason. Tests: `store.rs`, and `searches.rs` of the server.

mod store;
pub mod told;

pub use store::{Alarm, Measure, alarms};

use crate::person;
use db::{Failure, Tx};
use frame::{
    access::model::Role,
    audit::{self, Event},
    context::{Here, feature::Feature},
    messages::{About, tell},
};
use ground::{Object, Timestamp};
use jiff::ToSpan;
use told::READ_MUCH;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature { name: "watch", told: &[&told::READ_MUCH], ..Feature::NONE };

/// So many different people may one member of staff open in a civil day before the administrators are told. The busiest day of a
/// coordinator for 300 people has about 25.
pub const MOST_OPENED: i64 = 40;
/// So many searches for people.
pub const MOST_SEARCHES: i64 = 60;

/// Midnight before and midnight after an instant, in Stockholm.
fn day_of(at: Timestamp) -> (Timestamp, Timestamp) {
    let midnight = |day: jiff::civil::Date| Timestamp::from_local(day.at(0, 0, 0, 0));
    (midnight(at.day()), midnight(at.day().saturating_add(1.day())))
}

/// Logs that a person was opened, or that people were searched for, and measures the day. One's own data is not logged.
///
/// # Errors
/// The log could not be written: the page is refused.
pub async fn read(here: &Here, event: Event<'_>) -> Result<(), Failure> {
    let me = here.visitor.person.as_ref().map(|person| &person.id);
    if event.subject.is_some() && event.subject == me {
        return Ok(());
    }
    db::in_tx!(here.app.db, |tx| {
        audit::record(tx, here, event.clone()).await?;
        measure(tx, here).await
    })
}

async fn measure(tx: &mut Tx, here: &Here) -> Result<(), Failure> {
    let (me, municipality, now) = (&here.me()?.id, here.municipality(), here.instant());
    let day = store::measure(tx, municipality, me, day_of(now)).await?;
    if day.alarms > 0 || (day.opened <= MOST_OPENED && day.searches <= MOST_SEARCHES) {
        return Ok(());
    }
    let why = format!("opened={} searches={}", day.opened, day.searches);
    audit::record(
        tx,
        here,
        Event { action: "watch.alarm", object: (Object::Person, me.as_str()), subject: Some(me), why: &why },
    )
    .await?;
    for administrator in person::store::holding(tx, municipality, Role::Administrator, None, now).await? {
        if administrator != *me {
            tell(tx, municipality, &administrator, &READ_MUCH, About::NOTHING, now).await?;
        }
    }
    tracing::warn!(opened = day.opened, searches = day.searches, "a member of staff reads about unusually many people");
    Ok(())
}
