//! What the administrator's pages ask for and send. Administrators only: decided first thing in each.

mod areas;
mod kinds;
mod logo;
mod overview;
mod proposals;
mod roles;

use db::{Failure, Tx};
use frame::{
    access::{
        model::{Role, SignedIn},
        policy,
    },
    audit::{self, Event},
    context::{
        Here,
        feature::{Loads, Routes},
    },
};
use ground::{AppError, Object};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes
        .post("/admin/municipality/save", overview::save)
        .post("/admin/municipality/logo/save", logo::save)
        .post("/admin/municipality/logo/remove", logo::remove)
        .post("/admin/areas/add", areas::add)
        .post("/admin/areas/{id}/save", areas::save)
        .post("/admin/kinds/{id}/save", kinds::save)
        .post("/admin/proposals/{id}/confirm", proposals::confirm)
        .post("/admin/proposals/{id}/take-back", proposals::take_back)
        .post("/admin/roles/find", roles::search)
        .post("/admin/roles/add", roles::add)
        .post("/admin/roles/{id}/end", roles::end)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads
        .page(overview::overview)
        .page(overview::municipality)
        .plain(logo::logo)
        .page(areas::area_list)
        .page(areas::area)
        .plain(kinds::kind_list)
        .plain(kinds::kind)
        .plain(roles::role_list)
        .plain(roles::role)
}

/// The administrator who asks.
fn administrator(here: &Here) -> Result<&SignedIn, AppError> {
    let me = here.me()?;
    policy::role(me, Role::Administrator)?;
    Ok(me)
}

/// A row in the log for a change of what nobody owns.
async fn note(
    tx: &mut Tx,
    here: &Here,
    action: &'static str,
    object: (Object, &str),
    why: &str,
) -> Result<(), Failure> {
    audit::record(tx, here, Event { action, object, subject: None, why }).await
}
