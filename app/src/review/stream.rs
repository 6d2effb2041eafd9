//! (server side) What changed, as server-sent events for the coordinator's list: ids only, of the coordinator's municipality and areas.
//! A stream ends with the session or the role; the browser asks again and is refused then.

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
    messages::events::Change,
};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures::{Stream, stream};
use std::{convert::Infallible, time::Duration};
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;
use tower_sessions::Session;

/// How often it is looked whether session and role still hold.
const CHECK_EVERY: Duration = Duration::from_mins(1);
/// A line that says nothing, so that nobody between takes the connection for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What a stream needs to go on.
struct Listening {
    here: Here,
    session_hash: Option<String>,
    me: SignedIn,
    changes: Receiver<Change>,
    next_check: Instant,
}

/// The changes from now on.
///
/// # Errors
/// `SignIn`, `Forbidden`.
pub async fn stream(
    here: Here,
    session: Session,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Failure> {
    let me = here.me()?.clone();
    policy::role(&me, Role::Coordinator)?;
    let session_hash = session.id().map(|id| here.app.config.secret.mac("session", id.to_string().as_bytes()));
    let changes = here.app.events.subscribe();
    let listening = Listening { here, session_hash, me, changes, next_check: later() };
    let events = stream::unfold(listening, |mut listening| async move {
        let event = next(&mut listening).await?;
        Some((Ok(event), listening))
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)))
}

fn later() -> Instant {
    Instant::now() + CHECK_EVERY
}

/// The next change that concerns this coordinator; none where the stream is to end.
async fn next(listening: &mut Listening) -> Option<Event> {
    loop {
        tokio::select! {
            received = listening.changes.recv() => match received {
                // A concern without its id: whom it is about must not learn of it from the stream.
                Ok(change) if concerns(&listening.me, &change) && change.topic == "concern" => {
                    return Some(event("many", ""));
                }
                Ok(change) if concerns(&listening.me, &change) => return Some(event(&change.topic, &change.object_id)),
                Ok(_) => {}
                // More changed than was kept for this screen: one line says so.
                Err(RecvError::Lagged(_)) => return Some(event("many", "")),
                Err(RecvError::Closed) => return None,
            },
            () = tokio::time::sleep_until(listening.next_check) => {
                listening.next_check = later();
                let roles = holds(&listening.here, listening.session_hash.as_deref(), &listening.me.municipality, &listening.me.id).await?;
                listening.me.roles = roles;
            }
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

fn event(topic: &str, id: &str) -> Event {
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
