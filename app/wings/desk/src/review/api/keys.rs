//! The switch for the keys of the desk (`review::keys`).

use crate::review::{
    keys::OFF,
    view::{Keys, KeysLoad},
};
use axum::{
    http::{HeaderMap, header, request::Parts},
    response::{IntoResponse, Response},
};
use db::Failure;
use frame::{
    access::{model::Role, policy},
    context::{Here, feature::Routes},
    routes::Go,
};
use ground::{cookie, form::RawForm};
use leptos::prelude::use_context;

/// The cookie that turns them off.
const COOKIE: &str = "keys";

/// Addresses of this file.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/staff/help/keys", turn)
}

/// Whether this browser's keys are turned off.
pub fn turned_off(headers: &HeaderMap, tls: bool) -> bool {
    cookie::read(headers, COOKIE, tls) == Some(OFF)
}

/// Which keys there are, and whether they are on.
///
/// # Errors
/// `Forbidden` for everybody but coordinators.
pub(super) async fn keys(here: Here, KeysLoad { notice }: KeysLoad) -> Result<Keys, Failure> {
    policy::role(here.me()?, Role::Coordinator)?;
    let tls = here.app.config.tls;
    let off = use_context::<Parts>().is_some_and(|parts| turned_off(&parts.headers, tls));
    Ok(Keys { on: !off, saved: notice == "saved" })
}

/// Turns the keys on or off, in this browser: they are a matter of the keyboard and of the programs that run beside it.
async fn turn(here: Here, form: RawForm) -> Result<Response, Failure> {
    policy::role(here.me()?, Role::Coordinator)?;
    let (value, age) = if form.get("keys") == OFF { (OFF, cookie::YEAR) } else { ("", 0) };
    let mut response = Go::to("/staff/help/keys?notice=saved").into_response();
    if let Some(cookie) = cookie::set(COOKIE, value, age, here.app.config.tls) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
