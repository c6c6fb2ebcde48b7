//! The boundary to native code: the only room with `unsafe`. Every block is one operation, and its comment names what it
//! rests on.
//!
//! Of a host that calls a DLL:
//!
//! - **N1: A function outlives its calls.** An address of a function is taken from a module that is loaded, and is called
//!   only while the module is: a loaded DLL holds it until it is dropped.
//! - **N2: A function has the prototype of its name.** An export, and a slot of the callbacks table, that bears the name
//!   of an entry point is a function with the header's prototype. Nobody can check that. A DLL that breaks it does
//!   what it likes to its process, which is why it gets one of its own unless the user says otherwise.
//! - **N3: A mapping has one owner.** It alone knows the pages, from when the system gives them to when it takes them
//!   back; they are aligned to pages, and those between the guards can be read and written unless it is shut.
//! - **N4: An argument lies inside its mapping**, between the guards, aligned for its type, with all its bytes written.
//!   No reference to it exists while a DLL runs: DLLs get pointers.
//! - **N5: Every bit pattern is a value.** What is read back after a call is of a type that is
//!   [`Plain`](mockras::abi::Plain), whatever the DLL has left there.
//! - **N6: The system gets what it asks for**: text that ends with NUL, handles that it gave and that are not closed
//!   yet, ranges of whole pages, memory as long as told, functions of the type that it calls. What it fills in was
//!   zeroed before, which is a value of its type. It keeps its side as well: what it hands to a handler is valid there,
//!   and a handler calls nothing that POSIX does not allow there, or that does more than ask the kernel.
//! - **N7: One thread runs at a time.** Who hands work to the other thread waits until it is done, and touches nothing of it
//!   meanwhile: what the work borrows is there, and nobody else's.
//!
//! Of the functions that a host offers to DLLs:
//!
//! - **R1: Pointers are as the header says**: null, or there for as long as the function runs. A DLL that breaks it does what
//!   it likes to its process, as under N2.
//! - **R2: Hooks get what compilers pass to them**: guards and counters that are there for as long as the library is loaded,
//!   and tables of a switch that hold as much as they say.
//!
#![allow(unsafe_code, reason = "this room is where native code is met; each block cites what it rests on")]

mod boundary;
mod buffer;
mod call;
pub mod command;
pub mod coverage;
pub(crate) mod crash;
mod diagnosis;
mod forbidden;
mod functions;
pub mod guard;
mod library;
pub(crate) mod meter;
mod module;
mod native;
#[cfg(unix)]
#[path = "unix.rs"]
mod platform;
#[cfg(windows)]
#[path = "windows.rs"]
mod platform;
pub mod recorder;
mod relay;
pub(crate) mod sanitizer;
mod signatures;
mod surroundings;

pub(crate) mod process;

pub use functions::{Functions, PointsTo};
pub use library::{InThisProcess, is_resident, linked, named, registered};
pub(crate) use module::{FileState, keep_copies};
pub(crate) use relay::Relay;
