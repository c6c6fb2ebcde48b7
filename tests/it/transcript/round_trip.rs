//! What is written is read as it was.

use proptest::prelude::*;

use super::arbitrary::transcript;
use super::sample::every_variety;
use mockras::transcript::{Transcript, first_divergence};

/// Lines that a terminal, a diff or an editor could show wrongly.
fn bad_lines(text: &str) -> Vec<&str> {
    let is_bad = |c: char| {
        c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.split('\n').filter(|line| line.contains(is_bad) || line.ends_with(char::is_whitespace)).collect()
}

#[test]
fn every_variety_survives_text() {
    let transcript = every_variety();
    let text = transcript.to_text();
    assert_eq!(text, transcript.to_string());
    assert_eq!(bad_lines(&text), [""; 0]);
    let read = Transcript::parse_text(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert!(
        first_divergence(&transcript, &read).is_none(),
        "{}",
        first_divergence(&transcript, &read).unwrap()
    );
    assert_eq!(read, transcript);
    for kind in ["step", "skip", "load", "unload", "service", "log", "call", "saw"] {
        assert!(text.contains(&format!("  {kind}")), "no {kind}");
    }
}

#[test]
#[cfg(feature = "json")]
fn every_variety_survives_json() {
    let transcript = every_variety();
    let json = transcript.to_json();
    assert_eq!(bad_lines(&json), [""; 0]);
    assert_eq!(Transcript::parse_json(&json).unwrap_or_else(|error| panic!("{error}\n{json}")), transcript);
    let value: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let in_other_layout = serde_json::to_string_pretty(&value).expect("JSON");
    assert_eq!(Transcript::parse_json(&in_other_layout), Ok(transcript));
}

proptest! {
    #[test]
    fn any_transcript_survives_text(transcript in transcript()) {
        let text = transcript.to_text();
        prop_assert_eq!(bad_lines(&text), [""; 0]);
        prop_assert!(text.ends_with('\n'));
        let read = Transcript::parse_text(&text);
        prop_assert_eq!(read.as_ref(), Ok(&transcript), "{}", text);
    }

    #[test]
    #[cfg(feature = "json")]
    fn any_transcript_survives_json(transcript in transcript()) {
        let json = transcript.to_json();
        prop_assert_eq!(bad_lines(&json), [""; 0]);
        let read = Transcript::parse_json(&json);
        prop_assert_eq!(read.as_ref(), Ok(&transcript), "{}", json);
    }

    #[test]
    fn any_two_transcripts_part_at_a_line(a in transcript(), b in transcript(), cut in any::<usize>()) {
        prop_assert_eq!(first_divergence(&a, &a), None);
        let mut c = a.clone();
        c.entries.truncate(cut % (a.entries.len() + 1));
        for other in [b, c] {
            let found = first_divergence(&a, &other);
            prop_assert_eq!(found.is_none(), a == other);
            let Some(found) = found else { continue };
            let line = |of: &Transcript| of.to_text().lines().nth(found.line - 1).unwrap_or_default().to_owned();
            prop_assert_eq!(found.a.clone().unwrap_or_default(), line(&a));
            prop_assert_eq!(found.b.clone().unwrap_or_default(), line(&other));
            prop_assert_ne!(&found.a, &found.b);
        }
    }
}

#[test]
fn answers_apart_from_their_calls_have_lines_of_their_own() {
    let text = "mockras transcript 1\nprofile  server-2012\n\n\
        \x20    0.000  call   conn/1 AcceptNewLink                                                   = ?\n\
        \x20    5.000  returned      1\n     5.000  returned      -\n     6.000  faulted       panic: boom\n";
    let transcript = Transcript::parse_text(text).expect("a transcript");
    assert_eq!(transcript.entries.len(), 4);
    assert_eq!(transcript.to_text(), text);
}
