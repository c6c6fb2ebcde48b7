//! What is no transcript is refused with the line and what was expected, and nothing panics.

use proptest::prelude::*;

use super::arbitrary::transcript;
use mockras::transcript::Transcript;

const HEAD: &str = "mockras transcript 1\nprofile server-2012\ndll 1 gate\n\n";

/// A line after four good ones, and what the error must say.
const LINES: &[(&str, &str)] = &[
    ("dll 3 gate", "expected dll 2, found `3`"),
    ("dll 2", "expected the name of a DLL"),
    ("profile server-2099", "server-2099"),
    ("profile server-2012 R2", "expected the end of the line, found `R2`"),
    ("policy vote", "expected key=value, found `vote`"),
    ("policy vote=maybe", "`vote` is one of"),
    ("policy veto=maybe", "unknown policy `veto`"),
    ("title x", "expected a header line, or a time such as 90.000, found `title`"),
    ("1.5 c1 connected", "a time such as 90.000, found `1.5`"),
    (".000 c1 connected", "found `.000`"),
    ("99999999999999999999.000 c1 connected", "found `99999999999999999999.000`"),
    (
        "0.000",
        "expected one of step, skip, load, unload, timer, admin, service, c1, log, call, returned, faulted, died, saw, found nothing",
    ),
    ("0.000 connection 1 connected", "found `connection`"),
    ("0.000 c connected", "found `c`"),
    ("0.000 c-1 connected", "found `c-1`"),
    ("0.000 C1 connected", "found `C1`"),
    ("0.000 c1x connected", "found `c1x`"),
    ("0.000 c1", "expected event, found nothing"),
    ("0.000 c1 conected", "expected an event of a connection such as `connected`, found `conected`"),
    ("0.000 c1 connected port=a", "expected no more fields, found `port`"),
    ("0.000 c1 link-up", "expected `port`, which is missing"),
    ("0.000 c1 link-up port=a port=b", "expected no more fields, found `port`"),
    ("0.000 c1 ipv4 address=::1", "`address`: invalid IPv4 address syntax, found `::1`"),
    ("0.000 c1 refused reason=mood", "found `mood`"),
    ("0.000 c4294967296 authenticated", "expected a connection from c0 to c4294967295"),
    ("0.000 c1 authenticated usr=a", "unknown field `usr`"),
    ("0.000 c1 authenticated user=a user=b", "found `user` twice"),
    ("0.000 c1 authenticated handle=-1", "found `-1`"),
    ("0.000 c1 authenticated user=\"a", "expected a closing quote"),
    ("0.000 c1 authenticated user='a'b", "expected a space after the closing quote, found `b`"),
    ("0.000 c1 authenticated user=", "expected a value after `user=`"),
    ("0.000 c1 authenticated user", "expected key=value, found `user`"),
    ("0.000 c1 authenticated =a", "expected key=value, found `=a`"),
    ("0.000 c1 authenticated us er=a", "expected key=value, found `us er=a`"),
    ("0.000 c1 authenticated user='a", "expected a closing quote"),
    ("0.000 c1 authenticated user=\"a\"b", "expected a space after the closing quote, found `b`"),
    (r#"0.000 c1 authenticated user="\q""#, r"\q"),
    (r#"0.000 c1 authenticated user="\u{d800}"#, "expected a closing quote"),
    (r"0.000 c1 authenticated user=CORP\a", r"found `\a`"),
    ("0.000 step 1", "expected `step`, which is missing"),
    ("0.000 step one \"stop\"", "`number`: invalid digit found in string, found `one`"),
    ("0.000 step 1 { dail = 1 }", "unknown variant `dail`"),
    ("0.000 skip no mood", "found `no mood`"),
    ("0.000 service", "expected state, found nothing"),
    ("0.000 load conn/0 -", "expected a process and a DLL such as `conn/1`, found `conn/0`"),
    ("0.000 load conn/257 -", "found `conn/257`"),
    ("0.000 load up/1 -", "found `up/1`"),
    ("0.000 load conn/1/1 -", "found `conn/1/1`"),
    ("0.000 load conn/1 AcceptNewLnk", "AcceptNewLnk"),
    ("0.000 unload conn/1 now", "expected key=value, found `now`"),
    ("0.000 log conn/1 error callout text", "expected stage:, found `callout`"),
    ("0.000 log conn/1 error mood: text", "found `mood`"),
    (
        "0.000 log conn/1 error callout: 'a' b",
        "expected the end of the line after the closing quote, found ` b`",
    ),
    (r#"0.000 log conn/1 error callout: "\u{d800}""#, "expected no escape of half a character"),
    ("0.000 call conn/1", "expected entry, found nothing"),
    ("0.000 call conn/1 AcceptNewLink+", "AcceptNewLink+"),
    ("0.000 call conn/1 AcceptNewLink port=a =", "expected value, found nothing"),
    (
        "0.000 call conn/1 AcceptNewLink port=a = YES",
        "expected TRUE, FALSE, a code such as NO_ERROR, or a number",
    ),
    ("0.000 call conn/1 AcceptNewLink port=a = true", "found `true`"),
    ("0.000 call conn/1 AcceptNewLink port=a = 4294967296", "found `4294967296`"),
    ("0.000 call conn/1 AcceptNewLink port=a = ? TRUE", "expected the end of the line, found `TRUE`"),
    ("0.000 call conn/1 AcceptNewLink port=a = TRUE = TRUE", "expected key=value, found `= TRUE`"),
    ("0.000 call conn/1 AcceptNewLink port=a !", "expected `what`, which is missing"),
    ("0.000 call conn/1 AcceptNewLink port=a handle=x", "field `handle`"),
    ("0.000 call conn/1 AcceptNewLink c1 c2", "expected key=value, found `c2`"),
    ("0.000 call ip/1 GetIpAddressForUser user=a port=b offered=10 notify=0", "found `10`"),
    ("0.000 call ip/1 GetIpAddressForUser user=a port=b offered=::1", "expected `notify`, which is missing"),
    ("0.000 call ip/1 InitializeDllEx revision=1 slots=a", "slots of the callbacks table, found `a`"),
    ("0.000 call ip/1 InitializeDllEx revision=1 slots=AcceptNewLink,", "found nothing"),
    ("0.000 call ip/1 InitializeDllEx revision=1 slots=InitializeDll", "found `InitializeDll`"),
    ("0.000 call ip/1 InitializeDllEx revision=1 slots=??AcceptNewLink", "found `??AcceptNewLink`"),
    ("0.000 call ip/1 InitializeDllEx revision=256 slots=all", "`revision`"),
    ("0.000 returned TRUE address=1.2.3.4 notify=-1", "found `-1`"),
    ("0.000 returned TRUE address=1.2.3.4 notify=maybe", "expected FALSE, TRUE, poison or a number"),
];

#[test]
fn malformed_lines_are_named() {
    for (line, expected) in LINES {
        let error = Transcript::parse_text(&format!("{HEAD}{line}\n")).expect_err(line);
        assert_eq!(error.line, 5, "{line}: {error}");
        assert!(error.message.contains(expected), "{line}\n  {error}\n  lacks {expected}");
    }
}

#[test]
fn long_texts_are_cut_at_a_character() {
    let error =
        Transcript::parse_text(&format!("{HEAD}0.000 {}\n", "\u{e9}".repeat(61))).expect_err("no kind");
    assert!(error.message.ends_with(&format!("found `{}...`", "\u{e9}".repeat(60))), "{error}");
}

#[test]
fn malformed_beginnings_and_ends_are_named() {
    for (text, line, expected) in [
        ("", 1, "expected `mockras transcript 1`, found nothing"),
        ("[]\n", 1, "expected `mockras transcript 1`, found `[]`"),
        ("mockras transcript 2\n", 1, "expected version 1 of transcripts, found `2`"),
        ("mockras transcript 12\n", 1, "found `12`"),
        ("mockras transcript 1\nprofile server-20", 2, "expected a line feed at the end of the last line"),
        (
            "mockras transcript 1\n\n0.000 c1 waiting\ndll 1 gate\n",
            4,
            "expected the header before the first entry",
        ),
    ] {
        let error = Transcript::parse_text(text).expect_err(text);
        assert_eq!(error.line, line, "{text}: {error}");
        assert!(error.to_string().contains(&format!("line {line}: ")), "{error}");
        assert!(error.message.contains(expected), "{text}\n  {error}\n  lacks {expected}");
    }
}

#[cfg(feature = "json")]
const GOOD: &str = r#"{
"mockras-transcript": 1,
"profile": "server-2012",
"policy": {"vote": "ask_all"},
"dlls": ["gate"],
"entries": [
{"at-ms": 0, "kind": "service", "state": "running"},
{"at-ms": 0, "kind": "call", "dll": "conn/1", "entry": "AcceptNewLink", "link": {"handle": 1}}
]
}
"#;

#[test]
#[cfg(feature = "json")]
fn malformed_json_is_named() {
    Transcript::parse_json(GOOD).expect("a transcript");
    for (from, to, line, expected) in [
        ("pt\": 1", "pt\": 2", 2, "expected version 1 of transcripts, found `2`"),
        ("mockras-transcript", "transcript", 2, "unknown field `transcript`"),
        ("server-2012", "server-2099", 3, "server-2099"),
        ("ask_all", "maybe", 4, "`vote` is one of"),
        ("\"ask_all\"", "1", 4, "expected a reading as a string, found `1`"),
        ("[\"gate\"]", "[1]", 5, "expected a string"),
        ("\"running\"", "\"run\"", 7, "found `run`"),
        ("\"running\"", "[\"running\"]", 7, "expected one value for `state`"),
        ("\"running\"", "null", 7, "expected a string, a number or a flag for `state`, found `null`"),
        ("\"running\"", "\"running\", \"returned\": {}", 7, "expected an answer in a call only"),
        ("\"state\": \"running\"", "\"at-ms\": 1", 7, "expected `state`, which is missing"),
        ("\"running\"", "\"running\", \"at-ms\": 1", 7, "expected no more fields, found `at-ms`"),
        ("\"at-ms\": 0, \"kind\": \"s", "\"at-ms\": -1, \"kind\": \"s", 7, "found `-1`"),
        ("\"service\"", "\"servise\"", 7, "expected a kind of entry, found `servise`"),
        ("\"handle\": 1", "\"handle\": 4294967296", 8, "found `4294967296`"),
        ("\"handle\": 1", "\"hand\": 1", 8, "unknown field `hand`"),
        ("{\"handle\": 1}", "\"VPN2-0\"", 8, "expected the facts of a port as `link`"),
        ("{\"handle\": 1}", "{}, \"returned\": {}, \"faulted\": \"\"", 8, "expected no more fields"),
        ("{\"handle\": 1}", "{}, \"returned\": {\"value\": \"YES\"}", 8, "found `YES`"),
    ] {
        let error = Transcript::parse_json(&GOOD.replacen(from, to, 1)).expect_err(to);
        assert_eq!(error.line, line, "{to}: {error}");
        assert!(error.message.contains(expected), "{to}\n  {error}\n  lacks {expected}");
    }
    assert_eq!(Transcript::parse_json("").expect_err("nothing").line, 1);
    for cut in 0..GOOD.trim_end().len() {
        assert!(Transcript::parse_json(&GOOD[..cut]).is_err(), "{}", &GOOD[..cut]);
    }
}

/// The text with some characters gone, doubled or replaced.
fn damaged(text: &str, damage: &[(usize, Option<char>)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, what) in damage {
        let at = at % (chars.len() + 1);
        match what {
            None if at < chars.len() => {
                chars.remove(at);
            }
            None => {}
            Some(c) => chars.insert(at, *c),
        }
    }
    chars.into_iter().collect()
}

fn damage() -> impl Strategy<Value = Vec<(usize, Option<char>)>> {
    let c = prop_oneof![
        proptest::sample::select(&[' ', '=', '"', '\'', '\\', '\n', '!', '?', '0', 'c']),
        any::<char>()
    ];
    proptest::collection::vec((any::<usize>(), proptest::option::of(c)), 1..4)
}

proptest! {
    #[test]
    fn damaged_text_is_read_or_refused(transcript in transcript(), damage in damage()) {
        if let Ok(read) = Transcript::parse_text(&damaged(&transcript.to_text(), &damage)) {
            prop_assert_eq!(Transcript::parse_text(&read.to_text()), Ok(read));
        }
    }

    #[test]
    #[cfg(feature = "json")]
    fn damaged_json_is_read_or_refused(transcript in transcript(), damage in damage()) {
        if let Ok(read) = Transcript::parse_json(&damaged(&transcript.to_json(), &damage)) {
            prop_assert_eq!(Transcript::parse_json(&read.to_json()), Ok(read));
        }
    }

    #[test]
    fn text_cut_within_a_line_is_refused(transcript in transcript(), cut in any::<usize>()) {
        let text = transcript.to_text();
        let cut = (0..=cut % text.len()).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
        let read = Transcript::parse_text(&text[..cut]);
        prop_assert_eq!(read.is_ok(), text[..cut].ends_with('\n'));
        if let Ok(read) = read {
            prop_assert_eq!(&read.entries[..], &transcript.entries[..read.entries.len()]);
        }
    }
}
