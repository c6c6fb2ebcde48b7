//! Scenario files and what they name, read and written.

mod case;
mod stock;
mod text;
mod write;
