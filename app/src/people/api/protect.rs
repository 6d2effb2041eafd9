//! Protecting an identity, and ending that.

use super::{ask_why, back, check_open, event, open_for};
use crate::{
    access::model::{Role, SignedIn},
    audit,
    common::{
        Failure,
        form::RawForm,
        id::PersonId,
        text::{Texts, k},
    },
    context::Here,
    db::Tx,
    messages::{About, events, model::MessageCode, tell},
    once,
    people::{model::Person, store},
    requests::{
        self,
        model::{CloseReason, RequestState, Step},
        store::Change,
    },
    routes::Go,
    volunteers,
};
use axum::extract::Path;

/// The marking pulls back what was shared: help under way is closed (offers withdrawn, visits cancelled and told, contact details
/// closed), the person's own tasks as a volunteer go to somebody else, and the coordinators of the whole municipality are told.
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
            pull_back(tx, &here, me, &person).await?;
            for coordinator in store::holding(tx, municipality, Role::Coordinator, None, now).await? {
                tell(tx, municipality, &coordinator, MessageCode::PersonProtected, About::default(), now).await?;
            }
            events::announce(tx, municipality, "person", id.as_str(), person.area.as_ref(), now).await?;
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

async fn pull_back(tx: &mut Tx, here: &Here, me: &SignedIn, person: &Person) -> Result<(), Failure> {
    let municipality = here.municipality();
    let named = store::holding(tx, municipality, Role::Coordinator, None, here.instant()).await?;
    for request in requests::store::list_of_senior(tx, municipality, &person.id).await? {
        if request.owner().is_some_and(|owner| !named.contains(owner)) {
            // Whoever has it may not see it any more.
            requests::transitions::unown(tx, here, &request).await?;
        }
        if matches!(request.state(), RequestState::Approved | RequestState::Matched) {
            let change = Change {
                end_reason: Some(CloseReason::Safety.code().to_owned()),
                end_text: Some(Texts::of(person.locale).plain(k::people::PROTECTED_TOLD)),
                ended_by: Some(me.id.clone()),
                ..Change::default()
            };
            requests::transitions::step(tx, here, &request, &Step::Close, &change).await?.or_lost()?;
        }
    }
    // A protected person has the standing for nothing.
    volunteers::transitions::after_loss(tx, here, &person.id).await
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
