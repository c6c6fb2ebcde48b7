//! Files of macOS: made here, and read.

use mockras_native::binary::{Binary, Format, Kind, Machine, Platform, System, why_not_loadable};

use super::read;

const X86_64: u32 = 0x0100_0007;
const ARM64: u32 = 0x0100_000c;

/// A dylib that offers and takes these functions, and needs this library.
pub(super) fn dylib(cpu: u32, exports: &[&str], imports: &[&str], library: &str) -> Vec<u8> {
    let mut strings = vec![0];
    let mut symbols: Vec<u8> = Vec::new();
    // External: in section 1, or undefined.
    for (names, kind) in [(exports, [0x0f, 1]), (imports, [0x01, 0])] {
        for name in names {
            symbols.extend(u32::try_from(strings.len()).expect("small").to_le_bytes());
            symbols.extend(kind);
            symbols.extend([0; 10]);
            strings.extend(format!("_{name}\0").into_bytes());
        }
    }
    let mut name = library.as_bytes().to_vec();
    name.resize(name.len() / 8 * 8 + 8, 0);
    let size = |bytes: &[u8]| u32::try_from(bytes.len()).expect("small");
    let load = [0x0c, 24 + size(&name), 24, 0, 0, 0];
    let commands = 24 + size(&name) + 24;
    let at = 32 + commands;
    let symtab = [0x02, 24, at, size(&symbols) / 16, at + size(&symbols), size(&strings)];
    let header = [0xfeed_facf, cpu, 0, 6, 2, commands, 0, 0];
    let words = |words: &[u32]| words.iter().flat_map(|word| word.to_le_bytes()).collect::<Vec<u8>>();
    [words(&header), words(&load), name, words(&symtab), symbols, strings].concat()
}

/// A universal file of these parts.
pub(super) fn universal(parts: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let count = u32::try_from(parts.len()).expect("few");
    let mut file: Vec<u8> = [0xcafe_babe, count].iter().flat_map(|word: &u32| word.to_be_bytes()).collect();
    let mut at = 8 + 20 * count;
    for (cpu, part) in parts {
        let size = u32::try_from(part.len()).expect("small");
        file.extend([*cpu, 0, at, size, 0].iter().flat_map(|word: &u32| word.to_be_bytes()));
        at += size;
    }
    parts.iter().for_each(|(_, part)| file.extend(part));
    file
}

pub(super) fn universal_sample() -> Vec<u8> {
    let part = |cpu| {
        (cpu, dylib(cpu, &["MprAdminTerminateDll", "_Z3foov"], &["MprAdminPortEnum"], "libSystem.dylib"))
    };
    universal(&[part(X86_64), part(ARM64)])
}

#[test]
fn dylib_says_what_it_offers_takes_and_needs() {
    let binary = read(&dylib(ARM64, &["MprAdminTerminateDll"], &["malloc", "free"], "libSystem.B.dylib"));
    assert_eq!(
        (binary.format, binary.machine, binary.kind),
        (Format::MachO64, Machine::Arm64, Kind::SharedLibrary)
    );
    assert_eq!(binary.names().collect::<Vec<_>>(), ["MprAdminTerminateDll"]);
    assert_eq!(
        binary.imports.iter().filter_map(|one| one.name.as_deref()).collect::<Vec<_>>(),
        ["malloc", "free"]
    );
    assert_eq!((binary.libraries, binary.parts), (vec!["libSystem.B.dylib".to_owned()], Vec::new()));
}

#[test]
fn universal_file_is_read_by_its_first_part() {
    let binary = read(&universal_sample());
    assert_eq!(
        (binary.machine, &binary.parts[..]),
        (Machine::X86_64, &[Machine::X86_64, Machine::Arm64][..])
    );
    assert_eq!(binary.names().collect::<Vec<_>>(), ["MprAdminTerminateDll", "_Z3foov"]);
    let host = |machine| Platform { system: System::MacOs, machine, bits: 64 };
    let why = |machine| why_not_loadable(&universal_sample(), host(machine));
    assert_eq!([why(Machine::X86_64), why(Machine::Arm64)], [None, None]);
    assert!(why(Machine::Arm).is_some_and(|why| why.starts_with("built for x86_64 and arm64 (64-bit)")));
}

#[test]
fn universal_file_without_parts_or_with_too_many_is_refused() {
    assert!(Binary::read(&universal(&[])).is_err());
    let many: Vec<(u32, Vec<u8>)> = (0..40).map(|_| (X86_64, dylib(X86_64, &[], &[], "a"))).collect();
    assert!(Binary::read(&universal(&many)).is_err());
    assert!(Binary::read(&universal(&many[..2])).is_ok());
    let nested = universal(&[(X86_64, universal_sample())]);
    assert!(Binary::read(&nested).is_err(), "a universal file is no part of another");
}
