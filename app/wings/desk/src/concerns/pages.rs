//! Telling a concern, and the coordinators' pages of it.

use crate::concerns::view::{
    AboutField, AboutLoad, AboutPage, ConcernLoad, Inbox, InboxLoad, InboxRow, NewConcernLoad, NewPage, Sent, SentLoad,
    StaffConcern,
};
use ground::{
    form::FormView,
    text::{Texts, k, unbroken},
};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, Rows, Tag, TextField,
    Tone,
    page::{page, param, query},
    tel, verbatim,
};

/// Tell what does not feel right.
#[component]
pub fn NewConcernPage() -> impl IntoView {
    let (visit, draft) = (query("visit"), query("draft"));
    page(move || NewConcernLoad { visit: visit(), draft: draft() }, new_view)
}

fn new_view(texts: Texts, new: NewPage) -> AnyView {
    let (form, call) = (new.form, tel(&new.phone));
    view! {
        <ErrorSummary form=form.clone()/>
        <Heading text=texts.s(k::concerns::NEW_HEADING) refused=!form.errors.is_empty()/>
        <p class="lead">{texts.s(k::concerns::NEW_LEAD)}</p>
        <PostForm action="/concern">
            <Hidden name="visit" value=new.visit/>
            {new.about.map(|about| about_view(texts, about, form.clone()))}
            <TextField name="body" label=texts.s(k::concerns::BODY) hint=texts.s(k::concerns::BODY_HINT) form=form.clone() area=true/>
            <Choices
                name="danger"
                legend=texts.s(k::concerns::DANGER)
                choices=vec![
                    Choice::new("no", texts.s(k::concerns::DANGER_NO)),
                    Choice::new("yes", texts.s(k::concerns::DANGER_YES)).hint(texts.s(k::concerns::DANGER_YES_HINT)),
                ]
                form=form
            />
            <Primary text=texts.s(k::concerns::SEND)/>
        </PostForm>
        <p>{texts.s(k::concerns::NEW_CALL)}</p>
        <p><a class="alone" href=call rel="external" translate="no">{new.phone}</a></p>
    }
    .into_any()
}

fn about_view(texts: Texts, about: AboutField, form: FormView) -> AnyView {
    let choices = about.options.into_iter().map(|(value, text)| Choice::new(value, text)).collect();
    let search = about.search.then(|| {
        view! {
            <TextField name="q" label=texts.s(k::concerns::ABOUT_SEARCH) hint=texts.s(k::concerns::ABOUT_SEARCH_HINT) form=form.clone()/>
            <p><button type="submit" name="search" value="1" class="btn btn-secondary">{texts.s(k::common::SEARCH)}</button></p>
            <p role="status">{about.found}</p>
        }
    });
    view! {
        {search}
        <Choices name="about" legend=texts.s(k::concerns::ABOUT_ASK) hint=texts.s(k::concerns::ABOUT_HINT) choices=choices form=form/>
    }
    .into_any()
}

/// Whom a concern is about.
#[component]
pub fn ConcernAboutPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(
        move || AboutLoad { id: id(), draft: draft() },
        |texts: Texts, about: AboutPage| {
            let address = format!("/staff/concerns/{}", about.id);
            view! {
                <Back href=address.clone() text=about.heading.clone()/>
                <ErrorSummary form=about.form.clone()/>
                <Heading
                    text=texts.f(k::concerns::ABOUT_HEADING, &[("concern", &about.heading)])
                    refused=!about.form.errors.is_empty()
                />
                <p class="lead">{texts.s(k::concerns::ABOUT_LINE)}</p>
                <Rows rows=vec![(texts.s(k::concerns::BODY_SENT).to_owned(), about.body)]/>
                <PostForm action=format!("{address}/about")>
                    {about_view(texts, about.field, about.form)}
                    <Primary text=texts.s(k::common::SAVE)/>
                </PostForm>
            }
        },
    )
}

/// A concern was told.
#[component]
pub fn ConcernSentPage() -> impl IntoView {
    let id = param("id");
    page(
        move || SentLoad { id: id() },
        |texts: Texts, sent: Sent| {
            let call = tel(&sent.phone);
            view! {
                <Heading text=texts.s(k::concerns::SENT_HEADING)/>
                {sent.danger.then(|| view! {
                    <Notice tone=Tone::Danger>
                        <p><b>{texts.s(k::concerns::SENT_DANGER)}</b></p>
                        <p><a class="btn btn-secondary" href="tel:112" rel="external">{texts.s(k::concerns::CALL_112)}</a></p>
                    </Notice>
                })}
                <p class="lead">{sent.read_by}</p>
                <p>{texts.s(k::concerns::SENT_WHO)}</p>
                <Rows rows=vec![(texts.s(k::concerns::NUMBER).to_owned(), sent.number), (texts.s(k::concerns::BODY_SENT).to_owned(), sent.body)]/>
                <p>{texts.s(k::concerns::NEW_CALL)}</p>
                <p><a class="alone" href=call rel="external" translate="no">{sent.phone}</a></p>
                <p><a class="alone" href=sent.home>{texts.s(k::common::TO_START)}</a></p>
            }
        },
    )
}

/// The concerns of a coordinator's areas.
#[component]
pub fn ConcernsPage() -> impl IntoView {
    let show = query("show");
    page(move || InboxLoad { show: show() }, inbox_view)
}

fn inbox_view(texts: Texts, inbox: Inbox) -> AnyView {
    let (other, other_text) = if inbox.closed {
        ("/staff/concerns", k::concerns::SHOW_OPEN)
    } else {
        ("/staff/concerns?show=closed", k::concerns::SHOW_CLOSED)
    };
    let heading = texts.s(if inbox.closed { k::concerns::CLOSED_HEADING } else { k::concerns::INBOX_HEADING });
    let table = if inbox.rows.is_empty() {
        view! { <p class="empty">{texts.s(k::concerns::EMPTY)}</p> }.into_any()
    } else {
        view! {
            <div class="scroll" role="region" aria-label=unbroken(heading) tabindex="0">
                <table>
                    <thead>
                        <tr>
                            {[
                                k::concerns::NUMBER, k::concerns::SEVERITY, k::concerns::STATUS, k::concerns::OWNER, k::concerns::AREA,
                                k::concerns::RECEIVED_AT, k::concerns::AGE,
                            ].map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>{inbox.rows.into_iter().map(|row| inbox_row(texts, row)).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <Heading text=heading/>
        <p>{texts.s(k::concerns::INBOX_LEAD)}</p>
        {table}
        <p><a class="alone" href=other>{texts.s(other_text)}</a></p>
    }
    .into_any()
}

fn inbox_row(texts: Texts, row: InboxRow) -> AnyView {
    view! {
        <tr class=row.urgent.then_some("is-late")>
            <td><a href=format!("/staff/concerns/{}", row.id)><span class="vh">{texts.s(k::concerns::CONCERN)} " "</span>{row.number}</a></td>
            <td><Tag text=row.severity tone=if row.urgent { "tag-bad" } else { "tag-plain" }/></td>
            <td><Tag text=row.status tone=if row.new { "tag-warn" } else { "tag-wait" }/></td>
            <td>{verbatim(row.owner)}</td>
            <td>{row.area}</td>
            <td>{row.when}</td>
            <td>{row.age}</td>
        </tr>
    }
    .into_any()
}

/// A concern, and what can be done next.
#[component]
pub fn ConcernPage() -> impl IntoView {
    let (id, draft, notice) = (param("id"), query("draft"), query("notice"));
    page(move || ConcernLoad { id: id(), draft: draft(), notice: notice() }, concern_view)
}

fn concern_view(texts: Texts, concern: StaffConcern) -> AnyView {
    let refused = !concern.form.errors.is_empty();
    let action = format!("/staff/concerns/{}", concern.id);
    let about_href = format!("{action}/about");
    let next = match concern.step.as_str() {
        "triaged" if !concern.about_known => view! {
            <h2>{texts.s(k::concerns::NEXT)}</h2>
            <p>{texts.s(k::concerns::ABOUT_FIRST)}</p>
            <p><ButtonLink href=about_href.clone() text=texts.s(k::concerns::ABOUT_SET) primary=true/></p>
        }
        .into_any(),
        "triaged" => triage_view(texts, &action, concern.form.clone()),
        "acting" => press_view(texts, format!("{action}/act"), k::concerns::ACT_HINT, k::concerns::ACT),
        "decided" => decide_view(texts, &action, concern.form.clone()),
        "closed" => press_view(texts, format!("{action}/close"), k::concerns::CLOSE_HINT, k::concerns::CLOSE),
        _ => ().into_any(),
    };
    view! {
        <Back href="/staff/concerns" text=texts.s(k::concerns::INBOX_HEADING)/>
        <ErrorSummary form=concern.form/>
        <Heading text=concern.heading refused=refused/>
        {concern.notice.map(|notice| view! { <Notice tone=Tone::Info><p>{verbatim(notice)}</p></Notice> })}
        <div class="two-col">
            <div>
                <h2>{texts.s(k::concerns::BODY_SENT)}</h2>
                <p>{concern.body}</p>
                {(!concern.decision.is_empty()).then(|| view! { <h2>{texts.s(k::concerns::DECISION)}</h2><p>{concern.decision}</p> })}
                {next}
            </div>
            <div>
                <section class="panel">
                    <h2>{texts.s(k::concerns::FACTS)}</h2>
                    <Rows rows=concern.facts/>
                    {(concern.about_known && !concern.step.is_empty()).then(|| view! {
                        <p><a class="alone" href=about_href>{texts.s(k::concerns::ABOUT_CHANGE)}</a></p>
                    })}
                    {concern.visit.map(|id| view! { <p><a class="alone" href=format!("/staff/visits/{id}")>{texts.s(k::concerns::TO_VISIT)}</a></p> })}
                    {concern.about.map(|id| view! { <p><a class="alone" href=format!("/staff/people/{id}")>{texts.s(k::concerns::TO_PERSON)}</a></p> })}
                </section>
                {(!concern.ahead.is_empty()).then(|| view! {
                    <section class="panel">
                        <h2>{texts.s(k::concerns::AHEAD)}</h2>
                        <p>{texts.s(k::concerns::AHEAD_HINT)}</p>
                        <ul>
                            {concern.ahead.into_iter().map(|(id, words)| view! {
                                <li><a class="alone" href=format!("/staff/visits/{id}")>{verbatim(words)}</a></li>
                            }).collect_view()}
                        </ul>
                    </section>
                })}
            </div>
        </div>
    }
    .into_any()
}

fn press_view(texts: Texts, action: String, hint: ground::text::Key, button: ground::text::Key) -> AnyView {
    view! {
        <h2>{texts.s(k::concerns::NEXT)}</h2>
        <p>{texts.s(hint)}</p>
        <PostForm action=action><Primary text=texts.s(button)/></PostForm>
    }
    .into_any()
}

fn triage_view(texts: Texts, action: &str, form: FormView) -> AnyView {
    view! {
        <h2>{texts.s(k::concerns::TRIAGE_HEADING)}</h2>
        <p>{texts.s(k::concerns::TRIAGE_HINT)}</p>
        <PostForm action=format!("{action}/triage")>
            <Choices
                name="severity"
                legend=texts.s(k::concerns::SEVERITY)
                choices=vec![
                    Choice::new("low", texts.s(k::concerns::SEVERITY_LOW)),
                    Choice::new("serious", texts.s(k::concerns::SEVERITY_SERIOUS)).hint(texts.s(k::concerns::SERIOUS_HINT)),
                    Choice::new("acute", texts.s(k::concerns::SEVERITY_ACUTE)).hint(texts.s(k::concerns::ACUTE_HINT)),
                ]
                form=form.clone()
            />
            <Choices
                name="lex_sarah"
                legend=texts.s(k::concerns::LEX_SARAH_ASK)
                choices=vec![Choice::new("yes", texts.s(k::common::YES)), Choice::new("no", texts.s(k::common::NO))]
                form=form.clone()
            />
            <TextField name="lex_sarah_note" label=texts.s(k::concerns::LEX_SARAH_NOTE) form=form/>
            <Primary text=texts.s(k::concerns::TRIAGE)/>
        </PostForm>
    }
    .into_any()
}

fn decide_view(texts: Texts, action: &str, form: FormView) -> AnyView {
    view! {
        <h2>{texts.s(k::concerns::NEXT)}</h2>
        <PostForm action=format!("{action}/decide")>
            <TextField name="decision" label=texts.s(k::concerns::DECISION) hint=texts.s(k::concerns::DECISION_HINT) form=form area=true/>
            <Primary text=texts.s(k::concerns::DECIDE)/>
        </PostForm>
    }
    .into_any()
}
