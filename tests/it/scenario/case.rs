//! Saved cases are read back, cut if they are long, and refused with their place.

use mockras::scenario::{Case, Discovery, MAX_BYTES, Scenario, Step};

fn case() -> Case {
    let found = Discovery {
        signature: "IP4-08 get-ip *pbNotifyRelease".to_owned(),
        finding: "IP4-08 \"quoted\" and \\ back\n  where  step 1\n".to_owned(),
        mockras: "0.1.0".to_owned(),
        seed: Some(7),
        number: Some(1234),
        cycles: Some(7000),
        tier: "strict".to_owned(),
        fault: Some("notify-unwritten".to_owned()),
        dlls: vec!["gate 0011".to_owned()],
        transcript: "\"\"\"\n\u{1b}".to_owned(),
    };
    Case { scenario: Scenario::of([Step::dial("A", "b")]), found }
}

#[test]
fn case_reads_back() {
    let text = case().to_toml();
    assert_eq!(Case::parse(&text, "a.toml"), Ok(case()), "{text}");
    assert_eq!(Scenario::parse(&text, "a.toml"), Ok(case().scenario), "it is a scenario file too");
    let plain = Discovery { fault: None, seed: None, number: None, cycles: None, ..case().found };
    let plain = Case { found: plain, ..case() };
    assert_eq!(Case::parse(&plain.to_toml(), "a.toml"), Ok(plain));
}

#[test]
fn case_with_a_long_transcript_can_be_read() {
    // Each line takes eight bytes in a file: the quote is escaped.
    let (line, many) = ("\"12345\n", 1024 * 1024);
    let long = Discovery { transcript: line.repeat(many), ..case().found };
    let text = Case { found: long, ..case() }.to_toml();
    let size = text.len() as u64;
    assert!(size <= MAX_BYTES && size > MAX_BYTES - 200, "{size}");
    let read = Case::parse(&text, "a.toml").expect("it is not too long");
    let kept = read.found.kept_transcript();
    let left = many - kept.lines().count();
    assert!(read.found.transcript.ends_with(&format!("\n(left out: {left} more lines)\n")), "{left}");
    assert!(kept == line.repeat(many - left), "whole lines are kept");
    assert_eq!(case().found.kept_transcript(), case().found.transcript);
    assert!(Case::parse(&read.to_toml(), "a.toml") == Ok(read), "it is not cut again");
}

#[test]
fn case_of_no_tier_or_of_nothing_is_refused_with_its_place() {
    let refused = |from: &str, to: &str| {
        let text = case().to_toml().replace(from, to);
        Case::parse(&text, "a.toml").expect_err(to).to_string()
    };
    let tier = refused("tier = \"strict\"", "tier = \"strickt\"");
    let expected = "a.toml:11:8: case.tier: expected smoke, default, strict, paranoid, found `strickt`";
    assert!(tier.starts_with(expected), "{tier}");
    let nothing = refused("signature = \"IP4-08 get-ip *pbNotifyRelease\"", "signature = \" \"");
    assert_eq!(nothing, "a.toml:6:13: case.signature: expected what was found, found nothing");
}

#[test]
fn scenario_is_no_case() {
    let error = Case::parse("steps = []\n", "a.toml").expect_err("no [case]").to_string();
    assert!(error.starts_with("a.toml: case: expected a saved case"), "{error}");
    let strange = case().to_toml() + "strange = 1\n";
    assert!(Case::parse(&strange, "a.toml").expect_err("a strange key").message.contains("strange"));
}
