//! Compiles the C and C++ files of the tests with the system's compiler, each content once.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use crate::source::{paths_below, read, root};

/// What a compiler makes.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub enum Product {
    /// What the loader of this system loads. For 32-bit Windows its names are not decorated.
    Library,
    /// The same with the names that the compiler makes, or that a .def file says.
    LibraryAsMade,
    /// A program that can be run.
    Program,
}

impl Product {
    fn file_name(self, name: &str) -> String {
        match self {
            Product::Library | Product::LibraryAsMade => {
                format!("{}{name}{}", env::consts::DLL_PREFIX, env::consts::DLL_SUFFIX)
            }
            Product::Program => format!("{name}{}", env::consts::EXE_SUFFIX),
        }
    }

    fn flags(self) -> &'static [&'static str] {
        match self {
            Product::Program if cfg!(windows) => &["-static-libgcc", "-static-libstdc++"],
            Product::Program => &[],
            // The functions of the service are the host's. Linux and macOS look for them when the library is loaded.
            Product::Library if cfg!(all(windows, target_pointer_width = "32")) => {
                &["-shared", "-static-libgcc", "-static-libstdc++", "-Wl,--kill-at"]
            }
            _ if cfg!(windows) => &["-shared", "-static-libgcc", "-static-libstdc++"],
            _ if cfg!(target_vendor = "apple") => &["-shared", "-fPIC", "-Wl,-undefined,dynamic_lookup"],
            _ => &["-shared", "-fPIC"],
        }
    }
}

/// A source file with this text, to compile.
pub fn written(name: &str, text: &str) -> PathBuf {
    let folder = folder_for(text);
    let file = folder.join(name);
    if !file.exists() {
        appear(&file, |unfinished| {
            fs::write(unfinished, text).unwrap_or_else(|error| panic!("{}: {error}", unfinished.display()));
        });
    }
    file
}

/// Compiles `source`, a `.c` or `.cpp` file, and gives the product's path. `flags` come after the source.
///
/// The path is the same for the same content, so a file is compiled once, however many tests ask for it in however
/// many processes at a time.
pub fn compile(source: &Path, product: Product, flags: &[&str]) -> PathBuf {
    if cfg!(windows) && product != Product::Program {
        super::dll::stand_in();
    }
    let name = source.file_stem().and_then(|name| name.to_str()).expect("a source file has a name");
    let built = folder_of(source, product, flags).join(product.file_name(name));
    if built.exists() {
        return built;
    }
    appear(&built, |unfinished| {
        let mut command = Command::new(compiler(source));
        command.args(["-Wall", "-Wextra", "-Werror", "-g"]).args(standard(source)).args(product.flags());
        // Elsewhere it makes wide characters those of Windows, which include/windows.h demands.
        command.args(if cfg!(windows) { &[][..] } else { &["-fshort-wchar"] });
        command.arg("-I").arg(root().join("include")).arg("-I").arg(root().join("native/tests/dll/c"));
        command.arg(source).arg("-o").arg(unfinished).args(flags);
        run(&mut command);
    });
    built
}

/// Makes a file in a folder of its own until it is whole: others may be waiting for it to appear. It has its name there:
/// a DLL tells whoever is linked with it how it is called.
pub fn appear(file: &Path, make: impl FnOnce(&Path)) {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let folder = file.with_file_name(format!("unfinished-{}-{number}", std::process::id()));
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let unfinished = folder.join(file.file_name().unwrap_or_default());
    make(&unfinished);
    let moved = fs::rename(&unfinished, file);
    assert!(moved.is_ok() || file.exists(), "{}: {moved:?}", file.display());
    fs::remove_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
}

/// Runs a command and gives what it printed. It must succeed.
pub fn run(command: &mut Command) -> String {
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => panic!("{}", not_there(&command.get_program().to_string_lossy(), &error)),
    };
    let [out, err] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success(), "{command:?}\n{}\n{out}{err}", output.status);
    out.into_owned()
}

/// The compiler for this file: what CC or CXX names, or the usual name.
pub fn compiler(source: &Path) -> String {
    let (variable, usual) = match (is_cpp(source), cfg!(windows)) {
        (false, false) => ("CC", "cc"),
        (true, false) => ("CXX", "c++"),
        (false, true) => ("CC", "gcc"),
        (true, true) => ("CXX", "g++"),
    };
    env::var(variable).unwrap_or_else(|_| usual.to_owned())
}

fn not_there(program: &str, error: &std::io::Error) -> String {
    format!(
        "{program}: {error}\nthe native fixtures need a C and a C++ compiler: on Debian `apt-get install gcc g++`, on \
         Fedora `dnf install gcc gcc-c++`, on macOS `xcode-select --install`, on Windows gcc and g++ of mingw-w64; CC \
         and CXX name others"
    )
}

fn is_cpp(source: &Path) -> bool {
    source.extension().is_some_and(|extension| extension == "cpp")
}

fn standard(source: &Path) -> [&'static str; 1] {
    [if is_cpp(source) { "-std=c++17" } else { "-std=c99" }]
}

/// The folder for a product: of the file, of every header it could include, and of how it is compiled.
fn folder_of(source: &Path, product: Product, flags: &[&str]) -> PathBuf {
    let headers = ["include", "native/tests/dll/c"].into_iter().flat_map(paths_below);
    let headers = headers.filter(|path| path.ends_with(".h")).map(|path| (read(&path), path));
    let text = fs::read(source).unwrap_or_else(|error| panic!("{}: {error}", source.display()));
    folder_for((text, source, product, flags, compiler(source), headers.collect::<Vec<_>>()))
}

/// A folder of the build for each content.
fn folder_for(content: impl Hash) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let folder = crate::dll::built().join("tmp/native").join(format!("{:016x}", hasher.finish()));
    fs::create_dir_all(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    folder
}

#[test]
fn compiler_that_is_not_there_is_told_with_its_remedy() {
    let error = Command::new("there-is-no-such-compiler").output().expect_err("there is none");
    let message = not_there("there-is-no-such-compiler", &error);
    assert!(message.contains("there-is-no-such-compiler: ") && message.contains("apt-get install gcc g++"));
}

#[test]
fn source_that_is_the_same_is_compiled_once() {
    let typical = root().join("native/tests/dll/c/typical.c");
    let library = compile(&typical, Product::Library, &[]);
    let made = fs::metadata(&library).and_then(|metadata| metadata.modified()).expect("it is there");
    assert_eq!(compile(&typical, Product::Library, &[]), library);
    let still = fs::metadata(&library).and_then(|metadata| metadata.modified()).expect("it is there");
    assert_eq!(made, still);
    assert_ne!(compile(&typical, Product::Library, &["-O1"]), library);
}
