//! The forms of concerns, checked.

use super::{about::Asked, model::Severity};
use ground::{
    form::{Check, FieldError, RawForm},
    id::PersonId,
    text::k,
};

/// The most that can be told.
const LONGEST: usize = 4_000;

/// Whom it is about, as it was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AboutChoice {
    /// Left open.
    Open,
    /// Nobody, or the service as a whole.
    Nobody,
    /// The coordinator who chooses.
    Me,
    /// Somebody.
    Person(PersonId),
}

impl AboutChoice {
    fn parse(value: &str) -> Option<Self> {
        match value {
            "" => None,
            "open" => Some(Self::Open),
            "nobody" => Some(Self::Nobody),
            "me" => Some(Self::Me),
            id => Some(Self::Person(id.into())),
        }
    }
}

/// Checks whom a concern is about: a coordinator must say it.
///
/// # Errors
/// Nothing was chosen.
pub fn about(form: &RawForm) -> Result<AboutChoice, Vec<FieldError>> {
    let mut check = Check::new(form);
    let known = |value: &str| AboutChoice::parse(value).filter(|choice| *choice != AboutChoice::Open);
    let choice = check.choice("about", known, k::concerns::ABOUT_MISSING);
    check.finish(|| choice)
}

/// What somebody tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What happened.
    pub body: String,
    /// Whom it is about.
    pub about: AboutChoice,
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

/// Checks what somebody tells. Only the text is needed, so that nobody is held up by a question they cannot answer; a coordinator
/// says whom it is about besides.
///
/// # Errors
/// The fields that are wrong.
pub fn told(form: &RawForm, asked: &Asked) -> Result<Told, Vec<FieldError>> {
    let mut check = Check::new(form);
    let about = match asked {
        Asked::Must(_) => about(form).unwrap_or_else(|errors| {
            check.more(errors);
            AboutChoice::Open
        }),
        Asked::May | Asked::Said(_) => AboutChoice::parse(form.get("about")).unwrap_or(AboutChoice::Open),
    };
    let body = check.required("body", LONGEST, k::concerns::BODY_MISSING, k::common::TOO_LONG);
    let danger = yes_or_no(form.get("danger")).unwrap_or(false);
    check.finish(|| Some(Told { body, about, danger }))
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

/// Checks a judgement: the question about lex Sarah must be answered, with a number or a reason (`SoL` 27 kap.).
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
        let told = |body: &str| told(&RawForm::parse(body.as_bytes()), &Asked::May).map_err(fields);
        let expected = Told { body: "Han ropade".into(), about: AboutChoice::Open, danger: false };
        assert_eq!(told("body=Han+ropade"), Ok(expected));
        assert_eq!(told("body=x&danger=yes").map(|told| told.danger), Ok(true));
        assert_eq!(told("body=x&about=p1").map(|told| told.about), Ok(AboutChoice::Person("p1".into())));
        assert_eq!(told("body=+++&danger=no"), Err(vec!["body".to_owned()]));
        assert_eq!(told("body=N%C3%A5gon+tog+420315-1234"), Err(vec!["body".to_owned()]), "a personal number");
    }

    #[test]
    fn a_coordinator_says_whom_it_is_about() {
        let asked = Asked::Must(vec![]);
        let told = |body: &str| told(&RawForm::parse(body.as_bytes()), &asked).map(|told| told.about).map_err(fields);
        assert_eq!(told("body=x"), Err(vec!["about".to_owned()]));
        assert_eq!(told("body=x&about=open"), Err(vec!["about".to_owned()]));
        assert_eq!(told("body="), Err(vec!["about".to_owned(), "body".to_owned()]));
        assert_eq!(told("body=x&about=nobody"), Ok(AboutChoice::Nobody));
        assert_eq!(about(&RawForm::parse(b"about=me")), Ok(AboutChoice::Me));
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
