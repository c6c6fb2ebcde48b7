//! The JUnit report, read back by the crate that wrote it. The renderer knows nothing of the command, so it is taken from
//! its file.

#[path = "../../src/junit.rs"]
mod renderer;
#[path = "../../../tests/it/report/sample.rs"]
mod sample;

use mockras::report::Report;
use quick_junit::{Report as Suites, TestCaseStatus};

use renderer::render;

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
    let awkward = sample::AWKWARD.replace('\u{1b}', "\\u{1b}").replace('\u{202e}', "\\u{202e}");
    let expected = [
        ("corpus/plain.toml", "IP4-08 notify-is-written", "error IP4-08"),
        ("corpus/plain.toml", "RUN-01 callouts-return", "held"),
        (&awkward, "IP4-08 notify-is-written", "error IP4-08"),
        (&awkward, "RUN-01 callouts-return", "error RUN-01"),
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
    assert!(message.ends_with(" expected TRUE or FALSE"), "{message}");
    assert!(text.contains("\n  met        2 times in 1 scenario"), "{text}");
    let (message, text) = of(1, 1);
    assert!(message.contains("<no>\\n\\u{0}\\u{7}\"list\" & \u{e9} ]]>, expected a function"), "{message}");
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
    assert_eq!(told.iter().filter(|(.., status)| status == "error CANARY").count(), 3);
}
