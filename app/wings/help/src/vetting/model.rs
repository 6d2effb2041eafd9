//! The standing of a volunteer for a kind of help at a time.

use crate::kinds::model::{Kind, Requirement};

/// A requirement that was recorded as done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Which.
    pub requirement: Requirement,
    /// The civil day it was done, `YYYY-MM-DD`.
    pub on: String,
    /// The last civil day it is good, if it ends.
    pub valid_until: Option<String>,
}

/// What is known of a volunteer, to compute the standing from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// Holds the role of volunteer now.
    pub is_volunteer: bool,
    /// A coordinator has put them on hold.
    pub held: bool,
    /// The identity is protected: not in the open flow, on either side of it (domain, safety rule 2).
    pub protected: bool,
    /// Paused by themselves up to and including this civil day.
    pub paused_until: Option<String>,
    /// What was recorded as done (and not withdrawn).
    pub done: Vec<Done>,
}

/// How many days before a requirement ends it is "expiring".
pub const DAYS_EXPIRING: i64 = 30;

/// Whether this volunteer may do this.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Something is missing that was never done.
    Prospective {
        /// What.
        missing: Vec<Requirement>,
    },
    /// May.
    Eligible,
    /// May, until this civil day.
    Expiring {
        /// The last day.
        until: String,
    },
    /// Something that was done is not good any more.
    Expired {
        /// What.
        what: Vec<Requirement>,
    },
    /// On hold, protected, or not a volunteer (any more).
    Blocked,
}

impl Standing {
    /// Whether the volunteer may be asked, say yes, be matched and start.
    pub const fn may(&self) -> bool {
        matches!(self, Self::Eligible | Self::Expiring { .. })
    }

    /// As in locale keys.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Prospective { .. } => "prospective",
            Self::Eligible => "eligible",
            Self::Expiring { .. } => "expiring",
            Self::Expired { .. } => "expired",
            Self::Blocked => "blocked",
        }
    }
}

/// The standing for a kind on a civil day (`today`, `YYYY-MM-DD`; `soon` is `today` + [`DAYS_EXPIRING`]). Civil days in this form
/// compare as text.
pub fn standing(record: &Record, kind: &Kind, today: &str, soon: &str) -> Standing {
    if record.held || record.protected || !record.is_volunteer {
        return Standing::Blocked;
    }
    let (mut missing, mut expired) = (Vec::new(), Vec::new());
    let mut earliest: Option<&str> = None;
    for requirement in &kind.requirements {
        let mut best: Option<Option<&str>> = None;
        for done in record.done.iter().filter(|done| done.requirement == *requirement && done.on.as_str() <= today) {
            let until = done.valid_until.as_deref();
            best = Some(match best {
                None => until,
                Some(None) => None,
                Some(Some(before)) => until.map(|until| until.max(before)),
            });
        }
        match best {
            None => missing.push(*requirement),
            Some(Some(until)) if until < today => expired.push(*requirement),
            Some(Some(until)) if earliest.is_none_or(|known| until < known) => earliest = Some(until),
            Some(_) => {}
        }
    }
    if !missing.is_empty() {
        Standing::Prospective { missing }
    } else if !expired.is_empty() {
        Standing::Expired { what: expired }
    } else if let Some(until) = earliest.filter(|until| *until <= soon) {
        Standing::Expiring { until: until.to_owned() }
    } else {
        Standing::Eligible
    }
}

/// Whether the volunteer wants to be asked on this civil day: not paused.
pub fn is_paused(record: &Record, today: &str) -> bool {
    record.paused_until.as_deref().is_some_and(|until| today <= until)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kinds::model::{ContactMode, Moderation};

    fn kind(requirements: &[Requirement]) -> Kind {
        Kind {
            id: "k".into(),
            slug: "company".into(),
            active: true,
            moderation: Moderation::Offered,
            risk: 2,
            minutes: 60,
            modes: vec![ContactMode::Home],
            requirements: requirements.to_vec(),
            name: String::new(),
            description: String::new(),
            boundary: String::new(),
        }
    }

    fn done(requirement: Requirement, on: &str, until: Option<&str>) -> Done {
        Done { requirement, on: on.into(), valid_until: until.map(Into::into) }
    }

    #[test]
    fn the_table_of_standings() {
        use Requirement::{Agreement, Interview, Pledge};
        let kind = kind(&[Interview, Agreement]);
        let both =
            |until: Option<&str>| vec![done(Interview, "2026-01-01", None), done(Agreement, "2026-01-01", until)];
        let volunteer = |done: Vec<Done>| Record { is_volunteer: true, done, ..Record::default() };
        let at = |record: &Record| standing(record, &kind, "2026-06-01", "2026-07-01");
        assert_eq!(at(&volunteer(vec![])), Standing::Prospective { missing: vec![Interview, Agreement] });
        assert_eq!(at(&volunteer(both(None))), Standing::Eligible);
        assert_eq!(
            at(&volunteer(both(Some("2026-06-01")))),
            Standing::Expiring { until: "2026-06-01".into() },
            "the last day counts"
        );
        assert_eq!(at(&volunteer(both(Some("2026-05-31")))), Standing::Expired { what: vec![Agreement] });
        assert_eq!(at(&volunteer(both(Some("2026-08-01")))), Standing::Eligible);
        let mut renewed = both(Some("2026-05-31"));
        renewed.push(done(Agreement, "2026-05-20", Some("2028-05-20")));
        assert_eq!(at(&volunteer(renewed)), Standing::Eligible, "the best record counts");
        let mut ahead = both(Some("2026-05-31"));
        ahead.push(done(Agreement, "2026-06-02", None));
        assert_eq!(at(&volunteer(ahead)), Standing::Expired { what: vec![Agreement] }, "not done yet");
        assert_eq!(
            at(&volunteer(vec![done(Pledge, "2026-01-01", None)])),
            Standing::Prospective { missing: vec![Interview, Agreement] }
        );
        assert_eq!(at(&Record { held: true, ..volunteer(both(None)) }), Standing::Blocked);
        assert_eq!(at(&Record { protected: true, ..volunteer(both(None)) }), Standing::Blocked);
        assert_eq!(at(&Record { is_volunteer: false, ..volunteer(both(None)) }), Standing::Blocked);
    }

    #[test]
    fn a_pause_includes_its_last_day() {
        let record = Record { paused_until: Some("2026-06-01".into()), ..Record::default() };
        assert!(is_paused(&record, "2026-06-01"));
        assert!(!is_paused(&record, "2026-06-02"));
    }
}
