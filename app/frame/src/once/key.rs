//! The one-time key that the forms of a page carry. It says, readable to us alone, for whom the page was made: a tab that was opened by
//! one person changes nothing of another who has signed in since in the same browser.

use crate::{context::Here, sealed};
use ground::{
    id::{MunicipalityId, PersonId},
    secret::Secret,
};

const PURPOSE: &str = "form-key";
/// The field that carries it.
pub const FIELD: &str = "key";

/// A new key for the visitor's page.
pub fn make(here: &Here) -> String {
    let person = here.visitor.person.as_ref().map_or("", |person| person.id.as_str());
    sealed::seal(&here.app.config.secret, PURPOSE, here.municipality().as_str(), person.as_bytes())
}

/// For whom a page was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// For somebody who was not signed in.
    Nobody,
    /// For this person.
    Person(PersonId),
}

/// The reader of the page that had this key; none where it is no key of ours, or of another municipality.
pub fn reader(secret: &Secret, municipality: &MunicipalityId, key: &str) -> Option<Reader> {
    let person = String::from_utf8(sealed::open(secret, PURPOSE, municipality.as_str(), key)?).ok()?;
    Some(if person.is_empty() { Reader::Nobody } else { Reader::Person(PersonId(person)) })
}
