//! (server side) Whether the whole database agrees with itself, over all municipalities: what the transitions promise, read back from
//! the rows. For `handslag check-data`; and every test database is checked when it goes away (`testing`). Tests: here.

mod computed;
mod store;
#[cfg(any(test, debug_assertions))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use store::latest;

use crate::features;
use computed::finding;
use db::{DbError, Tx};
use frame::tasks;
use ground::{Timestamp, clock::Clock, secret::Secret};

/// Rows that break a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule, in words.
    pub rule: &'static str,
    /// The rows' ids.
    pub ids: Vec<String>,
}

/// The most ids that are named for a rule.
pub const MOST_NAMED: usize = 20;

/// Reads the whole database and says what contradicts; nothing where all is well. What time alone brings about counts as done: the
/// clocks have run by `now`. With the installation's secret the sealed log is proved too.
pub async fn check(tx: &mut Tx, now: Timestamp, secret: Option<&Secret>) -> Result<Vec<Finding>, DbError> {
    // A demonstration's clock may be ahead of the one who asks.
    let now = now.max(store::latest(tx).await?);
    let mut findings = Vec::new();
    for (rule, ids) in store::broken(tx).await? {
        findings.extend(finding(rule, ids));
    }
    findings.extend(finding("SQLite's foreign keys hold", store::broken_references(tx).await?));
    let unknown = store::codes::unknown(tx).await?;
    // A row with a code that nobody knows cannot be read.
    if unknown.is_empty() {
        findings.extend(finding("who is asked, matched or expected may do it", computed::standing(tx, now).await?));
    }
    findings.extend(finding("there are words for every code", unknown));
    let visits = store::visits(tx).await?;
    findings.extend(finding("a visit begins between 8 and 20", computed::at_night(&visits)));
    findings.extend(finding("a visit's word can be said", computed::invalid_code_words(&visits)));
    let (untrue, endless) = computed::sessions(tx, Clock::system().now()).await?;
    findings.extend(finding("a session's columns say what its data says", untrue));
    findings.extend(finding("a session ends", endless));
    let (endless, long) = computed::endless_drafts(tx, now).await?;
    findings.extend(finding("a draft ends", endless));
    findings.extend(finding("a draft of nobody ends in a day", long));
    findings.extend(finding("a logo is the picture that its hash names", computed::logos(tx).await?));
    let (missing, wrong) = tasks::contradictions(tx, &features::all_tasks()).await?;
    findings.extend(finding("whatever somebody is to do has its task", missing));
    findings.extend(finding("a task is what its thing asks for", wrong));
    if let Some(secret) = secret {
        findings.extend(finding("the sealed log is whole", computed::log(tx, secret).await?));
    }
    Ok(findings)
}
