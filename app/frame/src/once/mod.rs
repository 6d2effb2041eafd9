//! (server side) Transitions that are safe to repeat: a second press of the same button gives the first press's answer.
//! The key is person + function + hash of the payload (which carries the page's one-time [`key`]).

pub mod key;
mod rules;
mod store;

pub use store::{claim, delete_before, settle};

use crate::context::{Here, feature::Feature};
use db::Failure;
use ground::form::RawForm;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature { name: "once", tables: store::TABLES, rules: rules::RULES, ..Feature::NONE };

/// The digest that stands for one press: person, function, payload.
///
/// # Errors
/// `SignIn` where nobody is signed in.
pub fn digest(here: &Here, function: &str, payload: &RawForm) -> Result<String, Failure> {
    let fields = serde_json::to_string(payload).unwrap_or_default();
    let person = here.visitor.person.as_ref().map_or("", |person| person.id.as_str());
    Ok(here.app.config.secret.mac("once", format!("{person}\n{function}\n{fields}").as_bytes()))
}

/// Runs a transition in a write transaction, once: the block ends in `Ok(location)`, where the reader goes next. The same
/// press again, at the same moment or later, gets the same location and has no effect. Wakes the live screens.
#[macro_export]
macro_rules! once {
    ($here:expr, $function:expr, $form:expr, |$tx:ident| $body:block) => {{
        let here: &$crate::context::Here = $here;
        match $crate::once::digest(here, $function, $form) {
            Err(failure) => Err(failure),
            Ok(digest) => {
                let result: Result<String, db::Failure> = db::in_tx!(here.app.db, |$tx| {
                    if let Some(before) = $crate::once::claim($tx, here.municipality(), &digest, here.instant()).await?
                    {
                        Ok(before)
                    } else {
                        let location: Result<String, db::Failure> = async { $body }.await;
                        let location = location?;
                        $crate::once::settle($tx, here.municipality(), &digest, &location).await?;
                        Ok(location)
                    }
                });
                here.app.events.wake();
                result
            }
        }
    }};
}
