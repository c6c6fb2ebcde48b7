//! Lets native DLLs that are built with `-fsanitize=fuzzer-no-link` find libFuzzer in the target that loads them.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_OS").is_ok_and(|os| os == "linux") {
        println!("cargo:rustc-link-arg-bin=native=-Wl,--export-dynamic");
    }
}
