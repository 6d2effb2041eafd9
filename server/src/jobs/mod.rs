//! What the server does by itself, every ten seconds. Each round runs on one server: the one that holds the lease.

mod store;

use crate::audit_head::{self, Export};
use app::clocks;
use db::{Failure, in_tx};
use frame::{access, audit, context::AppContext, drafts, live, once, tasks};
use ground::random::new_token;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Between two rounds.
const EVERY: Duration = Duration::from_secs(10);
/// After so many rounds, an hour, the database looks anew at how much there is of what.
const COUNTED_EVERY: u64 = 360;
/// A server that died gives up its lease after this long, in minutes.
const LEASE_MINUTES: i64 = 1;
/// So many rows of the log are sealed in one transaction: others write meanwhile.
const SEAL_AT_ONCE: i64 = 500;
/// A press is remembered this long.
const PRESSES_DAYS: i64 = 2;
/// Changes are remembered this long; open screens have long seen them.
const CHANGES_DAYS: i64 = 1;

/// A task that has ended is kept this long: for three months who asks why something waited can be told who had it. What came of it stands with
/// its thing, and in the log.
const TASKS_DAYS: i64 = 90;

/// Runs the rounds until the program ends.
pub async fn run(ctx: AppContext, audit_head: Option<PathBuf>) {
    let holder = new_token();
    let mut rounds = tokio::time::interval(EVERY);
    rounds.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    for number in 1_u64.. {
        rounds.tick().await;
        if number.is_multiple_of(COUNTED_EVERY) {
            log("count the rows", ctx.db.count().await.map_err(Failure::from));
        }
        if let Err(failure) = round(&ctx, &holder, audit_head.as_deref()).await {
            tracing::error!(?failure, "jobs");
        }
    }
}

/// One round; false where another server has the lease.
///
/// # Errors
/// The lease could not be asked for. A job that fails is logged and does not keep the others from running.
pub async fn round(ctx: &AppContext, holder: &str, audit_head: Option<&Path>) -> Result<bool, Failure> {
    // Asked for again before each job: a round may take longer than the lease lasts.
    if !lease(ctx, holder).await? {
        return Ok(false);
    }
    log("clocks", clocks::run(ctx).await);
    if lease(ctx, holder).await? {
        log("seal the audit log", seal(ctx, audit_head).await);
    }
    if lease(ctx, holder).await? {
        log("forget what is over", tidy(ctx).await);
    }
    Ok(true)
}

/// Takes the lease or keeps it. It counts the machine's time: a demonstration's clock jumps back when the program starts again.
async fn lease(ctx: &AppContext, holder: &str) -> Result<bool, Failure> {
    let now = ctx.clock.machine();
    in_tx!(ctx.db, |tx| { Ok(store::take_lease(tx, "jobs", holder, now, now.plus_minutes(LEASE_MINUTES)).await?) })
}

fn log(job: &'static str, result: Result<(), Failure>) {
    if let Err(failure) = result {
        tracing::error!(job, ?failure, "a job failed");
    }
}

/// Seals new rows of the audit log and exports the end of the chain.
///
/// # Errors
/// The database's; a file that cannot be written is logged.
pub async fn seal(ctx: &AppContext, file: Option<&Path>) -> Result<(), Failure> {
    let mut sealed = None;
    let head = loop {
        let head = in_tx!(ctx.db, |tx| { audit::seal(tx, &ctx.config.secret, SEAL_AT_ONCE).await })?;
        // The head stands still when nothing was left to seal.
        if sealed == Some(head.seq) {
            break head;
        }
        sealed = Some(head.seq);
    };
    let Some(file) = file else { return Ok(()) };
    match audit_head::write(file, &head) {
        Ok(Export::Written | Export::Same) => {}
        Ok(Export::Behind) => tracing::error!(
            "the audit log is shorter than its exported end: run `handslag check-audit`, and set the exported file aside once it is \
             explained (an older backup was restored)"
        ),
        Err(error) => tracing::error!(%error, "the end of the audit log could not be exported"),
    }
    Ok(())
}

/// Removes what has served its time: sessions, drafts, presses, changes, tasks. Tells of what was refused in the hours that are over.
async fn tidy(ctx: &AppContext) -> Result<(), Failure> {
    let (now, machine) = (ctx.clock.now(), ctx.clock.machine());
    in_tx!(ctx.db, |tx| {
        for session in access::store::delete_expired_sessions(tx, machine).await? {
            if let (Some(municipality), Some(person)) = (&session.municipality_id, &session.person_id) {
                let pseudonym = audit::pseudonym(&ctx.config.secret, &session.id_hash);
                audit::record_end(tx, municipality, person, &pseudonym, (now, "unused")).await?;
            }
        }
        audit::settle_refusals(tx, now).await?;
        drafts::delete_expired(tx, now).await?;
        drafts::kept::delete_expired(tx, now).await?;
        once::delete_before(tx, now.plus_days(-PRESSES_DAYS)).await?;
        live::delete_before(tx, now.plus_days(-CHANGES_DAYS)).await?;
        tasks::delete_ended(tx, now.plus_days(-TASKS_DAYS)).await?;
        Ok(())
    })
}
