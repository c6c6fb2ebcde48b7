//! The samples that hostile files are made of, here and by the fuzzer.

use super::elf::elf;
use super::macho::{dylib, universal_sample};
use super::pe::Pe;
use super::{sound, without};
use mockras::ras::Callout;

/// A file of each kind, with something of everything.
pub(super) fn seeds() -> Vec<(&'static str, Vec<u8>)> {
    let rich = sound()
        .export("_MprAdminAcceptNewLink@8")
        .export("_ZN4gate20MprAdminTerminateDllEv")
        .export("?MprAdminInitializeDll@@YAKXZ")
        .export("RasAdminReleaseIpAddress")
        .export("MprAdminInitializeDllEx")
        .export("MprAdminAcceptNewConection3")
        .nameless()
        .forward("MprAdminGetIpAddressForUser", "other.MprAdminGetIpAddressForUser")
        .import("mprapi.dll", &["MprAdminPortEnum", "MprAdminBufferFree"])
        .import("ucrtbased.dll", &["malloc"]);
    vec![
        ("sound.dll", sound().build()),
        ("rich.dll", rich.build()),
        ("rich32.dll", rich.clone().x86().protections(0).build()),
        ("half.dll", without(Callout::ConnectionHangupNotification2).build()),
        ("managed.dll", Pe::new().managed().build()),
        ("program.exe", sound().program().build()),
        ("sound.so", elf(&["MprAdminTerminateDll", "_Z3foov"], &["MprAdminPortEnum"], &["libc.so.6"])),
        ("sound.dylib", dylib(7, &["MprAdminTerminateDll"], &["malloc"], "libSystem.dylib")),
        ("universal.dylib", universal_sample()),
        ("archive.lib", b"!<arch>\n/               0           ".to_vec()),
        ("object.obj", [&[0x64, 0x86, 1, 0][..], &[0; 60]].concat()),
        ("gate.def", b"LIBRARY gate\nEXPORTS\n  MprAdminInitializeDll\n".to_vec()),
    ]
}

/// Where the fuzzer wants its seeds, if anywhere: `MOCKRAS_SEEDS=fuzz/target/corpus cargo test --test it seeds`.
#[test]
fn seeds_are_files_of_their_kinds() {
    let seeds = seeds();
    assert!(
        seeds.iter().filter(|(_, bytes)| mockras_native::binary::Binary::read(bytes).is_ok()).count()
            == seeds.len() - 1
    );
    if let Some(folder) = std::env::var_os("MOCKRAS_SEEDS") {
        let folder = std::path::Path::new(&folder);
        std::fs::create_dir_all(folder).expect("the folder can be made");
        for (name, bytes) in seeds {
            std::fs::write(folder.join(name), bytes).expect("the seed can be written");
        }
    }
}
