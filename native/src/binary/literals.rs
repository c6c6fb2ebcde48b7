//! Names in the read-only data of a file: wide texts of its source that a user, a domain or a port may be called.
//!
//! `L"svc-backup"` is UTF-16 on Windows and where a DLL is built with `-fshort-wchar`, and otherwise has four bytes a
//! character. Texts of one byte a character are none: no name reaches a DLL like that.

use std::collections::BTreeSet;

use mockras::ras::Name;
use object::read::macho::{FatArch as _, MachOFatFile32, MachOFatFile64};
use object::{File, FileKind, Object as _, ObjectSection as _, SectionKind};

use super::bound::SECTIONS_MAX;

/// How many names are taken.
const NAMES_MAX: usize = 256;

/// How many bytes are looked through. Sections can lie over each other, so a small file can claim many.
const BYTES_MAX: usize = 64 * 1024 * 1024;

/// The lengths of what is taken for a name, in units.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=64;

/// Read-only sections that compilers and linkers fill, and no author.
const NOT_OF_THE_SOURCE: [&str; 6] = [".rsrc", ".reloc", ".pdata", ".xdata", ".edata", ".eh_frame"];

/// The wide texts in the read-only data of a file that look like names, in their order and each once: at most 256. There are
/// none if the file cannot be read.
///
/// What looks like a name is letters and digits of European scripts, blanks and a few signs, as in `svc-backup`,
/// `CORP\Administrator`, `VPN2-0` or `j.smith@corp.example`. Formats, paths, sentences, files, and what Windows calls its
/// functions and modules are none.
pub fn wide_names(bytes: &[u8]) -> Vec<Name> {
    let Some(file) = first_part(bytes).and_then(|part| File::parse(part).ok()) else { return Vec::new() };
    let mut found: Vec<(u64, Vec<u16>)> = Vec::new();
    let mut left = BYTES_MAX;
    for section in file.sections().take(SECTIONS_MAX) {
        let name = section.name().unwrap_or_default();
        let is_read_only = matches!(section.kind(), SectionKind::ReadOnlyData | SectionKind::ReadOnlyString);
        if !is_read_only || NOT_OF_THE_SOURCE.contains(&name) {
            continue;
        }
        let Ok(data) = section.data() else { continue };
        let data = &data[..data.len().min(left)];
        left -= data.len();
        let start = section.file_range().map_or(0, |(start, _)| start);
        let is_little = file.is_little_endian();
        let unit = |two: &[u8]| {
            let two = [two[0], two[1]];
            if is_little { u16::from_le_bytes(two) } else { u16::from_be_bytes(two) }
        };
        let two = data.chunks_exact(2).map(unit);
        texts(two, &mut |at, text| found.push((start + 2 * at, text)));
        // A character of four bytes is a unit with a zero behind it, or before it.
        let four = data.chunks_exact(4).map(|four| {
            let (low, high) = if is_little { (&four[..2], &four[2..]) } else { (&four[2..], &four[..2]) };
            if unit(high) == 0 { unit(low) } else { u16::MAX }
        });
        texts(four, &mut |at, text| found.push((start + 4 * at, text)));
    }
    found.sort_unstable();
    let mut known = BTreeSet::new();
    let names = found.into_iter().map(|(_, units)| Name::from_units(&units));
    names.filter(|name| known.insert(name.clone())).take(NAMES_MAX).collect()
}

/// The file, or the first part of a universal one.
fn first_part(bytes: &[u8]) -> Option<&[u8]> {
    match FileKind::parse(bytes).ok()? {
        FileKind::MachOFat32 => MachOFatFile32::parse(bytes).ok()?.arches().first()?.data(bytes).ok(),
        FileKind::MachOFat64 => MachOFatFile64::parse(bytes).ok()?.arches().first()?.data(bytes).ok(),
        _ => Some(bytes),
    }
}

/// Hands over each text that a NUL ends and that looks like a name, with its place in units.
fn texts(units: impl Iterator<Item = u16>, each: &mut dyn FnMut(u64, Vec<u16>)) {
    let mut text = Vec::new();
    // Whether narrow text goes before: its last character and its NUL look like one of wide text that follows at once.
    let mut is_after_narrow = false;
    for (at, unit) in (0_u64..).zip(units) {
        // The scripts of Europe. Two letters of ASCII in a row look like a character of others.
        let is_printable = (0x20..0x7f).contains(&unit) || (0xa1..0x530).contains(&unit);
        if is_printable {
            text.push(unit);
            continue;
        }
        let text_alone = &text[usize::from(is_after_narrow).min(text.len())..];
        if unit == 0 && LENGTHS.contains(&text_alone.len()) && is_name(&String::from_utf16_lossy(text_alone))
        {
            each(at - text_alone.len() as u64, text_alone.to_vec());
        }
        is_after_narrow = unit.to_le_bytes().iter().all(|byte| (0x20..0x7f).contains(byte));
        text.clear();
    }
}

/// Whether a text may be what somebody or something is called.
fn is_name(text: &str) -> bool {
    let is_sign = |c: char| " .-_\\@$'+&#".contains(c);
    let is_plain =
        text.chars().all(|c| c.is_alphanumeric() || is_sign(c)) && text.chars().any(char::is_alphabetic);
    let is_bare = text.trim() == text && !text.ends_with('.') && !text.starts_with('.');
    let words = text.split(' ').count();
    // A domain and a user are; more is a path.
    let parts: Vec<&str> = text.split('\\').collect();
    let is_short = matches!(parts[..], [_])
        || matches!(parts[..], [domain, user] if !user.is_empty() && (1..=15).contains(&domain.len()));
    is_plain && is_bare && words <= 3 && is_short && !is_of_windows(text)
}

/// Whether it is a file, or what Windows calls a function, a module or a key of the registry.
fn is_of_windows(text: &str) -> bool {
    const FILES: [&str; 14] =
        ["dll", "exe", "sys", "log", "txt", "ini", "cfg", "conf", "dat", "db", "xml", "json", "csv", "toml"];
    const MODULES: [&str; 12] = [
        "kernel32",
        "kernelbase",
        "ntdll",
        "advapi32",
        "user32",
        "mprapi",
        "rasapi32",
        "ws2_32",
        "iphlpapi",
        "msvcrt",
        "ole32",
        "secur32",
    ];
    const BEGINNINGS: [&str; 6] = ["mpradmin", "api-ms-", "ext-ms-", "hkey_", "software\\", "system\\"];
    let text = text.to_ascii_lowercase();
    let ending = text.rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| FILES.contains(&ending))
        || MODULES.contains(&text.as_str())
        || BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_other_texts() {
        for name in [
            "svc-backup",
            "Administrator",
            r"CORP\svc-backup",
            "j.smith@corp.example",
            "VPN2-0",
            "LAPTOP-7$",
            "Jürgen",
            "Иван",
            "WAN Miniport PPTP",
            "O'Neill",
            "kiosk_7",
        ] {
            assert!(is_name(name), "{name}");
        }
        for other in [
            "%ls: %u",
            "C:\\gate\\log",
            r"SOFTWARE\Gate",
            r"a\b\c",
            "gate.log",
            "kernel32.dll",
            "KERNEL32",
            "mprapi",
            "MprAdminPortEnum",
            "no address for this user",
            "refused.",
            "10.8.0.10",
            "user=",
            " alice",
            "--",
            r"\alice",
            r"CORP\",
            "HKEY_LOCAL_MACHINE",
            "api-ms-win-core-file-l1-1-0",
        ] {
            assert!(!is_name(other), "{other}");
        }
    }

    #[test]
    fn text_ends_at_a_nul_and_has_a_length() {
        let found = |text: &str| {
            let mut all = Vec::new();
            texts(text.encode_utf16(), &mut |at, text| all.push((at, String::from_utf16_lossy(&text))));
            all
        };
        let of = |at: u64, text: &str| (at, text.to_owned());
        assert_eq!(found("alice\0bob\0"), [of(0, "alice"), of(6, "bob")]);
        assert_eq!(
            found("\u{1}alice\0ab\0mallory"),
            [of(1, "alice")],
            "two letters are none, and one has no end"
        );
        assert_eq!(
            found("\u{6f69}nmallory\0bob\0"),
            [of(2, "mallory"), of(10, "bob")],
            "the n ends narrow text"
        );
        let long = "n".repeat(64);
        assert_eq!(found(&format!("{long}\0n{long}\0")), [of(0, &long)]);
        // Two letters of ASCII are one of Chinese.
        assert!(found(&String::from_utf16_lossy(&[0x6c61, 0x6369, 0x6565, 0])).is_empty());
    }

    #[test]
    fn what_is_no_library_has_no_names() {
        for bytes in [&b""[..], b"alice", &[0; 4096], b"\x7fELF", b"MZ"] {
            assert!(wide_names(bytes).is_empty(), "{bytes:?}");
        }
    }
}
