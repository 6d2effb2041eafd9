//! So many forms a minute: by person, by address where nobody is signed in, and at the doors. By a clock that the tests move.

use crate::support::{Answer, Browser, TestSite};
use axum::http::{Method, StatusCode};
use db::rows;
use frame::access::model::Role;
use ground::{
    Locale,
    id::PersonId,
    text::{Texts, k},
};
use server::bounds::Bounds;
use std::time::Duration;

/// The limits that one gets without asking.
fn usual() -> Bounds {
    Bounds { sign_ins_per_minute: 10, sign_ups_per_hour: 20, writes_per_minute: 60, ..Bounds::none() }
}

/// Posts so many times; how many were refused for being too many.
async fn refused(browser: &mut Browser, times: usize, path: &str, fields: &[(&str, &str)]) -> usize {
    let mut refused = 0;
    for _ in 0..times {
        refused += usize::from(browser.post(path, fields).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    refused
}

/// How long a refusal says to wait.
fn wait(answer: &Answer) -> Duration {
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = answer.header("retry-after").parse().unwrap();
    assert!((1..=4000).contains(&seconds), "{seconds}");
    Duration::from_secs(seconds)
}

app::db_test!(signing_in_is_tried_so_often_from_an_address, |db| async {
    let mut site = TestSite::new(db).await;
    let clock = site.limit(usual());
    let senior = site.person(Role::Senior).clone();
    let mut here = site.browser_at("192.0.2.1");
    assert_eq!(refused(&mut here, 10, "/sign-in", &[("token", "guessed")]).await, 0);
    let answer = here.post("/sign-in", &[("token", "guessed")]).await;
    let until = wait(&answer);
    let answer = here.post("/demo/sign-in", &[("person", senior.as_str())]).await;
    wait(&answer);
    assert_eq!(here.session(), None, "the same limit at each door");
    // Nobody is locked out by somebody else's tries: neither the one who was named nor their neighbours.
    let mut elsewhere = site.browser_at("192.0.2.2");
    elsewhere.sign_in(&senior).await;
    // And here it goes on as soon as it was said.
    clock.advance(until);
    here.sign_in(&senior).await;
    let mut bare = site.browser_at("192.0.2.1");
    assert_eq!(refused(&mut bare, 10, "/sign-in", &[("token", "guessed")]).await, 10, "one in six seconds, not ten");
    clock.advance(Duration::from_mins(1));
    assert_eq!(refused(&mut bare, 11, "/sign-in", &[("token", "guessed")]).await, 1);
});

app::db_test!(what_is_too_much_is_said_in_the_readers_words, |db| async {
    let mut site = TestSite::new(db).await;
    site.limit(Bounds { sign_ins_per_minute: 1, ..usual() });
    site.browser_at("192.0.2.1").post("/sign-in", &[]).await;
    for (language, locale) in [("sv-SE", Locale::Sv), ("fi", Locale::Fi), ("en-GB", Locale::En)] {
        let texts = Texts::of(locale);
        let mut browser = site.browser_at("192.0.2.1");
        browser.headers.push(("accept-language", language.to_owned()));
        let answer = browser.post("/sign-in", &[("token", "abc")]).await;
        wait(&answer);
        assert_eq!(answer.heading(), texts.plain(k::common::TOO_MANY_HEADING));
        assert!(answer.texts("main p").contains(&texts.plain(k::common::TOO_MANY_LINE)));
        assert_eq!(answer.attributes("html", "lang"), [locale.tag()]);
        assert!(answer.body.contains("010-000 00 00"), "whom to call");
        assert_eq!(answer.header("cache-control"), "private, no-store");
        // Script keeps the form that it has, and needs only the status.
        let headers = [("x-handslag-form", "1"), ("content-type", "application/x-www-form-urlencoded")];
        let answer = browser.request(Method::POST, "/sign-in", "token=abc", &headers).await;
        wait(&answer);
    }
});

app::db_test!(addresses_are_those_of_people, |db| async {
    let mut site = TestSite::new(db).await;
    let bounds =
        Bounds { sign_ins_per_minute: 1, shared_addresses: vec!["198.51.100.0/24".parse().unwrap()], ..usual() };
    site.limit(bounds.clone());
    // No link is tried twice: it would be counted by itself.
    let token: [(&str, &str); 0] = [];
    // An IPv6 customer has a whole /64.
    assert_eq!(refused(&mut site.browser_at("2001:db8::1"), 1, "/sign-in", &token).await, 0);
    assert_eq!(refused(&mut site.browser_at("2001:db8::ffff:1"), 1, "/sign-in", &token).await, 1);
    assert_eq!(refused(&mut site.browser_at("2001:db8:0:1::1"), 1, "/sign-in", &token).await, 0);
    // A town hall has one address.
    assert_eq!(refused(&mut site.browser_at("198.51.100.1"), 51, "/sign-in", &token).await, 1);
    // What a reader writes of where they are is nothing.
    let mut liar = site.browser_at("192.0.2.1");
    for number in 0..5 {
        liar.headers = vec![("x-forwarded-for", format!("203.0.113.{number}"))];
        assert_eq!(refused(&mut liar, 1, "/sign-in", &token).await, usize::from(number > 0));
    }
    // What a trusted proxy writes counts.
    site.limit(Bounds { trusted_proxies: vec!["192.0.2.1/32".parse().unwrap()], ..bounds });
    let mut proxy = site.browser_at("192.0.2.1");
    for number in 0..5 {
        proxy.headers = vec![("x-forwarded-for", format!("192.0.2.1, 203.0.113.{number}"))];
        assert_eq!(refused(&mut proxy, 2, "/sign-in", &token).await, 1);
    }
});

app::db_test!(a_person_sends_so_many_forms_a_minute_wherever_they_are, |db| async {
    let mut site = TestSite::new(db).await;
    let clock = site.limit(usual());
    let mut phone = site.browser_at("192.0.2.1");
    phone.sign_in(site.person(Role::Senior)).await;
    let mut tablet = site.browser_at("192.0.2.2");
    tablet.sign_in(site.person(Role::Senior)).await;
    let mut neighbour = site.browser_at("192.0.2.1");
    neighbour.sign_in(site.person(Role::Volunteer)).await;
    let finnish = [("locale", "fi")];
    assert_eq!(refused(&mut phone, 40, "/language", &finnish).await, 0);
    assert_eq!(refused(&mut tablet, 21, "/language", &finnish).await, 1);
    assert_eq!(refused(&mut phone, 1, "/language", &finnish).await, 1);
    assert_eq!(refused(&mut neighbour, 60, "/language", &finnish).await, 0, "somebody else at the same address");
    assert_eq!(phone.open("/notifications").await.status, StatusCode::OK, "reading goes on");
    clock.advance(Duration::from_secs(30));
    assert_eq!(refused(&mut phone, 31, "/language", &finnish).await, 1);
    // Whoever wants to leave may.
    assert_eq!(phone.post("/sign-out", &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(tablet.post("/sign-out-everywhere", &[]).await.status, StatusCode::SEE_OTHER);
});

app::db_test!(signing_up_is_limited_by_address, |db| async {
    let mut site = TestSite::new(db).await;
    let clock = site.limit(usual());
    let mut browser = site.browser_at("192.0.2.1");
    assert_eq!(refused(&mut browser, 21, "/volunteer/join", &[("given_name", "Ada")]).await, 1);
    clock.advance(Duration::from_mins(1));
    assert_eq!(refused(&mut browser, 1, "/volunteer/join", &[]).await, 1, "an hour's worth");
    clock.advance(Duration::from_mins(3));
    assert_eq!(refused(&mut browser, 2, "/volunteer/join", &[]).await, 1);
    assert_eq!(refused(&mut site.browser_at("192.0.2.2"), 1, "/volunteer/join", &[]).await, 0);
});

app::db_test!(what_was_refused_can_be_sent_again, |db| async {
    let mut site = TestSite::new(db).await;
    let clock = site.limit(Bounds { writes_per_minute: 3, ..usual() });
    let case = site.case().await;
    let mut browser = site.browser_at("192.0.2.1");
    browser.sign_in(&PersonId::from(case["senior"].as_str())).await;
    let page = browser.get("/concern/new").await;
    assert_eq!(refused(&mut browser, 3, "/language", &[("locale", "sv")]).await, 0);
    let words = "Han sa \"nej\" & gick <hem>.\nSedan kom han inte mer.";
    let answer = browser.submit(&page, "/concern", &[("body", words), ("danger", "no")]).await;
    let until = wait(&answer);
    let kept = answer.hidden("/concern");
    assert!(kept.contains(&("body".to_owned(), words.to_owned())), "{kept:?}");
    assert!(!answer.texts("main form button").is_empty());
    let all: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    wait(&browser.post("/concern", &all).await);
    clock.advance(until);
    for _ in 0..2 {
        let sent = browser.post("/concern", &all).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
        clock.advance(Duration::from_mins(1));
    }
    let mut tx = site.ctx.db.read().await.unwrap();
    let bodies = rows!(&mut tx, (String,), "SELECT body FROM concern WHERE by_person_id = $1", case["senior"].as_str());
    let told = bodies.unwrap().into_iter().filter(|(body,)| body == words).count();
    assert_eq!(told, 1, "whole, and once");
});

app::db_test!(another_sites_form_never_becomes_ours, |db| async {
    let mut site = TestSite::new(db).await;
    site.limit(Bounds { sign_ins_per_minute: 1, ..usual() });
    let mut browser = site.browser_at("192.0.2.1");
    browser.post("/sign-in", &[]).await;
    let kind = ("content-type", "application/x-www-form-urlencoded");
    let headers = [kind, ("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")];
    let answer = browser.request(Method::POST, "/sign-in", "token=planted", &headers).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(!answer.body.contains("planted") && answer.attributes("form", "action").is_empty());
});

/// A browser at this address that has opened the page of a link.
async fn at_the_door(site: &TestSite, address: &str) -> Browser {
    let mut browser = site.browser_at(address);
    assert_eq!(browser.get("/sign-in/some-link").await.status, StatusCode::OK);
    assert!(browser.cookies.contains_key("browser"), "{:?}", browser.cookies);
    browser
}

/// Tries links that do not work, each another; how many were refused for being too many.
async fn guess(browser: &mut Browser, times: usize) -> usize {
    let mut refused_ones = 0;
    for number in 0..times {
        refused_ones +=
            refused(browser, 1, "/sign-in", &[("token", &format!("{number}-{:p}", &raw const *browser))]).await;
    }
    refused_ones
}

app::db_test!(ten_wrong_tries_stop_the_one_who_tries_and_no_neighbour, |db| async {
    let mut site = TestSite::new(db).await;
    let clock = site.limit(usual());
    let senior = site.person(Role::Senior).clone();
    let volunteer = site.person(Role::Volunteer).clone();
    let (mut culprit, mut neighbour) = (at_the_door(&site, "192.0.2.1").await, at_the_door(&site, "192.0.2.1").await);
    assert_eq!(guess(&mut culprit, 25).await, 15);
    neighbour.sign_in(&senior).await;
    // Neither does it help to throw the cookie away, or to make one up: such a one is one of those that keep none.
    let mut bare = site.browser_at("192.0.2.1");
    assert_eq!(guess(&mut bare, 12).await, 2);
    for made_up in ["x", "x.y", ".", "0123456789abcdef.0123456789abcdef"] {
        bare.cookies.insert("browser".to_owned(), made_up.to_owned());
        assert_eq!(guess(&mut bare, 1).await, 1, "{made_up}");
    }
    let mut third = at_the_door(&site, "192.0.2.1").await;
    third.sign_in(&volunteer).await;
    // With a new cookie for every tenth try, all of the address are held in the end: a flood.
    let mut floods = 0;
    for _ in 0..25 {
        let mut fresh = at_the_door(&site, "192.0.2.1").await;
        floods += guess(&mut fresh, 10).await;
    }
    assert!(floods > 20, "{floods}");
    let mut late = at_the_door(&site, "192.0.2.1").await;
    assert_eq!(guess(&mut late, 1).await, 1);
    // Whoever has signed in here before comes in all the same, and others elsewhere do.
    third.post("/sign-out", &[]).await;
    third.sign_in(&volunteer).await;
    at_the_door(&site, "192.0.2.2").await.sign_in(&senior).await;
    assert_eq!(guess(&mut third, 20).await, 12, "but not more often than others");
    clock.advance(Duration::from_mins(2));
    late.sign_in(&senior).await;
});

app::db_test!(a_link_is_tried_so_often_wherever_from, |db| async {
    let mut site = TestSite::new(db).await;
    site.limit(usual());
    let mut refusals = 0;
    for number in 0..12 {
        let mut browser = at_the_door(&site, &format!("192.0.2.{number}")).await;
        refusals += refused(&mut browser, 1, "/sign-in", &[("token", "one-link")]).await;
    }
    assert_eq!(refusals, 2);
    let mut browser = at_the_door(&site, "192.0.2.99").await;
    assert_eq!(refused(&mut browser, 1, "/sign-in", &[("token", "another")]).await, 0);
});

app::db_test!(signing_up_too_is_stopped_for_the_one_who_does_it_too_often, |db| async {
    let mut site = TestSite::new(db).await;
    site.limit(usual());
    let (mut culprit, mut neighbour) = (site.browser_at("192.0.2.1"), site.browser_at("192.0.2.1"));
    for browser in [&mut culprit, &mut neighbour] {
        browser.get("/volunteer/join").await;
    }
    assert_eq!(refused(&mut culprit, 22, "/volunteer/join", &[("given_name", "Ada")]).await, 2);
    assert_eq!(refused(&mut neighbour, 20, "/volunteer/join", &[("given_name", "Bo")]).await, 0);
});

app::db_test!(a_silent_proxy_does_not_switch_the_limits_off, |db| async {
    let mut site = TestSite::new(db).await;
    let bounds =
        Bounds { sign_ins_per_minute: 1, trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..Bounds::none() };
    let clock = site.limit(bounds);
    let ready = async |site: &TestSite| site.browser().get("/readyz").await.body;
    assert_eq!(ready(&site).await, "ok\n");
    let mut proxy = site.browser_at("127.0.0.1");
    proxy.headers = vec![("x-forwarded-for", "203.0.113.1".to_owned())];
    assert_eq!(refused(&mut proxy, 2, "/sign-in", &[("token", "a")]).await, 1);
    assert_eq!(ready(&site).await, "ok\n");
    // All behind it together, as those of a shared address.
    for silent in [vec![], vec![("x-forwarded-for", "unknown".to_owned())]] {
        proxy.headers = silent;
        assert!((1..=51).contains(&refused(&mut proxy, 51, "/sign-in", &[("given", "no link")]).await));
    }
    assert!(ready(&site).await.starts_with("ok, but"));
    clock.advance(Duration::from_mins(11));
    assert_eq!(ready(&site).await, "ok\n");
});

app::db_test!(the_cookie_of_a_browser_is_bound_to_the_host_and_says_nothing, |db| async {
    let mut site = TestSite::with_tls(db, true).await;
    site.limit(usual());
    let mut browser = site.browser_at("192.0.2.1");
    for path in ["/", "/help", "/home"] {
        assert_eq!(browser.get(path).await.header("set-cookie"), "", "{path}: only at a door");
    }
    for path in ["/demo", "/volunteer/join", "/sign-in/some-link"] {
        let mut browser = site.browser_at("192.0.2.1");
        let cookie = browser.get(path).await.header("set-cookie").to_owned();
        assert!(cookie.starts_with("__Host-browser="), "{path}: {cookie}");
        assert!(cookie.ends_with("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax; Secure"), "{path}: {cookie}");
        assert_eq!(browser.get(path).await.header("set-cookie"), "", "once");
    }
    // Over https even what comes from this machine comes from a proxy on it.
    let mut near = site.browser_at("127.0.0.1");
    assert!(near.get("/demo").await.header("set-cookie").starts_with("__Host-browser="));
});

/// On `SQLite` alone: it is the layer that is tried, on every address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_post_is_without_a_limit() {
    let mut site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let one = Bounds { sign_ins_per_minute: 1, sign_ups_per_hour: 1, writes_per_minute: 1, ..Bounds::none() };
    let mut tried = 0;
    for path in crate::access::paths("POST", &case) {
        let out = path.starts_with("/sign-out");
        for who in [None, Some("senior"), Some("volunteer"), Some("coordinator"), Some("administrator")] {
            site.limit(one.clone());
            let mut browser = site.browser_at("192.0.2.1");
            if let Some(who) = who {
                let mut door = site.browser_at("192.0.2.9");
                door.sign_in(&PersonId::from(case[who].as_str())).await;
                browser.cookies = door.cookies;
            }
            let mut twice = Vec::new();
            for _ in 0..2 {
                // What an answer does to the cookies is not kept: a sign-in must not make two people of one.
                twice.push(browser.clone().post(&path, &[]).await.status == StatusCode::TOO_MANY_REQUESTS);
            }
            assert_eq!(twice, [false, !out], "{path} by {who:?}");
            tried += 1;
        }
    }
    assert!(tried > 300, "{tried}");
}

app::db_test!(what_is_refused_is_counted_and_nothing_else, |db| async {
    let mut site = TestSite::new(db).await;
    let clock = site.limit(Bounds { writes_per_minute: 5, sign_ins_per_minute: 100, ..Bounds::none() });
    let asked = async |browser: &mut Browser, path: &str, times: usize| {
        let mut found = Vec::new();
        for _ in 0..times {
            found.push(browser.get(path).await.status.as_u16());
        }
        found
    };
    // Nobody: by where they come from, and each browser that keeps a cookie by itself.
    let (mut stranger, mut neighbour) = (site.browser_at("192.0.2.1"), site.browser_at("192.0.2.2"));
    let mut beside = at_the_door(&site, "192.0.2.1").await;
    assert_eq!(asked(&mut stranger, "/favicon.ico", 10).await, [404; 10], "files are not counted");
    assert_eq!(asked(&mut stranger, "/home", 3).await, [401; 3]);
    assert_eq!(asked(&mut stranger, "/no-such-page", 4).await, [404, 404, 429, 429]);
    assert_eq!(asked(&mut stranger, "/.well-known/none", 1).await, [429]);
    assert_eq!(asked(&mut stranger, "/api/messages/mine", 1).await, [429], "the app's own fetches too");
    assert_eq!(asked(&mut stranger, "/", 9).await, [200; 9], "what is shown is not held back");
    assert_eq!(asked(&mut stranger, "/help", 1).await, [200]);
    let answer = stranger.get("/home").await;
    let until = wait(&answer);
    assert_eq!(answer.heading(), Texts::of(Locale::Sv).plain(k::common::TOO_MANY_HEADING));
    assert!(answer.attributes("main form", "action").is_empty(), "nothing was typed");
    assert_eq!(asked(&mut neighbour, "/home", 1).await, [401]);
    assert_eq!(asked(&mut beside, "/home", 6).await, [401, 401, 401, 401, 401, 429]);
    assert_eq!(asked(&mut beside, "/demo", 1).await, [200]);
    beside.sign_in(site.person(Role::Volunteer)).await;
    assert_eq!(asked(&mut beside, "/volunteer", 3).await, [200; 3], "who comes in is not held back");
    // Somebody: by who they are, from wherever. The log has a reading of each that was answered, and none of what was too much.
    let senior = site.person(Role::Senior).clone();
    let (mut here, mut there) = (site.browser_at("192.0.2.3"), site.browser_at("192.0.2.4"));
    here.sign_in(&senior).await;
    there.sign_in(&senior).await;
    here.headers = vec![("accept", "text/event-stream".to_owned())];
    assert_eq!(asked(&mut here, "/staff/stream", 1).await, [403]);
    here.headers.clear();
    assert_eq!(asked(&mut here, "/staff", 3).await, [403; 3]);
    assert_eq!(asked(&mut there, "/admin", 3).await, [403, 429, 429]);
    assert_eq!(asked(&mut here, "/home", 7).await, [200; 7]);
    assert_eq!(here.post("/language", &[("locale", "sv")]).await.status, StatusCode::SEE_OTHER, "forms have their own");
    let mut tx = site.ctx.db.read().await.unwrap();
    let logged = rows!(&mut tx, (String,), "SELECT id FROM audit_entry WHERE action = 'access.refused'").unwrap();
    drop(tx);
    assert!((1..=5).contains(&logged.len()), "{}", logged.len());
    clock.advance(until);
    assert_eq!(asked(&mut stranger, "/home", 1).await, [401]);
    clock.advance(Duration::from_mins(1));
    assert_eq!(asked(&mut there, "/admin", 1).await, [403]);
});
