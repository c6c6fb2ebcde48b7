//! What the libraries of this machine provide for a file: looked for where the loader looks, and read, never loaded.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mockras::scenario::{DLL_MAX_BYTES, read_file};

use super::host::{HOOKS, RECORDERS};
use super::{Binary, HostProcess, Kind, Machine, Os};

/// The libraries that the process has which loads a DLL, whatever the DLL needs.
const OF_THE_HOST: [&str; 3] = ["libc.so.6", "libm.so.6", "libgcc_s.so.1"];

/// How many libraries are read for one file.
const READ_MAX: usize = 256;

/// The longest file that lists folders of libraries.
const CONFIGURATION_MAX: u64 = 1024 * 1024;

/// Where libraries are, besides folders that the machine's configuration names.
const FOLDERS: [&str; 7] =
    ["/lib64", "/usr/lib64", "/lib", "/usr/lib", "/usr/local/lib", "/usr/local/lib64", "/lib32"];

/// The names that one file can take: from the libraries that it needs, from those that these need, from the process that
/// loads it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Provided(BTreeSet<String>);

impl Provided {
    /// What there is for the file at `path`, which was read as `binary`, on this machine.
    ///
    /// Nothing if that cannot be told: the file is for another machine, a library is not found or not readable, or has more
    /// names than are read. Where several libraries could be meant, all of them count.
    pub fn here(binary: &Binary, path: &Path) -> Option<Self> {
        let host = HostProcess::current();
        let is_for_this_machine = |binary: &Binary| {
            binary.format.system() == Some(Os::Linux)
                && (binary.machine, binary.format.bits()) == (host.machine, Some(host.bits))
        };
        if host.system != Os::Linux || !is_for_this_machine(binary) || binary.cut {
            return None;
        }
        let mut folders = run_paths(binary, path)?;
        let mut wanted: Vec<String> =
            binary.libraries.iter().cloned().chain(OF_THE_HOST.map(str::to_owned)).collect();
        let (mut seen, mut read) = (BTreeSet::new(), BTreeSet::new());
        let mut names: BTreeSet<String> =
            RECORDERS.iter().chain(&HOOKS).map(|name| (*name).to_owned()).collect();
        let system = folders_of_the_system(host.machine);
        while let Some(library) = wanted.pop() {
            if !seen.insert(library.clone()) {
                continue;
            }
            let mut is_found = false;
            for file in candidates(&library, folders.iter().chain(&system)) {
                if !read.insert(file.clone()) {
                    is_found = true;
                    continue;
                }
                let Some(found) = read_library(&file).filter(is_for_this_machine) else { continue };
                if found.cut || read.len() > READ_MAX {
                    return None;
                }
                is_found = true;
                folders.extend(run_paths(&found, &file)?);
                names.extend(found.names().map(str::to_owned));
                wanted.extend(found.libraries);
            }
            if !is_found {
                return None;
            }
        }
        Some(Self(names))
    }

    /// Whether somebody provides this name.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

impl FromIterator<String> for Provided {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Self {
        Self(names.into_iter().collect())
    }
}

fn read_library(file: &Path) -> Option<Binary> {
    let bytes = read_file(file, "a library", DLL_MAX_BYTES).ok()?;
    Binary::read(&bytes).ok().filter(|binary| binary.kind == Kind::SharedLibrary)
}

/// The files that a library of this name could be, each once.
fn candidates<'f>(library: &str, folders: impl Iterator<Item = &'f PathBuf>) -> BTreeSet<PathBuf> {
    if library.contains('/') {
        return Path::new(library).canonicalize().into_iter().collect();
    }
    folders.filter_map(|folder| folder.join(library).canonicalize().ok()).collect()
}

/// The folders in which a file wants its libraries looked for; nothing if one of them cannot be told.
fn run_paths(binary: &Binary, file: &Path) -> Option<Vec<PathBuf>> {
    let origin = file.canonicalize().ok()?;
    let origin = origin.parent()?.to_str()?;
    let folder = |text: &str| {
        let text = text.replace("${ORIGIN}", origin).replace("$ORIGIN", origin);
        (!text.contains('$')).then(|| PathBuf::from(text))
    };
    let texts = binary.run_paths.iter().flat_map(|text| text.split(':'));
    texts.filter(|text| !text.is_empty()).map(folder).collect()
}

/// The folders in which every file has its libraries looked for.
fn folders_of_the_system(machine: Machine) -> Vec<PathBuf> {
    let asked = std::env::var_os("LD_LIBRARY_PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&asked).collect();
    let triple = match machine {
        Machine::X86 => "i386-linux-gnu",
        Machine::X86_64 => "x86_64-linux-gnu",
        Machine::Arm => "arm-linux-gnueabihf",
        Machine::Arm64 => "aarch64-linux-gnu",
        Machine::Other(_) | Machine::Unknown => "",
    };
    if !triple.is_empty() {
        folders.extend(["/lib", "/usr/lib", "/usr/local/lib"].map(|start| Path::new(start).join(triple)));
    }
    folders.extend(FOLDERS.map(PathBuf::from));
    let mut lists = vec![PathBuf::from("/etc/ld.so.conf")];
    let more = Path::new("/etc/ld.so.conf.d").read_dir();
    lists.extend(more.into_iter().flatten().flatten().map(|entry| entry.path()));
    for list in lists {
        let bytes = read_file(&list, "a list of folders", CONFIGURATION_MAX).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        folders.extend(text.lines().map(str::trim).filter(|line| line.starts_with('/')).map(PathBuf::from));
    }
    folders
}
