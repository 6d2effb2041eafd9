//! What six real pages weigh on the line, and all that they name: HTML, style, font, script, WebAssembly, texts.

use super::Bench;
use crate::{
    client::{Client, attribute},
    process::Program,
    report::Figure,
};
use anyhow::{Result, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// HTML, style and font of the senior's home: she can use it when these are there.
const HOME: f64 = 45.0;

/// Bytes.
#[derive(Clone, Copy, Default)]
struct Size {
    plain: usize,
    brotli: usize,
}

/// The kinds of files in the order of the table.
const KINDS: [(&str, &str); 5] =
    [("css", "style"), ("woff2", "font"), ("js", "script"), ("wasm", "WebAssembly"), ("json", "texts")];

pub fn climb(bench: &Bench) -> Result<Vec<Figure>> {
    let data = bench.small()?;
    let server = Program::handslag(&bench.given.binary, &data.url)?;
    let nobody = Client::new(&server);
    let senior = Client::signed_in(&server, &data.senior)?;
    let coordinator = Client::signed_in(&server, &data.coordinator)?;
    let volunteer = Client::signed_in(&server, &data.volunteer)?;
    let (asking, _) = senior.submit(&senior.page("/home")?, "/ask/new", &[])?;
    let request = format!("/staff/requests/{}", data.approved);
    let pages = [
        ("start, signed out", &nobody, "/"),
        ("senior's home", &senior, "/home"),
        ("request form", &senior, asking.as_str()),
        ("volunteer's start", &volunteer, "/volunteer"),
        ("coordinator's \"Att göra\"", &coordinator, "/staff"),
        ("a request at the coordinator's", &coordinator, request.as_str()),
    ];
    let mut figures = Vec::new();
    let mut files: BTreeMap<String, Size> = BTreeMap::new();
    let mut home = 0;
    for (name, client, path) in pages {
        let html = size(client, path)?;
        let named = named(&client.page(path)?);
        ensure!(!named.is_empty(), "{path} names no files");
        let (mut without_script, mut all) = (html.brotli, html.brotli);
        for file in named {
            let size = match files.get(&file) {
                Some(size) => *size,
                None => size(client, &file)?,
            };
            if file.ends_with(".css") || file.ends_with(".woff2") {
                without_script += size.brotli;
            }
            all += size.brotli;
            files.insert(file, size);
        }
        if path == "/home" {
            home = without_script;
        }
        figures.push(Figure::told(format!("{name}: HTML, brotli"), kilobytes(html.brotli), "kB"));
        figures.push(Figure::told(format!("{name}: HTML, plain"), kilobytes(html.plain), "kB"));
        figures.push(Figure::told(format!("{name}: with all that it loads, brotli"), kilobytes(all), "kB"));
    }
    for (ending, name) in KINDS {
        let of_kind: Vec<Size> = files
            .iter()
            .filter(|(file, _)| file.rsplit_once('.').is_some_and(|(_, found)| found == ending))
            .map(|(_, size)| *size)
            .collect();
        let sum = |of: fn(&Size) -> usize| kilobytes(of_kind.iter().map(of).sum());
        figures.push(Figure::told(format!("{name}, brotli ({} files)", of_kind.len()), sum(|size| size.brotli), "kB"));
        figures.push(Figure::told(format!("{name}, plain"), sum(|size| size.plain), "kB"));
    }
    figures.push(Figure::told("senior's home: HTML, style and font", kilobytes(home), "kB").at_most(HOME));
    Ok(figures)
}

fn size(client: &Client, path: &str) -> Result<Size> {
    let (plain, brotli) = (client.fetch(path, "identity")?, client.fetch(path, "br")?);
    ensure!(plain.status == 200 && brotli.status == 200, "{} at {path}", plain.status);
    Ok(Size { plain: plain.body.len(), brotli: brotli.body.len() })
}

/// The files that a page loads: what it links to, and what its script asks for. Icons are asked for by the browser itself, after all
/// else.
fn named(page: &str) -> BTreeSet<String> {
    let linked = page.split("<link").skip(1).filter_map(|link| attribute(link, "href"));
    let asked = page.split('\'').filter(|word| word.starts_with("/site/"));
    let loaded =
        |file: &&str| KINDS.iter().any(|(ending, _)| file.rsplit_once('.').is_some_and(|(_, found)| found == *ending));
    linked.chain(asked).filter(|file| file.starts_with("/site/")).filter(loaded).map(str::to_owned).collect()
}

fn kilobytes(bytes: usize) -> f64 {
    u32::try_from(bytes).map_or(f64::INFINITY, |bytes| f64::from(bytes) / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn a_page_names_its_files() {
        let page = r#"<link rel="stylesheet" href="/site/a-1.css"><link rel="icon" href="/site/f.svg">
            <script>import i from '/site/a-1.js';fetch('/site/t.json')</script>"#;
        assert_eq!(named(page).into_iter().collect::<Vec<_>>(), ["/site/a-1.css", "/site/a-1.js", "/site/t.json"]);
    }
}
