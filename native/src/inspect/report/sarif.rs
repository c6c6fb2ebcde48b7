//! What is told of inspected files, as SARIF 2.1.0: one result a finding.

use serde_json::{Value, json};

use super::{Inspected, Inspections};
use crate::inspect::Finding;
use mockras::check::{Row, row};
use mockras::report::words::file_uri;
use mockras::report::{VERSION, layout, sarif};

/// How deep the log is spread over lines: as far as the members of results and rules.
const SPREAD: usize = 7;

/// The report as a SARIF log.
pub fn render(inspections: &Inspections) -> String {
    let found = || {
        inspections.files.iter().flat_map(|file| file.inspection.findings.iter().map(move |one| (file, one)))
    };
    let mut ids: Vec<&'static str> = found().map(|(_, finding)| finding.row).collect();
    ids.sort_unstable();
    ids.dedup();
    let notifications = inspections
        .unreadable
        .iter()
        .map(|(file, why)| json!({"level": "error", "message": {"text": format!("{file}: {why}")}}));
    let driver = json!({
        "name": "mockras",
        "semanticVersion": VERSION,
        "rules": ids.iter().filter_map(|id| row(id)).map(descriptor).collect::<Vec<_>>(),
    });
    let invocation = json!({
        "executionSuccessful": inspections.unreadable.is_empty(),
        "exitCodeDescription": inspections.result_line(),
        "toolExecutionNotifications": notifications.collect::<Vec<_>>(),
    });
    let results: Vec<Value> = found().map(|(file, finding)| result(file, finding, &ids)).collect();
    let run = json!({"tool": {"driver": driver}, "invocations": [invocation], "results": results});
    let log = json!({"$schema": sarif::SCHEMA, "version": "2.1.0", "runs": [run]});
    layout::document(&log, SPREAD)
}

fn descriptor(row: &'static Row) -> Value {
    let mut told = json!({
        "id": row.id,
        "name": row.name,
        "shortDescription": {"text": row.duty},
        "help": {"text": format!("`mockras explain {}` says all there is to say.", row.id)},
        "properties": {"binds": row.obliged.to_string(), "strength": row.strength.to_string()},
    });
    if let Some(page) = row.pages.first() {
        told["helpUri"] = json!(page.url);
    }
    told
}

fn result(file: &Inspected, finding: &Finding, ids: &[&str]) -> Value {
    let Finding { row, severity, symbol, observed, expected, open, cure } = finding;
    let subject = symbol.as_ref().map(|symbol| format!("{symbol}: ")).unwrap_or_default();
    let more = [open, cure].into_iter().flatten().map(|text| format!("; {text}")).collect::<String>();
    let mut location = json!({"physicalLocation": {"artifactLocation": {"uri": file_uri(&file.name)}}});
    if let Some(symbol) = symbol {
        location["logicalLocations"] =
            json!([{"name": symbol, "fullyQualifiedName": symbol, "kind": "function"}]);
    }
    let mut properties = json!({"profile": file.inspection.profile.name()});
    for (name, text) in [("open", open), ("cure", cure)] {
        if let Some(text) = text {
            properties[name] = json!(text);
        }
    }
    let signature = format!("{row} {}", symbol.as_deref().unwrap_or(observed));
    json!({
        "ruleId": row,
        "ruleIndex": ids.iter().position(|id| id == row),
        "level": severity.word(),
        "message": {"text": format!("{subject}observed {observed}, expected {expected}{more}")},
        "locations": [location],
        "partialFingerprints": {"signature/v1": signature},
        "properties": properties,
    })
}
