//! Finding people (`find`), opening them (here and `person`), and what coordinators change about them (here and `protect`).

mod find;
mod person;
mod protect;

use crate::volunteers;
use axum::extract::Path;
use db::{Failure, Tx};
use find::search;
use frame::{
    access::{model::Role, policy},
    audit::{self, Event},
    context::{
        Here,
        feature::{Loads, Routes},
    },
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{AppError, Object, Timestamp, form::RawForm, id::PersonId};
use people::person::{form, model::Person, store, transitions};
use protect::{protect, unprotect};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/people/find", search)
        .post("/staff/people/{id}/open", open)
        .post("/staff/people/{id}/contact", contact)
        .post("/staff/people/{id}/protect", protect)
        .post("/staff/people/{id}/unprotect", unprotect)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(find::find).page(person::person)
}

/// What a reader typed as a reason, when it was refused.
const REASON_FORM: Form = Form::new("person_reason", &["reason", "words", "kept"]);
/// The proof that a reader gave a reason. Written by [`open`] alone, so what it says is ours.
const OPEN_FORM: Form = Form::new("person_open", &["reason", "person", "until"]);
const CONTACT_FORM: Form = Form::new("person_contact", form::CONTACTS);

/// What the log says where the name alone was shown, before a reason was given.
const NAME_ALONE: &str = "name";

/// For how long a given reason holds.
const MINUTES_OPEN: i64 = 30;

/// The person, for a coordinator of their area, or of an area in which they help.
async fn person_for(tx: &mut Tx, here: &Here, id: &PersonId) -> Result<Person, Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let person = store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    if !policy::may_read(me, id, person.protected) {
        return Err(AppError::NotFound.into());
    }
    if *id == me.id || !volunteers::store::is_mine(tx, here.municipality(), &me.id, here.instant(), id).await? {
        return Err(AppError::Forbidden.into());
    }
    Ok(person)
}

/// That the reader has a person open: until when, and why.
struct Opened {
    proof: String,
    until: Timestamp,
    reason: String,
}

/// Whether the reader has this person open, by the proof that the address or the form names.
async fn opened(tx: &mut Tx, here: &Here, id: &PersonId, proof: &str) -> Result<Option<Opened>, Failure> {
    if proof.is_empty() {
        return Ok(None);
    }
    let Some(draft) = drafts::by_id(tx, here, &OPEN_FORM, &proof.into()).await? else { return Ok(None) };
    let until = Timestamp(draft.answers.get("until").parse().unwrap_or_default());
    let holds = draft.answers.get("person") == id.as_str() && here.instant() < until;
    Ok(holds.then(|| Opened { proof: proof.to_owned(), until, reason: draft.answers.get("reason").to_owned() }))
}

async fn check(here: &Here, id: &PersonId) -> Result<(), Failure> {
    let mut tx = here.read().await?;
    person_for(&mut tx, here, id).await?;
    Ok(())
}

async fn open(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    check(&here, &id).await?;
    let reason = match form::reason(&form) {
        Ok(reason) => reason,
        Err(errors) => {
            let draft = drafts::refuse(&here, &REASON_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/people/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "people/open", &form, |tx| {
        person_for(tx, &here, &id).await?;
        let kept = Some(form.get("kept")).filter(|kept| is_proof(kept));
        let kept = kept.map(|draft| format!("&draft={draft}")).unwrap_or_default();
        let mut proof = RawForm::default();
        proof.set("reason", vec![reason.clone()]);
        proof.set("person", vec![id.to_string()]);
        proof.set("until", vec![here.instant().plus_minutes(MINUTES_OPEN).0.to_string()]);
        let proof = drafts::insert(tx, &here, &OPEN_FORM, &proof, &[]).await?;
        audit::record(tx, &here, event("person.open", &id, &reason)).await?;
        Ok(format!("/staff/people/{id}?open={proof}{kept}"))
    })?;
    Ok(Go(to))
}

fn event<'a>(action: &'static str, id: &'a PersonId, why: &'a str) -> Event<'a> {
    Event { action, object: (Object::Person, id.as_str()), subject: Some(id), why }
}

/// Letters and digits only, as our drawn ids are.
fn is_proof(text: &str) -> bool {
    !text.is_empty() && text.len() <= 80 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The person's page again, open as it was.
fn back(id: &PersonId, open: &Opened, more: &str) -> String {
    format!("/staff/people/{id}?open={}&{more}", open.proof)
}

/// The person, open to who sends this form: a reason was given, and its time is not over.
async fn open_for(
    tx: &mut Tx,
    here: &Here,
    id: &PersonId,
    form: &RawForm,
) -> Result<Option<(Person, Opened)>, Failure> {
    let person = person_for(tx, here, id).await?;
    Ok(opened(tx, here, id, form.get("open")).await?.map(|open| (person, open)))
}

/// The same, before anything else is looked at.
async fn check_open(here: &Here, id: &PersonId, form: &RawForm) -> Result<Option<Opened>, Failure> {
    let mut tx = here.read().await?;
    Ok(open_for(&mut tx, here, id, form).await?.map(|(_, open)| open))
}

/// Where one comes to without a reason: the question why.
fn ask_why(id: &PersonId) -> String {
    format!("/staff/people/{id}?notice=over")
}

async fn contact(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    let Some(open) = check_open(&here, &id, &form).await? else {
        let draft = drafts::refuse(&here, &CONTACT_FORM, &form, &[]).await?;
        return Ok(Go::to(format!("{}&draft={draft}", ask_why(&id))));
    };
    if let Err(errors) = form::contacts(&form) {
        let draft = drafts::refuse(&here, &CONTACT_FORM, &form, &errors).await?;
        return Ok(Go::to(back(&id, &open, &format!("draft={draft}"))));
    }
    let to = once!(&here, "people/contact", &form, |tx| {
        let Some((_, open)) = open_for(tx, &here, &id, &form).await? else {
            let draft = drafts::insert(tx, &here, &CONTACT_FORM, &form, &[]).await?;
            return Ok(format!("{}&draft={draft}", ask_why(&id)));
        };
        let changed = transitions::change_contacts(tx, &here, &id, (&CONTACT_FORM, &form), &open.reason).await?;
        Ok(back(&id, &open, &changed.map_or_else(|| "notice=saved".to_owned(), |draft| format!("draft={draft}"))))
    })?;
    Ok(Go(to))
}
