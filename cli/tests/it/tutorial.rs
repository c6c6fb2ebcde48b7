//! The tutorials and the page about trust: their files are written, their commands are run, and these print what the
//! pages show.

use std::fs;
use std::path::Path;
use std::process::Command;

use mockras_testing::source::{blocks, read, root};

use super::{Ended, Folder, ended};

/// Somebody who follows a tutorial.
struct Pupil {
    folder: Folder,
    /// The file that is being written.
    source: &'static str,
    /// Lines that a page shows and its commands do not print, and commands that did not end as they should.
    trouble: Vec<String>,
    commands: usize,
}

impl Pupil {
    fn new(source: &'static str) -> Self {
        Self { folder: Folder::new(), source, trouble: Vec::new(), commands: 0 }
    }

    fn writes(&self, name: &str, text: &str) {
        let file = self.folder.path(name);
        fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
        fs::write(&file, text).unwrap_or_else(|error| panic!("{name}: {error}"));
    }

    /// Runs commands as they are typed, with `mockras` on the path.
    fn types(&mut self, script: &str) -> Ended {
        self.commands += 1;
        let program = Path::new(env!("CARGO_BIN_EXE_mockras"));
        let path = std::env::var("PATH").unwrap_or_default();
        let path = format!("{}:{path}", program.parent().expect("a folder").display());
        let mut command = Command::new("bash");
        command.args(["-e", "-c", script]);
        self.folder.furnish(&mut command);
        command.env("PATH", path).env("CARGO_NET_OFFLINE", "true").env("CARGO_TERM_COLOR", "never");
        command.env_remove("CARGO_TARGET_DIR");
        ended(&mut command, b"")
    }

    /// Follows a page; `file` says where a block in a language goes.
    fn follows(&mut self, page: &str, file: impl Fn(&str, &str) -> Option<&'static str>) {
        for (_, language, text) in blocks(page) {
            match language.as_str() {
                "sh" => {
                    let ended = self.types(&text);
                    if ended.code != Some(0) {
                        self.trouble.push(format!("{text}{}{}", ended.out, ended.err));
                    }
                }
                "console" => self.compares(&text),
                "diff" => {
                    let changed = changed(&self.folder.read(self.source), &text);
                    self.writes(self.source, &changed);
                }
                language => {
                    if let Some(file) = file(language, &text) {
                        self.writes(file, &text);
                    }
                }
            }
        }
    }

    /// Notes the lines of a console block that its command does not print, in this order. `...` stands for any lines.
    fn compares(&mut self, block: &str) {
        let (command, shown) = block.split_once('\n').expect("a command and what it prints");
        let ended = self.types(command.strip_prefix("$ ").expect("a prompt"));
        let printed = format!("{}{}", ended.out, ended.err);
        let mut rest = printed.lines();
        let lines = shown.lines().filter(|line| *line != "...");
        let unprinted: Vec<_> = lines.filter(|line| !rest.any(|printed| printed == *line)).collect();
        if !unprinted.is_empty() {
            self.trouble.push(format!("{command}\n{}\nis not in\n{printed}", unprinted.join("\n")));
        }
    }
}

/// The text after a change: lines of `diff` that begin with `-` go, those with `+` come, the others say where.
fn changed(text: &str, diff: &str) -> String {
    let side = |gone: char| {
        let lines = diff.lines().filter(|line| !line.starts_with(gone));
        lines.map(|line| format!("{}\n", line.get(1..).unwrap_or_default())).collect::<String>()
    };
    let (before, after) = (side('+'), side('-'));
    assert!(text.contains(&before), "the text has no\n{before}");
    text.replacen(&before, &after, 1)
}

/// Follows the tutorial about a DLL in C.
fn c_pupil(page: &str) -> Pupil {
    let mut pupil = Pupil::new("gate.c");
    fs::create_dir(pupil.folder.path("mockras")).expect("a folder can be made");
    std::os::unix::fs::symlink(root().join("include"), pupil.folder.path("mockras/include")).expect("a link");
    pupil.follows(page, |language, _| match language {
        "c" => Some("gate.c"),
        "toml" => Some("third-user.toml"),
        _ => None,
    });
    pupil
}

#[test]
fn tutorial_in_c_shows_what_its_commands_print() {
    let page = read("docs/tutorial/first-c-dll.md");
    let pupil = c_pupil(&page);
    assert_eq!(pupil.trouble, Vec::<String>::new());
    assert_eq!(pupil.commands, 7, "two compilations, inspect, check twice, run, diff");
}

#[test]
fn tutorial_that_shows_what_is_not_so_is_found() {
    let page = read("docs/tutorial/first-c-dll.md");
    let stale = page
        .replace("RESULT: PASS (1 advice)", "RESULT: PASS")
        .replace("diff third-user.txt", "diff gone.txt");
    let trouble = c_pupil(&stale).trouble;
    assert_eq!(trouble.len(), 2, "{trouble:?}");
    assert!(
        trouble[0].contains("\nRESULT: PASS\nis not in\n") && trouble[1].contains("gone.txt"),
        "{trouble:?}"
    );
}

#[test]
fn tutorial_in_rust_shows_what_its_commands_print() {
    let page = read("docs/tutorial/first-rust-dll.md");
    let mut pupil = Pupil::new("src/lib.rs");
    // mockras comes from here, at the versions that are locked here; what was built is kept for the next time.
    let root = root();
    let config = format!(
        "[patch.crates-io]\nmockras = {{ path = '{}' }}\n[profile.dev]\ndebug = false\n",
        root.display()
    );
    pupil.writes(".cargo/config.toml", &config);
    pupil.writes("Cargo.lock", &read("Cargo.lock"));
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("tutorial");
    fs::create_dir_all(&built).expect("a folder can be made");
    std::os::unix::fs::symlink(built, pupil.folder.path("target")).expect("a link");
    pupil.follows(&page, |language, text| match language {
        "toml" => Some("Cargo.toml"),
        "rust,standalone_crate" => Some("src/lib.rs"),
        "text" if text.contains("#[test]") => Some("tests/gate.rs"),
        _ => None,
    });
    assert_eq!(pupil.trouble, Vec::<String>::new());
    assert_eq!(pupil.commands, 5, "cargo test twice, cargo build, inspect, check");
}

#[test]
fn page_about_trust_shows_what_its_commands_print() {
    let mut pupil = Pupil::new("none");
    pupil.follows(&read("docs/explanation/trust.md"), |_, _| None);
    assert_eq!(pupil.trouble, Vec::<String>::new());
    assert_eq!(pupil.commands, 6, "five that show what they print, and two lines that show nothing");
}
