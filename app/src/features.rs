//! (server side) The features, a line each, and what is made of all of them.

use frame::{
    access::{self, model::SignedIn},
    context::feature::{Door, Feature, Menu, Routes},
    live,
    tasks::{self, AllTasks},
};
use ground::text::Texts;
use std::{collections::BTreeMap, sync::LazyLock};

/// What stands below the context cannot name what it says of itself.
const ACCESS: Feature = Feature { name: "access", tables: access::store::TABLES, ..Feature::NONE };
const LIVE: Feature = Feature { name: "live", tables: live::TABLES, ..Feature::NONE };
const TASKS: Feature = Feature { name: "tasks", tables: tasks::TABLES, ..Feature::NONE };

/// All features, from the ground upwards.
pub const FEATURES: &[&Feature] = &[
    &ACCESS,
    &LIVE,
    &TASKS,
    &frame::once::FEATURE,
    &frame::audit::FEATURE,
    &frame::messages::FEATURE,
    &frame::drafts::FEATURE,
    &people::person::FEATURE,
    &people::settings::FEATURE,
    &people::sign_in::FEATURE,
    &people::me::FEATURE,
    &people::areas::FEATURE,
    &help::kinds::FEATURE,
    &help::requests::FEATURE,
    &help::vetting::FEATURE,
    &help::matches::FEATURE,
    &help::visits::FEATURE,
    &help::offers::FEATURE,
    &help::transitions::FEATURE,
    &help::for_seniors::FEATURE,
    &help::for_volunteers::FEATURE,
    &desk::volunteers::FEATURE,
    &desk::register::FEATURE,
    &desk::concerns::FEATURE,
    &desk::agenda::FEATURE,
    &desk::review::FEATURE,
    &insight::figures::FEATURE,
    &town::admin::FEATURE,
    &town::help_pages::FEATURE,
    &town::offline::FEATURE,
    &crate::demo::FEATURE,
    &crate::demo_door::FEATURE,
];

/// Every address that is not a page.
pub fn routes() -> Routes {
    FEATURES.iter().fold(Routes::default(), |routes, feature| (feature.routes)(routes))
}

/// What computes all tasks anew.
pub fn all_tasks() -> Vec<AllTasks> {
    FEATURES.iter().filter_map(|feature| feature.all_tasks).collect()
}

/// Through what one comes or goes at this path, where it is such a post.
pub fn door(path: &str) -> Option<Door> {
    static DOORS: LazyLock<BTreeMap<&'static str, Door>> = LazyLock::new(|| routes().doors);
    DOORS.get(path).copied()
}

/// Addresses and words of somebody's main menu: senior's lines first, then the volunteer's, the coordinator's, the administrator's.
pub fn menu(person: Option<&SignedIn>, texts: Texts) -> Vec<(String, String)> {
    let Some(person) = person else { return Vec::new() };
    let main = person.main_role();
    let mut lines: Vec<_> =
        FEATURES.iter().flat_map(|feature| feature.menu).filter(|line| person.is(line.role)).collect();
    lines.sort_by_key(|line| (line.role, line.place));
    let words = |line: &Menu| {
        let key = line.beside.filter(|_| main != Some(line.role)).unwrap_or(line.words);
        texts.s(key).to_owned()
    };
    lines.into_iter().map(|line| (line.href.to_owned(), words(line))).collect()
}
