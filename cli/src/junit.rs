//! What is told of judged runs, as JUnit XML: a suite for each scenario, a case for each rule that applied. No times,
//! dates or hosts, so that the same report is the same bytes. `docs/reference/reports.md` describes it.

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use mockras::check::{Outcome, Rule, Verdict};
use mockras::report::words::visible;
use mockras::report::{Conclusion, Fold, Report, VERSION, folded_in};

/// The report as a JUnit document.
pub(crate) fn render(report: &Report) -> String {
    let mut suites = Suites::new(format!("mockras {}", VERSION));
    suites.add_test_suites((0..report.runs.len()).map(|run| of_run(report, run)));
    suites.add_test_suites(untested(report));
    suites.add_test_suites(result(report));
    suites.to_string().expect("a report is made of strings and numbers")
}

fn of_run(report: &Report, run: usize) -> TestSuite {
    let played = &report.runs[run];
    let folds = folded_in(report, run);
    let mut suite = TestSuite::new(visible(&played.title()));
    for outcome in &played.verdicts.outcomes {
        let status = match &outcome.verdict {
            Verdict::Broken(_) => broken(report, outcome, &folds),
            Verdict::Held => TestCaseStatus::success(),
            Verdict::Inconclusive => {
                let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
                status
                    .set_type("inconclusive")
                    .set_message("the run was cut short before it could be decided");
                status
            }
            Verdict::NotApplicable => continue,
        };
        suite.add_test_case(case(outcome.rule, &played.title(), status));
    }
    suite
}

/// The failure of a rule in a run: the first finding in short, and the text of all that are no repeats.
fn broken(report: &Report, outcome: &Outcome, folds: &[Fold<'_>]) -> TestCaseStatus {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    status.set_type(outcome.rule.id);
    if let [first, rest @ ..] = outcome.findings() {
        let more = if rest.is_empty() { String::new() } else { format!(" (and {} more)", rest.len()) };
        status.set_message(visible(&format!(
            "{}: observed {}, expected {}{more}",
            first.spot, first.observed, first.expected
        )));
    }
    let texts =
        folds.iter().filter(|fold| fold.finding.rule.id == outcome.rule.id).map(|fold| fold.text(report));
    status.set_description(texts.collect::<Vec<_>>().join("\n"));
    status
}

fn case(rule: &Rule, class: &str, status: TestCaseStatus) -> TestCase {
    let mut case = TestCase::new(format!("{} {}", rule.id, rule.name), status);
    case.set_classname(visible(class));
    case
}

/// The rules that never applied, in a suite of their own.
fn untested(report: &Report) -> Option<TestSuite> {
    let tallies = report.tallies();
    let untested: Vec<_> = tallies.iter().filter(|tally| tally.word() == "untested").collect();
    let mut suite = TestSuite::new("untested");
    for tally in &untested {
        let mut status = TestCaseStatus::skipped();
        status.set_message(format!("it is about {}, and never applied", tally.rule.applies_to));
        suite.add_test_case(case(tally.rule, "untested", status));
    }
    (!untested.is_empty()).then_some(suite)
}

/// An error of its own if the report as a whole says nothing: a document without failures would pass for success.
fn result(report: &Report) -> Option<TestSuite> {
    if matches!(report.ending(), Conclusion::Pass | Conclusion::Fail) {
        return None;
    }
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type("result").set_message(report.result_line());
    let mut case = TestCase::new("result", status);
    case.set_classname("mockras");
    let mut suite = TestSuite::new("mockras");
    suite.add_test_case(case);
    Some(suite)
}
