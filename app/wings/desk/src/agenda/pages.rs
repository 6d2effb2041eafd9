//! The visits of a day, and the coordinator's page of a visit.

#[cfg(feature = "ssr")]
mod paper;

use crate::agenda::view::{AgendaLoad, Ask, AskLoad, Day, Line, Party, StaffVisit, VisitLoad};
use ground::{
    form::Named,
    text::{Key, Texts, k, unbroken},
};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
pub use paper::{PaperCardPage, PaperDayPage};
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Notice, PostForm, Primary, Rows, TextField, Tone,
    page::{page, param, query},
    tel, verbatim,
};

/// The visits of a day, by hour.
#[component]
pub fn AgendaPage() -> impl IntoView {
    let day = query("day");
    page(move || AgendaLoad { day: day() }, day_view)
}

fn day_view(texts: Texts, day: Day) -> AnyView {
    let list = if day.lines.is_empty() {
        view! { <p class="empty">{texts.s(k::agenda::EMPTY)}</p> }.into_any()
    } else {
        table_view(texts, day.heading.clone(), day.lines, true)
    };
    view! {
        <Heading text=day.heading/>
        <nav class="pager" aria-label=texts.plain(k::agenda::DAYS)>
            {day_link(day.before)}
            {day.today.map(|words| view! { <a href="/staff/visits">{texts.f(k::agenda::TODAY, &[("day", &words)])}</a> })}
            {day_link(day.after)}
            {paper(texts, day.print, k::agenda::PRINT_DAY)}
        </nav>
        {list}
        {(!day.earlier.is_empty()).then(|| view! {
            <h2>{texts.s(k::agenda::EARLIER)}</h2>
            {table_view(texts, texts.s(k::agenda::EARLIER).to_owned(), day.earlier, false)}
        })}
    }
    .into_any()
}

fn day_link((code, words): Named) -> AnyView {
    view! { <a href=format!("/staff/visits?day={code}")>{words}</a> }.into_any()
}

/// A link to a page that is printed: the server's alone.
fn paper(texts: Texts, href: String, words: Key) -> AnyView {
    view! { <a class="alone" href=href rel="external">{texts.s(words)}</a> }.into_any()
}

fn table_view(texts: Texts, name: String, lines: Vec<Line>, by_hour: bool) -> AnyView {
    let mut groups: Vec<(String, Vec<Line>)> = Vec::new();
    for line in lines {
        let heading = if by_hour { line.hour.clone() } else { line.day.clone() };
        match groups.last_mut() {
            Some((known, group)) if *known == heading => group.push(line),
            _ => groups.push((heading, vec![line])),
        }
    }
    view! {
        <div class="scroll" role="region" aria-label=unbroken(&name) tabindex="0">
            <table>
                <thead>
                    <tr>
                        {[
                            k::agenda::TIME, k::agenda::SENIOR, k::agenda::VOLUNTEER, k::agenda::KIND, k::agenda::AREA, k::agenda::STATUS,
                            k::agenda::TODO,
                        ].map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                    </tr>
                </thead>
                {groups.into_iter().map(|(heading, group)| view! {
                    <tbody>
                        <tr><th scope="rowgroup" colspan="7">{heading}</th></tr>
                        {group.into_iter().map(line_view).collect_view()}
                    </tbody>
                }).collect_view()}
            </table>
        </div>
    }
    .into_any()
}

fn line_view(line: Line) -> AnyView {
    let call =
        line.phone.map(|phone| view! { " " <a href=tel(&phone) rel="external" translate="no">{phone.clone()}</a> });
    let late = (!line.todo.is_empty()).then_some("is-late");
    let todo = late.map(|_| view! { <b>{verbatim(line.todo)}</b> {call} });
    view! {
        <tr class=late>
            <td>{line.time}</td>
            <td><a href=format!("/staff/visits/{}", line.id) translate="no">{line.senior}</a></td>
            <td translate="no">{line.volunteer}</td>
            <td>{line.kind}</td>
            <td>{line.area}</td>
            <td><span class=format!("tag {}", line.tone)>{line.status}</span></td>
            <td>{todo}</td>
        </tr>
    }
    .into_any()
}

/// A visit, and what a coordinator can do.
#[component]
pub fn StaffVisitPage() -> impl IntoView {
    let (id, draft, notice) = (param("id"), query("draft"), query("notice"));
    page(move || VisitLoad { id: id(), draft: draft(), notice: notice() }, visit_view)
}

fn visit_view(texts: Texts, visit: StaffVisit) -> AnyView {
    let refused = !visit.form.errors.is_empty();
    let address = format!("/staff/visits/{}", visit.id);
    let asks = format!("{address}/ask");
    let forms = visit.form.clone();
    let note = move |heading: Key, to: &str, name: &'static str, keys: [Key; 3], area: bool| {
        let form = forms.clone();
        view! {
            <h2>{texts.s(heading)}</h2>
            <PostForm action=format!("{address}/{to}")>
                <TextField name=name label=texts.s(keys[0]) hint=texts.s(keys[1]) form=form area=area/>
                <Primary text=texts.s(keys[2])/>
            </PostForm>
        }
        .into_any()
    };
    let has_report = visit.report.iter().any(|(_, value)| !value.is_empty());
    view! {
        <Back href=format!("/staff/visits?day={}", visit.day) text=texts.s(k::agenda::BACK)/>
        <ErrorSummary form=visit.form.clone()/>
        <Heading text=visit.heading refused=refused/>
        {visit.notice.map(|notice| view! { <Notice tone=Tone::Success><p>{notice}</p></Notice> })}
        <p class="tags"><span class=format!("tag {}", visit.tone)>{visit.status}</span></p>
        {visit.todo.map(|todo| view! { <Notice tone=Tone::Warning><p><b>{verbatim(todo)}</b></p></Notice> })}
        <div class="two-col">
            <div>
                {visit.stopped.then(|| view! {
                    <Notice tone=Tone::Warning>
                        <p><b>{texts.s(k::agenda::STOPPED)}</b></p>
                        <p>{texts.s(k::agenda::STOPPED_LINE)}</p>
                    </Notice>
                    {note(k::agenda::RESUME_HEADING, "resume", "resume", [k::agenda::RESUME_NOTE, k::agenda::RESUME_HINT, k::agenda::RESUME], true)}
                })}
                {visit.may_confirm.then(|| note(
                    k::agenda::CONFIRM_HEADING, "confirm", "first_meeting",
                    [k::agenda::FIRST_MEETING, k::agenda::FIRST_MEETING_HINT, k::agenda::CONFIRM], false,
                ))}
                <h2>{texts.s(k::agenda::FACTS)}</h2>
                <Rows rows=visit.facts/>
                {has_report.then(|| view! { <h2>{texts.s(k::agenda::REPORT)}</h2><Rows rows=visit.report/> })}
                {visit.may_follow_up.then(|| note(
                    k::agenda::FOLLOW_UP_HEADING, "follow-up", "follow_up",
                    [k::agenda::FOLLOW_UP_NOTE, k::agenda::FOLLOW_UP_HINT, k::agenda::FOLLOW_UP], true,
                ))}
            </div>
            <div>
                {party_view(texts.s(k::agenda::SENIOR), "/staff/people", visit.senior)}
                {party_view(texts.s(k::agenda::VOLUNTEER), "/staff/volunteers", visit.volunteer)}
                <section class="panel noprint">
                    <h2>{texts.s(k::agenda::ACTIONS)}</h2>
                    <div class="stack">
                        <ButtonLink href=format!("/staff/requests/{}", visit.request) text=visit.request_text/>
                        {visit.card.map(|card| paper(texts, card, k::agenda::PRINT_CARD))}
                        {visit.may_cancel.then(|| view! {
                            <ButtonLink href=format!("{asks}/cancel") text=texts.s(k::agenda::CANCEL)/>
                            <ButtonLink href=format!("{asks}/cannot-come") text=texts.s(k::agenda::CANNOT_COME)/>
                        })}
                        {visit.may_no_show.then(|| view! {
                            <ButtonLink href=format!("{asks}/no-show") text=texts.s(k::agenda::RECORD_NO_SHOW)/>
                        })}
                    </div>
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn party_view(role: &'static str, path: &'static str, party: Party) -> AnyView {
    let Party { id, name, phone } = party;
    let href = format!("{path}/{id}");
    let call = (!phone.is_empty())
        .then(|| view! { <p><a class="alone" href=tel(&phone) rel="external" translate="no">{phone.clone()}</a></p> });
    view! { <section class="panel"><h2>{role}</h2><p><a class="alone" href=href translate="no">{name}</a></p>{call}</section> }
        .into_any()
}

/// Asks once before a visit is cancelled, replaced or recorded as not kept.
#[component]
pub fn VisitAskPage() -> impl IntoView {
    let (id, what, draft) = (param("id"), param("what"), query("draft"));
    page(move || AskLoad { id: id(), what: what(), draft: draft() }, ask_view)
}

fn ask_view(texts: Texts, ask: Ask) -> AnyView {
    let address = format!("/staff/visits/{}", ask.id);
    let refused = !ask.form.errors.is_empty();
    let (heading, line, button) = match ask.what.as_str() {
        "cancel" => (k::agenda::CANCEL_ASK, k::agenda::CANCEL_LINE, k::agenda::CANCEL_YES),
        "cannot-come" => (k::agenda::CANNOT_COME_ASK, k::agenda::CANNOT_COME_LINE, k::agenda::CANNOT_COME_YES),
        _ => (k::agenda::NO_SHOW_ASK, k::agenda::NO_SHOW_LINE, k::agenda::NO_SHOW_YES),
    };
    let no_show = ask.what == "no-show";
    view! {
        <Back href=address.clone() text=texts.s(k::agenda::KEEP)/>
        <ErrorSummary form=ask.form.clone()/>
        <Heading text=texts.s(heading) refused=refused/>
        <Rows rows=vec![
            (texts.s(k::agenda::WHEN).to_owned(), ask.when),
            (texts.s(k::agenda::SENIOR).to_owned(), ask.senior.clone()),
            (texts.s(k::agenda::VOLUNTEER).to_owned(), ask.volunteer.clone()),
        ]/>
        <p>{texts.s(line)}</p>
        <PostForm action=format!("{address}/{}", ask.what)>
            {no_show.then(|| view! {
                <Choices
                    name="who"
                    legend=texts.s(k::agenda::WHO)
                    choices=vec![
                        Choice::new("senior", ask.senior).hint(texts.s(k::agenda::WHO_SENIOR_HINT)),
                        Choice::new("volunteer", ask.volunteer).hint(texts.s(k::agenda::WHO_VOLUNTEER_HINT)),
                    ]
                    form=ask.form
                />
            })}
            <Danger text=texts.s(button)/>
        </PostForm>
    }
    .into_any()
}
