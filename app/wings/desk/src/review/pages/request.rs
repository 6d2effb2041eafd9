//! One request with everything that can be done with it.

use super::{
    acts,
    suggestions::{Suggestions, suggestions},
};
use ground::{
    form::FormView,
    text::{Texts, k, theirs},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    Back, ErrorSummary, Heading, Icon, IconName, Notice, Rows, Tag, Tone,
    page::{page, param, query},
    said, tel, verbatim,
};

/// What can be done now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Can {
    /// Take it.
    pub take: bool,
    /// Take it over from a colleague.
    pub take_over: bool,
    /// Give it back.
    pub release: bool,
    /// Ask the senior.
    pub ask: bool,
    /// Answer for the senior.
    pub answer: bool,
    /// Decline and refer.
    pub decline: bool,
    /// Approve.
    pub approve: bool,
    /// Name another time.
    pub times: bool,
    /// Close.
    pub close: bool,
}

/// An offer, in ready words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferLine {
    /// The offer.
    pub id: String,
    /// The volunteer.
    pub name: String,
    /// Where to read about the volunteer, for those who may.
    pub href: Option<String>,
    /// The volunteer's telephone.
    pub phone: String,
    /// State, in a word.
    pub status: String,
    /// The word's tone.
    pub tone: String,
    /// When, and until when.
    pub line: String,
    /// The senior's answer can be recorded.
    pub waits: bool,
}

/// A visit, in ready words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitLine {
    /// The visit.
    pub id: String,
    /// When.
    pub when: String,
    /// Who comes.
    pub name: String,
    /// State, in a word.
    pub status: String,
    /// First meeting, report, feedback: term and words.
    pub rows: Vec<(String, String)>,
    /// The first meeting is to be arranged.
    pub to_arrange: bool,
    /// It can be cancelled.
    pub may_cancel: bool,
}

/// One request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Detail {
    /// The request.
    pub id: String,
    /// "417: Gunnel Ek vill ha sällskap".
    pub heading: String,
    /// State, in a word.
    pub state: String,
    /// Who has it and since when it waits.
    pub owner: String,
    /// What was done just now: words, and whether it went well.
    pub notice: Option<(String, bool)>,
    /// What became of each volunteer who was asked just now.
    pub results: Vec<String>,
    /// To be read first.
    pub warnings: Vec<String>,
    /// Terms and words.
    pub facts: Vec<(String, String)>,
    /// The senior's telephone.
    pub phone: String,
    /// Where to read about the senior.
    pub person_href: Option<String>,
    /// The senior's own words.
    pub note: String,
    /// Question and answer.
    pub question: Vec<(String, String)>,
    /// What was decided.
    pub decided: Vec<(String, String)>,
    /// What can be done.
    pub can: Can,
    /// The form that is filled in, refused or prefilled.
    pub form: FormView,
    /// The form that was refused.
    pub open: String,
    /// Values and words of what is chosen from.
    pub parts: Vec<(String, String)>,
    /// Risk levels.
    pub risks: Vec<(String, String)>,
    /// What can be ticked as checked.
    pub checks: Vec<(String, String)>,
    /// Reasons to close.
    pub reasons: Vec<(String, String)>,
    /// Who could help, once approved.
    pub suggestions: Option<Suggestions>,
    /// Who was asked.
    pub offers: Vec<OfferLine>,
    /// Visits.
    pub visits: Vec<VisitLine>,
    /// What happened: RFC 3339, time in words, what.
    pub history: Vec<(String, String, String)>,
}

ui::load! {
    /// Loads one request. `draft` and `form` name a refused form; `notice` and `who` what was done just now.
    load_detail(id, draft, form, notice, who) -> Detail, "review/request" => crate::review::api::detail::detail(id, draft, form, notice, who)
}

/// One request.
#[component]
pub fn StaffRequestPage() -> impl IntoView {
    let (id, draft, form) = (param("id"), query("draft"), query("form"));
    let (notice, who) = (query("notice"), query("who"));
    page(
        move || (id(), draft(), form(), notice(), who()),
        |(id, draft, form, notice, who)| load_detail(id, draft, form, notice, who),
        show,
    )
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
        {detail.notice.map(|(words, fine)| view! {
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

fn history(texts: Texts, lines: Vec<(String, String, String)>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::HISTORY)}</h2>
            <ol class="timeline">
                {lines.into_iter().map(|(iso, when, what)| view! { <li><time datetime=iso>{when}</time> " " {verbatim(what)}</li> }).collect_view()}
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
