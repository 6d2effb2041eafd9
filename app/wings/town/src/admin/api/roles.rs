//! Roles.

use super::{administrator, proposals as waiting};
use crate::admin::{
    form,
    proposals::{self, reads_people, tell_staff, told},
    store::{self, Assignment, Ended, NewRole, What},
    told::ROLE_ENDED,
    view::{Found, RoleLine, RoleList, RoleLoad, RolesLoad},
};
use axum::extract::Path;
use db::Failure;
use desk::volunteers;
use frame::{
    access::model::Role,
    audit::{self, Event},
    context::{Here, feature},
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Object, Timestamp,
    collate::sort_by_name,
    form::RawForm,
    name::full_name,
    text::{Texts, k},
};
use jiff::ToSpan;
use people::{areas, person::Sought, watch};

pub(super) fn role_name(texts: Texts, code: &str) -> String {
    let key = Role::from_code(code).map(|role| match role {
        Role::Senior => k::admin::ROLE_SENIOR,
        Role::Volunteer => k::admin::ROLE_VOLUNTEER,
        Role::Coordinator => k::admin::ROLE_COORDINATOR,
        Role::Administrator => k::admin::ROLE_ADMINISTRATOR,
    });
    key.map_or_else(String::new, |key| texts.s(key).to_owned())
}

fn line(here: &Here, assignment: Assignment) -> RoleLine {
    let (texts, locale) = (here.texts(), here.locale());
    // The last day counts: a role ends at the midnight after it.
    let last = |to: Timestamp| locale.date_with_year(Timestamp(to.0 - 1).day());
    RoleLine {
        id: assignment.id,
        person: full_name(&assignment.given_name, &assignment.family_name),
        role: role_name(texts, &assignment.role),
        area: assignment.area.unwrap_or_else(|| texts.s(k::admin::WHOLE).to_owned()),
        from: locale.date_with_year(assignment.valid_from.day()),
        to: assignment.valid_to.map_or_else(|| texts.s(k::admin::NO_END).to_owned(), last),
    }
}

/// The form of a role that is given, with the search that it came from.
const FORM: Form = Form::new("role", &["person", "role", "area", "from", "to", "find"]);

/// Searches for somebody who is to get a role.
pub(super) async fn search(here: Here, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    drafts::search(&here, "/admin/roles", &[], &form).await
}

/// Who works here; who was searched for.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub(super) async fn role_list(here: Here, RolesLoad { find, draft, notice }: RolesLoad) -> Result<RoleList, Failure> {
    let me = administrator(&here)?;
    let (texts, now) = (here.texts(), here.instant());
    let mut tx = here.read().await?;
    let (waiting, others) = waiting::roles(&mut tx, &here, me).await?;
    let form = drafts::view(&mut tx, &here, &FORM, &draft).await?.unwrap_or_default();
    // A refused form names the search that it came from.
    let find = if find.is_empty() { form.get("find") } else { find };
    let search = drafts::searched(&mut tx, &here, &find).await?;
    let staff = store::staff(&mut tx, here.municipality(), now).await?;
    let mut areas = areas::store::list(&mut tx, here.municipality()).await?;
    areas.retain(|area| area.active);
    sort_by_name(&mut areas, here.locale(), |area| &area.name);
    let wanted = Sought::of(&search.text).filter(|_| search.text.chars().count() >= drafts::SHORTEST);
    let mut found: Vec<(String, String, Vec<String>)> = Vec::new();
    if let Some(wanted) = wanted {
        for row in store::search(&mut tx, here.municipality(), &wanted, now).await? {
            if found.last().is_none_or(|(id, _, _)| id != row.id.as_str()) {
                found.push((row.id.0, full_name(&row.given_name, &row.family_name), Vec::new()));
            }
            if let (Some((_, _, roles)), Some(role)) = (found.last_mut(), row.role) {
                let name = role_name(texts, &role);
                if !roles.contains(&name) {
                    roles.push(name);
                }
            }
        }
        drop(tx);
        // What was typed may be a name: the log says that there was a search, and how many were found.
        let why = format!("{} found", found.len());
        watch::read(&here, Event { action: "person.search", object: (Object::Person, ""), subject: None, why: &why })
            .await?;
    }
    sort_by_name(&mut found, here.locale(), |(_, name, _)| name);
    let hint = |roles: Vec<String>| {
        if roles.is_empty() { String::new() } else { texts.f(k::admin::PERSON_ROLES, &[("roles", &roles.join(", "))]) }
    };
    let mut places = vec![(String::new(), texts.s(k::admin::WHOLE).to_owned())];
    places.extend(areas.into_iter().map(|area| (area.id.0, area.name)));
    Ok(RoleList {
        staff: staff.into_iter().map(|assignment| line(&here, assignment)).collect(),
        waiting,
        others,
        search: search.form(texts),
        find: search.find,
        found: found.into_iter().map(|(id, name, roles)| Found { id, name, roles: hint(roles) }).collect(),
        form,
        areas: places,
        notice,
    })
}

/// A role that is to be ended.
///
/// # Errors
/// `Forbidden` for everybody but administrators; `NotFound`.
pub(super) async fn role(here: Here, RoleLoad { id }: RoleLoad) -> Result<RoleLine, Failure> {
    administrator(&here)?;
    let mut tx = here.read().await?;
    let found = store::assignment(&mut tx, here.municipality(), &id).await?;
    Ok(line(&here, found.ok_or(AppError::NotFound)?))
}

pub(super) async fn add(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = administrator(&here)?.id.clone();
    // Never for oneself, whatever role it is.
    if form.get("person") == me.as_str() {
        return Err(AppError::Forbidden.into());
    }
    let new = match form::role(&form, here.app.clock.today()) {
        Ok(new) => new,
        Err(errors) => {
            let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
            return Ok(Go::to(format!("/admin/roles?draft={draft}")));
        }
    };
    let now = here.instant();
    let midnight = |day: jiff::civil::Date| Timestamp::from_local(day.at(0, 0, 0, 0));
    let role = NewRole {
        person: &new.person,
        role: new.role,
        area: new.area.as_ref(),
        from: new.from.map_or(now, midnight),
        to: new.to.map(|day| midnight(day.saturating_add(1.day()))),
        by: &me,
    };
    let to = once!(&here, "admin/roles/add", &form, |tx| {
        if reads_people(new.role) {
            if store::has_role(tx, here.municipality(), &role).await? {
                return Ok("/admin/roles?notice=taken".to_owned());
            }
            let from = new.from.map(midnight);
            let what =
                What::Role { person: new.person.clone(), role: new.role, area: new.area.clone(), from, to: role.to };
            let proposed = proposals::propose_role(tx, &here, what).await?;
            return Ok(format!("/admin/roles?notice={}", if proposed { "proposed" } else { "waits" }));
        }
        let Some(_) = store::insert_role(tx, here.municipality(), &role, now).await? else {
            return Ok("/admin/roles?notice=taken".to_owned());
        };
        let event = Event {
            action: "role.give",
            object: (Object::Person, new.person.as_str()),
            subject: Some(&new.person),
            why: &told(new.role, None, Some(role.from), role.to),
        };
        audit::record(tx, &here, event).await?;
        Ok("/admin/roles?notice=added".to_owned())
    })?;
    Ok(Go(to))
}

pub(super) async fn end(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let to = once!(&here, "admin/roles/end", &form, |tx| {
        let found = store::assignment(tx, here.municipality(), &id).await?.ok_or(AppError::NotFound)?;
        match store::end_role(tx, here.municipality(), &found, here.instant()).await? {
            Ended::Before => Ok("/admin/roles?notice=gone".to_owned()),
            Ended::LastAdministrator => Ok("/admin/roles?notice=last".to_owned()),
            Ended::Now => {
                let role = Role::from_code(&found.role).ok_or(AppError::Internal)?;
                if role == Role::Volunteer {
                    volunteers::transitions::after_loss(tx, &here, &found.person_id).await?;
                }
                let area = found.area_id.as_ref().map(|id| (id, found.area.as_deref().unwrap_or_default()));
                let event = Event {
                    action: "role.end",
                    object: (Object::Person, found.person_id.as_str()),
                    subject: Some(&found.person_id),
                    why: &told(role, area, Some(found.valid_from), Some(here.instant())),
                };
                audit::record(tx, &here, event).await?;
                feature::role_ended(tx, &here, &found.person_id).await?;
                if reads_people(role) {
                    // Its date is today now: the clock need not tell it once more.
                    once::claim(tx, here.municipality(), &proposals::over(&found.id), here.instant()).await?;
                    proposals::expire(tx, here.instant()).await?;
                    tell_staff(tx, here.municipality(), &ROLE_ENDED, Some(&found.person_id), here.instant()).await?;
                }
                Ok("/admin/roles?notice=ended".to_owned())
            }
        }
    })?;
    Ok(Go(to))
}
