//! Words for roles and languages, and what a form of contact data begins with.

use super::model::Person;
use frame::access::model::Role;
use ground::{
    form::FormView,
    text::{Texts, k},
};

/// A role's name.
pub fn role_text(texts: Texts, role: &str) -> &'static str {
    Role::from_code(role).map_or("", |role| {
        texts.s(match role {
            Role::Senior => k::people::ROLE_SENIOR,
            Role::Volunteer => k::people::ROLE_VOLUNTEER,
            Role::Coordinator => k::people::ROLE_COORDINATOR,
            Role::Administrator => k::people::ROLE_ADMINISTRATOR,
        })
    })
}

/// A language's name for itself, where we know it; else its code.
pub fn language_text(code: &str) -> String {
    let name = match code {
        "sv" => "svenska",
        "fi" => "suomi",
        "en" => "English",
        "ar" => "العربية",
        "so" => "soomaali",
        "ti" => "ትግርኛ",
        "fa" => "فارسی",
        "ku" => "kurdî",
        "pl" => "polski",
        "es" => "español",
        "de" => "Deutsch",
        "fr" => "français",
        "bs" => "bosanski",
        "hr" => "hrvatski",
        "sr" => "srpski",
        "tr" => "Türkçe",
        "ru" => "русский",
        "uk" => "українська",
        "se" => "davvisámegiella",
        _ => code,
    };
    name.to_owned()
}

/// Contact data as a form begins with it.
pub fn form_of(person: &Person) -> FormView {
    let form = FormView::default()
        .with("phone", person.phone.clone().unwrap_or_default())
        .with("email", person.email.clone().unwrap_or_default())
        .with("way_in", person.way_in.clone().unwrap_or_default())
        .with("locale", person.locale.language());
    if person.share_phone { form.with("share_phone", "yes") } else { form }
}
