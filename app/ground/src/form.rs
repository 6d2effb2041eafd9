//! Forms: what was typed, what is wrong with it, and how both come back to the page.
//!
//! A form is a plain `<form method="post">`. What it sends is read leniently into a [`RawForm`] (a missing, repeated or
//! too long field is an error in words, never a 4xx), checked by the feature's `form.rs`, and where something is wrong
//! saved as a `form_draft` row whose id stands in the URL: nothing typed is lost, with or without script.

use crate::tree::FromTree;
use serde::Serialize;
use std::collections::BTreeMap;

/// Fields for what is written as it is: names, addresses, numbers, code words, what is searched for. A keyboard that puts capitals,
/// corrects or marks what it does not know makes them wrong.
const AS_IT_IS: [&str; 12] = [
    "q",
    "name",
    "given_name",
    "family_name",
    "phone",
    "email",
    "reply",
    "street",
    "postal_code",
    "city",
    "word",
    "accent",
];

/// Whether what is written into the field of this name is to stay as it is, for keyboards as for translators.
pub fn as_it_is(field: &str) -> bool {
    AS_IT_IS.contains(&field)
}

/// A value to choose, or the id of something, and its words.
pub type Named = (String, String);

/// A form as a page shows it: answers by field name, and errors as (field, sentence) in the order of the page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct FormView {
    /// What was answered; fields with several ticks have several values.
    pub answers: BTreeMap<String, Vec<String>>,
    /// What is wrong, in the reader's language.
    pub errors: Vec<(String, String)>,
}

impl FormView {
    /// The field's first answer, or an empty text.
    pub fn get(&self, field: &str) -> String {
        self.answers.get(field).and_then(|values| values.first()).cloned().unwrap_or_default()
    }

    /// Whether this value was chosen for the field.
    pub fn has(&self, field: &str, value: &str) -> bool {
        self.answers.get(field).is_some_and(|values| values.iter().any(|known| known == value))
    }

    /// The field's error, if it has one.
    pub fn error(&self, field: &str) -> Option<String> {
        self.errors.iter().find(|(known, _)| known == field).map(|(_, message)| message.clone())
    }

    /// An answer to begin with, for a form that changes something that exists.
    #[must_use]
    pub fn with(mut self, field: &str, value: impl Into<String>) -> Self {
        self.answers.entry(field.to_owned()).or_default().push(value.into());
        self
    }
}

#[cfg(feature = "ssr")]
pub use server_side::{ADDRESS, Check, FieldError, OURS, RawForm};

#[cfg(feature = "ssr")]
mod server_side {
    use super::FormView;
    use crate::{
        AppError, clean, email,
        letters::plain_text,
        personal_number, phone, postal_code, private,
        seen::{NOW, SEEN},
        text::{Key, Texts, k},
        when,
    };
    use axum::{
        body::Bytes,
        extract::{FromRequest, Request},
    };
    use serde::{Deserialize, Serialize};
    use std::{collections::BTreeMap, ops::RangeInclusive};

    /// A field and the name of the text that says what to do about it.
    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    pub struct FieldError {
        /// The field's name.
        pub field: String,
        /// `feature.key` of the sentence; never the sentence itself, so that nobody else's words can get onto our page.
        pub code: String,
    }

    /// The most fields that are read.
    const MOST_FIELDS: usize = 400;

    /// Names that begin so are of what the server itself writes beside a form: none of a request is read, and no field of ours is called so.
    pub const OURS: char = '@';
    /// The name under which a form keeps the address it was sent to.
    pub const ADDRESS: &str = "@address";

    /// What a form sent, as text: names with their values in order, each [cleaned](clean::text) of what nobody sees.
    #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
    pub struct RawForm(pub BTreeMap<String, Vec<String>>);

    impl RawForm {
        /// Reads `application/x-www-form-urlencoded` bytes; never fails. No text is cut: how long a body is, is limited before
        /// (`server::layers::body`), and what is too long is said.
        pub fn parse(body: &[u8]) -> Self {
            let mut fields = BTreeMap::<String, Vec<String>>::new();
            for (name, value) in form_urlencoded::parse(body).take(MOST_FIELDS) {
                let name: String = name.chars().filter(|c| !c.is_control()).take(60).collect();
                if !name.starts_with(OURS) {
                    fields.entry(name).or_default().push(clean::text(&value));
                }
            }
            Self(fields)
        }

        /// The field's first value, or an empty text.
        pub fn get(&self, field: &str) -> &str {
            self.0.get(field).and_then(|values| values.first()).map_or("", String::as_str)
        }

        /// All values of the field.
        pub fn all(&self, field: &str) -> &[String] {
            self.0.get(field).map_or(&[], Vec::as_slice)
        }

        /// Sets a field, replacing what it held.
        pub fn set(&mut self, field: &str, values: Vec<String>) {
            self.0.insert(field.to_owned(), values);
        }

        /// The form without personal numbers, as it may be kept, and the fields that one was left out of. Ids of ours are no text; a number
        /// that stands alone in the field of a telephone number is one.
        #[must_use]
        pub fn without_personal_numbers(&self) -> (Self, Vec<String>) {
            let (mut kept, mut fields) = (self.clone(), Vec::new());
            for (field, values) in &mut kept.0 {
                for value in values {
                    let ours = is_id(value) || field == SEEN || field == "phone" && phone::parse(value).is_some();
                    if let Some(left) = personal_number::without(value).filter(|_| !ours) {
                        *value = left;
                        fields.push(field.clone());
                    }
                }
            }
            fields.dedup();
            (kept, fields)
        }

        /// What to do about a field. Where somebody else has changed it meanwhile: what stands there now.
        fn sentence(&self, field: &str, key: Key, texts: Texts) -> String {
            if key.name() != k::common::CHANGED_MEANWHILE.name() {
                return texts.s(key).to_owned();
            }
            match self.get(&format!("{NOW}{field}")) {
                "" => texts.s(k::common::EMPTIED_MEANWHILE).to_owned(),
                now => texts.f(key, &[("now", now)]),
            }
        }

        /// As the page shows it, with the errors in words.
        pub fn view(&self, errors: &[FieldError], texts: Texts) -> FormView {
            FormView {
                answers: self
                    .0
                    .iter()
                    .filter(|(field, _)| !field.starts_with(NOW))
                    .map(|(f, v)| (f.clone(), v.clone()))
                    .collect(),
                errors: errors
                    .iter()
                    .filter_map(|error| {
                        Some((error.field.clone(), self.sentence(&error.field, Key::by_name(&error.code)?, texts)))
                    })
                    .collect(),
            }
        }
    }

    /// A UUID, as ids of ours are.
    fn is_id(value: &str) -> bool {
        value.len() == 36
            && value.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
    }

    impl<S: Send + Sync> FromRequest<S> for RawForm {
        type Rejection = AppError;

        async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
            let address = request.uri().path().to_owned();
            let body = Bytes::from_request(request, state).await.map_err(|_| AppError::BadRequest)?;
            let mut form = Self::parse(&body);
            // The address belongs to what was pressed: two empty forms to two objects are two presses (`once`).
            form.set(ADDRESS, vec![address]);
            Ok(form)
        }
    }

    /// Checks a form field by field and gathers what is wrong, in the order of the page.
    #[derive(Debug)]
    pub struct Check<'a> {
        form: &'a RawForm,
        errors: Vec<FieldError>,
    }

    impl<'a> Check<'a> {
        /// Begins a check.
        pub const fn new(form: &'a RawForm) -> Self {
            Self { form, errors: Vec::new() }
        }

        /// Notes that something is wrong with a field.
        pub fn fail(&mut self, field: &str, key: Key) {
            self.errors.push(FieldError { field: field.to_owned(), code: key.name().to_owned() });
        }

        /// Notes what another check found.
        pub fn more(&mut self, errors: Vec<FieldError>) {
            self.errors.extend(errors);
        }

        /// A text of at most `most` characters that must be there.
        pub fn required(&mut self, field: &str, most: usize, missing: Key, too_long: Key) -> String {
            let value = self.optional(field, most, too_long);
            if value.is_empty() {
                self.fail(field, missing);
            }
            value
        }

        /// A text of at most `most` characters. Whatever is written anywhere, a personal number in it is asked about before it is
        /// saved; nothing is taken out silently (domain, safety rule 13): the refused form is kept without it, and says so.
        pub fn optional(&mut self, field: &str, most: usize, too_long: Key) -> String {
            let value = self.form.get(field).to_owned();
            self.checked(field, value, most, too_long)
        }

        fn checked(&mut self, field: &str, value: String, most: usize, too_long: Key) -> String {
            if value.chars().count() > most {
                self.fail(field, too_long);
            } else if personal_number::found_in(&value) {
                self.fail(field, k::common::PERSONAL_NUMBER);
            }
            value
        }

        /// As [`optional`](Self::optional), on one line: line ends and runs of spaces are one space, and nothing unseen is left.
        pub fn line(&mut self, field: &str, most: usize) -> String {
            let value = clean::line(self.form.get(field));
            self.checked(field, value, most, k::common::TOO_LONG)
        }

        /// As [`required`](Self::required), on one line.
        pub fn required_line(&mut self, field: &str, most: usize, missing: Key) -> String {
            let value = self.line(field, most);
            if value.is_empty() {
                self.fail(field, missing);
            }
            value
        }

        /// A person's names, given and family. One of them is enough: there are people who have one, and theirs is kept as the given one.
        pub fn names(&mut self, most: usize, missing: Key) -> (String, String) {
            let (given, family) = (self.line("given_name", most), self.line("family_name", most));
            match (given.is_empty(), family.is_empty()) {
                (true, true) => self.fail("given_name", missing),
                (true, false) => return (family, given),
                _ => {}
            }
            (given, family)
        }

        /// A telephone number as it is kept; none where the field is empty.
        pub fn phone(&mut self, field: &str) -> Option<String> {
            self.read(field, phone::parse, k::common::PHONE_WRONG)
        }

        /// An e-mail address as it is kept; none where the field is empty.
        pub fn email(&mut self, field: &str) -> Option<String> {
            self.read(field, email::parse, k::common::EMAIL_WRONG)
        }

        /// A postal code as it is kept; none where the field is empty.
        pub fn postal_code(&mut self, field: &str) -> Option<String> {
            self.read(field, postal_code::parse, k::common::POSTAL_CODE_WRONG)
        }

        fn read(&mut self, field: &str, parse: impl Fn(&str) -> Option<String>, wrong: Key) -> Option<String> {
            let typed = self.form.get(field);
            let value = parse(typed);
            if value.is_none() && !typed.is_empty() {
                self.fail(field, wrong);
            }
            value
        }

        /// Asks about what seems private in a text that volunteers read, until it is said to be right.
        pub fn for_volunteers(&mut self, field: &str, known: private::Known<'_>) {
            let wrong = self.errors.iter().any(|error| error.field == field);
            if !wrong && !private::may_stand(self.form, field, known) {
                self.fail(field, k::common::PRIVATE_WORDS);
            }
        }

        /// One of the values that `parse` knows.
        pub fn choice<T>(&mut self, field: &str, parse: impl Fn(&str) -> Option<T>, missing: Key) -> Option<T> {
            let value = parse(self.form.get(field));
            if value.is_none() {
                self.fail(field, missing);
            }
            value
        }

        /// All ticked values that `parse` knows; at least one where `missing` is given.
        pub fn choices<T>(&mut self, field: &str, parse: impl Fn(&str) -> Option<T>, missing: Option<Key>) -> Vec<T> {
            let values: Vec<T> = self.form.all(field).iter().filter_map(|value| parse(value)).collect();
            if let (true, Some(missing)) = (values.is_empty(), missing) {
                self.fail(field, missing);
            }
            values
        }

        /// A whole number within limits, in digits. "1 2" and "2-3" are none.
        pub fn number(&mut self, field: &str, least: i64, most: i64, wrong: Key) -> Option<i64> {
            let plain = plain_text(self.form.get(field));
            let value = plain.bytes().all(|byte| byte.is_ascii_digit()).then(|| plain.parse().ok()).flatten();
            self.limited(field, value, least..=most, wrong)
        }

        /// Minutes within limits: "60", "60 min", "1,5 timmar".
        pub fn minutes(&mut self, field: &str, least: i64, most: i64, wrong: Key) -> Option<i64> {
            self.limited(field, when::minutes(self.form.get(field)).ok(), least..=most, wrong)
        }

        fn limited(&mut self, field: &str, value: Option<i64>, limits: RangeInclusive<i64>, wrong: Key) -> Option<i64> {
            let value = value.filter(|number| limits.contains(number));
            if value.is_none() {
                self.fail(field, wrong);
            }
            value
        }

        /// The value, or what is wrong. The value is only asked for where nothing is wrong.
        ///
        /// # Errors
        /// The fields that are wrong.
        pub fn finish<T>(self, value: impl FnOnce() -> Option<T>) -> Result<T, Vec<FieldError>> {
            if self.errors.is_empty() { value().ok_or_else(Vec::new) } else { Err(self.errors) }
        }
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn nothing_a_browser_sends_is_refused() {
            let form = RawForm::parse("a=1&a=2&b=%00x%00&=&c&d=%ff%fe&e=+hej+&f=%E2%80%8B&g=A%CC%8Ake".as_bytes());
            assert_eq!(form.all("a"), ["1", "2"]);
            assert_eq!(form.get("b"), "x");
            assert_eq!(form.get("c"), "");
            assert_eq!(form.get("e"), "hej");
            assert_eq!(form.get("missing"), "");
            assert_eq!(form.get("f"), "", "a space that nobody sees is nothing");
            assert_eq!(form.get("g"), "Åke");
            let long = format!("a={}&@address=/staff&@now:a=x", "å".repeat(100_000));
            let form = RawForm::parse(long.as_bytes());
            assert_eq!(form.get("a").chars().count(), 100_000, "nothing is cut");
            assert_eq!(form.0.len(), 1, "what the server writes beside a form is not read from one");
        }

        #[test]
        fn one_name_is_enough() {
            let names = |body: &str| {
                let form = RawForm::parse(body.as_bytes());
                let mut check = Check::new(&form);
                let names = check.names(80, k::common::NAME_MISSING);
                check.finish(|| Some(names)).map_err(|errors| errors[0].field.clone())
            };
            let both = |given: &str, family: &str| Ok((given.to_owned(), family.to_owned()));
            assert_eq!(names("given_name=Maj%0ABritt&family_name=++Ek%C2%AD"), both("Maj Britt", "Ek"));
            assert_eq!(names("given_name=Suharto"), both("Suharto", ""));
            assert_eq!(names("family_name=Suharto"), both("Suharto", ""));
            assert_eq!(names("given_name=%E2%80%8B&family_name=%E2%80%AE"), Err("given_name".to_owned()));
        }

        #[test]
        fn numbers_are_digits() {
            for (text, expected) in [
                ("4", Some(4)),
                (" 04 ", Some(4)),
                ("\u{ff14}", Some(4)),
                ("1 2", None),
                ("2-3", None),
                ("+4", None),
                ("-4", None),
                ("4.", None),
                ("fyra", None),
                ("32", None),
                ("", None),
            ] {
                let mut form = RawForm::default();
                form.set("most", vec![text.to_owned()]);
                let found = Check::new(&form).number("most", 1, 31, k::common::TOO_LONG);
                assert_eq!(found, expected, "{text}");
            }
        }

        #[test]
        fn a_form_is_kept_without_personal_numbers() {
            let form = RawForm::parse(
                b"note=Bo+420315-1234&note=131052-308T&phone=0101010007&day=2026-12-03&id=01931203-1942-7031-9203-151234567890&q=19420315+1234",
            );
            let (kept, fields) = form.without_personal_numbers();
            assert_eq!(fields, ["note", "q"]);
            assert_eq!((kept.all("note"), kept.get("q")), (&["Bo […]".to_owned(), "[…]".to_owned()][..], "[…]"));
            for field in ["phone", "day", "id"] {
                assert_eq!(kept.get(field), form.get(field), "{field}");
            }
            assert_eq!(kept.without_personal_numbers(), (kept.clone(), Vec::new()));
        }

        #[test]
        fn no_text_holds_a_personal_number() {
            for (text, wrong) in [("420315-1234", true), ("19420315 1234", true), ("Ring 070-123 45 67", false)] {
                let mut form = RawForm::default();
                form.set("note", vec![text.to_owned()]);
                let mut check = Check::new(&form);
                let kept = check.optional("note", 100, k::common::TOO_LONG);
                assert_eq!(kept, text, "nothing is taken out");
                let errors = check.finish(|| Some(())).err().unwrap_or_default();
                let codes: Vec<&str> = errors.iter().map(|error| error.code.as_str()).collect();
                assert_eq!(codes, if wrong { vec!["common.personal_number"] } else { vec![] }, "{text}");
            }
        }
    }
}
