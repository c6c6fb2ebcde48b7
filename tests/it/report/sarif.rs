//! Reports as SARIF: a result says rule, place and signature.

use mockras::check::Kind;
use mockras::report::Report;
use mockras::report::sarif::render;
use serde_json::{Value, json};

use super::sample;

fn read(report: &Report) -> Value {
    let text = render(report);
    assert!(text.is_ascii() && text.ends_with("}\n"), "{text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
}

#[test]
fn sarif_result_says_rule_place_and_signature() {
    let log = read(&sample::report());
    let results = log["runs"][0]["results"].as_array().expect("results");
    let told: Vec<_> = results.iter().map(|one| (&one["ruleId"], &one["occurrenceCount"])).collect();
    let expected = [("IP4-08", 3), ("RUN-01", 1)].map(|(id, count)| (json!(id), json!(count)));
    assert_eq!(told, expected.iter().map(|(id, count)| (id, count)).collect::<Vec<_>>());
    let first = &results[0];
    assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][1]["id"], "IP4-08");
    assert_eq!((&first["ruleIndex"], &first["level"]), (&json!(1), &json!("error")));
    let location = json!({
        "logicalLocations": [
            {
                "name": "GetIpAddressForUser",
                "fullyQualifiedName": "MprAdminGetIpAddressForUser",
                "kind": "function",
            },
            {
                "name": "*lpfNotifyRelease",
                "fullyQualifiedName": "MprAdminGetIpAddressForUser.*lpfNotifyRelease",
                "kind": "parameter",
            },
        ],
    });
    assert_eq!(first["locations"], json!([location]));
    let signature = json!({"signature/v1": "IP4-08 GetIpAddressForUser *lpfNotifyRelease"});
    assert_eq!(first["partialFingerprints"], signature);
    assert_eq!(first["properties"]["scenario"], "corpus/plain.toml");
    let message = results[1]["message"]["text"].as_str().expect("a message");
    assert!(message.contains(sample::PANIC), "{message}");
}

#[test]
fn sarif_result_says_the_readings_beside_the_scenario() {
    let mut swept = sample::swept();
    let properties = |report: &Report| read(report)["runs"][0]["results"][0]["properties"].clone();
    assert_eq!(properties(&swept).get("under"), None);
    swept.runs.remove(0);
    let under = properties(&swept);
    let command = "mockras check corpus/plain.toml --policy vote=ask_all --rule IP4-08";
    assert_eq!((&under["under"], &under["reproduce"]), (&json!(["vote=ask_all"]), &json!(command)));
    swept.runs[0].command = None;
    assert_eq!(properties(&swept).get("reproduce"), None);
}

#[test]
fn sarif_points_at_the_source_of_a_dll_or_at_its_file() {
    let mut report = sample::report();
    report.runs.remove(0);
    report.dlls = vec!["./gate/libgate.so".to_owned()];
    let place = |report: &Report, at: usize| {
        read(report)["runs"][0]["results"][at]["locations"][0]["physicalLocation"].clone()
    };
    assert_eq!(place(&report, 0), json!({"artifactLocation": {"uri": "gate/libgate.so"}}));
    let observed = "crash: SIGSEGV reading address 0x8, near NULL, in store_user (gate.c:41)";
    for outcome in &mut report.runs[0].verdicts.outcomes {
        if let mockras::check::Verdict::Broken(findings) = &mut outcome.verdict {
            findings.iter_mut().for_each(|finding| finding.observed = observed.to_owned());
        }
    }
    let file = json!({"uri": "gate.c", "uriBaseId": "SRCROOT"});
    assert_eq!(place(&report, 1), json!({"artifactLocation": file, "region": {"startLine": 41}}));
    report.dlls = vec!["stock:address-pool".to_owned()];
    assert_eq!(place(&report, 0), serde_json::Value::Null);
}

#[test]
fn sarif_level_follows_the_kind() {
    let mut report = sample::report();
    for (kind, level) in [(Kind::Error, "error"), (Kind::Advice, "warning"), (Kind::Open, "note")] {
        for outcome in report.runs.iter_mut().flat_map(|run| &mut run.verdicts.outcomes) {
            if let mockras::check::Verdict::Broken(findings) = &mut outcome.verdict {
                findings.iter_mut().for_each(|finding| finding.kind = kind);
            }
        }
        let log = read(&report);
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        assert!(results.iter().all(|one| one["level"] == level), "{results:?}");
    }
}

#[test]
fn sarif_texts_have_no_wrapped_lines_and_no_space_at_the_end() {
    let log = read(&sample::with_canary());
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules");
    let texts = rules.iter().map(|rule| rule["fullDescription"]["text"].as_str().expect("a text"));
    for text in texts {
        assert!(!text.replace("\n\n", "").contains('\n'), "{text}");
    }
    let results = log["runs"][0]["results"].as_array().expect("results");
    let signature = |one: &Value| one["partialFingerprints"]["signature/v1"].as_str().map(str::to_owned);
    let signatures: Vec<_> = results.iter().filter_map(signature).collect();
    assert!(signatures.contains(&"CANARY".to_owned()), "{signatures:?}");
    assert!(signatures.iter().all(|text| !text.ends_with(' ')), "{signatures:?}");
}

#[test]
fn sarif_tells_of_runs_that_say_nothing() {
    let invocation = |report: &Report| read(report)["runs"][0]["invocations"][0].clone();
    let full = invocation(&sample::report());
    assert_eq!(full["executionSuccessful"], true);
    assert_eq!(full["toolExecutionNotifications"].as_array().map(Vec::len), Some(2));
    let mut not_started = sample::report();
    not_started.runs.iter_mut().for_each(|run| run.started = false);
    assert_eq!(invocation(&not_started)["executionSuccessful"], true, "there are findings");
    not_started.runs.retain(|run| run.verdicts.findings().next().is_none());
    assert_eq!(invocation(&not_started)["executionSuccessful"], false);
    let empty = invocation(&sample::empty());
    assert_eq!(empty["executionSuccessful"], false);
    assert_eq!(empty["exitCodeDescription"], "RESULT: INCONCLUSIVE (no scenario was played)");
    assert_eq!(empty["toolExecutionNotifications"].as_array().map(Vec::len), Some(3));
}
