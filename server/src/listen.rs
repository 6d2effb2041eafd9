//! Sockets: who may have one, for how long, and what slow ones are given. `axum::serve` is not used: it waits for the headers of
//! a request for ever.

use crate::{
    address::{Addresses, Peer, SHARED},
    bounds::Bounds,
    layers::load::RETRY_AFTER,
};
use axum::{
    Router,
    body::Body,
    http::{HeaderValue, Request, Response, StatusCode, header},
};
use ground::{
    Locale,
    text::{Texts, k},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use std::{
    collections::HashMap,
    convert::Infallible,
    net::IpAddr,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
};
use tokio_io_timeout::TimeoutStream;
use tower_http::add_extension::AddExtension;

/// Headers must have come after this long, or the connection is closed: slow ones must not use up the server.
pub const HEADER_TIME: Duration = Duration::from_secs(10);
/// Whoever has taken nothing of an answer for this long is gone. Longer than a live stream's silence.
pub const WRITE_TIME: Duration = Duration::from_secs(20);
/// What is being answered may take this long when the server is told to end.
const LAST_ANSWERS: Duration = Duration::from_secs(10);
/// Connections that are told that there is no place for them, at once; any beyond are closed without a word.
const REFUSED_AT_ONCE: usize = 256;
/// A refused connection may ask for this long.
const REFUSED_TIME: Duration = Duration::from_secs(2);
/// Open files that are not connections: database, logs, listeners, the refused.
const OTHER_FILES: u64 = 400;

/// Places for connections.
#[derive(Clone, Debug)]
struct Places {
    all: Arc<Semaphore>,
    refused: Arc<Semaphore>,
    addresses: Arc<Addresses>,
    /// The most of one address; 0 for no limit.
    each: usize,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

/// A connection's place; given back when it is dropped.
#[derive(Debug)]
struct Place {
    _of_all: OwnedSemaphorePermit,
    address: Option<IpAddr>,
    open: Arc<Mutex<HashMap<IpAddr, usize>>>,
}

impl Drop for Place {
    fn drop(&mut self) {
        let Some(address) = self.address else { return };
        if let Ok(mut open) = self.open.lock()
            && let Some(own) = open.get_mut(&address)
        {
            *own = own.saturating_sub(1);
            if *own == 0 {
                open.remove(&address);
            }
        }
    }
}

impl Places {
    fn new(bounds: &Bounds) -> Self {
        // Many machines give a program 1,024 files and let it ask for more.
        let files = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1024);
        let most = usize::try_from(files.saturating_sub(OTHER_FILES).max(64)).unwrap_or(usize::MAX);
        let wished = usize::try_from(bounds.connections).ok().filter(|number| *number > 0).unwrap_or(usize::MAX);
        if wished < usize::MAX && most < wished {
            tracing::warn!(most, "fewer connections than set: the machine allows no more open files");
        }
        Self {
            all: Arc::new(Semaphore::new(wished.min(most).min(Semaphore::MAX_PERMITS))),
            refused: Arc::new(Semaphore::new(REFUSED_AT_ONCE)),
            addresses: Arc::new(Addresses {
                trusted: bounds.trusted_proxies.clone(),
                shared: bounds.shared_addresses.clone(),
                behind: false,
            }),
            each: usize::try_from(bounds.connections_per_address).unwrap_or(usize::MAX),
            open: Arc::default(),
        }
    }

    /// A place for a connection from here; none where all are taken, or too many by this address.
    fn take(&self, peer: IpAddr) -> Option<Place> {
        let of_all = Arc::clone(&self.all).try_acquire_owned().ok()?;
        let mut place = Place { _of_all: of_all, address: None, open: Arc::clone(&self.open) };
        // A proxy's connections are everybody's.
        let origin = self.addresses.origin(peer, &axum::http::HeaderMap::new());
        if let Some(origin) = origin.filter(|_| self.each > 0 && !self.addresses.trusts(peer)) {
            let shared = usize::try_from(SHARED).unwrap_or(usize::MAX);
            let most = if origin.shared { self.each.saturating_mul(shared) } else { self.each };
            let mut open = self.open.lock().ok()?;
            let own = open.entry(origin.network).or_default();
            if *own >= most {
                return None;
            }
            *own += 1;
            place.address = Some(origin.network);
        }
        Some(place)
    }
}

/// Answers connections until `end`, then finishes what is being answered.
pub async fn accept(listener: TcpListener, router: Router, bounds: &Bounds, end: impl Future<Output = ()>) {
    let places = Places::new(bounds);
    let graceful = GracefulShutdown::new();
    let mut http = hyper::server::conn::http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEADER_TIME);
    let mut refusing = hyper::server::conn::http1::Builder::new();
    refusing.timer(TokioTimer::new()).header_read_timeout(REFUSED_TIME).keep_alive(false);
    let full = full();
    tokio::pin!(end);
    loop {
        let (stream, peer) = tokio::select! {
            () = &mut end => break,
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
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
        if let Some(place) = places.take(peer.ip()) {
            let service = TowerToHyperService::new(AddExtension::new(router.clone(), Peer(peer)));
            let connection = graceful.watch(http.serve_connection(io(stream), service));
            tokio::spawn(async move {
                // The other side went away, or sent what is not HTTP: nothing to do about either.
                if let Err(error) = connection.await {
                    tracing::debug!(%error, "connection");
                }
                drop(place);
            });
        } else if let Ok(refused) = Arc::clone(&places.refused).try_acquire_owned() {
            let body = full.clone();
            let service = hyper::service::service_fn(move |_: Request<hyper::body::Incoming>| {
                std::future::ready(Ok::<_, Infallible>(no_place(body.clone())))
            });
            let connection = refusing.serve_connection(io(stream), service);
            tokio::spawn(async move {
                let _ = tokio::time::timeout(REFUSED_TIME * 2, connection).await;
                drop(refused);
            });
        }
    }
    drop(listener);
    tracing::info!("told to end: finishing what is being answered");
    if tokio::time::timeout(LAST_ANSWERS, graceful.shutdown()).await.is_err() {
        tracing::warn!("some answers were broken off");
    }
}

/// A connection whose other end must take what it is sent.
fn io(stream: TcpStream) -> TokioIo<std::pin::Pin<Box<TimeoutStream<TcpStream>>>> {
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    TokioIo::new(Box::pin(stream))
}

/// The page for whom there is no place, in all languages: nothing was read of the request, also not its language.
fn full() -> axum::body::Bytes {
    let mut page = String::from(
        "<!DOCTYPE html>\n<html lang=\"sv\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Handslag</title></head><body>",
    );
    for locale in Locale::LANGUAGES {
        let texts = Texts::of(locale);
        let [heading, line] =
            [k::common::BUSY_HEADING, k::common::BUSY_LINE].map(|key| crate::layers::errors::escape(texts.s(key)));
        page += &format!("<section lang=\"{}\"><h1>{heading}</h1><p>{line}</p></section>", locale.tag());
    }
    page += "</body></html>\n";
    page.into()
}

fn no_place(page: axum::body::Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(page));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    headers.insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(connections: u32, each: u32) -> Places {
        Places::new(&Bounds {
            connections,
            connections_per_address: each,
            trusted_proxies: vec!["10.0.0.0/8".parse().unwrap()],
            shared_addresses: vec!["198.51.100.0/24".parse().unwrap()],
            ..Bounds::none()
        })
    }

    fn take(places: &Places, peer: &str, times: usize) -> Vec<Place> {
        (0..times).filter_map(|_| places.take(peer.parse().unwrap())).collect()
    }

    #[test]
    fn one_address_does_not_take_all_places() {
        let places = places(500, 3);
        let one = take(&places, "192.0.2.1", 10);
        assert_eq!(one.len(), 3);
        assert_eq!(take(&places, "192.0.2.2", 10).len(), 3, "somebody else");
        let customer = take(&places, "2001:db8::1", 2);
        assert_eq!(take(&places, "2001:db8::2", 10).len(), 1, "an IPv6 customer has a whole /64");
        assert_eq!(take(&places, "10.0.0.1", 20).len(), 20, "a proxy's are everybody's");
        assert_eq!(take(&places, "127.0.0.1", 20).len(), 20, "this machine's own");
        assert_eq!(take(&places, "198.51.100.1", 200).len(), 150, "a shared address");
        drop((one, customer));
        assert_eq!(take(&places, "192.0.2.1", 10).len(), 3);
        assert!(places.open.lock().unwrap().is_empty(), "nobody is remembered who has left");
    }

    #[test]
    fn not_more_than_there_are_places() {
        let places = places(5, 0);
        let all = take(&places, "192.0.2.1", 10);
        assert_eq!(all.len(), 5);
        assert!(places.take("192.0.2.2".parse().unwrap()).is_none());
        drop(all);
        assert!(places.take("192.0.2.2".parse().unwrap()).is_some());
    }

    #[test]
    fn the_page_for_whom_there_is_no_place_speaks_all_languages() {
        let page = String::from_utf8(full().to_vec()).unwrap();
        for locale in Locale::LANGUAGES {
            assert!(page.contains(Texts::of(locale).s(k::common::BUSY_HEADING)), "{locale:?}");
        }
    }
}
