//! (server side) The senior's side of a visit: who comes and when, the code word, cancelling, and how it was.

use crate::{
    for_seniors::{
        asking,
        situation::{calls, coming, on_day},
        view::{
            FeedbackLoad, FeedbackView, SeniorCancelView, SeniorVisitView, VisitCancelLoad, VisitLoad, WordLoad,
            WordView,
        },
    },
    kinds::model::ContactMode,
    requests::{self, model::Request, policy},
    transitions,
    visits::{
        self, form,
        model::{FeedbackAnswer, Visit, VisitStatus},
        store::{self, SeniorVisit},
    },
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    audit::{self, Event},
    context::{
        Here,
        feature::{Given, Loads, Routes},
    },
    drafts::{self, Form},
    live, once,
    routes::Go,
};
use ground::{
    AppError, Object, Timestamp,
    clock::{capital, working_days_after},
    form::{FormView, RawForm},
    id::VisitId,
    name::initials,
    phone::readable,
    seen,
    text::{Key, k, theirs},
};

/// Addresses of the senior's side.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/visits/{id}/code-word", change_word)
        .post("/visits/{id}/cancel", cancel)
        .post("/visits/{id}/feedback", give_feedback)
}

/// What answers the loads of the pages of visits.
pub fn loads(loads: Loads) -> Loads {
    loads.page(visit).page(word_page).page(cancel_page).page(feedback_page)
}

/// The drafts' names of forms.
const WORD: Form = Form::new("code_word", &["word"]);
const FEEDBACK: Form = Form::new("feedback", &["answer", "note"]);
/// For how many days the start page asks how it was, and the answer can be given.
const DAYS_TO_TELL: i64 = 30;

/// Whether the senior can tell how it was: the visit is over, whether or not anybody pressed a button, and not long ago. One that was never
/// arranged has not taken place.
pub fn feedback_open(visit: &Visit, now: Timestamp) -> bool {
    let over = match visit.status {
        VisitStatus::Finished | VisitStatus::Reported | VisitStatus::NoShow => true,
        VisitStatus::Confirmed | VisitStatus::Started => visit.ends_at() <= now,
        VisitStatus::Planned | VisitStatus::Cancelled => false,
    };
    over && now < visit.ends_at().plus_days(DAYS_TO_TELL)
}

async fn own(tx: &mut Tx, here: &Here, id: &VisitId) -> Result<SeniorVisit, Failure> {
    let visit = store::by_id_for_senior(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    policy::senior_alone(here.me()?, &visit.visit.senior, &visit.area)?;
    Ok(visit)
}

/// A visit of one's own.
///
/// # Errors
/// `SignIn`, `NotFound`, `Forbidden` for coordinators.
async fn visit(here: Here, VisitLoad { id, notice, draft }: VisitLoad) -> Result<SeniorVisitView, Failure> {
    let (municipality, texts, now) = (here.municipality(), here.texts(), here.instant());
    let mut tx = here.read().await?;
    let found = own(&mut tx, &here, &VisitId::from(id)).await?;
    let visit = &found.visit;
    let request = requests::store::by_id(&mut tx, municipality, &visit.request).await?.ok_or(AppError::NotFound)?;
    let kinds = crate::kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let asker = requests::store::asker(&mut tx, municipality, &visit.senior).await?;
    let ahead = visit.status.is_live() && (visit.ends_at() > now || visit.status == VisitStatus::Started);
    let phone = if ahead { store::volunteer_phone(&mut tx, municipality, &visit.match_id).await? } else { None };
    // What was told too late is not lost.
    let typed = drafts::or_none(form_of(&mut tx, &here, &FEEDBACK, &draft, &visit.id).await)?.unwrap_or_default();
    let said = notice_key(&notice).map(|key| texts.s(key).to_owned());
    let said = drafts::with_typed(texts, said.unwrap_or_default(), &typed.get("note"));
    let (heading, line) = words(&here, &found, &request, ahead);
    let street = asker.and_then(|asker| asker.street).filter(|_| visit.mode == ContactMode::Home);
    let place = texts.s(asking::mode_key(visit.mode));
    let moment = capital(&here.locale().moment(visit.starts_at));
    Ok(SeniorVisitView {
        heading,
        line,
        notice: Some(said).filter(|said| !said.is_empty()),
        ahead,
        when: texts.f(k::senior_visits::WHEN_LONG, &[("moment", &moment), ("minutes", &visit.minutes.to_string())]),
        place: street.map_or_else(|| place.to_owned(), |street| format!("{place}, {}", theirs(&street))),
        what: kinds.into_iter().find(|kind| kind.id == request.kind).map(|kind| kind.name).unwrap_or_default(),
        name: found.short_name(texts),
        initials: initials(&found.given_name, &found.family_name),
        card: if calls(visit.mode) { String::new() } else { texts.s(k::senior_visits::SHOWS_CARD).to_owned() },
        code_word: if ahead { visit.code_word.clone() } else { String::new() },
        first_meeting: first_meeting(&here, visit, ahead),
        phone_label: phone.as_ref().map(|_| texts.f(k::senior_visits::CALL_NAME, &[("name", &found.name(texts))])),
        phone: phone.as_deref().map(readable),
        may_change: may_change_word(visit, now),
        may_cancel: visit.may_be_called_off(now, false),
        may_tell: found.feedback.is_none() && feedback_open(visit, now),
        again: (!request.state().is_open()).then(|| request.id.to_string()),
        request: format!("/requests/{}", request.id),
        id: visit.id.to_string(),
    })
}

/// The heading that says the news, and what happens next.
fn words(here: &Here, found: &SeniorVisit, request: &Request, ahead: bool) -> (String, String) {
    let texts = here.texts();
    let named = |key: Key| capital(&texts.f(key, &[("name", &found.name(texts))]));
    let plain = |key: Key| texts.s(key).to_owned();
    match (found.visit.status, found.visit.cancelled_by.as_deref()) {
        (VisitStatus::Cancelled, Some("senior")) => {
            (plain(k::senior_visits::CANCELLED), named(k::senior_visits::CANCELLED_LINE))
        }
        (VisitStatus::Cancelled, Some("volunteer")) => {
            let day = on_day(here, found.visit.starts_at);
            let line = if request.state().is_open() {
                k::senior_visits::REPLACED_LINE
            } else {
                k::senior_visits::CANCELLED_OTHER_LINE
            };
            (
                capital(&texts.f(k::senior_visits::CANNOT_COME, &[("name", &found.name(texts)), ("day", &day)])),
                plain(line),
            )
        }
        (VisitStatus::Cancelled, _) => {
            (plain(k::senior_visits::CANCELLED_OTHER), plain(k::senior_visits::CANCELLED_OTHER_LINE))
        }
        (VisitStatus::NoShow, _) => (plain(k::requests::NEWS_NO_SHOW), plain(k::requests::LINE_NO_SHOW)),
        (VisitStatus::Started, _) if ahead => {
            let key = if calls(found.visit.mode) { k::requests::NEWS_CALLING } else { k::requests::NEWS_ONGOING };
            (plain(key), String::new())
        }
        _ if ahead => (coming(here, found), String::new()),
        _ => {
            let key = if calls(found.visit.mode) { k::requests::NEWS_CALLED } else { k::requests::NEWS_DONE };
            (plain(key), plain(k::requests::LINE_DONE))
        }
    }
}

/// How the first meeting is arranged, or that the coordinator calls about it.
fn first_meeting(here: &Here, visit: &Visit, ahead: bool) -> String {
    match &visit.first_meeting {
        Some(how) if ahead => how.clone(),
        None if ahead && visit.status == VisitStatus::Planned => {
            here.texts().s(k::senior_visits::FIRST_MEETING_CALL).to_owned()
        }
        _ => String::new(),
    }
}

fn notice_key(code: &str) -> Option<Key> {
    Some(match code {
        "word" => k::senior_visits::NOTICE_WORD,
        "late" => k::senior_visits::NOTICE_LATE,
        "over" => k::senior_visits::NOTICE_OVER,
        _ => return None,
    })
}

/// The word is the senior's to change until the visit begins.
fn may_change_word(visit: &Visit, now: Timestamp) -> bool {
    visit.status.may_cancel() && visit.starts_at > now
}

/// The visit's page, which says why something is not possible any more: its time is over, or it has begun or changed.
fn too_late(visit: &Visit, now: Timestamp) -> String {
    format!("/visits/{}?notice={}", visit.id, if visit.is_past(now) { "over" } else { "late" })
}

async fn form_of(
    tx: &mut Tx,
    here: &Here,
    name: &Form,
    draft: &str,
    visit: &VisitId,
) -> Result<Option<FormView>, Failure> {
    let draft = drafts::about(tx, here, name, draft, visit.as_str()).await?;
    Ok(draft.map(|draft| asking::shown(&draft.answers, &draft.errors, here.texts(), "note")))
}

/// The page where the senior changes the code word.
///
/// # Errors
/// `SignIn`, `NotFound`, `Forbidden` for coordinators.
async fn word_page(here: Here, WordLoad { id, draft }: WordLoad) -> Result<Given<WordView>, Failure> {
    let mut tx = here.read().await?;
    let found = own(&mut tx, &here, &VisitId::from(id)).await?;
    let now = here.instant();
    let instead = (!may_change_word(&found.visit, now)).then(|| too_late(&found.visit, now));
    let form = form_of(&mut tx, &here, &WORD, &draft, &found.visit.id)
        .await?
        .unwrap_or_else(|| seen::shown(FormView::default().with("word", found.visit.code_word.clone())));
    Ok(Given { data: WordView { id: found.visit.id.to_string(), form }, instead })
}

/// The page that asks once before a visit is cancelled.
///
/// # Errors
/// `SignIn`, `NotFound`, `Forbidden` for coordinators.
async fn cancel_page(here: Here, VisitCancelLoad { id }: VisitCancelLoad) -> Result<Given<SeniorCancelView>, Failure> {
    let mut tx = here.read().await?;
    let found = own(&mut tx, &here, &VisitId::from(id)).await?;
    let now = here.instant();
    let instead = (!found.visit.may_be_called_off(now, false)).then(|| too_late(&found.visit, now));
    let day = on_day(&here, found.visit.starts_at);
    let data = SeniorCancelView {
        heading: here.texts().f(k::senior_visits::CANCEL, &[("name", &found.name(here.texts())), ("day", &day)]),
        when: capital(&here.locale().moment(found.visit.starts_at)),
        id: found.visit.id.to_string(),
    };
    Ok(Given { data, instead })
}

/// The page that asks how it was, or thanks for the answer.
///
/// # Errors
/// `SignIn`, `NotFound`, `Forbidden` for coordinators.
async fn feedback_page(here: Here, FeedbackLoad { id, draft }: FeedbackLoad) -> Result<Given<FeedbackView>, Failure> {
    let mut tx = here.read().await?;
    let found = own(&mut tx, &here, &VisitId::from(id)).await?;
    let texts = here.texts();
    let given = found.feedback.as_deref().and_then(FeedbackAnswer::from_code);
    let closed = given.is_none() && !feedback_open(&found.visit, here.instant());
    let instead = closed.then(|| format!("/visits/{}", found.visit.id));
    let data = FeedbackView {
        heading: match given {
            None => texts.f(k::senior_visits::FEEDBACK, &[("name", &found.name(texts))]),
            Some(_) => String::new(),
        },
        when: capital(&here.locale().moment(found.visit.starts_at)),
        form: form_of(&mut tx, &here, &FEEDBACK, &draft, &found.visit.id).await?.unwrap_or_default(),
        thanks: given.map(|given| match (given, found.feedback_at) {
            (FeedbackAnswer::Talk, Some(at)) => {
                texts.f(k::senior_visits::THANKS_TALK, &[("moment", &here.locale().moment(working_days_after(at, 1)))])
            }
            (FeedbackAnswer::Good, _) => texts.s(k::senior_visits::THANKS_GOOD).to_owned(),
            _ => texts.s(k::senior_visits::THANKS_NOT_GOOD).to_owned(),
        }),
        id: found.visit.id.to_string(),
    };
    Ok(Given { data, instead })
}

/// Checks, before a form is judged, that the visit is one's own.
async fn check_own(here: &Here, id: &VisitId) -> Result<(), Failure> {
    let mut tx = here.read().await?;
    own(&mut tx, here, id).await.map(|_| ())
}

async fn announce(tx: &mut Tx, here: &Here, found: &SeniorVisit, action: &'static str) -> Result<(), Failure> {
    let id = found.visit.id.as_str();
    live::announce(tx, here.municipality(), &visits::TOPIC, id, Some(&found.area), here.instant()).await?;
    audit::record(tx, here, Event { action, object: (Object::Visit, id), subject: Some(&found.visit.senior), why: "" })
        .await
}

async fn change_word(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    check_own(&here, &id).await?;
    if let Err(errors) = form::code_word(&sent) {
        let draft = drafts::refuse(&here, &WORD, &sent, &errors).await?;
        return Ok(Go::to(format!("/visits/{id}/code-word?draft={draft}")));
    }
    let to = once!(&here, "visits/code_word", &sent, |tx| {
        store::hold(tx, here.municipality(), &id).await?;
        let found = own(tx, &here, &id).await?;
        let stands = FormView::default().with("word", found.visit.code_word.clone());
        let words = |_: &str, value: &str| value.to_owned();
        let word = match drafts::merged(tx, &here, &WORD, (&sent, &stands), words, form::code_word).await? {
            Ok(word) => word,
            Err(draft) => return Ok(format!("/visits/{id}/code-word?draft={draft}")),
        };
        let now = here.instant();
        if !may_change_word(&found.visit, now)
            || !store::set_code_word(tx, here.municipality(), &id, &word, now).await?.is_done()
        {
            return Ok(too_late(&found.visit, now));
        }
        announce(tx, &here, &found, "visit.code_word").await?;
        Ok(format!("/visits/{id}?notice=word"))
    })?;
    Ok(Go(to))
}

async fn cancel(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    check_own(&here, &id).await?;
    let to = once!(&here, "visits/cancel", &sent, |tx| {
        let found = own(tx, &here, &id).await?;
        let done = transitions::visits::cancel(tx, &here, &found.visit, "senior").await?.is_done();
        // Cancelled already is what was wanted; begun or over is too late.
        let fine = done || found.visit.status == VisitStatus::Cancelled;
        Ok(if fine { format!("/visits/{id}") } else { too_late(&found.visit, here.instant()) })
    })?;
    Ok(Go(to))
}

/// How it was. It is announced, so that a coordinator sees at once what was not good.
async fn give_feedback(here: Here, Path(id): Path<String>, sent: RawForm) -> Result<Go, Failure> {
    let id = VisitId::from(id);
    let me = here.me()?.id.clone();
    check_own(&here, &id).await?;
    let (given, note) = match form::feedback(&sent) {
        Ok(feedback) => feedback,
        Err(errors) => {
            let draft = drafts::refuse(&here, &FEEDBACK, &sent, &errors).await?;
            return Ok(Go::to(format!("/visits/{id}/feedback?draft={draft}")));
        }
    };
    let to = once!(&here, "visits/feedback", &sent, |tx| {
        let found = own(tx, &here, &id).await?;
        if !feedback_open(&found.visit, here.instant()) {
            let draft = drafts::insert(tx, &here, &FEEDBACK, &sent, &[]).await?;
            return Ok(format!("/visits/{id}?notice=late&draft={draft}"));
        }
        let (municipality, now) = (here.municipality(), here.instant());
        if store::insert_feedback(tx, municipality, &id, &me, given, &note, now).await?.is_done() {
            transitions::tasks::settle(tx, municipality, &found.visit.request, now).await?;
            announce(tx, &here, &found, "visit.feedback").await?;
        }
        Ok(format!("/visits/{id}/feedback"))
    })?;
    Ok(Go(to))
}
