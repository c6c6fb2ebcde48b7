//! What is told of judged runs, as JSON: everything, nothing folded. `docs/report.md` describes it.

use serde_json::{Value, json};

use super::layout::{self, present};
use super::{Conclusion, JudgedRun, Report, RuleTally};
use crate::check::{Finding, Outcome, Row};

/// The version of the format.
pub const FORMAT: u32 = 1;

/// How deep the document is spread over lines: a verdict, a row and a finding is not.
const SPREAD: usize = 4;

/// The report as a JSON document.
pub fn render(report: &Report) -> String {
    let runs = report.runs.iter().enumerate();
    let findings =
        runs.flat_map(|(at, run)| run.verdicts.findings().map(move |finding| of_finding(at, run, finding)));
    let document = present(json!({
        "mockras-report": FORMAT,
        "mockras": super::VERSION,
        "dlls": report.dlls,
        "flags": report.flags,
        "system": report.system,
        "rules": report.tallies().iter().map(of_rule).collect::<Value>(),
        "runs": report.runs.iter().map(of_run).collect::<Value>(),
        "findings": findings.collect::<Value>(),
        "untested": report.untested(),
        "result": {
            "ending": match report.ending() {
                Conclusion::Pass => "pass",
                Conclusion::Fail => "fail",
                Conclusion::Inconclusive => "inconclusive",
                Conclusion::NotStarted => "not-started",
            },
            "line": report.result_line(),
            "findings": report.findings(),
        },
    }));
    layout::document(&document, SPREAD)
}

/// A rule that was asked, and what it says of all runs.
fn of_rule(tally: &RuleTally) -> Value {
    let rule = tally.rule;
    present(json!({
        "id": rule.id,
        "name": rule.name,
        "binds": rule.binds.to_string(),
        "applies-to": rule.applies_to.to_string(),
        "fault": rule.fault,
        "verdict": tally.word(),
        "applied": tally.applied,
        "runs-broken": tally.broken,
        "runs-held": tally.held,
        "runs-inconclusive": tally.inconclusive,
        "decides": rule.rows().map(of_row).collect::<Value>(),
    }))
}

/// A row that a rule decides.
fn of_row(row: &Row) -> Value {
    json!({
        "id": row.id,
        "name": row.name,
        "binds": row.obliged.to_string(),
        "strength": row.strength.to_string(),
        "versions": row.eras,
        "duty": row.duty,
        "questions": row.questions.iter().map(|number| format!("AMB-{number:02}")).collect::<Value>(),
        "pages": row.pages.iter().map(|page| json!({"title": page.title, "url": page.url})).collect::<Value>(),
    })
}

fn of_run(run: &JudgedRun) -> Value {
    let readings = run.header.policy.changed().map(|(field, reading)| (field.to_owned(), reading.into()));
    let mut readings: Vec<(String, Value)> = readings.collect();
    readings.sort_by(|(one, _), (other, _)| one.cmp(other));
    present(json!({
        "scenario": run.name,
        "under": run.under,
        "profile": run.header.profile.name(),
        "policy": Value::Object(readings.into_iter().collect()),
        "dlls": run.header.dlls,
        "started": run.started,
        "unloaded": run.unloaded,
        "cut": run.cut,
        "written": Some(&run.written).filter(|written| !written.is_empty()),
        "command": run.command,
        "verdicts": run.verdicts.outcomes.iter().map(of_outcome).collect::<Value>(),
    }))
}

/// What one rule says of one run.
fn of_outcome(outcome: &Outcome) -> Value {
    json!({
        "rule": outcome.rule.id,
        "verdict": outcome.verdict.word(),
        "applied": outcome.applied,
        "findings": outcome.findings().len(),
    })
}

/// A finding in the run with this number.
fn of_finding(number: usize, run: &JudgedRun, finding: &Finding) -> Value {
    let spot = &finding.spot;
    let row = finding.duty();
    let reading = finding.reading.map(
        |reading| json!({"question": reading.question, "policy": reading.policy, "reading": reading.reading}),
    );
    present(json!({
        "rule": finding.rule.id,
        "row": finding.row,
        "run": number,
        "scenario": run.name,
        "under": run.under,
        "start": spot.at.run,
        "step": spot.at.step,
        "at-ms": spot.at.ms,
        "entry": spot.at.entry,
        "connection": spot.connection,
        "dll": spot.call.map(|(instance, _)| instance.to_string()),
        "callout": spot.call.map(|(_, entry)| entry.callout.word()),
        "member": finding.member,
        "observed": finding.observed,
        "expected": finding.expected,
        "reading": reading,
        "duty": row.map(|row| row.duty),
        "pages": row.iter().flat_map(|row| row.pages).map(|page| page.url).collect::<Value>(),
        "reproduce": run.reproduce(finding),
    }))
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
