//! DLLs for Windows on another system: what is looked for, what is made once, and what is told if something is missing. A
//! script stands in for Wine, which says of itself what Wine says; it leads to the mockras of this system.

use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use super::{DIAL, Ended, Folder, TWO_LINKS};
use mockras_testing::compiler::{Product, compile, run};
use mockras_testing::small::dll;
use mockras_testing::source::root;

const MOCKRAS: &str = env!("CARGO_BIN_EXE_mockras");

const X64: u16 = 0x8664;
const X86: u16 = 0x014c;

/// As much of a file for Windows as tells it from others: its headers, and a section with the name of a DLL that it needs.
fn pe(machine: u16, is_library: bool, needs: &str) -> Vec<u8> {
    const DIRECTORIES: u32 = 16;
    let (magic, fixed) = if machine == X64 { (0x20b_u16, 112) } else { (0x10b, 96) };
    let mut optional = vec![0; fixed + 8 * DIRECTORIES as usize];
    optional[..2].copy_from_slice(&magic.to_le_bytes());
    optional[fixed - 4..fixed].copy_from_slice(&DIRECTORIES.to_le_bytes());
    // The second directory says where the imports are.
    optional[fixed + 8..fixed + 16].copy_from_slice(&[0, 0x10, 0, 0, 40, 0, 0, 0]);
    let mut dos = [0; 64];
    dos[..2].copy_from_slice(b"MZ");
    dos[60] = 64;
    let characteristics: u16 = if is_library { 0x2022 } else { 0x0022 };
    let numbers = [machine, 1, 0, 0, 0, 0, 0, 0, optional.len() as u16, characteristics];
    let header: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
    let section: Vec<u8> = [0x200_u32, 0x1000, 0x200, 0x200, 0, 0, 0, 0x4000_0040]
        .iter()
        .flat_map(|number| number.to_le_bytes())
        .collect();
    let mut bytes = [&dos[..], b"PE\0\0", &header, &optional, b".idata\0\0", &section].concat();
    bytes.resize(0x400, 0);
    if !needs.is_empty() {
        // Where its functions are listed, of which there are none, and where its name is.
        let import: Vec<u8> =
            [0x1080_u32, 0, 0, 0x1060, 0x1080].iter().flat_map(|at| at.to_le_bytes()).collect();
        bytes[0x200..0x200 + import.len()].copy_from_slice(&import);
        bytes[0x260..0x260 + needs.len()].copy_from_slice(needs.as_bytes());
    }
    bytes
}

/// What stands in for Wine: it makes prefixes, and starts the mockras of this system, which says that it is another.
const WINE: &str = r#"#!/bin/sh
here=$(dirname "$0")
echo "$*" >>"$here/asked"
case $1 in
  --version) cat "$here/version" ;;
  wineboot)
    [ ! -e "$here/broken" ] || { echo "wine: it is broken" >&2; exit 1; }
    mkdir -p "$WINEPREFIX/dosdevices" "$WINEPREFIX/drive_c/windows/system32" "$HOME"
    echo >"$WINEPREFIX/system.reg"
    echo >"$WINEPREFIX/drive_c/windows/system32/kernel32.dll"
    ;;
  *)
    [ ! -e "$WINEPREFIX/spoilt" ] || { echo "wine: it is spoilt" >&2; exit 53; }
    shift
    "$MOCKRAS" "$@" | { IFS= read -r line; . "$here/hello"; cat; }
    ;;
esac
"#;

/// Its server, which has nothing to do.
const SERVER: &str = "#!/bin/sh\nexit 0\n";

/// What it says first: who mockras is, on which system.
const HELLO: &str = "echo \"${line% * * *} windows x86_64 64 Wine 9.0\"\n";

/// A folder with that Wine, a mockras.exe, and a DLL for Windows.
fn folder() -> Folder {
    let folder = Folder::with(DIAL)
        .file("wine64", WINE)
        .file("wineserver", SERVER)
        .file("version", "wine-9.0\n")
        .file("hello", HELLO);
    let folder =
        folder.file("mockras.exe", pe(X64, false, "")).file("gate.dll", pe(X64, true, "")).file("asked", "");
    run(Command::new("chmod").arg("+x").args(["wine64", "wineserver"].map(|name| folder.path(name))));
    let path = |name: &str| folder.path(name).to_str().expect("a path in UTF-8").to_owned();
    let (wine, exe, data) = (path("wine64"), path("mockras.exe"), path("data"));
    let folder = folder.environment("MOCKRAS", MOCKRAS).environment("MOCKRAS_WINE", &wine);
    folder.environment("MOCKRAS_WINDOWS_EXE", &exe).environment("MOCKRAS_DATA", &data)
}

fn play(folder: &Folder) -> Ended {
    folder.run(&["run", "a.toml", "--dll", "./gate.dll"])
}

/// What it is told, without the name of the folder. What this system makes of a DLL for Windows is another matter.
fn told(folder: &Folder, ended: &Ended) -> String {
    let here = folder.path("");
    let here = here.to_str().expect("a path in UTF-8");
    let code = ended.code.map_or("by a signal".to_owned(), |code| code.to_string());
    let is_of_wine = |line: &&str| !line.contains(": a Windows DLL: ");
    let lines: Vec<&str> = ended.err.lines().filter(is_of_wine).collect();
    format!("{}\nexit {code}", lines.join("\n")).replace(here, "").replace(MOCKRAS, "mockras")
}

/// How often Wine was asked to make a prefix.
fn made(folder: &Folder) -> usize {
    folder.read("asked").lines().filter(|line| line.starts_with("wineboot")).count()
}

#[test]
fn prefix_is_made_once_and_the_system_is_told() {
    let folder = folder();
    assert_snapshot!(told(&folder, &play(&folder)));
    assert_snapshot!(told(&folder, &play(&folder)));
    assert_eq!(made(&folder), 1);
    assert!(folder.read("asked").contains(" __worker remote\n"), "{}", folder.read("asked"));
}

#[test]
fn commands_at_once_make_one_prefix() {
    let folder = folder();
    let start = |_| {
        let mut command = folder.command(&["run", "a.toml", "--dll", "./gate.dll"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the command can be started")
    };
    let all: Vec<_> = (0..4).map(start).collect();
    for child in all {
        let ended = child.wait_with_output().expect("the command ends");
        let err = String::from_utf8_lossy(&ended.stderr);
        assert!(err.contains("note: native DLLs run on windows x86_64, 64-bit, by Wine 9.0\n"), "{err}");
    }
    assert_eq!(made(&folder), 1);
}

#[test]
fn prefix_of_another_wine_is_made_anew() {
    let folder = folder();
    play(&folder);
    let folder = folder.file("version", "wine-10.0\n");
    assert_snapshot!(told(&folder, &play(&folder)));
    assert_eq!(made(&folder), 2);
}

#[test]
fn prefix_that_lacks_a_part_or_plays_nothing_is_made_anew() {
    let folder = folder();
    play(&folder);
    std::fs::remove_file(folder.path("data/prefix/system.reg")).expect("it was there");
    play(&folder);
    assert_eq!(made(&folder), 2, "a part is missing");
    let folder = folder.file("data/prefix/spoilt", "");
    let ended = play(&folder);
    assert!(
        ended.err.contains("note: native DLLs run on windows x86_64, 64-bit, by Wine 9.0\n"),
        "{}",
        ended.err
    );
    assert_eq!(made(&folder), 3, "mockras.exe cannot be started in it");
}

#[test]
fn wine_that_makes_no_prefix_is_told_with_what_it_says() {
    let folder = folder().file("broken", "");
    assert_snapshot!(told(&folder, &play(&folder)));
    assert_eq!(made(&folder), 3, "it is tried again");
    std::fs::remove_file(folder.path("broken")).expect("it was there");
    let ended = play(&folder);
    assert_eq!(ended.code, Some(4), "what was half made is made anew: {}", ended.err);
}

#[test]
fn folder_of_somebody_else_is_left_alone() {
    let folder = folder();
    std::fs::create_dir_all(folder.path("data/prefix")).expect("it can be made");
    let folder = folder.file("data/prefix/thesis.txt", "three years");
    assert_snapshot!(told(&folder, &play(&folder)));
    assert_eq!(folder.read("data/prefix/thesis.txt"), "three years");
}

#[test]
fn data_that_cannot_be_written_are_told_with_the_variable() {
    let folder = folder().file("data", "a file");
    assert_snapshot!(told(&folder, &play(&folder)));
}

#[test]
fn what_is_missing_is_told_with_what_brings_it() {
    let folder = folder();
    let [wine, exe, data] = ["gone", "gone.exe", "none"].map(|name| folder.path(name));
    let text = |path: &Path| path.to_str().expect("a path in UTF-8").to_owned();
    let of = |folder: Folder| told(&folder, &play(&folder)).replace(&text(&data), "none");
    let with = |name: &'static str, value: &str| of(self::folder().environment(name, value));
    assert_snapshot!(with("MOCKRAS_WINE", &text(&wine)).replace(&text(&wine), "gone"));
    let cat = folder.file("cat", "#!/bin/sh\necho I am a cat\n");
    run(Command::new("chmod").arg("+x").arg(cat.path("cat")));
    let cat = text(&cat.path("cat"));
    assert_snapshot!(with("MOCKRAS_WINE", &cat).replace(&cat, "cat"));
    assert_snapshot!(with("MOCKRAS_WINDOWS_EXE", &text(&exe)).replace(&text(&exe), "gone.exe"));
    assert_snapshot!(with("MOCKRAS_WINDOWS_EXE", ""));
}

#[test]
fn mockras_of_another_version_is_told_with_what_brings_this_one() {
    let folder = folder().file("hello", "echo mockras 9.9.9 frames 200 windows x86_64 64 Wine 9.0\n");
    let told = told(&folder, &play(&folder));
    let told = told.split(", and this is mockras").next().unwrap_or_default();
    assert_snapshot!(told);
    assert_eq!(made(&folder), 1, "the prefix is not to blame");
}

#[test]
fn dll_of_the_other_width_needs_its_own_half() {
    let folder = folder().file("gate.dll", pe(X86, true, ""));
    assert_snapshot!(told(&folder, &play(&folder)));
    let folder = folder.file("mockras.exe", pe(X86, false, ""));
    // The stand-in makes prefixes for 64 bits alone.
    assert_snapshot!(told(&folder, &play(&folder)));
}

#[test]
fn dlls_that_no_process_can_load_together_are_refused() {
    let folder = folder().file("old.dll", pe(X86, true, ""));
    let both = |other: &str| {
        let ended = folder.run(&["run", "a.toml", "--dll", "./gate.dll", "--dll", other]);
        told(&folder, &ended).replace(other, "./other")
    };
    assert_snapshot!(both("./old.dll"));
    let here = both(&dll("sound", ""));
    assert!(here.starts_with(
        "error: expected native DLLs for one system, found ./gate.dll, a DLL for x86_64 Windows, and "
    ));
    assert!(here.ends_with("exit 2"), "{here}");
    assert_eq!(made(&folder), 0, "nothing is made in vain");
}

#[test]
fn dll_under_wine_cannot_be_wrapped() {
    let folder = folder();
    let ended = folder.run(&["run", "a.toml", "--dll", "./gate.dll", "--wrap", "valgrind -q"]);
    assert!(
        ended.err.contains("error: --wrap: expected a DLL of this system, found one for Windows"),
        "{}",
        ended.err
    );
    assert_eq!((ended.code, made(&folder)), (Some(2), 0));
}

#[test]
fn dll_that_asks_the_service_needs_the_stand_in() {
    let folder = folder().file("gate.dll", pe(X64, true, "MPRAPI.dll"));
    assert_snapshot!(told(&folder, &play(&folder)));
    let folder = folder.file("mprapi.dll", "");
    assert_eq!(play(&folder).code, Some(4), "beside mockras.exe");
}

#[test]
fn file_that_is_no_library_for_windows_needs_no_wine() {
    let folder = folder().file("gate.dll", "MZ and more");
    assert_snapshot!(told(&folder, &play(&folder)));
    let folder = folder.file("gate.dll", pe(X64, false, ""));
    assert_snapshot!(told(&folder, &play(&folder)));
    assert_eq!(folder.read("asked"), "");
    let folder = folder.file("gate.dll", pe(X64, true, ""));
    let ended = folder.run(&["run", "a.toml", "--dll", "./gate.dll", "--in-process"]);
    assert!(ended.err.starts_with("error: ./gate.dll: a Windows DLL: "), "{}", ended.err);
    assert_eq!(folder.read("asked"), "");
}

#[test]
fn every_verb_needs_what_a_dll_for_windows_needs() {
    let folder = folder().environment("MOCKRAS_WINE", "/nonexistent");
    let dll = ["--dll", "./gate.dll"];
    for arguments in [
        &["check", "a.toml"][..],
        &["check", "a.toml", "--sweep"],
        &["fuzz", "--cases", "1"],
        &["soak"],
        &["shrink", "a.toml"],
        &["diff", "a.toml", "a.toml"],
    ] {
        let ended = folder.run(&[arguments, &dll].concat());
        assert_eq!(ended.code, Some(2), "{arguments:?}: {}", ended.err);
        let expected =
            "error: ./gate.dll is a DLL for x86_64 Windows: MOCKRAS_WINE: expected the program of Wine";
        assert!(ended.err.starts_with(expected), "{arguments:?}: {}", ended.err);
    }
    let builds = folder.run(&["diff", "--old", "./gate.dll", "--new", "./gate.dll"]);
    assert_eq!(builds.code, Some(2), "{}", builds.err);
    let named = folder.file("b.toml", format!("{DIAL}[[dll]]\npath = \"gate.dll\"\n"));
    let ended = named.run(&["check", "b.toml"]);
    assert!(
        ended.err.starts_with("error: gate.dll is a DLL for x86_64 Windows: MOCKRAS_WINE: "),
        "{}",
        ended.err
    );
}

/// With `MOCKRAS_WINDOWS_EXE`, where Wine is, a DLL for Windows is played as its twin for this system is. `MOCKRAS_DATA` may
/// name a folder that keeps the prefix. Without, it is told what brings a mockras.exe.
#[test]
fn windows_dll_is_played_by_its_name_or_told_what_it_needs() {
    let (Ok(exe), Ok(data)) = (std::env::var("MOCKRAS_WINDOWS_EXE"), std::env::var("MOCKRAS_DATA")) else {
        let folder = folder().environment("MOCKRAS_WINDOWS_EXE", "");
        let ended = play(&folder);
        assert_eq!(ended.code, Some(2), "{}", ended.err);
        assert!(
            ended.err.contains("hint: `scripts/windows.sh --exe` in a checkout of mockras"),
            "{}",
            ended.err
        );
        return;
    };
    let folder = Folder::with(TWO_LINKS).environment("MOCKRAS_WINDOWS_EXE", &exe);
    let folder = folder.environment("MOCKRAS_DATA", &data);
    let sources = root().join("native/tests/dll/c");
    let source = |name: &str| sources.join(name).with_extension("c");
    let build = |name: &str| {
        let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
        let file = folder.path(name.rsplit('/').next().unwrap_or(name)).with_extension("dll");
        compiler
            .args(["-shared", "-g", "-lmprapi", "-I"])
            .arg(root().join("include"))
            .arg("-I")
            .arg(&sources);
        run(compiler.arg(source(name)).arg("-o").arg(file));
    };
    ["typical", "defect/null_write", "defect/endless_loop"].into_iter().for_each(build);
    let here = compile(&source("typical"), Product::Library, &[]);
    let here = here.to_str().expect("a path in UTF-8");
    let fuzz = ["fuzz", "--cases", "20", "--budget", "0", "-j", "2", "--format"];
    let played_here = folder.run(&[&fuzz[..], &["json=here.json", "--dll", here]].concat());
    let there = folder.path("typical.dll");
    let there = there.to_str().expect("a path in UTF-8");
    let played_there = folder.run(&[&fuzz[..], &["json=there.json", "--dll", there]].concat());
    let note = "note: native DLLs run on windows x86_64, 64-bit, by Wine ";
    assert!(played_there.err.contains(note), "{}", played_there.err);
    assert_eq!(played_there.code, played_here.code, "{}", played_there.err);
    let digest = |report: &str| {
        let text = folder.read(report);
        text.lines().find(|line| line.contains("\"digest\": \"xxh3:")).map(str::to_owned).expect("a digest")
    };
    assert_eq!(digest("there.json"), digest("here.json"), "the same bytes on Windows as here");
    let crash = folder.run(&["check", "a.toml", "--dll", "./null_write.dll", "--rule", "RUN-01"]);
    assert!(crash.out.contains("access violation writing address 0x0, near NULL, in "), "{}", crash.out);
    assert!(crash.out.contains("(defective.h:"), "{}", crash.out);
    assert!(crash.out.contains("  reproduce  mockras check a.toml --dll ./null_write.dll --rule RUN-01\n"));
    let saved = folder.run(&[
        "fuzz",
        "--cases",
        "2",
        "--budget",
        "0",
        "--save",
        "cases",
        "--dll",
        "./null_write.dll",
    ]);
    assert_eq!(saved.code, Some(1), "{}", saved.err);
    let replayed = folder.run(&["replay", "cases", "--allow-dll", "."]);
    assert!(replayed.out.starts_with("x failing "), "{}{}", replayed.out, replayed.err);
    // A path is told as it was written, though a child has another.
    let list = folder.run(&["run", "a.toml", "--dll-path", &format!("{there};./typical.dll")]);
    assert!(list.out.contains(" DLLPath holds no full path: ./typical.dll (LOAD-03)\n"), "{}", list.out);
    assert!(!list.out.contains("holds no full path: Z:"), "{}", list.out);
    let hang = folder.run(&["run", "a.toml", "--dll", "./endless_loop.dll", "--timeout", "300ms"]);
    assert!(hang.err.contains(": hang: did not return in 300ms"), "{}", hang.err);
}
