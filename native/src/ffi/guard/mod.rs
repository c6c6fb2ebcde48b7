//! The memory in which native DLLs find their arguments.
//!
//! Each argument has pages of its own, between two that cannot be touched. By default it ends where the second of
//! those begins, so that a DLL that reads or writes a byte too far faults there and then; [`describe`] says what an
//! address of a fault has to do with the arguments. What lies free beside an argument is filled with a pattern and
//! compared after the call. `docs/explanation/native-memory.md` says what each mode catches and misses.

mod argument;
mod cell;
mod mapping;
mod memory;
mod region;

pub use region::describe;

pub(super) use argument::Argument;
pub(super) use memory::Memory;
