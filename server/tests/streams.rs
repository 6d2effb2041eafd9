//! Live streams end with the session and with the role, and say so.

use crate::support::{Browser, TestSite};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::id::PersonId;
use http_body_util::BodyExt as _;
use std::time::Duration;
use tower::ServiceExt as _;

/// Longer than the time between two looks at the session.
const SOON: Duration = Duration::from_secs(14);

async fn open(site: &TestSite, browser: &Browser) -> Body {
    let cookies: Vec<String> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = Request::builder()
        .uri("/staff/stream")
        .header(header::HOST, &browser.host)
        .header(header::ACCEPT, "text/event-stream")
        .header(header::COOKIE, cookies.join("; "));
    let response = site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    response.into_body()
}

/// What the stream says until it ends; none where it has not ended soon.
async fn last_words(body: &mut Body) -> Option<String> {
    let mut said = String::new();
    let read = async {
        while let Some(Ok(frame)) = body.frame().await {
            said += &String::from_utf8_lossy(&frame.into_data().unwrap_or_default());
        }
    };
    // Beats are passed over, as the browser does it with what it knows already.
    let ended = tokio::time::timeout(SOON, read).await;
    ended.ok().map(|()| said.split_inclusive("\n\n").filter(|event| !event.starts_with("event: beat")).collect())
}

async fn coordinator(site: &TestSite) -> (PersonId, Browser) {
    let person = site.add(&site.municipality, Role::Coordinator).await;
    let mut browser = site.browser();
    browser.sign_in(&person).await;
    (person, browser)
}

app::db_test!(a_stream_ends_with_the_session_and_the_role_and_says_so, |db| async {
    let site = TestSite::new(db).await;
    let (_, mut leaves) = coordinator(&site).await;
    let (_, mut everywhere) = coordinator(&site).await;
    let (loses, losing) = coordinator(&site).await;
    let (gains, mut gaining) = coordinator(&site).await;
    let (_, stays) = coordinator(&site).await;
    let (mut of_leaving, mut of_everywhere) = (open(&site, &leaves).await, open(&site, &everywhere).await);
    let (mut of_losing, mut of_gaining) = (open(&site, &losing).await, open(&site, &gaining).await);
    let mut of_staying = open(&site, &stays).await;

    leaves.post("/sign-out", &[]).await;
    everywhere.post("/sign-out-everywhere", &[]).await;
    let changed: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        let now = site.ctx.clock.now();
        exec!(tx, "UPDATE role_assignment SET valid_to = $2 WHERE person_id = $1", &loses, now)?;
        exec!(
            tx,
            "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from) VALUES ($1, $2, $3, 'volunteer', $4)",
            &site.municipality,
            ground::random::new_id(now),
            &gains,
            now.plus_minutes(-1)
        )?;
        Ok(())
    });
    changed.unwrap();
    // More roles than before: the session goes on under another id, and the stream with it.
    let before = gaining.session().unwrap().to_owned();
    assert_eq!(gaining.get("/staff").await.status, StatusCode::OK);
    assert_ne!(gaining.session(), Some(before.as_str()));

    let (left, left_everywhere, lost, gained, stayed) = tokio::join!(
        last_words(&mut of_leaving),
        last_words(&mut of_everywhere),
        last_words(&mut of_losing),
        last_words(&mut of_gaining),
        last_words(&mut of_staying),
    );
    let signed_out = "event: ended\ndata: {\"why\":\"session\"}\n\n";
    assert_eq!(left.as_deref(), Some(signed_out));
    assert_eq!(left_everywhere.as_deref(), Some(signed_out));
    assert_eq!(lost.as_deref(), Some("event: ended\ndata: {\"why\":\"role\"}\n\n"));
    assert_eq!((gained, stayed), (None, None), "these go on");
    assert_eq!(leaves.status(axum::http::Method::GET, "/staff/stream", &[]).await, 401);
    assert_eq!(losing.status(axum::http::Method::GET, "/staff/stream", &[]).await, 401, "without a role one is nobody");

    // A stream is no use of the session: half an hour after the last page it is over.
    site.ctx.clock.set_machine_by_minutes(31);
    assert_eq!(last_words(&mut of_staying).await.as_deref(), Some(signed_out));
});
