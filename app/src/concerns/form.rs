//! The forms of concerns, checked.

use super::model::Severity;
use crate::common::{
    form::{Check, FieldError, RawForm},
    text::k,
};

/// The most that can be told.
const LONGEST: usize = 4_000;

/// What somebody tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub body: String,
    /// Somebody is in danger now.
    pub danger: bool,
}

fn yes_or_no(value: &str) -> Option<bool> {
    match value {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Checks what somebody tells. Only the text is needed: nobody is held up by a question they cannot answer.
///
/// # Errors
/// The fields that are wrong.
pub fn told(form: &RawForm) -> Result<Told, Vec<FieldError>> {
    let mut check = Check::new(form);
    let body = check.required("body", LONGEST, k::concerns::BODY_MISSING, k::common::TOO_LONG);
    let danger = yes_or_no(form.get("danger")).unwrap_or(false);
    check.finish(|| Some(Told { body, danger }))
}

/// How a coordinator judges a concern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Triage {
    /// How serious.
    pub severity: Severity,
    /// A lex Sarah report is made.
    pub lex_sarah: bool,
    /// Its number, or why none is made.
    pub note: String,
}

/// Checks a judgement: the question about lex Sarah must be answered, with a number or a reason (SoL 27 kap.).
///
/// # Errors
/// The fields that are wrong.
pub fn triage(form: &RawForm) -> Result<Triage, Vec<FieldError>> {
    let mut check = Check::new(form);
    let severity = check.choice("severity", Severity::from_code, k::concerns::SEVERITY_MISSING);
    let lex_sarah = check.choice("lex_sarah", yes_or_no, k::concerns::LEX_SARAH_MISSING);
    let note = check.required("lex_sarah_note", 1_000, k::concerns::LEX_SARAH_NOTE_MISSING, k::common::TOO_LONG);
    check.finish(|| Some(Triage { severity: severity?, lex_sarah: lex_sarah?, note }))
}

/// Checks what was decided.
///
/// # Errors
/// The fields that are wrong.
pub fn decision(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let decision = check.required("decision", LONGEST, k::concerns::DECISION_MISSING, k::common::TOO_LONG);
    check.finish(|| Some(decision))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(errors: Vec<FieldError>) -> Vec<String> {
        errors.into_iter().map(|error| error.field).collect()
    }

    #[test]
    fn only_the_text_is_needed() {
        assert_eq!(told(&RawForm::parse(b"body=Han+ropade")), Ok(Told { body: "Han ropade".into(), danger: false }));
        assert_eq!(told(&RawForm::parse(b"body=x&danger=yes")).map(|told| told.danger), Ok(true));
        assert_eq!(told(&RawForm::parse(b"body=+++&danger=no")).map_err(fields), Err(vec!["body".to_owned()]));
    }

    #[test]
    fn lex_sarah_must_be_answered_with_a_number_or_a_reason() {
        let whole = b"severity=acute&lex_sarah=no&lex_sarah_note=Inte+personal";
        let expected = Triage { severity: Severity::Acute, lex_sarah: false, note: "Inte personal".into() };
        assert_eq!(triage(&RawForm::parse(whole)), Ok(expected));
        for (body, wrong) in [
            ("severity=low&lex_sarah=yes", vec!["lex_sarah_note"]),
            ("severity=low&lex_sarah_note=x", vec!["lex_sarah"]),
            ("severity=worst&lex_sarah=perhaps", vec!["severity", "lex_sarah", "lex_sarah_note"]),
        ] {
            assert_eq!(
                triage(&RawForm::parse(body.as_bytes())).map_err(fields),
                Err(wrong.into_iter().map(String::from).collect())
            );
        }
    }
}
