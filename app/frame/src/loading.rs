//! (server side) How what a page is loaded by is answered: by what its feature has bound to it, with the page's one-time key, which is the
//! reader's.

use crate::{
    context::{
        Here,
        feature::{Bound, Given, Loads, Routes},
    },
    once,
};
use axum::{extract::RawQuery, http::header};
use ground::AppError;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;
use ui::page::{Answer, Loader};

/// What answers the loads of the page that is being made for a reader. It sets the page's status where it fails, and sends the reader on where
/// there is nothing to do on it.
pub fn loader(loads: &'static Loads, here: &Here) -> Loader {
    let here = here.clone();
    Loader::new(move |name, list| {
        let here = here.clone();
        Box::pin(async move {
            let load = loads.all().find(|load| load.name == name).ok_or_else(|| unknown(name))?;
            match answer(load, here, list).await {
                Ok(Given { data, instead }) => {
                    if let Some(path) = instead {
                        leptos_axum::redirect(&path);
                    }
                    Ok(data)
                }
                Err(error) => {
                    if let Some(response) = use_context::<ResponseOptions>() {
                        response.set_status(error.status_code());
                    }
                    Err(error)
                }
            }
        })
    })
}

fn unknown(name: &str) -> AppError {
    tracing::error!(name, "a load that nothing answers");
    AppError::Internal
}

/// The addresses where browsers ask for what a page shows.
pub fn routes(loads: &'static Loads, routes: Routes) -> Routes {
    loads.all().fold(routes, |routes, load| {
        let Some(address) = load.address else { return routes };
        routes.get(address, move |here: Here, RawQuery(query): RawQuery| async move {
            let list = load.list(&query.unwrap_or_default())?;
            let json = answer(load, here, list).await?.data.to_json();
            Ok::<_, AppError>(([(header::CONTENT_TYPE, "application/json")], json))
        })
    })
}

async fn answer(load: &Bound, here: Here, list: Vec<String>) -> Result<Given<Answer>, AppError> {
    let Given { data, instead } = load.answer(here.clone(), list).await?;
    Ok(Given { data: data.with_key(once::key::make(&here)), instead })
}
