//! A visit and its states.
//!
//! ```text
//! planned → confirmed → started → finished → reported
//!    └─────────┴→ cancelled(by, why)   └→ no show(who), from confirmed or started
//! ```
//! From risk 2 on the first visit stays planned until the coordinator has recorded how the first meeting is arranged.

use crate::{
    common::{
        Timestamp,
        id::{MatchId, PersonId, RequestId, VisitId},
    },
    kinds::model::ContactMode,
};

coded! {
    /// The states of a visit.
    VisitStatus {
        /// Agreed; the first meeting is not arranged yet.
        Planned = "planned",
        /// It will take place.
        Confirmed = "confirmed",
        /// The volunteer pressed "start".
        Started = "started",
        /// The volunteer pressed "finish".
        Finished = "finished",
        /// The volunteer told how it went.
        Reported = "reported",
        /// It does not take place; it stays so.
        Cancelled = "cancelled",
        /// Somebody did not come.
        NoShow = "no_show",
    }
}

impl VisitStatus {
    /// Whether it is still ahead or going on.
    pub const fn is_live(self) -> bool {
        matches!(self, Self::Planned | Self::Confirmed | Self::Started)
    }

    /// Whether it may be cancelled.
    pub const fn may_cancel(self) -> bool {
        matches!(self, Self::Planned | Self::Confirmed)
    }
}

coded! {
    /// How a visit went, in the volunteer's report.
    VisitOutcome {
        /// As planned.
        AsPlanned = "as_planned",
        /// Shorter or otherwise than planned.
        Otherwise = "otherwise",
        /// The senior was not there.
        SeniorAbsent = "senior_absent",
    }
}

coded! {
    /// How it was for the volunteer.
    Experience {
        /// Good.
        Good = "good",
        /// Neither.
        Fair = "fair",
        /// Hard; the coordinator calls.
        Hard = "hard",
    }
}

coded! {
    /// How it was for the senior.
    FeedbackAnswer {
        /// Good.
        Good = "good",
        /// Not good.
        NotGood = "not_good",
        /// I want to talk with somebody (a call within one working day).
        Talk = "talk",
    }
}

impl FeedbackAnswer {
    /// Whether a coordinator is to follow it up.
    pub const fn needs_follow_up(self) -> bool {
        matches!(self, Self::NotGood | Self::Talk)
    }
}

/// For how many days after the visit a report is possible.
pub const DAYS_TO_REPORT: i64 = 14;

/// How long before the agreed time a visit can be started, minutes.
pub const MINUTES_EARLY: i64 = 60;

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The visit.
    pub id: VisitId,
    /// Its match.
    pub contact: MatchId,
    /// Its request.
    pub request: RequestId,
    /// Whom it is for.
    pub senior: PersonId,
    /// Who comes.
    pub volunteer: PersonId,
    /// When it begins.
    pub starts_at: Timestamp,
    /// How long it is planned to be.
    pub minutes: i64,
    /// Where or how.
    pub mode: ContactMode,
    /// The word both say.
    pub code_word: String,
    /// Its state.
    pub status: VisitStatus,
    /// How the first meeting is arranged, once recorded.
    pub first_meeting: Option<String>,
    /// When it was started.
    pub started_at: Option<Timestamp>,
    /// When it was finished.
    pub finished_at: Option<Timestamp>,
    /// When it was reported.
    pub reported_at: Option<Timestamp>,
    /// A `VisitOutcome`, once reported.
    pub outcome: Option<String>,
    /// Minutes given, once reported.
    pub reported_minutes: Option<i64>,
    /// An `Experience`, once reported.
    pub experience: Option<String>,
    /// The report's text, once reported.
    pub report_text: Option<String>,
    /// Whether the boundaries were kept, once reported.
    pub boundaries_kept: Option<bool>,
    /// `senior`, `volunteer` or `coordinator`, once cancelled.
    pub cancelled_by: Option<String>,
    /// Counts changes, for the calendar file's SEQUENCE.
    pub sequence: i64,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

impl Visit {
    /// The visit for somebody who may not have its words: when it is and how far, and nothing that anybody wrote.
    pub fn withheld(self) -> Self {
        Self {
            id: self.id,
            contact: self.contact,
            request: self.request,
            senior: self.senior,
            volunteer: self.volunteer,
            starts_at: self.starts_at,
            minutes: self.minutes,
            mode: self.mode,
            code_word: String::new(),
            status: self.status,
            first_meeting: None,
            started_at: self.started_at,
            finished_at: self.finished_at,
            reported_at: self.reported_at,
            outcome: None,
            reported_minutes: None,
            experience: None,
            report_text: None,
            boundaries_kept: None,
            cancelled_by: self.cancelled_by,
            sequence: self.sequence,
            updated_at: self.updated_at,
        }
    }

    /// When it is planned to end.
    pub const fn ends_at(&self) -> Timestamp {
        self.starts_at.plus_minutes(self.minutes)
    }
}
