//! Live changes: a `change_event` row is written with what it tells of, one relay a process reads new rows and broadcasts
//! them to the open screens of this server. Ids only; a screen asks for what it may see.
//!
//! The relay is woken by this process's own commits, on `PostgreSQL` also by NOTIFY from other servers, and looks once a
//! second in any case, so that a lost notification delays a line on a screen and loses nothing.

use db::{Db, DbError, Rule, Table, Tx, exec, object, row, rows, tenant};
use ground::{
    Object, Timestamp,
    id::{AreaId, MunicipalityId},
    random::new_id,
};
use std::{collections::BTreeSet, sync::Arc, time::Duration};
use tokio::sync::{Notify, broadcast};

/// The tables of this feature.
pub const TABLES: &[Table] = &[Table::new("change_event")];

/// Its rules.
pub const RULES: &[Rule] = &[tenant!("change_event", "id"), object!("change_event", "object_type", "object_id")];

/// A kind of things whose changes open screens learn of. Its feature names it in `Feature::topics`.
#[derive(Clone, Copy, Debug)]
pub struct Topic {
    /// The things.
    pub object: Object,
    /// Whether a screen is told which of them has changed.
    pub named: bool,
}

impl Topic {
    /// Screens are told which of them has changed.
    pub const fn named(object: Object) -> Self {
        Self { object, named: true }
    }

    /// Screens are told only that something has changed: somebody who listens must not learn of it.
    pub const fn unnamed(object: Object) -> Self {
        Self { object, named: false }
    }
}

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    /// `UUIDv7` of the row.
    pub id: String,
    /// Whose.
    pub municipality_id: MunicipalityId,
    /// Of what: an [`Object`] code.
    pub object_type: String,
    /// The object's id.
    pub object_id: String,
    /// Where, for the coordinators of that area.
    pub area_id: Option<AreaId>,
}

/// Where open screens subscribe.
#[derive(Clone, Debug)]
pub struct Events {
    sender: broadcast::Sender<Change>,
    wake: Arc<Notify>,
}

impl Default for Events {
    fn default() -> Self {
        Self { sender: broadcast::channel(256).0, wake: Arc::default() }
    }
}

impl Events {
    /// The changes from now on. A slow screen that misses some is told so and asks again.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.sender.subscribe()
    }

    /// A transaction of this process was committed: look for new rows now.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Reads and broadcasts new rows until the program ends.
    pub async fn relay(self, db: Db, clock: ground::clock::Clock) {
        if let Db::Postgres(pool) = &db {
            tokio::spawn(listen(pool.clone(), Arc::clone(&self.wake)));
        }
        let mut relay = Relay { since: clock.now(), sent: BTreeSet::new() };
        loop {
            let _ = tokio::time::timeout(Duration::from_secs(1), self.wake.notified()).await;
            if let Err(error) = relay.pass_on(&db, clock.now(), &self.sender).await {
                tracing::warn!(%error, "change events could not be read");
            }
        }
    }
}

/// How far back rows are read again, in milliseconds: ids of transactions that commit late, or of a server whose clock is a little
/// behind, are older than what was read.
const OVERLAP: i64 = 30_000;
/// Rows are read in portions of so many.
const PORTION: i64 = 1_000;

/// What was passed on already.
struct Relay {
    /// Everything up to then was read, but for the overlap.
    since: Timestamp,
    /// The ids that the overlap will bring again.
    sent: BTreeSet<String>,
}

impl Relay {
    /// Passes on what is new: each row once, also where there are many, and also those from while the database was away.
    async fn pass_on(&mut self, db: &Db, now: Timestamp, sender: &broadcast::Sender<Change>) -> Result<(), DbError> {
        let mut from = floor(Timestamp(self.since.0 - OVERLAP));
        loop {
            let changes = new_rows(db, &from).await?;
            let full = i64::try_from(changes.len()).is_ok_and(|count| count == PORTION);
            for change in changes {
                from.clone_from(&change.id);
                if self.sent.insert(change.id.clone()) {
                    // Nobody listening is fine.
                    let _ = sender.send(change);
                }
            }
            if !full {
                break;
            }
        }
        self.since = now;
        self.sent = self.sent.split_off(&floor(Timestamp(now.0 - OVERLAP)));
        Ok(())
    }
}

async fn listen(pool: sqlx::PgPool, wake: Arc<Notify>) {
    loop {
        match sqlx::postgres::PgListener::connect_with(&pool).await {
            Ok(mut listener) => {
                if listener.listen("handslag_change").await.is_ok() {
                    while listener.recv().await.is_ok() {
                        wake.notify_one();
                    }
                }
            }
            Err(error) => tracing::warn!(%error, "the listener was cut off"),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
}

/// The next portion, this id included: what was sent is known.
async fn new_rows(db: &Db, from: &str) -> Result<Vec<Change>, DbError> {
    let mut tx = db.read().await?;
    rows!(
        &mut tx,
        Change,
        "SELECT id, municipality_id, object_type, object_id, area_id FROM change_event WHERE id >= $1 ORDER BY id LIMIT $2",
        from,
        PORTION
    )
}

/// The smallest `UUIDv7` of this millisecond.
fn floor(at: Timestamp) -> String {
    let hex = format!("{:012x}", at.0.max(0));
    format!("{}-{}-7000-8000-000000000000", &hex[..8], &hex[8..12])
}

/// Announces a change, in the transaction that makes it.
pub async fn announce(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    topic: &'static Topic,
    object_id: &str,
    area: Option<&AreaId>,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO change_event (municipality_id, id, object_type, object_id, area_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        municipality,
        new_id(now),
        topic.object.code(),
        object_id,
        area.map(AreaId::as_str),
        now
    )?;
    // The one place that knows NOTIFY; it is sent when the transaction commits.
    if let Tx::Postgres(inner) = tx {
        sqlx::query("SELECT pg_notify('handslag_change', '')").execute(&mut **inner).await?;
    }
    Ok(())
}

/// The id of the newest change in a municipality, by the time at which it was made; empty where there is none. Whoever has seen that
/// one has seen what came before.
pub async fn newest(tx: &mut Tx, municipality: &MunicipalityId) -> Result<String, DbError> {
    let found =
        row!(tx, (Option<String>,), "SELECT MAX(id) FROM change_event WHERE municipality_id = $1", municipality)?;
    Ok(found.and_then(|(id,)| id).unwrap_or_default())
}

/// Removes rows that no screen reads any more.
pub async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM change_event WHERE created_at < $1", before)
}

#[cfg(test)]
mod tests {
    use super::*;
    use app::{
        db_test,
        demo::testing::{self, NOW},
    };
    use db::{Failure, in_tx};
    use std::collections::HashSet;

    db_test!(every_change_is_passed_on_once, |db| async {
        const TOPIC: Topic = Topic::named(Object::Visit);
        // Changes of nothing.
        db.may_contradict();
        let municipality = testing::filled(&db).await;
        let announce_at = async |at: Timestamp, count: usize| {
            let done: Result<(), Failure> = in_tx!(db.db, |tx| {
                for _ in 0..count {
                    announce(tx, &municipality, &TOPIC, "v", None, at).await?;
                }
                Ok(())
            });
            done.unwrap();
        };
        let after = |seconds: i64| Timestamp(NOW.0 + seconds * 1000);
        let (sender, mut receiver) = broadcast::channel(10_000);
        let mut relay = Relay { since: after(60), sent: BTreeSet::new() };
        let mut seen = HashSet::new();
        let mut passed = async |relay: &mut Relay, now: Timestamp| {
            relay.pass_on(&db.db, now, &sender).await.unwrap();
            let mut count = 0;
            while let Ok(change) = receiver.try_recv() {
                assert!(seen.insert(change.id), "twice");
                count += 1;
            }
            count
        };
        // More than a portion, and more than one in a millisecond.
        announce_at(after(59), 2_300).await;
        assert_eq!(passed(&mut relay, after(60)).await, 2_300);
        assert_eq!(passed(&mut relay, after(61)).await, 0);
        // A transaction that began earlier and is seen only now.
        announce_at(after(40), 2).await;
        announce_at(after(61), 1).await;
        assert_eq!(passed(&mut relay, after(62)).await, 3);
        // Nothing could be read for a long time.
        announce_at(after(70), 5).await;
        assert_eq!(passed(&mut relay, after(600)).await, 5);
        assert_eq!(passed(&mut relay, after(700)).await, 0);
        assert!(relay.sent.is_empty(), "what is not read again need not be remembered");
    });
}
