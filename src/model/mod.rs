//! The Remote Access Service, pure: no clock, thread, file, float or hash map.
//!
//! [`Service`] plays it. The model alone decides which DLL is asked what, in which order, and what an answer means.
//! Whoever needs such a decision asks for it: [`Binding`] says what a DLL is asked and what it has to export, and
//! [`means_yes`] and its neighbours say what an answer means.

#![deny(clippy::wildcard_enum_match_arm)]

mod address;
mod administer;
mod agenda;
mod binding;
mod change;
mod clock;
mod connection;
mod contents;
mod event;
mod exports;
mod instance;
mod link;
mod meaning;
mod roster;
mod seam;
mod service;
mod session;
mod start;
mod table;
mod view;

pub use administer::Request;
pub use binding::{Binding, Route, initializes_in, tables_count};
pub use event::{
    CloseReason, ConnectionEvent, Event, Level, LogEntry, Refusal, ServiceState, SkipReason, Stage,
};
pub use exports::{Demand, ExportProblem, Wanted, export_problems};
pub use instance::{EntryPoint, Instance, Process, Via};
pub use meaning::{
    UNWRITTEN, asks_for_release, has_result, has_verdict, ipv6_halves, is_unwritten, means_yes,
};
pub use seam::{
    AddressQuestion, Ask, CallbacksTable, Fault, FaultReach, Input, LoadFailure, Loaded, Output,
    PreAuthenticated, Question, Reply, Returned, Slot, Wrote,
};
pub use service::Service;
pub use table::{AddressSlots, TEN_SLOTS, address_slots, looks_like_ten_slots};
pub use view::{ConnectionEventKind, Occupant};
