//! Every reader of texts, given anything at all: real files that were changed, and bytes that were never a file. They are
//! read or refused, and nothing panics. `PROPTEST_CASES` says how many; readers of libraries have theirs in
//! `native/tests/it/inspect/hostile.rs`.

use std::sync::LazyLock;

use mockras::report::campaign::{Campaign, CampaignFinding, LaneReport, merge, text};
use mockras::scenario::{Case, Scenario};
use mockras::transcript::Transcript;
use mockras_testing::source::{paths_below, read};
use proptest::prelude::*;
use proptest::sample::Index;

/// Real files of every kind that is read.
static SEEDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let scenarios =
        paths_below("corpus").into_iter().filter(|name| name.ends_with(".toml")).map(|name| read(&name));
    let transcripts = paths_below("snapshots/corpus").into_iter().map(|name| read(&name));
    let transcripts: Vec<String> = transcripts.map(|text| bare(&text).to_owned()).collect();
    let json = transcripts.iter().map(|text| Transcript::parse_text(text).expect("a snapshot").to_json());
    let json: Vec<String> = json.collect();
    let reports = (0..20).map(|_| campaign().to_json());
    scenarios.chain(transcripts).chain(json).chain(reports).collect()
});

/// A snapshot without the lines above the transcript.
fn bare(snapshot: &str) -> &str {
    snapshot.find("mockras transcript").map_or(snapshot, |at| &snapshot[at..])
}

fn campaign() -> Campaign {
    let lane = |lane| LaneReport { lane, cases: 1024, whole: true, digest: "00".to_owned() };
    let case = paths_below("corpus/cases").pop().map(|name| read(&name)).unwrap_or_default();
    let found = CampaignFinding {
        signature: "IP4-19 a".to_owned(),
        kind: "error".to_owned(),
        reading: None,
        binds: "dll".to_owned(),
        text: "IP4-19\n".to_owned(),
        number: 3,
        case_number: 3,
        times: 2,
        tier: "smoke".to_owned(),
        steps: 4,
        file: Some("cases/ip4-19.toml".to_owned()),
        case,
    };
    Campaign {
        format: mockras::report::campaign::FORMAT,
        mockras: "0.1.0".to_owned(),
        seed: 1,
        cases: 2048,
        tier: "default".to_owned(),
        steps: 24,
        exhaustive: None,
        guided: true,
        dlls: vec!["gate xxh3:00".to_owned()],
        flags: vec!["--runner".to_owned(), "wine64 mockras.exe".to_owned()],
        names: Vec::new(),
        vocabulary: None,
        systems: Vec::new(),
        lanes: vec![lane(0), lane(1)],
        digest: None,
        started: 2048,
        avoided: 0,
        exercised: 2000,
        cut: None,
        findings: vec![found],
        edges: 0,
        reached: [("rule IP4-19".to_owned(), 7)].into_iter().collect(),
    }
}

/// What files are made of, and what their readers have limits for.
const TOKENS: &[&str] = &[
    "",
    "\0",
    "\u{feff}",
    "\r\n",
    "\n",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "\\",
    "\\u{d800}",
    "\\ud800",
    "[",
    "[[",
    "]]",
    "{",
    "}",
    "=",
    ",",
    ".",
    "a.a.a.a.a.a",
    "#",
    "-1",
    "18446744073709551615",
    "18446744073709551616",
    "1e999",
    "nan",
    "0x",
    "1979-05-27T07:32:00Z",
    "null",
    "true",
    "[[dll]]",
    "[case]",
    "[policy]",
    "steps",
    "path",
    "dll-path",
    "🦀",
    "\u{1b}[",
    "0.000",
    "99999999999999999999.999",
    "c1",
    "call",
    "returned",
    "\"lanes\"",
    "\"cases\"",
    "{ dial = { port = ",
];

/// A change of a text: from here to there it becomes something else.
#[derive(Debug, Clone)]
enum Edit {
    Token(Index, usize, &'static str),
    Bytes(Index, usize, Vec<u8>),
    Repeated(Index, usize, usize),
    Cut(Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (any::<Index>(), 0..40usize, prop::sample::select(TOKENS)).prop_map(|(at, many, token)| Edit::Token(at, many, token)),
        2 => (any::<Index>(), 0..4usize, prop::collection::vec(any::<u8>(), 0..6)).prop_map(|(at, many, new)| Edit::Bytes(at, many, new)),
        1 => (any::<Index>(), 0..60usize, 1..400usize).prop_map(|(at, many, times)| Edit::Repeated(at, many, times)),
        1 => any::<Index>().prop_map(Edit::Cut),
    ]
}

fn edited(text: &str, edits: &[Edit]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_owned();
    for edit in edits {
        let range = |at: &Index, many: usize, length: usize| {
            let at = at.index(length + 1);
            at..(at + many).min(length)
        };
        match edit {
            Edit::Token(at, many, token) => drop(bytes.splice(range(at, *many, bytes.len()), token.bytes())),
            Edit::Bytes(at, many, new) => {
                drop(bytes.splice(range(at, *many, bytes.len()), new.iter().copied()))
            }
            Edit::Repeated(at, many, times) => {
                let range = range(at, *many, bytes.len());
                let again = bytes[range.clone()].repeat(*times);
                drop(bytes.splice(range, again));
            }
            Edit::Cut(at) => bytes.truncate(at.index(bytes.len() + 1)),
        }
    }
    bytes
}

/// Puts bytes into every reader; how many have read them.
fn readers(bytes: &[u8]) -> usize {
    let text_of = String::from_utf8_lossy(bytes);
    let report = Campaign::parse(&text_of);
    if let Ok(report) = report.clone() {
        let _ = text(&report);
        let whole = campaign();
        for reports in [vec![report.clone(), report.clone()], vec![whole, report]] {
            if let Ok(Some(joined)) = merge(reports, |lanes| lanes.len().to_string()) {
                let _ = (text(&joined), joined.to_json());
            }
        }
    }
    let scenario = Scenario::read(bytes, "a.toml");
    if let Ok(scenario) = &scenario {
        let _ = (scenario.listed(), scenario.to_toml());
    }
    let error = scenario.as_ref().err().map(ToString::to_string).unwrap_or_default();
    assert!(!error.contains('\n') && error.len() <= 4 * bytes.len() + 4096, "{error}");
    let case = Case::parse(&text_of, "a.toml");
    if let Ok(case) = &case {
        let _ = (case.to_toml(), case.found.kept_transcript());
    }
    let transcripts = [Transcript::parse_text(&text_of), Transcript::parse_json(&text_of)];
    let transcripts: Vec<bool> = transcripts.iter().map(Result::is_ok).collect();
    [report.is_ok(), scenario.is_ok(), case.is_ok(), transcripts[0], transcripts[1]]
        .iter()
        .filter(|read| **read)
        .count()
}

#[test]
fn every_seed_is_read_by_somebody() {
    for seed in SEEDS.iter() {
        assert!(readers(seed.as_bytes()) > 0, "{seed}");
    }
}

#[test]
fn nesting_without_end_is_refused() {
    for deep in ["[", "{a=", "{\"a\":", "a.", "[[a.", "[a.", "{ wait = ", "(", "\"\\", "'"] {
        let deep = deep.repeat(20_000);
        for text in [
            deep.clone(),
            format!("steps = {deep}"),
            format!("{{\"mockras-campaign\": {deep}"),
            format!("steps = []\n{deep}b = 1"),
        ] {
            readers(text.as_bytes());
        }
    }
}

proptest! {
    #[test]
    fn changed_files_are_read_or_refused(seed in any::<Index>(), edits in prop::collection::vec(edit(), 1..8)) {
        readers(&edited(&SEEDS[seed.index(SEEDS.len())], &edits));
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..2048)) {
        readers(&bytes);
    }

    #[test]
    fn any_words_are_read_or_refused(words in prop::collection::vec(prop::sample::select(TOKENS), 0..80)) {
        readers(words.concat().as_bytes());
        readers(words.join(" ").as_bytes());
    }
}
