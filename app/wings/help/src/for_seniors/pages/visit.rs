//! The senior's pages of a visit.

use crate::for_seniors::{
    pages::{again_form, phone_line},
    view::{
        FeedbackLoad, FeedbackView, SeniorCancelView, SeniorVisitView, VisitCancelLoad, VisitLoad, WordLoad, WordView,
    },
};
use ground::{
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Hidden, Icon, IconName, Notice, PageTitle,
    PostForm, Primary, TextField, Tone,
    page::{page, param, query},
    tel, verbatim,
};

/// "Erik kommer på torsdag".
#[component]
pub fn SeniorVisitPage() -> impl IntoView {
    let (id, notice, draft) = (param("id"), query("notice"), query("draft"));
    page(move || VisitLoad { id: id(), notice: notice(), draft: draft() }, show_visit)
}

fn show_visit(texts: Texts, visit: SeniorVisitView) -> AnyView {
    let id = visit.id.clone();
    view! {
        <Back href="/requests" text=texts.s(k::requests::MINE)/>
        <Heading text=visit.heading.clone()/>
        {visit.notice.clone().map(|notice| view! { <Notice tone=Tone::Info><p>{notice}</p></Notice> })}
        {(!visit.line.is_empty()).then(|| view! { <p class="lead">{verbatim(visit.line.clone())}</p> })}
        {visit.may_tell.then(|| view! {
            <div class="stack"><ButtonLink href=format!("/visits/{id}/feedback") text=texts.s(k::senior_visits::TELL) primary=true/></div>
        })}
        {visit.again.as_deref().map(|request| again_form(texts, request))}
        {if visit.ahead { card(texts, visit.clone()) } else { facts(texts, visit.clone()) }}
        <ul class="stack noprint">
            {visit.may_change.then(|| view! {
                <li><a class="alone" href=format!("/visits/{id}/code-word")>{texts.s(k::senior_visits::CHANGE_WORD)}</a></li>
            })}
            {visit.may_cancel.then(|| view! {
                <li><a class="alone" href=format!("/visits/{id}/cancel")>{texts.s(k::senior_visits::CANCEL_LINK)}</a></li>
            })}
            <li><a class="alone" href=visit.request>{texts.s(k::senior_visits::SEE_REQUEST)}</a></li>
            <li><a class="alone" href=format!("/concern/new?visit={id}")>{texts.s(k::senior_visits::CONCERN)}</a></li>
        </ul>
    }
    .into_any()
}

/// What one keeps by the door: when, where, who, and the word.
fn card(texts: Texts, visit: SeniorVisitView) -> AnyView {
    let call = visit.phone.zip(visit.phone_label);
    view! {
        <div class="visit-card">
            <p class="when"><Icon name=IconName::Clock/>{visit.when}</p>
            <p class="when"><Icon name=IconName::Place/>{verbatim(visit.place)}</p>
            <p class="when"><Icon name=IconName::Heart/>{visit.what}</p>
            <div class="person">
                <span class="avatar" aria-hidden="true" translate="no">{visit.initials}</span>
                <div><b>{verbatim(visit.name)}</b>{visit.card}</div>
            </div>
            <p>{texts.s(k::senior_visits::SAY_WORD)}</p>
            <p class="codeword" translate="no">{visit.code_word}</p>
        </div>
        {(!visit.first_meeting.is_empty()).then(|| view! {
            <Notice tone=Tone::Info><h2>{texts.s(k::senior_visits::FIRST_MEETING)}</h2><p>{visit.first_meeting}</p></Notice>
        })}
        {match call {
            Some((phone, label)) => view! {
                <p>{verbatim(label)}</p>
                <p><a class="alone" href=tel(&phone) rel="external"><Icon name=IconName::Phone/><span translate="no">{phone.clone()}</span></a></p>
            }
            .into_any(),
            None => view! { <p>{texts.s(k::requests::SENT_PHONE)}</p> {phone_line()} }.into_any(),
        }}
        <p class="hint noprint">{texts.s(k::senior_visits::PRINT)}</p>
    }
    .into_any()
}

/// A visit that is over or does not take place.
fn facts(texts: Texts, visit: SeniorVisitView) -> AnyView {
    view! {
        <dl class="rows">
            <div><dt>{texts.s(k::senior_visits::WHEN)}</dt><dd>{visit.when}</dd></div>
            <div><dt>{texts.s(k::senior_visits::WHERE)}</dt><dd>{verbatim(visit.place)}</dd></div>
            <div><dt>{texts.s(k::senior_visits::WHO)}</dt><dd>{verbatim(visit.name)}</dd></div>
            <div><dt>{texts.s(k::senior_visits::WHAT)}</dt><dd>{visit.what}</dd></div>
        </dl>
    }
    .into_any()
}

/// "Vilket ord vill ni säga till varandra?"
#[component]
pub fn SeniorWordPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(
        move || WordLoad { id: id(), draft: draft() },
        |texts: Texts, view: WordView| {
            let refused = !view.form.errors.is_empty();
            view! {
                <Back href=format!("/visits/{}", view.id)/>
                <Heading text=texts.s(k::senior_visits::WORD) refused=refused/>
                <ErrorSummary form=view.form.clone()/>
                <p>{texts.s(k::senior_visits::WORD_LINE)}</p>
                <PostForm action=format!("/visits/{}/code-word", view.id)>
                    <Hidden name=SEEN value=view.form.get(SEEN)/>
                    <TextField name="word" label=texts.s(k::senior_visits::WORD_LABEL) hint=texts.s(k::senior_visits::WORD_HINT) form=view.form/>
                    <Primary text=texts.s(k::common::SAVE)/>
                </PostForm>
            }
        },
    )
}

/// "Vill du avboka Erik på torsdag?" The safe answer first.
#[component]
pub fn SeniorCancelPage() -> impl IntoView {
    let id = param("id");
    page(
        move || VisitCancelLoad { id: id() },
        |texts: Texts, view: SeniorCancelView| {
            view! {
                <Heading text=view.heading/>
                <p class="when"><Icon name=IconName::Clock/>{view.when}</p>
                <p>{texts.s(k::senior_visits::CANCEL_LINE)}</p>
                <div class="stack">
                    <ButtonLink href=format!("/visits/{}", view.id) text=texts.s(k::senior_visits::CANCEL_NO)/>
                    <PostForm action=format!("/visits/{}/cancel", view.id)><Danger text=texts.s(k::senior_visits::CANCEL_YES)/></PostForm>
                </div>
            }
        },
    )
}

/// "Hur gick det med Erik?", and the thanks.
#[component]
pub fn SeniorFeedbackPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(move || FeedbackLoad { id: id(), draft: draft() }, show_feedback)
}

fn show_feedback(texts: Texts, view: FeedbackView) -> AnyView {
    let id = view.id;
    let concern = format!("/concern/new?visit={id}");
    if let Some(thanks) = view.thanks {
        return view! {
            <Heading text=texts.s(k::senior_visits::THANKS)/>
            <p class="lead">{thanks}</p>
            <div class="stack">
                <ButtonLink href="/home" text=texts.s(k::common::TO_START) primary=true/>
            </div>
            <p><a class="alone" href=concern>{texts.s(k::senior_visits::CONCERN)}</a></p>
        }
        .into_any();
    }
    let choices = vec![
        Choice::new("good", texts.s(k::senior_visits::GOOD)),
        Choice::new("not_good", texts.s(k::senior_visits::NOT_GOOD)),
        Choice::new("talk", texts.s(k::senior_visits::TALK)).hint(texts.s(k::senior_visits::TALK_HINT)),
    ];
    view! {
        <PageTitle text=view.heading.clone() refused=!view.form.errors.is_empty()/>
        <Back href=format!("/visits/{id}")/>
        <ErrorSummary form=view.form.clone()/>
        <PostForm action=format!("/visits/{id}/feedback")>
            <Choices name="answer" legend=view.heading heading=true hint=view.when choices=choices form=view.form.clone()/>
            <TextField name="note" label=texts.s(k::senior_visits::NOTE) hint=texts.s(k::requests::Q_MORE_SAFE) form=view.form area=true/>
            <Primary text=texts.s(k::common::SEND)/>
        </PostForm>
        <p><a class="alone" href=concern>{texts.s(k::senior_visits::CONCERN)}</a></p>
    }
    .into_any()
}
