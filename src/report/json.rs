//! What is told of judged runs, as JSON: everything, nothing folded. `docs/report.md` describes it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Ending, Report, Run, Tally, layout};
use crate::check::{Finding, Outcome, Page, Row};

/// The version of the format.
pub const FORMAT: u32 = 1;

/// How deep the document is spread over lines: a verdict, a row and a finding is not.
const SPREAD: usize = 4;

/// The report as a JSON document.
pub fn render(report: &Report) -> String {
    let runs = || (0..).zip(&report.runs);
    let findings =
        runs().flat_map(|(at, run)| run.verdicts.findings().map(move |found| found_in(at, run, found)));
    let document = Document {
        format: FORMAT,
        mockras: super::VERSION,
        dlls: &report.dlls,
        flags: &report.flags,
        system: report.system.as_deref(),
        rules: report.tallies().iter().map(Asked::from).collect(),
        runs: report.runs.iter().map(Played::from).collect(),
        findings: findings.collect(),
        untested: report.untested(),
        result: Ended {
            ending: match report.ending() {
                Ending::Pass => "pass",
                Ending::Fail => "fail",
                Ending::Inconclusive => "inconclusive",
                Ending::NotStarted => "not-started",
            },
            line: report.result_line(),
            findings: report.findings(),
        },
    };
    layout::document(&document, SPREAD)
}

#[derive(Serialize)]
struct Document<'a> {
    #[serde(rename = "mockras-report")]
    format: u32,
    mockras: &'a str,
    dlls: &'a [String],
    flags: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    system: Option<&'a str>,
    rules: Vec<Asked>,
    runs: Vec<Played<'a>>,
    findings: Vec<Found<'a>>,
    untested: Vec<String>,
    result: Ended,
}

/// A rule that was asked, and what it says of all runs.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Asked {
    id: &'static str,
    name: &'static str,
    applies_to: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
    verdict: &'static str,
    applied: u64,
    runs_broken: u64,
    runs_held: u64,
    runs_inconclusive: u64,
    decides: Vec<Duty>,
}

/// A row that a rule decides.
#[derive(Serialize)]
struct Duty {
    id: &'static str,
    name: &'static str,
    binds: String,
    strength: String,
    versions: &'static str,
    duty: &'static str,
    questions: Vec<String>,
    pages: Vec<Source>,
}

#[derive(Serialize)]
struct Source {
    title: &'static str,
    url: &'static str,
}

#[derive(Serialize)]
struct Played<'a> {
    scenario: &'a str,
    under: &'a [String],
    profile: &'a str,
    policy: BTreeMap<&'a str, &'a str>,
    dlls: &'a [String],
    started: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    unloaded: Option<&'a str>,
    cut: bool,
    #[serde(skip_serializing_if = "str::is_empty")]
    written: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    command: Option<&'a str>,
    verdicts: Vec<Said>,
}

/// What one rule says of one run.
#[derive(Serialize)]
struct Said {
    rule: &'static str,
    verdict: &'static str,
    applied: u64,
    findings: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Found<'a> {
    rule: &'a str,
    row: &'a str,
    run: u64,
    scenario: &'a str,
    under: &'a [String],
    start: u32,
    step: u32,
    at_ms: u64,
    entry: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dll: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callout: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    member: Option<&'a str>,
    observed: &'a str,
    expected: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reading: Option<Read>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duty: Option<&'a str>,
    pages: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reproduce: Option<String>,
}

/// The reading of an open question that makes it a breach.
#[derive(Serialize)]
struct Read {
    question: &'static str,
    policy: &'static str,
    reading: &'static str,
}

#[derive(Serialize)]
struct Ended {
    ending: &'static str,
    line: String,
    findings: u64,
}

impl From<&Tally> for Asked {
    fn from(tally: &Tally) -> Self {
        let rule = tally.rule;
        Self {
            id: rule.id,
            name: rule.name,
            applies_to: rule.applies_to.to_string(),
            fault: rule.fault,
            verdict: tally.word(),
            applied: tally.applied,
            runs_broken: tally.broken,
            runs_held: tally.held,
            runs_inconclusive: tally.inconclusive,
            decides: rule.rows().map(Duty::from).collect(),
        }
    }
}

impl From<&Row> for Duty {
    fn from(row: &Row) -> Self {
        Self {
            id: row.id,
            name: row.name,
            binds: row.obliged.to_string(),
            strength: row.strength.to_string(),
            versions: row.eras,
            duty: row.duty,
            questions: row.questions.iter().map(|number| format!("AMB-{number:02}")).collect(),
            pages: row.pages.iter().map(|Page { title, url }| Source { title, url }).collect(),
        }
    }
}

impl<'a> From<&'a Run> for Played<'a> {
    fn from(run: &'a Run) -> Self {
        Self {
            scenario: &run.name,
            under: &run.under,
            profile: run.header.profile.name(),
            policy: run.header.policy.changed().collect(),
            dlls: &run.header.dlls,
            started: run.started,
            unloaded: run.unloaded.as_deref(),
            cut: run.cut,
            written: &run.written,
            command: run.command.as_deref(),
            verdicts: run.verdicts.outcomes.iter().map(Said::from).collect(),
        }
    }
}

impl From<&Outcome> for Said {
    fn from(outcome: &Outcome) -> Self {
        Self {
            rule: outcome.rule.id,
            verdict: outcome.verdict.word(),
            applied: outcome.applied,
            findings: outcome.findings().len() as u64,
        }
    }
}

fn found_in<'a>(at: u64, run: &'a Run, finding: &'a Finding) -> Found<'a> {
    let spot = &finding.spot;
    let row = finding.duty();
    Found {
        rule: finding.rule.id,
        row: finding.row,
        run: at,
        scenario: &run.name,
        under: &run.under,
        start: spot.at.run,
        step: spot.at.step,
        at_ms: spot.at.ms,
        entry: spot.at.entry as u64,
        connection: spot.connection,
        dll: spot.call.map(|(instance, _)| instance.to_string()),
        callout: spot.call.map(|(_, entry)| entry.callout.word()),
        member: finding.member.as_deref(),
        observed: &finding.observed,
        expected: &finding.expected,
        reading: finding.depends_on.map(|reading| Read {
            question: reading.question,
            policy: reading.policy,
            reading: reading.reading,
        }),
        duty: row.map(|row| row.duty),
        pages: row.iter().flat_map(|row| row.pages).map(|page| page.url).collect(),
        reproduce: run.reproduce(finding),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::sample;

    fn read(report: &Report) -> Value {
        let text = render(report);
        assert!(text.is_ascii() && text.ends_with("}\n") && !text.contains('\r'), "{text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
    }

    #[test]
    fn json_holds_every_finding_as_it_is() {
        let read = read(&sample::report());
        let findings = read["findings"].as_array().expect("findings");
        let places: Vec<_> =
            findings.iter().map(|found| (found["rule"].as_str(), found["run"].as_u64())).collect();
        let ids = ["IP4-08", "IP4-08", "IP4-08", "RUN-01"].map(Some);
        assert_eq!(places, ids.into_iter().zip([0, 1, 1, 1].map(Some)).collect::<Vec<_>>());
        assert_eq!(findings[3]["observed"], sample::PANIC);
        assert_eq!(findings[3]["scenario"], sample::AWKWARD);
        assert_eq!(findings[3]["reproduce"], format!("mockras check {} --rule RUN-01", sample::AWKWARD));
        let first = &findings[0];
        assert_eq!(first["member"], "*lpfNotifyRelease");
        assert_eq!((&first["dll"], &first["callout"]), (&"ip/1".into(), &"GetIpAddressForUser".into()));
        assert_eq!(
            [&first["step"], &first["at-ms"], &first["entry"]].map(Value::as_u64),
            [1, 0, 2].map(Some)
        );
        let reading =
            serde_json::json!({"question": "AMB-20", "policy": "notify_entry", "reading": "poison"});
        assert_eq!(first["reading"], reading);
    }

    #[test]
    fn json_says_of_each_run_what_each_rule_says() {
        let read = read(&sample::report());
        assert_eq!(read["mockras-report"], 1);
        let of_run = |run: usize| {
            let said = read["runs"][run]["verdicts"].as_array().expect("verdicts").iter();
            said.map(|said| said["verdict"].as_str().unwrap_or("").to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(of_run(0), ["untested", "broken", "held"]);
        assert_eq!(of_run(2), ["untested", "untested", "inconclusive"]);
        assert_eq!(read["runs"][1]["policy"], serde_json::json!({"processes": "one"}));
        assert_eq!(read["rules"][1]["runs-broken"], 2);
        assert_eq!(read["rules"][1]["decides"][0]["questions"], serde_json::json!(["AMB-20"]));
        assert_eq!(
            (&read["runs"][1]["written"], read["runs"][0].get("written")),
            (&sample::WRITTEN.into(), None)
        );
        assert_eq!(read["result"]["line"], "RESULT: FAIL (2 rules broken, 4 findings)");
        assert_eq!(read["untested"].as_array().map(Vec::len), Some(1));
    }

    #[test]
    fn json_says_under_which_readings_and_whether_it_was_cut() {
        let mut swept = sample::swept();
        swept.flags = vec!["--fault".to_owned(), "panic".to_owned()];
        swept.runs[2].command = None;
        swept.runs[2].cut = true;
        let read = read(&swept);
        let (runs, findings) = (&read["runs"], &read["findings"]);
        assert_eq!(read["flags"], serde_json::json!(["--fault", "panic"]));
        let under = serde_json::json!([[], ["vote=ask_all"], ["vote=ask_all", "processes=one"]]);
        for at in 0..3 {
            for of in [&runs[at], &findings[at]] {
                assert_eq!((&of["scenario"], &of["under"]), (&"corpus/plain.toml".into(), &under[at]));
            }
            assert_eq!(runs[at]["cut"], at == 2);
        }
        assert_eq!(findings.as_array().map(Vec::len), Some(3));
        let command = "mockras check corpus/plain.toml --policy vote=ask_all";
        assert_eq!(runs[1]["command"], command);
        assert_eq!(findings[1]["reproduce"], format!("{command} --rule IP4-08"));
        assert_eq!((runs[2].get("command"), findings[2].get("reproduce")), (None, None));
    }

    #[test]
    fn json_tells_of_the_canary_and_of_nothing() {
        let canary = read(&sample::with_canary());
        let findings = canary["findings"].as_array().expect("findings");
        assert_eq!(findings.iter().filter(|found| found["rule"] == "CANARY").count(), 3);
        let empty = read(&sample::empty());
        assert_eq!(empty["result"]["ending"], "inconclusive");
        assert_eq!(empty["runs"], serde_json::json!([]));
    }
}
