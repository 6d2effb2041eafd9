//! What is kept of a form: the fields that it declares, and no more of it than its most.

use ground::{
    AppError,
    form::{ADDRESS, OURS, RawForm},
    private, seen,
};

/// How much of a form is kept, unless it says otherwise: names and answers in bytes of UTF-8. Several times our longest form.
pub const MOST_BYTES: usize = 32 * 1024;

/// A form as it is declared beside its feature: under which name its drafts are kept, and which fields it has. Whatever else is posted is
/// none of it and is not kept.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// The name of its drafts; no two forms have the same.
    pub name: &'static str,
    fields: &'static [&'static str],
    most_bytes: usize,
}

impl Form {
    /// A form with these fields. A name that ends in `*` stands for a row of them with a number each: `day*` for `day1` to `day7`.
    pub const fn new(name: &'static str, fields: &'static [&'static str]) -> Self {
        Self { name, fields, most_bytes: MOST_BYTES }
    }

    /// The same, with so much room.
    #[must_use]
    pub const fn up_to(self, most_bytes: usize) -> Self {
        Self { most_bytes, ..self }
    }

    /// Whether a field is one of the form: declared, the digest of what the form was shown with, or the tick that a declared text is right;
    /// or what the server itself writes: the form's address, and `@…:field` beside a declared field.
    fn has(&self, field: &str) -> bool {
        let declared = |field: &str| self.fields.iter().any(|known| is(known, field));
        match field.strip_prefix(OURS) {
            Some(ours) => field == ADDRESS || ours.split_once(':').is_some_and(|(_, beside)| declared(beside)),
            None => field == seen::SEEN || declared(field) || private::asked_about(field).is_some_and(declared),
        }
    }

    /// The form's own fields, as they are kept.
    ///
    /// # Errors
    /// `TooLong` where they are more than the form's most. Nothing is cut: its writer is told, with everything that was typed.
    pub fn own(&self, answers: &RawForm) -> Result<RawForm, AppError> {
        let own = answers.0.iter().filter(|(field, _)| self.has(field));
        let own = RawForm(own.map(|(field, values)| (field.clone(), values.clone())).collect());
        // Beside a text that is asked about it stands once more, with its marks.
        let typed = own.0.iter().filter(|(field, _)| !field.starts_with(OURS));
        let length = |(field, values): (&String, &Vec<String>)| field.len() * values.len() + length_of(values);
        if typed.map(length).sum::<usize>() > self.most_bytes { Err(AppError::TooLong) } else { Ok(own) }
    }
}

fn length_of(values: &[String]) -> usize {
    values.iter().map(String::len).sum()
}

/// Whether a field is the declared one, or one of its row.
fn is(declared: &str, field: &str) -> bool {
    match declared.strip_suffix('*') {
        Some(row) => field
            .strip_prefix(row)
            .is_some_and(|number| (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit())),
        None => declared == field,
    }
}
