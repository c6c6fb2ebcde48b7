//! `mockras show`: saved cases and scenarios in words.

use insta::assert_snapshot;
use mockras::check::row;
use mockras::scenario::{Case, Discovery, Scenario, Step};

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

    error: IP4-19 address-has-one-user
      where      step 2, connection 2, GetIpAddressForUser of ip/1, on server-2012
      called     user=bob port=VPN2-1 offered=10.0.0.3
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
      duty       RUN-01: A callout returns to the service: no page knows one that crashes, panics or hangs. (implied)
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

/// What is shown of a scenario with these steps, after the heading of the steps.
fn steps_in_words(steps: &str) -> String {
    let shown = Folder::with(format!("steps = [{steps}]\n")).run(&["show", "a.toml"]).out;
    shown.split_once("\nsteps\n").map_or(shown.clone(), |(_, steps)| steps.to_owned())
}

#[test]
fn every_step_has_its_words() {
    let steps = r#"
        "start", "stop", "restart",
        { wait = "90s" },
        { add-link = { port = "B", to = "A" } },
        { drop-link = { port = "A" } },
        { hang-up = { port = "A" } },
        { disconnect = { port = "A" } },
        { traffic = { port = "A", sent = 7, crc-errors = 1 } },
        { quarantine = { port = "A", state = "normal" } },
        { endpoint = { port = "A", remote = "192.0.2.1" } },
        { pre-authenticate = { port = "A" } },
        { dial = { port = "A", user = "b" } },
        { dial = { port = "A", user = "", domain = "CORP", eap-type = 13 } },
    "#;
    assert_snapshot!(steps_in_words(steps), @"
        1  the service starts
        2  the service stops
        3  the service stops and starts again
        4  90s pass
        5  a link on B joins the connection on A
        6  the link on A goes down
        7  the user on A hangs up
        8  the administrator ends the connection on A
        9  data flows on A: sent 7, crc-errors 1
       10  the quarantine state of the client on A becomes normal
       11  the client on A moves to 192.0.2.1
       12  a client presents itself for A
       13  b dials in on A
       14  a user without a name dials in on A: domain CORP, eap-type 13
    ");
    let none = steps_in_words("");
    assert!(
        none.contains("accept-all") && none.ends_with("\nno steps: the service starts and stops\n"),
        "{none}"
    );
}

/// What is shown of a saved case with this signature, finding and transcript.
fn case(signature: &str, finding: &str, transcript: &str) -> String {
    let found = Discovery {
        signature: signature.to_owned(),
        finding: finding.to_owned(),
        mockras: "9.9.9".to_owned(),
        tier: "smoke".to_owned(),
        transcript: transcript.to_owned(),
        ..Discovery::default()
    };
    let case = Case { found, scenario: Scenario::of([Step::Stop]) };
    let ended = Folder::with(case.to_toml()).run(&["show", "a.toml"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    ended.out
}

#[test]
fn duty_is_told_once_whoever_found_it() {
    let signature = "IP4-08 GetIpAddressForUser *pbNotifyRelease";
    let duty = row("IP4-08").expect("it is there").duty;
    let without = case(signature, "IP4-08 notify-is-written\n  observed   poison\n", "");
    assert_eq!(without.matches(duty).count(), 1);
    let with = case(signature, &format!("IP4-08\n  duty       IP4-08: {duty}\n"), "");
    assert_eq!(with.matches(duty).count(), 1);
    assert!(!case("PANIC", "", "").contains("duty"), "no rule is called so");
}

/// A transcript in which so many users dial in, and each is asked about.
fn dials(many: usize) -> String {
    let dial = |number| {
        format!(
            "     0.000  step   {number}      {{ dial }}\n     0.000  call   conn/1 AcceptNewLink    c1 = TRUE\n"
        )
    };
    (1..=many).map(dial).collect()
}

/// The part of a transcript that is shown for a finding at this place.
fn excerpt(place: &str, transcript: &str) -> String {
    let shown = case("LINK-01 x", &format!("LINK-01 x\n  where      {place}\n"), transcript);
    shown.split_once("\nwhat happened\n").expect("there is an excerpt").1.to_owned()
}

#[test]
fn short_transcript_is_shown_whole_and_marked() {
    let marked = |place: &str| {
        let shown = excerpt(place, &dials(3));
        assert_eq!(shown.lines().count(), 6, "{shown}");
        shown
            .lines()
            .enumerate()
            .filter(|(_, line)| line.starts_with('>'))
            .map(|(at, _)| at)
            .collect::<Vec<_>>()
    };
    assert_eq!(marked("step 2, connection 1, AcceptNewLink of conn/1"), [3]);
    assert_eq!(marked("step 2"), [2]);
    assert_eq!(marked("while the service starts or stops, TerminateDll of ip/1"), [0; 0]);
    assert_eq!(marked("step x"), [0; 0]);
}

#[test]
fn long_transcript_is_cut_around_the_finding() {
    let shown = excerpt("step 50, connection 1, AcceptNewLink of conn/1", &dials(100));
    assert!(
        shown.starts_with("       .. 93 lines before\n") && shown.ends_with(".. 94 lines after\n"),
        "{shown}"
    );
    assert_eq!(shown.lines().count(), 2 + 2 * 6 + 1);
    // A finding from elsewhere, and texts that are no transcript.
    assert!(excerpt("nowhere", &dials(100)).starts_with("       .. 175 lines before\n"));
    assert_eq!(excerpt("step 2", "x\n\n"), "  x\n\n");
}
