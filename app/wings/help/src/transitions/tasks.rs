//! (server side) What waits for a coordinator because of a request, its offers, its visits and what the senior said of them: computed from
//! how they stand, and settled at the end of each of their steps. Deadlines are set here: the promised day for an answer, the end of the
//! next working day for what needs a call, an hour for a visit that should have begun or ended, days 7 and 14 for a request without a
//! volunteer.

use super::store;
use crate::{
    requests::{self, model::RequestState},
    visits::model::{FeedbackAnswer, VisitStatus},
};
use db::{DbError, Tx};
use frame::tasks::{self, End, Found, Of, Task, TaskKind, Wanted, Weight};
use ground::{
    Object, Timestamp,
    clock::working_days_after,
    id::{AreaId, MunicipalityId, PersonId, RequestId, VisitId},
    text::k,
};

/// A request nobody has taken.
pub const SUBMITTED: TaskKind =
    TaskKind { code: "submitted", words: k::review::TASK_SUBMITTED, weight: Weight::Waiting };
/// The senior has answered the question.
pub const ANSWERED: TaskKind = TaskKind { code: "answered", words: k::review::TASK_ANSWERED, weight: Weight::Waiting };
/// One's own, being reviewed; or a colleague's whose answer is late.
pub const IN_REVIEW: TaskKind = TaskKind { code: "in_review", words: k::review::TASK_IN_REVIEW, weight: Weight::Calm };
/// A question to somebody who is reached by telephone or letter only.
pub const CALL_QUESTION: TaskKind =
    TaskKind { code: "call_question", words: k::review::TASK_CALL_QUESTION, weight: Weight::Pressing };
/// The volunteer cannot come and nobody else is asked.
pub const REPLACEMENT: TaskKind =
    TaskKind { code: "replacement", words: k::review::TASK_REPLACEMENT, weight: Weight::Alarming };
/// Approved, and no volunteer is asked now.
pub const NO_OFFERS: TaskKind =
    TaskKind { code: "no_offers", words: k::review::TASK_NO_OFFERS, weight: Weight::Waiting };
/// Seven or fourteen days without a volunteer.
pub const UNFILLED: TaskKind = TaskKind { code: "unfilled", words: k::review::TASK_UNFILLED, weight: Weight::Pressing };
/// A volunteer can; the senior is called.
pub const SENIOR_CALL: TaskKind =
    TaskKind { code: "senior_call", words: k::review::TASK_SENIOR_CALL, weight: Weight::Pressing };
/// A volunteer can; the senior answers by themselves.
pub const SENIOR_WAIT: TaskKind =
    TaskKind { code: "senior_wait", words: k::review::TASK_SENIOR_WAIT, weight: Weight::Calm };
/// The first meeting is not arranged.
pub const FIRST_MEETING: TaskKind =
    TaskKind { code: "first_meeting", words: k::review::TASK_FIRST_MEETING, weight: Weight::Pressing };
/// A visit that should have begun.
pub const NOT_STARTED: TaskKind =
    TaskKind { code: "not_started", words: k::review::TASK_NOT_STARTED, weight: Weight::Alarming };
/// A visit that should have ended.
pub const NOT_FINISHED: TaskKind =
    TaskKind { code: "not_finished", words: k::review::TASK_NOT_FINISHED, weight: Weight::Alarming };
/// A visit nobody has told about.
pub const UNREPORTED: TaskKind =
    TaskKind { code: "unreported", words: k::review::TASK_UNREPORTED, weight: Weight::Waiting };
/// The senior was not there.
pub const ABSENT: TaskKind = TaskKind { code: "absent", words: k::review::TASK_ABSENT, weight: Weight::Alarming };
/// The senior wants to talk about a visit.
pub const FEEDBACK_TALK: TaskKind =
    TaskKind { code: "feedback_talk", words: k::review::TASK_FEEDBACK_TALK, weight: Weight::Pressing };
/// A visit was not good.
pub const FEEDBACK_BAD: TaskKind =
    TaskKind { code: "feedback_bad", words: k::review::TASK_FEEDBACK_BAD, weight: Weight::Pressing };
/// A request whose coordinator is gone.
pub const OWNERLESS: TaskKind =
    TaskKind { code: "ownerless", words: k::review::TASK_OWNERLESS, weight: Weight::Alarming };

/// The kinds of this feature, in the order of a choice among them.
pub const KINDS: &[&TaskKind] = &[
    &SUBMITTED,
    &ANSWERED,
    &IN_REVIEW,
    &CALL_QUESTION,
    &REPLACEMENT,
    &NO_OFFERS,
    &UNFILLED,
    &SENIOR_CALL,
    &SENIOR_WAIT,
    &FIRST_MEETING,
    &NOT_STARTED,
    &NOT_FINISHED,
    &UNREPORTED,
    &ABSENT,
    &FEEDBACK_TALK,
    &FEEDBACK_BAD,
    &OWNERLESS,
];

/// How a request stands with what belongs to it, as far as its tasks go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The request.
    pub id: RequestId,
    /// Its number.
    pub number: i64,
    /// Who wants help.
    pub senior: PersonId,
    /// Where.
    pub area: AreaId,
    /// Its state.
    pub state: RequestState,
    /// Who has it, or had it when it ended.
    pub owner: Option<PersonId>,
    /// Since when it waits for a new owner.
    pub unowned_since: Option<Timestamp>,
    /// When it was sent.
    pub submitted_at: Timestamp,
    /// By when an answer is promised.
    pub answer_due_at: Timestamp,
    /// When its owner took it.
    pub taken_at: Option<Timestamp>,
    /// When the senior was asked something.
    pub asked_at: Option<Timestamp>,
    /// When the senior answered.
    pub answered_at: Option<Timestamp>,
    /// Since when volunteers can be asked.
    pub approved_at: Option<Timestamp>,
    /// Since when there is a volunteer.
    pub matched_at: Option<Timestamp>,
    /// Since when a replacement is needed.
    pub replacement_since: Option<Timestamp>,
    /// The senior is reached in the app.
    pub by_app: bool,
    /// A volunteer is asked, and has not answered.
    pub asked: bool,
    /// A volunteer's yes, which waits for the senior.
    pub proposal: Option<Proposal>,
    /// Its visits.
    pub visits: Vec<Visit>,
}

/// A volunteer's yes, which waits for the senior.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// Whose.
    pub volunteer: PersonId,
    /// Since when.
    pub since: Timestamp,
}

/// How a visit stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The visit.
    pub id: VisitId,
    /// Who comes.
    pub volunteer: PersonId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it is planned to be.
    pub minutes: i64,
    /// Its state.
    pub status: VisitStatus,
    /// What the senior said of it, and when, where that is still to be followed up.
    pub to_follow: Option<(FeedbackAnswer, Timestamp)>,
}

/// The tasks that a request is to have, with its offers and visits, while it stands like this.
pub fn of(request: &Facts) -> Vec<Task> {
    let mut tasks = match request.state {
        RequestState::Submitted => vec![task(request, &SUBMITTED, request.submitted_at, request.answer_due_at)],
        RequestState::InReview => vec![in_review(request)],
        RequestState::NeedsInfo if !request.by_app => {
            vec![call(request, &CALL_QUESTION, request.asked_at.unwrap_or(request.submitted_at))]
        }
        RequestState::Approved => approved(request),
        RequestState::Matched => request.visits.iter().flat_map(|visit| of_visit(request, visit)).collect(),
        _ => Vec::new(),
    };
    let taken = request.state.is_open() && request.state != RequestState::Submitted;
    if let Some(since) = request.unowned_since.filter(|_| taken && request.owner.is_none()) {
        tasks.push(call(request, &OWNERLESS, since));
    }
    for visit in &request.visits {
        if let Some((answer, since)) = visit.to_follow {
            let kind = if answer == FeedbackAnswer::Talk { &FEEDBACK_TALK } else { &FEEDBACK_BAD };
            tasks.push(about_visit(call(request, kind, since), visit));
        }
    }
    tasks
}

/// A task about the request.
fn task(request: &Facts, kind: &'static TaskKind, since: Timestamp, due: Timestamp) -> Task {
    Task {
        kind,
        phase: 0,
        about: (Object::Request, request.id.0.clone()),
        request: Some(request.id.clone()),
        number: request.number,
        person: Some(request.senior.clone()),
        kept_from: vec![request.senior.clone()],
        also_about: Vec::new(),
        hidden_if_protected: false,
        area: Some(request.area.clone()),
        owner: request.owner.clone(),
        since,
        due,
        starts_at: None,
        visible_from: None,
        visible_until: None,
        others_from: None,
    }
}

/// The same, where it is to be done by the end of the next working day.
fn call(request: &Facts, kind: &'static TaskKind, since: Timestamp) -> Task {
    task(request, kind, since, working_days_after(since, 1))
}

fn about_visit(task: Task, visit: &Visit) -> Task {
    Task {
        about: (Object::Visit, visit.id.0.clone()),
        kept_from: task.kept_from.into_iter().chain([visit.volunteer.clone()]).collect(),
        starts_at: Some(visit.starts_at),
        ..task
    }
}

/// Who reviews it has it before their eyes; colleagues see that its answer is late.
fn in_review(request: &Facts) -> Task {
    match request.answered_at {
        Some(since) => task(request, &ANSWERED, since, request.answer_due_at),
        None => Task {
            others_from: Some(Timestamp(request.answer_due_at.0 + 1)),
            ..task(request, &IN_REVIEW, request.taken_at.unwrap_or(request.submitted_at), request.answer_due_at)
        },
    }
}

fn approved(request: &Facts) -> Vec<Task> {
    if let Some(proposal) = &request.proposal {
        let kind = if request.by_app { &SENIOR_WAIT } else { &SENIOR_CALL };
        let task = call(request, kind, proposal.since);
        let kept_from = vec![request.senior.clone(), proposal.volunteer.clone()];
        return vec![Task { kept_from, ..task }];
    }
    let Some(since) = request.approved_at else { return Vec::new() };
    let (week, fortnight) = (since.plus_days(7), since.plus_days(14));
    if let Some(replaced) = request.replacement_since {
        // While somebody is asked it is in hand, for a week.
        return vec![Task { visible_from: request.asked.then_some(week), ..call(request, &REPLACEMENT, replaced) }];
    }
    let mut tasks = vec![
        Task {
            phase: 7,
            visible_from: Some(week),
            visible_until: Some(fortnight),
            ..task(request, &UNFILLED, since, week)
        },
        Task { phase: 14, visible_from: Some(fortnight), ..task(request, &UNFILLED, since, fortnight) },
    ];
    if !request.asked {
        tasks.push(Task { visible_until: Some(week), ..call(request, &NO_OFFERS, since) });
    }
    tasks
}

/// How late a visit may begin and end before somebody asks.
const MINUTES_LATE: i64 = 30;

fn of_visit(request: &Facts, visit: &Visit) -> Vec<Task> {
    let begin = visit.starts_at;
    let end = begin.plus_minutes(visit.minutes);
    let told = end.plus_days(1);
    let task = |kind, since, due| about_visit(task(request, kind, since, due), visit);
    let unreported = Task { visible_from: Some(told), ..task(&UNREPORTED, begin, told) };
    let overdue = |kind, from: Timestamp| Task {
        visible_from: Some(from.plus_minutes(MINUTES_LATE)),
        visible_until: Some(told),
        ..task(kind, begin, from.plus_hours(1))
    };
    match visit.status {
        VisitStatus::Planned => {
            vec![task(&FIRST_MEETING, request.matched_at.unwrap_or(begin), begin.plus_days(-1))]
        }
        VisitStatus::Confirmed => vec![overdue(&NOT_STARTED, begin), unreported],
        VisitStatus::Started => vec![overdue(&NOT_FINISHED, end), unreported],
        VisitStatus::Finished => vec![unreported],
        VisitStatus::NoShow => vec![task(&ABSENT, begin, working_days_after(begin, 1))],
        VisitStatus::Reported | VisitStatus::Cancelled => Vec::new(),
    }
}

/// Settles the tasks of a request with its offers and visits, at the end of any step of one of them.
pub async fn settle(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    request: &RequestId,
    now: Timestamp,
) -> Result<(), DbError> {
    // Who takes another step at this moment waits, and reads what this one leaves.
    requests::store::hold(tx, municipality, request).await?;
    let Some(facts) = store::facts(tx, municipality, request).await? else { return Ok(()) };
    let end = match facts.state {
        RequestState::Withdrawn => End::Dropped(facts.state.code()),
        state => End::Done(state.code()),
    };
    let wanted = Wanted { of: Of::Request(request), kinds: KINDS, tasks: of(&facts), end };
    tasks::settle(tx, municipality, wanted, now).await
}

/// The tasks of all requests.
pub async fn all(tx: &mut Tx) -> Found {
    let facts = store::all_facts(tx).await?;
    Ok(facts
        .iter()
        .flat_map(|(municipality, facts)| of(facts).into_iter().map(|task| (municipality.clone(), task)))
        .collect())
}

#[cfg(test)]
mod tests;
