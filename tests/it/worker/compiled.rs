//! Small DLLs in C, compiled as they are needed.

use mockras::scenario::{Dll, Scenario, Step};

use crate::native::compiler::{Product, compile, written};

/// Does what is right. A test replaces one function by its own, or adds something.
const SOUND: &str = r"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
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
unsigned MprAdminInitializeDll(void) { INITIALIZE; return 0; }
unsigned MprAdminTerminateDll(void) { TERMINATE; return 0; }
int MprAdminAcceptNewConnection(void *c0, void *c1) { ACCEPT; return 1; }
void MprAdminConnectionHangupNotification(void *c0, void *c1) {}
int MprAdminAcceptNewLink(void *p0, void *p1) { LINK; return 1; }
void MprAdminLinkHangupNotification(void *p0, void *p1) {}
";

/// A DLL called `name` from this C code, which stands before [`SOUND`].
pub(crate) fn dll(name: &str, code: &str) -> Dll {
    let source = written(&format!("{name}.c"), &format!("#define _GNU_SOURCE\n{code}\n{SOUND}"));
    let library = compile(&source, Product::Library, &["-O0", "-w", "-pthread"]);
    Dll::file(library.to_str().expect("the path is text"))
}

/// Somebody dials in, and once more after a fresh start if the service has ended.
pub(crate) fn twice(dll: Dll) -> Scenario {
    let dial = || Step::dial("VPN2-0", "alice");
    Scenario { dlls: vec![dll], ..Scenario::of([dial(), Step::Start, dial()]) }
}
