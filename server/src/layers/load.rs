//! Not more at once than the machine can carry: above it an answer at once that says so, instead of a queue that grows until
//! nobody is answered.

use crate::bounds::Bounds;
use axum::{
    body::Body,
    extract::{Request, State},
    http::{HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use frame::access::model::Visitor;
use ground::{AppError, id::PersonId};
use http_body_util::BodyExt as _;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// When to come back after a refusal, in seconds.
pub const RETRY_AFTER: u64 = 10;
/// The most live streams of one person: so many screens, and some that were not closed properly.
const STREAMS_A_PERSON: usize = 20;

/// Places for requests and streams.
#[derive(Clone, Debug)]
pub struct Load {
    /// For every request.
    requests: Option<Arc<Semaphore>>,
    /// For posts alone, when those are taken.
    posts: Option<Arc<Semaphore>>,
    streams: Option<Arc<Semaphore>>,
    listening: Arc<Mutex<HashMap<PersonId, usize>>>,
}

fn places(number: u32) -> Option<Arc<Semaphore>> {
    let number = usize::try_from(number).unwrap_or(usize::MAX).min(Semaphore::MAX_PERMITS);
    (number > 0).then(|| Arc::new(Semaphore::new(number)))
}

/// A place of one of these; all is well where there is no limit.
fn place(of: Option<&Arc<Semaphore>>) -> Result<Option<OwnedSemaphorePermit>, ()> {
    of.map(|places| Arc::clone(places).try_acquire_owned()).transpose().map_err(|_| ())
}

impl Load {
    /// As many places as were set.
    pub fn new(bounds: &Bounds) -> Self {
        Self {
            requests: places(bounds.requests_at_once),
            posts: places(bounds.requests_at_once.div_ceil(2)),
            streams: places(bounds.streams),
            listening: Arc::default(),
        }
    }

    /// Whether one more live stream of this person fits.
    fn seat(&self, person: Option<&PersonId>) -> Result<Seat, ()> {
        let place = place(self.streams.as_ref())?;
        let person = self.streams.as_ref().and(person).cloned();
        if let Some(person) = &person {
            let mut listening = self.listening.lock().map_err(|_| ())?;
            let own = listening.entry(person.clone()).or_default();
            if *own >= STREAMS_A_PERSON {
                return Err(());
            }
            *own += 1;
        }
        Ok(Seat { _place: place, person, listening: Arc::clone(&self.listening) })
    }
}

/// A live stream's place; given back when the stream ends.
struct Seat {
    _place: Option<OwnedSemaphorePermit>,
    person: Option<PersonId>,
    listening: Arc<Mutex<HashMap<PersonId, usize>>>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        let Some(person) = &self.person else { return };
        if let Ok(mut listening) = self.listening.lock()
            && let Some(own) = listening.get_mut(person)
        {
            *own = own.saturating_sub(1);
            if *own == 0 {
                listening.remove(person);
            }
        }
    }
}

/// The answer where there is no place.
fn busy() -> Response {
    ([(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER))], AppError::Busy).into_response()
}

/// Answers at once where all places are taken; a live stream changes to a place of its own when it has begun.
pub async fn layer(State(load): State<Load>, request: Request, next: Next) -> Response {
    let post = request.method() == Method::POST;
    let taken = place(load.requests.as_ref()).or_else(|()| if post { place(load.posts.as_ref()) } else { Err(()) });
    let Ok(taken) = taken else { return busy() };
    let response = next.run(request).await;
    drop(taken);
    let stream = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/event-stream"));
    if !stream {
        return response;
    }
    let visitor = response.extensions().get::<Arc<Visitor>>();
    let seat = load.seat(visitor.and_then(|visitor| visitor.person.as_ref()).map(|person| &person.id));
    match seat {
        Ok(seat) => response.map(|body| {
            Body::new(body.map_frame(move |frame| {
                let _as_long_as_it_lasts = &seat;
                frame
            }))
        }),
        Err(()) => busy(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn forms_have_places_beyond_those_of_pages() {
        use axum::{Router, middleware::from_fn_with_state, routing::get};
        use tower::ServiceExt as _;
        let load = Load::new(&Bounds { requests_at_once: 2, ..Bounds::none() });
        let done = Arc::new(Semaphore::new(0));
        let wait = {
            let done = Arc::clone(&done);
            move || {
                let done = Arc::clone(&done);
                async move { done.acquire_owned().await.map(drop).is_ok().to_string() }
            }
        };
        let router = Router::new().route("/", get(wait.clone()).post(wait)).layer(from_fn_with_state(load, layer));
        let ask = |method: Method| {
            let request = Request::builder().method(method).uri("/").body(Body::empty()).unwrap();
            tokio::spawn(router.clone().oneshot(request))
        };
        let mut waiting = Vec::new();
        for method in [Method::GET, Method::GET, Method::POST] {
            let asked = ask(method);
            // On one thread: it goes as far as it can.
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            assert!(!asked.is_finished());
            waiting.push(asked);
        }
        for method in [Method::GET, Method::POST] {
            let refused = ask(method).await.unwrap().unwrap();
            assert_eq!(refused.status(), axum::http::StatusCode::SERVICE_UNAVAILABLE);
            assert_eq!(refused.headers()[header::RETRY_AFTER], "10");
        }
        done.add_permits(10);
        for asked in waiting {
            assert_eq!(asked.await.unwrap().unwrap().status(), axum::http::StatusCode::OK);
        }
        assert_eq!(ask(Method::GET).await.unwrap().unwrap().status(), axum::http::StatusCode::OK);
    }

    #[test]
    fn streams_are_counted_by_person_and_in_all() {
        let load = Load::new(&Bounds { streams: 25, ..Bounds::none() });
        let (one, two) = (PersonId::from("one"), PersonId::from("two"));
        let mut seats: Vec<Seat> = (0..STREAMS_A_PERSON).map(|_| load.seat(Some(&one)).ok().unwrap()).collect();
        assert!(load.seat(Some(&one)).is_err(), "one person's");
        seats.extend((0..5).map(|_| load.seat(Some(&two)).ok().unwrap()));
        assert!(load.seat(Some(&two)).is_err(), "in all");
        drop(seats);
        assert!(load.listening.lock().unwrap().is_empty(), "nobody is remembered who has left");
        assert!(load.seat(Some(&one)).is_ok());
    }
}
