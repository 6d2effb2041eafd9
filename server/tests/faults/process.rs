//! The real program as a child, and a browser that reaches it through a real socket.

use super::until;
use crate::support::{Browser, Folder, NO_FILES};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::Request,
    http::{Response, StatusCode},
};
use std::{
    fs::File,
    io,
    net::TcpListener,
    path::Path,
    process::{Child, Command, ExitStatus, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// As the child is told; the tests seal and check with it too.
pub const SECRET: [u8; 32] = app::checks::testing::SECRET.0;

/// A command of the program, on this database.
pub fn handslag(database: &str) -> Command {
    on(Command::new(env!("CARGO_BIN_EXE_handslag")), database)
}

fn on(mut command: Command, database: &str) -> Command {
    command
        .env("HANDSLAG_DATABASE_URL", database)
        .env("HANDSLAG_SECRET_KEY", ground::secret::hex(&SECRET))
        .env("HANDSLAG_DEMO", "true")
        // A few people press here as fast as a whole town does.
        .envs(["SIGN_INS_PER_MINUTE", "WRITES_PER_MINUTE"].map(|limit| (format!("HANDSLAG_{limit}"), "0")))
        .env("RUST_LOG", "warn,tower_sessions=error,tower_sessions_core=error");
    command
}

/// A running server that is killed with this value.
pub struct Server {
    pub port: u16,
    database: String,
    folder: std::path::PathBuf,
    environment: Vec<(&'static str, String)>,
    child: Option<Child>,
}

impl Server {
    /// Starts one, with its files in the folder.
    pub async fn start(folder: &Folder, database: &str) -> Self {
        let mut server = Self::new(folder, database);
        server.up().await;
        server
    }

    /// One that is not started yet.
    pub fn new(folder: &Folder, database: &str) -> Self {
        let site = folder.file("site");
        std::fs::create_dir_all(&site).unwrap();
        std::fs::write(site.join("manifest.json"), NO_FILES).unwrap();
        Self {
            port: free_port(),
            database: database.to_owned(),
            folder: folder.file(""),
            environment: Vec::new(),
            child: None,
        }
    }

    /// With this in its environment.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.push((name, value.to_owned()));
        self
    }

    /// The command that serves, run by the program that is named before it.
    pub fn command(&self, before: &[&str]) -> Command {
        let mut words = before.iter().copied().chain([env!("CARGO_BIN_EXE_handslag"), "serve"]);
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words);
        let mut command = on(command, &self.database);
        let log = File::options().create(true).append(true).open(self.log()).unwrap();
        command
            .env("HANDSLAG_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("HANDSLAG_SITE", self.folder.join("site"))
            .env("HANDSLAG_AUDIT_HEAD", self.head())
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log);
        command
    }

    /// Where the end of the audit log is exported to.
    pub fn head(&self) -> std::path::PathBuf {
        self.folder.join(format!("head-{}", self.port))
    }

    fn log(&self) -> std::path::PathBuf {
        self.folder.join(format!("log-{}", self.port))
    }

    /// Starts it and waits until it listens.
    pub async fn up(&mut self) {
        self.up_by(&[]).await;
    }

    /// The same, run by another program.
    pub async fn up_by(&mut self, before: &[&str]) {
        assert!(self.child.is_none());
        self.child = Some(self.command(before).spawn().unwrap());
        let mut browser = self.browser();
        let began = tokio::time::Instant::now();
        while browser.get("/healthz").await.status != StatusCode::OK {
            let ended = self.child.as_mut().and_then(|child| child.try_wait().unwrap());
            let said = || std::fs::read_to_string(self.log()).unwrap_or_default();
            assert!(ended.is_none(), "the server ended at once: {}", said());
            assert!(began.elapsed() < Duration::from_mins(1), "the server does not listen: {}", said());
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    }

    /// The child's process id.
    pub fn id(&self) -> u32 {
        self.child.as_ref().unwrap().id()
    }

    /// As `kill -9` does.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    /// Sends a signal to a process of this server.
    pub fn signal(id: u32, name: &str) {
        assert!(Command::new("kill").args([name, &id.to_string()]).status().unwrap().success());
    }

    /// Waits for the end of one that was told to end.
    pub async fn ended(&mut self) -> ExitStatus {
        let mut child = self.child.take().unwrap();
        tokio::task::spawn_blocking(move || child.wait().unwrap()).await.unwrap()
    }

    /// A browser.
    pub fn browser(&self) -> Browser {
        browser(self.port)
    }

    /// Whether the database answers, as the server sees it.
    pub async fn is_ready(&self) -> bool {
        self.browser().get("/readyz").await.status == StatusCode::OK
    }

    /// Waits until the database answers.
    pub async fn ready_within(&self, seconds: u64) {
        until("/readyz is green", seconds, || self.is_ready()).await;
    }

    /// What it wrote to its log.
    pub fn said(&self) -> String {
        std::fs::read_to_string(self.log()).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A browser of the server at this port.
pub fn browser(port: u16) -> Browser {
    Browser::new(Router::new().fallback(move |request| forward(port, request)))
}

/// A port that nobody uses, and that no outgoing connection is given while a killed server comes back.
fn free_port() -> u16 {
    loop {
        let port = 15_000 + u16::try_from(ground::random::draw(15_000)).unwrap();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Passes a request on over a socket of its own. Where nobody answers, or not to the end, 502: then nothing is acknowledged.
///
/// As HTTP/1.0: the answer ends with the connection, and one that breaks off is shorter than it says.
async fn forward(port: u16, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let mut bytes = format!("{} {} HTTP/1.0\r\n", parts.method, parts.uri.path_and_query().unwrap()).into_bytes();
    for (name, value) in &parts.headers {
        bytes.extend_from_slice(format!("{name}: ").as_bytes());
        bytes.extend_from_slice(value.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
    bytes.extend_from_slice(&body);
    exchange(port, &bytes).await.unwrap_or_else(|_| {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::BAD_GATEWAY;
        response
    })
}

async fn exchange(port: u16, request: &[u8]) -> io::Result<Response<Body>> {
    let mut answer = Vec::new();
    let talk = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.write_all(request).await?;
        stream.read_to_end(&mut answer).await
    };
    tokio::time::timeout(Duration::from_secs(90), talk).await??;
    parse(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}

/// A whole answer, or none.
fn parse(answer: &[u8]) -> Option<Response<Body>> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let body = &answer[end + 4..];
    let mut lines = head.split("\r\n");
    let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let mut response = Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(": ")?;
        if name.eq_ignore_ascii_case("content-length") && value.parse() != Ok(body.len()) {
            return None;
        }
        response = response.header(name, value);
    }
    response.body(Body::from(body.to_vec())).ok()
}

/// Runs a command to its end; what it said, and whether it went well.
pub async fn run(mut command: Command) -> (bool, String) {
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), said)
}

/// Whether this program is there.
pub fn is_there(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| Path::new(&folder).join(program).exists())
}
