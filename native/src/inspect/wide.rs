//! Wide functions of the C library, which have characters of another width than the service where `wchar_t` has 4 bytes.

use super::Subject;
use super::finding::{FileFinding, Severity};
use crate::binary::Os;

/// The functions that are handed wide text. Those that take a single character, such as `towlower`, do their work with
/// a unit of UTF-16 as well, and are missing.
const WIDE: [&str; 68] = [
    "fgetws",
    "fputws",
    "fwprintf",
    "fwscanf",
    "mbrtowc",
    "mbsnrtowcs",
    "mbsrtowcs",
    "mbstowcs",
    "mbtowc",
    "open_wmemstream",
    "swprintf",
    "swscanf",
    "vfwprintf",
    "vfwscanf",
    "vswprintf",
    "vswscanf",
    "vwprintf",
    "vwscanf",
    "wcpcpy",
    "wcpncpy",
    "wcscasecmp",
    "wcscat",
    "wcschr",
    "wcschrnul",
    "wcscmp",
    "wcscoll",
    "wcscpy",
    "wcscspn",
    "wcsdup",
    "wcsftime",
    "wcslcat",
    "wcslcpy",
    "wcslen",
    "wcsncasecmp",
    "wcsncat",
    "wcsncmp",
    "wcsncpy",
    "wcsnlen",
    "wcsnrtombs",
    "wcspbrk",
    "wcsrchr",
    "wcsrtombs",
    "wcsspn",
    "wcsstr",
    "wcstod",
    "wcstof",
    "wcstoimax",
    "wcstok",
    "wcstol",
    "wcstold",
    "wcstoll",
    "wcstombs",
    "wcstoul",
    "wcstoull",
    "wcstoumax",
    "wcswcs",
    "wcswidth",
    "wcsxfrm",
    "wmemchr",
    "wmemcmp",
    "wmemcpy",
    "wmemmove",
    "wmempcpy",
    "wmemset",
    "wprintf",
    "wscanf",
    "wcstoq",
    "wcstouq",
];

/// What is in the names of `std::ctype<wchar_t>`, a part of every C++ library.
const WIDE_FACET: &str = "5ctypeIwE";

/// The function of [`WIDE`] that is imported by this name: fortified, for another standard or with a locale, if it is.
fn wide_function(import: &str) -> Option<&'static str> {
    let name = import.strip_prefix("__isoc99_").or_else(|| import.strip_prefix("__isoc23_"));
    let fortified = || import.strip_prefix("__").and_then(|rest| rest.strip_suffix("_chk"));
    let name = name.or_else(fortified).unwrap_or(import);
    let name = name.strip_suffix("_l").unwrap_or(name);
    WIDE.iter().find(|wide| **wide == name).copied()
}

/// FILE-08: wide functions, in a file for a system where `wchar_t` has 4 bytes.
pub(super) fn wide(subject: &Subject<'_>) -> Vec<FileFinding> {
    if !matches!(subject.binary.format.system(), Some(Os::Linux | Os::MacOs)) {
        return Vec::new();
    }
    let imports = subject.binary.imports.iter().filter_map(|import| import.name.as_deref());
    let mut names: Vec<&str> = imports.filter_map(wide_function).collect();
    names.sort_unstable();
    names.dedup();
    let Some(first) = names.first().copied() else { return Vec::new() };
    let observed = format!("it imports {}, whose characters have 4 bytes on this system", names.join(" "));
    // A C++ library that is linked into the DLL takes them as well, and never sees a name.
    let has_own_library = subject.binary.names().any(|name| name.contains(WIDE_FACET));
    let severity = if has_own_library { Severity::Note } else { Severity::Warning };
    let finding = FileFinding::new(
        "FILE-08",
        severity,
        observed,
        "no function of the C library that is handed wide text: names have 2 bytes a character",
    );
    vec![finding.symbol(first).cure(
        "include <windows.h> of mockras where they are called: it has most of them for 2 bytes \
         (docs/reference/small-windows.md); do what it lacks unit by unit. On Windows the source is right",
    )]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_functions_are_known_in_all_their_forms() {
        for (import, name) in [
            ("wcscmp", "wcscmp"),
            ("__wcscpy_chk", "wcscpy"),
            ("__isoc99_swscanf", "swscanf"),
            ("__isoc23_wcstol", "wcstol"),
            ("wcscasecmp_l", "wcscasecmp"),
        ] {
            assert_eq!(wide_function(import), Some(name), "{import}");
        }
        for import in
            ["strcmp", "towlower", "__wcscmp", "wcscmp_chk", "__isoc99_sscanf", "__memcpy_chk", "wcs"]
        {
            assert_eq!(wide_function(import), None, "{import}");
        }
    }
}
