//! Reports as SARIF 2.1.0: one result for each cause.
//!
//! This file builds the log itself: the format is large, a report needs little of it, and crates that model all of it
//! generate their code at every build.

use serde_json::{Value, json};

use super::layout::{self, present};
use super::words::file_uri;
use super::{Conclusion, Group, Report, groups};
use crate::check::{Kind, Rule};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// How deep the log is spread over lines: as far as the members of results and rules.
const SPREAD: usize = 7;

/// How SARIF calls a kind of finding.
fn level(kind: Kind) -> &'static str {
    match kind {
        Kind::Error => "error",
        Kind::Advice => "warning",
        Kind::Open => "note",
    }
}

/// The report as a SARIF log.
pub fn render(report: &Report) -> String {
    let warnings = report.undecided().into_iter().chain(report.untested());
    let invocation = json!({
        // Whether the run says anything, not whether it found nothing.
        "executionSuccessful":
            matches!(report.ending(), Conclusion::Pass | Conclusion::Fail) || report.findings() > 0,
        "exitCodeDescription": report.result_line(),
        "toolExecutionNotifications": warnings.map(|text| notification("warning", &text)).collect::<Value>(),
    });
    let results = groups(report).iter().map(|group| result(report, group)).collect::<Vec<_>>();
    let results = results.into_iter().chain(golden_results(report)).collect();
    log(report.rules.iter().map(|rule| descriptor(rule)).collect(), invocation, results)
}

/// A log with one run of this tool: the rules that it knows, how it went, what it found.
pub fn log(rules: Value, invocation: Value, results: Value) -> String {
    let driver = json!({"name": "mockras", "semanticVersion": super::VERSION, "rules": rules});
    let run = json!({"tool": {"driver": driver}, "invocations": [invocation], "results": results});
    layout::document(&json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}), SPREAD)
}

/// Something that is told besides results.
pub fn notification(level: &str, text: &str) -> Value {
    json!({"level": level, "message": {"text": text}})
}

/// Where to look for more about a rule or a row.
pub fn help(id: &str) -> Value {
    json!({"text": format!("`mockras explain {id}` says all there is to say.")})
}

fn descriptor(rule: &'static Rule) -> Value {
    let duty = rule.rows().next();
    present(json!({
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": duty.map_or(rule.name, |row| row.duty)},
        "fullDescription": {"text": paragraphs(&rule.explanation())},
        "helpUri": rule.rows().flat_map(|row| row.pages).next().map(|page| page.url),
        "help": help(rule.id),
        "defaultConfiguration": {"level": level(rule.kind())},
        "properties": {
            "strength": duty.map(|row| row.strength.to_string()).unwrap_or_default(),
            "decides": rule.decides,
        },
    }))
}

/// A text that is wrapped, one paragraph a line.
fn paragraphs(text: &str) -> String {
    let paragraphs =
        text.trim().split("\n\n").map(|paragraph| paragraph.lines().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn result(report: &Report, group: &Group<'_>) -> Value {
    let (finding, run) = (group.finding, &report.runs[group.run]);
    let message = format!(
        "{}: {}, {}: observed {}, expected {}",
        finding.rule.name,
        run.title(),
        finding.spot,
        finding.observed,
        finding.expected
    );
    let location = present(json!({
        "physicalLocation": physical_location(report, group),
        "logicalLocations": unless_empty(logical_locations(group)),
    }));
    present(json!({
        "ruleId": finding.rule.id,
        "ruleIndex": report.rules.iter().position(|rule| rule.id == finding.rule.id),
        "level": level(finding.kind),
        "message": {"text": message},
        "locations": [location],
        "occurrenceCount": group.times,
        "partialFingerprints": {"signature/v1": finding.signature()},
        "properties": present(json!({
            "kind": finding.kind.word(),
            "row": finding.row,
            "scenario": run.name,
            "profile": finding.profile.name(),
            "step": finding.spot.at.step,
            "reading": finding.depends_on.map(|reading| reading.to_string()),
            "then": unless_empty(group.follows.keys().copied().collect()),
            "under": unless_empty(run.under.clone()),
            "reproduce": run.reproduce(finding),
        })),
    }))
}

/// The golden files that fail, one result each.
fn golden_results(report: &Report) -> impl Iterator<Item = Value> {
    report.golden_failures().map(|(run, golden)| {
        let place = json!({"artifactLocation": {"uri": file_uri(&golden.file)}});
        json!({
            "ruleId": "golden",
            "level": "error",
            "message": {"text": format!("{}: {}", run.title(), golden.sentence())},
            "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"signature/v1": format!("golden {}", golden.file)},
        })
    })
}

/// Where the fix belongs: the line of the DLL's source if it is known, else the file of the DLL. Stock DLLs and types in
/// Rust have neither.
fn physical_location(report: &Report, group: &Group<'_>) -> Option<Value> {
    if let Some((file, line)) = group.finding.source() {
        let place = json!({"uri": file_uri(file), "uriBaseId": "SRCROOT"});
        return Some(json!({"artifactLocation": place, "region": {"startLine": line}}));
    }
    let blamed = group.finding.spot.call.map_or(0, |(instance, _)| usize::from(instance.dll));
    let dll = report.dlls.get(blamed).filter(|dll| !dll.starts_with("stock:"))?;
    Some(json!({"artifactLocation": {"uri": file_uri(dll)}}))
}

fn unless_empty<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

/// The entry point, and the member of a structure or the parameter.
fn logical_locations(group: &Group<'_>) -> Vec<Value> {
    let callout = group.finding.spot.call.map(|(_, entry)| entry.callout);
    let function = callout.map(
        |callout| json!({"name": callout.word(), "fullyQualifiedName": callout.export(), "kind": "function"}),
    );
    let member = group.finding.member.as_ref().map(|member| {
        let full = callout.map_or(member.clone(), |callout| format!("{}.{member}", callout.export()));
        let kind = if member.contains('.') { "member" } else { "parameter" };
        json!({"name": member, "fullyQualifiedName": full, "kind": kind})
    });
    function.into_iter().chain(member).collect()
}
