//! The overview and the municipality's own form.

use super::administrator;
use crate::admin::{
    form::{self, HOURS, MunicipalityForm},
    store,
    view::{MunicipalityData, MunicipalityLoad, Overview, OverviewLoad},
};
use db::Failure;
use frame::{
    audit::{self, Changes, Event},
    context::Here,
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Object,
    form::{FormView, RawForm},
    seen,
    text::{k, theirs},
};
use help::kinds;
use people::{areas, watch};

/// For how many days the overview says that somebody read unusually much, and how many of these it shows.
const DAYS_SHOWN: i64 = 30;
const MOST_ALARMS: i64 = 10;

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The overview's data.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub(super) async fn overview(here: Here, _: OverviewLoad) -> Result<Overview, Failure> {
    administrator(&here)?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let areas = areas::store::list(&mut tx, here.municipality()).await?;
    let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
    let staff = store::count_staff(&mut tx, here.municipality(), here.instant()).await?;
    let since = here.instant().plus_days(-DAYS_SHOWN);
    let alarms = watch::alarms(&mut tx, here.municipality(), since, MOST_ALARMS).await?;
    let read_much = alarms.into_iter().map(|alarm| {
        let words: [(&str, &str); 4] = [
            ("name", &theirs(&alarm.name)),
            ("opened", &alarm.day.opened.to_string()),
            ("searches", &alarm.day.searches.to_string()),
            ("day", &here.locale().date_with_year(alarm.at.day())),
        ];
        texts.f(k::admin::READ_MUCH_LINE, &words)
    });
    let read_much = read_much.collect();
    let (areas, kinds) =
        (areas.iter().filter(|area| area.active).count(), kinds.iter().filter(|kind| kind.active).count());
    Ok(Overview {
        municipality: texts.s(k::admin::MUNICIPALITY_LINE).to_owned(),
        areas: texts.n(k::admin::AREAS_COUNT_ONE, k::admin::AREAS_COUNT, count(areas)),
        kinds: texts.n(k::admin::KINDS_COUNT_ONE, k::admin::KINDS_COUNT, count(kinds)),
        roles: texts.n(k::admin::ROLES_COUNT_ONE, k::admin::ROLES_COUNT, staff),
        read_much,
    })
}

/// The form.
const FORM: Form = Form::new("municipality", &["name", "phone", "hours_sv", "hours_fi", "hours_en", "accent"]);

/// The municipality as its form begins.
fn form_of(known: MunicipalityForm) -> FormView {
    let form = FormView::default().with("name", known.name).with("phone", known.phone);
    let form = HOURS.into_iter().zip(known.hours).fold(form, |form, (field, hours)| form.with(field, hours));
    form.with("accent", known.accent.unwrap_or_default())
}

/// The municipality's form.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub(super) async fn municipality(
    here: Here,
    MunicipalityLoad { draft, notice }: MunicipalityLoad,
) -> Result<MunicipalityData, Failure> {
    administrator(&here)?;
    let mut tx = here.read().await?;
    if let Some(form) = drafts::view(&mut tx, &here, &FORM, &draft).await? {
        return Ok(MunicipalityData { form, notice: String::new() });
    }
    let known = store::municipality(&mut tx, here.municipality()).await?.ok_or(AppError::NotFound)?;
    let form = seen::shown(form_of(known));
    Ok(MunicipalityData { form, notice })
}

pub(super) async fn save(here: Here, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    if let Err(errors) = form::municipality(&form) {
        let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
        return Ok(Go::to(format!("/admin/municipality?draft={draft}")));
    }
    let to = once!(&here, "admin/municipality", &form, |tx| {
        areas::store::hold(tx, here.municipality()).await?;
        let known = store::municipality(tx, here.municipality()).await?.ok_or(AppError::NotFound)?;
        let words = |_: &str, value: &str| value.to_owned();
        let before = known.clone();
        let form = (&form, &form_of(known));
        let new = match drafts::merged(tx, &here, &FORM, form, words, form::municipality).await? {
            Ok(new) => new,
            Err(draft) => return Ok(format!("/admin/municipality?draft={draft}")),
        };
        store::set_municipality(tx, here.municipality(), &new).await?.or_lost()?;
        let mut changes = Changes::default()
            .code("name", &before.name, &new.name)
            .code("phone", &before.phone, &new.phone)
            .code("accent", before.accent.as_deref().unwrap_or_default(), new.accent.as_deref().unwrap_or_default());
        for (field, (before, new)) in HOURS.into_iter().zip(before.hours.iter().zip(&new.hours)) {
            changes = changes.code(field, before, new);
        }
        let object = (Object::Municipality, here.municipality().as_str());
        let event = Event { action: "municipality.change", object, subject: None, why: "" };
        audit::record_change(tx, &here, event, &changes).await?;
        Ok("/admin/municipality?notice=saved".to_owned())
    })?;
    Ok(Go(to))
}
