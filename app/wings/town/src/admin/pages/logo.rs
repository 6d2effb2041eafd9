//! The municipality's logo: a page of the server alone (see `BareRoutes`), for a form with a file is sent by the browser itself.

use crate::admin::view::{LogoData, LogoLoad};
use ground::{
    form::FormView,
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, FieldError, Heading, Hidden, Notice, PostForm, Primary, Secondary, TextField, Tone,
    boot::Boot,
    page::{PageKey, plain, query},
};

/// The logo that there is, and a form for another.
#[component]
pub fn LogoPage() -> impl IntoView {
    plain(LogoLoad { draft: query("draft")(), notice: query("notice")() }, show)
}

fn show(texts: Texts, data: LogoData) -> AnyView {
    let form = data.form;
    let now = expect_context::<Boot>().logo;
    let removable = now.is_some();
    view! {
        <Back href="/admin/municipality" text=texts.s(k::admin::MUNICIPALITY)/>
        <ErrorSummary form=form.clone()/>
        <Heading text=texts.s(k::admin::LOGO) refused=!form.errors.is_empty()/>
        {data.notice.map(|notice| view! { <Notice tone=Tone::Success><p>{texts.s(notice)}</p></Notice> })}
        <p class="lead">{texts.s(k::logo::LEAD)}</p>
        {match now {
            Some(logo) => view! { <h2>{texts.s(k::logo::NOW)}</h2> <p><span class="logo" inner_html=logo></span></p> }.into_any(),
            None => view! { <p class="empty">{texts.s(k::logo::NONE)}</p> }.into_any(),
        }}
        {upload(texts, form)}
        {removable.then(|| view! {
            <PostForm action="/admin/municipality/logo/remove" plain=true>
                <Secondary text=texts.s(k::logo::REMOVE)/>
            </PostForm>
        })}
    }
    .into_any()
}

/// The words stand before the file: of a file that is too large the end is cut off, and all that comes after it.
fn upload(texts: Texts, form: FormView) -> AnyView {
    let key = use_context::<PageKey>().map(|key| key.0).unwrap_or_default();
    let error = form.error("picture");
    let (class, described_by) = match error {
        Some(_) => ("field has-error", "picture-hint picture-error"),
        None => ("field", "picture-hint"),
    };
    let invalid = error.is_some().then_some("true");
    view! {
        <form method="post" action="/admin/municipality/logo/save" enctype="multipart/form-data" novalidate>
            <input type="hidden" name="key" value=key/>
            <Hidden name=SEEN value=form.get(SEEN)/>
            <TextField name="alt" label=texts.s(k::logo::ALT) hint=texts.s(k::logo::ALT_HINT) form=form/>
            <div class=class>
                <label class="lab" for="picture">{texts.s(k::logo::PICTURE)}</label>
                <p class="hint" id="picture-hint">{texts.s(k::logo::KINDS)} " " {texts.s(k::logo::WHITE)} " " {texts.s(k::logo::NO_SVG)}</p>
                <FieldError id="picture" message=error/>
                <input type="file" id="picture" name="picture" accept="image/png,image/jpeg,image/webp" aria-describedby=described_by aria-invalid=invalid/>
            </div>
            <Primary text=texts.s(k::common::SAVE)/>
        </form>
    }
    .into_any()
}
