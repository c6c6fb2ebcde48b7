//! The libraries that are loaded in this process.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::SystemTime;
use std::{
    fs,
    io::{self, Read},
};

use tempfile::TempPath;

use super::{coverage, crash, diagnosis, platform};
use crate::binary::is_cut_off;
use mockras::dll::LoadPlace;
use mockras::model::LoadFailure;

/// A loaded library. It is unloaded when the last owner drops it.
pub(super) struct Module {
    pub(super) handle: platform::Handle,
    /// The private copy of the file, on systems that do not let the file of a loaded library go.
    _copy: Option<TempPath>,
    /// What it has said of its edges when it was loaded.
    pub(super) instrumented: coverage::Instrumented,
}

impl Drop for Module {
    fn drop(&mut self) {
        coverage::change();
        // SAFETY: N1: whoever had functions of the library has let go of it.
        unsafe { platform::unload(self.handle) };
    }
}

/// A library, with the process of the service for which it was loaded.
struct LoadedModule {
    place: LoadPlace,
    file: PathBuf,
    module: Weak<Module>,
}

/// The libraries that are loaded in this process.
static LOADED: Mutex<Vec<LoadedModule>> = Mutex::new(Vec::new());

impl Module {
    /// Loads the library in this file, whose DLL has this name.
    pub(super) fn load(path: &Path, name: &str, place: LoadPlace) -> Result<Arc<Self>, LoadFailure> {
        let (file, is_known) = look_at(path)?;
        // Held while the library is loaded: two threads that both find it absent would share its statics.
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        loaded.retain(|other| other.module.strong_count() > 0);
        let is_same = |other: &&LoadedModule| other.place == place && other.file == file;
        if let Some(module) = loaded.iter().find(is_same).and_then(|other| other.module.upgrade()) {
            return Ok(module);
        }
        let copy = if platform::is_resident(path) { Some(copied(path)?) } else { None };
        let path_or_copy = copy.as_ref().map_or(path, PrivateCopy::path).to_owned();
        crash::enter(&path_or_copy, name);
        let (opened, instrumented) = coverage::loading(|| platform::load(&path_or_copy));
        coverage::change();
        // A file that was loaded before needs the same libraries.
        if !is_known {
            crash::look_for_library();
        }
        let handle = opened.map_err(|words| LoadFailure::Unusable(diagnosis::diagnosis(path, &words)))?;
        let _copy = copy.and_then(PrivateCopy::owned).filter(|_| !platform::LOADED_FILES_CAN_GO);
        let module = Arc::new(Self { handle, _copy, instrumented });
        loaded.push(LoadedModule { place, file, module: Arc::downgrade(&module) });
        Ok(module)
    }
}

/// How many bytes of a file are read before it is loaded: enough for its headers.
const HEAD: u64 = 4096;

/// The file that was looked at last and can be loaded: as it was named, as it was, and its real path. A scenario loads the same
/// again and again.
static LOOKED_AT: Mutex<Option<(PathBuf, FileState, PathBuf)>> = Mutex::new(None);

/// The real path of a file that can be loaded, and whether it is the one that was looked at last; or why it cannot be.
fn look_at(path: &Path) -> Result<(PathBuf, bool), LoadFailure> {
    let unusable = |why: &str| LoadFailure::Unusable(why.to_owned());
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => LoadFailure::Missing,
        io::ErrorKind::PermissionDenied => unusable("permission denied"),
        // The library of Rust has no words for it.
        _ if platform::is_out_of_files(&error) => unusable("there are too many open files in its process"),
        kind => LoadFailure::Unusable(kind.to_string()),
    };
    let metadata = fs::metadata(path).map_err(refused)?;
    if metadata.is_dir() {
        return Err(unusable("it is a directory"));
    }
    if !metadata.is_file() {
        return Err(unusable("it is no ordinary file"));
    }
    let state = FileState::from(&metadata);
    let mut last = LOOKED_AT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((named, as_it_was, file)) = &*last
        && (named.as_path(), *as_it_was) == (path, state)
    {
        return Ok((file.clone(), true));
    }
    let file = fs::File::open(path).map_err(refused)?;
    let mut head = Vec::new();
    file.take(HEAD).read_to_end(&mut head).map_err(refused)?;
    if is_cut_off(&head, metadata.len()) {
        // Loaders map it all the same, and crash where it ends.
        return Err(LoadFailure::Unusable(diagnosis::diagnosis(path, "the file is cut off")));
    }
    let file = fs::canonicalize(path).map_err(refused)?;
    *last = Some((path.to_owned(), state, file.clone()));
    Ok((file, false))
}

/// A copy of a library, which the system takes for another library.
enum PrivateCopy {
    /// It goes with its owner.
    Owned(TempPath),
    /// It stays for the next time.
    Kept(PathBuf),
}

impl PrivateCopy {
    fn path(&self) -> &Path {
        match self {
            Self::Owned(copy) => copy,
            Self::Kept(copy) => copy,
        }
    }

    fn owned(self) -> Option<TempPath> {
        match self {
            Self::Owned(copy) => Some(copy),
            Self::Kept(_) => None,
        }
    }
}

/// A copy that is kept: of which file, as it was when it was copied.
struct KeptCopy {
    of: PathBuf,
    state: FileState,
    copy: TempPath,
}

/// What tells that a file is still the same: its length, and when it was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileState(u64, Option<SystemTime>);

impl FileState {
    /// That of the file as it is now.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        if metadata.is_file() { Ok(Self::from(&metadata)) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }
}

impl From<&fs::Metadata> for FileState {
    fn from(metadata: &fs::Metadata) -> Self {
        Self(metadata.len(), metadata.modified().ok())
    }
}

/// The copies that are kept. None are, unless the folder for temporary files goes with this process.
static COPIES: Mutex<Option<Vec<KeptCopy>>> = Mutex::new(None);

/// So many are enough: a process loads a file twice, for two processes of the service.
const COPIES_MAX: usize = 8;

/// Keeps copies of libraries for the next time that they are needed: the folder for temporary files goes with this process.
pub(crate) fn keep_copies() {
    COPIES.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert_default();
}

/// A copy of a library that is not loaded.
fn copied(path: &Path) -> Result<PrivateCopy, LoadFailure> {
    let failed = |error: io::Error| {
        LoadFailure::Unusable(format!("a private copy of it could not be made: {}", error.kind()))
    };
    let mut copies = COPIES.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(copies) = copies.as_mut() else { return Ok(PrivateCopy::Owned(copy_of(path).map_err(failed)?)) };
    let state = FileState::of(path).map_err(failed)?;
    let is_free =
        |kept: &&KeptCopy| kept.of == path && kept.state == state && !platform::is_resident(&kept.copy);
    if let Some(kept) = copies.iter().find(is_free) {
        return Ok(PrivateCopy::Kept(kept.copy.to_path_buf()));
    }
    let copy = copy_of(path).map_err(failed)?;
    if copies.len() == COPIES_MAX {
        return Ok(PrivateCopy::Owned(copy));
    }
    let kept = PrivateCopy::Kept(copy.to_path_buf());
    copies.push(KeptCopy { of: path.to_owned(), state, copy });
    Ok(kept)
}

fn copy_of(path: &Path) -> io::Result<TempPath> {
    let copy = tempfile::Builder::new().prefix("mockras-").suffix(platform::EXTENSION).tempfile()?;
    let copy = copy.into_temp_path();
    fs::copy(path, &copy)?;
    Ok(copy)
}
