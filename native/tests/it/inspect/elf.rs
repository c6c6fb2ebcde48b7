//! Files of Linux: made here, and read.

use mockras::ras::{Policy, Profile};
use mockras_native::binary::{Binary, BinaryError, Format, Kind, Machine};
use mockras_native::inspect::inspect;

use super::{REQUIRED, read, told};

/// A shared library for x86_64 that offers and takes these functions, and needs these libraries.
pub(super) fn elf(exports: &[&str], imports: &[&str], libraries: &[&str]) -> Vec<u8> {
    let mut strings = vec![0];
    let mut add = |text: &str| {
        let at = strings.len();
        strings.extend(text.bytes().chain([0]));
        at as u64
    };
    let mut symbols = vec![0; 24];
    for (names, section) in [(exports, 7_u16), (imports, 0)] {
        for name in names {
            symbols.extend(u32::try_from(add(name)).expect("small").to_le_bytes());
            // Global, a function, visible.
            symbols.extend([0x12, 0]);
            symbols.extend(section.to_le_bytes());
            symbols.extend([0; 16]);
        }
    }
    let mut dynamic: Vec<u8> = Vec::new();
    for library in libraries {
        dynamic.extend([1, add(library)].iter().flat_map(|word| word.to_le_bytes()));
    }
    dynamic.extend([0; 16]);
    let mut file = b"\x7fELF\x02\x01\x01".to_vec();
    file.resize(16, 0);
    let end = 64 + symbols.len() + strings.len() + dynamic.len();
    // A shared object for x86_64, no segments, four sections after the rest, of which one has texts.
    file.extend([3, 0, 62, 0, 1, 0, 0, 0]);
    file.extend([0, 0, end as u64].iter().flat_map(|word| word.to_le_bytes()));
    file.extend([0, 0, 0, 0, 64, 0, 56, 0, 0, 0, 64, 0, 4, 0, 2, 0]);
    let (at_symbols, at_strings) = (64, 64 + symbols.len());
    let at_dynamic = at_strings + strings.len();
    file.extend([&symbols[..], &strings, &dynamic].concat());
    file.extend([0; 64]);
    // Kind, place, size, linked section, size of an entry.
    for (kind, at, size, link, entry) in [
        (11, at_symbols, symbols.len(), 2, 24),
        (3, at_strings, strings.len(), 0, 0),
        (6, at_dynamic, dynamic.len(), 2, 16),
    ] {
        file.extend([0, kind].iter().flat_map(|word: &u32| word.to_le_bytes()));
        file.extend([0, 0, at as u64, size as u64].iter().flat_map(|word| word.to_le_bytes()));
        file.extend([link, 1].iter().flat_map(|word: &u32| word.to_le_bytes()));
        file.extend([1, entry].iter().flat_map(|word: &u64| word.to_le_bytes()));
    }
    file
}

#[test]
fn elf_file_says_what_it_offers_takes_and_needs() {
    let binary = read(&elf(&["MprAdminTerminateDll", "gate_version"], &["malloc"], &["libc.so.6"]));
    assert_eq!(
        (binary.format, binary.machine, binary.kind),
        (Format::Elf64, Machine::X86_64, Kind::SharedLibrary)
    );
    assert_eq!(binary.names().collect::<Vec<_>>(), ["MprAdminTerminateDll", "gate_version"]);
    assert_eq!(binary.imports[0].name.as_deref(), Some("malloc"));
    assert_eq!((binary.imports.len(), &binary.libraries), (1, &vec!["libc.so.6".to_owned()]));
    assert_eq!((binary.protections, binary.cut), (None, false));
}

#[test]
fn elf_file_is_judged_like_a_dll() {
    let names: Vec<String> = REQUIRED.iter().map(|callout| callout.export()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let judged = |exports: &[&str]| {
        told(&inspect(read(&elf(exports, &[], &[])), Profile::default(), Policy::default()))
    };
    assert_eq!(judged(&names), Vec::<String>::new());
    assert_eq!(judged(&names[1..]), ["error LOAD-24"]);
}

#[test]
fn elf_file_that_is_cut_or_has_no_sections_says_so() {
    let whole = elf(&["MprAdminTerminateDll"], &[], &[]);
    for length in [5, 16, 63, 100, whole.len() - 1] {
        assert!(Binary::read(&whole[..length]).is_err(), "{length}");
    }
    let mut bare = whole.clone();
    bare[60..62].fill(0);
    bare[40..48].fill(0);
    let why = Binary::read(&bare).expect_err("there are no symbols");
    assert!(matches!(&why, BinaryError::Damaged(what) if what.contains("section headers")), "{why}");
    let mut program = whole;
    program[16] = 2;
    assert_eq!(read(&program).kind, Kind::Program);
}

#[test]
fn this_very_program_is_a_program_for_this_machine() {
    let path = std::env::current_exe().expect("a test runs from a file");
    let binary = read(&std::fs::read(path).expect("the file can be read"));
    let host = mockras_native::binary::Platform::current();
    assert_eq!((binary.kind, binary.machine), (Kind::Program, host.machine));
    assert_eq!((binary.format.bits(), binary.format.system()), (Some(host.bits), Some(host.system)));
    assert!(!binary.libraries.is_empty() && !binary.imports.is_empty());
}
