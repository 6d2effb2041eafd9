//! A municipality's logo, by the hash of its bytes: a file like those of the site, for everybody and to be kept for good. No session is
//! looked at, so that no cookie can come along with what others may keep.

use crate::visitor::host;
use axum::{
    extract::{Path, Request, State},
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use db::Failure;
use frame::context::AppContext;
use town::admin::store;

/// The logo with this hash, of the municipality that the host name picks.
pub async fn answer(State(ctx): State<AppContext>, Path(hash): Path<String>, request: Request) -> Response {
    if !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match find(&ctx, &host(&request), &hash).await {
        Ok(Some(picture)) => {
            let headers =
                [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
            (headers, picture).into_response()
        }
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(failure) => failure.into_response(),
    }
}

async fn find(ctx: &AppContext, host: &str, hash: &str) -> Result<Option<Vec<u8>>, Failure> {
    let mut tx = ctx.db.read().await?;
    Ok(store::logo(&mut tx, host, hash).await?)
}
