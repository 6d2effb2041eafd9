//! Who one can be in the demonstration, and its clock.

use crate::demo_door::view::{DemoGroup, DemoLoad, DemoPeople};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{Heading, Hidden, PostForm, page::page};

/// Who one can be, one button each.
#[component]
pub fn DemoPage() -> impl IntoView {
    page(
        || DemoLoad {},
        |texts: Texts, people: DemoPeople| {
            view! {
                <Heading text=texts.s(k::access::DEMO_HEADING)/>
                <p class="lead">{texts.s(k::access::DEMO_LEAD)}</p>
                <PostForm action="/demo/clock" plain=true class="row" label=texts.s(k::access::DEMO_CLOCK)>
                    <p class="lab">{texts.f(k::access::DEMO_CLOCK_NOW, &[("now", &people.now)])}</p>
                    <button type="submit" name="minutes" value="60" class="btn btn-secondary">{texts.s(k::access::DEMO_HOUR)}</button>
                    <button type="submit" name="minutes" value="1440" class="btn btn-secondary">{texts.s(k::access::DEMO_DAY)}</button>
                </PostForm>
                {people.groups.into_iter().map(|DemoGroup { heading, people }| view! {
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
