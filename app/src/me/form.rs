//! One's own contact data, checked. The same form serves the coordinator's page of a person.

use crate::{
    common::{
        Locale,
        form::{Check, FieldError, RawForm, parse_phone},
        text::k,
    },
    people::store::Contacts,
};

/// Checks contact data. Nothing of it must be there.
///
/// # Errors
/// The fields that are wrong.
pub fn contacts(form: &RawForm) -> Result<Contacts, Vec<FieldError>> {
    let mut check = Check::new(form);
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let typed = form.get("phone");
    let phone = parse_phone(typed);
    if !typed.is_empty() && phone.is_none() {
        check.fail("phone", k::me::PHONE_WRONG);
    }
    let email = some(check.optional("email", 200, k::common::TOO_LONG));
    if email.as_deref().is_some_and(|email| !is_email(email)) {
        check.fail("email", k::me::EMAIL_WRONG);
    }
    let way_in = some(check.optional("way_in", 500, k::common::TOO_LONG));
    let locale = check.choice("locale", Locale::from_tag, k::me::LOCALE_MISSING);
    let share_phone = form.get("share_phone") == "yes";
    check.finish(|| Some(Contacts { phone, email, way_in, locale: locale?, share_phone }))
}

/// Something before an @, something with a dot after it; whether it is there only a letter tells.
fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !text.contains([' ', ',', '<', '>'])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

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
