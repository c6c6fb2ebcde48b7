//! Exports from the command the functions that the DLLs under test call, see the build script of `mockras-native`, and
//! finds what the command brings along.

use std::path::Path;

/// A folder of the workspace that the command brings along, and the variable that says to `include_dir!` where it is.
const EMBEDDED: (&str, &str) = ("include", "INCLUDE_EMBEDDED");

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let arguments = std::env::var("DEP_MOCKRAS_NATIVE_LINK_ARGS").unwrap_or_default();
    for argument in arguments.split_whitespace() {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
    // In a package it is a folder, for `cargo package` follows links. In a checkout it is a link to that of the workspace,
    // but on Windows git may make a file of it.
    let (folder, variable) = EMBEDDED;
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let places = [folder.to_owned(), format!("../{folder}")].map(|place| Path::new(&here).join(place));
    let found = places.iter().find(|place| place.is_dir()).unwrap_or(&places[0]);
    println!("cargo:rustc-env={variable}={}", found.display());
}
