//! Who one can be in the demonstration, and its clock.

use ground::text::{Texts, k};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{Heading, Hidden, PostForm, page::page};

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

ui::load! {
    /// Loads the demo people. 404 where the demonstration is off.
    load_demo() -> DemoPeople, "access/demo" => crate::demo_door::api::demo_people()
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
