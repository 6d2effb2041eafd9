//! (server side) What people may be told: a kind of message says its words, where it leads, who may be told and how often, and how soon it
//! is to reach them. A feature declares its kinds in its `told.rs` and lists them in `Feature::told`; `messages::tell` tells, and the check
//! of a whole database makes its rules of what is said here (`checks::store::outboxes`).

use crate::access::{
    model::{Role, SignedIn},
    scope::{handles_protected, holds},
};
use ground::{Object, text::Key};

/// A kind of message.
#[derive(Clone, Copy, Debug)]
pub struct MessageKind {
    /// As in the database.
    pub code: &'static str,
    /// What its reader reads; `{person}` is who it is about.
    pub words: Key,
    /// Of what kind the thing is that it is about; none where it is about nothing that one could go to.
    pub about: Option<Object>,
    /// Where its reader goes from it.
    pub leads: Leads,
    /// Who may be told.
    pub to: To,
    /// How often the same person may be told of the same thing; none is as often as it happens.
    pub most: Option<Most>,
    /// How soon it is to reach its reader.
    pub class: Class,
}

impl MessageKind {
    /// The same, told once of a thing.
    #[must_use]
    pub const fn once(self) -> Self {
        self.at_most(Most { rule: "what happens once is told once", sql: "1" })
    }

    /// The same, told so often of a thing.
    #[must_use]
    pub const fn at_most(self, most: Most) -> Self {
        Self { most: Some(most), ..self }
    }
}

/// Who may be told.
#[derive(Clone, Copy, Debug)]
pub struct To {
    /// The rule, in the words of a finding. Kinds with the same words have the same condition.
    pub rule: &'static str,
    /// The condition that it is told to somebody it is for: of its row, which statements call `m`.
    pub sql: &'static str,
}

impl To {
    /// Coordinators, of whatever area.
    pub const COORDINATORS: Self = Self {
        rule: "a message to coordinators is told to who was one",
        sql: holds!(Coordinator, municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at"),
    };
    /// Those who handle people with protected identity.
    pub const WHO_HANDLE_PROTECTED: Self = Self {
        rule: "a message about protected identity is told to who was coordinator of the whole municipality",
        sql: handles_protected!(municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at"),
    };
    /// Administrators.
    pub const ADMINISTRATORS: Self = Self {
        rule: "a message to administrators is told to who was one",
        sql: holds!(Administrator, municipality = "m.municipality_id", person = "m.person_id", now = "m.created_at"),
    };
    /// Coordinators and administrators, and who has ceased to be one at this moment.
    pub const STAFF: Self = Self {
        rule: "a message to staff is told to who was one of them",
        sql: holds!(
            Coordinator | Administrator,
            municipality = "m.municipality_id",
            person = "m.person_id",
            until = "m.created_at"
        ),
    };
}

/// How often the same person may be told of the same thing.
#[derive(Clone, Copy, Debug)]
pub struct Most {
    /// The rule, in the words of a finding. Kinds with the same words have the same number.
    pub rule: &'static str,
    /// The number, of the messages' row `m`: of that only `municipality_id`, `person_id`, `code`, `about_type` and `about_id`.
    pub sql: &'static str,
}

/// Where the reader of a message goes from it. In an address `{id}` is what the message is about.
#[derive(Clone, Copy, Debug)]
pub enum Leads {
    /// Nowhere.
    Nowhere,
    /// To this page.
    To(&'static str),
    /// To this page, whoever has the role when they read it.
    Holding(Role, &'static str),
    /// To one page or another.
    Either {
        /// A condition of the message's row, which statements call `m`.
        sql: &'static str,
        /// Where it is true.
        page: &'static str,
        /// Where it is not.
        other: &'static str,
    },
}

impl Leads {
    /// The address for a reader, of a message about this thing; `first` is whether the condition of [`Leads::Either`] is true.
    pub fn href(self, reader: &SignedIn, about: Option<&str>, first: bool) -> Option<String> {
        let page = match self {
            Self::To(page) => page,
            Self::Holding(role, page) if reader.is(role) => page,
            Self::Either { page, .. } if first => page,
            Self::Either { other, .. } => other,
            Self::Nowhere | Self::Holding(..) => return None,
        };
        match about {
            Some(id) => Some(page.replace("{id}", id)),
            None => (!page.contains("{id}")).then(|| page.to_owned()),
        }
    }
}

/// How soon a message is to reach its reader (reach, part A).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// At once: something is cancelled, changed or overdue.
    Now,
    /// The same day: a question, a proposal, an offer, or what may be about tomorrow.
    Soon,
    /// With others, in a digest.
    Calm,
}
