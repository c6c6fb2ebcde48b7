//! A DLL in a process of the service, and its entry points.

use crate::ras::{Callout, word_names};

word_names! {
    /// A process of the service (SERIAL-05).
    #[derive(serde::Serialize, serde::Deserialize)]
    pub enum Process {
        /// The service has this process alone.
        Only "ras",
        /// Users connect and disconnect in this process.
        Connections "conn",
        /// Addresses are handed out in this process.
        Addresses "ip",
    }
}

/// One DLL in one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instance {
    /// The process that the DLL is in.
    pub process: Process,
    /// The DLL's place in the registry, from 0.
    pub dll: u8,
}

/// How an entry point was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via {
    /// It was found by its exported name.
    Export,
    /// It was found through its slot in the callbacks table.
    Slot,
}

/// An entry point of a DLL.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntryPoint {
    /// The function that is called.
    pub callout: Callout,
    /// How the service found it.
    pub via: Via,
}
