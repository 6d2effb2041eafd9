//! What no browser of ours would send.

use crate::support::{Answer, Browser};
use axum::http::Method;
use proptest::{
    strategy::{Strategy, ValueTree},
    test_runner::TestRunner,
};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

/// Values for a field: markup with a quote, a zero byte, emoji and a right-to-left mark; nothing; more than is kept; numbers that are too
/// large, too small or none; a header; a path; days and times that there are not; signs of the database.
pub const EVIL: &[&str] = &[
    "<script>alert(1)</script>'; --\u{0}👵🏽\u{202e}tfirks",
    "",
    LONG,
    "99999999999999999999999999",
    "-9223372036854775808",
    "NaN",
    "1\r\nSet-Cookie: a=b",
    "../../etc/passwd",
    "2026-02-30",
    "24:61",
    "%' OR 1=1 \\_%",
    "=cmd|' /C calc'!A0",
];

/// 24,000 letters: more than any field may hold, and in two of them more than a form.
const LONG: &str = {
    #[allow(clippy::large_const_arrays, reason = "a text is made of it once, at compile time")]
    const LETTERS: [u8; 24_000] = [b'a'; 24_000];
    match std::str::from_utf8(&LETTERS) {
        Ok(text) => text,
        Err(_) => "",
    }
};

/// A body: what it is, as which kind of content it is sent, its bytes.
pub type Body = (String, Option<&'static str>, Vec<u8>);

const FORM: Option<&str> = Some("application/x-www-form-urlencoded");

/// Bodies that no form sends; those of random bytes are the same in each run.
pub fn bodies(names: &BTreeSet<String>) -> Vec<Body> {
    let all = |value: &str| -> Vec<u8> {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(names.iter().map(|name| (name.as_str(), value)));
        body.finish().into_bytes()
    };
    let mut bodies: Vec<Body> = EVIL
        .iter()
        .map(|evil| (format!("every field as {evil:.20}"), FORM, all(&evil.chars().take(2_000).collect::<String>())))
        .collect();
    let mut runner = TestRunner::deterministic();
    for size in [16, 2_000, 200_000] {
        let bytes =
            proptest::collection::vec(proptest::prelude::any::<u8>(), size).new_tree(&mut runner).unwrap().current();
        let encoded: Vec<u8> = names
            .iter()
            .zip(bytes.chunks(9))
            .flat_map(|(name, chunk)| {
                let value: String = chunk.iter().map(|byte| format!("%{byte:02x}")).collect();
                format!("{name}={value}&").into_bytes()
            })
            .collect();
        bodies.push((format!("{size} random bytes"), FORM, bytes));
        bodies.push((format!("random bytes in every field ({size})"), FORM, encoded));
    }
    bodies.extend([
        ("a megabyte".to_owned(), FORM, vec![b'a'; 1_000_000]),
        ("a field just below the limit".to_owned(), FORM, [b"note=".to_vec(), vec![b'a'; 250_000]].concat()),
        ("5,000 fields".to_owned(), FORM, b"note=a&".repeat(5_000)),
        ("broken encoding".to_owned(), FORM, b"note=%zz%&%=%f&=&&&key=%00".to_vec()),
        ("nothing".to_owned(), FORM, Vec::new()),
        ("no kind of content".to_owned(), None, b"note=hej".to_vec()),
        ("JSON".to_owned(), Some("application/json"), b"{\"note\":[[[[1]]]]}".to_vec()),
        (
            "parts".to_owned(),
            Some("multipart/form-data; boundary=x"),
            b"--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhej".to_vec(),
        ),
        ("a kind that is none".to_owned(), Some("\u{7f}"), b"note=hej".to_vec()),
    ]);
    bodies.retain(|(_, kind, _)| kind.is_none_or(|kind| kind.bytes().all(|byte| (32..127).contains(&byte))));
    bodies
}

/// Above this an answer is too slow.
const SLOW: Duration = Duration::from_secs(1);

/// Sends a post; what is slow is sent twice again, so that a machine that is busy with something else breaks no test, and a handler that
/// chokes does.
pub async fn patiently(what: &str, browser: &mut Browser, path: &str, body: &[u8], kind: Option<&str>) -> Answer {
    let mut headers = vec![("sec-fetch-site", "same-origin")];
    headers.extend(kind.map(|kind| ("content-type", kind)));
    let mut fastest = Duration::MAX;
    for _ in 0..3 {
        #[allow(clippy::disallowed_methods, reason = "it is real time that is measured")]
        let begin = Instant::now();
        let answer = browser.request(Method::POST, path, body.to_vec(), &headers).await;
        fastest = fastest.min(begin.elapsed());
        // 503 is what the time limit says, or the database.
        if fastest < SLOW && answer.status != 503 {
            return answer;
        }
    }
    panic!("{what}: no answer within a second in three times; the fastest took {fastest:?}");
}

/// Every field that a handler or a form's check asks for, read from the source: a new one is tried without anybody adding it here.
pub fn field_names() -> BTreeSet<String> {
    const ASKED: [&str; 9] = [
        "get(\"",
        "all(\"",
        "required(\"",
        "optional(\"",
        "choice(\"",
        "choices(\"",
        "number(\"",
        "fail(\"",
        "name=\"",
    ];
    let mut names = BTreeSet::new();
    each_source(&mut |_, source| {
        // `check.choice(` may stand on a line of its own.
        let joined = source.split_whitespace().collect::<Vec<_>>().join(" ").replace("( \"", "(\"");
        for asked in ASKED {
            for rest in joined.split(asked).skip(1) {
                let name = rest.split('"').next().unwrap_or_default();
                if !name.is_empty()
                    && name.len() <= 20
                    && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                {
                    names.insert(name.to_owned());
                }
            }
        }
    });
    names
}

/// Whatever a load is asked with, and every parameter of a page that the source names.
pub fn argument_names() -> BTreeSet<String> {
    let loads = app::features::loads().all().flat_map(|load| load.parameters);
    let mut names: BTreeSet<String> = loads.map(|name| (*name).to_owned()).collect();
    each_source(&mut |_, source| {
        for rest in source.split("query(\"").skip(1).chain(source.split("value(\"").skip(1)) {
            names.insert(rest.split('"').next().unwrap_or_default().to_owned());
        }
    });
    names.retain(|name| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
    names
}

/// Every source file of the app's crates: its path below `app`, without `wings` and `src` (`help/visits/mod.rs`, `frame/live.rs`), and its
/// text.
pub fn each_source(look: &mut dyn FnMut(&Path, &str)) {
    fn walk(crate_name: &str, root: &Path, folder: &Path, look: &mut dyn FnMut(&Path, &str)) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(crate_name, root, &path, look);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = Path::new(crate_name).join(path.strip_prefix(root).unwrap());
                look(&name, &std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    for (name, source) in crates() {
        walk(&name, &source, &source, look);
    }
}

/// The app's crates: their names and the folders of their sources.
pub fn crates() -> Vec<(String, PathBuf)> {
    let app = Path::new(env!("CARGO_MANIFEST_DIR")).join("../app");
    let mut crates = vec![("app".to_owned(), app.join("src"))];
    for folder in [app.clone(), app.join("wings")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.join("src").is_dir() && name != "texts" {
                crates.push((name, path.join("src")));
            }
        }
    }
    crates.sort();
    crates
}
