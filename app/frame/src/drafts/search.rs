//! (server side) Searches. What is typed into a search box is a name or a number, so it stands in no address (history, the logs of
//! proxies, `Referer`): it is kept as a draft, and the address carries the draft's id as `find`. What a list is filtered by besides
//! stands in the address itself.

use super::{Form, by_id, refuse};
use crate::{
    context::Here,
    routes::{Go, address},
};
use db::{Failure, Tx};
use ground::{
    clean,
    form::{FieldError, FormView, RawForm},
    personal_number,
    text::{Texts, k},
};

/// One form for all search boxes.
const FORM: Form = Form::new("search", &[FIELD]);
/// The name of every search box.
const FIELD: &str = "q";
/// The longest text that is searched for.
const LONGEST: usize = 100;
/// The shortest name that a person is searched for by.
pub const SHORTEST: usize = 2;

/// A search; empty where there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// For addresses: the draft's id.
    pub find: String,
    /// What was typed.
    pub text: String,
    /// A personal number was typed: it was not kept, and nothing is searched for.
    pub refused: bool,
}

impl Search {
    /// The search box, and what to search by instead where a personal number was typed.
    pub fn form(&self, texts: Texts) -> FormView {
        let mut form = FormView::default().with(FIELD, self.text.clone());
        if self.refused {
            form.errors.push((FIELD.to_owned(), texts.s(k::common::SEARCH_NO_NUMBER).to_owned()));
        }
        form
    }
}

/// What a form has in its search box.
pub fn typed(form: &RawForm) -> String {
    clean::line(&form.get(FIELD).chars().take(LONGEST).collect::<String>())
}

/// Answers a form with a search box: the address of the list, with the search's id and with those fields of the form that are no
/// search. An empty box ends the search. A personal number is not searched for, and not kept.
///
/// # Errors
/// The database's.
pub async fn search(here: &Here, list: &str, fields: &[&'static str], form: &RawForm) -> Result<Go, Failure> {
    let text = typed(form);
    let mut query: Vec<(&str, String)> = fields.iter().map(|field| (*field, form.get(field).to_owned())).collect();
    if !text.is_empty() {
        let mut answers = RawForm::default();
        let mut errors = Vec::new();
        if personal_number::found_in(&text) {
            errors.push(FieldError { field: FIELD.to_owned(), code: k::common::SEARCH_NO_NUMBER.name().to_owned() });
        } else {
            answers.set(FIELD, vec![text]);
        }
        let id = refuse(here, &FORM, &answers, &errors).await?;
        query.insert(0, ("find", id.0));
    }
    Ok(Go(address(list, query.iter().map(|(name, value)| (*name, value.as_str())))))
}

/// The search that an address names. One that is unknown, over or somebody else's is none.
///
/// # Errors
/// The database's.
pub async fn searched(tx: &mut Tx, here: &Here, find: &str) -> Result<Search, Failure> {
    if find.is_empty() {
        return Ok(Search::default());
    }
    let draft = by_id(tx, here, &FORM, &find.into()).await?;
    let search =
        draft.map(|draft| Search { text: typed(&draft.answers), refused: !draft.errors.is_empty(), find: draft.id.0 });
    Ok(search.unwrap_or_default())
}
