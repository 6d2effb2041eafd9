//! What the pages are compared with: the same web server giving out the same bytes, with nothing to think about. And the same stream of
//! events, with nothing to say.

use anyhow::{Context as _, Result};
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{StatusCode, Uri, header},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
    routing::get,
};
use std::{collections::BTreeMap, convert::Infallible, path::Path, sync::Arc, time::Duration};

/// Serves until it is killed.
pub fn serve(folder: &Path, port: u16) -> Result<()> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("/{}", entry.file_name().to_string_lossy());
        files.insert(name, Bytes::from(std::fs::read(entry.path())?));
    }
    let router = Router::new()
        .route("/readyz", get(|| async { "ok\n" }))
        .route(
            "/stream",
            get(|| async {
                Sse::new(futures::stream::pending::<Result<Event, Infallible>>())
                    .keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
            }),
        )
        .fallback(file)
        .with_state(Arc::new(files));
    // The runtime of the delivered server: as many threads as there are cores.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.context("no port")?;
        Ok(axum::serve(listener, router).await?)
    })
}

async fn file(State(files): State<Arc<BTreeMap<String, Bytes>>>, uri: Uri) -> Response {
    match files.get(uri.path()) {
        Some(bytes) => {
            let headers = [(header::CONTENT_TYPE, "text/html; charset=utf-8"), (header::CONTENT_ENCODING, "br")];
            (headers, bytes.clone()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}
