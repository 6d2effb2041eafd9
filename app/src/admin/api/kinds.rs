//! Kinds of help.

use super::{administrator, note};
use crate::{
    admin::{
        form::{self, BOUNDARIES, DESCRIPTIONS, NAMES},
        pages::{KindData, KindLine, KindList},
        store,
    },
    common::{
        AppError, Failure, Locale,
        form::{FormView, RawForm},
        id::KindId,
        page::Page,
        text::k,
    },
    context::{Here, answer},
    drafts,
    kinds::{
        self,
        model::{Kind, Moderation, Requirement},
    },
    once,
    routes::Go,
};
use axum::extract::Path;

/// All kinds in their order.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub async fn kind_list(notice: String) -> Result<Page<KindList>, AppError> {
    answer(async {
        let here = Here::now()?;
        administrator(&here)?;
        let texts = here.texts();
        let mut tx = here.read().await?;
        let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
        let lines = kinds.into_iter().map(|kind| KindLine {
            id: kind.id.0,
            name: kind.name,
            state: texts.s(if kind.active { k::admin::IN_USE } else { k::admin::NOT_IN_USE }).to_owned(),
            moderation: texts
                .s(match kind.moderation {
                    Moderation::StaffMatched => k::admin::MODERATION_STAFF_MATCHED,
                    Moderation::Offered => k::admin::MODERATION_OFFERED,
                    Moderation::OpenBoard => k::admin::MODERATION_OPEN_BOARD,
                })
                .to_owned(),
            risk: kind.risk.to_string(),
        });
        Ok(KindList { kinds: lines.collect(), notice })
    })
    .await
}

async fn find(tx: &mut crate::db::Tx, here: &Here, id: &KindId) -> Result<Kind, Failure> {
    let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
    Ok(kinds.into_iter().find(|kind| kind.id == *id).ok_or(AppError::NotFound)?)
}

/// One kind to change.
///
/// # Errors
/// `Forbidden` for everybody but administrators; `NotFound`.
pub async fn kind(id: String, draft: String) -> Result<Page<KindData>, AppError> {
    answer(async {
        let here = Here::now()?;
        administrator(&here)?;
        let mut tx = here.read().await?;
        let kind = find(&mut tx, &here, &id.into()).await?;
        let form = if let Some(form) = drafts::view_about(&mut tx, &here, "kind", &draft, kind.id.as_str()).await? {
            form
        } else {
            let mut form = FormView::default()
                .with("active", if kind.active { "yes" } else { "no" })
                .with("moderation", kind.moderation.code())
                .with("risk", kind.risk.to_string())
                .with("minutes", kind.minutes.to_string());
            for mode in &kind.modes {
                form = form.with("modes", mode.code());
            }
            for requirement in kind.requirements.iter().filter(|known| !Requirement::ALWAYS.contains(known)) {
                form = form.with("requirements", requirement.code());
            }
            for (locale, name, description, boundary) in
                store::kind_texts(&mut tx, here.municipality(), &kind.id).await?
            {
                let place = form::place(Locale::from_language(&locale).unwrap_or_default());
                form = form
                    .with(NAMES[place], name)
                    .with(DESCRIPTIONS[place], description)
                    .with(BOUNDARIES[place], boundary);
            }
            form
        };
        Ok(KindData { id: kind.id.0, name: kind.name, form })
    })
    .await
}

pub(super) async fn save(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let id = KindId::from(id);
    let mut tx = here.read().await?;
    let kind = find(&mut tx, &here, &id).await?;
    drop(tx);
    let new = match form::kind(&form) {
        Ok(new) => new,
        Err(errors) => {
            let draft = drafts::refuse(&here, "kind", &form, &errors).await?;
            return Ok(Go::to(format!("/admin/kinds/{id}?draft={draft}")));
        }
    };
    let to = once!(&here, "admin/kinds/save", &form, |tx| {
        store::set_kind(tx, here.municipality(), &id, &new).await?;
        note(tx, &here, "kind.change", ("kind", id.as_str()), &kind.slug).await?;
        Ok("/admin/kinds?notice=saved".to_owned())
    })?;
    Ok(Go(to))
}
