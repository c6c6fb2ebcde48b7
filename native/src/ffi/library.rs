//! The DLLs of a scenario, native ones among them.

use std::ffi::{CStr, CString, c_void};
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::sync::OnceLock;

use super::module::Module;
use super::native::NativeDll;
use super::{coverage, diagnosis, platform};
use mockras::dll::{Plugin, Registered, stock};
use mockras::pipeline::{Play, Reached, Runner, Sink, header, named_with, play};
use mockras::ras::Callout;
use mockras::scenario::{Dll, DllSource, Scenario};
use mockras::transcript::Header;

/// The DLL for a spec: a stock one, or the one in the file that it names.
///
/// A file is loaded by that path and no other: nothing is searched for. Two processes of the service that this process
/// plays get two modules, of which one is a copy, so that they share nothing; so do two runs. The same file twice in
/// one process of the service is one module.
pub fn registered(dll: &Dll) -> Registered {
    let DllSource::File(path) = dll.source() else { return stock::registered(dll) };
    let (path, spec) = (PathBuf::from(path), dll.clone());
    Registered::plugin(dll.name(), move |place| {
        let module = Module::load(&path, &spec.name(), place)?;
        let functions = platform::functions(module.handle, names().each_ref().map(CString::as_c_str));
        let timer = platform::functions(module.handle, [TIMER]).into_iter().flatten().next();
        let notes = diagnosis::near_misses(&path, &functions);
        Ok(Box::new(NativeDll::new(&spec, functions, timer, notes, Some(module))) as Box<dyn Plugin>)
    })
}

/// A DLL whose functions are part of this process, such as one that was linked into it. `dll` says where arguments lie
/// and what becomes of them.
///
/// # Safety
///
/// Each function has the header's prototype of its entry point, and stays where it is.
pub unsafe fn linked(dll: &Dll, functions: &[(Callout, NonNull<c_void>)]) -> impl Plugin + use<> {
    let mut all = [None; Callout::ALL.len()];
    for (callout, function) in functions {
        all[*callout as usize] = Some(*function);
    }
    NativeDll::new(dll, all, None, Vec::new(), None)
}

/// The DLLs that a scenario names, native ones among them, or `accept-all`.
pub fn named(scenario: &Scenario) -> Vec<Registered> {
    named_with(scenario, &registered)
}

/// Plays the DLLs that each scenario names, native ones among them, in this process: what a DLL does to its process, it
/// does to this one.
#[derive(Debug, Clone, Copy, Default)]
pub struct InThisProcess;

impl Runner for InThisProcess {
    fn header(&self, scenario: &Scenario) -> Header {
        header(scenario, &named(scenario))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        coverage::begin();
        play(scenario, &named(scenario), sink);
    }

    fn begin(&self, scenario: &Scenario) -> Option<Play> {
        coverage::begin();
        named(scenario).begin(scenario)
    }

    fn reached(&self) -> Reached {
        coverage::take()
    }
}

/// Whether the library in this file is loaded in this process: after it was unloaded, whether it has stayed.
///
/// Some do: if they ask for it, if a thread still has something of theirs to clean up, or if they define symbols that
/// the whole process shares. What they have in their statics stays as well. It is not the DLL that runs see next, who
/// get a private copy; but each of those may stay, too.
pub fn is_resident(path: impl AsRef<Path>) -> bool {
    platform::is_resident(path.as_ref())
}

/// The name of the function that stands in for a timer of the DLL's own: `void MockrasTimer(void)`.
const TIMER: &CStr = c"MockrasTimer";

/// The exported names of the entry points, in the order of [`Callout::ALL`].
fn names() -> &'static [CString; Callout::ALL.len()] {
    static NAMES: OnceLock<[CString; Callout::ALL.len()]> = OnceLock::new();
    NAMES.get_or_init(|| {
        std::array::from_fn(|at| CString::new(Callout::ALL[at].export()).expect("names hold no NUL"))
    })
}
