//! One's own data: seeing, changing, taking along.

use super::{
    store,
    view::{Me, MeLoad},
};
use crate::{
    person,
    person::{
        model::Person,
        words::{form_of, language_text, role_text},
    },
    settings,
};
use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use db::{Failure, Own};
use frame::{
    access::model::{TextSize, Theme},
    context::{
        Here,
        feature::{Loads, Routes},
    },
    drafts::{self, Form},
    once,
    routes::Go,
};
use ground::{
    AppError, Locale,
    form::RawForm,
    seen,
    text::{Key, k, theirs},
};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/me/contact", contact).get("/me/data.json", data)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(me)
}

const FORM: Form = Form::new("me_contact", person::form::CONTACTS);

async fn own(here: &Here) -> Result<Person, Failure> {
    let me = here.me()?;
    let mut tx = here.read().await?;
    Ok(person::store::by_id(&mut tx, here.municipality(), &me.id).await?.ok_or(AppError::SignIn)?)
}

/// What we keep about the reader.
///
/// # Errors
/// `SignIn`.
async fn me(here: Here, MeLoad { draft, notice }: MeLoad) -> Result<Me, Failure> {
    let person = own(&here).await?;
    let (municipality, now, texts, locale) = (here.municipality(), here.instant(), here.texts(), here.locale());
    let mut tx = here.read().await?;
    let roles = store::roles(&mut tx, municipality, &person.id, now).await?;
    let languages = person::store::languages(&mut tx, municipality, &person.id).await?;
    let (sessions, requests, visits) = store::counts(&mut tx, municipality, &person.id, now.0).await?;
    let form = drafts::or_none(drafts::view(&mut tx, &here, &FORM, &draft).await)?;
    let roles = roles.into_iter().map(|(role, area, _)| match area {
        Some(area) => format!("{} ({area})", role_text(texts, &role)),
        None => role_text(texts, &role).to_owned(),
    });
    let facts: [(Key, String); 8] = [
        (k::me::NAME, theirs(&person.name())),
        (k::me::ADDRESS, theirs(&person.address())),
        (k::me::ABOUT, person.about.clone().unwrap_or_default()),
        (k::me::ROLES, roles.collect::<Vec<_>>().join(", ")),
        (k::me::LANGUAGES, languages.iter().map(|code| language_text(code)).collect::<Vec<_>>().join(", ")),
        (k::me::SINCE, locale.date_with_year(person.created_at.day())),
        (k::me::REQUESTS, if requests > 0 { requests.to_string() } else { String::new() }),
        (k::me::VISITS, if visits > 0 { visits.to_string() } else { String::new() }),
    ];
    Ok(Me {
        facts: facts.into_iter().map(|(key, value)| (texts.s(key).to_owned(), value)).collect(),
        sessions: texts.n(k::me::SESSION, k::me::SESSIONS, sessions.max(1)),
        locales: Locale::choices(),
        form: form.unwrap_or_else(|| seen::shown(form_of(&person))),
        saved: notice == "saved",
    })
}

async fn contact(here: Here, form: RawForm) -> Result<Go, Failure> {
    let me = here.me()?;
    if let Err(errors) = person::form::contacts(&form) {
        let draft = drafts::refuse(&here, &FORM, &form, &errors).await?;
        return Ok(Go::to(format!("/me?draft={draft}")));
    }
    let to = once!(&here, "me/contact", &form, |tx| {
        let changed = person::transitions::change_contacts(tx, &here, &me.id, (&FORM, &form), "").await?;
        Ok(changed.map_or_else(|| "/me?notice=saved".to_owned(), |draft| format!("/me?draft={draft}")))
    })?;
    Ok(Go(to))
}

/// All of one's own data as a file (GDPR article 20).
async fn data(here: Here) -> Result<Response, Failure> {
    let person = own(&here).await?;
    let (municipality, now) = (here.municipality(), here.instant());
    let mut tx = here.read().await?;
    let roles = store::roles(&mut tx, municipality, &person.id, now).await?;
    let languages = person::store::languages(&mut tx, municipality, &person.id).await?;
    let kinds = store::kinds(&mut tx, municipality, &person.id, here.locale()).await?;
    let look = settings::store::of(&mut tx, municipality, &person.id).await?;
    let mut entries = Vec::new();
    for table in here.app.features.iter().flat_map(|feature| feature.tables) {
        if let Own::Rows(statement) = table.own {
            entries.extend(store::own_rows(&mut tx, statement, municipality, &person.id).await?);
        }
    }
    entries.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
    drop(tx);
    let file = serde_json::json!({
        "municipality": here.visitor.municipality.name,
        "made_at": now.local().to_string(),
        "person": {
            "given_name": person.given_name, "family_name": person.family_name, "phone": person.phone, "email": person.email,
            "street": person.street, "postal_code": person.postal_code, "city": person.city, "way_in": person.way_in,
            "about": person.about, "language": here.locale().tag(), "channel": person.channel.code(), "share_phone": person.share_phone,
            "since": person.created_at.local().to_string(),
        },
        "reads": {
            "text_size": look.text.map(TextSize::code), "colours": look.theme.map(Theme::code),
            "listening": look.listen, "compact_lists": look.compact,
        },
        "languages": languages,
        "roles": roles.iter().map(|(role, area, from)| serde_json::json!({ "role": role, "area": area, "from": from.local().to_string() }))
            .collect::<Vec<_>>(),
        "helps_with": kinds,
        "entries": entries.iter().map(|row| serde_json::json!({
            "what": row.what, "id": row.id, "at": row.at.local().to_string(), "state": row.state, "words": row.words,
        })).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&file).map_err(|_| AppError::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"handslag.json\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, text).into_response())
}
