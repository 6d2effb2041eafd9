//! What a coordinator does with a visit.

use super::{CONFIRM_FORM, FOLLOW_UP_FORM, NO_SHOW_FORM, RESUME_FORM, person, visit_for};
use crate::agenda::form;
use axum::extract::Path;
use db::Failure;
use frame::{
    audit::{self, Event},
    context::Here,
    drafts, live, once,
    routes::Go,
};
use ground::{
    Object,
    form::{FieldError, RawForm},
    id::VisitId,
    private,
    text::k,
};
use help::{
    transitions::{self, visits::Resumed},
    visits::{self, model::Visit},
};

pub(super) async fn confirm(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    let (visit, _) = visit_for(&mut tx, &here, &id).await?;
    let senior = person(&mut tx, &here, &visit.senior).await?;
    drop(tx);
    let names = senior.names();
    let known = senior.known(&names);
    let how = match form::first_meeting(&form, known) {
        Ok(how) => how,
        Err(errors) => {
            let back = private::with_marks(&form, &errors, known);
            let draft = drafts::refuse(&here, &CONFIRM_FORM, &back, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/confirm", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        if transitions::visits::confirm(tx, &here, &visit, &how).await?.is_done() {
            return Ok(noticed(&id, true, "confirmed"));
        }
        let draft = drafts::insert(tx, &here, &CONFIRM_FORM, &form, &[]).await?;
        Ok(format!("{}&draft={draft}", called_off(&here, &visit, false, "")))
    })?;
    Ok(Go(to))
}

/// What became of a visit that was to be called off or arranged: nothing where it changed meanwhile, or where its time is over.
fn called_off(here: &Here, visit: &Visit, done: bool, notice: &'static str) -> String {
    let past = !done && visit.is_past(here.instant());
    noticed(&visit.id, done || past, if past { "over" } else { notice })
}

fn noticed(id: &VisitId, done: bool, notice: &'static str) -> String {
    format!("/staff/visits/{id}?notice={}", if done { notice } else { "late" })
}

pub(super) async fn cancel(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "agenda/cancel", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        let done = transitions::visits::cancel(tx, &here, &visit, "senior").await?.is_done();
        Ok(called_off(&here, &visit, done, "cancelled"))
    })?;
    Ok(Go(to))
}

pub(super) async fn cannot_come(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "agenda/cannot-come", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        let done = transitions::visits::cannot_come(tx, &here, &visit, "coordinator").await?.is_done();
        Ok(called_off(&here, &visit, done, "replace"))
    })?;
    Ok(Go(to))
}

/// What the senior said was not good is followed up: it leaves "Att göra".
pub(super) async fn follow_up(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?.id.clone();
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let note = match form::follow_up(&form) {
        Ok(note) => note,
        Err(errors) => {
            let draft = drafts::refuse(&here, &FOLLOW_UP_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/follow-up", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let (visit, request) = visit_for(tx, &here, &id).await?;
        let done = visits::store::follow_up_feedback(tx, municipality, &id, &me, &note, now).await?.is_done();
        if done {
            transitions::tasks::settle(tx, municipality, &request.id, now).await?;
            live::announce(tx, municipality, &visits::TOPIC, id.as_str(), Some(&request.area), now).await?;
            let event = Event {
                action: "visit.follow_up",
                object: (Object::Visit, id.as_str()),
                subject: Some(&visit.senior),
                why: "",
            };
            audit::record(tx, &here, event).await?;
        }
        Ok(noticed(&id, done, "followed-up"))
    })?;
    Ok(Go(to))
}

pub(super) async fn no_show(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let who = match form::no_show(&form) {
        Ok(who) => who,
        Err(errors) => {
            let draft = drafts::refuse(&here, &NO_SHOW_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}/ask/no-show?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/no-show", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        let done = transitions::visits::no_show(tx, &here, &visit, who).await?.is_done();
        Ok(noticed(&id, done, "no-show"))
    })?;
    Ok(Go(to))
}

/// A stopped match goes on; what it cannot yet is said beside the reason, which stays.
pub(super) async fn resume(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let why = match form::resume(&form) {
        Ok(why) => why,
        Err(errors) => {
            let draft = drafts::refuse(&here, &RESUME_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/resume", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        let key = match transitions::visits::resume(tx, &here, &visit, &why).await? {
            Resumed::Done if visit.status.is_live() && visit.starts_at > here.instant() => {
                return Ok(noticed(&id, true, "resumed"));
            }
            Resumed::Done => return Ok(noticed(&id, true, "resumed-past")),
            Resumed::Changed => return Ok(noticed(&id, false, "")),
            Resumed::NotYet => k::agenda::RESUME_NOT_YET,
            Resumed::NoStanding => k::agenda::RESUME_NO_STANDING,
        };
        let error = FieldError { field: "resume".to_owned(), code: key.name().to_owned() };
        Ok(format!("/staff/visits/{id}?draft={}", drafts::insert(tx, &here, &RESUME_FORM, &form, &[error]).await?))
    })?;
    Ok(Go(to))
}
