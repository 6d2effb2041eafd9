//! Who may what: every address × everybody, as the table of the address's feature says it (`access.txt` in its folder). An address without a
//! row fails; so do a row without an address, and a row in another feature's table.
//!
//! A row is a method and an address as the router lists them; the path that is asked, with the names of the case's things in angle brackets,
//! `=` where it is the address itself; and a status for each of [`WHO`]: nobody; the senior; another senior; the volunteer of the match;
//! another volunteer; the coordinator of the area; one of another area; the administrator; a coordinator of another municipality. Posts are
//! sent empty: 303 is an answer (also "something is missing"), 401, 403 and 404 are refusals. A yes or no without its hidden offer is 404 for
//! everybody who may come near it.
//!
//! A table is asked from its first row to its last, on a case of its own: what changes the case most stands last. Where it ends what rows of
//! other tables need, `last` stands behind it: tests that walk all addresses come there at the end.

use crate::{
    hardening::each_source,
    support::{Browser, Case, OTHER_HOST, TestSite},
};
use app::features::FEATURES;
use axum::http::Method;
use frame::context::feature::{Feature, Loads, Routes};
use ground::id::PersonId;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

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
    /// What is asked, with the case's names in angle brackets.
    path: String,
    /// A status for each of [`WHO`].
    expected: Vec<u16>,
    /// It ends what rows of other tables need.
    last: bool,
}

impl Row {
    fn read(line: &str) -> Self {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap_or_else(|| panic!("something is missing: {line}"));
        let (method, pattern, path) = (word(), word(), word());
        let expected = WHO.map(|_| word().parse::<u16>().unwrap()).to_vec();
        let rest: Vec<&str> = words.collect();
        assert!(rest.is_empty() || rest == ["last"], "{rest:?} is too much: {line}");
        let path = if path == "=" { pattern } else { path };
        Self { address: format!("{method} {pattern}"), path: path.to_owned(), expected, last: !rest.is_empty() }
    }

    /// What is asked, with the case's ids.
    fn path(&self, case: &Case) -> String {
        let path = case.iter().fold(self.path.clone(), |path, (name, id)| path.replace(&format!("<{name}>"), id));
        assert!(!path.contains('<'), "unknown name in {path}");
        path
    }
}

/// A feature's table.
fn rows(feature: &Feature) -> impl Iterator<Item = Row> {
    feature.access.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')).map(Row::read)
}

/// The rows of all tables with this method, and what they ask of this case; what ends most comes last.
fn asked(method: &str, case: &Case) -> Vec<(String, Row)> {
    let start = format!("{method} ");
    let all = FEATURES.iter().flat_map(|feature| rows(feature)).filter(|row| row.address.starts_with(&start));
    let mut asked: Vec<_> = all.map(|row| (row.path(case), row)).collect();
    asked.sort_by_key(|(_, row)| row.last);
    asked
}

/// The paths of all rows with this method, with the case's ids, and by whom (of [`WHO`]) each may be asked.
pub fn askable(method: &str, case: &Case) -> Vec<(String, Vec<&'static str>)> {
    let may = |row: &Row| {
        let all = WHO.iter().zip(&row.expected);
        all.filter(|(_, status)| !matches!(status, 401 | 403)).map(|(who, _)| *who).collect()
    };
    asked(method, case).into_iter().map(|(path, row)| (path, may(&row))).collect()
}

/// The paths of all rows with this method, with the case's ids.
pub fn paths(method: &str, case: &Case) -> Vec<String> {
    asked(method, case).into_iter().map(|(path, _)| path).collect()
}

/// Whether the status is a refusal.
pub fn refuses(status: u16) -> bool {
    matches!(status, 401 | 403 | 404)
}

/// Every address that the router knows, but for files and health, with the feature that it belongs to: the one that registers it, or in whose
/// folder the page stands.
fn owners() -> BTreeMap<String, &'static str> {
    let mut owners = BTreeMap::new();
    for feature in FEATURES.iter() {
        for (method, path) in (feature.routes)(Routes::default()).listed {
            owners.insert(format!("{method} {path}"), feature.name);
        }
        for load in (feature.loads)(Loads::default()).all() {
            owners.extend(load.address.map(|address| (format!("GET {address}"), feature.name)));
        }
    }
    let mut sources: Vec<(Option<&'static str>, String)> = Vec::new();
    each_source(&mut |path, text| {
        let path = path.with_extension("");
        let feature = path.iter().find_map(|part| FEATURES.iter().find(|feature| part == feature.name));
        sources.push((feature.map(|feature| feature.name), text.to_owned()));
    });
    let owner = |what: &str| {
        let mut found: Vec<_> =
            sources.iter().filter(|(_, text)| text.contains(what)).map(|(feature, _)| *feature).collect();
        found.dedup();
        let [Some(owner)] = found[..] else { panic!("{what} stands in {found:?}") };
        owner
    };
    for path in server::page_paths() {
        let routed = format!("path!(\"{}\") view=", path.replace('{', ":").replace('}', ""));
        let Some((_, view)) = sources.iter().find_map(|(_, text)| text.split_once(&routed)) else { panic!("{path}") };
        let component = view.split(['/', ' ']).next().unwrap().rsplit("::").next().unwrap();
        owners.insert(format!("GET {path}"), owner(&format!("pub fn {component}(")));
    }
    owners
}

#[test]
fn every_address_has_a_row_in_its_features_table() {
    let known: BTreeSet<(String, &str)> = owners().into_iter().collect();
    let rows: BTreeSet<(String, &str)> =
        FEATURES.iter().flat_map(|feature| rows(feature).map(move |row| (row.address, feature.name))).collect();
    let missing: Vec<_> = known.difference(&rows).collect();
    let gone: Vec<_> = rows.difference(&known).collect();
    assert!(missing.is_empty() && gone.is_empty(), "without a row: {missing:#?}\nwithout an address: {gone:#?}");
}

/// All tables side by side. On `SQLite` alone: who may is decided before and beside the database, and the tables are long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_may_what() {
    let tables = FEATURES.iter().filter(|feature| !feature.access.is_empty());
    let asked: tokio::task::JoinSet<String> = tables.map(|feature| wrong(feature)).collect();
    let wrong = asked.join_all().await.concat();
    assert!(wrong.is_empty(), "\n{wrong}");
}

/// What a feature's table says that is not so.
async fn wrong(feature: &'static Feature) -> String {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let mut browsers = Vec::new();
    for who in WHO {
        let mut browser: Browser = site.browser();
        if who == "other" {
            OTHER_HOST.clone_into(&mut browser.host);
        }
        if who != "anonymous" {
            browser.sign_in(&PersonId::from(case[who].as_str())).await;
        }
        browsers.push(browser);
    }
    let mut wrong = String::new();
    for row in rows(feature) {
        let path = row.path(&case);
        let method: Method = row.address.split(' ').next().unwrap().parse().unwrap();
        let headers = [("content-type", "application/x-www-form-urlencoded"), ("sec-fetch-site", "same-origin")];
        let mut got = Vec::new();
        for browser in &browsers {
            // What the answer does to the cookies is not kept: the next row finds everybody as they were.
            got.push(browser.clone().status(method.clone(), &path, &headers).await);
        }
        if got != row.expected {
            let (name, address, expected) = (feature.name, &row.address, &row.expected);
            let _ = writeln!(wrong, "{name}: {address} ({path})\n  expected {expected:?}\n  got      {got:?}");
        }
    }
    wrong
}
