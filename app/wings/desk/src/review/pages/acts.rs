//! What can be done with a request, as forms on its page. Seldom used ones are closed until they are opened (native disclosure).

use crate::review::view::{Can, Detail, VisitLine};
use ground::{
    form::FormView,
    text::{Key, Texts, k},
};
use leptos::prelude::*;
use ui::{ButtonLink, Choice, Choices, Hidden, PostForm, Primary, Secondary, Select, TextField, verbatim};

fn to(id: &str, verb: &str) -> String {
    format!("/staff/requests/{id}/{verb}")
}

/// A post with what is in it.
fn post(action: String, label: Option<String>, inner: AnyView) -> AnyView {
    match label {
        Some(label) => view! { <PostForm action=action label=label>{inner}</PostForm> }.into_any(),
        None => view! { <PostForm action=action>{inner}</PostForm> }.into_any(),
    }
}

/// Sends the form too, and opens what waits next.
pub(super) fn and_next(texts: Texts) -> AnyView {
    view! { <button class="btn btn-secondary" name="then" value="next">{texts.s(k::review::SAVE_NEXT)}</button> }
        .into_any()
}

/// A form that is closed until it is opened; open where it was refused.
fn closed(texts: Texts, title: Key, open: bool, inner: AnyView) -> AnyView {
    view! { <details open=open><summary>{texts.s(title)}</summary>{inner}</details> }.into_any()
}

/// The next step: take it, answer, approve.
pub(super) fn main(texts: Texts, detail: &Detail) -> AnyView {
    let Can { take, take_over, answer, approve, .. } = detail.can;
    let id = &detail.id;
    view! {
        {take.then(|| view! {
            <div class="panel">{post(to(id, "take"), None, view! { <Primary text=texts.s(k::review::TAKE)/> }.into_any())}</div>
        })}
        {take_over.then(|| view! {
            <div class="panel">{post(to(id, "take-over"), None, view! { <Secondary text=texts.s(k::review::TAKE_OVER)/> }.into_any())}</div>
        })}
        {answer.then(|| view! {
            <section class="panel">
                <h2 tabindex="-1" data-next>{texts.s(k::review::ANSWER_HEADING)}</h2>
                {post(to(id, "answer"), Some(texts.s(k::review::ANSWER_HEADING).to_owned()), view! {
                    <TextField name="answer" area=true label=texts.s(k::review::ANSWER_LABEL) form=detail.form.clone()/>
                    <div class="row"><Primary text=texts.s(k::review::ANSWER_SAVE)/>{and_next(texts)}</div>
                }.into_any())}
            </section>
        })}
        {approve.then(|| approval(texts, detail))}
    }
    .into_any()
}

fn approval(texts: Texts, detail: &Detail) -> AnyView {
    let form = &detail.form;
    let checks = detail.checks.iter().map(|(code, words)| Choice::new(code, words)).collect::<Vec<_>>();
    view! {
        <section class="panel">
            <h2 tabindex="-1" data-next>{texts.s(k::review::APPROVE_HEADING)}</h2>
            {post(to(&detail.id, "approve"), Some(texts.s(k::review::APPROVE_HEADING).to_owned()), view! {
                <TextField name="volunteer_text" area=true label=texts.s(k::review::VOLUNTEER_TEXT)
                    hint=texts.s(k::review::VOLUNTEER_TEXT_HINT) form=form.clone()/>
                <Select name="risk" label=texts.s(k::review::RISK) options=detail.risks.clone() form=form.clone()/>
                <Choices name="check" several=true legend=texts.s(k::review::CHECKS) choices=checks form=form.clone()/>
                <TextField name="checks_note" label=texts.s(k::review::CHECKS_NOTE) form=form.clone()/>
                <TextField name="first_meeting" label=texts.s(k::review::FIRST_MEETING_OPTIONAL)
                    hint=texts.s(k::review::FIRST_MEETING_HINT) form=form.clone()/>
                <div class="row"><Primary text=texts.s(k::review::APPROVE)/>{and_next(texts)}</div>
            }.into_any())}
        </section>
    }
    .into_any()
}

/// Everything else, closed until it is opened.
pub(super) fn side(texts: Texts, detail: &Detail) -> AnyView {
    let Can { release, ask, decline, times, close, .. } = detail.can;
    if !(release || ask || decline || times || close) {
        return ().into_any();
    }
    let id = &detail.id;
    let is = |name: &str| detail.open == name;
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::MORE)}</h2>
            {ask.then(|| closed(texts, k::review::ASK, is("ask"), post(to(id, "ask"), Some(texts.s(k::review::ASK).to_owned()), view! {
                    <TextField name="question" area=true label=texts.s(k::review::ASK_LABEL) hint=texts.s(k::review::ASK_HINT) form=detail.form.clone()/>
                    <div class="row"><Secondary text=texts.s(k::review::ASK_SEND)/>{and_next(texts)}</div>
                }.into_any())))}
            {times.then(|| closed(texts, k::review::ADD_TIME, is("time"), time(texts, detail)))}
            {decline.then(|| closed(texts, k::review::REFER, is("refer"), post(to(id, "refer"), Some(texts.s(k::review::REFER).to_owned()), view! {
                    <TextField name="refer_to" label=texts.s(k::review::REFER_TO) form=detail.form.clone()/>
                    <TextField name="refer_text" area=true label=texts.s(k::review::REFER_TEXT) form=detail.form.clone()/>
                    <div class="row"><Secondary text=texts.s(k::review::REFER_SEND)/>{and_next(texts)}</div>
                }.into_any())))}
            {decline.then(|| view! { <p><ButtonLink href=to(id, "decline") text=texts.s(k::review::DECLINE)/></p> })}
            {release.then(|| closed(texts, k::review::RELEASE, false, post(to(id, "release"), Some(texts.s(k::review::RELEASE).to_owned()), view! {
                    <p>{texts.s(k::review::RELEASE_LINE)}</p>
                    <Secondary text=texts.s(k::review::RELEASE_SEND)/>
                }.into_any())))}
            {close.then(|| closed(texts, k::review::CLOSE, is("close"), post(to(id, "close"), Some(texts.s(k::review::CLOSE).to_owned()), view! {
                    <Select name="close_reason" label=texts.s(k::review::CLOSE_REASON) options=detail.reasons.clone() form=detail.form.clone()/>
                    <TextField name="close_text" area=true label=texts.s(k::review::CLOSE_TEXT) form=detail.form.clone()/>
                    <div class="row"><Secondary text=texts.s(k::review::CLOSE_SEND)/>{and_next(texts)}</div>
                }.into_any())))}
        </section>
    }
    .into_any()
}

fn time(texts: Texts, detail: &Detail) -> AnyView {
    let form = &detail.form;
    view! {
        {post(to(&detail.id, "times"), Some(texts.s(k::review::ADD_TIME).to_owned()), view! {
            <TextField name="day" label=texts.s(k::review::DAY) hint=texts.s(k::review::DAY_HINT) form=form.clone()/>
            <Select name="part" label=texts.s(k::review::PART) options=detail.parts.clone() form=form.clone()/>
            <TextField name="clock" label=texts.s(k::review::CLOCK) hint=texts.s(k::review::CLOCK_HINT) form=form.clone()/>
            <Secondary text=texts.s(k::review::ADD_TIME_SEND)/>
        }.into_any())}
    }
    .into_any()
}

/// The senior's yes or no, as it was given in a call.
pub(super) fn senior_answers(texts: Texts, id: &str, offer: String, name: &str) -> AnyView {
    view! {
        <p>{verbatim(texts.f(k::review::SENIOR_ANSWER_LINE, &[("name", name)]))}</p>
        <div class="row">
            {post(to(id, "senior-yes"), Some(texts.f(k::review::SENIOR_YES_LABEL, &[("name", name)])), view! {
                <Hidden name="offer" value=offer.clone()/>
                <Primary text=texts.s(k::review::SENIOR_YES)/>
            }.into_any())}
            {post(to(id, "senior-no"), Some(texts.f(k::review::SENIOR_NO_LABEL, &[("name", name)])), view! {
                <Hidden name="offer" value=offer/>
                <Secondary text=texts.s(k::review::SENIOR_NO)/>
            }.into_any())}
        </div>
    }
    .into_any()
}

/// What can be done with a visit.
pub(super) fn visit(texts: Texts, id: &str, visit: &VisitLine, form: FormView, open: &str) -> AnyView {
    let hidden = || view! { <Hidden name="visit" value=visit.id.clone()/> };
    let form = if open == "meeting" { form } else { FormView::default() };
    view! {
        {visit.to_arrange.then(|| view! {
            {post(to(id, "first-meeting"), Some(texts.s(k::review::FIRST_MEETING).to_owned()), view! {
                {hidden()}
                <TextField name="meeting_how" area=true label=texts.s(k::review::FIRST_MEETING) hint=texts.s(k::review::FIRST_MEETING_HINT) form=form/>
                <Primary text=texts.s(k::review::FIRST_MEETING_SAVE)/>
            }.into_any())}
        })}
        {visit.may_cancel.then(|| closed(texts, k::review::CANNOT_COME, false, post(to(id, "cannot-come"), Some(texts.s(k::review::CANNOT_COME).to_owned()), view! {
                {hidden()}
                <p>{texts.s(k::review::CANNOT_COME_LINE)}</p>
                <Secondary text=texts.s(k::review::CANNOT_COME_SEND)/>
            }.into_any())))}
        {visit.may_cancel.then(|| closed(texts, k::review::CANCEL_VISIT, false, post(to(id, "cancel-visit"), Some(texts.s(k::review::CANCEL_VISIT).to_owned()), view! {
                {hidden()}
                <p>{texts.s(k::review::CANCEL_VISIT_LINE)}</p>
                <Secondary text=texts.s(k::review::CANCEL_VISIT_SEND)/>
            }.into_any())))}
    }
    .into_any()
}
