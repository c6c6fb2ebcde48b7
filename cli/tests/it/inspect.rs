//! `mockras inspect`: files in, reports and exit codes out.

use insta::assert_snapshot;

use super::Folder;

/// An archive is the shortest file with something to find.
const ARCHIVE: &[u8] = b"!<arch>\n";

fn folder() -> Folder {
    Folder::new().file("gate.lib", ARCHIVE)
}

#[test]
fn findings_are_printed_and_end_the_command_with_1() {
    let ended = folder().run(&["inspect", "gate.lib", "--profile", "2003"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.starts_with("gate.lib\n  format     archive\n"), "{}", ended.out);
    assert!(
        ended.out.contains("\njudged for server-2003\n\nerror FILE-01 shared library\n"),
        "{}",
        ended.out
    );
    assert_eq!(ended.err, "RESULT: FAIL (1 error)\n");
}

#[test]
fn own_program_is_no_library() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_mockras")).expect("the command can be read");
    let ended = Folder::new().file("mockras", program).run(&["inspect", "mockras"]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("  observed   a program: "), "{}", ended.out);
}

#[test]
fn environment_says_what_flags_do_not() {
    let folder =
        folder().environment("MOCKRAS_PROFILE", "2008").environment("MOCKRAS_POLICY", "vote=ask_all");
    let ended = folder.run(&["inspect", "gate.lib"]);
    assert!(ended.out.contains("\njudged for server-2008 --policy vote=ask_all\n"), "{}", ended.out);
    let flags = ["inspect", "gate.lib", "--profile", "2003", "--policy", "vote=short_circuit"];
    assert!(folder.run(&flags).out.contains("\njudged for server-2003\n"));
}

#[test]
fn reports_go_where_they_are_asked_for() {
    let folder = folder();
    let forms = ["--format", "text", "--format", "json=out.json", "--format", "sarif=out.sarif"];
    let ended = folder.run(&[&["inspect", "gate.lib"][..], &forms].concat());
    assert_eq!((ended.code, ended.err.as_str()), (Some(1), "RESULT: FAIL (1 error)\n"));
    assert!(ended.out.contains("FILE-01"));
    for (name, part) in [("out.json", "\"mockras-inspect\": 1"), ("out.sarif", "\"version\": \"2.1.0\"")] {
        let text = folder.read(name);
        assert!(text.contains(part) && text.contains("FILE-01"), "{name}: {text}");
    }
    let ended = folder.run(&["inspect", "gate.lib", "--format", "json=gate.lib"]);
    assert_eq!(ended.code, Some(2), "the input is not overwritten");
    assert_eq!(folder.read("gate.lib").as_bytes(), ARCHIVE);
}

#[test]
fn report_that_cannot_be_written_ends_the_command_with_2() {
    assert_snapshot!(folder().run(&["inspect", "gate.lib", "--format", "json=none/out.json"]).refusal(), @"
    error: none/out.json: cannot be written: there is no such folder
    RESULT: FAIL (1 error)
    exit 2
    ");
}

#[test]
fn files_that_cannot_be_read_are_named_and_the_others_inspected() {
    let folder = folder().file("empty.dll", "").file("gate.def", "EXPORTS\n").file("cut.dll", "MZ");
    std::fs::create_dir(folder.path("folder.dll")).expect("a folder can be made");
    let files = ["inspect", "empty.dll", "gate.def", "cut.dll", "folder.dll", "gone.dll", "gate.lib"];
    let ended = folder.run(&files);
    assert!(ended.out.contains("FILE-01"), "{}", ended.out);
    assert_snapshot!(ended.err_and_code(), @"
    error: empty.dll: expected a library (PE, ELF or Mach-O), found an empty file
    error: gate.def: expected a library (PE, ELF or Mach-O), found a text
    error: cut.dll: the file is cut off: its PE header is incomplete
    error: folder.dll: expected a library, found a directory
    error: gone.dll: cannot be read: there is no such file
    RESULT: FAIL (5 files cannot be read, 1 error)
    exit 2
    ");
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_waited_for() {
    assert_snapshot!(folder().run(&["inspect", "/dev/zero"]).refusal(), @"
    error: /dev/zero: expected a library, found no regular file
    RESULT: FAIL (1 file cannot be read)
    exit 2
    ");
}

#[cfg(unix)]
#[test]
fn file_without_permission_says_so() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder();
    let path = folder.path("gate.lib");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o0)).expect("it is ours");
    // Some users may read everything.
    if std::fs::File::open(&path).is_ok() {
        return;
    }
    let ended = folder.run(&["inspect", "gate.lib"]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.err.starts_with("error: gate.lib: cannot be read: permission denied\n"), "{}", ended.err);
}

#[test]
fn wrong_usage_is_refused() {
    let folder = folder();
    for (arguments, part) in [
        (&["inspect"][..], "<FILE>"),
        (&["inspect", "gate.lib", "--profile", "1995"], "1995"),
        (&["inspect", "gate.lib", "--policy", "vote"], "KEY=VALUE"),
        (&["inspect", "gate.lib", "--format", "junit"], "expected text, json or sarif"),
    ] {
        let ended = folder.run(arguments);
        assert_eq!((ended.code, ended.out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ended.err.contains(part), "{}", ended.err);
    }
}

/// Nothing is loaded: the libraries that a DLL needs are looked for, and read.
#[cfg(target_os = "linux")]
#[test]
fn import_that_nobody_provides_reaches_every_report() {
    let library = mockras_testing::dll::c("defect/unix/undefined_symbol");
    let library = std::fs::read(library).expect("it can be read");
    let folder = Folder::new().file("libgate.so", library);
    let forms = ["--format", "text", "--format", "json=out.json", "--format", "sarif=out.sarif"];
    let ended = folder.run(&[&["inspect", "libgate.so"][..], &forms].concat());
    assert_eq!((ended.code, ended.err.as_str()), (Some(1), "RESULT: FAIL (1 error)\n"));
    for text in [ended.out, folder.read("out.json"), folder.read("out.sarif")] {
        assert!(text.contains("FILE-07") && text.contains("NobodyHasThisFunction"), "{text}");
    }
}
