//! Pictures of the help pages: parts of the real screens with invented people, one in each language, taken by `cargo xtask pictures`
//! into `style/pictures`. Their sizes stand in `app/pictures.json`, so that a page keeps a place for each before it is there.

use frame::context::Here;
use ground::{
    Locale,
    text::{Key, Texts},
};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::LazyLock};

/// Width and height in pixels, by name and language.
type Sizes = BTreeMap<String, BTreeMap<String, (u32, u32)>>;

static SIZES: LazyLock<Sizes> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../pictures.json")).unwrap_or_default());

/// A picture's name, by that of its words: `senior_home` of `help.pic_senior_home`.
fn name(words: Key) -> &'static str {
    words.name().trim_start_matches("help.pic_")
}

/// Where the file stands, for `SiteFiles::url`.
fn file(name: &str, language: &str) -> String {
    format!("pictures/{name}-{language}.webp")
}

/// The picture with these words, in the reader's language; else the Swedish one, with Swedish words.
pub fn picture(texts: Texts, words: Key) -> Option<AnyView> {
    let here = use_context::<Here>()?;
    let sizes = SIZES.get(name(words))?;
    let own = texts.locale.language();
    let (lang, language, texts) = if sizes.contains_key(own) {
        (None, own, texts)
    } else {
        let swedish = Locale::Sv;
        (Some(swedish.tag()), swedish.language(), Texts::of(swedish))
    };
    let (width, height) = *sizes.get(language)?;
    let src = here.app.config.site.url(&file(name(words), language));
    let view = view! {
        <figure class="shot"><img src=src alt=texts.plain(words) lang=lang width=width height=height loading="lazy" decoding="async"/></figure>
    };
    Some(view.into_any())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::help_pages::pages::pictures;
    use std::{collections::BTreeSet, fs, path::Path};

    /// The largest file, and all of them together, in bytes.
    const LARGEST: u64 = 25_000;
    const ALL: u64 = 1_000_000;

    #[test]
    fn every_picture_is_there_in_each_language_and_none_lies_about() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../style/pictures");
        let there: BTreeSet<String> = fs::read_dir(&folder)
            .unwrap()
            .map(|entry| format!("pictures/{}", entry.unwrap().file_name().into_string().unwrap()))
            .collect();
        let mut named = BTreeSet::new();
        for words in pictures() {
            for language in Locale::LANGUAGES.map(Locale::language) {
                let file = file(name(words), language);
                let path = folder.join("..").join(&file);
                let size = image::image_dimensions(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
                assert_eq!(SIZES[name(words)][language], size, "{file}");
                assert!(fs::metadata(&path).unwrap().len() <= LARGEST, "{file} is too heavy");
                assert!(named.insert(file.clone()), "{file} is shown twice");
            }
        }
        assert_eq!(there, named, "there, and named by the pages");
        assert_eq!(SIZES.values().map(BTreeMap::len).sum::<usize>(), named.len(), "sizes");
        let all: u64 = named.iter().map(|file| fs::metadata(folder.join("..").join(file)).unwrap().len()).sum();
        assert!(all <= ALL, "{all} bytes");
    }
}
