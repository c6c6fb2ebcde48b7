//! `--rule` and `--skip`: which rules are asked.

use super::{DIAL, Folder};

/// The rules that a report tells of under these flags.
fn asked(flags: &[&str]) -> Vec<String> {
    let ended = Folder::with(DIAL).run(&[&["check", "a.toml", "--format", "json"], flags].concat());
    let report: serde_json::Value = serde_json::from_str(&ended.out).expect(&ended.err);
    let rules = report["rules"].as_array().expect("a list of rules");
    rules.iter().map(|rule| rule["id"].as_str().expect("an id").to_owned()).collect()
}

/// What is said of flags that name no rule.
fn refused(flags: &[&str]) -> String {
    Folder::with(DIAL).run(&[&["check", "a.toml"], flags].concat()).refusal()
}

#[test]
fn rules_are_selected_by_id_name_pattern_and_any_row_they_decide() {
    assert_eq!(asked(&["--rule", "ip4-08"]), ["IP4-08"]);
    assert_eq!(asked(&["--rule", "notify-is-written"]), ["IP4-08"]);
    assert_eq!(asked(&["--rule", "LINK-06,CONN-03"]), ["CONN-03"]);
    assert_eq!(asked(&[]).len(), mockras::check::all_rules().len());
    let ip4 = asked(&["--rule", "IP4-*", "--skip", "IP4-09"]);
    assert!(ip4.contains(&"IP4-08".to_owned()) && !ip4.contains(&"IP4-09".to_owned()), "{ip4:?}");
    assert_eq!(asked(&["--rule", "canary"]), ["CANARY"]);
    assert_eq!(asked(&["--rule", "IP4-08", "--skip", "*"]), [""; 0]);
    assert!(!asked(&["--rule", "*"]).contains(&"CANARY".to_owned()));
}

#[test]
fn names_that_mean_nothing_are_errors() {
    for flags in [["--rule", "IP9-01"], ["--skip", "IP9-*"]] {
        assert!(refused(&flags).ends_with("exit 2"), "{flags:?}");
    }
    let near = refused(&["--rule", "notify-is-writen"]);
    assert!(near.contains("did you mean `notify-is-written`?"), "{near}");
    assert!(refused(&["--rule", "LOAD-01"]).contains("not checkable here"));
    let undecided = refused(&["--rule", "PREAUTH-*"]);
    assert!(undecided.contains("expected a rule, found PREAUTH-01: asserted by "), "{undecided}");
    assert!(refused(&["--rule", "IP4-07"]).contains("found IP4-07: kept by mockras"));
}
