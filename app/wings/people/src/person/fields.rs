//! The fields of how a person is reached: on their own page, and where a coordinator has opened them.

use ground::{
    form::FormView,
    seen::SEEN,
    text::{Texts, k},
};
use leptos::prelude::*;
use ui::{Choice, Choices, Hidden, TextField};

/// The fields of contact data; on a person's own page (`own`) they speak to the reader.
pub fn contact_fields(texts: Texts, form: FormView, locales: Vec<(String, String)>, own: bool) -> AnyView {
    let (reads, share, yes, hint) = if own {
        (k::people::LOCALE, k::people::SHARE_PHONE, k::people::SHARE_PHONE_YES, k::people::SHARE_PHONE_HINT)
    } else {
        (k::people::READS, k::people::SHARE, k::people::SHARE_YES, k::people::SHARE_HINT)
    };
    view! {
        <Hidden name=SEEN value=form.get(SEEN)/>
        <TextField name="phone" label=texts.s(k::people::PHONE) hint=texts.s(k::people::PHONE_HINT) inputmode="tel" form=form.clone()/>
        <TextField name="email" label=texts.s(k::people::EMAIL) inputmode="email" form=form.clone()/>
        <TextField name="way_in" label=texts.s(k::people::WAY_IN) hint=texts.s(k::people::WAY_IN_HINT) form=form.clone()/>
        <Choices
            name="locale"
            legend=texts.s(reads)
            choices=locales.into_iter().map(|(value, text)| Choice::new(value, text)).collect()
            form=form.clone()
        />
        <Choices
            name="share_phone"
            legend=texts.s(share)
            choices=vec![Choice::new("yes", texts.s(yes)).hint(texts.s(hint))]
            form=form
            several=true
        />
    }
    .into_any()
}
