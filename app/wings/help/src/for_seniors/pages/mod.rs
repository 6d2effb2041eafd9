//! The senior's pages: start, asking, "Min hjälp", a visit.

pub mod ask;
pub mod follow;
pub mod home;
mod visit;

use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{Icon, IconName, PostForm, Secondary, boot::Boot, tel};
pub use visit::*;

/// The municipality's telephone number and when it is answered, as a link that stands alone.
pub fn phone_line() -> AnyView {
    let boot = expect_context::<Boot>();
    let href = tel(&boot.phone);
    view! {
        <div class="row">
            <a class="alone" href=href rel="external"><Icon name=IconName::Phone/><span translate="no">{boot.phone}</span></a>
            <span>{boot.hours}</span>
        </div>
    }
    .into_any()
}

/// Several lines as one value.
fn lines(lines: Vec<String>) -> AnyView {
    let each = |(index, line): (usize, String)| view! { {(index > 0).then(|| view! { <br/> })}{line} };
    lines.into_iter().enumerate().map(each).collect_view().into_any()
}

/// "Be om hjälp igen": a new draft with the same answers, except the days.
pub(crate) fn again_form(texts: Texts, request: &str) -> AnyView {
    view! {
        <div class="stack">
            <PostForm action=format!("/requests/{request}/again")><Secondary text=texts.s(k::requests::AGAIN)/></PostForm>
        </div>
    }
    .into_any()
}
