//! What is told of inspected files, as SARIF 2.1.0: one result a finding.

use serde_json::{Value, json};

use super::{Inspected, Inspections};
use crate::inspect::FileFinding;
use mockras::check::{Row, row};
use mockras::report::layout::present;
use mockras::report::sarif;
use mockras::report::words::file_uri;

/// The report as a SARIF log.
pub fn render(inspections: &Inspections) -> String {
    let found = || {
        inspections.files.iter().flat_map(|file| file.inspection.findings.iter().map(move |one| (file, one)))
    };
    let mut ids: Vec<&'static str> = found().map(|(_, finding)| finding.row).collect();
    ids.sort_unstable();
    ids.dedup();
    let unreadable = inspections.unreadable.iter();
    let notifications = unreadable.map(|(file, why)| sarif::notification("error", &format!("{file}: {why}")));
    let invocation = json!({
        "executionSuccessful": inspections.unreadable.is_empty(),
        "exitCodeDescription": inspections.result_line(),
        "toolExecutionNotifications": notifications.collect::<Value>(),
    });
    let results = found().map(|(file, finding)| result(file, finding, &ids)).collect();
    sarif::log(ids.iter().filter_map(|id| row(id)).map(descriptor).collect(), invocation, results)
}

fn descriptor(row: &'static Row) -> Value {
    present(json!({
        "id": row.id,
        "name": row.name,
        "shortDescription": {"text": row.duty},
        "help": sarif::help(row.id),
        "properties": {"binds": row.obliged.to_string(), "strength": row.strength.to_string()},
        "helpUri": row.pages.first().map(|page| page.url),
    }))
}

fn result(file: &Inspected, finding: &FileFinding, ids: &[&str]) -> Value {
    let FileFinding { row, severity, symbol, observed, expected, open, cure } = finding;
    let subject = symbol.as_ref().map(|symbol| format!("{symbol}: ")).unwrap_or_default();
    let more = [open, cure].into_iter().flatten().map(|text| format!("; {text}")).collect::<String>();
    let function = symbol
        .as_ref()
        .map(|symbol| json!([{"name": symbol, "fullyQualifiedName": symbol, "kind": "function"}]));
    let location = present(json!({
        "physicalLocation": {"artifactLocation": {"uri": file_uri(&file.name)}},
        "logicalLocations": function,
    }));
    let signature = format!("{row} {}", symbol.as_deref().unwrap_or(observed));
    json!({
        "ruleId": row,
        "ruleIndex": ids.iter().position(|id| id == row),
        "level": severity.word(),
        "message": {"text": format!("{subject}observed {observed}, expected {expected}{more}")},
        "locations": [location],
        "partialFingerprints": {"signature/v1": signature},
        "properties": present(json!({
            "profile": file.inspection.profile.name(),
            "open": open,
            "cure": cure,
        })),
    })
}
