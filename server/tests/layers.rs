//! Headers, error pages, forms, health.

use crate::support::{OTHER_HOST, TestSite};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use frame::access::model::Role;
use ground::{
    Locale,
    text::{Texts, k},
};

/// Every answer, whatever it is, has these.
const SAFE: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// The nonce that a policy names.
fn nonce(policy: &str) -> &str {
    policy.split_once("'nonce-").and_then(|(_, rest)| rest.split_once('\'')).map(|(nonce, _)| nonce).unwrap_or_default()
}

app::db_test!(health, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    for path in ["/healthz", "/readyz"] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, "ok\n"), "{path}");
    }
    site.ctx.db.close().await;
    assert_eq!(browser.get("/healthz").await.status, StatusCode::OK);
    assert_eq!(browser.get("/readyz").await.status, StatusCode::SERVICE_UNAVAILABLE);
});

app::db_test!(a_database_that_does_not_answer_has_a_page, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    browser.get("/").await;
    site.ctx.db.close().await;
    let answer = browser.get("/").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.heading(), "Det blev fel hos oss");
    assert!(answer.body.contains("010-000 00 00"), "the number is known from before");
});

app::db_test!(not_found_in_the_readers_language, |db| async {
    let site = TestSite::new(db).await;
    for (language, locale) in [("sv-SE", Locale::Sv), ("fi", Locale::Fi), ("en-GB", Locale::En)] {
        let heading = Texts::of(locale).s(k::common::NOT_FOUND_HEADING);
        for (method, status) in [(Method::GET, StatusCode::NOT_FOUND), (Method::POST, StatusCode::NOT_FOUND)] {
            let mut browser = site.browser();
            browser.headers.push(("accept-language", language.to_owned()));
            let answer = browser.request(method, "/no/such/page", Body::empty(), &[]).await;
            assert_eq!(answer.status, status);
            assert_eq!(answer.heading(), heading);
            assert_eq!(answer.attributes("html", "lang"), [locale.tag()]);
            assert!(answer.body.contains("010-000 00 00"));
            assert!(!answer.attributes("main a", "href").is_empty());
        }
    }
});

app::db_test!(an_unknown_host_has_no_municipality, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    OTHER_HOST.clone_into(&mut browser.host);
    assert!(browser.get("/").await.body.contains("Grannstads kommun"));
    "anything.example:8443".clone_into(&mut browser.host);
    assert!(browser.get("/").await.body.contains("Älvstads kommun"), "the one with * answers for the rest");
    let gone: Result<(), db::Failure> = db::in_tx!(site.ctx.db, |tx| {
        db::exec!(tx, "UPDATE municipality SET host = 'alvstad.example' WHERE host = '*'")?;
        Ok(())
    });
    gone.unwrap();
    let answer = browser.get("/").await;
    assert_eq!((answer.status, answer.heading().as_str()), (StatusCode::NOT_FOUND, "Sidan finns inte"));
});

app::db_test!(other_methods_are_refused_with_a_page, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    for (method, path) in [(Method::GET, "/language"), (Method::PUT, "/"), (Method::DELETE, "/sign-out")] {
        let answer = browser.request(method, path, Body::empty(), &[]).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        assert_eq!(answer.heading(), "Sidan finns inte");
    }
    let answer =
        browser.request(Method::POST, "/language", vec![b'a'; 300 * 1024], &[("content-length", "307200")]).await;
    assert_eq!((answer.status, answer.heading().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "Det var för mycket text"));
});

app::db_test!(posts_from_other_sites_are_refused, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    browser.headers.push(("accept-language", "en".to_owned()));
    let paths: Vec<_> = app::features::routes()
        .listed
        .into_iter()
        .filter(|(method, _)| *method == "POST")
        .map(|(_, path)| path)
        .collect();
    assert!(paths.len() > 3);
    for path in paths {
        let path = path.replace(['{', '}'], "");
        for headers in [
            [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")],
            [("sec-fetch-site", "same-site"), ("origin", "https://localhost")],
            [("sec-fetch-site", ""), ("origin", "https://evil.example")],
            [("sec-fetch-site", ""), ("origin", "null")],
        ] {
            let answer = browser.request(Method::POST, &path, Body::empty(), &headers).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {headers:?}");
            assert_eq!(answer.heading(), "This page is not for you");
        }
    }
    assert!(browser.open("/").await.body.contains("/sign-out") || browser.session().is_some(), "still signed in");
    // The same page without those headers, and from our own origin, is fine.
    for headers in [[("origin", "http://localhost"), ("x-a", "b")], [("x-a", "b"), ("x-c", "d")]] {
        let answer = browser.request(Method::POST, "/language", "locale=fi", &headers).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
    }
});

app::db_test!(every_answer_has_safe_headers, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    for path in [
        "/",
        "/demo",
        "/nothing",
        "/healthz",
        "/site/none.css",
        "/favicon.ico",
        "/api/access/start",
        "/api/none",
        "/language",
    ] {
        let answer = browser.get(path).await;
        for (name, value) in SAFE {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(answer.header("permissions-policy").contains("camera=()"));
        assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src "), "{path}");
        assert!(policy.contains("frame-ancestors 'none'") && policy.contains("base-uri 'none'"), "{path}");
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}");
        assert_eq!(answer.header("strict-transport-security"), "", "only with TLS");
    }
});

app::db_test!(with_tls_cookies_are_bound_to_the_host, |db| async {
    let site = TestSite::with_tls(db, true).await;
    let mut browser = site.browser();
    let answer = browser.post("/demo/sign-in", &[("person", site.person(Role::Senior).as_str())]).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-handslag="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/", "Max-Age=7776000"] {
        assert!(cookie.contains(attribute), "{attribute} in {cookie}");
    }
    assert!(!cookie.contains("Domain"));
    assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains");
    let answer = browser.post("/sign-out", &[]).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.contains("Max-Age=0") && cookie.contains("Secure"), "a removal that the browser takes: {cookie}");
    assert_eq!(browser.session(), None);
});

app::db_test!(each_page_has_a_nonce_of_its_own, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/", "/", "/demo", "/nothing"] {
        let answer = browser.get(path).await;
        let nonce = nonce(answer.header("content-security-policy"));
        assert!(nonce.len() >= 22, "{path}");
        assert!(seen.insert(nonce.to_owned()), "a nonce came twice");
        let scripts = answer.attributes("script", "nonce");
        assert_eq!(scripts.len(), answer.texts("script").len(), "a script without a nonce on {path}");
        assert!(scripts.iter().all(|known| known == nonce));
        // Nowhere that a style sheet or an injected tag could read it from.
        let in_attributes = answer.body.matches(&format!("nonce=\"{nonce}\"")).count();
        assert_eq!(answer.body.matches(nonce).count(), in_attributes, "{path}");
        assert!(answer.attributes("[style]", "style").is_empty() && answer.texts("style").is_empty(), "{path}");
    }
});

app::db_test!(malformed_posts_are_no_fault_of_ours, |db| async {
    let site = TestSite::new(db).await;
    let kinds =
        ["application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x", "", "\u{1}"];
    let bodies: [&[u8]; 7] = [b"", b"=&=&&", b"%ff%fe=%00", b"{\"a\":", b"\0\0\0\0", b"--x\r\n\r\n", &[0xff; 3000]];
    let routes = app::features::routes().listed;
    for role in [None, Some(Role::Senior), Some(Role::Coordinator)] {
        for (_, path) in routes.iter().filter(|(method, _)| *method == "POST") {
            let path = path.replace(['{', '}'], "");
            let mut browser = match role {
                Some(role) => site.signed_in(role).await,
                None => site.browser(),
            };
            for (number, body) in bodies.iter().enumerate() {
                let kind = kinds[number % kinds.len()];
                let headers: &[(&str, &str)] =
                    if kind.is_ascii() && !kind.contains('\u{1}') { &[("content-type", kind)] } else { &[] };
                let answer = browser.request(Method::POST, &path, body.to_vec(), headers).await;
                assert!(!answer.status.is_server_error(), "{path} with {body:?}: {}", answer.status);
            }
        }
    }
});

app::db_test!(malformed_questions_are_no_fault_of_ours, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    for path in [
        "/api/access/link",
        "/api/access/link?token",
        "/api/access/link?token=a&token=b",
        "/api/access/link?%ff=%00",
        "/api/%ff",
        "/sign-in/%ff%00",
        "/?%ff",
    ] {
        let answer = browser.get(path).await;
        assert!(!answer.status.is_server_error(), "{path}: {}", answer.status);
    }
    let answer = browser.get("/api/access/link?token=a&token=b").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::BAD_REQUEST, "\"BadRequest\""));
    let answer = browser.get("/api/none").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, "\"NotFound\""));
});

app::db_test!(errors_have_their_status_on_the_page_and_for_the_app, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    let page = browser.get("/notifications").await;
    assert_eq!((page.status, page.heading().as_str()), (StatusCode::UNAUTHORIZED, "Du behöver öppna Handslag igen"));
    assert_eq!(page.attributes("main a", "href"), ["/"]);
    let answer = browser.get("/api/messages/mine").await;
    assert_eq!((answer.status, answer.body.as_str()), (StatusCode::UNAUTHORIZED, "\"SignIn\""));
});

app::db_test!(a_form_sent_by_script_learns_where_to_go, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    let fields = format!("person={}", site.person(Role::Senior));
    let answer = browser.request(Method::POST, "/demo/sign-in", fields, &[("x-handslag-form", "1")]).await;
    assert_eq!(
        (answer.status, answer.header("x-location"), answer.header("location")),
        (StatusCode::NO_CONTENT, "/", "")
    );
    assert!(browser.session().is_some(), "cookies come along");
});

app::db_test!(the_language_stays_and_so_does_the_page, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    let page = browser.get("/demo?a=b").await;
    assert_eq!(page.attributes("html", "lang"), ["sv"]);
    let page = browser.submit(&page, "/language", &[("locale", "fi")]).await;
    assert_eq!((page.path.as_str(), page.attributes("html", "lang")), ("/demo?a=b", vec!["fi".to_owned()]));
    let page = browser.get("/").await;
    assert_eq!(page.attributes("html", "lang"), ["fi"]);
    let answer = browser.post("/language", &[("locale", "xx")]).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    // Somebody else's address as the page one came from leads nowhere else.
    let answer =
        browser.request(Method::POST, "/language", "locale=sv", &[("referer", "https://evil.example//x")]).await;
    assert!(answer.header("location").starts_with('/') && !answer.header("location").starts_with("//"));
});

app::db_test!(what_is_refused_is_logged, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Volunteer).await;
    assert_eq!(browser.get("/no/such/page?secret=1").await.status, StatusCode::NOT_FOUND);
    site.browser().get("/another").await;
    let mut tx = site.ctx.db.read().await.unwrap();
    let rows = db::rows!(
        &mut tx,
        (String, String, Option<String>),
        "SELECT object_type, object_id, actor_id FROM audit_entry WHERE action = 'access.refused'"
    )
    .unwrap();
    let person = site.person(Role::Volunteer).to_string();
    assert_eq!(rows, [("path".to_owned(), "/no/such/page".to_owned(), Some(person))]);
});

app::db_test!(refusals_are_counted_by_the_hour, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Volunteer).await;
    let logged = async || {
        let mut tx = site.ctx.db.read().await.unwrap();
        let sql = "SELECT object_id, why, actor_id FROM audit_entry WHERE action = 'access.refused' ORDER BY id";
        db::rows!(&mut tx, (String, String, Option<String>), sql).unwrap()
    };
    for number in 0..5 {
        let id = ground::random::new_id(site.ctx.clock.now());
        assert_eq!(browser.get(&format!("/staff/requests/{id}?n={number}")).await.status, StatusCode::FORBIDDEN);
        assert_eq!(browser.get(&format!("/no/such/{id}")).await.status, StatusCode::NOT_FOUND);
    }
    let person = Some(site.person(Role::Volunteer).to_string());
    let row = |place: &str, why: &str| (place.to_owned(), why.to_owned(), person.clone());
    let mut first = logged().await;
    first.sort();
    assert_eq!(first, [row("/no/such/{}", ""), row("/staff/requests/{id}", "")], "no id, and a row for the first time");
    server::jobs::round(&site.ctx, "a", None).await.unwrap();
    assert_eq!(logged().await.len(), 2, "the hour is not over");
    site.ctx.clock.move_by_minutes(60);
    server::jobs::round(&site.ctx, "a", None).await.unwrap();
    let why = "times=4 since=2026-11-23T08:00:00Z";
    let mut told = logged().await;
    told.retain(|(_, said, _)| said == why);
    told.sort();
    assert_eq!(told, [row("/no/such/{}", why), row("/staff/requests/{id}", why)]);
    server::jobs::round(&site.ctx, "a", None).await.unwrap();
    assert_eq!(logged().await.len(), 4, "told once");
    // Somebody who makes up addresses makes up no rows.
    for word in 0..120_u8 {
        let letters: String = [b'a' + word / 26, b'a' + word % 26].iter().map(|letter| char::from(*letter)).collect();
        browser.get(&format!("/made-up-{letters}")).await;
    }
    let mut rows = logged().await;
    rows.retain(|(place, ..)| place.starts_with("/made-up") || place == "(others)");
    assert_eq!(rows.len(), 41, "{rows:?}");
    assert!(rows.iter().any(|(place, ..)| place == "(others)"));
});
