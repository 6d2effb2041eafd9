//! For whoever watches over the server: alive, and ready to serve. Neither says anything about anybody.

use app::context::AppContext;
use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use std::time::Duration;

/// The database has this long to answer.
const PATIENCE: Duration = Duration::from_secs(2);

fn answer(status: StatusCode, text: &'static str) -> impl IntoResponse {
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text)
}

/// `/healthz`: the program runs.
pub async fn alive() -> impl IntoResponse {
    answer(StatusCode::OK, "ok\n")
}

/// `/readyz`: the database answers, else 503.
pub async fn ready(State(ctx): State<AppContext>) -> impl IntoResponse {
    let asked = async {
        let mut tx = ctx.db.read().await?;
        app::row!(&mut tx, (String,), "SELECT id FROM municipality LIMIT 1")
    };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => answer(StatusCode::OK, "ok\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "the database does not answer");
            answer(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
        Err(_) => {
            tracing::warn!("the database does not answer in time");
            answer(StatusCode::SERVICE_UNAVAILABLE, "the database does not answer in time\n")
        }
    }
}
