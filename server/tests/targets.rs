//! Where one is led, and what is asked for: nobody is sent to another site, no address is read in two ways, and one host is asked.

use crate::{
    access::askable,
    support::{Answer, Program, TestSite},
};
use app::checks::testing;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use frame::access::model::Role;
use ground::id::PersonId;
use std::collections::BTreeSet;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};
use tower::ServiceExt as _;

/// Addresses of somebody else's, as somebody may write them.
const ELSEWHERE: [&str; 36] = [
    "//evil.example",
    "//evil.example/staff",
    "///evil.example/home",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "/\t/evil.example",
    "\t//evil.example",
    " //evil.example",
    "/ /evil.example",
    "/\u{b}/evil.example",
    "https://evil.example/home",
    "https:evil.example",
    "https:/evil.example",
    "https:\\\\evil.example",
    "hTTps://evil.example",
    "http://localhost@evil.example/",
    "http://localhost:80@evil.example/staff",
    "//localhost@evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "ftp://evil.example",
    "evil.example",
    "@evil.example",
    ".evil.example",
    ":443",
    "/%2fevil.example",
    "/%5cevil.example",
    "/%09/evil.example",
    "/home/..//evil.example",
    "/%2e%2e//evil.example",
    "/staff/%2e%2e/%2e%2e//evil.example",
    "/staff\\..\\..\\evil.example",
];

/// Names that a field with an address to go to may have, ours and those that others have.
const FIELDS: [&str; 16] = [
    "back",
    "next",
    "to",
    "from",
    "return",
    "return_to",
    "url",
    "redirect",
    "redirect_uri",
    "continue",
    "page",
    "path",
    "location",
    "address",
    "referer",
    "then",
];

/// Whether a browser stays on this site when it is told to go there (the URL standard's reading, in short).
fn stays(address: &str) -> bool {
    let read: String =
        address.trim_matches(|c: char| c <= ' ').chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
    let read = read.replace('\\', "/");
    read.starts_with('/') && !read.starts_with("//")
}

fn led(answer: &Answer, at: &str) -> bool {
    let mut led = false;
    for name in ["location", "x-location"] {
        if let Some(address) = answer.headers.get(name) {
            let address = address.to_str().unwrap();
            assert!(stays(address), "{at} leads to {address}");
            led = true;
        }
    }
    led
}

/// On `SQLite` alone: it is addresses that are looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_led_to_another_site() {
    let site = TestSite::new(testing::fresh(testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let (mut leading, mut tried) = (BTreeSet::new(), 0);
    for method in [Method::POST, Method::GET] {
        for (path, may) in askable(method.as_str(), &case) {
            // Each by one who may; those who come in or leave do it in a browser of their own.
            let Some(who) = may.iter().rev().find(|who| **who != "other") else { continue };
            if method == Method::GET && !path.contains("next") && path != "/" {
                continue;
            }
            let mut browser = site.browser();
            if *who != "anonymous" {
                browser.sign_in(&PersonId::from(case[who].as_str())).await;
            }
            for evil in ELSEWHERE {
                let mut form = form_urlencoded::Serializer::new(String::new());
                // What the form would need to be taken, where it needs little.
                form.extend_pairs([("locale", "sv"), ("text", "1")]);
                let form = form.extend_pairs(FIELDS.map(|field| (field, evil))).finish();
                let referers = [format!("http://localhost{evil}"), evil.to_owned()];
                for referer in referers {
                    let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
                    if axum::http::HeaderValue::from_str(&referer).is_ok() {
                        headers.push(("referer", referer.as_str()));
                    }
                    let at = format!("{method} {path} with {evil:?} from {referer:?}");
                    let answer = if method == Method::POST {
                        browser.clone().request(Method::POST, &path, form.clone(), &headers).await
                    } else {
                        let address = format!("{path}?{form}");
                        browser.clone().request(Method::GET, &address, Body::empty(), &headers).await
                    };
                    assert!(!answer.status.is_server_error(), "{at}: {}", answer.status);
                    if led(&answer, &at) {
                        leading.insert(path.clone());
                    }
                    // With script: the same in another header.
                    let by_script = [headers.as_slice(), &[("x-handslag-form", "1")]].concat();
                    if path == "/language" || path == "/settings/text" {
                        let answer = browser.clone().request(Method::POST, &path, form.clone(), &by_script).await;
                        assert!(led(&answer, &at));
                    }
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 4_000 && leading.len() > 30, "{tried} {leading:?}");
}

app::db_test!(the_way_back_from_the_results_is_a_list_of_ours, |db| async {
    let site = TestSite::new(db).await;
    let mut lena = site.signed_in(Role::Coordinator).await;
    let good = ["/staff", "/staff/requests?status=open&page=2"];
    let bad =
        ["/staff?\\evil", "/staff/requests?\u{1}", "/staff/../home", "/staff/people", "/staffs", "javascript:/staff"];
    for back in ELSEWHERE.into_iter().chain(bad).chain(good) {
        let answer = lena.post("/staff/bulk", &[("act", "take"), ("back", back)]).await;
        let page = lena.follow(answer).await;
        let expected = if good.contains(&back) { back } else { "/staff" };
        let links = page.attributes("main a.back", "href");
        assert!(
            links.iter().all(|link| link == expected || !good.contains(&back) && stays(link)),
            "{back:?}: {links:?}"
        );
    }
});

/// Prefixes under which things are given out to everybody, or are written for nobody in particular.
const OPEN: [&str; 14] = [
    "/site",
    "/site/a-1.css",
    "/municipality/logo",
    "/municipality/logo/00",
    "/favicon.ico",
    "/service-worker.js",
    "/healthz",
    "/manifest.webmanifest",
    "/help",
    "/privacy",
    "/offline",
    "/demo",
    "/api",
    "/volunteer/visits/0/kept",
];

/// Ways out of a path.
const OUT: [&str; 24] = [
    "/../",
    "/%2e%2e/",
    "/%2E%2E/",
    "/.%2e/",
    "/%2e./",
    "/..%2f",
    "/%2e%2e%2f",
    "/%2e%2e%2F",
    "/..\\",
    "/..%5c",
    "/%2e%2e%5C",
    "\\..\\",
    "%5c..%5c",
    "/..;/",
    "/..;a=b/",
    "/%252e%252e/",
    "/%252e%252e%252f",
    "/../../",
    "/%2e%2e/%2e%2e/",
    "/./../",
    "//",
    "//../",
    "/%00/../",
    "/%0a/../",
];

app::db_test!(no_address_is_read_in_two_ways, |db| async {
    let site = TestSite::new(db).await;
    for (role, page) in [(Role::Senior, "home"), (Role::Coordinator, "staff"), (Role::Administrator, "admin")] {
        let mut browser = site.signed_in(role).await;
        let right = browser.get(&format!("/{page}")).await;
        assert_eq!(right.status, StatusCode::OK);
        let mut tried = 0;
        let open = OPEN.into_iter().flat_map(|prefix| OUT.map(|out| format!("{prefix}{out}{page}")));
        let top = ["//", "/./", "/%2e/", "/\\", "/%2f", "/%5c", "/.;/", "/%00", "/;/../"]
            .map(|begin| format!("{begin}{page}"));
        for path in open.chain(top) {
            if path.parse::<axum::http::Uri>().is_err() {
                continue;
            }
            let answer = browser.get(&path).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
            assert_ne!(answer.heading(), right.heading(), "{path}");
            assert_eq!(answer.header("cache-control"), "private, no-store", "{path}");
            assert!(answer.attributes("script", "type").is_empty(), "{path}: a page without a program");
            tried += 1;
        }
        assert!(tried > 300, "{tried}");
        // The plain address goes on as it was, also with an end that says nothing.
        assert_eq!(browser.get(&format!("/{page}?a=/../b")).await.status, StatusCode::OK);
    }
    let answer = site.browser().get("/nothing").await;
    assert_eq!(answer.heading(), site.browser().get("//nothing").await.heading(), "the same page for both");
});

async fn asked(site: &TestSite, path: &str, hosts: &[&str]) -> (StatusCode, String) {
    let mut request = Request::builder().uri(path);
    for host in hosts {
        request = request.header(header::HOST, *host);
    }
    let response = site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    let (status, kept) = (response.status(), response.headers().get(header::CONNECTION).cloned());
    let body = axum::body::to_bytes(response.into_body(), 1_000_000).await.unwrap();
    assert_eq!(status == StatusCode::BAD_REQUEST, kept.is_some_and(|value| value == "close"), "{path} {hosts:?}");
    (status, String::from_utf8_lossy(&body).into_owned())
}

app::db_test!(one_host_is_asked, |db| async {
    let site = TestSite::new(db).await;
    for path in ["/", "/demo", "/healthz", "/site/a.css", "/service-worker.js", "/api/access/start"] {
        for hosts in [
            &[][..],
            &["localhost", "localhost"],
            &["localhost", "grannstad.example"],
            &["grannstad.example", "localhost"],
            &[""],
            &["evil@localhost"],
            &["localhost@grannstad.example"],
            &["localhost:0"],
            &["localhost:99999"],
            &["localhost:x"],
            &["localhost:80:80"],
            &["localhost, grannstad.example"],
            &["localhost grannstad.example"],
            &["localhost/grannstad"],
            &["localhost#"],
            &["[::1"],
        ] {
            assert_eq!(asked(&site, path, hosts).await.0, StatusCode::BAD_REQUEST, "{path} {hosts:?}");
        }
    }
    // The form that proxies are asked in: one host, said twice.
    assert!(asked(&site, "http://grannstad.example/", &["grannstad.example"]).await.1.contains("Grannstads kommun"));
    assert_eq!(asked(&site, "http://grannstad.example/", &["localhost"]).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(asked(&site, "http://evil@localhost/", &["localhost"]).await.0, StatusCode::BAD_REQUEST);
    // The page that says so is a page.
    let (_, page) = asked(&site, "/", &["localhost", "localhost"]).await;
    assert!(page.contains("<h1"), "{page}");
    for host in ["localhost", "localhost:3000", "[::1]:3000", "192.0.2.1", "Grannstad.example:443"] {
        assert_eq!(asked(&site, "/", &[host]).await.0, StatusCode::OK, "{host}");
    }
});

/// What comes back to these bytes on a connection of their own.
async fn raw(program: &Program, request: &str) -> String {
    let mut stream = TcpStream::connect(program.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// As the bytes come over a socket: the part of the server before the router does not make two hosts into one.
#[tokio::test]
async fn one_host_is_asked_of_the_program() {
    let program = Program::start(&[], "warn").await;
    for (request, expected) in [
        ("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "200"),
        ("GET / HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\nconnection: close\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHOST: localhost\r\nconnection: close\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nconnection: close\r\n\r\n", "400"),
        ("GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "400"),
        ("GET http://localhost/ HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "200"),
        ("GET /help/%2e%2e/demo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "404"),
        ("GET //demo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "404"),
        ("GET /help\\..\\demo HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n", "404"),
        ("GET /healthz HTTP/1.0\r\n\r\n", "200"),
    ] {
        let answer = raw(&program, request).await;
        let status = answer.split(' ').nth(1).unwrap_or_default();
        assert_eq!(status, expected, "{request:?}: {answer:.200}");
    }
    // What comes behind two hosts is not read as a request of its own.
    let two =
        "GET / HTTP/1.1\r\nhost: localhost\r\nhost: localhost\r\n\r\nGET /demo HTTP/1.1\r\nhost: localhost\r\n\r\n";
    assert_eq!(raw(&program, two).await.matches("HTTP/1.1 ").count(), 1);
}

#[test]
fn what_leads_away_is_seen_as_such() {
    for address in ["//evil.example", "/\\evil.example", "\t//evil.example", "https://evil.example", "/\t/evil.example"]
    {
        assert!(!stays(address), "{address:?}");
    }
}
