//! What a process holds on Linux that a DLL may take and not give back.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsString, c_int};
use std::mem::MaybeUninit;
use std::path::Path;

/// Something that is held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Resource {
    /// An open descriptor.
    Descriptor(c_int),
    /// A mapped file, by device and number. Memory that is shared is a file as well.
    Mapping(String, u64),
    /// A child process, or several.
    Child,
    /// A file in the folder for temporary ones.
    File(OsString),
}

/// Whether it is an open descriptor.
pub(crate) fn is_descriptor(resource: &Resource) -> bool {
    matches!(resource, Resource::Descriptor(_))
}

/// Files that the C library maps when it is asked for a language or a user, and keeps.
const KEPT: [&str; 6] = ["/locale/", "gconv", "/nscd/", "/nss", "/sss/", ".mo"];

/// Descriptors that libraries open once and keep.
const KEPT_OPEN: [&str; 2] = ["/dev/urandom", "/dev/random"];

/// All that this process holds. Only what a DLL can be blamed for is among it: not what libraries keep for the next time,
/// and no memory that is nothing but memory, since the C library keeps that as well.
///
/// What was held before is still of the same kind, if it is there: nobody asks the system again. A quick look takes the same
/// files for mapped as the last one, as long as all memory together is as large: to list it takes a fifth of a scenario.
pub(crate) fn held(
    folder: Option<&Path>,
    before: Option<&BTreeSet<Resource>>,
    is_quick: bool,
) -> BTreeSet<Resource> {
    let is_known =
        |descriptor: &c_int| before.is_some_and(|before| before.contains(&Resource::Descriptor(*descriptor)));
    let descriptors =
        descriptors().into_iter().filter(|descriptor| is_known(descriptor) || !is_kept(*descriptor));
    let mut held: BTreeSet<Resource> = descriptors.map(Resource::Descriptor).collect();
    held.extend(mappings(is_quick));
    if has_children() {
        held.insert(Resource::Child);
    }
    held.extend(super::temporary_files(folder).map(Resource::File));
    held
}

fn descriptors() -> Vec<c_int> {
    let Ok(entries) = std::fs::read_dir("/proc/self/fd") else { return Vec::new() };
    let all: Vec<c_int> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    // By now that of the folder is closed again.
    all.into_iter().filter(|descriptor| is_open(*descriptor)).collect()
}

/// The files that are open for writing, each with what tells it from every other.
pub(crate) fn files_written() -> Vec<(Resource, String)> {
    let identity = |descriptor: c_int| {
        // SAFETY: N6: this may be called with any number.
        let flags = unsafe { libc::fcntl(descriptor, libc::F_GETFL) };
        let mut found = MaybeUninit::<libc::stat>::zeroed();
        // SAFETY: N6: there is room for the answer; of what is no descriptor there is none.
        let asked = unsafe { libc::fstat(descriptor, found.as_mut_ptr()) };
        // SAFETY: N6: it was zeroed, which is a valid value.
        let found = unsafe { found.assume_init() };
        let is_file = asked == 0 && found.st_mode & libc::S_IFMT == libc::S_IFREG;
        let is_written = flags != -1 && flags & libc::O_ACCMODE != libc::O_RDONLY;
        (is_file && is_written).then(|| format!("{}:{}", found.st_dev, found.st_ino))
    };
    let open = descriptors().into_iter();
    open.filter_map(|descriptor| Some((Resource::Descriptor(descriptor), identity(descriptor)?))).collect()
}

fn is_open(descriptor: c_int) -> bool {
    // SAFETY: N6: this may be called with any number.
    (unsafe { libc::fcntl(descriptor, libc::F_GETFD) }) != -1
}

/// Whether a library has it for the next time: for random numbers, or for the system's log.
fn is_kept(descriptor: c_int) -> bool {
    let file = std::fs::read_link(format!("/proc/self/fd/{descriptor}")).unwrap_or_default();
    if KEPT_OPEN.iter().any(|kept| Path::new(kept) == file) {
        return true;
    }
    let option = |option| {
        let mut value: c_int = 0;
        let mut length = 4;
        // SAFETY: N6: there is room for a number, as told; what is no socket is refused.
        let asked = unsafe {
            libc::getsockopt(descriptor, libc::SOL_SOCKET, option, (&raw mut value).cast(), &raw mut length)
        };
        (asked == 0).then_some(value)
    };
    option(libc::SO_DOMAIN) == Some(libc::AF_UNIX) && option(libc::SO_TYPE) == Some(libc::SOCK_DGRAM)
}

thread_local! {
    /// The size of all memory when it was last listed, and the mapped files.
    static LISTED: RefCell<(Option<u64>, Vec<Resource>)> = const { RefCell::new((None, Vec::new())) };
}

/// The mapped files that are no libraries.
fn mappings(is_quick: bool) -> Vec<Resource> {
    let size = size_of_memory();
    LISTED.with_borrow_mut(|(last, files)| {
        if !is_quick || size.is_none() || size != *last {
            *files = list_mappings();
            *last = size;
        }
        files.clone()
    })
}

/// In pages.
fn size_of_memory() -> Option<u64> {
    std::fs::read_to_string("/proc/self/statm").ok()?.split_ascii_whitespace().next()?.parse().ok()
}

fn list_mappings() -> Vec<Resource> {
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap_or_default();
    let mut files: BTreeMap<(String, u64), bool> = BTreeMap::new();
    for line in maps.lines() {
        let mut words = line.split_ascii_whitespace().skip(1);
        let (Some(access), Some(device), Some(number), path) = (
            words.next(),
            words.nth(1),
            words.next().and_then(|number| number.parse::<u64>().ok()),
            words.next().unwrap_or_default(),
        ) else {
            continue;
        };
        if number != 0 {
            let is_kept = access.contains('x') || KEPT.iter().any(|kept| path.contains(kept));
            *files.entry((device.to_owned(), number)).or_default() |= is_kept;
        }
    }
    files
        .into_iter()
        .filter(|(_, is_kept)| !is_kept)
        .map(|((device, number), _)| Resource::Mapping(device, number))
        .collect()
}

/// Whether there are child processes, ended ones among them that nobody has waited for.
fn has_children() -> bool {
    let mut info = MaybeUninit::<libc::siginfo_t>::zeroed();
    let flags = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: N6: there is room for the answer.
    (unsafe { libc::waitid(libc::P_ALL, 0, info.as_mut_ptr(), flags) }) == 0
}

/// A number that changes when something is opened: the descriptor that comes next, if one is left. What somebody gives a
/// number of its own does not change it.
pub(crate) fn opening_mark() -> Option<u64> {
    // SAFETY: N6: this may be called with any number.
    let copy = unsafe { libc::fcntl(2, libc::F_DUPFD_CLOEXEC, 0) };
    if copy == -1 {
        return None;
    }
    // SAFETY: N6: it was just made.
    unsafe { libc::close(copy) };
    u64::try_from(copy).ok()
}

/// Whether no descriptor is left. If the system allows more, there are a few more from now on.
pub(crate) fn is_out_of_descriptors() -> bool {
    if opening_mark().is_some() {
        return false;
    }
    if std::io::Error::last_os_error().raw_os_error() != Some(libc::EMFILE) {
        return false;
    }
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: N6: there is room for the answer.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    limit.rlim_cur = limit.rlim_cur.saturating_add(SPARE).min(limit.rlim_max);
    // SAFETY: N6: the limit is there to be read.
    unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) };
    true
}

/// How many descriptors there are to be then.
const SPARE: libc::rlim_t = 64;
