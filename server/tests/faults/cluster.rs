//! A `PostgreSQL` that a test may stop and start. Its folder is named as those of `cargo xtask postgres`, which takes away what a test
//! leaves that was killed.

use std::{
    fs::File,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Nothing here need survive a power cut; what is acknowledged survives a crash of `PostgreSQL` alone.
const SETTINGS: &str = "-c fsync=off -c max_connections=100";

pub struct Cluster {
    path: PathBuf,
    binaries: PathBuf,
    port: u16,
    _lock: File,
}

impl Cluster {
    /// Makes one and starts it.
    pub fn start() -> Self {
        let binaries =
            binaries().expect("PostgreSQL (initdb, pg_ctl) is missing: on Debian, apt-get install postgresql");
        let token = ground::random::new_token();
        let name = format!("handslag-pg-{}", token.get(..12).unwrap_or_default());
        let path = std::env::temp_dir().join(name);
        let lock = File::create(path.with_added_extension("lock")).unwrap();
        lock.lock().unwrap();
        std::fs::create_dir_all(&path).unwrap();
        if is_root() {
            // PostgreSQL refuses to run as root.
            assert!(Command::new("chown").arg("postgres").arg(&path).status().unwrap().success());
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let cluster = Self { path, binaries, port, _lock: lock };
        cluster.run(
            "initdb",
            &["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", "--locale=C.UTF-8"],
        );
        cluster.up();
        cluster
    }

    /// The address of its database.
    pub fn url(&self) -> String {
        Self::url_at(self.port)
    }

    /// The same, through something that listens at this port.
    pub fn url_at(port: u16) -> String {
        format!("postgres://postgres@127.0.0.1:{port}/postgres")
    }

    /// Where it listens.
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// Starts it, until it answers.
    pub fn up(&self) {
        let options = format!("-h 127.0.0.1 -p {} -k {} {SETTINGS}", self.port, self.path.display());
        let log = self.path.join("log").display().to_string();
        self.run("pg_ctl", &["start", "--wait", "--silent", "--timeout=60", "--options", &options, "--log", &log]);
    }

    /// Stops it: `fast` says goodbye to everybody, `immediate` is as a crash.
    pub fn down(&self, mode: &str) {
        self.run("pg_ctl", &["stop", "--wait", "--silent", "--mode", mode]);
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        assert!(self.try_run(program, arguments), "{program} {arguments:?} failed: {}", self.path.display());
    }

    fn try_run(&self, program: &str, arguments: &[&str]) -> bool {
        let program = self.binaries.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        command.args(arguments).arg("--pgdata").arg(self.path.join("data")).current_dir(&self.path);
        for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS"] {
            command.env_remove(name);
        }
        // The server would keep our output open.
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.try_run("pg_ctl", &["stop", "--wait", "--silent", "--mode", "immediate"]);
        let _ = std::fs::remove_dir_all(&self.path);
        let _ = std::fs::remove_file(self.path.with_added_extension("lock"));
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// In the PATH on some systems; Debian keeps each version's in a folder of its own.
pub fn binaries() -> Option<PathBuf> {
    let has = |folder: &Path| folder.join("initdb").exists() && folder.join("pg_ctl").exists();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| has(folder))
        .max();
    std::env::split_paths(&path).find(|folder| has(folder)).or_else(|| newest.map(|(_, folder)| folder))
}
