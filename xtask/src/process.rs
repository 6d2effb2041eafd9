//! Starting other programs: from the workspace's top, with a clean environment, seen by the signal handler.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Command, ExitStatus, Stdio},
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// The process that is waited for, so that a signal sent to us alone can be handed on to it.
static RUNNING: Mutex<Option<u32>> = Mutex::new(None);

pub fn say(text: impl AsRef<str>) {
    eprintln!("==> {}", text.as_ref());
}

pub fn say_error(error: &anyhow::Error) {
    eprintln!("error: {error:#}");
}

/// The workspace's top: cargo tells it at run time, so that the binary may be moved with its tree.
pub fn root() -> PathBuf {
    let start = std::env::var_os("CARGO_MANIFEST_DIR")
        .map(PathBuf::from)
        .or_else(|| std::env::current_dir().ok())
        .unwrap_or_default();
    start.ancestors().find(|folder| folder.join("Cargo.lock").exists()).unwrap_or(&start).to_path_buf()
}

pub fn target() -> PathBuf {
    root().join("target")
}

/// A command that starts at the workspace's top. What `cargo run` has put into our environment about this crate is
/// taken out: build scripts that watch those variables (ring's does) would otherwise run at every change between
/// `cargo xtask` and a plain `cargo build`.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        let of_this_crate = text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_");
        if of_this_crate || ["CARGO_BIN_NAME", "CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].contains(&&*text) {
            command.env_remove(&name);
        }
    }
    command.current_dir(root());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs to the end with the terminal as its own; an exit code other than 0 is an error that names `what`.
pub fn run(command: &mut Command, what: &str) -> Result<()> {
    let mut child = command.spawn().with_context(|| format!("{what}: cannot start {}", program(command)))?;
    let status = watched(child.id(), || child.wait())?;
    succeed(status, what)
}

/// Like [`run`], and gives every line that the program printed to `line` as well.
pub fn run_reading(command: &mut Command, what: &str, line: &(dyn Fn(&str) + Sync)) -> Result<ExitStatus> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().with_context(|| format!("{what}: cannot start {}", program(command)))?;
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let status = thread::scope(|scope| {
        if let Some(stdout) = stdout {
            scope.spawn(move || copy_lines(stdout, line, |text| println!("{text}")));
        }
        if let Some(stderr) = stderr {
            scope.spawn(move || copy_lines(stderr, line, |text| eprintln!("{text}")));
        }
        watched(child.id(), || child.wait())
    })?;
    Ok(status)
}

fn copy_lines(from: impl Read, line: &(dyn Fn(&str) + Sync), print: impl Fn(&str)) {
    let mut reader = BufReader::new(from);
    let mut bytes = Vec::new();
    while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
        let text = String::from_utf8_lossy(&bytes);
        let text = text.trim_end_matches(['\n', '\r']);
        print(text);
        line(&without_colours(text));
        bytes.clear();
    }
}

/// A line as it would be on a terminal without colours.
fn without_colours(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(char) = chars.next() {
        if char != '\u{1b}' {
            plain.push(char);
        } else if chars.next() == Some('[') {
            let _last_of_the_sequence = chars.by_ref().find(char::is_ascii_alphabetic);
        }
    }
    plain
}

/// What the program prints on its standard output; it is not shown.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.output().with_context(|| format!("cannot start {}", program(command)))?;
    if !output.status.success() {
        let why = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        bail!("{} failed ({}): {why}", program(command), output.status);
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Like [`run`], and ends the program when it takes longer than `limit`.
pub fn run_within(command: &mut Command, what: &str, limit: Duration) -> Result<()> {
    let mut child = command.spawn().with_context(|| format!("{what}: cannot start {}", program(command)))?;
    let start = Instant::now();
    let status = watched(child.id(), || {
        loop {
            if let Some(status) = child.try_wait()? {
                return Ok(Some(status));
            }
            if start.elapsed() > limit {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            thread::sleep(Duration::from_millis(100));
        }
    })?;
    match status {
        Some(status) => succeed(status, what),
        None => bail!("{what}: no end after {} s", limit.as_secs()),
    }
}

fn watched<T>(id: u32, wait: impl FnOnce() -> std::io::Result<T>) -> Result<T> {
    if let Ok(mut running) = RUNNING.lock() {
        *running = Some(id);
    }
    let result = wait();
    if let Ok(mut running) = RUNNING.lock() {
        *running = None;
    }
    Ok(result?)
}

/// Hands a request to stop on to the program that is waited for. For the signal handler.
pub fn stop_running() {
    if let Ok(Some(id)) = RUNNING.lock().map(|running| *running) {
        let _it_may_be_gone = Command::new("kill").args(["-TERM", &id.to_string()]).status();
    }
}

fn succeed(status: ExitStatus, what: &str) -> Result<()> {
    if status.success() { Ok(()) } else { bail!("{what} failed ({status})") }
}

fn program(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// Where a program lies in PATH.
pub fn find(program: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(program)).find(|file| file.is_file())
}

pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// Installs Debian packages; `what` names the thing that is missing in the sentence of a failure.
pub fn apt_install(what: &str, packages: &[&str]) -> Result<()> {
    let installed = |package: &str| {
        let status = output(Command::new("dpkg-query").args(["--show", "--showformat=${db:Status-Status}", package]));
        status.is_ok_and(|status| status == "installed")
    };
    let packages: Vec<&str> = packages.iter().copied().filter(|package| !installed(package)).collect();
    if packages.is_empty() {
        return Ok(());
    }
    let list = packages.join(" ");
    if find("apt-get").is_none() || !is_root() {
        bail!("{what} is missing: install it (on Debian, as root: apt-get install {list})");
    }
    say(format!("{what} is missing: installing Debian's {list}"));
    let apt = || {
        let mut apt = command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        apt
    };
    run(apt().args(["-q", "update"]), "apt-get update")?;
    run(apt().args(["-q", "install", "-y", "--no-install-recommends"]).args(&packages), "apt-get install")
        .with_context(|| format!("{what} is missing and could not be installed (Debian packages: {list})"))
}

/// One process at a time past this point, until the returned file is dropped.
pub fn lock(name: &str) -> Result<File> {
    fs::create_dir_all(target())?;
    let path = target().join(format!("{name}.lock"));
    let file = File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        say(format!("waiting for another cargo xtask ({name})"));
        file.lock()?;
    }
    Ok(file)
}

/// Writes a file so that a reader sees either the old or the new one, and a running program can be replaced.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    let scratch = path.with_added_extension("new");
    fs::write(&scratch, bytes).with_context(|| format!("cannot write {}", scratch.display()))?;
    fs::rename(&scratch, path).with_context(|| format!("cannot write {}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::without_colours;

    #[test]
    fn colours_are_taken_out() {
        assert_eq!(without_colours("\u{1b}[32m  3 passed\u{1b}[39m (1s)"), "  3 passed (1s)");
    }
}
