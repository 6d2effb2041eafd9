//! A small generator with a fixed beginning: the same demonstration each time. For invented people only, never for secrets.

use ground::Timestamp;

/// Draws lots that are the same each time.
#[derive(Clone, Debug)]
pub struct Draw(u64);

impl Draw {
    /// From this beginning.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next 64 bits (splitmix64).
    pub const fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from `least` to `most`.
    pub fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = u64::try_from(most - least + 1).unwrap_or(1).max(1);
        least + i64::try_from(self.bits() % span).unwrap_or_default()
    }

    /// True so many times out of a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.between(1, 100) <= percent
    }

    /// One of these; the list must not be empty.
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        let most = i64::try_from(from.len()).unwrap_or(1) - 1;
        &from[usize::try_from(self.between(0, most.max(0))).unwrap_or_default()]
    }

    /// An id in the form of a `UUIDv7` of this instant.
    pub fn id(&mut self, at: Timestamp) -> String {
        let (a, b) = (self.bits(), self.bits());
        let time = format!("{:012x}", at.0.max(0));
        format!(
            "{}-{}-7{:03x}-{:04x}-{:012x}",
            &time[..8],
            &time[8..],
            a & 0xfff,
            0x8000 | ((a >> 16) & 0x3fff),
            b & 0xffff_ffff_ffff
        )
    }
}
