//! The coordinators' desk through the whole router, on both databases: who never sees a concern, what a reason opens, what a protected
//! identity hides, what follows when a role ends, what leaves "Att göra".

use crate::support::{Case, TestSite, as_person, change, count, settle, text, whole};
use app::db_test;
use axum::http::StatusCode;
use db::{Failure, exec, in_tx, row, rows};
use frame::access::model::Role;
use ground::id::AreaId;

/// The case, and a colleague of its coordinator: same area, named "Kollega".
async fn desk(db: app::checks::testing::TestDb) -> (TestSite, Case, String) {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let colleague = site.person_in(Role::Coordinator, &AreaId::from(case["area"].as_str())).await.to_string();
    change(&site, "UPDATE person SET given_name = 'Kollega', search_text = 'kollega prov' WHERE id = $1", &colleague)
        .await;
    (site, case, colleague)
}

/// The id in an address like `/concern/<id>/sent`.
fn id_in(location: &str) -> String {
    location.split('/').nth(2).unwrap_or_default().to_owned()
}

db_test!(whom_a_concern_is_about_never_sees_it, |db| async {
    let (site, case, colleague) = desk(db).await;
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let mut meant = as_person(&site, &colleague).await;
    let page = coordinator.open("/concern/new").await;
    let refused = coordinator.submit(&page, "/concern", &[("body", "Nycklar ligger framme.")]).await;
    assert!(!refused.attributes("#error-summary a[href='#about']", "href").is_empty(), "{}", refused.body);
    assert_eq!(refused.texts("textarea"), ["Nycklar ligger framme."], "nothing typed is lost");
    let found = coordinator
        .submit(&refused, "/concern", &[("body", "Nycklar ligger framme."), ("q", "koll"), ("search", "1")])
        .await;
    assert_eq!(found.attributes("input[name=about]", "value"), [colleague.as_str(), "nobody"]);
    assert_eq!(found.texts("textarea"), ["Nycklar ligger framme."]);
    assert!(!found.path.contains("koll"), "no name in an address: {}", found.path);
    let sent = coordinator
        .submit(&found, "/concern", &[("body", "Nycklar ligger framme."), ("q", "koll"), ("about", &colleague)])
        .await;
    assert_eq!(sent.status, StatusCode::OK);
    let concern = id_in(&sent.path);
    let page = format!("/staff/concerns/{concern}");
    assert_eq!(coordinator.get(&page).await.status, StatusCode::OK);
    for path in [page.clone(), format!("{page}/about")] {
        assert_eq!(meant.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for verb in ["about", "triage", "act", "decide", "close"] {
        let answer = meant.post(&format!("{page}/{verb}"), &[("about", "nobody"), ("decision", "x")]).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{verb}");
    }
    for list in ["/staff/concerns", "/staff"] {
        assert!(!meant.get(list).await.body.contains(&concern), "{list}");
        assert!(coordinator.get(list).await.body.contains(&concern), "{list}");
    }
    // A person of another area, or nobody known, cannot be named.
    let nobodys = [("body", "x"), ("about", case["other"].as_str())];
    assert_eq!(coordinator.post("/concern", &nobodys).await.status, StatusCode::NOT_FOUND);
    whole(&site).await;
});

db_test!(a_concern_left_open_is_judged_only_once_it_is_decided_whom_it_is_about, |db| async {
    let (site, case, colleague) = desk(db).await;
    let mut senior = as_person(&site, &case["senior"]).await;
    let page = senior.open("/concern/new").await;
    let offered = page.attributes("input[name=about]", "value");
    assert_eq!(offered[0], "open");
    for known in [&case["volunteer"], &case["coordinator"], &colleague] {
        assert!(offered.contains(known), "{known} in {offered:?}");
    }
    for unknown in [&case["senior2"], &case["volunteer2"], &case["coordinator2"], &case["senior"]] {
        assert!(!offered.contains(unknown), "{unknown}");
    }
    let stranger = senior.post("/concern", &[("body", "x"), ("about", &case["senior2"])]).await;
    assert_eq!(stranger.status, StatusCode::NOT_FOUND);
    let sent = senior.submit(&page, "/concern", &[("body", "Någon var otrevlig."), ("about", "open")]).await;
    let concern = id_in(&sent.path);
    let page = format!("/staff/concerns/{concern}");
    let (mut coordinator, mut other) =
        (as_person(&site, &case["coordinator"]).await, as_person(&site, &colleague).await);
    let judged = [("severity", "acute"), ("lex_sarah", "no"), ("lex_sarah_note", "Ingen av oss.")];
    let answer = coordinator.post(&format!("{page}/triage"), &judged).await;
    assert_eq!(answer.header("location"), format!("{page}/about"), "first whom it is about");
    // It is the coordinator who is meant, and says so: out of their sight from then on.
    let about = coordinator.open(&format!("{page}/about")).await;
    let gone = coordinator.submit(&about, &format!("{page}/about"), &[("about", "me")]).await;
    assert_eq!((gone.status, gone.path.as_str()), (StatusCode::OK, "/staff/concerns"));
    assert_eq!(coordinator.get(&page).await.status, StatusCode::NOT_FOUND);
    let answer = other.post(&format!("{page}/triage"), &judged).await;
    assert_eq!(answer.header("location"), page);
    // Corrected afterwards: it was the volunteer, whose match stops, for it is acute.
    let known = [("about", case["volunteer"].as_str())];
    let answer = other.post(&format!("{page}/about"), &known).await;
    assert_eq!(answer.header("location"), format!("{page}?notice=suspended"));
    let of_visit = "SELECT m.status FROM match m JOIN visit v ON v.match_id = m.id WHERE v.id = $1";
    assert_eq!(text(&site, of_visit, &case["visit"]).await, "suspended");
    assert_eq!(coordinator.get(&page).await.status, StatusCode::OK, "it was not them");
    // The owner turns out to be meant: the concern waits for another owner, in everybody else's list.
    let answer = coordinator.post(&format!("{page}/about"), &[("about", &colleague)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(other.get(&page).await.status, StatusCode::NOT_FOUND);
    assert_eq!(text(&site, "SELECT owner_id FROM concern WHERE id = $1", &concern).await, "");
    assert!(coordinator.get("/staff").await.body.contains(&concern));
    assert_eq!(coordinator.post(&format!("{page}/act"), &[("x", "1")]).await.header("location"), page);
    assert_eq!(text(&site, "SELECT owner_id FROM concern WHERE id = $1", &concern).await, case["coordinator"]);
    whole(&site).await;
});

db_test!(a_concern_of_a_visit_keeps_the_visits_other_person, |db| async {
    let (site, case, _) = desk(db).await;
    for (who, expected) in [("senior", &case["volunteer"]), ("volunteer", &case["senior"])] {
        let mut browser = as_person(&site, &case[who]).await;
        let page = browser.open(&format!("/concern/new?visit={}", case["visit"])).await;
        assert_eq!(page.attributes("input[name=about]", "value"), Vec::<String>::new(), "the visit says it");
        let sent = browser.submit(&page, "/concern", &[("body", "Det kändes fel."), ("about", "open")]).await;
        let about = text(&site, "SELECT about_person_id FROM concern WHERE id = $1", &id_in(&sent.path)).await;
        assert_eq!(about, *expected, "{who}");
    }
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let page = coordinator.open(&format!("/concern/new?visit={}", case["visit"])).await;
    let offered = page.attributes("input[name=about]", "value");
    assert_eq!(offered, [case["senior"].as_str(), case["volunteer"].as_str(), "nobody"]);
});

db_test!(a_reason_opens_a_person_and_nothing_else_does, |db| async {
    let (site, case, _) = desk(db).await;
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let address = format!("/staff/people/{}", case["senior"]);
    let log = "SELECT count(*) FROM audit_entry WHERE object_type = 'person' AND action = 'person.read' AND why = 'name' AND subject_id = $1";
    assert_eq!(count(&site, log, &case["senior"]).await, 0);
    let why = coordinator.open(&address).await;
    assert_eq!(count(&site, log, &case["senior"]).await, 1, "the page that asks why shows a name");
    let phone = "SELECT phone FROM person WHERE id = $1";
    let typed = [("phone", "070-123 45 67"), ("locale", "sv")];
    let answer = coordinator.post(&format!("{address}/contact"), &typed).await;
    assert!(answer.header("location").starts_with(&format!("{address}?notice=over&draft=")), "{:?}", answer.headers);
    for (verb, fields) in [("protect", vec![("sure", "yes")]), ("unprotect", vec![("x", "1")])] {
        let answer = coordinator.post(&format!("{address}/{verb}"), &fields).await;
        assert_eq!(answer.header("location"), format!("{address}?notice=over"), "{verb}");
    }
    assert_eq!(text(&site, phone, &case["senior"]).await, "");
    assert_eq!(count(&site, "SELECT count(*) FROM person WHERE protected AND id = $1", &case["senior"]).await, 0);
    // What was typed waits behind the reason.
    let over = coordinator.follow(answer).await;
    assert_eq!(over.texts("h1"), why.texts("h1"));
    let open = coordinator.submit(&over, &format!("{address}/open"), &[("reason", "call")]).await;
    assert_eq!(open.attributes("input#phone", "value"), ["070-123 45 67"]);
    for (action, reason) in [("person.open", "call"), ("person.read", "call")] {
        let sql = "SELECT count(*) FROM audit_entry WHERE subject_id = $1 AND action = $2 AND why = $3";
        let mut tx = site.ctx.db.read().await.unwrap();
        let found = row!(&mut tx, (i64,), sql, &case["senior"], action, reason).unwrap().unwrap();
        assert_eq!(found.0, 1, "{action}");
    }
    // Another person's proof, somebody else's proof and an old one open nothing.
    let proof = open.hidden(&format!("{address}/contact")).into_iter().find(|(name, _)| name == "open").unwrap().1;
    let elsewhere = format!("/staff/people/{}", case["senior2"]);
    let answer = coordinator.post(&format!("{elsewhere}/protect"), &[("sure", "yes"), ("open", &proof)]).await;
    assert_eq!(answer.header("location"), format!("{elsewhere}?notice=over"));
    let saved = coordinator.submit(&open, &format!("{address}/contact"), &typed).await;
    assert_eq!(saved.status, StatusCode::OK);
    assert_eq!(text(&site, phone, &case["senior"]).await, "0701234567");
    site.ctx.clock.move_by_minutes(31);
    let mut again = as_person(&site, &case["coordinator"]).await;
    let late = [("phone", "070-765 43 21"), ("locale", "sv"), ("open", proof.as_str())];
    let answer = again.post(&format!("{address}/contact"), &late).await;
    assert!(answer.header("location").contains("notice=over"), "{:?}", answer.headers);
    assert_eq!(text(&site, phone, &case["senior"]).await, "0701234567");
});

db_test!(a_protected_identity_is_for_the_named_coordinators, |db| async {
    // The marking comes without what pulls everything back: old rows must not tell the names either.
    db.may_contradict();
    let (site, case, _) = desk(db).await;
    let named = site.person(Role::Coordinator).to_string();
    change(&site, "UPDATE person SET protected = TRUE, family_name = 'Dold' WHERE id = $1", &case["senior"]).await;
    change(&site, "UPDATE person SET protected = TRUE, family_name = 'Hemlig' WHERE id = $1", &case["volunteer"]).await;
    let names = |body: &str| ["Dold", "Hemlig"].into_iter().filter(|name| body.contains(name)).collect::<Vec<_>>();
    let (mut limited, mut named) = (as_person(&site, &case["coordinator"]).await, as_person(&site, &named).await);
    let concern = format!("/staff/concerns/{}", case["concern"]);
    assert_eq!(limited.get(&concern).await.status, StatusCode::NOT_FOUND);
    assert_eq!(named.get(&concern).await.status, StatusCode::OK);
    assert!(!limited.get("/staff/concerns").await.body.contains(&case["concern"]));
    assert_eq!(limited.get(&format!("/staff/visits/{}", case["visit"])).await.status, StatusCode::FORBIDDEN);
    for path in ["/staff", "/staff/requests", "/staff/visits"] {
        assert_eq!(names(&limited.get(path).await.body), Vec::<&str>::new(), "{path}");
    }
    let request = format!("/staff/requests/{}", case["request"]);
    let page = limited.get(&request).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(names(&page.body), Vec::<&str>::new(), "neither the senior nor the volunteer");
    for verb in ["take", "take-over", "close"] {
        let answer = limited.post(&format!("{request}/{verb}"), &[("x", "1")]).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{verb}");
    }
    assert_eq!(names(&named.get(&request).await.body), Vec::<&str>::new(), "nothing for who does not have the request");
    let answer = named.post(&format!("{request}/take-over"), &[("x", "1")]).await;
    assert_eq!(answer.header("location"), format!("{request}?notice=taken_over"));
    assert_eq!(names(&named.get(&request).await.body), ["Dold", "Hemlig"], "whoever has it and is named");
    // The other party's old visits keep no name either.
    change(&site, "UPDATE person SET protected = FALSE WHERE id = $1", &case["senior"]).await;
    let mut senior = as_person(&site, &case["senior"]).await;
    let visit = senior.get(&format!("/visits/{}", case["visit"])).await;
    assert_eq!(visit.status, StatusCode::OK);
    assert!(!visit.body.contains("Hemlig") && visit.heading().starts_with("Volontären"), "{}", visit.heading());
});

db_test!(what_hung_on_a_role_goes_to_somebody_else, |db| async {
    let (site, case, colleague) = desk(db).await;
    let mut administrator = as_person(&site, &case["administrator"]).await;
    let role = |person: &str| {
        let site = &site;
        let person = person.to_owned();
        async move { text(site, "SELECT id FROM role_assignment WHERE person_id = $1", &person).await }
    };
    let end = format!("/admin/roles/{}/end", role(&case["coordinator"]).await);
    let ended = administrator.post(&end, &[("x", "1")]).await;
    assert_eq!(ended.header("location"), "/admin/roles?notice=ended");
    let owner = "SELECT owner_id FROM request WHERE id = $1";
    for request in ["matched", "request"] {
        assert_eq!(text(&site, owner, &case[request]).await, "", "{request}");
    }
    let told = "SELECT count(*) FROM outgoing_message WHERE code = 'requests_unowned' AND person_id = $1";
    assert_eq!(count(&site, told, &colleague).await, 1, "once, for both requests");
    assert_eq!(count(&site, told, &case["coordinator2"]).await, 0, "another area's");
    let logged = "SELECT count(*) FROM audit_entry WHERE action = 'request.unown' AND object_id = $1";
    assert_eq!(count(&site, logged, &case["request"]).await, 1);
    whole(&site).await;
    let mut other = as_person(&site, &colleague).await;
    let todo = other.get("/staff?status=ownerless").await;
    assert!(todo.body.contains(&case["request"]) && todo.body.contains(&case["matched"]), "{}", todo.body);
    let address = format!("/staff/requests/{}", case["request"]);
    let page = other.open(&address).await;
    let taken = other.submit(&page, &format!("{address}/take"), &[]).await;
    assert_eq!(taken.status, StatusCode::OK);
    assert_eq!(text(&site, owner, &case["request"]).await, colleague);
    // Whoever takes the next step of the other one has it.
    let closed = [("close_reason", "moved")];
    other.post(&format!("/staff/requests/{}/close", case["matched"]), &closed).await;
    assert_eq!(text(&site, "SELECT status FROM request WHERE id = $1", &case["matched"]).await, "closed");
    whole(&site).await;
});

db_test!(what_the_last_coordinator_had_is_told_to_administrators, |db| async {
    let (site, case, colleague) = desk(db).await;
    let mut administrator = as_person(&site, &case["administrator"]).await;
    let everywhere = site.person(Role::Coordinator).to_string();
    for person in [&everywhere, &colleague, &case["coordinator2"], &case["coordinator"]] {
        let role = text(&site, "SELECT id FROM role_assignment WHERE person_id = $1", person).await;
        let ended = administrator.post(&format!("/admin/roles/{role}/end"), &[("x", "1")]).await;
        assert_eq!(ended.header("location"), "/admin/roles?notice=ended");
    }
    let told = "SELECT count(*) FROM outgoing_message WHERE code = 'requests_unattended' AND person_id = $1";
    assert_eq!(count(&site, told, &case["administrator"]).await, 1, "once, for all requests");
    let page = administrator.open("/notifications").await;
    assert!(page.body.contains("ingen är samordnare"), "{}", page.body);
    let unowned = "SELECT count(*) FROM outgoing_message WHERE code = 'requests_unowned' AND person_id = $1";
    assert_eq!(count(&site, unowned, &colleague).await, 0, "nobody is told who does not coordinate any more");
    whole(&site).await;
});

db_test!(what_hung_on_a_volunteer_goes_to_somebody_else, |db| async {
    let (site, case, _) = desk(db).await;
    let mut administrator = as_person(&site, &case["administrator"]).await;
    let role = text(&site, "SELECT id FROM role_assignment WHERE person_id = $1", &case["volunteer"]).await;
    administrator.post(&format!("/admin/roles/{role}/end"), &[("x", "1")]).await;
    assert_eq!(text(&site, "SELECT status FROM visit WHERE id = $1", &case["visit"]).await, "cancelled");
    assert_eq!(text(&site, "SELECT status FROM offer WHERE id = $1", &case["offer"]).await, "withdrawn");
    let waits = "SELECT status FROM request WHERE id = $1 AND replacement_since IS NOT NULL";
    assert_eq!(text(&site, waits, &case["matched"]).await, "approved");
    let mut tx = site.ctx.db.read().await.unwrap();
    let told = "SELECT code FROM outgoing_message WHERE person_id = $1 AND code IN ('offer_withdrawn', 'visit_cancelled', 'visit_replaced')
                ORDER BY code";
    let volunteer = rows!(&mut tx, (String,), told, &case["volunteer"]).unwrap();
    assert_eq!(volunteer, [("offer_withdrawn".to_owned(),), ("visit_cancelled".to_owned(),)]);
    assert_eq!(rows!(&mut tx, (String,), told, &case["senior"]).unwrap(), [("visit_replaced".to_owned(),)]);
    drop(tx);
    whole(&site).await;
});

db_test!(a_role_that_ends_by_its_date_hands_on_too, |db| async {
    let (site, case, _) = desk(db).await;
    let tomorrow = site.ctx.clock.now().plus_days(1);
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        for person in ["coordinator", "volunteer"] {
            exec!(tx, "UPDATE role_assignment SET valid_to = $1 WHERE person_id = $2", tomorrow, &case[person])?;
        }
        Ok(())
    });
    done.unwrap();
    app::clocks::run(&site.ctx).await.unwrap();
    assert_eq!(text(&site, "SELECT status FROM offer WHERE id = $1", &case["offer"]).await, "open", "they hold");
    site.ctx.clock.move_by_minutes(24 * 60 + 1);
    app::clocks::run(&site.ctx).await.unwrap();
    assert_eq!(text(&site, "SELECT status FROM offer WHERE id = $1", &case["offer"]).await, "withdrawn");
    assert_eq!(text(&site, "SELECT status FROM visit WHERE id = $1", &case["visit"]).await, "cancelled");
    assert_eq!(text(&site, "SELECT owner_id FROM request WHERE id = $1", &case["request"]).await, "");
    let logged =
        "SELECT count(*) FROM audit_entry WHERE action = 'request.unown' AND actor_id IS NULL AND object_id = $1";
    assert_eq!(count(&site, logged, &case["request"]).await, 1);
    app::clocks::run(&site.ctx).await.unwrap();
    assert_eq!(count(&site, logged, &case["request"]).await, 1, "once");
    whole(&site).await;
});

db_test!(what_was_not_good_leaves_the_list_when_it_was_followed_up, |db| async {
    let (site, case, _) = desk(db).await;
    let now = site.ctx.clock.now();
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(
            tx,
            "UPDATE visit SET status = 'finished', started_at = $2, finished_at = $2, starts_at = $2 WHERE id = $1",
            &case["visit"],
            now.plus_hours(-24)
        )?;
        exec!(
            tx,
            "INSERT INTO feedback (municipality_id, id, visit_id, person_id, answer, note, created_at) VALUES ($1, 'f', $2, $3, 'talk', '', $4)",
            &site.municipality,
            &case["visit"],
            &case["senior"],
            now.plus_days(-20)
        )?;
        settle(tx, now).await?;
        Ok(())
    });
    done.unwrap();
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let address = format!("/staff/visits/{}", case["visit"]);
    let list = "/staff?status=feedback_talk";
    let todo = coordinator.get(list).await;
    assert_eq!(todo.attributes("main tbody a", "href"), [address.as_str()], "it waits, however old it is");
    let page = coordinator.open(&address).await;
    let action = format!("{address}/follow-up");
    let refused = coordinator.submit(&page, &action, &[("follow_up", " ")]).await;
    assert!(!refused.attributes("#error-summary a[href='#follow_up']", "href").is_empty(), "{}", refused.body);
    let number = coordinator.submit(&refused, &action, &[("follow_up", "Ringde 420315-1234")]).await;
    assert_eq!(number.texts("textarea"), ["Ringde […]"], "asked, and not kept");
    let done = coordinator.submit(&number, &action, &[("follow_up", "Ringde. Allt är bra nu.")]).await;
    assert!(done.body.contains("Ringde. Allt är bra nu."), "{}", done.body);
    assert!(done.filled_forms().iter().all(|(form, _)| *form != action), "done once");
    assert_eq!(coordinator.get(list).await.attributes("main tbody a", "href"), Vec::<String>::new());
    let logged = "SELECT count(*) FROM audit_entry WHERE action = 'visit.follow_up' AND object_id = $1";
    assert_eq!(count(&site, logged, &case["visit"]).await, 1);
});
