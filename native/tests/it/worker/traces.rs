//! What a DLL leaves behind in its process is noticed, and put right.

use mockras::dll::Notice;
use mockras::pipeline::Runner;
use mockras::transcript::EntryKind;

use super::isolated;
use super::{dll, twice};

/// What was noticed, with the name of the callout or event before.
pub(super) fn left(name: &str, code: &str) -> Vec<String> {
    let transcript = isolated().run(&twice(dll(name, code)));
    let noticed = transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Noticed(instance, Notice::Left(what) | Notice::Kept(what)) => {
            Some(format!("{instance} {what}"))
        }
        _ => None,
    });
    let mut noticed: Vec<String> = noticed.collect();
    noticed.dedup();
    noticed
}

#[test]
fn closed_descriptors_are_noticed_and_opened_again() {
    assert_eq!(
        left("closes", "#define ACCEPT close(0); close(1); close(2)"),
        [0, 1, 2].map(|descriptor| format!("conn/1 descriptor {descriptor} is closed")),
    );
}

#[test]
fn changed_directory_is_noticed_and_changed_back() {
    assert_eq!(left("moves", "#define ACCEPT chdir(\"/\")"), ["conn/1 the working directory has changed"]);
}

#[test]
fn replaced_handler_is_noticed() {
    let (code, what) = if cfg!(windows) {
        ("#define INITIALIZE SetUnhandledExceptionFilter(0)", "unhandled exceptions")
    } else {
        ("#include <signal.h>\n#define INITIALIZE signal(SIGFPE, SIG_IGN)", "SIGFPE")
    };
    let expected = ["conn/1", "ip/1"].map(|dll| format!("{dll} the handler of {what} has been replaced"));
    assert_eq!(left("handles", code)[..2], expected);
}
