//! Native DLLs in this process: loaded from files, unloaded, and what is said of files that cannot be.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use mockras::dll::{Arguments, LoadPlace, Plugin};
use mockras::model::{EntryPoint, LoadFailure, Process, Via};
use mockras::prelude::*;
use mockras::ras::{Callout, CalloutSet};
use mockras::scenario::Dll;
use mockras_native::ffi::is_resident;
use mockras_native::registered;

use mockras_testing::compiler::{compiler, run};

/// Counts its calls, and hands the count out as what TerminateDll returns.
const COUNTER: &str = "
    static unsigned calls;
    unsigned ENTRY MprAdminInitializeDll(void) { calls = calls + 1; return 0; }
    unsigned ENTRY MprAdminTerminateDll(void) { return calls; }
";

/// Accepts alice, in series plain, and everybody's links.
const GATE: &str = "
    unsigned ENTRY MprAdminInitializeDll(void) { return 0; }
    unsigned ENTRY MprAdminTerminateDll(void) { return 0; }
    int ENTRY MprAdminAcceptNewConnection(const char *c0, const void *c1) { (void)c1; return c0[USER] == 'a'; }
    void ENTRY MprAdminConnectionHangupNotification(void *c0, void *c1) { (void)c0; (void)c1; }
    int ENTRY MprAdminAcceptNewLink(void *p0, void *p1) { (void)p0; (void)p1; return 1; }
    void ENTRY MprAdminLinkHangupNotification(void *p0, void *p1) { (void)p0; (void)p1; }
";

/// A folder with libraries that the system's compiler makes.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn library(&self, name: &str, source: &str, flags: &[&str]) -> PathBuf {
        let (from, to) = (self.path(&format!("{name}.c")), self.path(&file(name)));
        fs::write(&from, source).expect("the folder can be written to");
        let mut command = Command::new(compiler(&from));
        let (entry, of_system) = match (cfg!(windows), cfg!(target_pointer_width = "32")) {
            (true, true) => ("-DENTRY=__attribute__((stdcall))", "-Wl,--kill-at"),
            (true, false) => ("-DENTRY=", "-static-libgcc"),
            (false, _) => ("-DENTRY=", "-fPIC"),
        };
        command.args(["-shared", entry, of_system, "-o"]).args([&to, &from]);
        run(command.arg(format!("-L{}", self.0.path().display())).args(flags));
        to
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        fs::write(self.path(name), bytes).expect("the folder can be written to");
        self.path(name)
    }
}

/// How a library of this name is called here.
fn file(name: &str) -> String {
    format!("{}{name}{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX)
}

fn spec(path: &Path) -> Dll {
    Dll::file(path.to_str().expect("the path is text"))
}

fn load(path: &Path, place: LoadPlace) -> Box<dyn Plugin> {
    registered(&spec(path)).load(place).expect("it can be loaded")
}

fn plain(dll: &mut Box<dyn Plugin>, callout: Callout) -> u32 {
    dll.call(EntryPoint { callout, via: Via::Export }, &mut Arguments::Nothing)
}

/// How often it was initialised, this time included.
fn times(dll: &mut Box<dyn Plugin>) -> u32 {
    plain(dll, Callout::InitializeDll);
    plain(dll, Callout::TerminateDll)
}

fn why(path: &Path) -> String {
    match registered(&spec(path)).load(LoadPlace::new()).err() {
        Some(LoadFailure::Unusable(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn library_is_loaded_by_its_path_and_gone_afterwards() {
    let folder = Folder::new();
    let path = folder.library("counter", COUNTER, &[]);
    for _ in 0..2 {
        assert!(!is_resident(&path));
        let mut dll = load(&path, LoadPlace::new());
        let exports: CalloutSet = [Callout::InitializeDll, Callout::TerminateDll].into_iter().collect();
        assert_eq!(dll.exports(), exports);
        assert!(is_resident(&path));
        assert_eq!(times(&mut dll), 1, "its statics are new");
    }
    assert_eq!(spec(&path).name(), "counter");
}

#[test]
fn library_loaded_twice_shares_its_statics_in_one_process_only() {
    let folder = Folder::new();
    let path = folder.library("counter", COUNTER, &[]);
    let run = LoadPlace::new();
    let mut first = load(&path, run.process(Process::Connections));
    let mut again = load(&path.with_file_name(".").join(file("counter")), run.process(Process::Connections));
    let mut other = load(&path, run.process(Process::Addresses));
    let mut third = load(&path, LoadPlace::new());
    assert_eq!([&mut first, &mut again, &mut other, &mut third].map(times), [1, 2, 1, 1]);
    drop((first, other));
    assert_eq!([&mut again, &mut third].map(times), [3, 2]);
}

#[test]
fn library_that_stays_gives_the_next_run_new_statics() {
    let folder = Folder::new();
    // On Windows a module stays if it asks for it.
    let pins = "#include <windows.h>\n__attribute__((constructor)) static void stay(void)\n\
                { HMODULE own; GetModuleHandleExA(5, (void *)stay, &own); }\n";
    let path = if cfg!(windows) {
        folder.library("counter", &format!("{pins}{COUNTER}"), &[])
    } else {
        folder.library("counter", COUNTER, &["-Wl,-z,nodelete"])
    };
    drop(load(&path, LoadPlace::new()));
    assert!(is_resident(&path));
    assert_eq!(times(&mut load(&path, LoadPlace::new())), 1);
    assert_eq!(times(&mut load(&path, LoadPlace::new())), 1);
}

#[test]
fn scenario_is_played_against_a_library() {
    let folder = Folder::new();
    let user = std::mem::offset_of!(RAS_CONNECTION_0, wszUserName);
    let path = folder.library("gate", GATE, &[&format!("-DUSER={user}")]);
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")]);
    let run = |options: &dyn Fn(&mut Dll)| {
        let mut dll = spec(&path);
        options(&mut dll);
        mockras::run(&scenario, &[registered(&dll)]).to_string()
    };
    let guarded = run(&|_| {});
    let calls = guarded.lines().filter(|line| line.contains("1 AcceptNewConnection "));
    let answers: Vec<_> = calls.filter_map(|line| line.rsplit(" = ").next()).collect();
    assert_eq!(answers, ["TRUE", "FALSE"], "{guarded}");
    assert_eq!(run(&|dll| dll.guard = Some("off".parse().expect("a reading"))), guarded);
    assert_eq!(run(&|dll| dll.after_call = Some("unmap".parse().expect("a reading"))), guarded);
}

#[test]
fn function_of_another_library_is_no_export() {
    let folder = Folder::new();
    folder.library(
        "other",
        "int ENTRY MprAdminAcceptNewLink(void) { return 1; } int other(void) { return 1; }",
        &[],
    );
    let uses = "int other(void); int ENTRY MprAdminTerminateDll(void) { return other(); }";
    let rpath = format!("-Wl,-rpath,{}", folder.0.path().display());
    let flags: &[&str] = if cfg!(windows) { &["-lother"] } else { &["-lother", &rpath] };
    let path = folder.library("gate", uses, flags);
    assert_eq!(load(&path, LoadPlace::new()).exports(), [Callout::TerminateDll].into_iter().collect());
}

#[test]
fn file_that_cannot_be_loaded_is_told_in_a_line_without_paths() {
    let folder = Folder::new();
    let missing = registered(&spec(&folder.path("none.so"))).load(LoadPlace::new()).err();
    assert_eq!(missing, Some(LoadFailure::Missing));
    assert_eq!(why(folder.0.path()), "it is a directory");
    assert_eq!(
        why(&folder.file("empty.so", b"")),
        "expected a library (PE, ELF or Mach-O), found an empty file"
    );
    assert_eq!(
        why(&folder.file("text.so", b"#!/bin/sh\n")),
        "expected a library (PE, ELF or Mach-O), found a text"
    );
    // The linker for Windows does not let a function be undefined.
    if !cfg!(windows) {
        let undefined = "void log_it(void); int ENTRY MprAdminTerminateDll(void) { log_it(); return 0; }";
        assert_eq!(why(&folder.library("gate", undefined, &[])), "undefined symbol: log_it");
    }
    let other = folder.library("other", "int other(void) { return 1; }", &[]);
    let uses = "int other(void); int ENTRY MprAdminTerminateDll(void) { return other(); }";
    let needy = folder.library("needy", uses, &["-lother"]);
    fs::remove_file(other).expect("it is there");
    assert_eq!(why(&needy), format!("it needs {}, which was not found", file("other")));
    let mut half = fs::read(&needy).expect("it is there");
    let mut most = half.clone();
    half.truncate(100);
    most.truncate(most.len() * 2 / 3);
    let most = why(&folder.file("libmost.so", &most));
    assert!(cfg!(target_vendor = "apple") || most.starts_with("the file is cut off: "), "{most}");
    let half = why(&folder.file("libhalf.so", &half));
    assert!(!half.is_empty() && !half.contains('/'), "{half}");
    if cfg!(unix) {
        let pe = why(&folder.file("gate.dll", b"MZ\x90\0\x03\0\0\0"));
        assert!(pe.starts_with("the file is cut off"), "{pe}");
    }
}

#[test]
fn names_that_are_nearly_right_are_told_with_their_remedy() {
    let folder = Folder::new();
    let nearly = "int ENTRY MprAdminAcceptNewlink(void) { return 1; } int ENTRY MprAdminTerminateDll(void) { return 0; }";
    let mut loaded = load(&folder.library("near", nearly, &[]), LoadPlace::new());
    let notes = loaded.notes();
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(
        notes[0].starts_with("it exports `MprAdminAcceptNewlink`, which is not MprAdminAcceptNewLink: "),
        "{notes:?}"
    );
    let sound = "int ENTRY MprAdminInitializeDllEx(void *t) { return 0; } int ENTRY MprAdminAcceptNewlink(void) { return 1; }";
    assert_eq!(load(&folder.library("sound", sound, &[]), LoadPlace::new()).notes(), [""; 0]);
}
