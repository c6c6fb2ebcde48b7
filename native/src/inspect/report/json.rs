//! What is told of inspected files, as JSON: everything.

use serde_json::{Map, Value, json};

use super::{Inspected, Inspections};
use crate::binary::{Binary, Export};
use crate::inspect::{Finding, Outlook, Severity};
use mockras::report::{VERSION, layout};

/// The version of the format.
pub const FORMAT: u32 = 1;

/// How deep the document is spread over lines: an export or a finding is not.
const SPREAD: usize = 4;

/// The report as a JSON document.
pub fn render(inspections: &Inspections) -> String {
    let policy: Map<String, Value> =
        inspections.policy.changed().map(|(field, reading)| (field.to_owned(), json!(reading))).collect();
    let unreadable = inspections.unreadable.iter();
    let document = json!({
        "mockras-inspect": FORMAT,
        "mockras": VERSION,
        "profile": inspections.profile.unwrap_or_default().name(),
        "policy": policy,
        "files": inspections.files.iter().map(of_file).collect::<Vec<_>>(),
        "unreadable": unreadable.map(|(file, why)| json!({"file": file, "why": why})).collect::<Vec<_>>(),
        "result": {
            "clean": inspections.is_clean(),
            "line": inspections.result_line(),
            "errors": inspections.count(Severity::Error),
            "warnings": inspections.count(Severity::Warning),
            "notes": inspections.count(Severity::Note),
        },
    });
    layout::document(&document, SPREAD)
}

fn of_file(file: &Inspected) -> Value {
    let Binary { format, machine, kind, parts, exports, imports, libraries, protections, managed, cut } =
        &file.inspection.binary;
    let mut told = json!({
        "file": file.name,
        "format": format.to_string(),
        "bits": format.bits(),
        "machine": machine.to_string(),
        "kind": kind.to_string(),
        "parts": parts.iter().map(ToString::to_string).collect::<Vec<_>>(),
        "managed": managed,
        "cut": cut,
        "entry-points": file.inspection.binary.callouts().iter().map(|one| one.word()).collect::<Vec<_>>(),
        "exports": exports.iter().map(of_export).collect::<Vec<_>>(),
        "libraries": libraries,
        "imports": imports.iter().map(|one| named([("library", &one.library), ("name", &one.name)])).collect::<Vec<_>>(),
        "findings": file.inspection.findings.iter().map(of_finding).collect::<Vec<_>>(),
    });
    if let Some(protections) = protections {
        told["protections"] = json!({
            "any-address": protections.any_address,
            "high-entropy": protections.high_entropy,
            "no-execute": protections.no_execute,
            "guarded-calls": protections.guarded_calls,
        });
    }
    if !file.outlook.is_empty() {
        told["outlook"] = file.outlook.iter().map(of_outlook).collect();
    }
    told
}

fn of_export(export: &Export) -> Value {
    let mut told = named([("name", &export.name), ("forward", &export.forward)]);
    if let Some(ordinal) = export.ordinal {
        told["ordinal"] = json!(ordinal);
    }
    told
}

/// The members that are there.
fn named<const N: usize>(members: [(&str, &Option<String>); N]) -> Value {
    let there = members.into_iter().filter_map(|(name, text)| Some((name.to_owned(), json!(text.as_ref()?))));
    Value::Object(there.collect())
}

fn of_finding(finding: &Finding) -> Value {
    let mut told = json!({"rule": finding.row, "severity": finding.severity.word()});
    let texts = [
        ("symbol", finding.symbol.as_deref()),
        ("observed", Some(finding.observed.as_str())),
        ("expected", Some(finding.expected.as_str())),
        ("open", finding.open.as_deref()),
        ("cure", finding.cure.as_deref()),
        ("duty", finding.duty().map(|row| row.duty)),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            told[name] = json!(text);
        }
    }
    let pages = finding.duty().map(|row| row.pages).unwrap_or_default();
    told["pages"] = pages.iter().map(|page| page.url).collect();
    told
}

fn of_outlook(outlook: &Outlook) -> Value {
    json!({
        "profile": outlook.profile.name(),
        "loads": outlook.obstacles.is_empty(),
        "obstacles": outlook.obstacles,
        "hangs-on-table": outlook.hangs_on_table,
    })
}
