//! DLLs, and how one question is put to one of them.

pub mod admin;
mod admin_dll;
mod exports;
mod handed;
mod host;
mod hosting;
mod panic;
mod plugin;
pub mod stock;

pub use admin_dll::AdminDll;
pub use exports::{
    Callbacks, Exports, Get, OnConnection, OnConnection2, OnConnection3, OnConnectionEx, OnLink,
    OnPreAuthenticated, OnTimer, Release, WithNothing, WithTable,
};
pub use handed::changed_members;
pub use host::Host;
pub use hosting::{Hosting, Live, Notice, ProcessEnds, Said};
pub use panic::in_callout;
pub(crate) use panic::{PANICKED, caught, hushed, told};
pub use plugin::{Arguments, Connections, LoadPlace, Plugin, Registered};
