//! Backups that are taken while people press, and what is refused as one.

use super::{
    pressing::{Crowd, Town, opened},
    process::{Server, handslag, run},
    until,
};
use crate::support::Folder;
use axum::http::StatusCode;
use db::{Db, Durability, rows};
use frame::audit;
use ground::secret::Secret;
use server::commands::write_proof;
use sqlx::{Connection as _, Executor as _, PgConnection};
use std::path::{Path, PathBuf};

/// Two databases, one to copy from and one to restore to.
struct Pair {
    from: String,
    to: String,
    /// `PostgreSQL`'s are taken away afterwards.
    names: Vec<String>,
}

fn postgres() -> String {
    std::env::var("HANDSLAG_TEST_POSTGRES").expect("run with `cargo xtask postgres -- cargo test -p server`")
}

async fn ask_postgres(sql: String) {
    let mut admin = PgConnection::connect(&postgres()).await.unwrap();
    admin.execute(sqlx::AssertSqlSafe(sql)).await.unwrap();
    admin.close().await.unwrap();
}

impl Pair {
    fn sqlite(folder: &Folder) -> Self {
        let url = |name: &str| format!("sqlite:{}", folder.file(name).display());
        Self { from: url("from.sqlite"), to: url("to.sqlite"), names: Vec::new() }
    }

    async fn postgres() -> Self {
        let names: Vec<String> = ["from", "to", "other"]
            .iter()
            .map(|end| format!("handslag_copies_{}_{end}", ground::random::new_token().get(..8).unwrap()))
            .collect();
        for name in &names {
            ask_postgres(format!("CREATE DATABASE {name}")).await;
        }
        let url = |name: &str| format!("{}/{name}", postgres().rsplit_once('/').unwrap().0);
        Self { from: url(&names[0]), to: url(&names[1]), names }
    }

    async fn remove(self) {
        for name in self.names {
            ask_postgres(format!("DROP DATABASE {name} WITH (FORCE)")).await;
        }
    }
}

async fn backup(url: &str, file: &Path) {
    let mut command = handslag(url);
    command.arg("backup").arg(file);
    let (well, said) = run(command).await;
    assert!(well, "{said}");
}

/// Restores over whatever is there; what it said.
async fn restore(url: &str, file: &Path) -> Result<String, String> {
    let mut command = handslag(url);
    command.arg("restore").arg(file).arg("--force");
    let (well, said) = run(command).await;
    if well { Ok(said) } else { Err(said) }
}

/// Something of every row that matters: what is left untouched has the same.
async fn print_of(url: &str) -> Vec<(String, String)> {
    let db = opened(url).await;
    let mut tx = db.read().await.unwrap();
    let print = rows!(
        &mut tx,
        (String, String),
        "SELECT id, status || note || coalesce(volunteer_text, '') FROM request
         UNION ALL SELECT id, action || object_id FROM audit_entry UNION ALL SELECT id, given_name FROM person ORDER BY 1, 2"
    )
    .unwrap();
    drop(tx);
    db.close().await;
    assert!(print.len() > 100);
    print
}

async fn under_load(folder: &Folder, pair: &Pair) -> PathBuf {
    let db = Db::open(&pair.from, Durability::Full).await.unwrap();
    let town = Town::fill(&db).await;
    db.close().await;
    let mut server = Server::start(folder, &pair.from).await;
    let crowd = Crowd::begin(&town, &[server.port], 4).await;
    until("changes", 120, || async { crowd.ledger.changes() >= 15 }).await;
    let before = crowd.ledger.copy();
    let file = folder.file("backup");
    backup(&pair.from, &file).await;
    let during = crowd.ledger.changes();
    until("people go on", 60, || async { crowd.ledger.changes() > during }).await;
    let all = crowd.end().await;
    server.kill();
    let db = opened(&pair.from).await;
    all.verify(&db, &town, true).await;
    db.close().await;

    let said = restore(&pair.to, &file).await.unwrap();
    assert!(said.contains("the database is that of"), "{said}");
    let db = opened(&pair.to).await;
    before.verify(&db, &town, false).await;
    let mut tx = db.read().await.unwrap();
    let problems = audit::check(&mut tx, &Secret(super::process::SECRET), None).await.unwrap();
    assert_eq!(problems, []);
    drop(tx);
    db.close().await;
    // The site goes on with it; nobody is signed in there any more.
    assert!(said.contains("everybody is signed out") && said.contains("its audit log is whole"), "{said}");
    let restored = Server::start(folder, &pair.to).await;
    let mut browser = restored.browser();
    browser.sign_in(&town.seniors[0]).await;
    assert_eq!(browser.get("/home").await.status, StatusCode::OK);
    drop(restored);
    file
}

async fn refused(folder: &Folder, pair: &Pair, file: &Path, others: Vec<(&'static str, Vec<u8>)>) {
    let print = print_of(&pair.to).await;
    let bytes = std::fs::read(file).unwrap();
    let refuse = async |what: &str, file: &Path| {
        let said = restore(&pair.to, file).await.expect_err(what);
        assert_eq!(said.trim().lines().count(), 1, "a sentence, for {what}: {said}");
        assert!(!said.contains("panic"), "{what}: {said}");
        assert_eq!(print_of(&pair.to).await, print, "{what}");
        said
    };
    let said = refuse("nothing", &folder.file("nothing")).await;
    assert!(said.contains("is not there"), "{said}");

    // With the proof of the whole one: damaged on the way.
    let changed = |at: usize| {
        let mut bytes = bytes.clone();
        bytes[at] ^= 1;
        bytes
    };
    let damaged = [
        ("cut in half", bytes[..bytes.len() / 2].to_vec()),
        ("without its end", bytes[..bytes.len() - 1].to_vec()),
        ("longer", [&bytes[..], b"x"].concat()),
        ("a changed bit in front", changed(0)),
        ("a changed bit within", changed(bytes.len() / 3)),
        ("a changed bit at the end", changed(bytes.len() - 1)),
    ];
    let copy = folder.file("copy");
    for (what, bytes) in damaged {
        std::fs::write(&copy, bytes).unwrap();
        std::fs::copy(server::config::beside(file, ".hmac"), server::config::beside(&copy, ".hmac")).unwrap();
        let said = refuse(what, &copy).await;
        assert!(said.contains("is damaged"), "{what}: {said}");
    }
    // Whole, and no backup.
    for (what, bytes) in others {
        let other = folder.file("other");
        std::fs::write(&other, bytes).unwrap();
        let said = refuse(what, &other).await;
        assert!(said.contains(".hmac is not there"), "{what}: {said}");
        write_proof(&other, &Secret(super::process::SECRET)).unwrap();
        let said = refuse(what, &other).await;
        assert!(said.contains("is no backup of Handslag") || said.contains("is damaged"), "{what}: {said}");
        std::fs::remove_file(server::config::beside(&other, ".hmac")).unwrap();
    }
    // What is in use is not replaced.
    let server = Server::start(folder, &pair.to).await;
    let said = restore(&pair.to, file).await.expect_err("in use");
    assert!(said.contains("in use"), "{said}");
    assert_eq!(server.browser().get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sqlite() {
    let folder = Folder::new("copies");
    let pair = Pair::sqlite(&folder);
    let file = under_load(&folder, &pair).await;
    let stranger = folder.file("stranger.sqlite");
    let url = format!("sqlite:{}?mode=rwc", stranger.display());
    let mut other = sqlx::SqliteConnection::connect(&url).await.unwrap();
    other.execute("CREATE TABLE municipality (id TEXT)").await.unwrap();
    other.close().await.unwrap();
    let stranger = std::fs::read(stranger).unwrap();
    let others = vec![("an empty file", vec![]), ("a letter", b"Hej!".to_vec()), ("another database", stranger)];
    refused(&folder, &pair, &file, others).await;
    pair.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql() {
    let folder = Folder::new("copies");
    let pair = Pair::postgres().await;
    let file = under_load(&folder, &pair).await;
    let url = format!("{}/{}", postgres().rsplit_once('/').unwrap().0, pair.names[2]);
    let mut other = PgConnection::connect(&url).await.unwrap();
    other.execute("CREATE TABLE municipality (id TEXT)").await.unwrap();
    other.close().await.unwrap();
    let stranger = folder.file("stranger");
    let mut dump = std::process::Command::new("pg_dump");
    dump.args(["--format=custom", "--file"]).arg(&stranger).args(["--dbname", &url]);
    let (well, said) = run(dump).await;
    assert!(well, "{said}");
    let stranger = std::fs::read(stranger).unwrap();
    let others = vec![("an empty file", vec![]), ("a letter", b"Hej!".to_vec()), ("a dump of another", stranger)];
    refused(&folder, &pair, &file, others).await;
    pair.remove().await;
}
