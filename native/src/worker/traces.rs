//! What a DLL leaves behind in its process.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::frame::FILE;
use crate::ffi::process::Resource;
use crate::ffi::{crash, process};
use mockras::dll::Notice;
use mockras::model::{Ask, Instance, Process};
use mockras::ras::Callout;

/// How often a thread that is about to end gets its chance to.
const YIELDS: u32 = 64;

/// Looking costs more than a call: it is done after the first calls of a scenario, and then after every so many.
const FIRST: u64 = 8;
const EACH: u64 = 32;

/// To look at everything costs still more: it is done once in so many calls.
const ALL_EACH: u64 = 256;

/// What is watched in a child while DLLs run in it.
pub(super) struct Traces {
    place: process::Surroundings,
    state: process::ProcessState,
    rest: process::SignalState,
    limits: process::Limits,
    /// What was held before any DLL was loaded.
    held: Option<BTreeSet<Resource>>,
    /// What is held beside that, and which DLL was called when it was first seen.
    taken: BTreeMap<Resource, Instance>,
    /// Whether a DLL has taken all descriptors that there are.
    has_none_left: bool,
    /// Where temporary files go, in a folder that is this child's own.
    pub(super) folder: Option<PathBuf>,
    /// The native DLLs that are loaded.
    natives: BTreeSet<Instance>,
    tasks: process::Tasks,
    count: u64,
    /// The calls since the scenario began.
    calls: u64,
    /// The threads that are known, and which DLL was called when they began; none for those of mockras.
    threads: BTreeMap<u32, Option<Instance>>,
    /// Whether all processes of the service are played here. Then nobody asks which of them has left something: it is enough
    /// to know that something was, for the run is played again. Looking costs more than all calls, so it is done before the
    /// first DLL is terminated, which may put things right, and when the scenario is over.
    is_together: bool,
    /// Whether that was looked at in this start of the service.
    is_looked_at: bool,
    /// What changes when something is opened, as it was when the scenario began.
    opening_mark: Option<u64>,
    /// Whether something has shown that was told of no call.
    pub(super) shows: bool,
    /// Whether something is left that no other scenario should meet.
    pub(super) is_dirty: bool,
    /// Whether that is threads, in code that must stay where it is.
    pub(super) has_threads: bool,
}

impl Traces {
    /// Watches from now on. No DLL has been loaded before.
    pub(super) fn new(place: process::Surroundings) -> Self {
        let tasks = process::Tasks::open();
        let threads = process::threads().into_iter().map(|thread| (thread, None)).collect();
        Self {
            place,
            state: process::ProcessState::now(),
            rest: process::SignalState::now(),
            limits: process::Limits::now(),
            held: None,
            taken: BTreeMap::new(),
            has_none_left: false,
            folder: None,
            natives: BTreeSet::new(),
            count: tasks.count(),
            tasks,
            calls: 0,
            threads,
            is_together: false,
            is_looked_at: false,
            opening_mark: None,
            shows: false,
            is_dirty: false,
            has_threads: false,
        }
    }

    /// Counts calls anew, since a scenario begins.
    pub(super) fn begin(&mut self, is_together: bool) {
        self.calls = 0;
        self.is_together = is_together;
        self.opening_mark = process::opening_mark();
        self.shows = false;
        if self.held.is_none() {
            self.held = Some(process::held(self.folder.as_deref(), None, false));
        }
    }

    /// Takes the threads that run now for those of mockras.
    pub(super) fn know_threads(&mut self) {
        for thread in process::threads() {
            self.threads.entry(thread).or_insert(None);
        }
        self.count = self.tasks.count();
    }

    /// The file of a DLL is loaded.
    pub(super) fn loaded(&mut self, instance: Instance) {
        self.natives.insert(instance);
        self.is_looked_at = false;
    }

    /// Looks at what is left when a process of the service has ended.
    pub(super) fn finish(&mut self) {
        if !self.is_together {
            self.finish_now();
        }
    }

    /// Looks at what is left when the scenario is over.
    pub(super) fn end(&mut self) {
        if self.is_together {
            let last = Instance { process: Process::Only, dll: 0 };
            self.shows |= !self.look_now(last).is_empty();
            self.meet_resources(last);
            self.shows |= !self.taken.is_empty();
            self.is_dirty |= self.shows;
        }
        self.finish_now();
    }

    /// Signals that are not those of crashes are only looked at here, when it is too late to say who has changed what happens on
    /// them.
    fn finish_now(&mut self) {
        self.is_dirty |= process::SignalState::now() != self.rest || process::has_few_keys();
    }

    /// Says what calls have done to the process until now, as TerminateDll is about to be called, which may put it right. That is
    /// of interest where nobody has looked since DLLs were initialised.
    pub(super) fn look_before_the_end(&mut self, instance: Instance) -> Vec<Notice> {
        if !self.is_together || std::mem::replace(&mut self.is_looked_at, true) {
            return Vec::new();
        }
        self.look_now(instance)
    }

    /// Says what a call has done to the process, or one of the calls before it since somebody last looked.
    pub(super) fn look_after(&mut self, ask: &Ask) -> Vec<Notice> {
        use Callout::{InitializeDll, InitializeDllEx, TerminateDll};
        if self.is_together {
            return Vec::new();
        }
        self.calls += 1;
        if self.has_several() && self.natives.contains(&ask.instance) {
            // With one it is clear whose all is.
            self.meet_resources(ask.instance);
        }
        let is_at_an_end = matches!(ask.entry.callout, InitializeDll | InitializeDllEx | TerminateDll);
        if is_at_an_end || self.calls.is_multiple_of(ALL_EACH) {
            return self.look(ask.instance);
        }
        if self.calls <= FIRST || self.calls.is_multiple_of(EACH) {
            self.glance(false).into_iter().map(Notice::Left).collect()
        } else {
            Vec::new()
        }
    }

    /// Says what code of this DLL has done to the process just now, and puts it right.
    pub(super) fn look(&mut self, instance: Instance) -> Vec<Notice> {
        if self.is_together { Vec::new() } else { self.look_now(instance) }
    }

    fn look_now(&mut self, instance: Instance) -> Vec<Notice> {
        let mut left = self.glance(true);
        let changed = self.state.put_right();
        // Not all of it is as it was.
        self.is_dirty |= !changed.is_empty();
        left.extend(changed.into_iter().map(str::to_owned));
        self.count_threads(instance);
        left.into_iter().map(Notice::Left).collect()
    }

    /// Looks at what would harm the calls that follow, and puts it right. The rest costs more than most calls.
    fn glance(&mut self, is_all: bool) -> Vec<String> {
        let mut left = self.place.put_right();
        let handlers = crash::put_back(is_all).into_iter();
        left.extend(handlers.map(|name| format!("the handler of {name} has been replaced")));
        let limits = self.limits.put_right();
        self.is_dirty |= !limits.is_empty();
        left.extend(limits);
        if process::is_out_of_descriptors() {
            self.limits = process::Limits::now();
            if !self.has_none_left {
                left.push("no descriptor is left".to_owned());
            }
            (self.is_dirty, self.has_none_left) = (true, true);
        }
        left
    }

    /// Whether there are several DLLs that can have left something.
    fn has_several(&self) -> bool {
        self.natives.len() > 1
    }

    fn meet_resources(&mut self, instance: Instance) {
        let held = self.held.as_ref();
        let mut now = process::held(self.folder.as_deref(), held, self.is_together);
        now.retain(|resource| held.is_none_or(|held| !held.contains(resource)));
        self.taken.retain(|resource, _| now.contains(resource));
        for resource in now {
            self.taken.entry(resource).or_insert(instance);
        }
    }

    /// Says what this DLL has taken and not given back, now that it was unloaded.
    pub(super) fn kept_by(&mut self, instance: Instance) -> Vec<Notice> {
        if !self.natives.remove(&instance) || self.is_together {
            return Vec::new();
        }
        self.meet_resources(instance);
        // How many descriptors that were is a matter of the system.
        let is_told = |resource: &Resource| !self.has_none_left || !process::is_descriptor(resource);
        let own = self.taken.iter().filter(|(resource, of)| **of == instance && is_told(resource));
        let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for (resource, _) in own {
            let (one, many) = in_words(resource);
            let (count, _) = counts.entry(one).or_insert((0, many));
            *count += 1;
        }
        self.is_dirty |= !counts.is_empty();
        let told = counts.into_iter().map(|(one, (count, many))| match count {
            1 => one.to_owned(),
            count => format!("{count} {many}"),
        });
        told.map(Notice::Kept).collect()
    }

    /// The files that this DLL has open for writing, each by what tells it from others: the parent knows which of them another
    /// process has open as well.
    pub(super) fn files_written_by(&mut self, instance: Instance) -> Vec<Notice> {
        let has_opened_none = self.opening_mark.is_some() && self.opening_mark == process::opening_mark();
        if !self.natives.contains(&instance) || self.is_together && has_opened_none {
            return Vec::new();
        }
        if self.has_several() && !self.is_together {
            self.meet_resources(instance);
        }
        let is_own = |resource: &Resource| match self.taken.get(resource) {
            Some(of) => *of == instance,
            None => self.held.as_ref().is_some_and(|held| !held.contains(resource)),
        };
        process::files_written()
            .into_iter()
            .filter(|(file, _)| is_own(file))
            .map(|(_, id)| Notice::Shares(format!("{FILE}{id}")))
            .collect()
    }

    /// Threads that have come since somebody last looked are those of this DLL.
    fn count_threads(&mut self, instance: Instance) {
        let count = self.tasks.count();
        if count != self.count {
            self.count = count;
            self.meet_threads(instance);
        }
    }

    fn meet_threads(&mut self, instance: Instance) {
        let now = process::threads();
        self.threads.retain(|thread, _| now.contains(thread));
        for thread in now {
            self.threads.entry(thread).or_insert(Some(instance));
        }
    }

    /// Threads of this DLL that have outlived it, before it is unloaded. If there are any, it must not be: their code
    /// would be gone.
    pub(super) fn threads_of(&mut self, instance: Instance) -> Option<Notice> {
        if self.is_together {
            self.count_threads(instance);
        }
        let many = (0..YIELDS).find_map(|_| match self.count_of(instance) {
            0 => Some(0),
            _ => {
                std::thread::yield_now();
                None
            }
        });
        let text = match many.unwrap_or_else(|| self.count_of(instance)) {
            0 => return None,
            1 => "1 thread still runs".to_owned(),
            many => format!("{many} threads still run"),
        };
        (self.is_dirty, self.has_threads) = (true, true);
        Some(Notice::Kept(text))
    }

    fn count_of(&mut self, instance: Instance) -> usize {
        if self.threads.values().any(|of| *of == Some(instance)) {
            self.meet_threads(instance);
            self.count = self.tasks.count();
        }
        self.threads.values().filter(|of| **of == Some(instance)).count()
    }
}

/// What is told of one that is held, and of several.
fn in_words(resource: &Resource) -> (&'static str, &'static str) {
    match resource {
        #[cfg(target_os = "linux")]
        Resource::Descriptor(_) => ("1 descriptor is still open", "descriptors are still open"),
        #[cfg(target_os = "linux")]
        Resource::Mapping(..) => ("1 file is still mapped", "files are still mapped"),
        #[cfg(target_os = "linux")]
        Resource::Child => ("a child process is still there", "child processes are still there"),
        #[cfg(windows)]
        Resource::Handle(_) => {
            ("1 handle of a file or a process is still open", "handles of files or processes are still open")
        }
        Resource::File(_) => ("1 temporary file is still there", "temporary files are still there"),
    }
}
