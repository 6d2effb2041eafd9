//! Who may what: every address × everybody. An address without a row fails the test; so does a row without an address.
//!
//! Columns: anonymous; the senior; another senior; the volunteer of the match; another volunteer; the coordinator of the area; one of
//! another area; the administrator; a coordinator of another municipality. Posts are sent empty: 303 is an answer (also "something is
//! missing"), 401, 403 and 404 are refusals.

use crate::support::{Browser, Case, TestSite};
use axum::http::Method;
use ground::id::PersonId;
use std::{collections::BTreeSet, fmt::Write as _};

/// Everybody who asks.
pub const WHO: [&str; 9] = [
    "anonymous",
    "senior",
    "senior2",
    "volunteer",
    "volunteer2",
    "coordinator",
    "coordinator2",
    "administrator",
    "other",
];

struct Row {
    /// `METHOD /pattern`, as the router lists it.
    address: String,
    /// The address with the case's names in angle brackets.
    path: String,
    expected: Vec<u16>,
}

fn table() -> Vec<Row> {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/access.txt"))
        .unwrap()
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with('#'))
        .map(|line| {
            let mut words = line.split_whitespace();
            let (method, pattern) = (words.next().unwrap(), words.next().unwrap());
            let path = words.next().unwrap();
            let path = if path == "=" { pattern } else { path };
            let expected: Vec<u16> = words.map(|word| word.parse().unwrap()).collect();
            assert_eq!(expected.len(), WHO.len(), "{line}");
            Row { address: format!("{method} {pattern}"), path: path.to_owned(), expected }
        })
        .collect()
}

/// The addresses of all rows with this method as their paths with the case's ids, and by whom (of [`WHO`]) each may be asked.
pub fn askable(method: &str, case: &Case) -> Vec<(String, Vec<&'static str>)> {
    let start = format!("{method} ");
    let rows = table().into_iter().filter(|row| row.address.starts_with(&start));
    rows.map(|row| {
        let may = WHO.iter().zip(&row.expected).filter(|(_, status)| !matches!(status, 401 | 403)).map(|(who, _)| *who);
        let may = may.collect();
        (case.iter().fold(row.path, |path, (name, id)| path.replace(&format!("<{name}>"), id)), may)
    })
    .collect()
}

/// The paths of all rows with this method, with the case's ids.
pub fn paths(method: &str, case: &Case) -> Vec<String> {
    let start = format!("{method} ");
    let rows = table().into_iter().filter(|row| row.address.starts_with(&start));
    rows.map(|row| case.iter().fold(row.path, |path, (name, id)| path.replace(&format!("<{name}>"), id))).collect()
}

/// Whether the status is a refusal.
pub fn refuses(status: u16) -> bool {
    matches!(status, 401 | 403 | 404)
}

/// Every address that the router knows, but for files and health.
fn addresses() -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    all.extend(app::features::routes().listed.iter().map(|(method, path)| format!("{method} {path}")));
    all.extend(server::page_paths().into_iter().map(|path| format!("GET {path}")));
    all
}

#[test]
fn every_address_has_a_row() {
    let rows: BTreeSet<String> = table().into_iter().map(|row| row.address).collect();
    let known = addresses();
    let missing: Vec<_> = known.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&known).collect();
    assert!(missing.is_empty() && gone.is_empty(), "without a row: {missing:#?}\nwithout an address: {gone:#?}");
}

/// On `SQLite` alone: who may is decided before and beside the database, and the table is long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_what() {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let mut wrong = String::new();
    let mut browsers = Vec::new();
    for who in WHO {
        let mut browser: Browser = site.browser();
        if who == "other" {
            browser.host = crate::support::OTHER_HOST.to_owned();
        }
        if who != "anonymous" {
            browser.sign_in(&PersonId::from(case[who].as_str())).await;
        }
        browsers.push(browser);
    }
    for row in table() {
        let path = case.iter().fold(row.path.clone(), |path, (name, id)| path.replace(&format!("<{name}>"), id));
        assert!(!path.contains('<'), "unknown name in {path}");
        let method: Method = row.address.split(' ').next().unwrap().parse().unwrap();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let mut got = Vec::new();
        for browser in &browsers {
            // What the answer does to the cookies is not kept: the next row finds everybody as they were.
            let answer = browser.clone().status(method.clone(), &path, &headers).await;
            got.push(answer);
        }
        if got != row.expected {
            let _ =
                writeln!(wrong, "{} ({})\n  expected {:?}\n  got      {got:?}", row.address, row.path, row.expected);
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}
