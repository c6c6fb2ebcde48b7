//! Tells the linker which functions executables export for the DLLs that they load: the tests and examples of this
//! package, and through `DEP_MOCKRAS_NATIVE_LINK_ARGS` the build scripts of packages that depend on it.

include!("recorders.rs");

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=recorders.rs");
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let mut arguments = Vec::new();
    for name in RECORDERS.iter().chain(&HOOKS) {
        arguments.push(match system.as_str() {
            // Imported functions are looked for in DLLs, never in the executable: there is a stand-in for mprapi.dll.
            "windows" => continue,
            "macos" | "ios" => format!("-Wl,-exported_symbol,_{name}"),
            _ => format!("-Wl,--export-dynamic-symbol={name}"),
        });
    }
    for argument in &arguments {
        // A published package holds no tests, and cargo refuses arguments for what is not there.
        if std::path::Path::new("tests/it").is_dir() {
            println!("cargo:rustc-link-arg-tests={argument}");
        }
        println!("cargo:rustc-link-arg-examples={argument}");
    }
    println!("cargo:link_args={}", arguments.join(" "));
}
