//! What sign-up and profile ask for in the same way.

use ground::{
    form::FormView,
    text::{Texts, k},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{Choice, FieldError};

/// What can be chosen, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// Kinds of help: id and name.
    pub kinds: Vec<(String, String)>,
    /// Areas: id and name.
    pub areas: Vec<(String, String)>,
    /// Languages: code, name, own name.
    pub languages: Vec<(String, String, String)>,
}

impl Options {
    /// Kinds as choice cards.
    pub fn kind_choices(&self) -> Vec<Choice> {
        self.kinds.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect()
    }

    /// Areas as choice cards.
    pub fn area_choices(&self) -> Vec<Choice> {
        self.areas.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect()
    }
}

/// Languages as ticks; each with its own name, marked as being in that language.
pub fn languages(texts: Texts, options: Vec<(String, String, String)>, form: &FormView) -> AnyView {
    let error = form.error("languages");
    let class = if error.is_some() { "field has-error" } else { "field" };
    let described_by = error.is_some().then_some("languages-error");
    let card = |(index, (code, name, own)): (usize, (String, String, String))| {
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
