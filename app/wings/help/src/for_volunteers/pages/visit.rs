//! The volunteer's own tasks, one visit, and what was given so far.

use crate::for_volunteers::{
    pages::task_cards,
    view::{History, HistoryLoad, MyTasks, MyTasksLoad, VisitLine, VisitLoad, VolunteerVisit},
};
use ground::text::{Key, Texts, k};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Heading, Icon, IconName, Notice, PostForm, Primary, Rows, Tag, Tone,
    page::{page, param, query},
    tel, verbatim,
};

/// "Mina uppdrag".
#[component]
pub fn MyTasksPage() -> impl IntoView {
    page(
        || MyTasksLoad {},
        |texts: Texts, mine: MyTasks| {
            let empty =
                mine.coming.is_empty() && mine.to_report.is_empty() && mine.waiting.is_empty() && mine.done.is_empty();
            view! {
                <Heading text=texts.s(k::volunteer_visits::MINE_HEADING)/>
                {empty.then(|| view! {
                    <div class="empty">
                        <p>{texts.s(k::volunteer_visits::MINE_EMPTY)}</p>
                        <p><a class="alone" href="/volunteer">{texts.s(k::volunteer_visits::FIND_TASKS)}</a></p>
                    </div>
                })}
                {lines(texts, k::volunteer_visits::COMING_HEADING, mine.coming)}
                {lines(texts, k::volunteer_visits::REPORT_HEADING, mine.to_report)}
                {task_cards(texts, k::volunteer_visits::WAITING_HEADING, mine.waiting)}
                {lines(texts, k::volunteer_visits::DONE_HEADING, mine.done)}
                {lines(texts, k::volunteer_visits::CANCELLED_HEADING, mine.cancelled)}
                <p><a class="alone" href="/volunteer/history">{texts.s(k::volunteer_visits::HISTORY_LINK)}</a></p>
            }
            .into_any()
        },
    )
}

fn lines(texts: Texts, heading: Key, lines: Vec<VisitLine>) -> AnyView {
    if lines.is_empty() {
        return ().into_any();
    }
    view! { <h2>{texts.s(heading)}</h2> {cards(lines)} }.into_any()
}

fn cards(lines: Vec<VisitLine>) -> AnyView {
    let card = |line: VisitLine| {
        view! {
            <li>
                <article class="card card-link">
                    <h3><a href=line.href>{verbatim(line.what)}</a></h3>
                    <p class="when"><Icon name=IconName::Calendar/>" "{line.when}</p>
                    {(!line.tag.is_empty()).then(|| view! { <p class="tags"><Tag text=line.tag/></p> })}
                </article>
            </li>
        }
        .into_any()
    };
    view! { <ul class="cards">{lines.into_iter().map(card).collect_view()}</ul> }.into_any()
}

/// "Din tid som volontär".
#[component]
pub fn HistoryPage() -> impl IntoView {
    page(
        || HistoryLoad {},
        |texts: Texts, history: History| {
            let empty = history.lines.is_empty();
            let total = vec![
                (texts.s(k::volunteer_visits::THIS_YEAR).to_owned(), history.this_year),
                (texts.s(k::volunteer_visits::TOTAL).to_owned(), format!("{} ({})", history.total, history.visits)),
            ];
            view! {
                <Back href="/volunteer/visits" text=texts.s(k::volunteer_visits::TO_MINE)/>
                <Heading text=texts.s(k::volunteer_visits::HISTORY_HEADING)/>
                {if empty {
                    view! { <p class="empty">{texts.s(k::volunteer_visits::HISTORY_EMPTY)}</p> }.into_any()
                } else {
                    view! {
                        <p class="lead">{texts.s(k::volunteer_visits::THANKS_DONE)}</p>
                        <Rows rows=total/>
                        <h2>{texts.s(k::volunteer_visits::DONE_HEADING)}</h2>
                        {cards(history.lines)}
                    }
                    .into_any()
                }}
            }
            .into_any()
        },
    )
}

/// A visit of one's own.
#[component]
pub fn VolunteerVisitPage() -> impl IntoView {
    let (id, notice, draft) = (param("id"), query("notice"), query("draft"));
    page(move || VisitLoad { id: id(), notice: notice(), draft: draft() }, visit)
}

fn visit(texts: Texts, visit: VolunteerVisit) -> AnyView {
    view! {
        {details(texts, &visit)}
        <div class="stack">{steps(texts, &visit)} {actions(texts, visit)}</div>
    }
    .into_any()
}

/// All that is read of a visit.
pub(super) fn details(texts: Texts, visit: &VolunteerVisit) -> AnyView {
    let rows = vec![
        (texts.s(k::volunteer_visits::WHAT).to_owned(), visit.kind.clone()),
        (texts.s(k::volunteer_visits::HOW_LONG).to_owned(), visit.minutes.clone()),
        (texts.s(k::volunteer_visits::ADDRESS).to_owned(), visit.address.clone()),
        (texts.s(k::volunteer_visits::WAY_IN).to_owned(), visit.way_in.clone()),
        (texts.s(k::volunteer_visits::FIRST_MEETING).to_owned(), visit.first_meeting.clone()),
        (texts.s(k::volunteer_visits::BOUNDARY).to_owned(), visit.boundary.clone()),
    ];
    let notice = (!visit.notice.is_empty()).then(|| visit.notice.clone());
    view! {
        <Back href="/volunteer/visits" text=texts.s(k::volunteer_visits::TO_MINE)/>
        {notice.map(|notice| view! { <Notice tone=Tone::Info><p>{notice}</p></Notice> })}
        <Heading text=visit.heading.clone()/>
        {(!visit.told.is_empty()).then(|| view! { <p class="lead">{visit.told.clone()}</p> })}
        {(!visit.start_from.is_empty()).then(|| view! { <p class="lead">{visit.start_from.clone()}</p> })}
        <Rows rows=rows/>
        {(!visit.code_word.is_empty()).then(|| view! {
            <p>{texts.s(k::volunteer_visits::CODE_WORD)}</p>
            <p class="codeword" translate="no" lang=visit.code_language.clone()>{visit.code_word.clone()}</p>
        })}
        {(visit.closed && visit.told.is_empty()).then(|| view! { <p class="hint">{texts.s(k::volunteer_visits::CLOSED_DETAILS)}</p> })}
        {(!visit.call_us.is_empty()).then(|| view! { <p>{verbatim(visit.call_us.clone())}</p> })}
    }
    .into_any()
}

/// The telephone: the senior's, where both share their numbers, else the municipality's.
pub(super) fn call(texts: Texts, visit: &VolunteerVisit) -> AnyView {
    let words =
        if visit.call.is_empty() { texts.s(k::volunteer_visits::CALL_US_LINK).to_owned() } else { visit.call.clone() };
    (!visit.closed)
        .then(|| view! { <a class="btn btn-secondary" href=tel(&visit.phone) rel="external"><Icon name=IconName::Phone/>{verbatim(words)}</a> })
        .into_any()
}

/// The one main thing to press.
fn steps(texts: Texts, visit: &VolunteerVisit) -> AnyView {
    if visit.may_start {
        view! { <PostForm action=format!("{}/start", visit.url)><Primary text=texts.s(k::volunteer_visits::START)/></PostForm> }.into_any()
    } else if visit.may_finish {
        view! { <PostForm action=format!("{}/finish", visit.url)><Primary text=texts.s(k::volunteer_visits::FINISH)/></PostForm> }.into_any()
    } else if visit.may_report {
        view! { <ButtonLink href=format!("{}/report", visit.url) text=texts.s(k::volunteer_visits::REPORT_LINK) primary=true/> }
            .into_any()
    } else {
        ().into_any()
    }
}

fn actions(texts: Texts, visit: VolunteerVisit) -> AnyView {
    view! {
        {call(texts, &visit)}
        {(!visit.calendar.is_empty()).then(|| view! {
            <a class="btn btn-secondary" href=format!("{}/calendar.ics", visit.url) rel="external">
                <Icon name=IconName::Calendar/>{visit.calendar}
            </a>
        })}
        {(visit.may_start && visit.may_report).then(|| view! {
            <ButtonLink href=format!("{}/report", visit.url) text=texts.s(k::volunteer_visits::REPORT_LINK)/>
        })}
        {visit.may_cancel.then(|| view! {
            <ButtonLink href=format!("{}/cannot-come", visit.url) text=texts.s(k::volunteer_visits::CANNOT_LINK)/>
        })}
        <ButtonLink href=format!("/concern/new?visit={}", visit.id) text=texts.s(k::volunteer_visits::CONCERN_LINK)/>
    }
    .into_any()
}
