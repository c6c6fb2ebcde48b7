//! What a DLL leaves behind in its process is noticed, and put right.

use mockras::callout::Notice;
use mockras::pipeline::Runner;
use mockras::transcript::EntryKind;

use super::compiled::{dll, twice};
use super::isolated;

/// What was noticed, with the name of the callout or event before.
fn left(name: &str, code: &str) -> Vec<String> {
    let transcript = isolated().run(&twice(dll(name, code)));
    let noticed = transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Noticed(instance, Notice::Left(what)) => Some(format!("{instance} {what}")),
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
    let code = "#include <signal.h>\n#define INITIALIZE signal(SIGFPE, SIG_IGN)";
    let expected =
        ["conn/1 the handler of SIGFPE has been replaced", "ip/1 the handler of SIGFPE has been replaced"];
    assert_eq!(left("handles", code)[..2], expected);
}

#[test]
fn thread_that_outlives_its_dll_is_noticed_and_kept_from_the_next_scenario() {
    let code = "#include <pthread.h>\nstatic void *rest(void *n) { for (;;) pause(); }\n\
                static pthread_t t;\n#define ACCEPT pthread_create(&t, 0, rest, 0)";
    let dll = dll("threads", code);
    let isolated = isolated();
    let transcript = isolated.run(&twice(dll.clone())).to_string();
    assert_eq!(transcript.matches("conn/1 left: 1 thread still runs").count(), 1, "{transcript}");
    assert_eq!(isolated.children().len(), 1, "the child of the other process is kept");
    assert_eq!(isolated.run(&twice(dll)).to_string(), transcript);
}

#[test]
fn thread_that_ends_in_time_is_not_noticed() {
    let code = "#include <pthread.h>\nstatic void *rest(void *n) { return 0; }\n\
                static pthread_t t;\n#define ACCEPT pthread_create(&t, 0, rest, 0)\n\
                #define TERMINATE if (t) { pthread_join(t, 0); t = 0; }";
    assert_eq!(left("joins", code), [""; 0]);
}

#[test]
fn changed_state_is_noticed() {
    let code = "#include <signal.h>\n#include <sys/stat.h>\n#include <sys/time.h>\n\
                #define ACCEPT umask(0777); sigset_t s; sigfillset(&s); sigprocmask(SIG_SETMASK, &s, 0);\\\n\
                struct itimerval t = {{0, 0}, {9000, 0}}; setitimer(ITIMER_REAL, &t, 0); setenv(\"MOCKRAS_LEFT\", \"1\", 1)";
    let expected = [
        "conn/1 the environment has changed",
        "conn/1 the umask has changed",
        "conn/1 the signal mask has changed",
        "conn/1 a timer runs",
    ];
    assert_eq!(left("state", code)[..4], expected);
}

#[test]
fn changed_state_is_kept_from_the_next_scenario() {
    for (name, code) in [
        (
            "setenv",
            "#define INITIALIZE if (getenv(\"MOCKRAS_KEPT\")) return 5; setenv(\"MOCKRAS_KEPT\", \"1\", 1)",
        ),
        (
            "disposes",
            "#include <signal.h>\n#define INITIALIZE if (signal(SIGALRM, SIG_IGN) == SIG_IGN) return 5",
        ),
    ] {
        let isolated = isolated();
        let scenario = twice(dll(name, code));
        let transcript = isolated.run(&scenario).to_string();
        assert_eq!(isolated.run(&scenario).to_string(), transcript, "{name}");
        assert!(transcript.contains("running"), "{transcript}");
    }
}
