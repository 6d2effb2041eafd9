//! A visit and its states.
//!
//! ```text
//! planned → confirmed → started → finished → reported
//!    └─────────┴→ cancelled(by, why)   └→ no show(who), from confirmed or started
//! ```
//! From risk 2 on the first visit stays planned until the coordinator has recorded how the first meeting is arranged.

use crate::kinds::model::ContactMode;
use ground::{
    Timestamp,
    id::{MatchId, PersonId, RequestId, VisitId},
};

ground::coded! {
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

ground::coded! {
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

ground::coded! {
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

ground::coded! {
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
/// Contact details close this long after the planned end, also where nobody pressed "finish".
pub const HOURS_OPEN_AFTER: i64 = 12;

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The visit.
    pub id: VisitId,
    /// Its match.
    pub match_id: MatchId,
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
            match_id: self.match_id,
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

    /// Whether it may be called off now: until its time is over. One whose first meeting was never arranged has not taken place: who is
    /// not one of its two (`staff`) clears it up afterwards too.
    pub const fn may_be_called_off(&self, now: Timestamp, staff: bool) -> bool {
        let over = now.0 >= self.ends_at().0;
        self.status.may_cancel() && (!over || (staff && matches!(self.status, VisitStatus::Planned)))
    }

    /// Whether its time is over although nobody has said so: what could be done with it before is told about now.
    pub const fn is_past(&self, now: Timestamp) -> bool {
        self.status.is_live() && now.0 >= self.ends_at().0
    }

    /// When it is planned to end.
    pub const fn ends_at(&self) -> Timestamp {
        self.starts_at.plus_minutes(self.minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEGIN: Timestamp = Timestamp(1_795_683_600_000);

    fn visit(status: VisitStatus) -> Visit {
        Visit {
            id: "v".into(),
            match_id: "m".into(),
            request: "r".into(),
            senior: "s".into(),
            volunteer: "w".into(),
            starts_at: BEGIN,
            minutes: 60,
            mode: ContactMode::Home,
            code_word: "björk".into(),
            status,
            first_meeting: Some("Vid porten".into()),
            started_at: None,
            finished_at: None,
            reported_at: None,
            outcome: None,
            reported_minutes: None,
            experience: None,
            report_text: Some("Bra.".into()),
            boundaries_kept: None,
            cancelled_by: None,
            sequence: 0,
            updated_at: BEGIN,
        }
    }

    #[test]
    fn a_visit_is_called_off_until_its_time_is_over() {
        for status in VisitStatus::ALL {
            for (minutes, over) in [(-600, false), (0, false), (59, false), (60, true), (3 * 24 * 60, true)] {
                let (visit, now) = (visit(*status), BEGIN.plus_minutes(minutes));
                let open = matches!(status, VisitStatus::Planned | VisitStatus::Confirmed);
                assert_eq!(visit.may_be_called_off(now, false), open && !over, "{status:?} {minutes}");
                let planned = *status == VisitStatus::Planned;
                assert_eq!(visit.may_be_called_off(now, true), open && (!over || planned), "{status:?} {minutes}");
                assert_eq!(visit.is_past(now), over && status.is_live(), "{status:?} {minutes}");
            }
        }
    }

    #[test]
    fn what_is_withheld_is_not_there() {
        let shown = format!("{:?}", visit(VisitStatus::Reported).withheld());
        for words in ["björk", "Vid porten", "Bra."] {
            assert!(!shown.contains(words), "{words}");
        }
    }
}
