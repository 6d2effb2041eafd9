//! Areas.

use super::{administrator, note};
use crate::admin::{
    form,
    view::{AreaData, AreaLine, AreaList, AreaLoad, AreasLoad},
};
use axum::extract::Path;
use db::{Failure, Tx};
use frame::{
    audit::{self, Changes, Event},
    context::Here,
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Object,
    collate::sort_by_name,
    form::{FieldError, FormView, RawForm},
    id::AreaId,
    random::new_id,
    seen,
    text::k,
};
use people::areas::store::{self, Area};

/// The form of a new area.
const NEW: Form = Form::new("area_new", &["name"]);
/// The form of one that there is.
const CHANGE: Form = Form::new("area", &["name", "active", "neighbours"]);

/// All areas by name, and the form for a new one.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub(super) async fn area_list(here: Here, AreasLoad { draft, notice }: AreasLoad) -> Result<AreaList, Failure> {
    administrator(&here)?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let form = drafts::view(&mut tx, &here, &NEW, &draft).await?.unwrap_or_default();
    let mut areas = store::list(&mut tx, here.municipality()).await?;
    let pairs = store::neighbours(&mut tx, here.municipality()).await?;
    sort_by_name(&mut areas, here.locale(), |area| &area.name);
    let lines = areas.iter().map(|area| {
        let beside = areas.iter().filter(|other| pairs.iter().any(|(from, to)| *from == area.id && *to == other.id));
        AreaLine {
            id: area.id.to_string(),
            name: area.name.clone(),
            state: texts.s(if area.active { k::admin::IN_USE } else { k::admin::NOT_IN_USE }).to_owned(),
            neighbours: beside.map(|other| other.name.as_str()).collect::<Vec<_>>().join(", "),
        }
    });
    Ok(AreaList { areas: lines.collect(), form, notice })
}

/// One area to change.
///
/// # Errors
/// `Forbidden` for everybody but administrators; `NotFound`.
pub(super) async fn area(here: Here, AreaLoad { id, draft }: AreaLoad) -> Result<AreaData, Failure> {
    administrator(&here)?;
    let id = AreaId::from(id);
    let mut tx = here.read().await?;
    let area = store::by_id(&mut tx, here.municipality(), &id).await?.ok_or(AppError::NotFound)?;
    let mut others = store::list(&mut tx, here.municipality()).await?;
    others.retain(|other| other.id != id);
    sort_by_name(&mut others, here.locale(), |area| &area.name);
    let form = match drafts::view_about(&mut tx, &here, &CHANGE, &draft, id.as_str()).await? {
        Some(form) => form,
        None => seen::shown(form_of(&mut tx, &here, &area).await?),
    };
    let others = others.into_iter().map(|other| (other.id.0, other.name)).collect();
    Ok(AreaData { id: id.0, name: area.name, form, others })
}

/// An area as its form begins.
async fn form_of(tx: &mut Tx, here: &Here, area: &Area) -> Result<FormView, Failure> {
    let pairs = store::neighbours(tx, here.municipality()).await?;
    let form = FormView::default().with("name", &area.name).with("active", if area.active { "yes" } else { "no" });
    let beside = pairs.iter().filter(|(from, _)| *from == area.id);
    Ok(beside.fold(form, |form, (_, to)| form.with("neighbours", to.as_str())))
}

/// Whether another area has this name already.
async fn taken(here: &Here, name: &str, but: Option<&AreaId>) -> Result<Vec<FieldError>, Failure> {
    let mut tx = here.read().await?;
    let areas = store::list(&mut tx, here.municipality()).await?;
    let taken = areas.iter().any(|area| Some(&area.id) != but && area.name.to_lowercase() == name.to_lowercase());
    let error = FieldError { field: "name".to_owned(), code: k::admin::AREA_NAME_TAKEN.name().to_owned() };
    Ok(taken.then_some(error).into_iter().collect())
}

pub(super) async fn add(here: Here, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let checked = form::area_name(&form);
    let refused = match &checked {
        Ok(name) => taken(&here, name, None).await?,
        Err(errors) => errors.clone(),
    };
    let (Ok(name), true) = (checked, refused.is_empty()) else {
        let draft = drafts::refuse(&here, &NEW, &form, &refused).await?;
        return Ok(Go::to(format!("/admin/areas?draft={draft}")));
    };
    let to = once!(&here, "admin/areas/add", &form, |tx| {
        let id = AreaId(new_id(here.instant()));
        store::insert(tx, here.municipality(), &id, &name).await?;
        note(tx, &here, "area.add", (Object::Area, id.as_str()), &name).await?;
        Ok(format!("/admin/areas/{id}"))
    })?;
    Ok(Go(to))
}

pub(super) async fn save(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let id = AreaId::from(id);
    let mut tx = here.read().await?;
    store::by_id(&mut tx, here.municipality(), &id).await?.ok_or(AppError::NotFound)?;
    drop(tx);
    let checked = form::area(&form);
    let refused = match &checked {
        Ok((name, _, _)) => taken(&here, name, Some(&id)).await?,
        Err(errors) => errors.clone(),
    };
    if !refused.is_empty() {
        let draft = drafts::refuse(&here, &CHANGE, &form, &refused).await?;
        return Ok(Go::to(format!("/admin/areas/{id}?draft={draft}")));
    }
    let to = once!(&here, "admin/areas/save", &form, |tx| {
        store::hold(tx, here.municipality()).await?;
        let all = store::list(tx, here.municipality()).await?;
        let area = all.iter().find(|area| area.id == id).ok_or(AppError::NotFound)?;
        let stands = form_of(tx, &here, area).await?;
        let name_of = |value: &str| all.iter().find(|area| area.id.as_str() == value).map(|area| area.name.clone());
        let words = |field: &str, value: &str| match field {
            "active" => here.texts().s(if value == "yes" { k::common::YES } else { k::common::NO }).to_owned(),
            "neighbours" => name_of(value).unwrap_or_default(),
            _ => value.to_owned(),
        };
        let checked = drafts::merged(tx, &here, &CHANGE, (&form, &stands), words, form::area).await?;
        let (name, active, neighbours) = match checked {
            Ok(area) => area,
            Err(draft) => return Ok(format!("/admin/areas/{id}?draft={draft}")),
        };
        store::update(tx, here.municipality(), &Area { id: id.clone(), name: name.clone(), active })
            .await?
            .or_lost()?;
        store::set_neighbours(tx, here.municipality(), &id, &neighbours).await?;
        let yes = |value: bool| if value { "yes" } else { "no" };
        let changes = Changes::default().code("name", &area.name, &name).code("active", yes(area.active), yes(active));
        let event = Event { action: "area.change", object: (Object::Area, id.as_str()), subject: None, why: &name };
        audit::record_change(tx, &here, event, &changes).await?;
        Ok("/admin/areas?notice=saved".to_owned())
    })?;
    Ok(Go(to))
}
