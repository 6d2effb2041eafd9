//! The order of the modules in a crate: its `lib.rs` lists them, and each names only those above it in the list. So there is no circle
//! between features, and what a feature may use can be read off one page. Between crates cargo sees to it. Within a feature, too, a file
//! names only those below it ([`FILES`]). Tests stand outside the order.

use anyhow::{Context, Result, bail};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use crate::process::{root, say};

/// The files of a feature, from above downwards; what stands beside each other does not name each other. What is a file of another name may
/// be named by all, and name all but `pages`, which nothing in a feature names.
const FILES: [&[&str]; 7] =
    [&["pages", "api"], &["policy"], &["transitions"], &["store"], &["form"], &["view"], &["model"]];

/// Refuses an arrow downwards in the lists, and one upwards within a feature.
pub fn check() -> Result<()> {
    say("the order of the modules");
    let mut found = Vec::new();
    for folder in crates()? {
        let below = folder.strip_prefix(root()).unwrap_or(&folder).display().to_string();
        found.extend(wrong(&folder.join("src"))?.into_iter().map(|line| format!("  {below}/src/{line}")));
    }
    if !found.is_empty() {
        bail!(
            "modules name what stands below them in their crate's lib.rs, or above them in their feature (ARCHITECTURE.md):\n{}",
            found.join("\n")
        );
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

/// The imports that run downwards in the list, or upwards in a feature, a line each.
fn wrong(source: &Path) -> Result<Vec<String>> {
    let list = fs::read_to_string(source.join("lib.rs"))?;
    let order = modules(tokens(&list, "lib.rs")?);
    let mut wrong = Vec::new();
    for (place, module) in order.iter().enumerate() {
        for file in files(source, module)? {
            let text = fs::read_to_string(&file)?;
            let name = file.strip_prefix(source)?.display().to_string();
            let own = place_of(file.strip_prefix(source)?);
            let mut named = BTreeSet::new();
            paths(tokens(&text, &name)?, &own, &mut named);
            let mut wrongly = BTreeSet::new();
            for path in named {
                let Some(other) = path.first() else { continue };
                let below = order.iter().position(|known| known == other).is_some_and(|other| other > place);
                if below {
                    wrongly.insert(other.clone());
                } else if let ([_, file, ..], [_, part, ..]) = (own.as_slice(), path.as_slice())
                    && other == module
                    && is_upwards(file, part)
                {
                    wrongly.insert(format!("{other}::{part}"));
                }
            }
            wrong.extend(wrongly.into_iter().map(|path| format!("{name}: crate::{path}")));
        }
    }
    Ok(wrong)
}

/// The path of a file's module: `review`, `api`, `lists` of `review/api/lists.rs`.
fn place_of(file: &Path) -> Vec<String> {
    let mut place: Vec<String> =
        file.with_extension("").iter().filter_map(|part| Some(part.to_str()?.to_owned())).collect();
    if place.last().is_some_and(|last| last == "mod") {
        place.pop();
    }
    place
}

/// Whether a file of a feature may not name this other one of the same feature.
fn is_upwards(file: &str, other: &str) -> bool {
    let at = |name: &str| FILES.iter().position(|files| files.contains(&name));
    match (at(file), at(other)) {
        _ if file == other => false,
        (Some(file), Some(other)) => other <= file,
        _ => other == "pages",
    }
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

/// What is named by a path from the crate's root or from where the file is (`own`): `crate::module`, `app::module`, `super::file`,
/// `use crate::{module, module::{file, ..}}`. What is under a `cfg` of tests is passed over.
fn paths(stream: TokenStream, own: &[String], named: &mut BTreeSet<Vec<String>>) {
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
        let start = match tokens[at].to_string().as_str() {
            "crate" => Some(&own[..0]),
            "self" => Some(own),
            "super" => Some(&own[..own.len().saturating_sub(1)]),
            _ => None,
        };
        if let Some(start) = start {
            rest(&tokens[at + 1..], start.to_vec(), named);
        }
        if let TokenTree::Group(group) = &tokens[at] {
            paths(group.stream(), own, named);
        }
        at += 1;
    }
}

/// The paths that go on from here: `::module::file`, `::{module, module::file}`.
fn rest(tokens: &[TokenTree], mut path: Vec<String>, named: &mut BTreeSet<Vec<String>>) {
    match tokens {
        [first, second, TokenTree::Ident(part), rest_of @ ..] if is(first, ":") && is(second, ":") => {
            path.push(part.to_string());
            rest(rest_of, path, named);
        }
        [first, second, TokenTree::Group(tree), ..] if is(first, ":") && is(second, ":") => {
            let tokens: Vec<TokenTree> = tree.stream().into_iter().collect();
            for branch in tokens.split(|token| is(token, ",")) {
                if let [TokenTree::Ident(part), rest_of @ ..] = branch {
                    let mut path = path.clone();
                    path.push(part.to_string());
                    rest(rest_of, path, named);
                }
            }
        }
        _ => {
            named.insert(path);
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A crate of three modules with this text in the pages of the middle one.
    fn with_middle(text: &str) -> Vec<String> {
        with("pages.rs", text)
    }

    /// A crate of three modules with this file in the middle one.
    fn with(file: &str, text: &str) -> Vec<String> {
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
        write("middle/mod.rs", "pub mod pages;\npub use pages::Page;");
        write(&format!("middle/{file}"), text);
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
            "loads! { /// It.\n ItLoad { id } -> crate::top::Thing, \"a/b\"; }",
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
    #[test]
    fn within_a_feature_a_file_names_those_below_it() {
        for (file, text, wrong) in [
            ("pages.rs", "use super::api;", "api"),
            ("pages/list.rs", "use crate::middle::{model, api::lists::load};", "api"),
            ("pages/list.rs", "fn load() { crate::middle::api::load() }", "api"),
            ("api.rs", "use super::{form, pages::Page};", "pages"),
            ("api/lists.rs", "use crate::{ground, middle::{pages::{self, Page}, store}};", "pages"),
            ("asking.rs", "use super::pages;", "pages"),
            ("policy.rs", "use super::api::Known;", "api"),
            ("store/mod.rs", "use super::transitions;", "transitions"),
            ("view.rs", "use super::pages::Page;", "pages"),
            ("view.rs", "use crate::middle::store::Row;", "store"),
            ("model.rs", "use super::view::Data;", "view"),
        ] {
            assert_eq!(with(file, text), [format!("middle/{file}: crate::middle::{wrong}")], "{text}");
        }
        for (file, text) in [
            ("pages.rs", "use super::{model, view::{Data, DataLoad}};"),
            ("pages/list.rs", "use super::table;\nuse crate::middle::pages::table;"),
            ("pages/list.rs", "use crate::ground::api;"),
            ("api.rs", "use super::{asking, policy, store, view};"),
            ("api/lists.rs", "use super::{about::api, reader};\nlet pages = 3;"),
            ("about.rs", "use super::api;"),
            ("view/mod.rs", "mod lists;\npub use lists::*;\nuse super::model::Code;"),
        ] {
            assert_eq!(with(file, text), Vec::<String>::new(), "{text}");
        }
    }
}
