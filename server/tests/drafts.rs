//! What is kept of a refused form: its own fields, whole, for the one who wrote it.

use crate::{
    access::{askable, paths},
    support::{Answer, Browser, Case, TestSite, as_person, change, text},
};
use app::checks::testing::Engine;
use axum::http::StatusCode;
use db::row;
use frame::access::model::Role;
use std::collections::{BTreeMap, BTreeSet};

/// Stands in what no page has.
const JUNK: &str = "Skräpord";

/// The draft that an answer leads to.
fn draft_of(answer: &Answer) -> Option<String> {
    let (_, query) = answer.header("location").split_once('?')?;
    let query: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    query.into_iter().find(|(name, _)| name == "draft").map(|(_, draft)| draft)
}

/// A walk through forms, which refuses them in each field.
struct Sweep<'a> {
    site: &'a TestSite,
    known: BTreeSet<(String, Vec<String>)>,
    /// Names of the forms that were refused, and how often.
    refused: BTreeMap<String, usize>,
}

impl Sweep<'_> {
    /// What was sent and refused is kept, but for what is none of the form's. The form's name.
    async fn kept(&mut self, draft: &str, what: &str, typed: &[(&str, String)]) -> String {
        let mut tx = self.site.ctx.db.read().await.unwrap();
        let kept = row!(&mut tx, (String, String), "SELECT form, answers FROM form_draft WHERE id = $1", draft);
        drop(tx);
        let (form, answers) = kept.unwrap().unwrap_or_else(|| panic!("{what}: no draft {draft:.80}"));
        assert!(!answers.contains(JUNK), "{what}: {answers}");
        let answers: BTreeMap<String, Vec<String>> = serde_json::from_str(&answers).unwrap();
        for (name, value) in typed {
            // What the form was shown with is said anew where somebody else has changed the same; a tick is for the text that it stood beside.
            let anew = *name == "seen" || name.ends_with("_right");
            let known = anew || answers.get(*name).is_some_and(|values| values.contains(value));
            assert!(known, "{what}: {name} is not kept in {form}: {:.300}", format!("{answers:?}"));
        }
        *self.refused.entry(form.clone()).or_default() += 1;
        form
    }

    /// Each form of a page, and of the pages that it leads to.
    async fn page(&mut self, browser: &mut Browser, page: Answer) {
        let mut pages = vec![page];
        while let Some(page) = pages.pop() {
            for (action, filled) in page.filled_forms() {
                let names: Vec<String> = filled.iter().map(|(name, _)| name.clone()).collect();
                // The logo's form has a file, a search brings along the draft of the form beside it; the others are no forms that are refused.
                let other = ["/sign-", "/demo", "/language", "/settings", "/admin/municipality/logo", "/kept"];
                if other.iter().any(|start| action.starts_with(start))
                    || action.ends_with("/find")
                    || !self.known.insert((action.clone(), names))
                {
                    continue;
                }
                let of = |what: &str| page.attributes(&format!("form[action='{action}'] {what}"), "name");
                let (hidden, buttons) = (of("input[type=hidden]"), of("button[name]"));
                let is_typed = |name: &str| {
                    let ours = hidden.iter().chain(&buttons).any(|known| known == name);
                    !ours || name == "seen"
                };
                for wrong in filled.iter().map(|(name, _)| name).filter(|name| is_typed(name)) {
                    let sent: Vec<(&str, String)> = filled
                        .iter()
                        .map(|(name, value)| {
                            (
                                name.as_str(),
                                if name == wrong && name != "seen" { "x".repeat(6_000) } else { value.clone() },
                            )
                        })
                        .collect();
                    let answer = self.send(browser, &action, &sent).await;
                    assert!(answer.status.as_u16() < 500, "{action}: {}", answer.body);
                    if let Some(draft) = draft_of(&answer) {
                        let typed: Vec<(&str, String)> = sent.into_iter().filter(|(name, _)| is_typed(name)).collect();
                        self.kept(&draft, &format!("{action} with a long {wrong}"), &typed).await;
                    }
                    if answer.status.is_redirection() {
                        pages.push(browser.follow(answer).await);
                    }
                }
            }
        }
    }

    async fn send(&self, browser: &mut Browser, action: &str, fields: &[(&str, String)]) -> Answer {
        let mut all: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        all.extend([("junk", JUNK), ("junk_right", JUNK), ("@now:junk", JUNK), ("@address", JUNK), ("q1", JUNK)]);
        browser.post(action, &all).await
    }

    async fn walk(&mut self, case: &Case, who: &str, more: &[String]) {
        let mut browser = if who.is_empty() { self.site.browser() } else { as_person(self.site, &case[who]).await };
        for path in paths("GET", case).into_iter().chain(more.iter().cloned()) {
            if path.contains("stream") || path.starts_with("/api/") {
                continue;
            }
            let page = browser.get(&path).await;
            if page.status == StatusCode::OK {
                self.page(&mut browser, page).await;
            }
        }
    }
}

/// The forms that the source declares, with their fields; a name of a row as its first.
fn declared() -> BTreeMap<String, Vec<String>> {
    let mut found = BTreeMap::new();
    crate::hardening::each_source(&mut |_, source| {
        for (at, _) in source.match_indices("Form::new(") {
            let rest: String = source[at + "Form::new(".len()..].split(']').next().unwrap_or_default().to_owned();
            let mut texts = rest.split('"').skip(1).step_by(2).map(|text| text.replace('*', "1"));
            let (Some(name), true) = (texts.next(), rest.contains("&[")) else { continue };
            found.insert(name, texts.collect());
        }
    });
    for name in ["me_contact", "person_contact"] {
        found
            .insert(name.to_owned(), ["phone", "email", "way_in", "locale", "share_phone"].map(str::to_owned).to_vec());
    }
    found
}

/// Every form of every page keeps what was typed and nothing else, in whatever field it is wrong. On `SQLite` alone: it is the handlers that
/// are tried, and the walk is long.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_refused_form_keeps_its_own_fields_and_no_others() {
    let site = TestSite::new(app::checks::testing::fresh(Engine::Sqlite).await).await;
    // Visits are over at once here.
    site.db.may_contradict();
    let case = site.case().await;
    let mut sweep = Sweep { site: &site, known: BTreeSet::new(), refused: BTreeMap::new() };
    // Two more requests: one in review, one with a question.
    let mut coordinator = as_person(&site, &case["coordinator"]).await;
    let mut more = Vec::new();
    for _ in 0..2 {
        let page = coordinator.open(&format!("/staff/requests/new?person={}", case["senior2"])).await;
        let fields = [("kind", case["kind"].as_str()), ("mode", "home"), ("other_day", "26"), ("part", "morning")];
        let entered = coordinator.submit(&page, "/staff/requests", &fields).await;
        let path = entered.path.split('?').next().unwrap().to_owned();
        more.extend([path.clone(), format!("{path}/decline"), path.replace("/staff", "")]);
    }
    let asked = coordinator.post(&format!("{}/ask", more[3]), &[("question", "Vilken dag?")]).await;
    assert!(asked.header("location").ends_with("notice=asked"), "{}", asked.header("location"));
    for who in ["", "senior", "senior2"] {
        sweep.walk(&case, who, &more).await;
    }
    change(
        &site,
        "UPDATE visit SET status = 'finished', started_at = starts_at, finished_at = starts_at WHERE id = $1",
        &case["visit"],
    )
    .await;
    for who in ["senior", "volunteer", "coordinator", "administrator"] {
        sweep.walk(&case, who, &more).await;
    }
    let seen = sweep.refused.len();
    assert!(seen >= 24, "hardly any form was refused on its page: {:?}", sweep.refused);

    // And those that stand on no page now: each declared form, with all of its fields too long, to every address.
    let declared = declared();
    for (path, may) in askable("POST", &case) {
        let Some(who) = may.into_iter().find(|who| *who != "other") else { continue };
        if ["/sign-", "/demo", "/language", "/settings", "/admin/municipality/logo"]
            .iter()
            .any(|start| path.starts_with(start))
            || path.ends_with("/find")
        {
            continue;
        }
        let mut browser = if who == "anonymous" { site.browser() } else { as_person(&site, &case[who]).await };
        for (name, fields) in &declared {
            let length = if fields.len() > 4 { 1_100 } else { 6_000 };
            let sent: Vec<(&str, String)> = fields.iter().map(|field| (field.as_str(), "x".repeat(length))).collect();
            let answer = sweep.send(&mut browser, &path, &sent).await;
            let Some(draft) = draft_of(&answer) else { continue };
            let form = sweep.kept(&draft, &format!("{name} to {path}"), &[]).await;
            if form == *name {
                sweep.kept(&draft, &format!("{name} to {path}"), &sent).await;
            }
        }
    }
    let missing: Vec<&String> = declared.keys().filter(|name| !sweep.refused.contains_key(*name)).collect();
    // What the server alone writes, what stands as a search in the address, a form with a file, and one that is saved as it is written.
    let by_other_ways = ["ask", "logo", "person_open", "review_bulk", "search", "typed"];
    // Of one field each, on things that the forms before have ended.
    let of_one_field = ["concern_decide", "feedback_follow_up", "first_meeting", "match_resume", "no_show"];
    let mut expected: Vec<&str> = by_other_ways.into_iter().chain(of_one_field).collect();
    expected.sort_unstable();
    assert_eq!(missing, expected, "{:?}", sweep.refused);
}

app::db_test!(a_form_that_is_too_long_is_refused_whole, |db| async {
    let site = TestSite::new(db).await;
    let case = site.case().await;
    let words = format!("Början. {} Slutet.", "å".repeat(40_000));
    let drafts = "SELECT CAST(count(*) AS TEXT) FROM form_draft WHERE answers LIKE $1";
    for (who, action, field) in [
        ("", "/accessibility/barrier", "body"),
        ("senior", "/concern", "body"),
        ("coordinator", "/staff/concerns/<concern>/decide", "decision"),
        ("senior", "/ask/<draft>/more", "note"),
    ] {
        let action = case.iter().fold(action.to_owned(), |path, (name, id)| path.replace(&format!("<{name}>"), id));
        let mut browser = if who.is_empty() { site.browser() } else { as_person(&site, &case[who]).await };
        for script in [false, true] {
            browser.headers = if script { vec![("x-handslag-form", "1".to_owned())] } else { Vec::new() };
            let answer = browser.post(&action, &[(field, &words), ("junk", JUNK)]).await;
            assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{action}");
            assert_eq!(answer.heading(), "Det var för mycket text", "{action}");
            assert!(answer.texts("blockquote").contains(&words), "{action}: all of it, to be made shorter");
        }
        browser.headers.clear();
        assert_eq!(text(&site, drafts, "%Början%").await, "0", "{action}");
        // What is only longer than its field stays in it, to the last letter.
        let long = words.replace(&"å".repeat(40_000), &"å".repeat(9_000));
        browser.post(&action, &[(field, &long)]).await;
        let kept = text(&site, "SELECT answers FROM form_draft WHERE answers LIKE $1", "%Början%").await;
        assert!(kept.contains(&format!("\"{long}\"")), "{action}");
        change(&site, "DELETE FROM form_draft WHERE answers LIKE $1", "%Början%").await;
    }
});

/// The cookie of a browser, as an answer sets it.
fn mark(answer: &Answer) -> String {
    let all = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap().to_owned());
    all.into_iter().find(|cookie| cookie.starts_with("browser=")).unwrap_or_default()
}

app::db_test!(a_draft_of_nobody_belongs_to_its_browser, |db| async {
    let mut site = TestSite::new(db).await;
    site.limit(server::bounds::Bounds { sign_ups_per_hour: 1_000, ..server::bounds::Bounds::none() });
    let tell = [("reply", "erik@example.se")];
    for address in [None, Some("192.0.2.1")] {
        let new = || address.map_or_else(|| site.browser(), |address| site.browser_at(address));
        let mut browser = new();
        browser.open("/accessibility").await;
        assert!(browser.cookies.is_empty(), "who types nothing has no mark");
        let answer = browser.post("/accessibility/barrier", &tell).await;
        let draft = answer.header("location").to_owned();
        assert!(draft_of(&answer).is_some(), "{draft}");
        let given = mark(&answer);
        assert!(given.ends_with("; Path=/; Max-Age=86400; HttpOnly; SameSite=Lax"), "{given}");
        assert!(browser.open(&draft).await.body.contains("erik@example.se"));
        // Its id alone opens it nowhere else, nor does another browser's mark, nor a person.
        let mut other = new();
        assert_eq!(other.open(&draft).await.status, StatusCode::NOT_FOUND);
        other.post("/accessibility/barrier", &[]).await;
        assert_ne!(other.cookies.get("browser"), browser.cookies.get("browser"));
        assert_eq!(other.open(&draft).await.status, StatusCode::NOT_FOUND);
        let hash = text(&site, "SELECT browser_hash FROM form_draft WHERE answers LIKE $1", "%erik@example.se%").await;
        let (id, proof) =
            browser.cookies["browser"].split_once('.').map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
        for made_up in [hash.clone(), format!("{hash}.{proof}"), id.clone(), format!("{id}."), String::new()] {
            other.cookies.insert("browser".to_owned(), made_up);
            assert_eq!(
                other.open(&draft).await.status,
                StatusCode::NOT_FOUND,
                "what stands in the database opens nothing"
            );
        }
        let mut person = site.signed_in(Role::Senior).await;
        person.cookies.insert("browser".to_owned(), browser.cookies["browser"].clone());
        assert_eq!(person.open(&draft).await.status, StatusCode::NOT_FOUND, "who is signed in is somebody else");
        // The next one is of the same browser, whose cookie lasts as long again.
        let again = browser.post("/accessibility/barrier", &[]).await;
        assert_eq!(mark(&again), given);
        assert!(browser.open(&draft).await.body.contains("erik@example.se"));
        // What is taken, and what leads to no draft, gives none.
        assert_eq!(mark(&new().post("/accessibility/barrier", &[("body", "Knappen syns inte.")]).await), "");
        assert_eq!(mark(&new().post("/language", &[("locale", "fi")]).await), "");
        site.ctx.clock.move_by_minutes(24 * 60 + 1);
        assert_eq!(browser.open(&draft).await.status, StatusCode::NOT_FOUND, "after a day");
        assert!(server::jobs::round(&site.ctx, "a", None).await.unwrap());
        let left = text(&site, "SELECT CAST(count(*) AS TEXT) FROM form_draft WHERE form = $1", "barrier").await;
        assert_eq!(left, "0");
    }
    // So many, and no more.
    let (mut many, mut first) = (site.browser(), String::new());
    for number in 0..25 {
        let answer = many.post("/accessibility/barrier", &tell).await;
        if number == 0 {
            answer.header("location").clone_into(&mut first);
            site.ctx.clock.move_by_minutes(1);
        }
    }
    assert_eq!(many.open(&first).await.status, StatusCode::NOT_FOUND, "the oldest go");
    let left = text(&site, "SELECT CAST(count(*) AS TEXT) FROM form_draft WHERE form = $1", "barrier").await;
    assert_eq!(left, "20");
});

app::db_test!(a_known_browser_keeps_what_it_types_when_nobody_is_signed_in, |db| async {
    let mut site = TestSite::new(db).await;
    site.limit(server::bounds::Bounds { sign_ins_per_minute: 100, ..server::bounds::Bounds::none() });
    let mut browser = site.browser_at("192.0.2.1");
    browser.sign_in(site.person(Role::Senior)).await;
    // Signed in, what is refused is the person's, and gives no mark.
    let known = browser.cookies["browser"].clone();
    let answer = browser.post("/accessibility/barrier", &[("reply", "erik@example.se")]).await;
    assert_eq!(mark(&answer), "");
    let hers = answer.header("location").to_owned();
    browser.post("/sign-out", &[]).await;
    assert_eq!(browser.open(&hers).await.status, StatusCode::NOT_FOUND, "the next one at this browser");
    let answer = browser.post("/accessibility/barrier", &[("reply", "bo@example.se")]).await;
    assert!(mark(&answer).starts_with(&format!("browser={known}; ")), "the same one");
    assert!(browser.open(answer.header("location")).await.body.contains("bo@example.se"));
});
