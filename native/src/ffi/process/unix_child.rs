//! What a child does to itself on Unix.

use std::ffi::{CStr, CString, c_char, c_int};
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicPtr, Ordering};

/// Descriptors of mockras begin here: out of the way of those that DLLs open and close.
const FIRST: c_int = 200;

/// So many of them are needed: where fewer than these lie behind [`FIRST`], they begin as much earlier.
const NEEDED: libc::rlim_t = 32;

fn first() -> c_int {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: N6: there is room for the answer.
    let asked = unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    let last = if asked == 0 { limit.rlim_cur.saturating_sub(NEEDED) } else { libc::rlim_t::MAX };
    // The first three are those of C.
    c_int::try_from(last).map_or(FIRST, |last| last.clamp(3, FIRST))
}

/// The streams by which a child talks to its parent.
pub(crate) struct ProtocolStreams {
    pub(crate) input: File,
    pub(crate) output: File,
}

fn done(result: c_int) -> io::Result<c_int> {
    if result == -1 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

/// A copy of a descriptor that is out of the way.
fn lifted(descriptor: RawFd) -> io::Result<OwnedFd> {
    // SAFETY: N6: this may be called with any numbers.
    let copy = done(unsafe { libc::fcntl(descriptor, libc::F_DUPFD_CLOEXEC, first()) })?;
    // SAFETY: N6: it was just made, and nobody else has it.
    Ok(unsafe { OwnedFd::from_raw_fd(copy) })
}

/// Opens a file, out of the way.
pub(super) fn open(path: &CStr, flags: c_int) -> io::Result<OwnedFd> {
    // SAFETY: N6: the path ends in a NUL.
    let opened = done(unsafe { libc::open(path.as_ptr(), flags | libc::O_CLOEXEC) })?;
    // SAFETY: N6: it was just opened, and nobody else has it.
    let opened = unsafe { OwnedFd::from_raw_fd(opened) };
    lifted(opened.as_raw_fd())
}

fn stand_in(from: BorrowedFd<'_>, at: RawFd) {
    // SAFETY: N6: the source is open; what is at the other number is replaced.
    unsafe { libc::dup2(from.as_raw_fd(), at) };
}

/// The number of this process: what a DLL has forked finds another than its own here.
static OWN: AtomicI32 = AtomicI32::new(0);

/// The number of its process group.
static GROUP: AtomicI32 = AtomicI32::new(0);

/// Whether this is the child itself, not a copy of it that a DLL has made. Signal handlers may ask.
pub(crate) fn is_own() -> bool {
    // SAFETY: N6: it has no conditions.
    OWN.load(Ordering::Relaxed) == unsafe { libc::getpid() }
}

/// Whether this is a copy that `fork` has made of the child: as far as the C library knows, and without asking the
/// system.
pub(crate) fn is_copy() -> bool {
    IS_COPY.load(Ordering::Relaxed)
}

static IS_COPY: AtomicBool = AtomicBool::new(false);

unsafe extern "C" fn after_fork() {
    IS_COPY.store(true, Ordering::Relaxed);
}

/// Moves standard input and output to where DLLs do not find them. What reads standard input from now on finds
/// nothing; what writes standard output writes to standard error. The process gets a group of its own, or stays in that of
/// who started it, and ends with it.
pub(crate) fn take_streams(has_own_group: bool) -> io::Result<(ProtocolStreams, Surroundings)> {
    if has_own_group {
        // SAFETY: N6: this may be called with any numbers. It fails if the parent has done it.
        unsafe { libc::setpgid(0, 0) };
    }
    // SAFETY: N6: it has no conditions.
    OWN.store(unsafe { libc::getpid() }, Ordering::Relaxed);
    // SAFETY: N6: it has no conditions.
    GROUP.store(unsafe { libc::getpgrp() }, Ordering::Relaxed);
    // SAFETY: N6: the function has the signature that is asked for.
    unsafe { libc::pthread_atfork(None, None, Some(after_fork)) };
    let streams = ProtocolStreams { input: File::from(lifted(0)?), output: File::from(lifted(1)?) };
    let null = open(c"/dev/null", libc::O_RDWR)?;
    let written = lifted(2)?;
    let folder = open(c".", libc::O_RDONLY | libc::O_DIRECTORY)?;
    let led_to = [&null, &written, &written].map(FileIdentity::of);
    let place = Surroundings { null, written, led_to, at: identity_of_folder(), folder };
    place.standard().into_iter().for_each(|(descriptor, source)| stand_in(source.as_fd(), descriptor));
    Ok((streams, place))
}

/// The descriptors and the working directory of a process, which a DLL may take from it.
pub(crate) struct Surroundings {
    null: OwnedFd,
    written: OwnedFd,
    led_to: [FileIdentity; 3],
    folder: OwnedFd,
    at: Option<(u64, u64)>,
}

/// The device and the number of a file that the system is asked about. `ask` fills in the answer, and returns 0 if there is
/// one.
#[allow(clippy::unnecessary_cast, reason = "they have other types on other systems")]
fn identity(ask: impl FnOnce(*mut libc::stat) -> c_int) -> Option<(u64, u64)> {
    let mut found = MaybeUninit::<libc::stat>::zeroed();
    let asked = ask(found.as_mut_ptr());
    // SAFETY: N6: it was zeroed, which is a valid value.
    let found = unsafe { found.assume_init() };
    (asked == 0).then_some((found.st_dev as u64, found.st_ino as u64))
}

/// Which file a descriptor leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileIdentity(Option<(u64, u64)>);

impl FileIdentity {
    /// Which file this is.
    pub(crate) fn of(file: &impl AsRawFd) -> Self {
        // SAFETY: N6: there is room for the answer; if the descriptor is closed by now, there is none.
        Self(identity(|found| unsafe { libc::fstat(file.as_raw_fd(), found) }))
    }

    /// Whether its descriptor still leads to this file.
    pub(crate) fn is_as_it_was(self, file: &impl AsRawFd) -> bool {
        Self::of(file) == self
    }
}

/// The identity of the working directory.
fn identity_of_folder() -> Option<(u64, u64)> {
    // SAFETY: N6: the path ends in a NUL, and there is room for the answer.
    identity(|found| unsafe { libc::stat(c".".as_ptr(), found) })
}

impl Surroundings {
    /// Says in words what is not as it was, and puts it right.
    pub(crate) fn put_right(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        for ((descriptor, source), at) in self.standard().into_iter().zip(self.led_to) {
            let now = FileIdentity::of(&descriptor);
            if now == at {
                continue;
            }
            let what = if now == FileIdentity(None) { "is closed" } else { "leads elsewhere" };
            wrong.push(format!("descriptor {descriptor} {what}"));
            stand_in(source.as_fd(), descriptor);
        }
        if identity_of_folder() != self.at {
            wrong.push("the working directory has changed".to_owned());
            // SAFETY: N6: the descriptor is an open directory.
            unsafe { libc::fchdir(self.folder.as_raw_fd()) };
        }
        wrong
    }

    /// The descriptors of C, and what each is to lead to.
    fn standard(&self) -> [(RawFd, &OwnedFd); 3] {
        [(0, &self.null), (1, &self.written), (2, &self.written)]
    }
}

/// When the other end of the input has gone, this process and its descendants are killed, whatever they are at.
pub(crate) fn end_with_parent(streams: ProtocolStreams, _: bool) -> io::Result<ProtocolStreams> {
    let watched = streams.input.try_clone()?;
    #[cfg(target_os = "linux")]
    {
        let end: extern "C" fn(c_int) = end_group;
        // SAFETY: N6: the handler has the signature that is asked for.
        unsafe { libc::signal(libc::SIGHUP, end as libc::sighandler_t) };
        // SAFETY: N6: the argument is what this option takes. It is for a DLL that closes all descriptors.
        unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGHUP) };
    }
    let watch = move || {
        let mut asked = libc::pollfd { fd: watched.as_raw_fd(), events: 0, revents: 0 };
        // SAFETY: N6: there is one descriptor, as told. Without events, only its end is reported.
        while unsafe { libc::poll(&raw mut asked, 1, -1) } < 1 {}
        if asked.revents & libc::POLLNVAL == 0 {
            end_group(0);
        }
    };
    std::thread::Builder::new().name("lifeline".to_owned()).spawn(watch)?;
    Ok(streams)
}

/// The folder that goes with this process, once it has one.
static FOLDER: AtomicPtr<c_char> = AtomicPtr::new(std::ptr::null_mut());

/// When the parent is gone, which does that otherwise, this folder goes with this process, if it is empty.
pub(crate) fn clean_up_at_end(folder: &str) {
    if let Ok(folder) = CString::new(folder) {
        FOLDER.store(folder.into_raw(), Ordering::Relaxed);
    }
}

/// Signal handlers may do this.
extern "C" fn end_group(_: c_int) {
    // The group that it was given: a DLL may have moved it to another, which is none of its own. In a container it may be
    // that of the first process, whose number, negative, stands for every process, or one from outside, which has none.
    let group = GROUP.load(Ordering::Relaxed);
    let folder = FOLDER.load(Ordering::Relaxed);
    if !folder.is_null() {
        // SAFETY: N6: a text that ends in a NUL and is never freed.
        unsafe { libc::rmdir(folder) };
    }
    if group > 1 {
        // SAFETY: N6: this may be called with any numbers. The number is that of the group for as long as it has members.
        unsafe { libc::kill(-group, libc::SIGKILL) };
    }
    // SAFETY: N6: it has no conditions.
    let this = unsafe { libc::getpid() };
    // SAFETY: N6: this process is there. This returns only in the first process of a container, which the signal spares.
    unsafe { libc::kill(this, libc::SIGKILL) };
    end_now(1);
}

/// Writes out what C code has printed so far.
pub(crate) fn flush_c_streams() {
    // SAFETY: NULL stands for every stream.
    unsafe { libc::fflush(std::ptr::null_mut()) };
}

/// Ends this process as a program ends that is done: what was left for that is run.
pub(crate) fn end_in_order() -> ! {
    // SAFETY: N6: it has no conditions.
    unsafe { libc::exit(0) }
}

/// Ends this process without running anything.
pub(crate) fn end_now(code: i32) -> ! {
    // SAFETY: N6: this may be called with any number.
    unsafe { libc::_exit(code) }
}

static EXIT_OUTPUT: AtomicI32 = AtomicI32::new(-1);
static EXIT_MESSAGE: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());
static EXIT_LENGTH: AtomicI32 = AtomicI32::new(0);

/// If somebody calls `exit`, these bytes are written last.
pub(crate) fn tell_of_exit(output: &File, message: &'static [u8]) {
    EXIT_LENGTH.store(i32::try_from(message.len()).unwrap_or_default(), Ordering::Relaxed);
    EXIT_MESSAGE.store(message.as_ptr().cast_mut(), Ordering::Relaxed);
    EXIT_OUTPUT.store(output.as_raw_fd(), Ordering::Relaxed);
    // SAFETY: N6: the function has the signature that is asked for.
    unsafe { libc::atexit(on_exit) };
}

extern "C" fn on_exit() {
    if !is_own() {
        return;
    }
    let length = usize::try_from(EXIT_LENGTH.load(Ordering::Relaxed)).unwrap_or_default();
    let (output, message) = (EXIT_OUTPUT.load(Ordering::Relaxed), EXIT_MESSAGE.load(Ordering::Relaxed));
    // SAFETY: N6: pointer and length are those of a static slice.
    unsafe { libc::write(output, message.cast_const().cast(), length) };
}

/// A crash of this process leaves no file behind.
pub(crate) fn no_core_dump() {
    #[cfg(target_os = "linux")]
    {
        // SAFETY: N6: the argument is what this option takes.
        unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0) };
    }
    let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: N6: the limits are there to be read.
    unsafe { libc::setrlimit(libc::RLIMIT_CORE, &raw const none) };
}
