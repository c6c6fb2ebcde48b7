//! Why a file cannot be loaded here.

use super::{Binary, FileFormat, Kind, Machine, Os};

include!("../../recorders.rs");

/// What a process can load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HostProcess {
    /// The operating system of the process.
    pub system: Os,
    /// The machine that the process is built for.
    pub machine: Machine,
    /// How many bits its addresses have.
    pub bits: u8,
}

impl HostProcess {
    /// What this process can load.
    pub const fn current() -> Self {
        let system = if cfg!(windows) {
            Os::Windows
        } else if cfg!(target_vendor = "apple") {
            Os::MacOs
        } else {
            Os::Linux
        };
        let machine = if cfg!(target_arch = "x86_64") {
            Machine::X86_64
        } else if cfg!(target_arch = "x86") {
            Machine::X86
        } else if cfg!(target_arch = "aarch64") {
            Machine::Arm64
        } else if cfg!(target_arch = "arm") {
            Machine::Arm
        } else {
            Machine::Unknown
        };
        Self { system, machine, bits: if cfg!(target_pointer_width = "64") { 64 } else { 32 } }
    }
}

/// One line that says why a process cannot load this file; nothing if the file itself is no obstacle.
///
/// ```
/// use mockras_native::binary::{HostProcess, why_not_loadable};
///
/// let why = why_not_loadable(b"EXPORTS MprAdminInitializeDll\n", HostProcess::current());
/// assert_eq!(why.as_deref(), Some("expected a library (PE, ELF or Mach-O), found a text"));
/// ```
pub fn why_not_loadable(bytes: &[u8], host: HostProcess) -> Option<String> {
    let binary = match Binary::read(bytes) {
        Ok(binary) => binary,
        Err(error) => return Some(error.to_string()),
    };
    if binary.kind != Kind::SharedLibrary {
        return Some(format!("expected a shared library, found {}: {}", binary.kind, binary.format));
    }
    if binary.format.system().is_some_and(|system| system != host.system) {
        return Some(wrong_system(binary.format, host.system));
    }
    // A machine that has no name here is left to the loader of the system.
    let is_named = host.machine != Machine::Unknown;
    let fits = match binary.parts.as_slice() {
        [] => binary.machine == host.machine && binary.format.bits().is_none_or(|bits| bits == host.bits),
        parts => parts.contains(&host.machine),
    };
    (is_named && !fits).then(|| wrong_machine(&binary, host))
}

fn wrong_system(format: FileFormat, host: Os) -> String {
    let (what, where_to) = match format.system() {
        Some(Os::Windows) => ("a Windows DLL", "on Windows or under Wine"),
        Some(Os::MacOs) => ("a library for macOS", "on macOS"),
        Some(Os::Linux) | None => ("a library for Linux", "on Linux"),
    };
    match host {
        Os::Windows => {
            format!("{what}: mockras loads it {where_to}; on Windows build the same source as a DLL")
        }
        Os::Linux | Os::MacOs => format!(
            "{what}: mockras loads it {where_to}; on {host} build the same source as a shared library, with -I include"
        ),
    }
}

fn wrong_machine(binary: &Binary, host: HostProcess) -> String {
    let machines = match binary.parts.as_slice() {
        [] => binary.machine.to_string(),
        parts => parts.iter().map(Machine::to_string).collect::<Vec<_>>().join(" and "),
    };
    let bits = binary.format.bits().map(|bits| format!(" ({bits}-bit)")).unwrap_or_default();
    format!(
        "built for {machines}{bits}, and this mockras for {} ({}-bit): one of them has to be built again",
        host.machine, host.bits
    )
}
