//! Kinds of help: the list, one to change.

use super::{areas::yes_no, overview::saved, waiting};
use crate::admin::view::{KindData, KindList, KindLoad, KindsLoad};
use ground::{
    Locale,
    form::FormView,
    seen::SEEN,
    text::{Key, Texts, k},
};
use leptos::prelude::*;
use ui::{
    Back, Choice, Choices, ErrorSummary, Heading, Hidden, PostForm, Primary, TextField,
    page::{param, plain, query},
};

/// The list of kinds.
#[component]
pub fn KindsPage() -> impl IntoView {
    plain(KindsLoad { notice: query("notice")() }, all)
}

fn all(texts: Texts, data: KindList) -> AnyView {
    view! {
        <Back href="/admin" text=texts.s(k::admin::TO_ADMIN)/>
        <Heading text=texts.s(k::admin::KINDS)/>
        {saved(texts, &data.notice)}
        <div class="scroll" role="region" aria-label=texts.plain(k::admin::KINDS) tabindex="0">
            <table>
                <thead><tr>
                    <th scope="col">{texts.s(k::admin::KIND)}</th>
                    <th scope="col">{texts.s(k::admin::STATE)}</th>
                    <th scope="col">{texts.s(k::admin::MODERATION)}</th>
                    <th scope="col">{texts.s(k::admin::RISK)}</th>
                </tr></thead>
                <tbody>
                    {data.kinds.into_iter().map(|kind| view! {
                        <tr>
                            <td><a href=format!("/admin/kinds/{}", kind.id)>{kind.name}</a></td>
                            <td>{kind.state}</td><td>{kind.moderation}</td><td class="num">{kind.risk}</td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The fields of a language's words.
const FIELDS: [(Locale, &str, &str, &str); 3] = [
    (Locale::Sv, "name_sv", "description_sv", "boundary_sv"),
    (Locale::Fi, "name_fi", "description_fi", "boundary_fi"),
    (Locale::En, "name_en", "description_en", "boundary_en"),
];

fn choices(texts: Texts, list: &[(&str, Key)]) -> Vec<Choice> {
    list.iter().map(|(value, key)| Choice::new(*value, texts.s(*key))).collect()
}

/// The settings and words of a kind.
#[component]
pub fn KindPage() -> impl IntoView {
    plain(KindLoad { id: param("id")(), draft: query("draft")(), notice: query("notice")() }, one)
}

fn one(texts: Texts, data: KindData) -> AnyView {
    let form = data.form;
    let refused = !form.errors.is_empty();
    view! {
        <Back href="/admin/kinds" text=texts.s(k::admin::KINDS)/>
        <ErrorSummary form=form.clone()/>
        <Heading text=data.name refused=refused/>
        {waiting::became(texts, &data.notice)}
        {data.waiting.map(|one| view! {
            <h2>{texts.s(k::proposals::HEADING)}</h2>
            {waiting::waits(texts, one)}
        })}
        <PostForm action=format!("/admin/kinds/{}/save", data.id)>
            <Hidden name=SEEN value=form.get(SEEN)/>
            <Choices name="active" legend=texts.s(k::admin::KIND_USED) choices=yes_no(texts) form=form.clone()/>
            {FIELDS.into_iter().map(|fields| words(texts, fields, &form)).collect_view()}
            {settings(texts, &form)}
            <Primary text=texts.s(k::common::SAVE)/>
        </PostForm>
    }
    .into_any()
}

fn words(
    texts: Texts,
    (locale, name, description, boundary): (Locale, &'static str, &'static str, &'static str),
    form: &FormView,
) -> AnyView {
    let label = |key: Key| format!("{} ({})", texts.s(key), locale.own_name());
    view! {
        <h2>{texts.f(k::admin::KIND_TEXTS, &[("language", locale.own_name())])}</h2>
        <TextField name=name lang=locale.tag() label=label(k::admin::KIND_NAME) form=form.clone()/>
        <TextField name=description lang=locale.tag() label=label(k::admin::KIND_DESCRIPTION) form=form.clone()/>
        <TextField name=boundary lang=locale.tag() label=label(k::admin::KIND_BOUNDARY) area=true form=form.clone()/>
    }
    .into_any()
}

fn settings(texts: Texts, form: &FormView) -> AnyView {
    let modes = choices(
        texts,
        &[
            ("home", k::admin::MODE_HOME),
            ("out", k::admin::MODE_OUT),
            ("phone", k::admin::MODE_PHONE),
            ("video", k::admin::MODE_VIDEO),
        ],
    );
    let moderation = choices(
        texts,
        &[
            ("staff_matched", k::admin::MODERATION_STAFF_MATCHED),
            ("offered", k::admin::MODERATION_OFFERED),
            ("open_board", k::admin::MODERATION_OPEN_BOARD),
        ],
    );
    let risk = choices(texts, &[("1", k::admin::RISK_1), ("2", k::admin::RISK_2), ("3", k::admin::RISK_3)]);
    let requirements = choices(
        texts,
        &[
            ("references", k::admin::REQUIREMENT_REFERENCES),
            ("introduction", k::admin::REQUIREMENT_INTRODUCTION),
            ("it_course", k::admin::REQUIREMENT_IT_COURSE),
            ("register_extract", k::admin::REQUIREMENT_REGISTER_EXTRACT),
        ],
    );
    view! {
        <p>{texts.s(k::proposals::KIND_LINE)}</p>
        <Choices name="modes" legend=texts.s(k::admin::MODES) choices=modes several=true form=form.clone()/>
        <Choices name="moderation" legend=texts.s(k::admin::MODERATION) choices=moderation form=form.clone()/>
        <Choices name="risk" legend=texts.s(k::admin::RISK) choices=risk form=form.clone()/>
        <TextField name="minutes" label=texts.s(k::admin::MINUTES) inputmode="numeric" form=form.clone()/>
        <Choices name="requirements" legend=texts.s(k::admin::REQUIREMENTS) hint=texts.s(k::admin::REQUIREMENTS_HINT) choices=requirements several=true form=form.clone()/>
    }
    .into_any()
}
