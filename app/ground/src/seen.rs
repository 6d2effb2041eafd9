//! Two who change the same thing. A form that changes something that exists carries what it was shown with (a short digest a field);
//! when it is saved, only what its writer changed is written, and who changed the same field as somebody else before them is told what
//! stands there now, with their own words kept. Nothing that another has saved is undone in silence.

/// The hidden field that carries it.
pub const SEEN: &str = "seen";

#[cfg(feature = "ssr")]
pub use server_side::{NOW, changed, merge, shown};

#[cfg(feature = "ssr")]
mod server_side {
    use super::SEEN;
    use crate::{
        clean,
        form::{FieldError, FormView, RawForm},
        text::k,
    };
    use std::collections::{BTreeMap, BTreeSet};

    /// Before a field's name: what stands there now, in words, in a form that comes back. No field of ours is called so.
    pub const NOW: &str = "@now:";

    /// 48 bits: the values are the reader's own to see, so nothing is hidden, and two that differ by chance are not made alike.
    fn digest(values: &[String]) -> String {
        use sha2::{Digest, Sha256};
        let mut values: Vec<String> =
            values.iter().map(|value| clean::text(value)).filter(|value| !value.is_empty()).collect();
        values.sort_unstable();
        let hash = Sha256::digest(values.join("\n\0").as_bytes());
        hash.iter().take(6).map(|byte| format!("{byte:02x}")).collect()
    }

    /// A form of what exists now, with the mark of what it is shown with.
    pub fn shown(form: FormView) -> FormView {
        let mark = form.answers.iter().filter(|(field, _)| *field != SEEN);
        let mark: Vec<String> = mark.map(|(field, values)| format!("{field}={}", digest(values))).collect();
        let mut form = form;
        form.answers.insert(SEEN.to_owned(), vec![mark.join(";")]);
        form
    }

    fn mark_of(form: &RawForm) -> BTreeMap<&str, &str> {
        form.get(SEEN).split(';').filter_map(|part| part.split_once('=')).collect()
    }

    /// Whether the writer changed this field; yes where the form does not say what it was shown with.
    pub fn changed(sent: &RawForm, field: &str) -> bool {
        mark_of(sent).get(field).is_none_or(|was| *was != digest(sent.all(field)))
    }

    /// What is to be written of a form: its writer's changes, and for all other fields what stands there now. `now` is the form as it would
    /// be shown at this moment, read in the same transaction; `words` says a field's value as people read it. A form without a mark (an old
    /// page, a program) counts as changed in every field.
    ///
    /// # Errors
    /// Somebody else has changed the same fields meanwhile: the form as it is to come back, and these fields.
    pub fn merge(
        sent: &RawForm,
        now: &FormView,
        words: impl Fn(&str, &str) -> String,
    ) -> Result<RawForm, (RawForm, Vec<FieldError>)> {
        let seen = mark_of(sent);
        let mut merged = sent.clone();
        merged.0.retain(|field, _| !field.starts_with(NOW));
        if seen.is_empty() {
            return Ok(merged);
        }
        let nothing = digest(&[]);
        let fields: BTreeSet<&str> =
            now.answers.keys().map(String::as_str).chain(seen.keys().copied()).filter(|field| *field != SEEN).collect();
        let mut clashes = Vec::new();
        for field in fields {
            let current = now.answers.get(field).map_or(&[][..], Vec::as_slice);
            let (was, is, wanted) =
                (seen.get(field).copied().unwrap_or(&nothing), digest(current), digest(sent.all(field)));
            if is == was || is == wanted {
                continue;
            }
            if wanted == was {
                merged.set(field, current.to_vec());
                continue;
            }
            let stands: Vec<String> =
                current.iter().filter(|value| !value.is_empty()).map(|value| words(field, value)).collect();
            merged.set(&format!("{NOW}{field}"), vec![stands.join(", ")]);
            clashes.push(FieldError { field: field.to_owned(), code: k::common::CHANGED_MEANWHILE.name().to_owned() });
        }
        if clashes.is_empty() {
            return Ok(merged);
        }
        // Sent once more, it is written in the knowledge of what stands there.
        merged.set(SEEN, shown(now.clone()).answers.remove(SEEN).unwrap_or_default());
        Err((merged, clashes))
    }

    #[cfg(test)]
    mod tests {
        use super::*;
        use proptest::prelude::*;

        fn view(phone: &str, email: &str, kinds: &[&str]) -> FormView {
            let form = FormView::default().with("phone", phone).with("email", email);
            kinds.iter().fold(form, |form, kind| form.with("kinds", *kind))
        }

        /// What a browser sends of a form as it was shown, with these fields filled in anew.
        fn sent(form: &FormView, filled: &[(&str, &[&str])]) -> RawForm {
            let mut raw = RawForm(form.answers.clone());
            for (field, values) in filled {
                raw.set(field, values.iter().map(|value| (*value).to_owned()).collect());
            }
            raw
        }

        fn plain(_: &str, value: &str) -> String {
            value.to_owned()
        }

        /// The same without its mark.
        fn old_mark(form: &FormView) -> RawForm {
            let mut raw = RawForm(form.answers.clone());
            raw.0.remove(SEEN);
            raw
        }

        #[test]
        fn what_one_has_not_touched_stays_as_another_has_set_it() {
            let before = shown(view("1", "", &["a", "b"]));
            let now = view("1", "maj@example.se", &["a"]);
            let merged = merge(&sent(&before, &[("phone", &["2"])]), &now, plain).unwrap();
            assert_eq!((merged.get("phone"), merged.get("email")), ("2", "maj@example.se"));
            assert_eq!(merged.all("kinds"), ["a"]);
        }

        #[test]
        fn who_changes_the_same_is_told_what_stands_there() {
            let before = shown(view("1", "", &[]));
            let now = view("3", "x@example.se", &[]);
            let (form, clashes) = merge(&sent(&before, &[("phone", &["2"])]), &now, plain).unwrap_err();
            assert_eq!(clashes.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["phone"]);
            assert_eq!((form.get("phone"), form.get("email")), ("2", "x@example.se"), "own words stay");
            assert_eq!(form.get("@now:phone"), "3");
            let again = merge(&form, &now, plain).unwrap();
            assert_eq!((again.get("phone"), again.0.contains_key("@now:phone")), ("2", false), "knowingly now");
            // And whoever comes between the two is not undone either.
            assert!(merge(&form, &view("4", "x@example.se", &[]), plain).is_err());
        }

        #[test]
        fn the_same_wish_is_no_clash_and_an_old_page_is_written_whole() {
            let before = shown(view("1", "", &[]));
            assert!(merge(&sent(&before, &[("phone", &["2"])]), &view("2", "", &[]), plain).is_ok());
            let old = sent(&view("1", "", &[]), &[("phone", &["2"])]);
            assert_eq!(merge(&old, &view("3", "", &[]), plain), Ok(old));
            assert!(changed(&old_mark(&before), "phone") && !changed(&RawForm(before.answers.clone()), "phone"));
            // The order of ticks, the ends of lines and what nobody sees are no change.
            let before = shown(view("1\r\n2", "", &["b", "a"]));
            let sent = sent(&before, &[("kinds", &["a", "b"]), ("phone", &["1\n2\u{200b}"])]);
            assert_eq!(merge(&sent, &view("9", "", &["c"]), plain).unwrap().all("kinds"), ["c"]);
        }

        proptest! {
            /// Two writers, three fields: no field loses what either has set, unless the later one is told.
            #[test]
            fn nothing_is_undone_in_silence(
                base in prop::array::uniform3("[ab]?"), first in prop::array::uniform3("[ab]?"), second in prop::array::uniform3("[ab]?")
            ) {
                const NAMES: [&str; 3] = ["x", "y", "z"];
                let form = |values: &[String; 3]| {
                    NAMES.iter().zip(values).fold(FormView::default(), |form, (name, value)| form.with(name, value.clone()))
                };
                let (before, now) = (shown(form(&base)), form(&first));
                let mut raw = RawForm(before.answers.clone());
                for (name, value) in NAMES.iter().zip(&second) {
                    raw.set(name, vec![value.clone()]);
                }
                let both = (0..3).filter(|n| first[*n] != base[*n] && second[*n] != base[*n] && first[*n] != second[*n]).count();
                match merge(&raw, &now, plain) {
                    Ok(merged) => {
                        prop_assert_eq!(both, 0);
                        for (n, name) in NAMES.iter().enumerate() {
                            let expected = if second[n] == base[n] { &first[n] } else { &second[n] };
                            prop_assert_eq!(merged.get(name), expected.as_str());
                        }
                    }
                    Err((_, clashes)) => prop_assert_eq!(clashes.len(), both),
                }
            }
        }
    }
}
