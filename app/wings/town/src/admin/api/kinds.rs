//! Kinds of help.

use super::{administrator, proposals as waiting};
use crate::admin::{
    form::{self, BOUNDARIES, DESCRIPTIONS, NAMES},
    proposals, store,
    view::{KindData, KindLine, KindList, KindLoad, KindsLoad},
    weaker,
};
use axum::extract::Path;
use db::{Failure, Tx};
use desk::volunteers;
use frame::{
    audit::{self, Changes, Event},
    context::Here,
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Locale, Object,
    form::{FormView, RawForm},
    id::KindId,
    seen,
    text::{Key, Texts, k},
};
use help::kinds::{
    self,
    model::{ContactMode, Kind, Moderation, Requirement},
};
use std::collections::BTreeSet;

/// The form.
const FORM: Form = Form::new(
    "kind",
    &[
        "active",
        "moderation",
        "risk",
        "minutes",
        "modes",
        "requirements",
        "name_sv",
        "name_fi",
        "name_en",
        "description_sv",
        "description_fi",
        "description_en",
        "boundary_sv",
        "boundary_fi",
        "boundary_en",
    ],
);

/// The words for a way of finding the volunteer.
pub(super) const fn moderation(moderation: Moderation) -> Key {
    match moderation {
        Moderation::StaffMatched => k::admin::MODERATION_STAFF_MATCHED,
        Moderation::Offered => k::admin::MODERATION_OFFERED,
        Moderation::OpenBoard => k::admin::MODERATION_OPEN_BOARD,
    }
}

/// All kinds in their order.
///
/// # Errors
/// `Forbidden` for everybody but administrators.
pub(super) async fn kind_list(here: Here, KindsLoad { notice }: KindsLoad) -> Result<KindList, Failure> {
    administrator(&here)?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let kinds = kinds::store::list(&mut tx, here.municipality(), here.locale()).await?;
    let lines = kinds.into_iter().map(|kind| KindLine {
        id: kind.id.0,
        name: kind.name,
        state: texts.s(if kind.active { k::admin::IN_USE } else { k::admin::NOT_IN_USE }).to_owned(),
        moderation: texts.s(moderation(kind.moderation)).to_owned(),
        risk: kind.risk.to_string(),
    });
    Ok(KindList { kinds: lines.collect(), notice })
}

async fn find(tx: &mut Tx, here: &Here, id: &KindId) -> Result<Kind, Failure> {
    let kinds = kinds::store::list(tx, here.municipality(), here.locale()).await?;
    Ok(kinds.into_iter().find(|kind| kind.id == *id).ok_or(AppError::NotFound)?)
}

/// A kind as its form begins.
async fn form_of(tx: &mut Tx, here: &Here, kind: &Kind) -> Result<FormView, Failure> {
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
    for (locale, name, description, boundary) in store::kind_texts(tx, here.municipality(), &kind.id).await? {
        let place = form::place(Locale::from_language(&locale).unwrap_or_default());
        form = form.with(NAMES[place], name).with(DESCRIPTIONS[place], description).with(BOUNDARIES[place], boundary);
    }
    Ok(form)
}

/// What was chosen for a kind, in words.
fn words(texts: Texts, field: &str, value: &str) -> String {
    let family = match (field, value) {
        ("active", "yes") => return texts.s(k::common::YES).to_owned(),
        ("active", "no") => return texts.s(k::common::NO).to_owned(),
        ("modes", _) => "admin.mode",
        ("moderation", _) => "admin.moderation",
        ("risk", _) => "admin.risk",
        ("requirements", _) => "admin.requirement",
        _ => return value.to_owned(),
    };
    texts.typed_code(family, value).unwrap_or(value).to_owned()
}

/// One kind to change.
///
/// # Errors
/// `Forbidden` for everybody but administrators; `NotFound`.
pub(super) async fn kind(here: Here, KindLoad { id, draft, notice }: KindLoad) -> Result<KindData, Failure> {
    let me = administrator(&here)?;
    let mut tx = here.read().await?;
    let kind = find(&mut tx, &here, &id.into()).await?;
    let waiting = waiting::of_kind(&mut tx, &here, me, &kind).await?;
    let form = match drafts::view_about(&mut tx, &here, &FORM, &draft, kind.id.as_str()).await? {
        Some(form) => form,
        None => seen::shown(form_of(&mut tx, &here, &kind).await?),
    };
    Ok(KindData { id: kind.id.0, name: kind.name, form, waiting, notice })
}

/// What a kind demands: a proposal is made of it as it was, and falls where it changes.
fn demands(kind: &Kind) -> (Moderation, i64, BTreeSet<ContactMode>, BTreeSet<Requirement>) {
    let set = |kind: &Kind| kind.requirements.iter().copied().collect();
    (kind.moderation, kind.risk, kind.modes.iter().copied().collect(), set(kind))
}

/// What was changed, as the log tells it: codes and numbers, and of words that they did.
fn changes(here: &Here, (before, words): (&Kind, &str), (after, new_words): (&Kind, &str)) -> Changes {
    let codes = |kind: &Kind| {
        let modes: BTreeSet<&str> = kind.modes.iter().map(|mode| mode.code()).collect();
        let demanded: BTreeSet<&str> = kind.requirements.iter().map(|requirement| requirement.code()).collect();
        [
            ("active", kind.active.to_string()),
            ("mode", kind.moderation.code().to_owned()),
            ("risk", kind.risk.to_string()),
            ("minutes", kind.minutes.to_string()),
            ("modes", modes.into_iter().collect::<Vec<_>>().join(",")),
            ("requirements", demanded.into_iter().collect::<Vec<_>>().join(",")),
        ]
    };
    let all = codes(before).into_iter().zip(codes(after));
    let changes = all.fold(Changes::default(), |all, ((name, before), (_, after))| all.code(name, &before, &after));
    changes.own(&here.app.config.secret, "words", words, new_words)
}

/// All words of a kind, as one text.
async fn all_words(tx: &mut Tx, here: &Here, id: &KindId) -> Result<String, Failure> {
    let mut all = store::kind_texts(tx, here.municipality(), id).await?;
    all.sort();
    Ok(serde_json::to_string(&all).unwrap_or_default())
}

pub(super) async fn save(here: Here, Path(id): Path<String>, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let id = KindId::from(id);
    let mut tx = here.read().await?;
    find(&mut tx, &here, &id).await?;
    drop(tx);
    if let Err(errors) = form::kind(&form) {
        let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
        return Ok(Go::to(format!("/admin/kinds/{id}?draft={draft}")));
    }
    let to = once!(&here, "admin/kinds/save", &form, |tx| {
        // One after the other: what is stricter, what is weaker is said of the kind as it is now.
        store::one_at_a_time(tx, here.municipality()).await?;
        let (before, words_before) = (find(tx, &here, &id).await?, all_words(tx, &here, &id).await?);
        let stands = form_of(tx, &here, &before).await?;
        let words = |field: &str, value: &str| words(here.texts(), field, value);
        let new = match drafts::merged(tx, &here, &FORM, (&form, &stands), words, form::kind).await? {
            Ok(new) => new,
            Err(draft) => return Ok(format!("/admin/kinds/{id}?draft={draft}")),
        };
        let (at_once, weaker) = weaker::split(&before, new);
        store::set_kind(tx, here.municipality(), &id, &at_once).await?;
        let (after, words_after) = (find(tx, &here, &id).await?, all_words(tx, &here, &id).await?);
        let changes = changes(&here, (&before, &words_before), (&after, &words_after));
        let event =
            Event { action: "kind.change", object: (Object::Kind, id.as_str()), subject: None, why: &before.slug };
        audit::record_change(tx, &here, event, &changes).await?;
        if !weaker.is_empty() || demands(&before) != demands(&after) {
            proposals::replace(tx, &here, &id).await?;
        }
        if weaker.is_empty() {
            return Ok("/admin/kinds?notice=saved".to_owned());
        }
        proposals::propose_weaker(tx, &here, &after, weaker).await?;
        Ok(format!("/admin/kinds/{id}?notice=proposed"))
    })?;
    // What is stricter holds at once, for what was asked and promised before too.
    volunteers::transitions::follow_lost_standings(&here.app).await?;
    Ok(Go(to))
}
