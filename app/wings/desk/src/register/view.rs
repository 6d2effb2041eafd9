//! What the register's pages are given, and what they are loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// A person who was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Found {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// The area's name.
    pub area: String,
    /// Roles in words.
    pub roles: Vec<String>,
}

/// A search and what it found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct People {
    /// What was asked for.
    pub search: FormView,
    /// How many were found; empty where nothing was asked for.
    pub found: String,
    /// By name.
    pub people: Vec<Found>,
    /// What has just happened.
    pub notice: Option<String>,
}

/// A line of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct LogLine {
    /// When.
    pub when: String,
    /// Who.
    pub who: String,
    /// What was done, in words.
    pub what: String,
    /// Why.
    pub why: String,
}

/// A person who was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct OpenPerson {
    /// The proof in the address.
    pub proof: String,
    /// Until when it holds.
    pub open_until: String,
    /// Protected identity.
    pub protected: bool,
    /// Is a volunteer.
    pub volunteer: bool,
    /// Label and text.
    pub facts: Vec<Fact>,
    /// Id and words.
    pub requests: Vec<Named>,
    /// Who has read and changed, newest first.
    pub log: Vec<LogLine>,
    /// Contact data.
    pub form: FormView,
    /// Languages to read in.
    pub locales: Vec<Named>,
}

/// A person: the question why, or what is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct StaffPerson {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// The reason, where it was refused.
    pub form: FormView,
    /// A draft of contact data that waits behind the reason, or empty.
    pub kept: String,
    /// What is kept, once a reason was given.
    pub inside: Option<OpenPerson>,
    /// What has just happened.
    pub notice: Option<String>,
}

ui::loads! {
    /// What a search finds.
    PeopleLoad { find, notice } -> People, "people/find";
    /// A person for a coordinator.
    PersonLoad { id, open, draft, notice } -> StaffPerson, "people/one";
}
