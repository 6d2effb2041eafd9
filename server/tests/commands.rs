//! Commands: what the configuration must be, backups, the first administrator.

use crate::support::{Folder, NOW, TestSite};
use app::{
    access::model::Role,
    common::{Failure, clock::Clock},
    db::{Db, Durability, testing},
    exec, in_tx, rows,
};
use clap::Parser;
use server::{
    commands::{NewAdmin, backup, check_backup, create_admin, fill_demo, restore, write_digest},
    config::{Problem, Settings},
};
use std::path::Path;

#[derive(Debug, Parser)]
struct Cli {
    #[command(flatten)]
    settings: Settings,
}

fn settings(line: &str) -> Settings {
    Cli::try_parse_from(std::iter::once("handslag").chain(line.split_whitespace())).unwrap().settings
}

const KEY: &str = "--secret-key 0123456789012345678901234567890123456789012345678901234567890abc";

#[test]
fn an_unsafe_configuration_is_refused() {
    let public = |url: &str| Problem::PublicUrl(url.to_owned());
    for (line, expected) in [
        ("", vec![Problem::NoSecret]),
        (KEY, vec![]),
        ("--demo", vec![]),
        ("--secret-key short", vec![Problem::ShortSecret]),
        (&format!("{KEY} --secret-key-file x"), vec![Problem::TwoSecrets]),
        (&format!("{KEY} --database-url mysql:x"), vec![Problem::Database, Problem::NoAuditHead]),
        (&format!("{KEY} --database-url postgres://x"), vec![Problem::NoAuditHead]),
        (&format!("{KEY} --database-url postgres://x --audit-head y"), vec![]),
        (&format!("{KEY} --listen 0.0.0.0:80"), vec![Problem::NoTls]),
        (&format!("{KEY} --public-url http://handslag.alvstad.se"), vec![Problem::NoTls]),
        (&format!("{KEY} --listen 0.0.0.0:80 --public-url https://handslag.alvstad.se"), vec![]),
        (&format!("{KEY} --public-url https://handslag.alvstad.se/"), vec![]),
        (&format!("{KEY} --public-url http://localhost:3000"), vec![]),
        (&format!("{KEY} --public-url handslag.alvstad.se"), vec![public("handslag.alvstad.se")]),
        (&format!("{KEY} --public-url https://a@b.se"), vec![public("https://a@b.se")]),
        (&format!("{KEY} --public-url https://b.se/path"), vec![public("https://b.se/path")]),
        ("--demo --listen 0.0.0.0:3000", vec![Problem::PublicDemo]),
        ("--demo --listen [::1]:3000", vec![]),
        ("--demo --public-url https://demo.alvstad.se", vec![Problem::PublicDemo]),
        ("--demo --public-url http://localhost:3000", vec![]),
        ("--demo --listen 0.0.0.0:3000 --demo-on-a-public-address", vec![]),
    ] {
        let problems = settings(line).problems();
        assert_eq!(problems, expected, "{line}");
        assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
    }
    let missing = settings("--secret-key-file /no/such/file").problems();
    assert!(matches!(missing.as_slice(), [Problem::SecretFile(..)]));
}

#[test]
fn public_addresses() {
    for (url, origin, tls) in [
        ("https://Handslag.Alvstad.SE", "https://handslag.alvstad.se", true),
        ("https://handslag.alvstad.se:443/", "https://handslag.alvstad.se", true),
        ("https://handslag.alvstad.se:8443", "https://handslag.alvstad.se:8443", true),
        ("http://[::1]:3000", "http://[::1]:3000", false),
    ] {
        let public = settings(&format!("--public-url {url}")).public().unwrap();
        assert_eq!((public.origin.as_str(), public.tls), (origin, tls));
    }
    assert_eq!(settings("").public().unwrap().origin, "http://127.0.0.1:3000");
}

#[test]
fn secrets() {
    let hex =
        settings("--secret-key 00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff00ff").secret().unwrap();
    assert_eq!(hex.0[..4], [0, 255, 0, 255]);
    let text = settings("--secret-key any-text-of-at-least-32-characters-will-do").secret().unwrap();
    assert_ne!(text.0, hex.0);
    assert!(!format!("{:?}", settings(KEY)).contains("0123456789"), "never printed");
    // A demonstration keeps its own beside its database.
    let folder = Folder::new("secrets");
    let line = format!("--demo --database-url sqlite:{}", folder.file("demo.sqlite").display());
    let drawn = settings(&line).secret().unwrap();
    assert_eq!(settings(&line).secret().unwrap().0, drawn.0, "a restart signs nobody out");
    assert_ne!(settings("--demo --database-url postgres://x").secret().unwrap().0, drawn.0);
}

async fn names(db: &Db) -> Vec<String> {
    let mut tx = db.read().await.unwrap();
    let found = rows!(&mut tx, (String,), "SELECT given_name FROM person ORDER BY id").unwrap();
    found.into_iter().map(|(name,)| name).collect()
}

async fn forget(db: &Db) {
    let done: Result<(), Failure> = in_tx!(db, |tx| {
        exec!(tx, "DELETE FROM role_assignment")?;
        exec!(tx, "DELETE FROM person")?;
        Ok(())
    });
    done.unwrap();
}

/// The file may be read by its owner alone.
fn assert_private(file: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(std::fs::metadata(file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test]
async fn a_sqlite_backup_comes_back() {
    let folder = Folder::new("backup");
    let site = TestSite::new(testing::fresh(testing::Engine::Sqlite).await).await;
    let url = site.db.url.clone();
    let people = names(&site.ctx.db).await;
    let file = folder.file("backup");
    // The server runs meanwhile, with a transaction open.
    let open = site.ctx.db.begin().await.unwrap();
    backup(&url, &file).await.unwrap();
    drop(open);
    assert_private(&file);
    check_backup(&file).await.unwrap();
    let there = backup(&url, &file).await.unwrap_err().to_string();
    assert!(there.contains("cannot make"), "{there}");

    let empty = format!("sqlite:{}", folder.file("new.sqlite").display());
    restore(&empty, &file, false).await.unwrap();
    let restored = Db::open(&empty, Durability::Full).await.unwrap();
    assert_eq!(names(&restored).await, people);
    forget(&restored).await;
    let busy = restore(&empty, &file, true).await.unwrap_err().to_string();
    assert!(busy.contains("in use"), "{busy}");
    restored.close().await;

    let refused = restore(&empty, &file, false).await.unwrap_err().to_string();
    assert!(refused.contains("--force"), "{refused}");
    restore(&empty, &file, true).await.unwrap();
    let restored = Db::open(&empty, Durability::Full).await.unwrap();
    assert_eq!(names(&restored).await, people);
    restored.close().await;
}

#[tokio::test]
async fn what_is_no_backup_is_not_restored() {
    let folder = Folder::new("refuse");
    let target = format!("sqlite:{}", folder.file("target.sqlite").display());
    let site = TestSite::new(testing::fresh(testing::Engine::Sqlite).await).await;
    let whole = folder.file("whole");
    backup(&site.db.url, &whole).await.unwrap();
    let bytes = std::fs::read(&whole).unwrap();
    let mut damaged = bytes.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 4096].fill(0x5a);
    for (name, content) in [
        ("text", b"not a database".to_vec()),
        ("empty", vec![]),
        ("half", bytes[..bytes.len() / 2].to_vec()),
        ("damaged", damaged),
    ] {
        let file = folder.file(name);
        std::fs::write(&file, content).unwrap();
        write_digest(&file).unwrap();
        assert!(restore(&target, &file, true).await.is_err(), "{name}");
        assert!(!folder.file("target.sqlite").exists(), "{name}");
    }
    assert!(restore(&target, &folder.file("nothing"), true).await.is_err());
    let newer = folder.file("newer");
    std::fs::copy(&whole, &newer).unwrap();
    let db = Db::connect(&format!("sqlite:{}", newer.display()), Durability::Full).await.unwrap();
    let done: Result<(), Failure> = in_tx!(db, |tx| {
        exec!(
            tx,
            "UPDATE _sqlx_migrations SET version = 99999999999999
             WHERE version = (SELECT max(version) FROM _sqlx_migrations)"
        )?;
        Ok(())
    });
    done.unwrap();
    db.close().await;
    write_digest(&newer).unwrap();
    let refused = restore(&target, &newer, true).await.unwrap_err().to_string();
    assert!(refused.contains("newer"), "{refused}");
}

#[tokio::test]
async fn a_postgres_backup_comes_back() {
    use sqlx::{Connection as _, Executor as _};
    let folder = Folder::new("dump");
    let base =
        std::env::var("HANDSLAG_TEST_POSTGRES").expect("run with `cargo xtask postgres -- cargo test -p server`");
    let name = format!("handslag_backup_{}", std::process::id());
    let mut admin = sqlx::PgConnection::connect(&base).await.unwrap();
    for ending in ["a", "b"] {
        admin.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE IF EXISTS {name}_{ending}"))).await.unwrap();
        admin.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}_{ending}"))).await.unwrap();
    }
    let url = |ending: &str| format!("{}/{name}_{ending}", base.rsplit_once('/').unwrap().0);
    let (from, to) = (url("a"), url("b"));
    let db = Db::open(&from, Durability::Full).await.unwrap();
    fill_demo(&db, &Clock::fixed(NOW)).await.unwrap();
    let people = names(&db).await;
    db.close().await;
    let file = folder.file("dump");
    backup(&from, &file).await.unwrap();
    assert_private(&file);
    assert!(backup(&from, &file).await.is_err());
    restore(&to, &file, false).await.unwrap();
    let db = Db::open(&to, Durability::Full).await.unwrap();
    assert_eq!(names(&db).await, people);
    db.close().await;
    let refused = restore(&to, &file, false).await.unwrap_err().to_string();
    assert!(refused.contains("--force"), "{refused}");
    restore(&to, &file, true).await.unwrap();
    std::fs::write(folder.file("text"), "not a dump").unwrap();
    write_digest(&folder.file("text")).unwrap();
    assert!(restore(&to, &folder.file("text"), true).await.is_err());
    for ending in ["a", "b"] {
        admin.execute(sqlx::AssertSqlSafe(format!("DROP DATABASE {name}_{ending} WITH (FORCE)"))).await.unwrap();
    }
}

app::db_test!(invented_people_only_in_an_empty_database, |db| async {
    let clock = Clock::fixed(NOW);
    fill_demo(&db.db, &clock).await.unwrap();
    let people = names(&db.db).await;
    assert!(people.len() >= 4);
    let refused = fill_demo(&db.db, &clock).await.unwrap_err().to_string();
    assert!(refused.contains("not empty"), "{refused}");
    assert_eq!(names(&db.db).await, people);
});

app::db_test!(the_first_administrator, |db| async {
    let secret = app::context::Secret([1; 32]);
    let new = |municipality: &str, host: &str, phone: &str| NewAdmin {
        municipality: municipality.to_owned(),
        host: host.to_owned(),
        phone: phone.to_owned(),
        hours_sv: "Vardagar".to_owned(),
        hours_fi: "Arkisin".to_owned(),
        hours_en: "Weekdays".to_owned(),
        given_name: "Ada".to_owned(),
        family_name: "Lund".to_owned(),
    };
    let make = async |new: NewAdmin| create_admin(&db.db, &secret, &new, NOW).await;
    let refused = make(new("Älvstads kommun", "alvstad.se", "")).await.unwrap_err().to_string();
    assert!(refused.contains("--phone"), "{refused}");
    let token = make(new("Älvstads kommun", "Alvstad.se", "010-1")).await.unwrap();
    make(new("Älvstads kommun", "alvstad.se", "")).await.unwrap();
    let refused = make(new("Grannstads kommun", "alvstad.se", "010-2")).await.unwrap_err().to_string();
    assert!(refused.contains("Älvstads kommun"), "{refused}");
    assert!(make(new(" ", "x.se", "010-2")).await.is_err());
    let mut tx = db.db.read().await.unwrap();
    let hosts = rows!(&mut tx, (String,), "SELECT host FROM municipality").unwrap();
    assert_eq!(hosts, [("alvstad.se".to_owned(),)]);
    let roles = rows!(&mut tx, (String,), "SELECT role FROM role_assignment").unwrap();
    assert_eq!(roles, [(Role::Administrator.code().to_owned(),), (Role::Administrator.code().to_owned(),)]);
    let links = rows!(&mut tx, (String,), "SELECT token_hash FROM sign_in_link").unwrap();
    assert!(links.len() == 2 && links.iter().all(|(hash,)| *hash != token));
    let logged = rows!(&mut tx, (String,), "SELECT action FROM audit_entry").unwrap();
    assert_eq!(logged.len(), 2);
});
