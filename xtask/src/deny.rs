//! `deny`: which licences, sources and crates may come in, by `deny.toml`, in a second. The file is cargo-deny's, which reads it too;
//! but that takes longer to build than everything else here together, and what is not always there is not always checked. What this
//! does not understand of the file is an error, never passed over.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fs,
};

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use spdx::{Expression, Licensee, ParseMode};

use crate::process::{cargo, output, root, say};

/// The one registry, as cargo calls it, whatever mirror stands in its place.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Config {
    graph: Graph,
    licenses: Licenses,
    bans: Bans,
    sources: Sources,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Graph {
    targets: Vec<String>,
    all_features: bool,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Licenses {
    allow: Vec<String>,
    unused_allowed_license: Level,
    /// How sure cargo-deny must be of a licence's text. Texts are not read here: a crate must say its licence.
    #[serde(rename = "confidence-threshold")]
    _confidence_threshold: f64,
    #[serde(default)]
    exceptions: Vec<Exception>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Exception {
    #[serde(rename = "crate")]
    name: String,
    allow: Vec<String>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Bans {
    multiple_versions: Level,
    wildcards: Level,
    allow_wildcard_paths: bool,
    deny: Vec<Ban>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Ban {
    #[serde(rename = "crate")]
    name: String,
    reason: String,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Sources {
    unknown_registry: Level,
    unknown_git: Level,
}

#[derive(Clone, Copy, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Level {
    Allow,
    Warn,
    Deny,
}

/// What `cargo metadata` says.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
    resolve: Resolve,
}

#[derive(Deserialize)]
struct Resolve {
    nodes: Vec<Node>,
}

#[derive(Deserialize)]
struct Node {
    id: String,
}

#[derive(Clone, Deserialize)]
struct Package {
    id: String,
    name: String,
    version: String,
    license: Option<String>,
    source: Option<String>,
    dependencies: Vec<Dependency>,
}

#[derive(Clone, Deserialize)]
struct Dependency {
    name: String,
    req: String,
    path: Option<String>,
}

/// What was found, each as a sentence.
#[derive(Default)]
struct Findings {
    refused: Vec<String>,
    seen: Vec<String>,
}

impl Findings {
    fn add(&mut self, level: Level, what: String) {
        match level {
            Level::Allow => {}
            Level::Warn => self.seen.push(what),
            Level::Deny => self.refused.push(what),
        }
    }
}

pub fn check() -> Result<()> {
    say("licences, sources, bans and doubles (deny.toml)");
    let config = read()?;
    let packages = packages(&config)?;
    let findings = look(&config, &packages)?;
    for seen in &findings.seen {
        eprintln!("seen: {seen}");
    }
    if !findings.refused.is_empty() {
        bail!("deny.toml refuses:\n  {}", findings.refused.join("\n  "));
    }
    say(format!("{} crates are what they may be", packages.len()));
    Ok(())
}

fn read() -> Result<Config> {
    let text = fs::read_to_string(root().join("deny.toml")).context("deny.toml cannot be read")?;
    toml::from_str(&text).context("deny.toml")
}

/// Every crate that is compiled for one of the targets, build tools and tests included.
fn packages(config: &Config) -> Result<Vec<Package>> {
    let mut metadata = cargo();
    metadata.args(["metadata", "--format-version", "1", "--locked"]);
    if config.graph.all_features {
        metadata.arg("--all-features");
    }
    for target in &config.graph.targets {
        metadata.args(["--filter-platform", target]);
    }
    let metadata: Metadata = serde_json::from_str(&output(&mut metadata)?)?;
    let used: BTreeSet<String> = metadata.resolve.nodes.into_iter().map(|node| node.id).collect();
    Ok(metadata.packages.into_iter().filter(|package| used.contains(&package.id)).collect())
}

fn look(config: &Config, packages: &[Package]) -> Result<Findings> {
    let mut findings = Findings::default();
    licences(&config.licenses, packages, &mut findings)?;
    bans(&config.bans, packages, &mut findings)?;
    for package in packages {
        let Some(source) = &package.source else { continue };
        let level = if source == CRATES_IO {
            Level::Allow
        } else if source.starts_with("git+") {
            config.sources.unknown_git
        } else {
            config.sources.unknown_registry
        };
        findings.add(level, format!("{} {} comes from {source}", package.name, package.version));
    }
    Ok(findings)
}

fn licensees(allow: &[String]) -> Result<Vec<Licensee>> {
    allow.iter().map(|text| Licensee::parse(text).with_context(|| format!("the licence {text}"))).collect()
}

fn licences(rules: &Licenses, packages: &[Package], findings: &mut Findings) -> Result<()> {
    if rules.unused_allowed_license != Level::Allow {
        bail!("deny.toml: only `unused-allowed-license = \"allow\"` is understood");
    }
    let everywhere = licensees(&rules.allow)?;
    let mut more = HashMap::new();
    for exception in &rules.exceptions {
        more.insert(plain(&exception.name)?, licensees(&exception.allow)?);
    }
    for package in packages {
        let named = format!("{} {}", package.name, package.version);
        let Some(text) = &package.license else {
            findings.refused.push(format!("{named} does not say its licence"));
            continue;
        };
        // `MIT/Apache-2.0` was how crates wrote "or".
        let expression = match Expression::parse_mode(text, ParseMode::LAX) {
            Ok(expression) => expression,
            Err(error) => {
                findings.refused.push(format!("{named}: the licence {text} cannot be understood: {}", error.reason));
                continue;
            }
        };
        let own = more.get(package.name.as_str()).map_or(&[][..], Vec::as_slice);
        let allowed = everywhere.iter().chain(own);
        if !expression.evaluate(|wanted| allowed.clone().any(|licensee| licensee.satisfies(wanted))) {
            findings.refused.push(format!("{named}: the licence {text} is not allowed"));
        }
    }
    Ok(())
}

fn bans(rules: &Bans, packages: &[Package], findings: &mut Findings) -> Result<()> {
    for ban in &rules.deny {
        let name = plain(&ban.name)?;
        for package in packages.iter().filter(|package| package.name == name) {
            findings.refused.push(format!("{name} {}: {}", package.version, ban.reason));
        }
    }
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in packages {
        versions.entry(&package.name).or_default().push(&package.version);
        for wild in package.dependencies.iter().filter(|dependency| dependency.req == "*") {
            let level = if wild.path.is_some() && rules.allow_wildcard_paths { Level::Allow } else { rules.wildcards };
            findings.add(level, format!("{} takes any version of {}", package.name, wild.name));
        }
    }
    for (name, versions) in versions.into_iter().filter(|(_, versions)| versions.len() > 1) {
        findings.add(rules.multiple_versions, format!("{name} is there more than once: {}", versions.join(", ")));
    }
    Ok(())
}

/// cargo-deny also understands versions with a name; this does not.
fn plain(name: &str) -> Result<&str> {
    if name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) {
        return Ok(name);
    }
    bail!("deny.toml: {name} is more than a crate's name, which is not understood")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{Config, Dependency, Findings, Level, Package, look, packages, read};

    fn package(name: &str, license: Option<&str>) -> Package {
        Package {
            id: name.to_owned(),
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            license: license.map(str::to_owned),
            source: Some("registry+https://github.com/rust-lang/crates.io-index".to_owned()),
            dependencies: vec![],
        }
    }

    fn findings(packages: &[Package]) -> Findings {
        look(&read().unwrap(), packages).unwrap()
    }

    fn refused(package: Package) -> String {
        findings(&[package]).refused.join("; ")
    }

    #[test]
    fn what_we_use_may_be_used_and_would_not_without_the_rules_that_allow_it() {
        let config = read().unwrap();
        let packages = packages(&config).unwrap();
        assert!(packages.len() > 200, "only {} crates were looked at", packages.len());
        assert_eq!(look(&config, &packages).unwrap().refused, Vec::<String>::new());

        let refused = |change: &dyn Fn(&mut Config)| {
            let mut config = config.clone();
            change(&mut config);
            look(&config, &packages).unwrap().refused.join("\n")
        };
        let zlib = refused(&|config| config.licenses.allow.retain(|known| known != "Unicode-3.0"));
        assert!(zlib.contains("Unicode-3.0 is not allowed"), "{zlib}");
        let own = refused(&|config| config.licenses.exceptions.clear());
        assert!(own.contains("server") && own.contains("EUPL-1.2 is not allowed"), "{own}");
        let banned = refused(&|config| config.bans.deny[0].name = "tokio".to_owned());
        assert!(banned.contains("tokio 1."), "{banned}");
        let doubles = refused(&|config| config.bans.multiple_versions = Level::Deny);
        assert!(doubles.contains("is there more than once"), "{doubles}");
    }

    #[test]
    fn licences() {
        assert_eq!(refused(package("a", Some("MIT OR GPL-3.0-only"))), "");
        assert_eq!(refused(package("a", Some("MIT/Apache-2.0"))), "");
        assert_eq!(refused(package("a", Some("GPL-3.0-only"))), "a 1.0.0: the licence GPL-3.0-only is not allowed");
        assert!(refused(package("a", Some("MIT AND GPL-3.0-only"))).contains("is not allowed"));
        assert!(refused(package("a", Some("EUPL-1.2"))).contains("is not allowed"), "ours, and nobody else's");
        assert_eq!(refused(package("app", Some("EUPL-1.2"))), "");
        assert!(refused(package("a", Some("do what you like"))).contains("cannot be understood"));
        assert_eq!(refused(package("a", None)), "a 1.0.0 does not say its licence");
    }

    #[test]
    fn sources() {
        for source in
            ["registry+https://crates.example/index", "sparse+https://crates.example/", "git+https://git.example/a"]
        {
            let foreign = Package { source: Some(source.to_owned()), ..package("a", Some("MIT")) };
            assert_eq!(refused(foreign), format!("a 1.0.0 comes from {source}"));
        }
        assert_eq!(refused(Package { source: None, ..package("a", Some("MIT")) }), "", "our own, by path");
    }

    #[test]
    fn bans_wildcards_and_doubles() {
        assert!(refused(package("native-tls", Some("MIT"))).starts_with("native-tls 1.0.0: TLS is rustls"));
        let wild = |path: Option<&str>| {
            let dependency = Dependency { name: "b".to_owned(), req: "*".to_owned(), path: path.map(str::to_owned) };
            refused(Package { dependencies: vec![dependency], ..package("a", Some("MIT")) })
        };
        assert_eq!(wild(None), "a takes any version of b");
        assert_eq!(wild(Some("/b")), "");
        let two = findings(&[
            package("a", Some("MIT")),
            Package { version: "2.0.0".to_owned(), ..package("a", Some("MIT")) },
        ]);
        assert_eq!((two.refused.len(), two.seen), (0, vec!["a is there more than once: 1.0.0, 2.0.0".to_owned()]));
    }

    #[test]
    fn what_is_not_understood_is_an_error() {
        let text = std::fs::read_to_string(crate::process::root().join("deny.toml")).unwrap();
        assert!(toml::from_str::<Config>(&text).is_ok());
        for (place, line) in
            [("[bans]", "highlight = \"all\""), ("[sources]", "allow-git = []"), ("[graph]", "[advisories]")]
        {
            let changed = text.replacen(place, &format!("{place}\n{line}"), 1);
            assert!(toml::from_str::<Config>(&changed).is_err(), "{line}");
        }
        let versioned = text.replacen("openssl-sys", "openssl-sys@0.9", 1);
        assert!(look(&toml::from_str(&versioned).unwrap(), &[]).is_err());
    }
}
