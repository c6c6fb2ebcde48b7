//! One place where a rule was broken, as reports tell it.

use std::fmt;

use super::breach::{Breach, DependsOn};
use super::catalogue::row;
use super::row::Row;
use super::rule::Rule;
use super::spot::Spot;

/// A rule was broken at one place of a transcript.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The rule that was broken.
    pub rule: &'static Rule,
    /// The id of the row of the catalogue, of those that the rule decides.
    pub row: &'static str,
    /// The place in the transcript.
    pub spot: Spot,
    /// The member of a structure, such as `RAS_CONNECTION_0.wszUserName`, or the parameter.
    pub member: Option<String>,
    /// What the transcript shows there.
    pub observed: String,
    /// What the rule expected there.
    pub expected: String,
    /// The reading of an open question that makes it a breach.
    pub depends_on: Option<DependsOn>,
}

impl Finding {
    pub(super) fn of(rule: &'static Rule, breach: Breach) -> Self {
        let Breach { spot, row, member, observed, expected, depends_on, .. } = breach;
        Self { rule, row: row.unwrap_or(rule.id), spot, member, observed, expected, depends_on }
    }

    /// The duty that was broken, and where it is documented; none for a rule that decides no row of the catalogue.
    pub fn duty(&self) -> Option<&'static Row> {
        row(self.row)
    }

    /// What there is to say, in order: a label of at most nine characters, and a text without line breaks.
    pub fn lines(&self) -> Vec<(&'static str, String)> {
        let mut lines = vec![("where", self.spot.to_string())];
        lines.extend(self.member.as_deref().map(|member| ("member", on_one_line(member))));
        lines.push(("observed", on_one_line(&self.observed)));
        lines.push(("expected", on_one_line(&self.expected)));
        if let Some(row) = self.duty() {
            lines.push(("duty", format!("{}: {} ({})", row.id, row.duty, row.strength)));
            lines.extend(row.pages.first().map(|page| ("", page.url.to_owned())));
        } else {
            lines.push(("duty", format!("{}: {}", self.rule.id, self.rule.summary())));
        }
        lines.extend(self.depends_on.map(|reading| ("open", reading.to_string())));
        lines
    }

    /// What repeats of one finding have in common: rule, entry point and member.
    pub fn signature(&self) -> String {
        let call = self.spot.call.map(|(_, entry)| entry.callout.word()).unwrap_or_default();
        format!("{} {call} {}", self.rule.id, self.member.as_deref().unwrap_or_default())
    }
}

/// The rule, and a line for each thing there is to say.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} {}", self.rule.id, self.rule.name)?;
        self.lines().iter().try_for_each(|(label, text)| writeln!(f, "  {label:<9}  {text}"))
    }
}

/// `text` on one line: what DLLs and files say may hold anything.
fn on_one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            line.extend(c.escape_default());
        } else {
            line.push(c);
        }
    }
    line
}
