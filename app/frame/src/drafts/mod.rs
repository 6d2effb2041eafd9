//! (server side) The saved answers of forms: a `form_draft` row a form, its id in the URL, kept 30 days, read and not consumed, so
//! that two tabs, reload, back and no script all work. A person reads their own; one that was made before sign-in belongs to the browser
//! that made it, for 24 hours. Of each form its own fields are kept ([`Form`]), and of each person and browser so many.

mod form;
pub mod kept;
mod rules;
mod search;
mod store;

pub use form::{Form, MOST_BYTES};
pub use search::{SHORTEST, Search, search, searched, typed};
pub use store::{
    Draft, KEPT_DAYS, MOST, MOST_OF_NOBODY, by_id, delete_expired, insert, newest_open, set_result, update,
};

use crate::context::{Here, feature::Feature};
use db::{Failure, Tx};
use ground::{
    AppError,
    form::{FieldError, FormView, RawForm},
    id::DraftId,
    seen,
    text::{Texts, k},
};
use jiff::ToSpan;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature {
    name: "drafts",
    tables: store::TABLES,
    rules: rules::RULES,
    routes: kept::api::routes,
    loads: kept::api::loads,
    access: include_str!("access.txt"),
    ..Feature::NONE
};

/// How far ahead the day lies that a sentence about a day has as its example.
const EXAMPLE_DAYS: i64 = 10;

/// Keeps a refused form with its errors, in a transaction of its own; the draft's id, for the URL of the form's page.
///
/// # Errors
/// `TooLong` where it is more than the form's most; the database's.
pub async fn refuse(here: &Here, form: &Form, answers: &RawForm, errors: &[FieldError]) -> Result<DraftId, Failure> {
    db::in_tx!(here.app.db, |tx| { insert(tx, here, form, answers, errors).await })
}

/// The checked value of a form that changes something that exists, its writer's changes alone (`ground::seen`): `now` is the form as it
/// would be shown at this moment, read in this transaction behind a lock of what it changes. Or, where somebody else has changed the same,
/// or what comes together is wrong, the draft that the form comes back as.
///
/// # Errors
/// As [`refuse`].
pub async fn merged<T>(
    tx: &mut Tx,
    here: &Here,
    form: &Form,
    (sent, now): (&RawForm, &FormView),
    words: impl Fn(&str, &str) -> String,
    check: impl FnOnce(&RawForm) -> Result<T, Vec<FieldError>>,
) -> Result<Result<T, DraftId>, Failure> {
    let checked = seen::merge(sent, now, words).and_then(|merged| check(&merged).map_err(|errors| (merged, errors)));
    Ok(match checked {
        Ok(value) => Ok(value),
        Err((answers, errors)) => Err(insert(tx, here, form, &answers, &errors).await?),
    })
}

/// A form as its page shows it: from the draft that the URL names, or empty. `{day}` in what is wrong is an example of a day.
///
/// # Errors
/// `NotFound` where the draft is unknown, somebody else's or another form's; the database's.
pub async fn view(tx: &mut Tx, here: &Here, form: &Form, draft: &str) -> Result<Option<FormView>, Failure> {
    if draft.is_empty() {
        return Ok(None);
    }
    let draft = by_id(tx, here, form, &draft.into()).await?.ok_or(AppError::NotFound)?;
    let mut view = draft.answers.view(&draft.errors, here.texts());
    // An example of a day lies ahead.
    let example = here.locale().day_typed(here.app.clock.today().saturating_add(EXAMPLE_DAYS.days()));
    for (_, sentence) in &mut view.errors {
        *sentence = sentence.replace("{day}", &example);
    }
    Ok(Some(view))
}

/// What a page of several forms shows of one of them: nothing where the draft that the URL names is another's.
///
/// # Errors
/// Those of the reading, but for `NotFound`.
pub fn or_none<T>(found: Result<Option<T>, Failure>) -> Result<Option<T>, Failure> {
    match found {
        Err(Failure::App(AppError::NotFound)) => Ok(None),
        found => found,
    }
}

/// What is said of a press that came too late, and what was typed with it.
pub fn with_typed(texts: Texts, notice: String, typed: &str) -> String {
    if typed.is_empty() {
        return notice;
    }
    format!("{notice} {}", texts.f(k::common::YOU_WROTE, &[("text", typed)])).trim_start().to_owned()
}

/// The draft that the URL names, of a form about one object: the object's id stands in the address that the form was sent to. None
/// where the URL names none, and where what was typed is about another object: that stands on no other's page.
///
/// # Errors
/// `NotFound` where the draft is unknown, somebody else's or another form's; the database's.
pub async fn about(tx: &mut Tx, here: &Here, form: &Form, draft: &str, object: &str) -> Result<Option<Draft>, Failure> {
    if draft.is_empty() {
        return Ok(None);
    }
    let draft = by_id(tx, here, form, &draft.into()).await?.ok_or(AppError::NotFound)?;
    Ok(draft.address.split('/').any(|part| part == object).then_some(draft))
}

/// A form about one object as its page shows it: from its draft, as [`about`] finds it, or empty.
///
/// # Errors
/// As [`about`].
pub async fn view_about(
    tx: &mut Tx,
    here: &Here,
    form: &Form,
    draft: &str,
    object: &str,
) -> Result<Option<FormView>, Failure> {
    let draft = about(tx, here, form, draft, object).await?;
    Ok(draft.map(|draft| draft.answers.view(&draft.errors, here.texts())))
}
