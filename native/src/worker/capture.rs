//! What the DLLs in a child write to standard output and standard error.

use std::io;
use std::process::ChildStderr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ffi::process::Tap;

/// How much is kept; of what comes after, only how much it was.
const KEPT_MAX: usize = 64 * 1024;

/// The most that is read in one go, which is more than a pipe holds: a thread of a DLL may write for ever.
const PIECES: usize = 32;

/// How often it is looked whether there is somebody who still wants to know.
const LOOK_MS: i32 = 500;

/// The first bytes that were written, and how many more there were.
#[derive(Debug, Default)]
pub(super) struct Captured {
    bytes: Vec<u8>,
    more: u64,
}

impl Captured {
    fn push(&mut self, bytes: &[u8]) {
        let free = KEPT_MAX.saturating_sub(self.bytes.len());
        let (kept, more) = bytes.split_at(free.min(bytes.len()));
        self.bytes.extend(kept);
        self.more += more.len() as u64;
    }

    /// Adds a line of mockras' own.
    pub(super) fn note(&mut self, line: &str) {
        self.push(line.as_bytes());
        self.push(b"\n");
    }

    /// Adds what another has captured.
    pub(super) fn append(&mut self, other: &Self) {
        self.push(&other.bytes);
        self.more += other.more;
    }

    /// The text, whatever the bytes were. Its lines end as lines do here: C libraries of Windows add a CR to each.
    pub(super) fn text(&self) -> String {
        let mut text = String::from_utf8_lossy(&self.bytes).replace("\r\n", "\n");
        if self.more > 0 {
            text += &format!("\n(and {} bytes more)", self.more);
        }
        text
    }
}

/// Reads what comes out of a child as it comes, so that the child never waits for it.
pub(super) struct Capture {
    tap: Tap,
    kept: Mutex<Captured>,
}

impl Capture {
    /// Listens to this pipe in a thread of its own.
    pub(super) fn of(pipe: ChildStderr) -> io::Result<Arc<Self>> {
        let capture = Arc::new(Self { tap: Tap::new(pipe)?, kept: Mutex::default() });
        let listener = Arc::clone(&capture);
        let listen = move || {
            while Arc::strong_count(&listener) > 1 && listener.read().1 {
                listener.tap.wait(LOOK_MS);
            }
        };
        std::thread::Builder::new().name("capture".to_owned()).spawn(listen)?;
        Ok(capture)
    }

    /// The text of what was written, which stays to be taken.
    pub(super) fn text(&self) -> String {
        self.read().0.text()
    }

    /// Everything that was written before now, since this was last asked.
    pub(super) fn take(&self) -> Captured {
        std::mem::take(&mut *self.read().0)
    }

    /// Reads what is there, and says whether there may be more later.
    fn read(&self) -> (MutexGuard<'_, Captured>, bool) {
        let mut piece = [0; 16 * 1024];
        // Nobody panics with it in hand.
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        for _ in 0..PIECES {
            match self.tap.read(&mut piece) {
                None => return (kept, true),
                Some(0) => return (kept, false),
                Some(many) => kept.push(piece.get(..many).unwrap_or_default()),
            }
        }
        (kept, true)
    }
}
