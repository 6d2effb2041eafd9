//! Reading one's own messages.

use super::{
    kinds, store,
    view::{Message, MessagesLoad},
};
use crate::{
    context::{
        Here,
        feature::{Loads, Routes},
    },
    once,
    routes::Go,
};
use db::Failure;
use ground::{
    clock::capital,
    form::RawForm,
    text::{k, theirs},
};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/notifications/read", mark_read)
}

/// What answers the loads of this feature's pages.
pub fn loads(loads: Loads) -> Loads {
    loads.page(mine)
}

/// How many messages the page shows.
const SHOWN: i64 = 100;

/// The signed-in person's messages.
///
/// # Errors
/// `SignIn`.
async fn mine(here: Here, _: MessagesLoad) -> Result<Vec<Message>, Failure> {
    let me = here.me()?;
    let texts = here.texts();
    let mut tx = here.read().await?;
    let kinds = || kinds(here.app.features);
    let messages = store::list(&mut tx, here.municipality(), &me.id, kinds(), SHOWN).await?;
    let shown = messages.into_iter().filter_map(|row| {
        let Some(kind) = kinds().find(|kind| kind.code == row.code) else {
            // `checks::store::codes` finds it too.
            tracing::error!(code = row.code, "a message that no feature tells");
            return None;
        };
        let who = row.about_name.as_deref().map_or_else(|| texts.s(k::messages::SOMEBODY).to_owned(), theirs);
        let text = texts.f(kind.words, &[("person", &who)]);
        let href = kind.leads.href(me, row.about_id.as_deref(), row.first);
        Some(Message { text, when: capital(&here.locale().moment(row.created_at)), href, new: row.read_at.is_none() })
    });
    Ok(shown.collect())
}

async fn mark_read(here: Here, form: RawForm) -> Result<Go, Failure> {
    let person = here.me()?.id.clone();
    let location = once!(&here, "messages/read", &form, |tx| {
        store::mark_read(tx, here.municipality(), &person, here.instant()).await?;
        Ok("/notifications".to_owned())
    })?;
    Ok(Go(location))
}
