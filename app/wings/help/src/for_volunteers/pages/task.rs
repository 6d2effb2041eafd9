//! One task before the senior's yes: an offer, or a card of the open board. Two presses from home: open, say yes.

use crate::{
    for_volunteers::view::{BoardTaskLoad, OfferLoad, Task},
    offers::card::OfferView,
};
use ground::text::{Key, Texts, k};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, Rows, Secondary,
    TakeBack, Tone,
    page::{page, param, query},
};

/// An offer.
#[component]
pub fn OfferPage() -> impl IntoView {
    let (id, notice, draft) = (param("id"), query("notice"), query("draft"));
    page(move || OfferLoad { id: id(), notice: notice(), draft: draft() }, show)
}

/// A card of the open board.
#[component]
pub fn BoardTaskPage() -> impl IntoView {
    let (id, draft) = (param("request"), query("draft"));
    page(move || BoardTaskLoad { id: id(), draft: draft() }, show)
}

fn show(texts: Texts, task: Task) -> AnyView {
    let notice = (!task.notice.is_empty()).then(|| task.notice.clone());
    let body = match task.view {
        OfferView::Open if task.may => open(texts, task),
        OfferView::Open => no_standing(texts, task),
        OfferView::Waiting => waiting(texts, task),
        OfferView::Agreed => agreed(texts, task),
        OfferView::Declined => over(texts, k::offers::DECLINED_HEADING, k::offers::DECLINED_LINE),
        OfferView::Expired => over(texts, k::offers::EXPIRED_HEADING, k::offers::EXPIRED_LINE),
        OfferView::Late => over(texts, k::offers::LATE_HEADING, k::offers::LATE_LINE),
        OfferView::Withdrawn => over(texts, k::offers::WITHDRAWN_HEADING, k::offers::WITHDRAWN_LINE),
        OfferView::NotChosen => over(texts, k::offers::NOT_CHOSEN_HEADING, k::offers::NOT_CHOSEN_LINE),
    };
    view! {
        <Back href="/volunteer" text=texts.s(k::offers::TO_TASKS)/>
        {notice.map(|notice| view! { <Notice tone=Tone::Info><p>{notice}</p></Notice> })}
        {body}
    }
    .into_any()
}

fn facts(texts: Texts, task: &Task, with_times: bool) -> AnyView {
    let first = task.times.first().map(|time| time.words.clone());
    let others = task.times.iter().skip(1).map(|time| time.within.clone());
    let when = first.into_iter().chain(others).collect::<Vec<_>>().join(texts.s(k::offers::OR));
    let term = |key: Key| texts.s(key).to_owned();
    let rows = vec![
        (term(k::offers::WHEN), if with_times { when } else { String::new() }),
        (term(k::offers::WHERE), task.place.clone()),
        (term(k::offers::HOW_LONG), task.minutes.clone()),
        (term(k::offers::GOOD_TO_KNOW), task.text.clone()),
        (term(k::offers::BOUNDARY), task.boundary.clone()),
    ];
    view! { <Rows rows=rows/> <p>{texts.s(k::offers::ADDRESS_LATER)}</p> }.into_any()
}

fn open(texts: Texts, task: Task) -> AnyView {
    let refused = !task.form.errors.is_empty();
    let facts = facts(texts, &task, true);
    let mut times = task.times;
    let answer = if times.len() == 1 && times[0].taken.is_empty() {
        let time = times.remove(0);
        view! { <Hidden name="time" value=time.id/> <Primary text=texts.f(k::offers::YES_AT, &[("when", &time.within)])/> }
            .into_any()
    } else {
        let choices = times.into_iter().map(|time| Choice::new(time.id, time.words).hint(time.taken)).collect();
        view! {
            <Choices name="time" legend=texts.s(k::offers::WHICH_TIME) choices=choices form=task.form.clone()/>
            <Primary text=texts.s(k::offers::YES)/>
        }
        .into_any()
    };
    view! {
        <ErrorSummary form=task.form/>
        <Heading text=task.kind refused=refused/>
        {(!task.due.is_empty()).then(|| view! { <p class="lead">{task.due}</p> })}
        {facts}
        <div class="stack">
            <PostForm action=format!("{}/yes", task.url) label=texts.s(k::offers::YES)>{answer}</PostForm>
            {task.may_decline.then(|| view! {
                <PostForm action=format!("{}/no", task.url) label=texts.s(k::offers::NO)>
                    <Secondary text=texts.s(k::offers::NO)/>
                </PostForm>
            })}
        </div>
        <p class="hint">{texts.s(k::offers::ALWAYS_OKAY)}</p>
    }
    .into_any()
}

/// What was asked is shown also where something is missing by now; a card of the board is not.
fn no_standing(texts: Texts, task: Task) -> AnyView {
    let facts = task.may_decline.then(|| facts(texts, &task, true));
    view! {
        <Heading text=task.kind/>
        <Notice tone=Tone::Warning>
            <p>{texts.s(k::offers::STANDING_LINE)}</p>
            <p><a class="alone" href="/volunteer/profile">{texts.s(k::offers::STANDING_LINK)}</a></p>
        </Notice>
        {facts}
        {task.may_decline.then(|| view! {
            <PostForm action=format!("{}/no", task.url)><Secondary text=texts.s(k::offers::NO)/></PostForm>
        })}
    }
    .into_any()
}

fn waiting(texts: Texts, task: Task) -> AnyView {
    let facts = facts(texts, &task, false);
    view! {
        <Heading text=texts.s(k::offers::THANKS_HEADING)/>
        <p class="lead">{texts.s(k::offers::THANKS_LINE)}</p>
        <Rows rows=vec![(texts.s(k::offers::YOUR_TIME).to_owned(), task.chosen)]/>
        <h2>{task.kind}</h2>
        {facts}
        <div class="stack"><ButtonLink href="/volunteer" text=texts.s(k::offers::TO_TASKS) primary=true/></div>
        <TakeBack>
            <p>{texts.s(k::offers::UNDO_HINT)}</p>
            <PostForm action=format!("{}/undo", task.url)><Secondary text=texts.s(k::offers::UNDO)/></PostForm>
        </TakeBack>
    }
    .into_any()
}

fn agreed(texts: Texts, task: Task) -> AnyView {
    view! {
        <Heading text=texts.s(k::offers::AGREED_HEADING)/>
        <p class="lead">{texts.s(k::offers::AGREED_LINE)}</p>
        <Rows rows=vec![(task.kind, task.chosen)]/>
        {(!task.visit.is_empty()).then(|| view! {
            <div class="stack"><ButtonLink href=task.visit text=texts.s(k::offers::AGREED_LINK) primary=true/></div>
        })}
    }
    .into_any()
}

fn over(texts: Texts, heading: Key, line: Key) -> AnyView {
    view! {
        <Heading text=texts.s(heading)/>
        <p class="lead">{texts.s(line)}</p>
        <div class="stack"><ButtonLink href="/volunteer" text=texts.s(k::offers::TO_TASKS) primary=true/></div>
    }
    .into_any()
}
