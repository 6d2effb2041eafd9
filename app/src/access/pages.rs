//! The start page, the list of demo people, and the page of a one-time sign-in link.

use crate::{
    common::{
        page::{page, param},
        text::{Texts, k},
    },
    settings::pages::HowToRead,
    ui::{ButtonLink, Heading, Hidden, MeetingIllustration, PostForm, Primary},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the start page needs to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// The municipality's name.
    pub municipality: String,
    /// Demonstration.
    pub demo: bool,
}

load! {
    /// Loads the start page; a signed-in person goes on to their own home.
    load_start() -> Start, "access/start" => crate::access::api::start()
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

/// A person one can be in the demonstration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoEntry {
    /// The person's id.
    pub id: String,
    /// First and family name.
    pub name: String,
    /// Area, and a line about them.
    pub about: String,
}

/// The people of the demonstration by role: seniors, volunteers, coordinators, administrators.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoPeople {
    /// The demonstration's clock, in words.
    pub now: String,
    /// Heading of the group and its people.
    pub groups: Vec<(String, Vec<DemoEntry>)>,
}

load! {
    /// Loads the demo people. 404 where the demonstration is off.
    load_demo() -> DemoPeople, "access/demo" => crate::access::api::demo_people()
}

/// Who one can be, one button each.
#[component]
pub fn DemoPage() -> impl IntoView {
    page(
        || (),
        |()| load_demo(),
        |texts: Texts, people: DemoPeople| {
            view! {
                <Heading text=texts.s(k::access::DEMO_HEADING)/>
                <p class="lead">{texts.s(k::access::DEMO_LEAD)}</p>
                <PostForm action="/demo/clock" plain=true class="row" label=texts.s(k::access::DEMO_CLOCK)>
                    <p class="lab">{texts.f(k::access::DEMO_CLOCK_NOW, &[("now", &people.now)])}</p>
                    <button type="submit" name="minutes" value="60" class="btn btn-secondary">{texts.s(k::access::DEMO_HOUR)}</button>
                    <button type="submit" name="minutes" value="1440" class="btn btn-secondary">{texts.s(k::access::DEMO_DAY)}</button>
                </PostForm>
                {people.groups.into_iter().map(|(heading, people)| view! {
                    <h2>{heading}</h2>
                    <ul class="people">
                        {people.into_iter().map(|person| view! {
                            <li>
                                <div><b translate="no">{person.name.clone()}</b><p class="hint" lang="sv">{person.about}</p></div>
                                <PostForm action="/demo/sign-in" plain=true>
                                    <Hidden name="person" value=person.id/>
                                    <button type="submit" class="btn btn-secondary">{texts.s(k::access::DEMO_BE)}<span class="vh" translate="no">" " {person.name}</span></button>
                                </PostForm>
                            </li>
                        }).collect_view()}
                    </ul>
                }).collect_view()}
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

load! {
    /// Loads the page of a one-time link; it is used up only by its button.
    load_link(token) -> SignInLink, "access/link" => crate::access::api::sign_in_link(token)
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
