//! What a coordinator or an administrator types into a search box stands in no address, on both databases.

use crate::support::{Answer, Browser, Case, TestSite, as_person};
use app::db_test;
use axum::http::StatusCode;
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::{
    id::{AreaId, PersonId},
    time::DayPart,
};
use help::{
    kinds::model::ContactMode,
    requests::{model::Channel, store::NewRequest},
    transitions,
};

/// A name that nobody else of the case has.
const NAME: &str = "Sökandér";

/// The pages that search, and who looks there.
const LISTS: [(&str, &str); 6] = [
    ("/staff", "coordinator"),
    ("/staff/requests", "coordinator"),
    ("/staff/requests/new", "coordinator"),
    ("/staff/volunteers", "coordinator"),
    ("/staff/people", "coordinator"),
    ("/admin/roles", "administrator"),
];

/// The case, in which the senior and the volunteer are called [`NAME`].
async fn named(db: app::checks::testing::TestDb) -> (TestSite, Case) {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    for who in ["senior", "volunteer"] {
        let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
            Ok(exec!(
                tx,
                "UPDATE person SET family_name = $2, search_text = $3 WHERE id = $1",
                &case[who],
                NAME,
                format!("prov {}", NAME.to_lowercase())
            )?)
        });
        assert_eq!(done.unwrap(), 1);
    }
    (site, case)
}

/// Another who may look at the same lists.
async fn colleague(site: &TestSite, case: &Case, who: &str) -> Browser {
    let role = if who == "administrator" { Role::Administrator } else { Role::Coordinator };
    let id = site.person_in(role, &AreaId::from(case["area"].as_str())).await;
    as_person(site, id.as_str()).await
}

/// What stands in the search box.
fn searched(page: &Answer) -> String {
    page.attributes("main input[name=q]", "value").concat()
}

db_test!(what_is_typed_into_a_search_box_stands_in_no_address, |db| async {
    let (site, case) = named(db).await;
    for (list, who) in LISTS {
        let action = format!("{list}/find");
        let mut browser = as_person(&site, &case[who]).await;
        let page = browser.open(list).await;
        let found = browser.submit(&page, &action, &[("q", NAME)]).await;
        assert_eq!(found.status, StatusCode::OK, "{list}");
        let asked = found.path.strip_prefix(&format!("{list}?find=")).unwrap_or_else(|| panic!("{}", found.path));
        let id = asked.strip_suffix("&sort=newest").unwrap_or(asked);
        assert!(id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "only an id: {}", found.path);
        assert_eq!(searched(&found), NAME, "{list}");
        let links = found.attributes("main [href]", "href").join(" ");
        assert!(!links.contains("q="), "{list}: {links}");
        // Read and not consumed: back, reload, a second tab.
        assert_eq!(searched(&browser.get(&found.path).await), NAME, "{list}");
        // Somebody else's, an unknown one, and one whose time is over are no search.
        let mut other = colleague(&site, &case, who).await;
        let (theirs, plain) = (other.get(&found.path).await, other.get(list).await);
        assert_eq!((theirs.status, searched(&theirs).as_str()), (StatusCode::OK, ""), "{list}");
        assert_eq!(theirs.texts("main tbody tr"), plain.texts("main tbody tr"), "{list}");
        let unknown = browser.get(&format!("{list}?find=Finnsinte")).await;
        assert_eq!((unknown.status, searched(&unknown).as_str()), (StatusCode::OK, ""), "{list}");
        // An empty box ends it.
        let empty = browser.submit(&found, &action, &[("q", " ")]).await;
        assert!(!empty.path.contains("find=") && searched(&empty).is_empty(), "{list}: {}", empty.path);
    }
});

db_test!(a_personal_number_is_neither_searched_for_nor_kept, |db| async {
    let (site, case) = named(db).await;
    for (list, who) in LISTS {
        let mut browser = as_person(&site, &case[who]).await;
        let page = browser.open(list).await;
        for (number, digits) in [
            ("420315 12 34", "12 34"),
            ("Bo 19420315/1234", "/1234"),
            ("131052-308T", "308T"),
            ("８１１２１８９８７６", "８１１２"),
        ] {
            let refused = browser.submit(&page, &format!("{list}/find"), &[("q", number)]).await;
            assert_eq!(refused.status, StatusCode::OK, "{list}");
            assert_eq!(searched(&refused), "", "{list}: {number}");
            let said = refused.texts("main #q-error").concat();
            assert!(said.contains("Sök med namn eller telefonnummer"), "{list}: {said}");
            assert!(!refused.body.contains(digits), "{list}");
            let mut tx = site.ctx.db.read().await.unwrap();
            let kept = db::rows!(&mut tx, (String, String), "SELECT answers, errors FROM form_draft").unwrap();
            assert!(!kept.is_empty() && kept.iter().all(|(answers, _)| !answers.contains(digits)), "{kept:?}");
            drop(tx);
            let found = browser.submit(&refused, &format!("{list}/find"), &[("q", "070-112 00 08")]).await;
            assert_eq!(searched(&found), "070-112 00 08", "{list}: a telephone number is searched for");
            assert!(found.texts("main #q-error").is_empty(), "{list}");
        }
    }
});

db_test!(a_search_finds_whom_it_names_and_is_in_the_log_without_the_name, |db| async {
    let (site, case) = named(db).await;
    for (list, who) in
        [("/staff/people", "coordinator"), ("/staff/requests/new", "coordinator"), ("/admin/roles", "administrator")]
    {
        let mut browser = as_person(&site, &case[who]).await;
        let page = browser.open(list).await;
        assert!(!page.body.contains(NAME), "{list}");
        let found = browser.submit(&page, &format!("{list}/find"), &[("q", "sökand")]).await;
        assert!(found.texts("main").concat().contains(NAME), "{list}");
    }
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    for list in ["/staff/requests", "/staff/volunteers"] {
        let page = coordinator.open(list).await;
        let rows = page.texts("main tbody tr").len();
        let found = coordinator.submit(&page, &format!("{list}/find"), &[("q", "sökand")]).await;
        let left = found.texts("main tbody tr");
        assert!(
            !left.is_empty() && left.len() <= rows && left.iter().all(|row| row.contains(NAME)),
            "{list}: {left:?}"
        );
        let none = coordinator.submit(&found, &format!("{list}/find"), &[("q", "finnsinte")]).await;
        assert!(none.texts("main tbody tr").is_empty(), "{list}");
    }
    let mut tx = site.ctx.db.read().await.unwrap();
    let logged = db::rows!(&mut tx, (String, String), "SELECT action, why FROM audit_entry").unwrap();
    let searches = logged.iter().filter(|(action, _)| action == "person.search").count();
    assert_eq!(searches, 3);
    assert!(logged.iter().any(|(action, why)| action == "list.read" && why == "q"), "{logged:?}");
    let leaks: Vec<_> = logged.iter().filter(|(_, why)| why.to_lowercase().contains("sökand")).collect();
    assert!(leaks.is_empty(), "{leaks:?}");
});

db_test!(filters_and_pages_keep_the_search_until_its_time_is_over, |db| async {
    let (site, case) = named(db).await;
    let senior = PersonId::from(case["senior"].as_str());
    let here = site.here(&senior, &[(Role::Senior, None)]);
    // More requests than a page shows.
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        for _ in 0..51 {
            let new = NewRequest {
                senior: senior.clone(),
                registered_by: senior.clone(),
                channel: Channel::Own,
                kind: case["kind"].as_str().into(),
                area: case["area"].as_str().into(),
                mode: ContactMode::Home,
                note: String::new(),
                times: vec![("2026-11-26".to_owned(), DayPart::Morning, None)],
                answer_due_at: site.ctx.clock.now().plus_days(2),
            };
            transitions::requests::submit(tx, &here, &new).await?;
        }
        Ok(())
    });
    done.unwrap();
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    for list in ["/staff/requests", "/staff"] {
        let page = coordinator.open(list).await;
        let fields = [("q", "sökand"), ("area", case["area"].as_str()), ("status", "submitted")];
        let found = coordinator.submit(&page, &format!("{list}/find"), &fields).await;
        assert!(found.path.contains(&format!("&area={}", case["area"])), "{}", found.path);
        assert!(found.path.contains("&status=submitted"), "{}", found.path);
        let find = found.path.split(['?', '&']).nth(1).unwrap_or_default().to_owned();
        assert!(find.starts_with("find="), "{}", found.path);
        let pages = found.attributes(".pager a", "href");
        assert_eq!(pages.len(), 2, "{list}: {pages:?}");
        let mut links = pages.clone();
        links.extend(found.attributes("main th a", "href"));
        assert!(links.iter().all(|link| link.contains(&find) && link.contains("status=submitted")), "{links:?}");
        let second = coordinator.get(&pages[1]).await;
        let rows = second.texts("main tbody tr");
        assert!(!rows.is_empty() && rows.iter().all(|row| row.contains(NAME)), "{list}: {rows:?}");
        assert_eq!(searched(&second), "sökand", "{list}");
        let none = coordinator.submit(&second, &format!("{list}/find"), &[("q", "finnsinte")]).await;
        assert!(none.texts("main tbody tr").is_empty(), "{list} is filtered");
        site.ctx.clock.move_by_minutes(31 * 24 * 60);
        assert_eq!(searched(&coordinator.get(&found.path).await), "", "{list}: its time is over");
    }
});
