//! Saved filters: those that there are, and the one that can be saved. A page of the server alone (see `BareRoutes`).

use ground::{
    form::FormView,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, TextField, Tone,
    page::{plain, query},
};

/// A saved filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct One {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The list as it shows it.
    pub href: String,
    /// What it looks for, in words.
    pub words: String,
}

/// Saved filters, and the one that can be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filters {
    /// The list that one came from.
    pub back: String,
    /// What it is filtered by, in words.
    pub now: String,
    /// The same, as the form sends it.
    pub hidden: Vec<(&'static str, String)>,
    /// The form.
    pub form: FormView,
    /// What has just happened, and whether it went well.
    pub notice: Option<(String, bool)>,
    /// Those that there are.
    pub saved: Vec<One>,
}

/// Saved filters.
#[component]
pub fn FiltersPage() -> impl IntoView {
    let asked = ["find", "area", "kind", "status", "whose", "sort"].map(|name| query(name)());
    plain(crate::review::api::saved::filters(asked, query("draft")(), query("notice")()), show)
}

fn show(texts: Texts, filters: Filters) -> AnyView {
    let refused = !filters.form.errors.is_empty();
    view! {
        <Back href=filters.back text=texts.s(k::review::BULK_BACK)/>
        <ErrorSummary form=filters.form.clone()/>
        <Heading text=texts.s(k::review::FILTERS) refused=refused/>
        {filters.notice.map(|(words, fine)| view! {
            <Notice tone=if fine { Tone::Success } else { Tone::Warning }><p>{words}</p></Notice>
        })}
        {if filters.saved.is_empty() {
            view! { <p class="empty">{texts.s(k::review::FILTERS_NONE)}</p> }.into_any()
        } else {
            view! { <ul class="cards">{filters.saved.into_iter().map(|one| card(texts, one)).collect_view()}</ul> }.into_any()
        }}
        <h2>{texts.s(k::review::FILTER_NEW)}</h2>
        <p>{texts.f(k::review::FILTER_NOW, &[("words", &filters.now)])}</p>
        <PostForm action="/staff/filters" label=texts.s(k::review::FILTER_NEW)>
            {filters.hidden.into_iter().map(|(name, value)| view! { <Hidden name=name value=value/> }).collect_view()}
            <TextField name="name" label=texts.s(k::review::FILTER_NAME) hint=texts.s(k::review::FILTER_NAME_HINT) form=filters.form/>
            <Primary text=texts.s(k::review::FILTER_SAVE)/>
        </PostForm>
    }
    .into_any()
}

fn card(texts: Texts, one: One) -> AnyView {
    let label = texts.f(k::review::FILTER_DELETE_LABEL, &[("name", &one.name)]);
    view! {
        <li class="card">
            <h2><a class="alone" href=one.href>{one.name}</a></h2>
            <p>{one.words}</p>
            <PostForm action=format!("/staff/filters/{}/delete", one.id) label=label.clone()>
                <button class="btn btn-secondary btn-small">{label}</button>
            </PostForm>
        </li>
    }
    .into_any()
}
