//! `mockras list`: plain tables.

use insta::assert_snapshot;
use mockras::ras::{Callout, Policy, Profile};
use mockras::scenario::{Scenario, Stock};

use super::Folder;

/// The first words of the rows of a list.
fn first_words(arguments: &[&str]) -> Vec<String> {
    let ended = Folder::new().run(arguments);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert!(ended.out.lines().all(|line| !line.ends_with(' ')), "{}", ended.out);
    ended
        .out
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn lists_are_complete() {
    assert_eq!(first_words(&["list", "profiles"]), Profile::ALL.map(Profile::name));
    assert_eq!(first_words(&["list", "policies"]).len(), Policy::FIELDS.len());
    assert_eq!(
        first_words(&["list", "callouts"]),
        Callout::ALL.iter().map(|it| it.word()).collect::<Vec<_>>()
    );
    assert_eq!(first_words(&["list", "stock"]), Stock::ALL.iter().map(|it| it.word()).collect::<Vec<_>>());
    assert_eq!(first_words(&["list", "steps"]).len(), 14);
}

#[test]
fn profiles_are_a_table() {
    assert_snapshot!(Folder::new().run(&["list", "profiles"]).out, @"
    NAME            DECIDES     ABOUT
    nt4-rras        3 policies  Windows NT 4.0 with the RRAS redistributable
    server-2000     3 policies  Windows 2000 Server
    server-2003     -           Windows Server 2003: several DLLs
    server-2008     -           Windows Server 2008: series 3, reauthentication, IPv6
    server-2008-r2  -           Windows Server 2008 R2: Ex, callbacks table, IKEv2
    server-2012     -           Windows Server 2012 and later (default)
    ");
}

#[test]
fn policy_is_shown_with_the_meaning_of_its_readings() {
    assert_snapshot!(Folder::new().run(&["list", "policies", "hangup_after_refusal", "--profile", "2000"]).out, @"
    hangup_after_refusal (AMB-09)
    From Server 2003 on, which DLLs are told of the hangup of a connection that was refused?

    READING        MEANING
    none           None is told. (default)
    all            Every DLL is told.
    accepted_only  Only those that accepted are told.
    refuser_only   Only those that refused are told.

    server-2000 decides it: none (HANGUP-05, HANGUP-06)
    ");
}

#[test]
fn policies_that_a_page_decides_are_marked() {
    let out = Folder::new().run(&["list", "policies", "--profile", "2000"]).out;
    let marked: String = out
        .lines()
        .filter(|line| line.contains("refusal") || line.contains("DECIDED"))
        .flat_map(|line| [line, "\n"])
        .collect();
    assert_snapshot!(marked, @"
    NAME                        ASKS        DECIDED  DEFAULT             OTHER READINGS                                      QUESTION
    hangup_after_refusal        AMB-09      none     none                all accepted_only refuser_only                      From Server 2003 on, which DLLs are told of the hangup of a connection that was refused?
    link_hangup_after_refusal   AMB-10      none     none                all accepted_only refuser_only                      From Server 2003 on, which DLLs are told of the hangup of a link that was refused?
    vote                        AMB-12      -        short_circuit       ask_all                                             Is the next DLL still asked after a refusal?
    release_after_refusal       AMB-21      -        yes                 no                                                  Is an address released if its user was refused in the end?
    DECIDED by a page for server-2000, whatever is asked for: hangup_after_refusal (HANGUP-05, HANGUP-06), link_hangup_after_refusal (LINK-13), link_hangup_without_accept (LINK-13)
    ");
}

#[test]
fn unknown_names_get_a_suggestion() {
    assert_snapshot!(Folder::new().run(&["list", "policies", "hangup_after_refsal"]).refusal(), @"
    error: unknown policy `hangup_after_refsal`; did you mean `hangup_after_refusal`?
    hint: `mockras list policies` shows all
    exit 2
    ");
    assert_snapshot!(Folder::new().run(&["list", "polices"]).refusal(), @"
    error: invalid value 'polices' for '<WHAT>'
      [possible values: profiles, policies, callouts, stock, steps, rules, faults]

      tip: a similar value exists: 'policies'

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(Folder::new().run(&["list", "stock", "silent"]).refusal(), @"
    error: expected NAME and --profile after `list policies` only
    exit 2
    ");
}

#[test]
fn steps_are_examples_and_all_there_are() {
    let list = Folder::new().run(&["list", "steps"]).out;
    let rows: Vec<Vec<&str>> = list
        .lines()
        .skip(1)
        .map(|row| row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let verbs: Vec<&str> = rows
        .iter()
        .map(|row| {
            let scenario = Scenario::parse(&format!("steps = [{}]", row[0]), row[0]).expect(row[0]);
            scenario.steps[0].verb()
        })
        .collect();
    let error = Scenario::parse("steps = [\"?\"]", "all").expect_err("no step").to_string();
    let known: Vec<_> = error.split('`').skip(3).step_by(2).collect();
    assert_eq!(known, verbs, "{error}");
    // The other fields are those that the example does not show.
    let dial: Vec<&str> = rows[3][2].split(' ').collect();
    assert!(dial.contains(&"tunnel") && !dial.contains(&"port"), "{dial:?}");
    assert_eq!(rows[1][2], "-");
}
