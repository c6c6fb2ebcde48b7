//! SARIF reports against the published schema.

use mockras::ras::Policy;
use mockras::report::sarif;
use mockras_native::binary::Binary;
use mockras_native::inspect::report::{self, Inspections};
use serde_json::{Value, json};

use crate::{pe, sample};

const SCHEMA: &str = include_str!("../../data/sarif-schema-2.1.0.json");

/// What the published schema has to say against a log.
fn faults(log: &Value) -> Vec<String> {
    // As published, the pattern of languages has a bracket too many, and the validator refuses it.
    let text = SCHEMA.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
    let options = jsonschema::options().should_validate_formats(true);
    let validator = options.build(&schema).expect("the schema is a schema");
    validator.iter_errors(log).map(|fault| fault.to_string()).collect()
}

fn read(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

#[test]
fn reports_keep_the_published_schema() {
    let mut swept = sample::swept();
    swept.runs[1].command = None;
    for report in [sample::report(), sample::with_canary(), sample::clean(), sample::empty(), swept] {
        assert_eq!(faults(&read(&sarif::render(&report))), Vec::<String>::new());
    }
}

#[test]
fn logs_that_break_the_schema_are_refused() {
    let breaks: [fn(&mut Value); 6] = [
        |log| log["version"] = json!("2.0.0"),
        |log| log["runs"][0]["tool"] = json!({}),
        |log| log["runs"][0]["results"][0]["level"] = json!("fatal"),
        |log| log["runs"][0]["results"][0]["message"] = json!({}),
        |log| log["runs"][0]["results"][0]["occurrenceCount"] = json!(0),
        |log| {
            let location = &mut log["runs"][0]["results"][0]["locations"][0];
            location["physicalLocation"]["artifactLocation"]["uri"] = json!("a b.toml");
        },
    ];
    for (at, broken) in breaks.iter().enumerate() {
        let mut log = read(&sarif::render(&sample::report()));
        broken(&mut log);
        assert_ne!(faults(&log), Vec::<String>::new(), "{at}");
    }
}

#[test]
fn reports_of_files_keep_the_published_schema() {
    let mut inspections = Inspections::new(None, Policy::default());
    let awkward = pe::Pe::new()
        .export("MprAdminInitializeDllEx")
        .export("_MprAdminAcceptNewLink@8")
        .export("?MprAdminInitializeDll@@YAKXZ")
        .forward("MprAdminGetIpAddressForUser", "other.MprAdminGetIpAddressForUser")
        .import("mprapi.dll", &["MprAdminPortEnum"]);
    for (name, bytes) in [("caf\u{e9} <1>.dll", awkward.build()), ("gate.lib", b"!<arch>\n".to_vec())] {
        inspections.add(name.to_owned(), Binary::read(&bytes).expect("a file that can be read"));
    }
    inspections.unreadable.push(("gone.dll".to_owned(), "cannot be read".to_owned()));
    let none = Inspections::new(None, Policy::default());
    for inspections in [&inspections, &none] {
        assert_eq!(faults(&read(&report::sarif::render(inspections))), Vec::<String>::new());
    }
    let mut log = read(&report::sarif::render(&inspections));
    log["runs"][0]["results"][0]["level"] = json!("fatal");
    assert_ne!(faults(&log), Vec::<String>::new());
}
