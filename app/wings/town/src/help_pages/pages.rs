//! Help for each role, the accessibility statement, personal data and cookies, and what administrators read of barriers.

use super::pictures::picture;
use crate::help_pages::view::{BarrierLine, BarriersLoad, Lacking, Statement, StatementLoad};
use ground::text::{Key, Texts, k, theirs};
use help::for_seniors::pages::phone_line;
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, Heading, Notice, PostForm, Primary, Secondary, Tag, TextField, Tone,
    boot::Boot,
    page::{plain, query},
    verbatim,
};

/// A heading, its sentences, and the words of pictures of what they speak of: a picture says nothing that they do not say.
type Section = (Key, &'static [Key], &'static [Key]);

const SENIOR: &[Section] = {
    use k::help as t;
    &[
        (t::S_1, &[t::S_1_A, t::S_1_B, t::S_1_C, t::S_1_D], &[t::PIC_SENIOR_HOME, t::PIC_SENIOR_REVIEW]),
        (t::S_2, &[t::S_2_A, t::S_2_B, t::S_2_C, t::S_2_D], &[t::PIC_SENIOR_SENT]),
        (t::S_3, &[t::S_3_A, t::S_3_B, t::S_3_C], &[t::PIC_SENIOR_PROPOSAL]),
        (t::S_4, &[t::S_4_A, t::S_4_B, t::S_4_C, t::S_4_D], &[t::PIC_SENIOR_VISIT]),
        (t::S_5, &[t::S_5_A, t::S_5_B, t::S_5_C], &[]),
        (t::S_6, &[t::S_6_A, t::S_6_B, t::S_6_C], &[t::PIC_SENIOR_CONCERN]),
    ]
};

const VOLUNTEER: &[Section] = {
    use k::help as t;
    &[
        (t::V_1, &[t::V_1_A, t::V_1_B, t::V_1_C], &[t::PIC_VOLUNTEER_PROFILE]),
        (t::V_2, &[t::V_2_A, t::V_2_B, t::V_2_C], &[t::PIC_VOLUNTEER_OFFER]),
        (t::V_3, &[t::V_3_A, t::V_3_B, t::V_3_C], &[t::PIC_VOLUNTEER_VISIT]),
        (t::V_4, &[t::V_4_A, t::V_4_B, t::V_4_C], &[t::PIC_VOLUNTEER_GOING]),
        (t::V_5, &[t::V_5_A, t::V_5_B], &[t::PIC_VOLUNTEER_REPORT]),
        (t::V_6, &[t::V_6_A, t::V_6_B, t::V_6_C], &[]),
        (t::V_7, &[t::V_7_A], &[]),
    ]
};

const COORDINATOR: &[Section] = {
    use k::help as t;
    &[
        (t::C_1, &[t::C_1_A, t::C_1_B, t::C_1_C], &[t::PIC_COORDINATOR_TODO]),
        (t::C_2, &[t::C_2_A, t::C_2_B, t::C_2_C, t::C_2_D], &[t::PIC_COORDINATOR_REQUEST]),
        (t::C_3, &[t::C_3_A, t::C_3_B, t::C_3_C], &[t::PIC_COORDINATOR_SUGGESTIONS]),
        (t::C_4, &[t::C_4_A, t::C_4_B], &[t::PIC_COORDINATOR_PHONE]),
        (t::C_5, &[t::C_5_A, t::C_5_B], &[t::PIC_COORDINATOR_DAY]),
        (t::C_6, &[t::C_6_A, t::C_6_B, t::C_6_C, t::C_6_D], &[t::PIC_COORDINATOR_CONCERN]),
        (t::C_7, &[t::C_7_A, t::C_7_B], &[]),
    ]
};

const PRIVACY: &[Section] = {
    use k::help as t;
    &[
        (t::P_1, &[t::P_1_A, t::P_1_B, t::P_1_C, t::P_1_D], &[]),
        (t::P_2, &[t::P_2_A, t::P_2_B], &[]),
        (t::P_3, &[t::P_3_A, t::P_3_B, t::P_3_C], &[]),
        (t::P_4, &[t::P_4_A, t::P_4_B], &[]),
        (t::P_5, &[t::P_5_A, t::P_5_B, t::P_5_C], &[]),
    ]
};

fn sections(texts: Texts, sections: &'static [Section]) -> AnyView {
    sections
        .iter()
        .map(|(heading, lines, pictures)| {
            let lines = lines.iter().map(|line| view! { <li>{texts.s(*line)}</li> }).collect_view();
            let pictures = pictures.iter().map(|one| picture(texts, *one)).collect_view();
            view! { <h2>{texts.s(*heading)}</h2> <ul>{lines}</ul> {pictures} }
        })
        .collect_view()
        .into_any()
}

/// The words of all pictures.
#[cfg(test)]
pub(super) fn pictures() -> impl Iterator<Item = Key> {
    [SENIOR, VOLUNTEER, COORDINATOR, PRIVACY].into_iter().flatten().flat_map(|(.., pictures)| *pictures).copied()
}

/// The municipality's number, for whom reading is not enough.
fn call(texts: Texts) -> AnyView {
    view! {
        <h2>{texts.s(k::help::CALL_HEADING)}</h2>
        <p>{texts.s(k::help::CALL)}</p>
        {phone_line()}
    }
    .into_any()
}

/// Whom the help is for.
#[component]
pub fn HelpPage() -> impl IntoView {
    let texts = Texts::current();
    let cards = [
        ("/help/senior", k::help::SENIOR, k::help::SENIOR_LINE),
        ("/help/volunteer", k::help::VOLUNTEER, k::help::VOLUNTEER_LINE),
        ("/help/coordinator", k::help::COORDINATOR, k::help::COORDINATOR_LINE),
    ];
    view! {
        <Heading text=texts.s(k::help::HEADING)/>
        <p class="lead">{texts.s(k::help::LEAD)}</p>
        <ul class="cards">
            {cards.map(|(href, heading, line)| view! {
                <li><article class="card card-link"><h2><a href=href>{texts.s(heading)}</a></h2><p>{texts.s(line)}</p></article></li>
            }).collect_view()}
        </ul>
        {call(texts)}
    }
}

fn help(heading: Key, all: &'static [Section]) -> AnyView {
    let texts = Texts::current();
    view! {
        <Back href="/help" text=texts.s(k::help::HEADING)/>
        <Heading text=texts.s(heading)/>
        {sections(texts, all)}
        {call(texts)}
    }
    .into_any()
}

/// For seniors.
#[component]
pub fn SeniorHelpPage() -> impl IntoView {
    help(k::help::SENIOR, SENIOR)
}

/// For volunteers.
#[component]
pub fn VolunteerHelpPage() -> impl IntoView {
    help(k::help::VOLUNTEER, VOLUNTEER)
}

/// For coordinators.
#[component]
pub fn CoordinatorHelpPage() -> impl IntoView {
    help(k::help::COORDINATOR, COORDINATOR)
}

/// How personal data are looked after, and which cookies there are.
#[component]
pub fn PrivacyPage() -> impl IntoView {
    let texts = Texts::current();
    let boot = expect_context::<Boot>();
    let cookies = [
        ("handslag", k::help::P_SESSION, k::help::P_SESSION_LONG),
        ("browser", k::help::P_BROWSER, k::help::P_BROWSER_LONG),
        ("lang, text, theme, listen, compact, keys", k::help::P_LOOK, k::help::P_LOOK_LONG),
    ];
    view! {
        <Heading text=texts.s(k::help::P_HEADING)/>
        <p class="lead">{texts.f(k::help::P_LEAD, &[("municipality", &boot.municipality)])}</p>
        {sections(texts, PRIVACY)}
        <h2>{texts.s(k::help::P_COOKIES)}</h2>
        <p>{texts.s(k::help::P_COOKIES_LINE)}</p>
        <dl class="rows">
            {cookies.map(|(name, why, long)| view! {
                <div><dt lang="en">{name}</dt><dd>{texts.s(why)} ". " {texts.s(long)} "."</dd></div>
            }).collect_view()}
        </dl>
        {call(texts)}
    }
}

/// The accessibility statement (lag 2018:1937, 13 §), with a form for whoever met a barrier.
#[component]
pub fn AccessibilityPage() -> impl IntoView {
    plain(StatementLoad { draft: query("draft")(), notice: query("notice")() }, statement_view)
}

fn statement_view(texts: Texts, statement: Statement) -> AnyView {
    let boot = expect_context::<Boot>();
    let refused = !statement.form.errors.is_empty();
    let date = statement.date;
    view! {
        <ErrorSummary form=statement.form.clone()/>
        <Heading text=texts.s(k::help::A_HEADING) refused=refused/>
        {statement.sent.then(|| view! { <Notice tone=Tone::Success><p>{texts.s(k::help::A_SENT)}</p></Notice> })}
        <p class="lead">{texts.f(k::help::A_LEAD, &[("municipality", &boot.municipality)])}</p>
        <h2>{texts.s(k::help::A_STATE)}</h2>
        <p>{texts.s(if statement.whole { k::help::A_STATE_WHOLE } else { k::help::A_STATE_LINE })}</p>
        {(!statement.whole).then(|| view! {
            <h2>{texts.s(k::help::A_FAULTS)}</h2>
            {statement.lacking.into_iter().map(|Lacking { situation, line }| view! { <h3>{situation}</h3> <p>{line}</p> }).collect_view()}
            {(!statement.found.is_empty()).then(|| view! {
                <h3>{texts.s(k::help::A_FOUND)}</h3>
                <ul>{statement.found.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            })}
        })}
        <h2>{texts.s(k::help::A_HOW)}</h2>
        <p>
            {texts.f(k::help::A_HOW_LINE, &[("states", &statement.states.to_string()), ("date", &date)])} " "
            {texts.f(k::help::A_HOW_READINGS, &[("readings", &statement.readings.to_string())])}
        </p>
        <p>{texts.s(k::help::A_HOW_RULES)} " " {texts.f(k::help::A_HOW_FOUND, &[("faults", &statement.faults.to_string())])}</p>
        <h2 id="report">{texts.s(k::help::A_REPORT)}</h2>
        <p>{texts.s(k::help::A_REPORT_LINE)}</p>
        <PostForm action="/accessibility/barrier" label=texts.s(k::help::A_REPORT)>
            <TextField name="body" label=texts.s(k::help::A_BODY) hint=texts.s(k::help::A_BODY_HINT) form=statement.form.clone() area=true/>
            <TextField name="reply" label=texts.s(k::help::A_REPLY) hint=texts.s(k::help::A_REPLY_HINT) form=statement.form/>
            <Primary text=texts.s(k::help::A_SEND)/>
        </PostForm>
        <h2>{texts.s(k::help::A_WATCH)}</h2>
        <p>{texts.s(k::help::A_WATCH_LINE)}</p>
        <p><a class="alone" href="https://www.digg.se/tdosanmalan" rel="external">{texts.s(k::help::A_WATCH_LINK)}</a></p>
        <p class="hint">{texts.f(k::help::A_DATES, &[("date", &date)])}</p>
    }
    .into_any()
}

/// What was told of barriers, for administrators.
#[component]
pub fn BarriersPage() -> impl IntoView {
    plain(BarriersLoad {}, barriers)
}

fn barriers(texts: Texts, all: Vec<BarrierLine>) -> AnyView {
    view! {
        <Back href="/admin" text=texts.s(k::common::NAV_ADMIN)/>
        <Heading text=texts.s(k::help::R_HEADING)/>
        <p class="lead">{texts.s(k::help::R_LEAD)}</p>
        {all.is_empty().then(|| view! { <p class="empty">{texts.s(k::help::R_NONE)}</p> })}
        <ul class="cards">{all.into_iter().map(|one| view! { <li>{barrier(texts, one)}</li> }).collect_view()}</ul>
    }
    .into_any()
}

fn barrier(texts: Texts, one: BarrierLine) -> AnyView {
    let action = format!("/admin/barriers/{}/answer", one.id);
    let lang = texts.lang_of(&one.body);
    let of = texts.f(k::help::R_DONE_OF, &[("when", &one.when)]);
    view! {
        <article class="card">
            <p class="when">{one.when}</p>
            <blockquote lang=lang>{one.body}</blockquote>
            {one.reply.map(|reply| view! { <p>{verbatim(texts.f(k::help::R_REPLY, &[("reply", &theirs(&reply))]))}</p> })}
            {match one.answered {
                Some(when) => view! { <p><Tag tone="tag-ok" text=texts.f(k::help::R_ANSWERED, &[("when", &when)])/></p> }.into_any(),
                None => view! {
                    <PostForm action=action label=format!("{} {of}", texts.s(k::help::R_DONE))>
                        <Secondary text=texts.s(k::help::R_DONE)/>
                    </PostForm>
                }.into_any(),
            }}
        </article>
    }
    .into_any()
}
