//! What people write about themselves stays where they wrote it: not in logs, not in addresses, not in error pages, not in figures.

use crate::support::{Answer, Browser, Case, Program, TestSite, Words, filled};
use app::checks::testing::{Engine, fresh};
use axum::http::StatusCode;
use ground::id::PersonId;
use sqlx::{Connection as _, Row as _};
use std::{
    collections::BTreeSet,
    io::Write,
    sync::{Arc, Mutex},
};
use tracing_subscriber::fmt::MakeWriter;

/// Words that stand nowhere else.
const WORDS: Words = Words {
    given_name: "Kanarina",
    family_name: "Fågelström",
    phone: "070-555 01 23",
    email: "kanarina@fagel.example",
    street: "Kanariestigen 7",
    text: "Tyst kanariefågel.",
};
/// The same, with a personnummer, which some forms ask about before they take it.
const NUMBERED: Words = Words { text: "Tyst kanariefågel 191212121212, 121212-1212.", ..WORDS };

/// Pieces of those words, in small letters, however they are written.
const NEEDLES: [&str; 12] = [
    "kanarina",
    "fågelström",
    "fagelstrom",
    "070-555",
    "0705550123",
    "5550123",
    "fagel.example",
    "kanariestigen",
    "kanariefågel",
    "kanariefagel",
    "1212121212",
    "121212-1212",
];

/// What of the canaries stands in a text, also where it is written as in an address.
fn found(text: &str) -> Vec<&'static str> {
    let plain = text.to_lowercase();
    let decoded: String = form_urlencoded::parse(format!("x={}", plain.replace(['&', '='], " ")).as_bytes())
        .map(|(_, value)| value.into_owned())
        .collect::<String>()
        .to_lowercase();
    NEEDLES.iter().copied().filter(|needle| plain.contains(needle) || decoded.contains(needle)).collect()
}

/// Everything that was logged, at the finest of what is ours.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Log {
    /// Listens on this thread until the guard goes.
    fn listen(&self) -> tracing::subscriber::DefaultGuard {
        let lines = tracing_subscriber::fmt()
            .with_env_filter(
                "info,app=trace,server=trace,site=trace,sqlx=info,tower_sessions=error,tower_sessions_core=error",
            )
            .with_writer(self.clone())
            .finish();
        tracing::subscriber::set_default(lines)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

/// One who fills in everything, and looks at every answer.
struct Walk {
    browser: Browser,
    who: &'static str,
    sent: BTreeSet<String>,
    taken: usize,
    /// Nothing is ended, so that there is more to write about.
    gently: bool,
    ahead: Vec<String>,
}

/// How the addresses end that end something.
const ENDS: [&str; 16] = [
    "/cancel",
    "/cancel-visit",
    "/cannot-come",
    "/no-show",
    "/decline",
    "/close",
    "/refer",
    "/undo",
    "/protect",
    "/end",
    "/hold",
    "/no",
    "/senior-no",
    "/release",
    "/withdraw",
    "/pause",
];
/// Where things lie that come to be on the way.
const THINGS: [&str; 5] = ["/requests/", "/visits/", "/staff/requests/", "/volunteer/offers/", "/volunteer/visits/"];

impl Walk {
    /// Nothing of what was written in the addresses that the page leads to, nor in the page if it is one of errors.
    fn look(&self, answer: &Answer) {
        let at = format!("{} at {}", self.who, answer.path);
        assert_eq!(found(&answer.path), Vec::<&str>::new(), "{at}");
        for (name, value) in &answer.headers {
            let value = String::from_utf8_lossy(value.as_bytes());
            assert_eq!(found(&value), Vec::<&str>::new(), "{at}: {name}: {value}");
        }
        for (selector, attribute) in
            [("[href]", "href"), ("form", "action"), ("[formaction]", "formaction"), ("[src]", "src")]
        {
            for address in answer.attributes(selector, attribute) {
                // Numbers that can be called, where one may call them, are what these are for.
                if !address.starts_with("tel:") && !address.starts_with("mailto:") {
                    assert_eq!(found(&address), Vec::<&str>::new(), "{at}: {address}");
                }
            }
        }
        if answer.status.is_client_error() || answer.status.is_server_error() {
            // Above it stands, as on every page, the name of the one who reads it.
            let html = answer.header("content-type").starts_with("text/html");
            let said = if html { answer.texts("title, main").join(" ") } else { answer.body.clone() };
            assert_eq!(found(&said), Vec::<&str>::new(), "the error page of {at}: {said}");
        }
    }

    async fn page(&mut self, path: &str) {
        let page = self.browser.get(path).await;
        self.look(&page);
        let links = page
            .attributes("main a", "href")
            .into_iter()
            .filter(|link| THINGS.iter().any(|thing| link.strip_prefix(thing).is_some_and(|rest| rest.len() == 36)));
        self.ahead.extend(links);
        for (words, choice) in [(&WORDS, 0), (&NUMBERED, 1)] {
            for (action, fields) in filled(&page, words, choice) {
                let elsewhere = action.starts_with("/sign-out") || action.starts_with("/demo") || action == "/language";
                if elsewhere || (self.gently && ENDS.iter().any(|end| action.ends_with(end))) {
                    continue;
                }
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let answer = self.browser.post(&action, &fields).await;
                assert!(answer.status.as_u16() < 500, "{} posts {action}: {}", self.who, answer.status);
                self.look(&answer);
                if answer.status == StatusCode::SEE_OTHER {
                    let to = answer.header("location");
                    self.taken += usize::from(!to.contains("draft=") && !to.contains("find="));
                    let shown = self.browser.follow(answer).await;
                    self.look(&shown);
                }
                self.sent.insert(action);
            }
        }
    }
}

async fn walk(site: &TestSite, case: &Case, who: &'static str, gently: bool) -> Walk {
    let mut browser = site.browser();
    if who != "nobody" {
        browser.sign_in(&PersonId::from(case[who].as_str())).await;
    }
    let mut walk = Walk { browser, who, sent: BTreeSet::new(), taken: 0, gently, ahead: Vec::new() };
    let mut known = BTreeSet::new();
    let mut paths = crate::access::paths("GET", case);
    while !paths.is_empty() {
        for path in paths {
            if !path.contains("stream") && !path.starts_with("/api/") && known.insert(path.clone()) {
                walk.page(&path).await;
            }
        }
        paths = std::mem::take(&mut walk.ahead);
        paths.retain(|path| !known.contains(path));
    }
    walk
}

/// The main job's own words, which need answers that fit together: what the senior asks, and what volunteers read of it.
async fn ask(site: &TestSite, case: &Case) {
    let walker = |who: &'static str| Walk {
        browser: site.browser(),
        who,
        sent: BTreeSet::new(),
        taken: 0,
        gently: true,
        ahead: Vec::new(),
    };
    let mut senior = walker("senior");
    senior.browser.sign_in(&PersonId::from(case["senior"].as_str())).await;
    let draft = format!("/ask/{}", case["draft"]);
    let mut last = String::new();
    for (step, field, value) in [
        ("what", "kind", case["kind"].as_str()),
        ("days", "days", "2026-11-30"),
        ("time", "part", "morning"),
        ("where", "mode", "home"),
        ("more", "note", WORDS.text),
        ("send", "", ""),
    ] {
        let answer = senior.browser.post(&format!("{draft}/{step}"), &[("key", "ask"), (field, value)]).await;
        senior.look(&answer);
        last = answer.header("location").to_owned();
        let shown = senior.browser.follow(answer).await;
        senior.look(&shown);
    }
    let id =
        last.strip_prefix("/requests/").and_then(|rest| rest.get(..36)).unwrap_or_else(|| panic!("not sent: {last}"));
    let mut coordinator = walker("coordinator");
    coordinator.browser.sign_in(&PersonId::from(case["coordinator"].as_str())).await;
    for (step, fields) in [
        ("take", vec![]),
        (
            "approve",
            vec![
                ("volunteer_text", WORDS.text),
                ("risk", "1"),
                ("first_meeting", NUMBERED.street),
                ("first_meeting_right", NUMBERED.street),
            ],
        ),
    ] {
        let fields: Vec<(&str, &str)> = fields.into_iter().chain([("key", "desk")]).collect();
        let answer = coordinator.browser.post(&format!("/staff/requests/{id}/{step}"), &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{step}");
        coordinator.look(&answer);
        let shown = coordinator.browser.follow(answer).await;
        coordinator.look(&shown);
    }
}

/// Every column of the database that holds something of what was written: that it went through.
async fn columns(url: &str) -> BTreeSet<String> {
    let mut connection = sqlx::SqliteConnection::connect(url).await.unwrap();
    let mut holding = BTreeSet::new();
    let tables = sqlx::query(
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
    )
    .fetch_all(&mut connection)
    .await
    .unwrap();
    for row in tables {
        let (table, column): (String, String) = (row.get(0), row.get(1));
        let sql = format!("SELECT DISTINCT CAST(\"{column}\" AS BLOB) FROM \"{table}\" WHERE \"{column}\" IS NOT NULL");
        let values = sqlx::query(sqlx::AssertSqlSafe(sql)).fetch_all(&mut connection).await.unwrap();
        if values.iter().any(|row| !found(&String::from_utf8_lossy(row.get(0))).is_empty()) {
            holding.insert(format!("{table}.{column}"));
        }
    }
    holding
}

#[test]
fn canaries_are_found_however_they_are_written() {
    assert_eq!(found("nothing at all"), Vec::<&str>::new());
    for text in [
        "/people?q=Kanarina",
        "/people?q=F%C3%A5gelstr%C3%B6m",
        "a=b&c=tyst+kanariefa%67el",
        "+46705550123",
        "19121212-1212",
    ] {
        assert!(!found(text).is_empty(), "{text}");
    }
    let log = Log::default();
    let listening = log.listen();
    tracing::trace!("Kanarina was here");
    tracing::info!(name = "Fågelström", "so was");
    drop(listening);
    assert_eq!(found(&log.text()), ["kanarina", "fågelström"]);
}

async fn figures_name_nobody(site: &TestSite, case: &Case) {
    let mut browser = site.browser();
    browser.sign_in(&PersonId::from(case["coordinator"].as_str())).await;
    let mut looked = 0;
    for path in crate::access::paths("GET", case).into_iter().filter(|path| path.contains("figures")) {
        let figures = browser.get(&path).await;
        let said = if figures.header("content-type").starts_with("text/html") {
            figures.texts("main").join(" ")
        } else {
            figures.body.clone()
        };
        assert_eq!((figures.status, found(&said)), (StatusCode::OK, vec![]), "{path}");
        looked += 1;
    }
    for path in ["/healthz", "/readyz"] {
        assert_eq!(found(&browser.get(path).await.body), Vec::<&str>::new());
    }
    assert!(looked >= 2, "{looked}");
}

/// On one thread, so that all is heard.
async fn what_is_written_stays_where_it_was_written(engine: Engine) {
    let site = TestSite::new(fresh(engine).await).await;
    let case = site.case().await;
    let log = Log::default();
    let listening = log.listen();
    let (mut sent, mut taken) = (BTreeSet::new(), 0);
    ask(&site, &case).await;
    for (who, gently) in [
        ("nobody", true),
        ("senior", true),
        ("coordinator", true),
        ("volunteer", true),
        ("senior", false),
        ("coordinator", false),
        ("administrator", false),
    ] {
        if who == "volunteer" {
            // The day of the visit, after it has begun.
            site.ctx.clock.move_by_minutes(3 * 24 * 60 + 90);
            walk(&site, &case, who, gently).await;
        }
        let walked = walk(&site, &case, who, gently).await;
        sent.extend(walked.sent);
        taken += walked.taken;
    }
    figures_name_nobody(&site, &case).await;
    drop(listening);
    let log = log.text();
    assert!(log.matches("answered").count() > 300, "hardly anything was logged");
    let leaks: Vec<&str> = log.lines().filter(|line| !found(line).is_empty()).collect();
    assert_eq!(leaks, Vec::<&str>::new());
    assert!(sent.len() >= 34 && taken >= 60, "{} forms were sent, {taken} taken: {sent:#?}", sent.len());
    if engine == Engine::Sqlite {
        let holding = columns(&site.db.url).await;
        for column in [
            "concern.body",
            "person.about",
            "person.email",
            "person.family_name",
            "person.phone",
            "person.street",
            "request.note",
            "request.volunteer_text",
            "visit.report_text",
        ] {
            assert!(holding.contains(column), "nothing went to {column}: {holding:#?}");
        }
        // What goes to other screens and servers, what opens doors, and what counts.
        for table in ["change_event", "session", "sign_in_link", "counter", "lease"] {
            let leaks: Vec<_> = holding.iter().filter(|column| column.starts_with(&format!("{table}."))).collect();
            assert!(leaks.is_empty(), "{leaks:?}");
        }
    }
}

#[tokio::test]
async fn what_is_written_stays_where_it_was_written_on_sqlite() {
    what_is_written_stays_where_it_was_written(Engine::Sqlite).await;
}

#[tokio::test]
async fn what_is_written_stays_where_it_was_written_on_postgres() {
    what_is_written_stays_where_it_was_written(Engine::Postgres).await;
}

/// What is logged by the program, with requests that never come to a handler.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_writes_nobodys_name_to_its_error_stream() {
    let program = Program::start(&[], "info,app=trace,server=trace,handslag=trace").await;
    let joining = [
        ("given_name", WORDS.given_name),
        ("family_name", WORDS.family_name),
        ("phone", WORDS.phone),
        ("email", WORDS.email),
        ("street", WORDS.street),
        ("about", NUMBERED.text),
    ];
    assert_eq!(program.post("/volunteer/join", &[], &joining).await.status, StatusCode::SEE_OTHER);
    let cross = [("sec-fetch-site", "cross-site"), ("origin", "https://kanarina.example")];
    assert_eq!(program.post("/volunteer/join", &cross, &joining).await.status, StatusCode::FORBIDDEN);
    for path in [
        "/Kanarina?q=Kanarina",
        "/sign-in/Kanarina",
        "/api/access/link?token=Kanarina",
        "/api/people/find?q=Kanarina",
        "/staff/people?q=F%C3%A5gelstr%C3%B6m",
        "/site/kanarina.css",
        "/%00Kanarina",
        "/requests/Kanarina",
    ] {
        program.get(path).await;
    }
    assert_eq!(
        program
            .post("/sign-in", &[("cookie", "handslag=Kanarina; lang=Kanarina")], &[("token", "Kanarina")])
            .await
            .status,
        404
    );
    for raw in ["GET /Kanarina HTTP/9.9\r\n\r\n", "Kanarina\r\n\r\n", "GET / HTTP/1.1\r\nKanarina\r\n\r\n"] {
        use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
        let mut stream = tokio::net::TcpStream::connect(program.address).await.unwrap();
        stream.write_all(raw.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        assert_eq!(found(&String::from_utf8_lossy(&answer)), Vec::<&str>::new());
    }
    let log = program.log();
    assert!(log.matches("answered").count() > 8, "{log}");
    let leaks: Vec<&str> = log.lines().filter(|line| !found(line).is_empty()).collect();
    assert_eq!(leaks, Vec::<&str>::new());
}
