//! What a child does when a DLL's code crashes it: its handler writes one message for the parent, and the child ends.

#[cfg(unix)]
mod exception;
mod files;
#[cfg(unix)]
mod unix;
mod walk;
#[cfg(windows)]
mod windows;

use std::borrow::Cow;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::{fmt, ptr};

use serde::{Deserialize, Serialize};

#[cfg(unix)]
pub(in crate::ffi) use exception::look_for_library;
pub(in crate::ffi) use files::enter;
#[cfg(unix)]
pub(crate) use unix::{calls_here, install, join, name_of, put_back};
#[cfg(all(windows, target_arch = "x86_64"))]
pub(in crate::ffi) use windows::passing;
#[cfg(windows)]
pub(crate) use windows::{calls_here, install, join, name_of, put_back};

use crate::ffi::process::module_at;

/// On Windows the system tells what exception it is.
#[cfg(windows)]
pub(in crate::ffi) fn look_for_library() {}

/// The most bytes of a path or a description that are told.
const TEXT_MAX: usize = 512;

/// The most bytes of a message: three such texts, the callers, and what else there is.
const MESSAGE_MAX: usize = 3 * TEXT_MAX + 10 * walk::CALLERS_MAX + 192;

/// What the handler had found out before it crashed itself.
static KNOWN: AtomicPtr<CrashMessage> = AtomicPtr::new(ptr::null_mut());

/// Tells of a crash when all of these have looked at it, one after the other. What is known by then is kept meanwhile: what
/// has crashed may be so broken that looking at it crashes.
fn tell_with_more(facts: &mut CrashFacts, version: u8, tag: u8, looks: &[&dyn Fn(&mut CrashFacts)]) {
    let mut known = CrashMessage::of(facts, version, tag);
    match looks.split_first() {
        Some((look, rest)) => {
            KNOWN.store(&raw mut known, Ordering::Relaxed);
            look(facts);
            tell_with_more(facts, version, tag, rest);
        }
        None => {
            KNOWN.store(ptr::null_mut(), Ordering::Relaxed);
            known.write();
        }
    }
}

/// What the handler does that has interrupted itself: tells what was kept, once.
fn tell_what_is_known() {
    let known = KNOWN.swap(ptr::null_mut(), Ordering::Relaxed);
    if !known.is_null() {
        // SAFETY: N6: it lies in a frame of this thread, which this handler has interrupted.
        unsafe { &*known }.write();
    }
}

/// What a handler found out.
struct CrashFacts {
    number: u32,
    is_access: bool,
    address: usize,
    is_stack: bool,
    /// Whether it is another thread than the one that calls DLLs.
    is_aside: bool,
    place: Text,
    doing: &'static str,
    /// The name of a DLL, or the path of another file.
    module: Text,
    offset: u64,
    /// The frames above it in the same DLL, as `offset`.
    callers: Callers,
    /// Whether the C library has aborted since its heap is broken.
    is_heap: bool,
    /// The type of the C++ exception that nobody caught, as compilers spell it.
    exception: Text,
}

/// What a handler tells of a crash.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct Crash<'a> {
    /// The signal, or the exception code.
    pub(crate) number: u32,
    /// The name of that number where the child runs; empty if it has none.
    pub(crate) name: Cow<'a, str>,
    /// Whether it is about an address at all.
    pub(crate) is_access: bool,
    /// The address that the crash is about.
    pub(crate) address: u64,
    /// Whether the address is where the stack ends.
    pub(crate) is_stack: bool,
    /// Whether it is a thread that a DLL has started, not the one that calls.
    pub(crate) is_aside: bool,
    /// What lies at the address, if it is in an argument or beside one.
    pub(crate) place: Cow<'a, str>,
    /// `reading`, `writing`, or nothing if nobody knows.
    pub(crate) doing: Cow<'a, str>,
    /// The file of the code that ran, and how far into it; empty if that is in no file.
    pub(crate) module: Cow<'a, str>,
    pub(crate) offset: u64,
    /// How far into it the callers of that code are, as far as they are in the same file, the nearest first.
    pub(crate) callers: Cow<'a, [u64]>,
    /// Whether the library that keeps the heap has found it broken.
    pub(crate) is_heap: bool,
    /// The type of the C++ exception that nobody caught, as compilers spell it; empty if there is none.
    pub(crate) exception: Cow<'a, str>,
}

/// Offsets into a DLL, without memory from the heap.
struct Callers {
    offsets: [u64; walk::CALLERS_MAX],
    count: usize,
}

impl Callers {
    const fn new() -> Self {
        Self { offsets: [0; walk::CALLERS_MAX], count: 0 }
    }

    fn push(&mut self, offset: u64) {
        if let Some(free) = self.offsets.get_mut(self.count) {
            *free = offset;
            self.count += 1;
        }
    }

    fn as_slice(&self) -> &[u64] {
        self.offsets.get(..self.count).unwrap_or_default()
    }

    fn is_full(&self) -> bool {
        self.count == walk::CALLERS_MAX
    }
}

impl CrashFacts {
    fn told(&self) -> Crash<'_> {
        Crash {
            number: self.number,
            name: name_of(self.number).unwrap_or_default().into(),
            is_access: self.is_access,
            address: self.address as u64,
            is_stack: self.is_stack,
            is_aside: self.is_aside,
            place: self.place.as_str().into(),
            doing: self.doing.into(),
            module: self.module.as_str().into(),
            offset: self.offset,
            callers: self.callers.as_slice().into(),
            is_heap: self.is_heap,
            exception: self.exception.as_str().into(),
        }
    }

    /// Tells whose code lies at this address.
    fn look_up(&mut self, code: usize) {
        let mut path = Text::new();
        let Some(offset) = module_at(code, &mut |byte| path.push_raw(byte)) else { return };
        self.offset = offset;
        if !files::name_of(path.as_bytes(), &mut self.module) {
            path.as_bytes().iter().for_each(|byte| self.module.push(*byte));
        }
    }
}

/// Bytes that are gathered without memory from the heap, which may be broken. What does not fit is left out.
struct Gathered<const MAX: usize> {
    bytes: [u8; MAX],
    length: usize,
}

/// Text that a handler tells.
type Text = Gathered<TEXT_MAX>;

/// A whole message on the stack.
type CrashMessage = Gathered<MESSAGE_MAX>;

impl<const MAX: usize> Gathered<MAX> {
    const fn new() -> Self {
        Self { bytes: [0; MAX], length: 0 }
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    fn push_raw(&mut self, byte: u8) {
        if let Some(free) = self.bytes.get_mut(self.length) {
            *free = byte;
            self.length += 1;
        }
    }

    /// Adds a character of ASCII, and `?` for any other byte: the reader expects UTF-8, and paths are any bytes.
    fn push(&mut self, byte: u8) {
        self.push_raw(if byte.is_ascii() && !byte.is_ascii_control() { byte } else { b'?' });
    }

    fn put(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.push_raw(*byte));
    }
}

impl Text {
    fn as_str(&self) -> &str {
        // What is pushed is whole characters.
        str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().for_each(|byte| self.push(byte));
        Ok(())
    }
}

impl CrashMessage {
    /// The message as `worker::frame` reads it: version, length, tag, and the crash. Nothing here takes memory from the
    /// heap.
    fn of(facts: &CrashFacts, version: u8, tag: u8) -> Self {
        let mut message = Self::new();
        message.put(&[version, 0, 0, 0, 0, tag]);
        let crash = facts.told();
        let room = message.bytes.get_mut(message.length..).unwrap_or_default();
        // There is room for the longest, see MESSAGE_MAX.
        message.length += postcard::to_slice(&crash, room).map_or(0, |written| written.len());
        let length = u32::try_from(message.length - 5).unwrap_or_default();
        if let Some(place) = message.bytes.get_mut(1..5) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_message_has_room() {
        let long = || Text { bytes: [b'a'; TEXT_MAX], length: TEXT_MAX };
        let facts = CrashFacts {
            number: u32::MAX,
            is_access: true,
            address: usize::MAX,
            is_stack: true,
            is_aside: true,
            place: long(),
            doing: "executing",
            module: long(),
            offset: u64::MAX,
            callers: Callers { offsets: [u64::MAX; walk::CALLERS_MAX], count: walk::CALLERS_MAX },
            is_heap: true,
            exception: long(),
        };
        let message = CrashMessage::of(&facts, 9, 2);
        let (head, crash) = message.as_bytes().split_at(6);
        let length = u32::try_from(1 + crash.len()).expect("a short message").to_le_bytes();
        assert_eq!(head, [&[9][..], &length, &[2]].concat());
        assert_eq!(postcard::from_bytes::<Crash<'_>>(crash), Ok(facts.told()));
    }
}
