//! One task before the senior's yes: an offer, or a card of the open board. Two presses from home: open, say yes.

use crate::offers::card::Stands;
use ground::{
    form::FormView,
    text::{Key, Texts, k},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    Back, ButtonLink, Choice, Choices, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, Rows, Secondary,
    TakeBack, Tone,
    page::{page, param, query},
};

/// What the page of a task shows; never a name, an address or a telephone number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// The object's address, to which its posts are added.
    pub url: String,
    /// An offer can be declined, a card of the board is just left.
    pub may_decline: bool,
    /// How it stands.
    pub stands: Stands,
    /// The volunteer may say yes: nothing is missing.
    pub may: bool,
    /// The kind of help.
    pub kind: String,
    /// The times ahead: id, words, and what the volunteer has promised already at that time, or empty.
    pub times: Vec<(String, String, String)>,
    /// Where, by when, how long, good to know, boundary: for [`Rows`].
    pub place: String,
    /// How long.
    pub minutes: String,
    /// The coordinator's text.
    pub text: String,
    /// What is not part of it.
    pub boundary: String,
    /// By when an answer is needed.
    pub due: String,
    /// The time that the volunteer chose.
    pub chosen: String,
    /// The visit's page, once agreed.
    pub visit: String,
    /// What has just happened, or empty.
    pub notice: String,
    /// A refused answer.
    pub form: FormView,
}

ui::load! {
    /// Loads an offer of one's own.
    load_offer(id, notice, draft) -> Task, "offers/offer" => crate::for_volunteers::offers::offer(id, notice, draft)
}

ui::load! {
    /// Loads a card of the open board.
    load_board_task(id, draft) -> Task, "offers/board" => crate::for_volunteers::offers::board_task(id, draft)
}

/// An offer.
#[component]
pub fn OfferPage() -> impl IntoView {
    let (id, notice, draft) = (param("id"), query("notice"), query("draft"));
    page(move || (id(), notice(), draft()), |(id, notice, draft)| load_offer(id, notice, draft), show)
}

/// A card of the open board.
#[component]
pub fn BoardTaskPage() -> impl IntoView {
    let (id, draft) = (param("request"), query("draft"));
    page(move || (id(), draft()), |(id, draft)| load_board_task(id, draft), show)
}

fn show(texts: Texts, task: Task) -> AnyView {
    let notice = (!task.notice.is_empty()).then(|| task.notice.clone());
    let body = match task.stands {
        Stands::Open if task.may => open(texts, task),
        Stands::Open => no_standing(texts, task),
        Stands::Waiting => waiting(texts, task),
        Stands::Agreed => agreed(texts, task),
        Stands::Declined => over(texts, k::offers::DECLINED_HEADING, k::offers::DECLINED_LINE),
        Stands::Expired => over(texts, k::offers::EXPIRED_HEADING, k::offers::EXPIRED_LINE),
        Stands::Late => over(texts, k::offers::LATE_HEADING, k::offers::LATE_LINE),
        Stands::Withdrawn => over(texts, k::offers::WITHDRAWN_HEADING, k::offers::WITHDRAWN_LINE),
        Stands::NotChosen => over(texts, k::offers::NOT_CHOSEN_HEADING, k::offers::NOT_CHOSEN_LINE),
    };
    view! {
        <Back href="/volunteer" text=texts.s(k::offers::TO_TASKS)/>
        {notice.map(|notice| view! { <Notice tone=Tone::Info><p>{notice}</p></Notice> })}
        {body}
    }
    .into_any()
}

fn facts(texts: Texts, task: &Task, with_times: bool) -> AnyView {
    let when = task.times.iter().map(|(_, when, _)| when.clone()).collect::<Vec<_>>().join(texts.s(k::offers::OR));
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
    let answer = if times.len() == 1 && times[0].2.is_empty() {
        let (id, when, _) = times.remove(0);
        view! { <Hidden name="time" value=id/> <Primary text=texts.f(k::offers::YES_AT, &[("when", &when)])/> }
            .into_any()
    } else {
        let choices = times.into_iter().map(|(id, when, clash)| Choice::new(id, when).hint(clash)).collect();
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
