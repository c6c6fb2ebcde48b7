//! Reports as JSON: they hold everything, and fold nothing. `docs/reference/reports.md` describes them.

use serde_json::{Value, json};

use super::layout::{self, present};
use super::{Conclusion, GoldenFile, GoldenState, JudgedRun, Report, RuleTally};
use crate::check::{Finding, Kind, Outcome, Row};
use crate::ras::Callout;

/// The version of the format.
pub const FORMAT: u32 = 1;

/// How deep the document is spread over lines. A verdict, a row or a finding stays on one line.
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
        "left-out": report.left_out,
        "golden": of_golden_files(report),
        "result": {
            "ending": match report.ending() {
                Conclusion::Pass => "pass",
                Conclusion::Fail => "fail",
                Conclusion::Inconclusive => "inconclusive",
                Conclusion::NotStarted => "not-started",
            },
            "line": report.result_line(),
            "findings": report.findings(),
            "errors": report.causes(Kind::Error),
            "open": report.causes(Kind::Open),
            "advice": report.causes(Kind::Advice),
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
        "avoided": run.avoided.map(Callout::word),
        "written": Some(&run.written).filter(|written| !written.is_empty()),
        "golden": run.golden.as_ref().map(of_golden_file),
        "command": run.command,
        "verdicts": run.verdicts.outcomes.iter().map(of_outcome).collect::<Value>(),
    }))
}

fn of_golden_file(golden: &GoldenFile) -> Value {
    let diff = Some(&golden.diff).filter(|diff| !diff.is_empty());
    present(json!({"file": golden.file, "state": golden.state.word(), "diff": diff}))
}

/// What became of all golden files.
fn of_golden_files(report: &Report) -> Option<Value> {
    let golden = report.golden.as_ref()?;
    let many = |state| report.golden_files(state);
    Some(json!({
        "folder": golden.folder,
        "same": many(GoldenState::Same),
        "differs": many(GoldenState::Differs),
        "missing": many(GoldenState::Missing),
        "written": many(GoldenState::Written),
        "orphans": golden.orphans,
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
    let reading = finding.depends_on.map(
        |reading| json!({"question": reading.question, "policy": reading.policy, "reading": reading.reading}),
    );
    present(json!({
        "rule": finding.rule.id,
        "row": finding.row,
        "kind": finding.kind.word(),
        "signature": finding.signature(),
        "follows": finding.follows,
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
        "called": finding.called,
        "member": finding.member,
        "observed": finding.observed,
        "expected": finding.expected,
        "profile": finding.profile.name(),
        "hostile": Some(finding.hostile).filter(|kinds| !kinds.is_empty()).map(|kinds| kinds.to_string()),
        "source": finding.source().map(|(file, line)| format!("{file}:{line}")),
        "reading": reading,
        "duty": row.map(|row| row.duty),
        "pages": row.iter().flat_map(|row| row.pages).map(|page| page.url).collect::<Value>(),
        "reproduce": run.reproduce(finding),
        "twin": run.twin(finding),
    }))
}
