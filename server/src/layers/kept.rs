//! What was typed into a form that is refused for good is kept for the one whose page it was (`frame::drafts::kept`): the session had ended
//! meanwhile, the role, the row, or somebody else is signed in.

use super::{
    again::Sent,
    errors::{escape, quoted},
};
use app::features;
use axum::http::{HeaderName, StatusCode};
use db::{Failure, in_tx};
use frame::{
    access::model::Visitor,
    context::AppContext,
    drafts::kept::{self, FIELD, Typed, api::PAGE},
    once::key::{self, Reader},
};
use ground::{
    id::PersonId,
    text::{Key, Texts, k},
};

/// On an answer that says that what was typed is kept.
pub const KEPT: HeaderName = HeaderName::from_static("x-handslag-kept");
/// On a form that waited on the device for a network (`app/worker/service-worker.js`).
pub const WAITED: HeaderName = HeaderName::from_static("x-handslag-waited");

/// What is known of a post before it is handled.
#[derive(Clone, Debug)]
pub struct Post {
    /// The page that it came from.
    pub page: String,
    /// It waited on the device.
    pub waits: bool,
}

/// What is said of a form that was kept.
#[derive(Clone, Debug)]
pub struct Kept {
    line: Key,
    /// What was typed, where it is its writer who reads this.
    own: Option<Vec<String>>,
}

impl Kept {
    /// For the page that says what happened.
    pub fn html(&self, texts: Texts) -> String {
        let line = format!("<p>{}</p>", escape(texts.s(self.line)));
        let Some(own) = &self.own else { return line };
        format!("{line}{}<p><a href=\"{PAGE}\">{}</a></p>", quoted(own), escape(texts.s(k::kept::SHOW)))
    }
}

fn field(fields: &[(String, String)], name: &str) -> String {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim().to_owned()).unwrap_or_default()
}

/// Keeps what a refused form brought, and says what is to be said of it. Best effort: the form is refused anyway.
pub async fn keep(
    ctx: &AppContext,
    visitor: &Visitor,
    status: StatusCode,
    path: &str,
    post: &Post,
    sent: &Sent,
) -> Option<Kept> {
    let line = match status {
        StatusCode::UNAUTHORIZED if !post.waits => k::kept::SIGN_IN,
        StatusCode::FORBIDDEN | StatusCode::NOT_FOUND | StatusCode::CONFLICT => k::kept::OWN,
        _ => return None,
    };
    // What opens a door is a secret, and how one reads is a press.
    if features::door(path).is_some_and(|door| !door.is_told()) {
        return None;
    }
    let fields = sent.fields()?;
    let me = visitor.person.as_ref().map(|me| &me.id);
    let writer: PersonId = match key::reader(&ctx.config.secret, &visitor.municipality.id, &field(&fields, key::FIELD))
    {
        Some(Reader::Person(writer)) => writer,
        Some(Reader::Nobody) => return None,
        None => me?.clone(),
    };
    let typed = Typed::new(path, &post.page, fields)?;
    if let Err(failure) = kept::put(ctx, &visitor.municipality.id, &writer, &typed).await {
        tracing::warn!(?failure, "what was typed could not be kept");
        return None;
    }
    Some(match me {
        Some(me) if *me == writer => Kept { line, own: Some(typed.words()) },
        Some(_) => Kept { line: k::kept::OTHER_KEPT, own: None },
        None => Kept { line, own: None },
    })
}

/// Forgets what was kept once it was sent again.
pub async fn taken(ctx: &AppContext, visitor: Option<&Visitor>, sent: &Sent) {
    let Some(visitor) = visitor else { return };
    let (Some(me), Some(fields)) = (&visitor.person, sent.fields()) else { return };
    let id = field(&fields, FIELD);
    if id.is_empty() {
        return;
    }
    let forgotten: Result<u64, Failure> =
        in_tx!(ctx.db, |tx| { Ok(kept::delete(tx, &visitor.municipality.id, &me.id, &id).await?) });
    if let Err(failure) = forgotten {
        tracing::warn!(?failure, "what was kept and is taken now could not be forgotten");
    }
}
