//! The register of people, as browsers without script use it, on both databases: numbers and names as they are typed, what a search
//! shows and what is logged, whom a caller may be, and two who change the same.

use crate::support::{Answer, Browser, Case, TestSite, as_person, count, text};
use app::db_test;
use axum::http::StatusCode;
use db::{Failure, exec, in_tx};
use ground::id::PersonId;
use people::person::search_text;

const NUMBER: &str = "0701740651";

/// The case, in which the first senior and the first volunteer are called Anna-Lena Åkerström, with a telephone and an address.
async fn named(db: app::checks::testing::TestDb) -> (TestSite, Case) {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    for who in ["senior", "volunteer"] {
        let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
            Ok(exec!(
                tx,
                "UPDATE person SET given_name = 'Anna-Lena', family_name = 'Åkerström', search_text = $2, phone = $3,
                        street = 'Provgatan 7', postal_code = '632 20' WHERE id = $1",
                &case[who],
                search_text("Anna-Lena", "Åkerström", Some(NUMBER)),
                NUMBER
            )?)
        });
        assert_eq!(done.unwrap(), 1);
    }
    (site, case)
}

async fn found(browser: &mut Browser, list: &str, typed: &str) -> Answer {
    let page = browser.open(list).await;
    let found = browser.submit(&page, &format!("{list}/find"), &[("q", typed)]).await;
    assert_eq!(found.status, StatusCode::OK, "{list} {typed}");
    found
}

db_test!(every_search_box_finds_a_number_and_a_name_however_they_are_typed, |db| async {
    let (site, case) = named(db).await;
    let typed = [
        "070\u{2011}174\u{a0}06\u{a0}51",
        "+46 (0)70-174 06 51",
        "0046701740651",
        "\u{202a}070 174 06 51\u{202c}",
        "06 51",
        "åkerström anna",
        "Anna Lena",
        "A\u{30a}KERSTRO\u{308}M",
        "Åkerström 070-174 06 51",
    ];
    for (list, who) in [
        ("/staff/people", "coordinator"),
        ("/staff/requests", "coordinator"),
        ("/staff/requests/new", "coordinator"),
        ("/staff/volunteers", "coordinator"),
        ("/admin/roles", "administrator"),
    ] {
        let mut browser = as_person(&site, &case[who]).await;
        for typed in typed {
            let page = found(&mut browser, list, typed).await;
            assert!(page.texts("main").concat().contains("Åkerström"), "{list}: {typed}");
        }
        for typed in ["Akerstrom", "070-174 06 52", "Åkerström Finnsinte"] {
            let page = found(&mut browser, list, typed).await;
            assert!(!page.texts("main").concat().contains("Åkerström"), "{list}: {typed}");
        }
    }
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let page = browser.open("/concern/new").await;
    let page = browser.submit(&page, "/concern", &[("q", typed[1]), ("search", "1")]).await;
    assert!(page.texts("main").concat().contains("Åkerström"), "{}", page.body);
});

db_test!(a_search_shows_name_and_area_and_opening_is_a_row_on_the_person, |db| async {
    let (site, case) = named(db).await;
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let page = found(&mut browser, "/staff/requests/new", "åkerström").await;
    let link = format!("/staff/requests/new?person={}", case["senior"]);
    assert!(page.attributes("main a", "href").contains(&link), "{}", page.body);
    assert!(page.texts("main").concat().contains("Centrum"));
    let json = format!("/api/review/new?find={}", page.path.split("find=").nth(1).unwrap());
    for shown in [page.body, browser.get(&json).await.body] {
        assert!(!shown.contains("Provgatan") && !shown.contains("06\u{a0}51") && !shown.contains(NUMBER), "{shown}");
    }
    let read =
        "SELECT count(*) FROM audit_entry WHERE action = 'person.read' AND why = 'request.new' AND subject_id = $1";
    assert_eq!(count(&site, read, &case["senior"]).await, 0);
    let picked = browser.get(&link).await;
    let shown = picked.texts("main").concat();
    assert!(shown.contains("Provgatan 7") && shown.contains("174 06 51"), "{shown}");
    assert_eq!(count(&site, read, &case["senior"]).await, 1);
    let searches =
        "SELECT count(*) FROM audit_entry WHERE action = 'person.search' AND subject_id IS NULL AND actor_id = $1";
    assert_eq!(count(&site, searches, &case["coordinator"]).await, 2, "the page and its data");
});

db_test!(a_day_of_reading_everybody_is_told_to_the_administrators, |db| async {
    let (site, case) = named(db).await;
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let page = found(&mut browser, "/staff/people", "prov").await;
    for _ in 0..=people::watch::MOST_SEARCHES {
        browser.get(&page.path).await;
    }
    let told = "SELECT count(*) FROM outgoing_message WHERE code = 'read_much' AND person_id = $1";
    assert_eq!(count(&site, told, &case["administrator"]).await, 1);
    let mut administrator = as_person(&site, &case["administrator"]).await;
    let overview = administrator.get("/admin").await;
    let lines = overview.texts("main li").concat();
    assert!(lines.contains(&(people::watch::MOST_SEARCHES + 2).to_string()), "{lines}");
});

db_test!(who_a_visit_is_with_is_read_from_a_concern_too, |db| async {
    let (site, case) = named(db).await;
    let address = format!("/concern/new?visit={}", case["visit"]);
    let read =
        "SELECT count(*) FROM audit_entry WHERE action = 'visit.read' AND why = 'concern.new' AND subject_id = $1";
    as_person(&site, &case["senior"]).await.get(&address).await;
    for who in ["senior", "volunteer"] {
        assert_eq!(count(&site, read, &case[who]).await, 0, "one's own visit");
    }
    as_person(&site, &case["coordinator"]).await.get(&address).await;
    for who in ["senior", "volunteer"] {
        assert_eq!(count(&site, read, &case[who]).await, 1, "{who}");
    }
});

/// Contact data as a browser sends them.
fn contact<'a>(phone: &'a str, email: &'a str) -> [(&'a str, &'a str); 4] {
    [("phone", phone), ("email", email), ("way_in", ""), ("locale", "sv")]
}

db_test!(two_who_change_the_same_person_undo_nothing, |db| async {
    let (site, case) = named(db).await;
    let id = case["senior"].as_str();
    let (phone, email) = ("SELECT phone FROM person WHERE id = $1", "SELECT email FROM person WHERE id = $1");
    let mut own = as_person(&site, id).await;
    let old = own.get("/me").await;
    // A coordinator opens her, and adds an address.
    let mut staff = as_person(&site, &case["coordinator"]).await;
    let why = staff.get(&format!("/staff/people/{id}")).await;
    let opened = staff.submit(&why, &format!("/staff/people/{id}/open"), &[("reason", "call")]).await;
    let action = format!("/staff/people/{id}/contact");
    let saved = staff.submit(&opened, &action, &contact("+46 70-174 06 51", " Anna@Example.SE ")).await;
    assert!(saved.path.contains("notice=saved"), "{}", saved.path);
    assert_eq!(
        (text(&site, phone, id).await.as_str(), text(&site, email, id).await.as_str()),
        (NUMBER, "Anna@example.se")
    );
    // Her own page is older, and changes the number alone.
    let saved = own.submit(&old, "/me/contact", &contact("070-174 06 52", "")).await;
    assert!(saved.path.contains("notice=saved"), "{}", saved.path);
    assert_eq!(
        (text(&site, phone, id).await.as_str(), text(&site, email, id).await.as_str()),
        ("0701740652", "Anna@example.se"),
        "the new address is not wiped"
    );
    // The coordinator's page is older now, and changes the number too: they are told, and nothing typed is lost.
    let asked = staff.submit(&opened, &action, &contact("070-174 06 53", "Anna@example.se")).await;
    assert!(asked.path.contains("draft="), "{}", asked.path);
    let shown = asked.texts("main").concat();
    assert!(shown.contains("Nu står det: 070\u{2011}174 06 52."), "what stands there: {shown}");
    assert!(asked.attributes("input[name=phone]", "value").concat().contains("53"), "what was typed");
    assert_eq!(text(&site, phone, id).await, "0701740652");
    let saved = staff.submit(&asked, &action, &contact("070-174 06 53", "Anna@example.se")).await;
    assert!(saved.path.contains("notice=saved"), "{}", saved.path);
    assert_eq!(text(&site, phone, id).await, "0701740653", "knowingly now");
});

db_test!(two_tabs_of_a_volunteer_undo_nothing, |db| async {
    let (site, case) = named(db).await;
    let id = case["volunteer"].as_str();
    let mut browser = as_person(&site, id).await;
    let first = browser.get("/volunteer/profile").await;
    let second = browser.get("/volunteer/profile").await;
    let most = first.attributes("input[name=max_per_month]", "value").concat();
    let fields = |most, about| {
        let chosen = [("kinds", case["kind"].as_str()), ("areas", case["area"].as_str()), ("languages", "sv")];
        [chosen.as_slice(), &[("max_per_month", most), ("about", about)]].concat()
    };
    let saved = browser.submit(&first, "/volunteer/profile", &fields(&most, "Jag tycker om att baka.")).await;
    assert!(saved.path.contains("notice=saved"), "{}", saved.path);
    let saved = browser.submit(&second, "/volunteer/profile", &fields("9", "")).await;
    assert!(saved.path.contains("notice=saved"), "{}", saved.path);
    assert_eq!(text(&site, "SELECT about FROM person WHERE id = $1", id).await, "Jag tycker om att baka.");
    assert_eq!(count(&site, "SELECT max_per_month FROM volunteer WHERE person_id = $1", id).await, 9);
});

db_test!(two_administrators_undo_nothing, |db| async {
    let (site, case) = named(db).await;
    let mut browser = as_person(&site, &case["administrator"]).await;
    let address = format!("/admin/areas/{}", case["area"]);
    let (first, second) = (browser.get(&address).await, browser.get(&address).await);
    let action = format!("{address}/save");
    browser.submit(&first, &action, &[("name", "Gamla stan"), ("active", "yes")]).await;
    browser.submit(&second, &action, &[("name", "Centrum"), ("active", "no")]).await;
    let area = case["area"].as_str();
    assert_eq!(text(&site, "SELECT name FROM area WHERE id = $1", area).await, "Gamla stan");
    assert_eq!(count(&site, "SELECT count(*) FROM area WHERE active AND id = $1", area).await, 0);
    let asked = browser.submit(&second, &action, &[("name", "City"), ("active", "yes")]).await;
    assert!(asked.texts("main").concat().contains("Gamla stan"), "{}", asked.path);
    assert_eq!(asked.attributes("input[name=name]", "value"), ["City"]);
});

db_test!(two_at_the_same_moment_lose_nothing, |db| async {
    let (site, case) = named(db).await;
    let id = case["senior"].as_str();
    for round in 0..5 {
        let (mut one, mut other) = (as_person(&site, id).await, as_person(&site, id).await);
        let (first, second) = (one.get("/me").await, other.get("/me").await);
        let (phone, email) = (format!("070174065{round}"), format!("anna{round}@example.se"));
        let kept = |page: &Answer, field: &str| page.attributes(&format!("input[name={field}]"), "value").concat();
        let (old_email, old_phone) = (kept(&first, "email"), kept(&second, "phone"));
        let (number, address) = (contact(&phone, &old_email), contact(&old_phone, &email));
        let (a, b) =
            tokio::join!(one.submit(&first, "/me/contact", &number), other.submit(&second, "/me/contact", &address));
        assert!(a.path.contains("saved") && b.path.contains("saved"), "{} {}", a.path, b.path);
        assert_eq!(text(&site, "SELECT phone FROM person WHERE id = $1", id).await, phone);
        assert_eq!(text(&site, "SELECT email FROM person WHERE id = $1", id).await, email);
    }
});

/// Somebody who calls.
fn call<'a>(case: &'a Case, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("area", case["area"].as_str()),
        ("kind", case["kind"].as_str()),
        ("mode", "home"),
        ("other_day", "26"),
        ("part", "morning"),
        ("locale", "sv"),
    ];
    fields.extend(more);
    fields
}

db_test!(a_known_caller_is_shown_before_a_second_person_is_made, |db| async {
    let (site, case) = named(db).await;
    let mut browser = as_person(&site, &case["coordinator"]).await;
    let people = "SELECT count(*) FROM person WHERE phone = $1";
    let page = browser.open("/staff/requests/new").await;
    let her = [("given_name", "åkerström"), ("family_name", "Anna  Lena"), ("phone", "0046 (0)70\u{2011}174 06 51")];
    let asked = browser.submit(&page, "/staff/requests", &call(&case, &her)).await;
    assert!(asked.path.starts_with("/staff/requests/new?draft="), "{}", asked.path);
    assert_eq!(count(&site, people, NUMBER).await, 2, "nobody was made");
    let links = asked.attributes("main a", "href");
    let link = links.iter().find(|link| link.contains(&format!("person={}", case["senior"]))).cloned().unwrap();
    assert!(!asked.body.contains("Provgatan"), "name and area alone");
    let picked = browser.get(&link).await;
    let entered = browser.submit(&picked, "/staff/requests", &call(&case, &[])).await;
    assert!(entered.path.contains("notice=registered"), "{}", entered.path);
    assert_eq!(count(&site, people, NUMBER).await, 2);
    // It is another person: one press more.
    let another = [her.as_slice(), &[("another", "yes")]].concat();
    let entered = browser.submit(&asked, "/staff/requests", &call(&case, &another)).await;
    assert!(entered.path.contains("notice=registered_new"), "{}", entered.path);
    assert_eq!(count(&site, people, NUMBER).await, 3);
    // Another name at the same number, and one name alone, are entered at once.
    let page = browser.open("/staff/requests/new").await;
    let one = [
        ("given_name", ""),
        ("family_name", "Suharto\u{200b}"),
        ("phone", "070-174 06 51"),
        ("postal_code", "SE-632 20"),
    ];
    let entered = browser.submit(&page, "/staff/requests", &call(&case, &one)).await;
    assert!(entered.path.contains("notice=registered_new"), "{}", entered.path);
    let kept = "SELECT postal_code FROM person WHERE given_name = $1 AND family_name = ''";
    assert_eq!(text(&site, kept, "Suharto").await, "632 20");
});

db_test!(a_volunteer_who_signs_up_again_is_asked_and_nobody_else_is_told_of, |db| async {
    let (site, case) = named(db).await;
    let join = async |number: &str, more: &[(&str, &str)]| {
        let mut browser = site.browser();
        let page = browser.get("/volunteer/join").await;
        let mut fields = vec![
            ("given_name", "Anna-Lena"),
            ("family_name", "Åkerström"),
            ("phone", number),
            ("area", case["area"].as_str()),
            ("kinds", case["kind"].as_str()),
            ("languages", "sv"),
            ("consent", "yes"),
        ];
        fields.extend(more);
        browser.submit(&page, "/volunteer/join", &fields).await
    };
    let asked = join(NUMBER, &[]).await;
    assert!(asked.path.contains("draft="), "{}", asked.path);
    assert!(!asked.body.contains("Centrum, ") && !asked.body.contains("Provgatan"));
    let joined = join(NUMBER, &[("another", "yes")]).await;
    assert!(joined.path.contains("/volunteer/join/thanks"), "{}", joined.path);
    // A senior of the name and number is nobody's business before sign-in; the coordinator reads it on the volunteer's page.
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(tx, "UPDATE person SET phone = '0701740699' WHERE id = $1", &PersonId::from(case["senior"].as_str()))?)
    });
    assert_eq!(done.unwrap(), 1);
    let joined = join("070-174 06 99", &[]).await;
    assert!(joined.path.contains("/volunteer/join/thanks"), "{}", joined.path);
    let id = text(
        &site,
        "SELECT v.person_id FROM volunteer v JOIN person p ON p.id = v.person_id WHERE p.phone = $1",
        "0701740699",
    )
    .await;
    let seen = as_person(&site, &case["coordinator"]).await.get(&format!("/staff/volunteers/{id}")).await;
    assert!(seen.texts("main").concat().contains("Anna-Lena Åkerström, Centrum"), "{}", seen.body);
});
