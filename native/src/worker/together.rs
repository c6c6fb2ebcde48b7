//! When all processes of the service can be played in one child, and looked at when all is over.
//!
//! Then no child waits for another. Each process has its own copy of the library there, with statics of its own, so a DLL does
//! the same as in two children unless the copies meet in what belongs to the process. A file shows by what it imports
//! whether they may. And whatever shows in a run, such as a crash or a thing left behind, is played again in two children
//! before it is told.

use std::collections::BTreeMap;
use std::path::Path;

use crate::binary::{Binary, FileFormat};
use crate::ffi::FileState;
use mockras::ras::Processes;
use mockras::scenario::{DLL_MAX_BYTES, Scenario, read_file};

/// So many runs that have to be played again are enough: from then on each run has two children at once.
const TRIES: u32 = 3;

/// What is imported by libraries whose copies may meet: in the process's number, environment, directory, locks, handlers, in
/// numbers drawn in the C library, in names by which processes find each other, or in the path of their file.
const MEETING_PLACES: &[&str] = &[
    "CreateFileMappingA",
    "CreateFileMappingW",
    "CreateMutexA",
    "CreateMutexExA",
    "CreateMutexExW",
    "CreateMutexW",
    "GetModuleFileNameA",
    "GetModuleFileNameW",
    "LoadLibraryA",
    "LoadLibraryExA",
    "LoadLibraryExW",
    "LoadLibraryW",
    "LockFile",
    "LockFileEx",
    "OpenMutexA",
    "OpenMutexW",
    "SetCurrentDirectoryA",
    "SetCurrentDirectoryW",
    "SetEnvironmentVariableA",
    "SetEnvironmentVariableW",
    "_putenv",
    "_wputenv",
    "chdir",
    "clearenv",
    "dladdr",
    "dlopen",
    "drand48",
    "fchdir",
    "fcntl",
    "fcntl64",
    "fork",
    "getpid",
    "getppid",
    "initstate",
    "kill",
    "lockf",
    "lockf64",
    "lrand48",
    "mq_open",
    "mrand48",
    "msgget",
    "pthread_atfork",
    "putenv",
    "rand",
    "random",
    "sem_open",
    "semget",
    "setenv",
    "setlocale",
    "setstate",
    "shm_open",
    "shmget",
    "sigaction",
    "signal",
    "srand",
    "srand48",
    "srandom",
    "strtok",
    "umask",
    "unsetenv",
    "vfork",
];

/// How the names of libraries begin that keep nothing for those who need them, in small letters. A library of the author's own
/// would be there once, for both copies.
const KNOWN_LIBRARIES: &[&str] = &[
    "advapi32.",
    "api-ms-win-",
    "kernel32.",
    "ld-linux",
    "ld-musl",
    "libc.",
    "libc++",
    "libdl.",
    "libgcc_s",
    "libm.",
    "libpthread.",
    "librt.",
    "libstdc++",
    "libwinpthread",
    "mprapi.",
    "msvcrt.",
    "ntdll.",
    "ole32.",
    "shlwapi.",
    "ucrtbase.",
    "user32.",
    "vcruntime",
    "ws2_32.",
];

/// What is known of the files of DLLs, and of the runs with them.
#[derive(Debug, Default)]
pub(super) struct Together {
    files: BTreeMap<String, (FileState, bool)>,
    /// How many runs had to be played again.
    again: u32,
}

impl Together {
    /// Whether all processes of this scenario can be played in one child. Where there is only one, no copies can meet.
    pub(super) fn suits(&mut self, scenario: &Scenario) -> bool {
        let is_one = scenario.profile.decide(scenario.policy).processes == Processes::One;
        self.again < TRIES
            && (is_one
                || scenario
                    .specs()
                    .iter()
                    .filter_map(|dll| dll.path.as_deref())
                    .all(|path| self.is_apart(path)))
    }

    /// Remembers that a run in one child has to be played again.
    pub(super) fn failed(&mut self) {
        self.again += 1;
    }

    /// Whether copies of this library do not meet.
    fn is_apart(&mut self, path: &str) -> bool {
        let Ok(state) = FileState::of(Path::new(path)) else { return false };
        match self.files.get(path) {
            Some((known, is_apart)) if *known == state => *is_apart,
            _ => {
                let bytes = read_file(Path::new(path), "a DLL", DLL_MAX_BYTES).unwrap_or_default();
                let is_apart = Binary::read(&bytes).is_ok_and(|binary| has_no_meeting_place(&binary));
                self.files.insert(path.to_owned(), (state, is_apart));
                is_apart
            }
        }
    }
}

fn has_no_meeting_place(binary: &Binary) -> bool {
    let is_known_format = match binary.format {
        FileFormat::Pe32 | FileFormat::Pe64 | FileFormat::Elf32 | FileFormat::Elf64 => true,
        FileFormat::MachO32 | FileFormat::MachO64 | FileFormat::Archive | FileFormat::Coff => false,
    };
    let names = binary.imports.iter().filter_map(|import| import.name.as_deref());
    let is_known = |library: &String| {
        let library = library.to_ascii_lowercase();
        KNOWN_LIBRARIES.iter().any(|known| library.starts_with(known))
    };
    is_known_format
        && !binary.cut
        && binary.libraries.iter().all(is_known)
        && binary.run_paths.is_empty()
        && names
            .map(|name| name.split('@').next().unwrap_or(name))
            .all(|name| !MEETING_PLACES.contains(&name))
}
