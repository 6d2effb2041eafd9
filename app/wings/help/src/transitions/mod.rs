//! (server side) The steps of requests, offers and visits with all that follows from them, in the caller's transaction. The three stand
//! together because none of them takes a step alone: a yes makes a visit, a request that ends calls it off, a visit that ends closes it.

pub mod offers;
pub mod requests;
mod store;
pub mod tasks;
pub mod visits;

use frame::context::feature::Feature;

/// What this feature says of itself.
pub const FEATURE: Feature = Feature {
    name: "transitions",
    tasks: tasks::KINDS,
    all_tasks: Some(|tx| Box::pin(tasks::all(tx))),
    on_role_ended: Some(|tx, here, person| Box::pin(requests::unassign_out_of_scope(tx, here, person))),
    on_person_protected: Some(|tx, here, person| Box::pin(requests::pull_back(tx, here, person))),
    ..Feature::NONE
};
