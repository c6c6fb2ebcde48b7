//! What ends a child is told as the fault of the callout that did it, and the run goes on with a fresh child.

use mockras::pipeline::Runner;
use mockras::scenario::{Scenario, Span};
use mockras::transcript::{EntryKind, Transcript};

use mockras_testing::small::descend;

use super::{ABORT, ACCESS, ILLEGAL, aborted, isolated};
use super::{dll, twice};

/// The function of a small DLL in which most of what it does is done.
const ACCEPT: &str = "MprAdminAcceptNewConnection";

/// Every line of a transcript that tells of a fault, without its time.
fn told(transcript: &Transcript) -> Vec<String> {
    let text = transcript.to_string();
    let lines = text.lines().filter(|line| line.contains(" !! ") || line.contains(" error "));
    lines.map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")).collect()
}

/// The faults of calls in the scenario [`twice`], of which the second comes after a restart.
pub(super) fn faults(name: &str, code: &str) -> Vec<String> {
    faults_of(&isolated().run(&twice(dll(name, code))))
}

/// The faults of calls in this transcript.
pub(super) fn faults_of(transcript: &Transcript) -> Vec<String> {
    let faults = transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Faulted(fault) => Some(fault.what.clone()),
        _ => None,
    });
    faults.collect()
}

#[test]
fn crash_names_signal_address_and_place() {
    let null = faults("null", "#define ACCEPT *(volatile int *)0 = 1");
    assert_eq!(null.len(), 2, "{null:?}");
    assert_eq!(null[0], null[1]);
    let expected = format!("crash: {ACCESS} writing address 0x0, near NULL, in {ACCEPT} (null.c:");
    let place = null[0].strip_prefix(&expected).and_then(|place| place.strip_suffix(')'));
    assert!(place.is_some_and(|line| line.parse::<u64>().is_ok()), "{null:?}");
    let near = faults("near", "#define ACCEPT return *(volatile int *)8");
    let expected = format!("crash: {ACCESS} reading address 0x8, near NULL, in {ACCEPT} (near.c:");
    assert!(near[0].starts_with(&expected), "{near:?}");
    let far = if cfg!(target_pointer_width = "64") { "0x123456789000" } else { "0xfffff000" };
    let wild = faults("wild", &format!("#define ACCEPT *(volatile int *){far} = 1"));
    let expected =
        format!("crash: {ACCESS} at an address that is none of the arguments, in {ACCEPT} (wild.c:");
    assert!(wild[0].starts_with(&expected), "{wild:?}");
}

#[test]
fn other_crashes_name_their_signal() {
    let aborts = faults("aborts", "#define ACCEPT abort()");
    let expected = aborted(ACCEPT, "aborts.c");
    assert!(aborts.len() == 2 && aborts.iter().all(|fault| fault.starts_with(&expected)), "{aborts:?}");
    let overflow = "volatile int deep(int n) { volatile char a[4096]; a[0] = n; return deep(n + 1) + a[0]; }\n\
                    #define ACCEPT deep(0)";
    let overflow = faults("overflow", overflow);
    let overflow: Vec<String> = overflow.iter().map(|fault| super::overflow(fault)).collect();
    let expected =
        if cfg!(windows) { "crash: stack overflow" } else { "crash: stack overflow, in deep (overflow.c:" };
    assert!(overflow.len() == 2 && overflow.iter().all(|fault| fault.starts_with(expected)), "{overflow:?}");
    let division = faults("division", "#define ACCEPT volatile int z = 0; return 7 / z");
    let expected = if cfg!(windows) { "division by zero" } else { "SIGFPE" };
    assert!(division[0].starts_with(&format!("crash: {expected}, in {ACCEPT} (division.c:")), "{division:?}");
    let illegal = faults("illegal", "#define ACCEPT __builtin_trap()");
    assert!(illegal[0].starts_with(&format!("crash: {ILLEGAL}, in {ACCEPT} (illegal.c:")), "{illegal:?}");
    let raised =
        faults("raised", "#include <signal.h>\n#define ACCEPT signal(SIGSEGV, SIG_DFL); raise(SIGSEGV)");
    assert_eq!(raised, [if cfg!(windows) { ABORT } else { "crash: SIGSEGV" }; 2]);
}

#[test]
fn array_that_is_overrun_is_no_stack_overflow() {
    let code = "void smash(volatile char *at) { for (register volatile char *p = at;;) *p++ = 1; }\n\
                #define ACCEPT char array[16]; smash(array)";
    let smash = faults("smash", code);
    if cfg!(windows) {
        // What looks for a handler goes along the stack, of which nothing is left: nobody is asked any more.
        assert!(smash.len() == 2 && smash.iter().all(|fault| !fault.contains("overflow")), "{smash:?}");
        return;
    }
    let expected = format!("crash: {ACCESS} at an address that is none of the arguments, in smash (smash.c:");
    assert!(smash[0].starts_with(&expected), "{smash:?}");
}

#[test]
fn call_of_nothing_is_told_at_the_call() {
    let code = "static void (*volatile nothing)(void);\n#define ACCEPT nothing()";
    let nothing = faults("nothing", code);
    let expected = format!("crash: {ACCESS} executing address 0x0, near NULL, in {ACCEPT} (nothing.c:");
    assert!(nothing[0].starts_with(&expected), "{nothing:?}");
}

#[test]
fn threads_that_crash_at_once_are_told_as_one_crash() {
    let code = "#include <pthread.h>\nstatic pthread_barrier_t all;\n\
                static void *fall(void *n) { pthread_barrier_wait(&all); *(volatile int *)8 = 1; return n; }\n\
                #define ACCEPT pthread_t t; pthread_barrier_init(&all, 0, 9);\\\n\
                for (int i = 0; i < 8; i++) pthread_create(&t, 0, fall, 0); fall(0)";
    let at_once = faults("at_once", code);
    let expected = format!("crash: {ACCESS} writing address 0x8, near NULL, in fall (at_once.c:");
    assert!(at_once.len() == 2 && at_once.iter().all(|fault| fault.starts_with(&expected)), "{at_once:?}");
}

#[test]
fn exit_is_told_with_its_code() {
    assert_eq!(faults("exits", "#define ACCEPT exit(3)"), ["ended the process: exit code 3"; 2]);
    let quick = faults("quick", "#define ACCEPT _exit(0)");
    assert_eq!(quick, ["ended the process: exit code 0, by _exit"; 2]);
}

#[test]
fn hang_is_killed_with_its_descendants() {
    let scenario = twice(dll("hangs", &(descend() + "#define ACCEPT descend(); for (;;)")));
    let transcript = isolated().timeout(Span { ms: 1_000 }).run(&scenario);
    let lines = told(&transcript);
    assert_eq!(
        lines.iter().filter(|line| line.ends_with("!! hang: did not return in 1s")).count(),
        2,
        "{lines:?}"
    );
}

#[test]
fn descendant_that_keeps_the_pipes_open_hides_no_end() {
    let code = descend() + "#define ACCEPT descend(); _exit(5)";
    assert_eq!(faults("orphan", &code), ["ended the process: exit code 5, by _exit"; 2]);
}

#[test]
fn every_stage_may_crash() {
    for (name, code, expected) in [
        (
            "constructor",
            "__attribute__((constructor)) void c(void) { __builtin_trap(); }",
            if cfg!(windows) {
                format!("log conn/1 error load: it crashed while it was loaded: {ILLEGAL}")
            } else {
                format!("log conn/1 error load: crash: {ILLEGAL}")
            },
        ),
        ("initialize", "#define INITIALIZE abort()", format!("call conn/1 InitializeDll !! {ABORT}")),
        ("terminate", "#define TERMINATE abort()", format!("call conn/1 TerminateDll !! {ABORT}")),
        (
            "destructor",
            "__attribute__((destructor)) void d(void) { __builtin_trap(); }",
            format!("log conn/1 error unload: crash: {ILLEGAL}"),
        ),
    ] {
        let scenario = Scenario { steps: Vec::new(), ..twice(dll(name, code)) };
        let lines = told(&isolated().run(&scenario));
        if cfg!(windows) && name == "destructor" {
            // The system catches what is raised while a DLL is unloaded, and goes on.
            assert_eq!(lines, [""; 0]);
            continue;
        }
        assert!(lines.iter().any(|line| line.starts_with(&expected)), "{name}: {lines:?}");
    }
}

#[test]
fn output_is_kept_and_harms_nothing() {
    let code = "#define ACCEPT printf(\"to out\\x01\\n\"); fputs(\"to err\\n\", stderr); write(1, \"\\xff\\1\\1\", 3)";
    let isolated = isolated();
    let transcript = isolated.run(&twice(dll("prints", code)));
    assert_eq!(told(&transcript), [""; 0]);
    let written = isolated.written();
    assert_eq!(written.matches("to out\u{1}\n").count(), 1, "{written:?}");
    assert_eq!(written.matches("to err\n").count(), 1, "{written:?}");
    assert_eq!(isolated.written(), "");
}

#[test]
fn endless_output_is_cut_off() {
    let code = "#define ACCEPT for (int i = 0; i < 100000; i++) write(2, \"0123456789\", 10)";
    let isolated = isolated();
    isolated.run(&twice(dll("chatters", code)));
    let written = isolated.written();
    assert!(written.ends_with("bytes more)") && written.len() < 70_000, "{}", written.len());
}

/// InitializeDll fails in the second process, and TerminateDll ends that process in the rollback (AMB-16).
#[cfg(target_os = "linux")]
#[test]
fn process_that_ends_in_the_rollback_has_nobody_terminated_twice() {
    let file = mockras_testing::dll::c("hostile/second_process_fails");
    let file = mockras::scenario::Dll::file(file.to_str().expect("a path in UTF-8"));
    let mut scenario = Scenario { dlls: vec![file], ..Scenario::default() };
    scenario.policy.set("terminate_failed", "yes").expect("a reading");
    let transcript = isolated().run(&scenario);
    let text = transcript.to_text();
    for process in ["conn/1", "ip/1"] {
        let calls = text.lines().filter(|line| line.contains(&format!("call   {process}")));
        let calls: Vec<&str> = calls.filter(|line| line.contains(" TerminateDll ")).collect();
        assert_eq!(calls.len(), 1, "{process}: {text}");
    }
}
