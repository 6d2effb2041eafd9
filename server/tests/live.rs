//! What a coordinator's list is told while it is open: `app/worker/live.js` lives by it.

use crate::support::{NOW, TestSite};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use db::{Failure, in_tx};
use frame::{access::model::Role, live};
use help::requests;
use http_body_util::BodyExt as _;
use std::time::Duration;
use tokio::time::Instant;
use tower::ServiceExt as _;

/// A change of something, so many minutes from now: ids of one millisecond have no order that is promised. Its id.
async fn announce(site: &TestSite, object: &str, minutes: i64) -> String {
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        live::announce(tx, &site.municipality, &requests::TOPIC, object, None, NOW.plus_minutes(minutes)).await?;
        Ok(())
    });
    done.unwrap();
    site.ctx.events.wake();
    let mut tx = site.ctx.db.read().await.unwrap();
    live::newest(&mut tx, &site.municipality).await.unwrap()
}

/// What the stream says next, and for how long it was silent before.
async fn next(body: &mut Body) -> (String, Duration) {
    let began = Instant::now();
    let frame = tokio::time::timeout(Duration::from_secs(9), body.frame()).await.expect("silent for too long");
    let data = frame.unwrap().unwrap().into_data().unwrap();
    (String::from_utf8(data.to_vec()).unwrap(), began.elapsed())
}

app::db_test!(a_stream_is_never_silent_and_says_how_far_it_has_come, |db| async {
    // A change of nothing.
    db.may_contradict();
    let site = TestSite::new(db).await;
    let mut coordinator = site.signed_in(Role::Coordinator).await;
    let known = |answer: crate::support::Answer| answer.attributes("[data-live]", "data-newest");
    assert_eq!(known(coordinator.get("/staff").await), [""]);
    let first = announce(&site, "one", 1).await;
    assert_eq!(known(coordinator.get("/staff").await), [first.as_str()]);

    let open = || async {
        let request = Request::get("/staff/stream")
            .header("host", "localhost")
            .header("accept", "text/event-stream")
            .header("cookie", format!("handslag={}", coordinator.session().unwrap()));
        let answer = site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["x-accel-buffering"], "no");
        answer.into_body()
    };
    let relay = tokio::spawn(site.ctx.events.clone().relay(site.ctx.db.clone(), site.ctx.clock.clone()));
    let mut stream = open().await;
    let (said, waited) = next(&mut stream).await;
    assert_eq!(said, format!("event: beat\ndata: {first}\n\n"));
    assert!(waited < Duration::from_secs(1), "at once");
    let second = announce(&site, "two", 2).await;
    assert_ne!(first, second);
    // What was read before may be told again by the relay, which has just begun.
    let told = loop {
        let (said, _) = next(&mut stream).await;
        if said.contains("two") {
            break said;
        }
        assert!(said.contains("one"), "{said}");
    };
    assert_eq!(told, format!("event: change\ndata: {{\"id\":\"two\",\"topic\":\"request\"}}\nid: {second}\n\n"));
    let (said, waited) = next(&mut stream).await;
    assert_eq!(said, format!("event: beat\ndata: {second}\n\n"));
    assert!(waited < Duration::from_secs(5), "{waited:?}: every four seconds");
    // Whoever comes back is told what is the newest now.
    drop(stream);
    let third = announce(&site, "three", 3).await;
    assert_eq!(next(&mut open().await).await.0, format!("event: beat\ndata: {third}\n\n"));
    relay.abort();
});
