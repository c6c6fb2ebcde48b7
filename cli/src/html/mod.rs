//! Reports to look at: one page that needs nothing but itself. `docs/reference/reports.md` describes it.
//!
//! Each verb makes a [`Page`] of its report, and `page` writes it. What a user, a file or a DLL has named is escaped by the
//! templates, and spelled out before by [`Told`] where it would break or disguise its line.

mod builds;
mod campaign;
mod cause;
mod check;
mod page;
mod run;
mod soak;
mod tables;

pub(crate) use builds::of_builds;
pub(crate) use campaign::of_campaign;
pub(crate) use check::of_check;
pub(crate) use soak::of_soak;

use std::borrow::Cow;
use std::fmt::Write as _;

use maud::{Escaper, Render};
use mockras::check::Row;
use mockras::report::words::visible;
use mockras::scenario::Case;
use mockras::transcript::Transcript;

use crate::picture::{Mark, marks_in};

/// A report, whichever verb made it.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// The verb.
    verb: &'static str,
    /// The last line: how the report ends, and why.
    result: String,
    /// What was played, in a few lines.
    summary: String,
    causes: Vec<Cause>,
    /// What each rule said.
    rules: Vec<RuleLine>,
    /// What was played, one by one.
    runs: Vec<RunLine>,
    /// What else there is, each with its heading.
    also: Vec<(String, String)>,
}

/// Something that is wrong, or that changed.
#[derive(Debug, Default)]
struct Cause {
    /// How much it weighs: `error`, `open`, `advice`, or `difference`.
    kind: String,
    /// The rule, or the entry point that changed.
    rule: String,
    name: String,
    profile: String,
    /// The scenarios in which it was met.
    scenarios: Vec<String>,
    /// What there is to say: a label, and a text.
    lines: Vec<(String, String)>,
    /// The duty that is broken.
    duty: Option<&'static Row>,
    /// The runs that show it.
    shots: Vec<Shot>,
    /// Texts of several lines, each with its heading.
    texts: Vec<(String, String)>,
}

/// A run that is shown, as a picture and as its transcript.
#[derive(Debug)]
struct Shot {
    title: String,
    run: Run,
}

/// Where a run comes from. What is only text is read when there is room to show it.
#[derive(Debug)]
enum Run {
    /// It was played and judged.
    Played { transcript: Transcript, marks: Vec<Mark> },
    /// A saved case holds it.
    Case { text: String, signature: String, finding: String },
    /// It is a transcript as text.
    Text { text: String, signature: String, finding: String },
}

impl Run {
    /// The transcript, and the places where something is wrong; nothing if it cannot be read.
    fn read(&self) -> Option<(Cow<'_, Transcript>, Cow<'_, [Mark]>)> {
        let (text, signature, finding) = match self {
            Self::Played { transcript, marks } => {
                return Some((Cow::Borrowed(transcript), Cow::Borrowed(marks)));
            }
            Self::Case { text, signature, finding } => {
                let case = Case::parse(text, "the case").ok()?.found;
                (Cow::Owned(case.kept_transcript().to_owned()), signature, finding)
            }
            Self::Text { text, signature, finding } => (Cow::Borrowed(text.as_str()), signature, finding),
        };
        let transcript = Transcript::parse_text(&text).ok()?;
        let marks = marks_in(&transcript, signature, finding);
        Some((Cow::Owned(transcript), Cow::Owned(marks)))
    }
}

/// What a rule said of all runs.
#[derive(Debug)]
struct RuleLine {
    id: String,
    name: String,
    verdict: &'static str,
    applied: u64,
    duty: Option<&'static Row>,
}

/// A run, and how it went.
#[derive(Debug)]
struct RunLine {
    name: String,
    profile: String,
    broken: usize,
    held: usize,
    state: String,
}

impl Page {
    /// The page as HTML.
    pub(crate) fn render(&self) -> String {
        page::rendered(self)
    }
}

/// A text of any origin, on one line.
struct Told<'a>(&'a str);

impl Render for Told<'_> {
    fn render_to(&self, out: &mut String) {
        escape(&visible(self.0), out);
    }
}

/// A text of several lines, of any origin.
struct Lines<'a>(&'a str);

impl Render for Lines<'_> {
    fn render_to(&self, out: &mut String) {
        for line in self.0.lines() {
            escape(&visible(line), out);
            out.push('\n');
        }
    }
}

fn escape(text: &str, out: &mut String) {
    Escaper::new(out).write_str(text).expect("writing to a text does not fail");
}

/// The lines of a finding as reports print it: two blanks, a label of nine, two blanks, and the text. A line without a label
/// goes on with the text before.
fn labelled(text: &str) -> Vec<(String, String)> {
    let mut lines: Vec<(String, String)> = Vec::new();
    for line in text.lines().skip(1) {
        let (label, told) = line.split_at_checked(13).unwrap_or(("", line));
        match (label.trim(), lines.last_mut()) {
            ("", Some((_, before))) => *before += &format!(" {}", told.trim()),
            (label, _) => lines.push((label.to_owned(), told.trim().to_owned())),
        }
    }
    lines
}
