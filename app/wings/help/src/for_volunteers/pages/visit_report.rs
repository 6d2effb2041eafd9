//! The volunteer tells how it went, or cannot come.

use ground::{
    form::FormView,
    text::{Texts, k},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Icon, IconName, Notice, PostForm, Primary,
    TextField, Tone,
    page::{page, param, query},
    tel,
};

/// What the page of the report shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPageData {
    /// The visit's address.
    pub url: String,
    /// When it was.
    pub when: String,
    /// What was answered before.
    pub form: FormView,
}

ui::load! {
    /// Loads the page of the report.
    load_report(id, draft) -> ReportPageData, "visits/report" => crate::for_volunteers::visits::report_page(id, draft)
}

/// "Berätta hur det gick".
#[component]
pub fn VisitReportPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(move || (id(), draft()), |(id, draft)| load_report(id, draft), report)
}

pub(super) fn report(texts: Texts, data: ReportPageData) -> AnyView {
    use k::volunteer_visits as t;
    let form = data.form;
    let outcomes = vec![
        Choice::new("as_planned", texts.s(t::OUTCOME_AS_PLANNED)),
        Choice::new("otherwise", texts.s(t::OUTCOME_OTHERWISE)),
        Choice::new("senior_absent", texts.s(t::OUTCOME_SENIOR_ABSENT)),
    ];
    let experiences = vec![
        Choice::new("good", texts.s(t::EXPERIENCE_GOOD)),
        Choice::new("fair", texts.s(t::EXPERIENCE_FAIR)),
        Choice::new("hard", texts.s(t::EXPERIENCE_HARD)).hint(texts.s(t::EXPERIENCE_HARD_HINT)),
    ];
    let kept = vec![
        Choice::new("money", texts.s(t::KEPT_MONEY)),
        Choice::new("keys", texts.s(t::KEPT_KEYS)),
        Choice::new("medicines", texts.s(t::KEPT_MEDICINES)),
    ];
    view! {
        <Back href=data.url.clone()/>
        <ErrorSummary form=form.clone()/>
        <Heading text=texts.s(t::REPORT_HEADING) refused=!form.errors.is_empty()/>
        <p class="lead">{data.when}</p>
        <p>{texts.s(t::REPORT_LEAD)}</p>
        <PostForm action=format!("{}/report", data.url)>
            <Choices name="outcome" legend=texts.s(t::OUTCOME) choices=outcomes form=form.clone()/>
            <TextField name="minutes" label=texts.s(t::MINUTES) hint=texts.s(t::MINUTES_HINT) inputmode="numeric" form=form.clone()/>
            <Choices name="experience" legend=texts.s(t::EXPERIENCE) choices=experiences form=form.clone()/>
            <Choices name="kept" legend=texts.s(t::KEPT) hint=texts.s(t::KEPT_HINT) choices=kept form=form.clone() several=true/>
            <TextField
                name="text"
                label=format!("{} {}", texts.s(t::TEXT), texts.s(k::common::OPTIONAL))
                hint=texts.s(t::TEXT_HINT)
                form=form
                area=true
            />
            <Primary text=texts.s(t::REPORT_SEND)/>
        </PostForm>
    }
    .into_any()
}

/// What the page that asks once shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannotCome {
    /// The visit's address.
    pub url: String,
    /// When it is.
    pub when: String,
    /// It can still be cancelled here.
    pub possible: bool,
    /// Less than three hours are left.
    pub soon: bool,
    /// The municipality's number.
    pub phone: String,
}

ui::load! {
    /// Loads the page that asks once.
    load_cannot_come(id) -> CannotCome, "visits/cannot-come" => crate::for_volunteers::visits::cannot_come_page(id)
}

/// "Kan du inte komma?"
#[component]
pub fn CannotComePage() -> impl IntoView {
    page(param("id"), load_cannot_come, cannot_come)
}

fn cannot_come(texts: Texts, data: CannotCome) -> AnyView {
    use k::volunteer_visits as t;
    let call = view! {
        <a class="btn btn-secondary" href=tel(&data.phone) rel="external">
            <Icon name=IconName::Phone/>{texts.s(t::CALL_US_LINK)}" "<span translate="no">{data.phone.clone()}</span>
        </a>
    }
    .into_any();
    let body = if data.possible {
        view! {
            {data.soon.then(|| view! {
                <Notice tone=Tone::Warning><p>{texts.s(t::CANNOT_SOON)}</p><div class="stack">{call}</div></Notice>
            })}
            <p>{texts.s(t::CANNOT_WHAT)}</p>
            <div class="stack"><ButtonLink href=data.url.clone() text=texts.s(t::CANNOT_NO)/></div>
            <PostForm action=format!("{}/cannot-come", data.url)><Danger text=texts.s(t::CANNOT_YES)/></PostForm>
        }
        .into_any()
    } else {
        view! { <p>{texts.s(t::CANNOT_OVER)}</p><div class="stack">{call}</div> }.into_any()
    };
    view! {
        <Back href=data.url/>
        <Heading text=texts.s(t::CANNOT_HEADING)/>
        <p class="lead">{data.when}</p>
        {body}
    }
    .into_any()
}
