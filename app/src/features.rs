//! (server side) The features of all wings, and what is made of them.

use frame::{
    access::model::SignedIn,
    context::feature::{Door, Feature, Loads, Menu, Routes},
    live::Topic,
    loading, messages,
    tasks::AllTasks,
    told::MessageKind,
};
use ground::text::Texts;
use std::{collections::BTreeMap, sync::LazyLock};

/// All features, wing by wing from the ground upwards, then what stands here itself.
pub static FEATURES: LazyLock<Vec<&'static Feature>> = LazyLock::new(|| {
    [
        frame::FEATURES,
        people::FEATURES,
        help::FEATURES,
        desk::FEATURES,
        insight::FEATURES,
        town::FEATURES,
        &[&crate::demo::FEATURE, &crate::demo_door::FEATURE],
    ]
    .concat()
});

/// What answers the loads of all pages.
pub fn loads() -> &'static Loads {
    static LOADS: LazyLock<Loads> =
        LazyLock::new(|| FEATURES.iter().fold(Loads::default(), |loads, feature| (feature.loads)(loads)));
    &LOADS
}

/// Every address that is not a page.
pub fn routes() -> Routes {
    let routes = FEATURES.iter().fold(Routes::default(), |routes, feature| (feature.routes)(routes));
    loading::routes(loads(), routes)
}

/// What computes all tasks anew.
pub fn all_tasks() -> Vec<AllTasks> {
    FEATURES.iter().filter_map(|feature| feature.all_tasks).collect()
}

/// Everything that people are told.
pub fn told() -> impl Iterator<Item = &'static MessageKind> {
    messages::kinds(&FEATURES)
}

/// What open screens learn of.
pub fn topics() -> impl Iterator<Item = &'static Topic> {
    FEATURES.iter().flat_map(|feature| feature.topics).copied()
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
