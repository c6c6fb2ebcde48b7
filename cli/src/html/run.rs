//! A run on the page: its picture, and beside it the transcript that can be searched.

use std::ops::Range;

use maud::{Markup, html};
use mockras::report::words::counted;
use mockras::transcript::{Entry, EntryKind, Transcript, facts_of};

use super::{Shot, Told};
use crate::picture::{Mark, Picture, drawn, heads, marked, window};

/// How many bytes the runs of a page and the texts of cases take together: what is left out is said.
const ROOM_BYTES: usize = 1_100_000;

/// How many lines of a run are drawn, and how many are shown beside the picture: those around what is wrong.
const DRAWN_MAX: usize = 120;
const LINES_MAX: usize = 300;

/// How much room there is left for runs.
#[derive(Debug, Default)]
pub(super) struct Room {
    bytes: usize,
    pub(super) drawn: usize,
    pub(super) left_out: usize,
}

impl Room {
    /// Takes the room for something that can be left out; nothing if there is not enough. Nothing smaller comes later in its
    /// place: who looks for something finds it by the order of the findings.
    pub(super) fn take(&mut self, part: Markup) -> Option<Markup> {
        self.bytes = self.bytes.saturating_add(part.0.len());
        (self.bytes <= ROOM_BYTES).then_some(part)
    }

    /// Whether nothing more has room.
    pub(super) fn is_full(&self) -> bool {
        self.bytes > ROOM_BYTES
    }
}

/// The run, if it has room; `id` is what the ids of its lines begin with.
pub(super) fn rendered(shot: &Shot, id: &str, room: &mut Room) -> Markup {
    let drawn = if room.is_full() { None } else { room.take(run(shot, id)) };
    match drawn {
        Some(_) => room.drawn += 1,
        None => room.left_out += 1,
    }
    drawn.unwrap_or_else(
        || html! { p class="limit" { "Its run is not drawn here: the page has no more room." } },
    )
}

fn run(shot: &Shot, id: &str) -> Markup {
    let Some((transcript, marks)) = shot.run.read() else {
        return html! { p class="limit" { "Its run cannot be drawn: the transcript that is kept of it cannot be read." } };
    };
    let picture = Picture::of(&transcript, &marks, DRAWN_MAX);
    html! {
        section class="shot" {
            h2 { (Told(&shot.title)) }
            div class="sides" {
                div class="picture" tabindex="0" role="region" aria-label="Sequence picture" {
                    (heads(&picture))
                    (drawn(&picture, &shot.title, &format!("{id}l")))
                }
                div class="transcript" {
                    label class="find" hidden { "Find in the transcript" input type="search" autocomplete="off"; }
                    (lines(&transcript, &marks, id))
                }
            }
        }
    }
}

fn lines(transcript: &Transcript, marks: &[Mark], id: &str) -> Markup {
    let lines = transcript.lines();
    let marked = marked(transcript, marks);
    let shown = window(&marked, lines.len(), LINES_MAX);
    let line = |at: usize| {
        let (entries, text) = &lines[at];
        line(text, &transcript.entries[entries.clone()], &format!("{id}l{at}"), marked.contains(&at))
    };
    html! {
        (left_out(0..shown.start, "before"))
        ol class="entries" tabindex="0" aria-label="Transcript" {
            @for at in shown.clone() { (line(at)) }
        }
        (left_out(shown.end..lines.len(), "after"))
    }
}

fn left_out(lines: Range<usize>, place: &str) -> Markup {
    html! {
        @if !lines.is_empty() {
            p class="limit" { (counted(lines.len() as u64, "line")) " " (place) " are left out" }
        }
    }
}

/// A line of the transcript. A call has the members of its structures below it.
fn line(text: &str, entries: &[Entry], id: &str, is_marked: bool) -> Markup {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let facts = entries.first().and_then(|entry| match &entry.kind {
        EntryKind::Asked(ask) => Some(facts_of(&ask.question)),
        _ => None,
    });
    let facts = facts.filter(|facts| !facts.is_empty());
    html! {
        li id=(id) class=[is_marked.then_some("marked")] {
            @if let Some(facts) = facts {
                details {
                    summary { (Told(&text)) }
                    pre {
                        @for (name, value) in &facts { (Told(name)) " = " (Told(value)) "\n" }
                    }
                }
            } @else {
                (Told(&text))
            }
        }
    }
}
