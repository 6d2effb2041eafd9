//! (server side) A visit's pages as a volunteer's browser keeps them: they work with the little script of `app/worker` alone.

use super::{
    ReportPageData, VolunteerVisit,
    visit::{call, details},
    visit_report::report,
};
use ground::text::{Key, Texts, k};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    ButtonLink, Notice, PostForm, Primary, Tone,
    page::{page, param},
};

/// A visit as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// The visit.
    pub visit: VolunteerVisit,
    /// When this was so.
    pub when: String,
    /// What was to be pressed next: `start`, `finish`, `report`, or nothing.
    pub step: String,
}

ui::load! {
    /// Loads a visit as it is kept.
    load_kept(id) -> Kept, "visits/kept" => crate::for_volunteers::kept::visit(id)
}

ui::load! {
    /// Loads the page of the report as it is kept.
    load_kept_report(id) -> ReportPageData, "visits/kept-report" => crate::for_volunteers::kept::report(id)
}

/// A visit without a network.
#[component]
pub fn KeptVisitPage() -> impl IntoView {
    page(param("id"), load_kept, kept)
}

/// "Berätta hur det gick" without a network.
#[component]
pub fn KeptReportPage() -> impl IntoView {
    page(param("id"), load_kept_report, report)
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
