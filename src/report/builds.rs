//! The report of two builds of a DLL: what the new one does differently, as text and as JSON. `docs/reference/reports.md`
//! describes both.

use serde::Serialize;

use super::layout;
use super::words::{ascii, counted, visible};
use crate::transcript::Transcript;

/// The version of the JSON form.
pub const FORMAT: u32 = 1;

/// How deep the document is spread over lines.
const SPREAD: usize = 4;

/// What came of playing two builds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Comparison {
    /// The version of the JSON form.
    #[serde(rename = "mockras-diff")]
    pub format: u32,
    /// The version of mockras.
    pub mockras: String,
    /// The old build: its name, and the hash of its file.
    pub old: String,
    /// The new build.
    pub new: String,
    /// What else was asked for, as flags.
    pub flags: Vec<String>,
    /// Where native DLLs ran, if that was another system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system: Option<String>,
    /// How many scenarios were to be played that somebody wrote.
    pub written: u64,
    /// How many scenarios were to be generated.
    pub generated: u64,
    /// The seed from which these come.
    pub seed: u64,
    /// How many scenarios were played with both builds.
    pub played: u64,
    /// In how many of them a build was called for more than to start and to stop.
    pub exercised: u64,
    /// In how many of them the service has started with one of the builds.
    pub started: u64,
    /// How many were ended before a call that had not returned three times.
    pub avoided: u64,
    /// Why a run was cut short, if one was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
    /// Whether the command was interrupted.
    pub interrupted: bool,
    /// What changed, by kind.
    pub differences: Vec<Difference>,
    /// What a build does not do the same twice.
    pub unsteady: Vec<Unsteady>,
    /// What was not played, and why, a line each.
    pub left_out: Vec<String>,
}

/// Something that changed, with the plainest scenario that shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Difference {
    /// What changed: `AcceptNewConnection2: TRUE -> FALSE`.
    pub kind: String,
    /// How many scenarios show it as their first difference.
    pub times: u64,
    /// The scenario: the file that somebody wrote, or the one that was saved. Nothing if it could not be saved.
    pub scenario: Option<String>,
    /// The number of the generated case from which the scenario was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub case_number: Option<u64>,
    /// The step in which it shows, from 1; 0 while the service starts or stops by itself.
    pub step: u32,
    /// How many steps the scenario has.
    pub steps: u64,
    /// The lines before it.
    pub before: Vec<String>,
    /// The line of the old build; nothing if its transcript has ended.
    pub old: Option<String>,
    /// The line of the new build; nothing if its transcript has ended.
    pub new: Option<String>,
    /// The commands that play the scenario with the old build and with the new one.
    pub replay: Vec<String>,
    /// The text of a generated scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The transcripts with the old build and with the new one; none unless somebody wants to see them.
    #[serde(skip)]
    pub transcripts: Vec<Transcript>,
}

/// Something that a build does not do the same twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Unsteady {
    /// `old` or `new`.
    pub build: String,
    /// What it does one way or another: `GetIpAddressForUser: another address`.
    pub kind: String,
    /// In how many scenarios.
    pub times: u64,
}

/// How the comparison ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// The builds behave alike.
    Alike,
    /// They differ.
    Differ,
    /// Nothing was exercised, or not everything was played.
    Inconclusive,
    /// The service started in no scenario.
    NotStarted,
}

impl Comparison {
    /// How it ends, and the last line that says so.
    pub fn ending(&self) -> (Ending, String) {
        let inconclusive = |why: &str| (Ending::Inconclusive, format!("RESULT: INCONCLUSIVE ({why})"));
        let scenarios = counted(self.played, "scenario");
        match &self.differences[..] {
            [] if self.cut.is_some() => inconclusive("a run was cut short"),
            [] if self.interrupted => inconclusive(&format!("interrupted after {scenarios}")),
            [] if self.played == 0 => inconclusive("no scenario was played"),
            [] if self.started == 0 => {
                (Ending::NotStarted, "RESULT: FAIL (the service did not start in any scenario)".to_owned())
            }
            [] if self.exercised == 0 => inconclusive("no build was asked anything but to start and stop"),
            [] => (Ending::Alike, format!("RESULT: PASS (the builds behave alike in {scenarios})")),
            found => {
                let also =
                    if self.interrupted { format!("; interrupted after {scenarios}") } else { String::new() };
                let found = counted(found.len() as u64, "difference");
                (Ending::Differ, format!("RESULT: FAIL ({found}{also})"))
            }
        }
    }

    /// Writes the report as a JSON document.
    pub fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Whole<'a> {
            #[serde(flatten)]
            comparison: &'a Comparison,
            result: Result,
        }
        #[derive(Serialize)]
        struct Result {
            ending: Ending,
            line: String,
        }
        let (ending, line) = self.ending();
        layout::document(&Whole { comparison: self, result: Result { ending, line } }, SPREAD)
    }

    /// Writes the report as text, all but its last line.
    pub fn to_text(&self) -> String {
        let mut text: String =
            self.differences.iter().map(|found| found.to_text(self.played) + "\n").collect();
        for Unsteady { build, kind, times } in &self.unsteady {
            let scenarios = counted(*times, "scenario");
            text += &format!(
                "advice: the {build} build does not do the same twice: {} ({scenarios})\n",
                visible(kind)
            );
        }
        if !self.unsteady.is_empty() {
            text += "  what differs in these scenarios is not told as a change\n\n";
        }
        text += &self.summary();
        text.lines().map(|line| ascii(line.trim_end()) + "\n").collect()
    }

    /// What was played, in a few lines.
    pub fn summary(&self) -> String {
        let kinds = format!("{} written, {} generated with seed {}", self.written, self.generated, self.seed);
        let mut text = format!(
            "mockras {}: {} played with both builds ({kinds})\n",
            self.mockras,
            counted(self.played, "scenario")
        );
        for (word, build) in [("old", &self.old), ("new", &self.new)] {
            text += &format!("{word}: {}\n", visible(build));
        }
        if !self.flags.is_empty() {
            text += &format!("flags: {}\n", visible(&self.flags.join(" ")));
        }
        if let Some(system) = &self.system {
            text += &format!("native DLLs ran on {}\n", visible(system));
        }
        if self.avoided > 0 {
            text += &format!(
                "not played to the end: {} that reach a call which has hung\n",
                counted(self.avoided, "scenario")
            );
        }
        text.extend(self.left_out.iter().map(|line| format!("left out: {line}\n")));
        if let Some(why) = &self.cut {
            text += &format!("a run was cut short: {}\n", visible(why));
        }
        text
    }
}

impl Difference {
    fn to_text(&self, played: u64) -> String {
        let row = |label: &str, what: &str| format!("  {label:<9}  {what}\n");
        let shown = |line: &Option<String>| {
            line.as_deref().map_or("(the end)".to_owned(), |line| visible(line.trim_start()))
        };
        let mut text = format!("difference: {}\n", visible(&self.kind));
        let scenario = self.scenario.as_deref().map_or("not saved".to_owned(), visible);
        let case = self.case_number.map(|number| format!(", made of case {number}")).unwrap_or_default();
        let of = counted(self.steps, "step");
        text += &row("scenario", &format!("{scenario} ({of}{case})"));
        let step = match self.step {
            0 => "while the service starts or stops".to_owned(),
            step => format!("step {step}"),
        };
        text += &row("where", &step);
        text += &row("shows in", &format!("{} of {}", self.times, counted(played, "scenario")));
        for line in self.text.iter().flat_map(|text| text.lines()).filter(|line| !line.is_empty()) {
            text += &format!("    {}\n", visible(line));
        }
        text.extend(self.before.iter().map(|line| row("", &visible(line.trim_start()))));
        text += &row("old", &shown(&self.old));
        text += &row("new", &shown(&self.new));
        for (at, command) in self.replay.iter().enumerate() {
            text += &row(if at == 0 { "replay" } else { "" }, &visible(command));
        }
        text
    }
}
