//! Changing how a person is reached, by themselves or by a coordinator, in the caller's transaction.

use super::{form, store, words::form_of};
use db::{Failure, Tx};
use frame::{
    audit::{self, Event},
    context::Here,
    drafts::{self, Form},
};
use ground::{
    AppError, Locale, Object,
    form::RawForm,
    id::{DraftId, PersonId},
    phone,
    text::k,
};

/// Saves what the writer of the form changed; the draft it comes back as where somebody else changed the same. `draft` is the form.
///
/// # Errors
/// `NotFound`; the database's.
pub async fn change_contacts(
    tx: &mut Tx,
    here: &Here,
    person: &PersonId,
    (draft, sent): (&Form, &RawForm),
    why: &str,
) -> Result<Option<DraftId>, Failure> {
    let (municipality, texts) = (here.municipality(), here.texts());
    store::hold(tx, municipality, person).await?;
    let known = store::by_id(tx, municipality, person).await?.ok_or(AppError::NotFound)?;
    let words = |field: &str, value: &str| match field {
        "phone" => phone::readable(value),
        "locale" => Locale::from_language(value).map_or_else(String::new, |locale| locale.own_name().to_owned()),
        "share_phone" => texts.s(k::common::YES).to_owned(),
        _ => value.to_owned(),
    };
    let checked = drafts::merged(tx, here, draft, (sent, &form_of(&known)), words, form::contacts).await?;
    let contacts = match checked {
        Ok(contacts) => contacts,
        Err(draft) => return Ok(Some(draft)),
    };
    store::set_contacts(tx, municipality, &known, &contacts, here.instant()).await?;
    let event =
        Event { action: "person.change", object: (Object::Person, person.as_str()), subject: Some(person), why };
    audit::record_change(tx, here, event, &contacts.changes(&here.app.config.secret, &known)).await?;
    Ok(None)
}
