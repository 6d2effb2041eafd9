//! (server side) What changed, as server-sent events for the coordinator's list (`app/worker/live.js`): ids only, of the coordinator's
//! municipality and areas. A stream ends with the session or the role; the browser asks again and is refused then.
//!
//! A line that is cut says nothing, not even that it is cut. So a stream says something at once and every four seconds: the id of the
//! newest change in the municipality. From silence the browser knows that it hears nothing any more; from the id, when it is back,
//! whether it has missed something.

use crate::{
    access::{
        model::{Role, SignedIn},
        policy, store,
    },
    common::{
        Failure,
        id::{MunicipalityId, PersonId},
    },
    context::Here,
    messages::events::{self, Change},
};
use axum::{
    http::HeaderName,
    response::{
        IntoResponse,
        sse::{Event, Sse},
    },
};
use futures::{Stream, stream};
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;
use tower_sessions::Session;

/// How often it is looked whether session and role still hold.
const CHECK_EVERY: Duration = Duration::from_mins(1);
/// How often a stream says something. The browser waits nine seconds: a beat may be late, and two may not.
const BEAT: Duration = Duration::from_secs(4);

/// What a stream needs to go on.
struct Listening {
    here: Here,
    session_hash: Option<String>,
    me: SignedIn,
    changes: Receiver<Change>,
    /// The id of the newest change in the municipality.
    newest: String,
    next_check: Instant,
    next_beat: Instant,
}

/// The changes from now on.
///
/// # Errors
/// `SignIn`, `Forbidden`, the database's.
pub async fn stream(here: Here, session: Session) -> Result<impl IntoResponse, Failure> {
    let me = here.me()?.clone();
    policy::role(&me, Role::Coordinator)?;
    let session_hash = session.id().map(|id| here.app.config.secret.mac("session", id.to_string().as_bytes()));
    let changes = here.app.events.subscribe();
    let newest = events::newest(&mut here.read().await?, &me.municipality).await?;
    let now = Instant::now();
    let listening =
        Listening { here, session_hash, me, changes, newest, next_check: now + CHECK_EVERY, next_beat: now };
    // A proxy that collects what is small would hold it all back.
    Ok(([(HeaderName::from_static("x-accel-buffering"), "no")], Sse::new(told(listening))))
}

fn told(listening: Listening) -> impl Stream<Item = Result<Event, Infallible>> {
    stream::unfold(listening, |mut listening| async move {
        let event = next(&mut listening).await?;
        Some((Ok(event), listening))
    })
}

/// The next change that concerns this coordinator; none where the stream is to end.
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
                let roles = holds(&listening.here, listening.session_hash.as_deref(), &listening.me.municipality, &listening.me.id).await?;
                listening.me.roles = roles;
            }
            received = listening.changes.recv() => match received {
                Ok(change) => {
                    if change.municipality_id == listening.me.municipality && change.id > listening.newest {
                        listening.newest.clone_from(&change.id);
                    }
                    if concerns(&listening.me, &change) {
                        return Some(event(&change));
                    }
                }
                // More changed than was kept for this screen: one line says so.
                Err(RecvError::Lagged(_)) => return Some(many()),
                Err(RecvError::Closed) => return None,
            },
        }
    }
}

/// The roles that hold now; none where the session or the coordinator's role is over.
async fn holds(
    here: &Here,
    session_hash: Option<&str>,
    municipality: &MunicipalityId,
    person: &PersonId,
) -> Option<Vec<crate::access::model::RoleHeld>> {
    let mut tx = here.app.db.read().await.ok()?;
    let session = store::session(&mut tx, session_hash?, here.app.clock.machine()).await.ok()??;
    if session.person_id.as_ref() != Some(person) || session.municipality_id.as_ref() != Some(municipality) {
        return None;
    }
    let roles = store::roles(&mut tx, municipality, person, here.instant()).await.ok()?;
    roles.iter().any(|held| held.role == Role::Coordinator).then_some(roles)
}

/// Of this municipality, and of an area of this coordinator (or of none).
fn concerns(me: &SignedIn, change: &Change) -> bool {
    change.municipality_id == me.municipality && change.area_id.as_ref().is_none_or(|area| me.coordinates(area))
}

fn event(change: &Change) -> Event {
    // A concern without its id: whom it is about must not learn of it from the stream.
    let event = if change.topic == "concern" { many() } else { said(&change.topic, &change.object_id) };
    event.id(&change.id)
}

/// Something changed that is not named.
fn many() -> Event {
    said("many", "")
}

fn said(topic: &str, id: &str) -> Event {
    Event::default().event("change").data(serde_json::json!({ "topic": topic, "id": id }).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::RoleHeld;

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
            topic: "request".into(),
            object_id: "r".into(),
            area_id: area.map(Into::into),
        };
        assert!(concerns(&me, &change("m", Some("centre"))));
        assert!(concerns(&me, &change("m", None)));
        assert!(!concerns(&me, &change("m", Some("north"))));
        assert!(!concerns(&me, &change("n", Some("centre"))));
    }
}
