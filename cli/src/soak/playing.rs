//! Repeats conversations on several threads. What comes of it does not depend on the threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use indicatif::ProgressBar;
use mockras::campaign::{Soak, SoakObserver, Soaked};
use mockras::check::all_rules;
use mockras::pipeline::Runner;

use super::super::exit;
use super::super::terminal::tell;
use super::Repeated;

/// Where there is no terminal, a line is written this often.
const LINES: u64 = 10;

/// Shows how far it is, and ends it when somebody asks for that.
struct Progress<'a>(&'a ProgressBar);

impl SoakObserver for Progress<'_> {
    fn cycle(&self) {
        self.0.inc(1);
        let (all, done) = (self.0.length().unwrap_or(0), self.0.position());
        if self.0.is_hidden() && done.is_multiple_of((all / LINES).max(1)) {
            tell(format_args!("{done} of {all} cycles"));
        }
    }

    fn is_over(&self) -> bool {
        exit::is_interrupted()
    }
}

/// Shows nothing, and ends when somebody asks for that.
pub(super) struct UntilInterrupted;

impl SoakObserver for UntilInterrupted {
    fn is_over(&self) -> bool {
        exit::is_interrupted()
    }
}

/// Repeats all of them. Those that an interrupt kept from being played are missing at the end; the one that was being
/// played is there, as far as it came.
pub(super) fn play_all(
    list: &[Repeated],
    jobs: usize,
    runner: &(dyn Fn() -> Box<dyn Runner> + Sync),
    progress: &ProgressBar,
) -> Vec<Soaked> {
    let played: Vec<Mutex<Option<Soaked>>> = list.iter().map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        let runner = runner();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(repeated) = list.get(at).filter(|_| !exit::is_interrupted()) else { return };
            let soak = Soak { rules: all_rules().to_vec(), cycles: repeated.cycles };
            let soaked = soak.play(&repeated.scenario, &*runner, &Progress(progress));
            // What is not played any more is over as well.
            let left = soaked
                .as_ref()
                .map_or(repeated.cycles, |soaked| repeated.cycles.saturating_sub(soaked.cycles));
            progress.inc(left.into());
            *played[at].lock().unwrap_or_else(PoisonError::into_inner) = soaked;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..jobs.clamp(1, list.len().max(1)) {
            scope.spawn(work);
        }
        // Children end with the thread that started them, and this one stays.
        work();
    });
    let played = played.into_iter();
    played.map_while(|played| played.into_inner().unwrap_or_else(PoisonError::into_inner)).collect()
}
