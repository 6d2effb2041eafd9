//! Databases of invented people, as large as a rung needs. The same for the same size: the seed is the demonstration's.

use crate::store;
use anyhow::{Context as _, Result, bail, ensure};
use app::{
    checks,
    demo::{self, Size},
};
use db::{Db, Durability, Failure};
use ground::clock::Clock;
use std::{
    future::Future,
    path::{Path, PathBuf},
    time::Instant,
};

/// The small database: the other sizes are compared with it.
pub const SMALL: Size = Size { seniors: 50, volunteers: 1_000, requests: 1_000, waiting: 60 };
/// A hundred times as many requests, and as many a senior.
pub const MANY_REQUESTS: Size = Size { seniors: 5_000, requests: 100_000, ..SMALL };

/// A database and who is in it.
pub struct Data {
    pub url: String,
    /// A coordinator of the whole municipality.
    pub coordinator: String,
    /// Another one.
    pub colleague: String,
    /// A senior with a login who has asked as often as seniors do here.
    pub senior: String,
    /// A volunteer who has a visit tomorrow.
    pub volunteer: String,
    /// An approved request that nobody is asked about.
    pub approved: String,
}

/// Runs to the end.
pub fn block_on<T>(future: impl Future<Output = Result<T>>) -> Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}

/// An `SQLite` database in this folder.
pub fn sqlite(folder: &Path, name: &str, size: &Size) -> Result<Data> {
    let file: PathBuf = folder.join(format!("{name}.sqlite"));
    make(&format!("sqlite:{}", file.display()), size)
}

/// Fills an empty database, and makes sure that it obeys the rules of the domain.
pub fn make(url: &str, size: &Size) -> Result<Data> {
    let begin = Instant::now();
    let data = block_on(async {
        // What is lost at a power cut is made again; the server opens it with its own, durable default.
        let db = Db::open(url, Durability::Normal).await?;
        demo::fill_sized(&db, &Clock::system(), size).await.map_err(words)?;
        let mut tx = db.read().await?;
        let findings = checks::check(&mut tx, Clock::system().now(), None).await?;
        ensure!(findings.is_empty(), "the invented people break rules: {findings:?}");
        let person = async |tx: &mut db::Tx, given, family| {
            store::person(tx, given, family).await?.with_context(|| format!("{given} {family} is missing"))
        };
        let data = Data {
            url: url.to_owned(),
            coordinator: person(&mut tx, "Lena", "Holm").await?,
            colleague: person(&mut tx, "Omar", "Haddad").await?,
            volunteer: person(&mut tx, "Petra", "Ohlin").await?,
            senior: store::typical_senior(&mut tx).await?.context("no senior has asked for anything")?,
            approved: store::approved_request(&mut tx).await?.context("no request is approved")?,
        };
        drop(tx);
        db.close().await;
        Ok(data)
    })?;
    eprintln!(
        "    {} requests and {} volunteers in {:.0} s",
        size.requests,
        size.volunteers,
        begin.elapsed().as_secs_f64()
    );
    Ok(data)
}

/// A failure of the product's in words.
pub fn words(failure: Failure) -> anyhow::Error {
    anyhow::anyhow!("{failure:?}")
}

/// How many single rows a second are committed, each durably, by so many at once, to a database of its own.
pub fn commits_per_second(url: &str, at_once: u32, seconds: f64) -> Result<f64> {
    block_on(async {
        let db = Db::connect(url, Durability::Full).await?;
        let mut tx = db.begin().await?;
        store::create_scratch(&mut tx).await?;
        tx.commit().await?;
        let begin = Instant::now();
        let workers: Vec<_> = (0..at_once)
            .map(|_| {
                let db = db.clone();
                tokio::spawn(async move {
                    let mut count = 0_u32;
                    while begin.elapsed().as_secs_f64() < seconds {
                        let mut tx = db.begin().await?;
                        store::insert_scratch(&mut tx).await?;
                        tx.commit().await?;
                        count += 1;
                    }
                    Ok::<_, anyhow::Error>(count)
                })
            })
            .collect();
        let mut all = 0;
        for worker in workers {
            match worker.await {
                Ok(count) => all += count?,
                Err(error) => bail!("a worker ended: {error}"),
            }
        }
        let rate = f64::from(all) / begin.elapsed().as_secs_f64();
        db.close().await;
        Ok(rate)
    })
}
