//! Names that a DLL has in its read-only data, in files of every format.

use mockras::ras::Name;
use mockras_native::binary::wide_names;
use mockras_testing::compiler::{Product, compile, written};

use super::macho::{dylib, universal};
use super::pe::Pe;

/// Wide texts in a source, of which the first three are names.
const SOURCE: &str = r#"
#include <wchar.h>
const wchar_t *const texts[] = {
    L"svc-backup", L"CORP\\Administrator", L"J\u00fcrgen", L"%ls: refused", L"C:\\gate\\log", L"kernel32", L"MprAdminPortEnum",
    L"no address for this user", L"ab", L"svc-backup"
};
const char *const narrow = "svc-narrow";
"#;

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| Name::from(*name)).collect()
}

/// Units of UTF-16, each as this many bytes.
fn wide(text: &str, width: usize) -> Vec<u8> {
    let unit = |unit: u16| u32::from(unit).to_le_bytes()[..width].to_vec();
    text.encode_utf16().flat_map(unit).collect()
}

#[test]
fn literals_of_both_widths_are_found_in_a_library_of_this_system() {
    let source = written("literals.c", SOURCE);
    for flags in [&["-w"][..], &["-w", "-fno-short-wchar"]] {
        let library = compile(&source, Product::Library, flags);
        let found = wide_names(&std::fs::read(&library).expect("it is there"));
        let expected = names(&["svc-backup", r"CORP\Administrator", "Jürgen"]);
        let known: Vec<Name> = found.iter().filter(|name| expected.contains(name)).cloned().collect();
        assert_eq!(known, expected, "{flags:?}: {found:?}");
        for other in ["ab", "kernel32", "MprAdminPortEnum", "svc-narrow", "%ls: refused"] {
            assert!(!found.contains(&Name::from(other)), "{flags:?}: {found:?}");
        }
    }
}

#[test]
fn literals_are_found_in_files_of_windows() {
    let texts = "svc-backup\0Domain Users\0svc-backup\0%ls\0kiosk\0";
    for pe in [Pe::new(), Pe::new().x86()] {
        let bytes = pe.read_only(&wide(texts, 2)).build();
        assert_eq!(wide_names(&bytes), names(&["svc-backup", "Domain Users", "kiosk"]));
    }
    assert_eq!(wide_names(&Pe::new().export("MprAdminTerminateDll").build()), names(&[]));
}

/// A dylib with a section of this name in its text segment.
fn with_section(section: &str, data: &[u8]) -> Vec<u8> {
    let name = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.resize(16, 0);
        bytes
    };
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    let size = u32::try_from(data.len()).expect("small");
    let at = 32 + 72 + 80;
    let header = words(&[0xfeed_facf, 0x0100_000c, 0, 6, 1, 72 + 80, 0, 0]);
    let segment = [
        words(&[0x19, 72 + 80]),
        name("__TEXT"),
        words(&[0, 0, at + size, 0, 0, 0, at + size, 0, 5, 5, 1, 0]),
    ];
    // Code says that it is.
    let flags = if section == "__text" { 0x8000_0400 } else { 0 };
    let section = [name(section), name("__TEXT"), words(&[at, 0, size, 0, at, 1, 0, 0, flags, 0, 0, 0])];
    [header, segment.concat(), section.concat(), data.to_vec()].concat()
}

#[test]
fn literals_are_found_in_files_of_macos() {
    let four = with_section("__const", &wide("svc-backup\0", 4));
    let two = with_section("__ustring", &wide("svc-backup\0", 2));
    for bytes in [&four, &two, &universal(&[(0x0100_000c, four.clone())])] {
        assert_eq!(wide_names(bytes), names(&["svc-backup"]));
    }
    assert_eq!(wide_names(&with_section("__text", &wide("svc-backup\0", 4))), names(&[]));
    assert_eq!(wide_names(&dylib(0x0100_000c, &["_a"], &[], "libgate.dylib")), names(&[]));
}

#[test]
fn many_names_are_cut_and_damage_ends_nothing() {
    let texts: String = (0..1000).map(|at| format!("user-{at}\0")).collect();
    let bytes = Pe::new().read_only(&wide(&texts, 2)).build();
    let found = wide_names(&bytes);
    assert_eq!((found.len(), &found[255]), (256, &Name::from("user-255")));
    for length in (0..bytes.len()).step_by(97) {
        assert!(wide_names(&bytes[..length]).len() <= 256);
    }
}
