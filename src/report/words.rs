//! Makes texts of any origin fit for reports.

use crate::check::Kind;
use crate::ras::on_one_line;

/// `text` in ASCII and on one line: every other character becomes an escape.
pub fn ascii(text: &str) -> String {
    let is_plain = |c: &char| c.is_ascii() && !c.is_control();
    text.chars().map(|c| if is_plain(&c) { c.to_string() } else { c.escape_default().to_string() }).collect()
}

/// `text` on one line, without characters that XML cannot hold: control characters become escapes.
pub fn visible(text: &str) -> String {
    let line = on_one_line(text);
    // These two are characters to Unicode, though none that stands for anything.
    if line.contains(['\u{fffe}', '\u{ffff}']) {
        return line.replace('\u{fffe}', r"\u{fffe}").replace('\u{ffff}', r"\u{ffff}");
    }
    line
}

/// A number with its noun: `1 rule`, `2 rules`.
pub fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// How many causes there are of each kind: `2 errors, 1 open, 3 advice`. Nothing if there are none.
pub fn found(count: impl Fn(Kind) -> u64) -> String {
    let told = |kind: &Kind| match (*kind, count(*kind)) {
        (_, 0) => None,
        (Kind::Error, errors) => Some(counted(errors, "error")),
        (kind, some) => Some(format!("{some} {kind}")),
    };
    Kind::ALL.iter().filter_map(told).collect::<Vec<_>>().join(", ")
}

/// A note about DLLs that were built for another system than Windows, if there are any.
pub fn rebuild(dlls: &[String]) -> Option<&'static str> {
    let is_rebuild = |part: &str| part.ends_with(".so") || part.ends_with(".dylib");
    let any = dlls.iter().any(|dll| dll.split([' ', '+']).any(is_rebuild));
    any.then_some("a .so or .dylib is a rebuild of the source of a DLL, not the file that Windows loads\n")
}

/// The address of a file as a URI reference: relative if the name is, with `/` between its parts.
#[cfg(feature = "json")]
pub fn file_uri(name: &str) -> String {
    use std::path::is_separator;

    let is_drive = |part: &str| part.len() == 2 && part.ends_with(':') && cfg!(windows);
    let mut parts = name.split(is_separator).peekable();
    let mut uri = String::new();
    if name.starts_with(is_separator) {
        uri += "file://";
    } else if parts.peek().is_some_and(|part| is_drive(part)) {
        uri += "file:///";
    }
    let encoded: Vec<String> = parts.filter(|part| *part != ".").map(encoded).collect();
    uri + &encoded.join("/")
}

/// One part of a path. Every character is percent-encoded, except those that URIs leave alone.
#[cfg(feature = "json")]
fn encoded(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out += &format!("%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn visible_text_is_fit_for_xml() {
        assert_eq!(
            visible("a\u{0}\u{202e}\n\u{fffe}\u{ffff}\u{fffd}\u{e9}"),
            "a\\u{0}\\u{202e}\\n\\u{fffe}\\u{ffff}\u{fffd}\u{e9}"
        );
    }
}
