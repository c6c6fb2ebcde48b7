//! The texts between quotes in Rust source.

use std::iter::Peekable;
use std::str::Chars;

/// What the literals of a source file say, in order. Those of one character are left out.
pub(crate) fn literals(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut chars = source.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => while chars.next().is_some_and(|c| c != '\n') {},
            '\'' => skip_character(&mut chars),
            'r' if matches!(chars.peek(), Some('"' | '#')) => found.extend(raw(&mut chars)),
            '"' => found.push(escaped(&mut chars)),
            _ => {}
        }
    }
    found
}

/// Skips `x'` or `\"'`; a lifetime is left alone.
fn skip_character(chars: &mut Peekable<Chars<'_>>) {
    let mut ahead = chars.clone();
    let first = ahead.next();
    if first == Some('\\') {
        ahead.next();
    }
    if ahead.next() == Some('\'') {
        *chars = ahead;
    }
}

/// A text from `"` or `#"` on, to the quote with as many hashes; nothing for `r#name`.
fn raw(chars: &mut Peekable<Chars<'_>>) -> Option<String> {
    let mut end = String::from('"');
    while chars.next_if_eq(&'#').is_some() {
        end.push('#');
    }
    chars.next_if_eq(&'"')?;
    let mut text = String::new();
    while !text.ends_with(&end) {
        text.push(chars.next()?);
    }
    text.truncate(text.len() - end.len());
    Some(text)
}

/// A text up to its quote, with what its escapes stand for.
fn escaped(chars: &mut Peekable<Chars<'_>>) -> String {
    let mut text = String::new();
    while let Some(c) = chars.next().filter(|c| *c != '"') {
        match c {
            '\\' => match chars.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('0') => text.push('\0'),
                // The line goes on behind the blanks of the next.
                Some('\n') => while chars.next_if(|c| c.is_whitespace()).is_some() {},
                Some('u') => {
                    let digits: String = chars.by_ref().skip(1).take_while(|c| *c != '}').collect();
                    text.extend(u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32));
                }
                Some(other) => text.push(other),
                None => {}
            },
            c => text.push(c),
        }
    }
    text
}

#[test]
fn literals_are_read_as_the_compiler_reads_them() {
    let source = "f(\"a\\n\\\"b\\\"\"); // \"no\"\nlet c = '\"'; let d: &'static str = r#\"raw \\n \"x\" \"#; g(\"one \\\n   two\\u{e9}\")";
    assert_eq!(literals(source), ["a\n\"b\"", "raw \\n \"x\" ", "one two\u{e9}"]);
}
