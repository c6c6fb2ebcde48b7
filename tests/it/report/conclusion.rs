//! How reports end and why, and what they say of rules that never applied.

use mockras::check::{Check, Reach, Rule, all_rules};
use mockras::report::{Conclusion, JudgedRun, Report};

use super::sample;

fn with_runs(mut report: Report, change: impl Fn(&mut JudgedRun)) -> Report {
    report.runs.iter_mut().for_each(change);
    report
}

#[test]
fn result_line_says_how_it_ends_and_why() {
    let not_started = |report| with_runs(report, |run| run.started = false);
    let is_cut = |report| with_runs(report, |run| run.cut = true);
    let undecided = || {
        let mut report = sample::report();
        report.runs.drain(..2);
        report
    };
    let mut undecided_after_a_call = undecided();
    undecided_after_a_call.runs.extend(sample::clean().runs);
    let mut one_started = not_started(sample::clean());
    one_started.runs.extend(sample::clean().runs);
    let no_rules = Report { rules: Vec::new(), ..sample::clean() };
    let mut nothing = sample::clean();
    nothing.runs[0].verdicts.outcomes.clear();
    let cases = [
        (sample::clean(), Conclusion::Pass, "PASS"),
        (one_started, Conclusion::Pass, "PASS"),
        (sample::report(), Conclusion::Fail, "FAIL (2 errors)"),
        (is_cut(sample::report()), Conclusion::Fail, "FAIL (2 errors)"),
        (
            not_started(is_cut(sample::clean())),
            Conclusion::NotStarted,
            "FAIL (the service did not start in any scenario)",
        ),
        (
            not_started(sample::report()),
            Conclusion::NotStarted,
            "FAIL (the service did not start in any scenario; 2 errors)",
        ),
        (sample::empty(), Conclusion::Inconclusive, "INCONCLUSIVE (no scenario was played)"),
        (no_rules, Conclusion::Inconclusive, "INCONCLUSIVE (no rule was asked)"),
        (nothing.clone(), Conclusion::Inconclusive, "INCONCLUSIVE (no rule about a DLL applied)"),
        (is_cut(nothing), Conclusion::Inconclusive, "INCONCLUSIVE (a run was cut short)"),
        (is_cut(sample::clean()), Conclusion::Inconclusive, "INCONCLUSIVE (a run was cut short)"),
        (
            with_runs(undecided(), |run| run.cut = false),
            Conclusion::Inconclusive,
            "INCONCLUSIVE (a run was cut short: 1 rule undecided)",
        ),
        (
            undecided_after_a_call,
            Conclusion::Inconclusive,
            "INCONCLUSIVE (a run was cut short: 1 rule undecided)",
        ),
    ];
    for (report, ending, line) in cases {
        assert_eq!((report.ending(), report.result_line()), (ending, format!("RESULT: {line}")));
    }
}

#[test]
fn every_cut_run_without_an_error_is_told() {
    let report = with_runs(sample::report(), |run| run.cut = run.name != sample::AWKWARD);
    assert_eq!(report.undecided(), ["corpus/cut.toml was cut short: 1 rule undecided (RUN-01)"]);
    assert_eq!(
        with_runs(sample::clean(), |run| run.cut = true).undecided(),
        ["corpus/clean.toml was cut short"]
    );
    assert_eq!(sample::clean().undecided(), Vec::<String>::new());
}

#[test]
fn reach_is_denied_only_if_every_rule_about_it_was_asked() {
    let about = |reach| all_rules().iter().copied().filter(move |rule| rule.applies_to == reach);
    let ids = |rules: &[&Rule]| rules.iter().map(|rule| rule.id).collect::<Vec<_>>().join(" ");
    let clean = |rules: &[&'static Rule]| Report { rules: rules.to_vec(), ..sample::clean() };
    let stops: Vec<&'static Rule> = about(Reach::Stop).collect();
    let count = stops.len();
    assert!(count > 1);
    let all = clean(&stops).untested();
    assert_eq!(
        all,
        [format!("no scenario reached {}: {count} rules untested ({})", Reach::Stop, ids(&stops))]
    );
    let some = clean(&stops[..1]).untested();
    assert_eq!(some, [format!("1 of 1 rule about {} did not apply ({})", Reach::Stop, stops[0].id)]);
    let pair: Vec<&'static Rule> = about(Reach::TwoProcesses).collect();
    assert!(pair.iter().any(|rule| matches!(rule.check, Check::Pair(..))), "{pair:?}");
    let rules = if pair.len() == 1 { "rule" } else { "rules" };
    let what = format!("{0} of {0} {rules} about a service of two processes", pair.len());
    assert_eq!(clean(&pair).untested(), [format!("{what} did not apply ({})", ids(&pair))]);
    // IP4-08 applied.
    let addresses: Vec<&'static Rule> = about(Reach::Ipv4).collect();
    let (count, rest) = (addresses.len(), addresses.iter().copied().filter(|rule| rule.id != "IP4-08"));
    let rest: Vec<_> = rest.collect();
    let told = clean(&addresses).untested();
    let what = format!("{} of {count} rules about {} did not apply", count - 1, Reach::Ipv4);
    assert_eq!(told, [format!("{what} ({})", ids(&rest))]);
}

#[test]
fn runs_of_one_scenario_are_counted_as_one() {
    let swept = sample::swept();
    assert_eq!((sample::report().scenarios(), swept.scenarios()), (3, 1));
    let titles: Vec<_> = swept.runs.iter().map(JudgedRun::title).collect();
    let expected = [
        "corpus/plain.toml",
        "corpus/plain.toml (vote=ask_all)",
        "corpus/plain.toml (vote=ask_all processes=one)",
    ];
    assert_eq!(titles, expected);
}
