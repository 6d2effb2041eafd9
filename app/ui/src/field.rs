//! Fields: a visible label, a hint and an error tied to the field, the answer that was given before.

use super::{Icon, IconName, raw_text, verbatim};
use ground::{
    form::{FormView, Named, as_it_is},
    text::{Texts, k, unbroken},
};
use leptos::{attr::custom::custom_attribute, prelude::*};

fn described(id: &str, hint: bool, error: bool) -> Option<String> {
    let mut ids = Vec::new();
    if hint {
        ids.push(format!("{id}-hint"));
    }
    if error {
        ids.push(format!("{id}-error"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

/// The sentence that says what to do about a field.
#[component]
pub fn FieldError(
    /// The field's id; the sentence's is `<id>-error`.
    #[prop(into)]
    id: String,
    /// The sentence, where something is wrong.
    message: Option<String>,
) -> impl IntoView {
    let texts = Texts::current();
    message
        .map(|message| {
            view! {
                <p class="error" id=format!("{id}-error")>
                    <Icon name=IconName::Warning/>
                    <span><span class="vh">{texts.s(k::common::ERROR_PREFIX)} " "</span>{message}</span>
                </p>
            }
        })
        .into_any()
}

/// A line of text. `form` gives the answer and the error; the id is the name.
#[component]
pub fn TextField(
    /// The field's name and id.
    name: &'static str,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// What is in the form.
    form: FormView,
    /// A hint between label and field.
    #[prop(optional, into)]
    hint: Option<String>,
    /// `autocomplete` token, for a person's own data.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// `inputmode`, for digits.
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// The language of what is in it, where that is not the page's.
    #[prop(optional)]
    lang: Option<&'static str>,
    /// Several lines.
    #[prop(optional)]
    area: bool,
) -> impl IntoView {
    let error = form.error(name);
    let described_by = described(name, hint.is_some(), error.is_some());
    let invalid = error.is_some().then_some("true");
    let value = form.get(name);
    let class = if error.is_some() { "field has-error" } else { "field" };
    let off = as_it_is(name).then_some("off");
    view! {
        <div class=class>
            <label class="lab" for=name>{label}</label>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <FieldError id=name message=error/>
            {private_words(name, &form)}
            {if area {
                view! { <textarea id=name name=name lang=lang rows="5" autocapitalize="sentences" aria-describedby=described_by aria-invalid=invalid>{raw_text(value)}</textarea> }.into_any()
            } else {
                view! { <input class="text" type="text" id=name name=name lang=lang value=value autocomplete=autocomplete inputmode=inputmode autocapitalize=off spellcheck=off.map(|_| "false") {..custom_attribute("autocorrect", off)} aria-describedby=described_by aria-invalid=invalid/> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// What seems private in a text that volunteers read, where the form came back to ask about it, and the tick that it is right.
fn private_words(name: &str, form: &FormView) -> Option<AnyView> {
    let parts = form.answers.get(&format!("@marked:{name}"))?.clone();
    let (right, asked) = (format!("{name}_right"), form.get(&format!("@asked:{name}")));
    let sure = form.get(&right) == asked;
    let parts = parts
        .into_iter()
        .enumerate()
        .map(|(at, part)| if at % 2 == 0 { part.into_any() } else { view! { <mark>{part}</mark> }.into_any() });
    let words = Texts::current().s(k::common::PRIVATE_RIGHT);
    Some(
        view! {
            <p class="box warning">{parts.collect_view()}</p>
            <label class="choice"><input type="checkbox" name=right value=asked checked=sure/><span><b>{words}</b></span></label>
        }
        .into_any(),
    )
}

/// A choice: the value it sends, its words and an explaining line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// The words.
    pub text: String,
    /// An explaining line under them.
    pub hint: Option<String>,
}

impl Choice {
    /// A choice without an explaining line.
    pub fn new(value: impl Into<String>, text: impl Into<String>) -> Self {
        Self { value: value.into(), text: text.into(), hint: None }
    }

    /// With an explaining line.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into()).filter(|hint: &String| !hint.is_empty());
        self
    }
}

/// Choice cards: one of them (radios) or several (`several`: ticks). Nothing is chosen beforehand unless the form says so.
#[component]
pub fn Choices(
    /// The field's name; the first card has this id, so that an error link lands on it.
    name: &'static str,
    /// The question, as the legend.
    #[prop(into)]
    legend: String,
    /// The legend is the page's heading (one question a page).
    #[prop(optional)]
    heading: bool,
    /// The choices in order.
    choices: Vec<Choice>,
    /// What is in the form.
    form: FormView,
    /// A hint under the legend.
    #[prop(optional, into)]
    hint: Option<String>,
    /// Several may be ticked.
    #[prop(optional)]
    several: bool,
) -> impl IntoView {
    let error = form.error(name);
    let class = if error.is_some() { "field has-error" } else { "field" };
    let described_by = described(name, hint.is_some(), error.is_some());
    let kind = if several { "checkbox" } else { "radio" };
    view! {
        <fieldset class=class aria-describedby=described_by>
            <legend>
                {if heading {
                    view! { <h1 tabindex="-1">{verbatim(legend)}</h1> }.into_any()
                } else {
                    view! { <span class="lab">{legend}</span> }.into_any()
                }}
            </legend>
            {hint.map(|hint| view! { <p class="hint" id=format!("{name}-hint")>{hint}</p> })}
            <FieldError id=name message=error/>
            <div class="stack">
                {choices
                    .into_iter()
                    .enumerate()
                    .map(|(index, choice)| {
                        let id = if index == 0 { name.to_owned() } else { format!("{name}-{}", choice.value) };
                        let chosen = form.has(name, &choice.value);
                        view! {
                            <label class="choice" for=id.clone()>
                                <input type=kind id=id.clone() name=name value=choice.value checked=chosen/>
                                <span><b>{verbatim(choice.text)}</b>{choice.hint.map(|hint| view! { <small>{verbatim(hint)}</small> })}</span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

/// A drop-down list; only in staff views, where many choices must fit on a line.
#[component]
pub fn Select(
    /// The field's name and id.
    name: &'static str,
    /// The visible label.
    #[prop(into)]
    label: String,
    /// In order.
    options: Vec<Named>,
    /// What is in the form.
    form: FormView,
) -> impl IntoView {
    let error = form.error(name);
    let described_by = described(name, false, error.is_some());
    let chosen = form.get(name);
    let class = if error.is_some() { "field has-error" } else { "field" };
    view! {
        <div class=class>
            <label class="lab" for=name>{label}</label>
            <FieldError id=name message=error/>
            <select id=name name=name aria-describedby=described_by>
                {options
                    .into_iter()
                    .map(|(value, text)| {
                        let selected = value == chosen;
                        view! { <option value=value selected=selected>{unbroken(&text)}</option> }
                    })
                    .collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// What is wrong with a form, above it: takes the focus when the page opens, also without script, and links to each field.
#[component]
pub fn ErrorSummary(
    /// What is in the form.
    form: FormView,
) -> impl IntoView {
    let texts = Texts::current();
    // Within the app the navigation moves the focus (`ui::page`); a browser refuses `autofocus` while something else has it.
    (!form.errors.is_empty())
        .then(|| {
            view! {
                <div class="summary" id="error-summary" role="group" aria-labelledby="error-summary-title" tabindex="-1" autofocus=cfg!(feature = "ssr")>
                    <p class="sum-h" id="error-summary-title">{texts.s(k::common::ERROR_TITLE)}</p>
                    <ul>
                        {form
                            .errors
                            .into_iter()
                            .map(|(field, message)| view! { <li><a href=format!("#{field}") rel="external">{message}</a></li> })
                            .collect_view()}
                    </ul>
                </div>
            }
        })
        .into_any()
}
