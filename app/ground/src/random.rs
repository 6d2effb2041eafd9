//! (server side) Ids, and what is drawn: the one place that draws anything.

use super::{Timestamp, secret::hex};

/// A new id: `UUIDv7` of the injected clock's time, so that ids sort as things happened.
pub fn new_id(now: Timestamp) -> String {
    let (seconds, rest) = (now.0.div_euclid(1000), now.0.rem_euclid(1000));
    let at = uuid::Timestamp::from_unix(
        uuid::NoContext,
        u64::try_from(seconds).unwrap_or_default(),
        u32::try_from(rest * 1_000_000).unwrap_or_default(),
    );
    uuid::Uuid::new_v7(at).to_string()
}

/// Random letters and digits for a link: 256 bits.
#[allow(clippy::disallowed_methods, reason = "the one place that draws secrets")]
pub fn new_token() -> String {
    hex(&rand::random::<[u8; 32]>())
}

/// Random bytes, for what is sealed.
#[allow(clippy::disallowed_methods, reason = "the one place that draws secrets")]
pub fn draw_bytes<const N: usize>() -> [u8; N] {
    rand::random()
}

/// A random number below `end`, for drawing a code word.
#[allow(clippy::disallowed_methods, reason = "the one place that draws lots")]
pub fn draw(end: usize) -> usize {
    rand::random_range(0..end.max(1))
}
