//! A request by telephone, the whole of it on one page.

use crate::review::view::{Found, PhoneForm, PhoneLoad, Picked};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    Back, Choice, Choices, ErrorSummary, Heading, Hidden, PostForm, Primary, Rows, Secondary, Select, TextField,
    page::{page, query},
};

/// A request by telephone.
#[component]
pub fn NewRequestPage() -> impl IntoView {
    let (find, person, draft) = (query("find"), query("person"), query("draft"));
    page(move || PhoneLoad { find: find(), person: person(), draft: draft() }, show)
}

fn show(texts: Texts, data: PhoneForm) -> AnyView {
    let form = data.form.clone();
    view! {
        <Back href="/staff" text=texts.s(k::review::BACK_TODO)/>
        <ErrorSummary form=form.clone()/>
        <Heading text=texts.s(k::review::NEW_HEADING) refused=!form.errors.is_empty()/>
        {search(texts, &data)}
        <PostForm action="/staff/requests">
            {person(texts, &data)}
            {wish(texts, data)}
            <Primary text=texts.s(k::review::NEW_SEND)/>
        </PostForm>
    }
    .into_any()
}

fn search(texts: Texts, data: &PhoneForm) -> AnyView {
    let form = data.search.clone();
    let draft = data.draft.clone();
    view! {
        <div role="search">
            <PostForm class="filters" action="/staff/requests/new/find">
                {(!draft.is_empty()).then(|| view! { <Hidden name="draft" value=draft/> })}
                <TextField name="q" label=texts.s(k::review::SEARCH_PERSON) hint=texts.s(k::review::SEARCH_PERSON_HINT) form=form/>
                <Secondary text=texts.s(k::common::SEARCH)/>
            </PostForm>
        </div>
        {data.found.clone().map(|found| if found.is_empty() {
            view! { <p>{texts.s(k::review::NOBODY_FOUND)}</p> }.into_any()
        } else {
            view! { <h2>{texts.s(k::review::FOUND_HEADING)}</h2> {people(found)} }.into_any()
        })}
    }
    .into_any()
}

fn people(found: Vec<Found>) -> AnyView {
    let lines = found.into_iter();
    let lines =
        lines.map(|person| view! { <li><a class="alone" href=person.href translate="no">{person.name}</a> " " {person.about}</li> });
    view! { <ul>{lines.collect_view()}</ul> }.into_any()
}

fn person(texts: Texts, data: &PhoneForm) -> AnyView {
    let form = &data.form;
    let area = data.area_needed.then(|| {
        view! { <Select name="area" label=texts.s(k::review::COL_AREA) options=data.areas.clone() form=form.clone()/> }
    });
    if let Some(Picked { id, facts }) = data.person.clone() {
        let other = if data.draft.is_empty() {
            "/staff/requests/new".to_owned()
        } else {
            format!("/staff/requests/new?draft={}", data.draft)
        };
        return view! {
            <section class="panel">
                <h2>{texts.s(k::review::WHO)}</h2>
                <Rows rows=facts/>
                <Hidden name="person" value=id/>
                <p><a class="alone" href=other>{texts.s(k::review::OTHER_PERSON)}</a></p>
                {area}
            </section>
        }
        .into_any();
    }
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::WHO_NEW)}</h2>
            {(!data.same.is_empty()).then(|| view! {
                <h3>{texts.s(k::review::IS_IT)}</h3>
                {people(data.same.clone())}
                <Choices name="another" legend=texts.s(k::review::IS_IT_NOT) choices=vec![Choice::new("yes", texts.s(k::review::ANOTHER))] form=form.clone() several=true/>
            })}
            <div class="two-col">
                <div>
                    <TextField name="given_name" label=texts.s(k::review::GIVEN_NAME) autocomplete="off" form=form.clone()/>
                    <TextField name="family_name" label=texts.s(k::review::FAMILY_NAME) autocomplete="off" form=form.clone()/>
                    <TextField name="phone" label=texts.s(k::review::PHONE) inputmode="tel" autocomplete="off" form=form.clone()/>
                    <TextField name="street" label=texts.s(k::review::STREET) autocomplete="off" form=form.clone()/>
                </div>
                <div>
                    <TextField name="postal_code" label=texts.s(k::review::POSTAL_CODE) inputmode="numeric" autocomplete="off" form=form.clone()/>
                    <TextField name="city" label=texts.s(k::review::CITY) autocomplete="off" form=form.clone()/>
                    {area}
                    <Select name="locale" label=texts.s(k::review::LANGUAGE) options=data.languages.clone() form=form.clone()/>
                    <TextField name="way_in" label=texts.s(k::review::WAY_IN) autocomplete="off" form=form.clone()/>
                </div>
            </div>
        </section>
    }
    .into_any()
}

fn wish(texts: Texts, data: PhoneForm) -> AnyView {
    let form = data.form;
    let days = data.days.into_iter().map(|(code, words)| Choice::new(code, words)).collect::<Vec<_>>();
    view! {
        <section class="panel">
            <h2>{texts.s(k::review::WISH)}</h2>
            <div class="two-col">
                <div>
                    <Select name="kind" label=texts.s(k::review::COL_WHAT) options=data.kinds form=form.clone()/>
                    <Select name="mode" label=texts.s(k::review::WHERE_HOW) options=data.modes form=form.clone()/>
                    <Choices name="days" several=true legend=texts.s(k::review::DAYS) choices=days form=form.clone()/>
                </div>
                <div>
                    <TextField name="other_day" label=texts.s(k::review::OTHER_DAY) hint=texts.s(k::review::DAY_HINT) form=form.clone()/>
                    <Select name="part" label=texts.s(k::review::PART) options=data.parts form=form.clone()/>
                    <TextField name="clock" label=texts.s(k::review::CLOCK) hint=texts.s(k::review::CLOCK_HINT) form=form.clone()/>
                    <TextField name="note" area=true label=texts.s(k::review::NOTE) hint=texts.s(k::review::NOTE_HINT) form=form/>
                </div>
            </div>
        </section>
    }
    .into_any()
}
