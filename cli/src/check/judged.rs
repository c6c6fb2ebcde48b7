//! What a report has of a run: how it went, and the command that judges it again.

use std::path::Path;

use mockras::check::Verdicts;
use mockras::model::{Event, Level, LogEntry, ServiceState, Stage};
use mockras::report::JudgedRun;
use mockras::scenario::shown;
use mockras::transcript::{EntryKind, Transcript};

use crate::setup::Setup;
use crate::terminal::tell;

/// A run of this file, judged.
pub(super) fn run(
    path: &Path,
    transcript: &Transcript,
    verdicts: Verdicts,
    setup: &Setup,
    under: Vec<String>,
) -> JudgedRun {
    let text = path.to_string_lossy();
    // The same text on every system.
    let name = if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() };
    JudgedRun {
        command: path.to_str().and_then(|_| command(&name, setup, &under)),
        name,
        under,
        header: transcript.header.clone(),
        cut: verdicts.is_cut,
        avoided: None,
        verdicts,
        started: started(transcript),
        not_started: first_error(transcript),
        unloaded: unloaded(transcript).map(|(dll, why)| {
            let name = transcript.header.dlls.get(usize::from(dll)).map_or("?", String::as_str);
            format!("{name}: {why}")
        }),
        transcript: None,
        written: String::new(),
        golden: None,
    }
}

/// Tells of a run that was cut short by somebody else. That is nobody's finding.
pub(super) fn tell_of_cut(path: &Path, cut: Option<String>) -> bool {
    if let Some(why) = &cut {
        tell(format_args!("warning: {}: the run was cut short: {why}", shown(path)));
    }
    cut.is_some()
}

/// The command that judges this again, as it can be typed; none for standard input.
fn command(name: &str, setup: &Setup, under: &[String]) -> Option<String> {
    let mut words = vec!["mockras".to_owned()];
    words.extend(played_again("check", name, setup)?);
    words.extend(under.iter().flat_map(|change| ["--policy".to_owned(), change.clone()]));
    shlex::try_join(words.iter().map(String::as_str)).ok()
}

/// The run with its transcript, if somebody wants to see it and something was found in it.
pub(super) fn shown_run(judged: JudgedRun, transcript: Transcript, is_shown: bool) -> JudgedRun {
    let is_kept = is_shown && judged.verdicts.findings().next().is_some();
    JudgedRun { transcript: is_kept.then_some(transcript), ..judged }
}

/// The arguments with which a verb plays this again; none for standard input.
pub(super) fn played_again(verb: &str, name: &str, setup: &Setup) -> Option<Vec<String>> {
    if name == "-" {
        return None;
    }
    // Not to be taken for a flag.
    let name = if name.starts_with('-') { format!("./{name}") } else { name.to_owned() };
    Some([vec![verb.to_owned(), name], setup.flags()].concat())
}

/// Which DLL could not be loaded, and why. That a version of Windows takes a list of DLLs for one path says nothing of
/// the DLLs.
pub(crate) fn unloaded(transcript: &Transcript) -> Option<(u8, &str)> {
    let header = &transcript.header;
    if header.profile.is_2000_or_earlier() && header.dlls.len() > 1 {
        return None;
    }
    transcript.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Logged(LogEntry { level: Level::Error, stage: Stage::Load, instance, text }) => {
            Some((instance.dll, text.as_str()))
        }
        _ => None,
    })
}

/// The first error in the event log of the service.
fn first_error(transcript: &Transcript) -> Option<String> {
    transcript.entries.iter().find_map(|entry| match &entry.kind {
        EntryKind::Logged(LogEntry { level: Level::Error, instance, text, .. }) => {
            Some(format!("{instance}: {text}"))
        }
        _ => None,
    })
}

/// Whether nothing kept the service from starting. A transcript that was cut off before may still have come to it.
pub(crate) fn started(transcript: &Transcript) -> bool {
    let mut states = transcript.entries.iter().filter_map(|entry| match &entry.kind {
        EntryKind::Event(Event::Service(state)) => Some(*state),
        _ => None,
    });
    states.next().is_none_or(|first| first != ServiceState::NotStarted)
        || states.any(|state| state == ServiceState::Running)
}
