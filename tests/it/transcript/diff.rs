//! Where two transcripts part.

use mockras::transcript::{Transcript, first_divergence};

const TEXT: &str = "mockras transcript 1\nprofile  server-2012\n\n\
    0.000 c1 authenticated user=alice\n0.000 call conn/1 AcceptNewLink c1 = TRUE\n0.000 c1 connected\n\
    9.000 call conn/1 LinkHangupNotification c1 duration-s=9\n9.000 c1 waiting\n";

fn shown(a: &str, b: &str) -> Option<String> {
    let [a, b] = [a, b].map(|text| Transcript::parse_text(text).expect("a transcript"));
    assert_eq!(first_divergence(&a, &b).is_none(), a == b);
    first_divergence(&a, &b).map(|divergence| {
        let text = divergence.to_string();
        text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ") + "\n").collect()
    })
}

#[test]
fn diff_of_equal_transcripts_is_none() {
    assert_eq!(shown(TEXT, TEXT), None);
}

#[test]
fn diff_of_answers_shows_both_calls() {
    let expected = "line 5:\nprofile server-2012\n\n0.000 c1 authenticated user=alice\n\
        - 0.000 call conn/1 AcceptNewLink c1 = TRUE\n+ 0.000 call conn/1 AcceptNewLink c1 = FALSE\n";
    assert_eq!(shown(TEXT, &TEXT.replace("TRUE", "FALSE")).as_deref(), Some(expected));
    let cut = expected.replace("FALSE", "?");
    assert_eq!(shown(TEXT, &TEXT.replace("TRUE", "?")), Some(cut));
}

#[test]
fn diff_of_facts_said_earlier_is_where_they_are_said() {
    let shown = shown(TEXT, &TEXT.replace("alice", "bob")).expect("they differ");
    assert!(
        shown.ends_with("- 0.000 c1 authenticated user=alice\n+ 0.000 c1 authenticated user=bob\n"),
        "{shown}"
    );
}

#[test]
fn diff_of_a_beginning_shows_what_is_missing() {
    let cut = TEXT.split_inclusive('\n').take(6).collect::<String>();
    let expected = "line 7:\n0.000 c1 authenticated user=alice\n0.000 call conn/1 AcceptNewLink c1 = TRUE\n\
        0.000 c1 connected\n- 9.000 call conn/1 LinkHangupNotification c1 duration-s=9\n\
        + (the end)\n";
    assert_eq!(shown(TEXT, &cut).as_deref(), Some(expected));
    let empty = TEXT.split_inclusive('\n').take(3).collect::<String>();
    let expected = "line 4:\nmockras transcript 1\nprofile server-2012\n\n- (the end)\n\
        + 0.000 c1 authenticated user=alice\n";
    assert_eq!(shown(&empty, TEXT).as_deref(), Some(expected));
}

#[test]
fn diff_of_headers_comes_first() {
    let other = TEXT.replace("2012\n", "2012\ndll 1 gate\n").replace("TRUE", "FALSE");
    let expected = "line 3:\nmockras transcript 1\nprofile server-2012\n- (the end)\n+ dll 1 gate\n";
    assert_eq!(shown(TEXT, &other).as_deref(), Some(expected));
}
