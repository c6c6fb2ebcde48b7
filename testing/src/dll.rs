//! The native DLLs of the tests, by name.

use std::path::{Path, PathBuf};
use std::{env, fs};

use super::compiler::{Product, appear, compile, written};
use crate::source::{paths_below, root};

/// The fixture in C or C++ of this name below `native/tests/dll/c/`, such as `twin/silent` or `defect/null_write`, compiled.
pub fn c(name: &str) -> PathBuf {
    let source = ["c", "cpp"].map(|extension| root().join(format!("native/tests/dll/c/{name}.{extension}")));
    let source = source.into_iter().find(|source| source.exists());
    let source =
        source.unwrap_or_else(|| panic!("native/tests/dll/c/ has no `{name}`, neither in C nor in C++"));
    match name {
        "defect/missing_dependency" => {
            // Found by the linker, but in a folder where no loader looks.
            let absent = written("mockras_absent.c", "int AbsentFunction(void) { return 0; }\n");
            let absent = compile(&absent, Product::Library, &[]);
            let folder = absent.parent().and_then(|folder| folder.to_str()).expect("a path in UTF-8");
            compile(&source, Product::Library, &["-L", folder, "-lmockras_absent"])
        }
        "defect/decorated" | "defect/decorated_underscore" if !cfg!(windows) => {
            with_at_signs(&compile(&source, Product::Library, &["-pthread"]))
        }
        "defect/decorated" | "defect/decorated_underscore" => {
            compile(&source, Product::LibraryAsMade, &["-lmprapi"])
        }
        _ if cfg!(windows) => {
            compile(&source, Product::Library, &["-lmprapi", "-lshlwapi", "-lws2_32", "-ladvapi32"])
        }
        _ => compile(&source, Product::Library, &["-pthread"]),
    }
}

/// The fixture of this name as [`c`] gives it, compiled so that it tells which edges of its code are taken, and with what it
/// compares.
pub fn instrumented(name: &str) -> PathBuf {
    let source = root().join(format!("native/tests/dll/c/{name}.c"));
    compile(&source, Product::Library, &["-fsanitize-coverage=trace-pc,trace-cmp"])
}

/// The names of all fixtures in `native/tests/dll/c/<folder>/` that this system can have, as [`c`] takes them.
pub fn fixtures(folder: &str) -> Vec<String> {
    let paths = paths_below(&format!("native/tests/dll/c/{folder}")).into_iter();
    let names = paths.filter_map(|path| {
        let name = path.strip_prefix("native/tests/dll/c/")?;
        Some(name.strip_suffix(".c").or_else(|| name.strip_suffix(".cpp"))?.to_owned())
    });
    names.filter(|name| !cfg!(windows) || !name.contains("/unix/")).collect()
}

/// The example of this name, a DLL in Rust of `native/tests/dll/rust/`. Cargo has built it if it builds all targets.
pub fn rust(name: &str) -> PathBuf {
    if cfg!(windows) {
        stand_in();
    }
    library(name)
}

/// The program of this name, an example of `mockras-native`.
pub fn program(name: &str) -> PathBuf {
    if cfg!(windows) {
        stand_in();
    }
    example(&format!("{name}{}", env::consts::EXE_SUFFIX))
}

/// The folder in which cargo has built this test: `target/debug`, say.
fn profile() -> PathBuf {
    let test = env::current_exe().expect("the path of the test executable");
    test.parent().and_then(Path::parent).expect("target/<profile>/deps/<test>").to_owned()
}

/// The folder that holds what all profiles have built: `target`, or `target/<triple>`.
pub(crate) fn built() -> PathBuf {
    profile().parent().expect("target/<profile>").to_owned()
}

fn library(name: &str) -> PathBuf {
    example(&format!("{}{name}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX))
}

fn example(file: &str) -> PathBuf {
    let built = profile().join("examples").join(file);
    assert!(
        built.exists(),
        "{} does not exist: run plain `cargo test`, for `cargo test --test it` alone does not build the native \
         fixtures (`cargo build --examples` does)",
        built.display()
    );
    built
}

/// Lays the stand-in for mprapi.dll beside the executables that load DLLs: the command and this one.
///
/// Where executables export the functions themselves, nobody needs it.
pub fn stand_in() {
    static LAID: std::sync::Once = std::sync::Once::new();
    LAID.call_once(|| {
        let built = library("mprapi");
        let test = env::current_exe().expect("the path of the test executable");
        let folders = [test.parent(), test.parent().and_then(Path::parent)];
        let whole = fs::read(&built).expect("the stand-in can be read");
        for folder in folders.into_iter().flatten() {
            let file = folder.join("mprapi.dll");
            // Another process may have laid it there, and use it.
            if fs::read(&file).is_ok_and(|found| found == whole) {
                continue;
            }
            appear(&file, |unfinished| fs::write(unfinished, &whole).expect("it can be written"));
        }
    });
}

/// A copy whose exports have `@8` for `$8`: no assembler but that of Windows takes `@` in a name.
///
/// Tables of hashes still have the old names, so nobody finds the new ones by looking them up. That is as it should be:
/// services do not, either.
fn with_at_signs(library: &Path) -> PathBuf {
    let file = library.with_file_name(format!("at-{}", library.file_name().unwrap_or_default().display()));
    if !file.exists() {
        appear(&file, |unfinished| {
            let mut bytes = fs::read(library).expect("the library can be read");
            let is_one = |&at: &usize| matches!(&bytes[at..at + 4], b"k$8\0" | b"n$8\0");
            let places: Vec<_> = (0..bytes.len() - 3).filter(is_one).collect();
            assert!(places.len() >= 2, "{} has no decorated names", library.display());
            places.into_iter().for_each(|at| bytes[at + 1] = b'@');
            fs::write(unfinished, bytes).expect("the copy can be written");
        });
    }
    file
}

#[test]
fn fixture_that_is_not_there_is_named() {
    let panic = std::panic::catch_unwind(|| c("defect/no_such_fault")).expect_err("there is none");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert_eq!(message, "native/tests/dll/c/ has no `defect/no_such_fault`, neither in C nor in C++");
    let panic = std::panic::catch_unwind(|| rust("no_such_example")).expect_err("there is none");
    let message = panic.downcast_ref::<String>().expect("a message");
    assert!(message.contains("does not exist: run plain `cargo test`"), "{message}");
}
