//! Which scenarios are played, and on which Windows version.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use mockras::ras::Profile;
use mockras::scenario::Scenario;

use super::super::exit::UserError;
use super::super::folder;
use super::super::format::real;
use super::super::native;
use super::super::saved::is_scenario;
use super::super::scenarios;
use super::super::setup::Setup;

/// A scenario to play.
pub(crate) struct Play {
    /// The file, or the name of a built-in scenario.
    pub(crate) path: PathBuf,
    /// The version to play it on, if that is not its own.
    pub(crate) profile: Option<Profile>,
    /// Whether it is one of those that mockras comes with.
    pub(crate) is_builtin: bool,
}

/// What is judged.
pub(crate) enum Subject {
    Play(Play),
    Transcript(PathBuf),
}

impl Subject {
    pub(crate) fn path(&self) -> &Path {
        match self {
            Self::Play(play) => &play.path,
            Self::Transcript(path) => path,
        }
    }

    fn is_transcript(&self) -> bool {
        matches!(self, Self::Transcript(_))
    }
}

/// What is judged, and what is left out, a line for each reason.
pub(crate) struct Subjects {
    pub(crate) list: Vec<Subject>,
    pub(crate) left_out: Vec<String>,
}

/// What the paths stand for, each once. `asked` is whether there are flags that only scenarios can follow.
pub(crate) fn subjects(
    paths: &[PathBuf],
    setup: &Setup,
    is_hostile: bool,
    asked: bool,
) -> Result<Subjects, UserError> {
    match (paths, setup.fault()) {
        ([], Some(fault)) => Ok(Subjects {
            list: on_each(Path::new(&scenarios::of_fault(fault)), setup.profiles(), false),
            left_out: Vec::new(),
        }),
        ([], None) => Ok(corpus(setup, is_hostile)),
        (paths, _) => Ok(Subjects { list: named(paths, setup, asked)?, left_out: Vec::new() }),
    }
}

/// The built-in corpus: scenarios that say nothing of a version on each that was asked for, and those that are written for
/// one on that alone.
pub(crate) fn corpus(setup: &Setup, is_hostile: bool) -> Subjects {
    let wanted = setup.profiles().unwrap_or(&[Profile::Server2012]);
    let (mut list, mut other_versions, mut hostile) = (Vec::new(), 0, 0);
    for name in scenarios::corpus() {
        let Some(scenario) = scenarios::builtin(&name) else { continue };
        if !scenario.hostile.is_empty() && !is_hostile {
            hostile += 1;
            continue;
        }
        let profiles: Vec<Profile> = match is_for_any(&scenario) {
            true => wanted.to_vec(),
            false => wanted.iter().copied().filter(|profile| *profile == scenario.profile).collect(),
        };
        other_versions += u32::from(profiles.is_empty());
        list.extend(on_each(Path::new(&name), Some(&profiles), true));
    }
    let left_out = [
        (other_versions, "for other Windows versions (--profile all plays them)"),
        (hostile, "with hostile structures (--hostile plays them)"),
    ];
    let line = |(many, what): (u32, &str)| match many {
        0 => None,
        1 => Some(format!("1 scenario {what}")),
        many => Some(format!("{many} scenarios {what}")),
    };
    Subjects { list, left_out: left_out.into_iter().filter_map(line).collect() }
}

/// Whether a scenario of the corpus says nothing of the Windows version.
fn is_for_any(scenario: &Scenario) -> bool {
    scenario.profile == Profile::default()
}

fn on_each(path: &Path, profiles: Option<&[Profile]>, is_builtin: bool) -> Vec<Subject> {
    let play = |profile| Subject::Play(Play { path: path.to_owned(), profile, is_builtin });
    match profiles {
        None => vec![play(None)],
        Some(profiles) => profiles.iter().map(|profile| play(Some(*profile))).collect(),
    }
}

/// The files that a user names: as they are, or on the versions that flags ask for.
pub(crate) fn named(paths: &[PathBuf], setup: &Setup, asked: bool) -> Result<Vec<Subject>, UserError> {
    let mut files: Vec<(PathBuf, bool)> = Vec::new();
    for path in paths {
        if path.is_dir() {
            files.extend(folder::scenarios(path)?.into_iter().map(|path| (path, true)));
        } else if is_scenario(path) {
            files.push((path.clone(), true));
        } else {
            native::refuse_library(path)?;
            files.push((path.clone(), false));
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|(path, _)| seen.insert(real(path)));
    let list: Vec<Subject> = files
        .into_iter()
        .flat_map(|(path, is_played)| match is_played {
            true => on_each(&path, setup.profiles(), false),
            false => vec![Subject::Transcript(path)],
        })
        .collect();
    if asked && list.iter().all(Subject::is_transcript) {
        return Err(UserError::new(
            "expected a scenario beside --profile, --policy, --dll, --fault and --sweep, found transcripts",
        )
        .hint("a transcript is judged as it was saved; a name that ends in .toml is a scenario"));
    }
    Ok(list)
}
