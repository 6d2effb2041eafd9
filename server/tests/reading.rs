//! A browser reads the data of a page by readers of ours (`ground::tree`), and they are written by serde: each answer to a load is read back
//! and written again, and is the same. On `SQLite` alone: it is the types that are looked at.

use crate::{
    access::{WHO, askable},
    support::{Browser, OTHER_HOST, TestSite, context},
};
use app::{
    checks::testing::{Engine, fresh},
    features::loads,
};
use axum::http::StatusCode;
use db::rows;
use frame::context::feature::{Bound, ReadBack};
use ground::id::PersonId;
use server::commands::fill_demo;
use std::collections::BTreeMap;

/// How each address is read, and how many of its answers were read back.
struct Readers(BTreeMap<&'static str, (ReadBack, usize)>);

impl Readers {
    fn new() -> Self {
        let reader = |load: &Bound| Some((load.address?, (load.read_back?, 0)));
        Self(loads().all().filter_map(reader).collect())
    }

    /// Asks for an answer; where it is given, it is read back.
    async fn ask(&mut self, browser: &mut Browser, path: &str) {
        let address = path.split('?').next().unwrap();
        let (read_back, count) = self.0.get_mut(address).unwrap();
        let answer = browser.get(path).await;
        if answer.status == StatusCode::OK {
            assert_eq!(read_back(&answer.body).as_ref(), Some(&answer.body), "{path}");
            *count += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_of_the_access_table_is_read_back() {
    let site = TestSite::new(fresh(Engine::Sqlite).await).await;
    let case = site.case().await;
    let mut readers = Readers::new();
    for who in WHO {
        let mut browser = site.browser();
        if who == "other" {
            OTHER_HOST.clone_into(&mut browser.host);
        }
        if who != "anonymous" {
            browser.sign_in(&PersonId::from(case[who].as_str())).await;
        }
        for (path, _) in askable("GET", &case) {
            if readers.0.contains_key(path.split('?').next().unwrap()) {
                readers.ask(&mut browser, &path).await;
            }
        }
    }
    let never: Vec<_> = readers.0.iter().filter(|(_, (_, count))| *count == 0).map(|(address, _)| address).collect();
    assert!(readers.0.len() > 40 && never.is_empty(), "of {} loads never answered: {never:?}", readers.0.len());
}

/// What of the demonstration has a page of its own: the newest in each state.
const THINGS: &str = "SELECT max(id) FROM request GROUP BY status UNION ALL SELECT max(id) FROM visit GROUP BY status
    UNION ALL SELECT max(id) FROM offer GROUP BY status UNION ALL SELECT max(id) FROM concern GROUP BY status
    UNION ALL SELECT max(person_id) FROM volunteer";

/// Lists with much in them, and things of every state.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_written_of_the_demonstration_is_read_back() {
    let db = fresh(Engine::Sqlite).await;
    let ctx = context(&db, false);
    fill_demo(&ctx.db, &ctx.clock).await.unwrap();
    let mut tx = ctx.db.read().await.unwrap();
    let people = rows!(
        &mut tx,
        (String, String),
        "SELECT min(p.id), r.role FROM person p JOIN municipality m ON m.id = p.municipality_id AND m.host = '*'
         JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id WHERE p.has_login GROUP BY r.role"
    )
    .unwrap();
    let things = rows!(&mut tx, (String,), THINGS).unwrap();
    drop(tx);
    let mut readers = Readers::new();
    let router = server::build_router(ctx.clone());
    for (person, _) in people {
        let mut browser = Browser::new(router.clone());
        browser.sign_in(&PersonId::from(person.as_str())).await;
        for load in loads().all() {
            let Some(address) = load.address else { continue };
            readers.ask(&mut browser, address).await;
            if load.parameters.contains(&"id") {
                for (id,) in &things {
                    readers.ask(&mut browser, &format!("{address}?id={id}")).await;
                }
            }
        }
    }
    let read: usize = readers.0.values().map(|(_, count)| count).sum();
    assert!(read > 60, "only {read} answers");
}
