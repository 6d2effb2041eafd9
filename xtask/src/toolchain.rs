//! The compiler for the browser's side: the one in use if it has the target, else rustup's, else Debian's.

use std::{fs, path::PathBuf, process::Command, time::Duration};

use anyhow::{Context, Result, bail};

use crate::process::{self, apt_install, command, find, is_root, output, run, run_within, say};

pub const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler for building browsers, with what is needed to make its WebAssembly library.
const DEBIAN_PACKAGES: [&str; 5] = ["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm", "lld-22"];
const DEBIAN_CARGO: &str = "/usr/bin/cargo";
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";
const DEBIAN_CLIPPY: &str = "/usr/bin/cargo-clippy";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wasm {
    /// The toolchain that runs `cargo xtask`.
    Active,
    /// `/usr/bin/cargo` with a library built from its source: another compiler, so it has target folders of its own.
    Debian,
}

impl Wasm {
    /// Finds a toolchain with the target, or gets one.
    pub fn get() -> Result<Self> {
        if has_target(&active_rustc()) {
            return Ok(Self::Active);
        }
        let _one_at_a_time = process::lock("xtask-toolchain")?;
        if has_target(DEBIAN_RUSTC) {
            return Ok(Self::Debian);
        }
        let refused = match add_with_rustup() {
            Ok(()) => return Ok(Self::Active),
            Err(error) => error,
        };
        say(format!("no {TARGET} from rustup ({refused:#}): trying Debian's compiler"));
        build_debian_target().with_context(|| {
            format!(
                "the Rust target {TARGET} is missing: run `rustup target add {TARGET}`, or on Debian as root \
                 `apt-get install {}` and try again",
                DEBIAN_PACKAGES.join(" ")
            )
        })?;
        Ok(Self::Debian)
    }

    pub fn cargo(self) -> Command {
        match self {
            Self::Active => process::cargo(),
            Self::Debian => debian(DEBIAN_CARGO),
        }
    }

    /// `cargo clippy`, of the compiler that has the target.
    pub fn clippy(self) -> Result<Command> {
        match self {
            Self::Active => {
                let mut clippy = process::cargo();
                clippy.arg("clippy");
                Ok(clippy)
            }
            Self::Debian => {
                if !PathBuf::from(DEBIAN_CLIPPY).exists() {
                    apt_install("clippy for Debian's Rust compiler", &["rust-web-clippy"])?;
                }
                // Not through `cargo clippy`: cargo would find rustup's clippy first.
                let mut clippy = debian(DEBIAN_CLIPPY);
                clippy.arg("clippy");
                Ok(clippy)
            }
        }
    }

    /// `target/<name>`, or a folder beside it for the other compiler.
    pub fn target_dir(self, name: &str) -> PathBuf {
        match self {
            Self::Active => process::target().join(name),
            Self::Debian => process::target().join(format!("{name}-debian")),
        }
    }
}

fn debian(program: &str) -> Command {
    let mut command = command(program);
    command.env("CARGO", DEBIAN_CARGO).env("RUSTC", DEBIAN_RUSTC).env_remove("RUSTUP_TOOLCHAIN");
    command
}

fn active_rustc() -> String {
    std::env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned())
}

fn has_target(rustc: &str) -> bool {
    // At the workspace's top, so that a toolchain file there counts.
    let Ok(sysroot) = output(command(rustc).args(["--print", "sysroot"])) else { return false };
    let libraries = PathBuf::from(sysroot.trim()).join("lib/rustlib").join(TARGET).join("lib");
    fs::read_dir(libraries)
        .is_ok_and(|files| files.flatten().any(|file| file.file_name().to_string_lossy().starts_with("libstd-")))
}

fn add_with_rustup() -> Result<()> {
    let Some(rustup) = find("rustup") else { bail!("rustup is not here") };
    say(format!("rustup target add {TARGET}"));
    let limit = Duration::from_mins(2);
    run_within(command(rustup).args(["target", "add", TARGET]), "rustup target add", limit)?;
    if !has_target(&active_rustc()) {
        bail!("rustup has added it to another toolchain than the one in use");
    }
    Ok(())
}

/// Debian has a current compiler but no WebAssembly library for it; its source is there, and takes under a minute.
fn build_debian_target() -> Result<()> {
    if !is_root() {
        bail!("Debian packages are installed by root only");
    }
    apt_install("a Rust compiler with a source of its library", &DEBIAN_PACKAGES)?;
    let version = output(Command::new(DEBIAN_RUSTC).arg("--version"))?;
    let version = version.split_whitespace().nth(1).context("rustc --version says no version")?.to_owned();
    let source = fs::read_dir("/usr/src")?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| {
            path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&format!("rustc-{version}")))
        })
        .with_context(|| format!("the source of Rust {version} is not in /usr/src (Debian package rust-web-src)"))?
        .join("library");

    let scratch = std::env::temp_dir().join(format!("handslag-wasm-std-{}", std::process::id()));
    let _of_a_dead_run = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch)?;
    say(format!("building the library of Rust {version} for {TARGET} (about a minute)"));
    let built = build_library(&source, &scratch);
    let _rest_is_in_tmp = fs::remove_dir_all(&scratch);
    built?;
    if !has_target(DEBIAN_RUSTC) {
        bail!("the library was built, but {DEBIAN_RUSTC} does not find it");
    }
    Ok(())
}

fn build_library(source: &std::path::Path, scratch: &std::path::Path) -> Result<()> {
    run(command("cp").arg("-r").arg(source).arg(scratch), "copying the library's source")?;
    let built = scratch.join("target");
    run(
        debian(DEBIAN_CARGO)
            .current_dir(scratch.join("library"))
            .args(["build", "--release", "--target", TARGET, "--manifest-path", "sysroot/Cargo.toml", "--target-dir"])
            .arg(&built)
            .env("RUSTC_BOOTSTRAP", "1")
            .env("RUSTFLAGS", "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes")
            .env("__CARGO_DEFAULT_LIB_METADATA", "wasmstd"),
        "building the library",
    )?;
    let place = PathBuf::from("/usr/lib/rustlib").join(TARGET).join("lib");
    fs::create_dir_all(&place)?;
    for entry in fs::read_dir(built.join(TARGET).join("release/deps"))?.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".rlib") && !name.starts_with("libsysroot-") {
            fs::copy(entry.path(), place.join(name))?;
        }
    }
    Ok(())
}
