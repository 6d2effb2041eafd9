//! "Bli volontär": for anybody who is not signed in, and for a senior.

use super::fields::{cards, languages};
use crate::vetting::view::{Join, JoinLoad, JoinThanksLoad};
use ground::{
    form::FormView,
    text::{Key, Texts, k, theirs},
};
use leptos::prelude::*;
use ui::{
    ButtonLink, Choice, Choices, ErrorSummary, Heading, PostForm, Primary, TextField,
    page::{page, query},
    verbatim,
};

/// The sign-up.
#[component]
pub fn JoinPage() -> impl IntoView {
    let draft = query("draft");
    page(move || JoinLoad { draft: draft() }, join)
}

fn join(texts: Texts, data: Join) -> AnyView {
    use k::vetting as t;
    let (form, options) = (data.form, data.options);
    let list = |keys: [Key; 3]| keys.map(|key| view! { <li>{texts.s(key)}</li> }).collect_view();
    let person = if data.name.is_empty() {
        person_fields(texts, &form)
    } else {
        view! { <p class="lead">{verbatim(texts.f(t::SIGNED_IN_AS, &[("name", &theirs(&data.name))]))}</p> }.into_any()
    };
    let consent = vec![Choice::new("yes", texts.s(t::CONSENT_YES)).hint(texts.s(t::CONSENT_HINT))];
    view! {
        <ErrorSummary form=form.clone()/>
        <Heading text=texts.s(t::JOIN_HEADING) refused=!form.errors.is_empty()/>
        <p class="lead">{texts.s(t::JOIN_LEAD)}</p>
        <h2>{texts.s(t::JOIN_DO_HEADING)}</h2>
        <ul>{list([t::JOIN_DO_1, t::JOIN_DO_2, t::JOIN_DO_3])}</ul>
        <h2>{texts.s(t::JOIN_NEVER_HEADING)}</h2>
        <ul>{list([t::JOIN_NEVER_1, t::JOIN_NEVER_2, t::JOIN_NEVER_3])}</ul>
        <p>{texts.s(t::JOIN_NEXT)}</p>
        <PostForm action="/volunteer/join" plain=true>
            <h2>{texts.s(t::JOIN_YOU)}</h2>
            {person}
            <Choices name="area" legend=texts.s(t::AREA) choices=cards(options.areas) form=form.clone()/>
            <h2>{texts.s(t::JOIN_HELP)}</h2>
            <Choices name="kinds" legend=texts.s(t::KINDS) hint=texts.s(t::KINDS_HINT) choices=cards(options.kinds) form=form.clone() several=true/>
            {languages(texts, options.languages, &form)}
            <TextField name="about" label=texts.s(t::ABOUT) hint=texts.s(t::ABOUT_HINT) form=form.clone() area=true/>
            <Choices name="consent" legend=texts.s(t::CONSENT) choices=consent form=form several=true/>
            <Primary text=texts.s(t::JOIN_SEND)/>
        </PostForm>
    }
    .into_any()
}

fn person_fields(texts: Texts, form: &FormView) -> AnyView {
    use k::vetting as t;
    let another = form.error("another").map(|_| {
        let choices = vec![Choice::new("yes", texts.s(t::ANOTHER))];
        view! { <Choices name="another" legend=texts.s(t::ANOTHER_LEGEND) choices=choices form=form.clone() several=true/> }
    });
    view! {
        {another}
        <TextField name="given_name" label=texts.s(t::GIVEN_NAME) autocomplete="given-name" form=form.clone()/>
        <TextField name="family_name" label=texts.s(t::FAMILY_NAME) autocomplete="family-name" form=form.clone()/>
        <TextField name="phone" label=texts.s(t::PHONE) hint=texts.s(t::PHONE_HINT) autocomplete="tel" inputmode="tel" form=form.clone()/>
        <TextField name="email" label=texts.s(t::EMAIL) autocomplete="email" inputmode="email" form=form.clone()/>
        <TextField name="street" label=texts.s(t::STREET) autocomplete="address-line1" form=form.clone()/>
        <TextField name="postal_code" label=texts.s(t::POSTAL_CODE) autocomplete="postal-code" inputmode="numeric" form=form.clone()/>
        <TextField name="city" label=texts.s(t::CITY) autocomplete="address-level2" form=form.clone()/>
    }
    .into_any()
}

/// What happens next.
#[component]
pub fn JoinThanksPage() -> impl IntoView {
    page(
        || JoinThanksLoad {},
        |texts: Texts, volunteer: bool| {
            use k::vetting as t;
            view! {
                <Heading text=texts.s(t::THANKS_HEADING)/>
                <h2>{texts.s(t::THANKS_WHAT)}</h2>
                <ol class="steps">
                    {[t::THANKS_1, t::THANKS_2, t::THANKS_3, t::THANKS_4].map(|key| view! { <li>{texts.s(key)}</li> }).collect_view()}
                </ol>
                {volunteer.then(|| view! {
                    <div class="stack"><ButtonLink href="/volunteer/profile" text=texts.s(t::THANKS_PROFILE) primary=true/></div>
                })}
            }
            .into_any()
        },
    )
}
