//! What is plainer than a text: its default, a word that examples use, a smaller number, a shorter name.

use crate::ras::{FactKind, Name};

/// The names of ports that shrunk scenarios have.
pub(super) const PORTS: [&str; 4] = ["VPN2-0", "VPN2-1", "VPN2-2", "VPN2-3"];

/// The names of users that shrunk scenarios have.
pub(super) const USERS: [&str; 4] = ["alice", "bob", "carol", "mallory"];

/// Fields that are never left at an empty default.
const NEVER_EMPTY: [&str; 4] = ["port", "to", "user", "remote"];

/// A field and what it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct FieldText<'a> {
    pub(super) key: &'a str,
    pub(super) kind: FactKind,
    pub(super) text: &'a str,
    pub(super) default: &'a str,
}

impl FieldText<'_> {
    /// The texts that are plainer, the plainest first. Some of them may be no value of the field.
    pub(super) fn plainer(&self) -> Vec<String> {
        let mut texts: Vec<String> = self.plain_default().map(str::to_owned).into_iter().collect();
        texts.extend(words(self.key).iter().map(|&word| word.to_owned()));
        match (self.kind, self.text.parse()) {
            (FactKind::Number, Ok(number)) => texts.extend(numbers(number).map(|number| number.to_string())),
            (FactKind::Text, _) if self.text.contains('+') => {
                texts.extend(self.text.split('+').map(str::to_owned));
            }
            (FactKind::Text, _) => texts.extend(shorter(self.text).chain(as_long(self.text))),
            _ => {}
        }
        let mut plainer: Vec<String> = Vec::new();
        for text in texts {
            if self.rank(&text) < self.rank(self.text) && !plainer.contains(&text) {
                plainer.push(text);
            }
        }
        plainer
    }

    /// The default, if a field may be left at it.
    pub(super) fn plain_default(&self) -> Option<&str> {
        Some(self.default).filter(|_| !NEVER_EMPTY.contains(&self.key))
    }

    /// How far from plain a text is: every change makes this smaller, so there is an end.
    fn rank(&self, text: &str) -> (u8, u64, u64) {
        if self.plain_default() == Some(text) {
            return (0, 0, 0);
        }
        if let Some(place) = (0..).zip(words(self.key)).find(|(_, word)| **word == text) {
            return (1, place.0, 0);
        }
        match (self.kind, text.parse::<u64>()) {
            (FactKind::Number, Ok(number)) => (2, number, 0),
            _ => (2, length(text), strangeness(text)),
        }
    }
}

/// Texts that examples use, the plainest first.
fn words(key: &str) -> &'static [&'static str] {
    match key {
        "port" | "to" => &PORTS,
        "user" => &USERS,
        "state" => &["normal", "quarantine", "probation", "not-capable"],
        "remote" | "remote-endpoint" => &["192.0.2.1"],
        "local" | "local-endpoint" => &["192.0.2.2"],
        "ipv4" | "ipv6" => &["none", "pool", "zero"],
        "probation" => &["1s"],
        "domain" => &["CORP"],
        "computer" | "interface" => &["A"],
        _ => &[],
    }
}

/// Smaller numbers: one, half, and ever closer.
pub(super) fn numbers(number: u64) -> impl Iterator<Item = u64> {
    let closer = (1..=5u32).map(move |times| number - (number >> times));
    let all = [0, 1].into_iter().chain(closer).chain(number.checked_sub(1));
    all.filter(move |&smaller| smaller < number)
}

/// Shorter texts: one unit, half of them, all but the last.
fn shorter(text: &str) -> impl Iterator<Item = String> {
    let units = text.parse::<Name>().map(|name| name.units().to_vec()).unwrap_or_default();
    let mut lengths = vec![1, 2, units.len() / 2, units.len().saturating_sub(1)];
    lengths.retain(|&length| length > 0 && length < units.len());
    lengths.sort_unstable();
    lengths.dedup();
    lengths.into_iter().map(move |length| Name::from_units(&units[..length]).to_string())
}

/// What a unit becomes that need not be what it is.
const PLAIN: u16 = b'x' as u16;

/// Texts of the same length: nothing but the letter x, and the same text with an x for every unit that is not ASCII.
fn as_long(text: &str) -> impl Iterator<Item = String> {
    let units = text.parse::<Name>().map(|name| name.units().to_vec()).unwrap_or_default();
    let is_plain = |unit: u16| (0x20..0x7f).contains(&unit);
    let ascii = units.iter().map(|unit| if is_plain(*unit) { *unit } else { PLAIN }).collect();
    [vec![PLAIN; units.len()], ascii].into_iter().map(|units: Vec<u16>| Name::from_units(&units).to_string())
}

/// How strange the units of a text are: an x is nothing, ASCII a little, a lone surrogate the most.
fn strangeness(text: &str) -> u64 {
    let of = |unit: &u16| match *unit {
        PLAIN => 0,
        0x20..0x7f => 1,
        0xd800..0xe000 => 3,
        _ => 2,
    };
    text.parse::<Name>().map_or(u64::MAX, |name| name.units().iter().map(of).sum())
}

fn length(text: &str) -> u64 {
    text.parse::<Name>().map_or(u64::MAX, |name| name.units().len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plainer(key: &str, kind: FactKind, text: &str, default: &str) -> Vec<String> {
        FieldText { key, kind, text, default }.plainer()
    }

    #[test]
    fn plainest_comes_first_and_nothing_is_plainer_than_the_default() {
        assert_eq!(plainer("user", FactKind::Text, "mallory", ""), ["alice", "bob", "carol"]);
        assert_eq!(plainer("user", FactKind::Text, "alice", ""), [""; 0]);
        assert_eq!(
            plainer("domain", FactKind::Text, "abcdef", ""),
            ["", "CORP", "a", "ab", "abc", "abcde", "xxxxxx"]
        );
        let emoji = plainer("user", FactKind::Text, r"a😀\u{d800}", "");
        assert_eq!(emoji[emoji.len() - 2..], ["xxxx", "axxx"], "what is as long, the plainest first");
        assert_eq!(plainer("user", FactKind::Text, "xxxx", "").last().map(String::as_str), Some("xxx"));
        assert_eq!(plainer("ipv4", FactKind::Text, "10.0.0.7", "pool")[..3], ["pool", "none", "zero"]);
        assert_eq!(plainer("sent", FactKind::Number, "8", "0"), ["0", "1", "4", "6", "7"]);
        assert_eq!(plainer("compressed-percent", FactKind::Number, "100", "100"), [""; 0]);
        assert_eq!(plainer("flags", FactKind::Text, "messenger+dormant", ""), ["", "messenger", "dormant"]);
    }

    #[test]
    fn every_chain_of_plainer_texts_has_an_end() {
        for (key, kind, text, default) in [
            ("user", FactKind::Text, r"\u{d800}\u{d800}bc", ""),
            ("computer", FactKind::Text, "😀😀😀", ""),
            ("sent", FactKind::Number, "18446744073709551615", "0"),
            ("info", FactKind::Text, "00112233", ""),
        ] {
            let mut text = text.to_owned();
            let mut changes = 0;
            // The least change each time.
            while let Some(next) = plainer(key, kind, &text, default).pop() {
                text = if kind == FactKind::Number {
                    plainer(key, kind, &text, default)[1].clone()
                } else {
                    next
                };
                changes += 1;
                assert!(changes < 100, "{key}: {text}");
                if plainer(key, kind, &text, default).len() < 2 {
                    break;
                }
            }
            assert!(changes > 0, "{key}");
        }
    }
}
