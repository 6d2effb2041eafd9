//! The desk: pages (`lists`, `detail`, `phone`) and what can be done (`acts`, `offering`).

mod acts;
pub mod bulk;
pub mod detail;
pub mod keys;
pub mod lists;
mod next;
mod offering;
pub mod phone;
pub mod saved;

use super::store::lists::Reader;
use db::{Failure, Tx};
use frame::{
    access::{
        model::{Role, SignedIn},
        policy,
    },
    context::{
        Here,
        feature::{Loads, Routes},
    },
};
use ground::{
    AppError, Locale,
    clock::{capital, parse_day},
    form::Named,
    id::RequestId,
    text::{Texts, k, theirs},
};
use help::requests::{
    self,
    model::{PossibleTime, Request},
};
use people::{person, person::model::Person};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/staff/stream", super::stream::stream)
        .post("/staff/find", lists::search_todo)
        .post("/staff/requests/find", lists::search_requests)
        .post("/staff/requests/new/find", phone::search)
        .post("/staff/requests", phone::submit);
    keys::routes(saved::routes(next::routes(bulk::routes(offering::routes(acts::routes(routes))))))
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads
        .page(lists::todo)
        .page(lists::requests)
        .page(detail::detail)
        .page(detail::decline)
        .page(phone::new)
        .plain(saved::filters)
        .plain(bulk::results)
        .plain(keys::keys)
}

/// Values and words of a choice.
fn words<'a>(texts: Texts, family: &'static str, codes: impl IntoIterator<Item = &'a str>) -> Vec<Named> {
    codes.into_iter().map(|code| (code.to_owned(), texts.coded(family, code).to_owned())).collect()
}

/// The coordinator, and how they read lists.
fn reader(here: &Here) -> Result<(&SignedIn, Reader<'_>), AppError> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let reader = Reader {
        municipality: here.municipality(),
        me: &me.id,
        handles_protected: me.handles_protected(),
        locale: here.locale(),
        now: here.instant(),
    };
    Ok((me, reader))
}

/// A request and its senior, for a coordinator of its area.
async fn object(tx: &mut Tx, here: &Here, id: &RequestId) -> Result<(Request, Person), Failure> {
    let me = here.me()?;
    policy::role(me, Role::Coordinator)?;
    let request = requests::store::by_id(tx, here.municipality(), id).await?.ok_or(AppError::NotFound)?;
    super::policy::may_act(me, &request)?;
    let senior = person::store::by_id(tx, here.municipality(), &request.senior).await?.ok_or(AppError::Internal)?;
    Ok((request, senior))
}

/// "Torsdag 26 november klockan 10", "Torsdag 26 november på förmiddagen".
fn time_words(locale: Locale, texts: Texts, time: &PossibleTime) -> String {
    let Some(day) = parse_day(&time.day) else { return String::new() };
    let hour = match (&time.clock, time.starts_at()) {
        (Some(_), Some(at)) => locale.clock(at.local()),
        _ => texts.coded("review.part", time.part.code()).to_owned(),
    };
    capital(&format!("{} {hour}", locale.day_long(day)))
}

/// "Gunnel Ek" within a text, or that the person is protected.
fn person_name(texts: Texts, person: &Person, seen: bool) -> String {
    if seen { theirs(&person.name()) } else { texts.s(k::review::PROTECTED).to_owned() }
}
