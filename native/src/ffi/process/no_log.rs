//! Where a child shares no memory with its parent, it sends everything at once.

use std::io;

/// The parent's end, which is never made.
pub(crate) enum SharedLogReader {}

impl SharedLogReader {
    /// Fails: no memory is shared here.
    pub(crate) fn new() -> io::Result<(Self, String)> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Cannot be called, since none is ever made.
    pub(crate) fn beat(&self) -> u64 {
        match *self {}
    }

    /// Cannot be called, since none is ever made.
    pub(crate) fn rest(&self, _: u64) -> Vec<u8> {
        match *self {}
    }
}

/// The child's end, which is never opened.
pub(crate) enum SharedLog {}

impl SharedLog {
    /// Fails: no memory is shared here.
    pub(crate) fn open(_: &str) -> io::Result<Self> {
        Err(io::ErrorKind::Unsupported.into())
    }

    /// Cannot be called, since none is ever made.
    pub(crate) fn put(&mut self, _: &[u8]) -> bool {
        match *self {}
    }

    /// Cannot be called, since none is ever made.
    pub(crate) fn clear(&mut self, _: usize) {
        match *self {}
    }

    /// Cannot be called, since none is ever made.
    pub(crate) fn is_old(&self) -> bool {
        match *self {}
    }

    /// Cannot be called, since none is ever made.
    pub(crate) fn beat(&mut self) {
        match *self {}
    }
}
