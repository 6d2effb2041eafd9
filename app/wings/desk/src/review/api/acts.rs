//! What a coordinator does with a request. Each post: who, what was typed, one transaction; a state that does not allow it (any
//! more) leads back to the request's page, which says so.

use super::{detail, next, object};
use crate::review::{
    form,
    policy::{may_have, sees_person},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    access::policy::may_read,
    audit::{self, Event},
    context::{Here, feature::Routes},
    drafts, live, once,
    routes::Go,
};
use ground::{
    AppError, Object,
    form::{FieldError, RawForm},
    id::{PersonId, RequestId, TimeId},
    private,
    text::k,
};
use help::{
    requests::{
        self,
        model::{PossibleTime, Request, RequestState, Step},
        store::Added,
    },
    transitions::{self, requests::Taken},
    visits::{self, model::Visit},
};
use people::{person, person::model::Person};

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/requests/{id}/take", take)
        .post("/staff/requests/{id}/take-over", take_over)
        .post("/staff/requests/{id}/release", release)
        .post("/staff/requests/{id}/ask", ask)
        .post("/staff/requests/{id}/answer", answer)
        .post("/staff/requests/{id}/decline", decline)
        .post("/staff/requests/{id}/refer", refer)
        .post("/staff/requests/{id}/approve", approve)
        .post("/staff/requests/{id}/times", times)
        .post("/staff/requests/{id}/close", close)
        .post("/staff/requests/{id}/first-meeting", first_meeting)
        .post("/staff/requests/{id}/cancel-visit", cancel_visit)
        .post("/staff/requests/{id}/cannot-come", cannot_come)
}

/// The request's page, which says what was done.
pub(super) fn page(id: &RequestId, notice: &str) -> String {
    format!("/staff/requests/{id}?notice={notice}")
}

/// The request and its senior, for somebody who may act on it: a protected person's is first taken.
pub(super) async fn allowed(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<(Request, Person), Failure> {
    let (request, senior) = object(tx, here, id).await?;
    if sees_person(here.me()?, &request, senior.protected) {
        Ok((request, senior))
    } else {
        Err(AppError::Forbidden.into())
    }
}

/// Who may, before anything else is looked at.
async fn who(here: &Here, id: &RequestId) -> Result<(Request, Person), Failure> {
    let mut tx = here.read().await?;
    allowed(&mut tx, here, id).await
}

/// A refused form, back on the request's page.
async fn refused(
    here: &Here,
    id: &RequestId,
    name: &str,
    form: &RawForm,
    errors: &[FieldError],
) -> Result<Go, Failure> {
    let kept = detail::form_named(name).ok_or(AppError::Internal)?;
    let draft = drafts::refuse(here, &kept, form, errors).await?;
    Ok(Go::to(format!("/staff/requests/{id}?form={name}&draft={draft}")))
}

/// Who may have the request, before anything else is looked at.
pub(super) async fn may_take(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<Request, Failure> {
    let (request, senior) = object(tx, here, id).await?;
    may_have(here.me()?, senior.protected)?;
    Ok(request)
}

/// A press on one of the page's forms.
struct Press<'a> {
    /// The form's name.
    name: &'static str,
    /// What it holds.
    form: &'a RawForm,
    /// What is said once it is done.
    notice: &'static str,
}

/// Takes a step, on what is there now. Whoever takes one of a request that waits for a new owner has it from then on. With "Spara och
/// nästa" it leads to what waits next. True where the step was taken.
async fn advance(
    tx: &mut Tx,
    here: &Here,
    id: &RequestId,
    step: &Step,
    press: &Press<'_>,
) -> Result<(bool, String), Failure> {
    let (request, _) = allowed(tx, here, id).await?;
    let to = if press.form.get("then") == "next" { next::after(tx, here, id).await? } else { page(id, press.notice) };
    let taken = if request.is_unowned() && *step != Step::Release {
        transitions::requests::step_of_new_owner(tx, here, &request, step, &here.me()?.id).await?
    } else {
        transitions::requests::step(tx, here, &request, step).await?
    };
    let done = taken.is_done();
    Ok((done, if done { to } else { late(tx, here, id, press.name, press.form).await? }))
}

/// A form that came too late, from a window that does not show how things are now: nothing is done, the request's page says so, and
/// what was typed stands there.
async fn late(tx: &mut Tx, here: &Here, id: &RequestId, name: &str, form: &RawForm) -> Result<String, Failure> {
    let to = page(id, "late");
    let Some(kept) = detail::form_named(name) else { return Ok(to) };
    let draft = drafts::insert(tx, here, &kept, form, &[]).await?;
    Ok(format!("{to}&form={name}&draft={draft}"))
}

async fn take(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let mut tx = here.read().await?;
    may_take(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "review/take", &form, |tx| {
        may_take(tx, &here, &id).await?;
        Ok(page(
            &id,
            match transitions::requests::take(tx, &here, &id).await? {
                Taken::Mine => "taken",
                Taken::Other(_) => "other",
                Taken::Over => "late",
            },
        ))
    })?;
    Ok(Go(to))
}

async fn take_over(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let me = here.me()?.id.clone();
    let mut tx = here.read().await?;
    may_take(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "review/take-over", &form, |tx| {
        let request = may_take(tx, &here, &id).await?;
        let Some(owner) = request.owner().cloned() else { return Ok(page(&id, "late")) };
        if owner == me {
            return Ok(page(&id, "mine"));
        }
        change_owner(tx, &here, &request, &owner, &me).await
    })?;
    Ok(Go(to))
}

async fn change_owner(
    tx: &mut Tx,
    here: &Here,
    request: &Request,
    from: &PersonId,
    to: &PersonId,
) -> Result<String, Failure> {
    let done = transitions::requests::take_over(tx, here, request, from, to).await?.is_done();
    Ok(page(&request.id, if done { "taken_over" } else { "other" }))
}

async fn note(tx: &mut Tx, here: &Here, request: &Request, action: &'static str) -> Result<(), Failure> {
    audit::record(
        tx,
        here,
        Event { action, object: (Object::Request, request.id.as_str()), subject: Some(&request.senior), why: "" },
    )
    .await
}

async fn release(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let press = Press { name: "release", form: &form, notice: "released" };
    let to =
        once!(&here, "review/release", &form, |tx| { Ok(advance(tx, &here, &id, &Step::Release, &press).await?.1) })?;
    Ok(Go(to))
}

async fn ask(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let question = match form::ask(&form) {
        Ok(question) => question,
        Err(errors) => return refused(&here, &id, "ask", &form, &errors).await,
    };
    let step = Step::Ask { question };
    let press = Press { name: "ask", form: &form, notice: "asked" };
    let to = once!(&here, "review/ask", &form, |tx| { Ok(advance(tx, &here, &id, &step, &press).await?.1) })?;
    Ok(Go(to))
}

async fn answer(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let answer = match form::answer(&form) {
        Ok(answer) => answer,
        Err(errors) => return refused(&here, &id, "answer", &form, &errors).await,
    };
    let step = Step::Answer { answer };
    let press = Press { name: "answer", form: &form, notice: "answered" };
    let to = once!(&here, "review/answer", &form, |tx| { Ok(advance(tx, &here, &id, &step, &press).await?.1) })?;
    Ok(Go(to))
}

async fn decline(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let (_, senior) = who(&here, &id).await?;
    let decline = match form::decline(&form) {
        Ok(decline) => decline,
        Err(errors) => {
            let draft = drafts::refuse(&here, &detail::DECLINE, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/requests/{id}/decline?draft={draft}")));
        }
    };
    let (text, other_way) = detail::ready_texts(&here, decline.reason, senior.locale);
    let own = |typed: String, ready: String| if typed.is_empty() { ready } else { typed };
    let step = Step::Decline {
        by: here.me()?.id.clone(),
        reason: decline.reason,
        text: own(decline.text, text),
        other_way: own(decline.other_way, other_way),
    };
    let press = Press { name: "decline", form: &form, notice: "declined" };
    let to = once!(&here, "review/decline", &form, |tx| { Ok(advance(tx, &here, &id, &step, &press).await?.1) })?;
    Ok(Go(to))
}

async fn refer(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let (to, text) = match form::refer(&form) {
        Ok(referral) => referral,
        Err(errors) => return refused(&here, &id, "refer", &form, &errors).await,
    };
    let step = Step::Refer { by: here.me()?.id.clone(), to, text };
    let press = Press { name: "refer", form: &form, notice: "referred" };
    let to = once!(&here, "review/refer", &form, |tx| { Ok(advance(tx, &here, &id, &step, &press).await?.1) })?;
    Ok(Go(to))
}

/// Whether one of the request's times is still ahead: without one nobody can be asked.
pub(super) async fn has_time_ahead(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<bool, Failure> {
    let times = requests::store::times(tx, here.municipality(), id).await?;
    Ok(times.iter().filter_map(PossibleTime::starts_at).any(|at| at > here.instant()))
}

/// All of the request's times are over: nothing is done, what was typed stays, and the page says to add a time first.
async fn no_time(tx: &mut Tx, here: &Here, id: &RequestId, name: &str, form: &RawForm) -> Result<String, Failure> {
    let error = FieldError { field: "day".to_owned(), code: k::review::ERR_TIMES_OVER.name().to_owned() };
    let kept = detail::form_named(name).ok_or(AppError::Internal)?;
    let draft = drafts::insert(tx, here, &kept, form, &[error]).await?;
    Ok(format!("/staff/requests/{id}?form={name}&draft={draft}"))
}

async fn approve(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let (_, senior) = who(&here, &id).await?;
    let names = senior.names();
    let known = senior.known(&names);
    let approval = match form::approve(&form, known) {
        Ok(approval) => approval,
        Err(errors) => {
            let back = private::with_marks(&form, &errors, known);
            return refused(&here, &id, "approve", &back, &errors).await;
        }
    };
    let step = Step::Approve { volunteer_text: approval.text, risk: Some(approval.risk), checks: approval.checks };
    let press = Press { name: "approve", form: &form, notice: "approved" };
    let to = once!(&here, "review/approve", &form, |tx| {
        let (request, _) = allowed(tx, &here, &id).await?;
        if request.state() == RequestState::InReview && !has_time_ahead(tx, &here, &id).await? {
            return no_time(tx, &here, &id, "approve", &form).await;
        }
        let (done, to) = advance(tx, &here, &id, &step, &press).await?;
        if let (Some(how), true) = (&approval.first_meeting, done) {
            requests::store::set_first_meeting(tx, here.municipality(), &id, how, here.instant()).await?.or_lost()?;
        }
        Ok(to)
    })?;
    Ok(Go(to))
}

async fn times(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let time = match form::time(&form, here.app.clock.today()) {
        Ok(time) => time,
        Err(errors) => return refused(&here, &id, "time", &form, &errors).await,
    };
    let to = once!(&here, "review/times", &form, |tx| {
        let (request, _) = allowed(tx, &here, &id).await?;
        let (day, part, clock) = time.clone();
        let at = PossibleTime { id: TimeId(String::new()), day, part, clock }.starts_at();
        if at.is_none_or(|at| at <= here.instant()) {
            let error = FieldError { field: "day".to_owned(), code: k::review::ERR_TIME_OVER.name().to_owned() };
            let draft = drafts::insert(tx, &here, &detail::TIME, &form, &[error]).await?;
            return Ok(format!("/staff/requests/{id}?form=time&draft={draft}"));
        }
        match requests::store::insert_time(tx, here.municipality(), &id, &time, here.instant()).await? {
            Added::New => {}
            Added::Known => return Ok(page(&id, "time_known")),
            Added::Late => return late(tx, &here, &id, "time", &form).await,
        }
        live::announce(tx, here.municipality(), &requests::TOPIC, id.as_str(), Some(&request.area), here.instant())
            .await?;
        note(tx, &here, &request, "request.add_time").await?;
        Ok(page(&id, "time_added"))
    })?;
    Ok(Go(to))
}

/// Nobody closes a request as the coordinator who is to visit for it.
async fn not_my_visit(here: &Here, id: &RequestId) -> Result<(), Failure> {
    let me = &here.me()?.id;
    let mut tx = here.read().await?;
    let visits = visits::store::list_of_request(&mut tx, here.municipality(), id).await?;
    let mine = visits.iter().any(|visit| visit.volunteer == *me && visit.status.is_live());
    if mine { Err(AppError::Forbidden.into()) } else { Ok(()) }
}

async fn close(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    not_my_visit(&here, &id).await?;
    let (reason, text) = match form::close(&form) {
        Ok(closing) => closing,
        Err(errors) => return refused(&here, &id, "close", &form, &errors).await,
    };
    let step = Step::Close { by: here.me()?.id.clone(), reason, text: Some(text).filter(|text| !text.is_empty()) };
    let press = Press { name: "close", form: &form, notice: "closed" };
    let to = once!(&here, "review/close", &form, |tx| { Ok(advance(tx, &here, &id, &step, &press).await?.1) })?;
    Ok(Go(to))
}

/// What became of a visit that was to be called off.
fn called_off(here: &Here, visit: &Visit, done: bool, notice: &'static str) -> &'static str {
    match done {
        true => notice,
        false if visit.is_past(here.instant()) => "over",
        false => "late",
    }
}

/// The visit of this request that the form names.
async fn visit_of(tx: &mut Tx, here: &Here, id: &RequestId, form: &RawForm) -> Result<Visit, Failure> {
    let (request, _) = allowed(tx, here, id).await?;
    let visit = visits::store::by_id(tx, here.municipality(), &form.get("visit").into()).await?;
    let visit = visit.filter(|visit| visit.request == request.id).ok_or(AppError::NotFound)?;
    let volunteer = person::store::by_id(tx, here.municipality(), &visit.volunteer).await?.ok_or(AppError::Internal)?;
    // Nobody arranges their own visit as the coordinator, nor that of somebody whom they may not read about.
    let me = here.me()?;
    if visit.volunteer == me.id || !may_read(me, &volunteer.id, volunteer.protected) {
        return Err(AppError::Forbidden.into());
    }
    Ok(visit)
}

async fn first_meeting(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    let (_, senior) = who(&here, &id).await?;
    let names = senior.names();
    let known = senior.known(&names);
    let how = match form::first_meeting(&form, known) {
        Ok(how) => how,
        Err(errors) => {
            let back = private::with_marks(&form, &errors, known);
            return refused(&here, &id, "meeting", &back, &errors).await;
        }
    };
    let to = once!(&here, "review/first-meeting", &form, |tx| {
        let visit = visit_of(tx, &here, &id, &form).await?;
        if transitions::visits::confirm(tx, &here, &visit, &how).await?.is_done() {
            return Ok(page(&id, "arranged"));
        }
        if visit.is_past(here.instant()) {
            let draft = drafts::insert(tx, &here, &detail::MEETING, &form, &[]).await?;
            return Ok(format!("{}&form=meeting&draft={draft}", page(&id, "over")));
        }
        late(tx, &here, &id, "meeting", &form).await
    })?;
    Ok(Go(to))
}

async fn cancel_visit(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let to = once!(&here, "review/cancel-visit", &form, |tx| {
        let visit = visit_of(tx, &here, &id, &form).await?;
        let done = transitions::visits::cancel(tx, &here, &visit, "coordinator").await?.is_done();
        Ok(page(&id, called_off(&here, &visit, done, "cancelled")))
    })?;
    Ok(Go(to))
}

async fn cannot_come(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    let id = RequestId(id);
    who(&here, &id).await?;
    let to = once!(&here, "review/cannot-come", &form, |tx| {
        let visit = visit_of(tx, &here, &id, &form).await?;
        let matched = allowed(tx, &here, &id).await?.0.state() == RequestState::Matched;
        let done = matched && transitions::visits::cannot_come(tx, &here, &visit, "coordinator").await?.is_done();
        Ok(page(&id, called_off(&here, &visit, done, "replaced")))
    })?;
    Ok(Go(to))
}
