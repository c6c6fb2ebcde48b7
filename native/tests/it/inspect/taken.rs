//! What files take from others: whether anybody has it (FILE-07), and whether its characters are as wide (FILE-08).

use mockras::ras::{Policy, Profile};
use mockras_native::binary::Provided;
use mockras_native::inspect::{Inspection, Severity, inspect, inspect_among};

use super::elf::elf;
use super::macho::dylib;
use super::{finding, inspected, read, sound, told};

/// What is said of this file if these names are there for it.
fn among(file: &[u8], names: &[&str]) -> Inspection {
    let provided: Provided = names.iter().map(|name| (*name).to_owned()).collect();
    inspect_among(read(file), Profile::default(), Policy::default(), Some(&provided))
}

/// The findings of a row, each as severity and symbol.
fn of_row(inspection: &Inspection, row: &str) -> Vec<String> {
    let found = inspection.findings.iter().filter(|finding| finding.row == row);
    found.map(|one| format!("{} {}", one.severity, one.symbol.as_deref().unwrap_or_default())).collect()
}

#[test]
fn what_nobody_provides_is_an_error() {
    let file = elf(&[], &["malloc", "NobodyHasThis", "MprAdminPortEnum", "NobodyHasThis"], &[]);
    let there = ["malloc", "MprAdminPortEnum"];
    assert_eq!(of_row(&among(&file, &there), "FILE-07"), ["error NobodyHasThis"]);
    assert_eq!(of_row(&among(&file, &["NobodyHasThis", "malloc", "MprAdminPortEnum"]), "FILE-07"), [""; 0]);
    let unknown = inspect(read(&file), Profile::default(), Policy::default());
    assert_eq!(of_row(&unknown, "FILE-07"), [""; 0], "without libraries nothing is said");
}

#[test]
fn what_a_tool_lays_over_a_process_is_not_missed() {
    let file = elf(&[], &["__asan_init", "__ubsan_handle_add_overflow", "__asan"], &[]);
    assert_eq!(of_row(&among(&file, &[]), "FILE-07"), ["error __asan"]);
}

#[test]
fn many_that_nobody_provides_are_counted() {
    let names: Vec<String> = (100..160).map(|number| format!("missing_{number}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let inspection = among(&elf(&[], &names, &[]), &[]);
    let found = of_row(&inspection, "FILE-07");
    assert_eq!((found.len(), found[0].as_str()), (51, "error missing_100"));
    assert!(inspection.findings.iter().any(|finding| finding.observed == "10 more that nobody provides"));
}

#[test]
fn wide_functions_are_a_warning_off_windows() {
    let wide = ["wcslen", "__wcscpy_chk", "__isoc23_wcstol", "towlower", "strlen"];
    let linux = inspect(read(&elf(&[], &wide, &[])), Profile::default(), Policy::default());
    let found = finding(&linux, "FILE-08");
    assert_eq!((found.severity, found.symbol.as_deref()), (Severity::Warning, Some("wcscpy")));
    assert!(found.observed.contains("it imports wcscpy wcslen wcstol, "), "{}", found.observed);
    let macos = inspect(read(&dylib(0x0100_000c, &[], &wide, "lib")), Profile::default(), Policy::default());
    assert_eq!(of_row(&macos, "FILE-08"), ["warning wcscpy"]);
    let narrow = inspect(read(&elf(&[], &["strlen"], &[])), Profile::default(), Policy::default());
    assert_eq!(of_row(&narrow, "FILE-08"), [""; 0]);
    // On Windows they have the width of names.
    assert_eq!(told(&inspected(&sound().import("msvcrt.dll", &wide))), [""; 0]);
}

#[test]
fn wide_functions_of_a_cpp_library_inside_are_a_note() {
    let file = elf(&["_ZNKSt5ctypeIwE10do_tolowerEw"], &["wcslen"], &[]);
    let inspection = inspect(read(&file), Profile::default(), Policy::default());
    assert_eq!(of_row(&inspection, "FILE-08"), ["note wcslen"]);
}

/// Libraries of this system are looked for where its loader looks.
#[cfg(target_os = "linux")]
mod here {
    use std::path::{Path, PathBuf};

    use super::*;
    use mockras_testing::compiler::{Product, compile, written};
    use mockras_testing::dll::{self, fixtures};
    use mockras_testing::source::root;

    fn provided(file: &Path) -> Option<Provided> {
        let bytes = std::fs::read(file).expect("a library");
        Provided::here(&read(&bytes), file)
    }

    fn judged(file: &Path) -> Inspection {
        let provided = provided(file).unwrap_or_else(|| panic!("{}: its libraries are here", file.display()));
        let bytes = std::fs::read(file).expect("a library");
        inspect_among(read(&bytes), Profile::default(), Policy::default(), Some(&provided))
    }

    #[test]
    fn fixture_with_an_undefined_symbol_is_an_error() {
        let inspection = judged(&dll::c("defect/unix/undefined_symbol"));
        assert_eq!(of_row(&inspection, "FILE-07"), ["error NobodyHasThisFunction"]);
    }

    #[test]
    fn sound_fixtures_take_what_there_is() {
        let names = ["conforming", "twin", "administration"].into_iter().flat_map(fixtures);
        let rust = ["session_log", "ticking"].map(dll::rust);
        let files: Vec<PathBuf> = names.map(|name| dll::c(&name)).chain(rust).collect();
        assert!(files.len() > 20, "{files:?}");
        for file in files {
            let inspection = judged(&file);
            for row in ["FILE-07", "FILE-08"] {
                assert_eq!(of_row(&inspection, row), [""; 0], "{}", file.display());
            }
        }
    }

    #[test]
    fn function_of_windows_that_the_headers_lack_is_told_by_name() {
        let text = "#include <windows.h>\nDWORD NetUserGetInfo(LPCWSTR, LPCWSTR, DWORD, LPBYTE *);\n\
                    __declspec(dllexport) DWORD Ask(LPBYTE *to) { return NetUserGetInfo(NULL, L\"bob\", 1, to); }\n";
        let inspection = judged(&compile(&written("asks.c", text), Product::Library, &[]));
        assert_eq!(of_row(&inspection, "FILE-07"), ["error NetUserGetInfo"]);
        let cure = finding(&inspection, "FILE-07").cure.as_deref().unwrap_or_default();
        assert!(cure.contains("docs/reference/small-windows.md"), "{cure}");
    }

    #[test]
    fn fixture_with_wide_functions_is_warned_of() {
        let inspection = judged(&dll::c("inspect/wide_functions"));
        assert_eq!(of_row(&inspection, "FILE-08"), ["warning fputws"]);
        assert!(finding(&inspection, "FILE-08").observed.starts_with("it imports fputws wcsxfrm, "));
        assert_eq!(of_row(&inspection, "FILE-07"), [""; 0], "what is weak is not missed");
    }

    #[test]
    fn library_that_is_not_found_leaves_it_open() {
        assert_eq!(provided(&dll::c("defect/missing_dependency")), None);
    }

    #[test]
    fn library_is_found_by_the_path_that_the_file_says() {
        let other = written("mockras_other.c", "int AbsentFunction(void) { return 0; }\n");
        let other = compile(&other, Product::Library, &[]);
        let folder = other.parent().and_then(Path::to_str).expect("a path in UTF-8");
        let source = root().join("native/tests/dll/c/defect/missing_dependency.c");
        // From the folder of the DLL, which is beside that of the library, and from the root.
        let beside = format!(
            "-Wl,-rpath,/nowhere:$ORIGIN/../{}",
            other
                .parent()
                .and_then(Path::file_name)
                .map(|name| name.display().to_string())
                .unwrap_or_default()
        );
        for path in [format!("-Wl,-rpath,{folder}"), beside] {
            let dll = compile(&source, Product::Library, &["-L", folder, "-lmockras_other", &path]);
            let provided = provided(&dll);
            assert!(provided.is_some_and(|provided| provided.has("AbsentFunction")), "{path}");
        }
    }
}
