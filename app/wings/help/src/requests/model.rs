//! A help request and its states.
//!
//! ```text
//! (draft: a form_draft row) → submitted → in review ⇄ needs info
//!                                 │            ├→ approved ⇄ matched → closed(reason)
//!                                 │            ├→ declined(reason, another way)
//!                                 │            └→ referred(another way)
//!                                 └── withdrawn (by the senior, until it is matched)
//! ```
//! `matched → approved` again when the volunteer cannot come ("needs a replacement"). A withdrawn, closed or declined request is over.

use crate::kinds::model::ContactMode;
use ground::{
    Timestamp,
    id::{AreaId, KindId, PersonId, RequestId, TimeId},
    time::DayPart,
};
use serde::Serialize;

ground::coded! {
    /// A state without its data: as in the database, in filters and tags.
    RequestState {
        /// Sent; nobody has taken it. The senior can undo it.
        Submitted = "submitted",
        /// A coordinator has it.
        InReview = "in_review",
        /// The coordinator asked the senior something.
        NeedsInfo = "needs_info",
        /// Volunteers can be asked.
        Approved = "approved",
        /// A volunteer and a visit are there.
        Matched = "matched",
        /// Over, as planned or not.
        Closed = "closed",
        /// We cannot help with this; another way was named.
        Declined = "declined",
        /// Somebody else helps.
        Referred = "referred",
        /// The senior took it back.
        Withdrawn = "withdrawn",
    }
}

impl RequestState {
    /// Whether anything is still to happen.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview | Self::NeedsInfo | Self::Approved | Self::Matched)
    }

    /// Whether the senior may take it back or cancel it.
    pub const fn may_withdraw(self) -> bool {
        matches!(self, Self::Submitted | Self::InReview | Self::NeedsInfo | Self::Approved)
    }
}

ground::coded! {
    /// Why a request was closed.
    CloseReason {
        /// The visit took place.
        NeedMet = "need_met",
        /// No longer needed.
        NoLongerNeeded = "no_longer_needed",
        /// The person moved or died.
        Moved = "moved",
        /// We have no volunteer for it.
        NoCapacity = "no_capacity",
        /// Not something volunteers do.
        NotAppropriate = "not_appropriate",
        /// For somebody's safety.
        Safety = "safety",
        /// Another reason, in words.
        Other = "other",
    }
}

ground::coded! {
    /// Why a request was declined: each has a ready text for the senior and names where to turn.
    DeclineReason {
        /// Help that the home care service gives.
        HomeCare = "home_care",
        /// Help that health care gives.
        HealthCare = "health_care",
        /// Money, keys, medicines or powers of attorney.
        NotForVolunteers = "not_for_volunteers",
        /// Craftsmen's work.
        Trade = "trade",
        /// Another reason, in the coordinator's words.
        Other = "other",
    }
}

ground::coded! {
    /// Who sent a request in.
    Channel {
        /// The senior, here.
        Own = "self",
        /// A coordinator, for a call.
        Phone = "phone",
    }
}

/// The state with its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestStatus {
    /// Sent; nobody has taken it.
    Submitted,
    /// A coordinator has it.
    InReview {
        /// Who; none where it waits for a new owner.
        owner: Option<PersonId>,
    },
    /// The coordinator asked the senior something.
    NeedsInfo {
        /// Who; none where it waits for a new owner.
        owner: Option<PersonId>,
        /// What.
        question: String,
    },
    /// Volunteers can be asked.
    Approved {
        /// Whose it is; none where it waits for a new owner.
        owner: Option<PersonId>,
        /// Since when.
        at: Timestamp,
        /// Since when a replacement is needed, where there was a volunteer before.
        replacement_since: Option<Timestamp>,
    },
    /// A volunteer and a visit are there.
    Matched {
        /// Whose it is; none where it waits for a new owner.
        owner: Option<PersonId>,
        /// Since when.
        at: Timestamp,
    },
    /// Over.
    Ended {
        /// Closed, declined, referred or withdrawn.
        state: RequestState,
        /// When.
        at: Timestamp,
        /// A `CloseReason` or `DeclineReason`, as a code; none where the senior took it back.
        reason: Option<String>,
        /// What the senior was told.
        text: Option<String>,
        /// Where the senior was told to turn.
        other_way: Option<String>,
    },
}

/// A step that the state does not allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidTransition;

/// What can be done with a request, with what it takes to do it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A coordinator takes it.
    Take {
        /// Who.
        by: PersonId,
    },
    /// A coordinator gives it back.
    Release,
    /// The coordinator asks the senior.
    Ask {
        /// What.
        question: String,
    },
    /// The senior (or the coordinator after a call) answers.
    Answer {
        /// What.
        answer: String,
    },
    /// Volunteers can be asked.
    Approve {
        /// What they read.
        volunteer_text: String,
        /// The risk level, where it is not the kind's.
        risk: Option<i64>,
        /// What was checked: codes, then free words, joined by line ends.
        checks: String,
    },
    /// We cannot help with this.
    Decline {
        /// Who decided.
        by: PersonId,
        /// Why.
        reason: DeclineReason,
        /// What the senior is told.
        text: String,
        /// Where the senior is told to turn.
        other_way: String,
    },
    /// Somebody else helps.
    Refer {
        /// Who decided.
        by: PersonId,
        /// Who helps instead.
        to: String,
        /// What the senior is told.
        text: String,
    },
    /// The senior takes it back.
    Withdraw {
        /// Who pressed.
        by: PersonId,
    },
    /// The senior said yes to a volunteer.
    Match,
    /// The volunteer cannot come or lost the standing.
    Replace,
    /// It is over.
    Close {
        /// Who closed it.
        by: PersonId,
        /// Why.
        reason: CloseReason,
        /// What the senior is told, if anything.
        text: Option<String>,
    },
}

/// What a step that ends a request leaves behind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending<'a> {
    /// Who ended it.
    pub by: &'a PersonId,
    /// A `CloseReason` or `DeclineReason`, as a code.
    pub reason: Option<&'static str>,
    /// What the senior is told.
    pub text: Option<&'a str>,
    /// Where the senior is told to turn.
    pub other_way: Option<&'a str>,
}

impl Step {
    /// What it leaves behind, where it ends the request.
    pub fn ending(&self) -> Option<Ending<'_>> {
        Some(match self {
            Self::Decline { by, reason, text, other_way } => {
                Ending { by, reason: Some(reason.code()), text: Some(text), other_way: Some(other_way) }
            }
            Self::Refer { by, to, text } => Ending { by, reason: None, text: Some(text), other_way: Some(to) },
            Self::Withdraw { by } => Ending { by, reason: None, text: None, other_way: None },
            Self::Close { by, reason, text } => {
                Ending { by, reason: Some(reason.code()), text: text.as_deref(), other_way: None }
            }
            _ => return None,
        })
    }
}

impl RequestState {
    /// The state after a step.
    ///
    /// # Errors
    /// The state does not allow the step.
    pub const fn after(self, step: &Step) -> Result<Self, InvalidTransition> {
        Ok(match (self, step) {
            (Self::Submitted, Step::Take { .. }) | (Self::NeedsInfo, Step::Answer { .. }) => Self::InReview,
            (Self::InReview, Step::Release) => Self::Submitted,
            (Self::InReview, Step::Ask { .. }) => Self::NeedsInfo,
            (Self::InReview, Step::Approve { .. }) | (Self::Matched, Step::Replace) => Self::Approved,
            (Self::InReview | Self::NeedsInfo, Step::Decline { .. }) => Self::Declined,
            (Self::InReview | Self::NeedsInfo, Step::Refer { .. }) => Self::Referred,
            (Self::Submitted | Self::InReview | Self::NeedsInfo | Self::Approved, Step::Withdraw { .. }) => {
                Self::Withdrawn
            }
            (Self::Approved, Step::Match) => Self::Matched,
            (Self::InReview | Self::NeedsInfo | Self::Approved | Self::Matched, Step::Close { .. }) => Self::Closed,
            _ => return Err(InvalidTransition),
        })
    }
}

/// A day and time that would suit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PossibleTime {
    /// Its id, which a volunteer's yes names.
    pub id: TimeId,
    /// The civil day, `YYYY-MM-DD`.
    pub day: String,
    /// The part of the day.
    pub part: DayPart,
    /// An exact time `HH:MM`, where one was agreed.
    pub clock: Option<String>,
}

#[cfg(feature = "ssr")]
impl PossibleTime {
    /// When a visit at this time begins.
    pub fn starts_at(&self) -> Option<Timestamp> {
        let day = ground::clock::parse_day(&self.day)?;
        Some(Timestamp::start_of(day, self.part, self.clock.as_deref().and_then(ground::clock::parse_clock)))
    }
}

/// A help request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The request.
    pub id: RequestId,
    /// Its number, unique in the municipality, for telephone calls.
    pub number: i64,
    /// Who wants help.
    pub senior: PersonId,
    /// Who sent it in.
    pub registered_by: PersonId,
    /// By which way.
    pub channel: Channel,
    /// What is wanted.
    pub kind: KindId,
    /// Where: the area of the senior's address.
    pub area: AreaId,
    /// Where or how help is given.
    pub mode: ContactMode,
    /// The senior's own words, or empty.
    pub note: String,
    /// Its state.
    pub status: RequestStatus,
    /// When it was sent.
    pub submitted_at: Timestamp,
    /// By when the senior was told to have an answer.
    pub answer_due_at: Timestamp,
    /// The coordinator's last question and the answer to it.
    pub question: Option<String>,
    /// The answer.
    pub answer: Option<String>,
    /// The text that volunteers see, once approved.
    pub volunteer_text: Option<String>,
    /// The risk level set at approval, else the kind's.
    pub risk: Option<i64>,
    /// What the coordinator checked at approval.
    pub checks: Option<String>,
    /// How the first meeting is arranged (who comes along), once recorded.
    pub first_meeting: Option<String>,
    /// Days after approval at which the senior was told honestly that nobody is found: 0, 7 or 14.
    pub unfilled_told: i64,
}

impl Request {
    /// The request for somebody who may not have its words: what is wanted, where and how far it is, and nothing that anybody wrote.
    pub fn withheld(self) -> Self {
        let status = match self.status {
            RequestStatus::Ended { state, at, .. } => {
                RequestStatus::Ended { state, at, reason: None, text: None, other_way: None }
            }
            other => other,
        };
        Self {
            id: self.id,
            number: self.number,
            senior: self.senior,
            registered_by: self.registered_by,
            channel: self.channel,
            kind: self.kind,
            area: self.area,
            mode: self.mode,
            note: String::new(),
            status,
            submitted_at: self.submitted_at,
            answer_due_at: self.answer_due_at,
            question: None,
            answer: None,
            volunteer_text: None,
            risk: self.risk,
            checks: None,
            first_meeting: None,
            unfilled_told: self.unfilled_told,
        }
    }

    /// The state without its data.
    pub const fn state(&self) -> RequestState {
        match &self.status {
            RequestStatus::Submitted => RequestState::Submitted,
            RequestStatus::InReview { .. } => RequestState::InReview,
            RequestStatus::NeedsInfo { .. } => RequestState::NeedsInfo,
            RequestStatus::Approved { .. } => RequestState::Approved,
            RequestStatus::Matched { .. } => RequestState::Matched,
            RequestStatus::Ended { state, .. } => *state,
        }
    }

    /// Whether it was taken and waits for a new owner, because whoever had it does not coordinate its area any more.
    pub const fn is_unowned(&self) -> bool {
        !matches!(self.status, RequestStatus::Submitted | RequestStatus::Ended { .. }) && self.owner().is_none()
    }

    /// The coordinator who has it.
    pub const fn owner(&self) -> Option<&PersonId> {
        match &self.status {
            RequestStatus::InReview { owner }
            | RequestStatus::NeedsInfo { owner, .. }
            | RequestStatus::Approved { owner, .. }
            | RequestStatus::Matched { owner, .. } => owner.as_ref(),
            RequestStatus::Submitted | RequestStatus::Ended { .. } => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn steps() -> [Step; 11] {
        let (by, words) = (|| PersonId::from("u"), String::new);
        [
            Step::Take { by: by() },
            Step::Release,
            Step::Ask { question: words() },
            Step::Answer { answer: words() },
            Step::Approve { volunteer_text: words(), risk: None, checks: words() },
            Step::Decline { by: by(), reason: DeclineReason::Trade, text: words(), other_way: words() },
            Step::Refer { by: by(), to: words(), text: words() },
            Step::Withdraw { by: by() },
            Step::Match,
            Step::Replace,
            Step::Close { by: by(), reason: CloseReason::Moved, text: None },
        ]
    }

    #[test]
    fn the_table_of_steps() {
        let allowed: Vec<(RequestState, Vec<&str>)> = RequestState::ALL
            .iter()
            .map(|state| {
                let all = steps();
                let steps = all.iter().filter_map(|step| state.after(step).ok()).map(RequestState::code);
                (*state, steps.collect())
            })
            .collect();
        assert_eq!(
            allowed,
            [
                (RequestState::Submitted, vec!["in_review", "withdrawn"]),
                (
                    RequestState::InReview,
                    vec!["submitted", "needs_info", "approved", "declined", "referred", "withdrawn", "closed"]
                ),
                (RequestState::NeedsInfo, vec!["in_review", "declined", "referred", "withdrawn", "closed"]),
                (RequestState::Approved, vec!["withdrawn", "matched", "closed"]),
                (RequestState::Matched, vec!["approved", "closed"]),
                (RequestState::Closed, vec![]),
                (RequestState::Declined, vec![]),
                (RequestState::Referred, vec![]),
                (RequestState::Withdrawn, vec![]),
            ]
        );
    }

    #[test]
    fn what_ends_a_request_says_who_ended_it() {
        for (state, step) in RequestState::ALL.iter().flat_map(|state| steps().map(|step| (*state, step))) {
            if let Ok(to) = state.after(&step) {
                assert_eq!(step.ending().is_some(), !to.is_open(), "{step:?}");
            }
        }
    }

    #[test]
    fn what_is_over_stays_over() {
        for state in RequestState::ALL.iter().filter(|state| !state.is_open()) {
            assert!(steps().iter().all(|step| state.after(step) == Err(InvalidTransition)));
        }
    }
}
