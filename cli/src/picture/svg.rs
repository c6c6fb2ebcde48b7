//! Draws a picture as SVG: inside a page, or as a file of its own. It is well-formed XML either way.

use maud::{Markup, PreEscaped, html};
use mockras::report::words::visible;

use super::{Answer, Lane, Picture, Row, SERVICE, Tone, What};

/// How pictures look, on light and on dark paper. A page has it among its own styles.
pub(crate) const STYLE: &str = include_str!("picture.css");

/// The distance of two lanes, and the place of the first.
const LANE: usize = 200;
const FIRST: usize = 76;

/// What is right of the last lane.
const RIGHT: usize = 150;

/// The height of the names of the lanes.
const HEAD: usize = 46;

/// The heights of rows: of something that happens, an arrow, an arrow with its answer, and of each line that says what is
/// wrong.
const NOTE: usize = 20;
const ARROW: usize = 28;
const CALL: usize = 46;
const MARK: usize = 18;

/// The width of a character of the labels, in tenths.
const CHARACTER: usize = 67;

/// The tip of an arrow.
const TIP: usize = 7;

/// The picture as part of a page. Each row leads to the line of the transcript whose id is the prefix and its number.
pub(crate) fn drawn(picture: &Picture, title: &str, prefix: &str) -> Markup {
    Drawing { picture, prefix: Some(prefix) }.svg(title)
}

/// The names of the lanes alone, to stand above the picture while it is moved below them.
pub(crate) fn heads(picture: &Picture) -> Markup {
    let drawing = Drawing { picture, prefix: None };
    html! {
        svg class="run heads" width=(drawing.width()) height=(HEAD) aria-hidden="true" {
            rect class="paper" width=(drawing.width()) height=(HEAD) {}
            (drawing.heads(4))
        }
    }
}

/// The picture as a file of its own.
pub(crate) fn standalone(picture: &Picture, title: &str) -> String {
    let svg = Drawing { picture, prefix: None }.svg(title).into_string();
    // One row a line, so that differences of such files can be read.
    let rows = svg
        .replace("<g class=\"row", "\n<g class=\"row")
        .replace("<line class=\"life\"", "\n<line class=\"life\"");
    rows + "\n"
}

struct Drawing<'a> {
    picture: &'a Picture,
    /// What the ids of the lines of the transcript begin with, if it stands beside the picture.
    prefix: Option<&'a str>,
}

impl Row {
    fn height(&self) -> usize {
        let what = match &self.what {
            What::Arrow { answer: Some(_), .. } => CALL,
            What::Arrow { answer: None, .. } | What::Back { .. } | What::Gap(_) => ARROW,
            What::Note { .. } => NOTE,
        };
        what + MARK * self.marks.len()
    }
}

fn x(lane: usize) -> usize {
    FIRST + lane * LANE
}

/// The text in so many pixels; if it is longer, its beginning.
fn fitted(text: &str, width: usize) -> String {
    let most = (width * 10 / CHARACTER).max(2);
    if text.chars().count() <= most {
        return text.to_owned();
    }
    text.chars().take(most - 1).chain(['…']).collect()
}

impl Drawing<'_> {
    fn width(&self) -> usize {
        x(self.picture.lanes.len() - 1) + RIGHT
    }

    fn svg(&self, title: &str) -> Markup {
        let rows: usize = self.picture.rows.iter().map(Row::height).sum();
        let (width, height) = (self.width(), 2 * HEAD + rows + 20);
        let mut y = HEAD + 10;
        let mut before = None;
        let mut draw = |row: &Row| {
            let is_later = row.line.is_some() && before != Some(row.at_ms);
            before = row.line.map_or(before, |_| Some(row.at_ms));
            let drawn = self.row(row, y, is_later);
            y += row.height();
            drawn
        };
        let rows: Vec<Markup> = self.picture.rows.iter().map(&mut draw).collect();
        let title = visible(title);
        html! {
            svg xmlns="http://www.w3.org/2000/svg" class="run" width=(width) height=(height)
                viewBox=(format!("0 0 {width} {height}")) role=(if self.prefix.is_some() { "group" } else { "img" })
                aria-label=(title) {
                @if self.prefix.is_none() {
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                rect class="paper" width=(width) height=(height) {}
                @for at in 0..self.picture.lanes.len() {
                    line class="life" x1=(x(at)) y1=(HEAD) x2=(x(at)) y2=(height - HEAD) {}
                }
                (self.heads(4))
                (self.heads(height - HEAD))
                @for row in rows { (row) }
            }
        }
    }

    fn heads(&self, y: usize) -> Markup {
        html! { @for (at, lane) in self.picture.lanes.iter().enumerate() { (head(at, lane, y)) } }
    }

    fn row(&self, row: &Row, y: usize, is_later: bool) -> Markup {
        let class = match (row.marks.is_empty(), row.tone) {
            (false, _) => "row wrong",
            (true, Tone::Broken) => "row broken",
            (true, Tone::Refused) => "row refused",
            (true, Tone::Plain) => "row",
        };
        let content = html! {
            @if !row.marks.is_empty() {
                rect class="spot" x="2" y=(y) width=(self.width() - 4) height=(row.height() - 2) rx="4" {}
            }
            @if is_later {
                text class="time" x="6" y=(y + 14) { (format!("{}.{:03} s", row.at_ms / 1000, row.at_ms % 1000)) }
            }
            (self.what(&row.what, y))
            @for (at, mark) in row.marks.iter().enumerate() {
                text class="mark" x="14" y=(y + row.height() - MARK * (row.marks.len() - at) + 10) {
                    (fitted(&format!("✗ {mark}"), self.width() - 28))
                }
            }
        };
        html! {
            @match (self.prefix, row.line) {
                (Some(prefix), Some(line)) => {
                    a class=(class) href=(format!("#{prefix}{line}")) { (content) }
                }
                (Some(_), None) => { g class=(class) { (content) } }
                (None, _) => { g class=(class) { title { (row.full) } (content) } }
            }
        }
    }

    fn what(&self, what: &What, y: usize) -> Markup {
        match what {
            What::Arrow { from, to, label, answer } => html! {
                (arrow("ask", *from, *to, y + 20))
                (self.text("label", label, x(*from.min(to)) + 10, y + 15))
                @if let Some(answer) = answer { (self.answer(answer, *to, y + 40)) }
            },
            What::Back { from, answer } => self.answer(answer, *from, y + 22),
            What::Note { lane, text } => html! {
                circle class="dot" cx=(x(*lane)) cy=(y + 9) r="3" {}
                (self.note(text, x(*lane), y + 13))
            },
            What::Gap(text) => html! { text class="gap" x=(self.width() / 2) y=(y + 18) { (text) } },
        }
    }

    /// What comes back to the service; what does not return ends in a cross.
    fn answer(&self, answer: &Answer, from: usize, y: usize) -> Markup {
        let class = match answer.tone {
            Tone::Plain => "answer",
            Tone::Refused => "answer no",
            Tone::Broken => "answer never",
        };
        html! {
            @if answer.tone == Tone::Broken {
                path class=(class) d=(format!("M{} {}l12 12m0 -12l-12 12", x(from) - 6, y - 12)) {}
            } @else {
                (arrow(class, from, SERVICE, y))
            }
            (self.text(class, &answer.text, x(SERVICE) + 10, y - 5))
        }
    }

    /// A text at a lane: right of it, or left if there is more room.
    fn note(&self, text: &str, lane: usize, y: usize) -> Markup {
        let right = self.width() - lane - 16;
        let (left, is_long) = (lane - 16, text.chars().count() * CHARACTER > right * 10);
        if is_long && left > right {
            html! { text class="note end" x=(lane - 8) y=(y) { (fitted(text, left)) } }
        } else {
            self.text("note", text, lane + 8, y)
        }
    }

    /// A text from here as far as there is room. It may cross lanes: nothing else stands at its height.
    fn text(&self, class: &str, text: &str, x: usize, y: usize) -> Markup {
        html! { text class=(class) x=(x) y=(y) { (fitted(text, self.width() - x - 8)) } }
    }
}

fn head(at: usize, lane: &Lane, y: usize) -> Markup {
    let room = if at == 0 { 2 * FIRST } else { LANE - 8 };
    html! {
        rect class="head" x=(x(at).saturating_sub(room / 2) + 3) y=(y) width=(room - 6) height=(HEAD - 8) rx="5" {}
        text class="name" x=(x(at)) y=(y + 16) { (fitted(&lane.name, room - 10)) }
        text class="below" x=(x(at)) y=(y + 31) { (fitted(&lane.below, room)) }
    }
}

/// An arrow between two lanes. Its tip is drawn outwards, so that dashes begin there.
fn arrow(class: &str, from: usize, to: usize, y: usize) -> Markup {
    let (start, end) = (x(from), x(to));
    let back = if end > start { "-" } else { "" };
    html! { path class=(class) d=(format!("M{start} {y}H{end}l{back}{TIP} -4M{end} {y}l{back}{TIP} 4")) {} }
}
