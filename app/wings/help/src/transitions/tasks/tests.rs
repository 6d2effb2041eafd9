//! The table of what a request asks for, state by state.

use super::*;

/// Monday 23 November 2026 at eleven in Stockholm.
const NOW: Timestamp = Timestamp(1_795_428_000_000);
/// By the end of the next working day.
const TOMORROW: Timestamp = Timestamp(1_795_532_400_000);

fn request(state: RequestState) -> Facts {
    Facts {
        id: "r".into(),
        number: 7,
        senior: "s".into(),
        area: "centre".into(),
        state,
        owner: Some("u".into()),
        unowned_since: None,
        submitted_at: NOW,
        answer_due_at: NOW.plus_days(2),
        taken_at: Some(NOW),
        asked_at: Some(NOW),
        answered_at: None,
        approved_at: Some(NOW),
        matched_at: Some(NOW),
        replacement_since: None,
        by_app: true,
        asked: false,
        proposal: None,
        visits: Vec::new(),
    }
}

fn visit(status: VisitStatus) -> Visit {
    Visit { id: "v".into(), volunteer: "w".into(), starts_at: NOW, minutes: 60, status, to_follow: None }
}

/// Code, minutes until its deadline, and from when until when it shows, in minutes too.
type Shown = (&'static str, i64, Option<i64>, Option<i64>);

fn shown(request: &Facts) -> Vec<Shown> {
    let minutes = |at: Timestamp| (at.0 - NOW.0) / 60_000;
    of(request)
        .iter()
        .map(|task| {
            (task.kind.code, minutes(task.due), task.visible_from.map(minutes), task.visible_until.map(minutes))
        })
        .collect()
}

#[test]
fn a_request_asks_for_what_its_state_says() {
    const DAY: i64 = 24 * 60;
    let tomorrow = (TOMORROW.0 - NOW.0) / 60_000;
    let by_phone = |state| Facts { by_app: false, ..request(state) };
    let proposal = Some(Proposal { volunteer: "w".into(), since: NOW });
    for (request, expected) in [
        (request(RequestState::Submitted), vec![("submitted", 2 * DAY, None, None)]),
        (request(RequestState::InReview), vec![("in_review", 2 * DAY, None, None)]),
        (Facts { answered_at: Some(NOW), ..request(RequestState::InReview) }, vec![("answered", 2 * DAY, None, None)]),
        (request(RequestState::NeedsInfo), vec![]),
        (by_phone(RequestState::NeedsInfo), vec![("call_question", tomorrow, None, None)]),
        (
            request(RequestState::Approved),
            vec![
                ("unfilled", 7 * DAY, Some(7 * DAY), Some(14 * DAY)),
                ("unfilled", 14 * DAY, Some(14 * DAY), None),
                ("no_offers", tomorrow, None, Some(7 * DAY)),
            ],
        ),
        (
            Facts { asked: true, ..request(RequestState::Approved) },
            vec![("unfilled", 7 * DAY, Some(7 * DAY), Some(14 * DAY)), ("unfilled", 14 * DAY, Some(14 * DAY), None)],
        ),
        (
            Facts { replacement_since: Some(NOW), ..request(RequestState::Approved) },
            vec![("replacement", tomorrow, None, None)],
        ),
        (
            Facts { replacement_since: Some(NOW), asked: true, ..request(RequestState::Approved) },
            vec![("replacement", tomorrow, Some(7 * DAY), None)],
        ),
        (
            Facts { proposal: proposal.clone(), ..request(RequestState::Approved) },
            vec![("senior_wait", tomorrow, None, None)],
        ),
        (Facts { proposal, ..by_phone(RequestState::Approved) }, vec![("senior_call", tomorrow, None, None)]),
        (request(RequestState::Matched), vec![]),
        (request(RequestState::Closed), vec![]),
        (request(RequestState::Declined), vec![]),
        (request(RequestState::Referred), vec![]),
        (request(RequestState::Withdrawn), vec![]),
    ] {
        assert_eq!(shown(&request), expected, "{request:?}");
    }
}

#[test]
fn a_visit_asks_for_somebody_when_it_is_late() {
    const TOLD: i64 = 60 + 24 * 60;
    let unreported = ("unreported", TOLD, Some(TOLD), None);
    let tomorrow = (TOMORROW.0 - NOW.0) / 60_000;
    for (status, expected) in [
        (VisitStatus::Planned, vec![("first_meeting", -24 * 60, None, None)]),
        (VisitStatus::Confirmed, vec![("not_started", 60, Some(30), Some(TOLD)), unreported]),
        (VisitStatus::Started, vec![("not_finished", 120, Some(90), Some(TOLD)), unreported]),
        (VisitStatus::Finished, vec![unreported]),
        (VisitStatus::Reported, vec![]),
        (VisitStatus::Cancelled, vec![]),
        (VisitStatus::NoShow, vec![("absent", tomorrow, None, None)]),
    ] {
        let matched = Facts { visits: vec![visit(status)], ..request(RequestState::Matched) };
        assert_eq!(shown(&matched), expected, "{status:?}");
        for task in of(&matched) {
            assert_eq!((task.about.0, task.about.1.as_str()), (Object::Visit, "v"));
            assert_eq!(task.kept_from, [PersonId::from("s"), PersonId::from("w")]);
        }
        let over = Facts { state: RequestState::Closed, ..matched };
        assert_eq!(shown(&over), [], "what is over asks for nobody: {status:?}");
    }
}

#[test]
fn whoever_is_gone_and_whatever_was_not_good_is_followed_up() {
    let unowned = |state| Facts { owner: None, unowned_since: Some(NOW), ..request(state) };
    for state in RequestState::ALL {
        let asks = of(&unowned(*state)).iter().any(|task| task.kind.code == OWNERLESS.code && task.owner.is_none());
        assert_eq!(asks, state.is_open() && *state != RequestState::Submitted, "{state:?}");
    }
    for state in [RequestState::Matched, RequestState::Closed] {
        for (answer, code) in [(FeedbackAnswer::Talk, "feedback_talk"), (FeedbackAnswer::NotGood, "feedback_bad")] {
            let said = Visit { to_follow: Some((answer, NOW)), ..visit(VisitStatus::Reported) };
            let tasks = of(&Facts { visits: vec![said], ..request(state) });
            assert_eq!(tasks.iter().map(|task| task.kind.code).collect::<Vec<_>>(), [code]);
            assert_eq!((tasks[0].due, tasks[0].owner.as_ref()), (TOMORROW, Some(&PersonId::from("u"))));
        }
    }
}

#[test]
fn colleagues_see_a_review_once_its_answer_is_late() {
    let task = of(&request(RequestState::InReview)).remove(0);
    assert_eq!(task.others_from, Some(Timestamp(NOW.plus_days(2).0 + 1)));
    assert_eq!(task.kept_from, [PersonId::from("s")], "nobody handles what is their own");
    let answered = Facts { answered_at: Some(NOW), ..request(RequestState::InReview) };
    assert_eq!(of(&answered)[0].others_from, None);
}
