//! The overview and the municipality's own form.

use super::{administrator, note};
use crate::{
    admin::{
        form::{self, HOURS},
        pages::{MunicipalityData, Overview},
        store,
    },
    areas,
    common::{
        AppError, Failure,
        form::{FormView, RawForm},
        page::Page,
        text::k,
    },
    context::{Here, answer},
    drafts, kinds, once,
    routes::Go,
};

fn count(n: usize) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}

/// The overview's data.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub async fn overview() -> Result<Page<Overview>, AppError> {
    answer(async {
        let here = Here::now()?;
        administrator(&here)?;
        let texts = here.texts();
        let mut tx = here.read().await?;
        let areas = areas::store::list(&mut tx, here.municipality()).await?;
        let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
        let staff = store::count_staff(&mut tx, here.municipality(), here.instant()).await?;
        let (areas, kinds) =
            (areas.iter().filter(|area| area.active).count(), kinds.iter().filter(|kind| kind.active).count());
        Ok(Overview {
            municipality: texts.s(k::admin::MUNICIPALITY_LINE).to_owned(),
            areas: texts.n(k::admin::AREAS_COUNT_ONE, k::admin::AREAS_COUNT, count(areas)),
            kinds: texts.n(k::admin::KINDS_COUNT_ONE, k::admin::KINDS_COUNT, count(kinds)),
            roles: texts.n(k::admin::ROLES_COUNT_ONE, k::admin::ROLES_COUNT, staff),
        })
    })
    .await
}

/// The municipality's form.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub async fn municipality(draft: String, notice: String) -> Result<Page<MunicipalityData>, AppError> {
    answer(async {
        let here = Here::now()?;
        administrator(&here)?;
        let mut tx = here.read().await?;
        if let Some(form) = drafts::view(&mut tx, &here, "municipality", &draft).await? {
            return Ok(MunicipalityData { form, notice: String::new() });
        }
        let known = store::municipality(&mut tx, here.municipality()).await?.ok_or(AppError::NotFound)?;
        let mut form = FormView::default().with("name", known.name).with("phone", known.phone);
        for (field, hours) in HOURS.into_iter().zip(known.hours) {
            form = form.with(field, hours);
        }
        form = form.with("accent", known.accent.unwrap_or_default());
        Ok(MunicipalityData { form, notice })
    })
    .await
}

pub(super) async fn save(here: Here, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let new = match form::municipality(&form) {
        Ok(new) => new,
        Err(errors) => {
            let draft = drafts::refuse(&here, "municipality", &form, &errors).await?;
            return Ok(Go::to(format!("/admin/municipality?draft={draft}")));
        }
    };
    let to = once!(&here, "admin/municipality", &form, |tx| {
        store::set_municipality(tx, here.municipality(), &new).await?;
        note(tx, &here, "municipality.change", ("municipality", here.municipality().as_str()), "").await?;
        Ok("/admin/municipality?notice=saved".to_owned())
    })?;
    Ok(Go(to))
}
