//! Live changes: a `change_event` row is written with what it tells of, one relay a process reads new rows and broadcasts
//! them to the open screens of this server. Ids only; a screen asks for what it may see.
//!
//! The relay is woken by this process's own commits, on PostgreSQL also by NOTIFY from other servers, and looks once a
//! second in any case, so that a lost notification delays a line on a screen and loses nothing.

use crate::{
    common::{
        Timestamp,
        id::{AreaId, MunicipalityId},
    },
    context::new_id,
    db::{Db, DbError, Tx},
    exec, rows,
};
use std::{
    collections::{HashSet, VecDeque},
    sync::Arc,
    time::Duration,
};
use tokio::sync::{Notify, broadcast};

/// Something changed.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Change {
    /// UUIDv7 of the row.
    pub id: String,
    /// Whose.
    pub municipality_id: MunicipalityId,
    /// `request`, `visit`, `concern`, `volunteer`.
    pub topic: String,
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
    pub async fn relay(self, db: Db, clock: crate::common::clock::Clock) {
        if let Db::Postgres(pool) = &db {
            tokio::spawn(listen(pool.clone(), Arc::clone(&self.wake)));
        }
        // Ids of transactions that commit late may be older than what was read: the last 30 s are read again, and what was
        // sent already is remembered.
        let mut sent = HashSet::<String>::new();
        let mut order = VecDeque::<String>::new();
        let mut since = clock.now();
        loop {
            let _ = tokio::time::timeout(Duration::from_secs(1), self.wake.notified()).await;
            let now = clock.now();
            match new_rows(&db, Timestamp(since.0 - 30_000)).await {
                Ok(changes) => {
                    since = now;
                    for change in changes {
                        if sent.insert(change.id.clone()) {
                            order.push_back(change.id.clone());
                            // Nobody listening is fine.
                            let _ = self.sender.send(change);
                        }
                    }
                }
                Err(error) => tracing::warn!(%error, "change events could not be read"),
            }
            while order.len() > 5_000 {
                if let Some(old) = order.pop_front() {
                    sent.remove(&old);
                }
            }
        }
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

async fn new_rows(db: &Db, since: Timestamp) -> Result<Vec<Change>, DbError> {
    let mut tx = db.read().await?;
    rows!(
        &mut tx,
        Change,
        "SELECT id, municipality_id, topic, object_id, area_id FROM change_event WHERE id >= $1 ORDER BY id LIMIT 1000",
        floor(since)
    )
}

/// The smallest UUIDv7 of this millisecond.
fn floor(at: Timestamp) -> String {
    let hex = format!("{:012x}", at.0.max(0));
    format!("{}-{}-7000-8000-000000000000", &hex[..8], &hex[8..12])
}

/// Announces a change, in the transaction that makes it.
///
/// # Errors
/// The database's.
pub async fn announce(
    tx: &mut Tx,
    municipality: &MunicipalityId,
    topic: &'static str,
    object_id: &str,
    area: Option<&AreaId>,
    now: Timestamp,
) -> Result<(), DbError> {
    exec!(
        tx,
        "INSERT INTO change_event (municipality_id, id, topic, object_id, area_id, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
        municipality,
        new_id(now),
        topic,
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

/// Removes rows that no screen reads any more.
///
/// # Errors
/// The database's.
pub async fn delete_before(tx: &mut Tx, before: Timestamp) -> Result<u64, DbError> {
    exec!(tx, "DELETE FROM change_event WHERE created_at < $1", before)
}
