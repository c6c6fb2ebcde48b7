//! DLLs and scenarios where users have them: in folders with any letters, and built for another machine.

use std::env::consts::DLL_SUFFIX;

use super::{DIAL, Folder};
#[cfg(any(all(windows, target_pointer_width = "64"), all(target_os = "linux", target_arch = "x86_64")))]
use mockras_testing::compiler::{Product, compile, written};
use mockras_testing::small::dll;

/// A folder of a user, with spaces and letters of several scripts.
const ANYWHERE: &str = "mein Ordner é 名";

/// The path below that folder, with a slash as everywhere.
fn below(file: &str) -> String {
    format!("{ANYWHERE}/{file}")
}

/// The folder, with a scenario and a DLL in it, which are called alike.
fn folder(code: &str) -> (Folder, String, String) {
    let folder = Folder::new();
    std::fs::create_dir(folder.path(ANYWHERE)).expect("a folder can be made");
    let (scenario, library) = (below("ein Tor 門.toml"), below(&format!("ein Tor 門{DLL_SUFFIX}")));
    let built = dll("anywhere", code);
    std::fs::copy(built, folder.path(&library)).expect("it can be copied");
    (folder.file(&scenario, DIAL), scenario, library)
}

#[test]
fn folder_may_have_any_letters() {
    let (folder, scenario, library) = folder("");
    let ended = folder.run(&["run", &scenario, "--dll", &library]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), "RESULT: PASS\n"), "{}", ended.out);
    assert!(ended.out.contains("\ndll 1    ein_Tor_門\n"), "{}", ended.out);
    let here = folder.run(&["run", &scenario, "--dll", &library, "--in-process"]);
    assert_eq!(here, ended);
    let report = below("was wär 報.json");
    let checked = folder.run(&[
        "check",
        ANYWHERE,
        "--dll",
        &library,
        "--rule",
        "RUN-01",
        "--format",
        &format!("json={report}"),
    ]);
    assert_eq!(checked.code, Some(0), "{}", checked.err);
    assert!(folder.read(&report).contains("ein_Tor_\\u9580"), "{}", folder.read(&report));
    let inspected = folder.run(&["inspect", &library]);
    assert!(inspected.out.contains("6 of 21 entry points"), "{}{}", inspected.out, inspected.err);
}

#[test]
fn crash_names_a_dll_of_any_letters() {
    let (folder, scenario, library) = folder("#define ACCEPT *(volatile int *)0 = 1");
    let ended = folder.run(&["run", &scenario, "--dll", &library]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.out.contains("near NULL, in MprAdminAcceptNewConnection (anywhere.c:"), "{}", ended.out);
}

#[test]
fn dll_in_a_folder_of_any_letters_that_is_not_there_is_named() {
    let (folder, scenario, _) = folder("");
    let ended = folder.run(&["run", &scenario, "--dll", &below("kein Tor.so")]);
    assert_eq!(ended.code, Some(4));
    assert!(
        ended.err.starts_with("error: mein Ordner é 名/kein Tor.so: there is no such file\n"),
        "{}",
        ended.err
    );
}

/// A library of 32 bit, from the compiler for 64.
#[cfg(any(all(windows, target_pointer_width = "64"), all(target_os = "linux", target_arch = "x86_64")))]
fn other_width() -> std::path::PathBuf {
    let source = written("other_width.c", "int MprAdminTerminateDll(void) { return 0; }\n");
    // mingw-w64 has the linker for both, and the script for one.
    let script = "OUTPUT_FORMAT(pei-i386)\nSECTIONS {\n.text __image_base__ + __section_alignment__ : { *(.text) }\n\
                  .edata BLOCK(__section_alignment__) : { *(.edata) }\n\
                  .reloc BLOCK(__section_alignment__) : { *(.reloc) }\n/DISCARD/ : { *(*) }\n}\n";
    let script = written("other_width.ld", script);
    let script = script.to_str().expect("a path in UTF-8");
    let flags: &[&str] =
        if cfg!(windows) { &["-m32", "-nostdlib", "-Wl,-e,0", "-T", script] } else { &["-m32", "-nostdlib"] };
    compile(&source, Product::Library, flags)
}

/// A DLL of 64-bit Windows itself: the compiler for 32 bit makes none.
#[cfg(all(windows, target_pointer_width = "32"))]
fn other_width() -> std::path::PathBuf {
    let windows = std::env::var_os("SystemRoot").expect("Windows says where it is");
    std::path::Path::new(&windows).join("Sysnative").join("version.dll")
}

/// Not on machines whose compiler knows no other width.
#[cfg(any(windows, all(target_os = "linux", target_arch = "x86_64")))]
#[test]
fn dll_of_the_other_pointer_width_is_told_with_both() {
    let (built, host) = if cfg!(target_pointer_width = "64") {
        ("x86 (32-bit)", "x86_64 (64-bit)")
    } else {
        ("x86_64 (64-bit)", "x86 (32-bit)")
    };
    let library = other_width();
    let library = library.to_str().expect("a path in UTF-8");
    let expected =
        format!("built for {built}, and this mockras for {host}: one of them has to be built again");
    for place in [&[][..], &["--in-process"]] {
        let ended = Folder::with(DIAL).run(&[&["run", "a.toml", "--dll", library], place].concat());
        assert_eq!(ended.code, Some(4), "{}", ended.err);
        assert!(ended.err.contains(&expected), "{}", ended.err);
    }
}
