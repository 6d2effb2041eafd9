//! The start page, and the page of a one-time sign-in link.

use crate::settings::pages::HowToRead;
use ground::text::{Texts, k};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    ButtonLink, Heading, Hidden, MeetingIllustration, PostForm, Primary,
    page::{page, param},
};

/// What the start page needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The municipality's name.
    pub municipality: String,
    /// Demonstration.
    pub demo: bool,
}

ui::load! {
    /// Loads the start page; a signed-in person goes on to their own home.
    load_start() -> Start, "access/start" => crate::sign_in::api::start()
}

/// The front door.
#[component]
pub fn StartPage() -> impl IntoView {
    page(
        || (),
        |()| load_start(),
        |texts: Texts, start: Start| {
            view! {
                <section class="hero">
                    <Heading text=texts.s(k::access::START_HEADING)/>
                    <p class="lead">{texts.f(k::access::START_LEAD, &[("municipality", &start.municipality)])}</p>
                </section>
                <div class="stack">
                    {start.demo.then(|| view! { <ButtonLink href="/demo" text=texts.s(k::access::START_DEMO) primary=true/> })}
                    <ButtonLink href="/volunteer/join" text=texts.s(k::access::START_VOLUNTEER)/>
                </div>
                <p>{texts.s(k::access::START_PHONE)}</p>
                <HowToRead/>
                <MeetingIllustration/>
            }
        },
    )
}

/// A one-time link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignInLink {
    /// Its secret part.
    pub token: String,
    /// Heading and line, where it opens nothing any more.
    pub over: Option<(String, String)>,
}

ui::load! {
    /// Loads the page of a one-time link; it is used up only by its button.
    load_link(token) -> SignInLink, "access/link" => crate::sign_in::api::sign_in_link(token)
}

/// A one-time sign-in link was opened.
#[component]
pub fn SignInLinkPage() -> impl IntoView {
    page(param("token"), load_link, |texts: Texts, link: SignInLink| {
        match link.over {
        Some((heading, line)) => view! {
            <Heading text=heading/>
            <p class="lead">{line}</p>
            <ButtonLink href="/" text=texts.s(k::common::TO_START)/>
        }
        .into_any(),
        None => view! {
            <Heading text=texts.s(k::access::LINK_HEADING)/>
            <p class="lead">{texts.s(k::access::LINK_LEAD)}</p>
            <PostForm action="/sign-in" plain=true><Hidden name="token" value=link.token/><Primary text=texts.s(k::access::LINK_OPEN)/></PostForm>
        }
        .into_any(),
    }
    })
}
