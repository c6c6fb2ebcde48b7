//! What kinds of files there are, for which machines and systems.

use std::fmt;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// A file for 32-bit Windows.
    Pe32,
    /// A file for 64-bit Windows.
    Pe64,
    /// A file for Linux or most other Unix systems, with 32 bits.
    Elf32,
    /// A file for Linux or most other Unix systems, with 64 bits.
    Elf64,
    /// A file for macOS, with 32 bits.
    MachO32,
    /// A file for macOS, with 64 bits.
    MachO64,
    /// What a compiler for Windows makes of one source file.
    Coff,
    /// An archive of object files.
    Archive,
}

/// An operating system, as far as the format of its libraries goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Os {
    /// Its libraries are PE files.
    Windows,
    /// Its libraries are ELF files.
    Linux,
    /// Its libraries are Mach-O files.
    MacOs,
}

/// What a file runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// A 32-bit processor of Intel or AMD.
    X86,
    /// A 64-bit processor of Intel or AMD.
    X86_64,
    /// A 32-bit ARM processor.
    Arm,
    /// A 64-bit ARM processor.
    Arm64,
    /// Any other processor, by the number that the format gives it.
    Other(u32),
    /// The file does not say.
    Unknown,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A library that a process loads: .dll, .so, .dylib.
    SharedLibrary,
    /// A program: .exe.
    Program,
    /// What a compiler makes of one source file: .obj, .o.
    Object,
    /// An archive of those: .lib, .a.
    StaticLibrary,
    /// Something else of that format, such as a core dump.
    Other,
}

impl FileFormat {
    /// How many bits the addresses in such a file have.
    pub fn bits(self) -> Option<u8> {
        match self {
            Self::Pe32 | Self::Elf32 | Self::MachO32 => Some(32),
            Self::Pe64 | Self::Elf64 | Self::MachO64 => Some(64),
            Self::Coff | Self::Archive => None,
        }
    }

    /// Where such files are loaded; an archive is at home everywhere.
    pub fn system(self) -> Option<Os> {
        match self {
            Self::Pe32 | Self::Pe64 | Self::Coff => Some(Os::Windows),
            Self::Elf32 | Self::Elf64 => Some(Os::Linux),
            Self::MachO32 | Self::MachO64 => Some(Os::MacOs),
            Self::Archive => None,
        }
    }
}

/// `PE32+ (64-bit Windows)`.
impl fmt::Display for FileFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pe32 => "PE32 (32-bit Windows)",
            Self::Pe64 => "PE32+ (64-bit Windows)",
            Self::Elf32 => "ELF (32-bit Linux or Unix)",
            Self::Elf64 => "ELF (64-bit Linux or Unix)",
            Self::MachO32 => "Mach-O (32-bit macOS)",
            Self::MachO64 => "Mach-O (64-bit macOS)",
            Self::Coff => "COFF (Windows)",
            Self::Archive => "archive",
        })
    }
}

impl fmt::Display for Os {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Windows => "Windows",
            Self::Linux => "Linux",
            Self::MacOs => "macOS",
        })
    }
}

impl fmt::Display for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::X86 => f.write_str("x86"),
            Self::X86_64 => f.write_str("x86_64"),
            Self::Arm => f.write_str("arm"),
            Self::Arm64 => f.write_str("arm64"),
            Self::Other(number) => write!(f, "machine {number:#x}"),
            Self::Unknown => f.write_str("unknown"),
        }
    }
}

/// `a shared library`.
impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SharedLibrary => "a shared library",
            Self::Program => "a program",
            Self::Object => "an object file",
            Self::StaticLibrary => "a static or import library",
            Self::Other => "no shared library",
        })
    }
}
