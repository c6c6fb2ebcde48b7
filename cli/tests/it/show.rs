//! `mockras show`: saved cases and scenarios in words.

use insta::assert_snapshot;

use super::shrink::CRASHES;
use super::{Folder, corpus};
use mockras_testing::source::blocks;
use mockras_testing::source::{paths_below, read};

#[test]
fn scenario_is_told_in_words() {
    let ended = Folder::with(CRASHES).run(&["show", "a.toml"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert_snapshot!(ended.out, @r#"
    profile    server-2008-r2, Windows Server 2008 R2: Ex, callbacks table, IKEv2
    policy     vote=ask_all: Is the next DLL still asked after a refusal? Yes, and the verdicts are joined.
    dll        silent, stock: exports what is mandatory and accepts everything
    dll        gate, stock: does what `script` says, right or wrong
                 faults = ["LinkHangupNotification"]

    steps
        1  alice dials in on VPN2-0: domain CORP, line-speed 9600
        2  a link on VPN2-1 joins the connection on VPN2-0
        3  90s pass
        4  bob dials in on VPN2-2
        5  the link on VPN2-1 goes down
        6  the user on VPN2-0 hangs up
    "#);
}

#[test]
fn case_is_told_with_what_was_found_and_what_happened() {
    let file = corpus("cases/double-lease.toml");
    let ended = Folder::new().run(&["show", &file.to_string_lossy()]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    let (told, happened) = ended.out.split_once("\nwhat happened\n").expect("both parts");
    assert_snapshot!(told, @"
    signature  IP4-19 GetIpAddressForUser *lpdwIpAddress
    found by   mockras 0.1.0
    tier       smoke
    fault      double-lease, seeded on purpose
    dll        address-pool

    IP4-19 address-has-one-user
      where      step 2, connection 2, GetIpAddressForUser of ip/1
      member     *lpdwIpAddress
      observed   10.8.0.10, which alice has
      expected   an address that no other user has
      duty       IP4-19: The DLL gives no two live users the same IPv4 address, for no page says that the service looks for clashes. (implied)
                 https://learn.microsoft.com/en-us/windows/win32/rras/ras-administration-dll
      more       mockras explain IP4-19

    profile    server-2012, Windows Server 2012 and later (default)
    dll        address-pool, stock: leases `size` addresses (16) from `first` (10.8.0.10) on

    steps
        1  alice dials in on VPN2-0
        2  bob dials in on VPN2-1
    ");
    let marked: Vec<&str> = happened.lines().filter(|line| line.starts_with('>')).collect();
    assert_eq!(marked.len(), 1, "{happened}");
    assert!(marked[0].contains("call   ip/1   GetIpAddressForUser            user=bob"), "{happened}");
}

#[test]
fn case_of_the_first_seed_is_told_and_one_of_no_tier_refused() {
    let case = |origin: &str, tier: &str| {
        let text = format!(
            "steps = []\n[case]\nsignature = \"RUN-01\"\nfinding = \"?\"\nmockras = \"9.9.9\"\n{origin}\
             tier = \"{tier}\"\ntranscript = \"\"\n"
        );
        Folder::with(text).run(&["show", "a.toml"])
    };
    let told = |origin| case(origin, "smoke").out.lines().nth(1).map(str::to_owned);
    let first = told("seed = 0\nnumber = 0\n");
    assert_eq!(first.as_deref(), Some("found by   mockras 9.9.9, seed 0, case 0"));
    assert_eq!(told("").as_deref(), Some("found by   mockras 9.9.9"));
    assert_snapshot!(case("", "smok").refusal(), @"
    error: a.toml:6:8: case.tier: expected smoke, default, strict, paranoid, found `smok`; did you mean `smoke`?
    exit 2
    ");
}

#[test]
fn nothing_is_run_and_nothing_escapes() {
    // A DLL that is not there is no trouble, and what a file says does not reach the terminal as it is.
    let text = "steps = []\n[[dll]]\npath = \"gone.so\"\n[case]\nsignature = \"RUN-01 x\\u001b[31m\"\n\
                finding = \"?\"\nmockras = \"9.9.9\"\nseed = 1\nnumber = 2\ntier = \"strict\"\ntranscript = \"\\u001b[2J\"\n";
    let ended = Folder::with(text).run(&["show", "a.toml"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    assert_snapshot!(ended.out, @r"
    signature  RUN-01 x\u{1b}[31m
    found by   mockras 9.9.9, seed 1, case 2
    tier       strict

    ?
      duty       RUN-01: A callout returns to the service: no page knows one that crashes, panics or hangs. (silent)
      more       mockras explain RUN-01

    profile    server-2012, Windows Server 2012 and later (default)
    dll        gone, gone.so

    no steps: the service starts and stops

    what happened
      \u{1b}[2J
    ");
}

#[test]
fn file_that_is_neither_is_refused() {
    assert_snapshot!(Folder::with("steps = 3\n").run(&["show", "a.toml"]).refusal(), @"
    error: a.toml:1:9: steps: invalid type: integer `3`, expected an array
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(Folder::with("format = 2\nsteps = []\n").run(&["show", "a.toml"]).refusal(), @"
    error: a.toml:1:10: format: expected format 1, found 2: this file needs a newer mockras
    exit 2
    ");
    let builtin = Folder::new().run(&["show", "fault/double-lease.toml"]);
    assert_eq!(builtin.code, Some(0));
    assert!(builtin.out.contains("mallory dials in on VPN2-2\n"), "{}", builtin.out);
}

/// Lines of the examples of a page that no command prints. `...` stands for what was left out.
fn stale_lines(page: &str) -> Vec<String> {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path("corpus/cases")).expect("the folder can be made");
    let folder =
        paths_below("corpus/cases").iter().fold(folder, |folder, path| folder.file(path, read(path)));
    let mut stale = Vec::new();
    for (_, _, text) in blocks(page).into_iter().filter(|(_, language, _)| language == "console") {
        let (command, shown) = text.split_once('\n').expect("a command and what it prints");
        let words = shlex::split(command).expect("it can be typed");
        let arguments: Vec<&str> = words[2..].iter().map(String::as_str).collect();
        let ended = folder.run(&arguments);
        let printed = format!("{}{}", ended.out, ended.err);
        let is_printed = |line: &str| match line.strip_suffix("...") {
            Some(start) => printed.lines().any(|printed| printed.starts_with(start)),
            None => printed.lines().any(|printed| printed == line),
        };
        stale.extend(shown.lines().filter(|line| !is_printed(line)).map(str::to_owned));
    }
    stale
}

#[test]
fn reproduce_page_shows_what_its_commands_print() {
    let page = read("docs/how-to/reproduce.md");
    assert_eq!(page.matches("\n$ mockras ").count(), 3, "show, shrink and replay");
    assert_eq!(stale_lines(&page), Vec::<String>::new());
    let stale = page.replace("12 -> 2 steps", "12 -> 1 steps").replace("bob dials", "eve dials");
    assert_eq!(stale_lines(&stale).len(), 2);
}
