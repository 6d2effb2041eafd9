//! Everybody's own notifications.

use crate::messages::view::{Message, MessagesLoad};
use ground::text::{Texts, k};
use leptos::prelude::*;
use ui::{Heading, PostForm, Secondary, page::page, verbatim};

/// One's own messages, newest first.
#[component]
pub fn NotificationsPage() -> impl IntoView {
    page(
        || MessagesLoad {},
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
