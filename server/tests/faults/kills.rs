//! `kill -9` in the middle of everything, a hundred times: fifty on each database.

use super::{
    pressing::{Crowd, Scene, lease_runs_out, opened, sealed},
    process::{Server, is_there},
    until,
};
use std::{sync::atomic::Ordering, time::Duration};

/// So many on each database.
const KILLS: usize = 50;
/// So many presses are answered between two kills, at least.
const PRESSES: usize = 8;
/// So many seniors press at once.
const SENIORS: usize = 6;

app::db_test!(nothing_is_lost_when_the_server_is_killed, |db| async {
    let scene = Scene::new("kills", db).await;
    let mut server = Server::start(&scene.folder, &scene.db.url).await;
    let crowd = Crowd::begin(&scene.town, &[server.port], SENIORS).await;
    for kill in 1..=KILLS {
        // After some presses, at any moment of others, and of a round of the jobs.
        let answered = || crowd.count.answered.load(Ordering::SeqCst);
        let before = answered();
        until("some presses are answered", 60, || async { answered() >= before + PRESSES }).await;
        tokio::time::sleep(Duration::from_millis(ground::random::draw(100) as u64)).await;
        server.kill();
        if kill % 10 == 0 {
            let db = opened(&scene.db.url).await;
            crowd.ledger.verify(&db, &scene.town, false).await;
            lease_runs_out(&db).await;
            db.close().await;
        }
        let restarted = tokio::time::Instant::now();
        server.up().await;
        assert!(restarted.elapsed() < Duration::from_secs(20), "a restart is quick");
    }
    let again = crowd.count.again.load(Ordering::SeqCst);
    assert!(again >= KILLS / 2, "the kills met hardly anybody: {again}");
    let ledger = crowd.end().await;
    let db = opened(&scene.db.url).await;
    ledger.verify(&db, &scene.town, true).await;
    let head = server.head();
    lease_runs_out(&db).await;
    until("the jobs seal the audit log", 90, || async { head.exists() && nothing_is_unsealed(&db).await }).await;
    server.kill();
    sealed(&db, &head).await;
    db.close().await;
});

async fn nothing_is_unsealed(db: &db::Db) -> bool {
    let mut tx = db.read().await.unwrap();
    db::row!(&mut tx, (i64,), "SELECT count(*) FROM audit_entry WHERE seq IS NULL").unwrap() == Some((0,))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_acknowledged_is_on_the_disk() {
    assert!(is_there("strace"), "strace is missing: on Debian, apt-get install strace");
    let scene = Scene::new("strace", app::checks::testing::fresh(app::checks::testing::Engine::Sqlite).await).await;
    let counted = scene.folder.file("counted");
    let mut server = Server::new(&scene.folder, &scene.db.url).with("HANDSLAG_DURABILITY", "full");
    let counted_name = counted.to_str().unwrap().to_owned();
    let trace = ["strace", "-f", "-c", "--seccomp-bpf", "-e", "trace=fsync,fdatasync", "-o", &counted_name];
    let may = std::process::Command::new(trace[0]).args(&trace[1..]).arg("true").output().unwrap();
    assert!(may.status.success(), "strace may not trace here: {}", String::from_utf8_lossy(&may.stderr));
    server.up_by(&trace).await;
    // One after the other: each acknowledged change is a commit of its own.
    let crowd = Crowd::begin(&scene.town, &[server.port], 1).await;
    until("some changes", 120, || async { crowd.ledger.changes() >= 60 }).await;
    let ledger = crowd.end().await;
    let tracer = server.id();
    let children = std::fs::read_to_string(format!("/proc/{tracer}/task/{tracer}/children")).unwrap();
    Server::signal(children.trim().parse().unwrap(), "-TERM");
    assert!(server.ended().await.success());
    let summary = std::fs::read_to_string(&counted).unwrap();
    // % time, seconds, usecs/call, calls, [errors,] name
    let calls = |line: &str| line.split_whitespace().nth(3).and_then(|calls| calls.parse::<usize>().ok());
    let syncs: usize =
        summary.lines().filter(|line| line.ends_with("fsync") || line.ends_with("fdatasync")).filter_map(calls).sum();
    // Each request took seven presses that wrote: six answers saved, and the sending.
    let acknowledged = ledger.changes() + 6 * ledger.len();
    assert!(syncs >= acknowledged, "{syncs} syncs for {acknowledged} acknowledged changes:\n{summary}");
    let db = opened(&scene.db.url).await;
    ledger.verify(&db, &scene.town, true).await;
    db.close().await;
}
