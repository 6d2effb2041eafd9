//! The style sheet: all of `style/*.css` in the order of their names, smaller, with the hashed names of its files.

use std::{collections::BTreeMap, fs, path::Path};

use anyhow::{Context, Result, bail};

/// Bundles the sheets of a folder. `files` maps `fonts/x.woff2` to the name it is served under.
pub fn bundle(style: &Path, files: &BTreeMap<String, String>) -> Result<String> {
    let mut sheets: Vec<_> = fs::read_dir(style)
        .with_context(|| format!("cannot read {}", style.display()))?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "css"))
        .collect();
    sheets.sort();
    let mut all = String::new();
    for sheet in sheets {
        let text = fs::read_to_string(&sheet)?;
        let text = smaller(&text);
        all.push_str(&with_hashed_names(&text, files).with_context(|| sheet.display().to_string())?);
        all.push('\n');
    }
    Ok(all)
}

/// Without comments, and with one space where there was more: nothing that needs to understand the sheet.
fn smaller(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(char) = rest.chars().next() {
        let length = match char {
            '"' | '\'' => {
                let length = string_length(rest, char);
                out.push_str(&rest[..length]);
                length
            }
            '/' if rest.starts_with("/*") => {
                space(&mut out);
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            }
            _ if char.is_ascii_whitespace() => {
                space(&mut out);
                1
            }
            _ => {
                out.push(char);
                char.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    out.trim().to_owned()
}

/// A space, where it parts two words; never two, and none where a mark parts them already.
fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '{', '}', ';', ',']) {
        out.push(' ');
    }
}

fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, char) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if char == '\\' {
            escaped = true;
        } else if char == quote {
            return at + 1;
        }
    }
    text.len()
}

fn with_hashed_names(css: &str, files: &BTreeMap<String, String>) -> Result<String> {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("url(") {
        let (address, after) = after.split_once(')').context("a url( without its end")?;
        let name = address.trim().trim_matches(['"', '\'']);
        out.push_str(before);
        if name.starts_with("data:") || name.starts_with('#') {
            out += &format!("url({address})");
        } else if let Some(hashed) = files.get(name) {
            out += &format!("url({hashed})");
        } else {
            bail!("url({name}) is not a file of style/fonts, style/icons or style/static");
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{smaller, with_hashed_names};

    #[test]
    fn comments_and_spaces_go_but_not_in_strings() {
        let css = "/* why */\na  >  b::before {\n  content: \"/*  '*/\";\n  margin: 0  1px;\n}\n/* end */\n";
        assert_eq!(smaller(css), "a > b::before {content: \"/*  '*/\";margin: 0 1px;}");
        assert_eq!(smaller("a/**/b{}"), "a b{}");
        assert_eq!(smaller(r#"a{content:"\"  x"}"#), r#"a{content:"\"  x"}"#);
        assert_eq!(
            smaller("@media (a) and (b){c  d{e:calc(1px + 2px)}}"),
            "@media (a) and (b){c d{e:calc(1px + 2px)}}"
        );
    }

    #[test]
    fn files_get_their_hashed_names_and_unknown_ones_are_refused() {
        let files = BTreeMap::from([("fonts/x.woff2".to_owned(), "x-12.woff2".to_owned())]);
        let css =
            "a{src:url(fonts/x.woff2) format('woff2'),url( \"fonts/x.woff2\" );b:url(data:image/png;base64,AA==)}";
        let expected = "a{src:url(x-12.woff2) format('woff2'),url(x-12.woff2);b:url(data:image/png;base64,AA==)}";
        assert_eq!(with_hashed_names(css, &files).unwrap(), expected);
        assert!(with_hashed_names("a{src:url(fonts/y.woff2)}", &files).is_err());
    }
}
