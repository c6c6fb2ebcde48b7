//! What files say of the half that they need: DLLs, and `mockras.exe` itself.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use mockras::scenario::{DLL_MAX_BYTES, read_file};
use mockras_native::binary::{Binary, FileFormat, Kind, Machine, Os};

use super::Half;

/// Where a DLL can be played.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    /// On Windows.
    Windows {
        half: Half,
        /// Whether it asks the service, which the stand-in for mprapi.dll answers.
        is_asking: bool,
    },
    /// On this system or another one that is not Windows.
    Elsewhere(FileFormat),
    /// Nobody knows, or nowhere: whoever loads it says why.
    Unknown,
}

/// Where the DLL of this path can be played. A file is read once: it is asked for each scenario.
pub(super) fn home(path: &str) -> Home {
    static KNOWN: Mutex<BTreeMap<String, Home>> = Mutex::new(BTreeMap::new());
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    *known.entry(path.to_owned()).or_insert_with(|| {
        let bytes = read_file(Path::new(path), "a DLL", DLL_MAX_BYTES).unwrap_or_default();
        home_of(&bytes)
    })
}

fn home_of(bytes: &[u8]) -> Home {
    let Ok(binary) = Binary::read(bytes) else { return Home::Unknown };
    let half = Half::ALL.into_iter().find(|half| half.machine() == binary.machine);
    match (binary.format.system(), binary.kind, half) {
        (Some(Os::Windows), Kind::SharedLibrary, Some(half)) => {
            let is_asking = binary.libraries.iter().any(|name| name.eq_ignore_ascii_case(super::STAND_IN));
            Home::Windows { half, is_asking }
        }
        (Some(Os::Linux | Os::MacOs), Kind::SharedLibrary, _) => Home::Elsewhere(binary.format),
        _ => Home::Unknown,
    }
}

/// The machine of a program for Windows: of its file only the beginning is read. Nothing if it is another file.
pub(super) fn machine(program: &Path) -> Option<Machine> {
    const HEAD: usize = 4096;
    let mut head = vec![0; HEAD];
    let mut length = 0;
    let mut file = File::options().read(true).open(program).ok().filter(|_| program.is_file())?;
    while length < HEAD {
        match file.read(&mut head[length..]).ok()? {
            0 => break,
            more => length += more,
        }
    }
    machine_in(&head[..length])
}

/// The number of the machine follows the mark, to whose place the old header for MS-DOS leads.
fn machine_in(head: &[u8]) -> Option<Machine> {
    let place = head.strip_prefix(b"MZ").and_then(|_| head.get(60..64))?;
    let place = usize::try_from(u32::from_le_bytes(place.try_into().ok()?)).ok()?;
    match head.get(place..)?.strip_prefix(b"PE\0\0")? {
        [0x64, 0x86, ..] => Some(Machine::X86_64),
        [0x4c, 0x01, ..] => Some(Machine::X86),
        [low, high, ..] => Some(Machine::Other(u16::from_le_bytes([*low, *high]).into())),
        _ => None,
    }
}

/// A path as programs under Wine have it. One that starts where the command was started stays as it is: children are started
/// there, too, and transcripts may name it. Nothing if Wine would read it otherwise.
pub(super) fn inside(path: &str) -> Option<String> {
    const NOT_IN_NAMES: [char; 8] = ['\\', ':', '*', '?', '"', '<', '>', '|'];
    if path.contains(NOT_IN_NAMES) {
        return None;
    }
    let is_full = path.starts_with('/');
    Some(if is_full { format!("Z:{}", path.replace('/', "\\")) } else { path.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_is_that_of_drive_z_or_stays_relative() {
        for (path, expected) in [
            ("/dlls/gate.dll", Some(r"Z:\dlls\gate.dll")),
            ("./gate.dll", Some("./gate.dll")),
            ("gate.dll", Some("gate.dll")),
            ("mein Ordner é/門.dll", Some("mein Ordner é/門.dll")),
            (r"a\gate.dll", None),
            ("a:gate.dll", None),
            ("what?.dll", None),
        ] {
            assert_eq!(inside(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn machine_of_a_program_is_in_its_head() {
        let program = |mark: &[u8], machine: [u8; 2]| {
            let mut bytes = [0; 64];
            bytes[..2].copy_from_slice(b"MZ");
            bytes[60] = 64;
            [&bytes[..], mark, &machine].concat()
        };
        for (bytes, expected) in [
            (program(b"PE\0\0", [0x64, 0x86]), Some(Machine::X86_64)),
            (program(b"PE\0\0", [0x4c, 0x01]), Some(Machine::X86)),
            (program(b"PE\0\0", [0x64, 0xaa]), Some(Machine::Other(0xaa64))),
            (program(b"NE\0\0", [0x64, 0x86]), None),
            (b"MZ".to_vec(), None),
            (b"#!/bin/sh\n".to_vec(), None),
            (Vec::new(), None),
        ] {
            assert_eq!(machine_in(&bytes), expected);
        }
    }

    #[test]
    fn file_that_is_no_library_has_no_home() {
        for bytes in [&b""[..], b"MZ and more", b"#!/bin/sh\n", &[0x7f, b'E', b'L', b'F']] {
            assert_eq!(home_of(bytes), Home::Unknown);
        }
    }
}
