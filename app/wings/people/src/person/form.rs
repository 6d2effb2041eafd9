//! The forms of people, checked. That of contact data serves a person's own page too.

use super::model::Contacts;
use ground::{
    Locale,
    form::{Check, FieldError, RawForm},
    text::k,
};

/// The fields of contact data.
pub const CONTACTS: &[&str] = &["phone", "email", "way_in", "locale", "share_phone"];

/// Checks contact data. Nothing of it must be there.
///
/// # Errors
/// The fields that are wrong.
pub fn contacts(form: &RawForm) -> Result<Contacts, Vec<FieldError>> {
    let mut check = Check::new(form);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let (phone, email) = (check.phone("phone"), check.email("email"));
    let way_in = some(check.line("way_in", 500));
    let locale = check.choice("locale", Locale::from_language, k::people::LOCALE_MISSING);
    let share_phone = form.get("share_phone") == "yes";
    check.finish(|| Some(Contacts { phone, email, way_in, locale: locale?, share_phone }))
}

/// Why a coordinator opens a person: the codes of the choices.
pub const REASONS: [&str; 6] = ["request", "visit", "concern", "call", "correct", "other"];

/// Checks why a person is opened; "other" needs words. The reason as the log keeps it.
///
/// # Errors
/// The fields that are wrong.
pub fn reason(form: &RawForm) -> Result<String, Vec<FieldError>> {
    let mut check = Check::new(form);
    let code =
        check.choice("reason", |value| REASONS.into_iter().find(|known| *known == value), k::people::REASON_MISSING);
    let words = check.line("words", 300);
    if code == Some("other") && words.is_empty() {
        check.fail("words", k::people::WORDS_MISSING);
    }
    check.finish(|| code.map(|code| if words.is_empty() { code.to_owned() } else { format!("{code}: {words}") }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_reason_needs_words() {
        assert_eq!(reason(&RawForm::parse(b"reason=call")), Ok("call".into()));
        assert_eq!(reason(&RawForm::parse(b"reason=other&words=Brev")), Ok("other: Brev".into()));
        assert!(reason(&RawForm::parse(b"reason=other")).is_err());
        assert!(reason(&RawForm::parse(b"reason=curious")).is_err());
    }

    #[test]
    fn what_people_type() {
        let whole = contacts(&RawForm::parse(b"phone=070-123+45+67&email=maj%40example.se&locale=fi&share_phone=yes"));
        let expected = Contacts {
            phone: Some("0701234567".into()),
            email: Some("maj@example.se".into()),
            way_in: None,
            locale: Locale::Fi,
            share_phone: true,
        };
        assert_eq!(whole, Ok(expected));
        assert!(contacts(&RawForm::parse(b"locale=sv")).is_ok(), "nothing must be there");
        for (body, field) in [
            ("locale=sv&phone=ring", "phone"),
            ("locale=sv&email=maj", "email"),
            ("locale=sv&email=maj%40x", "email"),
            ("locale=de", "locale"),
        ] {
            let errors = contacts(&RawForm::parse(body.as_bytes())).err().unwrap_or_default();
            assert_eq!(errors.into_iter().map(|error| error.field).collect::<Vec<_>>(), [field], "{body}");
        }
    }
}
