//! What the page says about itself: title, notices, empty states, problems.

use ground::{
    AppError,
    text::{Key, Texts, k, parts, unbroken},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The document's title: the heading and the product's name; "Fel:" first where a form was refused.
#[component]
pub fn PageTitle(
    /// The page's heading.
    #[prop(into)]
    text: String,
    /// A form on it was refused.
    #[prop(optional)]
    refused: bool,
) -> impl IntoView {
    let texts = Texts::current();
    let prefix = if refused { format!("{} ", texts.s(k::common::ERROR_PREFIX)) } else { String::new() };
    view! { <Title text=super::raw_text(unbroken(&format!("{prefix}{text} – Handslag")))/> }.into_any()
}

/// The heading of a page, with its title. Focus comes here after a navigation within the app.
#[component]
pub fn Heading(
    /// The words.
    #[prop(into)]
    text: String,
    /// A form on the page was refused.
    #[prop(optional)]
    refused: bool,
) -> impl IntoView {
    view! { <PageTitle text=text.clone() refused=refused/><h1 tabindex="-1">{verbatim(text)}</h1> }.into_any()
}

/// A text in which a translator leaves alone what is somebody's own (`ground::text::theirs`).
pub fn verbatim(text: String) -> AnyView {
    let parts: Vec<&str> = parts(&text).collect();
    if parts.len() == 1 {
        return text.into_any();
    }
    parts
        .into_iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(|(at, part)| {
            let part = part.to_owned();
            if at % 2 == 0 { part.into_any() } else { view! { <span translate="no">{part}</span> }.into_any() }
        })
        .collect_view()
        .into_any()
}

/// How urgent a notice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Info,
    /// It went well.
    Success,
    /// Look at this first.
    Warning,
    /// Something is wrong.
    Danger,
}

/// A box with a message.
#[component]
pub fn Notice(
    /// How urgent it is.
    tone: Tone,
    /// What it says.
    children: Children,
) -> impl IntoView {
    let class = match tone {
        Tone::Info => "box info",
        Tone::Success => "box success",
        Tone::Warning => "box warning",
        Tone::Danger => "box danger",
    };
    view! { <div class=class>{children()}</div> }.into_any()
}

/// A paragraph that somebody has written, in its own language.
pub fn said(texts: Texts, words: String) -> AnyView {
    let lang = texts.lang_of(&words);
    view! { <p lang=lang>{words}</p> }.into_any()
}

/// A word for a state in a border; never by colour alone.
#[component]
pub fn Tag(
    /// The word.
    #[prop(into)]
    text: String,
    /// `tag-ok`, `tag-wait`, `tag-warn`, `tag-bad`, `tag-plain`.
    #[prop(optional)]
    tone: Option<&'static str>,
) -> impl IntoView {
    view! { <span class=format!("tag {}", tone.unwrap_or("tag-plain"))>{text}</span> }.into_any()
}

/// A link back, above the heading.
#[component]
pub fn Back(
    /// Where to.
    #[prop(into)]
    href: String,
    /// Its words; "Tillbaka" where none.
    #[prop(optional, into)]
    text: Option<String>,
) -> impl IntoView {
    let texts = Texts::current();
    let text = text.unwrap_or_else(|| texts.s(k::common::BACK).to_owned());
    view! { <a class="back" href=href><super::Icon name=super::IconName::Back/>{verbatim(text)}</a> }.into_any()
}

/// A page that could not be shown: what happened in plain words, what to do, and no blame.
pub fn problem(texts: Texts, error: AppError) -> AnyView {
    let (heading, line): (Key, Key) = match error {
        AppError::SignIn => (k::common::SIGN_IN_HEADING, k::common::SIGN_IN_LINE),
        AppError::Forbidden => (k::common::FORBIDDEN_HEADING, k::common::FORBIDDEN_LINE),
        AppError::NotFound | AppError::BadRequest | AppError::TooLong => {
            (k::common::NOT_FOUND_HEADING, k::common::NOT_FOUND_LINE)
        }
        AppError::Offline => (k::common::OFFLINE_HEADING, k::common::OFFLINE_LINE),
        AppError::TooMany => (k::common::TOO_MANY_HEADING, k::common::TOO_MANY_LINE),
        AppError::Busy => (k::common::BUSY_HEADING, k::common::BUSY_LINE),
        AppError::Unavailable | AppError::Internal => (k::common::INTERNAL_HEADING, k::common::INTERNAL_LINE),
    };
    view! {
        <Heading text=texts.s(heading)/>
        <p class="lead">{texts.s(line)}</p>
        <a class="btn btn-secondary" href="/" rel="external">{texts.s(k::common::TO_START)}</a>
    }
    .into_any()
}

/// A term and its words, as [`Rows`] shows them.
pub type Fact = (String, String);

/// Rows of "term: value", such as on a review page.
#[component]
pub fn Rows(
    /// Term and value, in order; rows without a value are left out.
    rows: Vec<Fact>,
) -> impl IntoView {
    let texts = Texts::current();
    view! {
        <dl class="rows">
            {rows
                .into_iter()
                .filter(|(_, value)| !value.is_empty())
                .map(|(term, value)| {
                    let lang = texts.lang_of(&value);
                    view! { <div><dt>{term}</dt><dd lang=lang>{verbatim(value)}</dd></div> }
                })
                .collect_view()}
        </dl>
    }
    .into_any()
}

/// An address of a telephone number for `<a href>`.
pub fn tel(number: &str) -> String {
    let digits: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    format!("tel:{digits}")
}
