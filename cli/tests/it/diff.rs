//! `mockras diff`: scenarios and saved transcripts against each other.

use insta::assert_snapshot;

use super::{DIAL, Ended, Folder, TWO_LINKS};

/// The scenario `a.toml`, and its transcript in every form.
fn saved() -> Folder {
    let folder = Folder::with(TWO_LINKS);
    let text = folder.run(&["run", "a.toml", "--format", "json=a.json", "--format", "text"]).out;
    let snap = format!("---\nsource: tests/it/corpus.rs\nexpression: transcript\n---\n{text}");
    folder.file("a.txt", text).file("a.snap", snap)
}

fn identical() -> Ended {
    Ended { code: Some(0), out: "identical\n".to_owned(), err: String::new() }
}

#[test]
fn transcript_is_the_same_in_every_form() {
    let folder = saved();
    for a in ["a.toml", "a.txt", "a.json", "a.snap"] {
        for b in ["a.toml", "a.txt", "a.json", "a.snap"] {
            assert_eq!(folder.run(&["diff", a, b]), identical(), "{a} {b}");
        }
    }
}

#[test]
fn transcript_comes_from_standard_input_in_every_form() {
    let folder = saved();
    for form in ["a.txt", "a.json", "a.snap"] {
        assert_eq!(
            folder.run_with_input(&["diff", "a.toml", "-"], folder.read(form).as_bytes()),
            identical()
        );
    }
    assert_snapshot!(folder.run(&["diff", "-", "-"]).refusal(), @"
    error: expected standard input once, found it twice
    exit 2
    ");
}

#[test]
fn first_difference_is_shown_with_what_comes_before() {
    let folder = saved().file("b.toml", TWO_LINKS.replace("90s", "91s"));
    let ended = folder.run(&["diff", "a.toml", "b.toml"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(1), ""));
    assert_snapshot!(ended.out, @r#"
    line 22:
           0.000  step   2      { add-link = { port = "VPN2-1", to = "VPN2-0" } }
           0.000  call   conn/1 AcceptNewLink                  port=VPN2-1 handle=196610 connection=65537 condition=authenticated calls=1 media=rastapi device="WAN Miniport (PPTP)" device-type=vpn line-speed=100000000 = TRUE
           0.000  c1            link-up port=VPN2-1
    -      0.000  step   3      { wait = "90s" }
    +      0.000  step   3      { wait = "91s" }
    "#);
}

#[test]
fn flags_are_for_the_scenario_and_not_for_the_transcript() {
    let folder = saved();
    let ended = folder.run(&["diff", "a.txt", "a.toml", "--policy", "processes=one"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(1), ""));
    assert_snapshot!(ended.out, @r#"
    line 3:
      mockras transcript 1
      profile  server-2012
    - dll 1    accept-all
    + policy   processes=one
    what happened, line 6:
      dll 1    accept-all

           0.000  step   0      "start"
    -      0.000  load   conn/1 all but InitializeDllEx
    +      0.000  load   ras/1  all but InitializeDllEx
    "#);
    assert_snapshot!(folder.run(&["diff", "a.txt", "a.json", "--policy", "processes=one"]).refusal(), @"
    error: expected a scenario beside --profile, --policy, --dll and --fault, found two transcripts
    hint: a transcript is compared as it was saved; a name that ends in .toml is a scenario
    exit 2
    ");
}

#[test]
fn text_that_is_no_transcript_is_refused() {
    let folder = saved().file("b.txt", DIAL);
    assert_snapshot!(folder.run(&["diff", "a.toml", "b.txt"]).refusal(), @"
    error: b.txt: expected a transcript as text or JSON, found neither
    hint: `mockras run` writes both; a scenario's name ends in .toml
    exit 2
    ");
    assert_snapshot!(folder.run(&["diff", "a.toml", "c.txt"]).refusal(), @"
    error: c.txt: cannot be read: there is no such file
    exit 2
    ");
    assert_snapshot!(folder.file("b.txt", b"\xff").run(&["diff", "a.toml", "b.txt"]).refusal(), @"
    error: b.txt: expected UTF-8, found a byte that is not
    exit 2
    ");
    let folder = saved();
    std::fs::create_dir(folder.path("d")).expect("a folder");
    assert_snapshot!(folder.run(&["diff", "a.toml", "d"]).refusal(), @"
    error: d: expected a transcript, found a directory
    exit 2
    ");
}

#[test]
fn transcript_with_a_broken_line_is_refused_at_that_line() {
    let folder = saved();
    let snap = folder.read("a.snap").replace("running", "runing");
    assert_snapshot!(folder.file("b.snap", snap).run(&["diff", "a.toml", "b.snap"]).refusal(), @"
    error: b.snap:14: `state`: expected running, not-started, stopped, broken, found `runing`; did you mean `running`?
    exit 2
    ");
    let cut = saved().read("a.json");
    let cut = &cut[..cut.len() / 2];
    let ended = saved().file("b.json", cut).run(&["diff", "a.toml", "b.json"]);
    assert!(ended.err.starts_with("error: b.json:") && ended.code == Some(2), "{}", ended.err);
}

#[test]
fn scenario_that_is_refused_ends_the_comparison() {
    let folder = saved().file("b.toml", "steps = [3]\n");
    assert_snapshot!(folder.run(&["diff", "a.toml", "b.toml"]).refusal(), @r#"
    error: b.toml:1:10: steps[0]: expected a step such as { wait = "90s" } or "stop"
    hint: `mockras list steps` shows every step and its fields
    exit 2
    "#);
}
