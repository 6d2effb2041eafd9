//! The page that gives back what was typed, and its one step.

use super::{
    PARAMETER, Typed, of_reader, open, store,
    view::{KeptForm, KeptLoad},
};
use crate::{
    context::{
        Here,
        feature::{Loads, Routes},
    },
    routes::Go,
};
use axum::{Json, extract::Path};
use db::{Failure, in_tx};
use ground::AppError;

/// Where a person finds what was kept.
pub const PAGE: &str = "/kept";

/// Addresses of this feature.
pub fn routes(routes: Routes) -> Routes {
    routes.get("/kept/{id}", one).post("/kept/{id}/remove", remove)
}

/// What answers the load of this feature's page.
pub fn loads(loads: Loads) -> Loads {
    loads.plain(kept)
}

/// What is kept for the reader.
///
/// # Errors
/// `SignIn`; the database's.
async fn kept(here: Here, _: KeptLoad) -> Result<Vec<KeptForm>, Failure> {
    let (municipality, me) = (here.municipality(), &here.me()?.id);
    let mut tx = here.read().await?;
    let rows = store::of_person(&mut tx, municipality, me, here.instant()).await?;
    drop(tx);
    let forms = rows.into_iter().filter_map(|(id, at, sealed)| {
        let typed = open(&here.app, municipality, me, &sealed)?;
        let page = with(&typed.page, &id);
        Some(KeptForm { id, when: here.locale().moment(at), page, typed })
    });
    Ok(forms.collect())
}

/// One of the reader's own, for `app/worker/fill.js`: `{"address": "/concern", "fields": [["body", "…"]]}`.
async fn one(here: Here, Path(id): Path<String>) -> Result<Json<Typed>, Failure> {
    let mut tx = here.read().await?;
    let typed = of_reader(&mut tx, &here, &id).await?;
    drop(tx);
    Ok(Json(typed.ok_or(AppError::NotFound)?))
}

/// The page on which a form was typed, to be opened with what is kept of it.
pub fn with(page: &str, id: &str) -> String {
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}{PARAMETER}={id}")
}

/// Forgets one of the reader's own; safe to repeat.
async fn remove(here: Here, Path(id): Path<String>) -> Result<Go, Failure> {
    let me = here.me()?.id.clone();
    in_tx!(here.app.db, |tx| { Ok::<_, Failure>(store::delete(tx, here.municipality(), &me, &id).await?) })?;
    Ok(Go::to(PAGE))
}
