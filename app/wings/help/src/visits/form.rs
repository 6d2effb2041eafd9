//! (server side) What a senior sends about a visit: a code word of their own, and how it was. Pure.

use super::model::FeedbackAnswer;
use crate::requests::form::LONGEST_NOTE;
use ground::{
    clean,
    form::{Check, FieldError, RawForm},
    text::k,
};

/// One word of 3 to 20 letters, in small letters as the drawn ones are.
///
/// # Errors
/// It is not one word of letters.
pub fn code_word(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let word = clean::line(form.get("word")).to_lowercase();
    let letters = word.chars().count();
    if !(3..=20).contains(&letters) || !word.chars().all(char::is_alphabetic) {
        check.fail("word", k::senior_visits::WRONG_WORD);
    }
    check.finish(|| Some(word))
}

/// How it was, and own words or an empty text.
///
/// # Errors
/// Nothing was chosen; the text is too long or holds a personal number.
pub fn feedback(form: &RawForm) -> Result<(FeedbackAnswer, String), Vec<FieldError>> {
    let mut check = Check::new(form);
    let answer = check.choice("answer", FeedbackAnswer::from_code, k::senior_visits::MISSING_FEEDBACK);
    let note = check.optional("note", LONGEST_NOTE, k::requests::TOO_LONG);
    check.finish(|| Some((answer?, note)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(body: &str) -> RawForm {
        RawForm::parse(body.as_bytes())
    }

    #[test]
    fn a_code_word_is_one_word() {
        for (body, expected) in [
            ("word=+Fj%C3%A4ril+", Some("fjäril")),
            ("word=ost", Some("ost")),
            ("word=te", None),
            ("word=tv%C3%A5+ord", None),
            ("word=1234", None),
            ("word=abcdefghijklmnopqrstuvw", None),
            ("", None),
        ] {
            assert_eq!(code_word(&form(body)).ok().as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn feedback_needs_an_answer_and_no_words() {
        assert_eq!(feedback(&form("answer=good")), Ok((FeedbackAnswer::Good, String::new())));
        assert_eq!(feedback(&form("answer=talk&note=Ring")), Ok((FeedbackAnswer::Talk, "Ring".to_owned())));
        for (body, field) in
            [("note=Bra", "answer"), ("answer=great", "answer"), ("answer=good&note=420315-1234", "note")]
        {
            let errors = feedback(&form(body)).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), [field], "{body}");
        }
    }
}
