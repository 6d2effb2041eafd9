//! A full disk under `SQLite`: one's own pages go on, writes say so in plain words and lose nothing that was typed, whoever reads what is
//! somebody else's is refused (the log could not be written), and all is well again when there is room.

use super::{
    pressing::{Count, Presser, Town, opened, sealed, whole},
    process::Server,
    until,
};
use crate::support::{Browser, Folder};
use axum::http::StatusCode;
use db::{Db, Durability};
use ground::{
    Locale,
    random::new_token,
    text::{Texts, k},
};
use std::{
    fs::File,
    io::Write as _,
    path::{Path, PathBuf},
    process::Command,
};

/// How the disk is made full.
enum Disk {
    /// A file system of its own, in which a useless file takes all the room.
    Mounted(PathBuf),
    /// The process may not write beyond this place of a file. For machines on which a test may not mount.
    Limited,
}

impl Disk {
    fn mount(folder: &Folder) -> Option<Self> {
        let place = folder.file("disk");
        std::fs::create_dir_all(&place).unwrap();
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=48m", "handslag"]).arg(&place).output();
        mounted.is_ok_and(|mounted| mounted.status.success()).then_some(Self::Mounted(place))
    }

    fn fill(&self, server: &Server, wal: &Path) {
        match self {
            Self::Mounted(place) => {
                let mut useless = File::create(place.join("useless")).unwrap();
                for size in [65_536, 4_096, 1] {
                    while useless.write_all(&vec![0; size]).is_ok() {}
                }
            }
            Self::Limited => limit(server.id(), &wal.metadata().unwrap().len().to_string()),
        }
    }

    fn make_room(&self, server: &Server) {
        match self {
            Self::Mounted(place) => std::fs::remove_file(place.join("useless")).unwrap(),
            Self::Limited => limit(server.id(), "unlimited"),
        }
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Self::Mounted(place) = self {
            let _ = Command::new("umount").arg("--lazy").arg(place).status();
        }
    }
}

fn limit(process: u32, bytes: &str) {
    let mut limited = Command::new("prlimit");
    limited.arg(format!("--fsize={bytes}:unlimited")).args(["--pid", &process.to_string()]);
    assert!(limited.status().unwrap().success(), "prlimit (Debian: util-linux) may not limit a process of its own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk() {
    let folder = Folder::new("disk");
    let disk = Disk::mount(&folder).unwrap_or(Disk::Limited);
    is_survived(&folder, &disk).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_that_may_not_grow() {
    is_survived(&Folder::new("limit"), &Disk::Limited).await;
}

async fn is_survived(folder: &Folder, disk: &Disk) {
    let file = match disk {
        Disk::Mounted(place) => place.join("handslag.sqlite"),
        Disk::Limited => folder.file("handslag.sqlite"),
    };
    let url = format!("sqlite:{}", file.display());
    let db = Db::open(&url, Durability::Full).await.unwrap();
    let town = Town::fill(&db).await;
    db.close().await;

    let mut server = Server::new(folder, &url);
    // A process that is told that a file may not grow ends, unless it looks away.
    server.up_by(&["sh", "-c", "trap '' XFSZ; exec \"$@\"", "sh"]).await;
    let mut senior = Presser::new(server.port, &town.seniors[0], &Count::default()).await;
    let mut coordinator = Presser::new(server.port, &town.coordinators[0], &Count::default()).await;
    senior.press("/language", &[("locale", "fi")]).await;
    let request = senior.ask(&town.kind, "Ennen").await;
    let others = format!("/staff/requests/{request}");
    assert_eq!(coordinator.browser.get(&others).await.status, StatusCode::OK);

    let draft = senior.press("/ask/new", &[("key", "a draft")]).await;
    let path = format!("{}/more", draft.rsplit_once('/').unwrap().0);
    disk.fill(&server, &server::config::beside(&file, "-wal"));
    // Answers are saved as long as a little room is left.
    let (mut written, mut refused) = (0, None);
    while refused.is_none() {
        let note = format!("Kirje <{written}> \"{}\"", new_token());
        let answer = senior.browser.post(&path, &[("note", &note)]).await;
        match answer.status {
            StatusCode::SEE_OTHER => written += 1,
            _ => refused = Some((note, answer)),
        }
        assert!(written < 5_000, "the disk does not get full");
    }
    let (note, answer) = refused.unwrap();
    let texts = Texts::of(Locale::Fi);
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", server.said());
    assert_eq!(answer.header("retry-after"), "5");
    assert_eq!(answer.attributes("html", "lang"), ["fi"]);
    assert_eq!(answer.heading(), texts.s(k::common::INTERNAL_HEADING));
    assert!(answer.body.contains(texts.s(k::common::KEPT_LINE)));
    assert_eq!(answer.hidden(&path), [("note".to_owned(), note.clone())], "what was typed is not lost");

    for page in ["/home", "/requests", &format!("/requests/{request}"), "/me", "/notifications", "/me/data.json"] {
        assert_eq!(senior.browser.get(page).await.status, StatusCode::OK, "one's own: {page}");
    }
    assert_eq!(coordinator.browser.get(&others).await.status, StatusCode::SERVICE_UNAVAILABLE, "unlogged, unread");
    let mut another = server.browser();
    let signed_in = another.post("/demo/sign-in", &[("person", town.seniors[1].as_str())]).await;
    assert_eq!(signed_in.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(another.session().is_none());
    assert_eq!(another.get("/healthz").await.status, StatusCode::OK);

    disk.make_room(&server);
    let works =
        async |mut browser: Browser| browser.post(&path, &[("note", &note)]).await.status == StatusCode::SEE_OTHER;
    until("writes go on when there is room", 30, || works(senior.browser.clone())).await;
    assert_eq!(coordinator.browser.get(&others).await.status, StatusCode::OK);
    assert_eq!(
        another.post("/demo/sign-in", &[("person", town.seniors[1].as_str())]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = senior.browser.get(&path).await;
    assert_eq!(page.texts("textarea"), [note], "what was sent again is there");

    let head = server.head();
    until("the jobs go on", 60, || async { head.exists() }).await;
    server.kill();
    let db = opened(&url).await;
    let mut tx = db.read().await.unwrap();
    whole(&mut tx).await;
    drop(tx);
    sealed(&db, &head).await;
    db.close().await;
}
