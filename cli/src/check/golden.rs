//! Golden files: the transcripts of scenarios, kept in a folder of the user's, and what has changed since.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, BufRead, IsTerminal};
use std::path::{Component, Path, PathBuf};

use clap::Args;
use mockras::ras::Profile;
use mockras::report::{GoldenFile, GoldenFolder, GoldenState, Report};
use mockras::scenario::shown;
use mockras::transcript::Transcript;
use similar::TextDiff;

use super::super::exit::UserError;
use super::super::saved::{text_of, without_front_matter};
use super::super::setup::Setup;
use super::super::target::{cannot_write, make_folder, try_folder, write_own};
use super::super::terminal::tell;
use super::super::{folder, scenarios};
use super::plays::{Play, Subject};

/// The extension of golden files.
const EXTENSION: &str = "transcript";

/// The longest golden file that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The flags about golden files.
#[derive(Args, Debug, Clone, Default)]
pub(crate) struct GoldenFlags {
    /// Compare with the golden files in this folder
    #[arg(long, value_name = "FOLDER", conflicts_with = "sweep")]
    golden: Option<PathBuf>,
    /// Ask about each that differs whether to write it
    #[arg(long, requires = "golden", conflicts_with = "update")]
    review: bool,
    /// Write all golden files that differ
    #[arg(long, requires = "golden")]
    update: bool,
}

/// What is done about a golden file that differs or is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// It is a finding.
    Compare,
    /// The user is asked.
    Review,
    /// It is written.
    Update,
}

/// The golden files of scenarios that are played.
pub(super) struct Golden {
    folder: PathBuf,
    mode: Mode,
    files: Vec<Kept>,
    /// Why a golden file could not be written, or nobody could be asked.
    failed: Result<(), UserError>,
}

/// A golden file, and what it holds.
struct Kept {
    /// The scenario, as it was named.
    scenario: PathBuf,
    file: PathBuf,
    /// The transcript in it; nothing if there is no such file.
    text: Option<String>,
}

impl Golden {
    /// Reads the golden files of all that is played, before anything is played. None if none was asked for.
    pub(super) fn open(
        flags: GoldenFlags,
        list: &[Subject],
        setup: &Setup,
    ) -> Result<Option<Self>, UserError> {
        let GoldenFlags { golden: Some(folder), review, update } = flags else { return Ok(None) };
        let mode = match (review, update) {
            (true, _) => Mode::Review,
            (_, true) => Mode::Update,
            _ => Mode::Compare,
        };
        if folder.exists() && !folder.is_dir() {
            let folder = shown(&folder);
            return Err(UserError::new(format!("--golden: {folder}: expected a folder, found a file")));
        }
        let names_profile = setup.profiles().is_some_and(|profiles| profiles.len() > 1);
        let mut known = BTreeSet::new();
        let mut files = Vec::new();
        for subject in list {
            let Subject::Play(play) = subject else {
                let path = shown(subject.path());
                return Err(UserError::new(format!(
                    "{path}: expected a scenario beside --golden, found a transcript"
                ))
                .hint("a golden file is the transcript of a scenario that is played"));
            };
            let file = folder.join(place(play, names_profile)?);
            // Messages have the same separator on every system.
            let file = if cfg!(windows) { slashed(&file).into() } else { file };
            if !known.insert(file.clone()) {
                let file = shown(&file);
                return Err(UserError::new(format!("two scenarios have the same golden file, {file}")));
            }
            let text = read(&file, mode)?;
            files.push(Kept { scenario: play.path.clone(), file, text });
        }
        if mode != Mode::Compare {
            make_folder(&folder)?;
            try_folder(&folder)?;
        }
        Ok(Some(Self { folder, mode, files, failed: Ok(()) }))
    }

    /// Compares the transcript of the scenario at this place with its golden file, or writes that.
    pub(super) fn compare(&mut self, at: usize, transcript: &Transcript) -> Option<GoldenFile> {
        let kept = self.files.get(at)?;
        let new = transcript.to_text();
        let old = kept.text.as_deref();
        let state = match old {
            Some(old) if old == new => GoldenState::Same,
            Some(_) => GoldenState::Differs,
            None => GoldenState::Missing,
        };
        let diff = match state {
            GoldenState::Same => String::new(),
            _ => unified(old.unwrap_or_default(), &new),
        };
        let mut golden = GoldenFile { file: slashed(&kept.file), state, diff };
        let is_taken = state.fails()
            && self.failed.is_ok()
            && match self.mode {
                Mode::Compare => false,
                Mode::Update => true,
                Mode::Review => match ask(&golden) {
                    Ok(Answer::Yes) => true,
                    Ok(Answer::No) => false,
                    Ok(Answer::Quit) => {
                        self.mode = Mode::Compare;
                        false
                    }
                    Err(error) => {
                        self.failed = Err(error);
                        false
                    }
                },
            };
        if is_taken {
            match self.write(&self.files[at], &new) {
                Ok(()) => golden = GoldenFile { state: GoldenState::Written, diff: String::new(), ..golden },
                Err(error) => self.failed = Err(error),
            }
        }
        Some(golden)
    }

    /// Writes a golden file: which scenario it is of, and the transcript.
    fn write(&self, kept: &Kept, transcript: &str) -> Result<(), UserError> {
        let above = kept.file.parent().unwrap_or(&self.folder);
        let there = above.ancestors().find(|above| above.exists()).unwrap_or(&self.folder);
        let real = |path: &Path| path.canonicalize().map_err(|error| cannot_write(path, &error));
        if !real(there)?.starts_with(real(&self.folder)?) {
            let (file, folder) = (shown(&kept.file), shown(&self.folder));
            return Err(UserError::new(format!("{file}: cannot be written: a link leads out of {folder}")));
        }
        make_folder(above)?;
        let name = shown(&kept.scenario).replace('\\', "/");
        write_own(&kept.file, &format!("---\nscenario: {name}\n---\n{transcript}"))
    }

    /// Tells the report about the folder; and what went wrong.
    pub(super) fn finish(self, report: &mut Report) -> Result<(), UserError> {
        let found = match self.folder.is_dir() {
            true => {
                folder::files(&self.folder, &|path| path.extension().is_some_and(|word| word == EXTENSION))
            }
            false => Ok(Vec::new()),
        };
        let (orphans, unread) = match found {
            Ok(found) => (found, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        let of_played: BTreeSet<&Path> = self.files.iter().map(|kept| kept.file.as_path()).collect();
        let orphans =
            orphans.iter().filter(|file| !of_played.contains(file.as_path()) && !self.has_scenario(file));
        report.golden = Some(GoldenFolder {
            folder: slashed(&self.folder),
            orphans: orphans.map(|file| slashed(file)).collect(),
        });
        self.failed.and(unread)
    }

    /// Whether there is a scenario to a golden file, played or not.
    fn has_scenario(&self, file: &Path) -> bool {
        let Ok(place) = file.strip_prefix(&self.folder) else { return false };
        let stem = place.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let without_profile =
            stem.rsplit_once('@').filter(|(_, name)| name.parse::<Profile>().is_ok()).map(|(stem, _)| stem);
        [Some(stem.as_str()), without_profile].into_iter().flatten().any(|stem| {
            let scenario = place.with_file_name(format!("{stem}.toml"));
            scenario.is_file() || scenarios::builtin(&slashed(&scenario)).is_some()
        })
    }
}

/// A path as reports have it on every system.
fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// Where in the folder the golden file of a scenario lies: as the scenario does from here.
fn place(play: &Play, names_profile: bool) -> Result<PathBuf, UserError> {
    let outside = || {
        UserError::new(format!(
            "{}: --golden takes scenarios below the folder that mockras is started in",
            shown(&play.path)
        ))
        .hint("a golden file lies in its folder as the scenario does from there")
    };
    let here = std::env::current_dir().unwrap_or_default();
    let path = match play.path.is_absolute() {
        true => play.path.strip_prefix(&here).map_err(|_| outside())?,
        false => &play.path,
    };
    let mut place = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(name) => place.push(name),
            Component::ParentDir if place.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return Err(outside()),
        }
    }
    let mut name: OsString = place.file_stem().ok_or_else(outside)?.to_owned();
    if let Some(profile) = play.profile.filter(|_| names_profile) {
        name.push(format!("@{profile}"));
    }
    name.push(".");
    name.push(EXTENSION);
    place.set_file_name(name);
    Ok(place)
}

/// The transcript in a golden file, with the ends of lines that mockras writes whatever a checkout made of them. What is no
/// text at all differs, if it is to be written anew.
fn read(file: &Path, mode: Mode) -> Result<Option<String>, UserError> {
    match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(found) if found.is_dir() => {
            let file = shown(file);
            return Err(UserError::new(format!("{file}: expected a golden file, found a directory")));
        }
        _ => {}
    }
    let text = match text_of(file, "a golden file", MAX_BYTES) {
        Ok(text) => text,
        Err(_) if mode == Mode::Update => String::new(),
        Err(error) => return Err(error.hint("`--update` writes it anew")),
    };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    Ok(Some(without_front_matter(&text).1.to_owned()))
}

/// How a text differs from another, with three lines around.
fn unified(old: &str, new: &str) -> String {
    TextDiff::from_lines(old, new).unified_diff().missing_newline_hint(false).to_string()
}

/// What a user says of a golden file.
enum Answer {
    Yes,
    No,
    Quit,
}

/// Shows how a golden file differs, and asks whether to write it.
fn ask(golden: &GoldenFile) -> Result<Answer, UserError> {
    tell(golden.sentence());
    golden.diff.lines().for_each(|line| tell(format_args!("  {line}")));
    loop {
        tell(format_args!("write {}? y (yes), n (no), q (no, and no more questions)", golden.file));
        let mut line = String::new();
        let read = io::stdin().lock().read_line(&mut line);
        match (read, line.trim()) {
            (Ok(1..), "y" | "yes") => return Ok(Answer::Yes),
            (Ok(1..), "n" | "no") => return Ok(Answer::No),
            (Ok(1..), "q" | "quit") => return Ok(Answer::Quit),
            (Ok(1..), other) => tell(format_args!("expected y, n or q, found `{other}`")),
            (Ok(0) | Err(_), _) => {
                let what = if io::stdin().is_terminal() {
                    "the end of input"
                } else {
                    "no answer on standard input"
                };
                return Err(UserError::new(format!("--review: expected y, n or q, found {what}"))
                    .hint("start it on a terminal, or pipe the answers; --update writes all golden files"));
            }
        }
    }
}
