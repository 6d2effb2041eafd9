//! `confirm-role`: who runs the installation is the second person where there is no other administrator.

use super::{Fault, store::municipalities};
use db::{Db, Failure, in_tx};
use ground::Timestamp;
use town::admin::{
    proposals::{self, By, Confirmed, told},
    store::{Proposal, What, proposal, waiting as waits},
};

fn line(municipality: &str, proposal: &Proposal) -> String {
    let what = match &proposal.what {
        What::Role { role, area, from, to, .. } => {
            let area = area.as_ref().map(|area| (area, proposal.area.as_deref().unwrap_or_default()));
            format!("{}: {}", proposal.person, told(*role, area, *from, *to))
        }
        What::Kind { kind, weaker } => {
            let mut parts = vec![format!("kind={kind}")];
            parts.extend(weaker.moderation.map(|moderation| format!("mode={}", moderation.code())));
            parts.extend(weaker.risk.map(|risk| format!("risk={risk}")));
            parts.extend(weaker.without.iter().map(|gone| format!("without={}", gone.code())));
            parts.extend(weaker.meeting.iter().map(|mode| format!("meeting={}", mode.code())));
            parts.join(" ")
        }
    };
    format!(
        "\n  {}  {municipality}: {what} (proposed by {}, until {})",
        proposal.id,
        proposal.by_name,
        proposal.expires_at.local().date()
    )
}

/// What waits for a second person, in all municipalities, as a text for the one who asked.
pub async fn waiting(db: &Db, now: Timestamp) -> Result<String, Fault> {
    let mut tx = db.read().await?;
    let mut lines = String::new();
    for (id, name) in municipalities(&mut tx).await? {
        for proposal in waits(&mut tx, &id, now).await? {
            lines.push_str(&line(&name, &proposal));
        }
    }
    Ok(if lines.is_empty() {
        "nothing waits".to_owned()
    } else {
        format!("these wait; `handslag confirm-role ID` confirms one:{lines}")
    })
}

/// Confirms a proposal in the name of who runs the installation; a line for the one who asked.
///
/// # Errors
/// It is unknown, over, or cannot be done as things are now; the database's.
pub async fn confirm(db: &Db, id: &str, now: Timestamp) -> Result<String, Fault> {
    let mut tx = db.read().await?;
    let mut found = None;
    for (municipality, name) in municipalities(&mut tx).await? {
        if let Some(proposal) = proposal(&mut tx, &municipality, id).await? {
            found = Some((line(&name, &proposal), municipality));
        }
    }
    drop(tx);
    let Some((line, municipality)) = found else { return Err(Fault::Refused(format!("nothing waits as {id}"))) };
    let confirmed: Result<Confirmed, Failure> =
        in_tx!(db, |tx| { proposals::confirm(tx, By::Operator(&municipality, now), id).await });
    match confirmed? {
        Confirmed::Now => Ok(format!("confirmed:{line}")),
        Confirmed::Late => Err(Fault::Refused("it waits no longer".to_owned())),
        Confirmed::Fallen => Err(Fault::Refused("it cannot be done as things are now, and waits no longer".to_owned())),
    }
}
