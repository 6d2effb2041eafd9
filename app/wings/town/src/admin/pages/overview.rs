//! What can be set up, and the municipality itself.

use crate::admin::view::{MunicipalityData, MunicipalityLoad, Overview, OverviewLoad};
use ground::{
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, TextField, Tone,
    page::{page, query},
    verbatim,
};

/// The administrator's home.
#[component]
pub fn AdminPage() -> impl IntoView {
    page(
        || OverviewLoad {},
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

/// Name, telephone, hours and line.
#[component]
pub fn MunicipalityPage() -> impl IntoView {
    let (draft, notice) = (query("draft"), query("notice"));
    page(
        move || MunicipalityLoad { draft: draft(), notice: notice() },
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
