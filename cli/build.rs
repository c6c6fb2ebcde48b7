//! Exports from the command the functions that the DLLs under test call, see the build script of `mockras-native`, and
//! finds the corpus that the command brings along.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let arguments = std::env::var("DEP_MOCKRAS_NATIVE_LINK_ARGS").unwrap_or_default();
    for argument in arguments.split_whitespace() {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
    // In a package `corpus` is a folder, for `cargo package` follows links. In a checkout it is a link to the corpus of the
    // workspace, but on Windows git may make a file of it.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    let places = ["corpus", "../corpus"].map(|place| Path::new(&here).join(place));
    let corpus = places.iter().find(|place| place.is_dir()).unwrap_or(&places[0]);
    println!("cargo:rustc-env=MOCKRAS_CORPUS={}", corpus.display());
}
