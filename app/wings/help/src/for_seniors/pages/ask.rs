//! Asking for help: five questions, one a page, and the review.

use super::{lines, phone_line};
use crate::for_seniors::view::{AskReviewLoad, AskStepLoad, Card, Review, ReviewRow, StepView};
use ground::{
    form::FormView,
    text::{Key, Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, ErrorSummary, FieldError, Heading, Hidden, Notice, PageTitle, PostForm, Primary,
    TextField, Tone,
    page::{page, param, query},
};

/// "Vad vill du ha hjälp med?"
#[component]
pub fn WhatPage() -> impl IntoView {
    question("what")
}

/// "Vilken dag passar?"
#[component]
pub fn DaysPage() -> impl IntoView {
    question("days")
}

/// "Vilken tid passar?"
#[component]
pub fn TimePage() -> impl IntoView {
    question("time")
}

/// "Var vill du ha hjälpen?"
#[component]
pub fn WherePage() -> impl IntoView {
    question("where")
}

/// "Vill du berätta något mer?"
#[component]
pub fn MorePage() -> impl IntoView {
    question("more")
}

fn question(step: &'static str) -> AnyView {
    let (draft, change) = (param("draft"), query("change"));
    page(
        move || AskStepLoad { draft: draft(), step: step.to_owned(), change: change() },
        move |texts, view| show_question(texts, step, view),
    )
}

fn show_question(texts: Texts, step: &'static str, view: StepView) -> AnyView {
    if let Some(sent) = view.sent {
        return already_sent(texts, sent);
    }
    let (number, before, heading) = match step {
        "what" => ("1", None, k::requests::Q_WHAT),
        "days" => ("2", Some("what"), k::requests::Q_DAYS),
        "time" => ("3", Some("days"), k::requests::Q_TIME),
        "where" => ("4", Some("time"), k::requests::Q_WHERE),
        _ => ("5", Some("where"), k::requests::Q_MORE),
    };
    let (draft, change) = (view.draft, view.change);
    let back = match (change, before) {
        (true, _) => format!("/ask/{draft}/review"),
        (false, Some(before)) => format!("/ask/{draft}/{before}"),
        (false, None) => "/home".to_owned(),
    };
    let refused = !view.form.errors.is_empty();
    let form = view.form;
    view! {
        <PageTitle text=texts.s(heading) refused=refused/>
        <Back href=back/>
        <ErrorSummary form=form.clone()/>
        <p class="caption">{texts.f(k::requests::STEP, &[("n", number)])}</p>
        <PostForm action=format!("/ask/{draft}/{step}")>
            {change.then(|| view! { <Hidden name="change" value="1"/> })}
            {fields(texts, step, heading, view.cards, form)}
            <Primary text=texts.s(ground::text::k::common::CONTINUE)/>
        </PostForm>
    }
    .into_any()
}

fn fields(texts: Texts, step: &'static str, heading: Key, cards: Vec<Card>, form: FormView) -> AnyView {
    let choices: Vec<Choice> =
        cards.into_iter().map(|card| Choice::new(card.value, card.text).hint(card.hint)).collect();
    match step {
        "what" => view! { <Choices name="kind" legend=texts.s(heading) heading=true choices=choices form=form/> }.into_any(),
        "days" => view! {
            <Choices name="days" legend=texts.s(heading) heading=true choices=choices form=form.clone() hint=texts.s(k::requests::Q_DAYS_HINT) several=true/>
            {written_day(texts, form)}
        }
        .into_any(),
        "time" => view! { <Choices name="part" legend=texts.s(heading) heading=true choices=choices form=form/> }.into_any(),
        "where" => view! { <Choices name="mode" legend=texts.s(heading) heading=true choices=choices form=form/> }.into_any(),
        _ => view! {
            <h1 tabindex="-1">{texts.s(heading)}</h1>
            <p>{texts.s(k::requests::Q_MORE_SAFE)}</p>
            <TextField name="note" label=texts.s(k::requests::NOTE_LABEL) form=form hint=texts.s(k::requests::Q_MORE_HINT) area=true/>
        }
        .into_any(),
    }
}

/// The day that is not among the cards: three short fields.
fn written_day(texts: Texts, form: FormView) -> AnyView {
    view! {
        <fieldset class="field" aria-describedby="written-day-hint">
            <legend><span class="lab">{texts.s(k::requests::WRITTEN_DAY)}</span></legend>
            <p class="hint" id="written-day-hint">{texts.s(k::requests::WRITTEN_DAY_HINT)}</p>
            <div class="row">
                {short_field("day", "text w-2", texts.s(k::requests::DAY), &form)}
                {short_field("month", "text w-10", texts.s(k::requests::MONTH), &form)}
                {short_field("year", "text w-4", texts.s(k::requests::YEAR), &form)}
            </div>
        </fieldset>
    }
    .into_any()
}

fn short_field(name: &'static str, class: &'static str, label: &'static str, form: &FormView) -> AnyView {
    let error = form.error(name);
    let refused = error.is_some();
    let described = refused.then(|| format!("{name}-error"));
    view! {
        <div class=if refused { "field has-error" } else { "field" }>
            <label class="lab" for=name>{label}</label>
            <FieldError id=name message=error/>
            <input class=class type="text" id=name name=name value=form.get(name) autocomplete="off"
                inputmode=(name != "month").then_some("numeric") aria-describedby=described aria-invalid=refused.then_some("true")/>
        </div>
    }
    .into_any()
}

fn already_sent(texts: Texts, request: String) -> AnyView {
    view! {
        <Heading text=texts.s(k::requests::ALREADY)/>
        <p class="lead">{texts.s(k::requests::ALREADY_LINE)}</p>
        <div class="stack">
            <ButtonLink href=request text=texts.s(k::requests::ALREADY_LINK) primary=true/>
            <ButtonLink href="/home" text=texts.s(k::common::TO_START)/>
        </div>
    }
    .into_any()
}

/// "Jag vet inte": the telephone.
#[component]
pub fn CallPage() -> impl IntoView {
    let draft = param("draft");
    page(
        move || AskStepLoad { draft: draft(), step: "what".to_owned(), change: String::new() },
        |texts: Texts, view: StepView| {
            view! {
                <Back href=format!("/ask/{}/what", view.draft)/>
                <Heading text=texts.s(k::requests::CALL_HEADING)/>
                <p class="lead">{texts.s(k::requests::CALL_LINE)}</p>
                {phone_line()}
                <ButtonLink href=format!("/ask/{}/what", view.draft) text=texts.s(k::requests::CALL_BACK)/>
            }
        },
    )
}

/// "Stämmer det här?"
#[component]
pub fn ReviewPage() -> impl IntoView {
    let draft = param("draft");
    page(move || AskReviewLoad { draft: draft() }, show_review)
}

fn show_review(texts: Texts, review: Review) -> AnyView {
    if let Some(sent) = review.sent {
        return already_sent(texts, sent);
    }
    let draft = review.draft;
    view! {
        <Back href=format!("/ask/{draft}/more")/>
        <Heading text=texts.s(k::requests::REVIEW)/>
        <p class="lead">{texts.s(if review.complete { k::requests::REVIEW_LINE } else { k::requests::REVIEW_MISSING })}</p>
        <dl class="rows">
            {review.rows.into_iter().map(|row| review_row(texts, row)).collect_view()}
            {review.own.into_iter().filter(|(_, value)| !value.is_empty()).map(|(term, value)| view! {
                <div><dt>{term}</dt><dd translate="no">{value}</dd></div>
            }).collect_view()}
        </dl>
        {if review.no_area {
            view! {
                <Notice tone=Tone::Warning><h2>{texts.s(k::requests::NO_AREA)}</h2><p>{texts.s(k::requests::NO_AREA_LINE)}</p>{phone_line()}</Notice>
            }
            .into_any()
        } else if review.complete {
            view! {
                <p>{texts.s(k::requests::REVIEW_WHO)}</p>
                <PostForm action=format!("/ask/{draft}/send")><Primary text=texts.s(k::common::SEND)/></PostForm>
            }
            .into_any()
        } else {
            ().into_any()
        }}
    }
    .into_any()
}

fn review_row(texts: Texts, row: ReviewRow) -> AnyView {
    let lang = texts.lang_of(&row.value.join(" "));
    let link = if row.missing { k::requests::ANSWER_QUESTION } else { k::common::CHANGE };
    view! {
        <div>
            <dt>{row.term.clone()}</dt>
            <dd lang=lang>{lines(row.value)}</dd>
            <dd class="act"><a href=row.href>{texts.s(link)}<span class="vh">" " {row.term}</span></a></dd>
        </div>
    }
    .into_any()
}
