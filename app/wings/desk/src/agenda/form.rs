//! The forms of the coordinator's visit page, checked.

use ground::{
    form::{Check, FieldError, RawForm},
    private,
    text::k,
};

/// Checks how the first meeting is arranged: who comes along. What seems private in it is asked about: the volunteer reads it.
///
/// # Errors
/// The fields that are wrong.
pub fn first_meeting(form: &RawForm, known: private::Known<'_>) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let how = check.required("first_meeting", 500, k::agenda::FIRST_MEETING_MISSING, k::common::TOO_LONG);
    check.for_volunteers("first_meeting", known);
    check.finish(|| Some(how))
}

/// Checks what came of following up what was not good.
///
/// # Errors
/// The fields that are wrong.
pub fn follow_up(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let note = check.required("follow_up", 2_000, k::agenda::FOLLOW_UP_MISSING, k::common::TOO_LONG);
    check.finish(|| Some(note))
}

/// Checks why a stopped match can go on.
///
/// # Errors
/// The fields that are wrong.
pub fn resume(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let why = check.required("resume", 500, k::agenda::RESUME_MISSING, k::common::TOO_LONG);
    check.finish(|| Some(why))
}

/// Checks who did not come: `senior` or `volunteer`.
///
/// # Errors
/// The fields that are wrong.
pub fn no_show(form: &RawForm) -> Result<&'static str, Vec<FieldError>> {
    let mut check = Check::new(form);
    let who = check.choice(
        "who",
        |value| match value {
            "senior" => Some("senior"),
            "volunteer" => Some("volunteer"),
            _ => None,
        },
        k::agenda::WHO_MISSING,
    );
    check.finish(|| who)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_must_be_named() {
        assert_eq!(no_show(&RawForm::parse(b"who=senior")), Ok("senior"));
        assert!(no_show(&RawForm::parse(b"who=nobody")).is_err());
        let known = private::Known { names: &["Gunnel", "Ek"], ..private::Known::default() };
        let meeting = |body: &str| first_meeting(&RawForm::parse(body.as_bytes()), known);
        assert_eq!(meeting("first_meeting=Lena+f%C3%B6ljer+med"), Ok("Lena följer med".into()));
        assert!(meeting("first_meeting=++").is_err());
        assert!(meeting("first_meeting=portkod+1234").is_err());
        assert!(meeting("first_meeting=portkod+1234&first_meeting_right=portkod+1234").is_ok());
        assert!(resume(&RawForm::parse(b"resume=")).is_err());
        assert_eq!(resume(&RawForm::parse(b"resume=Utrett")), Ok("Utrett".into()));
    }
}
