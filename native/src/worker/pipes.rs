//! The two pipes to a child, as its parent uses them: nothing waits for a child that has ended, even if a descendant
//! that has left the group keeps them open.

use std::io::{self, Read, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::Arc;

use crate::ffi::process::{PIECE, ProcessGroup, can_read, can_write};

/// How often it is looked whether the child is still there.
const LOOK_MS: i32 = 50;

/// The pipe from a child. It ends when the child has ended and has nothing more to say.
pub(super) struct ChildOutput {
    pub(super) pipe: ChildStdout,
    pub(super) group: Arc<ProcessGroup>,
}

impl Read for ChildOutput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !can_read(&self.pipe, LOOK_MS) {
            // It may have said something between the two looks.
            if self.group.has_ended() && !can_read(&self.pipe, 0) {
                return Ok(0);
            }
        }
        self.pipe.read(buffer)
    }
}

/// The pipe to a child.
pub(super) struct ChildInput {
    pub(super) pipe: ChildStdin,
    pub(super) group: Arc<ProcessGroup>,
}

impl ChildInput {
    /// Writes all bytes, unless nobody reads them any more.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        for piece in bytes.chunks(PIECE) {
            while !can_write(&self.pipe, LOOK_MS) {
                if self.group.has_ended() {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
            }
            self.pipe.write_all(piece)?;
        }
        Ok(())
    }
}
