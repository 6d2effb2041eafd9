//! `check-config`, `check-data` and `check-audit`.

use super::Fault;
use crate::{audit_head, config::Settings, output::say, site::Site};
use app::checks;
use db::Db;
use frame::audit::{self, Problem};
use ground::{clock::Clock, secret::Secret};
use std::path::Path;

/// Says "ok", or what is wrong.
///
/// # Errors
/// What is wrong.
pub fn config(settings: &Settings) -> Result<(), Fault> {
    let problems = settings.problems();
    if !problems.is_empty() {
        return Err(Fault::Config(problems));
    }
    Site::open(settings.site.as_deref()).map_err(Fault::Site)?;
    for warning in settings.warnings() {
        say(format_args!("warning: {warning}"));
    }
    say("ok");
    Ok(())
}

/// Reads the whole database and says whether its rows agree (with the installation's secret, the sealed log too); a line for the one
/// who asked.
///
/// # Errors
/// They do not; the database's.
pub async fn data(db: &Db, secret: Option<&Secret>) -> Result<String, Fault> {
    let mut tx = db.read().await?;
    let findings = checks::check(&mut tx, Clock::system().now(), secret).await?;
    if findings.is_empty() {
        return Ok("the database agrees with itself".to_owned());
    }
    let lines = findings.iter().map(|finding| format!("\n  not so: {} ({})", finding.rule, finding.ids.join(", ")));
    Err(Fault::Refused(format!("the database contradicts itself:{}", lines.collect::<String>())))
}

/// Reads the whole audit log; a line for the one who asked.
///
/// # Errors
/// It is not whole; the database's; the exported end cannot be read.
pub async fn audit(db: &Db, secret: &Secret, file: Option<&Path>) -> Result<String, Fault> {
    let exported = match file {
        Some(file) => {
            audit_head::read(file).map_err(|error| Fault::Io(format!("cannot read {}", file.display()), error))?
        }
        None => None,
    };
    let mut tx = db.read().await?;
    let problems = audit::check(&mut tx, secret, exported.as_ref()).await?;
    if problems.is_empty() {
        return Ok(match exported {
            Some(head) => format!("the audit log is whole, up to its exported end at row {} and beyond", head.seq),
            None => "the audit log is whole; its end could not be checked, as it was not exported".to_owned(),
        });
    }
    let lines = problems.iter().map(|problem| match problem {
        Problem::Changed(row) => format!("\n  row {row} was changed, or one before it, or the secret is another"),
        Problem::Missing(row) => format!("\n  row {row} is missing"),
        Problem::CutOff(row) => format!("\n  the log ends at row {row}, before its exported end"),
    });
    Err(Fault::Refused(format!("the audit log is not whole:{}", lines.collect::<String>())))
}
