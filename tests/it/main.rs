//! The integration tests, in one binary.

mod abi;
mod facts;
mod filled;
mod poison;
mod views;
