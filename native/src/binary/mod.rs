//! What the file of a library says without being loaded: format, machine, exports, imports.
//!
//! Reads PE, ELF and Mach-O. Nothing is executed, and a file that was made to do harm costs bounded time and memory: see
//! `src/binary/bound.rs`.
//!
//! ```
//! use mockras_native::binary::{Binary, BinaryError};
//!
//! assert!(matches!(Binary::read(b"not a library\n"), Err(BinaryError::Text)));
//! ```

mod bound;
mod elf;
mod error;
mod host;
mod kind;
mod lines;
mod literals;
mod macho;
mod near_miss;
mod origin;
mod pe;
mod provided;
mod symbols;

pub use elf::is_cut_off;
pub use error::BinaryError;
pub(crate) use host::{HOOKS, RECORDERS};
pub use host::{HostProcess, why_not_loadable};
pub use kind::{FileFormat, Kind, Machine, Os};
pub use lines::SourceLine;
pub use literals::wide_names;
pub use near_miss::{Decoration, NearMiss, Slip, near_miss};
pub use origin::{Origin, origins};
pub use provided::Provided;

use object::read::FileKind;

use mockras::ras::CalloutSet;

/// What a file says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binary {
    /// How it is laid out.
    pub format: FileFormat,
    /// What it runs on. Of a universal file, its first part, and so is everything else.
    pub machine: Machine,
    /// Whether it is a library at all.
    pub kind: Kind,
    /// The machines of all parts of a universal Mach-O file; empty for any other.
    pub parts: Vec<Machine>,
    /// What it offers, in the order of its table.
    pub exports: Vec<Export>,
    /// What it takes from other libraries.
    pub imports: Vec<Import>,
    /// The libraries that it needs, in their order.
    pub libraries: Vec<String>,
    /// Where it wants these to be looked for, as it spells it; only ELF files are asked.
    pub run_paths: Vec<String>,
    /// The protections it agrees to; only PE files say.
    pub protections: Option<Protections>,
    /// Whether it holds code for .NET; only PE files say.
    pub managed: bool,
    /// Whether it has more names than are read.
    pub cut: bool,
}

/// Something that a file offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its name; nothing if it has an ordinal alone, or if the name cannot be read.
    pub name: Option<String>,
    /// Its ordinal; only PE files have them.
    pub ordinal: Option<u32>,
    /// What it stands for in another library, such as `other.Name`; nothing if it is in this file.
    pub forward: Option<String>,
}

/// Something that a file takes from another library.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The library, if the file says which.
    pub library: Option<String>,
    /// Its name; nothing if it is taken by its ordinal.
    pub name: Option<String>,
    /// Whether the file does without it where nobody offers it.
    pub is_weak: bool,
}

/// The DllCharacteristics of a PE file that protect a process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protections {
    /// It can be loaded at any address (ASLR).
    pub any_address: bool,
    /// It can be loaded above 4 GiB.
    pub high_entropy: bool,
    /// Its data is not executed (DEP, NX).
    pub no_execute: bool,
    /// Its indirect calls are checked (CFG).
    pub guarded_calls: bool,
}

impl Binary {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    ///
    /// If it is empty, a text, of no known format, cut off, or damaged.
    pub fn read(bytes: &[u8]) -> Result<Self, BinaryError> {
        if bytes.is_empty() {
            return Err(BinaryError::Empty);
        }
        if bytes.starts_with(b"!<arch>\n") || bytes.starts_with(b"!<thin>\n") {
            return Ok(Self::of_kind(FileFormat::Archive, Machine::Unknown, Kind::StaticLibrary));
        }
        match FileKind::parse(bytes) {
            Ok(FileKind::Pe32) => pe::read32(bytes),
            Ok(FileKind::Pe64) => pe::read64(bytes),
            Ok(FileKind::Elf32) => elf::read32(bytes),
            Ok(FileKind::Elf64) => elf::read64(bytes),
            Ok(FileKind::MachO32) => macho::read32(bytes),
            Ok(FileKind::MachO64) => macho::read64(bytes),
            Ok(FileKind::MachOFat32) => macho::read_fat32(bytes),
            Ok(FileKind::MachOFat64) => macho::read_fat64(bytes),
            Ok(FileKind::Coff | FileKind::CoffBig) => {
                Ok(Self::of_kind(FileFormat::Coff, pe::machine_of_object(bytes), Kind::Object))
            }
            _ => Err(error::unknown(bytes)),
        }
    }

    fn of_kind(format: FileFormat, machine: Machine, kind: Kind) -> Self {
        Self {
            format,
            machine,
            kind,
            parts: Vec::new(),
            exports: Vec::new(),
            imports: Vec::new(),
            libraries: Vec::new(),
            run_paths: Vec::new(),
            protections: None,
            managed: false,
            cut: false,
        }
    }

    /// The names under which it offers something.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.exports.iter().filter_map(|export| export.name.as_deref())
    }

    /// The entry points that it exports under their exact names.
    pub fn callouts(&self) -> CalloutSet {
        let exact = |name: &str| near_miss::EXPORTS.iter().find(|(export, _)| export == name);
        self.names().filter_map(exact).map(|(_, callout)| *callout).collect()
    }
}

/// Whether this is the exact name of an entry point.
pub fn is_entry_point(name: &str) -> bool {
    near_miss::EXPORTS.iter().any(|(export, _)| export == name)
}
