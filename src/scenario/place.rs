//! Where in the text of a file an error is, and what is said of it.

use std::ops::Range;

use toml::de::DeValue;

/// Puts serde's words into those of TOML and of scenarios, with a suggestion where serde lists what it knows.
pub(super) fn explain(message: &str) -> String {
    const WORDS: [(&str, &str); 10] = [
        ("unknown variant", "unknown step"),
        (
            "invalid type: unit variant, expected newtype variant",
            r#"expected the fields of this step, as in { hang-up = { port = "VPN2-0" } }"#,
        ),
        (
            "wanted exactly 1 element, found 0 elements",
            "expected one step in each pair of braces, found none",
        ),
        (
            "wanted exactly 1 element, more than 1 element",
            "expected one step in each pair of braces, found more",
        ),
        ("wanted string or table", r#"expected a step such as { wait = "90s" } or "stop""#),
        ("expected empty table", r#"expected no fields: this step is a bare string such as "stop""#),
        (" as i128", ""),
        ("expected u32", "expected a number from 0 to 4294967295"),
        ("expected u64", "expected a number from 0 to 18446744073709551615"),
        ("expected i32", "expected a number from -2147483648 to 2147483647"),
    ];
    const KINDS: [(&str, &str); 4] = [
        ("expected a sequence", "expected an array"),
        ("expected a map", "expected a table"),
        ("invalid type: sequence", "invalid type: array"),
        ("invalid type: map", "invalid type: table"),
    ];
    let message =
        WORDS.iter().chain(&KINDS).fold(message.to_owned(), |text, (serde, ours)| text.replace(serde, ours));
    let Some(rest) = message.strip_prefix("unknown ") else { return message };
    let mut words = rest.split('`').skip(1).step_by(2);
    let Some(found) = words.next() else { return message };
    let hint = crate::ras::hint(found, words);
    message + &hint
}

/// The line and the column of a byte, from 1 and counted in characters.
pub(super) fn place(bytes: &[u8], at: usize) -> (usize, usize) {
    let before = &bytes[..at.min(bytes.len())];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
    (line, String::from_utf8_lossy(&before[line_start..]).chars().count() + 1)
}

/// The keys that lead to a place in a TOML text, as far as the text can be parsed.
pub(super) fn key_at(text: &str, at: Range<usize>) -> String {
    let document = toml::de::DeTable::parse(text).ok();
    let found = document.and_then(|table| find(&DeValue::Table(table.into_inner()), &at));
    found.map(|(_, path)| path).unwrap_or_default()
}

/// The narrowest key or item around the place: its length, and the keys that lead there. It is looked for everywhere,
/// because what stands below a `[header]` is not within the span of that table.
fn find(value: &DeValue<'_>, at: &Range<usize>) -> Option<(usize, String)> {
    let narrowest = |name: String, span: Range<usize>, value: &DeValue<'_>| {
        let here = (span.start <= at.start && at.end <= span.end).then(|| (span.len(), String::new()));
        let (length, below) = find(value, at).or(here)?;
        let dot = if below.is_empty() || below.starts_with('[') { "" } else { "." };
        Some((length, format!("{name}{dot}{below}")))
    };
    match value {
        DeValue::Table(table) => table
            .iter()
            .filter_map(|(key, value)| {
                let (key_span, value_span) = (key.span(), value.span());
                let span = key_span.start.min(value_span.start)..key_span.end.max(value_span.end);
                narrowest(key.get_ref().to_string(), span, value.get_ref())
            })
            .min(),
        DeValue::Array(array) => (0..)
            .zip(array.iter())
            .filter_map(|(index, item): (u32, _)| {
                narrowest(format!("[{index}]"), item.span(), item.get_ref())
            })
            .min(),
        _ => None,
    }
}
