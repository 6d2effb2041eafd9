//! Signing in as one of the invented people, and moving the clock.

use super::view::{DemoEntry, DemoGroup, DemoLoad, DemoPeople};
use crate::demo::guide;
use db::Failure;
use frame::{
    access::{model::Role, store},
    context::{
        Here,
        feature::{Door, Loads, Routes},
    },
    routes::Go,
};
use ground::{AppError, form::RawForm, id::PersonId, name::full_name, text::k};
use people::sign_in::api::{establish, failed};
use tower_sessions::Session;

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.door(Door::In, "/demo/sign-in", demo_sign_in).post("/demo/clock", demo_clock)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(demo_people)
}

async fn demo_sign_in(here: Here, session: Session, form: RawForm) -> Result<Go, Failure> {
    if !here.app.config.demo {
        return Err(AppError::NotFound.into());
    }
    let person = PersonId::from(form.get("person"));
    let mut tx = here.read().await?;
    let may = store::has_login(&mut tx, here.municipality(), &person).await?;
    drop(tx);
    if !may {
        failed(&here, "demo").await?;
        return Err(AppError::NotFound.into());
    }
    establish(&here, &session, &person, "demo", &form).await?;
    Ok(Go::to("/"))
}

/// Moves the demonstration's clock forwards, so that one sees what happens on the day of the visit.
async fn demo_clock(here: Here, form: RawForm) -> Result<Go, Failure> {
    if !here.app.config.demo {
        return Err(AppError::NotFound.into());
    }
    let minutes: i64 = form.get("minutes").parse().unwrap_or(0);
    here.app.clock.move_by_minutes(minutes.clamp(0, 60 * 24 * 60));
    Ok(Go::to("/demo"))
}

/// The demo people.
///
/// # Errors
/// `NotFound` where the demonstration is off.
async fn demo_people(here: Here, _: DemoLoad) -> Result<DemoPeople, Failure> {
    if !here.app.config.demo {
        return Err(AppError::NotFound.into());
    }
    let texts = here.texts();
    let mut tx = here.read().await?;
    let people = store::demo_people(&mut tx, here.municipality(), here.instant()).await?;
    let groups = [
        (Role::Senior, k::access::GROUP_SENIORS),
        (Role::Volunteer, k::access::GROUP_VOLUNTEERS),
        (Role::Coordinator, k::access::GROUP_COORDINATORS),
        (Role::Administrator, k::access::GROUP_ADMINISTRATORS),
    ];
    let groups = groups
        .into_iter()
        .map(|(role, heading)| {
            let people = people.iter().filter(|person| person.role == role.code()).map(|person| DemoEntry {
                id: person.id.to_string(),
                name: full_name(&person.given_name, &person.family_name),
                about: {
                    let guide = guide(&person.given_name, &person.family_name);
                    let guide =
                        if guide.is_empty() { person.about.clone().unwrap_or_default() } else { guide.to_owned() };
                    [person.area.clone().unwrap_or_default(), guide]
                        .into_iter()
                        .filter(|part| !part.is_empty())
                        .collect::<Vec<_>>()
                        .join(". ")
                },
            });
            DemoGroup { heading: texts.s(heading).to_owned(), people: people.collect() }
        })
        .collect();
    Ok(DemoPeople { now: here.locale().moment(here.instant()), groups })
}
