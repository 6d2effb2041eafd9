//! Forms as somebody would fill them in who answers everything.

use super::Answer;
use scraper::{ElementRef, Html, Selector};

/// What stands in fields that people write in.
#[derive(Clone, Copy, Debug)]
pub struct Words {
    pub given_name: &'static str,
    pub family_name: &'static str,
    pub phone: &'static str,
    pub email: &'static str,
    pub street: &'static str,
    pub text: &'static str,
}

fn select<'a>(root: ElementRef<'a>, selector: &str) -> Vec<ElementRef<'a>> {
    root.select(&Selector::parse(selector).unwrap()).collect()
}

/// What somebody writes into a field, by its name and kind.
fn written(name: &str, kind: &str, words: &Words) -> String {
    match (name, kind) {
        (_, "tel") | ("phone", _) => words.phone,
        (_, "email") | ("email", _) => words.email,
        ("given_name", _) => words.given_name,
        ("family_name", _) => words.family_name,
        ("street", _) => words.street,
        ("postal_code", _) => "123 45",
        ("minutes", _) | (_, "number") => "45",
        ("word", _) => "blåbär",
        ("clock", _) => "10.30",
        // Nothing is a fine answer to "another day", and to which colour.
        ("day" | "month" | "accent", _) => "",
        _ => words.text,
    }
    .to_owned()
}

/// All forms of the page that post, filled in: address and fields. Of choices the one with this number is taken (counted round);
/// every button that has a name makes a form of its own.
pub fn filled(answer: &Answer, words: &Words, choice: usize) -> Vec<(String, Vec<(String, String)>)> {
    let html = Html::parse_document(&answer.body);
    let mut forms = Vec::new();
    for form in select(html.root_element(), "form[method=post]") {
        let action = form.value().attr("action").unwrap_or_default().to_owned();
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut radios: Vec<(String, Vec<String>)> = Vec::new();
        for field in select(form, "input[name], textarea[name], select[name]") {
            let attribute = |name: &str| field.value().attr(name).unwrap_or_default();
            let (name, value) = (attribute("name").to_owned(), attribute("value").to_owned());
            match (field.value().name(), attribute("type")) {
                ("select", _) => {
                    let options: Vec<String> = select(field, "option")
                        .into_iter()
                        .filter_map(|option| option.value().attr("value"))
                        .filter(|value| !value.is_empty())
                        .map(str::to_owned)
                        .collect();
                    radios.push((name, options));
                }
                ("input", "hidden" | "checkbox") => fields.push((name, value)),
                ("input", "radio") => match radios.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, values)) => values.push(value),
                    None => radios.push((name, vec![value])),
                },
                (_, kind) => fields.push((name.clone(), written(&name, kind, words))),
            }
        }
        fields.extend(radios.into_iter().filter_map(|(name, values)| {
            let chosen = values.get(choice % values.len().max(1))?.clone();
            Some((name, chosen))
        }));
        let buttons: Vec<(String, String)> = select(form, "button[name]")
            .into_iter()
            .filter_map(|button| {
                Some((button.value().attr("name")?.to_owned(), button.value().attr("value")?.to_owned()))
            })
            .collect();
        if buttons.is_empty() {
            forms.push((action, fields));
        } else {
            for button in buttons {
                let mut fields = fields.clone();
                fields.push(button);
                forms.push((action.clone(), fields));
            }
        }
    }
    forms
}
