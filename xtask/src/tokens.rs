//! The colours: `style/tokens.json` is where they are written, `style/00-tokens.css` is made of it. Refuses pairs that a person with
//! low vision could not read, a sheet that is stale, and rules that know left and right.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::Path};

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use crate::process::{root, say};

/// Theme to name to value.
type Themes = BTreeMap<String, BTreeMap<String, String>>;

const FILE: &str = "00-tokens.css";

#[derive(Deserialize)]
struct Tokens {
    /// Colours as `#RRGGBB`.
    themes: Themes,
    /// Ornament that carries no meaning: colours and shadows.
    decor: Themes,
    /// What may stand on what, for what use, and with what contrast at least.
    pairs: Vec<(String, String, String, f64)>,
}

/// Writes the sheet, where the pairs allow it.
pub fn write() -> Result<()> {
    let style = root().join("style");
    let tokens = read(&style)?;
    refuse(&low(&tokens)?)?;
    fs::write(style.join(FILE), sheet(&tokens)?).context(FILE)
}

/// What is wrong with the folder's colours and sheets.
pub fn check() -> Result<()> {
    say("colours and style sheets");
    let style = root().join("style");
    let tokens = read(&style)?;
    let mut wrong = low(&tokens)?;
    if fs::read_to_string(style.join(FILE))? != sheet(&tokens)? {
        wrong.push(format!("{FILE} is not what tokens.json gives: run `cargo xtask tokens`"));
    }
    for entry in fs::read_dir(&style)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "css") {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            wrong.extend(physical(&fs::read_to_string(&path)?).into_iter().map(|found| format!("{name}: {found}")));
        }
    }
    refuse(&wrong)
}

fn refuse(wrong: &[String]) -> Result<()> {
    if !wrong.is_empty() {
        bail!("{}", wrong.join("\n"));
    }
    Ok(())
}

fn read(style: &Path) -> Result<Tokens> {
    serde_json::from_str(&fs::read_to_string(style.join("tokens.json"))?).context("style/tokens.json")
}

/// The pairs below their bar.
fn low(tokens: &Tokens) -> Result<Vec<String>> {
    let mut low = Vec::new();
    for (theme, colours) in &tokens.themes {
        let light = |name: &str| {
            colours
                .get(name)
                .and_then(|hex| luminance(hex))
                .with_context(|| format!("{theme}: {name} is not a #RRGGBB colour"))
        };
        for (front, back, usage, bar) in &tokens.pairs {
            let ratio = contrast(light(front)?, light(back)?);
            if ratio < *bar {
                low.push(format!("{theme}: {front} on {back} ({usage}) has {ratio:.2}, its bar is {bar}"));
            }
        }
    }
    Ok(low)
}

/// WCAG's relative luminance.
fn luminance(hex: &str) -> Option<f64> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&digits[at..at + 2], 16).ok()?) / 255.0;
        Some(if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) })
    };
    Some(0.2126 * channel(0)? + 0.7152 * channel(2)? + 0.0722 * channel(4)?)
}

fn contrast(one: f64, other: f64) -> f64 {
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The sheet. Dark and contrast are for screens alone, so paper always gets the light theme. What a reader has chosen goes before
/// what the device says; a part of a page may show another theme.
fn sheet(tokens: &Tokens) -> Result<String> {
    let block = |theme: &str| {
        let scheme = if theme == "light" { "light" } else { "dark" };
        let mut block = format!("{{color-scheme:{scheme}");
        for all in [&tokens.themes, &tokens.decor] {
            for (name, value) in all.get(theme).with_context(|| format!("tokens.json lacks the theme {theme}"))? {
                write!(block, ";--{name}:{value}")?;
            }
        }
        Ok::<_, anyhow::Error>(block + "}")
    };
    let (light, dark, contrast) = (block("light")?, block("dark")?, block("contrast")?);
    Ok(format!(
        "/* Made of tokens.json by `cargo xtask tokens`: change it there. */\n\
         :root,[data-theme=light]{light}\n\
         @media screen and (prefers-color-scheme:dark){{:root:not([data-theme]){dark}}}\n\
         @media screen and (prefers-contrast:more){{:root:not([data-theme]){contrast}}}\n\
         @media screen{{[data-theme=dark]{dark}\n\
         [data-theme=contrast]{contrast}}}\n"
    ))
}

/// Declarations that know left and right, or top and bottom, and would stand the wrong way round in Arabic.
fn physical(css: &str) -> Vec<String> {
    const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];
    let declarations = without_comments(css);
    let found = declarations.split(['{', '}', ';']).filter(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else { return false };
        let (name, value) = (name.trim(), value.trim());
        let sided = name.split('-').any(|part| SIDES.contains(&part));
        let turned = matches!(name, "float" | "clear" | "text-align" | "caption-side") && SIDES.contains(&value);
        !name.starts_with("--") && (sided || turned || matches!(name, "width" | "height"))
    });
    found.map(|declaration| format!("`{}` is no logical property", declaration.trim())).collect()
}

fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, after)| after);
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::{check, contrast, low, luminance, physical, read};
    use crate::process::root;

    #[test]
    fn the_colours_and_sheets_of_today_are_sound() {
        check().unwrap();
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        let between = |one: &str, other: &str| contrast(luminance(one).unwrap(), luminance(other).unwrap());
        assert!((between("#000000", "#FFFFFF") - 21.0).abs() < 1e-9);
        // The usual example of a grey that is just enough for AA.
        assert!((between("#767676", "#ffffff") - 4.54).abs() < 0.005);
        assert!(luminance("#FFF").is_none() && luminance("FFFFFF").is_none() && luminance("#GG0000").is_none());
    }

    #[test]
    fn a_worse_pair_is_found_in_every_theme() {
        for theme in ["light", "dark", "contrast"] {
            let mut tokens = read(&root().join("style")).unwrap();
            tokens.themes.get_mut(theme).unwrap().insert("text".to_owned(), "#808080".to_owned());
            let found = low(&tokens).unwrap();
            assert!(found.iter().any(|line| line.starts_with(&format!("{theme}: text on bg"))), "{found:?}");
        }
        let mut tokens = read(&root().join("style")).unwrap();
        tokens.themes.get_mut("dark").unwrap().insert("link".to_owned(), "blue".to_owned());
        assert!(low(&tokens).is_err());
    }

    #[test]
    fn left_and_right_are_found_and_their_names_alone_are_not() {
        let sound = "/* left:0 */a{margin-inline-start:1px;--left:2px;background:url(left.svg);min-inline-size:3px}\n\
                     @media (min-width:40em){b{float:inline-start;border-block-end:0}}";
        assert!(physical(sound).is_empty(), "{:?}", physical(sound));
        for wrong in
            ["left:0", "margin-right:1px", "border-top-left-radius:2px", "text-align: right", "float:left", "width:1px"]
        {
            assert_eq!(physical(&format!("a{{color:red;{wrong}}}")).len(), 1, "{wrong}");
        }
    }
}
