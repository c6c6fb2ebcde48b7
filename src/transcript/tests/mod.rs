//! Both forms, round and round.

mod arbitrary;
mod malformed;
#[cfg(feature = "json")]
mod page;
mod round_trip;
mod sample;
