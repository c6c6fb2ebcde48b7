//! The place of a crash names the DLL, whatever its file is called and wherever it was loaded from.

use std::fs;

use mockras::pipeline::Runner;
use mockras::scenario::{Dll, Scenario, Step};

use super::isolated;
use super::{dll, twice};

/// A copy of a DLL's file in another folder, under another name.
fn copy(of: &Dll, folder: &str, file: &str) -> Dll {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("worker").join(folder);
    fs::create_dir_all(&folder).expect("the folder can be made");
    let path = folder.join(file);
    // It may be in use: what is loaded must not change.
    let _ = fs::remove_file(&path);
    fs::copy(of.path.as_ref().expect("it has a file"), &path).expect("it can be copied");
    Dll::file(path.to_str().expect("the path is text"))
}

const CRASH: &str = "#define ACCEPT *(volatile int *)0 = 1";

#[test]
fn files_of_one_name_are_told_apart() {
    let first = Dll { name: Some("first".into()), ..copy(&dll("place_sound", ""), "place_a", &file("gate")) };
    let second =
        Dll { name: Some("second".into()), ..copy(&dll("place_crash", CRASH), "place_b", &file("gate")) };
    let scenario = Scenario { dlls: vec![first, second], ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
    let transcript = isolated().run(&scenario).to_string();
    assert!(transcript.contains("near NULL, in MprAdminAcceptNewConnection (place_crash.c:"), "{transcript}");
}

#[test]
fn names_may_have_any_letters() {
    let dll = copy(&dll("place_letters", CRASH), "place_ü", &file("gäte"));
    let transcript = isolated().run(&twice(dll.clone())).to_string();
    assert!(
        transcript.contains("near NULL, in MprAdminAcceptNewConnection (place_letters.c:"),
        "{transcript}"
    );
    if cfg!(target_os = "linux") {
        // Without its sections it is loaded all the same, and says nothing of its functions.
        let path = dll.path.as_ref().expect("it has a file");
        let mut bytes = fs::read(path).expect("it can be read");
        let sections = if bytes[4] == 1 { 0x20..0x24 } else { 0x28..0x30 };
        bytes[sections].fill(0);
        fs::remove_file(path).expect("it can be removed");
        fs::write(path, bytes).expect("it can be written");
        let transcript = isolated().run(&twice(dll)).to_string();
        assert!(transcript.contains("near NULL, in gäte+0x"), "{transcript}");
    }
}

/// The name that a library of this system would have.
fn file(name: &str) -> String {
    format!("{name}{}", std::env::consts::DLL_SUFFIX)
}
