//! Scenario files and what they name, read and written.

mod case;
mod in_words;
mod stock;
mod text;
mod write;
