//! "3 nya, visa": what changed since the page was loaded, as a link. Nothing that is being read is rewritten; without script the
//! page is loaded again by hand.

use crate::common::text::{Texts, k};
use leptos::prelude::*;

/// The link, in a region that is read out politely. Listens only while the page is visible.
#[component]
pub fn Live(
    /// The address that loads the list again.
    address: String,
) -> impl IntoView {
    let texts = Texts::current();
    let count = RwSignal::new(0_i64);
    // What happened while the page was hidden was not counted.
    let missed = RwSignal::new(false);
    #[cfg(feature = "hydrate")]
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            browser::listen(count, missed);
        }
    });
    view! {
        <div aria-live="polite">
            {move || {
                let words = match (missed.get(), count.get()) {
                    (true, _) => Some(texts.s(k::review::LIVE_MISSED).to_owned()),
                    (false, 0) => None,
                    (false, n) => Some(texts.n(k::review::LIVE_ONE, k::review::LIVE_MANY, n)),
                };
                words.map(|words| view! { <a class="live-link" href=address.clone() rel="external">{words}</a> })
            }}
        </div>
    }
    .into_any()
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::{
        leptos_dom::helpers::window_event_listener_untyped,
        prelude::*,
        wasm_bindgen::{JsCast, prelude::Closure},
    };
    use std::collections::BTreeSet;
    use web_sys::{EventSource, MessageEvent};

    /// A connection that closes when it is dropped: the page was left, or is not visible.
    struct Stream {
        source: EventSource,
        // The browser calls it for as long as the connection lives.
        _listener: Closure<dyn FnMut(MessageEvent)>,
    }

    impl Drop for Stream {
        fn drop(&mut self) {
            self.source.close();
        }
    }

    /// Counts distinct changes while the document is visible.
    pub fn listen(count: RwSignal<i64>, missed: RwSignal<bool>) {
        let seen = StoredValue::new_local(BTreeSet::<String>::new());
        let stream = StoredValue::new_local(None::<Stream>);
        let follow = move || {
            let visible = !document().hidden();
            let _ = stream.try_update_value(|stream| {
                if !visible {
                    *stream = None;
                } else if stream.is_none() {
                    *stream = open(seen, count);
                }
            });
        };
        follow();
        let handle = window_event_listener_untyped("visibilitychange", move |_| {
            if stream.try_with_value(Option::is_none) == Some(true) {
                let _ = missed.try_set(true);
            }
            follow();
        });
        on_cleanup(move || handle.remove());
    }

    fn open(seen: StoredValue<BTreeSet<String>, LocalStorage>, count: RwSignal<i64>) -> Option<Stream> {
        let source = EventSource::new("/staff/stream").ok()?;
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let number = event.data().as_string().and_then(|what| {
                seen.try_update_value(|seen| {
                    seen.insert(what);
                    seen.len()
                })
            });
            if let Some(number) = number {
                let _ = count.try_set(i64::try_from(number).unwrap_or(i64::MAX));
            }
        });
        source.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref()).ok()?;
        Some(Stream { source, _listener: listener })
    }
}
