//! What is told of golden files: transcripts that a user has kept, and that runs are compared with.

use super::words::visible;
use super::{JudgedRun, Report};

/// The golden files that the runs of a report were compared with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoldenFolder {
    /// The folder, as it was named.
    pub folder: String,
    /// The golden files below it whose scenario is not there any more.
    pub orphans: Vec<String>,
}

/// The golden file of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldenFile {
    /// The file, from where the command was started.
    pub file: String,
    /// What became of it.
    pub state: GoldenState,
    /// How the transcript differs from it, as a unified diff; empty if it does not differ.
    pub diff: String,
}

/// What became of a golden file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GoldenState {
    /// The transcript is as it was.
    Same,
    /// The transcript differs.
    Differs,
    /// There is no such file.
    Missing,
    /// It was written.
    Written,
}

impl GoldenState {
    const ALL: [Self; 4] = [Self::Same, Self::Differs, Self::Missing, Self::Written];

    /// The word that reports have for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Differs => "differs",
            Self::Missing => "missing",
            Self::Written => "written",
        }
    }

    /// Whether it makes the report a failure.
    pub fn fails(self) -> bool {
        matches!(self, Self::Differs | Self::Missing)
    }
}

impl GoldenFile {
    /// What there is to say, in one line.
    pub fn sentence(&self) -> String {
        let file = visible(&self.file);
        match self.state {
            GoldenState::Same => format!("the transcript is that of {file}"),
            GoldenState::Differs => format!("the transcript differs from {file}"),
            GoldenState::Missing => format!("there is no golden file {file}"),
            GoldenState::Written => format!("the transcript was written to {file}"),
        }
    }
}

/// How many lines of a difference are shown as text. JSON has all.
const LINES_MAX: usize = 40;

impl Report {
    /// The runs whose golden file makes the report a failure.
    pub fn golden_failures(&self) -> impl Iterator<Item = (&JudgedRun, &GoldenFile)> {
        let golden = self.runs.iter().filter_map(|run| Some((run, run.golden.as_ref()?)));
        golden.filter(|(_, golden)| golden.state.fails())
    }

    /// How many golden files this became of.
    pub(super) fn golden_files(&self, state: GoldenState) -> u64 {
        self.runs.iter().filter(|run| run.golden.as_ref().is_some_and(|golden| golden.state == state)).count()
            as u64
    }

    /// The golden files that fail, in a few words: `golden files: 2 differ, 1 missing`. Nothing if none does.
    pub(super) fn golden_failed(&self) -> String {
        let (differ, missing) =
            (self.golden_files(GoldenState::Differs), self.golden_files(GoldenState::Missing));
        let told = [(differ, if differ == 1 { "differs" } else { "differ" }), (missing, "missing")];
        let told: Vec<String> =
            told.iter().filter(|(many, _)| *many > 0).map(|(many, word)| format!("{many} {word}")).collect();
        if told.is_empty() { String::new() } else { format!("golden files: {}", told.join(", ")) }
    }

    /// The parts of the text about golden files that fail, one each.
    pub(super) fn golden_parts(&self) -> impl Iterator<Item = String> {
        self.golden_failures().map(|(run, golden)| {
            let mut text = format!("golden: {}: {}\n", visible(&run.title()), golden.sentence());
            if golden.state == GoldenState::Differs {
                let lines: Vec<&str> = golden.diff.lines().collect();
                let shown = lines.iter().take(LINES_MAX);
                text.extend(shown.map(|line| format!("  {}\n", visible(line))));
                if let more @ 1.. = lines.len().saturating_sub(LINES_MAX) {
                    text += &format!("  (and {more} lines more; --review and --format json have all)\n");
                }
            }
            text
        })
    }

    /// The lines of the summary about golden files.
    pub(super) fn golden_summary(&self) -> String {
        let Some(golden) = &self.golden else { return String::new() };
        let told = GoldenState::ALL.map(|state| (self.golden_files(state), state.word()));
        let told = told.iter().filter(|(many, _)| *many > 0).map(|(many, word)| format!("{many} {word}"));
        let told = told.collect::<Vec<_>>();
        let told = if told.is_empty() { "none compared".to_owned() } else { told.join(", ") };
        let hint = match self.golden_failures().next() {
            Some(_) => " (--review shows each change and takes it, --update takes all)",
            None => "",
        };
        let mut text = format!("golden files in {}: {}{hint}\n", visible(&golden.folder), told);
        for orphan in &golden.orphans {
            text += &format!("note: {}: there is no scenario to this golden file\n", visible(orphan));
        }
        text
    }
}
