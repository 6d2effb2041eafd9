//! (server side) What was typed into a form that could not be taken: the session had ended meanwhile, the role, the row; or somebody else
//! is signed in. It is kept for the one whose page it was, sealed, for 24 hours, and given back to nobody else (domain, "Sessions").

pub mod api;
pub mod pages;
mod store;
mod view;

pub use store::{delete, delete_expired};

use super::{Form, MOST_BYTES};
use crate::{
    context::{AppContext, Here},
    once::key,
    sealed,
};
use db::{Failure, Tx, in_tx};
use ground::{
    form::{OURS, RawForm, as_it_is},
    id::{MunicipalityId, PersonId},
    personal_number,
    text::theirs,
};
use serde::{Deserialize, Serialize};

const PURPOSE: &str = "kept-form";
/// The field by which a form that is sent again says which one it is. No form has it, and none reads it.
pub const FIELD: &str = "@kept";
/// The parameter by which a page that is opened to go on with a form says with which.
pub const PARAMETER: &str = "kept";

/// A form that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// Where it was sent to: a path of ours.
    pub address: String,
    /// The page that it stood on: a path of ours.
    pub page: String,
    /// Names and values, in order.
    pub fields: Vec<(String, String)>,
}

impl Typed {
    /// What is worth keeping of a form; none where nothing was chosen or written.
    pub fn new(address: &str, page: &str, fields: Vec<(String, String)>) -> Option<Self> {
        let answers = fields.into_iter().filter(|(name, value)| is_answer(name) && !value.trim().is_empty());
        let fields: Vec<(String, String)> = answers.collect();
        let length: usize = fields.iter().map(|(name, value)| name.len() + value.len()).sum();
        let ours = address.starts_with('/') && !address.starts_with("//");
        let answered = fields.iter().any(|(_, value)| !is_id(value));
        (ours && answered && length <= MOST_BYTES).then(|| Self {
            address: address.to_owned(),
            page: page.to_owned(),
            fields: fields.into_iter().map(|(name, value)| (name, without_numbers(value))).collect(),
        })
    }

    /// What was written in words, without what is only a code or an id; names and numbers as somebody's own (`text::theirs`).
    pub fn words(&self) -> Vec<String> {
        words(&self.fields)
    }
}

/// What was written into these fields in words, as [`Typed::words`].
pub fn words(fields: &[(String, String)]) -> Vec<String> {
    let is_code = |value: &str| value.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    let written = fields.iter().filter(|(name, value)| is_answer(name) && !is_id(value) && !is_code(value));
    written.map(|(name, value)| if as_it_is(name) { theirs(value) } else { value.clone() }).collect()
}

/// Names of a form's fields, but for what the server and its pages put beside them.
fn is_answer(name: &str) -> bool {
    name != key::FIELD && !name.starts_with(OURS)
}

/// The id of a thing of ours.
fn is_id(value: &str) -> bool {
    value.len() >= 32 && value.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

/// Where somebody wrote a personal number, it is not kept; that one stood there is seen.
fn without_numbers(value: String) -> String {
    personal_number::without(&value).unwrap_or(value)
}

/// To whom a sealed form is bound.
fn bound(municipality: &MunicipalityId, person: &PersonId) -> String {
    format!("{municipality}\n{person}")
}

/// Keeps a form for a person; the same form once more is the same one. Its id.
///
/// # Errors
/// The database's.
pub async fn put(
    ctx: &AppContext,
    municipality: &MunicipalityId,
    person: &PersonId,
    typed: &Typed,
) -> Result<String, Failure> {
    let json = serde_json::to_string(typed).unwrap_or_default();
    let bound = bound(municipality, person);
    let id = ctx.config.secret.mac(PURPOSE, format!("{bound}\n{json}").as_bytes());
    let sealed = sealed::seal(&ctx.config.secret, PURPOSE, &bound, json.as_bytes());
    let now = ctx.clock.now();
    in_tx!(ctx.db, |tx| { Ok::<_, Failure>(store::insert(tx, municipality, person, &id, &sealed, now).await?) })?;
    Ok(id)
}

/// The draft in which it is kept for a browser that nobody is signed in with.
const DRAFT: Form = Form::new("typed", &[TYPED]);
const TYPED: &str = "typed";

/// Keeps what was typed before the language was changed, for whoever has typed it. Its id.
pub async fn put_for_reader(here: &Here, typed: &Typed) -> Result<String, Failure> {
    if let Some(me) = &here.visitor.person {
        return put(&here.app, here.municipality(), &me.id, typed).await;
    }
    let mut answers = RawForm::default();
    answers.set(TYPED, vec![serde_json::to_string(typed).unwrap_or_default()]);
    Ok(super::refuse(here, &DRAFT, &answers, &[]).await?.0)
}

/// One that is kept for the reader.
async fn of_reader(tx: &mut Tx, here: &Here, id: &str) -> Result<Option<Typed>, Failure> {
    let municipality = here.municipality();
    Ok(match &here.visitor.person {
        Some(me) => store::of_person_by_id(tx, municipality, &me.id, id, here.instant())
            .await?
            .and_then(|sealed| open(&here.app, municipality, &me.id, &sealed)),
        None => super::by_id(tx, here, &DRAFT, &id.into())
            .await?
            .and_then(|draft| serde_json::from_str(draft.answers.get(TYPED)).ok()),
    })
}

/// Opens what was kept for a person; none where it is somebody else's, or was sealed with another secret.
fn open(ctx: &AppContext, municipality: &MunicipalityId, person: &PersonId, sealed: &str) -> Option<Typed> {
    let json = sealed::open(&ctx.config.secret, PURPOSE, &bound(municipality, person), sealed)?;
    serde_json::from_slice(&json).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(all: &[(&str, &str)]) -> Vec<(String, String)> {
        all.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_was_answered_is_kept_and_nothing_else() {
        let all = fields(&[
            ("key", "abc"),
            (FIELD, "x"),
            ("kept", "keys"),
            ("note", "Jag går med rullator."),
            ("part", "morning"),
            ("empty", " "),
        ]);
        let typed = Typed::new("/ask/1/more", "/ask/1/more", all).unwrap();
        let kept = [("kept", "keys"), ("note", "Jag går med rullator."), ("part", "morning")];
        assert_eq!(typed.fields, fields(&kept), "a form may have a field of that name");
        assert_eq!(typed.words(), ["Jag går med rullator."]);
        // A bare button, also with the id of what it is about, is nothing that was typed.
        let id = "01920000-0000-7000-8000-000000000001";
        assert_eq!(Typed::new("/a", "/", fields(&[("key", "abc"), ("offer", id)])), None);
        // Another site's address is none of ours; a form as long as a book is none either.
        assert_eq!(Typed::new("//evil.example", "/", fields(&[("note", "Hej du")])), None);
        assert_eq!(Typed::new("/a", "/", fields(&[("note", &"å".repeat(MOST_BYTES))])), None);
    }

    #[test]
    fn no_personal_number_is_kept() {
        let typed = Typed::new("/a", "/", fields(&[("note", "Hon heter Maj, 420315-1234")])).unwrap();
        assert_eq!(typed.fields[0].1, "Hon heter Maj, […]");
    }
}
