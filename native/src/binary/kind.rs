//! What kinds of files there are, for which machines and systems.

use std::fmt;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Windows, 32 bits.
    Pe32,
    /// Windows, 64 bits.
    Pe64,
    /// Linux and most Unix systems, 32 bits.
    Elf32,
    /// The same, 64 bits.
    Elf64,
    /// macOS, 32 bits.
    MachO32,
    /// macOS, 64 bits.
    MachO64,
    /// What a compiler for Windows makes of one source file.
    Coff,
    /// An archive of object files.
    Archive,
}

/// An operating system, as far as the format of its libraries goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// PE.
    Windows,
    /// ELF.
    Linux,
    /// Mach-O.
    MacOs,
}

/// What a file runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    /// Intel and AMD, 32 bits.
    X86,
    /// Intel and AMD, 64 bits.
    X86_64,
    /// ARM, 32 bits.
    Arm,
    /// ARM, 64 bits.
    Arm64,
    /// Any other, by the number that its format gives it.
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

impl Format {
    /// The size of its addresses.
    pub fn bits(self) -> Option<u8> {
        match self {
            Self::Pe32 | Self::Elf32 | Self::MachO32 => Some(32),
            Self::Pe64 | Self::Elf64 | Self::MachO64 => Some(64),
            Self::Coff | Self::Archive => None,
        }
    }

    /// Where such files are loaded; an archive is at home everywhere.
    pub fn system(self) -> Option<System> {
        match self {
            Self::Pe32 | Self::Pe64 | Self::Coff => Some(System::Windows),
            Self::Elf32 | Self::Elf64 => Some(System::Linux),
            Self::MachO32 | Self::MachO64 => Some(System::MacOs),
            Self::Archive => None,
        }
    }
}

/// `PE32+ (64-bit Windows)`.
impl fmt::Display for Format {
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

impl fmt::Display for System {
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
