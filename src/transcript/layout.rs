//! The layout of the lines of the text form, which the writer and the reader share.

/// Width of the time, which is aligned to the right.
pub(super) const TIME: usize = 10;
/// Width of the kind of line, where something stands beside it.
pub(super) const KIND: usize = 6;
/// Width of kind and what stands beside it.
pub(super) const HEAD: usize = KIND + 1 + 6;
/// Width of the entry point of a call.
pub(super) const CALLOUT: usize = 30;
/// Width of the arguments of a call.
pub(super) const ARGUMENTS: usize = 32;
/// Width of the words of the header.
pub(super) const HEADER: usize = 8;

/// The first words of every transcript; the version follows.
pub(super) const TITLE: &str = "mockras transcript";

/// A field that stands on its line without its name.
pub(super) struct InPlace {
    pub(super) key: &'static str,
    /// What is written after it.
    pub(super) after: &'static str,
    pub(super) width: usize,
}

const fn at(key: &'static str, after: &'static str, width: usize) -> InPlace {
    InPlace { key, after, width }
}

/// The field that takes the rest of the line.
pub(super) enum RestOfLine {
    /// Spelled as it is: it has a syntax of its own.
    Raw(&'static str),
    /// Any text, in quotes where it needs them.
    Prose(&'static str),
}

/// How a kind of entry stands on its line.
pub(super) struct LineLayout {
    /// The kind, and the word it begins with. A connection's is `c` and its number instead.
    pub(super) kind: &'static str,
    /// The field beside that word.
    pub(super) beside: Option<&'static str>,
    /// Fields that follow without their names.
    pub(super) in_place: &'static [InPlace],
    /// What takes the rest of the line. Without it, all other fields follow with their names.
    pub(super) rest: Option<RestOfLine>,
}

const fn line(
    kind: &'static str,
    beside: Option<&'static str>,
    in_place: &'static [InPlace],
    rest: Option<RestOfLine>,
) -> LineLayout {
    LineLayout { kind, beside, in_place, rest }
}

/// Every kind of line.
pub(super) const LINES: [LineLayout; 14] = [
    line("step", Some("number"), &[], Some(RestOfLine::Raw("step"))),
    line("skip", None, &[], Some(RestOfLine::Raw("reason"))),
    line("load", Some("dll"), &[], Some(RestOfLine::Raw("exports"))),
    line("unload", Some("dll"), &[], None),
    line("timer", Some("dll"), &[], None),
    line("admin", Some("dll"), &[at("function", "", 0)], None),
    line("service", None, &[at("state", "", 0)], None),
    line("connection", Some("number"), &[at("event", "", 0)], None),
    line("log", Some("dll"), &[at("level", "", 0), at("stage", ":", 0)], Some(RestOfLine::Prose("text"))),
    line("call", Some("dll"), &[at("entry", "", CALLOUT)], None),
    line("returned", None, &[at("value", "", 0)], None),
    line("faulted", None, &[], Some(RestOfLine::Prose("what"))),
    line("died", None, &[], Some(RestOfLine::Prose("what"))),
    line("saw", Some("dll"), &[at("did", ":", 0)], Some(RestOfLine::Prose("what"))),
];

/// The line of this kind.
pub(super) fn line_of(kind: &str) -> Option<&'static LineLayout> {
    LINES.iter().find(|line| line.kind == kind)
}

/// A connection's number from its label: `c7`.
pub(super) fn connection_label(word: &str) -> Option<&str> {
    word.strip_prefix('c').filter(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()))
}
