//! (server side) Who read and who changed what, of whom and why: append-only, sealed with a keyed chain.
//! Rows are written in the transaction of what they tell of; if a row cannot be written, the page is refused.
//! Nobody reads the log in the product yet; `handslag check-audit` proves that it is whole. Tests: `store.rs`.

mod store;

pub use store::{Head, Problem, check, seal};

use crate::{
    common::{Failure, id::PersonId},
    context::{Here, new_id},
    db::Tx,
};

/// What a row tells of.
#[derive(Clone, Debug)]
pub struct Event<'a> {
    /// `feature.verb`, for example `request.approve` or `person.read`.
    pub action: &'static str,
    /// What it was done to: the table's name and the id.
    pub object: (&'static str, &'a str),
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
    let now = here.instant();
    let actor = here.visitor.person.as_ref().map(|person| &person.id);
    store::insert(tx, here.municipality(), &new_id(now), now, actor, &event).await?;
    Ok(())
}

/// Writes a row of the system itself: a clock's effect, a command.
///
/// # Errors
/// The database's.
pub async fn record_system(
    tx: &mut Tx,
    municipality: &crate::common::id::MunicipalityId,
    now: crate::common::Timestamp,
    event: Event<'_>,
) -> Result<(), Failure> {
    store::insert(tx, municipality, &new_id(now), now, None, &event).await?;
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
    crate::in_tx!(here.app.db, |tx| { record(tx, here, event.clone()).await })
}
