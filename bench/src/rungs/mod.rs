//! The rungs. A rung measures what it names in interleaved rounds (A B C, A B C, …), beside a reference of the same run.

mod loops;
mod pages;
mod rest;
mod screen;
mod suggestions;
mod weight;

use crate::{
    Given,
    data::{self, Data},
    report::Figure,
};
use anyhow::Result;
use std::{cell::OnceCell, time::Duration};

/// What is measured, and how.
pub struct Rung {
    pub name: &'static str,
    pub climb: fn(&Bench) -> Result<Vec<Figure>>,
}

/// All of them.
pub const ALL: [Rung; 6] = [
    Rung { name: "weight", climb: weight::climb },
    Rung { name: "pages", climb: pages::climb },
    Rung { name: "suggestions", climb: suggestions::climb },
    Rung { name: "loops", climb: loops::climb },
    Rung { name: "screen", climb: screen::climb },
    Rung { name: "rest", climb: rest::climb },
];

/// What the rungs share.
pub struct Bench {
    pub given: Given,
    small: OnceCell<Data>,
}

impl Bench {
    #[allow(clippy::unnecessary_wraps, reason = "what the rungs share may come to need files")]
    pub fn new(given: Given) -> Result<Self> {
        Ok(Self { given, small: OnceCell::new() })
    }

    /// Whether the rung was asked for.
    pub fn wants(&self, name: &str) -> bool {
        self.given.only.is_empty() || self.given.only.iter().any(|only| name.contains(only.as_str()))
    }

    /// How often each is measured.
    pub fn rounds(&self) -> usize {
        if self.given.quick { 3 } else { 5 }
    }

    /// How long one load lasts.
    pub fn time(&self) -> Duration {
        Duration::from_millis(if self.given.quick { 800 } else { 2_000 })
    }

    /// The small database.
    pub fn small(&self) -> Result<&Data> {
        if let Some(data) = self.small.get() {
            return Ok(data);
        }
        let made = data::sqlite(&self.given.folder, "small", &data::SMALL)?;
        Ok(self.small.get_or_init(|| made))
    }
}
