//! What is told of inspected files, as JSON: everything.

use serde_json::{Map, Value, json};

use super::{Inspected, Inspections};
use crate::binary::{Binary, Export};
use crate::inspect::{FileFinding, Outlook, Severity};
use mockras::report::layout::present;
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
    let Binary {
        format,
        machine,
        kind,
        parts,
        exports,
        imports,
        libraries,
        run_paths: _,
        protections,
        managed,
        cut,
    } = &file.inspection.binary;
    let protections = protections.map(|protections| {
        json!({
            "any-address": protections.any_address,
            "high-entropy": protections.high_entropy,
            "no-execute": protections.no_execute,
            "guarded-calls": protections.guarded_calls,
        })
    });
    let imports = imports.iter().map(|one| present(json!({"library": one.library, "name": one.name})));
    let outlook: Vec<Value> = file.outlook.iter().map(of_outlook).collect();
    present(json!({
        "file": file.name,
        "format": format.to_string(),
        "bits": format.bits(),
        "machine": machine.to_string(),
        "kind": kind.to_string(),
        "parts": parts.iter().map(ToString::to_string).collect::<Value>(),
        "managed": managed,
        "cut": cut,
        "entry-points": file.inspection.binary.callouts().iter().map(|one| one.word()).collect::<Value>(),
        "exports": exports.iter().map(of_export).collect::<Value>(),
        "libraries": libraries,
        "imports": imports.collect::<Value>(),
        "findings": file.inspection.findings.iter().map(of_finding).collect::<Value>(),
        "protections": protections,
        "outlook": Some(outlook).filter(|outlook| !outlook.is_empty()),
    }))
}

fn of_export(export: &Export) -> Value {
    present(json!({"name": export.name, "forward": export.forward, "ordinal": export.ordinal}))
}

fn of_finding(finding: &FileFinding) -> Value {
    let duty = finding.duty();
    present(json!({
        "rule": finding.row,
        "severity": finding.severity.word(),
        "symbol": finding.symbol,
        "observed": finding.observed,
        "expected": finding.expected,
        "open": finding.open,
        "cure": finding.cure,
        "duty": duty.map(|row| row.duty),
        "pages": duty.iter().flat_map(|row| row.pages).map(|page| page.url).collect::<Value>(),
    }))
}

fn of_outlook(outlook: &Outlook) -> Value {
    json!({
        "profile": outlook.profile.name(),
        "loads": outlook.obstacles.is_empty(),
        "obstacles": outlook.obstacles,
        "hangs-on-table": outlook.hangs_on_table,
    })
}
