//! "Att göra": what waits, most urgent first.

use super::live::Live;
use crate::review::view::{Filter, Line, ListLink, Todo, TodoLoad};
use ground::{
    form::FormView,
    text::{Key, Texts, k, unbroken},
};
use leptos::prelude::*;
use ui::{
    ButtonLink, Heading, Hidden, IconName, Notice, PostForm, Secondary, Select, Tag, TextField, Tone,
    page::{page, query},
    verbatim,
};

/// What waits for the coordinator.
#[component]
pub fn TodoPage() -> impl IntoView {
    let (find, area, kind) = (query("find"), query("area"), query("kind"));
    let (status, whose, number, notice) = (query("status"), query("whose"), query("page"), query("notice"));
    page(
        move || TodoLoad {
            find: find(),
            area: area(),
            kind: kind(),
            status: status(),
            whose: whose(),
            page: number(),
            notice: notice(),
        },
        show,
    )
}

fn show(texts: Texts, todo: Todo) -> AnyView {
    let back = todo.address.clone();
    let empty = if todo.filtered { k::review::EMPTY_FILTERED } else { k::review::EMPTY_TODO };
    view! {
        <div class="row">
            <Heading text=todo.heading/>
            <ButtonLink href="/staff/requests/new" text=texts.s(k::review::NEW_REQUEST) icon=IconName::Phone/>
            <a class="alone" href="/staff/help/keys" rel="external">{texts.s(k::review::KEYS)}</a>
            {todo.prospective.map(|words| view! { <a class="alone" href="/staff/volunteers">{words}</a> })}
        </div>
        {todo.notice.map(|words| view! { <Notice tone=Tone::Success><p>{words}</p></Notice> })}
        {skips(texts, &todo.lines)}
        <Live address=todo.address newest=todo.newest/>
        {filter(texts, "/staff/find", todo.filter, None)}
        {if todo.lines.is_empty() {
            view! { <p class="empty" id="list">{texts.s(empty)}</p> }.into_any()
        } else {
            table(texts, k::review::TODO_CAPTION, todo.lines, None, back)
        }}
        {pager(texts.s(k::review::PAGER), todo.pages)}
    }
    .into_any()
}

/// Links that lead past the filter and the list. They stand together: each is shown at the top of the page, and among the rows one of
/// them would take the reader away from there.
pub(super) fn skips(texts: Texts, lines: &[Line]) -> AnyView {
    view! {
        {skip("#filter", texts.s(k::review::SKIP_FILTER))}
        {skip("#list", texts.s(k::review::SKIP_LIST))}
        {can_choose(lines).then(|| skip("#chosen", texts.s(k::review::SKIP_CHOSEN)))}
    }
    .into_any()
}

fn skip(to: &'static str, words: &'static str) -> AnyView {
    view! { <a class="skip" href=to rel="external">{words}</a> }.into_any()
}

/// The filter. What was chosen stands in the address of the answer, so that a view can be kept as a bookmark; what was typed does not.
pub(super) fn filter(texts: Texts, action: &'static str, filter: Filter, sort: Option<String>) -> AnyView {
    let form = filter.form;
    view! {
        <div role="search" id="filter" tabindex="-1">
            <PostForm class="filters" action=action>
                <TextField name="q" label=texts.s(k::review::FILTER_SEARCH) form=form.clone()/>
                <Select name="area" label=texts.s(k::review::COL_AREA) options=filter.areas form=form.clone()/>
                <Select name="kind" label=texts.s(k::review::COL_WHAT) options=filter.kinds form=form.clone()/>
                <Select name="status" label=texts.s(k::review::COL_STATUS) options=filter.statuses form=form.clone()/>
                <Select name="whose" label=texts.s(k::review::COL_OWNER) options=filter.whose form=form/>
                {sort.map(|sort| view! { <Hidden name="sort" value=sort/> })}
                <Secondary text=texts.s(k::common::SHOW)/>
            </PostForm>
        </div>
    }
    .into_any()
}

/// A heading of a column that sorts: words, address, how it is sorted now.
pub(super) type SortLink = (Key, String, Option<&'static str>);

/// The table of either list, in the form of what is done with the chosen rows. `sorts` are links on number and waiting time.
pub(super) fn table(
    texts: Texts,
    caption: Key,
    lines: Vec<Line>,
    sorts: Option<[SortLink; 2]>,
    back: String,
) -> AnyView {
    let heads = match sorts {
        Some(sorts) => {
            sorts.map(|(words, href, sorted)| head(sorted, view! { <a href=href>{texts.s(words)}</a> }.into_any()))
        }
        None => [k::review::COL_NUMBER, k::review::COL_WAITED].map(|words| head(None, texts.s(words).into_any())),
    };
    let columns = [
        k::review::COL_PERSON,
        k::review::COL_WHAT,
        k::review::COL_WHEN,
        k::review::COL_AREA,
        k::review::COL_STATUS,
        k::review::COL_OWNER,
    ];
    let any = can_choose(&lines);
    view! {
        // The answer is a page of the server alone.
        <PostForm action="/staff/requests/bulk" class="choosing" plain=true label=texts.s(caption)>
            <Hidden name="back" value=back/>
            <div class="scroll" id="list" role="region" aria-label=texts.plain(caption) tabindex="0">
                <table>
                    <caption>{texts.s(caption)}</caption>
                    <thead>
                        <tr>
                            {head(None, texts.s(k::review::BULK_CHOOSE).into_any())}
                            {heads}
                            {columns.map(|column| head(None, texts.s(column).into_any()))}
                        </tr>
                    </thead>
                    <tbody>{lines.into_iter().map(|line| row(texts, line)).collect_view()}</tbody>
                </table>
            </div>
            {any.then(|| bulk(texts))}
        </PostForm>
    }
    .into_any()
}

fn can_choose(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.pick.is_some())
}

fn head(sorted: Option<&'static str>, words: AnyView) -> AnyView {
    view! { <th scope="col" aria-sort=sorted>{words}</th> }.into_any()
}

/// What can be done with the chosen rows. How many are chosen is counted by the style sheet, with or without script.
fn bulk(texts: Texts) -> AnyView {
    let button = |what: &'static str, words: Key| {
        view! { <button class="btn btn-secondary btn-small" name="do" value=what>{texts.s(words)}</button> }.into_any()
    };
    let best = ["3", "2", "1"].map(|n| (n.to_owned(), n.to_owned())).to_vec();
    view! {
        <div class="bulk" id="chosen" tabindex="-1" role="group" aria-label=texts.plain(k::review::BULK_LABEL)>
            <b>{texts.s(k::review::BULK_CHOSEN)}</b>
            {button("take", k::review::BULK_TAKE)}
            {button("offer", k::review::BULK_OFFER)}
            <Select name="best" label=texts.s(k::review::BULK_BEST) options=best form=FormView::default()/>
        </div>
    }
    .into_any()
}

fn tone(code: &str) -> &'static str {
    match code {
        "tag-ok" => "tag-ok",
        "tag-wait" => "tag-wait",
        "tag-warn" => "tag-warn",
        "tag-bad" => "tag-bad",
        _ => "tag-plain",
    }
}

fn row(texts: Texts, line: Line) -> AnyView {
    let late = line.late.is_some().then_some("is-late");
    view! {
        <tr class=late>
            <td>{line.pick.map(|id| view! {
                <label class="hit">
                    <input type="checkbox" name="row" value=id/>
                    <span class="vh">{texts.f(k::review::BULK_CHOOSE_ROW, &[("number", &line.number)])}</span>
                </label>
            })}</td>
            <td><a href=line.href>{line.number}</a></td>
            <td class="date">
                {line.waited}
                {line.late.map(|words| view! { " " <Tag text=words tone="tag-bad"/> })}
                {(!line.due.is_empty()).then(|| view! { <br/><small>{line.due}</small> })}
            </td>
            <td>{verbatim(line.person)}</td>
            <td>{line.what}</td>
            <td class="date">{line.when}</td>
            <td>{line.area}</td>
            <td><Tag text=line.status tone=tone(&line.tone)/></td>
            <td>{verbatim(line.owner)}</td>
        </tr>
    }
    .into_any()
}

/// Links to other views of a list: its pages, saved filters.
pub(super) fn pager(label: &'static str, pages: Vec<ListLink>) -> AnyView {
    (!pages.is_empty())
        .then(|| {
            view! {
                <nav class="pager" aria-label=unbroken(label)>
                    {pages
                        .into_iter()
                        .map(|ListLink { words, href, current }| view! { <a href=href aria-current=current.then_some("page")>{words}</a> })
                        .collect_view()}
                </nav>
            }
        })
        .into_any()
}
