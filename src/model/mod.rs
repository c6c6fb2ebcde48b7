//! The Remote Access Service, pure: no clock, thread, file, float or hash map.

#![deny(clippy::wildcard_enum_match_arm)]

mod address;
mod agenda;
mod binding;
mod change;
mod clock;
mod connection;
mod event;
mod exports;
mod link;
mod note;
mod service;
mod session;
mod start;
mod view;

pub use event::{
    Ask, Ends, Entry, Fault, Input, Instance, Lease, LoadFailure, Output, PreAuthenticated, Process,
    Question, Reply, Returned, Slot, Table, Via, Wrote,
};
pub use exports::{ExportProblem, export_problems};
pub use note::{ConnectionEvent, Ending, Event, Level, Log, Refusal, ServiceState, SkipReason, Stage};
pub use service::Service;
pub use view::{ConnectionEventKind, Occupant};
