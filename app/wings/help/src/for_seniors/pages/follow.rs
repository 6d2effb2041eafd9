//! "Min hjälp": the list, a request with what happens next, the receipt, and taking it back.

use super::{again_form, lines, phone_line};
use crate::for_seniors::view::{
    CancelView, Item, ListView, ProposalView, Receipt, RequestCancelLoad, RequestLoad, RequestView, RequestsLoad,
};
use ground::{
    form::FormView,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Danger, ErrorSummary, Heading, Hidden, Icon, IconName, Notice, PostForm, Primary, Secondary,
    TakeBack, TextField, Tone,
    page::{page, param, query},
    said, verbatim,
};

/// "Min hjälp".
#[component]
pub fn RequestsPage() -> impl IntoView {
    page(
        || RequestsLoad {},
        |texts: Texts, list: ListView| {
            let none = list.open.is_empty() && list.past.is_empty();
            let over = !list.past.is_empty();
            view! {
                <Heading text=texts.s(k::requests::MINE)/>
                {none.then(|| view! {
                    <div class="empty"><p>{texts.s(k::requests::LIST_EMPTY)}</p></div>
                })}
                {(!none && list.open.is_empty()).then(|| view! { <p>{texts.s(k::requests::LIST_NONE_OPEN)}</p> })}
                {cards(texts, list.open)}
                <PostForm action="/ask/new"><button type="submit" class="btn btn-primary"><Icon name=IconName::Plus/>{texts.s(k::requests::ASK)}</button></PostForm>
                {over.then(|| view! { <h2>{texts.s(k::requests::LIST_PAST)}</h2> })}
                {cards(texts, list.past)}
            }
        },
    )
}

fn cards(texts: Texts, items: Vec<Item>) -> AnyView {
    if items.is_empty() {
        return ().into_any();
    }
    view! {
        <ul class="cards">
            {items.into_iter().map(|item| view! {
                <li><article class="card card-link">
                    <h2><a href=item.href>{verbatim(item.heading)}</a></h2>
                    <p>{item.kind}</p>
                    <p class="when">{item.when}</p>
                    {item.answer.then(|| view! { <p class="tags"><span class="tag tag-warn">{texts.s(k::requests::ANSWER_NEEDED)}</span></p> })}
                </article></li>
            }).collect_view()}
        </ul>
    }
    .into_any()
}

/// A request: what happens next, when, and whether the senior must do anything.
#[component]
pub fn RequestPage() -> impl IntoView {
    let (id, draft, notice) = (param("id"), query("draft"), query("notice"));
    page(move || RequestLoad { id: id(), draft: draft(), notice: notice() }, show_request)
}

/// "Klart. Vi har fått det." The page keeps its address; opened later it shows what is so then.
#[component]
pub fn SentPage() -> impl IntoView {
    let id = param("id");
    page(
        move || RequestLoad { id: id(), draft: String::new(), notice: String::new() },
        |texts: Texts, request: RequestView| match request.receipt.clone() {
            Some(receipt) => show_receipt(texts, request, receipt),
            None => show_request(texts, request),
        },
    )
}

fn show_receipt(texts: Texts, request: RequestView, receipt: Receipt) -> AnyView {
    let id = request.id;
    view! {
        <Heading text=texts.s(k::requests::SENT)/>
        <p class="lead">{texts.f(k::requests::LINE_DUE, &[("moment", &receipt.due)])}</p>
        <p>{texts.s(k::requests::YOUR_NUMBER)}</p>
        <p><span class="bignum">{request.number}</span></p>
        <h2>{texts.s(k::requests::SENT_NEXT)}</h2>
        <ol class="steps">
            <li>{texts.s(k::requests::SENT_1)}</li>
            <li>{texts.s(k::requests::SENT_2)}</li>
            <li>{texts.s(k::requests::SENT_3)}</li>
        </ol>
        <p>{texts.s(k::requests::SENT_PHONE)}</p>
        {phone_line()}
        <div class="stack">
            <ButtonLink href="/home" text=texts.s(k::common::TO_START) primary=true/>
            <ButtonLink href=format!("/requests/{id}") text=texts.s(k::requests::SEE_REQUEST)/>
        </div>
        {undo_form(texts, &id)}
    }
    .into_any()
}

fn undo_form(texts: Texts, id: &str) -> AnyView {
    let action = format!("/requests/{id}/undo");
    view! {
        <TakeBack>
            <PostForm action=action><Secondary text=texts.s(k::requests::SENT_UNDO)/></PostForm>
        </TakeBack>
    }
    .into_any()
}

fn show_request(texts: Texts, request: RequestView) -> AnyView {
    let refused = !request.form.errors.is_empty();
    let id = request.id;
    let submitted = request.receipt.is_some();
    view! {
        <Back href="/requests" text=texts.s(k::requests::MINE)/>
        <ErrorSummary form=request.form.clone()/>
        <Heading text=request.heading refused=refused/>
        {request.notice.map(|notice| view! { <Notice tone=Tone::Info><p>{notice}</p></Notice> })}
        {(!request.when.is_empty()).then(|| view! { <p class="when"><Icon name=IconName::Clock/>{request.when}</p> })}
        <p class="lead">{request.line}</p>
        {request.nothing_to_do.then(|| view! { <p>{texts.s(k::requests::NOTHING_TO_DO)}</p> })}
        {request.question.map(|question| question_form(texts, &id, question, request.form))}
        {request.proposal.map(|proposal| proposal_form(texts, &id, proposal))}
        {(!request.text.is_empty()).then(|| said(texts, request.text))}
        {(!request.other_way.is_empty()).then(|| view! {
            <Notice tone=Tone::Info><h2>{texts.s(k::requests::OTHER_WAY)}</h2>{said(texts, request.other_way)}</Notice>
        })}
        {request.visit.map(|href| view! { <p><a class="alone" href=href>{texts.s(k::requests::SEE_VISIT)}</a></p> })}
        {request.over.then(|| again_form(texts, &id))}
        <h2>{texts.s(k::requests::ASKED)}</h2>
        <dl class="rows">
            {request.rows.into_iter().filter(|row| !row.lines.is_empty()).map(|row| {
                let lang = texts.lang_of(&row.lines.join(" "));
                view! { <div><dt>{row.term}</dt><dd lang=lang>{lines(row.lines)}</dd></div> }
            }).collect_view()}
            <div><dt>{texts.s(k::requests::ROW_NUMBER)}</dt><dd>{request.number}</dd></div>
        </dl>
        {submitted.then(|| undo_form(texts, &id))}
        {(request.may_cancel && !submitted).then(|| view! {
            <p><a class="alone" href=format!("/requests/{id}/cancel")>{texts.s(k::requests::CANCEL_LINK)}</a></p>
        })}
        <h2>{texts.s(k::requests::HISTORY)}</h2>
        <ol class="timeline">
            {request.history.into_iter().map(|line| view! { <li><time datetime=line.iso>{line.when}</time>{verbatim(line.text)}</li> }).collect_view()}
        </ol>
    }
    .into_any()
}

fn question_form(texts: Texts, id: &str, question: String, form: FormView) -> AnyView {
    view! {
        <Notice tone=Tone::Warning>{said(texts, question)}</Notice>
        <PostForm action=format!("/requests/{id}/answer") label=texts.s(k::requests::ANSWER_LABEL)>
            <TextField name="answer" label=texts.s(k::requests::ANSWER_LABEL) hint=texts.s(k::requests::Q_MORE_SAFE) form=form area=true/>
            <div class="stack">
                <Primary text=texts.s(k::common::SEND)/>
                <button type="submit" name="call" value="1" class="btn btn-secondary">{texts.s(k::requests::ANSWER_CALL)}</button>
            </div>
        </PostForm>
    }
    .into_any()
}

fn proposal_form(texts: Texts, id: &str, proposal: ProposalView) -> AnyView {
    let offer = proposal.offer.clone();
    view! {
        <div class="card">
            <div class="person">
                <span class="avatar" aria-hidden="true" translate="no">{proposal.initials}</span>
                <div><b translate="no">{proposal.name}</b><small>{texts.s(k::requests::VOLUNTEER)}</small></div>
            </div>
            {(!proposal.about.is_empty()).then(|| said(texts, proposal.about))}
            {(!proposal.languages.is_empty()).then(|| view! { <p>{proposal.languages}</p> })}
            <p class="when"><Icon name=IconName::Place/>{proposal.place}</p>
        </div>
        <div class="stack">
            <PostForm action=format!("/requests/{id}/yes")>
                <Hidden name="offer" value=offer/>
                <Primary text=texts.s(k::requests::SAY_YES)/>
            </PostForm>
            <PostForm action=format!("/requests/{id}/no")>
                <Hidden name="offer" value=proposal.offer/>
                <Secondary text=texts.s(k::requests::SAY_NO)/>
            </PostForm>
        </div>
        <p class="hint">{texts.s(k::requests::SAY_NO_HINT)}</p>
    }
    .into_any()
}

/// "Vill du ta tillbaka din förfrågan?" The safe answer first.
#[component]
pub fn RequestCancelPage() -> impl IntoView {
    let id = param("id");
    page(
        move || RequestCancelLoad { id: id() },
        |texts: Texts, view: CancelView| {
            view! {
                <Heading text=texts.s(k::requests::CANCEL)/>
                <p class="lead">{view.kind}</p>
                <p>{texts.s(k::requests::CANCEL_LINE)}</p>
                <div class="stack">
                    <ButtonLink href=format!("/requests/{}", view.id) text=texts.s(k::requests::CANCEL_NO)/>
                    <PostForm action=format!("/requests/{}/cancel", view.id)><Danger text=texts.s(k::requests::CANCEL_YES)/></PostForm>
                </div>
            }
        },
    )
}
