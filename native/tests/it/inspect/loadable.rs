//! Why a file cannot be loaded here, in a line.

use mockras_native::binary::{Machine, Platform, System, why_not_loadable};

use super::elf::elf;
use super::macho::dylib;
use super::sound;

const LINUX: Platform = Platform { system: System::Linux, machine: Machine::X86_64, bits: 64 };
const WINDOWS: Platform = Platform { system: System::Windows, ..LINUX };
const MACOS: Platform = Platform { system: System::MacOs, machine: Machine::Arm64, bits: 64 };

fn why(bytes: &[u8], host: Platform) -> String {
    why_not_loadable(bytes, host).unwrap_or_else(|| panic!("it can be loaded"))
}

#[test]
fn libraries_are_loadable_where_they_are_at_home() {
    let arm = dylib(0x0100_000c, &[], &[], "libSystem.dylib");
    assert_eq!(why_not_loadable(&elf(&[], &[], &[]), LINUX), None);
    assert_eq!(why_not_loadable(&sound().build(), WINDOWS), None);
    assert_eq!(
        why_not_loadable(&sound().x86().build(), Platform { machine: Machine::X86, bits: 32, ..WINDOWS }),
        None
    );
    assert_eq!(why_not_loadable(&arm, MACOS), None);
}

#[test]
fn library_of_another_system_says_what_to_do() {
    assert_eq!(
        why(&sound().build(), LINUX),
        "a Windows DLL: mockras loads it on Windows or under Wine; on Linux build the same source as a shared \
         library, with -I include"
    );
    assert_eq!(
        why(&elf(&[], &[], &[]), WINDOWS),
        "a library for Linux: mockras loads it on Linux; on Windows build the same source as a DLL"
    );
    assert!(
        why(&elf(&[], &[], &[]), MACOS)
            .ends_with("on macOS build the same source as a shared library, with -I include")
    );
    assert!(why(&dylib(7, &[], &[], "a"), LINUX).starts_with("a library for macOS: "));
}

#[test]
fn library_of_another_machine_names_both() {
    assert_eq!(
        why(&sound().x86().build(), WINDOWS),
        "built for x86 (32-bit), and this mockras for x86_64 (64-bit): one of them has to be built again"
    );
    // x86_64 with 32-bit addresses is a machine of its own.
    let x32 = Platform { bits: 32, ..LINUX };
    assert!(why(&elf(&[], &[], &[]), x32).contains("x86_64 (64-bit), and this mockras for x86_64 (32-bit)"));
    let unknown = Platform { machine: Machine::Unknown, ..LINUX };
    assert_eq!(why_not_loadable(&elf(&[], &[], &[]), unknown), None, "the system's loader will say");
}

#[test]
fn what_is_no_library_is_named() {
    for (bytes, expected) in [
        (&b""[..], "expected a library (PE, ELF or Mach-O), found an empty file"),
        (b"int main(void) { return 0; }\n", "expected a library (PE, ELF or Mach-O), found a text"),
        (
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
            "expected a library (PE, ELF or Mach-O), found a file of another format",
        ),
        (b"MZ", "the file is cut off: its PE header is incomplete"),
        (b"!<arch>\n", "expected a shared library, found a static or import library: archive"),
        (&sound().program().build(), "expected a shared library, found a program: PE32+ (64-bit Windows)"),
    ] {
        assert_eq!(why(bytes, LINUX), expected);
    }
    let whole = sound().build();
    // What is only padding at the end is not missed.
    let cut = why(&whole[..whole.len() - 0x180], WINDOWS);
    assert!(cut.starts_with("the file is cut off: section .edata ends at byte "), "{cut}");
}
