//! The visits of a day, and what a coordinator does with one.

use super::{
    form,
    model::{Attention, Listed, attention},
    pages::{Ask, Day, Line, StaffVisit},
    store,
};
use crate::{
    access::{
        model::Role,
        policy::{self, As, Subject},
    },
    audit::{self, Event},
    common::{
        AppError, Failure, Timestamp,
        clock::{capital, day_code, parse_day},
        form::RawForm,
        id::VisitId,
        page::Page,
        text::{Key, Texts, k},
    },
    context::{Here, answer},
    db::Tx,
    drafts,
    kinds::{self, model::ContactMode},
    matches,
    messages::{About, events, model::MessageCode, tell},
    offers, once,
    people::{self, model::Person},
    requests::{
        self,
        model::{Request, RequestState, Step},
        store::Change,
    },
    routes::{Go, Routes},
    visits::{
        self,
        model::{Experience, FeedbackAnswer, Visit, VisitOutcome, VisitStatus},
        store::Feedback,
    },
};
use axum::extract::Path;

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/staff/visits/{id}/confirm", confirm)
        .post("/staff/visits/{id}/cancel", cancel)
        .post("/staff/visits/{id}/cannot-come", cannot_come)
        .post("/staff/visits/{id}/no-show", no_show)
        .post("/staff/visits/{id}/follow-up", follow_up)
}

const CONFIRM_FORM: &str = "first_meeting";
const NO_SHOW_FORM: &str = "no_show";
const FOLLOW_UP_FORM: &str = "feedback_follow_up";

/// For how many days back the present day's list still holds what is not reported: as long as a report is possible.
const DAYS_OPEN: i64 = visits::model::DAYS_TO_REPORT;

pub(super) fn status_text(texts: Texts, status: VisitStatus) -> (&'static str, &'static str) {
    let (key, tone) = match status {
        VisitStatus::Planned => (k::agenda::PLANNED, "tag-warn"),
        VisitStatus::Confirmed => (k::agenda::CONFIRMED, "tag-ok"),
        VisitStatus::Started => (k::agenda::STARTED, "tag-wait"),
        VisitStatus::Finished => (k::agenda::FINISHED, "tag-wait"),
        VisitStatus::Reported => (k::agenda::REPORTED, "tag-ok"),
        VisitStatus::Cancelled => (k::agenda::CANCELLED, "tag-plain"),
        VisitStatus::NoShow => (k::agenda::NO_SHOW, "tag-bad"),
    };
    (texts.s(key), tone)
}

/// How a visit takes place.
pub(super) const fn mode_key(mode: ContactMode) -> Key {
    match mode {
        ContactMode::Home => k::agenda::MODE_HOME,
        ContactMode::Out => k::agenda::MODE_OUT,
        ContactMode::Phone => k::agenda::MODE_PHONE,
        ContactMode::Video => k::agenda::MODE_VIDEO,
    }
}

/// What to do, in words, and the number to call.
fn advice(
    texts: Texts,
    found: Attention,
    senior: (&str, Option<&String>),
    volunteer: (&str, Option<&String>),
) -> (String, Option<String>) {
    let (key, (name, phone)) = match found {
        Attention::Arrange => (k::agenda::DO_ARRANGE, (senior.0, None)),
        Attention::Wait => (k::agenda::DO_WAIT, (volunteer.0, None)),
        Attention::CallVolunteer => (k::agenda::DO_CALL_VOLUNTEER, volunteer),
        Attention::CallSenior => (k::agenda::DO_CALL_SENIOR, senior),
        Attention::AskReport => (k::agenda::DO_ASK_REPORT, volunteer),
    };
    (texts.f(key, &[("name", name)]), phone.cloned())
}

fn line(here: &Here, visit: Listed) -> Line {
    let (texts, now) = (here.texts(), here.instant());
    let (status, tone) = status_text(texts, visit.status);
    let found = attention(visit.status, visit.starts_at, visit.minutes, now);
    let (todo, phone) = found.map_or((String::new(), None), |found| {
        advice(
            texts,
            found,
            (&visit.senior.0, visit.senior_phone.as_ref()),
            (&visit.volunteer.0, visit.volunteer_phone.as_ref()),
        )
    });
    let (begin, end) = (visit.starts_at.local(), visit.starts_at.plus_minutes(visit.minutes).local());
    Line {
        id: visit.id.to_string(),
        number: visit.number.to_string(),
        day: capital(&here.locale().day_short(begin.date())),
        hour: capital(&here.locale().clock(begin.date().at(begin.hour(), 0, 0, 0))),
        time: format!("{}\u{2060}–\u{2060}{}", here.locale().time(begin), here.locale().time(end)),
        kind: visit.kind,
        senior: format!("{} {}", visit.senior.0, visit.senior.1),
        volunteer: format!("{} {}", visit.volunteer.0, visit.volunteer.1),
        area: visit.area,
        status: status.to_owned(),
        tone: tone.to_owned(),
        todo,
        phone,
    }
}

/// The visits of a day; of today too what is open from the days before.
///
/// # Errors
/// `SignIn`; `Forbidden`.
pub async fn day(day: String) -> Result<Page<Day>, AppError> {
    answer(async {
        let here = Here::now()?;
        let me = here.me()?;
        policy::role(me, Role::Coordinator)?;
        let today = here.app.clock.today();
        let chosen = parse_day(&day).unwrap_or(today);
        let (before, after) = (chosen.yesterday().unwrap_or(chosen), chosen.tomorrow().unwrap_or(chosen));
        let code = day_code(chosen);
        audit::record_read(&here, Event { action: "visit.list", object: ("visit", ""), subject: None, why: &code })
            .await?;
        let midnight = |day: jiff::civil::Date| Timestamp::from_local(day.at(0, 0, 0, 0));
        let (from, to) = (midnight(chosen), midnight(after));
        let open_since = if chosen == today { from.plus_days(-DAYS_OPEN) } else { from };
        let mut tx = here.read().await?;
        let found =
            store::list(&mut tx, here.municipality(), (&me.id, here.instant()), (from, to), open_since, here.locale())
                .await?;
        let (lines, earlier): (Vec<_>, Vec<_>) = found.into_iter().partition(|visit| visit.starts_at >= from);
        let locale = here.locale();
        let words = |day: jiff::civil::Date| capital(&locale.day_long(day));
        Ok(Day {
            heading: here.texts().f(k::agenda::HEADING, &[("day", &locale.day_long(chosen))]),
            print: format!("/staff/print/day?day={}", day_code(chosen)),
            before: (day_code(before), words(before)),
            after: (day_code(after), words(after)),
            today: (chosen != today).then(|| words(today)),
            lines: lines.into_iter().map(|visit| line(&here, visit)).collect(),
            earlier: earlier.into_iter().map(|visit| line(&here, visit)).collect(),
        })
    })
    .await
}

/// The visit and its request, for a coordinator of its area.
pub(super) async fn visit_for(tx: &mut Tx, here: &Here, id: &VisitId) -> Result<(Visit, Request), Failure> {
    let me = here.me()?;
    let visit = visits::store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    let request = requests::store::by_id(tx, here.municipality(), &visit.request).await?.ok_or(AppError::NotFound)?;
    let subject = Subject { senior: &visit.senior, volunteer: Some(&visit.volunteer), area: &request.area };
    policy::only(me, subject, &[As::Coordinator])?;
    // A protected person's visit is for those who handle protected identities.
    let hidden =
        person(tx, here, &visit.senior).await?.protected || person(tx, here, &visit.volunteer).await?.protected;
    if hidden && !me.handles_protected() {
        return Err(AppError::Forbidden.into());
    }
    Ok((visit, request))
}

async fn person(tx: &mut Tx, here: &Here, id: &crate::common::id::PersonId) -> Result<Person, Failure> {
    Ok(people::store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?)
}

/// A visit with what a coordinator can do.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
pub async fn visit(id: String, draft: String, notice: String) -> Result<Page<StaffVisit>, AppError> {
    answer(async {
        let here = Here::now()?;
        let id = VisitId(id);
        let municipality = here.municipality();
        let mut tx = here.read().await?;
        let (visit, request) = visit_for(&mut tx, &here, &id).await?;
        let senior = person(&mut tx, &here, &visit.senior).await?;
        let volunteer = person(&mut tx, &here, &visit.volunteer).await?;
        let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
        let kind = kinds.into_iter().find(|kind| kind.id == request.kind).map(|kind| kind.name).unwrap_or_default();
        let feedback = visits::store::feedback(&mut tx, municipality, &id).await?;
        let kept = if visit.status == VisitStatus::Planned { CONFIRM_FORM } else { FOLLOW_UP_FORM };
        let form = drafts::view(&mut tx, &here, kept, &draft).await.ok().flatten().unwrap_or_default();
        drop(tx);
        audit::record_read(
            &here,
            Event { action: "visit.read", object: ("visit", id.as_str()), subject: Some(&visit.senior), why: "" },
        )
        .await?;
        Ok(shown(&here, &visit, &request, (&senior, &volunteer), kind, feedback, form, &notice))
    })
    .await
}

#[allow(clippy::too_many_arguments, reason = "what one page is made of")]
fn shown(
    here: &Here,
    visit: &Visit,
    request: &Request,
    (senior, volunteer): (&Person, &Person),
    kind: String,
    feedback: Option<Feedback>,
    form: crate::common::form::FormView,
    notice: &str,
) -> StaffVisit {
    let (texts, locale, now) = (here.texts(), here.locale(), here.instant());
    let at = |at: Option<Timestamp>| at.map(|at| capital(&locale.moment(at))).unwrap_or_default();
    let (status, tone) = status_text(texts, visit.status);
    let facts: [(Key, String); 8] = [
        (k::agenda::WHEN, at(Some(visit.starts_at))),
        (k::agenda::MINUTES, visit.minutes.to_string()),
        (k::agenda::KIND, kind),
        (k::agenda::MODE, texts.s(mode_key(visit.mode)).to_owned()),
        (k::agenda::CODE_WORD, visit.code_word.clone()),
        (k::agenda::FIRST_MEETING, visit.first_meeting.clone().unwrap_or_default()),
        (k::agenda::STARTED_AT, at(visit.started_at)),
        (k::agenda::FINISHED_AT, at(visit.finished_at)),
    ];
    let outcome = visit.outcome.as_deref().and_then(VisitOutcome::from_code).map(|outcome| match outcome {
        VisitOutcome::AsPlanned => k::agenda::OUTCOME_AS_PLANNED,
        VisitOutcome::Otherwise => k::agenda::OUTCOME_OTHERWISE,
        VisitOutcome::SeniorAbsent => k::agenda::OUTCOME_SENIOR_ABSENT,
    });
    let experience = visit.experience.as_deref().and_then(Experience::from_code).map(|experience| match experience {
        Experience::Good => k::agenda::EXPERIENCE_GOOD,
        Experience::Fair => k::agenda::EXPERIENCE_FAIR,
        Experience::Hard => k::agenda::EXPERIENCE_HARD,
    });
    let word = |key: Option<Key>| key.map(|key| texts.s(key).to_owned()).unwrap_or_default();
    let boundaries = visit.boundaries_kept.map(|kept| if kept { k::common::YES } else { k::common::NO });
    let said = feedback.as_ref().and_then(|said| FeedbackAnswer::from_code(&said.answer));
    let answer = said.map(|answer| match answer {
        FeedbackAnswer::Good => k::agenda::FEEDBACK_GOOD,
        FeedbackAnswer::NotGood => k::agenda::FEEDBACK_NOT_GOOD,
        FeedbackAnswer::Talk => k::agenda::FEEDBACK_TALK,
    });
    let followed_up = feedback.as_ref().and_then(|said| {
        let by = said.followed_up_by.as_deref().unwrap_or_default();
        Some(texts.f(k::agenda::FOLLOWED_UP_BY, &[("when", &at(Some(said.followed_up_at?))), ("name", by)]))
    });
    let may_follow_up = said.is_some_and(FeedbackAnswer::needs_follow_up) && followed_up.is_none();
    let (note, came_of_it) =
        feedback.map(|said| (said.note, said.followed_up_note.unwrap_or_default())).unwrap_or_default();
    let report: [(Key, String); 10] = [
        (k::agenda::REPORTED_AT, at(visit.reported_at)),
        (k::agenda::OUTCOME, word(outcome)),
        (k::agenda::GIVEN, visit.reported_minutes.map(|minutes| minutes.to_string()).unwrap_or_default()),
        (k::agenda::EXPERIENCE, word(experience)),
        (k::agenda::BOUNDARIES, word(boundaries)),
        (k::agenda::REPORT_TEXT, visit.report_text.clone().unwrap_or_default()),
        (k::agenda::FEEDBACK, word(answer)),
        (k::agenda::FEEDBACK_NOTE, note),
        (k::agenda::FOLLOWED_UP, followed_up.unwrap_or_default()),
        (k::agenda::FOLLOW_UP_NOTE, came_of_it),
    ];
    let rows =
        |facts: &[(Key, String)]| facts.iter().map(|(key, value)| (texts.s(*key).to_owned(), value.clone())).collect();
    let todo = attention(visit.status, visit.starts_at, visit.minutes, now).map(|found| {
        advice(
            texts,
            found,
            (&senior.given_name, senior.phone.as_ref()),
            (&volunteer.given_name, volunteer.phone.as_ref()),
        )
        .0
    });
    let party = |person: &Person| (person.id.to_string(), person.name(), person.phone.clone().unwrap_or_default());
    StaffVisit {
        id: visit.id.to_string(),
        heading: texts
            .f(k::agenda::ONE_HEADING, &[("name", &senior.name()), ("when", &locale.moment_short(visit.starts_at))]),
        day: day_code(visit.starts_at.day()),
        request: request.id.to_string(),
        request_text: texts.f(k::agenda::TO_REQUEST, &[("number", &request.number.to_string())]),
        status: status.to_owned(),
        tone: tone.to_owned(),
        todo,
        facts: rows(&facts),
        report: rows(&report),
        senior: party(senior),
        volunteer: party(volunteer),
        card: matches!(visit.status, VisitStatus::Confirmed | VisitStatus::Started)
            .then(|| format!("/staff/print/visits/{}", visit.id)),
        may_confirm: visit.status == VisitStatus::Planned,
        may_cancel: visit.status.may_cancel(),
        may_follow_up,
        may_no_show: visit.status.is_live() && visit.starts_at <= now,
        form,
        notice: match notice {
            "late" => Some(texts.s(k::agenda::NOTICE_LATE).to_owned()),
            "confirmed" => Some(texts.s(k::agenda::NOTICE_CONFIRMED).to_owned()),
            "cancelled" => Some(texts.s(k::agenda::NOTICE_CANCELLED).to_owned()),
            "replace" => Some(texts.s(k::agenda::NOTICE_REPLACE).to_owned()),
            "followed-up" => Some(texts.s(k::agenda::NOTICE_FOLLOWED_UP).to_owned()),
            "no-show" => Some(texts.s(k::agenda::NOTICE_NO_SHOW).to_owned()),
            _ => None,
        },
    }
}

/// The page that asks once before something that cannot be taken back.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
pub async fn ask(id: String, what: String, draft: String) -> Result<Page<Ask>, AppError> {
    answer(async {
        let here = Here::now()?;
        let mut tx = here.read().await?;
        let (visit, _) = visit_for(&mut tx, &here, &VisitId(id)).await?;
        let senior = person(&mut tx, &here, &visit.senior).await?;
        let volunteer = person(&mut tx, &here, &visit.volunteer).await?;
        let form = drafts::view(&mut tx, &here, NO_SHOW_FORM, &draft).await.ok().flatten().unwrap_or_default();
        drop(tx);
        if !matches!(what.as_str(), "cancel" | "cannot-come" | "no-show") {
            return Err(AppError::NotFound.into());
        }
        audit::record_read(
            &here,
            Event { action: "visit.read", object: ("visit", visit.id.as_str()), subject: Some(&visit.senior), why: "" },
        )
        .await?;
        Ok(Ask {
            id: visit.id.to_string(),
            what,
            when: capital(&here.locale().moment(visit.starts_at)),
            senior: senior.name(),
            volunteer: volunteer.name(),
            form,
        })
    })
    .await
}

async fn confirm(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let how = match form::first_meeting(&form) {
        Ok(how) => how,
        Err(errors) => {
            let draft = drafts::refuse(&here, CONFIRM_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/confirm", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        Ok(noticed(&id, visits::transitions::confirm(tx, &here, &visit, &how).await?, "confirmed"))
    })?;
    Ok(Go(to))
}

fn noticed(id: &VisitId, done: bool, notice: &'static str) -> String {
    format!("/staff/visits/{id}?notice={}", if done { notice } else { "late" })
}

async fn cancel(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "agenda/cancel", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        Ok(noticed(&id, visits::transitions::cancel(tx, &here, &visit, "senior").await?, "cancelled"))
    })?;
    Ok(Go(to))
}

async fn cannot_come(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let to = once!(&here, "agenda/cannot-come", &form, |tx| {
        let (visit, _) = visit_for(tx, &here, &id).await?;
        Ok(noticed(&id, visits::transitions::cannot_come(tx, &here, &visit, "coordinator").await?, "replace"))
    })?;
    Ok(Go(to))
}

/// What the senior said was not good is followed up: it leaves "Att göra".
async fn follow_up(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?.id.clone();
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let note = match form::follow_up(&form) {
        Ok(note) => note,
        Err(errors) => {
            let draft = drafts::refuse(&here, FOLLOW_UP_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/follow-up", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let (visit, request) = visit_for(tx, &here, &id).await?;
        let done = visits::store::follow_up_feedback(tx, municipality, &id, &me, &note, now).await?;
        if done {
            events::announce(tx, municipality, "visit", id.as_str(), Some(&request.area), now).await?;
            let event = Event {
                action: "visit.follow_up",
                object: ("visit", id.as_str()),
                subject: Some(&visit.senior),
                why: "",
            };
            audit::record(tx, &here, event).await?;
        }
        Ok(noticed(&id, done, "followed-up"))
    })?;
    Ok(Go(to))
}

/// Somebody did not come. Where it was the volunteer, the request needs a replacement and the senior is told; where it was the
/// senior, the request stays as it is: the coordinator calls and decides.
async fn no_show(here: Here, Path(id): Path<VisitId>, form: RawForm) -> Result<Go, Failure> {
    let mut tx = here.read().await?;
    visit_for(&mut tx, &here, &id).await?;
    drop(tx);
    let who = match form::no_show(&form) {
        Ok(who) => who,
        Err(errors) => {
            let draft = drafts::refuse(&here, NO_SHOW_FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/staff/visits/{id}/ask/no-show?draft={draft}")));
        }
    };
    let to = once!(&here, "agenda/no-show", &form, |tx| {
        let (municipality, now) = (here.municipality(), here.instant());
        let (visit, request) = visit_for(tx, &here, &id).await?;
        let done = store::no_show(tx, municipality, &id, who, now).await?;
        if done && who == "volunteer" && request.state() == RequestState::Matched {
            offers::store::end_confirmed(tx, municipality, &visit.request, now).await?;
            matches::store::end(tx, municipality, &visit.request, "replacement", now).await?;
            let change = Change { replace: true, ..Change::default() };
            requests::transitions::step(tx, &here, &request, &Step::Replace, &change).await?;
            tell(tx, municipality, &visit.senior, MessageCode::VisitReplaced, About::request(&visit.request), now)
                .await?;
        }
        if done {
            events::announce(tx, municipality, "visit", id.as_str(), Some(&request.area), now).await?;
            let event = Event {
                action: "visit.no_show",
                object: ("visit", id.as_str()),
                subject: Some(&visit.senior),
                why: who,
            };
            audit::record(tx, &here, event).await?;
        }
        Ok(noticed(&id, done, "no-show"))
    })?;
    Ok(Go(to))
}
