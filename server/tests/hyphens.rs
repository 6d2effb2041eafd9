//! Soft hyphens say where a long word may break on a page. Where nothing breaks they are letters too many: for who listens, searches or copies.

use crate::{access::askable, support::TestSite};
use app::checks::testing;
use ground::{Locale, id::PersonId};
use std::collections::BTreeSet;

/// On `SQLite` alone: it is the pages that are looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_attribute_and_no_title_holds_a_soft_hyphen() {
    let site = TestSite::new(testing::fresh(testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let (mut wrong, mut pages, mut broken) = (BTreeSet::new(), 0, 0);
    let paths = askable("GET", &case);
    for who in ["anonymous", "senior", "volunteer", "coordinator", "administrator"] {
        let mut browser = site.browser();
        if who != "anonymous" {
            browser.sign_in(&PersonId::from(case[who].as_str())).await;
        }
        for locale in Locale::ALL {
            browser.post("/language", &[("locale", locale.tag())]).await;
            for (path, may) in &paths {
                if !may.contains(&who) || path.contains("stream") || path.starts_with("/api") {
                    continue;
                }
                let answer = browser.get(path).await;
                if !answer.header("content-type").starts_with("text/html") {
                    continue;
                }
                pages += 1;
                broken += usize::from(answer.body.contains('\u{AD}'));
                wrong.extend(
                    answer.hidden_hyphens().into_iter().map(|found| format!("{path} {}: {found}", locale.tag())),
                );
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(pages > 150 && broken > 50, "{pages} pages, {broken} with a soft hyphen");
}
