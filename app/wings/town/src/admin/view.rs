//! What the administrator's pages are given, and what they are loaded by.

use ground::{
    form::{FormView, Named},
    text::Key,
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// The overview: lines that say how much there is of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Overview {
    /// Name and number of the municipality.
    pub municipality: String,
    /// "6 områden används".
    pub areas: String,
    /// "5 typer visas för deltagare".
    pub kinds: String,
    /// "5 personer arbetar här".
    pub roles: String,
    /// Who has read about unusually many people, and on which day.
    pub read_much: Vec<String>,
}

/// The municipality's form and what to say above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct MunicipalityData {
    /// What is in the form.
    pub form: FormView,
    /// A code for a notice.
    pub notice: String,
}

/// An area in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct AreaLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "Används" or "Används inte".
    pub state: String,
    /// The neighbours' names.
    pub neighbours: String,
}

/// All areas, and the form for a new one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct AreaList {
    /// By name.
    pub areas: Vec<AreaLine>,
    /// What is in the form.
    pub form: FormView,
    /// A code for a notice.
    pub notice: String,
}

/// One area to change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct AreaData {
    /// Its id.
    pub id: String,
    /// Its name as it is kept.
    pub name: String,
    /// What is in the form.
    pub form: FormView,
    /// The other areas: id and name.
    pub others: Vec<Named>,
}

/// A kind in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindLine {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// "Används" or "Används inte".
    pub state: String,
    /// How it finds its volunteer.
    pub moderation: String,
    /// 1 to 3.
    pub risk: String,
}

/// All kinds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindList {
    /// In their order.
    pub kinds: Vec<KindLine>,
    /// A code for a notice.
    pub notice: String,
}

/// One kind to change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindData {
    /// Its id.
    pub id: String,
    /// Its name in the reader's language, as it is kept.
    pub name: String,
    /// What is in the form.
    pub form: FormView,
    /// What it is to demand less, where that waits for a second person.
    pub waiting: Option<Waiting>,
    /// A code for a notice.
    pub notice: String,
}

/// A role in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleLine {
    /// The assignment's id.
    pub id: String,
    /// Whose.
    pub person: String,
    /// Which.
    pub role: String,
    /// Where.
    pub area: String,
    /// From when.
    pub from: String,
    /// Until when.
    pub to: String,
}

/// Somebody who was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The person.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// The roles they have, or empty.
    pub roles: String,
}

/// Who works here, and the form that gives a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleList {
    /// Staff by name.
    pub staff: Vec<RoleLine>,
    /// Roles that wait for a second person.
    pub waiting: Vec<Waiting>,
    /// Somebody else is here who can confirm what the reader proposes.
    pub others: bool,
    /// What was searched for.
    pub search: FormView,
    /// The search's id.
    pub find: String,
    /// Who was found.
    pub found: Vec<Found>,
    /// What is in the form.
    pub form: FormView,
    /// Areas: id and name, the whole municipality first.
    pub areas: Vec<Named>,
    /// A code for a notice.
    pub notice: String,
}

/// Something that waits for a second person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The proposal's id.
    pub id: String,
    /// What is proposed: name and value of each thing.
    pub lines: Vec<Fact>,
    /// Who proposed it, and until when it can be confirmed.
    pub said: String,
    /// The reader may confirm it.
    pub may_confirm: bool,
}

/// What the page knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogoData {
    /// What is in the form.
    pub form: FormView,
    /// What has just happened.
    pub notice: Option<Key>,
}

ui::loads! {
    /// The overview.
    OverviewLoad {} -> Overview, "admin/overview";
    /// The municipality's form.
    MunicipalityLoad { draft, notice } -> MunicipalityData, "admin/municipality";
    /// The areas.
    AreasLoad { draft, notice } -> AreaList, "admin/areas";
    /// An area.
    AreaLoad { id, draft } -> AreaData, "admin/area";
    /// The kinds.
    KindsLoad { notice } -> KindList;
    /// A kind.
    KindLoad { id, draft, notice } -> KindData;
    /// The roles.
    RolesLoad { find, draft, notice } -> RoleList;
    /// A role that is to be ended.
    RoleLoad { id } -> RoleLine;
    /// The municipality's logo.
    LogoLoad { draft, notice } -> LogoData;
}
