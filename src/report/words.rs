//! Texts of any origin, made fit to be told.

/// `text` in ASCII and on one line: everything else as an escape.
pub fn ascii(text: &str) -> String {
    escaped(text, |c| !c.is_ascii() || c.is_control())
}

/// `text` on one line, without characters that no XML can hold: control characters as escapes.
pub fn visible(text: &str) -> String {
    escaped(text, char::is_control)
}

fn escaped(text: &str, is_odd: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_odd(c) {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out
}

/// A number with its noun: `1 rule`, `2 rules`.
pub fn counted(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}

/// What is to be said of DLLs that were built for another system than Windows, if there is one among them.
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

/// Part of a path, percent-encoded but for the characters that URIs leave alone.
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
    use super::*;

    #[test]
    fn odd_characters_are_escaped() {
        assert_eq!(ascii("a \"b\" <\u{e9}>\n\u{7f}\u{1f600}"), "a \"b\" <\\u{e9}>\\n\\u{7f}\\u{1f600}");
        assert_eq!(visible("\u{e9}\u{0}\na\tb"), "\u{e9}\\u{0}\\na\\tb");
    }

    #[test]
    fn dll_of_another_system_is_told_by_its_name() {
        for (dll, is_rebuild) in [
            ("./libgate.so", true),
            ("gate.dylib+double-lease", true),
            ("libgate.so 00ff", true),
            ("gate.dll", false),
            ("address-pool", false),
            ("also.dll", false),
        ] {
            assert_eq!(rebuild(&["stock".to_owned(), dll.to_owned()]).is_some(), is_rebuild, "{dll}");
        }
    }

    #[test]
    fn one_is_singular() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "rule")), ["0 rules", "1 rule", "2 rules"]);
    }

    #[test]
    #[cfg(feature = "json")]
    fn uri_is_relative_where_the_name_is() {
        for (name, uri) in [
            ("corpus/a.toml", "corpus/a.toml"),
            ("./corpus/./a b.toml", "corpus/a%20b.toml"),
            ("../a:b.toml", "../a%3Ab.toml"),
            ("caf\u{e9}/100%#?.toml", "caf%C3%A9/100%25%23%3F.toml"),
            ("/srv/a.toml", "file:///srv/a.toml"),
        ] {
            assert_eq!(file_uri(name), uri);
        }
        let windows = [("corpus\\a.toml", "corpus/a.toml"), ("C:\\a b.toml", "file:///C%3A/a%20b.toml")];
        let elsewhere = [("corpus\\a.toml", "corpus%5Ca.toml"), ("C:\\a b.toml", "C%3A%5Ca%20b.toml")];
        for (name, uri) in if cfg!(windows) { windows } else { elsewhere } {
            assert_eq!(file_uri(name), uri);
        }
    }
}
