//! `serve`: checks, opens, listens, and ends without breaking off what is being answered.

use super::Fault;
use crate::{
    config::Settings,
    jobs,
    output::say,
    router::{self, Outside},
    site::Site,
};
use app::{
    common::clock::Clock,
    context::{AppContext, Config},
    messages::events::Events,
};
use axum::Router;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{sync::Arc, time::Duration};
use tokio::net::TcpListener;

/// Headers must have come after this long, or the connection is closed: slow ones must not use up the server.
const HEADER_TIME: Duration = Duration::from_secs(10);
/// What is being answered may take this long when the server is told to end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);

/// Serves until it is told to end (Ctrl-C, SIGTERM).
///
/// # Errors
/// The configuration is unsafe, or something cannot be opened.
pub async fn serve(settings: &Settings) -> Result<(), Fault> {
    let problems = settings.problems();
    if !problems.is_empty() {
        return Err(Fault::Config(problems));
    }
    let public = settings.public()?;
    let secret = settings.secret()?;
    let (site, files) = Site::open(settings.site.as_deref()).map_err(Fault::Site)?;
    let db = super::open(settings).await?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| Fault::Io(format!("cannot listen on {}", settings.listen), error))?;
    let ctx = AppContext {
        db: db.clone(),
        clock: Clock::system(),
        config: Arc::new(Config { demo: settings.demo, tls: public.tls, secret, site: files }),
        events: Events::default(),
    };
    let relay = tokio::spawn(ctx.events.clone().relay(db.clone(), ctx.clock.clone()));
    let jobs = tokio::spawn(jobs::run(ctx.clone(), settings.audit_head()));
    say(format_args!("Handslag: {}", public.origin));
    if settings.demo {
        say(format_args!("Who one can be: {}/demo", public.origin));
    }
    let router = router::with(ctx, Outside { site, origin: settings.public_url.is_some().then_some(public.origin) });
    accept(listener, router, told_to_end()).await;
    relay.abort();
    jobs.abort();
    db.close().await;
    tracing::info!("ended");
    Ok(())
}

/// Answers connections until `end`, then finishes what is being answered.
///
/// `axum::serve` is not used: it waits for the headers of a request for ever.
async fn accept(listener: TcpListener, router: Router, end: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    tokio::pin!(end);
    loop {
        let stream = tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Too many open files, most likely: others will be closed.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(200)).await;
                    continue;
                }
            },
        };
        // Small answers need not wait for more; where it cannot be set it is slower, no worse.
        let _ = stream.set_nodelay(true);
        let connection = http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(router.clone()));
        let connection = graceful.watch(connection);
        tokio::spawn(async move {
            // The other side went away, or sent what is not HTTP: nothing to do about either.
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection");
            }
        });
    }
    drop(listener);
    tracing::info!("told to end: finishing what is being answered");
    if tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were broken off");
    }
}

async fn told_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
