//! What `mockras explain` says of rules and rows.

use mockras::check::{Home, own_rows, rows};
use mockras::report::explain;

fn said(id: &str) -> String {
    explain(id).unwrap_or_else(|| panic!("{id}: nothing is said"))
}

#[test]
fn explain_of_a_rule_says_everything() {
    let text = said("IP4-08");
    for part in [
        "IP4-08 notify-is-written\n\napplies to  a DLL that is asked for an IPv4 address\n",
        "fault       notify-unwritten: `mockras check --fault notify-unwritten` demonstrates it\n",
        "\nmockras hands it over as poison, unless ",
        "What it decides\n\n  IP4-08 output written\n    The DLL ",
        "\n           https://learn.microsoft.com/",
        "    open   AMB-20: What does *bNotifyRelease hold on entry?\n           notify_entry=poison  0xCCCCCCCC, so \
         that a DLL that does not write it is noticed. (default)\n",
        "\nA run that keeps it\n\n  mockras transcript 1\n",
        "\nA run that breaks it\n\n  mockras transcript 1\n  profile  server-2012\n",
        " notify=poison = NO_ERROR address=10.0.0.2 notify=poison\n",
    ] {
        assert!(text.contains(part), "expected {part:?} in\n{text}");
    }
    assert_eq!([said("notify-is-written"), said(" ip4-08 ")], [text.clone(), text]);
}

#[test]
fn explain_of_a_row_leads_to_the_rule_that_decides_it() {
    let text = said("LINK-06");
    assert!(
        text.starts_with("LINK-06 is decided by CONN-03 verdicts-are-true-or-false.\n\nCONN-03 "),
        "{text}"
    );
    assert!(text.contains("\n  LINK-06 ") && text.contains("\n  REAUTH-02 "), "{text}");
}

#[test]
fn explain_of_a_row_without_a_rule_says_its_home() {
    let not_here = rows().find(|row| matches!(row.home, Home::NotHere(_))).expect("there is one");
    assert!(said(not_here.id).contains("\nhome   not checkable here: "));
    let asserted = rows().find(|row| matches!(row.home, Home::Asserted(_))).expect("there is one");
    assert!(said(asserted.id).contains("\nhome   asserted by tests/"));
    let proven = rows().find(|row| matches!(row.home, Home::Proven(_))).expect("there is one");
    assert!(said(proven.id).contains("\nhome   kept by mockras, proven by tests/proof/"));
    assert!(said(proven.id).contains("\npage   "), "{}", said(proven.id));
}

#[test]
fn explain_knows_every_rule_and_row_and_nothing_else() {
    for row in rows().chain(own_rows()) {
        let text = said(row.id);
        assert!(text.contains(row.duty) && text.ends_with('\n'), "{}:\n{text}", row.id);
        assert!(text.lines().all(|line| !line.ends_with(' ')), "{}:\n{text}", row.id);
    }
    assert!(said("CANARY").contains("\nA run that breaks it\n"));
    assert_eq!([explain("IP4-"), explain("")], [None, None]);
}
