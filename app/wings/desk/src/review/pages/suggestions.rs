//! Who could help with an approved request.

use crate::review::view::{Suggested, Suggestions, Unsuited};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{Hidden, PostForm, Secondary};

/// The best three with one button, or ticks.
pub(super) fn suggestions(texts: Texts, id: &str, found: Suggestions, primary: bool) -> AnyView {
    let action = format!("/staff/requests/{id}/offer");
    let button = if primary { "btn btn-primary" } else { "btn btn-secondary" };
    let may = found.free > 0 && !found.best.is_empty();
    let most = (1..=found.free).zip(&found.best).count().to_string();
    let best = if most == "1" {
        texts.s(k::review::ASK_BEST_ONE).to_owned()
    } else {
        texts.f(k::review::ASK_BEST_MANY, &[("n", &most)])
    };
    view! {
        <section class="panel" id="suggestions">
            <h2 tabindex="-1" data-next>{texts.s(k::review::SUGGESTIONS)}</h2>
            {found.instead.map(|words| view! { <p>{words}</p> })}
            {(found.free == 0 && !found.best.is_empty()).then(|| view! { <p>{texts.s(k::review::OFFERS_FULL)}</p> })}
            {may.then(|| view! {
                <p class="hint">{texts.n(k::review::MAY_ASK_ONE, k::review::MAY_ASK_MANY, found.free)}</p>
                // A form of its own: Enter on a tick must never ask others than the chosen.
                <PostForm action=action.clone() label=best.clone()>
                    <Hidden name="best" value=most/>
                    <button type="submit" class=button>{best}</button>
                </PostForm>
                <PostForm action=action label=texts.s(k::review::SUGGESTIONS)>
                    <div class="stack">{found.best.into_iter().map(choice).collect_view()}</div>
                    <Secondary text=texts.s(k::review::ASK_CHOSEN)/>
                </PostForm>
            })}
            {(!found.others.is_empty()).then(|| view! {
                <details>
                    <summary>{texts.f(k::review::OTHERS, &[("n", &found.others.len().to_string())])}</summary>
                    <ul>{found.others.into_iter().map(|Unsuited { name, why }| view! { <li><b translate="no">{name}</b> ": " {why}</li> }).collect_view()}</ul>
                </details>
            })}
        </section>
    }
    .into_any()
}

fn choice(person: Suggested) -> AnyView {
    let id = format!("volunteer-{}", person.id);
    view! {
        <label class="choice" for=id.clone()>
            <input type="checkbox" id=id.clone() name="volunteer" value=person.id/>
            <span><b translate="no">{person.name}</b><small>{person.reasons}</small></span>
        </label>
    }
    .into_any()
}
