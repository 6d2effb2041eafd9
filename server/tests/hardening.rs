//! What must hold on every page and form: nobody's rows reach another municipality, and nothing a form can be sent makes an error
//! of ours.

mod evil;

use crate::{
    access::{askable, paths, refuses},
    support::{Answer, Browser, Case, OTHER_HOST, TestSite},
};
use db::{Failure, exec, in_tx};
use evil::{EVIL, argument_names, bodies, field_names, patiently};
pub use evil::{crates, each_source};
use ground::id::PersonId;
use std::collections::BTreeSet;

/// A name that stands nowhere else.
const CANARY: &str = "Kanariefågelström";

async fn name_everybody(site: &TestSite) {
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(
            tx,
            "UPDATE person SET given_name = $2, family_name = $2, search_text = 'kanariefågelström', street = $2, about = $2, phone = $2
             WHERE municipality_id = $1",
            &site.municipality,
            CANARY
        )?;
        Ok(())
    });
    done.unwrap();
}

app::db_test!(no_page_shows_another_municipalitys_people, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    name_everybody(&site).await;
    let mut own = site.browser();
    own.sign_in(&PersonId::from(case["coordinator"].as_str())).await;
    let mut others = site.browser();
    OTHER_HOST.clone_into(&mut others.host);
    others.sign_in(&PersonId::from(case["other"].as_str())).await;
    let mut seen = 0;
    for path in paths("GET", &case) {
        if path.contains("stream") {
            continue;
        }
        let at_home = own.get(&path).await;
        seen += usize::from(at_home.body.contains(CANARY));
        let away = others.get(&path).await;
        assert!(!away.body.contains(CANARY), "{path}");
    }
    assert!(seen >= 5, "the canary was hardly to be seen at home either: {seen}");
    // A session of one municipality is nobody in the other.
    OTHER_HOST.clone_into(&mut own.host);
    assert!(refuses(own.get("/staff").await.status.as_u16()));
});

/// Who tries.
const TRYING: [&str; 5] = ["anonymous", "senior", "volunteer", "coordinator", "administrator"];

/// A site with its case: on `SQLite` alone, for it is the handlers that are tried, and the walks are long.
async fn site() -> (TestSite, Case) {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    (site, case)
}

async fn somebody(site: &TestSite, case: &Case, who: &str) -> Browser {
    let mut browser = site.browser();
    if who != "anonymous" {
        browser.sign_in(&PersonId::from(case[who].as_str())).await;
    }
    browser
}

/// Nothing of ours failed, and nothing that was sent came back as markup.
fn fine(what: &str, answer: &Answer) {
    assert!(answer.status.as_u16() < 500, "{what}: {} at {}", answer.status, answer.path);
    let html = answer.header("content-type").starts_with("text/html");
    if let Some(at) = answer.body.find("<script>alert(1)").filter(|_| html) {
        let around: String =
            answer.body.chars().skip(answer.body[..at].chars().count().saturating_sub(200)).take(300).collect();
        panic!("{what}: {around}");
    }
}

/// A page; asked for again where the machine was too busy with something else to answer in time.
async fn looked_at(browser: &mut Browser, path: &str) -> Answer {
    for _ in 0..2 {
        let answer = browser.get(path).await;
        if answer.status != 503 {
            return answer;
        }
    }
    browser.get(path).await
}

/// Signing out ends the crawl; the demo's clock would let everything expire.
fn ends_the_crawl(action: &str) -> bool {
    action.contains("sign-out") || action.starts_with("/demo")
}

/// Every form of every page, as each of us sees it: everything evil at once and twice, then filled in well but for one field.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_can_break_us() {
    let mut sent = 0;
    for who in TRYING {
        let (site, case) = site().await;
        let mut browser = somebody(&site, &case, who).await;
        let mut known = BTreeSet::new();
        for path in paths("GET", &case) {
            let page = if path.contains("stream") { continue } else { looked_at(&mut browser, &path).await };
            fine(&path, &page);
            for (action, filled) in page.filled_forms() {
                let names: Vec<String> = filled.iter().map(|(name, _)| name.clone()).collect();
                if ends_the_crawl(&action) || !known.insert((action.clone(), names.clone())) {
                    continue;
                }
                for evil in EVIL {
                    let twice: Vec<(&str, &str)> =
                        names.iter().flat_map(|name| [(name.as_str(), *evil), (name.as_str(), *evil)]).collect();
                    send(&mut browser, &action, &twice).await;
                    sent += 1;
                }
                for name in &names {
                    for evil in EVIL.iter().take(3) {
                        let one: Vec<(&str, &str)> = filled
                            .iter()
                            .map(|(known, value)| (known.as_str(), if known == name { evil } else { value.as_str() }))
                            .collect();
                        send(&mut browser, &action, &one).await;
                        sent += 1;
                    }
                }
            }
        }
    }
    assert!(sent > 500, "hardly any form was found: {sent}");
}

async fn send(browser: &mut Browser, action: &str, fields: &[(&str, &str)]) {
    let what = format!("{action} with {:.200}", format!("{fields:?}"));
    let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let answer = patiently(&what, browser, action, body.as_bytes(), Some("application/x-www-form-urlencoded")).await;
    fine(&what, &answer);
    let shown = browser.follow(answer).await;
    fine(&what, &shown);
}

/// Every address that takes a post, new ones too: whatever body, as whatever kind of content, from everybody who may come near it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_post_can_break_us() {
    let (names, mut sent) = (field_names(), 0);
    assert!(names.len() > 60, "hardly any field was found: {names:?}");
    let bodies = bodies(&names);
    for who in TRYING {
        let (site, case) = site().await;
        for (path, may) in askable("POST", &case) {
            if !may.contains(&who) {
                continue;
            }
            // Some of these sign out.
            let mut browser = somebody(&site, &case, who).await;
            for (what, kind, body) in &bodies {
                let what = format!("{who}: {path} with {what}");
                fine(&what, &patiently(&what, &mut browser, &path, body, *kind).await);
                sent += 1;
            }
        }
    }
    assert!(sent > 1_000, "hardly any address was found: {sent}");
}

/// Every page and every load: whatever is in its address.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_address_can_break_us() {
    let (names, mut asked) = (argument_names(), 0);
    assert!(names.len() > 15, "hardly any argument was found: {names:?}");
    for who in TRYING {
        let (site, case) = site().await;
        let mut browser = somebody(&site, &case, who).await;
        for (path, may) in askable("GET", &case) {
            if path.contains("stream") || !may.contains(&who) {
                continue;
            }
            let bare = path.split('?').next().unwrap_or_default().to_owned();
            for evil in &EVIL[..7] {
                // What is longer is refused before anybody reads it.
                let evil: String = evil.chars().take(500).collect();
                let mut query = form_urlencoded::Serializer::new(String::new());
                query.extend_pairs(names.iter().map(|name| (name.as_str(), evil.as_str())));
                let query = query.finish();
                let encoded: String =
                    form_urlencoded::byte_serialize(evil.as_bytes()).collect::<String>().replace('+', "%20");
                let mut addresses = vec![
                    format!("{bare}?{query}"),
                    format!("{path}{}{query}", if path.contains('?') { '&' } else { '?' }),
                ];
                // The last thing that the address names.
                if let Some((start, _)) =
                    bare.rsplit_once('/').filter(|(start, _)| start.len() > 1 && !encoded.is_empty())
                {
                    addresses.push(format!("{start}/{encoded}"));
                }
                for address in addresses {
                    let what = format!("{who}: {address:.200}");
                    fine(&what, &looked_at(&mut browser, &address).await);
                    asked += 1;
                }
            }
            for broken in ["%ff%fe", "%zz", "%", "a=%ff&a=%ff&&&===", "page=-9223372036854775808", "q=%25%5f%5c"] {
                let address = format!("{bare}?{broken}");
                fine(&address, &looked_at(&mut browser, &address).await);
            }
        }
    }
    assert!(asked > 1_000, "hardly any address was found: {asked}");
}
