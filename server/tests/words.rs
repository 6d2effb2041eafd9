//! Words of codes: a text whose name is built of a family and a code is there for every code that the family has, and every family that
//! the source names is known here.

use desk::review::{
    api::detail::{FINE, POOR},
    form::CHECKS,
};
use ground::{Locale, text::Texts, time::DayPart};
use help::{
    kinds::model::{ContactMode, Moderation, Requirement},
    offers::model::OfferStatus,
    requests::model::{CloseReason, DeclineReason, RequestState},
    vetting::form::LANGUAGES,
    visits::model::{FeedbackAnswer, VisitOutcome, VisitStatus},
};
use people::person::{form::REASONS, model::Contact};
use std::collections::BTreeSet;

/// The codes of an enum.
macro_rules! codes {
    ($coded:ty) => {
        <$coded>::ALL.iter().map(|one| one.code()).collect::<Vec<&'static str>>()
    };
}

const RISKS: [&str; 3] = ["1", "2", "3"];

/// Families, and the codes that each has words for. Where somebody may have typed the code, or a code may have no words, the source says
/// `typed_code`.
fn families() -> Vec<(&'static str, Vec<&'static str>)> {
    let languages = || Locale::LANGUAGES.iter().map(|locale| locale.language()).collect::<Vec<_>>();
    let decline_ready = || codes!(DeclineReason).into_iter().filter(|code| *code != "other").collect::<Vec<_>>();
    vec![
        ("admin.mode", codes!(ContactMode)),
        ("admin.moderation", codes!(Moderation)),
        // The others are asked for every kind of help.
        ("admin.requirement", vec!["references", "introduction", "register_extract", "it_course"]),
        ("admin.risk", RISKS.to_vec()),
        ("people.reason", REASONS.to_vec()),
        ("requests.language", languages()),
        ("review.because", vec!["met", "same_area", "next_area", "further", "free", "speaks", "idle"]),
        ("review.channel", codes!(Contact)),
        ("review.check", CHECKS.to_vec()),
        ("review.close", codes!(CloseReason)),
        ("review.decline", codes!(DeclineReason)),
        ("review.decline_text", decline_ready()),
        ("review.decline_way", decline_ready()),
        (
            "review.did",
            vec!["request_submit", "request_enter", "request_take", "offer_yes", "offer_own_yes", "visit_report"],
        ),
        ("review.feedback", codes!(FeedbackAnswer)),
        ("review.language", languages()),
        ("review.mode", codes!(ContactMode)),
        ("review.notice", FINE.into_iter().chain(POOR).collect()),
        ("review.offer", codes!(OfferStatus)),
        ("review.outcome", codes!(VisitOutcome)),
        ("review.part", codes!(DayPart)),
        ("review.requirement", codes!(Requirement)),
        ("review.risk", RISKS.to_vec()),
        ("review.state", codes!(RequestState)),
        ("review.visit", codes!(VisitStatus)),
        (
            "review.why",
            vec!["prospective", "expired", "blocked", "paused", "full", "live", "said_no", "not_chosen", "booked"],
        ),
        ("vetting.language", LANGUAGES.iter().map(|(code, _)| *code).collect()),
        ("vetting.part", codes!(DayPart)),
        ("vetting.requirement", codes!(Requirement)),
    ]
}

#[test]
fn every_code_has_its_words_in_every_language() {
    for locale in Locale::ALL {
        let texts = Texts::of(locale);
        for (family, codes) in families() {
            assert!(!codes.is_empty(), "{family}");
            for code in codes {
                let words = texts.typed_code(family, code);
                assert!(words.is_some_and(|words| !words.is_empty()), "{}: {family}_{code}", locale.tag());
            }
        }
    }
}

#[test]
fn every_family_that_the_source_names_is_known() {
    let known: BTreeSet<&str> = families().into_iter().map(|(family, _)| family).collect();
    let mut named = BTreeSet::new();
    crate::hardening::each_source(&mut |path, text| {
        // A name is built nowhere else but in the functions that these families go through.
        let built = text.matches("Key::by_name(&format!(").count();
        let may = usize::from(path.ends_with("ground/text.rs"));
        assert_eq!(built, may, "{}", path.display());
        for call in [".coded(\"", ".typed_code(\"", "words(texts, \"", "ready(\"", "=> \"admin."] {
            for (at, _) in text.match_indices(call) {
                let from = at + call.len() - if call.starts_with("=>") { "admin.".len() } else { 0 };
                named.insert(text[from..].split('"').next().unwrap().to_owned());
            }
        }
    });
    let named: BTreeSet<&str> = named.iter().map(String::as_str).collect();
    assert_eq!(named, known, "the families that the source names, and those whose codes are known here");
}
