//! What a DLL leaves behind in its process and is looked at on Linux alone: threads, and settings.

use mockras::pipeline::Runner;

use super::isolated;
use super::traces::left;
use super::{dll, twice};

#[test]
fn thread_that_outlives_its_dll_is_noticed_and_kept_from_the_next_scenario() {
    let code = "#include <pthread.h>\nstatic void *rest(void *n) { for (;;) pause(); }\n\
                static pthread_t t;\n#define ACCEPT pthread_create(&t, 0, rest, 0)";
    let dll = dll("threads", code);
    let isolated = isolated();
    let transcript = isolated.run(&twice(dll.clone())).to_string();
    assert_eq!(transcript.matches("conn/1 kept: 1 thread still runs").count(), 1, "{transcript}");
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
