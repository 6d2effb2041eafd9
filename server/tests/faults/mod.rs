//! Faults of the process and the database: the real program as a child, killed, starved of disk, cut off from its database, doubled;
//! and people who go on pressing. What was acknowledged is there, nothing is there twice, and it heals by itself.
//!
//! These tests need what a usual Linux machine has: `prlimit`, `strace`, and `PostgreSQL`'s programs. Where something is missing they
//! fail and say so.

mod cluster;
mod copies;
mod disk;
mod hangup;
mod kills;
mod outage;
mod pair;
mod pressing;
mod process;
mod proxy;
mod unlucky;

/// Waits until something is so, or fails: for what a loaded machine may do late.
pub async fn until<F>(what: &str, seconds: u64, mut so: impl FnMut() -> F)
where
    F: Future<Output = bool>,
{
    let began = tokio::time::Instant::now();
    while !so().await {
        assert!(began.elapsed().as_secs() < seconds, "not within {seconds} s: {what}");
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
}
