//! The order of the modules in a crate: its `lib.rs` lists them, and each names only those above it in the list. So there is no circle
//! between features, and what a feature may use can be read off one page. Between crates cargo sees to it. Tests stand outside the order.

use anyhow::{Context, Result, bail};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::process::{root, say};

/// Refuses an arrow downwards in the lists.
pub fn check() -> Result<()> {
    say("the order of the modules");
    let mut found = Vec::new();
    for folder in crates()? {
        let below = folder.strip_prefix(root()).unwrap_or(&folder).display().to_string();
        found.extend(wrong(&folder.join("src"))?.into_iter().map(|line| format!("  {below}/src/{line}")));
    }
    if !found.is_empty() {
        bail!("modules name what stands below them in their crate's lib.rs:\n{}", found.join("\n"));
    }
    Ok(())
}

/// The crates that are made of features, and the one in which they come together.
fn crates() -> Result<Vec<PathBuf>> {
    let app = root().join("app");
    let mut crates = vec![app.join("frame"), app.clone()];
    for wing in fs::read_dir(app.join("wings")).context("app/wings cannot be read")? {
        crates.push(wing?.path());
    }
    crates.sort();
    Ok(crates)
}

/// The imports that run downwards in the list, a line each.
fn wrong(source: &Path) -> Result<Vec<String>> {
    let list = fs::read_to_string(source.join("lib.rs"))?;
    let order = modules(tokens(&list, "lib.rs")?);
    let mut wrong = Vec::new();
    for (place, module) in order.iter().enumerate() {
        for file in files(source, module)? {
            let text = fs::read_to_string(&file)?;
            let name = file.strip_prefix(source)?.display().to_string();
            let mut named = BTreeSet::new();
            names(tokens(&text, &name)?, &mut named);
            for other in named {
                if order.iter().position(|known| *known == other).is_some_and(|other| other > place) {
                    wrong.push(format!("{name}: crate::{other}"));
                }
            }
        }
    }
    Ok(wrong)
}

fn tokens(text: &str, name: &str) -> Result<TokenStream> {
    text.parse().map_err(|error| anyhow::anyhow!("{error}")).with_context(|| format!("{name} is no Rust"))
}

/// The modules that a file declares, in their order.
fn modules(file: TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = file.into_iter().collect();
    let declared = tokens.windows(3).filter(|three| is(&three[0], "mod") && is(&three[2], ";"));
    declared.map(|three| three[1].to_string()).collect()
}

fn is(token: &TokenTree, text: &str) -> bool {
    token.to_string() == text
}

/// A module's files without its tests: `module.rs`, or everything in `module/` but `tests`, `testing` and `properties`.
fn files(source: &Path, module: &str) -> Result<Vec<PathBuf>> {
    let one = source.join(format!("{module}.rs"));
    if one.exists() {
        return Ok(vec![one]);
    }
    let mut files = Vec::new();
    let mut folders = vec![source.join(module)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("{} cannot be read", folder.display()))? {
            let path = entry?.path();
            let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
            if matches!(stem, "tests" | "testing" | "properties") {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The modules of the crate that are named: `crate::module`, `use crate::{module, module::..}`. What is under a
/// `cfg` of tests is passed over.
fn names(stream: TokenStream, named: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        if let [TokenTree::Punct(hash), TokenTree::Group(attribute), ..] = &tokens[at..]
            && hash.as_char() == '#'
            && is_for_tests(attribute.stream())
        {
            at = after_item(&tokens, at + 2);
            continue;
        }
        if is(&tokens[at], "crate")
            && let Some([first, second, what]) = tokens.get(at + 1..at + 4)
            && is(first, ":")
            && is(second, ":")
        {
            match what {
                TokenTree::Ident(module) => {
                    named.insert(module.to_string());
                }
                TokenTree::Group(tree) => named.extend(begins(tree.stream())),
                _ => {}
            }
        }
        if let TokenTree::Group(group) = &tokens[at] {
            names(group.stream(), named);
        }
        at += 1;
    }
}

/// Whether an attribute is a `cfg` that names `test`.
fn is_for_tests(attribute: TokenStream) -> bool {
    let text = attribute.to_string();
    text.starts_with("cfg")
        && text.split(|c: char| !c.is_alphanumeric()).any(|word| word == "test")
        && !text.contains("not")
        && !text.contains("debug_assertions")
}

/// The first token after an item, with whatever else stands before it: it ends with `;` or with braces.
fn after_item(tokens: &[TokenTree], from: usize) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Punct(punct) => punct.as_char() == ';',
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        _ => false,
    };
    tokens[from..].iter().position(ends).map_or(tokens.len(), |length| from + length + 1)
}

/// The first word of each branch of an import.
fn begins(tree: TokenStream) -> BTreeSet<String> {
    let mut begins = BTreeSet::new();
    let mut first = true;
    for token in tree {
        match &token {
            TokenTree::Ident(module) if first => {
                begins.insert(module.to_string());
                first = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => first = true,
            _ => {}
        }
    }
    begins
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A crate of three modules whose middle one is given.
    fn with_middle(text: &str) -> Vec<String> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("handslag-modules-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        let write = |path: &str, text: &str| {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write(
            "lib.rs",
            "//! The house.\n#[macro_use]\npub mod ground;\n#[cfg(feature = \"ssr\")]\npub mod middle;\nmod top;\n",
        );
        write("ground.rs", "pub fn stand() {}");
        write("top/mod.rs", "use crate::{ground, middle};");
        write("middle/mod.rs", "pub mod pages;");
        write("middle/pages.rs", text);
        write("middle/tests.rs", "use crate::top;");
        let wrong = wrong(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        wrong
    }

    #[test]
    fn an_arrow_to_what_stands_below_is_found_however_it_is_written() {
        for text in [
            "use crate::top;",
            "use crate::top::{self, deep::Thing};",
            "use crate::{ground::{self, stand}, top::Thing};",
            "use crate::{\n    ground,\n    top,\n};",
            "fn go() { let a = [1, { crate::top::go() }]; }",
            "load! { /// Loads.\n load_it() -> Thing, \"a/b\" => crate::top::api::it() }",
            "macro_rules! m { () => { $crate::top::go() } }",
            "#[cfg(any(test, debug_assertions))]\nuse crate::top;",
            "#[cfg(not(test))]\nuse crate::top;",
            "#[cfg(test)]\nuse crate::ground;\nuse crate::top;",
        ] {
            assert_eq!(with_middle(text), ["middle/pages.rs: crate::top"], "{text}");
        }
    }

    #[test]
    fn what_stands_above_comments_and_tests_are_no_arrow() {
        for text in [
            "use crate::ground;",
            "use crate::{ground, middle::pages};",
            "//! [`crate::top`] is above.\n// crate::top\n/* crate::top */ const A: &str = \"crate::top\";",
            "use super::top;\nuse other::crate_top::top;",
            "#[cfg(test)]\n#[allow(unused)]\nmod tests { use crate::top; }",
            "#[cfg(all(test, feature = \"ssr\"))]\nuse crate::top;\nuse crate::ground;",
        ] {
            assert_eq!(with_middle(text), Vec::<String>::new(), "{text}");
        }
    }
}
