//! What is tested while one works: `test --wing help` looks at one wing, `test --since main` at what a change may have broken.

use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use crate::process::{cargo, find, output, root};

/// A package of the workspace. A wing is one in `app`.
#[derive(Debug)]
struct Package {
    name: String,
    /// Its folder, from the workspace's top.
    folder: PathBuf,
    /// The packages that it needs, by their names.
    needs: Vec<String>,
    /// The folders and files of its source, one a feature in most.
    modules: Vec<String>,
}

/// What is to be looked at.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// These packages' tests,
    pub packages: Vec<String>,
    /// which of them, in nextest's words; all where it says nothing.
    pub filter: Option<String>,
    /// The tests of this program.
    pub xtask: bool,
    /// What is bought in: something of it has changed.
    pub supply_chain: bool,
    /// Browser tests, as paths below `end2end`.
    pub specs: Vec<String>,
}

const SERVER: &str = "server";

/// One wing.
pub fn one(name: &str) -> Result<Selection> {
    let packages = packages()?;
    let wings: Vec<&Package> = packages.iter().filter(|package| package.is_wing()).collect();
    let Some(wing) = wings.iter().find(|wing| wing.name == name) else {
        let names: Vec<&str> = wings.iter().map(|wing| wing.name.as_str()).collect();
        bail!("there is no wing {name}: {}", names.join(", "))
    };
    Ok(select(&[*wing], &BTreeSet::new()))
}

/// What has changed since the commit, committed or not.
pub fn since(commit: &str) -> Result<Selection> {
    let git = |args: &[&str]| {
        let git = find("git").context("git is missing")?;
        output(Command::new(git).current_dir(root()).args(args))
    };
    let mut changed = git(&["diff", "--name-only", "--no-renames", "--merge-base", commit])?;
    changed += &git(&["ls-files", "--others", "--exclude-standard"])?;
    let (selection, said) = touched(&packages()?, changed.lines(), |path| root().join(path).exists());
    for line in said {
        println!("{line}");
    }
    Ok(selection)
}

impl Package {
    fn is_wing(&self) -> bool {
        self.folder.starts_with("app")
            && !self.folder.starts_with("app/hydrate")
            && !self.folder.starts_with("app/texts")
    }
}

fn packages() -> Result<Vec<Package>> {
    let told = output(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let told: Value = serde_json::from_str(&told)?;
    let all = told["packages"].as_array().context("cargo metadata names no packages")?;
    all.iter().map(|package| read(package).context("cargo metadata has another form")).collect()
}

fn read(package: &Value) -> Option<Package> {
    let folder = Path::new(package["manifest_path"].as_str()?).parent()?.strip_prefix(root()).ok()?.to_path_buf();
    // What its tests alone need is not beneath it.
    let is_need = |other: &&Value| other["path"].is_string() && other["kind"] != "dev";
    let needs = package["dependencies"].as_array()?.iter().filter(is_need);
    let modules = fs::read_dir(root().join(&folder).join("src")).ok()?.flatten();
    Some(Package {
        name: package["name"].as_str()?.to_owned(),
        needs: needs.filter_map(|other| Some(other["name"].as_str()?.to_owned())).collect(),
        modules: modules.filter_map(|entry| Some(entry.path().file_stem()?.to_str()?.to_owned())).collect(),
        folder,
    })
}

/// These packages' tests; of the server's those that are named, those in a file of the name of a module, and who may ask for what.
fn select(packages: &[&Package], of_server: &BTreeSet<String>) -> Selection {
    let names = packages.iter().map(|package| package.name.clone());
    let mut names: BTreeSet<String> = names.collect();
    if !names.insert(SERVER.to_owned()) {
        return Selection { packages: names.into_iter().collect(), ..Selection::default() };
    }
    let mut files: BTreeSet<String> = packages.iter().flat_map(|package| package.modules.clone()).collect();
    files.extend(of_server.clone());
    files.insert("access".to_owned());
    let files = files.into_iter().collect::<Vec<_>>().join("|");
    let filter = format!("not package({SERVER}) | test(/^({files})::/)");
    Selection { packages: names.into_iter().collect(), filter: Some(filter), ..Selection::default() }
}

/// What is to be looked at after these files have changed, and what is said of it.
fn touched<'a>(
    packages: &[Package],
    changed: impl Iterator<Item = &'a str>,
    is_there: impl Fn(&str) -> bool,
) -> (Selection, Vec<String>) {
    let mut touched: BTreeSet<&str> = BTreeSet::new();
    let (mut of_server, mut specs, mut others) = (BTreeSet::new(), Vec::new(), Vec::new());
    let everything: Vec<&str> =
        packages.iter().filter(|package| package.is_wing()).map(|package| package.name.as_str()).collect();
    let mut supply_chain = false;
    for path in changed {
        supply_chain |= ["Cargo.toml", "Cargo.lock", "deny.toml"].iter().any(|file| path.ends_with(file));
        let parts: Vec<&str> = path.split('/').collect();
        let stem = parts.last().and_then(|name| name.split('.').next()).unwrap_or_default();
        let of_feature = |feature: &str| {
            let holds =
                |package: &&Package| package.is_wing() && package.modules.iter().any(|module| module == feature);
            packages.iter().find(holds).map_or(everything.clone(), |package| vec![package.name.as_str()])
        };
        match parts[..] {
            [.., file] if file.ends_with(".md") => {}
            ["app", "locales", ..] => touched.extend(of_feature(stem)),
            // `<date>_<feature>.sql`, or `<date>_<feature>_<more>.sql`
            ["migrations", ..] => touched.extend(of_feature(stem.split('_').nth(1).unwrap_or_default())),
            ["app", "texts", ..] => {
                touched.insert("texts");
                touched.extend(everything.iter().copied());
            }
            [".cargo", ..] | ["Cargo.toml" | "Cargo.lock" | "clippy.toml"] => {
                touched.extend(everything.iter().copied());
            }
            // Programs of the browser are no part of a native run.
            ["app", "worker" | "hydrate", ..] => others.push(path),
            [SERVER, "tests", file, ..] if file != "support" && file != "main.rs" => {
                of_server.insert(file.split('.').next().unwrap_or_default().to_owned());
            }
            ["end2end", "journeys" | "a11y", ..] if path.ends_with(".spec.ts") => {
                specs.extend(is_there(path).then(|| path.trim_start_matches("end2end/").to_owned()));
            }
            _ => {
                let holds = packages.iter().filter(|package| Path::new(path).starts_with(&package.folder));
                match holds.max_by_key(|package| package.folder.as_os_str().len()) {
                    Some(package) => {
                        touched.insert(&package.name);
                    }
                    None => others.push(path),
                }
            }
        }
    }
    // With a wing all above it.
    let mut wings: BTreeSet<&str> = touched.iter().copied().filter(|name| everything.contains(name)).collect();
    while let Some(above) = packages.iter().find(|package| {
        package.is_wing() && !wings.contains(&*package.name) && package.needs.iter().any(|need| wings.contains(&**need))
    }) {
        wings.insert(&above.name);
    }
    let beside = touched.iter().filter(|name| !everything.contains(name) && **name != "xtask");
    let chosen: BTreeSet<&str> = wings.iter().chain(beside).copied().collect();
    let mut said = Vec::new();
    let xtask = touched.contains("xtask");
    let mut selection = Selection { xtask, supply_chain, specs, ..Selection::default() };
    if !chosen.is_empty() || !of_server.is_empty() {
        let chosen: Vec<&Package> = packages.iter().filter(|package| chosen.contains(&*package.name)).collect();
        let tests = select(&chosen, &of_server);
        said.push(format!("tests of {}", tests.packages.join(", ")));
        said.extend(tests.filter.as_ref().map(|filter| format!("  {filter}")));
        selection = Selection { xtask, supply_chain, specs: selection.specs, ..tests };
    }
    said.extend(selection.xtask.then(|| "tests of xtask".to_owned()));
    said.extend(selection.specs.iter().map(|spec| format!("browser test {spec}")));
    if !others.is_empty() {
        said.push(format!("looked at by the whole test alone: {}", others.join(", ")));
    }
    (selection, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> Vec<Package> {
        let package = |name: &str, folder: &str, needs: &[&str], modules: &[&str]| Package {
            name: name.to_owned(),
            folder: folder.into(),
            needs: needs.iter().map(|name| (*name).to_owned()).collect(),
            modules: modules.iter().map(|name| (*name).to_owned()).collect(),
        };
        vec![
            package("ground", "app/ground", &[], &["lib", "id"]),
            package("help", "app/wings/help", &["ground"], &["lib", "kinds", "visits"]),
            package("town", "app/wings/town", &["ground"], &["lib", "admin"]),
            package("app", "app", &["help", "town"], &["lib", "shell"]),
            package("staff", "app/hydrate/staff", &["app"], &["lib"]),
            package("server", "server", &["app"], &["lib"]),
            package("bench", "bench", &["app"], &["main"]),
            package("xtask", "xtask", &[], &["main"]),
        ]
    }

    fn after(changed: &[&str]) -> (Selection, String) {
        let (selection, said) = touched(&house(), changed.iter().copied(), |path| !path.contains("gone"));
        (selection, said.join("; "))
    }

    #[test]
    fn a_wing_is_looked_at_with_all_above_it() {
        for changed in [
            "app/wings/help/src/kinds/store.rs",
            "app/wings/help/src/kinds/access.txt",
            "app/locales/fi/visits.bare.json",
            "migrations/20261205_kinds_more.sql",
        ] {
            let (selection, _) = after(&[changed]);
            assert_eq!(selection.packages, ["app", "help", "server"], "{changed}");
            let filter = selection.filter.unwrap();
            assert_eq!(filter, "not package(server) | test(/^(access|kinds|lib|shell|visits)::/)", "{changed}");
        }
    }

    #[test]
    fn what_everything_stands_on_is_everything() {
        for changed in ["app/ground/src/id.rs", "Cargo.lock", "migrations/0001_base.sql", "app/texts/src/lib.rs"] {
            let (selection, _) = after(&[changed]);
            assert_eq!(selection.packages, ["app", "ground", "help", "server", "town"], "{changed}");
            assert_eq!(selection.supply_chain, changed == "Cargo.lock", "{changed}");
        }
    }

    #[test]
    fn what_stands_beside_the_app_is_looked_at_by_itself() {
        let (selection, said) = after(&["server/tests/live.rs", "README.md", "bench/src/main.rs", "xtask/src/main.rs"]);
        assert_eq!(selection.packages, ["bench", "server"]);
        assert_eq!(selection.filter.unwrap(), "not package(server) | test(/^(access|live|main)::/)");
        assert!(selection.xtask && said.ends_with("tests of xtask"), "{said}");
        for changed in ["server/tests/support/case.rs", "server/src/router.rs"] {
            let (selection, _) = after(&[changed]);
            assert_eq!((selection.packages, selection.filter), (vec!["server".to_owned()], None), "{changed}");
        }
    }

    #[test]
    fn browser_tests_that_have_changed_are_named() {
        let (selection, said) = after(&["end2end/journeys/a.spec.ts", "end2end/a11y/gone.spec.ts", "style/10.css"]);
        assert_eq!((selection.packages.len(), selection.specs), (0, vec!["journeys/a.spec.ts".to_owned()]));
        assert_eq!(said, "browser test journeys/a.spec.ts; looked at by the whole test alone: style/10.css");
    }

    #[test]
    fn cargo_names_the_wings() {
        let packages = packages().unwrap();
        let app = packages.iter().find(|package| package.name == "app").unwrap();
        assert!(app.is_wing() && app.modules.contains(&"features".to_owned()), "{app:?}");
        let server = packages.iter().find(|package| package.name == SERVER).unwrap();
        assert!(server.needs.contains(&"app".to_owned()), "{server:?}");
        let db = packages.iter().find(|package| package.name == "db").unwrap();
        assert!(!db.needs.contains(&"app".to_owned()), "its tests alone need it: {db:?}");
    }
}
