//! How a test looks at the site's people and at single values of its database.

use super::{Browser, TestSite};
use app::{checks, features};
use db::{Failure, Tx, exec, in_tx, row};
use frame::tasks;
use ground::{Timestamp, id::PersonId};

/// The browser of a person who has signed in.
pub async fn as_person(site: &TestSite, id: &str) -> Browser {
    let mut browser = site.browser();
    browser.sign_in(&PersonId::from(id)).await;
    browser
}

/// One text of one row; empty where it is null or not there.
pub async fn text(site: &TestSite, sql: &'static str, id: &str) -> String {
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(&mut tx, (Option<String>,), sql, id).unwrap().and_then(|(value,)| value).unwrap_or_default()
}

/// One number of one row.
pub async fn count(site: &TestSite, sql: &'static str, id: &str) -> i64 {
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(&mut tx, (i64,), sql, id).unwrap().unwrap().0
}

/// Settles all tasks, where rows were changed without the steps that settle them.
pub async fn settle(tx: &mut Tx, now: Timestamp) -> Result<(), Failure> {
    Ok(tasks::settle_all(tx, &features::all_tasks(), now).await?)
}

/// Changes something behind everybody's back.
pub async fn change(site: &TestSite, sql: &'static str, id: &str) {
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        let rows = exec!(tx, sql, id)?;
        settle(tx, site.ctx.clock.now()).await?;
        Ok(rows)
    });
    assert!(done.unwrap() > 0, "{sql}");
}

/// The whole database obeys its rules now.
pub async fn whole(site: &TestSite) {
    let mut tx = site.ctx.db.read().await.unwrap();
    assert_eq!(checks::check(&mut tx, site.ctx.clock.now(), Some(&site.ctx.config.secret)).await.unwrap(), []);
}
