//! Help and law: pages that are whole without a program, telling of a barrier, and who reads what was told.

use crate::support::TestSite;
use frame::access::model::Role;
use ground::Locale;

/// On `SQLite` alone: it is the pages that are looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn pictures_are_in_the_readers_language_and_keep_their_place() {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    for locale in Locale::ALL {
        let mut browser = site.browser();
        browser.post("/language", &[("locale", locale.tag())]).await;
        for (role, least) in [("senior", 4), ("volunteer", 4), ("coordinator", 4)] {
            let page = browser.get(&format!("/help/{role}")).await;
            let pictures = page.attributes("main figure img", "src");
            assert!(pictures.len() >= least, "{role}: {pictures:?}");
            let ending = format!("-{}.webp", locale.language());
            assert!(pictures.iter().all(|src| src.starts_with("/site/") && src.ends_with(&ending)), "{pictures:?}");
            for attribute in ["alt", "width", "height", "loading"] {
                let given = page.attributes("main figure img", attribute);
                assert_eq!(given.len(), pictures.len(), "{attribute}");
                assert!(given.iter().all(|value| !value.is_empty()), "{attribute}: {given:?}");
            }
        }
    }
}

app::db_test!(whoever_meets_a_barrier_tells_and_an_administrator_is_done_with_it, |db| async {
    let site = TestSite::new(db).await;
    let mut anybody = site.browser();
    let page = anybody.get("/accessibility").await;
    assert!(page.body.contains("Älvstads kommun") && !page.body.contains("modulepreload"), "{}", page.body);
    // Nothing told: the same page says what to do, and what was typed is there.
    let page = anybody.submit(&page, "/accessibility/barrier", &[("reply", "erik@example.se")]).await;
    assert!(page.body.contains("Skriv vad som inte gick") && page.body.contains("erik@example.se"));
    // Told, twice by a trembling hand: once.
    let fields = [("body", "Knappen <b>syns</b> inte."), ("reply", "erik@example.se"), ("key", "one")];
    for _ in 0..2 {
        let told = anybody.post("/accessibility/barrier", &fields).await;
        assert_eq!(told.headers["location"], "/accessibility?notice=sent");
    }
    let mut administrator = site.signed_in(Role::Administrator).await;
    let list = administrator.get("/admin/barriers").await;
    assert_eq!(list.body.matches("Knappen &lt;b&gt;syns&lt;/b&gt; inte.").count(), 1, "{}", list.body);
    assert!(list.body.contains("erik@example.se"));
    let action = list.body.split("action=\"").find(|part| part.starts_with("/admin/barriers/")).unwrap();
    let action = action.split('"').next().unwrap().to_owned();
    let mut window = administrator.clone();
    let press = [("key", "two")];
    let (done, same) = tokio::join!(administrator.post(&action, &press), window.post(&action, &press));
    assert_eq!([done.header("location"), same.header("location")], ["/admin/barriers"; 2]);
    let list = administrator.get("/admin/barriers").await;
    assert!(list.body.contains("Klart ") && !list.body.contains("erik@example.se"), "{}", list.body);
    // The other municipality knows nothing of it.
    let other = site.add(&site.other, Role::Administrator).await;
    let mut stranger = site.browser();
    crate::support::OTHER_HOST.clone_into(&mut stranger.host);
    stranger.sign_in(&other).await;
    assert!(!stranger.get("/admin/barriers").await.body.contains("Knappen"));
});
