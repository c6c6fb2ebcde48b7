//! One child for both processes: it shows the same as one for each, and it is not taken where copies of a library may meet.

use mockras::pipeline::Runner;
#[cfg(target_os = "linux")]
use mockras::ras::Callout;
use mockras::scenario::{Dll, Scenario, Step};
#[cfg(target_os = "linux")]
use mockras::transcript::EntryKind;
use mockras_testing::dll::{self, fixtures};

use super::{dll as small, isolated};
use crate::corpus;

/// The scenario with this DLL in the place of its own.
fn with(scenario: &Scenario, file: &str) -> Scenario {
    Scenario { dlls: vec![Dll::file(file)], ..scenario.without_expectations() }
}

#[test]
fn fast_and_strict_show_the_same_of_conforming_dlls() {
    // Wine takes its time, and most of the corpus is the same to it.
    let each = if cfg!(windows) { 16 } else { 1 };
    let plays = corpus().into_iter().filter(|(_, scenario)| scenario.hostile.is_empty());
    let scenarios: Vec<_> = plays.step_by(each).collect();
    for name in fixtures("conforming") {
        let file = dll::c(&name);
        let file = file.to_str().expect("a path in UTF-8");
        let (fast, strict) = (isolated(), isolated().strict());
        for (scenario_name, scenario) in &scenarios {
            let scenario = with(scenario, file);
            assert_eq!(fast.run(&scenario), strict.run(&scenario), "{name} in {scenario_name}");
        }
    }
}

/// How many children have played a user who dials in.
#[cfg(target_os = "linux")]
fn children(dll: Dll) -> usize {
    let isolated = isolated();
    let scenario = Scenario { dlls: vec![dll], ..Scenario::of([Step::dial("VPN2-0", "alice")]) };
    assert_eq!(isolated.run(&scenario), self::isolated().strict().run(&scenario));
    isolated.children().len()
}

#[test]
fn what_shows_something_is_played_again_in_two() {
    let crash = "#define ACCEPT *(volatile int *)8 = 1";
    let dial = || Step::dial("VPN2-0", "alice");
    let steps = [dial(), Step::Restart, dial()];
    let scenario = Scenario { dlls: vec![small("crashes", crash)], ..Scenario::of(steps) };
    let (fast, strict) = (isolated(), isolated().strict());
    for _ in 0..5 {
        let told = fast.run(&scenario).to_string();
        assert!(told.contains("conn/1") && told.contains("crash: "), "{told}");
        assert_eq!(told, strict.run(&scenario).to_string());
    }
}

#[test]
#[cfg(target_os = "linux")]
fn copies_that_may_meet_have_a_child_each() {
    assert_eq!(children(small("apart", "static int users;\n#define ACCEPT users++")), 1);
    let meets = [
        ("by_number", "#include <unistd.h>\nstatic volatile int own;\n#define ACCEPT own = getpid()"),
        ("by_chance", "#include <stdlib.h>\nstatic volatile int drawn;\n#define ACCEPT drawn = rand()"),
    ];
    for (name, code) in meets {
        assert_eq!(children(small(name, code)), 2, "{name}");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn child_killed_at_any_moment_leaves_what_was_before() {
    const MOMENTS: usize = 20;
    let dials = (0..MOMENTS).map(|port| Step::dial(format!("VPN2-{port}").as_str(), "alice"));
    let plain = Scenario::of(dials);
    let with = |name: &str, code: &str| Scenario { dlls: vec![small(name, code)], ..plain.clone() };
    let whole = isolated().run(&with("calm", "#define ACCEPT")).entries;
    let accepts = whole.iter().enumerate().filter(|(_, entry)| {
        matches!(&entry.kind, EntryKind::Asked(ask) if ask.entry.callout == Callout::AcceptNewConnection)
    });
    let moments: Vec<usize> = accepts.map(|(place, _)| place).collect();
    assert_eq!(moments.len(), MOMENTS);
    let fast = isolated();
    for (before, moment) in moments.into_iter().enumerate() {
        let code = format!(
            "#include <signal.h>\nstatic int calls;\n#define ACCEPT if (calls++ == {before}) raise(SIGKILL)"
        );
        let cut = fast.run(&with(&format!("killed_at_{before}"), &code)).entries;
        assert_eq!(fast.cut().as_deref(), Some("the child was killed: SIGKILL, not by mockras"));
        assert_eq!(cut, whole[..=moment], "killed in call {before}");
    }
    assert_eq!(fast.run(&with("calm", "#define ACCEPT")).entries, whole, "the next run is whole");
}

#[test]
#[cfg(target_os = "linux")]
fn what_terminate_puts_right_is_seen_before() {
    let left = "#include <unistd.h>\nstatic int kept;\n#define ACCEPT kept = dup(0); close(0)\n\
                #define TERMINATE if (kept) { dup2(kept, 0); close(kept); }";
    let dial = [Step::dial("VPN2-0", "alice")];
    let scenario = Scenario { dlls: vec![small("closes_for_a_while", left)], ..Scenario::of(dial) };
    let fast = isolated().run(&scenario).to_string();
    assert!(fast.contains("descriptor 0 is closed"), "{fast}");
    assert_eq!(fast, isolated().strict().run(&scenario).to_string());
}
