//! The schemas of scenarios and of `mockras.toml`, against the parser: what it takes they take, and what they take it takes
//! but for what no schema can say.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use mockras::scenario::{Case, Config, config_schema, quoted, scenario_schema};
use mockras_testing::assert_none;
use mockras_testing::source::{blocks, paths_below, read, rust_below};
use serde_json::{Value, json};

use crate::literals::literals;

/// What the parser refuses and a schema takes: a part of what the parser says, why a schema cannot say it, and a file.
const BEYOND: &[(&str, &str, &str)] = &[
    (
        "contradict each other",
        "a schema sees no two rules at once",
        "[[always]]\nname = 'a'\nexpect = { state = 'refused' }\n[[always]]\nname = 'b'\nexpect = { state = 'connected' }",
    ),
    (
        "expected each name once",
        "names are the same if they become the same id",
        "[[always]]\nname = 'a b'\nexpect = { released = true }\n[[always]]\nname = 'A-B'\nexpect = { released = true }",
    ),
    (
        "case does not count",
        "keys that differ in capitals differ",
        "[registry.'HKLM\\A']\n[registry.'HKLM\\a']",
    ),
    (
        "expected a time such as",
        "it may be too long for its number",
        "always = [{ name = 'a', expect = { state = 'ended' }, within = '999999999999d' }]",
    ),
    ("from the year 1601 to 9999", "a pattern counts no days", "clock = '2026-02-30T00:00:00'"),
    (
        "a net such as",
        "a pattern counts no bits",
        "always = [{ name = 'a', expect = { ipv4 = '10.8.0.5/24' } }]",
    ),
    (
        "expected left, kept, zero or an address",
        "a pattern does not count the parts of an IPv6 address",
        "dll = [{ stock = 'scripted', script = { ipv6 = '1:2:3' } }]",
    ),
    (
        "expected a pool of at least",
        "a pool may end behind the last address",
        "dll = [{ stock = 'address-pool', first = '255.255.255.255', size = 2 }]",
    ),
    (
        "expected a member such as",
        "members are not listed",
        "dll = [{ stock = 'scripted', script = { watch = ['zzz'] } }]",
    ),
    (
        "that have a slot",
        "callouts are listed, and not their slots",
        "dll = [{ stock = 'scripted', script = { slots = ['InitializeDll'] } }]",
    ),
    (
        "or a number, found",
        "a number as text may be too great",
        "dll = [{ stock = 'scripted', script = { initialize = '99999999999' } }]",
    ),
    (
        "expected a name without",
        "letters of any script may stand in a name",
        "dll = [{ stock = 'silent', name = 'a b' }]",
    ),
    (
        "in a name, found",
        "there may be no sign of that number",
        "dll = [{ stock = 'refuse-user', users = '\\u{110000}' }]",
    ),
    (
        "expected a `name` with letters",
        "letters of any script may",
        "always = [{ name = '!', expect = { released = true } }]",
    ),
    (
        "expected at least one value in each list of `when`",
        "a list may be empty elsewhere",
        "always = [{ name = 'a', when = { user = [] }, expect = { state = 'refused' } }]",
    ),
    (
        "beside",
        "it hangs on several keys",
        "always = [{ name = 'a', per = 'user', expect = { state = 'refused' } }]",
    ),
    (
        "expected `last` and `notes` in a step",
        "an empty list is none",
        "always = [{ name = 'a', expect = { notes = ['b'] } }]",
    ),
    (
        "expected something such as",
        "an empty list expects nothing",
        "always = [{ name = 'a', expect = { notes = [] } }]",
    ),
    ("dll-path: expected", "what stands between semicolons is a text of its own", "dll-path = 'stock:silnt'"),
    (
        "expected authentication, pre-authentication",
        "which reasons there are hangs on the state",
        "always = [{ name = 'a', expect = { state = 'refused', reason = 'hung-up' } }]",
    ),
    (
        "expected `released = true`",
        "without it there would be nothing",
        "always = [{ name = 'a', expect = { released = false } }]",
    ),
    (
        "no connection stays waiting",
        "a step may expect it",
        "always = [{ name = 'a', expect = { state = 'waiting' } }]",
    ),
    (
        "a connection that is up while none may be up",
        "it hangs on two keys",
        "always = [{ name = 'a', expect = { state = 'connected', live-at-most = 0 } }]",
    ),
    (
        "such as `PortDisconnect VPN2-0`",
        "what a call takes hangs on its function",
        "dll = [{ stock = 'scripted', script = { timer = ['PortDisconnect'] } }]",
    ),
    ("expected at least one", "an empty list is a list", "dll = [{ stock = 'silent', series = [] }]"),
    (
        "expected `links` of at least 1",
        "another DLL may allow none",
        "dll = [{ stock = 'link-limit', links = 0 }]",
    ),
    (
        "expected what was found, found nothing",
        "blanks are text",
        "case = { signature = ' ', finding = '', mockras = '', tier = 'smoke', transcript = '' }",
    ),
];

/// What the parser takes and the schema refuses, on purpose, for there is a plainer way to say it: a step without fields as an
/// empty table, and a table as the list of its values.
const PLAINER: &[&str] = &["= {} }", "= []", "= [\"zzz\"]"];

struct Schemas {
    scenario: Validator,
    config: Validator,
}

impl Schemas {
    fn new() -> Self {
        let validator = |schema: Value| jsonschema::draft202012::new(&schema).expect("it is a schema");
        let json = |schema| serde_json::to_value(schema).expect("a schema is JSON");
        Self { scenario: validator(json(scenario_schema())), config: validator(json(config_schema())) }
    }

    /// What the parser and the schema say of a file: its error, and whether it fits.
    fn verdicts(&self, text: &str, is_config: bool) -> Option<(Option<String>, Vec<String>)> {
        let value = json_of(toml::Value::Table(toml::from_str(text).ok()?));
        let (refused, schema) = match is_config {
            true => (Config::parse(text, "mockras.toml").err(), &self.config),
            false => (parsed(text).err(), &self.scenario),
        };
        let errors = schema.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path()));
        Some((refused.map(|error| error.to_string()), errors.collect()))
    }

    /// How they disagree, if they do, but for what is listed.
    fn disagreement(&self, text: &str, is_config: bool) -> Option<String> {
        let (refused, errors) = self.verdicts(text, is_config)?;
        match (refused, errors.first()) {
            (Some(refused), None) if !BEYOND.iter().any(|(part, ..)| refused.contains(part)) => {
                Some(format!("only the parser refuses it: {refused}\n{text}"))
            }
            (None, Some(error)) if !PLAINER.iter().any(|part| text.contains(part)) => {
                Some(format!("only the schema refuses it: {error}\n{text}"))
            }
            _ => None,
        }
    }
}

/// Reads a scenario, or a saved case, whose table is read by others.
fn parsed(text: &str) -> Result<(), mockras::scenario::ScenarioError> {
    match Case::parse(text, "a.toml") {
        Err(error) if error.to_string().contains("found a scenario") => Ok(()),
        other => other.map(drop),
    }
}

/// The file as a schema sees it: dates are text.
fn json_of(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(number) => json!(number),
        toml::Value::Float(number) => json!(number),
        toml::Value::Boolean(is) => json!(is),
        toml::Value::Datetime(date) => json!(date.to_string()),
        toml::Value::Array(list) => list.into_iter().map(json_of).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json_of(value))).collect(),
    }
}

/// The value as TOML spells it on a line.
fn inline(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(list) => format!("[{}]", list.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::Object(table) if table.is_empty() => "{}".to_owned(),
        Value::Object(table) => {
            let pairs: Vec<String> =
                table.iter().map(|(key, value)| format!("{} = {}", quoted(key), inline(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

fn toml_of(value: &Value) -> String {
    let table = value.as_object().expect("a file is a table");
    table.iter().map(|(key, value)| format!("{} = {}\n", quoted(key), inline(value))).collect()
}

/// Every file with one thing changed: a key that is missing, a key that is misspelled, a value of another kind. Each place
/// is changed once, wherever in a list and in whatever file it is met first.
fn changed(
    value: &Value,
    path: &str,
    seen: &mut BTreeSet<String>,
    put: &dyn Fn(Value) -> Value,
    found: &mut Vec<Value>,
) {
    let others =
        [json!(true), json!(-1), json!(7), json!(""), json!("zzz"), json!([]), json!({}), json!(["zzz"])];
    if seen.insert(path.to_owned()) {
        found.extend(others.into_iter().map(put));
    }
    match value {
        Value::Object(table) => {
            for (key, below) in table {
                let here = format!("{path}.{key}");
                let without = |new: Option<(String, Value)>| {
                    let mut table = table.clone();
                    table.remove(key);
                    table.extend(new);
                    put(Value::Object(table))
                };
                if !seen.contains(&here) {
                    found.push(without(None));
                    found.push(without(Some((format!("{key}x"), below.clone()))));
                }
                changed(below, &here, seen, &|new| without(Some((key.clone(), new))), found);
            }
        }
        Value::Array(list) => {
            for (at, below) in list.iter().enumerate() {
                let with = |new: Value| {
                    let mut list = list.clone();
                    list[at] = new;
                    put(Value::Array(list))
                };
                changed(below, &format!("{path}[]"), seen, &with, found);
            }
        }
        _ => {}
    }
}

/// Scenarios and configurations of the project, by name: the corpus, the cases, what `init` writes, the pages.
fn files() -> Vec<(String, String, bool)> {
    let mut files = Vec::new();
    for top in ["corpus", "mockras-cases", "cli/templates", "native/tests/dll/c/realistic"] {
        let paths = paths_below(top).into_iter();
        for path in paths.filter(|path| path.ends_with(".toml") || path.ends_with("mockras.toml.in")) {
            let is_config = path.contains("mockras.toml");
            files.push((path.clone(), read(&path), is_config));
        }
    }
    for page in ["docs/reference/config.md", "docs/how-to/expectations.md"] {
        for (line, language, text) in blocks(&read(page)) {
            let is_config = !text.contains("steps =");
            if language == "toml" {
                files.push((format!("{page}:{line}"), text, is_config));
            }
        }
    }
    files
}

#[test]
fn every_file_of_the_project_fits_its_schema() {
    let schemas = Schemas::new();
    let mut findings = Vec::new();
    let files = files();
    let configs = files.iter().filter(|(_, _, is_config)| *is_config).count();
    assert!(files.len() > 150 && configs >= 3, "{} files, {configs} configurations", files.len());
    for (name, text, is_config) in files {
        let (refused, errors) =
            schemas.verdicts(&text, is_config).unwrap_or_else(|| panic!("{name} is no TOML"));
        assert_eq!(refused, None, "{name}");
        findings.extend(errors.into_iter().map(|error| format!("{name}: {error}")));
    }
    assert_none(&findings);
}

#[test]
fn parser_and_schema_agree_about_changed_files_and_about_those_of_error_tests() {
    let schemas = Schemas::new();
    let mut findings = Vec::new();
    let mut seen: BTreeMap<bool, BTreeSet<String>> = BTreeMap::new();
    let mut tried = 0;
    for (name, text, is_config) in files() {
        let value = json_of(toml::Value::Table(toml::from_str(&text).expect("TOML")));
        let mut found = Vec::new();
        changed(&value, "", seen.entry(is_config).or_default(), &|new| new, &mut found);
        for file in found.iter().filter(|file| file.is_object()) {
            tried += 1;
            let disagreement = schemas.disagreement(&toml_of(file), is_config);
            findings.extend(disagreement.map(|how| format!("{name}: {how}")));
        }
    }
    assert!(tried > 1000, "{tried} changed files");
    // What stands in tests as text and is a file that the parser refuses.
    let mut refused = 0;
    for file in ["tests", "cli/tests"].into_iter().flat_map(rust_below) {
        for text in literals(&file.text) {
            let is_config = !text.contains("steps");
            let Some((Some(_), _)) = schemas.verdicts(&text, is_config) else { continue };
            if is_config && !["[[always]]", "dll =", "profile"].iter().any(|key| text.contains(key)) {
                continue;
            }
            refused += 1;
            let disagreement = schemas.disagreement(&text, is_config);
            findings.extend(disagreement.map(|how| format!("{}: {how}", file.path)));
        }
    }
    assert!(refused > 40, "{refused} files of error tests");
    assert_none(&findings);
}

#[test]
fn what_is_listed_as_beyond_a_schema_is_refused_by_the_parser_alone() {
    let schemas = Schemas::new();
    let mut findings = Vec::new();
    for (part, why, file) in BEYOND {
        let file = format!("steps = []\n{file}\n");
        match schemas.verdicts(&file, false) {
            Some((Some(refused), errors)) if refused.contains(part) && errors.is_empty() => {}
            other => findings.push(format!("{part} ({why}): {other:?}\n{file}")),
        }
    }
    assert_none(&findings);
}

#[test]
fn schemas_that_say_too_little_or_too_much_are_found() {
    let of = |schema: Value| jsonschema::draft202012::new(&schema).expect("a schema");
    let schemas = Schemas { scenario: of(json!({})), config: of(json!({ "required": ["timeout"] })) };
    let told = schemas.disagreement("stesp = []\n", false).expect("the parser knows no such key");
    assert!(told.starts_with("only the parser refuses it: a.toml:1:1: stesp: unknown field"), "{told}");
    let told = schemas.disagreement("profile = \"all\"\n", true).expect("it asks for too much");
    assert!(told.starts_with("only the schema refuses it: "), "{told}");
    let both = "steps = []\n[[dll]]\nstock = \"address-pool\"\nsize = 0\n";
    assert_eq!(schemas.disagreement(both, false), None);
}
