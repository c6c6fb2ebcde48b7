//! DLLs that are built with a sanitizer, or played under valgrind: what these report is told of the DLL.

use std::path::Path;
use std::process::Command;

use mockras::pipeline::Runner;
use mockras::scenario::{Dll, Scenario, Span, Step};
use mockras_native::worker::Isolated;
use mockras_testing::compiler::{Product, compile, run, written};
use mockras_testing::dll::program;

/// A DLL that does this when a user connects, compiled with these flags.
fn dll(name: &str, accept: &str, flags: &[&str]) -> Dll {
    let code = format!(
        "#include <stdlib.h>\n#include <limits.h>\n\
         static int count = INT_MAX - 1;\n\
         static char *volatile kept;\n\
         unsigned MprAdminInitializeDll(void) {{ return 0; }}\n\
         unsigned MprAdminTerminateDll(void) {{ return count == 0; }}\n\
         int MprAdminAcceptNewConnection(void *c0, void *c1) {{ (void)c0; (void)c1;\n\
         {accept}\n\
         return 1; }}\n\
         void MprAdminConnectionHangupNotification(void *c0, void *c1) {{ (void)c0; (void)c1; }}\n\
         int MprAdminAcceptNewLink(void *p0, void *p1) {{ (void)p0; (void)p1; return kept != (char *)1; }}\n\
         void MprAdminLinkHangupNotification(void *p0, void *p1) {{ (void)p0; (void)p1; }}\n"
    );
    let flags = [&["-O0", "-w"], flags].concat();
    let library = compile(&written(&format!("{name}.c"), &code), Product::Library, &flags);
    Dll::file(library.to_str().expect("the path is text"))
}

/// What is told of calls and unloads that went wrong in a run in which somebody connects.
fn faults(children: &Isolated, dll: Dll) -> Vec<String> {
    let scenario = Scenario { dlls: vec![dll], ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
    let transcript = children.run(&scenario).to_string();
    let told = |line: &str| {
        let told = line.split_once(" !! ").or_else(|| line.split_once(" error unload: "))?.1;
        Some(told.to_owned())
    };
    transcript.lines().filter_map(told).collect()
}

fn isolated() -> Isolated {
    Isolated::new(program("child"), [""; 0])
}

#[test]
fn what_sanitizers_report_is_told_with_its_line() {
    // One set of children: they are started anew for what each DLL needs.
    let children = isolated();
    let address = &["-fsanitize=address"][..];
    for (name, accept, flags, told) in [
        (
            "writes_past",
            "kept = malloc(8); kept[8] = 1; free(kept); kept = 0;",
            address,
            "AddressSanitizer: heap-buffer-overflow, writing 1 byte, in MprAdminAcceptNewConnection (writes_past.c:8)",
        ),
        (
            "frees_twice",
            "kept = malloc(8); free(kept); free(kept); kept = 0;",
            address,
            "AddressSanitizer: attempting double-free, in MprAdminAcceptNewConnection (frees_twice.c:8)",
        ),
        (
            "loses",
            "kept = malloc(24); kept = malloc(24);",
            address,
            "LeakSanitizer: 24 bytes are lost, in MprAdminAcceptNewConnection (loses.c:8)",
        ),
        (
            "overflows",
            "count += 2;",
            &["-fsanitize=undefined"],
            "undefined behaviour: signed integer overflow: 2147483646 + 2 cannot be represented in type 'int', \
             in MprAdminAcceptNewConnection (overflows.c:8)",
        ),
    ] {
        assert_eq!(faults(&children, dll(name, accept, flags)), [told]);
        // What is sound is told nothing of.
        let sound = dll(&format!("{name}_not"), "kept = malloc(8); free(kept); kept = 0;", flags);
        assert_eq!(faults(&children, sound), [""; 0]);
    }
}

#[test]
fn what_is_kept_is_not_lost() {
    let keeps = dll("keeps", "if (!kept) kept = malloc(24);", &["-fsanitize=address"]);
    assert_eq!(faults(&isolated(), keeps), [""; 0]);
}

#[test]
fn sanitizers_for_whole_programs_are_refused_by_name() {
    for (flag, why) in [
        ("-fsanitize=leak", "-fsanitize=leak, which is for programs; -fsanitize=address finds leaks as well"),
        ("-fsanitize=thread", "-fsanitize=thread, which takes a program that is built with it as a whole"),
    ] {
        let dll = dll("whole", "", &[flag]);
        let scenario = Scenario { dlls: vec![dll], ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
        let children = isolated();
        let transcript = children.run(&scenario).to_string();
        assert_eq!(children.cut(), None);
        assert!(transcript.contains(&format!("it is built with {why}")), "{transcript}");
    }
}

#[test]
fn children_are_started_under_a_command() {
    let under = |command: &[&str]| isolated().under(command).expect("the program is known");
    let writes = dll("writes_on", "kept = malloc(8); kept[8] = 1; free(kept); kept = 0;", &[]);
    // One that is not there is told as it is.
    let nowhere = under(&["/nonexistent/tool"]);
    assert_eq!(faults(&nowhere, writes.clone()), [""; 0]);
    let cut = nowhere.cut().expect("no child can be started");
    assert!(cut.starts_with("a child cannot be started"), "{cut}");
    // One that does nothing changes nothing.
    let plain = under(&["env"]).timeout(Span { ms: 20_000 });
    let sound = dll("sound", "", &[]);
    assert_eq!(faults(&plain, sound), [""; 0]);
    if Command::new("valgrind").arg("--version").output().is_ok() {
        let told = "valgrind: Invalid write of size 1, in MprAdminAcceptNewConnection (writes_on.c:8)";
        assert_eq!(faults(&under(&["valgrind", "-q"]), writes), [told]);
    }
}

/// A DLL to be measured, compiled in a folder by this compiler with these flags.
fn measured(folder: &Path, compiler: &str, flags: &[&str]) -> Dll {
    let code = "unsigned MprAdminInitializeDll(void) { return 0; }\nunsigned MprAdminTerminateDll(void) { return 0; }\n\
                int MprAdminAcceptNewConnection(void *c0, void *c1) { return c0 != c1; }\n\
                void MprAdminConnectionHangupNotification(void *c0, void *c1) {}\n\
                int MprAdminAcceptNewLink(void *p0, void *p1) { return 1; }\n\
                void MprAdminLinkHangupNotification(void *p0, void *p1) {}\n";
    std::fs::write(folder.join("covered.c"), code).expect("a file");
    let library = folder.join("covered.so");
    let mut command = Command::new(compiler);
    command.current_dir(folder).args(["-shared", "-fPIC", "-w"]).args(flags);
    run(command.arg("-o").arg(&library).arg("covered.c"));
    Dll::file(library.to_str().expect("the path is text"))
}

/// How long the files with this extension are.
fn written_to(folder: &Path, extension: &str) -> Vec<u64> {
    let files = std::fs::read_dir(folder).expect("a folder").filter_map(Result::ok);
    let files = files.filter(|file| file.path().extension().is_some_and(|end| end == extension));
    files.map(|file| file.metadata().expect("a file").len()).collect()
}

#[test]
fn coverage_of_compilers_is_written_by_children() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let usual = mockras_testing::compiler::compiler(&folder.join("covered.c"));
    let children = isolated();
    assert_eq!(faults(&children, measured(folder, &usual, &["--coverage"])), [""; 0]);
    drop(children);
    assert_eq!(written_to(folder, "gcda").len(), 1);
    if Command::new("clang").arg("--version").output().is_ok() {
        let profile = format!("LLVM_PROFILE_FILE={}", folder.join("%m.profraw").display());
        let children = isolated().under(["env", &profile, "__LLVM_PROFILE_RT_INIT_ONCE=1"]);
        let children = children.expect("the program is known");
        let measured = measured(folder, "clang", &["-fprofile-instr-generate", "-fcoverage-mapping"]);
        assert_eq!(faults(&children, measured), [""; 0]);
        drop(children);
        assert!(matches!(written_to(folder, "profraw")[..], [length] if length > 0));
    }
}
