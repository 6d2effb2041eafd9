//! What sign-up and profile ask for in the same way.

use crate::vetting::view::Language;
use ground::{
    form::{FormView, Named},
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{Choice, FieldError};

/// Values and words as choice cards.
pub fn cards(options: Vec<Named>) -> Vec<Choice> {
    options.into_iter().map(|(value, words)| Choice::new(value, words)).collect()
}

/// Languages as ticks; each with its own name, marked as being in that language.
pub fn languages(texts: Texts, options: Vec<Language>, form: &FormView) -> AnyView {
    let error = form.error("languages");
    let class = if error.is_some() { "field has-error" } else { "field" };
    let described_by = error.is_some().then_some("languages-error");
    let card = |(index, Language { code, name, own }): (usize, Language)| {
        let id = if index == 0 { "languages".to_owned() } else { format!("languages-{code}") };
        let chosen = form.has("languages", &code);
        let other = (own != name).then(|| view! { <small><bdi lang=code.clone()>{own}</bdi></small> });
        view! {
            <label class="choice" for=id.clone()>
                <input type="checkbox" id=id.clone() name="languages" value=code checked=chosen/>
                <span><b>{name}</b>{other}</span>
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class=class aria-describedby=described_by>
            <legend><span class="lab">{texts.s(k::vetting::LANGUAGES)}</span></legend>
            <FieldError id="languages" message=error/>
            <div class="stack">{options.into_iter().enumerate().map(card).collect_view()}</div>
        </fieldset>
    }
    .into_any()
}
