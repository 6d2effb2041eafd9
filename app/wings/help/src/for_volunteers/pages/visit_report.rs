//! The volunteer tells how it went, or cannot come.

use crate::for_volunteers::view::{CannotCome, CannotComeLoad, ReportLoad, ReportPageData};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Icon, IconName, Notice, PostForm, Primary,
    TextField, Tone,
    page::{page, param, query},
    tel,
};

/// "Berätta hur det gick".
#[component]
pub fn VisitReportPage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(move || ReportLoad { id: id(), draft: draft() }, report)
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

/// "Kan du inte komma?"
#[component]
pub fn CannotComePage() -> impl IntoView {
    let id = param("id");
    page(move || CannotComeLoad { id: id() }, cannot_come)
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
