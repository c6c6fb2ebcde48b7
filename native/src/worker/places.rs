//! Which function and line of a DLL has crashed, as far as the DLL's file tells.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::binary::{Origin, origins};
use crate::ffi::FileState;
use mockras::scenario::read_file;

/// The longest file that is looked into.
const BYTES_MAX: u64 = 256 * 1024 * 1024;

/// How many files are remembered, and how many places of each: a DLL crashes in few.
const FILES_MAX: usize = 64;
const PLACES_MAX: usize = 4096;

/// What was found in a file. It is read again only for other places, or if it has changed.
struct KnownFile {
    path: String,
    state: FileState,
    places: BTreeMap<u64, Origin>,
}

static KNOWN: Mutex<Vec<KnownFile>> = Mutex::new(Vec::new());

/// The first of these places of a DLL that is its own code, and where that comes from. A place in what its compiler has
/// built in is taken only if there is no other. `None` if the file is not there, as that of another system.
pub(super) fn origin_of_crash(path: &str, offsets: &[u64]) -> Option<(u64, Origin)> {
    let state = FileState::of(Path::new(path)).ok()?;
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    known.retain(|file| file.path != path || file.state == state);
    let at = match known.iter().position(|file| file.path == path) {
        Some(at) => at,
        None => {
            if known.len() == FILES_MAX {
                known.remove(0);
            }
            known.push(KnownFile { path: path.to_owned(), state, places: BTreeMap::new() });
            known.len() - 1
        }
    };
    let places = &mut known[at].places;
    let mut unknown: Vec<u64> =
        offsets.iter().copied().filter(|offset| !places.contains_key(offset)).collect();
    unknown.dedup();
    if !unknown.is_empty() {
        let found = match read_file(Path::new(path), "a DLL", BYTES_MAX) {
            Ok(bytes) => origins(&bytes, &unknown),
            Err(_) => vec![Origin::default(); unknown.len()],
        };
        if places.len() + found.len() > PLACES_MAX {
            places.clear();
        }
        places.extend(unknown.into_iter().zip(found));
    }
    let mut found = offsets.iter().map(|offset| (*offset, places.get(offset).cloned().unwrap_or_default()));
    let first = found.clone().next()?;
    Some(found.find(|(_, origin)| !origin.is_of_compiler()).unwrap_or(first))
}
