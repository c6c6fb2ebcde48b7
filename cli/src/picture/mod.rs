//! Pictures of runs, as people draw conversations: a lane for the world, one for the service and one for each DLL in each
//! process. Down the page goes the time; arrows between the lanes are calls and answers.
//!
//! A picture is made of a transcript alone. Its rows are the lines of the transcript, and `svg` draws them.

mod place;
mod row;
mod svg;

pub(crate) use place::{MARKS_MAX, marked, marks_in, window};
pub(crate) use svg::{STYLE, drawn, heads, standalone};

use std::collections::BTreeSet;

use mockras::model::{Event, Instance};
use mockras::report::words::visible;
use mockras::transcript::{EntryKind, Transcript};

use row::Rows;

/// The lane of users and administrators.
pub(super) const WORLD: usize = 0;

/// The lane of the service.
pub(super) const SERVICE: usize = 1;

/// A place of a transcript where something is wrong, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mark {
    /// The number of the entry, from 0.
    pub(crate) entry: usize,
    /// What is wrong there.
    pub(crate) text: String,
}

/// A picture of a run.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Picture {
    lanes: Vec<Lane>,
    rows: Vec<Row>,
}

/// Somebody who takes part.
#[derive(Debug, PartialEq, Eq)]
struct Lane {
    name: String,
    /// Who or where that is.
    below: String,
}

/// A line of the transcript.
#[derive(Debug, PartialEq, Eq)]
struct Row {
    /// The number of the line below the header, from 0; none for what is left out.
    line: Option<usize>,
    at_ms: u64,
    what: What,
    tone: Tone,
    /// The whole line.
    full: String,
    /// What is wrong here.
    marks: Vec<String>,
}

/// What a row shows.
#[derive(Debug, PartialEq, Eq)]
enum What {
    /// Something goes from one lane to another, and what comes back.
    Arrow { from: usize, to: usize, label: String, answer: Option<Answer> },
    /// What comes back on a row of its own.
    Back { from: usize, answer: Answer },
    /// Something happens on a lane.
    Note { lane: usize, text: String },
    /// Lines are left out.
    Gap(String),
}

/// What a call came to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Answer {
    text: String,
    tone: Tone,
}

/// How something is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tone {
    /// As all else.
    Plain,
    /// Somebody was refused, or a step could not apply.
    Refused,
    /// Something did not return, or keeps the service from going on.
    Broken,
}

impl Picture {
    /// The picture of a run, with marks where something is wrong. Of a long run, at most so many lines are shown: those
    /// around the first mark.
    pub(crate) fn of(transcript: &Transcript, marks: &[Mark], lines_max: usize) -> Self {
        let instances: BTreeSet<Instance> =
            transcript.entries.iter().filter_map(|entry| instance(&entry.kind)).collect();
        let instances: Vec<Instance> = instances.into_iter().collect();
        let lanes = lanes(transcript, &instances);
        let lines = transcript.lines();
        let shown = window(&place::of(&lines, marks), lines.len(), lines_max);
        let mut rows = Rows::new(transcript, &instances);
        let mut all: Vec<Row> = Vec::with_capacity(shown.len() + 2);
        for (at, (entries, line)) in lines.iter().enumerate() {
            // Those before are read as well: an answer may come later than its call.
            let mut row = rows.row(at, &transcript.entries[entries.clone()], line);
            if !shown.contains(&at) {
                continue;
            }
            row.marks = marks
                .iter()
                .filter(|mark| entries.contains(&mark.entry))
                .map(|mark| visible(&mark.text))
                .collect();
            all.push(row);
        }
        if shown.start > 0 {
            all.insert(0, gap(shown.start, "before"));
        }
        if shown.end < lines.len() {
            all.push(gap(lines.len() - shown.end, "after"));
        }
        Self { lanes, rows: all }
    }
}

fn gap(lines: usize, where_: &str) -> Row {
    let text = format!("{} {where_} are left out", mockras::report::words::counted(lines as u64, "line"));
    Row {
        line: None,
        at_ms: 0,
        what: What::Gap(text.clone()),
        tone: Tone::Plain,
        full: text,
        marks: Vec::new(),
    }
}

/// The world, the service, and each DLL in each process in which it is met.
fn lanes(transcript: &Transcript, instances: &[Instance]) -> Vec<Lane> {
    let mut lanes = vec![
        Lane { name: "world".to_owned(), below: "users, administrators".to_owned() },
        Lane { name: "service".to_owned(), below: transcript.header.profile.to_string() },
    ];
    for instance in instances {
        let name = transcript.header.dlls.get(usize::from(instance.dll)).map_or("?", String::as_str);
        lanes.push(Lane { name: visible(name), below: instance.to_string() });
    }
    lanes
}

/// The DLL that an entry is about.
fn instance(kind: &EntryKind) -> Option<Instance> {
    match kind {
        EntryKind::Asked(ask) => Some(ask.instance),
        EntryKind::Noticed(instance, _) => Some(*instance),
        EntryKind::Logged(entry) => Some(entry.instance),
        EntryKind::Event(
            Event::Loaded { instance, .. }
            | Event::Unloaded { instance }
            | Event::Timer { instance }
            | Event::Administered { instance, .. },
        ) => Some(*instance),
        _ => None,
    }
}
