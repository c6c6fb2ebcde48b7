//! What a child does when a DLL's code crashes it: its handler writes one message for the parent, and the child ends.

#[cfg(unix)]
mod exception;
mod files;
#[cfg(unix)]
mod unix;
mod walk;
#[cfg(windows)]
mod windows;

use std::sync::atomic::{AtomicPtr, Ordering};
use std::{fmt, ptr};

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

/// The most bytes of a path or a description that are told.
const TEXT_MAX: usize = 512;

/// The most bytes of a message: three such texts, the callers, and what else there is.
const MESSAGE_MAX: usize = 3 * TEXT_MAX + 8 * walk::CALLERS_MAX + 192;

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

    fn is_full(&self) -> bool {
        self.count == walk::CALLERS_MAX
    }
}

impl CrashFacts {
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

impl fmt::Write for Text {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        text.bytes().for_each(|byte| self.push(byte));
        Ok(())
    }
}

impl CrashMessage {
    /// The message as `worker::frame` reads it: version, length, tag, and the fields in their order.
    fn of(facts: &CrashFacts, version: u8, tag: u8) -> Self {
        let mut message = Self::new();
        message.put(&[version, 0, 0, 0, 0, tag]);
        message.put(&facts.number.to_le_bytes());
        message.text(name_of(facts.number).unwrap_or_default().as_bytes());
        message.put(&[u8::from(facts.is_access)]);
        message.put(&(facts.address as u64).to_le_bytes());
        message.put(&[u8::from(facts.is_stack), u8::from(facts.is_aside)]);
        message.text(facts.place.as_bytes());
        message.text(facts.doing.as_bytes());
        message.text(facts.module.as_bytes());
        message.put(&facts.offset.to_le_bytes());
        message.put(&u32::try_from(facts.callers.count).unwrap_or_default().to_le_bytes());
        facts.callers.offsets.iter().take(facts.callers.count).for_each(|at| message.put(&at.to_le_bytes()));
        message.put(&[u8::from(facts.is_heap)]);
        message.text(facts.exception.as_bytes());
        let length = u32::try_from(message.length - 5).unwrap_or_default();
        if let Some(place) = message.bytes.get_mut(1..5) {
            place.copy_from_slice(&length.to_le_bytes());
        }
        message
    }

    fn text(&mut self, text: &[u8]) {
        self.put(&u32::try_from(text.len()).unwrap_or_default().to_le_bytes());
        self.put(text);
    }
}
