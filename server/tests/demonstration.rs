//! A demonstration and real people are kept apart: by a mark in the database, and by who may ask.

use crate::support::{Browser, Folder, NOW, Program, TestSite};
use app::db_test;
use axum::http::{Method, StatusCode};
use clap::Parser;
use ground::clock::Clock;
use server::{
    ExternalConfig,
    commands::{self, Command, NewAdmin, create_admin, fill_demo, must_fit},
    config::Settings,
};

#[derive(Debug, Parser)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
}

fn settings(line: &str) -> Settings {
    Cli::try_parse_from(std::iter::once("handslag").chain(line.split_whitespace())).unwrap().settings
}

fn somebody() -> NewAdmin {
    NewAdmin {
        municipality: "Exempels kommun".to_owned(),
        host: "exempel.se".to_owned(),
        phone: "010-1".to_owned(),
        hours_sv: "Vardagar".to_owned(),
        hours_fi: "Arkisin".to_owned(),
        hours_en: "Weekdays".to_owned(),
        given_name: "Ada".to_owned(),
        family_name: "Lund".to_owned(),
    }
}

db_test!(a_demonstration_and_real_people_never_mix, |db| async {
    let secret = ground::secret::Secret([1; 32]);
    let (real, demo) =
        (settings(&format!("--database-url {}", db.url)), settings(&format!("--demo --database-url {}", db.url)));
    let refused = async |settings: &Settings| must_fit(settings).await.err().map(|fault| fault.to_string());
    // Of nobody yet, it is for real people.
    assert_eq!(refused(&real).await, None);
    assert!(refused(&demo).await.unwrap().contains("no demonstration's"));
    assert!(commands::run(Command::Serve, &demo).await.unwrap_err().to_string().contains("no demonstration's"));
    assert!(commands::run(Command::Migrate, &demo).await.unwrap_err().to_string().contains("no demonstration's"));
    fill_demo(&db.db, &Clock::fixed(NOW)).await.unwrap();
    assert_eq!(refused(&demo).await, None);
    assert!(refused(&real).await.unwrap().contains("say --demo"));
    assert!(commands::run(Command::Migrate, &real).await.unwrap_err().to_string().contains("say --demo"));
    commands::run(Command::Migrate, &demo).await.unwrap();
    let made = create_admin(&db.db, &secret, &somebody(), NOW).await;
    assert!(made.unwrap_err().to_string().contains("demonstration"), "no real person in it");
});

db_test!(real_people_are_nobodys_to_be, |db| async {
    let secret = ground::secret::Secret([1; 32]);
    create_admin(&db.db, &secret, &somebody(), NOW).await.unwrap();
    let demo = settings(&format!("--demo --database-url {}", db.url));
    let refused = commands::run(Command::Serve, &demo).await.unwrap_err().to_string();
    assert!(refused.contains("anybody could be anybody"), "{refused}");
    assert!(fill_demo(&db.db, &Clock::fixed(NOW)).await.is_err(), "nor are others mixed with them");
    must_fit(&settings(&format!("--database-url {}", db.url))).await.unwrap();
});

#[tokio::test]
async fn no_database_is_no_demonstration() {
    let folder = Folder::new("no-demo");
    let file = folder.file("typo.sqlite");
    let demo = settings(&format!("--demo --database-url sqlite:{}", file.display()));
    let refused = commands::run(Command::Serve, &demo).await.unwrap_err().to_string();
    assert!(refused.contains("handslag demo") && refused.contains("--fresh"), "{refused}");
    assert!(!file.exists(), "nothing is made by the way");
}

/// What somebody elsewhere would send through a proxy.
const PROXIES: [(&str, &str); 6] = [
    ("x-forwarded-for", "203.0.113.9"),
    ("x-forwarded-host", "demo.example.se"),
    ("forwarded", "for=203.0.113.9"),
    ("via", "1.1 proxy"),
    ("x-real-ip", "203.0.113.9"),
    ("cf-connecting-ip", "203.0.113.9"),
];

#[tokio::test]
async fn what_a_proxy_passes_on_is_refused() {
    let site = TestSite::new(app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let here = ExternalConfig { only_here: true, ..ExternalConfig::default() };
    let mut browser = Browser::new(server::router::with(site.ctx.clone(), here));
    assert_eq!(browser.get("/demo").await.status, StatusCode::OK);
    for header in PROXIES {
        for path in ["/demo", "/", "/api/access/demo", "/readyz", "/site/x.css"] {
            let answer = browser.request(Method::GET, path, "", &[header]).await;
            assert_eq!(answer.status, StatusCode::MISDIRECTED_REQUEST, "{header:?} {path}");
        }
        let person = site.person(frame::access::model::Role::Administrator).to_string();
        let body = format!("person={person}");
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let answer = browser.request(Method::POST, "/demo/sign-in", body, &[kind, header]).await;
        assert!(answer.status == StatusCode::MISDIRECTED_REQUEST && browser.session().is_none());
    }
    let told = browser.request(Method::GET, "/", "", &[PROXIES[0], ("accept-language", "fi")]).await;
    assert!(told.body.contains("keksittyjä"), "{}", told.body);
    "demo.example.se".clone_into(&mut browser.host);
    assert_eq!(browser.get("/demo").await.status, StatusCode::MISDIRECTED_REQUEST, "a name of somewhere else");
    "granby.localhost:3000".clone_into(&mut browser.host);
    assert_ne!(browser.get("/demo").await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_program_itself_answers_this_machine_alone() {
    let program = Program::start(&[], "warn").await;
    assert_eq!(program.get("/demo").await.status, StatusCode::OK);
    let mut line = program.line().await.unwrap();
    let away = line.ask(Method::GET, "/demo", &[PROXIES[0]], "").await.unwrap();
    assert_eq!(away.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(String::from_utf8_lossy(&away.body).contains("demonstration"));
    let public = Program::start(&["--demo-on-a-public-address"], "warn").await;
    let mut line = public.line().await.unwrap();
    assert_eq!(line.ask(Method::GET, "/demo", &[PROXIES[0]], "").await.unwrap().status, StatusCode::OK);
}
