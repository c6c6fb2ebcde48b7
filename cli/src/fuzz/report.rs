//! How the report of a campaign is written, and what it ends the command with.

use std::collections::BTreeSet;

use clap::ValueEnum;
use mockras::campaign::{self, Coverage};
use mockras::check::Kind;
use mockras::report::campaign::{Campaign, CampaignFinding, LaneReport, text};
use mockras::report::words::found;
use mockras::scenario::Dll;

use super::super::exit::{Exit, UserError};
use super::super::format::{FormatFlag, write_all};
use super::super::html;
use super::super::player::CommandPlayer;
use super::super::target;

/// A form in which a campaign is reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CampaignForm {
    Text,
    Json,
    Html,
}

/// Sees that every report can be written, before anything is played.
pub(crate) fn try_out(formats: &[FormatFlag<CampaignForm>]) -> Result<(), UserError> {
    formats.iter().filter_map(|format| format.file.as_deref()).try_for_each(target::try_out)
}

/// Writes every form that was asked for, even if one of them cannot be written. `result` is the closing line.
pub(crate) fn write(
    campaign: &Campaign,
    result: &str,
    formats: &[FormatFlag<CampaignForm>],
    with_coverage: bool,
) -> Result<(), UserError> {
    write_all(formats, |form| match form {
        CampaignForm::Text if with_coverage => whole_text(campaign),
        CampaignForm::Text => text(campaign),
        CampaignForm::Json => campaign.to_json(),
        CampaignForm::Html => html::of_campaign(campaign, result, Some(reached(campaign))).render(),
    })
}

/// The text of the report, after the table of what was reached.
fn whole_text(campaign: &Campaign) -> String {
    format!("{}\n{}", reached(campaign), text(campaign))
}

fn reached(campaign: &Campaign) -> String {
    let reached: Coverage = campaign.reached.clone().into_iter().collect();
    reached.table()
}

/// The digest of a whole campaign: one of the digests of its lanes, in their order.
pub(crate) fn digest(lanes: &[LaneReport]) -> String {
    let text: String = lanes.iter().map(|lane| lane.digest.clone() + "\n").collect();
    format!("xxh3:{:032x}", campaign::hash(text.as_bytes()))
}

/// The closing line, and the exit code. `cases` is how many were to be played, if a number was asked for.
pub(crate) fn ended(
    campaign: &Campaign,
    cases: Option<u64>,
    is_interrupted: bool,
    denied: &[Kind],
) -> (String, Exit) {
    let is_bug = |found: &CampaignFinding| found.signature.starts_with(campaign::PANIC);
    let played = campaign.played();
    let missing = cases.filter(|cases| played < *cases);
    let inconclusive = |why: &str| (format!("INCONCLUSIVE ({why})"), Exit::Inconclusive);
    let found = found(|kind| campaign.groups(kind).len() as u64);
    let failing = Kind::ALL.iter().filter(|kind| **kind == Kind::Error || denied.contains(kind));
    let failing: usize = failing.map(|kind| campaign.groups(*kind).len()).sum();
    let (line, exit) = match (failing, &campaign.cut, missing) {
        (0, Some(_), _) => inconclusive("a run was cut short"),
        (0, None, Some(_)) if is_interrupted => inconclusive(&format!("interrupted after {played} cases")),
        (0, None, None) if is_interrupted && cases.is_none() => {
            inconclusive(&format!("interrupted after {played} cases"))
        }
        (0, None, Some(cases)) => inconclusive(&format!("{played} of {cases} cases were played")),
        (0, None, None) if played == 0 => inconclusive("no case was played"),
        (0, None, None) if campaign.started == 0 => {
            ("FAIL (the service did not start in any case)".to_owned(), Exit::NotStarted)
        }
        (0, None, None) if campaign.exercised == 0 => inconclusive("no rule about a DLL applied"),
        (0, None, None) => {
            let also = if found.is_empty() { found } else { format!("; {found}") };
            (format!("PASS ({played} cases{also})"), Exit::Clean)
        }
        (1.., ..) => {
            let cut =
                if is_interrupted { format!("; interrupted after {played} cases") } else { String::new() };
            (format!("FAIL ({found}{cut})"), Exit::Findings)
        }
    };
    (format!("RESULT: {line}"), if campaign.findings.iter().any(is_bug) { Exit::Bug } else { exit })
}

/// The DLLs as reports name them: with hashes of files, and with all options.
pub(super) fn described(dlls: &[Dll], player: &CommandPlayer) -> Vec<String> {
    dlls.iter().zip(player.fingerprints(dlls)).map(|(dll, name)| with_options(dll, name)).collect()
}

/// The DLLs as cases name them. The options of a file are in the scenario, and its hash follows its name.
pub(super) fn named(dlls: &[Dll], player: &CommandPlayer) -> Vec<String> {
    let name = |(dll, name): (&Dll, String)| if dll.path.is_some() { name } else { with_options(dll, name) };
    dlls.iter().zip(player.fingerprints(dlls)).map(name).collect()
}

/// The flags that allow the cases to name their DLLs, each folder once.
pub(crate) fn allowing(dlls: &[Dll]) -> Vec<String> {
    let folder = |path: &String| match path.rsplit_once(['/', '\\']) {
        Some(("", _)) => "/".to_owned(),
        Some((folder, _)) => folder.to_owned(),
        None => ".".to_owned(),
    };
    let folders: BTreeSet<String> = dlls.iter().filter_map(|dll| dll.path.as_ref()).map(folder).collect();
    folders.into_iter().flat_map(|folder| ["--allow-dll".to_owned(), folder]).collect()
}

fn with_options(dll: &Dll, name: String) -> String {
    let options = Dll { stock: None, path: None, name: None, ..dll.clone() }.to_string();
    options.lines().fold(name, |text, line| text + " " + line)
}
