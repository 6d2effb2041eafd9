//! (server side) A visit's pages as a volunteer's browser keeps them: they work with the little script of `app/worker` alone.

use super::{
    visit::{call, details},
    visit_report::report,
};
use crate::for_volunteers::view::{Kept, KeptLoad, KeptReportLoad};
use ground::text::{Key, Texts, k};
use leptos::prelude::*;
use ui::{
    ButtonLink, Notice, PostForm, Primary, Tone,
    page::{param, plain},
};

/// A visit without a network.
#[component]
pub fn KeptVisitPage() -> impl IntoView {
    plain(KeptLoad { id: param("id")() }, kept)
}

/// "Berätta hur det gick" without a network.
#[component]
pub fn KeptReportPage() -> impl IntoView {
    plain(KeptReportLoad { id: param("id")() }, report)
}

/// Both buttons stand on the page, one is shown: the script goes on from the one to the other while their forms wait.
fn kept(texts: Texts, kept: Kept) -> AnyView {
    let Kept { visit, when, step } = kept;
    let button = |name: &'static str, words: Key| {
        view! {
            <div data-step=name hidden=step != name>
                <PostForm action=format!("{}/{name}", visit.url)><Primary text=texts.s(words)/></PostForm>
            </div>
        }
        .into_any()
    };
    let steps = (!step.is_empty()).then(|| {
        view! {
            {button("start", k::volunteer_visits::START)}
            {button("finish", k::volunteer_visits::FINISH)}
            <div data-step="report" hidden=step != "report">
                <ButtonLink href=format!("{}/report", visit.url) text=texts.s(k::volunteer_visits::REPORT_LINK) primary=true/>
            </div>
        }
    });
    view! {
        <Notice tone=Tone::Info><p>{texts.f(k::offline::KEPT, &[("when", &when)])}</p></Notice>
        {details(texts, &visit)}
        <div class="stack">{steps} {call(texts, &visit)}</div>
    }
    .into_any()
}
