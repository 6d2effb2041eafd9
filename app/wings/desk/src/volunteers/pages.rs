//! The coordinators' pages of volunteers.

use crate::volunteers::view::{
    RecordLine, Row, RowTag, StaffVolunteer, StandingLine, TaskLine, VolunteerLoad, Volunteers, VolunteersLoad,
};
use ground::{
    form::{FormView, Named},
    text::{Texts, k, theirs},
};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, Rows, Secondary,
    Select, TextField, Tone,
    page::{page, param, query},
    verbatim,
};

/// The volunteers of a coordinator's areas.
#[component]
pub fn VolunteersPage() -> impl IntoView {
    let (area, kind, standing, find) = (query("area"), query("kind"), query("standing"), query("find"));
    page(move || VolunteersLoad { area: area(), kind: kind(), standing: standing(), find: find() }, list_view)
}

fn list_view(texts: Texts, list: Volunteers) -> AnyView {
    let form = list.form;
    view! {
        <Heading text=texts.s(k::volunteers::HEADING)/>
        {list.idle.map(|idle| view! {
            <Notice tone=Tone::Warning><p>{idle} " " <a href="/staff/volunteers?standing=idle">{texts.s(k::volunteers::SHOW_IDLE)}</a></p></Notice>
        })}
        <search>
            <PostForm class="filters" action="/staff/volunteers/find">
                <TextField name="q" label=texts.s(k::volunteers::SEARCH) form=form.clone()/>
                <Select name="area" label=texts.s(k::volunteers::AREA) options=list.areas form=form.clone()/>
                <Select name="kind" label=texts.s(k::volunteers::KIND) options=list.kinds form=form.clone()/>
                <Select name="standing" label=texts.s(k::volunteers::STANDING) options=list.standings form=form/>
                <button type="submit" class="btn btn-secondary">{texts.s(k::common::SHOW)}</button>
            </PostForm>
        </search>
        <p role="status">{list.found}</p>
        <div class="scroll" role="region" aria-label=texts.plain(k::volunteers::HEADING) tabindex="0">
            <table>
                <thead>
                    <tr>
                        {[k::volunteers::NAME, k::volunteers::AREAS, k::volunteers::MAY, k::volunteers::MISSING, k::volunteers::LAST]
                            .map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{list.rows.into_iter().map(row_view).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row_view(row: Row) -> AnyView {
    let tags = row
        .tags
        .into_iter()
        .map(|RowTag { words, tone }| view! { " " <span class=format!("tag {tone}")>{words}</span> })
        .collect_view();
    view! {
        <tr>
            <td><a href=format!("/staff/volunteers/{}", row.id) translate="no">{row.name}</a>{tags}</td>
            <td>{row.areas}</td>
            <td>{row.may}</td>
            <td>{row.missing.into_iter().map(|line| view! { <div>{line}</div> }).collect_view()}</td>
            <td>{row.last}</td>
        </tr>
    }
    .into_any()
}

/// A volunteer, and what a coordinator records.
#[component]
pub fn StaffVolunteerPage() -> impl IntoView {
    let (id, draft, notice) = (param("id"), query("draft"), query("notice"));
    page(move || VolunteerLoad { id: id(), draft: draft(), notice: notice() }, volunteer_view)
}

fn volunteer_view(texts: Texts, volunteer: StaffVolunteer) -> AnyView {
    let address = format!("/staff/volunteers/{}", volunteer.id);
    let mut errors = volunteer.record_form.clone();
    errors.errors.extend(volunteer.hold_form.errors.clone());
    let refused = !errors.errors.is_empty();
    let tags = [
        (volunteer.held, k::volunteers::HELD, "tag tag-bad"),
        (volunteer.paused, k::volunteers::PAUSED, "tag tag-wait"),
    ];
    view! {
        <Back href="/staff/volunteers" text=texts.s(k::volunteers::HEADING)/>
        <ErrorSummary form=errors/>
        <Heading text=theirs(&volunteer.name) refused=refused/>
        {volunteer.notice.map(|notice| view! { <Notice tone=Tone::Success><p>{notice}</p></Notice> })}
        <p class="tags">
            {tags.into_iter().filter(|(on, ..)| *on).map(|(_, key, class)| view! { <span class=class>{texts.s(key)}</span> }).collect_view()}
        </p>
        <div class="two-col">
            <div>
                {standings_view(texts, volunteer.standings)}
                {records_view(texts, &address, volunteer.records)}
                {record_view(texts, &address, volunteer.requirements, volunteer.record_form)}
            </div>
            <div>
                <section class="panel">
                    <h2>{texts.s(k::volunteers::FACTS)}</h2>
                    <Rows rows=volunteer.facts/>
                    <ButtonLink href=format!("/staff/people/{}", volunteer.id) text=texts.s(k::volunteers::TO_PERSON)/>
                </section>
                {hold_view(texts, &address, volunteer.held, volunteer.hold_form)}
                {pause_view(texts, &address, volunteer.paused)}
                {tasks_view(texts.s(k::volunteers::VISITS), texts.s(k::volunteers::NO_VISITS), volunteer.visits)}
                {tasks_view(texts.s(k::volunteers::OFFERS), texts.s(k::volunteers::NO_OFFERS), volunteer.offers)}
            </div>
        </div>
    }
    .into_any()
}

fn standings_view(texts: Texts, standings: Vec<StandingLine>) -> AnyView {
    view! {
        <h2>{texts.s(k::volunteers::STANDING)}</h2>
        <div class="scroll" role="region" aria-label=texts.plain(k::volunteers::STANDING) tabindex="0">
            <table>
                <thead>
                    <tr>
                        {[k::volunteers::KIND, k::volunteers::WANTS, k::volunteers::STANDING]
                            .map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>
                    {standings.into_iter().map(|StandingLine { kind, wants, words, tone }| view! {
                        <tr><th scope="row">{kind}</th><td>{wants}</td><td><span class=format!("tag {tone}")>{words}</span></td></tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn records_view(texts: Texts, address: &str, records: Vec<RecordLine>) -> AnyView {
    if records.is_empty() {
        return view! { <h2>{texts.s(k::volunteers::RECORDED)}</h2><p class="empty">{texts.s(k::volunteers::NOTHING_RECORDED)}</p> }.into_any();
    }
    let rows = records.into_iter().map(|record| {
        let what = record.what.clone();
        let act = match record.withdrawn {
            Some(words) => view! { <span>{words}</span> }.into_any(),
            None => view! {
                <PostForm action=format!("{address}/withdraw")>
                    <Hidden name="record" value=record.id/>
                    <button type="submit" class="btn btn-secondary btn-small">{texts.s(k::volunteers::WITHDRAW)}<span class="vh">" " {what}</span></button>
                </PostForm>
            }
            .into_any(),
        };
        view! { <tr><th scope="row">{record.what}</th><td>{record.on}</td><td>{record.until}</td><td translate="no">{record.by}</td><td>{act}</td></tr> }
    });
    view! {
        <h2>{texts.s(k::volunteers::RECORDED)}</h2>
        <div class="scroll" role="region" aria-label=texts.plain(k::volunteers::RECORDED) tabindex="0">
            <table>
                <thead>
                    <tr>
                        {[
                            k::volunteers::REQUIREMENT, k::volunteers::DONE_ON, k::volunteers::GOOD_UNTIL, k::volunteers::RECORDED_BY,
                            k::volunteers::WITHDRAW,
                        ].map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn record_view(texts: Texts, address: &str, requirements: Vec<Named>, form: FormView) -> AnyView {
    let options =
        std::iter::once((String::new(), texts.s(k::volunteers::CHOOSE).to_owned())).chain(requirements).collect();
    view! {
        <h2>{texts.s(k::volunteers::RECORD_HEADING)}</h2>
        <p>{texts.s(k::volunteers::RECORD_HINT)}</p>
        <PostForm action=format!("{address}/record") label=texts.s(k::volunteers::RECORD_HEADING)>
            <Select name="requirement" label=texts.s(k::volunteers::REQUIREMENT) options=options form=form.clone()/>
            <Choices
                name="when"
                legend=texts.s(k::volunteers::DONE_ON)
                choices=vec![
                    Choice::new("today", texts.s(k::volunteers::DONE_TODAY)),
                    Choice::new("other", texts.s(k::volunteers::DONE_OTHER)).hint(texts.s(k::volunteers::DONE_OTHER_HINT)),
                ]
                form=form.clone()
            />
            <div class="row">
                <TextField name="day" label=texts.s(k::volunteers::DAY) inputmode="numeric" form=form.clone()/>
                <TextField name="month" label=texts.s(k::volunteers::MONTH) inputmode="numeric" form=form.clone()/>
                <TextField name="year" label=texts.s(k::volunteers::YEAR) inputmode="numeric" form=form/>
            </div>
            <Primary text=texts.s(k::volunteers::RECORD)/>
        </PostForm>
    }
    .into_any()
}

fn hold_view(texts: Texts, address: &str, held: bool, form: FormView) -> AnyView {
    let inner = if held {
        view! {
            <p>{texts.s(k::volunteers::UNHOLD_HINT)}</p>
            <PostForm action=format!("{address}/unhold")><Secondary text=texts.s(k::volunteers::UNHOLD)/></PostForm>
        }
        .into_any()
    } else {
        view! {
            <p>{texts.s(k::volunteers::HOLD_HINT)}</p>
            <PostForm action=format!("{address}/hold")>
                <TextField name="reason" label=texts.s(k::volunteers::REASON) form=form/>
                <Secondary text=texts.s(k::volunteers::HOLD)/>
            </PostForm>
        }
        .into_any()
    };
    view! { <section class="panel"><h2>{texts.s(k::volunteers::HOLD_HEADING)}</h2>{inner}</section> }.into_any()
}

fn pause_view(texts: Texts, address: &str, paused: bool) -> AnyView {
    let options = [("14", k::volunteers::PAUSE_14), ("30", k::volunteers::PAUSE_30), ("90", k::volunteers::PAUSE_90)];
    let options = options.map(|(value, key)| (value.to_owned(), texts.s(key).to_owned())).to_vec();
    view! {
        <section class="panel">
            <h2>{texts.s(k::volunteers::PAUSE_HEADING)}</h2>
            <PostForm action=format!("{address}/pause") label=texts.s(k::volunteers::PAUSE_HEADING)>
                <Select name="for" label=texts.s(k::volunteers::PAUSE_FOR) options=options form=FormView::default()/>
                <Secondary text=texts.s(k::volunteers::PAUSE)/>
            </PostForm>
            {paused.then(|| view! {
                <PostForm action=format!("{address}/pause")><Secondary text=texts.s(k::volunteers::END_PAUSE)/></PostForm>
            })}
        </section>
    }
    .into_any()
}

fn tasks_view(heading: &'static str, none: &'static str, tasks: Vec<TaskLine>) -> AnyView {
    let list = if tasks.is_empty() {
        view! { <p>{none}</p> }.into_any()
    } else {
        let items = tasks.into_iter().map(|TaskLine { href, words, status }| view! { <li><a class="alone" href=href>{verbatim(words)}</a> " " <span class="tag tag-plain">{status}</span></li> });
        view! { <ul>{items.collect_view()}</ul> }.into_any()
    };
    view! { <section class="panel"><h2>{heading}</h2>{list}</section> }.into_any()
}
