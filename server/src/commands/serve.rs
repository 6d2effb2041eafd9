//! `serve`: checks, opens, listens, and ends without breaking off what is being answered.

use super::Fault;
use crate::{
    config::Settings,
    jobs,
    layers::limits::Ticks,
    listen,
    output::say,
    router::{self, ExternalConfig},
    site::Site,
};
use app::features::FEATURES;
use frame::{
    context::{AppContext, Config},
    live::Events,
};
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves until it is told to end (Ctrl-C, SIGTERM).
///
/// # Errors
/// The configuration is unsafe, or something cannot be opened.
pub async fn serve(settings: &Settings) -> Result<(), Fault> {
    let problems = settings.problems();
    if !problems.is_empty() {
        return Err(Fault::Config(problems));
    }
    for warning in settings.warnings() {
        tracing::warn!("{warning}");
    }
    super::mark::must_fit(settings).await?;
    let public = settings.public()?;
    let secret = settings.secret()?;
    let (site, files) = Site::open(settings.site.as_deref()).map_err(Fault::Site)?;
    let db = super::open(settings).await?;
    let listener = TcpListener::bind(settings.listen)
        .await
        .map_err(|error| Fault::Io(format!("cannot listen on {}", settings.listen), error))?;
    let ctx = AppContext {
        db: db.clone(),
        clock: settings.demo_clock(),
        config: Arc::new(Config { demo: settings.demo, tls: public.tls, secret, site: files }),
        events: Events::default(),
        features: &FEATURES,
    };
    let relay = tokio::spawn(ctx.events.clone().relay(db.clone(), ctx.clock.clone()));
    let jobs = tokio::spawn(jobs::run(ctx.clone(), settings.audit_head.clone()));
    say(format_args!("Handslag: {}", public.origin));
    if settings.demo {
        say(format_args!("Who one can be: {}/demo", public.origin));
    }
    let bounds = settings.bounds.clone();
    if public.tls && bounds.trusted_proxies.is_empty() {
        tracing::warn!("limits by address see only the proxy in front: name it with --trusted-proxies");
    }
    let origin = settings.public_url.is_some().then_some(public.origin);
    let external = ExternalConfig {
        site,
        origin,
        bounds: bounds.clone(),
        ticks: Ticks::default(),
        only_here: settings.demo && !settings.demo_on_a_public_address,
        security_contact: settings.security_contact.clone(),
    };
    let router = router::with(ctx, external);
    listen::accept(listener, router, &bounds, shutdown_signal()).await;
    relay.abort();
    jobs.abort();
    db.close().await;
    tracing::info!("ended");
    Ok(())
}

async fn shutdown_signal() {
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
