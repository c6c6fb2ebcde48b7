//! `mockras explain`, `mockras self-check`, `mockras list rules` and `list faults`.

use insta::assert_snapshot;
use mockras::check::{all_rules, own_rows, rows};
use mockras::generate::fault;

use super::Folder;

#[test]
fn every_row_can_be_explained() {
    let folder = Folder::new();
    // Every row costs a process: one of each family and kind of home is enough here.
    let mut families: Vec<&str> = Vec::new();
    for row in rows().chain(own_rows()) {
        let (family, _) = row.id.split_once('-').unwrap_or((row.id, ""));
        if !families.contains(&family) {
            families.push(family);
            let ended = folder.run(&["explain", row.id]);
            assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{}", row.id);
            assert!(ended.out.contains(row.duty), "{}: {}", row.id, ended.out);
        }
    }
    assert_eq!(families.len(), 36);
}

#[test]
fn rule_is_explained_by_id_in_any_case_and_by_name() {
    let folder = Folder::new();
    let by_id = folder.run(&["explain", "IP4-08"]).out;
    assert_eq!(folder.run(&["explain", "ip4-08"]).out, by_id);
    assert_eq!(folder.run(&["explain", "notify-is-written"]).out, by_id);
    for id in ["LOAD-01", "Canary", "amb-20"] {
        assert_eq!(folder.run(&["explain", id]).code, Some(0), "{id}");
    }
    for part in
        ["AMB-20", "notify_entry", "https://learn.microsoft.com/", "notify-unwritten", "GetIpAddressForUser"]
    {
        assert!(by_id.contains(part), "{part}: {by_id}");
    }
}

#[test]
fn id_that_is_unknown_is_refused() {
    let folder = Folder::new();
    for id in ["", "IP4", "IP4-*", "AMB-99", "double-lease"] {
        assert_eq!(folder.run(&["explain", id]).code, Some(2), "{id}");
    }
    assert_snapshot!(folder.run(&["explain", "IP4-80"]).refusal(), @"
    error: no rule is called `IP4-80`; did you mean `IP4-08`?
    hint: `mockras list rules` shows all
    exit 2
    ");
    assert_snapshot!(folder.run(&["explain", "notify-is-writen"]).refusal(), @"
    error: no rule is called `notify-is-writen`; did you mean `notify-is-written`?
    hint: `mockras list rules` shows all
    exit 2
    ");
}

#[test]
fn harness_proves_itself() {
    let ended = Folder::new().run(&["self-check"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), "RESULT: PASS\n"), "{}", ended.out);
    assert_eq!(ended.out.lines().filter(|line| line.starts_with("ok ")).count(), 4, "{}", ended.out);
}

#[test]
fn lists_of_rules_and_faults_are_complete() {
    let folder = Folder::new();
    let (listed, faults) = (folder.run(&["list", "rules"]).out, folder.run(&["list", "faults"]).out);
    for rule in all_rules() {
        assert!(
            listed.lines().any(|line| line.starts_with(rule.id) && line.contains(rule.name)),
            "{}",
            rule.id
        );
    }
    for fault in fault::all() {
        assert!(faults.lines().any(|line| line.starts_with(fault.name)), "{}", fault.name);
    }
    let page = folder.run(&["list", "rules", "--format", "markdown"]).out;
    assert!(rows().all(|row| page.contains(row.id)), "{page}");
    assert_snapshot!(folder.run(&["list", "stock", "--format", "markdown"]).refusal(), @"
    error: expected --format markdown after `list rules` only
    exit 2
    ");
}
