//! The last full accessibility run, as the statement tells of it: `app/accessibility.json`. `cargo xtask a11y --full` writes it, except
//! for what is lacking besides, which people know.

use ground::{
    AppError,
    text::{Key, k},
};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What a fault that a machine found is about (`end2end/support/faults.ts`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Rule {
    /// Headings, titles, regions, names and roles.
    Structure,
    /// The language of the page and of its parts.
    Language,
    /// Wider than the window, or cut off.
    Width,
    /// Too small to press.
    Target,
    /// A field without a label, an error that is not at its field.
    Form,
    /// Text that is too small.
    Size,
    /// Text that is too pale.
    Contrast,
    /// No room for wider lines, words and letters.
    Spacing,
    /// No room for larger text.
    Zoom,
    /// Lost in the reader's own colours.
    Forced,
    /// Moves although the reader wants it still.
    Motion,
    /// Not reached by keyboard, or one does not see where one is.
    Focus,
}

impl Rule {
    /// What is wrong, in a sentence.
    pub(super) const fn words(self) -> Key {
        use k::help as t;
        match self {
            Self::Structure => t::A_RULE_STRUCTURE,
            Self::Language => t::A_RULE_LANGUAGE,
            Self::Width => t::A_RULE_WIDTH,
            Self::Target => t::A_RULE_TARGET,
            Self::Form => t::A_RULE_FORM,
            Self::Size => t::A_RULE_SIZE,
            Self::Contrast => t::A_RULE_CONTRAST,
            Self::Spacing => t::A_RULE_SPACING,
            Self::Zoom => t::A_RULE_ZOOM,
            Self::Forced => t::A_RULE_FORCED,
            Self::Motion => t::A_RULE_MOTION,
            Self::Focus => t::A_RULE_FOCUS,
        }
    }
}

/// What is lacking that no machine finds, by the situation of the one who meets it, as Digg advises.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Lacking {
    /// Not tried with screen readers.
    Sight,
    /// No sign language.
    Hearing,
    /// Not read by people who speak the languages.
    Language,
    /// Not tried by people with aids of their own.
    People,
}

impl Lacking {
    /// The situation, and what is lacking in it.
    pub(super) const fn words(self) -> (Key, Key) {
        use k::help as t;
        match self {
            Self::Sight => (t::A_FAULT_SIGHT, t::A_FAULT_SIGHT_LINE),
            Self::Hearing => (t::A_FAULT_HEARING, t::A_FAULT_HEARING_LINE),
            Self::Language => (t::A_FAULT_LANGUAGE, t::A_FAULT_LANGUAGE_LINE),
            Self::People => (t::A_FAULT_PEOPLE, t::A_FAULT_PEOPLE_LINE),
        }
    }
}

/// A fault that is open, on a page.
#[derive(Debug, Deserialize)]
pub(super) struct Fault {
    /// The page's route.
    pub page: String,
    /// What is wrong there.
    pub rule: Rule,
}

/// What is known of the service's accessibility.
#[derive(Debug, Deserialize)]
pub(super) struct Audit {
    /// The civil day of the run, `YYYY-MM-DD`.
    pub date: String,
    /// How many pages in how many states were read.
    pub states: u32,
    /// How often: each state in many themes, sizes, widths and languages.
    pub readings: u32,
    /// The faults that are open, by page.
    pub faults: Vec<Fault>,
    /// What is lacking besides.
    pub lacking: Vec<Lacking>,
}

impl Audit {
    /// The last one.
    ///
    /// # Errors
    /// The file is not one.
    pub fn last() -> Result<Self, AppError> {
        serde_json::from_str(include_str!("../../../../accessibility.json")).map_err(|_| AppError::Internal)
    }

    /// Nothing is known to be lacking.
    pub fn is_whole(&self) -> bool {
        self.faults.is_empty() && self.lacking.is_empty()
    }

    /// What is wrong, each with the pages where it is.
    pub fn faults_by_rule(&self) -> impl Iterator<Item = (Rule, String)> {
        let mut pages: BTreeMap<Rule, Vec<&str>> = BTreeMap::new();
        for fault in &self.faults {
            pages.entry(fault.rule).or_default().push(&fault.page);
        }
        pages.into_iter().map(|(rule, pages)| (rule, pages.join(", ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::clock::parse_day;

    #[test]
    fn the_last_one_can_be_read() {
        let audit = Audit::last().unwrap();
        assert!(parse_day(&audit.date).is_some() && audit.readings >= audit.states && audit.states > 0);
    }

    #[test]
    fn what_is_wrong_is_told_with_the_pages_where_it_is() {
        let file = r#"{ "date": "2026-11-26", "states": 2, "readings": 8, "lacking": [], "faults": [
            { "page": "/home", "rule": "focus" }, { "page": "/me", "rule": "contrast" }, { "page": "/me", "rule": "focus" } ] }"#;
        let audit: Audit = serde_json::from_str(file).unwrap();
        let told: Vec<_> = audit.faults_by_rule().collect();
        assert_eq!(told, [(Rule::Contrast, "/me".to_owned()), (Rule::Focus, "/home, /me".to_owned())]);
        assert!(!audit.is_whole());
        assert!(Audit { faults: vec![], ..audit }.is_whole());
    }
}
