//! Programs under measurement: started, asked for their CPU time and memory, ended. And the machine they run on.

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::{
    fmt, fs,
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

/// A program gets this long to answer.
const PATIENCE: Duration = Duration::from_mins(2);

/// A running program that answers HTTP on 127.0.0.1.
pub struct Program {
    child: Child,
    pub port: u16,
    /// From its start until it was ready.
    pub start: Duration,
}

impl Program {
    /// The delivered server on a database, as a demonstration: it signs in by buttons and moves its clock.
    pub fn handslag(binary: &Path, database: &str) -> Result<Self> {
        Self::handslag_with(binary, database, &[])
    }

    /// The same with more options.
    pub fn handslag_with(binary: &Path, database: &str, more: &[&str]) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(binary);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("HANDSLAG_")) {
            command.env_remove(name);
        }
        command.args(["serve", "--demo", "--database-url", database, "--listen", &format!("127.0.0.1:{port}")]);
        command.args(more);
        Self::start(command, port).with_context(|| format!("{} serve", binary.display()))
    }

    /// The reference: the files of a folder, as they are.
    pub fn reference(folder: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("reference").arg(folder).arg(port.to_string());
        Self::start(command, port).context("the reference")
    }

    fn start(mut command: Command, port: u16) -> Result<Self> {
        let begin = Instant::now();
        let child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut program = Self { child, port, start: Duration::ZERO };
        while !program.is_ready() {
            if let Some(status) = program.child.try_wait()? {
                bail!("ended by itself ({status})");
            }
            if begin.elapsed() > PATIENCE {
                bail!("not ready after {} s", PATIENCE.as_secs());
            }
            thread::sleep(Duration::from_millis(1));
        }
        program.start = begin.elapsed();
        Ok(program)
    }

    fn is_ready(&self) -> bool {
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        let answer = TcpStream::connect(address).and_then(|mut stream| {
            stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            let mut answer = [0; 12];
            stream.read_exact(&mut answer)?;
            Ok(answer)
        });
        answer.is_ok_and(|answer| answer.ends_with(b"200"))
    }

    /// CPU time so far, of all its threads.
    pub fn cpu(&self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).context("this needs Linux")?;
        // The name in parentheses may hold blanks; what follows is numbered from the third field.
        let rest = stat.rsplit_once(')').context("/proc/…/stat")?.1;
        let field = |number: usize| -> Result<u32> {
            Ok(rest.split_whitespace().nth(number - 3).context("/proc/…/stat")?.parse()?)
        };
        Ok(Duration::from_secs(1) * (field(14)? + field(15)?) / ticks_per_second())
    }

    /// Resident memory, bytes.
    pub fn memory(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).context("this needs Linux")?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("VmRSS")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// An address of it.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _it_may_be_gone = self.child.kill();
        let _it_may_be_gone = self.child.wait();
    }
}

/// In which the kernel counts CPU time.
fn ticks_per_second() -> u32 {
    static TICKS: OnceLock<u32> = OnceLock::new();
    *TICKS.get_or_init(|| {
        let asked = Command::new("getconf").arg("CLK_TCK").output().ok();
        asked.and_then(|asked| String::from_utf8(asked.stdout).ok()?.trim().parse().ok()).unwrap_or(100)
    })
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// What the figures were measured on.
pub struct Machine {
    load: String,
    cores: usize,
    kernel: String,
    processor: String,
}

impl Machine {
    pub fn now() -> Self {
        let read = |path: &str| fs::read_to_string(path).unwrap_or_default().trim().to_owned();
        let processors = read("/proc/cpuinfo");
        let processor = processors.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
        Self {
            load: read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" "),
            cores: thread::available_parallelism().map_or(1, usize::from),
            kernel: read("/proc/sys/kernel/osrelease"),
            processor: processor.trim_start_matches([' ', '\t', ':']).to_owned(),
        }
    }

    pub fn json(&self) -> Value {
        json!({ "load": self.load, "cores": self.cores, "kernel": self.kernel, "processor": self.processor })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "load {}, {} cores ({}), kernel {}", self.load, self.cores, self.processor, self.kernel)
    }
}
