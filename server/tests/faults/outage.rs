//! `PostgreSQL` stopped and started, crashed, slow, silent, and cut off in the middle of what it was asked.

use super::{
    cluster::Cluster,
    pressing::{Count, Crowd, Presser, Town, opened, sealed},
    process::Server,
    proxy::Proxy,
    until,
};
use crate::support::{Browser, Folder};
use axum::http::StatusCode;
use db::{Db, Durability};
use ground::{
    Locale,
    text::{Texts, k},
};
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinSet, time::Instant};

/// It heals by itself this long after `PostgreSQL` is back, in seconds.
const HEALED: u64 = 5;
/// So many people press at once while nothing answers.
const WAITING: usize = 100;

async fn cluster() -> (Arc<Cluster>, Town) {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let db = Db::open(&cluster.url(), Durability::Full).await.unwrap();
    let town = Town::fill(&db).await;
    db.close().await;
    (Arc::new(cluster), town)
}

async fn off(cluster: &Arc<Cluster>, mode: &'static str) {
    let cluster = cluster.clone();
    tokio::task::spawn_blocking(move || cluster.down(mode)).await.unwrap();
}

async fn on(cluster: &Arc<Cluster>) {
    let cluster = cluster.clone();
    tokio::task::spawn_blocking(move || cluster.up()).await.unwrap();
}

/// The page that needs no database, in the language the browser asks for, and with what was typed.
async fn is_told(browser: &Browser, path: &str) {
    let mut browser = browser.clone();
    browser.cookies.remove("lang");
    for (wish, locale) in [("fi", Locale::Fi), ("en", Locale::En), ("sv", Locale::Sv)] {
        browser.headers = vec![("accept-language", wish.to_owned())];
        let answer = browser.get("/home").await;
        let texts = Texts::of(locale);
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.header("retry-after"), "5");
        assert_eq!(answer.attributes("html", "lang"), [locale.tag()]);
        assert_eq!(answer.heading(), texts.s(k::common::INTERNAL_HEADING));
        assert_eq!(answer.texts(".help a").len(), 1, "the number to call is known from before");
        assert!(answer.hidden_fields().is_empty(), "nothing was typed");
    }
    let answer = browser.post(path, &[("note", "Det här <b>skrev</b> jag.")]).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.hidden(path), [("note".to_owned(), "Det här <b>skrev</b> jag.".to_owned())]);
}

/// Everybody is answered, and nobody waits the longer for the others.
async fn nobody_waits_in_a_pile(browser: &Browser) {
    let began = Instant::now();
    let mut one = browser.clone();
    assert_eq!(one.get("/home").await.status, StatusCode::SERVICE_UNAVAILABLE);
    let alone = began.elapsed();
    let (began, mut all) = (Instant::now(), JoinSet::new());
    for _ in 0..WAITING {
        let mut browser = browser.clone();
        all.spawn(async move { browser.get("/home").await.status });
    }
    let answers = all.join_all().await;
    let together = began.elapsed();
    assert!(answers.iter().all(|status| *status == StatusCode::SERVICE_UNAVAILABLE));
    assert!(together < alone * 4 + Duration::from_secs(5), "{WAITING} together {together:?}, one alone {alone:?}");
}

/// The address of a draft's last page.
async fn draft(presser: &mut Presser) -> String {
    let begun = presser.press("/ask/new", &[("key", "a draft")]).await;
    format!("{}/more", begun.rsplit_once('/').unwrap().0)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_goes_away_and_comes_back() {
    let (cluster, town) = cluster().await;
    let folder = Folder::new("outage");
    let mut server = Server::start(&folder, &cluster.url()).await;
    // Nobody of the crowd: their drafts are their own.
    let mut senior = Presser::new(server.port, &town.seniors[11], &Count::default()).await;
    let path = draft(&mut senior).await;
    let crowd = Crowd::begin(&town, &[server.port], 4).await;
    for mode in ["fast", "immediate"] {
        tokio::time::sleep(Duration::from_millis(500)).await;
        off(&cluster, mode).await;
        until("/readyz is red", 10, || async { !server.is_ready().await }).await;
        let mut browser = senior.browser.clone();
        assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
        is_told(&browser, &path).await;
        nobody_waits_in_a_pile(&browser).await;
        on(&cluster).await;
        server.ready_within(HEALED).await;
        until("pages are back", HEALED, || async {
            senior.browser.clone().get("/home").await.status == StatusCode::OK
        })
        .await;
        let written = crowd.ledger.changes();
        until("people go on", 60, || async { crowd.ledger.changes() > written + 5 }).await;
    }
    let ledger = crowd.end().await;
    let db = opened(&cluster.url()).await;
    ledger.verify(&db, &town, true).await;
    let head = server.head();
    until("the jobs go on", 90, || async { head.exists() }).await;
    server.kill();
    sealed(&db, &head).await;
    db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_is_slow_silent_and_cut_off() {
    let (cluster, town) = cluster().await;
    let folder = Folder::new("proxy");
    let proxy = Proxy::start(cluster.port()).await;
    let server = Server::start(&folder, &Cluster::url_at(proxy.port)).await;
    let mut senior = Presser::new(server.port, &town.seniors[11], &Count::default()).await;
    let path = draft(&mut senior).await;

    proxy.delay(Duration::from_millis(10));
    let answer = senior.browser.get("/home").await;
    assert_eq!(answer.status, StatusCode::OK, "slow is not away");
    assert!(server.is_ready().await);

    // Longer than anybody waits: as if the network swallowed everything.
    proxy.delay(Duration::from_mins(10));
    let mut pressing = JoinSet::new();
    for index in 0..20 {
        let (mut browser, path) = (senior.browser.clone(), path.clone());
        pressing.spawn(async move { browser.post(&path, &[("note", &format!("{index}"))]).await.status });
    }
    assert!(!server.is_ready().await, "red");
    assert_eq!(senior.browser.clone().get("/healthz").await.status, StatusCode::OK);
    is_told(&senior.browser, &path).await;
    let statuses = pressing.join_all().await;
    assert!(statuses.iter().all(|status| *status == StatusCode::SERVICE_UNAVAILABLE), "{statuses:?}");
    proxy.delay(Duration::ZERO);
    server.ready_within(HEALED).await;
    assert_eq!(senior.browser.get("/home").await.status, StatusCode::OK);

    let crowd = Crowd::begin(&town, &[server.port], 4).await;
    let mut cuts = 0;
    // A message to or from PostgreSQL lasts a moment, so that cuts meet transactions in the middle.
    proxy.delay(Duration::from_millis(2));
    while cuts < 40 {
        tokio::time::sleep(Duration::from_millis(20 + ground::random::draw(200) as u64)).await;
        proxy.cut();
        cuts += 1;
    }
    proxy.delay(Duration::ZERO);
    server.ready_within(HEALED).await;
    let ledger = crowd.end().await;
    assert!(ledger.len() >= 4, "{}", ledger.len());
    let db = opened(&cluster.url()).await;
    ledger.verify(&db, &town, true).await;
    db.close().await;
}
