//! Tells the linker which functions the executables export for the DLLs that they load.

include!("recorders.rs");

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=recorders.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    for name in RECORDERS {
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
