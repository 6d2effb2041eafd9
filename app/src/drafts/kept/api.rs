//! The page that gives back what was typed, and its one step.

use super::{open, pages::KeptForm, store};
use crate::{
    common::{AppError, Failure, page::Page},
    context::{Here, answer},
    in_tx,
    routes::{Go, Routes},
};
use axum::extract::Path;

/// Where a person finds what was kept.
pub const PAGE: &str = "/kept";

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.post("/kept/{id}/remove", remove)
}

/// What is kept for the reader.
///
/// # Errors
/// `SignIn`; the database's.
pub async fn kept() -> Result<Page<Vec<KeptForm>>, AppError> {
    answer(async {
        let here = Here::now()?;
        let (municipality, me) = (here.municipality(), &here.me()?.id);
        let mut tx = here.read().await?;
        let rows = store::of_person(&mut tx, municipality, me, here.instant()).await?;
        drop(tx);
        let forms = rows.into_iter().filter_map(|(id, at, sealed)| {
            let typed = open(&here.app, municipality, me, &sealed)?;
            Some(KeptForm { id, when: here.locale().moment(at), typed })
        });
        Ok(forms.collect())
    })
    .await
}

/// Forgets one of the reader's own; safe to repeat.
async fn remove(here: Here, Path(id): Path<String>) -> Result<Go, Failure> {
    let me = here.me()?.id.clone();
    in_tx!(here.app.db, |tx| { Ok::<_, Failure>(store::delete(tx, here.municipality(), &me, &id).await?) })?;
    Ok(Go::to(PAGE))
}
