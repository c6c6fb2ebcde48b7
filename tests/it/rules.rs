//! The rules: each is proven able to fail, by an example and by a seeded fault, and to hold.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mockras::check::{
    Breaks, Check, DependsOn, ExampleError, Finding, Home, Reach, Rule, Twins, Verdict, Verdicts, all_rules,
    canary, judge, own_rows, row, rows,
};
use mockras::dll::stock;
use mockras::generate::fault;
use mockras::pipeline::{self, Judging};
use mockras::ras::{Policy, Profile};
use mockras::report::{JudgedRun, Report, groups};
use mockras::scenario::Scenario;
use mockras::transcript::Transcript;

use crate::corpus::corpus;
use crate::proof::{self, every_rule};
use mockras_testing::assert_snapshot;
use mockras_testing::source::{paths_below, read};

/// Whether a rule is about the service, which mockras plays.
fn is_proof(rule: &Rule) -> bool {
    proof::RULES.iter().any(|proof| proof.id == rule.id)
}

/// A run and, for a rule that compares, its twin.
type Example = Result<(Transcript, Option<Transcript>), ExampleError>;

/// What every rule says of an example.
fn judged(rule: &Rule, example: Example) -> Verdicts {
    let (run, twin) = example.unwrap_or_else(|error| panic!("{}: an example is malformed: {error}", rule.id));
    judge(&run, Twins::of(rule, twin.as_ref()), every_rule())
}

/// The ids of the rules that were broken.
fn broken(verdicts: &Verdicts) -> Vec<&'static str> {
    let broken = verdicts.outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Broken(_)));
    // An expectation is found by the rule that stands for all of them.
    broken.map(|outcome| if outcome.rule.is_expectation() { "EXPECT" } else { outcome.rule.id }).collect()
}

/// A line of a matrix: what breaks, the rule it was made for first.
fn line(name: &str, made_for: &str, broken: &[&str]) -> String {
    let also: Vec<&str> = broken.iter().copied().filter(|id| *id != made_for).collect();
    let also = if also.is_empty() { String::new() } else { format!("and {}", also.join(" ")) };
    format!("{name:<36}{made_for:<12}{also}").trim_end().to_owned()
}

#[test]
fn every_rule_holds_where_it_says_so() {
    let mut wrong = String::new();
    for rule in every_rule() {
        let verdicts = judged(rule, rule.example_that_holds());
        let outcome = verdicts.of(rule.id).expect("every rule was asked");
        // What the service owes a DLL that does wrong can only be shown with such a DLL.
        let counts = |finding: &&Finding| !is_proof(rule) || is_proof(finding.rule);
        let findings: String =
            verdicts.findings().filter(counts).map(|finding| format!("{finding}\n")).collect();
        if !matches!(outcome.verdict, Verdict::Held) || !findings.is_empty() {
            writeln!(wrong, "{} {}: its `holds` is {:?}\n{findings}", rule.id, rule.name, outcome.verdict)
                .expect("a string grows");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_rule_breaks_where_it_says_so() {
    let mut matrix = String::new();
    for rule in every_rule() {
        let verdicts = judged(rule, rule.example_that_breaks());
        let broken = broken(&verdicts);
        assert!(
            broken.contains(&rule.id),
            "{} {}: its `breaks` is not Broken\n{verdicts}",
            rule.id,
            rule.name
        );
        writeln!(matrix, "{}", line(rule.name, rule.id, &broken)).expect("a string grows");
    }
    assert_snapshot("examples", &matrix);
}

#[test]
fn every_seeded_fault_is_caught_by_its_rule() {
    let mut matrix = String::new();
    for fault in fault::all() {
        let made_for: Vec<&Rule> = every_rule()
            .iter()
            .copied()
            .filter(|rule| rule.fault == Some(fault.name) || fault.rule() == Some(rule.id))
            .collect();
        assert!(!made_for.is_empty(), "no rule names the fault {}", fault.name);
        let (scenario, dlls) = fault.demonstration();
        let judging = Judging::by(every_rule()).twice();
        let sound = judging.judged(&scenario, &mockras::pipeline::InProcess);
        assert_eq!(broken(&sound.1), Vec::<&str>::new(), "without {}:\n{}", fault.name, sound.1);
        let faulty = judging.judged(&scenario, &dlls[..]);
        let broken = broken(&faulty.1);
        for rule in made_for {
            assert!(broken.contains(&rule.id), "{} is not caught by {}:\n{}", fault.name, rule.id, faulty.0);
            writeln!(matrix, "{}", line(fault.name, rule.id, &broken)).expect("a string grows");
        }
    }
    assert_snapshot("faults", &matrix);
}

/// What no fault of a Rust type can show: DLLs in Rust are called on one thread. `cli/tests/it/matters.rs` has native ones.
const NATIVE_ALONE: [&str; 1] = ["THREADS"];

#[test]
fn every_rule_about_a_dll_has_a_fault() {
    for rule in all_rules().iter().filter(|rule| !NATIVE_ALONE.contains(&rule.id)) {
        let name = rule.fault.unwrap_or_else(|| panic!("{} {}: it names no fault", rule.id, rule.name));
        assert!(fault::named(name).is_some(), "{}: there is no fault `{name}`", rule.id);
    }
    for rule in proof::RULES {
        assert_eq!(rule.fault, None, "{}: no DLL can break what the service owes", rule.id);
    }
}

#[test]
fn every_row_has_one_home() {
    let mut homeless = Vec::new();
    for row in rows().chain(own_rows()).filter(|row| row.id != canary().id) {
        let decides = |rule: &&&Rule| rule.decides.contains(&row.id);
        let rules = all_rules().iter().filter(decides).count();
        let proofs: Vec<String> =
            proof::RULES.iter().filter(decides).map(|rule| file("tests/proof", rule)).collect();
        let proofs: Vec<&str> = proofs.iter().map(String::as_str).collect();
        let is_home = match row.home {
            Home::Rule => (rules, &proofs[..]) == (1, &[]),
            Home::Proven(file) => (rules, &proofs[..]) == (0, &[file]),
            _ => (rules, &proofs[..]) == (0, &[]),
        };
        if !is_home {
            homeless.push(format!(
                "{} is decided by {rules} rules and proven by {proofs:?}, its home is: {}",
                row.id, row.home
            ));
        }
    }
    assert_eq!(homeless, Vec::<String>::new());
    for rule in every_rule().iter().chain([&canary()]) {
        for id in rule.decides {
            assert!(row(id).is_some(), "{}: no row {id}", rule.id);
        }
    }
}

/// The file of a rule in a folder.
fn file(folder: &str, rule: &Rule) -> String {
    format!("{folder}/{}.rs", rule.name.replace('-', "_"))
}

/// The lines of a folder's `mod.rs` that are missing there, for files that hold rules.
fn unregistered(folder: &str) -> String {
    let registry = read(&format!("{folder}/mod.rs"));
    let files = paths_below(folder);
    let names =
        files.iter().filter_map(|path| path.strip_prefix(folder)?.strip_prefix('/')?.strip_suffix(".rs"));
    let mut missing = String::new();
    let mut names: Vec<&str> = names.filter(|name| *name != "mod").collect();
    names.sort_unstable();
    for name in &names {
        for line in [format!("mod {name};\n"), format!("&{name}::RULE")] {
            if !registry.contains(&line) {
                writeln!(missing, "{line}").expect("a string grows");
            }
        }
    }
    // The canary has its own place.
    let in_order = |prefix: &str, suffix: &str| {
        let lines = registry.lines().map(str::trim);
        let found: Vec<&str> =
            lines.filter_map(|line| line.strip_prefix(prefix)?.strip_suffix(suffix)).collect();
        assert!(found.is_sorted(), "{folder}/mod.rs: `{prefix}..{suffix}` is not sorted");
    };
    in_order("mod ", ";");
    in_order("&", "::RULE,");
    missing
}

#[test]
fn every_rule_file_is_registered() {
    for folder in ["src/check/rules", "tests/proof"] {
        let missing = unregistered(folder);
        assert!(missing.is_empty(), "lines that are missing in {folder}/mod.rs:\n{missing}");
    }
}

#[test]
fn names_and_ids_are_unique_and_say_something() {
    let ids: BTreeSet<&str> = every_rule().iter().map(|rule| rule.id).collect();
    let names: BTreeSet<&str> = every_rule().iter().map(|rule| rule.name).collect();
    assert_eq!((ids.len(), names.len()), (every_rule().len(), every_rule().len()));
    for rule in every_rule() {
        assert_eq!(rule.id, rule.decides[0]);
        let folder = if is_proof(rule) { "tests/proof" } else { "src/check/rules" };
        assert!(paths_below(folder).contains(&file(folder, rule)), "{}: expected in {folder}", rule.id);
        assert!(rule.explanation.trim().len() > 60, "{}: its explanation is short", rule.id);
    }
    let faults: Vec<&str> = fault::all().map(|fault| fault.name).collect();
    assert_eq!(faults.iter().collect::<BTreeSet<_>>().len(), faults.len(), "{faults:?}");
}

#[test]
fn the_canary_breaks_and_is_not_one_of_all() {
    let (run, twin) = canary().example_that_breaks().expect("its example is well formed");
    let verdicts = judge(&run, Twins::of(canary(), twin.as_ref()), &[canary()]);
    assert_eq!(broken(&verdicts), [canary().id]);
    assert!(every_rule().iter().all(|rule| rule.id != canary().id));
    let without_entries = judge(&Transcript::default(), Twins::default(), &[canary()]);
    assert!(
        matches!(without_entries.outcomes[0].verdict, Verdict::NotApplicable),
        "no run is there to break it"
    );
}

#[test]
fn finding_reads_as_aligned_lines() {
    let rule = all_rules().iter().copied().find(|rule| rule.id == "RUN-01").expect("it is there");
    let (run, _) = rule.example_that_breaks().expect("its example is well formed");
    let mut verdicts = judge(&run, Twins::default(), &[rule]);
    let Verdict::Broken(findings) = &mut verdicts.outcomes[0].verdict else { panic!("it is broken") };
    let finding = &mut findings[0];
    finding.member = Some("a\nb".to_owned());
    finding.observed = "panic: \u{1b}[31mno\r\nlist \u{e9}\u{2028}".to_owned();
    finding.depends_on = DependsOn::reading("callout_fault", Policy::default());
    let expected = "\
error: RUN-01 callouts-return
  where      while the service starts or stops, InitializeDll of conn/1, on server-2012
  member     a\\nb
  observed   panic: \\u{1b}[31mno\\r\\nlist \u{e9}\\u{2028}
  expected   a function that returns
  duty       RUN-01: A callout returns to the service: no page knows one that crashes, panics or hangs. (implied)
  reading    AMB-52 read as callout_fault=log_and_refuse
";
    assert_eq!(finding.to_string(), expected);
}

/// The message with which `assert_kept` panics; nothing if it does not.
fn complaint(run: &mockras::transcript::Transcript) -> Option<String> {
    let panic = std::panic::catch_unwind(|| run.assert_kept()).err()?;
    Some(panic.downcast_ref::<String>().expect("a panic with a message").clone())
}

#[test]
fn assert_kept_says_what_was_broken() {
    let fault = fault::named("true-is-two").expect("a fault of that name");
    let (scenario, dlls) = fault.demonstration();
    assert_eq!(complaint(&pipeline::run(&scenario, &[])), None);
    let faulty = pipeline::run(&scenario, &dlls);
    let message = complaint(&faulty).expect("a rule is broken");
    let first = faulty.verdicts().findings().next().expect("a finding").to_string();
    assert!(first.starts_with("error: CONN-03 verdicts-are-true-or-false\n"), "{first}");
    assert!(message.contains(&first), "{message}");
    let mut cut = pipeline::run(&scenario, &[]);
    cut.entries.pop();
    assert!(complaint(&cut).expect("half a run is no pass").contains("the run was cut short"));
    let (scenario, dlls) =
        fault::named("initialise-returns-true").expect("a fault of that name").demonstration();
    let never_started = pipeline::run(&scenario, &dlls);
    assert!(complaint(&never_started).expect("it never starts").contains("INIT-03"));
    let empty = mockras::transcript::Transcript::default();
    assert!(complaint(&empty).expect("nothing is no pass").contains("nothing was exercised"));
}

/// The entries of the example that breaks a rule with four lines in the one that keeps it, each without its time.
fn broken_example(breaks: Breaks) -> Result<Vec<String>, ExampleError> {
    let rule = Rule {
        id: "HOUSE-01",
        name: "house",
        explanation: "",
        decides: &["HOUSE-01"],
        applies_to: Reach::Call,
        check: Check::Run(|_, _| {}),
        holds: "\n    0.000 service running\n    0.000 c1 connected\n    0.000 c1 waiting\n    0.000 c1 connected\n",
        breaks,
        fault: None,
    };
    let (run, _) = rule.example_that_breaks()?;
    let text = run.to_text();
    let (_, lines) = text.split_once("\n\n").expect("a header");
    Ok(lines.lines().map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")).collect())
}

#[test]
fn changed_lines_of_an_example_are_replaced_wherever_they_stand() {
    let two = [
        ("0.000 c1 waiting\n 0.000 c1 connected", "0.000 c2 waiting"),
        ("\n  0.000 service running\n", "0.000 c3 waiting\n0.000 c4 waiting"),
    ];
    let two: &'static [(&str, &str)] = two.to_vec().leak();
    let lines = broken_example(Breaks::Changed(two)).expect("they are there once");
    assert_eq!(lines, ["c3 waiting", "c4 waiting", "c1 connected", "c2 waiting"]);
    let lines = broken_example(Breaks::Changed(&[("0.000 service running", "")])).expect("it is there once");
    assert_eq!(lines, ["c1 connected", "c1 waiting", "c1 connected"]);
    assert_eq!(broken_example(Breaks::Whole("0.000 c1 waiting")).expect("a transcript"), ["c1 waiting"]);
}

#[test]
fn lines_of_an_example_that_are_not_there_exactly_once_are_refused() {
    const CASES: [[(&str, &str); 1]; 3] =
        [[("0.000 c2 waiting", "")], [("0.000 c1 connected", "")], [("", "")]];
    for (case, count) in CASES.iter().zip([0, 2, 0]) {
        let error = broken_example(Breaks::Changed(case)).expect_err("it is not there once");
        assert!(matches!(&error, ExampleError::NotOnce { times, .. } if *times == count), "{error}");
        let message = format!("expected what is replaced exactly once in `holds`, found it {count} times:\n");
        assert_eq!(error.to_string(), message + case[0].0);
    }
}

/// A fault over the corpus of the newest Windows and its own demonstration: how many groups of each kind a report tells.
fn groups_of(fault: &'static fault::SeededFault) -> String {
    let judging = Judging::by(all_rules()).twice();
    let demo = fault.scenario();
    let is_played = |scenario: &&Scenario| {
        scenario.profile == Profile::default() && scenario.hostile.is_empty() && scenario.dll_path.is_none()
    };
    let corpus = corpus().iter().map(|(_, scenario)| scenario).filter(is_played);
    let corpus =
        corpus.map(|scenario| Scenario { dlls: demo.dlls.clone(), ..scenario.without_expectations() });
    let runs = std::iter::once(demo.clone()).chain(corpus).map(|scenario| {
        let dlls: Vec<_> = scenario.dlls.iter().map(|dll| fault.wrap(stock::registered(dll))).collect();
        let (transcript, verdicts) = judging.judged(&scenario, &dlls[..]);
        JudgedRun { header: transcript.header, verdicts, started: true, ..JudgedRun::default() }
    });
    let report = Report { rules: all_rules().to_vec(), runs: runs.collect(), ..Report::default() };
    let told = groups(&report).into_iter().map(|group| format!("{} {}", group.kind(), group.finding.rule.id));
    told.collect::<Vec<_>>().join(", ")
}

#[test]
fn every_seeded_fault_is_one_finding() {
    let mut table = String::new();
    for fault in fault::all() {
        writeln!(table, "{:<36}{}", fault.name, groups_of(fault)).expect("a string grows");
    }
    assert_snapshot("groups", &table);
}

/// Whose fault it is that two users have one address: alice was offered it and bob was given it, for an offer or for none.
#[test]
fn address_of_the_service_that_lies_in_the_pool_is_nobodys_fault() {
    let broken = |offered: &str| {
        let text = format!(
            r#"
            0.000  step   1      {{ dial = {{ port = "VPN2-0", user = "alice", ipv4 = "10.8.0.10" }} }}
            0.000  c1            authenticated handle=65537 user=alice
            0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.8.0.10 notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
            0.000  step   2      {{ dial = {{ port = "VPN2-1", user = "bob" }} }}
            0.000  c2            authenticated handle=65538 user=bob
            0.000  call   ip/1   GetIpAddressForUser user=bob port=VPN2-1 offered={offered} notify=poison = NO_ERROR address=10.8.0.10 notify=TRUE
            "#
        );
        let (run, _) = Rule::example(&text).expect("a transcript");
        judge(&run, Twins::default(), every_rule()).of("IP4-19").map(|outcome| !outcome.findings().is_empty())
    };
    assert_eq!((broken("0.0.0.0"), broken("10.0.0.3")), (Some(false), Some(true)));
}
