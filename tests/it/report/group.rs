//! Each cause is told once.

use mockras::check::Kind;
use mockras::report::{Group, JudgedRun, Report, groups};

use super::sample;

#[test]
fn findings_of_one_cause_are_told_once() {
    let report = sample::report();
    let groups = groups(&report);
    let told = |group: &Group<'_>| (group.finding.rule.id, group.run, group.times, group.scenarios.len());
    assert_eq!(groups.iter().map(told).collect::<Vec<_>>(), [("IP4-08", 0, 3, 2), ("RUN-01", 1, 1, 1)]);
}

#[test]
fn how_often_a_cause_was_met_is_told_if_it_was_more_than_once() {
    let met = |report: &Report| {
        let lines = groups(report)[0].lines(report);
        lines.into_iter().find(|(label, _)| *label == "met").map(|(_, text)| text)
    };
    let report = sample::report();
    assert_eq!(met(&report).as_deref(), Some("3 times in 2 scenarios"));
    let mut all = report.clone();
    all.runs.push(JudgedRun { name: "corpus/other.toml".to_owned(), ..report.runs[0].clone() });
    assert_eq!(met(&all).as_deref(), Some("4 times in 3 scenarios"));
    assert_eq!(met(&sample::swept()).as_deref(), Some("3 times in 1 scenario"));
    all.runs.truncate(1);
    assert_eq!(met(&all), None);
}

#[test]
fn plainest_case_of_what_weighs_most_is_told() {
    let mut report = sample::swept();
    report.runs.reverse();
    assert_eq!(groups(&report)[0].run, 2, "the run without a changed reading");
    let of = |report: &mut Report, run: usize, kind: Kind| {
        let outcomes = &mut report.runs[run].verdicts.outcomes;
        for outcome in outcomes {
            if let mockras::check::Verdict::Broken(findings) = &mut outcome.verdict {
                findings.iter_mut().for_each(|finding| finding.kind = kind);
            }
        }
    };
    of(&mut report, 2, Kind::Open);
    assert_eq!((groups(&report)[0].run, groups(&report)[0].kind()), (1, Kind::Error));
    (0..3).for_each(|run| of(&mut report, run, Kind::Open));
    assert_eq!((groups(&report)[0].run, groups(&report)[0].kind()), (2, Kind::Open));
}

#[test]
fn finding_says_its_scenario_and_the_command_that_shows_it_again() {
    let report = sample::report();
    let text = groups(&report)[0].text(&report);
    assert!(text.starts_with("error: IP4-08 notify-is-written\n"), "{text}");
    assert!(text.contains("  where      corpus/plain.toml, step 1, connection 1, "), "{text}");
    assert!(text.contains("  reproduce  mockras check corpus/plain.toml --rule IP4-08\n"), "{text}");
}

#[test]
fn finding_says_the_readings_and_no_command_if_there_is_none() {
    let mut report = sample::swept();
    report.runs.remove(0);
    report.runs[0].command = None;
    let text = groups(&report)[0].text(&report);
    assert!(text.contains("  where      corpus/plain.toml (vote=ask_all), step 1, "), "{text}");
    assert!(!text.contains("reproduce"), "{text}");
}

#[test]
fn corrupt_heap_without_a_place_is_told_under_a_crash_but_not_under_a_hang() {
    let told = |other: &str| {
        let mut report = sample::report();
        let mut second = report.runs[1].clone();
        let observe = |run: &mut JudgedRun, text: &str| {
            for outcome in &mut run.verdicts.outcomes {
                if let mockras::check::Verdict::Broken(findings) = &mut outcome.verdict {
                    findings.iter_mut().for_each(|finding| finding.observed = text.to_owned());
                }
            }
        };
        observe(&mut second, "crash: heap corruption");
        observe(&mut report.runs[1], other);
        report.runs = vec![second, report.runs[1].clone()];
        let told = |group: &Group<'_>| (group.finding.observed.clone(), group.followed());
        groups(&report).iter().filter(|group| group.finding.is_fault()).map(told).collect::<Vec<_>>()
    };
    let crash = "crash: SIGSEGV, in gate (gate.c:41)".to_owned();
    assert_eq!(told(&crash), [(crash, "RUN-01".to_owned())]);
    for other in ["hang: did not return in 2s", "panic: no"] {
        let observed: Vec<String> = told(other).into_iter().map(|(observed, _)| observed).collect();
        assert_eq!(observed, ["crash: heap corruption", other]);
    }
}
