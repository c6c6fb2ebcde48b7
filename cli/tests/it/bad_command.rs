//! Command lines that cannot be used, and what help says.

use insta::assert_snapshot;

use super::{DIAL, Folder};

/// What the command says about these arguments after `run a.toml`.
fn refused(flags: &[&str]) -> String {
    Folder::with(DIAL).run(&[&["run", "a.toml"], flags].concat()).refusal()
}

#[test]
fn unknown_verb_is_refused() {
    assert_snapshot!(Folder::new().run(&["lits"]).refusal(), @"
    error: unrecognized subcommand 'lits'

      tip: a similar subcommand exists: 'list'

    Usage: mockras <COMMAND>

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(Folder::new().run(&["rnu"]).refusal(), @"
    error: unrecognized subcommand 'rnu'

    Usage: mockras <COMMAND>

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn unknown_flag_is_refused() {
    assert_snapshot!(refused(&["--polcy", "vote=ask_all"]), @"
    error: unexpected argument '--polcy' found

      tip: a similar argument exists: '--policy'

    Usage: mockras run --policy <KEY=VALUE> <SCENARIO>

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn missing_scenario_is_refused() {
    assert_snapshot!(Folder::new().run(&["run"]).refusal(), @"
    error: the following required arguments were not provided:
      <SCENARIO>

    Usage: mockras run <SCENARIO>

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn unknown_profile_is_refused() {
    assert_snapshot!(refused(&["--profile", "sever-2008"]), @"
    error: invalid value 'sever-2008' for '--profile <NAME>': expected nt4-rras, server-2000, server-2003, server-2008, server-2008-r2, server-2012, found `sever-2008`; did you mean `server-2008`?

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn unknown_policy_and_reading_are_refused() {
    assert_snapshot!(refused(&["--policy", "hangup_after_refsal=all"]), @"
    error: invalid value 'hangup_after_refsal=all' for '--policy <KEY=VALUE>': unknown policy `hangup_after_refsal`; did you mean `hangup_after_refusal`? (`mockras list policies` shows all)

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(refused(&["--policy", "vote=ask_al"]), @"
    error: invalid value 'vote=ask_al' for '--policy <KEY=VALUE>': policy `vote` is one of short_circuit, ask_all, found `ask_al`; did you mean `ask_all`?

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(refused(&["--policy", "vote"]), @"
    error: invalid value 'vote' for '--policy <KEY=VALUE>': expected KEY=VALUE, found `vote`

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn unknown_stock_dll_and_option_are_refused() {
    assert_snapshot!(refused(&["--dll", "stock:acept-all"]), @"
    error: invalid value 'stock:acept-all' for '--dll <DLL>': expected accept-all, refuse-user, link-limit, address-pool, session-log, quarantine-gate, silent, scripted, found `acept-all`; did you mean `accept-all`?

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(refused(&["--dll", "silent"]), @"
    error: invalid value 'silent' for '--dll <DLL>': expected stock:NAME or the path of a DLL, found `silent`; did you mean `stock:silent`? (a file of that name is `./silent`)

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(refused(&["--dll", "stock:silent,users=[\"bob\"]"]), @r#"
    error: invalid value 'stock:silent,users=["bob"]' for '--dll <DLL>': stock:silent: `silent` does not take `users`; it takes name, series, table, addresses

    For more information, try '--help'.
    exit 2
    "#);
    let many: Vec<_> = ["--dll", "stock:silent"].into_iter().cycle().take(34).collect();
    assert_snapshot!(refused(&many), @"
    error: expected at most 16 DLLs, found 17
    exit 2
    ");
}

#[test]
fn unknown_format_is_refused() {
    assert_snapshot!(refused(&["--format", "jsno"]), @"
    error: invalid value 'jsno' for '--format <FORM[=FILE]>': expected text, json or svg, or one of them with =FILE, found `jsno`; did you mean `json`?

    For more information, try '--help'.
    exit 2
    ");
    assert_snapshot!(refused(&["--format", "json="]), @"
    error: invalid value 'json=' for '--format <FORM[=FILE]>': expected a file after `=`, found `json=`

    For more information, try '--help'.
    exit 2
    ");
}

#[test]
fn environment_that_cannot_be_used_is_refused_by_name() {
    let refused = |name, value| Folder::with(DIAL).environment(name, value).run(&["run", "a.toml"]).refusal();
    assert_snapshot!(refused("MOCKRAS_PROFILE", "nt5"), @"
    error: MOCKRAS_PROFILE: expected nt4-rras, server-2000, server-2003, server-2008, server-2008-r2, server-2012, found `nt5`
    exit 2
    ");
    assert_snapshot!(refused("MOCKRAS_POLICY", "vote=ask_all,vote"), @"
    error: MOCKRAS_POLICY: expected KEY=VALUE, found `vote`
    exit 2
    ");
    assert_snapshot!(refused("MOCKRAS_DLL", "silent"), @"
    error: MOCKRAS_DLL: expected stock:NAME or the path of a DLL, found `silent`; did you mean `stock:silent`? (a file of that name is `./silent`)
    exit 2
    ");
}

#[test]
fn help_teaches_by_example() {
    let help = Folder::new().run(&["--help"]);
    assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
    assert_snapshot!(help.out, @r#"
    A deterministic mock of the Windows Remote Access Service, for authors of RAS administration DLLs.

    mockras plays the service that such a DLL is written for: it turns a scenario (what users and
    administrators do) into calls of the DLL, writes a transcript that is the same bytes on every
    system, and judges it by the documented rules.

    Usage: mockras <COMMAND>

    Commands:
      init         Write a project that builds a small DLL, says what is expected of it, and judges it
      run          Play a scenario and print its transcript
      check        Judge scenarios, or saved transcripts, by the documented rules
      fuzz         Play generated scenarios, and save those in which something is found
      inspect      Inspect the files of DLLs: exports, imports, what is wrong with them; nothing is
                   loaded
      explain      Explain a rule: what it demands, where it is documented, a good and a bad transcript
      diff         Show where two transcripts first differ, or what a new build of a DLL does
                   differently
      list         List what can stand in scenarios and on the command line
      merge        Join the reports and the saved cases of shares
      replay       Play saved cases, and say which still show their finding
      show         Show a saved case or a scenario in words, without running it
      shrink       Make the scenario of a finding smaller, as long as the finding stays
      soak         Repeat conversations in one life of the service: nothing may drift, run out or grow
      schema       Print the JSON Schema of scenarios or of mockras.toml, for editors
      completions  Print the script by which a shell completes command lines of mockras
      man          Write the pages of the manual into a folder, one for each command
      self-check   Prove that mockras itself works: rules can fail, faults are caught, runs repeat
      help         Print this message or the help of the given subcommand(s)

    Options:
      -h, --help
              Print help (see a summary with '-h')

      -V, --version
              Print version

    Examples:
      mockras run two-links.toml
          play a scenario against the DLLs that it names, or against accept-all
      mockras run two-links.toml --dll stock:address-pool --policy hangup_after_refusal=all
          play it against another DLL, under another reading of the documentation
      mockras run two-links.toml --profile server-2003 --format text --format json=out.json
          play it as an older Windows does, and keep the transcript as JSON as well
      mockras check --dll stock:address-pool
          judge a DLL by every documented rule, over the whole built-in corpus
      mockras inspect gate.dll
          what the file of a DLL shows, on any system and without loading it
      mockras check --dll ./libgate.so --timeout 500ms
          judge a native DLL, in a child process that may crash or hang
      mockras explain IP4-08
          what a rule demands, where it is documented, a good and a bad transcript
      mockras diff two-links.toml two-links.snap
          where does the run leave a transcript of earlier?
      mockras diff --old v1/libgate.so --new v2/libgate.so
          what does a new build of a DLL do differently?
      mockras list policies
          what the documentation leaves open, and how it can be read

    A scenario is a TOML file:
      steps = [
        { dial = { port = "VPN2-0", user = "alice" } },
        { wait = "90s" },
        { hang-up = { port = "VPN2-0" } },
      ]

    Exit codes (`mockras VERB --help` says more):
       0  nothing is wrong
       1  a DLL did something wrong, or transcripts or builds differ
       2  wrong usage, or a file cannot be read or written
       3  the run shows nothing, or was cut short
       4  a DLL could not be loaded, or kept the service from starting
      70  a bug in mockras
    "#);
}

#[test]
fn short_help_leaves_exit_codes_out() {
    let short = Folder::new().run(&["-h"]).out;
    assert!(short.contains("Examples:") && !short.contains("Exit codes:"), "{short}");
}

#[test]
fn help_of_each_verb_has_an_example_that_fits_a_terminal() {
    for verb in ["run", "diff", "list", "replay", "show", "shrink"] {
        let help = Folder::new().run(&[verb, "--help"]);
        assert!(help.out.contains(&format!("Examples:\n  mockras {verb} ")), "{}", help.out);
        assert!(help.out.is_ascii() && help.out.lines().all(|line| line.len() <= 100), "{}", help.out);
        assert_eq!((help.code, help.err.as_str()), (Some(0), ""));
    }
}

#[test]
fn scenario_in_the_help_can_be_run() {
    for arguments in [&["--help"][..], &["run", "--help"]] {
        let help = Folder::new().run(arguments).out;
        let (_, below) = help.split_once("A scenario is a TOML file:\n").expect("there is one");
        let scenario: String =
            below.lines().take_while(|line| line.starts_with("  ")).flat_map(|line| [line, "\n"]).collect();
        assert_eq!(Folder::with(&scenario).run(&["run", "a.toml"]).code, Some(0), "{scenario}");
    }
}

#[test]
fn version_is_that_of_the_crate() {
    let ended = Folder::new().run(&["--version"]);
    assert_eq!((ended.code, ended.out), (Some(0), format!("mockras {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn too_many_dlls_are_refused_by_every_verb_that_plays() {
    let folder = Folder::with(DIAL);
    for verb in [&["run", "a.toml"][..], &["check", "a.toml"], &["fuzz", "--cases", "1"]] {
        let ended = folder.run(&[verb, &["--dll", "stock:silent"].repeat(17)].concat());
        assert_eq!(ended.refusal(), "error: expected at most 16 DLLs, found 17\nexit 2", "{verb:?}");
    }
}
