//! Shell completions, driven in the shells that are there, and the pages of the manual.

use std::process::Command;

use super::{Folder, ended};

/// What a shell prints that is given this script, with `mockras` on its path; nothing if the shell is not there.
fn printed(shell: &str, script: &str) -> Option<Vec<String>> {
    Command::new(shell).arg("--version").output().ok()?;
    let folder = Folder::new().file("gate.toml", "steps = []\n");
    let mut command = Command::new(shell);
    command.args(["-c", script]);
    folder.furnish(&mut command);
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_mockras")).parent().expect("a folder");
    command.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default()));
    // Shells keep files of their own at home.
    command.env("HOME", folder.path("")).env_remove("XDG_CONFIG_HOME");
    let ended = ended(&mut command, b"");
    assert_eq!(ended.code, Some(0), "{shell}: {}{}", ended.out, ended.err);
    Some(ended.out.lines().map(str::to_owned).collect())
}

/// What bash offers for a line. The last word of it is what bash takes for one, for it breaks words at `:` and `=`.
fn in_bash(line: &str) -> Vec<String> {
    let word = line.rsplit([' ', ':', '=']).next().unwrap_or_default();
    let script = format!(
        "source <(mockras completions bash); COMP_LINE='{line}'; COMP_POINT=${{#COMP_LINE}}; \
         _mockras mockras '{word}' ''; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    );
    printed("bash", &script).expect("the tests need bash")
}

#[test]
fn bash_completes_verbs_flags_and_names() {
    assert_eq!(in_bash("mockras che"), ["check"]);
    assert_eq!(in_bash("mockras check --swe"), ["--sweep"]);
    assert_eq!(in_bash("mockras check --rule IP4-1"), ["IP4-19"]);
    assert_eq!(in_bash("mockras check --rule IP4-05,IP4-1"), ["IP4-05,IP4-19"]);
    assert_eq!(in_bash("mockras check --policy vote="), ["short_circuit", "ask_all"]);
    assert_eq!(in_bash("mockras check --dll stock:address"), ["address-pool"]);
    assert_eq!(in_bash("mockras check --fault double"), ["double-lease"]);
    assert_eq!(
        in_bash("mockras run corpus/address4/pool"),
        ["corpus/address4/pool-exhausted.toml", "corpus/address4/pool.toml"]
    );
    assert_eq!(in_bash("mockras run fault/double"), ["fault/double-lease.toml"]);
    assert_eq!(in_bash("mockras run gat"), ["gate.toml"]);
    assert_eq!(in_bash("mockras explain AMB-20"), ["AMB-20"]);
    assert_eq!(in_bash("mockras list policies vot"), ["vote"]);
    assert_eq!(in_bash("mockras check --rule NOTHING"), [""]);
}

#[test]
fn bash_knows_for_which_command_the_script_is() {
    let registered = printed("bash", "source <(mockras completions bash); complete -p mockras");
    assert_eq!(registered.expect("the tests need bash"), ["complete -F _mockras mockras"]);
}

#[test]
fn other_shells_take_their_scripts() {
    let line = "mockras completions fish | source; complete -C 'mockras check --rule IP4-1'";
    if let Some(offered) = printed("fish", line) {
        assert_eq!(offered, ["IP4-19\taddress-has-one-user"]);
    }
    if let Some(offered) =
        printed("zsh", "mockras completions zsh > _mockras && zsh -n _mockras && echo read")
    {
        assert_eq!(offered, ["read"]);
    }
    for (shell, sign) in
        [("zsh", "#compdef mockras"), ("fish", "complete "), ("powershell", "Register-ArgumentCompleter")]
    {
        let script = Folder::new().run(&["completions", shell]).out;
        assert!(script.contains(sign) && script.contains("_MOCKRAS_COMPLETE"), "{shell}: {script}");
    }
}

#[test]
fn script_that_asks_amiss_is_told_nothing() {
    for shell in ["bash", "no-such-shell"] {
        let folder = Folder::new().environment("_MOCKRAS_COMPLETE", shell);
        let told = folder.run(&["check", "--no-such-flag"]);
        assert_eq!((told.code, told.out.as_str(), told.err.as_str()), (Some(0), "", ""), "{shell}");
    }
}

#[test]
fn every_verb_has_a_page_with_its_examples_line_by_line() {
    let folder = Folder::new();
    let told = folder.run(&["man", "man"]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    let help = folder.run(&["--help"]).out;
    let (_, verbs) = help.split_once("Commands:\n").expect("the help lists the verbs");
    let verbs = verbs.lines().take_while(|line| !line.is_empty());
    let verbs: Vec<&str> = verbs.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect();
    let verbs: Vec<&str> = verbs.into_iter().filter(|verb| !verb.is_empty() && *verb != "help").collect();
    assert!(verbs.len() > 14, "{verbs:?}");
    for verb in verbs {
        let page = folder.read(&format!("man/mockras-{verb}.1"));
        assert!(
            page.contains(&format!(".TH mockras\\-{verb} 1"))
                || page.contains(&format!(".TH mockras-{verb} 1")),
            "{page}"
        );
        for section in [".SH NAME", ".SH SYNOPSIS", ".SH OPTIONS", ".SH \"EXAMPLES\"", ".SH \"EXIT CODES\""] {
            assert!(page.contains(section), "{verb}: {section}\n{page}");
        }
    }
    let check = folder.read("man/mockras-check.1");
    assert!(
        check.contains(".nf\n  mockras check \\-\\-dll ./libgate.so\n      a DLL on the newest Windows"),
        "{check}"
    );
    assert!(folder.read("man/mockras.1").contains("mockras\\-check(1)"));
}

#[test]
fn pages_can_be_read_by_man() {
    let folder = Folder::new();
    assert_eq!(folder.run(&["man", "man"]).code, Some(0));
    let readers = [("mandoc", &["-W", "error"][..]), ("groff", &["-man", "-Tutf8", "-ww"])];
    for (program, flags) in readers {
        if Command::new(program).arg("-v").output().is_err() {
            continue;
        }
        let mut command = Command::new(program);
        command.args(flags).arg("man/mockras-fuzz.1");
        folder.furnish(&mut command);
        let shown = ended(&mut command, b"");
        assert_eq!((shown.code, shown.err.as_str()), (Some(0), ""), "{program}");
        assert!(shown.out.contains("libgate.so"), "{program}: {}", shown.out);
    }
}
