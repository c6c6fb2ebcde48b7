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
mod seam;
mod service;
mod session;
mod start;
mod view;

pub use event::{
    CloseReason, ConnectionEvent, Event, Level, LogEntry, Refusal, ServiceState, SkipReason, Stage,
};
pub use exports::{ExportProblem, export_problems};
pub use seam::{
    AddressQuestion, Ask, CallbacksTable, EntryPoint, Fault, FaultReach, Input, Instance, LoadFailure,
    Output, PreAuthenticated, Process, Question, Reply, Returned, Slot, Via, Wrote,
};
pub use service::Service;
