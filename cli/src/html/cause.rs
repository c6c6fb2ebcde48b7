//! A finding on the page: what it says, its duty, and the runs that show it.

use maud::{Markup, html};
use mockras::check::Row;

use super::run::{self, Room};
use super::{Cause, Lines, Told};

/// So many findings are open when the page is opened.
const OPEN: usize = 1;

/// The finding of this number, from 1.
pub(super) fn rendered(number: usize, cause: &Cause, room: &mut Room) -> Markup {
    // One name a line: none has a line break, for it would be spelled out.
    let scenarios: Vec<String> =
        cause.scenarios.iter().map(|name| mockras::report::words::visible(name)).collect();
    let runs: Vec<Markup> = cause
        .shots
        .iter()
        .enumerate()
        .map(|(at, shot)| run::rendered(shot, &format!("f{number}r{}", at + 1), room))
        .collect();
    let texts: Vec<Markup> = cause.texts.iter().filter_map(|text| long_text(text, room)).collect();
    html! {
        article class=(format!("cause {}", class(&cause.kind))) id=(format!("f{number}"))
            data-kind=(Told(&cause.kind)) data-rule=(Told(&cause.rule)) data-profile=(Told(&cause.profile))
            data-scenario=(scenarios.join("\n")) {
            details open[number <= OPEN] {
                summary {
                    span class="kind" { (Told(&cause.kind)) }
                    " "
                    b { (Told(&cause.rule)) }
                    " "
                    span class="title" { (Told(&cause.name)) }
                }
                dl class="lines" {
                    @for (label, text) in &cause.lines { (line(label, text)) }
                    @if let Some(row) = cause.duty { (duty(row)) }
                }
                @for run in runs { (run) }
                @for text in texts { (text) }
            }
        }
    }
}

/// A text of several lines below its heading, if it has room.
fn long_text((heading, text): &(String, String), room: &mut Room) -> Option<Markup> {
    let part = html! {
        details class="text" {
            summary { (Told(heading)) }
            pre { (Lines(text)) }
        }
    };
    room.take(part)
}

/// The kind as a class of the style.
fn class(kind: &str) -> &'static str {
    match kind {
        "error" => "error",
        "open" => "open",
        "advice" => "advice",
        _ => "difference",
    }
}

fn line(label: &str, text: &str) -> Markup {
    let is_command = ["reproduce", "replay", "other run"].contains(&label);
    html! {
        dt { (Told(label)) }
        dd {
            @if is_command { code { (Told(text)) } } @else { (Told(text)) }
        }
    }
}

/// The duty with the pages that state it.
fn duty(row: &Row) -> Markup {
    html! {
        dt { "duty" }
        dd {
            (row.id) ": " (row.duty) " (" (row.strength.to_string()) ")"
            @for page in row.pages {
                " " a class="page" href=(page.url) rel="noreferrer noopener" { (page.title) }
            }
        }
    }
}
