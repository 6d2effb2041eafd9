//! A visit with what a coordinator can do.

use super::{
    CONFIRM_FORM, FOLLOW_UP_FORM, NO_SHOW_FORM, RESUME_FORM, advice, mode_key, person, status_text, visit_for,
};
use crate::agenda::{
    model::attention,
    view::{Ask, AskLoad, Party, StaffVisit, VisitLoad},
};
use db::Failure;
use frame::{
    audit::{self, Event},
    context::Here,
    drafts,
};
use ground::{
    AppError, Object, Timestamp,
    clock::{capital, day_code},
    form::FormView,
    id::VisitId,
    text::{Key, Texts, k, theirs},
};
use help::{
    kinds, matches,
    requests::model::Request,
    visits::{
        self,
        model::{Experience, FeedbackAnswer, Visit, VisitOutcome, VisitStatus},
        store::Feedback,
    },
};
use people::person::model::Person;

/// A visit with what a coordinator can do.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
pub(super) async fn visit(here: Here, VisitLoad { id, draft, notice }: VisitLoad) -> Result<StaffVisit, Failure> {
    let id = VisitId(id);
    let municipality = here.municipality();
    let mut tx = here.read().await?;
    let (visit, request) = visit_for(&mut tx, &here, &id).await?;
    let senior = person(&mut tx, &here, &visit.senior).await?;
    let volunteer = person(&mut tx, &here, &visit.volunteer).await?;
    let kinds = kinds::store::list(&mut tx, municipality, here.locale()).await?;
    let kind = kinds.into_iter().find(|kind| kind.id == request.kind).map(|kind| kind.name).unwrap_or_default();
    let feedback = visits::store::feedback(&mut tx, municipality, &id).await?;
    let stopped = matches::store::is_suspended(&mut tx, municipality, &visit.match_id).await?;
    let mut form = FormView::default();
    for kept in [CONFIRM_FORM, FOLLOW_UP_FORM, RESUME_FORM] {
        form = drafts::or_none(drafts::view_about(&mut tx, &here, &kept, &draft, id.as_str()).await)?.unwrap_or(form);
    }
    drop(tx);
    audit::record_read(
        &here,
        Event { action: "visit.read", object: (Object::Visit, id.as_str()), subject: Some(&visit.senior), why: "" },
    )
    .await?;
    Ok(shown(&here, &visit, &request, (&senior, &volunteer), kind, feedback, (stopped, form), &notice))
}

#[allow(clippy::too_many_arguments, reason = "what one page is made of")]
fn shown(
    here: &Here,
    visit: &Visit,
    request: &Request,
    (senior, volunteer): (&Person, &Person),
    kind: String,
    feedback: Option<Feedback>,
    (stopped, form): (bool, FormView),
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
        (k::agenda::CODE_WORD, theirs(&visit.code_word)),
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
        Some(texts.f(k::agenda::FOLLOWED_UP_BY, &[("when", &at(Some(said.followed_up_at?))), ("name", &theirs(by))]))
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
    let late = matches!(notice, "late" | "over");
    let party =
        |person: &Person| Party { id: person.id.to_string(), name: person.name(), phone: person.readable_phone() };
    StaffVisit {
        id: visit.id.to_string(),
        heading: texts.f(
            k::agenda::ONE_HEADING,
            &[("name", &theirs(&senior.name())), ("when", &locale.moment_short(visit.starts_at))],
        ),
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
        may_confirm: visit.status == VisitStatus::Planned && !visit.is_past(now),
        may_cancel: visit.may_be_called_off(now, true),
        may_follow_up,
        stopped,
        may_no_show: visit.status.is_live() && visit.starts_at <= now,
        // What was typed for something that is not possible any more stands beside what is said of it.
        notice: notice_text(texts, notice)
            .map(|said| if late { drafts::with_typed(texts, said, &form.get("first_meeting")) } else { said }),
        form,
    }
}

/// What has just happened, for known codes only.
fn notice_text(texts: Texts, code: &str) -> Option<String> {
    let key = match code {
        "late" => k::agenda::NOTICE_LATE,
        "over" => k::agenda::NOTICE_OVER,
        "confirmed" => k::agenda::NOTICE_CONFIRMED,
        "cancelled" => k::agenda::NOTICE_CANCELLED,
        "replace" => k::agenda::NOTICE_REPLACE,
        "followed-up" => k::agenda::NOTICE_FOLLOWED_UP,
        "resumed" => k::agenda::NOTICE_RESUMED,
        "resumed-past" => k::agenda::NOTICE_RESUMED_PAST,
        "no-show" => k::agenda::NOTICE_NO_SHOW,
        _ => return None,
    };
    Some(texts.s(key).to_owned())
}

/// The page that asks once before something that cannot be taken back.
///
/// # Errors
/// `SignIn`; `NotFound`; `Forbidden`.
pub(super) async fn ask(here: Here, AskLoad { id, what, draft }: AskLoad) -> Result<Ask, Failure> {
    let mut tx = here.read().await?;
    let (visit, _) = visit_for(&mut tx, &here, &VisitId(id)).await?;
    let senior = person(&mut tx, &here, &visit.senior).await?;
    let volunteer = person(&mut tx, &here, &visit.volunteer).await?;
    let form = drafts::view_about(&mut tx, &here, &NO_SHOW_FORM, &draft, visit.id.as_str())
        .await
        .ok()
        .flatten()
        .unwrap_or_default();
    drop(tx);
    if !matches!(what.as_str(), "cancel" | "cannot-come" | "no-show") {
        return Err(AppError::NotFound.into());
    }
    audit::record_read(
        &here,
        Event {
            action: "visit.read",
            object: (Object::Visit, visit.id.as_str()),
            subject: Some(&visit.senior),
            why: "",
        },
    )
    .await?;
    Ok(Ask {
        id: visit.id.to_string(),
        what,
        when: capital(&here.locale().moment(visit.starts_at)),
        senior: theirs(&senior.name()),
        volunteer: theirs(&volunteer.name()),
        form,
    })
}
