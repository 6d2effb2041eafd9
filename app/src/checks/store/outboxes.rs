//! Rules of messages, made of what features say of theirs (`Feature::told`): people are told what is theirs, about what it is about, and as
//! often as it happens.

use crate::features;
use db::Rule;
use frame::told::MessageKind;
use std::{collections::BTreeMap, sync::LazyLock};

/// The rules. What breaks them stands in `checks/tests/breaks.rs`: one break is of all kinds that have the same words.
pub static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let mut rules = to_whom();
    rules.extend(how_often());
    rules.push(("a message is about what its kind is about", of_what()));
    rules.into_iter().map(|(name, sql)| Rule::new(name, sql.leak(), &[])).collect()
});

/// A rule for each condition, of all kinds that have it.
fn to_whom() -> Vec<(&'static str, String)> {
    let rule = |((rule, sql), codes)| {
        (rule, format!("SELECT m.id FROM outgoing_message m WHERE m.code IN ({codes}) AND NOT ({sql})"))
    };
    by(|kind| Some((kind.to.rule, kind.to.sql))).into_iter().map(rule).collect()
}

/// A rule for each number, of all kinds that have it.
fn how_often() -> Vec<(&'static str, String)> {
    let rule = |((rule, sql), codes)| {
        let sql = format!(
            "SELECT min(m.id) FROM outgoing_message m WHERE m.code IN ({codes})
             GROUP BY m.municipality_id, m.person_id, m.code, m.about_type, m.about_id HAVING count(*) > {sql}"
        );
        (rule, sql)
    };
    by(|kind| kind.most.map(|most| (most.rule, most.sql))).into_iter().map(rule).collect()
}

/// The things that the kinds are about; none is written as no type.
fn of_what() -> String {
    let kind = |kind: &MessageKind| {
        let object = kind.about.map_or("", |object| object.code());
        format!("WHEN '{}' THEN COALESCE(m.about_type, '') <> '{object}' ", kind.code)
    };
    let kinds: String = features::told().map(kind).collect();
    format!("SELECT m.id FROM outgoing_message m WHERE CASE m.code {kinds}ELSE FALSE END")
}

/// The codes, as SQL lists them, of the kinds that have the same words and condition.
fn by(
    of: impl Fn(&MessageKind) -> Option<(&'static str, &'static str)>,
) -> BTreeMap<(&'static str, &'static str), String> {
    let mut found: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for kind in features::told() {
        if let Some(rule) = of(kind) {
            found.entry(rule).or_default().push(format!("'{}'", kind.code));
        }
    }
    found.into_iter().map(|(rule, codes)| (rule, codes.join(", "))).collect()
}
