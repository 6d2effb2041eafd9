//! Two servers on one `PostgreSQL`: what changes on one is seen on the other's screens, each change once; what happens by itself happens
//! once.

use super::{
    cluster::Cluster,
    pressing::{Count, Presser, Town, lease_runs_out, whole},
    process::Server,
    until,
};
use crate::support::{Folder, context};
use app::clocks;
use db::{Db, Durability, Failure, exec, in_tx, row, rows};
use frame::{audit, context::AppContext};
use ground::clock::Clock;
use server::{commands::fill_demo, jobs};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
    task::JoinSet,
    time::Instant,
};

/// What a coordinator's screen was told, and when.
#[derive(Clone, Default)]
struct Screen(Arc<Mutex<Vec<(Instant, String)>>>);

impl Screen {
    /// Opens the coordinator's stream at this port.
    async fn open(port: u16, session: &str) -> Self {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let request = format!(
            "GET /staff/stream HTTP/1.1\r\nhost: localhost\r\naccept: text/event-stream\r\ncookie: handslag={session}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut lines = BufReader::new(stream).lines();
        assert_eq!(lines.next_line().await.unwrap().unwrap(), "HTTP/1.1 200 OK");
        let screen = Self::default();
        let told = screen.0.clone();
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                if let Some(data) = line.strip_prefix("data: ") {
                    told.lock().unwrap().push((Instant::now(), data.to_owned()));
                }
            }
        });
        screen
    }

    /// When each line about this object came.
    fn about(&self, id: &str) -> Vec<Instant> {
        let told = self.0.lock().unwrap();
        told.iter().filter(|(_, data)| data.contains(id)).map(|(at, _)| *at).collect()
    }
}

/// A senior asks at one server, a coordinator looks at the other: how long each takes, the middle of several.
async fn seen_after(
    senior: &mut Presser,
    town: &Town,
    screen: &Screen,
    times: usize,
    asked: &mut Vec<String>,
) -> Duration {
    let mut delays = Vec::new();
    for _ in 0..times {
        let id = senior.ask(&town.kind, "Hej").await;
        let sent = Instant::now();
        until("the other server's screen", 20, || async { !screen.about(&id).is_empty() }).await;
        delays.push(screen.about(&id)[0].saturating_duration_since(sent));
        asked.push(id);
    }
    delays.sort();
    delays[times / 2]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_servers_are_one_site() {
    let cluster = tokio::task::spawn_blocking(Cluster::start).await.unwrap();
    let db = Db::open(&cluster.url(), Durability::Full).await.unwrap();
    let town = Town::fill(&db).await;
    let folder = Folder::new("pair");
    let mut first = Server::start(&folder, &cluster.url()).await;
    let holder = async || {
        let mut tx = db.read().await.unwrap();
        row!(&mut tx, (String,), "SELECT holder FROM job_lease").unwrap().map(|(holder,)| holder)
    };
    until("the first has the lease", 60, || async { holder().await.is_some() }).await;
    let of_first = holder().await;
    let second = Server::start(&folder, &cluster.url()).await;

    // One session, both servers.
    let coordinator = Presser::new(first.port, &town.coordinators[0], &Count::default()).await;
    let screen = Screen::open(second.port, coordinator.browser.session().unwrap()).await;
    let mut senior = Presser::new(first.port, &town.seniors[0], &Count::default()).await;
    let mut asked = Vec::new();
    let usual = seen_after(&mut senior, &town, &screen, 7, &mut asked).await;
    assert!(usual <= Duration::from_secs(1), "{usual:?}");
    for _ in 0..3 {
        let cut =
            change(&db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'").await;
        assert!(cut >= 1, "somebody listened");
        let after = seen_after(&mut senior, &town, &screen, 3, &mut asked).await;
        assert!(after <= Duration::from_millis(1_500), "{after:?}: a look around every second");
    }
    tokio::time::sleep(Duration::from_secs(2)).await;
    for id in &asked {
        assert_eq!(screen.about(id).len(), 1, "each change once");
    }

    // The first dies with the lease. What is due meanwhile waits for the second, and then happens once.
    assert_eq!(holder().await, of_first);
    first.kill();
    let due = change(&db, "UPDATE offer SET offered_at = 0, expires_at = 1 WHERE status = 'open'").await;
    assert!(due >= 1);
    let told = async || {
        let mut tx = db.read().await.unwrap();
        rows!(
            &mut tx,
            (String, i64),
            "SELECT o.id, (SELECT count(*) FROM outgoing_message m WHERE m.about_id = o.id AND m.code = 'offer_expired')
             FROM offer o WHERE o.expires_at = 1"
        )
        .unwrap()
    };
    // More than a round of the second.
    tokio::time::sleep(Duration::from_secs(12)).await;
    if holder().await == of_first {
        assert!(told().await.iter().all(|(_, times)| *times == 0), "only who has the lease");
    }
    // As if its minute were over.
    lease_runs_out(&db).await;
    until("the second takes over", 60, || async { told().await.iter().all(|(_, times)| *times > 0) }).await;
    first.up().await;
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_ne!(holder().await, of_first);
    assert!(told().await.iter().all(|(_, times)| *times == 1), "told once: {:?}", told().await);
    let mut tx = db.read().await.unwrap();
    whole(&mut tx).await;
    drop(tx);
    db.close().await;
}

async fn change(db: &Db, sql: &'static str) -> u64 {
    let done: Result<u64, Failure> = in_tx!(db, |tx| { Ok(exec!(tx, sql)?) });
    done.unwrap()
}

app::db_test!(what_happens_by_itself_happens_once, serializable, |db| async {
    // A week and a half after the demonstration began much is due.
    let (clock, secret) = (Clock::fixed(crate::support::NOW), context(&db, false).config.secret.clone());
    fill_demo(&db.db, &clock).await.unwrap();
    clock.move_by_minutes(11 * 24 * 60);
    // Eight servers whose leases do not keep them apart, each with connections of its own.
    let mut all = JoinSet::new();
    for _ in 0..8 {
        let own = Db::connect(&db.url, Durability::Normal).await.unwrap();
        let app = AppContext { db: own.clone(), clock: clock.clone(), ..context(&db, false) };
        all.spawn(async move {
            for _ in 0..2 {
                clocks::run(&app).await.unwrap();
                jobs::seal(&app, None).await.unwrap();
            }
            own.close().await;
        });
    }
    all.join_all().await;
    let mut tx = db.db.read().await.unwrap();
    let told = rows!(
        &mut tx,
        (String, i64),
        "SELECT m.code, count(*) FROM outgoing_message m WHERE m.created_at = $1
         GROUP BY m.municipality_id, m.person_id, m.code, m.about_type, m.about_id",
        clock.now()
    )
    .unwrap();
    assert!(told.len() > 5, "{told:?}");
    assert!(told.iter().all(|(_, times)| *times == 1), "told twice: {told:?}");
    let announced = rows!(
        &mut tx,
        (String, i64),
        "SELECT object_type, count(*) FROM change_event WHERE created_at = $1 AND object_type = 'offer' GROUP BY municipality_id, object_type, object_id",
        clock.now()
    )
    .unwrap();
    assert!(announced.iter().all(|(_, times)| *times == 1), "{announced:?}");
    assert_eq!(audit::check(&mut tx, &secret, None).await.unwrap(), [], "sealed once");
    let (open,) = row!(&mut tx, (i64,), "SELECT count(*) FROM audit_entry WHERE seq IS NULL").unwrap().unwrap();
    assert_eq!(open, 0);
    whole(&mut tx).await;
});
