//! What a user expects, in scenarios and in `mockras.toml`: found, shrunk, replayed, and wrong input told.

use insta::assert_snapshot;

use super::Folder;

const GATE: &str = r#"
steps = [
  { dial = { port = "VPN2-0", user = "mallory" } },
  { expect = { port = "VPN2-0", state = "refused" } },
]
"#;

const CONFIG: &str = r#"
dll = "stock:refuse-user,users=mallory"
profile = "server-2012"

[[always]]
name = "mallory stays out"
when = { user = "mallory" }
expect = { state = "refused" }
"#;

fn gate() -> Folder {
    Folder::with(GATE).file("mockras.toml", CONFIG)
}

#[test]
fn project_says_which_dll_and_what_it_is_to_do() {
    let ended = gate().run(&["check", "a.toml", "--show", "held"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.err.starts_with("note: mockras.toml is read\n"), "{}", ended.err);
    for held in ["expect/state", "expect/mallory-stays-out"] {
        assert!(ended.out.contains(held), "{}", ended.out);
    }
    // In a folder it is no scenario.
    let ended = gate().run(&["check", "."]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    // A flag goes before the file.
    let ended = gate().run(&["check", "a.toml", "--dll", "stock:accept-all"]);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    for broken in ["error: expect/state ", "error: expect/mallory-stays-out mallory stays out\n"] {
        assert!(ended.out.contains(broken), "{}", ended.out);
    }
    let ended = gate().run(&["check", "a.toml", "--dll", "stock:accept-all", "--config", "none"]);
    assert!(!ended.out.contains("expect/mallory-stays-out") && ended.code == Some(1), "{}", ended.out);
    let ended = gate().run(&["check", "a.toml", "--dll", "stock:accept-all", "--skip", "EXPECT"]);
    assert_eq!(ended.code, Some(0), "{}{}", ended.out, ended.err);
}

#[test]
fn project_is_found_from_a_folder_below() {
    let folder = gate();
    std::fs::create_dir_all(folder.path("below/deeper")).expect("a folder can be made");
    let folder = folder.file("below/deeper/b.toml", GATE);
    let mut command = folder.command(&["check", "b.toml"]);
    let ended = super::ended(command.current_dir(folder.path("below/deeper")), b"");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told = ended.err.replace('\\', "/");
    assert!(told.contains("note: ../../mockras.toml is read\n"), "{told}");
}

#[test]
fn rule_of_the_project_is_an_oracle_whose_case_keeps_it() {
    let folder = gate();
    let flags =
        ["fuzz", "--dll", "stock:accept-all", "--cases", "300", "--save", "cases", "--rule", "EXPECT"];
    let ended = folder.run(&flags);
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    let found = std::fs::read_dir(folder.path("cases")).expect("cases were saved");
    let names = found.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
    let files: Vec<String> = names.filter(|file| file.ends_with(".toml")).collect();
    let [file] = &files[..] else { panic!("one case: {files:?}\n{}", ended.out) };
    let case = folder.read(&format!("cases/{file}"));
    assert!(case.contains("signature = \"expect/mallory-stays-out\""), "{case}");
    assert!(case.contains("[[always]]\nname = \"mallory stays out\""), "{case}");
    let dials = case.matches("{ dial = ").count();
    assert_eq!(dials, 1 + usize::from(case.contains("transcript")), "it is small:\n{case}");
    // It is kept by the case alone, without the project.
    let replayed = folder.run(&["replay", "cases", "--config", "none"]);
    assert_eq!(replayed.code, Some(1), "{}{}", replayed.out, replayed.err);
    let mended =
        folder.run(&["replay", "cases", "--dll", "stock:refuse-user,users=mallory", "--config", "none"]);
    assert_eq!(mended.code, Some(0), "{}{}", mended.out, mended.err);
}

#[test]
fn expectation_that_never_applied_is_no_pass() {
    let never = GATE.replace("port = \"VPN2-0\", state", "port = \"VPN9-0\", state");
    let ended = Folder::with(&never).run(&["check", "a.toml"]);
    assert_eq!(ended.code, Some(3), "{}", ended.out);
    let told = "warning: a.toml: expect/state never applied: there was no such connection\n";
    assert!(ended.out.ends_with(told), "{}", ended.out);
    assert!(ended.err.ends_with("RESULT: INCONCLUSIVE (an expectation never applied)\n"), "{}", ended.err);
    // A rule for every run need not apply in each, but it is told.
    let other = "steps = [{ dial = { port = \"VPN2-0\", user = \"alice\" } }]\n";
    let ended = gate().file("b.toml", other).run(&["check", "b.toml"]);
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let told = "note: expect/mallory-stays-out never applied: no connection was one that it is about\n";
    assert!(ended.out.contains(told), "{}", ended.out);
    let flags = ["fuzz", "--dll", "stock:accept-all", "--cases", "20", "--save", "cases"];
    let nobody = CONFIG.replace("\"mallory\"", "\"nobody at all\"");
    let ended = Folder::with(other).file("mockras.toml", nobody).run(&flags);
    assert!(ended.err.contains("note: expect/mallory-stays-out never applied"), "{}", ended.err);
}

#[test]
fn corpus_expects_nothing_of_other_dlls() {
    let ended = Folder::with(GATE).run(&["check", "--dll", "stock:accept-all", "--rule", "EXPECT"]);
    assert_eq!(ended.code, Some(3), "{}{}", ended.out, ended.err);
    let own =
        Folder::with(GATE).run(&["check", "corpus/expect/mallory-is-refused.toml", "--rule", "expect/state"]);
    assert_eq!(own.code, Some(0), "{}{}", own.out, own.err);
}

#[test]
fn wrong_configuration_is_told_with_its_place() {
    let refused =
        |config: &str| Folder::with(GATE).file("mockras.toml", config).run(&["check", "a.toml"]).refusal();
    assert_snapshot!(refused("dll = \"./gate.so\"\n\n[[always]]\nname = \"a\"\nexpect = { state = \"refuse\" }\n"), @r#"
    error: mockras.toml:5:20: always[0].expect.state: expected connected, waiting, refused, ended, found `refuse`; did you mean `refused`?
    hint: `--config none` reads no file; docs/reference/config.md describes it
    exit 2
    "#);
    let out = "[[always]]\nname = \"out\"\nexpect = { state = \"refused\" }\n";
    let twice = [out, &out.replace("out", "in").replace("refused", "connected")].concat();
    assert_snapshot!(refused(&twice), @r#"
    error: mockras.toml:4:1: always[1]: `out` and `in` contradict each other: the same connections are to be refused and connected
    hint: `--config none` reads no file; docs/reference/config.md describes it
    exit 2
    "#);
    for (config, told) in [
        ("profile = \"server-2050\"\n", "mockras.toml: profile: expected nt4-rras, server-2000, "),
        (
            "dll = \"refuse-user\"\n",
            "mockras.toml: dll: expected stock:NAME or the path of a DLL, found `refuse-user`",
        ),
        (
            "dll = \"../gate.so\"\n",
            "mockras.toml: expected a DLL below the folder of this file, found ../gate.so",
        ),
        ("timeout = \"soon\"\n", "mockras.toml: timeout: expected a time such as "),
    ] {
        let refused = refused(config);
        assert!(refused.contains(told) && refused.ends_with("exit 2"), "{refused}");
    }
    let ended = Folder::with(GATE).run(&["check", "a.toml", "--config", "project.toml"]);
    assert_snapshot!(ended.refusal(), @r"
    error: project.toml: cannot be read: there is no such file
    hint: `--config none` reads no file; docs/reference/config.md describes it
    exit 2
    ");
}
