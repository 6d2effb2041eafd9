//! What must hold on every page and form: nobody's rows reach another municipality, and nothing a form can be sent makes an error
//! of ours.

use crate::{
    access::{paths, refuses},
    support::{Browser, OTHER_HOST, TestSite},
};
use app::{
    common::{Failure, id::PersonId},
    exec, in_tx,
};
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
    others.host = OTHER_HOST.to_owned();
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
    own.host = OTHER_HOST.to_owned();
    assert!(refuses(own.get("/staff").await.status.as_u16()));
});

/// Empty; markup with a quote, a zero byte, emoji and a right-to-left mark; a number too large.
const EVIL: [&str; 3] = ["", "<script>alert(1)</script>'; --\u{0}👵🏽\u{202e}tfirks", "99999999999999999999999999"];

/// On SQLite alone: it is the handlers that are tried, and the crawl is long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_form_can_break_us() {
    let site = TestSite::new(app::db::testing::fresh(app::db::testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let long = "å".repeat(40_000);
    let mut sent = 0;
    for who in ["senior", "volunteer", "coordinator", "administrator"] {
        let mut browser: Browser = site.browser();
        browser.sign_in(&PersonId::from(case[who].as_str())).await;
        let mut known = BTreeSet::new();
        for path in paths("GET", &case) {
            let page = if path.contains("stream") { continue } else { browser.get(&path).await };
            let html = page.header("content-type").starts_with("text/html");
            assert!(!html || !page.body.contains("<script>alert(1)"), "{path}");
            for (action, fields) in page.forms() {
                // Signing out ends the crawl; the demo's clock would let everything expire.
                if action.contains("sign-out")
                    || action.starts_with("/demo")
                    || !known.insert((action.clone(), fields.clone()))
                {
                    continue;
                }
                for evil in EVIL.iter().copied().chain([long.as_str()]) {
                    let filled: Vec<(&str, &str)> =
                        fields.iter().flat_map(|name| [(name.as_str(), evil), (name.as_str(), evil)]).collect();
                    let answer = browser.post(&action, &filled).await;
                    assert!(answer.status.as_u16() < 500, "{action} with {:.20}: {}", evil, answer.status);
                    let shown = browser.follow(answer).await;
                    assert!(
                        shown.status.as_u16() < 500,
                        "after {action} with {:.20}: {} at {}",
                        evil,
                        shown.status,
                        shown.path
                    );
                    if let Some(at) = shown.body.find("<script>alert(1)") {
                        let around: String = shown
                            .body
                            .chars()
                            .skip(shown.body[..at].chars().count().saturating_sub(200))
                            .take(300)
                            .collect();
                        panic!("{action}: {around}");
                    }
                    sent += 1;
                }
            }
            let answer = browser.post(&path, &[("a", "1")]).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.status);
        }
    }
    assert!(sent > 100, "hardly any form was found: {sent}");
}
