//! The page of two builds of a DLL.

use mockras::report::builds::{Comparison, Difference};
use mockras::report::words::counted;
use mockras::transcript::Transcript;

use super::{Cause, Page, Run, Shot};
use crate::picture::Mark;

/// The report of `diff --old .. --new ..`.
pub(crate) fn of_builds(comparison: &Comparison) -> Page {
    let unsteady: Vec<String> = comparison
        .unsteady
        .iter()
        .map(|found| {
            format!("the {} build: {} ({})", found.build, found.kind, counted(found.times, "scenario"))
        })
        .collect();
    let also = (!unsteady.is_empty()).then(|| ("Not the same twice".to_owned(), unsteady.join("\n")));
    Page {
        verb: "diff",
        result: comparison.ending().1,
        summary: comparison.summary(),
        causes: comparison.differences.iter().map(|found| cause(found, comparison.played)).collect(),
        also: also.into_iter().collect(),
        ..Page::default()
    }
}

fn cause(found: &Difference, played: u64) -> Cause {
    let (entry, name) = found.kind.split_once(": ").unwrap_or(("", &found.kind));
    let line = |label: &str, text: String| (label.to_owned(), text);
    let told = |text: &Option<String>| text.as_deref().map_or("(the end)", str::trim).to_owned();
    let scenario = found.scenario.clone().unwrap_or_else(|| "not saved".to_owned());
    let step = match found.step {
        0 => "while the service starts or stops".to_owned(),
        step => format!("step {step}"),
    };
    let mut lines = vec![
        line("scenario", format!("{scenario} ({})", counted(found.steps, "step"))),
        line("where", step),
        line("shows in", format!("{} of {}", found.times, counted(played, "scenario"))),
        line("old", told(&found.old)),
        line("new", told(&found.new)),
    ];
    lines.extend(found.replay.iter().map(|command| line("replay", command.clone())));
    let lines_of = [("old", &found.old), ("new", &found.new)];
    let shots = found.transcripts.iter().zip(lines_of).map(|(transcript, (build, line))| Shot {
        title: format!("the {build} build"),
        run: Run::Played {
            marks: mark(transcript, build, line.as_deref(), &found.before).into_iter().collect(),
            transcript: transcript.clone(),
        },
    });
    let profile = found.transcripts.first().map(|transcript| transcript.header.profile.name().to_owned());
    Cause {
        kind: "difference".to_owned(),
        rule: entry.to_owned(),
        name: name.to_owned(),
        profile: profile.unwrap_or_default(),
        scenarios: vec![scenario],
        lines,
        duty: None,
        shots: shots.collect(),
        texts: found.text.iter().map(|text| ("The scenario".to_owned(), text.clone())).collect(),
    }
}

/// The line that differs: the first of these words that stands below the line before it.
fn mark(transcript: &Transcript, build: &str, line: Option<&str>, before: &[String]) -> Option<Mark> {
    let lines = transcript.lines();
    let last = before.last().map(|line| line.trim());
    let is_it = |at: usize| {
        let above = at.checked_sub(1).map(|above| lines[above].1.trim());
        Some(lines[at].1.trim()) == line.map(str::trim)
            && (last.is_none() || above.is_none() || above == last)
    };
    let at = (0..lines.len()).find(|at| is_it(*at)).or(line.is_none().then(|| lines.len() - 1))?;
    Some(Mark { entry: lines.get(at)?.0.start, text: format!("here the {build} build differs") })
}
