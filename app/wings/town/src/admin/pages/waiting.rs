//! What waits for a second person, on the pages of what it is about. These pages come without a program.

use super::overview::notice;
use crate::admin::view::Waiting;
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{PostForm, Primary, Secondary, Tone, verbatim};

/// What became of a press, where the address says so.
pub(super) fn became(texts: Texts, code: &str) -> Option<AnyView> {
    let (line, tone) = match code {
        "proposed" => (k::proposals::PROPOSED, Tone::Info),
        "waits" => (k::proposals::WAITS, Tone::Warning),
        "confirmed" => (k::proposals::CONFIRMED, Tone::Success),
        "taken_back" => (k::proposals::TAKEN_BACK, Tone::Success),
        "late" => (k::proposals::LATE, Tone::Info),
        "fallen" => (k::proposals::FALLEN, Tone::Warning),
        _ => return None,
    };
    notice(Some(texts.s(line)), tone)
}

/// The buttons of one that waits.
pub(super) fn waits(texts: Texts, waiting: Waiting) -> AnyView {
    let name = waiting.lines.first().map(|(_, value)| value.clone()).unwrap_or_default();
    let address = |what: &str| format!("/admin/proposals/{}/{what}", waiting.id);
    view! {
        <article class="card">
            <dl class="rows">
                {waiting.lines.iter().map(|(name, value)| view! {
                    <div><dt>{name.clone()}</dt><dd>{verbatim(value.clone())}</dd></div>
                }).collect_view()}
            </dl>
            <p>{verbatim(waiting.said)}</p>
            {(!waiting.may_confirm).then(|| view! { <p>{texts.s(k::proposals::NOT_YOU)}</p> })}
            <div class="row">
                {waiting.may_confirm.then(|| view! {
                    <PostForm action=address("confirm") label=format!("{}: {name}", texts.s(k::proposals::CONFIRM)) plain=true>
                        <Primary text=texts.s(k::proposals::CONFIRM)/>
                    </PostForm>
                })}
                <PostForm action=address("take-back") label=format!("{}: {name}", texts.s(k::proposals::TAKE_BACK)) plain=true>
                    <Secondary text=texts.s(k::proposals::TAKE_BACK)/>
                </PostForm>
            </div>
        </article>
    }
    .into_any()
}
