//! What is somebody's own stands as it is: a translator turns no name, address, telephone number or code word into something else
//! ("Ek" is a person, no oak), and no keyboard corrects one.

use crate::{
    access::{WHO, askable},
    support::{Answer, Browser, OTHER_HOST, TestSite, change, context},
};
use app::checks::testing;
use db::{Failure, Tx, exec, in_tx, rows};
use frame::context::AppContext;
use ground::{Locale, id::PersonId, phone};
use scraper::{ElementRef, Html, Node, Selector};
use server::commands::fill_demo;
use std::collections::{BTreeMap, BTreeSet};

/// What a translator is to leave alone, and what people have written in running words: that is theirs to be translated, whole.
#[derive(Default)]
struct Own {
    /// Names, streets, postal codes, numbers as they are read, addresses of mail, code words.
    words: BTreeSet<String>,
    /// Free texts.
    written: BTreeSet<String>,
}

/// Where the words stand: in tables and columns.
const WORDS: [&str; 8] = [
    "SELECT given_name FROM person",
    "SELECT family_name FROM person",
    "SELECT phone FROM person WHERE phone IS NOT NULL",
    "SELECT email FROM person WHERE email IS NOT NULL",
    "SELECT street FROM person WHERE street IS NOT NULL",
    "SELECT postal_code FROM person WHERE postal_code IS NOT NULL",
    "SELECT code_word FROM visit",
    "SELECT phone FROM municipality",
];
/// Texts that somebody has written for somebody to read.
const WRITTEN: [&str; 17] = [
    "SELECT way_in FROM person WHERE way_in IS NOT NULL",
    "SELECT about FROM person WHERE about IS NOT NULL",
    "SELECT note FROM request",
    "SELECT question FROM request WHERE question IS NOT NULL",
    "SELECT answer FROM request WHERE answer IS NOT NULL",
    "SELECT volunteer_text FROM request WHERE volunteer_text IS NOT NULL",
    "SELECT checks FROM request WHERE checks IS NOT NULL",
    "SELECT first_meeting FROM request WHERE first_meeting IS NOT NULL",
    "SELECT end_text FROM request WHERE end_text IS NOT NULL",
    "SELECT other_way FROM request WHERE other_way IS NOT NULL",
    "SELECT first_meeting FROM visit WHERE first_meeting IS NOT NULL",
    "SELECT report_text FROM visit WHERE report_text IS NOT NULL",
    "SELECT note FROM feedback",
    "SELECT body FROM concern",
    "SELECT decision FROM concern WHERE decision IS NOT NULL",
    "SELECT lex_sarah_note FROM concern WHERE lex_sarah_note IS NOT NULL",
    "SELECT held_reason FROM volunteer WHERE held_reason IS NOT NULL",
];

/// Sentences of ours with a word that is somebody's too: examples, and an English verb that is a Swedish name.
const OURS: [&str; 7] = [
    "Erik kommer på torsdag klockan 10.",
    "Erik tulee torstaina kello 10.",
    "Erik is coming on Thursday at 10 am.",
    "Ett ord med 3 till 20 bokstäver, till exempel solros",
    "Ask for help",
    "Ask at most 3 people at a time.",
    "Press Ask for help",
];

async fn all(tx: &mut Tx, sql: &'static str) -> Vec<String> {
    rows!(tx, (String,), sql).unwrap().into_iter().map(|(word,)| word).filter(|word| !word.trim().is_empty()).collect()
}

async fn own(ctx: &AppContext) -> Own {
    let mut tx = ctx.db.read().await.unwrap();
    let mut own = Own::default();
    for sql in WORDS {
        let read = all(&mut tx, sql).await;
        own.words.extend(read.iter().map(|word| even(word)));
        if sql.contains("phone") {
            own.words.extend(read.iter().map(|word| even(&phone::readable(word))));
        }
    }
    for sql in WRITTEN {
        own.written.extend(all(&mut tx, sql).await.iter().map(|text| even(text)));
    }
    own
}

/// Without soft hyphens, and with plain blanks and hyphens: numbers are read in one piece.
fn even(text: &str) -> String {
    let plain = text.replace('\u{AD}', "").replace('\u{2011}', "-");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether the word stands in the text by itself, and not as a part of a longer one.
fn stands(word: &str, text: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(word)
        .any(|(at, _)| !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next()))
}

/// Texts in which something of somebody's stands and a translator may change it.
fn open(own: &Own, answer: &Answer) -> Vec<String> {
    let page = even(&answer.body);
    let words: Vec<&String> = own.words.iter().filter(|word| page.contains(word.as_str())).collect();
    let html = Html::parse_document(&answer.body);
    let body = html.select(&Selector::parse("body").unwrap()).next().unwrap();
    let mut found = Vec::new();
    for node in body.descendants() {
        let Node::Text(text) = node.value() else { continue };
        let around: Vec<_> = node.ancestors().filter_map(ElementRef::wrap).map(|element| element.value()).collect();
        let aside = around.iter().any(|element| matches!(element.name(), "script" | "style" | "textarea"));
        if aside || around.iter().find_map(|element| element.attr("translate")) == Some("no") {
            continue;
        }
        let text = even(text);
        if text.contains(['\u{2068}', '\u{2069}']) {
            found.push(format!("a mark is left in: {text}"));
        }
        if OURS.iter().any(|ours| text.starts_with(ours)) {
            continue;
        }
        let mut held: Vec<&&String> = words.iter().filter(|word| stands(word, &text)).collect();
        if !held.is_empty() {
            let own = own.written.iter().fold(text.clone(), |text, written| text.replace(written.as_str(), ""));
            held.retain(|word| stands(word, &own));
        }
        let place = around.first().map_or("", |element| element.name());
        found.extend(held.into_iter().map(|word| format!("<{place}> {word}: {text}")));
    }
    found
}

/// Fields for words as they are, and fields for sentences; no field is neither.
const AS_IT_IS: [&str; 12] = [
    "q",
    "name",
    "given_name",
    "family_name",
    "phone",
    "email",
    "reply",
    "street",
    "postal_code",
    "city",
    "word",
    "accent",
];
const WORDS_AND_DAYS: [&str; 32] = [
    // Sentences.
    "about",
    "alt",
    "answer",
    "body",
    "boundary_en",
    "boundary_fi",
    "boundary_sv",
    "checks_note",
    "description_en",
    "description_fi",
    "description_sv",
    "first_meeting",
    "hours_en",
    "hours_fi",
    "hours_sv",
    "lex_sarah_note",
    "name_en",
    "name_fi",
    "name_sv",
    "reason",
    "refer_to",
    "way_in",
    "words",
    // Days and times of day, which have words of their own; numbers.
    "clock",
    "day",
    "from",
    "max_per_month",
    "minutes",
    "month",
    "other_day",
    "to",
    "year",
];

/// Fields that a keyboard may correct and should not, and those of which nobody has said what they are for.
fn corrected(answer: &Answer) -> Vec<String> {
    let html = Html::parse_document(&answer.body);
    let fields =
        Selector::parse("input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([type=file])").unwrap();
    let mut found = Vec::new();
    for field in html.select(&fields) {
        let attribute = |name: &str| field.value().attr(name).unwrap_or_default();
        let name = attribute("name");
        let off =
            [attribute("autocapitalize"), attribute("autocorrect"), attribute("spellcheck")] == ["off", "off", "false"];
        if AS_IT_IS.contains(&name) != off || !(off || WORDS_AND_DAYS.contains(&name)) {
            found.push(format!("field {name}: {}", field.html()));
        }
    }
    found
}

/// What is wrong, each with the first page it stood on; and how many pages were looked at.
#[derive(Default)]
struct Found {
    wrong: BTreeMap<String, String>,
    pages: usize,
    /// Kinds of pages, and how many of each.
    kinds: BTreeMap<String, usize>,
}

impl Found {
    fn look(&mut self, own: &Own, answer: &Answer) {
        if !answer.header("content-type").starts_with("text/html") {
            return;
        }
        self.pages += 1;
        *self.kinds.entry(kind(&answer.path)).or_default() += 1;
        for wrong in open(own, answer).into_iter().chain(corrected(answer)) {
            self.wrong.entry(format!("{}: {wrong}", kind(&answer.path))).or_insert_with(|| answer.path.clone());
        }
    }

    /// Follows the links of a page, to so many pages of each kind.
    async fn follow(&mut self, own: &Own, browser: &mut Browser, from: &str, most: usize) {
        let (mut ahead, mut seen) = (vec![from.to_owned()], BTreeMap::<String, usize>::new());
        let mut known = BTreeSet::from([from.to_owned()]);
        while let Some(path) = ahead.pop() {
            let count = seen.entry(kind(&path)).or_default();
            *count += 1;
            // Two dozen of a kind are enough, whoever looks.
            if *count > most || self.kinds.get(&kind(&path)).is_some_and(|all| *all > 24) {
                continue;
            }
            let answer = browser.open(&path).await;
            self.look(own, &answer);
            for link in answer.attributes("a[href]", "href") {
                let link = link.split('#').next().unwrap_or_default().to_owned();
                if link.starts_with('/') && !link.starts_with("/demo") && known.insert(link.clone()) {
                    ahead.push(link);
                }
            }
        }
    }

    /// What stands behind searches, and behind the question why a person is opened.
    async fn search(&mut self, own: &Own, browser: &mut Browser) {
        for (page, find) in [
            ("/staff/people", "/staff/people/find"),
            ("/staff/requests/new", "/staff/requests/new/find"),
            ("/staff/requests", "/staff/requests/find"),
            ("/staff", "/staff/find"),
            ("/staff/volunteers", "/staff/volunteers/find"),
        ] {
            let from = browser.open(page).await;
            let answer = browser.submit(&from, find, &[("q", "e")]).await;
            self.look(own, &answer);
            let answer = browser.submit(&from, find, &[("q", "ek")]).await;
            self.look(own, &answer);
            let people = answer.attributes("main a[href]", "href");
            for link in
                people.iter().filter(|link| link.contains("person=") || link.starts_with("/staff/people/")).take(2)
            {
                let answer = browser.open(link).await;
                self.look(own, &answer);
                if let Some(open) = answer.attributes("form", "action").iter().find(|action| action.ends_with("/open"))
                {
                    let answer = browser.submit(&answer, open, &[("reason", "call")]).await;
                    self.look(own, &answer);
                }
            }
        }
    }
}

/// An address without what makes it one of many.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let part = |part: &str| if part.len() > 30 { ":id".to_owned() } else { part.to_owned() };
    let path = path.split('/').map(part).collect::<Vec<_>>().join("/");
    let keys: Vec<&str> = query.split('&').map(|pair| pair.split('=').next().unwrap_or_default()).collect();
    format!("{path}?{}", keys.join("&"))
}

/// Everybody of the demonstration, on every kind of page that a link leads them to. On `SQLite` alone: it is the pages that are looked at.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_somebodys_own_is_left_as_it_is() {
    let db = testing::fresh(testing::Engine::Sqlite).await;
    let ctx = context(&db, false);
    fill_demo(&ctx.db, &ctx.clock).await.unwrap();
    let (own, router) = (own(&ctx).await, server::build_router(ctx.clone()));
    let people = {
        let mut tx = ctx.db.read().await.unwrap();
        rows!(
            &mut tx,
            (String, String, String),
            "SELECT p.id, m.host, min(r.role) FROM person p JOIN municipality m ON m.id = p.municipality_id
             JOIN role_assignment r ON r.municipality_id = p.municipality_id AND r.person_id = p.id
             WHERE p.has_login GROUP BY p.id, m.host ORDER BY p.id"
        )
        .unwrap()
    };
    let mut found = Found::default();
    for (person, host, role) in people {
        let mut browser = Browser::new(router.clone());
        if host != "*" {
            browser.host = host;
        }
        browser.sign_in(&PersonId::from(person.as_str())).await;
        found.follow(&own, &mut browser, "/", if role == "coordinator" { 8 } else { 2 }).await;
        if role == "coordinator" {
            found.search(&own, &mut browser).await;
        }
    }
    assert!(found.wrong.is_empty(), "{:#?}", found.wrong);
    assert!(found.pages > 500 && found.kinds.len() > 60, "{} pages of {:#?}", found.pages, found.kinds);
}

/// A whole case: what the access table knows.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_of_the_access_table_lets_it_be_changed() {
    let site = TestSite::new(testing::fresh(testing::Engine::Sqlite).await).await;
    let case = site.case().await;
    let people = {
        let mut tx = site.ctx.db.read().await.unwrap();
        all(&mut tx, "SELECT id FROM person ORDER BY id").await
    };
    for (number, person) in people.iter().enumerate() {
        for (sql, word) in [
            ("UPDATE person SET given_name = $2 WHERE id = $1", format!("Zäta{number}")),
            ("UPDATE person SET family_name = $2 WHERE id = $1", format!("Kvargren{number}")),
            ("UPDATE person SET phone = $2, share_phone = TRUE WHERE id = $1", format!("07017406{number:02}")),
            ("UPDATE person SET email = $2 WHERE id = $1", format!("zata{number}@example.se")),
            (
                "UPDATE person SET street = $2, city = 'Granby', postal_code = '632 20' WHERE id = $1",
                format!("Blåbärsgatan {number}"),
            ),
        ] {
            set(&site, sql, person, &word).await;
        }
    }
    change(&site, "UPDATE visit SET code_word = 'snödroppe' WHERE id = $1", &case["visit"]).await;
    let own = own(&site.ctx).await;
    let mut found = Found::default();
    let paths = askable("GET", &case);
    for who in WHO {
        let mut browser = site.browser();
        if who == "other" {
            browser.host = OTHER_HOST.to_owned();
        }
        if who != "anonymous" {
            browser.sign_in(&PersonId::from(case[who].as_str())).await;
        }
        browser.post("/language", &[("locale", Locale::Fi.tag())]).await;
        // `/design` shows no person, and fields of all kinds.
        for (path, _) in
            paths.iter().filter(|(path, _)| !path.contains("stream") && !path.starts_with("/api") && path != "/design")
        {
            let answer = browser.get(path).await;
            found.look(&own, &answer);
        }
    }
    assert!(found.wrong.is_empty(), "{:#?}", found.wrong);
    assert!(found.pages > 500 && found.kinds.len() > 60, "{} pages of {:#?}", found.pages, found.kinds);
}

/// Puts a word into a row behind everybody's back.
async fn set(site: &TestSite, sql: &'static str, id: &str, word: &str) {
    let done: Result<u64, Failure> = in_tx!(site.ctx.db, |tx| { Ok(exec!(tx, sql, id, word)?) });
    assert_eq!(done.unwrap(), 1, "{sql}");
}
