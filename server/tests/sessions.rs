//! Signing in and out, and what a session is worth.

use crate::support::{Browser, OTHER_HOST, TestSite};
use axum::http::StatusCode;
use db::{Failure, exec, in_tx, row, rows};
use frame::access::{model::Role, session::idle_limit};
use ground::{Timestamp, clock::Clock};

/// A page for signed-in people alone.
const OWN: &str = "/notifications";

async fn is_signed_in(browser: &mut Browser) -> bool {
    match browser.get(OWN).await.status {
        StatusCode::OK => true,
        StatusCode::UNAUTHORIZED => false,
        other => panic!("{other}"),
    }
}

async fn change(site: &TestSite, sql: &'static str) {
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(tx, sql)?;
        Ok(())
    });
    done.unwrap();
}

/// Moves what a session says of its times into the past.
async fn age(site: &TestSite, key: &str, minutes: i64) {
    let now = Clock::system().now();
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        let kept = rows!(tx, (String, String), "SELECT id_hash, data FROM session")?;
        for (id, data) in kept {
            let mut data: serde_json::Value = serde_json::from_str(&data).unwrap();
            data[key] = serde_json::json!(now.plus_minutes(-minutes).0);
            exec!(tx, "UPDATE session SET data = $2 WHERE id_hash = $1", id, data.to_string())?;
        }
        Ok(())
    });
    done.unwrap();
}

async fn seen(site: &TestSite) -> (i64, Timestamp) {
    let mut tx = site.ctx.db.read().await.unwrap();
    let (data, until) = row!(&mut tx, (String, Timestamp), "SELECT data, expires_at FROM session").unwrap().unwrap();
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    (data["seen"].as_i64().unwrap(), until)
}

app::db_test!(nobody_has_a_session_before_signing_in, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.browser();
    for path in ["/", "/demo", OWN] {
        browser.get(path).await;
    }
    assert!(browser.cookies.is_empty());
    let mut tx = site.ctx.db.read().await.unwrap();
    assert!(row!(&mut tx, (String,), "SELECT id_hash FROM session").unwrap().is_none());
});

app::db_test!(the_session_changes_at_sign_in, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    let first = browser.session().unwrap().to_owned();
    // An attacker who put this session into the browser must not share the next one.
    browser.sign_in(site.person(Role::Volunteer)).await;
    let second = browser.session().unwrap().to_owned();
    assert_ne!(first, second);
    let mut attacker = site.browser();
    attacker.cookies.insert("handslag".to_owned(), first);
    assert!(!is_signed_in(&mut attacker).await);
    attacker.cookies.insert("handslag".to_owned(), "AAAAAAAAAAAAAAAAAAAAAA".to_owned());
    assert!(!is_signed_in(&mut attacker).await, "an id that the server did not draw");
    attacker.sign_in(site.person(Role::Senior)).await;
    assert_ne!(attacker.session(), Some("AAAAAAAAAAAAAAAAAAAAAA"));
});

app::db_test!(signing_out_ends_the_session_on_the_server, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    let stolen = browser.clone();
    assert!(is_signed_in(&mut browser).await);
    let answer = browser.post("/sign-out", &[]).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/"));
    assert_eq!(browser.session(), None);
    assert!(!is_signed_in(&mut stolen.clone()).await);
    assert_eq!(browser.post("/sign-out", &[]).await.status, StatusCode::SEE_OTHER, "safe to repeat");
});

app::db_test!(signing_out_everywhere_ends_all_sessions_of_the_person, |db| async {
    let site = TestSite::new(db).await;
    let (mut phone, mut tablet) = (site.signed_in(Role::Senior).await, site.signed_in(Role::Senior).await);
    let mut somebody = site.signed_in(Role::Volunteer).await;
    phone.post("/sign-out-everywhere", &[]).await;
    assert!(!is_signed_in(&mut phone).await);
    assert!(!is_signed_in(&mut tablet).await);
    assert!(is_signed_in(&mut somebody).await);
    assert_eq!(phone.post("/sign-out-everywhere", &[]).await.status, StatusCode::UNAUTHORIZED);
});

app::db_test!(a_session_that_was_ended_does_not_come_back, |db| async {
    use tower_sessions::{SessionStore, session::Record};
    let site = TestSite::new(db).await;
    let browser = site.signed_in(Role::Senior).await;
    let store = server::session::store(&site.ctx);
    let id = browser.session().unwrap().parse().unwrap();
    let running: Record = store.load(&id).await.unwrap().unwrap();
    store.delete(&id).await.unwrap();
    store.save(&running).await.unwrap();
    assert!(store.load(&id).await.unwrap().is_none(), "a request that ran meanwhile brought it back");
});

app::db_test!(the_database_holds_no_usable_session, |db| async {
    let site = TestSite::new(db).await;
    let browser = site.signed_in(Role::Senior).await;
    let mut tx = site.ctx.db.read().await.unwrap();
    let (id, data, person, municipality) = row!(
        &mut tx,
        (String, String, Option<String>, Option<String>),
        "SELECT id_hash, data, person_id, municipality_id FROM session"
    )
    .unwrap()
    .unwrap();
    let cookie = browser.session().unwrap();
    assert_eq!(id.len(), 64);
    assert!(!id.contains(cookie) && !data.contains(cookie));
    assert_eq!(person.as_deref(), Some(site.person(Role::Senior).as_str()));
    assert_eq!(municipality.as_deref(), Some(site.municipality.as_str()));
    let mut thief = site.browser();
    thief.cookies.insert("handslag".to_owned(), id);
    assert!(!is_signed_in(&mut thief).await);
});

app::db_test!(a_session_rolls_while_it_is_used, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Coordinator).await;
    let (first, _) = seen(&site).await;
    assert!(is_signed_in(&mut browser).await);
    assert_eq!(seen(&site).await.0, first, "noted at most once a minute");
    age(&site, "seen", 20).await;
    // A live stream alone is no use.
    browser.headers.push(("accept", "text/event-stream".to_owned()));
    browser.get("/").await;
    assert!(seen(&site).await.0 < first);
    browser.headers.clear();
    assert!(is_signed_in(&mut browser).await);
    let (again, until) = seen(&site).await;
    assert!(again >= first);
    let left = until.0 - Clock::system().now().0;
    assert!((29 * 60_000..=30 * 60_000).contains(&left), "staff: 30 minutes, and {left} ms are left");
});

app::db_test!(sessions_end_when_their_time_is_up, |db| async {
    let site = TestSite::new(db).await;
    for (role, key, minutes, over) in [
        (Role::Coordinator, "seen", 29, false),
        (Role::Coordinator, "seen", 31, true),
        (Role::Administrator, "began", 12 * 60 - 1, false),
        (Role::Administrator, "began", 12 * 60 + 1, true),
        (Role::Volunteer, "began", 20 * 24 * 60, false),
        (Role::Volunteer, "seen", 31 * 24 * 60, true),
        (Role::Senior, "seen", 89 * 24 * 60, false),
        (Role::Senior, "seen", 91 * 24 * 60, true),
    ] {
        change(&site, "DELETE FROM session").await;
        let mut browser = site.signed_in(role).await;
        age(&site, key, minutes).await;
        assert_eq!(is_signed_in(&mut browser).await, !over, "{role:?} {key} {minutes}");
        assert_eq!(browser.session().is_none(), over, "and the cookie goes with it");
    }
    let mut browser = site.signed_in(Role::Senior).await;
    change(&site, "UPDATE session SET expires_at = 1").await;
    assert!(!is_signed_in(&mut browser).await);
});

app::db_test!(access_ends_with_the_role, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Volunteer).await;
    change(&site, "UPDATE role_assignment SET valid_to = 1 WHERE role = 'volunteer'").await;
    assert!(!is_signed_in(&mut browser).await);
    change(&site, "UPDATE role_assignment SET valid_to = NULL WHERE role = 'volunteer'").await;
    assert!(is_signed_in(&mut browser).await);
    change(&site, "UPDATE person SET has_login = FALSE").await;
    assert!(!is_signed_in(&mut browser).await);
});

app::db_test!(a_session_is_worth_nothing_in_another_municipality, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    OTHER_HOST.clone_into(&mut browser.host);
    assert!(!is_signed_in(&mut browser).await);
    "localhost".clone_into(&mut browser.host);
    assert!(is_signed_in(&mut browser).await);
    // Nor can one be somebody of another municipality.
    let stranger = site.add(&site.other, Role::Senior).await;
    let answer = browser.post("/demo/sign-in", &[("person", stranger.as_str())]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
});

app::db_test!(a_session_of_any_host_lives_as_long_as_its_role, |db| async {
    let site = TestSite::new(db).await;
    let person = site.add(&site.other, Role::Senior).await;
    let mut browser = site.browser();
    OTHER_HOST.clone_into(&mut browser.host);
    browser.sign_in(&person).await;
    let left = seen(&site).await.1.0 - Clock::system().now().0;
    let whole =
        i64::try_from(idle_limit(&[frame::access::model::RoleHeld { role: Role::Senior, area: None }]).as_millis())
            .unwrap();
    assert!(whole - left < 60_000, "{left} of {whole}");
});

app::db_test!(a_link_works_once, |db| async {
    let site = TestSite::new(db).await;
    let admin = server::commands::NewAdmin {
        municipality: "Älvstads kommun".to_owned(),
        host: "*".to_owned(),
        phone: String::new(),
        hours_sv: String::new(),
        hours_fi: String::new(),
        hours_en: String::new(),
        given_name: "Ada".to_owned(),
        family_name: "Lund".to_owned(),
    };
    let make = async || {
        server::commands::create_admin(&site.ctx.db, &site.ctx.config.secret, &admin, site.ctx.clock.now())
            .await
            .unwrap()
    };
    let token = make().await;
    let mut browser = site.browser();
    let path = format!("/sign-in/{token}");
    // Looking at it, as mail programs do, does not use it up.
    for _ in 0..2 {
        assert_eq!(browser.get(&path).await.status, StatusCode::OK);
    }
    let page = browser.get(&path).await;
    browser.submit(&page, "/sign-in", &[]).await;
    assert!(is_signed_in(&mut browser).await);
    let mut second = site.browser();
    let answer = second.post("/sign-in", &[("token", &token)]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    let token = make().await;
    site.ctx.clock.move_by_minutes(24 * 60 + 1);
    assert_eq!(second.post("/sign-in", &[("token", &token)]).await.status, StatusCode::NOT_FOUND, "24 hours");
});

app::db_test!(a_session_goes_on_under_a_new_id_when_roles_change, |db| async {
    let site = TestSite::new(db).await;
    let mut administrator = site.signed_in(Role::Administrator).await;
    let senior = site.person(Role::Senior).clone();
    let (mut tablet, mut phone) = (site.signed_in(Role::Senior).await, site.signed_in(Role::Senior).await);
    assert!(is_signed_in(&mut tablet).await);
    let unchanged = tablet.session().unwrap().to_owned();
    assert!(is_signed_in(&mut tablet).await);
    assert_eq!(tablet.session(), Some(unchanged.as_str()), "nothing has changed");

    // A role more, given on the administrator's page.
    let fields = [("key", "once"), ("person", senior.as_str()), ("role", "volunteer"), ("area", "")];
    let answer = administrator.post("/admin/roles/add", &fields).await;
    let page = administrator.follow(answer).await;
    assert_eq!((page.status, page.path.as_str()), (StatusCode::OK, "/admin/roles?notice=added"), "{}", page.body);
    let (mut known, mut olds) = (site.browser(), Vec::new());
    for browser in [&mut tablet, &mut phone] {
        let old = browser.session().unwrap().to_owned();
        assert!(is_signed_in(browser).await, "nobody has to sign in again");
        assert_ne!(browser.session(), Some(old.as_str()));
        known.cookies.insert("handslag".to_owned(), old.clone());
        assert!(is_signed_in(&mut known).await, "for a moment the old id leads to the new one");
        assert_eq!(known.session(), Some(old.as_str()), "and is not changed for it");
        olds.push(old);
    }
    site.ctx.clock.set_machine_by_minutes(1);
    for old in olds {
        known.cookies.insert("handslag".to_owned(), old);
        assert!(!is_signed_in(&mut known).await, "the old id is worth nothing");
    }
    let until = row_of(&site, tablet.session().unwrap()).await;
    let left = until.0 - Clock::system().now().0;
    assert!(left <= 30 * 24 * 3600 * 1000, "the stricter limit of the two, and {left} ms are left");

    // And one less.
    let second = tablet.session().unwrap().to_owned();
    change(&site, "UPDATE role_assignment SET valid_to = 1 WHERE role = 'volunteer' AND granted_by IS NOT NULL").await;
    assert!(is_signed_in(&mut tablet).await);
    assert_ne!(tablet.session(), Some(second.as_str()));
    known.cookies.insert("handslag".to_owned(), second.clone());
    assert!(is_signed_in(&mut known).await);
    // Signed out is signed out, by every id that the session had.
    let third = tablet.session().unwrap().to_owned();
    tablet.post("/sign-out", &[]).await;
    for id in [second, third] {
        known.cookies.insert("handslag".to_owned(), id);
        assert!(!is_signed_in(&mut known).await);
    }
});

app::db_test!(requests_at_once_find_a_session_whose_roles_have_changed, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Senior).await;
    for round in 0..12 {
        let sql = if round % 2 == 0 {
            "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from)
             SELECT municipality_id, 'more', id, 'volunteer', 1 FROM person WHERE given_name = 'senior'"
        } else {
            "DELETE FROM role_assignment WHERE id = 'more'"
        };
        change(&site, sql).await;
        let before = browser.session().unwrap().to_owned();
        let mut tabs = [browser.clone(), browser.clone(), browser.clone()];
        let [first, second, third] = &mut tabs;
        let answers = tokio::join!(first.get(OWN), second.get("/me"), third.get(OWN));
        for answer in [&answers.0, &answers.1, &answers.2] {
            assert_eq!(answer.status, StatusCode::OK, "round {round}");
        }
        let renewed: Vec<&Browser> = tabs.iter().filter(|tab| tab.session() != Some(before.as_str())).collect();
        assert_eq!(renewed.len(), 1, "one answer brings the new id, and none takes it away: round {round}");
        browser = renewed[0].clone();
        assert!(is_signed_in(&mut browser).await);
        let mut tx = site.ctx.db.read().await.unwrap();
        let (sessions,) = row!(&mut tx, (i64,), "SELECT count(*) FROM session").unwrap().unwrap();
        assert_eq!(sessions, 1, "no session is left that nobody has");
    }
    // A request that brings the old id signs out: the session has ended, under whatever id.
    let old = browser.clone();
    change(&site, "DELETE FROM role_assignment WHERE id = 'more'").await;
    change(
        &site,
        "INSERT INTO role_assignment (municipality_id, id, person_id, role, valid_from)
         SELECT municipality_id, 'more', id, 'volunteer', 1 FROM person WHERE given_name = 'senior'",
    )
    .await;
    assert!(is_signed_in(&mut browser).await);
    assert_ne!(old.session(), browser.session());
    old.clone().post("/sign-out", &[]).await;
    assert!(!is_signed_in(&mut browser).await && !is_signed_in(&mut old.clone()).await);
});

app::db_test!(a_link_that_is_pressed_twice_opens_for_the_page_that_pressed, |db| async {
    let site = TestSite::new(db).await;
    let person = site.person(Role::Senior).clone();
    let link = async |token: &str| {
        let hash = site.ctx.config.secret.mac("sign-in-link", token.as_bytes());
        let until = site.ctx.clock.now().plus_hours(24);
        let made: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
            frame::access::store::insert_sign_in_link(tx, &hash, &site.municipality, &person, until).await?;
            Ok(())
        });
        made.unwrap();
    };
    link("one").await;
    let mut browser = site.browser();
    let page = browser.open("/sign-in/one").await;
    // Both presses are sent before an answer is heard: neither brings a cookie.
    let mut second = browser.clone();
    let answers = tokio::join!(browser.submit(&page, "/sign-in", &[]), second.submit(&page, "/sign-in", &[]));
    for answer in [answers.0, answers.1] {
        assert_eq!((answer.status, answer.path.as_str()), (StatusCode::OK, "/home"), "{}", answer.body);
    }
    assert!(is_signed_in(&mut browser).await && is_signed_in(&mut second).await);
    // And a third with the first one's cookie.
    assert_eq!(browser.submit(&page, "/sign-in", &[]).await.path, "/home");
    // Whoever found the link has another page, or none, and is told.
    let mut thief = site.browser();
    let used = thief.open("/sign-in/one").await;
    assert_eq!(used.heading(), "Länken är redan använd");
    assert!(used.attributes("form[action='/sign-in']", "action").is_empty());
    let key = |page: &crate::support::Answer, action: &str| {
        page.hidden(action).into_iter().find(|(name, _)| name == "key").unwrap().1
    };
    let own = key(&thief.open("/settings").await, "/settings");
    let pressed = key(&page, "/sign-in");
    for key in [Some(own.as_str()), Some("once"), Some(""), None] {
        let fields: Vec<(&str, &str)> = [("token", "one")].into_iter().chain(key.map(|key| ("key", key))).collect();
        let answer = thief.post("/sign-in", &fields).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{key:?}");
        assert_eq!(answer.heading(), "Länken är redan använd", "{key:?}");
        assert_eq!(thief.session(), None);
    }
    // A minute later it is as good as any used link, for this page too.
    site.ctx.clock.move_by_minutes(2);
    let mut later = site.browser();
    assert_eq!(later.post("/sign-in", &[("token", "one"), ("key", &pressed)]).await.status, StatusCode::NOT_FOUND);
    // But who is signed in by it just goes home.
    assert_eq!(browser.submit(&page, "/sign-in", &[]).await.path, "/home");
    // What nobody made says nothing; what is old says so.
    let unknown = later.post("/sign-in", &[("token", "no such link")]).await;
    assert_eq!((unknown.status, unknown.heading().as_str()), (StatusCode::NOT_FOUND, "Sidan finns inte"));
    link("two").await;
    site.ctx.clock.move_by_minutes(24 * 60 + 1);
    assert_eq!(later.open("/sign-in/two").await.heading(), "Länken gäller inte längre");
    let over = later.post("/sign-in", &[("token", "two")]).await;
    assert_eq!((over.status, over.heading().as_str()), (StatusCode::NOT_FOUND, "Länken gäller inte längre"));
});

/// Until when this session lives.
async fn row_of(site: &TestSite, cookie: &str) -> Timestamp {
    let hash = site
        .ctx
        .config
        .secret
        .mac("session", cookie.parse::<tower_sessions::session::Id>().unwrap().to_string().as_bytes());
    let mut tx = site.ctx.db.read().await.unwrap();
    row!(&mut tx, (Timestamp,), "SELECT expires_at FROM session WHERE id_hash = $1", hash).unwrap().unwrap().0
}

app::db_test!(whoever_becomes_staff_signs_in_as_staff, |db| async {
    let site = TestSite::new(db).await;
    let mut browser = site.signed_in(Role::Volunteer).await;
    age(&site, "began", 13 * 60).await;
    assert!(is_signed_in(&mut browser).await);
    change(&site, "UPDATE role_assignment SET role = 'coordinator' WHERE role = 'volunteer'").await;
    assert!(!is_signed_in(&mut browser).await, "a volunteer's session of this morning is none of a coordinator");
});

app::db_test!(nothing_in_the_table_of_sessions_opens_one, |db| async {
    let site = TestSite::new(db).await;
    for role in [Role::Senior, Role::Volunteer, Role::Coordinator, Role::Administrator] {
        site.signed_in(role).await;
    }
    let mut tx = site.ctx.db.read().await.unwrap();
    let kept = rows!(
        &mut tx,
        (String, Option<String>, Option<String>, String, i64),
        "SELECT id_hash, municipality_id, person_id, data, expires_at FROM session"
    )
    .unwrap();
    drop(tx);
    assert_eq!(kept.len(), 4);
    let mut tried = 0;
    for (id, municipality, person, data, until) in kept {
        let data: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&data).unwrap();
        let mut values = vec![id.clone(), until.to_string(), id[..22].to_owned(), id[id.len() - 22..].to_owned()];
        values.extend([municipality, person].into_iter().flatten());
        values.extend(data.into_iter().map(|(_, value)| value.as_str().map_or(value.to_string(), str::to_owned)));
        // What is a hash's bytes in the writing of a session id.
        let bytes: Vec<u8> = (0..16).map(|at| u8::from_str_radix(&id[at * 2..at * 2 + 2], 16).unwrap()).collect();
        let number = i128::from_le_bytes(bytes.try_into().unwrap());
        values.push(tower_sessions::session::Id(number).to_string());
        for value in values {
            let mut thief = site.browser();
            thief.cookies.insert("handslag".to_owned(), value.clone());
            assert!(!is_signed_in(&mut thief).await, "{value}");
            tried += 1;
        }
    }
    assert!(tried >= 4 * 10, "{tried}");
});

/// The rows of this action, in turn: action, why, of whom, the session's pseudonym. Those of one instant stand in no order, so the test's
/// clock moves on after each look.
async fn sessions_logged(site: &TestSite, action: &str) -> Vec<(String, String, Option<String>, Option<String>)> {
    let mut tx = site.ctx.db.read().await.unwrap();
    let logged = rows!(
        &mut tx,
        (String, String, Option<String>, Option<String>),
        "SELECT action, why, subject_id, session FROM audit_entry WHERE action = $1 ORDER BY id",
        action
    )
    .unwrap();
    site.ctx.clock.move_by_minutes(1);
    logged
}

app::db_test!(coming_and_going_stand_in_the_log, |db| async {
    let site = TestSite::new(db).await;
    let person = site.person(Role::Coordinator).to_string();
    // Tries that let nobody in: one row an hour, whoever tries, however often.
    for number in 0..3 {
        let mut stranger = site.browser();
        assert_eq!(stranger.post("/sign-in", &[("token", &number.to_string())]).await.status, StatusCode::NOT_FOUND);
    }
    let failed = sessions_logged(&site, "session.fail").await;
    assert_eq!(failed, [("session.fail".to_owned(), String::new(), None, None)]);
    // Signing out; what was done meanwhile carries the same pseudonym, which is none of the session's own texts.
    let mut browser = site.signed_in(Role::Coordinator).await;
    browser.get("/admin").await;
    let id = browser.session().unwrap().to_owned();
    browser.post("/sign-out", &[]).await;
    let ended = sessions_logged(&site, "session.end").await.pop().unwrap();
    assert_eq!((ended.0.as_str(), ended.1.as_str(), ended.2.as_ref()), ("session.end", "sign-out", Some(&person)));
    let pseudonym = ended.3.unwrap();
    assert!(pseudonym.len() == 12 && !id.contains(&pseudonym), "{pseudonym}");
    let mut tx = site.ctx.db.read().await.unwrap();
    let done = row!(&mut tx, (Option<String>,), "SELECT session FROM audit_entry WHERE action = 'access.refused'");
    assert_eq!(done.unwrap().unwrap().0, Some(pseudonym.clone()));
    drop(tx);
    // Too long unused: at the next page, or by itself.
    let mut browser = site.signed_in(Role::Coordinator).await;
    age(&site, "seen", 31).await;
    assert!(!is_signed_in(&mut browser).await);
    let over = sessions_logged(&site, "session.end").await.pop().unwrap();
    assert_eq!((over.0.as_str(), over.1.as_str(), over.2.as_ref()), ("session.end", "over", Some(&person)));
    assert!(over.3.is_some_and(|other| other != pseudonym), "another session, another pseudonym");
    site.signed_in(Role::Coordinator).await;
    change(&site, "UPDATE session SET expires_at = 1 WHERE person_id IS NOT NULL").await;
    server::jobs::round(&site.ctx, "a", None).await.unwrap();
    let unused = sessions_logged(&site, "session.end").await.pop().unwrap();
    assert_eq!((unused.0.as_str(), unused.1.as_str(), unused.2.as_ref()), ("session.end", "unused", Some(&person)));
});

app::db_test!(the_log_says_what_was_changed_and_keeps_what_is_ones_own, |db| async {
    let site = TestSite::new(db).await;
    let mut senior = site.signed_in(Role::Senior).await;
    let fields =
        [("key", "1"), ("phone", "0701740605"), ("email", "maj@example.se"), ("locale", "fi"), ("share_phone", "yes")];
    senior.post("/me/contact", &fields).await;
    let mut tx = site.ctx.db.read().await.unwrap();
    let sql = "SELECT change FROM audit_entry WHERE action = 'person.change'";
    let told = row!(&mut tx, (String,), sql).unwrap().unwrap().0;
    for part in ["phone=->#", "email=->#", "locale=sv>fi", "share_phone=no>yes"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(!told.contains("way_in") && !told.contains("174") && !told.contains("maj"), "{told}");
    drop(tx);
    let case = site.case().await;
    let mut volunteer = site.browser();
    volunteer.sign_in(&case["volunteer"].as_str().into()).await;
    volunteer.post("/volunteer/pause", &[("key", "p"), ("pause", "week")]).await;
    let mut tx = site.ctx.db.read().await.unwrap();
    let sql = "SELECT change FROM audit_entry WHERE action = 'volunteer.pause'";
    assert_eq!(row!(&mut tx, (String,), sql).unwrap().unwrap().0, "paused_until=->2026-11-30");
    let steps = rows!(
        &mut tx,
        (String, String),
        "SELECT action, change FROM audit_entry WHERE object_id = $1 ORDER BY id",
        &case["matched"]
    )
    .unwrap();
    assert!(steps.contains(&("request.match".to_owned(), "status=approved>matched".to_owned())), "{steps:?}");
});
