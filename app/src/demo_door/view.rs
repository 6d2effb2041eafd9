//! What the demonstration's page is given, and what it is loaded by.

use ground::tree::FromTree;
use serde::Serialize;

/// A person one can be in the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct DemoEntry {
    /// The person's id.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// Area, and a line about them.
    pub about: String,
}

/// The people of a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct DemoGroup {
    /// The heading.
    pub heading: String,
    /// Each with a button.
    pub people: Vec<DemoEntry>,
}

/// The people of the demonstration by role: seniors, volunteers, coordinators, administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct DemoPeople {
    /// The demonstration's clock, in words.
    pub now: String,
    /// One a role.
    pub groups: Vec<DemoGroup>,
}

ui::loads! {
    /// The demo people. 404 where the demonstration is off.
    DemoLoad {} -> DemoPeople, "access/demo";
}
