//! Scenario files that cannot be used: each message says where, what was expected, and what was found.

use insta::assert_snapshot;

use super::Folder;

/// What the command says about a file of this content.
fn refused(content: impl AsRef<[u8]>) -> String {
    Folder::with(content).run(&["run", "a.toml"]).refusal()
}

#[test]
fn file_that_is_not_there_is_refused() {
    assert_snapshot!(Folder::new().run(&["run", "a.toml"]).refusal(), @"
    error: a.toml: cannot be read: there is no such file
    exit 2
    ");
}

#[test]
fn directory_is_refused() {
    let folder = Folder::new();
    std::fs::create_dir(folder.path("a.toml")).expect("a folder");
    assert_snapshot!(folder.run(&["run", "a.toml"]).refusal(), @"
    error: a.toml: expected a scenario file, found a directory
    exit 2
    ");
}

#[test]
fn file_without_steps_is_refused() {
    assert_snapshot!(refused(""), @"
    error: a.toml:1:1: expected `steps`, a list of what happens; found none
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
    assert_snapshot!(refused("profile = \"server-2008\"\n"), @"
    error: a.toml:1:1: expected `steps`, a list of what happens; found none
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
}

#[test]
fn file_that_is_not_utf8_is_refused() {
    assert_snapshot!(refused(b"steps = [\n] # caf\xe9\n"), @"
    error: a.toml:2:8: expected UTF-8, found a byte that is not
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
}

#[test]
fn file_of_another_format_is_refused_whatever_else_it_holds() {
    assert_snapshot!(refused("format = 2\nsteps = []\n[weather]\nrain = true\n"), @"
    error: a.toml:1:10: format: expected format 1, found 2: this file needs a newer mockras
    exit 2
    ");
    assert_snapshot!(refused("format = \"1\"\nsteps = []\n"), @r#"
    error: a.toml:1:10: format: invalid type: string "1", expected a number from 0 to 4294967295
    exit 2
    "#);
}

#[test]
fn text_that_is_not_toml_is_refused() {
    assert_snapshot!(refused("profile = \"server-2008\nsteps = []\n"), @r#"
    error: a.toml:1:23: invalid basic string, expected `"`
    hint: `mockras run --help` shows a scenario
    exit 2
    "#);
    assert_snapshot!(refused("steps = [\n  \"stop\"\n"), @"
    error: a.toml:2:9: unclosed array, expected `]`
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
    assert_snapshot!(refused("steps = [\n  { dial = { port = \"VPN2-0\" user = \"alice\" } },\n]\n"), @"
    error: a.toml:2:30: missing comma between key-value pairs, expected `,`
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
    assert_snapshot!(refused("profile = \"2008\"\nsteps = []\nprofile = \"2012\"\n"), @"
    error: a.toml:3:1: duplicate key `profile`
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
    assert_snapshot!(refused(format!("steps = {}", "[".repeat(100_000))), @"
    error: a.toml:1:89: cannot recurse further; max recursion depth met
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
}

#[test]
fn unknown_keys_are_refused() {
    assert_snapshot!(refused("stesp = []\n"), @"
    error: a.toml:1:1: stesp: unknown field `stesp`, expected one of `format`, `profile`, `dll`, `hostile`, `dll-path`, `case`, `policy`, `clock`, `registry`, `always`, `steps`; did you mean `steps`?
    hint: `mockras run --help` shows a scenario
    exit 2
    ");
    assert_snapshot!(refused("steps = [\n  { dial = { port = \"VPN2-0\", user = \"alice\", domian = \"CORP\" } },\n]\n"), @"
    error: a.toml:2:47: steps[0].dial.domian: unknown field `domian`, expected one of `port`, `user`, `domain`, `computer`, `interface`, `interface-type`, `tunnel`, `authentication`, `eap-type`, `credentials`, `ipv4`, `ipv6`, `flags`, `nbf`, `ipx`, `appletalk`, `local-endpoint`, `remote-endpoint`, `line-speed`; did you mean `domain`?
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[[dll]]\nstock = \"silent\"\ntabel = true\n"), @"
    error: a.toml:4:1: dll[0].tabel: unknown field `tabel`, expected one of `stock`, `path`, `name`, `guard`, `after-call`, `series`, `table`, `addresses`, `users`, `links`, `first`, `size`, `states`, `script`; did you mean `table`?
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[[dll]]\nstock = \"silent\"\nusers = [\"bob\"]\n"), @"
    error: a.toml:2:1: dll[0]: `silent` does not take `users`; it takes name, series, table, addresses
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
}

#[test]
fn steps_that_do_not_exist_are_refused() {
    assert_snapshot!(refused("steps = [\n  { dail = { port = \"VPN2-0\", user = \"alice\" } },\n]\n"), @"
    error: a.toml:2:5: steps[0].dail: unknown step `dail`, expected one of `start`, `stop`, `restart`, `dial`, `add-link`, `drop-link`, `hang-up`, `disconnect`, `traffic`, `wait`, `quarantine`, `endpoint`, `pre-authenticate`, `expect`; did you mean `dial`?
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [\"dial\"]\n"), @r#"
    error: a.toml:1:10: steps[0]: expected the fields of this step, as in { hang-up = { port = "VPN2-0" } }
    hint: `mockras list steps` shows every step and its fields
    exit 2
    "#);
    assert_snapshot!(refused("steps = [{ stop = { port = \"VPN2-0\" } }]\n"), @r#"
    error: a.toml:1:19: steps[0].stop: expected no fields: this step is a bare string such as "stop"
    hint: `mockras list steps` shows every step and its fields
    exit 2
    "#);
    assert_snapshot!(refused("steps = [{}]\n"), @"
    error: a.toml:1:10: steps[0]: expected one step in each pair of braces, found none
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ wait = \"1s\", drop-link = { port = \"VPN2-0\" } }]\n"), @"
    error: a.toml:1:10: steps[0]: expected one step in each pair of braces, found more
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
}

#[test]
fn missing_keys_are_refused() {
    assert_snapshot!(refused("steps = [\n  { dial = { user = \"alice\" } },\n]\n"), @"
    error: a.toml:2:12: steps[0].dial: missing field `port`
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[[dll]]\nname = \"gate\"\n"), @"
    error: a.toml:2:1: dll[0]: expected `stock` or `path`, found neither
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
}

#[test]
fn wrong_types_are_refused() {
    assert_snapshot!(refused("steps = \"dial\"\n"), @r#"
    error: a.toml:1:9: steps: invalid type: string "dial", expected an array
    hint: `mockras list steps` shows every step and its fields
    exit 2
    "#);
    assert_snapshot!(refused("steps = [3]\n"), @r#"
    error: a.toml:1:10: steps[0]: expected a step such as { wait = "90s" } or "stop"
    hint: `mockras list steps` shows every step and its fields
    exit 2
    "#);
    assert_snapshot!(refused("steps = [{ dial = { port = 7, user = \"alice\" } }]\n"), @"
    error: a.toml:1:28: steps[0].dial.port: invalid type: integer `7`, expected a name as a string
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ pre-authenticate = { port = \"VPN2-0\", info = 0x10 } }]\n"), @"
    error: a.toml:1:57: steps[0].pre-authenticate.info: invalid type: integer `16`, expected bytes as a string of hexadecimal digits
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[dll]\nstock = \"silent\"\n"), @"
    error: a.toml:2:1: dll: expected `[[dll]]`, found a single table
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[policy]\nvote = true\n"), @"
    error: a.toml:3:8: policy.vote: expected the name of a reading, found a boolean
    hint: `mockras list policies` shows the policies and their readings
    exit 2
    ");
    assert_snapshot!(refused("steps = []\npolicy = 3\n"), @"
    error: a.toml:2:10: policy: invalid type: integer `3`, expected a table
    hint: `mockras list policies` shows the policies and their readings
    exit 2
    ");
}

#[test]
fn impossible_values_are_refused() {
    assert_snapshot!(refused("steps = [{ dial = { port = \"A\", user = \"b\", ipv4 = \"10.0.0.256\" } }]\n"), @"
    error: a.toml:1:52: steps[0].dial.ipv4: expected none, zero, pool or an address, found `10.0.0.256`
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ wait = \"90\" }]\n"), @"
    error: a.toml:1:19: steps[0].wait: expected a time such as `90s`, `250ms`, `1h30m`, found `90`
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ wait = \"999999999999d\" }]\n"), @"
    error: a.toml:1:19: steps[0].wait: expected a time such as `90s`, `250ms`, `1h30m`, found `999999999999d`
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ traffic = { port = \"A\", sent = -1 } }]\n"), @"
    error: a.toml:1:43: steps[0].traffic.sent: invalid value: integer `-1`, expected a number from 0 to 18446744073709551615
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ traffic = { port = \"A\", sent = 99999999999999999999 } }]\n"), @"
    error: a.toml:1:43: steps[0].traffic.sent: invalid type: integer `99999999999999999999`, expected a number from 0 to 18446744073709551615
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = [{ quarantine = { port = \"A\", state = \"probatoin\" } }]\n"), @"
    error: a.toml:1:47: steps[0].quarantine.state: expected normal, quarantine, probation, not-capable or a number, found `probatoin`; did you mean `probation`?
    hint: `mockras list steps` shows every step and its fields
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[[dll]]\nstock = \"link-limit\"\nlinks = 0\n"), @"
    error: a.toml:2:1: dll[0]: expected `links` of at least 1, found 0: every connection has a link
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
    assert_snapshot!(refused(format!("steps = []\n{}", "[[dll]]\nstock = \"silent\"\n".repeat(17))), @"
    error: a.toml:34:1: dll[16]: expected at most 16 DLLs
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
}

#[test]
fn clock_and_registry_that_cannot_be_are_refused() {
    let value = "expected text, a number from 0 to 4294967295, a list of texts";
    let moment =
        "expected a date and a time such as `2026-03-01T23:30:00`, from the year 1601 to 9999, found `";
    for (line, place, message) in [
        ("clock = \"tomorrow\"", "1:9: clock: ", &*format!("{moment}tomorrow`")),
        ("clock = \"2026-02-30T00:00:00\"", "1:9: clock: ", &*format!("{moment}2026-02-30T00:00:00`")),
        ("clock = 2026-03-01", "1:9: clock: ", &*format!("{moment}2026-03-01`")),
        ("clock = 7", "1:9: clock: ", "expected a moment such as \"2026-03-01T23:30:00\", found a integer"),
        ("registry = 7", "1:12: registry: ", "invalid type: integer `7`, expected a table"),
        ("registry.'HKLM\\Gate'.Open = true", "1:29: registry.HKLM\\Gate.Open: ", value),
        ("registry.'HKLM\\Gate'.Open = -1", "1:29: registry.HKLM\\Gate.Open: ", value),
        (
            "registry.'Gate'.Open = 1",
            "1:10: registry.Gate: ",
            "expected a key such as 'HKLM\\SOFTWARE\\Gate'",
        ),
    ] {
        let said = refused(format!("{line}\nsteps = []\n"));
        assert!(said.contains(&format!("error: a.toml:{place}{message}")), "{line}\n{said}");
        assert!(said.contains("hint: ") && said.ends_with("exit 2"), "{said}");
    }
    let twice = "steps = []\n[registry.'HKLM\\Gate']\n[registry.'HKEY_LOCAL_MACHINE\\GATE']\n";
    assert!(refused(twice).contains("is there already: case does not count"), "{}", refused(twice));
}

#[test]
fn unknown_names_get_a_suggestion() {
    assert_snapshot!(refused("profile = \"server-2O08\"\nsteps = []\n"), @"
    error: a.toml:1:11: profile: expected nt4-rras, server-2000, server-2003, server-2008, server-2008-r2, server-2012, found `server-2O08`; did you mean `server-2008`?
    hint: `mockras list profiles` shows the Windows versions
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[policy]\nhangup_after_refsal = \"all\"\n"), @"
    error: a.toml:3:1: policy.hangup_after_refsal: unknown policy `hangup_after_refsal`; did you mean `hangup_after_refusal`? (`mockras list policies` shows all)
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[policy]\nvote = \"ask_al\"\n"), @"
    error: a.toml:3:8: policy.vote: policy `vote` is one of short_circuit, ask_all, found `ask_al`; did you mean `ask_all`?
    hint: `mockras list policies` shows the policies and their readings
    exit 2
    ");
    assert_snapshot!(refused("steps = []\n[[dll]]\nstock = \"acept-all\"\n"), @"
    error: a.toml:3:9: dll[0].stock: expected accept-all, refuse-user, link-limit, address-pool, session-log, quarantine-gate, silent, scripted, found `acept-all`; did you mean `accept-all`?
    hint: `mockras list stock` shows the DLLs and their options
    exit 2
    ");
}

#[test]
fn control_characters_do_not_reach_the_terminal() {
    assert_snapshot!(refused("\"\\u001b[31mred\" = 1\nsteps = []\n"), @r#"
    error: a.toml:1:1: \u{1b}[31mred: unknown field `\u{1b}[31mred`, expected one of `format`, `profile`, `dll`, `hostile`, `dll-path`, `case`, `policy`, `clock`, `registry`, `always`, `steps`
    hint: `mockras run --help` shows a scenario
    exit 2
    "#);
}

#[test]
fn huge_file_is_refused() {
    assert_snapshot!(within_memory(&Folder::with(huge(50_000_000)), 100_000), @"
    error: a.toml: expected a scenario file of at most 4 MiB, found more
    exit 2
    ");
}

#[test]
fn file_just_below_the_limit_is_run_in_bounded_memory() {
    let limit = usize::try_from(mockras::scenario::MAX_BYTES).expect("it fits");
    assert_snapshot!(within_memory(&Folder::with(huge(limit)), 400_000), @"
    RESULT: PASS
    exit 0
    ");
}

/// A scenario of so many bytes, most of them a comment.
fn huge(bytes: usize) -> String {
    format!("{}# {}\n", super::DIAL, "x".repeat(bytes - super::DIAL.len() - 3))
}

/// How a run ends that may use so many KiB of memory at most (where the system can be told so).
fn within_memory(folder: &Folder, kib: u32) -> String {
    let mut command = folder.command(&["run", "a.toml"]);
    if cfg!(target_os = "linux") {
        let program = command.get_program().to_owned();
        command = std::process::Command::new("sh");
        command.arg("-c").arg(format!("ulimit -v {kib}; exec \"$0\" run a.toml")).arg(program);
        folder.furnish(&mut command);
    }
    super::ended(&mut command, b"").err_and_code()
}
