//! Clients that hang up in the middle, a thousand times: no transaction stays open, and every connection is free again.

use super::{
    pressing::{Count, Presser, Scene, opened, whole},
    process::Server,
    until,
};
use axum::http::StatusCode;
use db::{Db, row};
use ground::random::new_token;
use std::time::Duration;
use tokio::{io::AsyncWriteExt, net::TcpStream, task::JoinSet};

/// So many hang up.
const HANG_UPS: usize = 1_000;
/// So many people; each has several hands.
const PEOPLE: usize = 10;

app::db_test!(clients_hang_up, |db| async {
    let scene = Scene::new("hangup", db).await;
    let mut server = Server::start(&scene.folder, &scene.db.url).await;
    let mut people = Vec::new();
    for senior in scene.town.seniors.iter().take(PEOPLE) {
        let mut presser = Presser::new(server.port, senior, &Count::default()).await;
        let draft = presser.press("/ask/new", &[("key", &new_token())]).await;
        let path = format!("{}/more", draft.rsplit_once('/').unwrap().0);
        people.push((presser, path));
    }
    // How long a press takes when nobody hangs up, so that they hang up at any moment of it.
    let began = tokio::time::Instant::now();
    for (presser, path) in &mut people {
        presser.press(path, &[("note", "hel")]).await;
    }
    let whole_press = began.elapsed() / u32::try_from(PEOPLE).unwrap();
    let mut hands = JoinSet::new();
    for (presser, path) in &people {
        let cookie = presser.browser.session().unwrap().to_owned();
        let (path, port) = (path.clone(), server.port);
        hands.spawn(async move {
            for index in 0..HANG_UPS / PEOPLE {
                hang_up(port, &path, &cookie, index, whole_press).await;
            }
        });
    }
    hands.join_all().await;

    // More at once than there are connections.
    let mut all = JoinSet::new();
    for (presser, path) in &people {
        for _ in 0..3 {
            let (mut browser, path) = (presser.browser.clone(), path.clone());
            all.spawn(async move { browser.post(&path, &[("note", "hela vägen fram")]).await.status });
        }
    }
    let statuses = all.join_all().await;
    assert!(statuses.iter().all(|status| *status == StatusCode::SEE_OTHER), "{statuses:?} {}", server.said());
    let db = opened(&scene.db.url).await;
    until("no transaction is open", 10, || nothing_is_open(&db)).await;
    let mut tx = db.read().await.unwrap();
    let (kept,) = row!(&mut tx, (i64,), "SELECT count(*) FROM form_draft WHERE answers LIKE '%hela vägen fram%'")
        .unwrap()
        .unwrap();
    assert_eq!(usize::try_from(kept).unwrap(), PEOPLE);
    whole(&mut tx).await;
    drop(tx);
    db.close().await;
    server.kill();
});

async fn hang_up(port: u16, path: &str, cookie: &str, index: usize, whole_press: Duration) {
    let body = format!("note=avbruten+{index}");
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\ncookie: handslag={cookie}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let most = usize::try_from(whole_press.as_micros()).unwrap();
    tokio::time::sleep(Duration::from_micros(ground::random::draw(most) as u64)).await;
}

/// `SQLite`: somebody else can write at once. `PostgreSQL`: no session of the server's is idle in a transaction.
async fn nothing_is_open(db: &Db) -> bool {
    let mut tx = db.begin().await.unwrap();
    if matches!(tx, db::Tx::Sqlite(_)) {
        return true;
    }
    // Locks on this schema's tables, held by others: other tests have the same database.
    let held = row!(
        &mut tx,
        (i64,),
        "SELECT count(*) FROM pg_locks l WHERE l.pid <> pg_backend_pid() AND l.relation = to_regclass('form_draft')"
    );
    held.unwrap().unwrap().0 == 0
}
