//! DLLs that tell of their own code: what is told does not depend on where they run, and campaigns are led by it.

use mockras::campaign::{Oracle, Plan, PlayedLane};
use mockras::check::all_rules;
use mockras::generate::{Shape, case};
use mockras::pipeline::{Reached, Runner};
use mockras::ras::Name;
use mockras::scenario::{Dll, Scenario, Step};
use mockras_native::InThisProcess;
use mockras_testing::dll::{c, instrumented};

use super::{dll, isolated};

fn file(path: std::path::PathBuf) -> Dll {
    Dll::file(path.to_str().expect("a path in UTF-8"))
}

/// The first cases of a campaign against a DLL.
fn lane(dll: Dll, cases: u64, runner: &dyn Runner) -> PlayedLane {
    let shape = Shape {
        subjects: vec![dll],
        readings: vec![("processes", "two")],
        profiles: vec![mockras::ras::Profile::default()],
        ..Shape::default()
    };
    let rules: Vec<_> = all_rules().iter().copied().filter(|rule| rule.id == "RUN-01").collect();
    let oracle = Oracle::by(&rules);
    Plan { seed: 1, shape, oracle, is_guided: true, every: None }.lane(0, cases, runner, &())
}

/// What one user who dials in reaches.
fn reached(dll: Dll, user: &str, runner: &dyn Runner) -> Reached {
    let scenario = Scenario { dlls: vec![dll], ..Scenario::of([Step::dial("VPN2-0", user)]) };
    runner.play(&scenario, &mut Vec::new());
    runner.reached()
}

#[test]
fn what_is_planted_is_found_where_the_dll_tells_of_its_code_and_not_elsewhere() {
    for name in ["guided/counter", "guided/address_class"] {
        let found = |dll: Dll| lane(dll, 96, &isolated()).finds.len();
        assert_eq!((found(file(c(name))), found(file(instrumented(name)))), (0, 1), "{name}");
    }
}

#[test]
fn dll_tells_the_same_in_this_process_in_one_child_and_in_two() {
    let (here, fast, strict) = (InThisProcess, isolated(), isolated().strict());
    let dll = file(instrumented("guided/name"));
    let told = reached(dll.clone(), "zqa", &here);
    assert!(told.edges.len() > 8, "{told:?}");
    assert_eq!(told.names, ["z", "zq", "q", "zq-", "-"].map(Name::from));
    for runner in [&fast as &dyn Runner, &strict] {
        assert_eq!(reached(dll.clone(), "zqa", runner), told);
        // Nothing stays from the scenario before, and nothing is told twice.
        assert!(reached(dll.clone(), "a", runner).edges.len() < told.edges.len());
        assert_eq!(runner.reached(), Reached::default());
    }
    let shape = Shape { subjects: vec![dll], ..Shape::default() };
    for number in 0..12 {
        let scenario = case(3, number, &shape);
        let told = [&here as &dyn Runner, &fast, &strict].map(|runner| {
            runner.play(&scenario, &mut Vec::new());
            let Reached { mut edges, numbers, names, .. } = runner.reached();
            edges.sort_unstable();
            edges.dedup();
            (edges, numbers, names)
        });
        assert_eq!(told[0], told[1], "case {number}");
        assert_eq!(told[1], told[2], "case {number}");
    }
}

#[test]
fn campaign_is_the_same_wherever_the_dll_runs() {
    let dll = || file(instrumented("guided/sequence"));
    let (fast, strict) = (lane(dll(), 64, &isolated()), lane(dll(), 64, &isolated().strict()));
    assert_eq!(fast, strict);
    let edges = fast.coverage.counts().keys().filter(|name| name.starts_with("edge ")).count();
    assert!(edges > 8, "{edges}");
}

#[test]
fn dll_that_tells_nothing_has_reached_nothing() {
    let reached = reached(file(c("guided/name")), "zqa", &isolated());
    assert_eq!(reached, Reached::default());
}

/// What clang makes of a DLL that is built with guards, or with counters, written out.
#[test]
fn guards_and_counters_are_known_and_told() {
    let code = "#include <stdint.h>\n\
        void __sanitizer_cov_trace_pc_guard_init(uint32_t *, uint32_t *);\n\
        void __sanitizer_cov_trace_pc_guard(uint32_t *);\n\
        void __sanitizer_cov_8bit_counters_init(char *, char *);\n\
        void __sanitizer_cov_trace_switch(uint64_t, uint64_t *);\n\
        static uint32_t guards[3]; static char counters[4];\n\
        static uint64_t cases[] = {2, 32, 7001, 7002};\n\
        __attribute__((constructor)) static void begin(void) {\n\
            __sanitizer_cov_trace_pc_guard_init(guards, guards + 3);\n\
            __sanitizer_cov_8bit_counters_init(counters, counters + 4);\n\
            counters[0] = 9;\n\
            __sanitizer_cov_trace_pc_guard(guards);\n\
        }\n\
        #define ACCEPT __sanitizer_cov_trace_pc_guard(guards + 1); counters[2] += 5; \\\n\
            __sanitizer_cov_trace_switch(5, cases);";
    for runner in [&isolated() as &dyn Runner, &isolated().strict(), &InThisProcess] {
        let told = reached(dll("guards_and_counters", code), "alice", runner);
        let often: Vec<u8> = told.edges.iter().map(|edge| edge.often).collect();
        assert_eq!(often, [0, 3], "what its constructor does is no callout's");
        assert_eq!(told.known.iter().map(|(_, edges)| *edges).collect::<Vec<_>>(), [7]);
        assert_eq!(told.numbers, [7001, 7002]);
    }
}
