//! What pages of concerns are given, and what they are loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// The question whom a concern is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct AboutField {
    /// Somebody can be searched for.
    pub search: bool,
    /// Value and words.
    pub options: Vec<Named>,
    /// How many were found, once searched for.
    pub found: String,
}

/// The page to tell a concern on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct NewPage {
    /// The visit it is about, or empty.
    pub visit: String,
    /// The question whom it is about, where the visit does not say it.
    pub about: Option<AboutField>,
    /// What was typed.
    pub form: FormView,
    /// The municipality's number.
    pub phone: String,
}

/// The page on which a coordinator says whom a concern is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct AboutPage {
    /// The concern.
    pub id: String,
    /// "Oro 12".
    pub heading: String,
    /// What was told.
    pub body: String,
    /// The question.
    pub field: AboutField,
    /// What was chosen.
    pub form: FormView,
}

/// What the person who told a concern reads afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Sent {
    /// Its number.
    pub number: String,
    /// Who reads it, and when.
    pub read_by: String,
    /// Somebody is in danger.
    pub danger: bool,
    /// What was told.
    pub body: String,
    /// The municipality's number.
    pub phone: String,
    /// The reader's own home page.
    pub home: String,
}

/// A concern in the inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct InboxRow {
    /// Its id.
    pub id: String,
    /// Its number.
    pub number: String,
    /// How serious, in words.
    pub severity: String,
    /// Acute.
    pub urgent: bool,
    /// Its state in words.
    pub status: String,
    /// Nobody has judged it.
    pub new: bool,
    /// Who has it.
    pub owner: String,
    /// Its area.
    pub area: String,
    /// When it was told.
    pub when: String,
    /// How long ago.
    pub age: String,
}

/// The inbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Inbox {
    /// The most serious first.
    pub rows: Vec<InboxRow>,
    /// The closed ones are shown.
    pub closed: bool,
}

/// A concern as its coordinator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct StaffConcern {
    /// Its id.
    pub id: String,
    /// "Oro 12".
    pub heading: String,
    /// It is decided whom it is about.
    pub about_known: bool,
    /// The state it can be brought to next, as a code; empty where it is closed.
    pub step: String,
    /// Label and text.
    pub facts: Vec<Fact>,
    /// What was told.
    pub body: String,
    /// What was decided, or empty.
    pub decision: String,
    /// The visit it is about.
    pub visit: Option<String>,
    /// Whom it is about.
    pub about: Option<String>,
    /// Visits ahead of the person it is about: id and words.
    pub ahead: Vec<Named>,
    /// The form of the next step.
    pub form: FormView,
    /// What has just happened.
    pub notice: Option<String>,
}

ui::loads! {
    /// The page to tell a concern on.
    NewConcernLoad { visit, draft } -> NewPage, "concerns/new";
    /// The page on which a coordinator says whom a concern is about.
    AboutLoad { id, draft } -> AboutPage, "concerns/about";
    /// What stands after a concern was told.
    SentLoad { id } -> Sent, "concerns/sent";
    /// The inbox.
    InboxLoad { show } -> Inbox, "concerns/inbox";
    /// A concern for a coordinator.
    ConcernLoad { id, draft, notice } -> StaffConcern, "concerns/one";
}
