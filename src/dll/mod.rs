//! DLLs, and how one question is put to one of them.

pub mod admin;
mod admin_dll;
mod exports;
mod handed;
mod host;
mod hosting;
mod live;
mod place;
mod plugin;
pub mod stock;
mod ten_slots;

pub use admin_dll::AdminDll;
pub use exports::{
    Callbacks, Exports, Get, OnConnection, OnConnection2, OnConnection3, OnConnectionEx, OnLink,
    OnPreAuthenticated, Release, WithNothing, WithTable,
};
pub use handed::changed_members;
pub use host::{Host, in_callout};
pub use hosting::{Hosting, Notice, ProcessEnds, Said};
pub use live::Live;
pub use place::LoadPlace;
pub use plugin::{Arguments, Connections, Plugin, Registered};
pub use ten_slots::{TEN_SLOTS, looks_like_ten_slots};
