//! Instants, days and the words for them. Local time is Europe/Stockholm throughout, also over the change of clocks.
//! Words are made on the server only, so that both sides of a hydration never compute a date.

use crate::tree::FromTree;
use serde::Serialize;

/// An instant, unix milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, FromTree)]
#[cfg_attr(feature = "ssr", derive(serde::Deserialize, sqlx::Type), sqlx(transparent))]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// This many minutes later (earlier, where negative).
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0 + minutes * 60_000)
    }

    /// This many hours of 60 minutes later.
    pub const fn plus_hours(self, hours: i64) -> Self {
        self.plus_minutes(hours * 60)
    }

    /// This many times 24 hours later.
    pub const fn plus_days(self, days: i64) -> Self {
        self.plus_hours(days * 24)
    }
}

coded! {
    /// A part of the day, as people are asked for it. Visits lie between 8 and 20 (domain, safety rule 7).
    DayPart {
        /// 9–12.
        Morning = "morning",
        /// 12–16.
        Afternoon = "afternoon",
        /// 16–20.
        Evening = "evening",
    }
}

impl DayPart {
    /// The usual start, hours and minutes, where no exact time was agreed.
    pub const fn usual_start(self) -> (i8, i8) {
        match self {
            Self::Morning => (10, 0),
            Self::Afternoon => (13, 0),
            Self::Evening => (17, 0),
        }
    }

    /// The part a clock time belongs to.
    pub const fn of_hour(hour: i8) -> Self {
        match hour {
            ..12 => Self::Morning,
            12..16 => Self::Afternoon,
            16.. => Self::Evening,
        }
    }
}
