//! What people type and send, drawn for property tests of every crate (feature `proptest`).

use crate::form::RawForm;
use jiff::{
    ToSpan,
    civil::{Date, date},
};
use proptest::{collection::vec, prelude::*};

/// What people and machines put into a field: nothing, anything, almost a date, a time, a number, and what is not meant for one.
pub fn typed() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        any::<String>(),
        "[0-9]{1,24}",
        "-?[0-9]{1,20}",
        "[0-9]{1,4}[-/. ][0-9]{1,2}([-/. ][0-9]{1,4})?",
        "(kl |klockan )?[0-9]{1,2}[:.]?[0-9]{0,3}",
        "[+(]?[0-9]{2,4}[)]?[- /][0-9 ]{4,14}",
        "(<script>|'; --|\u{202e}|\u{200f}|👵🏽|\\PC){0,12}",
        prop_oneof![Just("any"), Just("other"), Just("morning"), Just("home"), Just("yes"), Just("1")]
            .prop_map(str::to_owned),
    ]
}

/// A form with these fields: some missing, some repeated.
pub fn sent(fields: &'static [&'static str]) -> impl Strategy<Value = RawForm> {
    vec((prop::sample::select(fields), typed()), 0..24).prop_map(|pairs| {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(pairs);
        RawForm::parse(body.finish().as_bytes())
    })
}

/// Days of two centuries.
pub fn days() -> impl Strategy<Value = Date> {
    (0_i64..73_000).prop_map(|after| date(1970, 1, 1).saturating_add(after.days()))
}
