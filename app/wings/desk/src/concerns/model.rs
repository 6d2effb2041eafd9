//! A concern and its states.

use ground::{
    Timestamp,
    id::{AreaId, ConcernId, PersonId, VisitId},
};

ground::coded! {
    /// The states of a concern.
    ConcernStatus {
        /// Told; nobody has judged it.
        Received = "received",
        /// Judged, with an owner.
        Triaged = "triaged",
        /// Something is being done.
        Acting = "acting",
        /// It was decided what follows.
        Decided = "decided",
        /// Over.
        Closed = "closed",
    }
}

impl ConcernStatus {
    /// The state after this one; none after the last.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Received => Some(Self::Triaged),
            Self::Triaged => Some(Self::Acting),
            Self::Acting => Some(Self::Decided),
            Self::Decided => Some(Self::Closed),
            Self::Closed => None,
        }
    }
}

ground::coded! {
    /// How serious it is. Of a received concern only `Acute` can stand there: the person who told it says that somebody is in
    /// danger.
    Severity {
        /// Look at it in its turn.
        Low = "low",
        /// Look at it today.
        Serious = "serious",
        /// Stop the matches at once.
        Acute = "acute",
    }
}

/// Whom a concern is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Not said yet.
    Open,
    /// Nobody, or the service as a whole.
    Nobody,
    /// This person.
    Person(PersonId),
}

impl About {
    /// The person, where it is one.
    pub const fn person(&self) -> Option<&PersonId> {
        match self {
            Self::Person(id) => Some(id),
            Self::Open | Self::Nobody => None,
        }
    }
}

/// Something that does not feel right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Concern {
    /// The concern.
    pub id: ConcernId,
    /// Its number, for telephone calls.
    pub number: i64,
    /// Who told it.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// Whom it is about: the visit's other person, whom the teller named, or whom a coordinator set.
    pub about: Option<PersonId>,
    /// It was said that it is about nobody, or about the service as a whole. Without it and without a person that is still open.
    pub about_nobody: bool,
    /// Their name.
    pub about_name: Option<String>,
    /// Somebody's identity is protected: the teller's, that person's, or that of one of the visit's two.
    pub protected: bool,
    /// The visit it is about.
    pub visit: Option<VisitId>,
    /// The senior and the volunteer of that visit.
    pub parties: Vec<PersonId>,
    /// The area it belongs to.
    pub area: Option<AreaId>,
    /// The area's name.
    pub area_name: Option<String>,
    /// What happened.
    pub body: String,
    /// Its state.
    pub status: ConcernStatus,
    /// When it was told.
    pub received_at: Timestamp,
    /// How serious it is.
    pub severity: Option<Severity>,
    /// The coordinator who has it.
    pub owner: Option<PersonId>,
    /// Their name.
    pub owner_name: Option<String>,
    /// When it was judged.
    pub triaged_at: Option<Timestamp>,
    /// Whether a lex Sarah report is made, once answered.
    pub lex_sarah: Option<bool>,
    /// The report's number, or why there is none.
    pub lex_sarah_note: Option<String>,
    /// Since when something is being done.
    pub acting_at: Option<Timestamp>,
    /// What was decided.
    pub decision: Option<String>,
    /// When.
    pub decided_at: Option<Timestamp>,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
}

impl Concern {
    /// Whether it is decided whom it is about; before that it cannot be judged.
    pub const fn about_known(&self) -> bool {
        self.about.is_some() || self.about_nobody
    }
}

#[cfg(test)]
mod tests {
    use super::ConcernStatus;

    #[test]
    fn one_way_to_the_end() {
        let mut way = vec![ConcernStatus::Received];
        while let Some(next) = way.last().and_then(|status| status.next()) {
            way.push(next);
        }
        assert_eq!(way, ConcernStatus::ALL);
    }
}
