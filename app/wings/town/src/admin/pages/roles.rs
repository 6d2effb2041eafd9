//! Roles: who works here, giving one, ending one.

use super::{overview::notice, waiting};
use crate::admin::view::{Found, RoleLine, RoleList, RoleLoad, RolesLoad};
use ground::{
    form::{FormView, Named},
    text::{Texts, k, theirs},
};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Hidden, PostForm, Primary, Select, TextField,
    Tone,
    page::{param, plain, query},
    verbatim,
};

/// Who works here, and giving a role.
#[component]
pub fn RolesPage() -> impl IntoView {
    plain(RolesLoad { find: query("find")(), draft: query("draft")(), notice: query("notice")() }, all)
}

fn all(texts: Texts, data: RoleList) -> AnyView {
    let refused = !data.form.errors.is_empty();
    let typed = data.search.get("q");
    let (said, tone) = match data.notice.as_str() {
        "added" => (Some(k::admin::ROLE_ADDED), Tone::Success),
        "ended" => (Some(k::admin::ROLE_ENDED), Tone::Success),
        "gone" => (Some(k::admin::ROLE_GONE), Tone::Info),
        "taken" => (Some(k::admin::ROLE_TAKEN), Tone::Warning),
        "last" => (Some(k::admin::ROLE_LAST), Tone::Warning),
        _ => (None, Tone::Info),
    };
    view! {
        <Back href="/admin" text=texts.s(k::admin::TO_ADMIN)/>
        <ErrorSummary form=data.form.clone()/>
        <Heading text=texts.s(k::admin::ROLES) refused=refused/>
        {notice(said.map(|key| texts.s(key)), tone)}
        {waiting::became(texts, &data.notice)}
        {(!data.waiting.is_empty()).then(|| view! {
            <h2>{texts.s(k::proposals::HEADING)}</h2>
            {data.waiting.into_iter().map(|one| waiting::waits(texts, one)).collect_view()}
        })}
        <h2>{texts.s(k::admin::STAFF_NOW)}</h2>
        {table(texts, data.staff)}
        <h2>{texts.s(k::admin::ROLE_ADD)}</h2>
        <p>{texts.s(k::proposals::ROLES_LINE)}</p>
        {(!data.others).then(|| notice(Some(texts.s(k::proposals::ALONE)), Tone::Warning))}
        <search>
            <PostForm class="filters" action="/admin/roles/find">
                <TextField name="q" label=texts.s(k::admin::SEARCH_LABEL) form=data.search/>
                <button type="submit" class="btn btn-secondary">{texts.s(k::common::SEARCH)}</button>
            </PostForm>
        </search>
        {give(texts, typed, data.find, data.found, data.areas, data.form)}
    }
    .into_any()
}

fn table(texts: Texts, staff: Vec<RoleLine>) -> AnyView {
    view! {
        <div class="scroll" role="region" aria-label=texts.plain(k::admin::STAFF_NOW) tabindex="0">
            <table>
                <thead><tr>
                    <th scope="col">{texts.s(k::admin::PERSON)}</th>
                    <th scope="col">{texts.s(k::admin::ROLE)}</th>
                    <th scope="col">{texts.s(k::admin::AREA)}</th>
                    <th scope="col">{texts.s(k::admin::FROM)}</th>
                    <th scope="col">{texts.s(k::admin::TO)}</th>
                    <th scope="col"><span class="vh">{texts.s(k::admin::ROLE_END)}</span></th>
                </tr></thead>
                <tbody>
                    {staff.into_iter().map(|line| {
                        let whose = texts.f(k::admin::ROLE_END_VH, &[("role", &line.role), ("person", &theirs(&line.person))]);
                        view! {
                            <tr>
                                <td translate="no">{line.person}</td><td>{line.role}</td><td>{line.area}</td><td>{line.from}</td><td>{line.to}</td>
                                <td><a href=format!("/admin/roles/{}/end", line.id)>{texts.s(k::admin::ROLE_END)}<span class="vh">" " {verbatim(whose)}</span></a></td>
                            </tr>
                        }
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

fn give(texts: Texts, query: String, find: String, found: Vec<Found>, areas: Vec<Named>, form: FormView) -> AnyView {
    if found.is_empty() {
        let line = if query.is_empty() { k::admin::SEARCH_FIRST } else { k::admin::SEARCH_NONE };
        return view! { <p>{texts.s(line)}</p> }.into_any();
    }
    let people = found.into_iter().map(|one| Choice::new(one.id, one.name).hint(one.roles)).collect::<Vec<_>>();
    let roles = [
        ("coordinator", k::admin::ROLE_COORDINATOR),
        ("administrator", k::admin::ROLE_ADMINISTRATOR),
        ("volunteer", k::admin::ROLE_VOLUNTEER),
        ("senior", k::admin::ROLE_SENIOR),
    ];
    let roles = roles.into_iter().map(|(value, key)| Choice::new(value, texts.s(key))).collect::<Vec<_>>();
    view! {
        <PostForm action="/admin/roles/add">
            <Hidden name="find" value=find/>
            <Choices name="person" legend=texts.s(k::admin::PERSON_WHO) choices=people form=form.clone()/>
            <Choices name="role" legend=texts.s(k::admin::ROLE) hint=texts.s(k::admin::AREA_HINT_ROLE) choices=roles form=form.clone()/>
            <Select name="area" label=texts.s(k::admin::AREA) options=areas form=form.clone()/>
            <TextField name="from" label=texts.s(k::admin::FROM_LABEL) hint=texts.s(k::admin::DAY_HINT) form=form.clone()/>
            <TextField name="to" label=texts.s(k::admin::TO_LABEL) hint=texts.s(k::admin::DAY_HINT) form=form/>
            <Primary text=texts.s(k::admin::ROLE_ADD)/>
        </PostForm>
    }
    .into_any()
}

/// Asks once before a role ends.
#[component]
pub fn RoleEndPage() -> impl IntoView {
    plain(RoleLoad { id: param("id")() }, ending)
}

fn ending(texts: Texts, line: RoleLine) -> AnyView {
    view! {
        <Back href="/admin/roles" text=texts.s(k::admin::ROLES)/>
        <Heading text=texts.s(k::admin::ROLE_END_HEADING)/>
        <p class="lead">{verbatim(texts.f(k::admin::ROLE_END_LINE, &[("person", &theirs(&line.person)), ("role", &line.role.to_lowercase())]))}</p>
        <div class="stack">
            <ButtonLink href="/admin/roles" text=texts.s(k::admin::ROLE_END_NO)/>
            <PostForm action=format!("/admin/roles/{}/end", line.id)><Danger text=texts.s(k::admin::ROLE_END_YES)/></PostForm>
        </div>
    }
    .into_any()
}
