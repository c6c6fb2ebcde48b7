//! The page about transcripts says what is so.

use super::sample::every_variety;
use mockras::ras::{Connection, Port, Record};
use mockras::transcript::{Entry, Transcript};

const PAGE: &str = include_str!("../../../docs/reference/transcript.md");

/// The fenced blocks of the page: what the fence says, and the text.
fn blocks() -> Vec<(&'static str, &'static str)> {
    let fenced = PAGE.split("```").skip(1).step_by(2);
    fenced.filter_map(|block| block.split_once('\n').filter(|(kind, _)| !kind.contains('`'))).collect()
}

/// The examples: each a text block and the JSON block after it.
fn examples() -> Vec<(&'static str, &'static str)> {
    let mut examples = Vec::new();
    for pair in blocks().windows(2) {
        if let [("text", text), (kind, json)] = pair {
            assert_eq!(*kind, "json", "no JSON after\n{text}");
            examples.push((*text, *json));
        }
    }
    assert_eq!(examples.len(), blocks().iter().filter(|(kind, _)| *kind == "json").count());
    examples
}

/// What a whole transcript has before and after the entries.
const TEXT_FRAME: &str = "mockras transcript 1\nprofile  server-2012\n\n";
const JSON_FRAME: (&str, &str) = (
    "{\n\"mockras-transcript\": 1,\n\"profile\": \"server-2012\",\n\"policy\": {},\n\"dlls\": [],\n\"entries\": [\n",
    "]\n}\n",
);

fn whole((text, json): (&str, &str)) -> (String, String) {
    if text.starts_with("mockras") {
        return (text.to_owned(), json.to_owned());
    }
    let (before, after) = JSON_FRAME;
    (format!("{TEXT_FRAME}{text}"), format!("{before}{json}{after}"))
}

#[test]
fn page_examples_are_what_is_written_and_both_forms_agree() {
    assert!(examples().len() > 10, "the page has lost its examples");
    for (text, json) in examples().into_iter().map(whole) {
        let transcript = Transcript::parse_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        assert_eq!(transcript.to_text(), text);
        assert_eq!(transcript.to_json(), json);
        assert_eq!(Transcript::parse_json(&json), Ok(transcript));
    }
}

/// The names of all members of an entry, and the words for kinds and events.
fn vocabulary(entries: &[Entry]) -> Vec<String> {
    let json = Transcript { entries: entries.to_vec(), ..Transcript::default() }.to_json();
    let document: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let mut words: Vec<String> = document.as_object().expect("an object").keys().cloned().collect();
    for entry in document["entries"].as_array().expect("an array") {
        for (key, value) in entry.as_object().expect("an object") {
            words.push(key.clone());
            match (key.as_str(), value) {
                ("kind" | "event", value) => words.push(value.as_str().expect("a string").to_owned()),
                ("returned", value) => words.extend(value.as_object().expect("an object").keys().cloned()),
                _ => {}
            }
        }
    }
    words.sort();
    words.dedup();
    words
}

#[test]
fn page_shows_and_explains_every_kind_and_member() {
    let shown = examples().into_iter().map(whole).flat_map(|(text, _)| {
        Transcript::parse_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}")).entries
    });
    let shown = vocabulary(&shown.collect::<Vec<_>>());
    for word in vocabulary(&every_variety().entries) {
        assert!(shown.contains(&word), "no example has `{word}`");
        assert!(
            PAGE.contains(&format!("`{word}`")) || PAGE.contains(&format!("`\"{word}\":")),
            "`{word}` is not explained"
        );
    }
}

fn facts<R: Record + Default>() -> Vec<String> {
    let mut facts = Vec::new();
    R::default().changes(None, &mut |key, _, text| {
        facts.push(format!("{key}={}", if text.is_empty() { "\"\"" } else { text }));
    });
    facts
}

#[test]
fn page_lists_every_fact_with_its_default() {
    for (kind, facts) in [("connection", facts::<Connection>()), ("port", facts::<Port>())] {
        let listed: Vec<_> = blocks().into_iter().filter(|(name, _)| *name == kind).collect();
        let [(_, listed)] = listed.as_slice() else { panic!("not one list of the facts of a {kind}") };
        assert_eq!(listed.split_whitespace().collect::<Vec<_>>(), facts);
    }
}
