//! What became of the rows of one press. A page of the server alone (see `BareRoutes`).

use crate::review::view::{ResultLine, Results, ResultsLoad};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    Back, Heading, Tag,
    page::{param, plain},
    verbatim,
};

/// What became of the rows.
#[component]
pub fn ResultsPage() -> impl IntoView {
    plain(ResultsLoad { draft: param("draft")() }, show)
}

fn show(texts: Texts, results: Results) -> AnyView {
    view! {
        <Back href=results.back text=texts.s(k::review::BULK_BACK)/>
        <Heading text=results.heading/>
        {if results.lines.is_empty() {
            view! { <p class="empty">{texts.s(k::review::BULK_NONE_LINE)}</p> }.into_any()
        } else {
            view! {
                <div class="scroll" role="region" aria-label=texts.plain(k::review::BULK_CAPTION) tabindex="0">
                    <table>
                        <caption>{texts.s(k::review::BULK_CAPTION)}</caption>
                        <thead><tr>
                            <th scope="col">{texts.s(k::review::COL_NUMBER)}</th>
                            <th scope="col">{texts.s(k::review::BULK_COL)}</th>
                        </tr></thead>
                        <tbody>{results.lines.into_iter().map(|line| row(texts, line)).collect_view()}</tbody>
                    </table>
                </div>
            }.into_any()
        }}
    }
    .into_any()
}

fn row(texts: Texts, line: ResultLine) -> AnyView {
    let word = texts.s(if line.done { k::review::BULK_DONE } else { k::review::BULK_NOT_DONE });
    view! {
        <tr>
            <td>{line.href.map(|href| view! { <a href=href>{line.number}</a> })}</td>
            <td><Tag text=word tone=line.tone/> " " {verbatim(line.words)}</td>
        </tr>
    }
    .into_any()
}
