//! The coordinators' pages of people.

use crate::register::view::{LogLine, OpenPerson, People, PeopleLoad, PersonLoad, StaffPerson};
use ground::{
    form::FormView,
    text::{Texts, k, theirs},
};
use leptos::prelude::*;
use people::person::fields::contact_fields;
use ui::{
    Back, ButtonLink, Choice, Choices, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, Rows, Secondary,
    TextField, Tone,
    page::{page, param, query},
    verbatim,
};

/// Find people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    let (find, notice) = (query("find"), query("notice"));
    page(move || PeopleLoad { find: find(), notice: notice() }, people_view)
}

fn people_view(texts: Texts, people: People) -> AnyView {
    let form = people.search;
    let table = (!people.people.is_empty()).then(|| {
        view! {
            <div class="scroll" role="region" aria-label=texts.plain(k::people::HEADING) tabindex="0">
                <table>
                    <thead>
                        <tr>
                            {[k::people::NAME, k::people::AREA, k::people::ROLES]
                                .map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                        </tr>
                    </thead>
                    <tbody>
                        {people.people.into_iter().map(|person| view! {
                            <tr>
                                <td><a href=format!("/staff/people/{}", person.id) translate="no">{person.name}</a></td>
                                <td>{person.area}</td>
                                <td>{person.roles.join(", ")}</td>
                            </tr>
                        }).collect_view()}
                    </tbody>
                </table>
            </div>
        }
    });
    view! {
        <Heading text=texts.s(k::people::HEADING)/>
        {people.notice.map(|notice| view! { <Notice tone=Tone::Success><p>{notice}</p></Notice> })}
        <search>
            <PostForm class="filters" action="/staff/people/find">
                <TextField name="q" label=texts.s(k::people::SEARCH) hint=texts.s(k::people::SEARCH_HINT) form=form/>
                <button type="submit" class="btn btn-primary">{texts.s(k::common::SEARCH)}</button>
            </PostForm>
        </search>
        <p role="status">{people.found}</p>
        {table}
    }
    .into_any()
}

/// A person.
#[component]
pub fn PersonPage() -> impl IntoView {
    let (id, open, draft, notice) = (param("id"), query("open"), query("draft"), query("notice"));
    page(move || PersonLoad { id: id(), open: open(), draft: draft(), notice: notice() }, person_view)
}

fn person_view(texts: Texts, person: StaffPerson) -> AnyView {
    let address = format!("/staff/people/{}", person.id);
    let notice = person.notice.map(|notice| view! { <Notice tone=Tone::Info><p>{notice}</p></Notice> });
    match person.inside {
        Some(inside) => open_view(texts, &address, person.name, inside, notice.into_any()),
        None => why_view(texts, &address, (person.name, person.kept), person.form, notice.into_any()),
    }
}

fn why_view(texts: Texts, address: &str, (name, kept): (String, String), form: FormView, notice: AnyView) -> AnyView {
    let reasons = [
        ("request", k::people::REASON_REQUEST),
        ("visit", k::people::REASON_VISIT),
        ("concern", k::people::REASON_CONCERN),
        ("call", k::people::REASON_CALL),
        ("correct", k::people::REASON_CORRECT),
        ("other", k::people::REASON_OTHER),
    ];
    let choices = reasons.map(|(value, key)| Choice::new(value, texts.s(key))).to_vec();
    view! {
        <Back href="/staff/people" text=texts.s(k::people::BACK)/>
        <ErrorSummary form=form.clone()/>
        <Heading text=texts.f(k::people::WHY_HEADING, &[("name", &theirs(&name))]) refused=!form.errors.is_empty()/>
        {notice}
        <p class="lead">{texts.s(k::people::WHY_LEAD)}</p>
        <PostForm action=format!("{address}/open")>
            <Hidden name="kept" value=kept/>
            <Choices name="reason" legend=texts.s(k::people::WHY) choices=choices form=form.clone()/>
            <TextField name="words" label=texts.s(k::people::WORDS) hint=texts.s(k::people::WORDS_HINT) form=form/>
            <Primary text=texts.s(k::people::OPEN)/>
        </PostForm>
    }
    .into_any()
}

fn open_view(texts: Texts, address: &str, name: String, person: OpenPerson, notice: AnyView) -> AnyView {
    let refused = !person.form.errors.is_empty();
    let id = address.rsplit('/').next().unwrap_or_default().to_owned();
    let proof = person.proof.clone();
    let requests = if person.requests.is_empty() {
        view! { <p>{texts.s(k::people::NO_REQUESTS)}</p> }.into_any()
    } else {
        let items = person
            .requests
            .into_iter()
            .map(|(id, words)| view! { <li><a href=format!("/staff/requests/{id}")>{words}</a></li> });
        view! { <ul>{items.collect_view()}</ul> }.into_any()
    };
    view! {
        <Back href="/staff/people" text=texts.s(k::people::BACK)/>
        <ErrorSummary form=person.form.clone()/>
        <Heading text=theirs(&name) refused=refused/>
        {notice}
        <p class="tags">
            {person.protected.then(|| view! { <span class="tag tag-bad">{texts.s(k::people::PROTECTED)}</span> })}
            <span class="tag tag-plain">{person.open_until}</span>
        </p>
        <div class="two-col">
            <div>
                <h2>{texts.s(k::people::FACTS)}</h2>
                <Rows rows=person.facts/>
                <h2>{texts.s(k::people::CONTACT)}</h2>
                <PostForm action=format!("{address}/contact") label=texts.s(k::people::CONTACT)>
                    <Hidden name="open" value=proof/>
                    {contact_fields(texts, person.form, person.locales, false)}
                    <Primary text=texts.s(k::common::SAVE)/>
                </PostForm>
            </div>
            <div>
                <section class="panel">
                    <h2>{texts.s(k::people::REQUESTS)}</h2>
                    {requests}
                    {person.volunteer.then(|| view! {
                        <ButtonLink href=format!("/staff/volunteers/{id}") text=texts.s(k::people::TO_VOLUNTEER)/>
                    })}
                </section>
                {protect_view(texts, address, person.proof, person.protected)}
            </div>
        </div>
        {log_view(texts, person.log)}
    }
    .into_any()
}

fn protect_view(texts: Texts, address: &str, proof: String, protected: bool) -> AnyView {
    let (verb, hint, button) = if protected {
        ("unprotect", k::people::UNPROTECT_HINT, k::people::UNPROTECT)
    } else {
        ("protect", k::people::PROTECT_HINT, k::people::PROTECT)
    };
    view! {
        <section class="panel">
            <h2>{texts.s(k::people::PROTECT_HEADING)}</h2>
            <p>{texts.s(hint)}</p>
            <PostForm action=format!("{address}/{verb}") label=texts.s(k::people::PROTECT_HEADING)>
                <Hidden name="open" value=proof/>
                {(!protected).then(|| view! {
                    <Choices
                        name="sure"
                        legend=texts.s(k::people::SURE)
                        choices=vec![Choice::new("yes", texts.s(k::people::SURE_YES))]
                        form=FormView::default()
                        several=true
                    />
                })}
                <Secondary text=texts.s(button)/>
            </PostForm>
        </section>
    }
    .into_any()
}

fn log_view(texts: Texts, log: Vec<LogLine>) -> AnyView {
    let rows = log.into_iter().map(|line| {
        view! { <tr><td>{line.when}</td><td>{verbatim(line.who)}</td><td>{line.what}</td><td>{line.why}</td></tr> }
    });
    view! {
        <h2>{texts.s(k::people::LOG)}</h2>
        <div class="scroll" role="region" aria-label=texts.plain(k::people::LOG) tabindex="0">
            <table>
                <thead>
                    <tr>
                        {[k::people::LOG_WHEN, k::people::LOG_WHO, k::people::LOG_WHAT, k::people::LOG_WHY]
                            .map(|key| view! { <th scope="col">{texts.s(key)}</th> }).collect_view()}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
