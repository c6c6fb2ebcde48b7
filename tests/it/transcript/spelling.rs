//! How texts, facts and small values are spelled in the text form.

use std::sync::Arc;

use mockras::model::{
    Ask, ConnectionEvent, EntryPoint, Event, Instance, Level, LogEntry, Process, Question, Returned, Stage,
    Via,
};
use mockras::ras::{Callout, Connection, Port};
use mockras::transcript::{Entry, EntryKind, Transcript};

const INSTANCE: Instance = Instance { process: Process::Connections, dll: 0 };

/// The lines of these entries, each from its second word on, with single spaces. They are read as they were.
fn spelled(kinds: Vec<EntryKind>) -> Vec<String> {
    let entries = kinds.into_iter().map(|kind| Entry { at_ms: 0, kind }).collect();
    let transcript = Transcript { entries, ..Transcript::default() };
    let text = transcript.to_text();
    assert_eq!(Transcript::parse_text(&text), Ok(transcript), "{text}");
    let (_, lines) = text.split_once("\n\n").expect("a header");
    lines.lines().map(|line| line.split_whitespace().skip(1).collect::<Vec<_>>().join(" ")).collect()
}

fn authenticated(facts: Connection) -> EntryKind {
    let (number, what) = (facts.number, ConnectionEvent::Authenticated(Arc::new(facts)));
    EntryKind::Event(Event::Connection { number, what })
}

fn call(callout: Callout, question: Question, value: Option<u32>) -> Vec<EntryKind> {
    let entry = EntryPoint { callout, via: Via::Export };
    let answer = Returned { value, ..Returned::default() };
    vec![EntryKind::Asked(Ask { instance: INSTANCE, entry, question }), EntryKind::Answered(answer)]
}

#[test]
fn texts_are_quoted_only_where_needed() {
    for (text, word, prose) in [
        ("VPN2-0", "VPN2-0", "VPN2-0"),
        (r"CORP\bob", r"CORP\bob", r"CORP\bob"),
        ("a b", "\"a b\"", "a b"),
        (r"a \ b", r"'a \ b'", r"a \ b"),
        ("a\"b", "'a\"b'", "a\"b"),
        ("it's", "\"it's\"", "it's"),
        (r"it's \ here", r#""it's \\ here""#, r"it's \ here"),
        ("a=b", "\"a=b\"", "a=b"),
        ("-", "-", "\"-\""),
        ("\n\u{7}", r#""\n\u{7}""#, r#""\n\u{7}""#),
        ("'\"'", r#""'\u{22}'""#, r#""'\u{22}'""#),
    ] {
        let scribbled = vec![text.to_owned()];
        let mut kinds = call(Callout::InitializeDll, Question::Nothing, None);
        kinds[1] = EntryKind::Answered(Returned { value: Some(0), scribbled, ..Returned::default() });
        let (level, stage) = (Level::ALL[0], Stage::ALL[0]);
        let log = LogEntry { level, stage, instance: INSTANCE, text: text.to_owned() };
        kinds.push(EntryKind::Logged(log));
        let expected = [
            format!("call conn/1 InitializeDll = NO_ERROR scribbled={word}"),
            format!("log conn/1 {level} {stage}: {prose}"),
        ];
        assert_eq!(spelled(kinds), expected);
    }
}

#[test]
fn facts_are_said_when_they_change() {
    let users = ["alice", "", "alice", "alice"];
    let facts = users.map(|user| Connection { number: 3, user: user.into(), ..Connection::default() });
    let lines = spelled(facts.map(authenticated).to_vec());
    let said = ["user=alice", "user=\"\"", "user=alice", ""];
    assert_eq!(lines, said.map(|said| format!("c3 authenticated {said}").trim_end().to_owned()));
}

#[test]
fn facts_of_each_port_are_kept_apart() {
    let ports = [("a", 1), ("b", 2), ("a", 1), ("b", 0)];
    let calls = ports.map(|(name, handle)| {
        let port = Port { name: name.into(), handle, ..Port::default() };
        call(Callout::AcceptNewLink, Question::Link(Arc::new(port)), Some(0))
    });
    let said = ["port=a handle=1", "port=b handle=2", "port=a", "port=b handle=0"];
    assert_eq!(spelled(calls.concat()), said.map(|said| format!("call conn/1 AcceptNewLink {said} = FALSE")));
}

#[test]
fn results_are_spelled_as_functions_declare_them() {
    for (callout, result) in [
        (Callout::AcceptNewLink, "TRUE"),
        (Callout::InitializeDll, "ERROR_INVALID_FUNCTION"),
        (Callout::LinkHangupNotification, "1"),
    ] {
        let lines = spelled(call(callout, Question::Nothing, Some(1)));
        assert_eq!(lines, [format!("call conn/1 {callout} = {result}")]);
    }
}
