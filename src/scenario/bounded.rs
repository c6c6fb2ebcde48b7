//! Files that are read: regular ones, and no more of them than a limit allows. Every file that mockras reads whole is
//! read here.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::ras::on_one_line;

/// The longest file of a native DLL that is read or loaded, in bytes.
pub const DLL_MAX_BYTES: u64 = 512 * 1024 * 1024;

const MIB: u64 = 1024 * 1024;

/// Why a file was not read. It does not name the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadFile(String);

impl fmt::Display for UnreadFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnreadFile {}

/// The bytes of a regular file that has at most `max` of them. `what` says in errors what it should be, such as
/// `a scenario`. A missing file is told alike on every system, most other trouble in the words of the system.
pub fn read_file(path: &Path, what: &str, max: u64) -> Result<Vec<u8>, UnreadFile> {
    check_file(path, what, max)?;
    let mut bytes = Vec::new();
    // It may have grown since.
    let read = File::open(path).and_then(|file| file.take(max + 1).read_to_end(&mut bytes));
    read.map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > max { Err(too_long(what, max)) } else { Ok(bytes) }
}

/// Sees that a path leads to a regular file of at most `max` bytes, without opening it: to open a pipe is to wait for
/// whoever writes to it, and a device may have no end.
pub fn check_file(path: &Path, what: &str, max: u64) -> Result<(), UnreadFile> {
    let found = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if found.is_dir() {
        return Err(UnreadFile(format!("expected {what}, found a directory")));
    }
    if !found.is_file() {
        return Err(UnreadFile(format!("expected {what}, found no regular file")));
    }
    if found.len() > max { Err(too_long(what, max)) } else { Ok(()) }
}

fn too_long(what: &str, max: u64) -> UnreadFile {
    UnreadFile(format!("expected {what} of at most {} MiB, found more", max / MIB))
}

fn unreadable(error: &io::Error) -> UnreadFile {
    UnreadFile(match error.kind() {
        io::ErrorKind::NotFound => "cannot be read: there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "cannot be read: permission denied".to_owned(),
        _ => format!("cannot be read: {error}"),
    })
}

/// The path of a file for messages, on one line.
pub fn shown(path: &Path) -> String {
    on_one_line(&path.to_string_lossy())
}
