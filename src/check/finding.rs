//! One place where a rule was broken.

use std::fmt;

use super::call::Call;
use super::look::At;
use super::row::Row;
use super::rule::Rule;
use crate::model::{Entry, Instance};

/// A rule was broken here.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which rule.
    pub rule: &'static Rule,
    /// The id of the row of the catalogue, of those that the rule decides.
    pub row: &'static str,
    /// Where.
    pub spot: Spot,
    /// The member of a structure, such as `RAS_CONNECTION_0.wszUserName`, or the parameter.
    pub member: Option<String>,
    /// What was there.
    pub observed: String,
    /// What was expected.
    pub expected: String,
    /// The reading of an open question that makes it a breach.
    pub reading: Option<Reading>,
}

/// A place in a transcript.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    /// Which entry.
    pub at: At,
    /// The call, if it is about one.
    pub call: Option<(Instance, Entry)>,
    /// The number of the connection, if it is about one.
    pub connection: Option<u32>,
}

/// The reading of an open question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The id of the question, such as `AMB-41`.
    pub question: &'static str,
    /// The policy that holds its readings.
    pub policy: &'static str,
    /// The reading in force.
    pub reading: &'static str,
}

impl Finding {
    pub(super) fn new(rule: &'static Rule, spot: Spot, observed: String, expected: String) -> Self {
        Self { rule, row: rule.id, spot, member: None, observed, expected, reading: None }
    }

    /// Says which member of a structure, or which parameter, it is about.
    pub fn member(&mut self, path: impl Into<String>) -> &mut Self {
        self.member = Some(path.into());
        self
    }

    /// Says which of the rows that the rule decides it is about, if not the first.
    pub fn about(&mut self, row: &'static str) -> &mut Self {
        self.row = row;
        self
    }

    /// The duty that was broken, and where it is documented.
    pub fn duty(&self) -> Option<&'static Row> {
        super::row(self.row)
    }

    /// Says on which reading it depends; see [`Judge::reading`](super::Judge::reading).
    pub fn under(&mut self, reading: Option<Reading>) -> &mut Self {
        self.reading = reading;
        self
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
        }
        lines.extend(self.reading.map(|reading| ("open", reading.to_string())));
        lines
    }

    /// What repeats of one finding have in common: rule, entry point and member.
    pub fn signature(&self) -> String {
        let call = self.spot.call.map(|(_, entry)| entry.callout.word()).unwrap_or_default();
        format!("{} {call} {}", self.rule.id, self.member.as_deref().unwrap_or_default())
    }
}

impl From<At> for Spot {
    fn from(at: At) -> Self {
        Self { at, call: None, connection: None }
    }
}

impl From<(At, u32)> for Spot {
    fn from((at, connection): (At, u32)) -> Self {
        Self { at, call: None, connection: Some(connection) }
    }
}

impl From<&Call<'_>> for Spot {
    fn from(call: &Call<'_>) -> Self {
        Self { at: call.at, call: Some((call.instance, call.entry)), connection: call.connection }
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

impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.at.step {
            0 => f.write_str("while the service starts or stops")?,
            step => write!(f, "step {step}")?,
        }
        if let Some(number) = self.connection {
            write!(f, ", connection {number}")?;
        }
        if let Some((instance, entry)) = self.call {
            write!(f, ", {} of {instance}", entry.callout)?;
        }
        Ok(())
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} read as {}={}", self.question, self.policy, self.reading)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Verdict, all_rules, judge};

    #[test]
    fn finding_reads_as_aligned_lines() {
        let rule = all_rules().iter().copied().find(|rule| rule.id == "RUN-01").expect("it is there");
        let (run, _) = Rule::example(rule.breaks).expect("its example is well formed");
        let mut verdicts = judge(&run, None, &[rule]);
        let Verdict::Broken(findings) = &mut verdicts.outcomes[0].verdict else { panic!("it is broken") };
        let finding = &mut findings[0];
        finding.member("a\nb").observed = "panic: \u{1b}[31mno\r\nlist \u{e9}\u{2028}".to_owned();
        finding.under(Some(Reading {
            question: "AMB-52",
            policy: "callout_fault",
            reading: "log_and_refuse",
        }));
        let expected = "\
RUN-01 callouts-return
  where      while the service starts or stops, InitializeDll of conn/1
  member     a\\nb
  observed   panic: \\u{1b}[31mno\\r\\nlist \u{e9}\\u{2028}
  expected   a function that returns
  duty       RUN-01: A callout returns to the service: no page knows one that crashes, panics or hangs. (silent)
  open       AMB-52 read as callout_fault=log_and_refuse
";
        assert_eq!(finding.to_string(), expected);
    }
}
