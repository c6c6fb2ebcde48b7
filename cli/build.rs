//! Exports from the command the functions that the DLLs under test call, see the build script of `mockras-native`, and
//! finds what the command brings along.

use std::path::Path;

/// Folders of the workspace that the command brings along, and the variables that say where they are to `include_dir!`.
const EMBEDDED: [(&str, &str); 1] = [("include", "INCLUDE_EMBEDDED")];

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let arguments = std::env::var("DEP_MOCKRAS_NATIVE_LINK_ARGS").unwrap_or_default();
    for argument in arguments.split_whitespace() {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
    // In a package each is a folder, for `cargo package` follows links. In a checkout it is a link to that of the workspace,
    // but on Windows git may make a file of it.
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap_or_default();
    for (folder, variable) in EMBEDDED {
        let places = [folder.to_owned(), format!("../{folder}")].map(|place| Path::new(&here).join(place));
        let found = places.iter().find(|place| place.is_dir()).unwrap_or(&places[0]);
        println!("cargo:rustc-env={variable}={}", found.display());
    }
}
