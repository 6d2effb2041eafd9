//! Reading one's own messages.

use super::{
    model::MessageCode,
    store,
    view::{Message, MessagesLoad},
};
use crate::{
    access::model::Role,
    context::{
        Here,
        feature::{Loads, Routes},
    },
    once,
    routes::Go,
};
use db::Failure;
use ground::{
    Object,
    clock::capital,
    form::RawForm,
    text::{Key, k, theirs},
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
    let messages = store::list(&mut tx, here.municipality(), &me.id, SHOWN).await?;
    let shown = messages.into_iter().filter_map(|row| {
        let code = MessageCode::from_code(&row.code)?;
        let who = row.about_name.as_deref().map_or_else(|| texts.s(k::messages::SOMEBODY).to_owned(), theirs);
        let text = texts.f(Key::by_name(&format!("messages.{}", code.code()))?, &[("person", &who)]);
        let about = row.about_type.as_deref().and_then(Object::from_code).zip(row.about_id.as_deref());
        let href = match about {
            Some((Object::Offer, id)) => Some(format!("/volunteer/offers/{id}")),
            Some((Object::Visit, id)) if row.gives_visit => Some(format!("/volunteer/visits/{id}")),
            Some((Object::Visit, id)) => Some(format!("/visits/{id}")),
            Some((Object::Request, id)) => Some(format!("/requests/{id}")),
            _ if !me.is(Role::Administrator) => None,
            _ => match code {
                MessageCode::RoleProposed | MessageCode::RoleConfirmed | MessageCode::RoleEnded => {
                    Some("/admin/roles".to_owned())
                }
                MessageCode::KindProposed | MessageCode::KindConfirmed => Some("/admin/kinds".to_owned()),
                MessageCode::ReadMuch => Some("/admin".to_owned()),
                _ => None,
            },
        };
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
