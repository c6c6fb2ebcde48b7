//! Kills a child that owes something for too long.

use std::io;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::ffi::process::{ProcessGroup, SharedLogReader};
use mockras::scenario::Span;

/// How often it looks within the time that a callout has.
const TICKS: u64 = 8;

/// How long a child may be at work of mockras' own, such as reading a scenario: no DLL is to blame for that, but no wait
/// is without a limit.
const OWN_WORK_MS: u64 = 60_000;

/// How much longer a child that is reached through a command may take to come up than a callout, and how long it may take
/// in any case: what it runs on may have to be started first.
const START_TIMES: u64 = 30;
const START_LEAST_MS: u64 = 3_000;

/// How long a child that is reached through a command may take to say who it is.
pub(super) fn start_limit(timeout: Span) -> Span {
    Span { ms: timeout.ms.saturating_mul(START_TIMES).max(START_LEAST_MS) }
}

/// How long something may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    /// The time that code of a DLL may take.
    Callout,
    /// The time that code of mockras may take.
    OwnWork,
    /// The time that a command may take to lead to a child.
    Start,
}

/// What the watching thread and its owner share.
struct Shared {
    group: Arc<ProcessGroup>,
    /// Where the child leaves word of how far it is.
    log: Option<Arc<SharedLogReader>>,
    /// Odd while the child owes something.
    beat: AtomicU64,
    ticks: AtomicU32,
    has_killed: AtomicBool,
    /// The child has been waited for: its number may be another's by now.
    is_gone: Mutex<bool>,
}

impl Shared {
    fn logged(&self) -> u64 {
        self.log.as_ref().map_or(0, |log| log.beat())
    }

    /// Kills a child that still owes what it owed at this beat. What comes just in time, comes in time: nothing begins
    /// between the look and the kill, since the child is held in between.
    fn kill_late(&self, beat: u64, logged: u64) {
        let is_gone = self.is_gone.lock().unwrap_or_else(PoisonError::into_inner);
        if *is_gone {
            return;
        }
        self.group.hold();
        if (self.beat.load(Ordering::Acquire), self.logged()) == (beat, logged) {
            self.has_killed.store(true, Ordering::Release);
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
    timeout_ms: u64,
    /// The thread ends when this is dropped.
    _alive: Sender<()>,
}

impl Watchdog {
    /// Watches over this child from now on; its callouts may take `timeout`.
    pub(super) fn over(
        group: Arc<ProcessGroup>,
        log: Option<Arc<SharedLogReader>>,
        timeout: Span,
    ) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            group,
            log,
            beat: AtomicU64::new(0),
            ticks: AtomicU32::new(0),
            has_killed: AtomicBool::new(false),
            is_gone: Mutex::new(false),
        });
        let (alive, gone) = channel();
        let watched = Arc::clone(&shared);
        let timeout_ms = timeout.ms.max(TICKS);
        let tick = Duration::from_millis(timeout_ms / TICKS);
        std::thread::Builder::new()
            .name("watchdog".to_owned())
            .spawn(move || watch(&watched, &gone, tick))?;
        Ok(Self { shared, timeout_ms, _alive: alive })
    }

    /// Notes that the child owes something from now on, and how long it may take.
    pub(super) fn arm(&self, limit: Limit) {
        let in_ticks = |ms: u64| ms.saturating_mul(TICKS).div_ceil(self.timeout_ms).max(TICKS);
        let ticks = match limit {
            Limit::Callout => TICKS,
            Limit::OwnWork => in_ticks(OWN_WORK_MS),
            Limit::Start => in_ticks(start_limit(Span { ms: self.timeout_ms }).ms),
        };
        self.shared.ticks.store(u32::try_from(ticks).unwrap_or(u32::MAX), Ordering::Relaxed);
        let beat = self.shared.beat.load(Ordering::Relaxed);
        self.shared.beat.store((beat + 1) | 1, Ordering::Release);
    }

    /// Notes that the child owes nothing any more.
    pub(super) fn disarm(&self) {
        let beat = self.shared.beat.load(Ordering::Relaxed);
        self.shared.beat.store((beat + 1) & !1, Ordering::Release);
    }

    /// Whether the watchdog had to kill the child.
    pub(super) fn has_killed(&self) -> bool {
        self.shared.has_killed.load(Ordering::Acquire)
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

fn watch(shared: &Shared, gone: &Receiver<()>, tick: Duration) {
    let mut seen = (0, 0);
    let mut ticks = 0;
    while gone.recv_timeout(tick) == Err(RecvTimeoutError::Timeout) {
        let beat = shared.beat.load(Ordering::Acquire);
        let logged = shared.logged();
        if beat.is_multiple_of(2) || (beat, logged) != seen {
            (seen, ticks) = ((beat, logged), 0);
            continue;
        }
        let is_callout = !logged.is_multiple_of(2);
        let limit = if is_callout { TICKS } else { u64::from(shared.ticks.load(Ordering::Relaxed)) };
        ticks += 1;
        if ticks >= limit {
            shared.kill_late(beat, logged);
        } else if shared.group.has_ended() {
            // A descendant keeps the pipes open, and its parent from being missed.
            shared.kill();
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
            beat: AtomicU64::new(3),
            ticks: AtomicU32::new(0),
            has_killed: AtomicBool::new(false),
            is_gone: Mutex::new(false),
        };
        shared.kill_late(1, 0);
        assert!(!shared.has_killed.load(Ordering::Acquire), "it owes something else by now");
        drop(child.stdin.take());
        assert!(child.wait().expect("it can be waited for").success(), "it went on");
        let mut child = Command::new("cat").stdin(Stdio::piped()).spawn().expect("cat can be run");
        let group = Arc::new(ProcessGroup::of(child.id()).expect("a group"));
        let shared = Shared { group, ..shared };
        shared.kill_late(3, 0);
        assert!(shared.has_killed.load(Ordering::Acquire));
        assert!(!child.wait().expect("it can be waited for").success());
    }
}
