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

/// An error if the report as a whole says nothing: a document without failures would pass for success.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    /// Reads a document back, which shows that it is well formed.
    fn read(report: &Report) -> Suites {
        let text = render(report);
        assert!(text.ends_with("</testsuites>\n"), "{text}");
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()), "{text}");
        for never in ["time=", "timestamp=", "hostname=", "uuid="] {
            assert!(!text.contains(never), "{text}");
        }
        Suites::deserialize_from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
    }

    /// The suites, their cases, and how each ended.
    fn told(suites: &Suites) -> Vec<(String, String, String)> {
        let mut told = Vec::new();
        for suite in &suites.test_suites {
            for case in &suite.test_cases {
                let status = match &case.status {
                    TestCaseStatus::Success { .. } => "held".to_owned(),
                    TestCaseStatus::NonSuccess { ty, .. } => ty.as_deref().unwrap_or("").to_owned(),
                    TestCaseStatus::Skipped { .. } => "skipped".to_owned(),
                };
                told.push((suite.name.as_str().to_owned(), case.name.as_str().to_owned(), status));
            }
        }
        told
    }

    #[test]
    fn junit_has_a_suite_for_each_scenario_and_one_for_untested_rules() {
        let suites = read(&sample::report());
        let awkward = sample::AWKWARD.replace('\u{1b}', "\\u{1b}");
        let expected = [
            ("corpus/plain.toml", "IP4-08 notify-is-written", "IP4-08"),
            ("corpus/plain.toml", "RUN-01 callouts-return", "held"),
            (&awkward, "IP4-08 notify-is-written", "IP4-08"),
            (&awkward, "RUN-01 callouts-return", "RUN-01"),
            ("corpus/cut.toml", "RUN-01 callouts-return", "inconclusive"),
            ("untested", "CONN-03 verdicts-are-true-or-false", "skipped"),
        ];
        let expected = expected.map(|(suite, case, status)| (suite.into(), case.into(), status.into()));
        assert_eq!(told(&suites), expected);
        assert_eq!((suites.failures, suites.errors, suites.skipped), (3, 1, 1));
    }

    #[test]
    fn junit_suite_of_a_sweep_names_the_readings() {
        let suites = read(&sample::swept());
        let names: Vec<_> = suites.test_suites.iter().map(|suite| suite.name.as_str()).collect();
        let expected = [
            "corpus/plain.toml",
            "corpus/plain.toml (vote=ask_all)",
            "corpus/plain.toml (vote=ask_all processes=one)",
            "untested",
        ];
        assert_eq!(names, expected);
        let classes = suites.test_suites[1].test_cases.iter().map(|case| case.classname.as_deref());
        assert!(classes.eq([Some(expected[1]); 2]));
        let skipped = &suites.test_suites[3].test_cases[0].status;
        let TestCaseStatus::Skipped { message, .. } = skipped else { panic!("{skipped:?}") };
        let about = "it is about a connection that a DLL is asked about, and never applied";
        assert_eq!(message.as_deref(), Some(about));
    }

    #[test]
    fn junit_failure_holds_the_text_of_its_findings() {
        let suites = read(&sample::report());
        let of = |suite: usize, case: usize| match &suites.test_suites[suite].test_cases[case].status {
            TestCaseStatus::NonSuccess { message, description, .. } => {
                (message.as_deref().unwrap_or(""), description.as_deref().unwrap_or(""))
            }
            other => panic!("{other:?}"),
        };
        let (message, text) = of(1, 0);
        assert!(message.ends_with(" expected TRUE or FALSE (and 1 more)"), "{message}");
        assert!(text.contains("\n  repeats    1 more in this scenario (same rule, "), "{text}");
        let (message, text) = of(1, 1);
        assert!(
            message.contains("<no>\\n\\u{0}\\u{7}\"list\" & \u{e9} ]]>, expected a function"),
            "{message}"
        );
        assert!(text.contains("\n  observed   panic: <no>\\n\\u{0}\\u{7}\"list\" & \u{e9} ]]>\n"), "{text}");
    }

    #[test]
    fn junit_of_a_report_that_says_nothing_is_an_error() {
        let nothing = told(&read(&sample::empty()));
        assert_eq!(
            nothing.last().map(|(suite, case, _)| (suite.as_str(), case.as_str())),
            Some(("mockras", "result"))
        );
        let clean = read(&sample::clean());
        assert_eq!((clean.tests, clean.failures, clean.errors, clean.skipped), (2, 0, 0, 0));
    }

    #[test]
    fn junit_tells_of_the_canary() {
        let told = told(&read(&sample::with_canary()));
        assert_eq!(told.iter().filter(|(.., status)| status == "CANARY").count(), 3);
    }
}
