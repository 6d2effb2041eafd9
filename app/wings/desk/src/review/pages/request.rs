//! One request with everything that can be done with it.

use super::{acts, suggestions::suggestions};
use crate::review::view::{Detail, Happened, RequestLoad, Said};
use ground::text::{Texts, k, theirs};
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, Heading, Icon, IconName, Notice, Rows, Tag, Tone,
    page::{page, param, query},
    said, tel, verbatim,
};

/// One request.
#[component]
pub fn StaffRequestPage() -> impl IntoView {
    let (id, draft, form) = (param("id"), query("draft"), query("form"));
    let (notice, who) = (query("notice"), query("who"));
    page(move || RequestLoad { id: id(), draft: draft(), form: form(), notice: notice(), who: who() }, show)
}

fn show(texts: Texts, detail: Detail) -> AnyView {
    let refused = !detail.form.errors.is_empty();
    let left = view! {
        <div>
            {facts(texts, &detail)}
            {acts::main(texts, &detail)}
            {detail.suggestions.clone().map(|found| suggestions(texts, &detail.id, found, !detail.offers.iter().any(|offer| offer.waits)))}
        </div>
    }
    .into_any();
    let right = view! {
        <div>
            {offers(texts, &detail)}
            {visits(texts, &detail)}
            {acts::side(texts, &detail)}
            {history(texts, detail.history.clone())}
        </div>
    }
    .into_any();
    view! {
        <Back href="/staff" text=texts.s(k::review::BACK_TODO)/>
        <nav class="pager" aria-label=texts.plain(k::review::NEXT_LABEL)>
            {[("&back=1", "prev external", k::review::PREVIOUS), ("", "next external", k::review::NEXT)].map(|(way, rel, words)| {
                view! { <a href=format!("/staff/next?from={}{way}", detail.id) rel=rel>{texts.s(words)}</a> }.into_any()
            })}
        </nav>
        {refused.then(|| view! { <ErrorSummary form=detail.form.clone()/> })}
        <Heading text=detail.heading refused=refused/>
        <p><Tag text=detail.state/> " " {verbatim(detail.owner)}</p>
        {detail.notice.map(|Said { words, fine }| view! {
            <Notice tone=if fine { Tone::Success } else { Tone::Warning }>
                <p>{verbatim(words)}</p>
                {(!detail.results.is_empty()).then(|| view! { <ul>{detail.results.into_iter().map(|line| view! { <li>{verbatim(line)}</li> }).collect_view()}</ul> })}
            </Notice>
        })}
        {(!detail.warnings.is_empty()).then(|| view! {
            <Notice tone=Tone::Warning>
                <h2>{texts.s(k::review::WARNINGS)}</h2>
                <ul>{detail.warnings.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            </Notice>
        })}
        <div class="two-col">{left} {right}</div>
    }
    .into_any()
}

fn facts(texts: Texts, detail: &Detail) -> AnyView {
    let phone = detail.phone.clone();
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::FACTS)}</h2>
            <Rows rows=detail.facts.clone()/>
            {(!phone.is_empty()).then(|| view! { <p><a class="alone" href=tel(&phone) rel="external"><Icon name=IconName::Phone/>{verbatim(texts.f(k::review::CALL, &[("number", &theirs(&phone))]))}</a></p> })}
            {detail.person_href.clone().map(|href| view! { <p><a class="alone" href=href>{texts.s(k::review::TO_PERSON)}</a></p> })}
            {(!detail.note.is_empty()).then(|| view! {
                <h3>{texts.s(k::review::OWN_WORDS)}</h3>
                <blockquote>{said(texts, detail.note.clone())}</blockquote>
            })}
            <Rows rows=detail.question.clone()/>
            <Rows rows=detail.decided.clone()/>
        </section>
    }
    .into_any()
}

fn tone(code: &str) -> &'static str {
    match code {
        "tag-ok" => "tag-ok",
        "tag-wait" => "tag-wait",
        "tag-bad" => "tag-bad",
        _ => "tag-plain",
    }
}

fn offers(texts: Texts, detail: &Detail) -> AnyView {
    if detail.offers.is_empty() {
        return ().into_any();
    }
    let id = detail.id.clone();
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::OFFERS)}</h2>
            <ul class="cards">
                {detail.offers.iter().map(|offer| view! {
                    <li>
                        <p>{named(offer.href.clone(), offer.name.clone())} " " <Tag text=offer.status.clone() tone=tone(&offer.tone)/></p>
                        <p class="hint">{offer.line.clone()}</p>
                        {(!offer.phone.is_empty()).then(|| view! { <p><a class="alone" href=tel(&offer.phone) rel="external"><Icon name=IconName::Phone/><span translate="no">{offer.phone.clone()}</span></a></p> })}
                        {offer.waits.then(|| acts::senior_answers(texts, &id, offer.id.clone(), &offer.name))}
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
    .into_any()
}

fn visits(texts: Texts, detail: &Detail) -> AnyView {
    if detail.visits.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::VISITS)}</h2>
            {detail.visits.iter().map(|visit| view! {
                <div>
                    <p class="when">{visit.when.clone()}</p>
                    <p><b>{verbatim(visit.name.clone())}</b> " " <Tag text=visit.status.clone()/></p>
                    <Rows rows=visit.rows.clone()/>
                    {acts::visit(texts, &detail.id, visit, detail.form.clone(), &detail.open)}
                </div>
            }).collect_view()}
        </section>
    }
    .into_any()
}

fn history(texts: Texts, lines: Vec<Happened>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::HISTORY)}</h2>
            <ol class="timeline">
                {lines.into_iter().map(|Happened { iso, when, what }| view! { <li><time datetime=iso>{when}</time> " " {verbatim(what)}</li> }).collect_view()}
            </ol>
        </section>
    }
    .into_any()
}

/// A name, as a link where there is something to read.
fn named(href: Option<String>, name: String) -> AnyView {
    match href {
        Some(href) => view! { <a href=href><b>{verbatim(name)}</b></a> }.into_any(),
        None => view! { <b>{verbatim(name)}</b> }.into_any(),
    }
}
