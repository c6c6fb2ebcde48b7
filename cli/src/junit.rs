//! What is told of judged runs, as JUnit XML: a suite for each scenario, a case for each rule that applied. No times,
//! dates or hosts, so that the same report is the same bytes. `docs/reference/reports.md` describes it.

use quick_junit::{NonSuccessKind, Report as Suites, TestCase, TestCaseStatus, TestSuite};

use mockras::check::{Finding, Outcome, Rule, Verdict};
use mockras::report::words::visible;
use mockras::report::{Conclusion, GoldenFile, Group, Report, VERSION, groups_in};

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
    let groups = groups_in(report, run);
    let mut suite = TestSuite::new(visible(&played.title()));
    for outcome in &played.verdicts.outcomes {
        let status = match &outcome.verdict {
            Verdict::Broken(_) => broken(report, outcome, &groups),
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
        let is_success = matches!(status, TestCaseStatus::Success { .. });
        let mut case = case(outcome.rule, &played.title(), status);
        if let Some(told) = told(report, outcome, &groups).filter(|_| is_success) {
            case.set_system_out(visible_lines(&told));
        }
        suite.add_test_case(case);
    }
    suite.add_test_cases(played.golden.iter().map(|golden| golden_case(golden, &played.title())));
    suite
}

/// Whether the transcript is that of its golden file.
fn golden_case(golden: &GoldenFile, class: &str) -> TestCase {
    let status = if golden.state.fails() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type("golden").set_message(golden.sentence());
        status.set_description(visible_lines(&golden.diff));
        status
    } else {
        TestCaseStatus::success()
    };
    let mut case = TestCase::new("golden file", status);
    case.set_classname(visible(class));
    case
}

/// What a rule says in a run that it was broken: a failure if there is an error or what was denied, with the first finding
/// in short, and the text of each cause. Findings that do not count are in the output of a success.
fn broken(report: &Report, outcome: &Outcome, groups: &[Group<'_>]) -> TestCaseStatus {
    let own: Vec<&Group<'_>> =
        groups.iter().filter(|group| group.finding.rule.id == outcome.rule.id).collect();
    let mut failing = own.iter().filter(|group| report.denies(group.kind()));
    let Some(first) = failing.next() else { return TestCaseStatus::success() };
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
    let more = match failing.count() {
        0 => String::new(),
        more => format!(" (and {more} more)"),
    };
    let Finding { spot, observed, expected, kind, .. } = first.finding;
    status.set_type(format!("{kind} {}", outcome.rule.id));
    status.set_message(visible(&format!("{spot}: observed {observed}, expected {expected}{more}")));
    let texts: Vec<String> = own.iter().map(|group| group.text(report)).collect();
    status.set_description(texts.join("\n"));
    status
}

/// What does not fail, but is told.
fn told(report: &Report, outcome: &Outcome, groups: &[Group<'_>]) -> Option<String> {
    let own = groups.iter().filter(|group| group.finding.rule.id == outcome.rule.id);
    let light = own.filter(|group| !report.denies(group.kind()));
    let texts: Vec<String> = light.map(|group| group.text(report)).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
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

/// Text of several lines without characters that XML cannot hold.
fn visible_lines(text: &str) -> String {
    text.lines().map(|line| visible(line) + "\n").collect()
}
