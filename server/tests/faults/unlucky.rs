//! A `PostgreSQL` that refuses commits with 40001, as serializable and distributed ones do: nothing happens twice, and nothing is lost.

use super::{
    pressing::{Crowd, Scene, opened},
    process::Server,
    until,
};
use app::checks::testing::{self, Engine, TestDb, UNLUCKY};
use std::sync::atomic::Ordering;

/// So many acknowledged changes.
const CHANGES: usize = 60;

/// People press until enough is changed; how many presses did not succeed at once.
async fn people_press(name: &str, db: TestDb, one_in: &str) -> usize {
    let scene = Scene::new(name, db).await;
    let mut server = Server::new(&scene.folder, &scene.db.url).with(UNLUCKY, one_in);
    server.up().await;
    let crowd = Crowd::begin(&scene.town, &[server.port], 6).await;
    until("changes", 120, || async { crowd.ledger.changes() >= CHANGES }).await;
    let again = crowd.count.again.clone();
    let ledger = crowd.end().await;
    let db = opened(&scene.db.url).await;
    ledger.verify(&db, &scene.town, true).await;
    db.close().await;
    again.load(Ordering::SeqCst)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_third_of_all_commits_is_refused() {
    let again = people_press("unlucky", testing::fresh(Engine::Postgres).await, "3").await;
    assert_eq!(again, 0, "the server itself runs again what was refused");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_is_serializable() {
    // Some may be told to try again in a while: here everybody is in everybody's way.
    people_press("serializable", testing::fresh(Engine::Serializable).await, "0").await;
}
