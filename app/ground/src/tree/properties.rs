//! Whatever serde has written is read alike, whatever is no JSON is none, and nothing stops a reader.

use super::{FromTree, Tree, parser, read};
use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::{Index, select},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, fmt::Debug};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromTree)]
struct Page {
    r#type: String,
    #[serde(rename = "day-part")]
    part: Part,
    form: Form,
    numbers: (i64, u64, i32),
    share: f64,
    size: Option<usize>,
    pair: [u32; 2],
    ids: Vec<Id>,
    counts: BTreeMap<String, u16>,
    shown: bool,
    shapes: Vec<Shape>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromTree)]
#[serde(transparent)]
struct Id(String);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromTree)]
enum Part {
    #[serde(rename = "in_the_morning")]
    Morning,
    Evening,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromTree)]
struct Form {
    answers: BTreeMap<String, Vec<String>>,
    errors: Vec<(String, String)>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, FromTree)]
#[serde(rename_all = "lowercase")]
enum Shape {
    Plain,
    Named(String),
    Both(bool, Option<i64>),
    Within { of: Vec<Self>, size: Option<f64> },
}

#[derive(Clone, Debug, PartialEq, FromTree)]
struct Of<T> {
    data: T,
}

fn form() -> impl Strategy<Value = Form> {
    let (answers, errors) = (btree_map(".*", vec(".*", 0..3), 0..3), vec((".*", ".*"), 0..3));
    (answers, errors).prop_map(|(answers, errors)| Form { answers, errors })
}

/// Such as serde reads exactly: of others it loses the last digit.
fn number() -> impl Strategy<Value = f64> {
    any::<i32>().prop_map(|number| f64::from(number) / 8.0)
}

fn shape() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        Just(Shape::Plain),
        ".*".prop_map(Shape::Named),
        (any::<bool>(), any::<Option<i64>>()).prop_map(|(one, other)| Shape::Both(one, other)),
    ];
    leaf.prop_recursive(4, 16, 3, |inner| {
        (vec(inner, 0..3), option::of(number())).prop_map(|(of, size)| Shape::Within { of, size })
    })
}

fn page() -> impl Strategy<Value = Page> {
    let part = select(vec![Part::Morning, Part::Evening]);
    let texts = (".*", part, form(), vec(".*".prop_map(Id), 0..3));
    let numbers = (any::<(i64, u64, i32)>(), number(), any::<Option<usize>>(), any::<[u32; 2]>());
    let rest = (btree_map(".*", any::<u16>(), 0..3), any::<bool>(), vec(shape(), 0..3));
    (texts, numbers, rest).prop_map(|(texts, (numbers, share, size, pair), (counts, shown, shapes))| {
        let (r#type, part, form, ids) = texts;
        Page { r#type, part, form, numbers, share, size, pair, ids, counts, shown, shapes }
    })
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        number().prop_map(Value::from),
        ".*".prop_map(Value::from),
    ];
    leaf.prop_recursive(6, 40, 5, |inner| {
        let map = btree_map(".*", inner.clone(), 0..5);
        prop_oneof![vec(inner, 0..5).prop_map(Value::from), map.prop_map(|map| map.into_iter().collect())]
    })
}

/// Pieces that texts of JSON are made of, whole and broken.
fn pieces() -> impl Strategy<Value = String> {
    let piece = select(
        &[
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "\\",
            "\\u",
            "d83d",
            "de00",
            "00e5",
            "/",
            "b",
            "null",
            "true",
            "false",
            "-",
            "0",
            "17",
            ".",
            "e",
            "+",
            " ",
            "\n",
            "\t",
            "\u{1}",
            "å",
            "\u{1f600}",
            "\"a\":",
            "\u{feff}",
            "\u{a0}",
        ][..],
    );
    vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// As serde's own tree.
fn as_value(tree: Tree<'_>) -> Value {
    match tree {
        Tree::Missing | Tree::Null => Value::Null,
        Tree::Bool(value) => value.into(),
        Tree::Number(text) => text.parse().map(Value::Number).unwrap(),
        Tree::Text(text) => text.into_owned().into(),
        Tree::List(items) => items.into_iter().map(as_value).collect(),
        Tree::Map(entries) => entries.into_iter().map(|(name, tree)| (name.into_owned(), as_value(tree))).collect(),
    }
}

/// Both readers find the same in it, or nothing.
fn both_find_the_same(text: &str) -> Result<(), TestCaseError> {
    match (parser::parse(text), serde_json::from_str::<Value>(text)) {
        (Some(tree), Ok(value)) => prop_assert_eq!(as_value(tree), value, "{}", text),
        (None, Err(_)) => {}
        // serde has numbers at once, we when they are asked for.
        (Some(_), Err(error)) if error.to_string().starts_with("number out of range") => {}
        (tree, value) => prop_assert!(false, "{text:?}: {tree:?}, {value:?}"),
    }
    Ok(())
}

proptest! {
    #[test]
    fn what_serde_writes_is_read_alike(page in page()) {
        for json in [serde_json::to_string(&page), serde_json::to_string_pretty(&page)] {
            prop_assert_eq!(read::<Page>(&json.unwrap()), Some(page.clone()));
        }
    }

    #[test]
    fn json_is_what_serde_says_it_is(value in json(), pretty in any::<bool>()) {
        both_find_the_same(&if pretty { format!("{value:#}") } else { value.to_string() })?;
    }

    #[test]
    fn what_is_broken_is_what_serde_says_it_is(value in json(), place in any::<Index>(), lost in 0..3_usize, put in pieces()) {
        let letters: Vec<char> = value.to_string().chars().collect();
        let at = place.index(letters.len() + 1);
        let (before, after) = letters.split_at(at);
        let text: String = before.iter().copied().chain(put.chars()).chain(after.iter().skip(lost).copied()).collect();
        both_find_the_same(&text)?;
        both_find_the_same(&put)?;
        read::<Page>(&text);
    }

    #[test]
    fn a_field_of_another_form_is_what_serde_says_it_is(page in page(), place in any::<Index>(), other in json()) {
        let put = serde_json::to_value(&page).unwrap();
        let fields = put.as_object().unwrap();
        let name = fields.keys().nth(place.index(fields.len())).unwrap().clone();
        for other in [Some(other), Some(Value::Null), Some(17.into()), Some("Evening".into()), None] {
            let mut page = put.clone();
            match other {
                Some(other) => page[&name] = other,
                None => drop(page.as_object_mut().unwrap().remove(&name)),
            }
            let json = page.to_string();
            prop_assert_eq!(read::<Page>(&json), serde_json::from_str(&json).ok(), "{}", json);
        }
    }
}

fn reads<T: FromTree + PartialEq + Debug>(json: &str, expected: impl Into<Option<T>>) {
    assert_eq!(read::<T>(json), expected.into(), "{json}");
}

#[test]
fn what_is_not_known_is_passed_over_and_what_is_missing_is_a_fault() {
    reads(r#" { "new": [{"a": 1e999}], "data" : 3 , "more":null} "#, Of { data: 3_i64 });
    reads(r#"{"data":3,"data":4}"#, Of { data: 3_i64 });
    reads::<Of<i64>>("{}", None);
    reads::<Of<i64>>(r#"{"data":null}"#, None);
    reads::<Of<i64>>("[3]", None);
    reads::<Of<String>>("{}", None);
    reads::<Of<bool>>("{}", None);
    reads::<Of<Vec<bool>>>("{}", None);
    reads::<Of<Part>>("{}", None);
    reads::<Of<Form>>("{}", None);
    reads("{}", Of::<Option<i64>> { data: None });
    reads(r#"{"data":null}"#, Of::<Option<i64>> { data: None });
}

#[test]
fn an_enum_is_its_name_or_has_it_in_front() {
    reads(r#""plain""#, Shape::Plain);
    reads(r#"{"both":[true,-3]}"#, Shape::Both(true, Some(-3)));
    reads(r#"{"within":{"of":["plain"]}}"#, Shape::Within { of: vec![Shape::Plain], size: None });
    for wrong in [
        r#""Plain""#,
        r#""""#,
        r#""square""#,
        "null",
        "0",
        r#""named""#,
        r#"{"both":[true]}"#,
        r#"{"both":[true,1,2]}"#,
        r#"{"both":true}"#,
        r#"{"within":{}}"#,
        r#"{"named":"a","plain":null}"#,
        "{}",
    ] {
        reads::<Shape>(wrong, None);
    }
}

#[test]
fn a_number_has_its_bounds() {
    reads("9223372036854775807", i64::MAX);
    reads("18446744073709551615", u64::MAX);
    reads("-2147483648", i32::MIN);
    reads("1e3", 1000.0);
    for wrong in ["9223372036854775808", "1.0", "1e3", "\"1\"", "+1", "01", "-", "1.", ".5", "1e", "0x1", "NaN"] {
        reads::<i64>(wrong, None);
    }
    reads::<u32>("-1", None);
    reads::<u32>("4294967296", None);
    reads::<f64>("1e999", None);
    reads::<f64>("null", None);
}

#[test]
fn halves_of_a_letter_stand_together() {
    reads(r#""\ud83d\ude00 \u00e5\/\n""#, "\u{1f600} å/\n".to_owned());
    for wrong in [
        r#""\ud83d""#,
        r#""\ude00""#,
        r#""\ud83d\ud83d""#,
        r#""\ud83d de00""#,
        r#""\ud83d\n""#,
        r#""\u12""#,
        r#""\u+123""#,
        r#""\x""#,
        r#"""#,
        "\"\n\"",
        r#""\"#,
        r#""\å""#,
    ] {
        reads::<String>(wrong, None);
    }
}

#[test]
fn what_is_nested_without_an_end_is_refused() {
    let nested = |deep: usize| format!("{}{}", "[".repeat(deep), "]".repeat(deep));
    assert!(parser::parse(&nested(100)).is_some());
    assert!(parser::parse(&nested(101)).is_none());
    for start in ["[", r#"{"a":"#, "[{\"a\":["] {
        assert!(parser::parse(&start.repeat(1_000_000)).is_none(), "{start}");
    }
}
