//! Everybody's own page.

use crate::{
    me::view::{Me, MeLoad},
    person::fields::contact_fields,
};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    ButtonLink, ErrorSummary, Heading, Icon, IconName, Notice, PostForm, Primary, Rows, Secondary, Tone,
    page::{page, query},
};

/// What we keep about the reader, and what they may do with it.
#[component]
pub fn MePage() -> impl IntoView {
    let (draft, notice) = (query("draft"), query("notice"));
    page(move || MeLoad { draft: draft(), notice: notice() }, me_view)
}

fn me_view(texts: Texts, me: Me) -> AnyView {
    let refused = !me.form.errors.is_empty();
    view! {
        <ErrorSummary form=me.form.clone()/>
        <Heading text=texts.s(k::me::HEADING) refused=refused/>
        {me.saved.then(|| view! { <Notice tone=Tone::Success><p>{texts.s(k::me::SAVED)}</p></Notice> })}
        <p class="lead">{texts.s(k::me::LEAD)}</p>
        <Rows rows=me.facts/>
        <p>{texts.s(k::me::WRONG)}</p>
        <h2>{texts.s(k::me::CONTACT)}</h2>
        <PostForm action="/me/contact" label=texts.s(k::me::CONTACT)>
            {contact_fields(texts, me.form, me.locales, true)}
            <Primary text=texts.s(k::common::SAVE)/>
        </PostForm>
        <h2>{texts.s(k::me::OWN_DATA)}</h2>
        <p>{texts.s(k::me::OWN_DATA_LINE)}</p>
        <div class="stack">
            <a class="btn btn-secondary" href="/me/data.json" rel="external" download="handslag.json"><Icon name=IconName::Download/>{texts.s(k::me::DOWNLOAD)}</a>
            <a class="btn btn-secondary" href="/settings" rel="external"><Icon name=IconName::Settings/>{texts.s(k::common::SETTINGS)}</a>
            <ButtonLink href="/notifications" text=texts.s(k::common::NOTIFICATIONS) icon=IconName::Message/>
            <ButtonLink href="/concern/new" text=texts.s(k::me::CONCERN)/>
        </div>
        <h2>{texts.s(k::me::SIGN_OUT_HEADING)}</h2>
        <p>{me.sessions}</p>
        <div class="stack">
            <PostForm action="/sign-out" plain=true><Secondary text=texts.s(k::me::SIGN_OUT)/></PostForm>
            <PostForm action="/sign-out-everywhere" plain=true><Secondary text=texts.s(k::me::SIGN_OUT_ALL)/></PostForm>
        </div>
    }
    .into_any()
}
