//! What programs read: JSON and SARIF.

use mockras::check::row;
use mockras_native::inspect::report::{Inspections, json, sarif};
use serde_json::{Value, json};

use super::report;
use super::seeds::seeds;

fn all() -> Inspections {
    let readable = |(_, bytes): &(&str, Vec<u8>)| mockras_native::binary::Binary::read(bytes).is_ok();
    let files: Vec<(&str, Vec<u8>)> = seeds().into_iter().filter(readable).collect();
    let mut inspections = report(&files, None);
    inspections.unreadable.push(("caf\u{e9}.dll".to_owned(), "cannot be read".to_owned()));
    inspections
}

fn read(text: &str) -> Value {
    assert!(text.is_ascii() && text.ends_with("}\n"), "{text}");
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

#[test]
fn sarif_has_a_result_for_each_finding() {
    let inspections = all();
    let log = read(&sarif::render(&inspections));
    let results = log["runs"][0]["results"].as_array().expect("results");
    let findings = inspections.files.iter().flat_map(|file| &file.inspection.findings);
    let expected: Vec<(&str, &str)> = findings.map(|one| (one.row, one.severity.word())).collect();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let told: Vec<(String, String)> =
        results.iter().map(|one| (text(&one["ruleId"]), text(&one["level"]))).collect();
    assert_eq!(told.iter().map(|(row, level)| (&row[..], &level[..])).collect::<Vec<_>>(), expected);
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    for one in results {
        let at = usize::try_from(one["ruleIndex"].as_u64().expect("a place")).expect("small");
        assert_eq!(rules[at]["id"], one["ruleId"]);
    }
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false, "a file was not read");
    assert_eq!(
        invocation["toolExecutionNotifications"][0]["message"]["text"],
        "caf\u{e9}.dll: cannot be read"
    );
}

#[test]
fn json_holds_everything() {
    let inspections = all();
    let document = read(&json::render(&inspections));
    assert_eq!(document["mockras-inspect"], 1);
    assert_eq!(document["result"]["line"], json!(inspections.result_line()));
    assert_eq!(document["unreadable"], json!([{"file": "caf\u{e9}.dll", "why": "cannot be read"}]));
    let files = document["files"].as_array().expect("files");
    assert_eq!(files.len(), inspections.files.len());
    for (told, file) in files.iter().zip(&inspections.files) {
        let counts = ["exports", "imports", "findings", "libraries", "outlook"]
            .map(|member| told[member].as_array().map_or(0, Vec::len));
        let binary = &file.inspection.binary;
        let expected = [binary.exports.len(), binary.imports.len(), file.inspection.findings.len()];
        assert_eq!(counts[..3], expected, "{}", file.name);
        assert_eq!(counts[3..], [binary.libraries.len(), 6]);
        assert_eq!(told.get("protections").is_some(), binary.protections.is_some());
    }
}

#[test]
fn findings_lead_to_rows_that_inspection_decides_or_shares() {
    for finding in all().files.iter().flat_map(|file| &file.inspection.findings) {
        assert!(row(finding.row).is_some(), "{}", finding.row);
        assert!(!finding.observed.is_empty() && !finding.expected.is_empty(), "{finding:?}");
    }
}
