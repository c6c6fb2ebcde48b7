//! The files of native DLLs, loaded.

use std::ffi::{CString, c_void};
use std::path::{Path, PathBuf};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, Weak};
use std::{
    fs,
    io::{self, Read},
};

use tempfile::TempPath;

use super::native::Native;
use super::{crash, diagnosis, platform};
use crate::binary::is_cut_off;
use mockras::dll::{LoadPlace, Plugin, Registered, stock};
use mockras::model::LoadFailure;
use mockras::pipeline::{Runner, Sink, header, named_with, play};
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
        let notes = diagnosis::near_misses(&path, &functions);
        Ok(Box::new(Native::new(&spec, functions, notes, Some(module))) as Box<dyn Plugin>)
    })
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
        play(scenario, &named(scenario), sink);
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

/// A library, loaded until the last who holds it lets go.
pub(super) struct Module {
    handle: platform::Handle,
    /// The private copy, where the system keeps the files of loaded libraries.
    _copy: Option<TempPath>,
}

impl Drop for Module {
    fn drop(&mut self) {
        // SAFETY: N1: whoever had functions of the library has let go of it.
        unsafe { platform::unload(self.handle) };
    }
}

/// What is loaded where.
struct Loaded {
    place: LoadPlace,
    file: PathBuf,
    module: Weak<Module>,
}

static LOADED: Mutex<Vec<Loaded>> = Mutex::new(Vec::new());

impl Module {
    fn load(path: &Path, name: &str, place: LoadPlace) -> Result<Arc<Self>, LoadFailure> {
        let file = look_at(path)?;
        // Held while the library is loaded: two threads that both find it absent would share its statics.
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.retain(|other| other.module.strong_count() > 0);
        let is_same = |other: &&Loaded| other.place == place && other.file == file;
        if let Some(module) = loaded.iter().find(is_same).and_then(|other| other.module.upgrade()) {
            return Ok(module);
        }
        let copy = if platform::is_resident(path) { Some(copied(path)?) } else { None };
        let path_or_copy = copy.as_deref().unwrap_or(path);
        crash::enter(path_or_copy, name);
        let opened = platform::load(path_or_copy);
        let handle = opened.map_err(|words| LoadFailure::Unusable(diagnosis::diagnosis(path, &words)))?;
        let module = Arc::new(Self { handle, _copy: copy.filter(|_| !platform::LOADED_FILES_CAN_GO) });
        loaded.push(Loaded { place, file, module: Arc::downgrade(&module) });
        Ok(module)
    }
}

/// How much of a file is looked at before it is loaded: its headers.
const HEAD: u64 = 4096;

/// Looks whether there is a file that can be read; which one it is, by whatever name.
fn look_at(path: &Path) -> Result<PathBuf, LoadFailure> {
    let unusable = |why: &str| LoadFailure::Unusable(why.to_owned());
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadFailure::Missing,
        io::ErrorKind::PermissionDenied => unusable("permission denied"),
        kind => LoadFailure::Unusable(kind.to_string()),
    };
    let metadata = fs::metadata(path).map_err(refused)?;
    if metadata.is_dir() {
        return Err(unusable("it is a directory"));
    }
    if !metadata.is_file() {
        return Err(unusable("it is no ordinary file"));
    }
    let file = fs::File::open(path).map_err(refused)?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(refused)?;
    if is_cut_off(&head, metadata.len()) {
        // Loaders map it all the same, and crash where it ends.
        return Err(LoadFailure::Unusable(diagnosis::diagnosis(path, "the file is cut off")));
    }
    fs::canonicalize(path).map_err(refused)
}

fn copied(path: &Path) -> Result<TempPath, LoadFailure> {
    let failed = |error: io::Error| {
        LoadFailure::Unusable(format!("a private copy of it could not be made: {}", error.kind()))
    };
    let copy = tempfile::Builder::new().prefix("mockras-").suffix(platform::EXTENSION).tempfile();
    let copy = copy.map_err(failed)?.into_temp_path();
    fs::copy(path, &copy).map_err(failed)?;
    Ok(copy)
}

/// The exported names of the entry points, in the order of [`Callout::ALL`].
fn names() -> &'static [CString; Callout::ALL.len()] {
    static NAMES: OnceLock<[CString; Callout::ALL.len()]> = OnceLock::new();
    NAMES.get_or_init(|| {
        std::array::from_fn(|at| CString::new(Callout::ALL[at].export()).expect("names hold no NUL"))
    })
}

/// What the loader found, in the order of [`Callout::ALL`].
pub(super) type Functions = [Option<NonNull<c_void>>; Callout::ALL.len()];
