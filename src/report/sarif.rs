//! What is told of judged runs, as SARIF 2.1.0: one result for each finding of a scenario that is no repeat.
//!
//! The types are this crate's own: the format is large, a report needs little of it, and crates that model all of it
//! generate their code at every build.

use std::collections::BTreeMap;

use serde::Serialize;

use super::words::file_uri;
use super::{Ending, Fold, Report, folded_in, layout};
use crate::check::Rule;

pub(super) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// How deep the log is spread over lines: as far as the members of results and rules.
const SPREAD: usize = 7;

/// Every broken rule ends the command with an error.
const LEVEL: &str = "error";

/// The report as a SARIF log.
pub fn render(report: &Report) -> String {
    let warnings = report.undecided().into_iter().chain(report.untested());
    let driver = Driver {
        name: "mockras",
        semantic_version: super::VERSION,
        rules: report.rules.iter().map(|rule| Descriptor::from(*rule)).collect(),
    };
    let invocation = Invocation {
        // Whether the run says anything, not whether it found nothing.
        execution_successful: report.ending() == Ending::Pass || report.findings() > 0,
        exit_code_description: report.result_line(),
        tool_execution_notifications: warnings
            .map(|text| Notification { level: "warning", message: Message { text } })
            .collect(),
    };
    let folds = (0..report.runs.len()).flat_map(|run| folded_in(report, run));
    let results = folds.map(|fold| result(report, &fold)).collect();
    let run = Run { tool: Tool { driver }, invocations: [invocation], results };
    layout::document(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] }, SPREAD)
}

#[derive(Serialize)]
struct Log {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run; 1],
}

#[derive(Serialize)]
struct Run {
    tool: Tool,
    invocations: [Invocation; 1],
    results: Vec<Result>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Descriptor>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Descriptor {
    id: &'static str,
    name: &'static str,
    short_description: Message,
    full_description: Message,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'static str>,
    help: Message,
    default_configuration: Configuration,
    properties: RuleProperties,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct RuleProperties {
    strength: String,
    decides: &'static [&'static str],
}

#[derive(Serialize)]
struct Message {
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Invocation {
    execution_successful: bool,
    exit_code_description: String,
    tool_execution_notifications: Vec<Notification>,
}

#[derive(Serialize)]
struct Notification {
    level: &'static str,
    message: Message,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Result {
    rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    occurrence_count: u64,
    partial_fingerprints: BTreeMap<&'static str, String>,
    properties: ResultProperties,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<LogicalLocation>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct LogicalLocation {
    name: String,
    fully_qualified_name: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct ResultProperties {
    row: &'static str,
    step: u32,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    under: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reproduce: Option<String>,
}

impl From<&'static Rule> for Descriptor {
    fn from(rule: &'static Rule) -> Self {
        let duty = rule.rows().next();
        Self {
            id: rule.id,
            name: rule.name,
            short_description: Message { text: duty.map_or(rule.name, |row| row.duty).to_owned() },
            full_description: Message { text: paragraphs(&rule.explanation()) },
            help_uri: rule.rows().flat_map(|row| row.pages).next().map(|page| page.url),
            help: Message { text: format!("`mockras explain {}` says all there is to say.", rule.id) },
            default_configuration: Configuration { level: LEVEL },
            properties: RuleProperties {
                strength: duty.map(|row| row.strength.to_string()).unwrap_or_default(),
                decides: rule.decides,
            },
        }
    }
}

/// A text that is wrapped, one paragraph a line.
fn paragraphs(text: &str) -> String {
    let paragraphs =
        text.trim().split("\n\n").map(|paragraph| paragraph.lines().collect::<Vec<_>>().join(" "));
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

fn result(report: &Report, fold: &Fold<'_>) -> Result {
    let (finding, run) = (fold.finding, &report.runs[fold.run]);
    let physical_location =
        PhysicalLocation { artifact_location: ArtifactLocation { uri: file_uri(&run.name) } };
    Result {
        rule_id: finding.rule.id,
        rule_index: report.rules.iter().position(|rule| rule.id == finding.rule.id),
        level: LEVEL,
        message: Message {
            text: format!(
                "{}: {}: observed {}, expected {}",
                finding.rule.name, finding.spot, finding.observed, finding.expected
            ),
        },
        locations: [Location { physical_location, logical_locations: logical_locations(fold) }],
        occurrence_count: fold.repeats + 1,
        partial_fingerprints: BTreeMap::from([("signature/v1", finding.signature().trim_end().to_owned())]),
        properties: ResultProperties {
            row: finding.row,
            step: finding.spot.at.step,
            under: run.under.clone(),
            reproduce: run.reproduce(finding),
        },
    }
}

/// The entry point, and the member of a structure or the parameter.
fn logical_locations(fold: &Fold<'_>) -> Vec<LogicalLocation> {
    let callout = fold.finding.spot.call.map(|(_, entry)| entry.callout);
    let function = callout.map(|callout| LogicalLocation {
        name: callout.word().to_owned(),
        fully_qualified_name: callout.export(),
        kind: "function",
    });
    let member = fold.finding.member.as_ref().map(|member| LogicalLocation {
        name: member.clone(),
        fully_qualified_name: match callout {
            Some(callout) => format!("{}.{member}", callout.export()),
            None => member.clone(),
        },
        kind: if member.contains('.') { "member" } else { "parameter" },
    });
    function.into_iter().chain(member).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::report::sample;

    const SCHEMA_TEXT: &str = include_str!("../../tests/data/sarif-schema-2.1.0.json");

    /// What the published schema has to say against a log.
    fn faults(log: &Value) -> Vec<String> {
        // As published, the pattern of languages has a bracket too many, and the validator refuses it.
        let text = SCHEMA_TEXT.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
        let schema: Value = serde_json::from_str(&text).expect("the schema is JSON");
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.build(&schema).expect("the schema is a schema");
        validator.iter_errors(log).map(|fault| fault.to_string()).collect()
    }

    fn read(report: &Report) -> Value {
        let text = render(report);
        assert!(text.is_ascii() && text.ends_with("}\n"), "{text}");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}:\n{text}"))
    }

    #[test]
    fn sarif_keeps_the_published_schema() {
        let mut swept = sample::swept();
        swept.runs[1].command = None;
        for report in [sample::report(), sample::with_canary(), sample::clean(), sample::empty(), swept] {
            assert_eq!(faults(&read(&report)), Vec::<String>::new());
        }
    }

    #[test]
    fn sarif_that_breaks_the_schema_is_refused() {
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
            let mut log = read(&sample::report());
            broken(&mut log);
            assert_ne!(faults(&log), Vec::<String>::new(), "{at}");
        }
    }

    #[test]
    fn sarif_result_says_rule_place_and_signature() {
        let log = read(&sample::report());
        let results = log["runs"][0]["results"].as_array().expect("results");
        let told: Vec<_> = results.iter().map(|one| (&one["ruleId"], &one["occurrenceCount"])).collect();
        let expected =
            [("IP4-08", 1), ("IP4-08", 2), ("RUN-01", 1)].map(|(id, count)| (json!(id), json!(count)));
        assert_eq!(told, expected.iter().map(|(id, count)| (id, count)).collect::<Vec<_>>());
        let first = &results[0];
        assert_eq!(log["runs"][0]["tool"]["driver"]["rules"][1]["id"], "IP4-08");
        assert_eq!((&first["ruleIndex"], &first["level"]), (&json!(1), &json!("error")));
        let location = json!({
            "physicalLocation": {"artifactLocation": {"uri": "corpus/plain.toml"}},
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
        assert_eq!([&first["partialFingerprints"], &results[1]["partialFingerprints"]], [&signature; 2]);
        let message = results[2]["message"]["text"].as_str().expect("a message");
        assert!(message.contains(sample::PANIC), "{message}");
    }

    #[test]
    fn sarif_result_says_the_readings_beside_the_path() {
        let mut swept = sample::swept();
        swept.runs[2].command = None;
        let log = read(&swept);
        let results = &log["runs"][0]["results"];
        for at in 0..3 {
            let location = &results[at]["locations"][0]["physicalLocation"]["artifactLocation"];
            assert_eq!(location["uri"], "corpus/plain.toml");
        }
        let properties = |at: usize| &results[at]["properties"];
        assert_eq!((properties(0).get("under"), &properties(1)["under"]), (None, &json!(["vote=ask_all"])));
        let command = "mockras check corpus/plain.toml --policy vote=ask_all --rule IP4-08";
        assert_eq!((&properties(1)["reproduce"], properties(2).get("reproduce")), (&json!(command), None));
    }

    #[test]
    fn sarif_texts_have_no_wrapped_lines_and_no_space_at_the_end() {
        assert_eq!(paragraphs("a b\nc\n\nd\ne\nf\n"), "a b c\n\nd e f");
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
    fn sarif_tells_of_the_canary_and_of_runs_that_say_nothing() {
        let log = read(&sample::with_canary());
        let canaries = log["runs"][0]["results"].as_array().expect("results").iter();
        assert_eq!(canaries.filter(|one| one["ruleId"] == "CANARY").count(), 3);
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
}
