//! A `PostgreSQL` that lives as long as a test run: in a scratch folder, on a free port, gone at the end however it ends.

use std::{
    fs::{self, File},
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, Once},
};

use anyhow::{Context, Result, bail};

use crate::process::{self, apt_install, find, is_root, output, run, say};

/// Where tests look for the database.
pub const VARIABLE: &str = "HANDSLAG_TEST_POSTGRES";

const PREFIX: &str = "handslag-pg-";
/// Tests open many connections at once.
const ALWAYS: [&str; 2] = ["max_connections=300", "log_min_messages=warning"];

/// How a cluster keeps what it acknowledges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settings {
    /// Nothing need survive a crash: for tests.
    Quick,
    /// As `PostgreSQL` comes: for measuring.
    Durable,
}

impl Settings {
    fn options(self) -> String {
        let own: &[&str] = match self {
            Self::Quick => &["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
            Self::Durable => &[],
        };
        own.iter().chain(&ALWAYS).map(|setting| format!("-c {setting}")).collect::<Vec<_>>().join(" ")
    }
}

/// For the signal handler, which has no owner to ask.
static STARTED: Mutex<Vec<Folder>> = Mutex::new(Vec::new());

pub struct Cluster {
    folder: Folder,
    port: u16,
    /// Held as long as this process lives; the next run takes away the folders of those who no longer hold theirs.
    _lock: File,
}

/// Where a cluster's files are, and the programs for it.
#[derive(Clone)]
struct Folder {
    path: PathBuf,
    binaries: PathBuf,
    as_postgres: bool,
}

impl Cluster {
    pub fn start(settings: Settings) -> Result<Self> {
        let binaries = binaries()?;
        let as_postgres = is_root();
        remove_leftovers(&binaries, as_postgres);
        stop_on_signals()?;

        let path = std::env::temp_dir().join(format!("{PREFIX}{}", std::process::id()));
        // Before the folder: a folder whose lock nobody holds is a leftover.
        let lock = File::create(lock_file(&path))?;
        lock.lock()?;
        let folder = Folder { path, binaries, as_postgres };
        folder.make()?;
        if let Ok(mut started) = STARTED.lock() {
            started.push(folder.clone());
        }
        let mut cluster = Self { folder, port: 0, _lock: lock };
        cluster.port = cluster.folder.start(settings)?;
        say(format!("PostgreSQL is ready: {}", cluster.url()));
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        self.folder.remove();
        if let Ok(mut started) = STARTED.lock() {
            started.retain(|folder| folder.path != self.folder.path);
        }
    }
}

impl Folder {
    fn make(&self) -> Result<()> {
        fs::create_dir_all(&self.path).with_context(|| format!("cannot make {}", self.path.display()))?;
        if self.as_postgres {
            // PostgreSQL refuses to run as root.
            run(Command::new("chown").arg("postgres").arg(&self.path), "giving the scratch folder to user postgres")
                .context("there is no user named postgres: Debian's package postgresql makes one")?;
        }
        Ok(())
    }

    fn start(&self, settings: Settings) -> Result<u16> {
        say("making a PostgreSQL cluster for this run");
        let locale = if cfg!(target_os = "linux") { "--locale=C.UTF-8" } else { "--no-locale" };
        let mut initdb = self.command("initdb");
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--no-sync", locale, "--pgdata"]);
        output(initdb.arg(self.data())).context("initdb")?;

        let mut refused = None;
        // Another program can take the free port before PostgreSQL does.
        for _ in 0..3 {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let options = format!("-h 127.0.0.1 -p {port} -k {} {}", self.path.display(), settings.options());
            let log = self.path.join("log");
            let mut start = self.command("pg_ctl");
            start.args(["start", "--wait", "--silent", "--timeout=60", "--options", &options, "--log"]).arg(&log);
            // Not `output`: the server keeps the pipe open, and its end would never come.
            match run(start.arg("--pgdata").arg(self.data()), "pg_ctl start") {
                Ok(()) => return Ok(port),
                Err(error) => {
                    let log = fs::read_to_string(&log).unwrap_or_default();
                    refused = Some(error.context(log));
                }
            }
        }
        Err(refused.unwrap_or_else(|| anyhow::anyhow!("PostgreSQL did not start")))
    }

    /// Stops the server and takes the folder away. Nobody is left to tell of an error.
    fn remove(&self) {
        if self.data().join("postmaster.pid").exists() {
            let mut stop = self.command("pg_ctl");
            stop.args(["stop", "--silent", "--wait", "--mode=immediate", "--pgdata"]).arg(self.data());
            let _it_may_be_gone = output(&mut stop);
        }
        let _it_may_be_gone = fs::remove_dir_all(&self.path);
        let _it_may_be_gone = fs::remove_file(lock_file(&self.path));
    }

    fn data(&self) -> PathBuf {
        self.path.join("data")
    }

    fn command(&self, program: &str) -> Command {
        let program = self.binaries.join(program);
        let mut command = if self.as_postgres {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(program);
            command
        } else {
            Command::new(program)
        };
        // The user postgres may not be allowed to see the workspace. A caller's own settings are not for this cluster.
        command.current_dir(&self.path);
        for name in ["PGDATA", "PGHOST", "PGPORT", "PGUSER", "PGDATABASE", "PGOPTIONS"] {
            command.env_remove(name);
        }
        command
    }
}

fn lock_file(folder: &Path) -> PathBuf {
    folder.with_added_extension("lock")
}

/// `initdb` is in PATH on some systems; Debian keeps each version's in a folder of its own.
fn binaries() -> Result<PathBuf> {
    if let Some(folder) = find_binaries() {
        return Ok(folder);
    }
    apt_install("PostgreSQL (initdb, pg_ctl)", &["postgresql"])?;
    match find_binaries() {
        Some(folder) => Ok(folder),
        None => bail!("Debian's package postgresql is installed, but has no initdb in /usr/lib/postgresql"),
    }
}

fn find_binaries() -> Option<PathBuf> {
    if let (Some(initdb), Some(_)) = (find("initdb"), find("pg_ctl")) {
        return initdb.parent().map(Path::to_path_buf);
    }
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|folder| folder.join("bin/initdb").exists() && folder.join("bin/pg_ctl").exists())
        .max_by_key(|folder| version(folder))
        .map(|folder| folder.join("bin"))
}

/// Takes away what runs have left that were killed outright.
fn remove_leftovers(binaries: &Path, as_postgres: bool) {
    let Ok(entries) = fs::read_dir(std::env::temp_dir()) else { return };
    for path in entries.flatten().map(|entry| entry.path()) {
        let ours = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PREFIX));
        if !ours || !path.is_dir() {
            continue;
        }
        // A lock that is missing belongs to a run that died while it cleaned up.
        let abandoned = File::open(lock_file(&path)).map_or(true, |lock| lock.try_lock().is_ok());
        if abandoned {
            say(format!("removing {}, left by an earlier run", path.display()));
            Folder { path, binaries: binaries.to_path_buf(), as_postgres }.remove();
        }
    }
}

/// Ctrl-C and SIGTERM end a process without running destructors: the server, which has left our process group,
/// would live on.
fn stop_on_signals() -> Result<()> {
    static ONCE: Once = Once::new();
    let mut result = Ok(());
    ONCE.call_once(|| {
        result = ctrlc::set_handler(|| {
            process::stop_running();
            let folders = STARTED.lock().map(|started| started.clone()).unwrap_or_default();
            folders.iter().for_each(Folder::remove);
            std::process::exit(130);
        });
    });
    result.context("cannot watch for Ctrl-C")
}

/// `postgres -- command`: the command with the database's address in its environment.
pub fn with_cluster(command: &[String]) -> Result<()> {
    let Some((program, args)) = command.split_first() else {
        bail!("which command? `cargo xtask postgres -- cargo test`")
    };
    let cluster = Cluster::start(Settings::Quick)?;
    run(process::command(program).args(args).env(VARIABLE, cluster.url()), program)
}
