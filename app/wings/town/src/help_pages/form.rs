//! What somebody tells of a barrier, checked.

use ground::{
    form::{Check, FieldError, RawForm},
    text::k,
};

/// The most that can be told.
const LONGEST: usize = 4_000;
/// The longest way to reach somebody.
const LINE: usize = 200;

/// What was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What did not work.
    pub body: String,
    /// How the teller is reached, where they want an answer.
    pub reply_to: Option<String>,
}

/// Checks it: something must be told.
///
/// # Errors
/// The fields that are wrong.
pub fn barrier(form: &RawForm) -> Result<Told, Vec<FieldError>> {
    let mut check = Check::new(form);
    let body = check.required("body", LONGEST, k::help::A_BODY_MISSING, k::common::TOO_LONG);
    let reply = check.line("reply", LINE);
    check.finish(|| Some(Told { body, reply_to: Some(reply).filter(|reply| !reply.is_empty()) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_must_be_told() {
        let told = |body: &str| barrier(&RawForm::parse(format!("body={body}&reply=").as_bytes()));
        assert_eq!(told("%20").unwrap_err()[0].code, "help.a_body_missing");
        assert_eq!(told(&"x".repeat(LONGEST + 1)).unwrap_err()[0].field, "body");
        assert_eq!(told("Knappen").unwrap(), Told { body: "Knappen".to_owned(), reply_to: None });
        let form = RawForm::parse("body=Knappen&reply=070-174+06+51".as_bytes());
        assert_eq!(barrier(&form).unwrap().reply_to.as_deref(), Some("070-174 06 51"));
    }
}
