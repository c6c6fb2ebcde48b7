//! Kills a child that owes something for too long.

use std::io;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::ffi::process::{ProcessGroup, SharedLogReader};
use mockras::scenario::Span;

/// How often it looks within the time that a callout has, and how often in any case.
const TICKS: u64 = 8;
const TICK_MAX_MS: u64 = 250;

/// How long a child may be at work of mockras' own, such as reading a scenario, before code of a DLL has run in it: no DLL
/// is to blame for that, but no wait is without a limit.
const FRESH_WORK_MS: u64 = 60_000;

/// The same afterwards, if a callout may not take longer. Code of a DLL can forge whatever a child says, so there is no
/// more to it than this.
const OWN_WORK_LEAST_MS: u64 = 1_000;

/// How long a wait may have taken when somebody asks for the end, if a callout may take longer.
const GRACE_MS: u64 = 1_000;

/// How much longer a child that is reached through a command may take to come up than a callout, and how long it may take
/// in any case: what it runs on may have to be started first.
const START_TIMES: u64 = 30;
const START_LEAST_MS: u64 = 3_000;

/// How long a child that is reached through a command may take to say who it is.
pub(super) fn start_limit(timeout: Span) -> Span {
    Span { ms: timeout.ms.saturating_mul(START_TIMES).max(START_LEAST_MS) }
}

/// How long a wait for something may take. The clock is the parent's, and runs from when the wait begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// The time that code of a DLL may take.
    Callout,
    /// The time that a child may take in which code of a DLL has run: for work of mockras' own.
    OwnWork,
    /// The time that both may take, where the beat tells how long the code of the DLL runs.
    Both,
    /// The time that a child may take in which no code of a DLL has run yet.
    FreshWork,
    /// The time that a command may take to lead to a child.
    Start,
}

impl Limit {
    fn ms(self, timeout: Span) -> u64 {
        let own = timeout.ms.max(OWN_WORK_LEAST_MS);
        match self {
            Self::Callout => timeout.ms,
            Self::OwnWork => own,
            Self::Both => timeout.ms.saturating_add(own),
            Self::FreshWork => timeout.ms.max(FRESH_WORK_MS),
            Self::Start => start_limit(timeout).ms,
        }
    }
}

/// Why a child was killed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Killed {
    /// It was not, by the watchdog.
    Not,
    /// It has taken too long.
    Late,
    /// Somebody asks for the end, and it owed something.
    Interrupted,
}

/// Tells whether somebody asks for the end.
pub(super) type IsInterrupted = fn() -> bool;

/// What the watching thread and its owner share.
struct Shared {
    group: Arc<ProcessGroup>,
    /// Where the child leaves word of how far it is.
    log: Option<Arc<SharedLogReader>>,
    /// Counts the waits up, and is odd while there is one.
    turn: AtomicU64,
    /// How many ticks the wait may take.
    ticks: AtomicU64,
    killed: AtomicU8,
    /// The child has been waited for: its number may be another's by now.
    is_gone: Mutex<bool>,
}

impl Shared {
    /// A number that is odd while code of a DLL runs, as the child tells. That is believed only where it makes the wait
    /// shorter.
    fn beat(&self) -> u64 {
        self.log.as_ref().map_or(0, |log| log.beat())
    }

    /// Kills a child that still owes what it owed in this wait, and at this beat if it is about that. What comes just in
    /// time, comes in time: nothing begins between the look and the kill, since the child is held in between.
    fn kill_late(&self, turn: u64, beat: Option<u64>, why: Killed) {
        let is_gone = self.is_gone.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_gone {
            return;
        }
        self.group.hold();
        if self.turn.load(Ordering::Acquire) == turn && beat.is_none_or(|beat| beat == self.beat()) {
            self.killed.store(why as u8, Ordering::Release);
            self.group.kill();
        } else {
            self.group.let_go();
        }
    }

    fn kill(&self) {
        let is_gone = self.is_gone.lock().unwrap_or_else(PoisonError::into_inner);
        if !*is_gone {
            self.group.kill();
        }
    }
}

/// Watches over one child.
pub(super) struct Watchdog {
    shared: Arc<Shared>,
    timeout: Span,
    tick_ms: u64,
    /// The thread ends when this is dropped.
    _alive: Sender<()>,
}

impl Watchdog {
    /// Watches over this child from now on; its callouts may take `timeout`.
    pub(super) fn over(
        group: Arc<ProcessGroup>,
        log: Option<Arc<SharedLogReader>>,
        timeout: Span,
        is_interrupted: Option<IsInterrupted>,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            group,
            log,
            turn: AtomicU64::new(0),
            ticks: AtomicU64::new(0),
            killed: AtomicU8::new(Killed::Not as u8),
            is_gone: Mutex::new(false),
        });
        let (alive, gone) = channel();
        let watched = Arc::clone(&shared);
        let timeout = Span { ms: timeout.ms.max(TICKS) };
        let tick_ms = (timeout.ms / TICKS).min(TICK_MAX_MS);
        let watch = Watch {
            shared: watched,
            callout: timeout.ms.div_ceil(tick_ms),
            grace: timeout.ms.min(GRACE_MS).div_ceil(tick_ms),
            is_interrupted: is_interrupted.unwrap_or(|| false),
        };
        std::thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || watch.run(&gone, Duration::from_millis(tick_ms)))?;
        Ok(Self { shared, timeout, tick_ms, _alive: alive })
    }

    /// Notes that the child owes something from now on, and how long it may take.
    pub(super) fn arm(&self, limit: Limit) {
        let ticks = limit.ms(self.timeout).div_ceil(self.tick_ms);
        self.shared.ticks.store(ticks, Ordering::Relaxed);
        let turn = self.shared.turn.load(Ordering::Relaxed);
        self.shared.turn.store((turn + 1) | 1, Ordering::Release);
    }

    /// Notes that the child owes nothing any more.
    pub(super) fn disarm(&self) {
        let turn = self.shared.turn.load(Ordering::Relaxed);
        self.shared.turn.store((turn + 1) & !1, Ordering::Release);
    }

    /// Whether the watchdog had to kill the child, and why.
    pub(super) fn has_killed(&self) -> Killed {
        match self.shared.killed.load(Ordering::Acquire) {
            killed if killed == Killed::Late as u8 => Killed::Late,
            killed if killed == Killed::Interrupted as u8 => Killed::Interrupted,
            _ => Killed::Not,
        }
    }

    /// Kills the child and its descendants.
    pub(super) fn kill(&self) {
        self.shared.kill();
    }

    /// Blocks until the child has ended, kills what is left of its descendants, and waits for it with `reap`.
    pub(super) fn bury<T>(&self, reap: impl FnOnce() -> T) -> T {
        self.shared.group.until_ended();
        let mut is_gone = self.shared.is_gone.lock().unwrap_or_else(PoisonError::into_inner);
        if !*is_gone {
            self.shared.group.kill();
        }
        *is_gone = true;
        reap()
    }
}

/// What the watching thread knows.
struct Watch {
    shared: Arc<Shared>,
    /// How many ticks code of a DLL may run.
    callout: u64,
    /// How many ticks a wait may have taken when somebody asks for the end.
    grace: u64,
    is_interrupted: IsInterrupted,
}

impl Watch {
    fn run(&self, gone: &Receiver<()>, tick: Duration) {
        let Self { shared, callout, grace, is_interrupted } = self;
        let (mut turn, mut beat) = (0, 0);
        let (mut waited, mut ran) = (0, 0);
        while gone.recv_timeout(tick) == Err(RecvTimeoutError::Timeout) {
            let (turn_now, beat_now) = (shared.turn.load(Ordering::Acquire), shared.beat());
            let is_new = turn_now.is_multiple_of(2) || turn_now != turn;
            let runs = !beat_now.is_multiple_of(2) && beat_now == beat;
            (waited, ran) = if is_new { (0, 0) } else { (waited + 1, if runs { ran + 1 } else { 0 }) };
            (turn, beat) = (turn_now, beat_now);
            if is_new {
                continue;
            }
            if ran >= *callout {
                shared.kill_late(turn, Some(beat), Killed::Late);
            } else if waited >= shared.ticks.load(Ordering::Relaxed) {
                shared.kill_late(turn, None, Killed::Late);
            } else if waited >= *grace && is_interrupted() {
                shared.kill_late(turn, None, Killed::Interrupted);
            } else if shared.group.has_ended() {
                // A descendant keeps the pipes open, and its parent from being missed.
                shared.kill();
            }
        }
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::process::{Command, Stdio};

    use super::*;

    #[test]
    fn child_that_has_gone_on_is_not_killed() {
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().expect("cat can be run");
        let shared = Shared {
            group: Arc::new(ProcessGroup::of(child.id()).expect("a group")),
            log: None,
            turn: AtomicU64::new(3),
            ticks: AtomicU64::new(0),
            killed: AtomicU8::new(0),
            is_gone: Mutex::new(false),
        };
        shared.kill_late(1, None, Killed::Late);
        assert_eq!(shared.killed.load(Ordering::Acquire), Killed::Not as u8, "it owes something else by now");
        drop(child.stdin.take());
        assert!(child.wait().expect("it can be waited for").success(), "it went on");
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().expect("cat can be run");
        let group = Arc::new(ProcessGroup::of(child.id()).expect("a group"));
        let shared = Shared { group, ..shared };
        shared.kill_late(3, Some(0), Killed::Late);
        assert_eq!(shared.killed.load(Ordering::Acquire), Killed::Late as u8);
        assert!(!child.wait().expect("it can be waited for").success());
    }
}
