//! What can be set up, and the municipality itself.

use ground::{
    form::FormView,
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    Back, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, TextField, Tone,
    page::{page, query},
    verbatim,
};

/// The overview: lines that say how much there is of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// Name and number of the municipality.
    pub municipality: String,
    /// "6 områden används".
    pub areas: String,
    /// "5 typer kan väljas".
    pub kinds: String,
    /// "5 personer arbetar här".
    pub roles: String,
    /// Who has read about unusually many people, and on which day.
    pub read_much: Vec<String>,
}

ui::load! {
    /// Loads the overview.
    load_overview() -> Overview, "admin/overview" => crate::admin::api::overview()
}

/// The administrator's home.
#[component]
pub fn AdminPage() -> impl IntoView {
    page(
        || (),
        |()| load_overview(),
        |texts: Texts, overview: Overview| {
            let cards = [
                ("/admin/municipality", k::admin::MUNICIPALITY, overview.municipality),
                ("/admin/areas", k::admin::AREAS, overview.areas),
                ("/admin/kinds", k::admin::KINDS, overview.kinds),
                ("/admin/roles", k::admin::ROLES, overview.roles),
            ];
            view! {
                <Heading text=texts.s(k::admin::HEADING)/>
                <p class="lead">{texts.s(k::admin::LEAD)}</p>
                <ul class="cards">
                    {cards.into_iter().map(|(href, heading, line)| view! {
                        <li><article class="card card-link"><h2><a href=href rel="external">{texts.s(heading)}</a></h2><p>{line}</p></article></li>
                    }).collect_view()}
                </ul>
                {(!overview.read_much.is_empty()).then(|| view! {
                    <h2>{texts.s(k::admin::READ_MUCH)}</h2>
                    <p>{texts.s(k::admin::READ_MUCH_HINT)}</p>
                    <ul>{overview.read_much.into_iter().map(|line| view! { <li>{verbatim(line)}</li> }).collect_view()}</ul>
                })}
                <p><a class="alone" href="/admin/barriers" rel="external">{texts.s(k::admin::BARRIERS)}</a></p>
            }
        },
    )
}

/// "Saved" and other fixed sentences that the address names.
pub(super) fn notice(text: Option<&'static str>, tone: Tone) -> Option<AnyView> {
    text.map(|text| view! { <Notice tone=tone><p>{text}</p></Notice> }.into_any())
}

/// "Saved", where the address says so.
pub(super) fn saved(texts: Texts, code: &str) -> Option<AnyView> {
    notice((code == "saved").then(|| texts.s(k::admin::SAVED)), Tone::Success)
}

/// The municipality's form and what to say above it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MunicipalityData {
    /// What is in the form.
    pub form: FormView,
    /// A code for a notice.
    pub notice: String,
}

ui::load! {
    /// Loads the municipality's form.
    load_municipality(draft, notice) -> MunicipalityData, "admin/municipality" => crate::admin::api::municipality(draft, notice)
}

/// Name, telephone, hours and line.
#[component]
pub fn MunicipalityPage() -> impl IntoView {
    let (draft, notice) = (query("draft"), query("notice"));
    page(
        move || (draft(), notice()),
        |(draft, notice)| load_municipality(draft, notice),
        |texts: Texts, data: MunicipalityData| {
            let form = data.form;
            let refused = !form.errors.is_empty();
            let hours = [
                ("hours_sv", "sv", k::admin::HOURS_SV),
                ("hours_fi", "fi", k::admin::HOURS_FI),
                ("hours_en", "en", k::admin::HOURS_EN),
            ];
            view! {
                <Back href="/admin" text=texts.s(k::admin::TO_ADMIN)/>
                <ErrorSummary form=form.clone()/>
                <Heading text=texts.s(k::admin::MUNICIPALITY) refused=refused/>
                {saved(texts, &data.notice)}
                <PostForm action="/admin/municipality/save">
                    <Hidden name=SEEN value=form.get(SEEN)/>
                    <TextField name="name" label=texts.s(k::admin::NAME) form=form.clone()/>
                    <TextField name="phone" label=texts.s(k::admin::PHONE) hint=texts.s(k::admin::PHONE_HINT) inputmode="tel" form=form.clone()/>
                    {hours.into_iter().map(|(name, lang, label)| view! {
                        <TextField name=name lang=lang label=texts.s(label) hint=texts.s(k::admin::HOURS_HINT) form=form.clone()/>
                    }).collect_view()}
                    <TextField name="accent" label=texts.s(k::admin::ACCENT) hint=texts.s(k::admin::ACCENT_HINT) form=form/>
                    <Primary text=texts.s(k::common::SAVE)/>
                </PostForm>
                <p><a class="alone" href="/admin/municipality/logo" rel="external">{texts.s(k::admin::LOGO)}</a></p>
            }
        },
    )
}
