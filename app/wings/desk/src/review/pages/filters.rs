//! Saved filters: those that there are, and the one that can be saved. A page of the server alone (see `BareRoutes`).

use crate::review::view::{Filters, FiltersLoad, Said, SavedFilter};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, TextField, Tone,
    page::{plain, query},
};

/// Saved filters.
#[component]
pub fn FiltersPage() -> impl IntoView {
    let asked = |name| query(name)();
    plain(
        FiltersLoad {
            find: asked("find"),
            area: asked("area"),
            kind: asked("kind"),
            status: asked("status"),
            whose: asked("whose"),
            sort: asked("sort"),
            draft: asked("draft"),
            notice: asked("notice"),
        },
        show,
    )
}

fn show(texts: Texts, filters: Filters) -> AnyView {
    let refused = !filters.form.errors.is_empty();
    view! {
        <Back href=filters.back text=texts.s(k::review::BULK_BACK)/>
        <ErrorSummary form=filters.form.clone()/>
        <Heading text=texts.s(k::review::FILTERS) refused=refused/>
        {filters.notice.map(|Said { words, fine }| view! {
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

fn card(texts: Texts, one: SavedFilter) -> AnyView {
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
