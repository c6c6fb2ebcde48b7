//! Native DLLs run in child processes; nothing of theirs is ever loaded here.
//!
//! The model is pure, so parent and children play the same scenario in step: each child calls the DLLs of its own
//! process and tells what came of it, the parent makes the transcript of that, and passes it on to the other child. What
//! a DLL does to its process is then an answer like any other. One child plays both processes of the service where that shows the
//! same (`together`). `docs/reference/isolation.md` says what is survived, and
//! how it is reported.

mod built;
mod capture;
mod child;
mod ending;
mod frame;
mod hello;
mod isolated;
mod link;
mod local;
mod pipes;
mod places;
mod pool;
mod program;
mod remote;
mod sampler;
mod sanitizers;
mod started;
mod stepping;
mod together;
mod traces;
mod watchdog;

pub use built::{BuiltLibraryError, built_library};
pub use child::{child, remote_child};
pub use hello::System;
pub use isolated::Isolated;
