//! Why we cannot help: each reason with the text that the senior reads, in the senior's language, and where to turn.

use crate::review::view::{DeclineChoice, DeclineData, DeclineLoad};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{
    Back, ErrorSummary, FieldError, Heading, PostForm, Primary, TextField,
    page::{page, param, query},
    verbatim,
};

/// Why we cannot help.
#[component]
pub fn DeclinePage() -> impl IntoView {
    let (id, draft) = (param("id"), query("draft"));
    page(move || DeclineLoad { id: id(), draft: draft() }, show)
}

fn show(texts: Texts, data: DeclineData) -> AnyView {
    let form = data.form;
    let error = form.error("reason");
    let class = if error.is_some() { "field has-error" } else { "field" };
    let described = error.is_some().then_some("reason-error");
    let (tag, language) = data.language;
    let chosen = form.get("reason");
    view! {
        <Back href=format!("/staff/requests/{}", data.id)/>
        <ErrorSummary form=form.clone()/>
        <p class="caption">{verbatim(data.about)}</p>
        <Heading text=texts.s(k::review::DECLINE_HEADING) refused=!form.errors.is_empty()/>
        <p class="lead">{texts.f(k::review::DECLINE_LEAD, &[("language", &language)])}</p>
        <PostForm action=format!("/staff/requests/{}/decline", data.id)>
            <fieldset class=class aria-describedby=described>
                <legend><span class="lab">{texts.s(k::review::DECLINE_REASON)}</span></legend>
                <FieldError id="reason" message=error/>
                <div class="stack">
                    {data.choices.into_iter().enumerate().map(|(index, choice)| radio(index, choice, &chosen, tag.clone())).collect_view()}
                </div>
            </fieldset>
            <TextField name="own_text" area=true label=texts.s(k::review::OWN_TEXT) hint=texts.s(k::review::OWN_TEXT_HINT) form=form.clone()/>
            <TextField name="other_way" area=true label=texts.s(k::review::OTHER_WAY) hint=texts.s(k::review::OTHER_WAY_HINT) form=form/>
            <div class="row"><Primary text=texts.s(k::review::DECLINE_SEND)/>{super::acts::and_next(texts)}</div>
        </PostForm>
    }
    .into_any()
}

fn radio(index: usize, choice: DeclineChoice, chosen: &str, tag: String) -> AnyView {
    let id = if index == 0 { "reason".to_owned() } else { format!("reason-{}", choice.code) };
    let checked = choice.code == chosen;
    let ready = format!("{} {}", choice.text, choice.other_way);
    view! {
        <label class="choice" for=id.clone()>
            <input type="radio" id=id.clone() name="reason" value=choice.code checked=checked/>
            <span><b>{choice.words}</b>{(!ready.trim().is_empty()).then(|| view! { <small lang=tag>{verbatim(ready)}</small> })}</span>
        </label>
    }
    .into_any()
}
