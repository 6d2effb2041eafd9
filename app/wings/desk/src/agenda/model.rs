//! What stands out among the visits of a day: domain, "+30 min message to the volunteer, +60 the coordinator on duty, +90 call the
//! senior".

use ground::{Timestamp, id::VisitId};
use help::{kinds::model::ContactMode, visits::model::VisitStatus};

/// What a coordinator should do about a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attention {
    /// The first meeting is not arranged and is near.
    Arrange,
    /// 30 minutes late: the volunteer has been told; wait.
    Wait,
    /// 60 minutes late: call the volunteer.
    CallVolunteer,
    /// 90 minutes late: call the senior.
    CallSenior,
    /// It ended more than a day ago and is not reported.
    AskReport,
}

/// How near a first meeting must be to stand out, hours.
const HOURS_TO_ARRANGE: i64 = 48;

/// What stands out about a visit. A visit that was not started counts from its planned start, one that was not finished from its
/// planned end.
pub fn attention(status: VisitStatus, starts_at: Timestamp, minutes: i64, now: Timestamp) -> Option<Attention> {
    let ends_at = starts_at.plus_minutes(minutes);
    let due = match status {
        VisitStatus::Planned if now < starts_at => {
            return (now >= starts_at.plus_hours(-HOURS_TO_ARRANGE)).then_some(Attention::Arrange);
        }
        VisitStatus::Planned | VisitStatus::Confirmed => starts_at,
        VisitStatus::Started => ends_at,
        VisitStatus::Finished => return (now >= ends_at.plus_days(1)).then_some(Attention::AskReport),
        VisitStatus::Reported | VisitStatus::Cancelled | VisitStatus::NoShow => return None,
    };
    match (now.0 - due.0).div_euclid(60_000) {
        ..30 => None,
        30..60 => Some(Attention::Wait),
        60..90 => Some(Attention::CallVolunteer),
        90..1440 => Some(Attention::CallSenior),
        _ => Some(Attention::AskReport),
    }
}

/// A visit in the list of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The visit.
    pub id: VisitId,
    /// Its request's number.
    pub number: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// Planned minutes.
    pub minutes: i64,
    /// Its state.
    pub status: VisitStatus,
    /// How it takes place.
    pub mode: ContactMode,
    /// What it is.
    pub kind: String,
    /// The senior's first and family name.
    pub senior: (String, String),
    /// The senior's telephone.
    pub senior_phone: Option<String>,
    /// The volunteer's first and family name.
    pub volunteer: (String, String),
    /// The volunteer's telephone.
    pub volunteer_phone: Option<String>,
    /// The area's name.
    pub area: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_a_visit_that_is_late() {
        use VisitStatus::{Cancelled, Confirmed, Finished, NoShow, Planned, Reported, Started};
        let start = Timestamp(1_800_000_000_000);
        for (status, after, expected) in [
            (Confirmed, 29, None),
            (Confirmed, 30, Some(Attention::Wait)),
            (Confirmed, 60, Some(Attention::CallVolunteer)),
            (Confirmed, 90, Some(Attention::CallSenior)),
            (Confirmed, 1440, Some(Attention::AskReport)),
            // Of 60 minutes: counted from the end once it was started.
            (Started, 89, None),
            (Started, 90, Some(Attention::Wait)),
            (Started, 150, Some(Attention::CallSenior)),
            (Finished, 90, None),
            (Finished, 60 + 1440, Some(Attention::AskReport)),
            (Planned, -49 * 60, None),
            (Planned, -48 * 60, Some(Attention::Arrange)),
            (Planned, 95, Some(Attention::CallSenior)),
            (Reported, 5000, None),
            (Cancelled, 100, None),
            (NoShow, 100, None),
        ] {
            assert_eq!(attention(status, start, 60, start.plus_minutes(after)), expected, "{status:?} {after}");
        }
    }
}
