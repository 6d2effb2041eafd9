//! "Hej, Gunnel!": ask, look, and at most one piece of news.

use super::phone_line;
use crate::for_seniors::view::{HomeLoad, HomeView, News};
use ground::text::{Texts, k, theirs};
use leptos::prelude::*;
use people::settings::pages::HowToRead;
use ui::{ButtonLink, Heading, Icon, IconName, PostForm, page::page, verbatim};

/// The senior's start page.
#[component]
pub fn HomePage() -> impl IntoView {
    page(|| HomeLoad {}, show)
}

fn show(texts: Texts, home: HomeView) -> AnyView {
    let empty = home.news.is_none() && home.resume.is_none();
    view! {
        <Heading text=texts.f(k::requests::HELLO, &[("name", &theirs(&home.name))])/>
        <div class="stack">
            <PostForm action="/ask/new">
                <button type="submit" class="btn btn-primary"><Icon name=IconName::Plus/>{texts.s(k::requests::ASK)}</button>
            </PostForm>
            {home.resume.map(|href| view! { <ButtonLink href=href text=texts.s(k::requests::RESUME)/> })}
            <ButtonLink href="/requests" text=texts.s(k::requests::MINE) icon=IconName::List/>
        </div>
        {home.news.map(news_box)}
        {empty.then(|| view! { <p>{texts.s(k::requests::HOME_EMPTY)}</p> {phone_line()} })}
        <HowToRead/>
    }
    .into_any()
}

fn news_box(news: News) -> AnyView {
    view! {
        <section class="news">
            <h2>{verbatim(news.heading)}</h2>
            {(!news.when.is_empty()).then(|| view! { <p class="when">{news.when}</p> })}
            {(!news.line.is_empty()).then(|| view! { <p>{news.line}</p> })}
            <a href=news.href>{news.link}</a>
        </section>
    }
    .into_any()
}
