//! Small DLLs in C, compiled as they are needed.

use crate::compiler::{Product, compile, written};

/// What stands first. On Windows a few functions of POSIX have others in their place.
const START: &str = r"
#define _GNU_SOURCE
#include <stdio.h>
#include <stdlib.h>
#ifdef _WIN32
#include <winsock2.h>
#include <windows.h>
#include <io.h>
#include <process.h>
#include <direct.h>
#define ENTRY __stdcall
#define pause() Sleep(INFINITE)
#else
#include <unistd.h>
#define ENTRY
#endif
";

/// Does what is right. A test replaces one function by its own, or adds something.
const SOUND: &str = r"
#ifndef INITIALIZE
#define INITIALIZE
#endif
#ifndef TERMINATE
#define TERMINATE
#endif
#ifndef ACCEPT
#define ACCEPT
#endif
#ifndef LINK
#define LINK
#endif
unsigned ENTRY MprAdminInitializeDll(void) { INITIALIZE; return 0; }
unsigned ENTRY MprAdminTerminateDll(void) { TERMINATE; return 0; }
int ENTRY MprAdminAcceptNewConnection(void *c0, void *c1) { ACCEPT; return 1; }
void ENTRY MprAdminConnectionHangupNotification(void *c0, void *c1) {}
int ENTRY MprAdminAcceptNewLink(void *p0, void *p1) { LINK; return 1; }
void ENTRY MprAdminLinkHangupNotification(void *p0, void *p1) {}
";

/// A DLL called `name` from this C code, which stands before a sound DLL.
pub fn dll(name: &str, code: &str) -> String {
    let source = written(&format!("{name}.c"), &format!("{START}{code}\n{SOUND}"));
    let flags: &[&str] = if cfg!(windows) {
        &["-O0", "-w", "-lmprapi", "-lws2_32", "-Wl,-Bstatic", "-lpthread", "-Wl,-Bdynamic"]
    } else {
        &["-O0", "-w", "-pthread"]
    };
    let library = compile(&source, Product::Library, flags);
    library.to_str().expect("the path is text").to_owned()
}

/// C code of a function `descend`, which starts another process that does nothing and never ends. It has what can be
/// inherited.
pub fn descend() -> String {
    if cfg!(windows) {
        let waits =
            written("waits.c", "#include <windows.h>\nint main(void) { Sleep(INFINITE); return 0; }\n");
        let waits = compile(&waits, Product::Program, &[]);
        let waits = waits.to_str().expect("the path is text").replace('/', "\\").replace('\\', "\\\\");
        format!(
            "static void descend(void) {{ STARTUPINFOA s = {{sizeof s}}; PROCESS_INFORMATION p; \
             if (!CreateProcessA(\"{waits}\", 0, 0, 0, TRUE, 0, 0, 0, &s, &p)) abort(); }}\n"
        )
    } else {
        "static void descend(void) { if (fork() == 0) for (;;) pause(); }\n".to_owned()
    }
}
