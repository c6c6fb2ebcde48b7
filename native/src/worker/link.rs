//! The child's end of the protocol.

use std::fs::File;
use std::io::{BufReader, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::ending::SPEECHLESS;
use super::frame::{self, ChildAnswer, FromChild, ToChild};
use crate::ffi::process;
use mockras::scenario::{Scenario, Step};

/// So much is sent even if nobody waits for it: then parent and child work at the same time.
const PIECE: usize = 1024;

/// The same where this child waits for nothing that its parent says: to be woken up costs the parent more than it gains.
const PIECE_TOGETHER: usize = 64 * 1024;

/// The sending half: nearly all comes from the main thread, but what is told at once comes from any.
static OUT: Mutex<Option<Out>> = Mutex::new(None);

fn out() -> MutexGuard<'static, Option<Out>> {
    OUT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The half of the child's end that sends.
pub(super) struct Out {
    output: File,
    place: process::FileIdentity,
    bytes: Vec<u8>,
    /// Whether this child plays all processes, and has run code of a DLL in such a play.
    is_together: bool,
    has_run: bool,
    /// Holds what is in `bytes` as well, so that it need not be sent before a DLL's code runs.
    pub(super) log: Option<process::SharedLog>,
}

impl Out {
    fn put(&mut self, message: &FromChild) {
        let at = self.bytes.len();
        frame::put(message, &mut self.bytes);
        let bytes = self.bytes.get(at..).unwrap_or_default();
        let is_kept = self.log.as_mut().is_none_or(|log| log.put(bytes));
        let piece = if self.is_together { PIECE_TOGETHER } else { PIECE };
        if !is_kept || self.bytes.len() > piece {
            self.send();
        }
    }

    fn send(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        // What stands in for it swallows what the parent waits for; the log still has it.
        if !self.place.is_as_it_was(&self.output) || self.output.write_all(&self.bytes).is_err() {
            process::end_now(i32::from(SPEECHLESS));
        }
        if let Some(log) = &mut self.log {
            log.clear(self.bytes.len());
        }
        self.bytes.clear();
    }
}

/// The half of the child's end that receives, and the only one that may say what comes in order.
pub(super) struct Link {
    input: BufReader<File>,
    place: process::FileIdentity,
    body: Vec<u8>,
}

impl Link {
    /// The end that reads and writes these streams.
    pub(super) fn new(streams: process::ProtocolStreams) -> Self {
        let process::ProtocolStreams { input, output } = streams;
        let place = process::FileIdentity::of(&output);
        *out() =
            Some(Out { output, place, bytes: Vec::new(), is_together: false, has_run: false, log: None });
        let place = process::FileIdentity::of(&input);
        Self { input: BufReader::new(input), place, body: Vec::new() }
    }

    /// Works on the other half.
    #[expect(
        clippy::unused_self,
        reason = "there is one link, and only who has it may say what comes in order"
    )]
    pub(super) fn with(&mut self, work: impl FnOnce(&mut Out)) {
        out().as_mut().map(work);
    }

    /// Whether this child plays all processes from now on.
    pub(super) fn is_together(&mut self, is_together: bool) {
        self.with(|out| out.is_together = is_together);
    }

    /// Receives the next message; `None` if the parent has gone. It may take long.
    pub(super) fn next(&mut self) -> Option<ToChild> {
        self.send();
        match frame::take(&mut self.input, &mut self.body) {
            // The parent has gone, unless something stands in for the pipe that leads to it.
            Ok(None) if !self.place.is_as_it_was(self.input.get_ref()) => {
                process::end_now(i32::from(SPEECHLESS))
            }
            Ok(message) => message,
            Err(_) => process::end_now(i32::from(SPEECHLESS)),
        }
    }

    /// Receives what came of something elsewhere, or before this child was there.
    pub(super) fn told(&mut self) -> ChildAnswer {
        self.send();
        if self.input.buffer().is_empty() {
            process::look_out(self.input.get_ref());
        }
        match self.next() {
            Some(ToChild::Answer(answer)) => answer,
            Some(message) => panic!("a child that waits for an answer was told {message:?}"),
            None => process::end_now(0),
        }
    }

    /// Receives the next step of a scenario that comes a step at a time; `None` if there is no further one.
    pub(super) fn step(&mut self) -> Option<Arc<Step>> {
        match self.next() {
            Some(ToChild::Step(text)) => {
                let alone = Scenario::parse(&text, "<parent>").expect("steps read back");
                Some(Arc::clone(alone.steps.first().expect("there is a step")))
            }
            Some(ToChild::NoMore) => None,
            Some(message) => panic!("a child that waits for a step was told {message:?}"),
            None => process::end_now(0),
        }
    }

    /// Says that code of a DLL is about to run, and what came of the last: at once if the parent cannot see it in the log,
    /// is to hear it before any such code has run, or has waited for the last for a while. Of a child that plays all
    /// processes it hears once that such code runs.
    pub(super) fn asking(&mut self, is_first: bool) {
        self.with(|out| {
            out.put(&FromChild::Asking);
            let is_first = is_first && !(out.is_together && std::mem::replace(&mut out.has_run, true));
            if is_first || out.log.as_ref().is_none_or(|log| log.is_old()) {
                out.send();
            }
            if let Some(log) = &mut out.log {
                log.beat();
            }
        });
    }

    /// That code has run. If it has forked, it comes back twice: the copy must not play on.
    #[expect(clippy::unused_self, reason = "only who has the link has let it run")]
    pub(super) fn asked(&mut self) {
        if process::is_copy() {
            process::end_now(0);
        }
    }

    /// Keeps an answer until something is sent. What code of a DLL has done to its process is known by then, so it has had
    /// its time until now.
    ///
    /// If something stands in for the channel, it was put there by that code: the child ends before it runs any other. Where
    /// a run that shows something is played again, it is enough to see that when something is sent.
    pub(super) fn answer(&mut self, answer: ChildAnswer) {
        self.with(|out| {
            if !out.is_together && !out.place.is_as_it_was(&out.output) {
                out.put(&FromChild::Told(answer.said));
                process::end_now(i32::from(SPEECHLESS));
            }
            out.put(&FromChild::Answer(answer));
            if let Some(log) = &mut out.log {
                log.beat();
            }
        });
    }

    /// Puts a message in line. It is sent soon.
    pub(super) fn put(&mut self, message: &FromChild) {
        self.with(|out| out.put(message));
    }

    /// Sends everything that is in line.
    pub(super) fn send(&mut self) {
        self.with(Out::send);
    }
}

/// Sends a message before anything else, from whatever thread.
pub(super) fn tell_at_once(message: &FromChild) {
    // What a DLL has forked is another process, and no part of the scenario.
    if process::is_own()
        && let Some(out) = &mut *out()
    {
        out.put(message);
        if out.log.is_none() {
            out.send();
        }
    }
}
