//! What a coordinator prints: the visits of a day, and a visit's card for somebody without a login. Pages of the server alone
//! (see `BareRoutes`).

use crate::agenda::view::{PaperCard, PaperCardLoad, PaperDay, PaperDayLoad, PaperFacts, PaperLine};
use ground::text::{Texts, k, theirs, unbroken};
use leptos::{nonce::use_nonce, prelude::*};
use ui::{
    Back, Heading, Icon, IconName, Tag,
    page::{param, plain, query},
    verbatim,
};

/// Shows the button and lets it print; without script the sentence beside it says how.
const PRINT: &str = "const b=document.getElementById('print');b.hidden=false;b.onclick=()=>print()";

/// How the page is printed.
fn how(texts: Texts) -> AnyView {
    view! {
        <div class="noprint">
            <button type="button" class="btn btn-primary" id="print" hidden>{texts.s(k::agenda::PRINT)}</button>
            <p class="hint">{texts.s(k::agenda::PRINT_HOW)}</p>
            <script nonce=use_nonce() inner_html=PRINT></script>
        </div>
    }
    .into_any()
}

/// The visits of a day, to be printed.
#[component]
pub fn PaperDayPage() -> impl IntoView {
    plain(PaperDayLoad { day: query("day")() }, show_day)
}

fn show_day(texts: Texts, day: PaperDay) -> AnyView {
    let columns = [
        k::agenda::TIME,
        k::agenda::NUMBER,
        k::agenda::SENIOR,
        k::agenda::PLACE,
        k::agenda::KIND,
        k::agenda::VOLUNTEER,
        k::agenda::STATUS,
        k::agenda::CALL_FIRST,
    ];
    view! {
        <Back href=format!("/staff/visits?day={}", day.day) text=texts.s(k::agenda::BACK)/>
        <Heading text=day.heading.clone()/>
        <p>{day.municipality} ". " {verbatim(texts.f(k::agenda::PAPER_PHONE, &[("phone", &theirs(&day.phone))]))}</p>
        {how(texts)}
        {if day.lines.is_empty() {
            view! { <p class="empty">{texts.s(k::agenda::EMPTY)}</p> }.into_any()
        } else {
            view! {
                <div class="scroll" role="region" aria-label=unbroken(&day.heading) tabindex="0">
                    <table>
                        <thead><tr>{columns.map(|key| view! { <th scope="col">{texts.s(key)}</th> })}</tr></thead>
                        <tbody>{day.lines.into_iter().map(row).collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
        <p><b>{texts.s(k::agenda::PAPER_CARE)}</b></p>
    }
    .into_any()
}

fn row(line: PaperLine) -> AnyView {
    view! {
        <tr>
            <td><b>{line.time}</b></td>
            <td>{line.number}</td>
            <td translate="no">{line.senior}</td>
            <td>{line.place}</td>
            <td>{line.what}</td>
            <td translate="no">{line.volunteer}</td>
            <td><Tag text=line.status tone=line.tone/></td>
            <td>{line.calls.into_iter().map(|call| view! { <div translate="no">{call}</div> }).collect_view()}</td>
        </tr>
    }
    .into_any()
}

/// A visit's card, to be printed.
#[component]
pub fn PaperCardPage() -> impl IntoView {
    plain(PaperCardLoad { id: param("id")() }, show_card)
}

fn show_card(texts: Texts, card: PaperCard) -> AnyView {
    view! {
        <Back href=format!("/staff/visits/{}", card.visit) text=texts.s(k::agenda::CARD_BACK)/>
        <div class="noprint"><Heading text=card.heading/></div>
        {match card.facts {
            Some(facts) => view! {
                {how(texts)}
                {paper(Texts::of(card.locale), facts, &card.phone)}
            }
            .into_any(),
            None => view! { <p class="empty">{texts.s(k::agenda::CARD_NONE)}</p> }.into_any(),
        }}
    }
    .into_any()
}

fn paper(texts: Texts, facts: PaperFacts, phone: &str) -> AnyView {
    view! {
        <div class="visit-card" lang=texts.locale.tag()>
            <h2>{verbatim(facts.to)}</h2>
            <p class="when"><Icon name=IconName::Clock/>{facts.when}</p>
            <p class="when"><Icon name=IconName::Place/>{facts.place}</p>
            <p class="when"><Icon name=IconName::Heart/>{facts.what}</p>
            <div class="person">
                {(!facts.initials.is_empty()).then(|| view! { <span class="avatar" aria-hidden="true" translate="no">{facts.initials}</span> })}
                <div><b>{verbatim(facts.name)}</b>{facts.shows_card}</div>
            </div>
            {facts.first_meeting.map(|how| view! { <p>{texts.s(k::senior_visits::FIRST_MEETING)} ": " {how}</p> })}
            <p>{texts.s(k::senior_visits::SAY_WORD)}</p>
            <p class="codeword" translate="no">{facts.code_word}</p>
            <p><b>{verbatim(texts.f(k::agenda::CARD_CALL, &[("phone", &theirs(phone))]))}</b></p>
            <p>{texts.s(k::common::DANGER)}</p>
        </div>
    }
    .into_any()
}
