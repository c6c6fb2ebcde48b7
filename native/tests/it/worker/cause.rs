//! The cause of a crash is a function and a line of the DLL, whatever crashes and whatever is broken.

use mockras::scenario::Dll;
use mockras_testing::compiler::{Product, compile, written};

use super::faults::{faults, faults_of};
use super::{ACCESS, isolated, twice};
use mockras::pipeline::Runner;

/// The rest of a DLL in C or C++, as it stands in a file that the compiler knows under a longer name.
const REST: &str = "
extern \"C\" unsigned MprAdminInitializeDll() { return 0; }
extern \"C\" unsigned MprAdminTerminateDll() { return 0; }
extern \"C\" void MprAdminConnectionHangupNotification(void *, void *) {}
extern \"C\" int MprAdminAcceptNewLink(void *, void *) { return 1; }
extern \"C\" void MprAdminLinkHangupNotification(void *, void *) {}
";

/// The faults of a DLL in C++ that is compiled with these flags.
fn faults_in_cpp(name: &str, code: &str, flags: &[&str]) -> Vec<String> {
    let source = written(&format!("{name}.cpp"), &format!("{REST}{code}\n"));
    let mut flags = flags.to_vec();
    flags.push("-w");
    if cfg!(windows) {
        flags.push("-lmprapi");
    }
    let library = compile(&source, Product::Library, &flags);
    let dll = Dll::file(library.to_str().expect("the path is text"));
    faults_of(&isolated().run(&twice(dll)))
}

#[test]
fn line_is_told_without_its_folder() {
    let code = "#line 41 \"/home/alice/src/gate.c\"\n\
                static int store_user(int *at) { return *at = 1; }\n\
                #define ACCEPT store_user((int *)8)";
    let told = format!("crash: {ACCESS} writing address 0x8, near NULL, in store_user (gate.c:41)");
    assert_eq!(faults("cause_line", code), [told.as_str(); 2]);
}

#[test]
fn crash_in_a_library_is_told_of_the_code_that_calls_it() {
    let sort = "#line 7 \"gate.c\"\n\
                static int compare(const void *a, const void *b) { return *(volatile int *)8; }\n\
                static int sort(void) { int all[] = {2, 1}; qsort(all, 2, sizeof *all, compare); return 1; }\n\
                #define ACCEPT sort()";
    let copy = "#include <string.h>\n#line 9 \"gate.c\"\n\
                static int copy(char *volatile to) { memset(to, 1, 1000); return 1; }\n\
                #define ACCEPT copy((char *)8)";
    for (name, code, place) in [("sort", sort, "compare (gate.c:7)"), ("copy", copy, "copy (gate.c:9)")] {
        let faults = faults(&format!("cause_{name}"), code);
        let place = format!(", near NULL, in {place}");
        assert!(faults.len() == 2 && faults.iter().all(|fault| fault.ends_with(&place)), "{faults:?}");
    }
}

#[test]
fn file_without_debug_information_tells_the_function() {
    let code = "namespace gate { static int store(volatile int *at) { return *at = 1; } }\n\
                extern \"C\" int MprAdminAcceptNewConnection(void *, void *) { return gate::store((int *)8); }";
    let told = |flags: &[&str]| faults_in_cpp("cause_plain", code, flags);
    let place = |text: &str| format!("near NULL, in {text}");
    let with_lines = told(&[]);
    assert!(with_lines[0].ends_with(&place("gate::store (cause_plain.cpp:7)")), "{with_lines:?}");
    let with_symbols = told(&["-g0"]);
    assert!(with_symbols[0].contains(&place("gate::store+0x")), "{with_symbols:?}");
    let hidden = told(&["-g0", "-s"]);
    let nothing = if cfg!(windows) { "+0x" } else { "cause_plain+0x" };
    assert!(hidden[0].contains(nothing), "{hidden:?}");
}

#[test]
fn exception_is_told_of_the_code_that_throws_it() {
    let code = "#include <stdexcept>\n#line 9 \"gate.cpp\"\n\
                static void f() { throw std::runtime_error(\"no\"); }\n\
                extern \"C\" int MprAdminAcceptNewConnection(void *, void *) { f(); return 1; }";
    let told = "an exception of type std::runtime_error left the callout, in f (gate.cpp:9)";
    assert_eq!(faults_in_cpp("cause_exception", code, &[]), [told; 2]);
}

/// Code that a library of the compiler has in its headers is no cause, nor is what it has built into the DLL.
#[test]
fn code_of_the_compiler_is_left_out() {
    let code = "#define _GLIBCXX_ASSERTIONS\n#include <vector>\n#line 5 \"gate.cpp\"\n\
                static int *at(std::vector<int> *all) { return &(*all)[3]; }\n\
                extern \"C\" int MprAdminAcceptNewConnection(void *, void *)\n\
                { std::vector<int> none; return *at(&none); }";
    for flags in [&["-O0"][..], &["-O2", "-fno-inline-functions-called-once"]] {
        let told = faults_in_cpp("cause_assertion", code, flags);
        if cfg!(windows) {
            // There the library ends the process.
            continue;
        }
        assert!(told[0].starts_with("crash: SIGABRT, in ") && told[0].contains("(gate.cpp:"), "{told:?}");
    }
}

/// The frame pointer leads nowhere, so what walks up the stack crashes itself.
#[test]
#[cfg(all(target_os = "linux", target_arch = "x86_64"))]
fn crash_of_what_looks_at_a_crash_is_survived() {
    let code = "#define ACCEPT __asm__ volatile(\"mov $8, %rbp\"); *(volatile int *)0 = 1";
    let told = faults("cause_nowhere", code);
    let expected =
        "crash: SIGSEGV writing address 0x0, near NULL, in MprAdminAcceptNewConnection (cause_nowhere.c:";
    assert!(told.len() == 2 && told.iter().all(|fault| fault.starts_with(expected)), "{told:?}");
}

#[test]
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn heap_that_is_broken_is_told_as_such() {
    let code = "#line 3 \"gate.c\"\nstatic void twice(void *volatile it) { free(it); free(it); }\n\
                #define ACCEPT twice(malloc(100))";
    assert_eq!(faults("cause_heap", code), ["crash: heap corruption, in twice (gate.c:3)"; 2]);
    // What is written behind a block shows when that is freed, although the byte is nobody's. Bytes of 1 never look as if
    // they were those that have to be there.
    let code = "#include <string.h>\n#line 3 \"gate.c\"\n\
                static void past(char *volatile it) { memset(it, 1, 21); free(it); }\n\
                #define ACCEPT past(malloc(20))";
    assert_eq!(faults("cause_padding", code), ["crash: heap corruption, in past (gate.c:3)"; 2]);
}

/// What asks for that does not reach processes that a DLL starts, and nothing is said of it.
#[test]
#[cfg(target_os = "linux")]
fn checks_of_the_heap_stay_in_the_child() {
    let code = "#define ACCEPT if (getenv(\"LD_PRELOAD\") || getenv(\"GLIBC_TUNABLES\")) fputs(\"set\", stderr);\\\n\
                fflush(stderr); system(\"env | grep -E 'LD_PRELOAD|GLIBC' >&2\")";
    let isolated = isolated();
    let transcript = isolated.run(&twice(super::dll("cause_environment", code)));
    assert_eq!(faults_of(&transcript), [""; 0], "{transcript}");
    assert_eq!(isolated.written(), "");
}

/// Whoever looks for the lines of a panic maps the whole file beside the library that was loaded from it.
#[test]
#[cfg(target_os = "linux")]
fn file_that_is_mapped_as_well_moves_no_place() {
    let code = "#include <dlfcn.h>\n#include <fcntl.h>\n#include <sys/mman.h>\n#line 5 \"gate.c\"\n\
                static int store(volatile int *at) { return *at = 1; }\n\
                static void map(void) { Dl_info own; dladdr((void *)store, &own); int file = open(own.dli_fname, O_RDONLY);\n\
                if (mmap(0, 4096, PROT_READ, MAP_PRIVATE, file, 0) == MAP_FAILED) abort(); close(file); }\n\
                #define ACCEPT map(); store((int *)8)";
    let told = "crash: SIGSEGV writing address 0x8, near NULL, in store (gate.c:5)";
    assert_eq!(faults("cause_mapped", code), [told; 2]);
}
