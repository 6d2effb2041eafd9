//! Insight: figures of what was done.

pub mod figures;
