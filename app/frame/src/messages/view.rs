//! What pages of messages are given, and what they are loaded by.

use ground::tree::FromTree;
use serde::Serialize;

/// A message as its reader sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
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

ui::loads! {
    /// One's own messages.
    MessagesLoad {} -> Vec<Message>, "messages/mine";
}
