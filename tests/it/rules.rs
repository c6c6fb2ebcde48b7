//! The rules: each is proven able to fail, by an example and by a seeded fault, and to hold.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use mockras::check::{
    Binds, Finding, Home, Rule, Verdict, Verdicts, all_rules, canary, judge, own_rows, row, rows,
};
use mockras::generate::fault;
use mockras::pipeline;

use mockras_testing::source::{paths_below, read, root};

/// What every rule says of an example.
fn judged(rule: &Rule, text: &str) -> Verdicts {
    let (run, twin) =
        Rule::example(text).unwrap_or_else(|error| panic!("{}: an example is malformed: {error}", rule.id));
    judge(&run, twin.as_ref(), all_rules())
}

/// The ids of the rules that were broken.
fn broken(verdicts: &Verdicts) -> Vec<&'static str> {
    let broken = verdicts.outcomes.iter().filter(|outcome| matches!(outcome.verdict, Verdict::Broken(_)));
    broken.map(|outcome| outcome.rule.id).collect()
}

/// A line of a matrix: what breaks, the rule it was made for first.
fn line(name: &str, made_for: &str, broken: &[&str]) -> String {
    let also: Vec<&str> = broken.iter().copied().filter(|id| *id != made_for).collect();
    let also = if also.is_empty() { String::new() } else { format!("and {}", also.join(" ")) };
    format!("{name:<36}{made_for:<12}{also}").trim_end().to_owned()
}

pub(crate) fn snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(root().join("snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn every_rule_holds_where_it_says_so() {
    let mut wrong = String::new();
    for rule in all_rules() {
        let verdicts = judged(rule, rule.holds);
        let outcome = verdicts.of(rule.id).expect("every rule was asked");
        // What the service owes a DLL that does wrong can only be shown with such a DLL.
        let counts = |finding: &&Finding| rule.binds == Binds::Dll || finding.rule.binds == Binds::Service;
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
    for rule in all_rules() {
        let verdicts = judged(rule, rule.breaks);
        let broken = broken(&verdicts);
        assert!(
            broken.contains(&rule.id),
            "{} {}: its `breaks` is not Broken\n{verdicts}",
            rule.id,
            rule.name
        );
        writeln!(matrix, "{}", line(rule.name, rule.id, &broken)).expect("a string grows");
    }
    snapshot("examples", &matrix);
}

#[test]
fn every_seeded_fault_is_caught_by_its_rule() {
    let mut matrix = String::new();
    for fault in fault::all() {
        let made_for: Vec<&Rule> = all_rules()
            .iter()
            .copied()
            .filter(|rule| rule.fault == Some(fault.name) || fault.rule() == Some(rule.id))
            .collect();
        assert!(!made_for.is_empty(), "no rule names the fault {}", fault.name);
        let (scenario, dlls) = fault.demonstration();
        let sound = pipeline::judged(&scenario, &mockras::pipeline::InProcess, all_rules());
        assert_eq!(broken(&sound.1), Vec::<&str>::new(), "without {}:\n{}", fault.name, sound.1);
        let faulty = pipeline::judged(&scenario, &dlls[..], all_rules());
        let broken = broken(&faulty.1);
        for rule in made_for {
            assert!(broken.contains(&rule.id), "{} is not caught by {}:\n{}", fault.name, rule.id, faulty.0);
            writeln!(matrix, "{}", line(fault.name, rule.id, &broken)).expect("a string grows");
        }
    }
    snapshot("faults", &matrix);
}

#[test]
fn every_rule_about_a_dll_has_a_fault() {
    for rule in all_rules() {
        match (rule.binds, rule.fault) {
            (Binds::Dll, None) => panic!("{} {}: it binds a DLL and names no fault", rule.id, rule.name),
            (Binds::Dll, Some(name)) => {
                assert!(fault::named(name).is_some(), "{}: there is no fault `{name}`", rule.id);
            }
            (Binds::Service, fault) => assert_eq!(fault, None, "{}: it binds the service", rule.id),
        }
    }
}

#[test]
fn every_row_has_one_home() {
    let mut homeless = Vec::new();
    for row in rows().chain(own_rows()).filter(|row| row.id != canary().id) {
        let rules = all_rules().iter().filter(|rule| rule.decides.contains(&row.id)).count();
        let expected = usize::from(row.home == Home::Rule);
        if rules != expected {
            homeless.push(format!("{} is decided by {rules} rules, its home is: {}", row.id, row.home));
        }
    }
    assert_eq!(homeless, Vec::<String>::new());
    for rule in all_rules().iter().chain([&canary()]) {
        for id in rule.decides {
            assert!(row(id).is_some(), "{}: no row {id}", rule.id);
        }
    }
}

#[test]
fn every_rule_file_is_registered() {
    let registry = read("src/check/rules/mod.rs");
    let files = paths_below("src/check/rules");
    let names = files.iter().filter_map(|path| path.strip_prefix("src/check/rules/")?.strip_suffix(".rs"));
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
    assert!(missing.is_empty(), "lines that are missing in src/check/rules/mod.rs:\n{missing}");
    // The canary has its own place.
    let in_order = |prefix: &str, suffix: &str| {
        let lines = registry.lines().map(str::trim);
        let found: Vec<&str> =
            lines.filter_map(|line| line.strip_prefix(prefix)?.strip_suffix(suffix)).collect();
        assert!(found.is_sorted(), "src/check/rules/mod.rs: `{prefix}..{suffix}` is not sorted");
    };
    in_order("mod ", ";");
    in_order("&", "::RULE,");
}

#[test]
fn names_and_ids_are_unique_and_say_something() {
    let ids: BTreeSet<&str> = all_rules().iter().map(|rule| rule.id).collect();
    let names: BTreeSet<&str> = all_rules().iter().map(|rule| rule.name).collect();
    assert_eq!((ids.len(), names.len()), (all_rules().len(), all_rules().len()));
    for rule in all_rules() {
        assert_eq!(rule.id, rule.decides[0]);
        let file = format!("src/check/rules/{}.rs", rule.name.replace('-', "_"));
        assert!(paths_below("src/check/rules").contains(&file), "{}: expected in {file}", rule.id);
        assert!(rule.explanation.trim().len() > 60, "{}: its explanation is short", rule.id);
    }
    let faults: Vec<&str> = fault::all().map(|fault| fault.name).collect();
    assert_eq!(faults.iter().collect::<BTreeSet<_>>().len(), faults.len(), "{faults:?}");
}

#[test]
fn the_canary_breaks_and_is_not_one_of_all() {
    let (run, twin) = Rule::example(canary().breaks).expect("its example is well formed");
    let verdicts = judge(&run, twin.as_ref(), &[canary()]);
    assert_eq!(broken(&verdicts), [canary().id]);
    assert!(all_rules().iter().all(|rule| rule.id != canary().id));
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
    assert!(first.starts_with("CONN-03 verdicts-are-true-or-false\n"), "{first}");
    assert!(message.contains(&first), "{message}");
    let mut cut = pipeline::run(&scenario, &[]);
    cut.entries.pop();
    assert!(complaint(&cut).expect("half a run is no pass").contains("the run was cut short"));
    let empty = mockras::transcript::Transcript::default();
    assert!(complaint(&empty).expect("nothing is no pass").contains("nothing was exercised"));
}
