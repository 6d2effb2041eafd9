//! (server side) What changed, as server-sent events for the coordinator's list (`app/worker/live.js`): ids only, of the coordinator's
//! municipality and areas. A stream ends with the session or the role. Its last event, `ended`, says which: `{"why":"session"}` (signed
//! out, idle, the day is over) or `{"why":"role"}`; a browser that asks again gets 401 or 403. A stream that ends without it was cut, or
//! the server goes: ask again.
//!
//! A line that is cut says nothing, not even that it is cut. So a stream says something at once and every four seconds: the id of the
//! newest change in the municipality. From silence the browser knows that it hears nothing any more; from the id, when it is back,
//! whether it has missed something.

use axum::{
    http::HeaderName,
    response::{
        IntoResponse,
        sse::{Event, Sse},
    },
};
use db::Failure;
use frame::{
    access::{
        model::{Role, RoleHeld, SignedIn},
        policy,
        session::{self, BEGAN, SEEN},
        store,
    },
    context::Here,
    live::{self, Change},
};
use futures::{Stream, stream};
use ground::{AppError, Timestamp};
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;
use tower_sessions::Session;

/// How often it is looked whether session and role still hold: so long somebody who has signed out learns that something changed.
const CHECK_EVERY: Duration = Duration::from_secs(10);
/// How often a stream says something. The browser waits nine seconds: a beat may be late, and two may not.
const BEAT: Duration = Duration::from_secs(4);

/// What a stream needs to go on.
struct Listening {
    here: Here,
    session: Held,
    me: SignedIn,
    changes: Receiver<Change>,
    /// The id of the newest change in the municipality.
    newest: String,
    next_check: Instant,
    next_beat: Instant,
    over: bool,
}

/// Which session a stream belongs to. Its id changes with the roles; when it began does not.
struct Held {
    hash: String,
    began: Timestamp,
}

/// Why a stream ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Session,
    Role,
}

/// The changes from now on.
///
/// # Errors
/// `SignIn`, `Forbidden`, the database's.
pub async fn stream(here: Here, session: Session) -> Result<impl IntoResponse, Failure> {
    let me = here.me()?.clone();
    policy::role(&me, Role::Coordinator)?;
    let hash = session.id().map(|id| here.app.config.secret.mac("session", id.to_string().as_bytes()));
    let began = session.get::<Timestamp>(BEGAN).await.map_err(|_| AppError::Unavailable)?;
    let session = Held { hash: hash.ok_or(AppError::SignIn)?, began: began.ok_or(AppError::SignIn)? };
    let changes = here.app.events.subscribe();
    let newest = live::newest(&mut here.read().await?, &me.municipality).await?;
    let now = Instant::now();
    let next_check = now + CHECK_EVERY;
    let listening = Listening { here, session, me, changes, newest, next_check, next_beat: now, over: false };
    // A proxy that collects what is small would hold it all back.
    Ok(([(HeaderName::from_static("x-accel-buffering"), "no")], Sse::new(told(listening))))
}

fn told(listening: Listening) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listening, |mut listening| async move {
        let event = if listening.over { None } else { next(&mut listening).await }?;
        Some((Ok(event), listening))
    })
}

/// The next change that concerns this coordinator, or that the stream is to end; none where nothing can be said any more.
async fn next(listening: &mut Listening) -> Option<Event> {
    loop {
        tokio::select! {
            biased;
            () = tokio::time::sleep_until(listening.next_beat) => {
                listening.next_beat = Instant::now() + BEAT;
                return Some(Event::default().event("beat").data(&listening.newest));
            }
            () = tokio::time::sleep_until(listening.next_check) => {
                listening.next_check = Instant::now() + CHECK_EVERY;
                match holds(&listening.here, &listening.session, &listening.me).await {
                    Ok(Ok(roles)) => listening.me.roles = roles,
                    Ok(Err(why)) => {
                        listening.over = true;
                        return Some(ended(why));
                    }
                    // The database does not answer: the browser asks again.
                    Err(_) => return None,
                }
            }
            received = listening.changes.recv() => match received {
                Ok(change) => {
                    if change.municipality_id == listening.me.municipality && change.id > listening.newest {
                        listening.newest.clone_from(&change.id);
                    }
                    if concerns(&listening.me, &change) {
                        return Some(event(&listening.here, &change));
                    }
                }
                // More changed than was kept for this screen: one line says so.
                Err(RecvError::Lagged(_)) => return Some(many()),
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

/// The roles that hold now, or why the stream ends. It is no use of the session: that lasts from the last page on.
async fn holds(here: &Here, held: &Held, me: &SignedIn) -> Result<Result<Vec<RoleHeld>, Ended>, Failure> {
    let machine = here.app.clock.machine();
    let mut tx = here.app.db.read().await?;
    let sessions = store::sessions_of(&mut tx, &me.municipality, &me.id, machine).await?;
    let roles = store::roles(&mut tx, &me.municipality, &me.id, here.instant()).await?;
    drop(tx);
    let at = |data: &serde_json::Value, name: &str| serde_json::from_value::<Timestamp>(data[name].clone()).ok();
    let seen = sessions.iter().find_map(|(hash, data)| {
        let data: serde_json::Value = serde_json::from_str(data).ok()?;
        let same = *hash == held.hash || at(&data, BEGAN) == Some(held.began);
        same.then(|| at(&data, SEEN).unwrap_or(held.began))
    });
    Ok(match seen {
        None => Err(Ended::Session),
        Some(seen) if session::is_over(held.began, seen, &roles, machine) => Err(Ended::Session),
        Some(_) if !roles.iter().any(|held| held.role == Role::Coordinator) => Err(Ended::Role),
        Some(_) => Ok(roles),
    })
}

/// Of this municipality, and of an area of this coordinator (or of none).
fn concerns(me: &SignedIn, change: &Change) -> bool {
    change.municipality_id == me.municipality && change.area_id.as_ref().is_none_or(|area| me.coordinates(Some(area)))
}

fn event(here: &Here, change: &Change) -> Event {
    let mut topics = here.app.features.iter().flat_map(|feature| feature.topics);
    let named = topics.any(|topic| topic.named && topic.object.code() == change.object_type);
    let event = if named { said(&change.object_type, &change.object_id) } else { many() };
    event.id(&change.id)
}

/// Something changed that is not named.
fn many() -> Event {
    said("many", "")
}

fn said(topic: &str, id: &str) -> Event {
    Event::default().event("change").data(serde_json::json!({ "topic": topic, "id": id }).to_string())
}

/// The last event of a stream.
fn ended(why: Ended) -> Event {
    let why = match why {
        Ended::Session => "session",
        Ended::Role => "role",
    };
    Event::default().event("ended").data(serde_json::json!({ "why": why }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ground::Object;

    #[test]
    fn one_hears_of_ones_own_areas() {
        let me = SignedIn {
            municipality: "m".into(),
            id: "p".into(),
            given_name: String::new(),
            family_name: String::new(),
            roles: vec![RoleHeld { role: Role::Coordinator, area: Some("centre".into()) }],
            unread: 0,
        };
        let change = |municipality: &str, area: Option<&str>| Change {
            id: String::new(),
            municipality_id: municipality.into(),
            object_type: Object::Request.code().into(),
            object_id: "r".into(),
            area_id: area.map(Into::into),
        };
        assert!(concerns(&me, &change("m", Some("centre"))));
        assert!(concerns(&me, &change("m", None)));
        assert!(!concerns(&me, &change("m", Some("north"))));
        assert!(!concerns(&me, &change("n", Some("centre"))));
    }
}
