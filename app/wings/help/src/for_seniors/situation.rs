//! (server side) What a request looks like to its senior just now, and the words for it: one situation, one heading that says the
//! news, one line that says what happens next. The list, the start page and the request's own page say the same.

use crate::{
    kinds::model::ContactMode,
    requests::{
        model::{CloseReason, Request, RequestState, RequestStatus},
        store::Proposal,
    },
    visits::{model::VisitStatus, store::SeniorVisit},
};
use frame::context::Here;
use ground::{
    Timestamp,
    clock::capital,
    text::{Key, k, theirs},
};

/// What a request looks like to its senior.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation<'a> {
    /// We have it; it can be undone.
    Received,
    /// A coordinator has it.
    Reading,
    /// A coordinator has it, and the senior's answer.
    Answered,
    /// The senior is asked something.
    Question(&'a str),
    /// A volunteer waits for the senior's yes or no.
    Proposal(&'a Proposal),
    /// Volunteers are asked.
    Looking,
    /// Volunteers are asked; nobody was found within a week.
    NobodyYet,
    /// The volunteer cannot come; another is looked for.
    Replacement(Option<&'a SeniorVisit>),
    /// Agreed.
    Coming(&'a SeniorVisit),
    /// The visit has begun.
    Ongoing(&'a SeniorVisit),
    /// The visit is over.
    Done(Option<&'a SeniorVisit>),
    /// Somebody did not come.
    NoShow,
    /// The senior cancelled the visit.
    Cancelled,
    /// Closed for another reason.
    Closed,
    /// We cannot help with this.
    Declined,
    /// Somebody else helps.
    Referred,
    /// The senior took it back.
    Withdrawn,
}

impl<'a> Situation<'a> {
    /// The situation of a request. `visits` and `proposals` may hold those of other requests too; visits come latest first.
    pub fn of(request: &'a Request, visits: &'a [SeniorVisit], proposals: &'a [Proposal], now: Timestamp) -> Self {
        let mut own = visits.iter().filter(|visit| visit.visit.request == request.id);
        match &request.status {
            RequestStatus::Submitted => Self::Received,
            RequestStatus::InReview { .. } if request.answer.is_some() => Self::Answered,
            RequestStatus::InReview { .. } => Self::Reading,
            RequestStatus::NeedsInfo { question, .. } => Self::Question(question),
            RequestStatus::Approved { replacement_since, .. } => {
                match proposals.iter().find(|proposal| proposal.request == request.id) {
                    Some(proposal) => Self::Proposal(proposal),
                    None if request.unfilled_told > 0 => Self::NobodyYet,
                    None if replacement_since.is_some() => Self::Replacement(own.next()),
                    None => Self::Looking,
                }
            }
            RequestStatus::Matched { .. } => {
                let visit = own.find(|visit| visit.visit.status != VisitStatus::Cancelled);
                match visit.map(|visit| (visit, visit.visit.status)) {
                    Some((visit, VisitStatus::Planned | VisitStatus::Confirmed)) if visit.visit.ends_at() > now => {
                        Self::Coming(visit)
                    }
                    Some((visit, VisitStatus::Started)) => Self::Ongoing(visit),
                    Some((_, VisitStatus::NoShow)) => Self::NoShow,
                    other => Self::Done(other.map(|(visit, _)| visit)),
                }
            }
            RequestStatus::Ended { state, reason, .. } => match state {
                RequestState::Declined => Self::Declined,
                RequestState::Referred => Self::Referred,
                RequestState::Withdrawn => Self::Withdrawn,
                _ if reason.as_deref() == Some(CloseReason::NeedMet.code()) => {
                    Self::Done(own.find(|visit| visit.visit.status != VisitStatus::Cancelled))
                }
                _ if own.next().is_some_and(|visit| visit.visit.cancelled_by.as_deref() == Some("senior")) => {
                    Self::Cancelled
                }
                _ => Self::Closed,
            },
        }
    }

    /// Whether the senior is waited for.
    pub const fn needs_answer(self) -> bool {
        matches!(self, Self::Question(_) | Self::Proposal(_))
    }

    /// When the visit is, where there is one to tell of.
    pub fn starts_at(self) -> Option<Timestamp> {
        match self {
            Self::Proposal(proposal) => proposal.time.starts_at(),
            Self::Coming(visit) | Self::Ongoing(visit) | Self::Done(Some(visit)) => Some(visit.visit.starts_at),
            _ => None,
        }
    }

    /// The news, as a heading.
    pub fn heading(self, here: &Here, mode: ContactMode) -> String {
        let texts = here.texts();
        let plain = |key: Key| texts.s(key).to_owned();
        match self {
            Self::Received => plain(k::requests::NEWS_RECEIVED),
            Self::Reading => plain(k::requests::NEWS_READING),
            Self::Answered => plain(k::requests::NEWS_ANSWERED),
            Self::Question(_) => plain(k::requests::NEWS_QUESTION),
            Self::Proposal(proposal) => {
                let key = if calls(mode) { k::requests::NEWS_CAN_CALL } else { k::requests::NEWS_CAN_COME };
                let day = proposal.time.starts_at().map(|at| on_day(here, at)).unwrap_or_default();
                texts.f(key, &[("name", &theirs(&proposal.given_name)), ("day", &day)])
            }
            Self::Looking => plain(k::requests::NEWS_LOOKING),
            Self::NobodyYet => plain(k::requests::NEWS_NOBODY_YET),
            Self::Replacement(Some(visit)) => {
                capital(&texts.f(k::requests::NEWS_REPLACEMENT, &[("name", &visit.name(texts))]))
            }
            Self::Replacement(None) => plain(k::requests::NEWS_LOOKING),
            Self::Coming(visit) => coming(here, visit),
            Self::Ongoing(_) => plain(if calls(mode) { k::requests::NEWS_CALLING } else { k::requests::NEWS_ONGOING }),
            Self::Done(_) => plain(if calls(mode) { k::requests::NEWS_CALLED } else { k::requests::NEWS_DONE }),
            Self::NoShow => plain(k::requests::NEWS_NO_SHOW),
            Self::Cancelled => plain(k::requests::NEWS_CANCELLED),
            Self::Closed => plain(k::requests::NEWS_CLOSED),
            Self::Declined => plain(k::requests::NEWS_DECLINED),
            Self::Referred => plain(k::requests::NEWS_REFERRED),
            Self::Withdrawn => plain(k::requests::NEWS_WITHDRAWN),
        }
    }

    /// What happens next, and when.
    pub fn line(self, here: &Here, request: &Request) -> String {
        let texts = here.texts();
        let key = match self {
            Self::Received | Self::Reading | Self::Answered if request.answer_due_at < here.instant() => {
                k::requests::LINE_LATE
            }
            Self::Received | Self::Reading | Self::Answered => {
                return texts.f(k::requests::LINE_DUE, &[("moment", &here.locale().moment(request.answer_due_at))]);
            }
            Self::Question(_) => k::requests::LINE_QUESTION,
            Self::Proposal(_) => k::requests::LINE_PROPOSAL,
            Self::Looking => k::requests::LINE_LOOKING,
            Self::NobodyYet => k::requests::LINE_NOBODY_YET,
            Self::Replacement(_) => k::requests::LINE_REPLACEMENT,
            Self::Coming(_) => k::requests::LINE_COMING,
            Self::Ongoing(_) => k::requests::LINE_ONGOING,
            Self::Done(_) => k::requests::LINE_DONE,
            Self::NoShow => k::requests::LINE_NO_SHOW,
            Self::Declined => k::requests::LINE_DECLINED,
            Self::Referred => k::requests::LINE_REFERRED,
            Self::Cancelled | Self::Closed | Self::Withdrawn => k::requests::LINE_OVER,
        };
        texts.s(key).to_owned()
    }
}

/// Whether the volunteer calls rather than comes.
pub const fn calls(mode: ContactMode) -> bool {
    matches!(mode, ContactMode::Phone | ContactMode::Video)
}

/// "på torsdag", "den 26 november".
pub fn on_day(here: &Here, at: Timestamp) -> String {
    here.locale().on_day(at.day(), here.app.clock.today())
}

/// "Erik kommer på torsdag", "Erik ringer på torsdag".
pub fn coming(here: &Here, visit: &SeniorVisit) -> String {
    let key = if calls(visit.visit.mode) { k::requests::NEWS_CALLS } else { k::requests::NEWS_COMES };
    let name = visit.name(here.texts());
    capital(&here.texts().f(key, &[("name", &name), ("day", &on_day(here, visit.visit.starts_at))]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        requests::store,
        visits::{model::FeedbackAnswer, store as visits},
    };
    use app::{db_test, demo};
    use db::rows;
    use ground::{
        clock::Clock,
        id::{MunicipalityId, PersonId},
    };
    use std::collections::BTreeSet;

    /// Monday 23 November 2026 at eleven in the morning.
    const MORNING: Timestamp = Timestamp(1_795_428_000_000);

    fn name(situation: Situation<'_>) -> String {
        format!("{situation:?}").split(|c: char| !c.is_alphabetic()).next().unwrap_or_default().to_owned()
    }

    db_test!(every_request_of_the_demonstration_has_its_situation, |db| async {
        demo::fill(&db.db, &Clock::fixed(MORNING)).await.unwrap();
        let mut tx = db.db.read().await.unwrap();
        let sql = "SELECT DISTINCT municipality_id, senior_id FROM request ORDER BY municipality_id, senior_id";
        let seniors = rows!(&mut tx, (MunicipalityId, PersonId), sql).unwrap();
        let mut seen = BTreeSet::new();
        for (municipality, senior) in &seniors {
            let requests = store::list_of_senior(&mut tx, municipality, senior).await.unwrap();
            let all = visits::list_for_senior(&mut tx, municipality, senior).await.unwrap();
            let proposals = store::proposals(&mut tx, municipality, senior, MORNING).await.unwrap();
            assert!(store::asker(&mut tx, municipality, senior).await.unwrap().is_some());
            for request in &requests {
                let situation = Situation::of(request, &all, &proposals, MORNING);
                let own = visits::list_of_request_for_senior(&mut tx, municipality, &request.id).await.unwrap();
                // The list and the request's own page say the same.
                assert_eq!(situation, Situation::of(request, &own, &proposals, MORNING), "{}", request.number);
                let at = store::milestones(&mut tx, municipality, &request.id).await.unwrap();
                assert_eq!(at.ended_at.is_some(), !request.state().is_open(), "{}", request.number);
                seen.insert(name(situation));
            }
            for visit in &all {
                let found = visits::by_id_for_senior(&mut tx, municipality, &visit.visit.id).await.unwrap();
                assert_eq!(found.as_ref(), Some(visit));
                let shown = visits::volunteer_phone(&mut tx, municipality, &visit.visit.match_id).await.unwrap();
                let live = crate::matches::store::is_live(&mut tx, municipality, &visit.visit.match_id).await.unwrap();
                assert!(shown.is_none() || live, "a number without a live match");
                assert!(visit.feedback.as_deref().is_none_or(|code| FeedbackAnswer::from_code(code).is_some()));
            }
            for proposal in &proposals {
                store::languages(&mut tx, municipality, &proposal.volunteer).await.unwrap();
            }
        }
        for expected in [
            "Received",
            "Reading",
            "Question",
            "Proposal",
            "Looking",
            "Coming",
            "Done",
            "Declined",
            "Referred",
            "Withdrawn",
        ] {
            assert!(seen.contains(expected), "{expected} is not among {seen:?}");
        }
    });

    db_test!(a_code_word_is_changed_before_the_visit_and_not_after, |db| async {
        demo::fill(&db.db, &Clock::fixed(MORNING)).await.unwrap();
        let mut tx = db.db.begin().await.unwrap();
        let sql = "SELECT municipality_id, id, status FROM visit ORDER BY id";
        let mut changed = BTreeSet::new();
        for (municipality, id, status) in rows!(&mut tx, (MunicipalityId, ground::id::VisitId, String), sql).unwrap() {
            if changed.insert(status.clone()) {
                let done = visits::set_code_word(&mut tx, &municipality, &id, "fjäril", MORNING).await.unwrap();
                assert_eq!(done.is_done(), matches!(status.as_str(), "planned" | "confirmed"), "{status}");
            }
        }
        assert_eq!(changed.len(), 7);
    });
}
