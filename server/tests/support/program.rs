//! The program itself, with real sockets, and lines to it.

use axum::{
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::net::TcpStream;

/// A running demonstration with a database of its own; it ends with this value.
pub struct Program {
    child: Child,
    folder: PathBuf,
    pub address: SocketAddr,
}

/// What came back.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// One connection that is kept.
pub struct Line(SendRequest<Body>);

const PROGRAM: &str = env!("CARGO_BIN_EXE_handslag");

/// The list of a site without files.
pub const NO_FILES: &str = r#"{
    "programs": {}, "css": "", "texts": {}, "files": {}, "version": "",
    "worker": { "script": "", "page": "", "live": "", "listen": "" }
}"#;

impl Program {
    /// Fills a database, starts, and waits until it is ready.
    pub async fn start(arguments: &[&str], log: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("handslag-program-{}", ground::random::new_token().get(..12).unwrap()));
        std::fs::create_dir_all(folder.join("site")).unwrap();
        std::fs::write(folder.join("site/manifest.json"), NO_FILES).unwrap();
        let database = format!("sqlite:{}", folder.join("demo.sqlite").display());
        let filled = Command::new(PROGRAM).args(["demo", "--database-url", &database]).output().unwrap();
        assert!(filled.status.success(), "{filled:?}");
        let free = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = free.local_addr().unwrap();
        drop(free);
        let errors = std::fs::File::create(folder.join("stderr")).unwrap();
        let child = Command::new(PROGRAM)
            .args(["serve", "--demo", "--database-url", &database, "--listen", &address.to_string(), "--site"])
            .arg(folder.join("site"))
            .args(arguments)
            .env("RUST_LOG", log)
            .stdout(Stdio::null())
            .stderr(errors)
            .spawn()
            .unwrap();
        let program = Self { child, folder, address };
        for _ in 0..600 {
            if TcpStream::connect(address).await.is_ok() && program.get("/readyz").await.status == StatusCode::OK {
                return program;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("not ready: {}", program.log());
    }

    /// A file of the site.
    pub fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.folder.join("site").join(name), bytes).unwrap();
    }

    /// What it has written to its error stream.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("stderr")).unwrap()
    }

    /// A line of `/proc/…/status`, in kilobytes.
    pub fn memory(&self, line: &str) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let found = status.lines().find_map(|known| known.strip_prefix(line)?.strip_prefix(':')).unwrap();
        found.split_whitespace().next().unwrap().parse().unwrap()
    }

    pub async fn line(&self) -> Option<Line> {
        let stream = TcpStream::connect(self.address).await.ok()?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await.ok()?;
        tokio::spawn(connection);
        Some(Line(sender))
    }

    /// A page, over a connection of its own.
    pub async fn get(&self, path: &str) -> Reply {
        self.line().await.unwrap().ask(Method::GET, path, &[], "").await.unwrap()
    }

    /// A form, over a connection of its own.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Reply {
        let body: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let kind = ("content-type", "application/x-www-form-urlencoded");
        let headers: Vec<(&str, &str)> = headers.iter().copied().chain([kind]).collect();
        self.line().await.unwrap().ask(Method::POST, path, &headers, &body).await.unwrap()
    }
}

impl Line {
    /// Asks; none where the connection was closed.
    pub async fn ask(&mut self, method: Method, path: &str, headers: &[(&str, &str)], body: &str) -> Option<Reply> {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, "localhost");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.0.ready().await.ok()?;
        let response = self.0.send_request(request.body(Body::from(body.to_owned())).unwrap()).await.ok()?;
        let (parts, body) = response.into_parts();
        let body = to_bytes(Body::new(body), 10_000_000).await.ok()?;
        Some(Reply { status: parts.status, headers: parts.headers, body })
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
