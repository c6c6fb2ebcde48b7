//! What the author of a DLL expects beside the documented duties: in a step of a scenario, or in every run.

mod always;
mod in_words;
mod step;
mod value;

pub use always::{Always, Per, When, contradictions};
pub use step::{Expect, Fate};
pub use value::{AddressBits, AddressSet, Count};

/// A name as part of an id: its letters and digits in small letters, with a hyphen for all else between them.
///
/// ```
/// assert_eq!(mockras::scenario::expectation_id("Mallory stays out!"), "expect/mallory-stays-out");
/// ```
pub fn expectation_id(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    format!("expect/{}", words.join("-"))
}

/// Checks that a name becomes an id.
fn check_name(name: &str) -> Result<(), String> {
    if name.chars().any(char::is_alphanumeric) && !name.chars().any(char::is_control) {
        return Ok(());
    }
    Err(format!("expected a `name` with letters or digits, found {name:?}"))
}
