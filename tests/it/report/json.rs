//! Reports as JSON: everything, nothing folded.

use mockras::report::Report;
use mockras::report::json::render;
use mockras::report::layout::document;
use serde_json::Value;

use super::sample;

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
    assert_eq!([&first["step"], &first["at-ms"], &first["entry"]].map(Value::as_u64), [1, 0, 2].map(Some));
    let reading = serde_json::json!({"question": "AMB-20", "policy": "notify_entry", "reading": "poison"});
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
    assert_eq!(read["result"]["line"], "RESULT: FAIL (2 errors)");
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
fn json_of_nothing_is_inconclusive() {
    let empty = read(&sample::empty());
    assert_eq!(empty["result"]["ending"], "inconclusive");
    assert_eq!(empty["runs"], serde_json::json!([]));
}

#[test]
fn document_spreads_outer_values_only() {
    let value = serde_json::json!({"a": [[1, {"b": 2, "c": []}], []], "d": {}, "e": null});
    let expected = r#"{
  "a": [
    [1, {"b": 2, "c": []}],
    []
  ],
  "d": {},
  "e": null
}
"#;
    assert_eq!(document(&value, 2), expected);
    assert_eq!(document(&Vec::<u8>::new(), 2), "[]\n");
}

#[test]
fn document_is_ascii_and_reads_back() {
    let odd = "\"\\ \n\u{0}\u{7f}\u{e9}\u{202e}\u{1f600}</";
    let text = document(&odd, 0);
    assert_eq!(text, "\"\\\"\\\\ \\n\\u0000\\u007f\\u00e9\\u202e\\ud83d\\ude00</\"\n");
    assert_eq!(serde_json::from_str::<String>(&text).expect("JSON"), odd);
}
