//! "Det du skrev finns kvar": a page that no browser's program knows.

use super::{
    FIELD,
    view::{KeptForm, KeptLoad},
};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{Heading, PostForm, Secondary, page::plain, verbatim};

/// What was kept of the reader's forms.
#[component]
pub fn KeptPage() -> impl IntoView {
    plain(KeptLoad {}, shown)
}

fn shown(texts: Texts, forms: Vec<KeptForm>) -> AnyView {
    view! {
        <Heading text=texts.s(k::kept::HEADING)/>
        <p class="lead">{texts.s(if forms.is_empty() { k::kept::NONE } else { k::kept::LEAD })}</p>
        <ul class="cards">{forms.into_iter().map(|form| view! { <li>{one(texts, form)}</li> }).collect_view()}</ul>
    }
    .into_any()
}

fn one(texts: Texts, form: KeptForm) -> AnyView {
    let KeptForm { id, when, page, typed } = form;
    let of = texts.f(k::kept::WRITTEN, &[("when", &when)]);
    let remove = format!("/kept/{id}/remove");
    let words = typed.words();
    view! {
        <article class="card">
            <p class="when">{of.clone()}</p>
            {words.into_iter().map(|words| {
                let lang = texts.lang_of(&words);
                view! { <blockquote lang=lang>{verbatim(words)}</blockquote> }
            }).collect_view()}
            <div class="stack">
                <PostForm action=typed.address plain=true label=format!("{} {of}", texts.s(k::kept::SEND))>
                    <input type="hidden" name=FIELD value=id/>
                    {typed.fields.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view()}
                    <Secondary text=texts.s(k::kept::SEND)/>
                </PostForm>
                <a class="alone" href=page rel="external">{texts.s(k::kept::OPEN_PAGE)}</a>
                <PostForm action=remove plain=true label=format!("{} {of}", texts.s(k::kept::REMOVE))>
                    <button type="submit" class="btn btn-link">{texts.s(k::kept::REMOVE)}</button>
                </PostForm>
            </div>
        </article>
    }
    .into_any()
}
