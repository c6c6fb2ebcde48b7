//! What Linux tells a process about itself.

use std::ffi::{CStr, c_int, c_void};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsRawFd, OwnedFd};

use super::unix_child::open;

/// How many libraries have been loaded and not unloaded again.
pub(crate) fn library_count() -> Option<u64> {
    let mut count = None;
    // SAFETY: N6: the function has the signature that is asked for, and is given what it takes for the count.
    unsafe { libc::dl_iterate_phdr(Some(count_libraries), (&raw mut count).cast()) };
    count
}

/// Takes the count from the first library, since every library tells the same.
unsafe extern "C" fn count_libraries(info: *mut libc::dl_phdr_info, _: usize, count: *mut c_void) -> c_int {
    // SAFETY: N6: the C library passes what it says.
    let info = unsafe { &*info };
    // SAFETY: N6: it is the count of `library_count`, which waits.
    unsafe { *count.cast::<Option<u64>>() = info.dlpi_adds.checked_sub(info.dlpi_subs) };
    1
}

/// The folder in which Linux lists the threads of this process.
pub(crate) struct Tasks(io::Result<OwnedFd>);

impl Tasks {
    /// Opens the folder once, because to find it each time takes longer than to ask.
    pub(crate) fn open() -> Self {
        Self(open(c"/proc/self/task", libc::O_RDONLY | libc::O_DIRECTORY))
    }

    /// How many threads this process has, as far as one number can be compared with another.
    pub(crate) fn count(&self) -> u64 {
        let Ok(folder) = &self.0 else { return 0 };
        let mut found = MaybeUninit::<libc::stat>::zeroed();
        // SAFETY: N6: there is room for the answer.
        unsafe { libc::fstat(folder.as_raw_fd(), found.as_mut_ptr()) };
        // SAFETY: N6: it was zeroed, which is a valid value.
        let found = unsafe { found.assume_init() };
        #[allow(clippy::useless_conversion, reason = "it has another type on other processors")]
        u64::from(found.st_nlink)
    }
}

/// The threads of this process.
pub(crate) fn threads() -> Vec<u32> {
    let Ok(entries) = std::fs::read_dir("/proc/self/task") else { return Vec::new() };
    let mut threads: Vec<u32> =
        entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect();
    threads.sort_unstable();
    threads
}

/// The file whose code lies at an address, and how far into it; `None` if there is no such file. Safe in signal
/// handlers.
pub(crate) fn module_at(address: usize, path: &mut dyn FnMut(u8)) -> Option<u64> {
    let maps: &CStr = c"/proc/self/maps";
    // SAFETY: N6: the path ends in a NUL.
    let file = unsafe { libc::open(maps.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
    let mut lines =
        MapLines { file, chunk: [0; 4096], at: 0, length: 0, path: [0; PATH_MAX], path_length: 0 };
    let (mut module, mut base, mut end, mut has_code) = (0, 0, 0, false);
    let mut offset = None;
    while let Some(line) = lines.next_line() {
        // A file may be mapped as a whole beside the library that was loaded from it: whoever looks for the lines of a
        // panic does that.
        let is_start = line.inode != module || line.is_start && (!has_code || line.start != end);
        if line.inode != 0 && is_start {
            (module, base, has_code) = (line.inode, line.start, false);
        }
        if line.inode != 0 {
            has_code |= line.is_code;
            end = line.end;
        }
        if (line.start..line.end).contains(&address) {
            offset = (line.inode != 0).then_some((address - base) as u64);
            break;
        }
    }
    // SAFETY: N6: this may be called with any number.
    unsafe { libc::close(file) };
    if offset.is_some() {
        lines.path.iter().take(lines.path_length).for_each(|byte| path(*byte));
    }
    offset
}

/// The longest path that is read to its end.
const PATH_MAX: usize = 512;

/// A line of /proc/self/maps: where a part of a file lies, and the file's number, zero if it is of none.
struct MapLine {
    start: usize,
    end: usize,
    inode: u64,
    /// Whether it is where the file begins.
    is_start: bool,
    is_code: bool,
}

/// Reads the lines without memory from the heap.
struct MapLines {
    file: i32,
    chunk: [u8; 4096],
    at: usize,
    length: usize,
    /// The path on the last line.
    path: [u8; PATH_MAX],
    path_length: usize,
}

impl MapLines {
    fn byte(&mut self) -> Option<u8> {
        if self.at == self.length {
            // SAFETY: N6: the chunk is as long as told.
            let read = unsafe { libc::read(self.file, self.chunk.as_mut_ptr().cast(), self.chunk.len()) };
            self.length = usize::try_from(read).unwrap_or_default();
            self.at = 0;
        }
        let byte = self.chunk.get(self.at).copied().filter(|_| self.at < self.length)?;
        self.at += 1;
        Some(byte)
    }

    /// Reads a number, and the byte behind it.
    fn number(&mut self, radix: u32) -> Option<(u64, u8)> {
        let mut value = 0u64;
        loop {
            let byte = self.byte()?;
            let Some(digit) = char::from(byte).to_digit(radix) else { return Some((value, byte)) };
            value = value.wrapping_mul(u64::from(radix)).wrapping_add(u64::from(digit));
        }
    }

    /// Reads a line such as `start-end rwxp offset major:minor inode   path`.
    fn next_line(&mut self) -> Option<MapLine> {
        let (start, _) = self.number(16)?;
        let (end, _) = self.number(16)?;
        let mut is_code = false;
        loop {
            match self.byte()? {
                b' ' => break,
                byte => is_code |= byte == b'x',
            }
        }
        let (offset, _) = self.number(16)?;
        for _ in 0..2 {
            self.number(16)?;
        }
        let (inode, mut byte) = self.number(10)?;
        while byte == b' ' {
            byte = self.byte()?;
        }
        self.path_length = 0;
        while byte != b'\n' {
            if let Some(free) = self.path.get_mut(self.path_length) {
                *free = byte;
                self.path_length += 1;
            }
            byte = self.byte()?;
        }
        let [start, end] = [start, end].map(usize::try_from);
        Some(MapLine { start: start.ok()?, end: end.ok()?, inode, is_start: offset == 0, is_code })
    }
}
