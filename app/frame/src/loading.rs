//! (server side) How the server answers a page that asks for its data.

use crate::{context::Here, once};
use axum::http::StatusCode;
use db::Failure;
use ground::AppError;
use std::future::Future;
use ui::page::Page;

/// Answers a page's server function: sets the status where it failed, logs what must not be shown, and gives the page
/// its one-time key, which is the reader's.
///
/// # Errors
/// What the reader may learn of the failure.
pub async fn answer<D>(work: impl Future<Output = Result<D, Failure>>) -> Result<Page<D>, AppError> {
    match work.await {
        Ok(data) => Ok(Page { key: once::key::make(&Here::now()?), data }),
        Err(failure) => {
            let error = AppError::from(failure);
            if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
                response.set_status(StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR));
            }
            Err(error)
        }
    }
}
