//! Both forms of transcripts: what is written is read as it was, and what is none is refused.

mod arbitrary;
mod change;
mod diff;
mod malformed;
#[cfg(feature = "json")]
mod page;
mod round_trip;
mod sample;
mod spelling;
