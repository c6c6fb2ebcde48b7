//! Soaks: a conversation is repeated in one life of the service, and nothing may drift, run out or grow.

mod growth;
mod hearing;
mod slope;

pub use growth::{Growth, Resource};

use crate::check::{Drift, Finding, Rule, drifts, row, runs_out};
use crate::pipeline::{Conversation, Runner};
use crate::scenario::Scenario;
use growth::growths;
use hearing::Hearing;

/// The row that says that nothing grows.
const GROWS: &str = "GROWS";

/// What is repeated, and by what it is judged.
#[derive(Debug, Clone)]
pub struct Soak {
    /// The rules that judge each cycle that shows something new.
    pub rules: Vec<&'static Rule>,
    /// How often a conversation is repeated.
    pub cycles: u32,
}

/// Hears how a soak goes on.
pub trait SoakObserver {
    /// Hears that another cycle is over.
    fn cycle(&self) {}

    /// Whether nothing more is to be played.
    fn is_over(&self) -> bool {
        false
    }
}

/// What came of a conversation that was repeated.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Soaked {
    /// How many cycles were played.
    pub cycles: u32,
    /// How many steps each had.
    pub steps: u32,
    /// Whether the service has started.
    pub is_started: bool,
    /// Why the service did not start, or the first error of its log.
    pub trouble: Option<String>,
    /// Whether what processes hold was measured.
    pub is_measured: bool,
    /// Why it was cut short, by nobody's fault.
    pub cut: Option<String>,
    /// What is wrong.
    pub findings: Vec<SoakFinding>,
}

/// One thing that is wrong with a conversation that was repeated.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SoakFinding {
    /// The rule, or what stands for one, such as `GROWS`.
    pub id: &'static str,
    /// What it says in a few words.
    pub name: &'static str,
    /// What all findings of one cause have in common.
    pub signature: String,
    /// How many cycles it takes to see it.
    pub cycles: u32,
    /// Whether it is a call that did not return.
    pub is_fault: bool,
    /// What there is to say, in order: a label of at most nine characters, and a text without line breaks.
    pub lines: Vec<(&'static str, String)>,
    /// A transcript of what happened, as far as it shows there: the start of the service, and that cycle.
    pub transcript: String,
}

impl Soak {
    /// Repeats a scenario, if it can be repeated, and says what is wrong.
    pub fn play<R: Runner + ?Sized>(
        &self,
        scenario: &Scenario,
        runner: &R,
        observer: &dyn SoakObserver,
    ) -> Option<Soaked> {
        let conversation = Conversation::of(scenario, self.cycles)?;
        let mut hearing =
            Hearing::new(&conversation, runner.header(&conversation.cycle), &self.rules, observer);
        runner.repeat(&conversation, &mut hearing);
        let cut = runner.cut();
        hearing.finish();
        let dlls = &hearing.header.dlls;
        let (played, steps) = (hearing.played(), conversation.length());
        let mut findings = std::mem::take(&mut hearing.findings);
        // What does not return drifts as well.
        let is_told =
            |drift: &Drift| findings.iter().any(|known| known.is_fault && known.cycles == drift.cycle);
        let drift = hearing.cycles.drift().filter(|drift| !is_told(drift));
        findings.extend(drift.map(|drift| of_drift(drift, hearing.drift_transcript.clone())));
        let mut grown = growths(&hearing.samples);
        // A thread or an open file has memory of its own.
        let others = grown.clone();
        let is_cause = |other: &Growth, growth: &Growth| {
            other.resource != Resource::Memory
                && (other.process, other.after) == (growth.process, growth.after)
        };
        grown.retain(|growth| {
            growth.resource != Resource::Memory || !others.iter().any(|other| is_cause(other, growth))
        });
        findings.extend(grown.iter().map(|growth| of_growth(growth, played, dlls)));
        if cut.is_some() {
            findings.clear();
        }
        Some(Soaked {
            cycles: played,
            steps,
            is_started: hearing.is_started,
            trouble: hearing.trouble.take(),
            is_measured: !hearing.samples.is_empty(),
            cut,
            findings,
        })
    }
}

/// A finding of a documented rule, in this cycle.
fn of_rule(finding: &Finding, cycle: u32, transcript: String) -> SoakFinding {
    let mut lines = vec![("cycle", cycle.to_string())];
    lines.extend(finding.lines());
    let (id, name, signature) = (finding.rule.id, finding.rule.name, finding.signature());
    SoakFinding { id, name, signature, cycles: cycle, is_fault: finding.is_fault(), lines, transcript }
}

fn of_drift(drift: &Drift, transcript: String) -> SoakFinding {
    let rule = if drift.is_address { runs_out() } else { drifts() };
    let call = drift.call.map(|(_, entry)| entry.callout.word()).unwrap_or_default();
    let lines = vec![
        ("cycle", drift.cycle.to_string()),
        ("where", drift.place()),
        ("observed", drift.observed()),
        ("expected", drift.expected().to_owned()),
    ];
    let lines = with_duty(lines, rule.id);
    SoakFinding {
        id: rule.id,
        name: rule.name,
        signature: format!("{} {call}", rule.id).trim_end().to_owned(),
        cycles: drift.cycle,
        is_fault: false,
        lines,
        transcript,
    }
}

/// The line about the duty at the end, as findings have it.
fn with_duty(mut lines: Vec<(&'static str, String)>, id: &str) -> Vec<(&'static str, String)> {
    lines.extend(row(id).map(|row| ("duty", format!("{}: {} ({})", row.id, row.duty, row.strength))));
    lines
}

fn of_growth(growth: &Growth, cycles: u32, dlls: &[String]) -> SoakFinding {
    let Growth { resource, process, after, .. } = growth;
    let (place, call) = match after {
        Some((dll, callout)) => {
            let name = dlls.get(usize::from(*dll)).map_or("a DLL", String::as_str);
            (format!("after {callout} of {name}"), callout.word())
        }
        None => ("outside of the calls: a thread of a DLL takes it".to_owned(), ""),
    };
    let lines = vec![
        ("where", format!("the process {process}, {place}")),
        ("observed", format!("{growth}, over {cycles} cycles")),
        (
            "expected",
            "as much after each cycle: everybody has hung up, and every address was released".to_owned(),
        ),
    ];
    let lines = with_duty(lines, GROWS);
    SoakFinding {
        id: GROWS,
        name: "nothing-grows",
        signature: format!("{GROWS} {resource} {call}").trim_end().to_owned(),
        cycles,
        is_fault: false,
        lines,
        transcript: String::new(),
    }
}
