//! Protecting an identity, and ending that.

use super::{ask_why, back, check_open, event, open_for};
use crate::register::{TOPIC, told::PERSON_PROTECTED};
use axum::extract::Path;
use db::Failure;
use frame::{
    access::model::Role,
    audit,
    context::{Here, feature},
    live,
    messages::{About, tell},
    once,
    routes::Go,
};
use ground::{form::RawForm, id::PersonId};
use people::person::store;

/// The marking pulls back what was shared, each feature its own, and the coordinators of the whole municipality are told.
pub(super) async fn protect(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    let Some(open) = check_open(&here, &id, &form).await? else { return Ok(Go(ask_why(&id))) };
    if form.get("sure") != "yes" {
        return Ok(Go::to(back(&id, &open, "notice=sure")));
    }
    let me = here.me()?;
    let to = once!(&here, "people/protect", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let Some((person, open)) = open_for(tx, &here, &id, &form).await? else { return Ok(ask_why(&id)) };
        if store::set_protected(tx, municipality, &id, true, now).await?.is_done() {
            feature::person_protected(tx, &here, &person.id).await?;
            for coordinator in store::holding(tx, municipality, Role::Coordinator, None, now).await? {
                tell(tx, municipality, &coordinator, &PERSON_PROTECTED, About::NOTHING, now).await?;
            }
            live::announce(tx, municipality, &TOPIC, id.as_str(), person.area.as_ref(), now).await?;
            let changes = audit::Changes::default().code("protected", "no", "yes");
            audit::record_change(tx, &here, event("person.protect", &id, &open.reason), &changes).await?;
        }
        Ok(if me.handles_protected() {
            back(&id, &open, "notice=protected")
        } else {
            "/staff/people?notice=protected".to_owned()
        })
    })?;
    Ok(Go(to))
}

pub(super) async fn unprotect(here: Here, Path(id): Path<PersonId>, form: RawForm) -> Result<Go, Failure> {
    if check_open(&here, &id, &form).await?.is_none() {
        return Ok(Go(ask_why(&id)));
    }
    let to = once!(&here, "people/unprotect", &form, |tx| {
        let Some((_, open)) = open_for(tx, &here, &id, &form).await? else { return Ok(ask_why(&id)) };
        if store::set_protected(tx, here.municipality(), &id, false, here.instant()).await?.is_done() {
            let changes = audit::Changes::default().code("protected", "yes", "no");
            audit::record_change(tx, &here, event("person.unprotect", &id, &open.reason), &changes).await?;
        }
        Ok(back(&id, &open, "notice=unprotected"))
    })?;
    Ok(Go(to))
}
