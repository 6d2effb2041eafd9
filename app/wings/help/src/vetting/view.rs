//! What the sign-up and a volunteer's profile are given, and what they are loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// A language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Language {
    /// What is sent.
    pub code: String,
    /// Its name in the reader's language.
    pub name: String,
    /// Its name in itself.
    pub own: String,
}

/// What can be chosen, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, FromTree)]
pub struct Options {
    /// Kinds of help: id and name.
    pub kinds: Vec<Named>,
    /// Areas: id and name.
    pub areas: Vec<Named>,
    /// Languages.
    pub languages: Vec<Language>,
}

/// What the sign-up shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Join {
    /// The signed-in person's name, or empty.
    pub name: String,
    /// What can be chosen.
    pub options: Options,
    /// What was answered before.
    pub form: FormView,
}

/// What the profile shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct VolunteerProfile {
    /// First and family name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Each kind with what may be done, in words.
    pub standings: Vec<Fact>,
    /// What can be chosen.
    pub options: Options,
    /// What is chosen now, or was in a refused form.
    pub form: FormView,
    /// Until when paused, in words, or empty.
    pub paused: String,
    /// What has just happened, or empty.
    pub notice: String,
}

ui::loads! {
    /// The sign-up.
    JoinLoad { draft } -> Join, "vetting/join";
    /// The page after the sign-up: whether the reader is a volunteer now.
    JoinThanksLoad {} -> bool, "vetting/join-thanks";
    /// One's own profile.
    ProfileLoad { notice, draft } -> VolunteerProfile, "vetting/profile";
}
