//! A second thread that calls DLLs in turn with the first: of the two, one always waits for the other.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{Builder, Result};

use super::crash;

/// As much stack as the first thread of a process mostly has.
const STACK: usize = 8 << 20;

/// Work for the other thread.
struct Work(&'static mut dyn FnMut());

// SAFETY: N7: it is handed over, and the thread that it comes from waits.
unsafe impl Send for Work {}

/// The other thread. It waits for work until its process ends.
pub(crate) struct Relay {
    work: SyncSender<Work>,
    done: Receiver<()>,
}

impl Relay {
    /// Starts the thread. Crashes on it are told as those of the thread that starts it.
    ///
    /// # Errors
    ///
    /// If the system has no room for it.
    pub(crate) fn start() -> io::Result<Self> {
        let (work, come) = sync_channel::<Work>(1);
        let (ready, done) = sync_channel(1);
        let serve = move || {
            if crash::join().is_err() {
                return;
            }
            // The first one says that it is there.
            while ready.send(()).is_ok() {
                let Ok(Work(work)) = come.recv() else { return };
                work();
            }
        };
        Builder::new().name("callouts".to_owned()).stack_size(STACK).spawn(serve)?;
        done.recv().map_err(io::Error::other)?;
        Ok(Self { work, done })
    }

    /// Lets the other thread run this, and waits for it. A panic comes back.
    ///
    /// # Panics
    ///
    /// If the thread has ended, which it does with its process alone.
    pub(crate) fn run<T>(&mut self, code: impl FnOnce() -> T) -> T {
        let mut code = Some(code);
        let mut done: Option<Result<T>> = None;
        let mut work = || {
            crash::calls_here();
            done = code.take().map(|code| catch_unwind(AssertUnwindSafe(code)));
        };
        let work: &mut dyn FnMut() = &mut work;
        // SAFETY: N7: it is waited for below, and nothing of it is touched until then.
        let work = unsafe { std::mem::transmute::<&mut dyn FnMut(), &'static mut dyn FnMut()>(work) };
        self.work.send(Work(work)).expect("the other thread lives as long as its process");
        self.done.recv().expect("the other thread lives as long as its process");
        crash::calls_here();
        match done.expect("the other thread has done its work") {
            Ok(value) => value,
            Err(panic) => resume_unwind(panic),
        }
    }
}
