//! The two pipes to a child, as its parent uses them: nothing waits for a child that has ended, even if a descendant
//! that has left the group keeps them open.

use std::io::{self, Read, Write};
use std::process::{ChildStdin, ChildStdout};
use std::sync::Arc;

use crate::ffi::process::{PIECE, ProcessGroup, can_read, can_write, never_block};

/// How often it is looked whether the child is still there.
const LOOK_MS: i32 = 50;

/// The pipe from a child. It ends when the child has ended and has nothing more to say.
pub(super) struct ChildOutput {
    pub(super) pipe: ChildStdout,
    pub(super) group: Arc<ProcessGroup>,
}

impl ChildOutput {
    /// The end of this pipe, which never blocks: others can have the pipe open as well, and empty it.
    pub(super) fn new(pipe: ChildStdout, group: Arc<ProcessGroup>) -> io::Result<Self> {
        never_block(&pipe)?;
        Ok(Self { pipe, group })
    }
}

/// Of a child that has ended only what is there is read: a descendant may write a byte now and then, for ever.
impl Read for ChildOutput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            // It may have said something between the two looks.
            if !can_read(&self.pipe, 0) && self.group.has_ended() && !can_read(&self.pipe, 0) {
                return Ok(0);
            }
            if can_read(&self.pipe, LOOK_MS) {
                match self.pipe.read(buffer) {
                    // Somebody else has read it.
                    Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                    read => return read,
                }
            }
        }
    }
}

/// The pipe to a child.
pub(super) struct ChildInput {
    pub(super) pipe: ChildStdin,
    pub(super) group: Arc<ProcessGroup>,
}

impl ChildInput {
    /// The end of this pipe, which never blocks: others can have the pipe open as well, and fill it.
    pub(super) fn new(pipe: ChildStdin, group: Arc<ProcessGroup>) -> io::Result<Self> {
        never_block(&pipe)?;
        Ok(Self { pipe, group })
    }

    /// Writes all bytes, unless nobody reads them any more.
    pub(super) fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        while !rest.is_empty() {
            if !can_write(&self.pipe, LOOK_MS) {
                if self.group.has_ended() {
                    return Err(io::ErrorKind::BrokenPipe.into());
                }
                continue;
            }
            let piece = rest.get(..PIECE).unwrap_or(rest);
            match self.pipe.write(piece) {
                Ok(many) => rest = rest.get(many..).unwrap_or_default(),
                // Somebody else has filled it, or a signal has come.
                Err(error)
                    if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}
