//! For whoever watches over the server: alive, and ready to serve. Neither says anything about anybody.

use axum::{
    extract::State,
    http::{StatusCode, header},
    response::IntoResponse,
};
use frame::context::AppContext;
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

/// Said beside "ok": the server serves, and somebody has to look at the proxy in front.
const BLIND: &str = "ok, but a trusted proxy does not say whom it was asked from (X-Forwarded-For): limits hold for all behind it together\n";

/// `/readyz`: the database answers, else 503. `blind`: a trusted proxy has been silent about whom it was asked from.
pub async fn ready(State(ctx): State<AppContext>, blind: bool) -> impl IntoResponse {
    let asked = async {
        let mut tx = ctx.db.read().await?;
        db::row!(&mut tx, (String,), "SELECT id FROM municipality LIMIT 1")
    };
    match tokio::time::timeout(PATIENCE, asked).await {
        Ok(Ok(_)) => answer(StatusCode::OK, if blind { BLIND } else { "ok\n" }),
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
