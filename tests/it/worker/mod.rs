//! DLLs in child processes: the same transcript as in this process, and whatever a DLL does to a child survived.

mod agreement;
pub(crate) mod compiled;
mod copies;
mod faults;
mod lifetime;
mod places;
mod told;
mod traces;

use mockras::scenario::Span;
use mockras::worker::Isolated;

/// Scenarios are played in children of the command, with a timeout that no busy machine needs.
fn isolated() -> Isolated {
    Isolated::new(env!("CARGO_BIN_EXE_mockras"), ["__worker"]).timeout(Span { ms: 20_000 })
}
