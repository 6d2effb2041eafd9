//! All requests.

use super::todo::{filter, pager, skips, table};
use crate::review::view::{Requests, RequestsLoad};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    ButtonLink, Heading, IconName,
    page::{page, query},
};

/// All requests.
#[component]
pub fn StaffRequestsPage() -> impl IntoView {
    let (find, area, kind) = (query("find"), query("area"), query("kind"));
    let (status, whose, number, sort) = (query("status"), query("whose"), query("page"), query("sort"));
    page(
        move || RequestsLoad {
            find: find(),
            area: area(),
            kind: kind(),
            status: status(),
            whose: whose(),
            page: number(),
            sort: sort(),
        },
        show,
    )
}

fn show(texts: Texts, list: Requests) -> AnyView {
    let [by_number, by_waiting] = list.sorts;
    let sorted = |code: &str, words: &'static str| (list.sort == code).then_some(words);
    let waiting = sorted("newest", "descending").or(sorted("oldest", "ascending"));
    let sorts =
        [(k::review::COL_NUMBER, by_number, sorted("number", "ascending")), (k::review::COL_SENT, by_waiting, waiting)];
    let sort = list.sort.clone();
    view! {
        <div class="row">
            <Heading text=list.heading/>
            <ButtonLink href="/staff/requests/new" text=texts.s(k::review::NEW_REQUEST) icon=IconName::Phone/>
            <a class="alone" href=list.by_due>{texts.s(k::review::SORT_DUE)}</a>
            <a class="alone" href=list.save rel="external">{texts.s(k::review::FILTERS)}</a>
        </div>
        {skips(texts, &list.lines)}
        {pager(texts.s(k::review::FILTERS), list.saved)}
        {filter(texts, "/staff/requests/find", list.filter, Some(sort))}
        {if list.lines.is_empty() {
            view! { <p class="empty" id="list">{texts.s(k::review::EMPTY_FILTERED)}</p> }.into_any()
        } else {
            table(texts, k::review::LIST_CAPTION, list.lines, Some(sorts), list.address)
        }}
        {pager(texts.s(k::review::PAGER), list.pages)}
    }
    .into_any()
}
