//! What the pages of volunteers are given, and what they are loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// A word about a volunteer, in a colour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct RowTag {
    /// The word.
    pub words: String,
    /// The tag's class.
    pub tone: String,
}

/// A volunteer in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Row {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// Where they help.
    pub areas: String,
    /// What they may do.
    pub may: String,
    /// What is missing for what they want to do.
    pub missing: Vec<String>,
    /// The day of the latest visit.
    pub last: String,
    /// Words about them.
    pub tags: Vec<RowTag>,
}

/// The list, and what it is filtered by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Volunteers {
    /// How many were found.
    pub found: String,
    /// How many are idle.
    pub idle: Option<String>,
    /// By name.
    pub rows: Vec<Row>,
    /// Areas to choose from.
    pub areas: Vec<Named>,
    /// Kinds to choose from.
    pub kinds: Vec<Named>,
    /// Standings to choose from.
    pub standings: Vec<Named>,
    /// The filter.
    pub form: FormView,
}

/// Something that was recorded as done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct RecordLine {
    /// Its id.
    pub id: String,
    /// The requirement.
    pub what: String,
    /// The day.
    pub on: String,
    /// The last day it is good.
    pub until: String,
    /// Who recorded it.
    pub by: String,
    /// That it was withdrawn.
    pub withdrawn: Option<String>,
}

/// The standing for a kind of help.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct StandingLine {
    /// The kind.
    pub kind: String,
    /// Whether they want to do it, in a word.
    pub wants: String,
    /// The standing.
    pub words: String,
    /// The tag's class.
    pub tone: String,
}

/// A visit, or something that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct TaskLine {
    /// Its page.
    pub href: String,
    /// Number, kind and time.
    pub words: String,
    /// Its state in a word.
    pub status: String,
}

/// A volunteer as a coordinator sees them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct StaffVolunteer {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// On hold.
    pub held: bool,
    /// Paused.
    pub paused: bool,
    /// The standing for each kind of help.
    pub standings: Vec<StandingLine>,
    /// Label and text.
    pub facts: Vec<Fact>,
    /// What was recorded.
    pub records: Vec<RecordLine>,
    /// Visits.
    pub visits: Vec<TaskLine>,
    /// What they were asked.
    pub offers: Vec<TaskLine>,
    /// Requirements to choose from.
    pub requirements: Vec<Named>,
    /// The form that records.
    pub record_form: FormView,
    /// The form of the hold.
    pub hold_form: FormView,
    /// What has just happened.
    pub notice: Option<String>,
}

ui::loads! {
    /// The list.
    VolunteersLoad { area, kind, standing, find } -> Volunteers, "volunteers/list";
    /// A volunteer for a coordinator.
    VolunteerLoad { id, draft, notice } -> StaffVolunteer, "volunteers/one";
}
