//! The start page, and the page of a one-time sign-in link.

use crate::{
    settings::pages::HowToRead,
    sign_in::view::{LinkOver, SignInLink, SignInLinkLoad, Start, StartLoad},
};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    ButtonLink, Heading, Hidden, MeetingIllustration, PostForm, Primary,
    page::{page, param},
};

/// The front door.
#[component]
pub fn StartPage() -> impl IntoView {
    page(
        || StartLoad {},
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

/// A one-time sign-in link was opened.
#[component]
pub fn SignInLinkPage() -> impl IntoView {
    let token = param("token");
    page(
        move || SignInLinkLoad { token: token() },
        |texts: Texts, link: SignInLink| {
            match link.over {
        Some(LinkOver { heading, line }) => view! {
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
        },
    )
}
