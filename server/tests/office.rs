//! A coordinator's day at the desk, through the whole router, on both databases: from one thing to the next, windows that show how
//! things were, saved filters, paper, keys.

use crate::support::{Answer, Browser, Case, TestSite, as_person, change, count, whole};
use app::db_test;
use axum::http::StatusCode;
use db::row;
use frame::access::model::Role;
use ground::id::AreaId;

/// The case, with so many requests by telephone of its coordinator, in the order of "Att göra".
async fn desk(db: app::checks::testing::TestDb, count: usize) -> (TestSite, Case, Browser, Vec<String>) {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    // Nothing waits but what is entered here.
    change(&site, "DELETE FROM concern WHERE id = $1", &case["concern"]).await;
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let mut made = Vec::new();
    for number in 0..count {
        let address = format!("/staff/requests/new?person={}", case["senior2"]);
        let page = browser.open(&address).await;
        let note = format!("Samtal {number}");
        let entered = browser
            .submit(
                &page,
                "/staff/requests",
                &[
                    ("kind", case["kind"].as_str()),
                    ("mode", "home"),
                    ("other_day", "26"),
                    ("part", "morning"),
                    ("note", &note),
                ],
            )
            .await;
        let id = entered.path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
        assert_eq!(entered.status, StatusCode::OK, "{}", entered.path);
        made.push(id);
        site.ctx.clock.move_by_minutes(1);
    }
    (site, case, browser, made)
}

fn of_request(page: &Answer) -> &str {
    page.path.split('?').next().unwrap().strip_prefix("/staff/requests/").unwrap_or_default()
}

const APPROVED: [(&str, &str); 2] = [("volunteer_text", "En pratstund."), ("risk", "1")];

db_test!(what_is_decided_leads_to_what_waits_next, |db| async {
    let (site, _, mut browser, made) = desk(db, 3).await;
    // Two are of nobody's concern but the asker's: the case's own approved request waits for an answer, its match for its visit.
    let order: Vec<String> = browser.open("/staff").await.attributes("main tbody a", "href");
    assert_eq!(order, made.iter().map(|id| format!("/staff/requests/{id}")).collect::<Vec<_>>());
    let page = browser.open(&order[0]).await;
    let action = format!("{}/approve", order[0]);
    let next = browser.submit(&page, &action, &[&APPROVED[..], &[("then", "next")]].concat()).await;
    assert_eq!(of_request(&next), made[1]);
    assert!(next.texts(".box.success").concat().contains("Här är nästa"), "{}", next.body);
    assert_eq!(count(&site, "SELECT count(*) FROM request WHERE status = 'approved' AND id = $1", &made[0]).await, 1);
    // A question, then a no, each to the next; an ordinary press stays.
    let asked = browser.submit(&next, &format!("{}/ask", order[1]), &[("question", "När?"), ("then", "next")]).await;
    assert_eq!(of_request(&asked), made[2]);
    let why = browser.open(&format!("{}/decline", order[2])).await;
    assert_eq!(why.attributes("button[name=then]", "value"), ["next"]);
    let stays = browser.submit(&why, &format!("{}/decline", order[2]), &[("reason", "trade")]).await;
    assert_eq!(of_request(&stays), made[2]);
    whole(&site).await;
});

db_test!(where_nothing_waits_the_list_says_so, |db| async {
    let (_site, _, mut browser, made) = desk(db, 1).await;
    let page = browser.open(&format!("/staff/requests/{}", made[0])).await;
    let action = format!("/staff/requests/{}/close", made[0]);
    let list = browser.submit(&page, &action, &[("close_reason", "moved"), ("then", "next")]).await;
    assert!(list.path.starts_with("/staff?"), "{}", list.path);
    assert!(list.texts(".box.success").concat().contains("Inget mer väntar"), "{}", list.body);
});

db_test!(one_goes_through_the_list_and_back, |db| async {
    let (_site, _, mut browser, made) = desk(db, 3).await;
    let page = browser.open(&format!("/staff/requests/{}", made[0])).await;
    let ways = page.attributes("main nav a", "href");
    let next = browser.open(&ways[1]).await;
    assert_eq!(of_request(&next), made[1]);
    let back = browser.open(&next.attributes("main nav a", "href")[0]).await;
    assert_eq!(of_request(&back), made[0]);
    assert_eq!(of_request(&browser.open(&ways[0]).await), made[2], "from the first to the last");
});

db_test!(a_window_that_shows_how_it_was_says_so_and_keeps_what_was_typed, |db| async {
    let (site, case, mut browser, made) = desk(db, 4).await;
    let address = |id: &str| format!("/staff/requests/{id}");
    let mut second = browser.clone();
    for (index, (verb, typed)) in [
        ("approve", vec![("volunteer_text", "En lång promenad i parken."), ("risk", "1"), ("checks_note", "Trappor.")]),
        ("ask", vec![("question", "Vilken dag passar bäst?")]),
        ("refer", vec![("refer_to", "Hemtjänsten"), ("refer_text", "De ringer dig.")]),
        ("decline", vec![("reason", "other"), ("own_text", "Vi hinner inte."), ("other_way", "Ring vårdcentralen.")]),
    ]
    .into_iter()
    .enumerate()
    {
        let request = address(&made[index]);
        let form = if verb == "decline" { format!("{request}/decline") } else { request.clone() };
        let stale = second.open(&form).await;
        // Another window closes it meanwhile.
        let page = browser.open(&request).await;
        browser.submit(&page, &format!("{request}/close"), &[("close_reason", "moved")]).await;
        let late =
            second.submit(&stale, &format!("{request}/{verb}"), &[&typed[..], &[("then", "next")]].concat()).await;
        assert_eq!((late.status, of_request(&late)), (StatusCode::OK, made[index].as_str()), "{verb}");
        let said = late.texts(".box.warning").concat();
        assert!(said.contains("Något har ändrats. Inget blev gjort."), "{verb}: {said}");
        for (field, words) in typed.iter().filter(|(field, _)| !matches!(*field, "risk" | "reason")) {
            assert!(said.contains(words), "{verb}: {field} is kept: {said}");
            assert!(!late.path.contains(words), "and stands in no address");
        }
        assert_eq!(
            count(&site, "SELECT count(*) FROM request WHERE status = 'closed' AND id = $1", &made[index]).await,
            1
        );
    }
    // What was kept is its writer's alone.
    let colleague = site.person_in(Role::Coordinator, &AreaId::from(case["area"].as_str())).await;
    let stale = second.open("/staff").await;
    let mut other = as_person(&site, colleague.as_str()).await;
    let answer = other.get(&stale.path).await;
    assert_eq!(answer.status, StatusCode::OK);
    whole(&site).await;
});

db_test!(what_was_refused_for_one_request_stands_on_no_other, |db| async {
    let (_site, _case, mut browser, made) = desk(db, 2).await;
    let made: Vec<String> = made.iter().map(|id| format!("/staff/requests/{id}")).collect();
    let page = browser.open(&made[0]).await;
    let words = [("volunteer_text", "En promenad."), ("risk", "9"), ("checks_note", "Bara om den ena.")];
    let refused = browser.submit(&page, &format!("{}/approve", made[0]), &words).await.path;
    let (_, query) = refused.split_once('?').unwrap();
    assert!(query.contains("draft="), "{refused}");
    let own = browser.open(&refused).await;
    assert_eq!(own.attributes("#checks_note", "value"), ["Bara om den ena."], "nothing typed is lost");
    let other = browser.open(&format!("{}?{query}", made[1])).await;
    assert_eq!(other.status, StatusCode::OK);
    assert_eq!(other.attributes("#checks_note", "value"), [""]);
    assert_eq!(other.texts("#volunteer_text"), [""], "its own");
    assert!(other.texts(".summary").is_empty());
});

db_test!(a_time_that_is_there_is_not_added_twice, |db| async {
    let (site, case, mut browser, made) = desk(db, 1).await;
    let id = made[0].as_str();
    let address = format!("/staff/requests/{id}");
    let times = "SELECT count(*) FROM request_time WHERE request_id = $1";
    let log = "SELECT count(*) FROM audit_entry WHERE action = 'request.add_time' AND object_id = $1";
    assert_eq!(count(&site, times, id).await, 1);
    for (day, part, clock, notice, expected) in [
        ("30", "afternoon", "", "time_added", 2),
        ("30/11", "afternoon", "", "time_known", 2),
        ("2026-11-30", "morning", "14.30", "time_added", 3),
        ("30", "", "14:30", "time_known", 3),
        // What was named on the telephone.
        ("26", "morning", "", "time_known", 3),
        ("26", "evening", "", "time_added", 4),
    ] {
        let page = browser.open(&address).await;
        let fields = [("day", day), ("part", part), ("clock", clock)];
        let answer = browser.submit(&page, &format!("{address}/times"), &fields).await;
        assert_eq!(answer.path, format!("{address}?notice={notice}"), "{day} {part} {clock}");
        assert_eq!(answer.attributes("#day", "value"), [""], "the form is empty again");
        assert_eq!(count(&site, times, id).await, expected, "{day} {part} {clock}");
    }
    assert_eq!(count(&site, log, id).await, 3, "what changed nothing is no change");
    // Two windows at once.
    let mut other = as_person(&site, &case["coordinator"]).await;
    let address = format!("{address}/times");
    let fields = [("day", "27"), ("part", "morning")];
    let (one, two) = tokio::join!(browser.post(&address, &fields), other.post(&address, &fields));
    assert!(one.status == StatusCode::SEE_OTHER && two.status == StatusCode::SEE_OTHER);
    assert_eq!(count(&site, times, id).await, 5);
    whole(&site).await;
});

db_test!(two_windows_keep_their_searches_and_forms_apart, |db| async {
    let (_site, _, mut first, made) = desk(db, 2).await;
    let mut second = first.clone();
    let list = first.open("/staff/requests").await;
    let one = first.submit(&list, "/staff/requests/find", &[("q", "prov"), ("status", "in_review")]).await;
    let list = second.open("/staff/requests").await;
    let two = second.submit(&list, "/staff/requests/find", &[("q", "9999"), ("status", "open")]).await;
    // Loaded again, each shows its own.
    for (browser, page, words, status) in [(&mut first, &one, "prov", "in_review"), (&mut second, &two, "9999", "open")]
    {
        let again = browser.open(&page.path).await;
        assert_eq!(again.attributes("main input[name=q]", "value"), [words]);
        assert_eq!(again.attributes("select#status option[selected]", "value"), [status]);
    }
    // Two forms that were refused, of two requests and of one.
    let mut refused = Vec::new();
    for (browser, id, text) in [(&mut first, &made[0], "Ring […]"), (&mut second, &made[1], "Nås på […]")] {
        let address = format!("/staff/requests/{id}");
        let page = browser.open(&address).await;
        refused.push((
            browser
                .submit(&page, &format!("{address}/ask"), &[("question", &text.replace("[…]", "420315-1234"))])
                .await,
            text,
        ));
    }
    for (page, text) in refused {
        assert_eq!(first.open(&page.path).await.texts("textarea#question"), [text]);
    }
});

db_test!(a_filter_is_saved_opened_and_removed_by_its_owner_alone, |db| async {
    let (site, case, mut browser, _) = desk(db, 2).await;
    let list = browser.open("/staff/requests").await;
    let found = browser.submit(&list, "/staff/requests/find", &[("q", "prov"), ("status", "in_review")]).await;
    let rows = found.texts("main tbody tr");
    assert_eq!(rows.len(), 2);
    let save = found.attributes("main a[href^='/staff/filters']", "href").remove(0);
    assert!(!save.contains("prov"), "{save}");
    let page = browser.open(&save).await;
    assert!(page.texts("main").concat().contains("”prov”, Granskas, nyast först"), "{}", page.body);
    let nameless = browser.submit(&page, "/staff/filters", &[("name", " ")]).await;
    assert!(!nameless.attributes("#error-summary a[href='#name']", "href").is_empty(), "{}", nameless.body);
    let number = browser.submit(&nameless, "/staff/filters", &[("name", "Bo 420315-1234")]).await;
    assert_eq!(number.attributes("input#name", "value"), ["Bo […]"], "asked, and not kept");
    let saved = browser.submit(&number, "/staff/filters", &[("name", "Mina samtal")]).await;
    assert!(saved.texts(".box.success").concat().contains("sparat"), "{}", saved.body);
    let open = saved.attributes("main .card a", "href").remove(0);
    assert!(!open.contains("prov") && !open.contains("samtal"), "{open}");
    let again = browser.open(&open).await;
    assert_eq!(again.texts("main tbody tr").len(), rows.len());
    assert_eq!(again.attributes("main input[name=q]", "value"), ["prov"]);
    assert_eq!(again.attributes("main nav a[aria-current=page]", "href"), [open.as_str()]);
    let told = "SELECT count(*) FROM audit_entry WHERE action = 'list.read' AND why LIKE '%prov%' AND actor_id = $1";
    assert_eq!(count(&site, told, &case["coordinator"]).await, 0, "the words stand in no log");

    // A colleague with the same address searches for nothing, and removes nothing.
    let colleague = site.person_in(Role::Coordinator, &AreaId::from(case["area"].as_str())).await;
    let mut other = as_person(&site, colleague.as_str()).await;
    let theirs = other.open(&open).await;
    assert_eq!(theirs.attributes("main input[name=q]", "value"), [""]);
    assert!(!theirs.body.contains("Mina samtal"));
    let delete = saved.attributes("main .card form", "action").remove(0);
    assert_eq!(other.post(&delete, &[("key", "k")]).await.status, StatusCode::NOT_FOUND);
    // In two windows at the same moment: it is gone, and both are told so.
    let mut window = browser.clone();
    let (gone, same) = tokio::join!(browser.submit(&saved, &delete, &[]), window.submit(&saved, &delete, &[]));
    for gone in [&gone, &same] {
        assert!(gone.texts(".box.success").concat().contains("borttaget"), "{}", gone.body);
    }
    assert!(gone.attributes("main .card a", "href").is_empty());
    assert_eq!(browser.open(&open).await.attributes("main input[name=q]", "value"), [""], "it searches no more");

    // They go with the role.
    let page = browser.open("/staff/filters?status=open").await;
    browser.submit(&page, "/staff/filters", &[("name", "Öppna")]).await;
    let kept = "SELECT count(*) FROM saved_filter WHERE person_id = $1";
    assert_eq!(count(&site, kept, &case["coordinator"]).await, 1);
    let mut tx = site.ctx.db.read().await.unwrap();
    let role = row!(&mut tx, (String,), "SELECT id FROM role_assignment WHERE person_id = $1", &case["coordinator"]);
    let role = role.unwrap().unwrap().0;
    drop(tx);
    let mut administrator = as_person(&site, &case["administrator"]).await;
    administrator.post(&format!("/admin/roles/{role}/end"), &[("x", "1")]).await;
    assert_eq!(count(&site, kept, &case["coordinator"]).await, 0);
    whole(&site).await;
});

db_test!(paper_holds_first_names_and_nothing_of_protected_people, |db| async {
    db.may_contradict();
    let (site, case, mut browser, _) = desk(db, 0).await;
    change(&site, "UPDATE person SET given_name = 'Gunnel', family_name = 'Ekström', street = 'Storgatan 3', phone = '0161' WHERE id = $1", &case["senior"]).await;
    change(
        &site,
        "UPDATE person SET given_name = 'Erik', family_name = 'Lundman', phone = '0701' WHERE id = $1",
        &case["volunteer"],
    )
    .await;
    let list = browser.open("/staff/visits?day=2026-11-26").await;
    let print = list.attributes("main a[href^='/staff/print/']", "href");
    let paper = browser.open(&print[0]).await;
    let text = paper.texts("main").concat();
    for words in ["Gunnel E.", "Erik L.", "Erik: 0701", "Gunnel: 0161", "010-000 00 00", "Centrum, hemma"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    for words in ["Ekström", "Lundman", "Storgatan"] {
        assert!(!text.contains(words), "{words} in {text}");
    }
    let logged =
        "SELECT count(*) FROM audit_entry WHERE action = 'visit.list' AND why = 'print 2026-11-26' AND actor_id = $1";
    assert_eq!(count(&site, logged, &case["coordinator"]).await, 1);

    // The card: agreed visits only, in the language of the person it is for.
    let address = format!("/staff/visits/{}", case["visit"]);
    let card = format!("/staff/print/visits/{}", case["visit"]);
    change(&site, "UPDATE visit SET status = 'planned', confirmed_at = NULL WHERE id = $1", &case["visit"]).await;
    assert!(browser.open(&address).await.attributes("main a[href^='/staff/print/']", "href").is_empty());
    assert!(browser.open(&card).await.texts(".visit-card").is_empty());
    change(&site, "UPDATE visit SET status = 'confirmed', confirmed_at = 1 WHERE id = $1", &case["visit"]).await;
    change(&site, "UPDATE person SET locale = 'fi' WHERE id = $1", &case["senior"]).await;
    let shown = browser.open(&address).await.attributes("main a[href^='/staff/print/']", "href");
    assert_eq!(shown, [card.as_str()]);
    let page = browser.open(&card).await;
    let text = page.texts(".visit-card").concat();
    assert_eq!(page.attributes(".visit-card", "lang"), ["fi"]);
    for words in ["Gunnel", "Erik L.", "Torstai", "010-000 00 00", "112"] {
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!text.contains("Lundman") && !text.contains("Ekström"), "{text}");

    // A volunteer whose identity is protected has no name on it, and is in no list.
    let named = site.person(Role::Coordinator).to_string();
    change(&site, "UPDATE person SET protected = TRUE WHERE id = $1", &case["volunteer"]).await;
    assert_eq!(browser.get(&card).await.status, StatusCode::FORBIDDEN);
    let mut named = as_person(&site, &named).await;
    let text = named.open(&card).await.texts(".visit-card").concat();
    assert!(!text.contains("Erik") && text.contains("Vapaaehtoinen"), "{text}");
    assert!(!named.open(&print[0]).await.texts("main").concat().contains("Gunnel"));
});

db_test!(the_keys_can_be_turned_off, |db| async {
    let (_site, _, mut browser, _) = desk(db, 0).await;
    let off = |page: &Answer| page.attributes("html", "data-keys");
    let page = browser.open("/staff/help/keys").await;
    assert!(page.texts("main kbd").len() >= 6 && off(&page).is_empty(), "{}", page.body);
    // Pressed twice they stay off: the button says what is to be, not to change it.
    let mut window = browser.clone();
    let (page, same) =
        tokio::join!(browser.submit(&page, "/staff/help/keys", &[]), window.submit(&page, "/staff/help/keys", &[]));
    assert_eq!((off(&page), off(&same)), (vec!["off".to_owned()], vec!["off".to_owned()]));
    assert_eq!(off(&browser.open("/staff").await), ["off"]);
    let page = browser.submit(&page, "/staff/help/keys", &[]).await;
    assert!(off(&page).is_empty());
});
