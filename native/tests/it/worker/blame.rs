//! Who is to blame for the end of a process in which several DLLs are: never one that has not done it.

use mockras::pipeline::Runner;
use mockras::scenario::{Dll, Scenario, Span, Step, Stock};
use mockras::transcript::{EntryKind, Transcript};

use super::{dll, isolated, twice};

/// A thread of this DLL crashes as soon as code of it has not been called for a while.
const ASIDE: &str = "#include <pthread.h>\nstatic volatile int inside, asked;\n\
     static void *fall(void *n) {\n\
     for (long seen = 0; seen < 300000; seen++) if (inside || !asked) seen = 0;\n\
     *(volatile int *)8 = 1; return n; }\n\
     #define INITIALIZE pthread_t t; pthread_create(&t, 0, fall, 0)\n\
     #define ACCEPT asked = 1";

/// A native DLL, and a stock one behind it, and several users.
fn beside_stock(first: Dll) -> Scenario {
    let users = (0..200).map(|user| Step::dial(format!("VPN2-{user}"), "alice"));
    Scenario { dlls: vec![first, Dll::stock(Stock::AcceptAll)], ..Scenario::of(users) }
}

/// What is told of faults, each with the DLL of which it is told first.
fn faults(transcript: &Transcript) -> Vec<String> {
    let mut asked = String::new();
    let mut faults = Vec::new();
    for entry in &transcript.entries {
        match &entry.kind {
            EntryKind::Asked(ask) => asked = ask.instance.to_string(),
            EntryKind::Faulted(fault) => faults.push(format!("{asked}: {}", fault.what)),
            EntryKind::Logged(log) if log.text.contains("crash") => {
                faults.push(format!("{}: {}", log.instance, log.text));
            }
            _ => {}
        }
    }
    faults
}

#[test]
fn crash_of_a_thread_is_told_of_its_dll_whoever_is_asked() {
    let transcript = isolated().run(&beside_stock(dll("aside", ASIDE)));
    let faults = faults(&transcript);
    assert!(faults.iter().any(|fault| fault.contains(", in fall (aside.c:")), "{transcript}");
    for fault in faults.iter().filter(|fault| fault.starts_with("conn/2: ")) {
        assert!(fault.contains("the fault of conn/1: "), "{fault}");
    }
    let blamed: Vec<String> = transcript
        .verdicts()
        .findings()
        .filter(|finding| finding.rule.id == "RUN-01")
        .map(|finding| finding.spot.to_string())
        .collect();
    assert!(!blamed.iter().any(|spot| spot.contains("conn/2")), "{blamed:?}");
}

#[test]
fn crash_of_a_thread_that_has_outlived_its_dll_is_told_of_the_start_that_made_it() {
    let code = "#include <pthread.h>\n\
         static void *fall(void *n) { for (;;) pause(); return n; }\n\
         static void late(void) { *(volatile int *)8 = 1; }\n\
         #define ACCEPT pthread_t t; pthread_create(&t, 0, fall, 0); atexit(late)";
    let dial = || Step::dial("VPN2-0", "alice");
    let scenario = Scenario { steps: Vec::new(), ..twice(dll("outlives", code)) };
    let scenario = Scenario { steps: Scenario::of([dial(), Step::Restart, dial()]).steps, ..scenario };
    let text = isolated().run(&scenario).to_string();
    let told = "log    conn/1 error unload: after the last DLL was unloaded: crash: ";
    let first = text.find(told).unwrap_or_else(|| panic!("{text}"));
    let second = text.rfind("step   3").unwrap_or_else(|| panic!("{text}"));
    assert!(first < second, "it is told before the next start: {text}");
    assert_eq!(text.matches(told).count(), 2, "{text}");
    assert!(!text.contains(" !! "), "no callout is to blame: {text}");
}

#[test]
fn what_is_kept_is_told_of_the_dll_that_has_taken_it() {
    let keeps = dll("keeps", "#include <fcntl.h>\n#define ACCEPT open(\"/dev/null\", O_RDONLY)");
    let sound = dll("sound", "");
    for (dlls, told) in [([keeps.clone(), sound.clone()], "conn/1 kept: "), ([sound, keeps], "conn/2 kept: ")]
    {
        let scenario = Scenario { dlls: dlls.to_vec(), ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
        let text = isolated().run(&scenario).to_string();
        assert_eq!(text.matches(" kept: ").count(), 1, "{text}");
        assert!(text.contains(&format!("{told}1 descriptor is still open")), "{text}");
    }
}

#[test]
fn interrupt_ends_a_callout_that_does_not_return() {
    let hour = Span { ms: 3_600_000 };
    let isolated = isolated().timeout(hour).until(|| true);
    let transcript = isolated.run(&twice(dll("forever", "#define ACCEPT for (;;) pause()")));
    assert_eq!(isolated.cut().as_deref(), Some("interrupted"));
    assert!(transcript.verdicts().is_cut);
    assert_eq!(transcript.verdicts().findings().count(), 0, "nobody is to blame");
}
