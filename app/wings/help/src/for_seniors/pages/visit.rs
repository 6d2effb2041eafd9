//! The senior's pages of a visit.

use crate::for_seniors::pages::{again_form, phone_line};
use ground::{
    form::FormView,
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Hidden, Icon, IconName, Notice, PageTitle,
    PostForm, Primary, TextField, Tone,
    page::{page, param, query},
    tel, verbatim,
};

/// A visit as its senior sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeniorVisitView {
    /// The visit.
    pub id: String,
    /// The news.
    pub heading: String,
    /// What happens next, or empty.
    pub line: String,
    /// What became of a press.
    pub notice: Option<String>,
    /// It is still to come, or going on.
    pub ahead: bool,
    /// Day, time and length.
    pub when: String,
    /// Where or how.
    pub place: String,
    /// The kind of help.
    pub what: String,
    /// "Erik L."
    pub name: String,
    /// "EL".
    pub initials: String,
    /// That the volunteer shows a card, where one sees each other.
    pub card: String,
    /// The word both say.
    pub code_word: String,
    /// How the first meeting is arranged, or empty.
    pub first_meeting: String,
    /// The volunteer's number, where both share theirs.
    pub phone: Option<String>,
    /// "Ring Erik".
    pub phone_label: Option<String>,
    /// The code word can be changed.
    pub may_change: bool,
    /// It can be cancelled.
    pub may_cancel: bool,
    /// The senior can tell how it was.
    pub may_tell: bool,
    /// The request, where one may ask again.
    pub again: Option<String>,
    /// The request's page.
    pub request: String,
}

/// The page where the code word is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WordView {
    /// The visit.
    pub id: String,
    /// The word as it is, or as it was refused.
    pub form: FormView,
}

/// The page that asks once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeniorCancelView {
    /// The visit.
    pub id: String,
    /// "Vill du avboka Erik på torsdag?"
    pub heading: String,
    /// Day and time.
    pub when: String,
}

/// The page that asks how it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedbackView {
    /// The visit.
    pub id: String,
    /// "Hur gick det med Erik?"
    pub heading: String,
    /// Day and time of the visit.
    pub when: String,
    /// What was answered and is wrong.
    pub form: FormView,
    /// What happens with an answer that was given.
    pub thanks: Option<String>,
}

ui::load! {
    /// Loads one of one's own visits.
    load_senior_visit(id, notice, draft) -> SeniorVisitView, "visits/senior" => crate::for_seniors::visits::visit(id, notice, draft)
}

ui::load! {
    /// Loads the page where the code word is changed.
    load_senior_word(id, draft) -> WordView, "visits/senior_word" => crate::for_seniors::visits::word_page(id, draft)
}

ui::load! {
    /// Loads the page that asks once before a visit is cancelled.
    load_senior_cancel(id) -> SeniorCancelView, "visits/senior_cancel" => crate::for_seniors::visits::cancel_page(id)
}

ui::load! {
    /// Loads the page that asks how it was.
    load_senior_feedback(id, draft) -> FeedbackView, "visits/senior_feedback" => crate::for_seniors::visits::feedback_page(id, draft)
}

/// "Erik kommer på torsdag".
#[component]
pub fn SeniorVisitPage() -> impl IntoView {
    let (id, notice, draft) = (param("id"), query("notice"), query("draft"));
    page(move || (id(), notice(), draft()), |(id, notice, draft)| load_senior_visit(id, notice, draft), show_visit)
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
        move || (id(), draft()),
        |(id, draft)| load_senior_word(id, draft),
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
    page(param("id"), load_senior_cancel, |texts: Texts, view: SeniorCancelView| {
        view! {
            <Heading text=view.heading/>
            <p class="when"><Icon name=IconName::Clock/>{view.when}</p>
            <p>{texts.s(k::senior_visits::CANCEL_LINE)}</p>
            <div class="stack">
                <ButtonLink href=format!("/visits/{}", view.id) text=texts.s(k::senior_visits::CANCEL_NO)/>
                <PostForm action=format!("/visits/{}/cancel", view.id)><Danger text=texts.s(k::senior_visits::CANCEL_YES)/></PostForm>
            </div>
        }
    })
}

/// "Hur gick det med Erik?", and the thanks.
#[component]
pub fn SeniorFeedbackPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(move || (id(), draft()), |(id, draft)| load_senior_feedback(id, draft), show_feedback)
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
