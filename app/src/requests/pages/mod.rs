//! The senior's pages: start, asking, "Min hjälp".

pub mod ask;
pub mod follow;
pub mod home;

use crate::{
    access::model::Boot,
    common::text::Texts,
    ui::{Icon, IconName, PostForm, tel},
};
use leptos::prelude::*;

/// The municipality's telephone number and when it is answered, as a link that stands alone.
pub(crate) fn phone_line() -> AnyView {
    let boot = expect_context::<Boot>();
    let href = tel(&boot.phone);
    view! {
        <p><a class="alone" href=href rel="external"><Icon name=IconName::Phone/><span>{boot.phone}</span></a></p>
        <p class="hint">{boot.hours}</p>
    }
    .into_any()
}

/// "Be om hjälp igen": a new draft with the same answers, except the days.
pub(crate) fn again_form(texts: Texts, request: &str) -> AnyView {
    use crate::common::text::k;
    view! {
        <PostForm action=format!("/requests/{request}/again")>
            <button type="submit" class="btn btn-secondary">{texts.s(k::requests::AGAIN)}</button>
        </PostForm>
    }
    .into_any()
}
