//! Commands: what the configuration must be, backups, the first administrator.

use crate::support::{Folder, NOW, TestSite};
use app::checks::testing;
use clap::Parser;
use db::{Db, Durability, Failure, exec, in_tx, rows};
use frame::access::model::Role;
use ground::{clock::Clock, secret::Secret};
use server::{
    commands::{self, Fault, NewAdmin, Restoring, change_host, check_backup, create_admin, fill_demo, write_proof},
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
        ("--demo --demo-ahead 600", vec![]),
        (&format!("{KEY} --demo-ahead 600"), vec![Problem::AheadOfTime]),
        ("--demo --listen 0.0.0.0:3000 --demo-on-a-public-address", vec![]),
        (&format!("{KEY} --database-url sqlite:x --database-url-file y"), vec![Problem::TwoDatabases]),
        (
            &format!("{KEY} --security-contact it@example.se"),
            vec![Problem::SecurityContact("it@example.se".to_owned())],
        ),
        (&format!("{KEY} --security-contact mailto:it@example.se"), vec![]),
        (&format!("{KEY} --security-contact https://example.se/it"), vec![]),
    ] {
        let problems = settings(line).problems();
        assert_eq!(problems, expected, "{line}");
        assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
    }
    let missing = settings("--secret-key-file /no/such/file").problems();
    assert!(matches!(missing.as_slice(), [Problem::SecretFile(..)]));
}

#[test]
fn what_could_be_better_is_said() {
    let folder = Folder::new("warnings");
    let said = |more: &str| settings(&format!("{KEY} {more}")).warnings().join("\n");
    let none = said("");
    assert!(none.contains("--audit-head") && none.contains("exported nowhere"), "{none}");
    assert!(none.contains("--security-contact"), "{none}");
    let database = folder.file("handslag.sqlite");
    let beside = said(&format!(
        "--database-url sqlite:{} --audit-head {} --security-contact tel:+4610000000",
        database.display(),
        folder.file("head").display()
    ));
    assert!(beside.contains("same disk") && !beside.contains("--security-contact"), "{beside}");
    let far = said("--database-url postgres://x --audit-head y --security-contact https://example.se/it");
    assert_eq!(far, "");
    assert_eq!(settings("--demo").warnings(), [""; 0]);
    // No head is made beside the database by itself.
    assert_eq!(settings(&format!("--database-url sqlite:{}", database.display())).audit_head, None);
}

#[tokio::test]
async fn files_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = Folder::new("modes");
    let (database, key, url) = (folder.file("handslag.sqlite"), folder.file("key"), folder.file("url"));
    std::fs::write(&key, "any-text-of-at-least-32-characters-will-do").unwrap();
    std::fs::write(&url, format!("sqlite:{}\n", database.display())).unwrap();
    let given = settings(&format!("--secret-key-file {} --database-url-file {}", key.display(), url.display()));
    let mode = |file: &Path, mode: u32| {
        std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for wrong in [0o644, 0o640, 0o604, 0o666, 0o620] {
        mode(&key, wrong);
        mode(&url, 0o600);
        assert_eq!(given.problems(), [Problem::Readable(key.clone())], "{wrong:o}");
    }
    mode(&key, 0o400);
    mode(&url, 0o644);
    assert_eq!(given.problems(), [Problem::Readable(url.clone())]);
    mode(&url, 0o600);
    assert_eq!(given.problems(), []);
    assert_eq!(given.sqlite_file(), Some(database.clone()));
    // What the program makes itself, with what lies beside it.
    let db = Db::open(&given.url().unwrap(), Durability::Full).await.unwrap();
    for ending in ["", "-wal", "-shm"] {
        assert_private(&server::config::beside(&database, ending));
    }
    db.close().await;
    mode(&database, 0o644);
    assert_eq!(given.problems(), [Problem::Readable(database.clone())]);
    let refused = commands::run(commands::Command::Migrate, &given).await.unwrap_err().to_string();
    assert!(refused.contains("chmod 600"), "{refused}");
    mode(&database, 0o600);
    commands::run(commands::Command::Migrate, &given).await.unwrap();
    let missing = settings(&format!("{KEY} --database-url-file /no/such/file")).problems();
    assert!(matches!(missing.as_slice(), [Problem::DatabaseFile(..)]), "{missing:?}");
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

const SECRET: Secret = Secret([7; 32]);

async fn backup(url: &str, file: &Path) -> Result<(), Fault> {
    commands::backup(url, file, &SECRET).await
}

async fn restore(url: &str, file: &Path, force: bool) -> Result<String, Fault> {
    commands::restore(url, file, Restoring { secret: &SECRET, force, unproved: false, head: None }).await
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
async fn a_restored_database_lets_nobody_in_and_proves_its_log() {
    let folder = Folder::new("restored");
    let site = TestSite::new(testing::fresh(testing::Engine::Sqlite).await).await;
    let mut browser = site.signed_in(Role::Coordinator).await;
    browser.get("/nothing").await;
    let head = folder.file("head");
    server::jobs::seal(&site.ctx, Some(&head)).await.unwrap();
    let links: Result<(), Failure> = in_tx!(site.ctx.db, |tx| {
        let person = site.person(Role::Senior);
        let until = NOW.plus_days(9000);
        frame::access::store::insert_sign_in_link(tx, "hash", &site.municipality, person, until).await?;
        Ok(())
    });
    links.unwrap();
    let file = folder.file("backup");
    backup(&site.db.url, &file).await.unwrap();
    assert_private(&server::config::beside(&file, ".hmac"));
    let url = format!("sqlite:{}", folder.file("new.sqlite").display());
    let with = |secret| Restoring { secret, force: true, unproved: false, head: Some(&head) };
    // Under another secret, changed, or without its proof: not restored, and why is said.
    let other = Secret([8; 32]);
    let said = commands::restore(&url, &file, with(&other)).await.unwrap_err().to_string();
    assert!(said.contains("another secret") && said.contains("--unproved"), "{said}");
    let bare = folder.file("bare");
    std::fs::copy(&file, &bare).unwrap();
    let said = commands::restore(&url, &bare, with(&SECRET)).await.unwrap_err().to_string();
    assert!(said.contains(".hmac is not there"), "{said}");
    let proof = std::fs::read_to_string(server::config::beside(&file, ".hmac")).unwrap();
    assert!(proof.len() > 80 && !proof.contains(&ground::secret::hex(&SECRET.0)[..16]), "{proof}");
    assert!(!folder.file("new.sqlite").exists());
    // A log that was changed before the backup was written.
    let db = Db::connect(&format!("sqlite:{}", bare.display()), Durability::Full).await.unwrap();
    let done: Result<(), Failure> = in_tx!(db, |tx| {
        exec!(tx, "UPDATE audit_entry SET why = 'x' WHERE seq = 1")?;
        Ok(())
    });
    done.unwrap();
    db.close().await;
    write_proof(&bare, &SECRET).unwrap();
    let said = commands::restore(&url, &bare, with(&SECRET)).await.unwrap_err().to_string();
    assert!(said.contains("audit log") && !folder.file("new.sqlite").exists(), "{said}");
    let said = commands::restore(&url, &bare, Restoring { unproved: true, ..with(&SECRET) }).await.unwrap();
    assert!(said.contains("not whole"), "{said}");
    // The good one.
    let said = commands::restore(&url, &file, with(&SECRET)).await.unwrap();
    assert!(said.contains("its audit log is whole"), "{said}");
    assert_private(&folder.file("new.sqlite"));
    for ending in [".restoring", ".restoring-wal", ".restoring-shm"] {
        assert!(!server::config::beside(&folder.file("new.sqlite"), ending).exists());
    }
    let restored = Db::open(&url, Durability::Full).await.unwrap();
    let mut tx = restored.read().await.unwrap();
    let left = rows!(&mut tx, (String,), "SELECT id_hash FROM session UNION ALL SELECT token_hash FROM sign_in_link");
    assert_eq!(left.unwrap(), []);
    let logged = rows!(&mut tx, (String,), "SELECT why FROM audit_entry WHERE action = 'database.restore'").unwrap();
    assert_eq!(logged.len(), 2, "a row for each municipality");
    drop(tx);
    restored.close().await;
    // Where the exported end knows of more, the backup is older than it: said, not refused.
    browser.get("/nothing/more").await;
    server::jobs::seal(&site.ctx, Some(&head)).await.unwrap();
    let said = commands::restore(&url, &file, with(&SECRET)).await.unwrap();
    assert!(said.contains("later ones"), "{said}");
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
        write_proof(&file, &SECRET).unwrap();
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
    write_proof(&newer, &SECRET).unwrap();
    let refused = restore(&target, &newer, true).await.unwrap_err().to_string();
    assert!(refused.contains("newer"), "{refused}");
    let older = folder.file("older");
    std::fs::copy(&whole, &older).unwrap();
    number_as_before(&older).await;
    write_proof(&older, &SECRET).unwrap();
    let refused = restore(&target, &older, true).await.unwrap_err().to_string();
    assert!(refused.contains("before the first release"), "{refused}");
}

/// Makes a database look as one did before its migrations were rewritten.
async fn number_as_before(file: &Path) {
    let db = Db::connect(&format!("sqlite:{}", file.display()), Durability::Full).await.unwrap();
    let done: Result<u64, Failure> = in_tx!(db, |tx| {
        exec!(tx, "DELETE FROM _sqlx_migrations WHERE version > (SELECT min(version) FROM _sqlx_migrations)")?;
        Ok(exec!(tx, "UPDATE _sqlx_migrations SET version = 1")?)
    });
    assert_eq!(done.unwrap(), 1);
    db.close().await;
}

#[tokio::test]
async fn a_demonstration_of_an_older_version_says_to_begin_afresh() {
    let folder = Folder::new("older");
    let database = folder.file("demo.sqlite");
    let url = format!("sqlite:{}", database.display());
    let db = Db::open(&url, Durability::Full).await.unwrap();
    fill_demo(&db, &Clock::fixed(NOW)).await.unwrap();
    db.close().await;
    number_as_before(&database).await;
    std::fs::write(folder.file("manifest.json"), crate::support::NO_FILES).unwrap();
    let site = folder.file("");
    let given = settings(&format!("--demo --database-url {url} --site {}", site.display()));
    for command in [commands::Command::Serve, commands::Command::Migrate] {
        let refused = commands::run(command, &given).await.unwrap_err().to_string();
        assert!(refused.starts_with("the database: its tables were made by a Handslag of before"), "{refused}");
        assert!(refused.contains("begin afresh") && refused.contains("cargo xtask run --fresh"), "{refused}");
    }
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
    write_proof(&folder.file("text"), &SECRET).unwrap();
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
    let secret = ground::secret::Secret([1; 32]);
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

app::db_test!(every_host_name_is_for_one_municipality_alone, |db| async {
    let secret = ground::secret::Secret([1; 32]);
    let make = async |name: &str, host: &str| {
        let new = NewAdmin {
            municipality: name.to_owned(),
            host: host.to_owned(),
            phone: "010-1".to_owned(),
            hours_sv: "Vardagar".to_owned(),
            hours_fi: "Arkisin".to_owned(),
            hours_en: "Weekdays".to_owned(),
            given_name: "Ada".to_owned(),
            family_name: "Lund".to_owned(),
        };
        create_admin(&db.db, &secret, &new, NOW).await.map(drop).map_err(|fault| fault.to_string())
    };
    make("Älvstads kommun", "*").await.unwrap();
    make("Älvstads kommun", "*").await.unwrap();
    let refused = make("Grannstads kommun", "grannstad.se").await.unwrap_err();
    assert!(refused.contains("Älvstads kommun answers to every host name"), "{refused}");
    for (from, to) in [("grannstad.se", "alvstad.se"), ("*", " "), ("*", "*")] {
        assert!(change_host(&db.db, from, to, NOW).await.is_err(), "{from} {to}");
    }
    assert_eq!(change_host(&db.db, "*", "Alvstad.se ", NOW).await.unwrap(), "Älvstads kommun answers to alvstad.se");
    make("Grannstads kommun", "grannstad.se").await.unwrap();
    assert!(make("Bergstads kommun", "*").await.is_err());
    for to in ["*", "grannstad.se"] {
        assert!(change_host(&db.db, "alvstad.se", to, NOW).await.is_err(), "{to}");
    }
    // A name that is nobody's shows nobody's pages.
    let router = server::build_router(crate::support::context(&db, false));
    for (host, status) in [("alvstad.se", 200), ("grannstad.se:443", 200), ("evil.example", 404), ("localhost", 404)] {
        let mut browser = crate::support::Browser::new(router.clone());
        host.clone_into(&mut browser.host);
        assert_eq!(browser.get("/").await.status, status, "{host}");
    }
});
