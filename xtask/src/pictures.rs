//! `pictures`: takes the pictures of the help pages anew, from the real screens with invented people, on a day that is always the same.
//! They are kept in the repository, so that nobody needs this to build: it is for when the screens have changed.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::{
    browser,
    process::{apt_install, root, run, say, target},
};

/// The day, in UTC: a Tuesday, half past one in Stockholm, when visits are going on.
const NOW: &str = "2026-11-24 12:30:00";
/// What says so to the program; the loader knows the folder of its machine.
const LIBRARY: &str = "/usr/$LIB/faketime/libfaketimeMT.so.1";
/// The sizes, as `end2end/pictures` writes them and `app/wings/town/src/help_pages/pictures.rs` reads them.
const SIZES: &str = "pictures.json";

/// The command.
pub fn pictures() -> Result<()> {
    let (node, chromium) = browser::ready()?;
    let folder = target().join("pictures");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    let program = standing_still(&browser::program()?, &folder)?;
    let mut playwright = browser::playwright(&node, &chromium, &program);
    playwright.arg("--config=pictures/playwright.config.ts").env("HANDSLAG_PICTURES", &folder);
    run(&mut playwright, "taking the pictures")?;
    keep(&folder)
}

/// The program with a clock that stands still: what it says of today is the same whenever the pictures are taken.
fn standing_still(program: &Path, folder: &Path) -> Result<PathBuf> {
    apt_install("libfaketime", &["libfaketime"])?;
    let script = folder.join("handslag");
    let program = program.display();
    // Not by the command `faketime`: that stays between, and the program would not hear when it is to end.
    let text = format!(
        "#!/bin/sh\nexec env TZ=UTC FAKETIME='{NOW}' FAKETIME_DONT_FAKE_MONOTONIC=1 LD_PRELOAD='{LIBRARY}' '{program}' \"$@\"\n"
    );
    fs::write(&script, text)?;
    let mut may = fs::metadata(&script)?.permissions();
    #[cfg(unix)]
    std::os::unix::fs::PermissionsExt::set_mode(&mut may, 0o755);
    fs::set_permissions(&script, may)?;
    Ok(script)
}

/// Puts what was taken in the place of what there was.
fn keep(folder: &Path) -> Result<()> {
    let to = root().join("style/pictures");
    if to.exists() {
        fs::remove_dir_all(&to)?;
    }
    fs::create_dir_all(&to)?;
    let mut count = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "webp") {
            fs::copy(&path, to.join(path.file_name().context("a file has a name")?))?;
            count += 1;
        }
    }
    fs::copy(folder.join(SIZES), root().join("app").join(SIZES)).context("no sizes were written")?;
    say(format!("{count} pictures are in {}", to.display()));
    Ok(())
}
