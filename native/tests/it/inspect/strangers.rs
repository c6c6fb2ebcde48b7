//! Files that are no libraries, or only their beginnings.

use mockras_native::binary::{Binary, BinaryError, FileFormat, Kind, Machine};

fn kind(bytes: &[u8]) -> Result<(FileFormat, Kind), BinaryError> {
    Binary::read(bytes).map(|binary| (binary.format, binary.kind))
}

#[test]
fn files_that_are_no_library_are_told_apart() {
    assert_eq!(kind(b""), Err(BinaryError::Empty));
    assert_eq!(kind(&[0xff; 64]), Err(BinaryError::Unknown));
    assert_eq!(kind(b"!<arch>\n/               0"), Ok((FileFormat::Archive, Kind::StaticLibrary)));
    let object = [&[0x64, 0x86, 1, 0][..], &[0; 60]].concat();
    assert_eq!(kind(&object), Ok((FileFormat::Coff, Kind::Object)));
    assert_eq!(Binary::read(&object).map(|binary| binary.machine), Ok(Machine::X86_64));
}

#[test]
fn texts_may_be_in_any_unicode() {
    let cut_in_a_character = "\u{e9}".repeat(4097);
    for text in [
        b"#!/bin/sh\nexit 0\n",
        "LIBRARY gate\r\nEXPORTS \u{e9}\t\r\n".as_bytes(),
        b"\xff\xfeL\0I\0",
        &cut_in_a_character.as_bytes()[2..],
    ] {
        assert_eq!(kind(text), Err(BinaryError::Text), "{text:?}");
    }
    assert_eq!(kind(b"a\0b"), Err(BinaryError::Unknown));
}

#[test]
fn programs_for_dos_are_told_from_files_that_are_cut() {
    let mut dos = vec![0; 128];
    dos[..2].copy_from_slice(b"MZ");
    dos[60] = 64;
    assert_eq!(kind(&dos), Err(BinaryError::Dos));
    dos[64..66].copy_from_slice(b"PE");
    assert!(matches!(kind(&dos), Err(BinaryError::CutOff(_))));
    assert!(matches!(kind(&dos[..64]), Err(BinaryError::CutOff(_))));
    for beginning in [&b"MZ\x90\0"[..], b"\x7fELF\x02\x01\x01\0\0\0\0\0", b"\xcf\xfa\xed\xfe"] {
        assert!(matches!(kind(beginning), Err(BinaryError::CutOff(_))), "{beginning:?}");
    }
}
