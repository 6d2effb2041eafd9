//! Reading and keeping the settings. What is not one of the choices is as if it had not been sent: a setting stays as it was.

use super::{
    store,
    view::{Settings, SettingsLoad},
};
use axum::{
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
};
use db::{Failure, in_tx};
use frame::{
    access::model::{Look, SignedIn, TextSize, Theme, switch},
    context::{
        Here,
        feature::{Door, Loads, Routes},
    },
    drafts::kept::{self, Typed},
    routes::{Go, back},
};
use ground::{
    AppError, Locale, cookie,
    form::{FormView, RawForm},
    seen,
};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.door(Door::Look, "/settings", save).door(Door::Look, "/settings/text", text).door(
        Door::Look,
        "/language",
        language,
    )
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(settings)
}

/// How the reader reads now.
///
/// # Errors
/// None of its own.
async fn settings(here: Here, SettingsLoad { notice }: SettingsLoad) -> Result<Settings, Failure> {
    let (look, person) = (here.visitor.look, here.visitor.person.as_ref());
    let (text, theme) = (look.text.unwrap_or(TextSize::Normal), look.theme.unwrap_or(Theme::Device));
    let on_off = |on: bool| if on { "on" } else { "off" };
    let shown = FormView::default()
        .with("text", text.code())
        .with("theme", theme.code())
        .with("listen", on_off(look.listen != Some(false)))
        .with("compact", on_off(look.compact == Some(true)))
        .with("locale", here.locale().tag());
    Ok(Settings {
        text,
        theme,
        listen: look.listen != Some(false),
        compact: person.is_some_and(SignedIn::is_staff).then_some(look.compact == Some(true)),
        seen: seen::shown(shown).get(seen::SEEN),
        signed_in: person.is_some(),
        saved: notice == "saved",
    })
}

async fn save(here: Here, form: RawForm) -> Result<Response, Failure> {
    let staff = here.visitor.person.as_ref().is_some_and(SignedIn::is_staff);
    // What another tab has set meanwhile, and was not touched in this one, stays. What nobody has chosen yet is chosen now.
    let (kept, chosen) = (here.visitor.look, |field: &str| seen::changed(&form, field));
    let look = Look {
        text: TextSize::from_code(form.get("text")).filter(|_| kept.text.is_none() || chosen("text")),
        theme: Theme::from_code(form.get("theme")).filter(|_| kept.theme.is_none() || chosen("theme")),
        listen: switch(form.get("listen")).filter(|_| kept.listen.is_none() || chosen("listen")),
        compact: switch(form.get("compact")).filter(|_| staff && (kept.compact.is_none() || chosen("compact"))),
    };
    let locale = Locale::from_tag(form.get("locale")).filter(|_| chosen("locale"));
    keep(&here, locale, look, "/settings?notice=saved".to_owned()).await
}

/// The answer to "How do you want to read?": a size, or "not now", which this device alone keeps, so that another one asks again.
async fn text(here: Here, headers: HeaderMap, form: RawForm) -> Result<Response, Failure> {
    let chosen = TextSize::from_code(form.get("text"));
    let (look, to) = (Look { text: chosen.or(Some(TextSize::Normal)), ..Look::default() }, back(&headers));
    if chosen.is_none() {
        return Ok(with_cookies(&here, None, look, to));
    }
    keep(&here, None, look, to).await
}

/// The language buttons of every page. Back to the page one was on; what was typed there meanwhile, which script brings along
/// (`app::shell`), is kept.
async fn language(here: Here, headers: HeaderMap, form: RawForm) -> Result<Response, Failure> {
    let locale = Locale::from_tag(form.get("locale")).ok_or(AppError::BadRequest)?;
    let fields = form_urlencoded::parse(form.get("typed").as_bytes()).into_owned();
    // The language that stood in that form is the one before.
    let fields = fields.filter(|(name, _)| name != "locale").collect();
    let mut to = back(&headers);
    if let Some(typed) = Typed::new(form.get("to"), &to, fields) {
        to = kept::api::with(&to, &kept::put_for_reader(&here, &typed).await?);
    }
    keep(&here, Some(locale), Look::default(), to).await
}

/// On the account where somebody is signed in, and on the device.
async fn keep(here: &Here, locale: Option<Locale>, look: Look, to: String) -> Result<Response, Failure> {
    if let Some(person) = &here.visitor.person {
        in_tx!(here.app.db, |tx| { Ok(store::save(tx, here.municipality(), &person.id, locale, look).await?) })?;
    }
    Ok(with_cookies(here, locale, look, to))
}

fn with_cookies(here: &Here, locale: Option<Locale>, look: Look, to: String) -> Response {
    let on_off = |on: bool| if on { "on" } else { "off" };
    let cookies = [
        ("lang", locale.map(Locale::tag)),
        ("text", look.text.map(TextSize::code)),
        ("theme", look.theme.map(Theme::code)),
        ("listen", look.listen.map(on_off)),
        ("compact", look.compact.map(on_off)),
    ];
    let mut response = Go::to(to).into_response();
    for (name, value) in cookies.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        if let Some(cookie) = cookie::set(name, value, cookie::YEAR, here.app.config.tls) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
