//! Everybody's own notifications.

use ground::text::{Texts, k};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{Heading, PostForm, Secondary, page::page, verbatim};

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// What happened.
    pub text: String,
    /// When, in words.
    pub when: String,
    /// Where to read more.
    pub href: Option<String>,
    /// Not read before.
    pub new: bool,
}

ui::load! {
    /// Loads one's own messages.
    load_mine() -> Vec<Message>, "messages/mine" => crate::messages::api::mine()
}

/// One's own messages, newest first.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page(
        || (),
        |()| load_mine(),
        |texts: Texts, messages: Vec<Message>| {
            let unread = messages.iter().any(|message| message.new);
            view! {
                <Heading text=texts.s(k::messages::HEADING)/>
                {messages.is_empty().then(|| view! { <p class="empty">{texts.s(k::messages::EMPTY)}</p> })}
                {unread.then(|| view! {
                    <PostForm action="/notifications/read"><Secondary text=texts.s(k::messages::MARK_READ)/></PostForm>
                })}
                <ul class="notice-list">
                    {messages.into_iter().map(|message| view! {
                        <li class=message.new.then_some("is-new")>
                            {match message.href {
                                Some(href) => view! { <a href=href>{verbatim(message.text)}</a> }.into_any(),
                                None => view! { <span>{verbatim(message.text)}</span> }.into_any(),
                            }}
                            <p class="hint">{message.new.then(|| view! { <span class="tag tag-ok">{texts.s(k::messages::NEW)}</span> " " })}{message.when}</p>
                        </li>
                    }).collect_view()}
                </ul>
            }
        },
    )
}
