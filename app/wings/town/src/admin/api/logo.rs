//! The municipality's logo. Its bytes are given out by the server (`server::logo`), to everybody.

use super::{administrator, note};
use crate::admin::{
    form,
    picture::{Refused, hash},
    store,
    view::{LogoData, LogoLoad},
};
use axum::{
    body::Bytes,
    extract::{Multipart, multipart::MultipartRejection},
};
use db::Failure;
use frame::{
    context::Here,
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    Object,
    form::{FormView, RawForm},
    seen,
    text::k,
};
use people::areas;

/// The form; its picture is not kept.
const FORM: Form = Form::new("logo", &["alt"]);
/// The page that has it.
const PAGE: &str = "/admin/municipality/logo";

/// The page's data.
///
/// # Errors
/// `Forbidden` for everybody but administrators; `NotFound` for an unknown draft; the database's.
pub(super) async fn logo(here: Here, LogoLoad { draft, notice }: LogoLoad) -> Result<LogoData, Failure> {
    administrator(&here)?;
    let mut tx = here.read().await?;
    let form = if let Some(form) = drafts::view(&mut tx, &here, &FORM, &draft).await? {
        form
    } else {
        let alt = store::logo_alt(&mut tx, here.municipality()).await?;
        seen::shown(FormView::default().with("alt", alt.unwrap_or_default()))
    };
    let notice = match notice.as_str() {
        "saved" => Some(k::logo::SAVED),
        "removed" => Some(k::logo::REMOVED),
        _ => None,
    };
    Ok(LogoData { form, notice })
}

/// What a form with a file sent: its texts, and the file, empty where none was chosen. Lenient as every form of ours: what cannot be read
/// is not there. A file without its end was cut off because it is too large (`server::layers::body`).
async fn read(parts: Result<Multipart, MultipartRejection>) -> (RawForm, Result<Bytes, Refused>) {
    let mut texts = Vec::new();
    let mut file = Ok(Bytes::new());
    if let Ok(mut parts) = parts {
        while let Ok(Some(part)) = parts.next_field().await {
            let name = part.name().unwrap_or_default().to_owned();
            if name == "picture" {
                file = part.bytes().await.map_err(|_| Refused::TooLarge);
            } else if let Ok(text) = part.text().await {
                texts.push((name, text));
            }
        }
    }
    let texts = form_urlencoded::Serializer::new(String::new()).extend_pairs(texts).finish();
    (RawForm::parse(texts.as_bytes()), file)
}

pub(super) async fn save(here: Here, parts: Result<Multipart, MultipartRejection>) -> Result<Go, Failure> {
    administrator(&here)?;
    let (mut form, file) = read(parts).await;
    let known = here.visitor.municipality.logo.is_some();
    let new = match form::logo(&form, file.as_deref().map_err(|refused| *refused), known) {
        Ok(new) => new,
        Err(errors) => {
            let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
            return Ok(Go::to(format!("{PAGE}?draft={draft}")));
        }
    };
    // Another picture is another press.
    form.set("picture", file.iter().map(|file| hash(file)).collect());
    let to = once!(&here, "admin/logo", &form, |tx| {
        let municipality = here.municipality();
        areas::store::hold(tx, municipality).await?;
        let stands = store::logo_alt(tx, municipality).await?.unwrap_or_default();
        let stands = FormView::default().with("alt", stands);
        let words = |_: &str, value: &str| value.to_owned();
        let alt = |form: &RawForm| form::logo(form, Ok(&[]), true).map(|logo| logo.alt);
        let alt = match drafts::merged(tx, &here, &FORM, (&form, &stands), words, alt).await? {
            Ok(alt) => alt,
            Err(draft) => return Ok(format!("{PAGE}?draft={draft}")),
        };
        let alt = alt.as_deref();
        let set = match &new.picture {
            Some(picture) => {
                store::set_logo(tx, municipality, picture, alt).await?;
                true
            }
            None => store::set_logo_alt(tx, municipality, alt).await?.is_done(),
        };
        if !set {
            // Somebody has removed it meanwhile; the page says that there is none.
            return Ok(PAGE.to_owned());
        }
        note(tx, &here, "logo.set", (Object::Municipality, municipality.as_str()), "").await?;
        Ok(format!("{PAGE}?notice=saved"))
    })?;
    Ok(Go(to))
}

pub(super) async fn remove(here: Here, form: RawForm) -> Result<Go, Failure> {
    administrator(&here)?;
    let to = once!(&here, "admin/logo/remove", &form, |tx| {
        if store::delete_logo(tx, here.municipality()).await?.is_done() {
            note(tx, &here, "logo.remove", (Object::Municipality, here.municipality().as_str()), "").await?;
        }
        Ok(format!("{PAGE}?notice=removed"))
    })?;
    Ok(Go(to))
}
