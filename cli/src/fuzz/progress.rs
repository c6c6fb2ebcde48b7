//! What a user sees of a campaign while it goes on.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};
use std::time::Duration;

use indicatif::ProgressBar;
use mockras::campaign::{Find, Observer, Played, Signature};
use mockras::check::Kind;
use mockras::scenario::Span;

use super::super::exit::{self, UserError};
use super::super::store::Store;
use super::super::terminal::{progress_bar, tell};
use super::resume::Keeper;

/// Where there is no terminal, a line is written this often in a campaign.
const LINES: u64 = 10;

/// Shows how far a campaign is, saves what it finds at once, and ends it in time.
pub(super) struct Progress<'a> {
    bar: ProgressBar,
    store: &'a Store,
    /// What was saved of each signature: how much it weighs, and its case.
    known: Mutex<BTreeMap<Signature, (Kind, u64)>>,
    cases: u64,
    played: AtomicU64,
    time: Option<Duration>,
    /// Where the campaign is kept, if it is.
    keeper: Option<&'a Keeper>,
}

impl<'a> Progress<'a> {
    /// The progress of a campaign of so many cases; `is_endless` if time alone ends it.
    pub(super) fn new(store: &'a Store, cases: u64, time: Option<Span>, is_endless: bool) -> Self {
        let template = if is_endless {
            "{spinner} {human_pos} cases, {per_sec}, {elapsed}{msg}"
        } else {
            "{bar:30} {human_pos}/{human_len} cases, {per_sec}, {eta} left{msg}"
        };
        Self {
            bar: progress_bar((!is_endless).then_some(cases), template),
            store,
            known: Mutex::default(),
            cases,
            played: AtomicU64::new(0),
            time: time.map(|time| Duration::from_millis(time.ms)),
            keeper: None,
        }
    }

    /// The same with a campaign that is kept, of which so many cases were played before.
    pub(super) fn going_on(self, keeper: Option<&'a Keeper>, played: u64) -> Self {
        if played > 0 {
            tell(format_args!("note: going on after {played} cases"));
            self.bar.inc(played);
            self.played.store(played, Ordering::Relaxed);
        }
        Self { keeper, ..self }
    }

    /// Tells once what keeps the campaign from being kept. It goes on all the same.
    fn kept_or_told(&self, kept: Result<(), UserError>) {
        static TOLD: Once = Once::new();
        if let Err(error) = kept {
            TOLD.call_once(|| self.bar.suspend(|| error.tell()));
        }
    }

    /// Shows that all cases were played, and that what was found is made smaller now.
    pub(super) fn played_all(&self) {
        self.bar.set_message(", making what was found smaller");
    }

    /// Shows which finding is made smaller.
    pub(super) fn shrinking(&self, at: usize) {
        let many = self.known().len();
        self.bar.set_message(format!(", making finding {} of {many} smaller", at + 1));
        self.bar.tick();
    }

    /// Takes the bar away.
    pub(super) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn known(&self) -> MutexGuard<'_, BTreeMap<Signature, (Kind, u64)>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Progress<'_> {
    fn played(&self, many: u64) {
        self.bar.inc(many);
        let before = self.played.fetch_add(many, Ordering::Relaxed);
        let played = before + many;
        let each = (self.cases / LINES).max(1);
        if self.bar.is_hidden() && before / each != played / each {
            tell(format_args!("{played} of {} cases, findings: {}", self.cases, self.known().len()));
        }
    }

    fn found(&self, find: &Find) {
        let mut known = self.known();
        let signature = &find.problem.signature;
        let weight = (find.problem.kind, find.number);
        if known.get(signature).is_some_and(|known| *known <= weight) {
            return;
        }
        let is_new = known.insert(signature.clone(), weight).is_none();
        if let Some(keeper) = self.keeper {
            self.kept_or_told(keeper.will_save(signature, self.store));
        }
        let saved = self.store.save(signature, &self.store.case(find));
        if is_new {
            self.bar.set_message(format!(", findings: {}", known.len()));
            self.bar.suspend(|| {
                tell(format_args!("found: {}: {signature} (case {})", find.problem.kind, find.number))
            });
            if let Err(error) = saved {
                self.bar.suspend(|| error.tell());
            }
        }
    }

    fn kept(&self, played: &Played) {
        if let Some(keeper) = self.keeper {
            self.kept_or_told(keeper.keep(played));
        }
    }

    fn short_of_threads(&self, playing: u32, why: &io::Error) {
        let threads = if playing == 1 { "1 thread".to_owned() } else { format!("{playing} threads") };
        self.bar.suspend(|| tell(format_args!("warning: playing on {threads}, no more can be made: {why}")));
    }

    fn is_over(&self) -> bool {
        exit::is_interrupted() || self.time.is_some_and(|time| self.bar.elapsed() >= time)
    }
}
