//! The volunteer's home: what comes next, what waits for an answer, the open board.

use crate::for_volunteers::view::{HomeLoad, NextVisit, TaskCard, VolunteerHome};
use ground::text::{Key, Texts, k};
use leptos::prelude::*;
use people::settings::pages::HowToRead;
use ui::{Heading, Icon, IconName, Notice, Tag, Tone, page::page, verbatim};

/// "Uppdrag nära dig".
#[component]
pub fn VolunteerHomePage() -> impl IntoView {
    page(
        || HomeLoad {},
        |texts: Texts, home: VolunteerHome| {
            let empty = home.offers.is_empty()
                && home.board.is_empty()
                && home.missing.is_empty()
                && !home.paused
                && !home.blocked;
            view! {
                <Heading text=texts.s(k::offers::HOME_HEADING)/>
                {home.next.map(|next| next_visit(texts, next))}
                {home.blocked.then(|| view! { <Notice tone=Tone::Warning><p>{texts.s(k::offers::BLOCKED_LINE)}</p></Notice> })}
                {home.paused.then(|| view! {
                    <Notice tone=Tone::Info>
                        <p>{texts.s(k::offers::PAUSED_LINE)}</p>
                        <p><a class="alone" href="/volunteer/profile">{texts.s(k::offers::PAUSED_LINK)}</a></p>
                    </Notice>
                })}
                {task_cards(texts, k::offers::ANSWER_HEADING, home.offers)}
                {(!home.missing.is_empty()).then(|| missing(texts, home.missing))}
                {task_cards(texts, k::offers::BOARD_HEADING, home.board)}
                {empty.then(|| view! {
                    <div class="empty">
                        <h2>{texts.s(k::offers::EMPTY_HEADING)}</h2>
                        <p>{texts.s(k::offers::EMPTY_LINE)}</p>
                        <p><a class="alone" href="/volunteer/profile">{texts.s(k::offers::EMPTY_LINK)}</a></p>
                    </div>
                })}
                {task_cards(texts, k::offers::WAITING_HEADING, home.waiting)}
                <HowToRead/>
            }
            .into_any()
        },
    )
}

fn next_visit(texts: Texts, next: NextVisit) -> AnyView {
    view! {
        <section class="news" aria-labelledby="next">
            <Icon name=IconName::Calendar/>
            <h2 id="next">{texts.s(k::offers::NEXT_HEADING)}</h2>
            <p>{verbatim(next.what)}</p>
            <p class="when">{next.when}</p>
            <a href=next.href>{texts.s(k::offers::NEXT_LINK)}</a>
        </section>
    }
    .into_any()
}

fn missing(texts: Texts, missing: Vec<String>) -> AnyView {
    view! {
        <section class="box info" aria-labelledby="missing">
            <h2 id="missing">{texts.s(k::offers::MISSING_HEADING)}</h2>
            <p>{texts.s(k::offers::MISSING_LINE)}</p>
            <ul>{missing.into_iter().map(|what| view! { <li>{what}</li> }).collect_view()}</ul>
            <p><a class="alone" href="/volunteer/profile">{texts.s(k::offers::MISSING_LINK)}</a></p>
        </section>
    }
    .into_any()
}

/// A heading and its cards; nothing where there are none.
pub fn task_cards(texts: Texts, heading: Key, cards: Vec<TaskCard>) -> AnyView {
    if cards.is_empty() {
        return ().into_any();
    }
    view! {
        <h2>{texts.s(heading)}</h2>
        <ul class="cards">{cards.into_iter().map(card).collect_view()}</ul>
    }
    .into_any()
}

fn card(card: TaskCard) -> AnyView {
    let tone = if card.urgent { "tag-warn" } else { "tag-wait" };
    view! {
        <li>
            <article class="card card-link">
                <h3><a href=card.href>{card.kind}</a></h3>
                {card.when.into_iter().map(|when| view! { <p class="when"><Icon name=IconName::Calendar/>" "{when}</p> }).collect_view()}
                <p><Icon name=IconName::Place/>" "{card.place}</p>
                {(!card.due.is_empty()).then(|| view! { <p class="tags"><Tag text=card.due tone=tone/></p> })}
            </article>
        </li>
    }
    .into_any()
}
