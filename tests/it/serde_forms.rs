//! Scenarios and transcripts go through serde and come back as they were.

use mockras::prelude::*;
use mockras_testing::source::corpus_files;

/// Every scenario of the corpus by its name.
fn corpus() -> Vec<(String, Scenario)> {
    let load = |(name, path): (String, std::path::PathBuf)| {
        let scenario = Scenario::load(path).unwrap_or_else(|error| panic!("{error}"));
        (name, scenario)
    };
    corpus_files().into_iter().map(load).collect()
}

#[test]
fn every_scenario_survives_json_toml_and_bytes() {
    for (name, scenario) in corpus() {
        let json = serde_json::to_string(&scenario).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::from_str::<Scenario>(&json).ok().as_ref(), Some(&scenario), "{name}: {json}");
        let bytes = postcard::to_allocvec(&scenario).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(postcard::from_bytes::<Scenario>(&bytes).ok().as_ref(), Some(&scenario), "{name}");
    }
}

#[test]
fn every_transcript_survives_json_and_bytes() {
    for (name, scenario) in corpus() {
        let run = mockras::run(&scenario, &[]);
        let json = serde_json::to_string(&run).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::from_str::<Transcript>(&json).ok().as_ref(), Some(&run), "{name}");
        let bytes = postcard::to_allocvec(&run).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(postcard::from_bytes::<Transcript>(&bytes).ok().as_ref(), Some(&run), "{name}");
    }
}

#[test]
fn what_is_no_scenario_is_refused_with_its_key() {
    let error = |json: &str| match serde_json::from_str::<Scenario>(json) {
        Ok(scenario) => panic!("it was read: {scenario:?}"),
        Err(error) => error.to_string(),
    };
    assert!(error("{}").contains("expected `steps`"), "{}", error("{}"));
    let without_user = error(r#"{"steps": ["stop", {"dial": {"port": "VPN2-0"}}]}"#);
    assert!(without_user.contains("missing field `user`"), "{without_user}");
    assert!(!without_user.contains(":1:"), "no line of a text that nobody has seen: {without_user}");
    assert!(error(r#"{"steps": null}"#).contains("null"), "{}", error(r#"{"steps": null}"#));
}

#[test]
fn what_is_no_transcript_is_refused() {
    let error =
        serde_json::from_str::<Transcript>(r#"{"mockras-transcript": 9}"#).expect_err("another version");
    assert!(error.to_string().contains("version 1 of transcripts"), "{error}");
}
