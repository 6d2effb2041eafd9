//! Reading one's own messages.

use super::{model::MessageCode, pages::Message, store};
use crate::{
    access::model::Role,
    common::{
        AppError,
        clock::capital,
        form::RawForm,
        text::{Key, k, theirs},
    },
    context::{Here, feature::Routes},
    db::Failure,
    loading::answer,
    once,
    routes::Go,
    ui::page::Page,
};

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/notifications/read", mark_read)
}

/// How many messages the page shows.
const SHOWN: i64 = 100;

/// The signed-in person's messages.
///
/// # Errors
/// `SignIn`.
pub async fn mine() -> Result<Page<Vec<Message>>, AppError> {
    answer(async {
        let here = Here::now()?;
        let me = here.me()?;
        let texts = here.texts();
        let mut tx = here.read().await?;
        let messages = store::list(&mut tx, here.municipality(), &me.id, SHOWN).await?;
        let shown = messages.into_iter().filter_map(|row| {
            let code = MessageCode::from_code(&row.code)?;
            let who = row.about.as_deref().map_or_else(|| texts.s(k::messages::SOMEBODY).to_owned(), theirs);
            let text = texts.f(Key::by_name(&format!("messages.{}", code.code()))?, &[("person", &who)]);
            let href = match (&row.offer_id, &row.visit_id, &row.request_id) {
                (Some(offer), _, _) => Some(format!("/volunteer/offers/{offer}")),
                (_, Some(visit), _) if row.gives_visit => Some(format!("/volunteer/visits/{visit}")),
                (_, Some(visit), _) => Some(format!("/visits/{visit}")),
                (_, _, Some(request)) => Some(format!("/requests/{request}")),
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
            Some(Message {
                text,
                when: capital(&here.locale().moment(row.created_at)),
                href,
                new: row.read_at.is_none(),
            })
        });
        Ok(shown.collect())
    })
    .await
}

async fn mark_read(here: Here, form: RawForm) -> Result<Go, Failure> {
    let person = here.me()?.id.clone();
    let location = once!(&here, "messages/read", &form, |tx| {
        store::mark_read(tx, here.municipality(), &person, here.instant()).await?;
        Ok("/notifications".to_owned())
    })?;
    Ok(Go(location))
}
