//! Exports from the command the functions that the DLLs under test call, see the build script of `mockras-native`.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let arguments = std::env::var("DEP_MOCKRAS_NATIVE_LINK_ARGS").unwrap_or_default();
    for argument in arguments.split_whitespace() {
        println!("cargo:rustc-link-arg-bins={argument}");
    }
}
