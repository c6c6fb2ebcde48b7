//! The boundary to native code: the only room with `unsafe`.
//!
//! It has two sides: what mockras needs to load and call a DLL, and what a DLL written in Rust needs to be one
//! ([`export`]). Every `unsafe` block is one operation, and its comment names what it rests on.
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
//!   [`Plain`](crate::abi::Plain), whatever the DLL has left there.
//! - **N6: The system gets what it asks for**: text that ends with NUL, handles that it gave and that are not closed
//!   yet, ranges of whole pages, memory as long as told, functions of the type that it calls. What it fills in was
//!   zeroed before, which is a value of its type. It keeps its side as well: what it hands to a handler is valid there,
//!   and a handler calls nothing that POSIX does not allow there, or that does more than ask the kernel.
//!
//! Of the functions that a host offers to DLLs:
//!
//! - **R1: Pointers are as the header says**: null, or there for as long as the function runs. A DLL that breaks it does what
//!   it likes to its process, as under N2.
//!
//! Of a DLL that is called:
//!
//! - **F1, arguments.** What a host hands to a DLL is null, or points to what the prototype says: there until the callout
//!   returns, and written by nobody else meanwhile. Misaligned pointers are turned away like null ones.
//! - **F2, values.** Every bit pattern is a value of the structures that are handed over ([`Plain`](crate::abi::Plain)).
//! - **F3, text.** It ends in NUL, or goes on for [`NAME_UNITS_MAX`](crate::ffi::export::NAME_UNITS_MAX) units.
//! - **F4, the tail.** Behind the start of an AUTH_VALIDATION_EX lie AUTH_INFO_OFFSET + AuthInfoSize bytes.
//!   A size above [`i32::MAX`] is none, as a service that lies may say it: then nothing of the tail is touched.
//! - **F5, the note.** Where a host has a function `MockrasNote`, it is `void MockrasNote(const char *)`.
//! - **F6, one instance.** What is exported is called through the one [`Home`](crate::ffi::export::Home) of its type,
//!   which serialises calls, and no panic leaves it.

#![allow(unsafe_code, reason = "this room is where native code is met; each block cites what it rests on")]

mod buffer;
#[cfg(feature = "native")]
mod call;
#[cfg(feature = "native")]
pub(crate) mod crash;
#[cfg(feature = "native")]
mod diagnosis;
pub mod entry;
pub mod export;
#[cfg(feature = "native")]
pub mod guard;
mod home;
#[cfg(feature = "native")]
mod library;
#[cfg(feature = "native")]
mod native;
mod note;
#[cfg(all(unix, feature = "native"))]
#[path = "unix.rs"]
mod platform;
#[cfg(all(windows, feature = "native"))]
#[path = "windows.rs"]
mod platform;
mod pointer;
pub mod recorder;
mod signatures;
#[cfg(test)]
mod tests;

#[cfg(feature = "native")]
pub(crate) mod process;

#[cfg(feature = "native")]
pub use library::{is_resident, registered};
