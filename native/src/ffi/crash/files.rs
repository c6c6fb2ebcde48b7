//! Which DLL a file is, as the handler of a crash has to know it.
//!
//! The table is a fixed number of atomics: no lock, nothing allocated. It is filled before a library is loaded, since
//! its constructors may crash, and nothing is struck out: some libraries stay when they are unloaded.

use std::path::Path;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};

use super::{TEXT_MAX, Text};
use crate::ffi::platform;

/// The files that were loaded last.
const FILES_MAX: usize = 128;

static FILES: [Known; FILES_MAX] =
    [const { Known { file: AtomicText::new(), name: AtomicText::new() } }; FILES_MAX];

/// How many were entered: the next takes the place of the oldest.
static ENTERED: AtomicUsize = AtomicUsize::new(0);

/// What the system adds to the path of a file that is gone, such as a private copy.
const GONE: &[u8] = b" (deleted)";

struct Known {
    file: AtomicText,
    /// The name of the DLL in transcripts.
    name: AtomicText,
}

/// Bytes that handlers can read.
struct AtomicText {
    bytes: [AtomicU8; TEXT_MAX],
    length: AtomicUsize,
}

impl AtomicText {
    const fn new() -> Self {
        Self { bytes: [const { AtomicU8::new(0) }; TEXT_MAX], length: AtomicUsize::new(0) }
    }

    fn set(&self, bytes: &[u8]) {
        self.length.store(0, Ordering::Release);
        self.bytes.iter().zip(bytes).for_each(|(kept, byte)| kept.store(*byte, Ordering::Relaxed));
        self.length.store(bytes.len().min(TEXT_MAX), Ordering::Release);
    }

    fn iter(&self) -> impl Iterator<Item = u8> {
        let length = self.length.load(Ordering::Acquire).min(TEXT_MAX);
        self.bytes.iter().take(length).map(|byte| byte.load(Ordering::Relaxed))
    }

    /// Whether a path that was cut at the same length is this one.
    fn is_at(&self, path: &[u8]) -> bool {
        self.iter().eq(path.iter().copied())
            || self.iter().chain(GONE.iter().copied()).take(TEXT_MAX).eq(path.iter().copied())
    }
}

/// The library in this file is the DLL of this name. One thread at a time may say so.
pub(in crate::ffi) fn enter(file: &Path, name: &str) {
    let at = ENTERED.load(Ordering::Relaxed);
    let known = &FILES[at % FILES_MAX];
    known.file.set(&platform::path_in_memory(file));
    // What is told is text, so whole characters.
    let end = (0..=name.len().min(TEXT_MAX)).rev().find(|end| name.is_char_boundary(*end));
    known.name.set(name.get(..end.unwrap_or_default()).unwrap_or_default().as_bytes());
    ENTERED.store(at + 1, Ordering::Release);
}

/// The name of the DLL that was loaded from this path, as memory maps tell it; whether it is one.
pub(super) fn name_of(path: &[u8], name: &mut Text) -> bool {
    let entered = ENTERED.load(Ordering::Acquire);
    let mut newest_first =
        (entered.saturating_sub(FILES_MAX)..entered).rev().map(|at| &FILES[at % FILES_MAX]);
    let Some(known) = newest_first.find(|known| known.file.is_at(path)) else { return false };
    known.name.iter().for_each(|byte| name.push_raw(byte));
    true
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn name(path: &Path) -> Option<String> {
        let mut name = Text::new();
        let is_known = name_of(&platform::path_in_memory(path), &mut name);
        is_known.then(|| String::from_utf8_lossy(name.as_bytes()).into_owned())
    }

    #[test]
    fn files_have_the_names_they_were_entered_with() {
        let folder = PathBuf::from("/nonexistent/gäte");
        enter(&folder.join("a/gate.so"), "first");
        enter(&folder.join("b/gate.so"), "zwölf");
        assert_eq!(name(&folder.join("a/gate.so")).as_deref(), Some("first"));
        assert_eq!(name(&folder.join("b/gate.so")).as_deref(), Some("zwölf"));
        assert_eq!(name(&folder.join("b/gate.so (deleted)")).as_deref(), Some("zwölf"));
        assert_eq!(name(&folder.join("c/gate.so")), None);
        enter(&folder.join("a/gate.so"), &"ö".repeat(TEXT_MAX));
        assert_eq!(name(&folder.join("a/gate.so")), Some("ö".repeat(TEXT_MAX / 2)));
    }
}
