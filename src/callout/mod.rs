//! DLLs, and how one question is put to one of them.

mod admin_dll;
mod exports;
mod host;
mod plugin;
pub mod stock;

pub use admin_dll::AdminDll;
pub use exports::{
    Callbacks, Exports, Get, OnConnection, OnConnection2, OnConnection3, OnConnectionEx, OnLink,
    OnPreAuthenticated, Plain, Release, WithTable,
};
pub use host::{Host, in_callout};
pub use plugin::{Arguments, Connections, Plugin, Registered};
