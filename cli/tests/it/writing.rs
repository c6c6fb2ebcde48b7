//! Files that are written: no link is followed, nothing half-done is left, and what was there stays if it goes wrong.
//! Where there is nothing to write to, the command says so.

use std::os::unix::fs::{FileTypeExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use mockras_testing::small::dll;

use super::{DIAL, Ended, Folder, TWO_LINKS, ended};

/// Runs the command from a shell: `"$@"` stands for it.
fn shell(folder: &Folder, script: &str, arguments: &[&str]) -> Ended {
    let mut command = Command::new("sh");
    command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_mockras")]).args(arguments);
    folder.furnish(&mut command);
    ended(&mut command, b"")
}

#[test]
fn files_that_mockras_names_replace_links_and_pipes_and_follow_none() {
    let folder = Folder::new().file("precious", "precious");
    let fuzz = ["fuzz", "--fault=double-lease", "--rule=IP4-19", "--cases=40", "-j1", "--save=cases"];
    folder.run(&fuzz);
    let case = std::fs::read_dir(folder.path("cases")).expect("it is there").next().expect("a case");
    let case = case.expect("a file").path();
    let state = folder.path("cases/.replay");
    for plant in [
        |at: &Path| symlink("../precious", at).expect("a link"),
        |at: &Path| symlink("/dev/full", at).expect("a link"),
        |at: &Path| assert!(Command::new("mkfifo").arg(at).status().expect("mkfifo can be run").success()),
    ] {
        for (file, words) in [(&case, &fuzz[..]), (&state, &["replay", "cases"])] {
            let _ = std::fs::remove_file(file);
            plant(file);
            let ended = folder.run(words);
            assert_eq!(ended.code, Some(1), "{words:?}: {}", ended.err);
            let kind = file.symlink_metadata().expect("it is there").file_type();
            assert!(kind.is_file() && !kind.is_fifo(), "{words:?}: {kind:?}");
        }
        assert_eq!(folder.read("precious"), "precious");
    }
}

#[test]
fn limit_of_the_size_of_files_leaves_the_file_as_it_was() {
    let folder = Folder::with(TWO_LINKS).file("out.txt", "earlier");
    let limited = |more: &[&str]| {
        let words = [&["run", "a.toml", "--format", "json", "--format", "text=out.txt"][..], more].concat();
        shell(&folder, "ulimit -f 1; \"$@\" > /dev/null", &words).err_and_code()
    };
    assert_snapshot!(limited(&[]), @"
    error: out.txt: cannot be written: File too large (os error 27)
    exit 2
    ");
    assert_eq!(folder.read("out.txt"), "earlier");
    assert_eq!(folder.names(), ["a.toml", "out.txt"], "nothing else is left");
}

/// The limit of the shell's own making stands for a full disk; this is a real one, where a small one can be mounted.
#[cfg(target_os = "linux")]
#[test]
fn full_disk_leaves_the_file_as_it_was() {
    let folder = Folder::with(TWO_LINKS);
    std::fs::create_dir(folder.path("disk")).expect("a folder can be made");
    let script = "unshare -rm sh -c 'mount -t tmpfs -o size=4k none disk || exit 77; \"$@\"; code=$?; ls -A disk; \
                  exit $code' sh \"$@\"";
    let ended = shell(
        &folder,
        script,
        &["run", "a.toml", "--format", "text=disk/out.txt", "--format", "json=/dev/null"],
    );
    // Not everybody may mount.
    if ended.code != Some(77) && !ended.err.contains("unshare") {
        assert_eq!(ended.out, "", "nothing is left");
        assert_snapshot!(ended.err_and_code(), @"
        error: disk/out.txt: cannot be written: No space left on device (os error 28)
        exit 2
        ");
    }
}

#[test]
fn no_signal_leaves_a_file_behind() {
    let stays = dll(
        "stays",
        "#include <fcntl.h>\n#define ACCEPT close(open(\"here\", O_CREAT | O_WRONLY, 0600)); pause()",
    );
    for signal in ["INT", "TERM", "HUP", "KILL"] {
        let folder = Folder::with(DIAL).file("out.txt", "earlier");
        let mut command = folder.command(&[
            "run",
            "a.toml",
            "--timeout",
            "1h",
            "--format",
            "text=out.txt",
            "--dll",
            &stays,
        ]);
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it can be started");
        while !folder.path("here").exists() {
            std::thread::yield_now();
        }
        let sent = Command::new("kill").args(["-s", signal, &child.id().to_string()]).status();
        assert!(sent.expect("kill can be run").success());
        assert!(!child.wait().expect("it ends").success(), "{signal}");
        assert_eq!(folder.names(), ["a.toml", "here", "out.txt"], "{signal}");
        assert_eq!(folder.read("out.txt"), "earlier");
    }
}

/// Every verb that prints, with what it needs.
const PRINTS: [&[&str]; 12] = [
    &["list", "rules"],
    &["explain", "IP4-08"],
    &["run", "a.toml"],
    &["run", "a.toml", "--format", "json"],
    &["check", "a.toml"],
    &["show", "a.toml"],
    &["diff", "a.toml", "a.toml"],
    &["fuzz", "--cases", "1", "--dll", "stock:silent"],
    &["replay", "cases"],
    &["inspect", "gate.lib"],
    &["self-check", "--determinism", "1"],
    &["--help"],
];

#[test]
fn standard_output_that_is_closed_or_full_is_an_error_and_one_that_nobody_reads_is_none() {
    let case = "[case]\nsignature = \"RUN-01\"\nfinding = \"\"\nmockras = \"0\"\ntier = \"smoke\"\ntranscript = \"\"\n";
    let folder = Folder::with(TWO_LINKS).file("gate.lib", "!<arch>\n");
    std::fs::create_dir(folder.path("cases")).expect("a folder can be made");
    let folder = folder.file("cases/a.toml", format!("{DIAL}{case}"));
    for words in PRINTS {
        let open = shell(&folder, "\"$@\" > /dev/null", words);
        assert!(!open.err.contains("standard output"), "{words:?}: {}", open.err);
        let closed = shell(&folder, "\"$@\" >&-", words);
        assert_eq!(closed.code, Some(2), "{words:?}: {}", closed.err);
        assert!(
            closed.err.contains("error: standard output cannot be written: it is closed\n"),
            "{}",
            closed.err
        );
        if cfg!(target_os = "linux") {
            let full = shell(&folder, "\"$@\" > /dev/full", words);
            assert_eq!(full.code, Some(2), "{words:?}: {}", full.err);
            assert!(full.err.contains("error: standard output cannot be written: No space"), "{}", full.err);
        }
        let unread = shell(&folder, "{ \"$@\"; echo $? >&2; } | :", words);
        let same = open.err.clone() + &format!("{}\n", open.code.unwrap_or(-1));
        assert_eq!(unread.err, same, "{words:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf_8_are_read_and_written() {
    use std::ffi::{OsStr, OsString};
    use std::os::unix::ffi::OsStrExt;

    let folder = Folder::with(TWO_LINKS);
    let odd = |name: &[u8]| OsStr::from_bytes(name).to_owned();
    let plain = folder.run(&["run", "a.toml"]).out;
    std::fs::create_dir(folder.folder.path().join(odd(b"d\xff"))).expect("a folder can be made");
    std::fs::copy(folder.path("a.toml"), folder.folder.path().join(odd(b"d\xff/\xfe.toml"))).expect("a copy");
    let run = |words: &[OsString]| {
        let mut command = folder.command(&[]);
        ended(command.args(words), b"")
    };
    let file = odd(b"d\xff/\xfe.toml");
    let written = odd(b"text=d\xff/out\xfd.txt");
    assert_eq!(run(&["run".into(), file.clone(), "--format".into(), written]).code, Some(0));
    let text =
        std::fs::read_to_string(folder.folder.path().join(odd(b"d\xff/out\xfd.txt"))).expect("it is there");
    assert_eq!(text, plain);
    assert_eq!(run(&["check".into(), odd(b"d\xff")]).code, Some(0));
    assert_eq!(run(&["show".into(), file.clone()]).code, Some(0));
    assert_eq!(run(&["diff".into(), file.clone(), odd(b"d\xff/out\xfd.txt")]).code, Some(0));
    let fuzz =
        ["fuzz", "--fault=double-lease", "--rule=IP4-19", "--cases=40", "-j1", "--save"].map(OsString::from);
    assert_eq!(run(&[&fuzz[..], &[odd(b"c\xff")]].concat()).code, Some(1));
    assert_eq!(run(&["replay".into(), odd(b"c\xff")]).code, Some(1));
    assert_eq!(run(&["merge".into(), odd(b"c\xff"), "--save".into(), odd(b"m\xff")]).code, Some(0));
    std::fs::write(
        folder.folder.path().join(odd(b"d\xff/dll.toml")),
        format!("{DIAL}[[dll]]\npath = \"gate.so\"\n"),
    )
    .expect("it can be written");
    let relative = run(&["run".into(), odd(b"d\xff/dll.toml")]);
    assert_eq!(relative.code, Some(2), "{}", relative.err);
    assert!(relative.err.contains("hint: start mockras in the folder of the file"), "{}", relative.err);
}
