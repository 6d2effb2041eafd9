//! Areas: the list, a new one, one to change.

use super::overview::saved;
use crate::admin::view::{AreaData, AreaLine, AreaList, AreaLoad, AreasLoad};
use ground::{
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, Choice, Choices, ErrorSummary, Heading, Hidden, PostForm, Primary, TextField,
    page::{page, param, query},
};

/// The list of areas.
#[component]
pub fn AreasPage() -> impl IntoView {
    let (draft, notice) = (query("draft"), query("notice"));
    page(
        move || AreasLoad { draft: draft(), notice: notice() },
        |texts: Texts, data: AreaList| {
            let form = data.form;
            let refused = !form.errors.is_empty();
            view! {
                <Back href="/admin" text=texts.s(k::admin::TO_ADMIN)/>
                <ErrorSummary form=form.clone()/>
                <Heading text=texts.s(k::admin::AREAS) refused=refused/>
                {saved(texts, &data.notice)}
                {if data.areas.is_empty() {
                    view! { <div class="empty"><p>{texts.s(k::admin::NO_AREAS)}</p></div> }.into_any()
                } else {
                    table(texts, data.areas)
                }}
                <h2>{texts.s(k::admin::AREA_NEW)}</h2>
                <PostForm action="/admin/areas/add">
                    <TextField name="name" label=texts.s(k::admin::AREA_NAME) form=form/>
                    <Primary text=texts.s(k::admin::AREA_ADD)/>
                </PostForm>
            }
        },
    )
}

fn table(texts: Texts, areas: Vec<AreaLine>) -> AnyView {
    view! {
        <div class="scroll" role="region" aria-label=texts.plain(k::admin::AREAS) tabindex="0">
            <table>
                <thead><tr>
                    <th scope="col">{texts.s(k::admin::AREA)}</th>
                    <th scope="col">{texts.s(k::admin::STATE)}</th>
                    <th scope="col">{texts.s(k::admin::NEIGHBOURS_SHORT)}</th>
                </tr></thead>
                <tbody>
                    {areas.into_iter().map(|area| view! {
                        <tr><td><a href=format!("/admin/areas/{}", area.id)>{area.name}</a></td><td>{area.state}</td><td>{area.neighbours}</td></tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Name, use and neighbours of an area.
#[component]
pub fn AreaPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(
        move || AreaLoad { id: id(), draft: draft() },
        |texts: Texts, data: AreaData| {
            let form = data.form;
            let refused = !form.errors.is_empty();
            let others = data.others.into_iter().map(|(id, name)| Choice::new(id, name)).collect::<Vec<_>>();
            view! {
                <Back href="/admin/areas" text=texts.s(k::admin::AREAS)/>
                <ErrorSummary form=form.clone()/>
                <Heading text=texts.f(k::admin::AREA_HEADING, &[("name", &data.name)]) refused=refused/>
                <PostForm action=format!("/admin/areas/{}/save", data.id)>
                    <Hidden name=SEEN value=form.get(SEEN)/>
                    <TextField name="name" label=texts.s(k::admin::AREA_NAME) form=form.clone()/>
                    <Choices name="active" legend=texts.s(k::admin::AREA_USED) choices=yes_no(texts) form=form.clone()/>
                    {(!others.is_empty()).then(|| view! {
                        <Choices name="neighbours" legend=texts.s(k::admin::NEIGHBOURS) choices=others several=true form=form.clone()/>
                    })}
                    <Primary text=texts.s(k::common::SAVE)/>
                </PostForm>
            }
        },
    )
}

/// Yes and no.
pub(super) fn yes_no(texts: Texts) -> Vec<Choice> {
    vec![Choice::new("yes", texts.s(k::common::YES)), Choice::new("no", texts.s(k::common::NO))]
}
