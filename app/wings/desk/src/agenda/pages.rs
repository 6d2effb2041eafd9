//! The visits of a day, and the coordinator's page of a visit.

use ground::{
    form::FormView,
    text::{Key, Texts, k, unbroken},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Notice, PostForm, Primary, Rows, TextField, Tone,
    page::{page, param, query},
    tel, verbatim,
};

/// A visit in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its id.
    pub id: String,
    /// Its request's number.
    pub number: String,
    /// The day, short.
    pub day: String,
    /// The hour it begins in.
    pub hour: String,
    /// From when to when.
    pub time: String,
    /// What it is.
    pub kind: String,
    /// Whom it is for.
    pub senior: String,
    /// Who comes.
    pub volunteer: String,
    /// Where.
    pub area: String,
    /// Its state in words.
    pub status: String,
    /// The tag's class.
    pub tone: String,
    /// What to do, or empty.
    pub todo: String,
    /// The number to call.
    pub phone: Option<String>,
}

/// The visits of a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Day {
    /// "Besök torsdag 26 november".
    pub heading: String,
    /// Where it is printed.
    pub print: String,
    /// Code and words of the day before.
    pub before: (String, String),
    /// Code and words of the day after.
    pub after: (String, String),
    /// Today's words, where another day is shown.
    pub today: Option<String>,
    /// Its visits in order.
    pub lines: Vec<Line>,
    /// Visits of earlier days that are not reported.
    pub earlier: Vec<Line>,
}

ui::load! {
    /// Loads the visits of a day.
    load_agenda(day) -> Day, "agenda/day" => crate::agenda::api::day(day)
}

/// The visits of a day, by hour.
#[component]
pub fn AgendaPage() -> impl IntoView {
    page(query("day"), load_agenda, day_view)
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
            <a href=format!("/staff/visits?day={}", day.before.0)>{day.before.1}</a>
            {day.today.map(|words| view! { <a href="/staff/visits">{texts.f(k::agenda::TODAY, &[("day", &words)])}</a> })}
            <a href=format!("/staff/visits?day={}", day.after.0)>{day.after.1}</a>
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

/// A visit as its coordinator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffVisit {
    /// Its id.
    pub id: String,
    /// Whose and when.
    pub heading: String,
    /// Its day, as a code.
    pub day: String,
    /// Its request.
    pub request: String,
    /// "Förfrågan 417".
    pub request_text: String,
    /// Its state in words.
    pub status: String,
    /// The tag's class.
    pub tone: String,
    /// What to do.
    pub todo: Option<String>,
    /// Label and text.
    pub facts: Vec<(String, String)>,
    /// How it went: label and text.
    pub report: Vec<(String, String)>,
    /// Id, name, telephone.
    pub senior: (String, String, String),
    /// Id, name, telephone.
    pub volunteer: (String, String, String),
    /// Where its card is printed, once it is agreed.
    pub card: Option<String>,
    /// The first meeting can be recorded.
    pub may_confirm: bool,
    /// It can be cancelled.
    pub may_cancel: bool,
    /// The match is stopped; it can go on.
    pub stopped: bool,
    /// What the senior said is to be followed up.
    pub may_follow_up: bool,
    /// It can be recorded that somebody did not come.
    pub may_no_show: bool,
    /// The form of the first meeting.
    pub form: FormView,
    /// What has just happened.
    pub notice: Option<String>,
}

ui::load! {
    /// Loads a visit for a coordinator.
    load_staff_visit(id, draft, notice) -> StaffVisit, "agenda/visit" => crate::agenda::api::visit(id, draft, notice)
}

/// A visit, and what a coordinator can do.
#[component]
pub fn StaffVisitPage() -> impl IntoView {
    let (id, draft, notice) = (param("id"), query("draft"), query("notice"));
    page(move || (id(), draft(), notice()), |(id, draft, notice)| load_staff_visit(id, draft, notice), visit_view)
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
                {party_view(texts.s(k::agenda::SENIOR), format!("/staff/people/{}", visit.senior.0), visit.senior.1, visit.senior.2)}
                {party_view(texts.s(k::agenda::VOLUNTEER), format!("/staff/volunteers/{}", visit.volunteer.0), visit.volunteer.1, visit.volunteer.2)}
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

fn party_view(role: &'static str, href: String, name: String, phone: String) -> AnyView {
    let call = (!phone.is_empty())
        .then(|| view! { <p><a class="alone" href=tel(&phone) rel="external" translate="no">{phone.clone()}</a></p> });
    view! { <section class="panel"><h2>{role}</h2><p><a class="alone" href=href translate="no">{name}</a></p>{call}</section> }
        .into_any()
}

/// The page that asks once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The visit.
    pub id: String,
    /// `cancel`, `cannot-come` or `no-show`.
    pub what: String,
    /// When it is.
    pub when: String,
    /// Whom it is for.
    pub senior: String,
    /// Who comes.
    pub volunteer: String,
    /// The form.
    pub form: FormView,
}

ui::load! {
    /// Loads the page that asks once.
    load_visit_ask(id, what, draft) -> Ask, "agenda/ask" => crate::agenda::api::ask(id, what, draft)
}

/// Asks once before a visit is cancelled, replaced or recorded as not kept.
#[component]
pub fn VisitAskPage() -> impl IntoView {
    let (id, what, draft) = (param("id"), param("what"), query("draft"));
    page(move || (id(), what(), draft()), |(id, what, draft)| load_visit_ask(id, what, draft), ask_view)
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
