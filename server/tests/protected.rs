//! Who reads whose words. Every text of a case has a word of its own that stands nowhere else; then everybody asks for everything.
//! Words of a person with protected identity reach the named coordinators and the person alone, and no page holds in its data what it
//! does not show.

use crate::support::{Answer, Browser, Case, OTHER_HOST, TestSite, as_person, change, text};
use app::{checks::testing::TestDb, db_test};
use axum::http::StatusCode;
use db::{Failure, exec, in_tx};
use frame::access::model::Role;
use ground::id::PersonId;
use scraper::{Html, Node};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// Everybody who asks: those of the access table, and two coordinators of the whole municipality; the first has the requests.
const WHO: [&str; 11] = [
    "anonymous",
    "senior",
    "senior2",
    "volunteer",
    "volunteer2",
    "coordinator",
    "coordinator2",
    "administrator",
    "other",
    "named",
    "named2",
];

/// What is written about the senior, and by whom: table, column, the name of the row's key in the case.
const OF_SENIOR: [(&str, &str, &str); 24] = [
    ("person", "given_name", "senior"),
    ("person", "family_name", "senior"),
    ("person", "email", "senior"),
    ("person", "street", "senior"),
    ("person", "city", "senior"),
    ("person", "way_in", "senior"),
    ("person", "about", "senior"),
    ("request", "note", "matched"),
    ("request", "question", "matched"),
    ("request", "answer", "matched"),
    ("request", "volunteer_text", "matched"),
    ("request", "checks", "matched"),
    ("request", "first_meeting", "matched"),
    ("request", "end_text", "matched"),
    ("request", "other_way", "matched"),
    ("request", "note", "request"),
    ("request", "question", "request"),
    ("request", "answer", "request"),
    ("request", "volunteer_text", "request"),
    ("request", "checks", "request"),
    ("request", "first_meeting", "request"),
    ("visit", "code_word", "visit"),
    ("feedback", "note", "feedback"),
    ("feedback", "followed_up_note", "feedback"),
];
/// What is written about the volunteer.
const OF_VOLUNTEER: [(&str, &str, &str); 8] = [
    ("person", "given_name", "volunteer"),
    ("person", "family_name", "volunteer"),
    ("person", "email", "volunteer"),
    ("person", "street", "volunteer"),
    ("person", "city", "volunteer"),
    ("person", "way_in", "volunteer"),
    ("person", "about", "volunteer"),
    ("volunteer", "held_reason", "volunteer"),
];
/// What is written about what both did.
const OF_BOTH: [(&str, &str, &str); 5] = [
    ("visit", "first_meeting", "visit"),
    ("visit", "report_text", "visit"),
    ("concern", "body", "concern"),
    ("concern", "decision", "concern"),
    ("concern", "lex_sarah_note", "concern"),
];
/// Telephone numbers, as they are kept; they are read with spaces and hyphens too.
const PHONES: [(&str, &str); 2] = [("senior", "+46701740613"), ("volunteer", "+46701740625")];

/// A word for each text: where it stands, and the word in small letters.
type Words = BTreeMap<String, String>;

/// A word that stands nowhere else: long enough that no key of a page, of which there are thousands, holds it by chance.
fn word(number: usize) -> String {
    let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap());
    format!("zqvx{}{}vqkzxj", letter(number / 26), letter(number))
}

fn name((table, column, key): (&str, &str, &str)) -> String {
    format!("{table}.{column} of {key}")
}

/// Writes a word into every text of the case.
async fn write(site: &TestSite, case: &Case) -> Words {
    let mut words = Words::new();
    for (number, at) in OF_SENIOR.iter().chain(&OF_VOLUNTEER).chain(&OF_BOTH).enumerate() {
        let (table, column, key) = *at;
        let id = if table == "volunteer" { "person_id" } else { "id" };
        let sql = format!("UPDATE {table} SET {column} = $2 WHERE {id} = $1");
        let word = word(number);
        let done: Result<u64, Failure> =
            in_tx!(site.ctx.db, |tx| { Ok(exec!(tx, sqlx::AssertSqlSafe(sql.clone()), &case[key], &word)?) });
        assert_eq!(done.unwrap(), 1, "{sql}");
        words.insert(name(*at), word);
    }
    for (who, phone) in PHONES {
        let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
            Ok(exec!(
                tx,
                "UPDATE person SET phone = $2, share_phone = TRUE, area_id = COALESCE(area_id, $3) WHERE id = $1",
                &case[who],
                phone,
                &case["area"]
            )?)
        });
        assert_eq!(done.unwrap(), 1);
        words.insert(format!("person.phone of {who}"), phone.trim_start_matches("+46").to_owned());
    }
    // A draft of the senior's, as it is kept.
    let draft = format!("UPDATE form_draft SET answers = '{{\"note\":[\"{}\"]}}' WHERE id = $1", word(90));
    let done: Result<u64, Failure> =
        in_tx!(site.ctx.db, |tx| { Ok(exec!(tx, sqlx::AssertSqlSafe(draft.clone()), &case["draft"])?) });
    assert_eq!(done.unwrap(), 1);
    words.insert("form_draft.answers of senior".to_owned(), word(90));
    words
}

/// The words that are found in a text. In numbers, blanks and hyphens do not count.
fn found(words: &Words, text: &str) -> BTreeSet<String> {
    let small = text.to_lowercase().replace('\u{AD}', "");
    let digits: String = small.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{A0}' | '\u{2011}')).collect();
    let holds = |word: &str| if word.starts_with("zq") { small.contains(word) } else { digits.contains(word) };
    words.iter().filter(|(_, word)| holds(word)).map(|(name, _)| name.clone()).collect()
}

/// What can be seen of a page: texts and attributes, without scripts.
fn seen(answer: &Answer) -> String {
    let html = Html::parse_document(&answer.body);
    let mut seen = String::new();
    for node in html.tree.root().descendants() {
        let hidden = node
            .ancestors()
            .chain([node])
            .any(|node| node.value().as_element().is_some_and(|element| element.name() == "script"));
        match node.value() {
            _ if hidden => {}
            Node::Text(text) => seen.push_str(&format!("{}\n", &**text)),
            Node::Element(element) => {
                for (_, value) in element.attrs() {
                    let _ = writeln!(seen, "{value}");
                }
            }
            _ => {}
        }
    }
    seen
}

/// The case with a word in every text, one who told how it was, and two coordinators of the whole municipality.
async fn told(db: TestDb) -> (TestSite, Case, Words) {
    db.may_contradict();
    let site = TestSite::new(db).await;
    let mut case = site.case().await;
    for who in ["named", "named2"] {
        let id = site.add(&site.municipality, Role::Coordinator).await;
        case.insert(who, id.to_string());
    }
    let feedback = ground::random::new_id(site.ctx.clock.now());
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(
            tx,
            "INSERT INTO feedback (municipality_id, id, visit_id, person_id, answer, note, created_at) VALUES ($1, $2, $3, $4, 'talk', '', $5)",
            &site.municipality,
            &feedback,
            &case["visit"],
            &case["senior"],
            site.ctx.clock.now()
        )?)
    });
    assert_eq!(done.unwrap(), 1);
    case.insert("feedback", feedback);
    for (who, phone) in [("senior2", "+46701740633"), ("volunteer2", "+46701740641")] {
        let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
            Ok(exec!(tx, "UPDATE person SET phone = $2 WHERE id = $1", &case[who], phone)?)
        });
        assert_eq!(done.unwrap(), 1);
    }
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| {
        Ok(exec!(
            tx,
            "INSERT INTO volunteer_area (municipality_id, person_id, area_id) SELECT municipality_id, $1, id FROM area WHERE id = $2",
            &case["volunteer2"],
            &case["area"]
        )?)
    });
    assert_eq!(done.unwrap(), 1);
    for (who, name) in [("senior", "role of senior"), ("volunteer", "role of volunteer")] {
        let role = text(&site, "SELECT id FROM role_assignment WHERE person_id = $1", &case[who]).await;
        case.insert(name, role);
    }
    let words = write(&site, &case).await;
    (site, case, words)
}

async fn browser(site: &TestSite, case: &Case, who: &str) -> Browser {
    let mut browser = site.browser();
    if who == "other" {
        OTHER_HOST.clone_into(&mut browser.host);
    }
    if who != "anonymous" {
        browser.sign_in(&PersonId::from(case[who].as_str())).await;
    }
    browser
}

/// Every address to read, of every thing of the case that it can be asked of.
fn paths(case: &Case) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for path in crate::access::paths("GET", case) {
        for (one, others) in [
            ("request", ["matched"].as_slice()),
            ("senior", &["volunteer"]),
            ("volunteer", &["senior"]),
            ("role", &["role of senior", "role of volunteer"]),
        ] {
            for other in others {
                all.insert(path.replace(&case[one], &case[*other]));
            }
        }
        all.insert(path);
    }
    // Where a stream begins there is nothing to read, and the demonstration's buttons name everybody.
    all.retain(|path| {
        !path.contains("stream")
            && path != "/demo"
            && !path.starts_with("/api/access/demo")
            && !path.starts_with("/design")
    });
    all
}

/// In the first state everybody asks for everything; in the others those whom it concerns, for the pages of what has changed: their data
/// stand in them.
fn asks(state: usize, who: &str) -> bool {
    state == 0 || matches!(who, "senior" | "volunteer" | "coordinator" | "named" | "named2")
}

fn is_asked(case: &Case, state: usize, path: &str) -> bool {
    let things = ["matched", "request", "visit", "offer", "concern"];
    state == 0 || (!path.starts_with("/api/") && things.iter().any(|thing| path.contains(&case[*thing])))
}

/// What a person finds, by where.
async fn walk(
    site: &TestSite,
    case: &Case,
    words: &Words,
    state: usize,
    who: &str,
) -> BTreeMap<String, BTreeSet<String>> {
    let browser = browser(site, case, who).await;
    let mut all = BTreeMap::new();
    for path in paths(case).into_iter().filter(|path| is_asked(case, state, path)) {
        let answer = browser.clone().get(&path).await;
        assert!(answer.status.as_u16() < 500, "{who} at {path}: {}", answer.status);
        // Calendar files, pictures and lists come as they are; a redirect's page is looked at where it leads.
        all.insert(path, found(words, &answer.body));
    }
    all
}

/// The states in which a case is looked at: of its first request, of that request's visit, of the open offer.
const STATES: [(&str, &str, &str); 7] = [
    ("matched", "confirmed", "open"),
    ("matched", "planned", "accepted"),
    ("matched", "finished", "withdrawn"),
    ("closed", "reported", "expired"),
    ("approved", "cancelled", "declined"),
    ("in_review", "no_show", "not_chosen"),
    ("declined", "cancelled", "confirmed"),
];

async fn state(site: &TestSite, case: &Case, (request, visit, offer): (&str, &str, &str)) {
    let now = site.ctx.clock.now();
    let done: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        exec!(
            tx,
            "UPDATE request SET status = $2, matched_at = CASE WHEN $2 = 'matched' THEN $3 ELSE matched_at END,
                    ended_at = CASE WHEN $2 IN ('closed', 'declined') THEN $3 ELSE NULL END,
                    end_reason = CASE WHEN $2 = 'closed' THEN 'need_met' WHEN $2 = 'declined' THEN 'trade' ELSE NULL END
             WHERE id = $1",
            &case["matched"],
            request,
            now
        )?;
        exec!(
            tx,
            "UPDATE visit SET status = $2, started_at = $3, finished_at = $3, reported_at = $3, outcome = 'as_planned',
                    cancelled_by = CASE WHEN $2 = 'cancelled' THEN 'senior' ELSE NULL END
             WHERE id = $1",
            &case["visit"],
            visit,
            now
        )?;
        exec!(
            tx,
            "UPDATE offer SET status = $2,
                    time_id = CASE WHEN $2 IN ('accepted', 'confirmed', 'not_chosen')
                                   THEN (SELECT MIN(t.id) FROM request_time t WHERE t.request_id = offer.request_id) END
             WHERE id = $1",
            &case["offer"],
            offer
        )?;
        Ok(())
    });
    done.unwrap();
}

/// What must not be found, by whom; the words about a person with protected identity.
async fn kept_from_all_but(db: TestDb, protected: &str) {
    let (site, case, words) = told(db).await;
    let own = if protected == "senior" { OF_SENIOR.as_slice() } else { OF_VOLUNTEER.as_slice() };
    let about: BTreeSet<String> = own
        .iter()
        .chain(&OF_BOTH)
        .map(|at| name(*at))
        .chain([format!("person.phone of {protected}"), format!("form_draft.answers of {protected}")])
        // What the other one wrote about the visit is about this one too.
        .chain((protected == "volunteer").then(|| name(("feedback", "note", "feedback"))))
        .filter(|name| words.contains_key(name))
        .collect();
    let about: Words = words.into_iter().filter(|(name, _)| about.contains(name)).collect();
    change(&site, "UPDATE person SET protected = TRUE WHERE id = $1", &case[protected]).await;
    let mut leaks = String::new();
    for (number, at) in STATES.into_iter().enumerate() {
        state(&site, &case, at).await;
        for owner in ["coordinator", "named"] {
            let sql = format!("UPDATE request SET owner_id = '{}' WHERE senior_id = $1", case[owner]);
            let done: Result<u64, Failure> =
                in_tx!(site.ctx.db, |tx| { Ok(exec!(tx, sqlx::AssertSqlSafe(sql.clone()), &case["senior"])?) });
            assert_eq!(done.unwrap(), 2);
            for who in WHO.into_iter().filter(|who| *who != protected && asks(number, who)) {
                // Who has a request changes what coordinators see; the others are asked once.
                if owner == "named" && !matches!(who, "coordinator" | "named" | "named2") {
                    continue;
                }
                for (path, mut words) in walk(&site, &case, &about, number, who).await {
                    // What one wrote oneself is one's own to read, on the pages of one's own.
                    match who {
                        "senior" => {
                            words
                                .retain(|word| !word.starts_with("feedback.note") && !word.starts_with("concern.body"));
                        }
                        "volunteer" => words.retain(|word| !word.starts_with("visit.report_text")),
                        _ => {}
                    }
                    let of_request = path.contains("/staff/requests/") || path.contains("/api/review/");
                    let named = match who {
                        // Of a senior's request the coordinator who has it; of all else those who are named.
                        "named" => protected == "volunteer" || !of_request || owner == "named",
                        "named2" => protected == "volunteer" || !of_request,
                        _ => false,
                    };
                    if !named && !words.is_empty() {
                        let _ = writeln!(leaks, "{at:?}, the request is {owner}'s: {who} at {path}: {words:?}");
                    }
                }
            }
            if number == 0 && owner == "named" {
                still_theirs(&site, &case, &about, protected).await;
            }
        }
    }
    assert!(leaks.is_empty(), "\n{leaks}");
}

/// The named coordinator and the person read what they are to read: a test that finds nothing anywhere would hold nothing.
async fn still_theirs(site: &TestSite, case: &Case, about: &Words, protected: &str) {
    let all = |walk: BTreeMap<String, BTreeSet<String>>| walk.into_values().flatten().collect::<BTreeSet<String>>();
    let named = all(walk(site, case, about, 0, "named").await);
    let (expected, own): (&[&str], &[&str]) = if protected == "senior" {
        (
            &[
                "person.given_name of senior",
                "person.phone of senior",
                "request.note of request",
                "request.volunteer_text of matched",
                "visit.first_meeting of visit",
                "visit.report_text of visit",
                "visit.code_word of visit",
                "feedback.note of feedback",
                "concern.body of concern",
            ],
            &[
                "person.given_name of senior",
                "request.note of request",
                "visit.code_word of visit",
                "concern.body of concern",
            ],
        )
    } else {
        (
            &[
                "person.given_name of volunteer",
                "person.phone of volunteer",
                "person.email of volunteer",
                "visit.report_text of visit",
                "feedback.note of feedback",
            ],
            &["person.given_name of volunteer", "person.phone of volunteer", "visit.report_text of visit"],
        )
    };
    for name in expected {
        assert!(named.contains(*name), "the named coordinator reads {name}: {named:?}");
    }
    let person = all(walk(site, case, about, 0, protected).await);
    for name in own {
        assert!(person.contains(*name), "the {protected} reads {name}: {person:?}");
    }
}

db_test!(a_protected_seniors_words_are_for_the_named_alone, |db| async { kept_from_all_but(db, "senior").await });

db_test!(a_protected_volunteers_words_are_for_the_named_alone, |db| async { kept_from_all_but(db, "volunteer").await });

db_test!(a_page_holds_no_words_that_it_does_not_show, |db| async {
    let (site, case, words) = told(db).await;
    let (mut more, mut looked) = (String::new(), 0);
    for (number, at) in STATES.into_iter().enumerate() {
        state(&site, &case, at).await;
        for who in WHO.into_iter().filter(|who| asks(number, who)) {
            let browser = browser(&site, &case, who).await;
            for path in paths(&case).into_iter().filter(|path| !path.starts_with("/api/")) {
                if !is_asked(&case, number, &path) {
                    continue;
                }
                let answer = browser.clone().get(&path).await;
                if answer.status != StatusCode::OK || !answer.header("content-type").starts_with("text/html") {
                    continue;
                }
                let (held, shown) = (found(&words, &answer.body), found(&words, &seen(&answer)));
                looked += shown.len();
                let rest: Vec<_> = held.difference(&shown).collect();
                if !rest.is_empty() {
                    let _ = writeln!(more, "{at:?}: {who} at {path}: {rest:?}");
                }
            }
        }
    }
    assert!(more.is_empty(), "\n{more}");
    assert!(looked > 500, "hardly anything was shown: {looked}");
});

db_test!(what_is_over_or_not_for_one_is_not_in_the_answer, |db| async {
    let (site, case, words) = told(db).await;
    let wanted = "request.volunteer_text of request".to_owned();
    let time = "UPDATE request_time SET clock = '13:37' WHERE request_id = $1";
    change(&site, time, &case["request"]).await;
    let offer = format!("/volunteer/offers/{}", case["offer"]);
    let mut volunteer = as_person(&site, &case["volunteer"]).await;
    for (status, open) in [
        ("open", true),
        ("accepted", true),
        ("declined", false),
        ("expired", false),
        ("withdrawn", false),
        ("not_chosen", false),
    ] {
        state(&site, &case, ("matched", "confirmed", status)).await;
        for path in [offer.clone(), format!("/api/offers/offer?id={}", case["offer"])] {
            let answer = volunteer.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK);
            assert_eq!(found(&words, &answer.body).contains(&wanted), open, "{status}: the text at {path}");
            let times = answer.body.contains("13.37") || answer.body.contains("13:37");
            assert_eq!(times, open, "{status}: the times at {path}");
        }
    }
    // A card of the board: for who has the standing.
    for (held, seen) in [(false, true), (true, false)] {
        let sql = if held {
            "UPDATE volunteer SET held_at = 1 WHERE person_id = $1"
        } else {
            "UPDATE volunteer SET held_at = NULL WHERE person_id = $1"
        };
        change(&site, sql, &case["volunteer2"]).await;
        let mut other = as_person(&site, &case["volunteer2"]).await;
        for path in
            [format!("/volunteer/board/{}", case["request"]), format!("/api/offers/board?id={}", case["request"])]
        {
            let answer = other.get(&path).await;
            assert_eq!(found(&words, &answer.body).contains(&wanted), seen, "held {held}: {path}");
        }
    }
});
