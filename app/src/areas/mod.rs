//! Areas of a municipality: flat, with neighbours. Everybody's pages name them; administrators change them (`admin`). Tests: `store.rs`.

pub mod store;
