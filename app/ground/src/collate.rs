//! (server side) Names in the order that a reader of the language expects: å, ä and ö last in Swedish and Finnish. Neither
//! database knows that order, so lists of people are sorted here.

use super::Locale;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions};
use icu_locale_core::locale;

/// Sorts by a name, in the order of the language; equal names keep their order.
pub fn sort_by_name<T>(items: &mut [T], locale: Locale, key: impl Fn(&T) -> &str) {
    match collator(locale) {
        Some(collator) => items.sort_by(|a, b| collator.compare(key(a), key(b))),
        None => items.sort_by_key(|item| key(item).to_lowercase()),
    }
}

/// The rules are compiled in; without them (they cannot be missing) code points decide.
fn collator(locale: Locale) -> Option<CollatorBorrowed<'static>> {
    let preferences = CollatorPreferences::from(&match locale {
        Locale::Fi => locale!("fi"),
        Locale::En => locale!("en"),
        _ => locale!("sv"),
    });
    Collator::try_new(preferences, CollatorOptions::default()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swedish_names_stand_where_people_look_for_them() {
        let sorted = |locale| {
            let mut names = vec!["Öberg", "Zetterlund", "Ek", "Åberg", "älg", "adam"];
            sort_by_name(&mut names, locale, |name| name);
            names
        };
        assert_eq!(sorted(Locale::Sv), ["adam", "Ek", "Zetterlund", "Åberg", "älg", "Öberg"]);
        assert_eq!(sorted(Locale::En), ["Åberg", "adam", "älg", "Ek", "Öberg", "Zetterlund"]);
    }
}
