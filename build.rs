//! Tells the linker which functions the executables export for the DLLs that they load.

/// Those of `each_recorder!` in `src/ffi/signatures.rs`.
const NAMES: &str = include_str!("src/ffi/signatures.rs");

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/ffi/signatures.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let declared = NAMES.lines().filter_map(|line| line.split_once("\" fn M").map(|(_, rest)| rest));
    for rest in declared {
        let name = format!("M{}", rest.split('(').next().unwrap_or(rest));
        let argument = match system.as_str() {
            // Imported functions are looked for in DLLs, never in the executable: there is a stand-in for mprapi.dll.
            "windows" => continue,
            "macos" | "ios" => format!("-Wl,-exported_symbol,_{name}"),
            _ => format!("-Wl,--export-dynamic-symbol={name}"),
        };
        println!("cargo:rustc-link-arg-bins={argument}");
        println!("cargo:rustc-link-arg-tests={argument}");
    }
}
