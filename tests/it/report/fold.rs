//! Findings that repeat are told once.

use mockras::report::{Fold, JudgedRun, Report, folded};

use super::sample;

#[test]
fn findings_with_one_signature_are_told_once() {
    let report = sample::report();
    let folds = folded(&report);
    let told = |fold: &Fold<'_>| (fold.finding.rule.id, fold.run, fold.repeats, fold.here);
    assert_eq!(folds.iter().map(told).collect::<Vec<_>>(), [("IP4-08", 0, 2, 0), ("RUN-01", 1, 0, 0)]);
    assert_eq!(Vec::from_iter(&folds[0].elsewhere), [&sample::AWKWARD]);
}

#[test]
fn repeats_are_in_this_scenario_or_in_others() {
    let repeats = |report: &Report| {
        let lines = folded(report)[0].lines(report);
        let (label, text) = lines.last().expect("there are lines").clone();
        assert_eq!(label, "repeats");
        text.strip_suffix(" (same rule, entry point and member)").expect("it ends so").to_owned()
    };
    let report = sample::report();
    assert_eq!(repeats(&report), "2 more in 1 other scenario");
    let mut all = report.clone();
    all.runs.extend(report.runs[..1].to_vec());
    assert_eq!(repeats(&all), "3 more in this and 1 other scenario");
    all.runs.push(JudgedRun { name: "corpus/other.toml".to_owned(), ..report.runs[0].clone() });
    assert_eq!(repeats(&all), "4 more in this and 2 other scenarios");
    assert_eq!(repeats(&sample::swept()), "2 more in this scenario");
}

#[test]
fn finding_says_its_scenario_and_the_command_that_shows_it_again() {
    let report = sample::report();
    let text = folded(&report)[0].text(&report);
    assert!(text.contains("  where      corpus/plain.toml, step 1, connection 1, "), "{text}");
    assert!(text.contains("  reproduce  mockras check corpus/plain.toml --rule IP4-08\n"), "{text}");
}

#[test]
fn finding_says_the_readings_and_no_command_if_there_is_none() {
    let mut report = sample::swept();
    report.runs.remove(0);
    report.runs[0].command = None;
    let text = folded(&report)[0].text(&report);
    assert!(text.contains("  where      corpus/plain.toml (vote=ask_all), step 1, "), "{text}");
    assert!(!text.contains("reproduce"), "{text}");
}
