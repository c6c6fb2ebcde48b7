//! What the targets have in common: inputs that are scenario files, and what is a bug.

mod input;
mod judge;
// What the service owes a DLL.
#[path = "../../tests/proof/mod.rs"]
#[allow(dead_code, reason = "it serves tests as well, which want rules about DLLs beside these")]
mod proof;

pub use input::{crossed, mutated, read, written};
pub use judge::{abort_on_bugs, play_and_judge, stock_dlls};
