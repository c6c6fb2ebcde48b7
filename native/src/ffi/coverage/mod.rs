//! What DLLs tell of their own coverage: which edges of their code a run takes, and with what they compare.
//!
//! A DLL that is built with `-fsanitize-coverage=` calls hooks, which executables export for it as they export the
//! administration functions. A thread counts while a callout runs on it, so what other threads of a DLL do does not matter.
//!
//! An edge is known by where it lies in its library, and by how that library begins: so it is the same in every run, and in
//! each copy.

pub mod hooks;
mod places;
mod table;

use std::cell::RefCell;
use std::sync::atomic::{AtomicU8, Ordering};

use mockras::pipeline::Reached;
use places::Places;
pub(super) use places::change;

thread_local! {
    /// What the scenario at hand has reached on this thread.
    static TOLD: RefCell<Told> = RefCell::default();
    /// Where libraries lie, as far as it was asked.
    static PLACES: RefCell<Places> = RefCell::default();
    /// What a library says of itself while this thread loads it.
    static LOADING: RefCell<Option<Instrumented>> = const { RefCell::new(None) };
}

/// What a scenario has reached, and how much of that was taken.
#[derive(Default)]
struct Told {
    all: Reached,
    taken: [usize; 4],
}

/// What a loaded library has said of its edges.
#[derive(Debug, Default)]
pub(super) struct Instrumented {
    /// Its counters: where they begin, and how many they are.
    counters: Vec<(usize, usize)>,
    /// Where its first guard or counter is, and how many there are in all.
    first: Option<usize>,
    edges: usize,
}

/// More regions of counters are not looked at: a library has one for each of its object files at most.
const REGIONS_MAX: usize = 4096;

/// Has a library loaded by this, and returns what it has said of itself meanwhile.
pub(super) fn loading<T>(load: impl FnOnce() -> T) -> (T, Instrumented) {
    LOADING.set(Some(Instrumented::default()));
    let loaded = load();
    let said = LOADING.take().unwrap_or_default();
    // What its constructors have counted belongs to no callout.
    said.counted(&mut |_, _| {});
    (loaded, said)
}

/// Takes note of the guards of a library that is being loaded.
fn guards(start: usize, many: usize) {
    with_loading(|said| {
        said.first = said.first.or(Some(start));
        said.edges += many;
    });
}

/// Takes note of the counters of a library that is being loaded. Of others nobody would say when they are gone.
fn counters(start: usize, many: usize) {
    with_loading(|said| {
        if said.counters.len() < REGIONS_MAX {
            said.first = said.first.or(Some(start));
            said.edges += many;
            said.counters.push((start, many));
        }
    });
}

fn with_loading(work: impl FnOnce(&mut Instrumented)) {
    // A thread that ends loads nothing any more.
    let _ = LOADING.try_with(|loading| loading.borrow_mut().as_mut().map(work));
}

impl Instrumented {
    /// Hands over each counter that is not 0, with what it has counted, and sets it back.
    fn counted(&self, each: &mut dyn FnMut(usize, u32)) {
        for address in self.counters.iter().flat_map(|(start, many)| *start..start.saturating_add(*many)) {
            // SAFETY: R2 and N1: the library has said that its counters are there, and is loaded.
            let counter = unsafe { AtomicU8::from_ptr(std::ptr::with_exposed_provenance_mut(address)) };
            let times = counter.load(Ordering::Relaxed);
            if times > 0 {
                counter.store(0, Ordering::Relaxed);
                each(address, u32::from(times));
            }
        }
    }

    /// The number of the library, and how many edges it has, if it says so.
    fn known(&self, places: &mut Places) -> Option<(u64, u32)> {
        let library = places.library(self.first?)?;
        Some((library, u32::try_from(self.edges).unwrap_or(u32::MAX)))
    }
}

/// Begins a scenario on this thread: what was reached before does not count any more.
pub fn begin() {
    table::own().clear();
    TOLD.take();
}

/// What was reached on this thread since the scenario has begun, or since this was last asked.
pub fn take() -> Reached {
    TOLD.with_borrow_mut(|Told { all, taken }| {
        let Reached { edges, known, numbers, names } = &*all;
        let new = Reached {
            edges: edges[taken[0]..].to_vec(),
            known: known[taken[1]..].to_vec(),
            numbers: numbers[taken[2]..].to_vec(),
            names: names[taken[3]..].to_vec(),
        };
        *taken = [edges.len(), known.len(), numbers.len(), names.len()];
        new
    })
}

/// Runs a call of a DLL, whose library has said this when it was loaded, and keeps what it reaches.
pub(super) fn recorded<T>(said: Option<&Instrumented>, call: impl FnOnce() -> T) -> T {
    if places::have_changed() {
        table::own().clear();
        PLACES.take();
    }
    let (done, table) = table::record(call);
    if let Some(said) = said {
        said.counted(&mut |address, times| table.passed(address, times));
    }
    let new = PLACES.with_borrow_mut(|places| {
        let edges = table.edges(&mut |address| places.edge(address));
        let known = said.filter(|_| !edges.is_empty()).and_then(|said| said.known(places));
        let (numbers, names) = table.compared_with();
        Reached { edges, known: known.into_iter().collect(), numbers, names }
    });
    if !new.is_empty() {
        TOLD.with_borrow_mut(|told| told.all.append(new));
    }
    done
}
