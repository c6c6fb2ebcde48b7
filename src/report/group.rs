//! Reports tell each cause once: its plainest case, how often else it was met, and what follows from it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use super::Report;
use super::words::{counted, visible};
use crate::check::{Check, Finding, Kind, Twin};
use crate::ras::Callout;

/// All findings of one cause.
#[derive(Debug)]
#[non_exhaustive]
pub struct Group<'a> {
    /// The plainest of them, among those that weigh most.
    pub finding: &'a Finding,
    /// The run in which that was found, by its place in [`Report::runs`].
    pub run: usize,
    /// How often the cause was met.
    pub times: u64,
    /// The names of the scenarios in which it was met.
    pub scenarios: BTreeSet<&'a str>,
    /// The entry points at which it was met.
    pub entries: BTreeSet<Callout>,
    /// The members that it is about, if there are several.
    pub members: BTreeSet<&'a str>,
    /// The rules that were broken by what follows from it, and how often.
    pub follows: BTreeMap<&'static str, u64>,
}

/// What the rule of a finding compares a run with.
fn twin(finding: &Finding) -> Option<Twin> {
    match finding.rule.check {
        Check::Pair(twin, _) => Some(twin),
        Check::Run(_) | Check::Expectations => None,
    }
}

/// How plain a finding is: what weighs most comes first, then what takes the least to be seen.
type Plainness = (Kind, bool, usize, bool, usize, usize);

fn plainness(report: &Report, run: usize, finding: &Finding) -> Plainness {
    let under = report.runs[run].under.len() + report.runs[run].header.policy.changed().count();
    // Empty and strange names make the reader wonder whether they matter.
    let is_strange = |called: &str| called.contains(['\\', '"']) || !called.is_ascii();
    let strange =
        finding.called.as_deref().is_some_and(|called| is_strange(&called.replace("domain=\"\"", "")));
    (finding.kind, !finding.hostile.is_empty(), under, strange, finding.spot.at.entry, run)
}

/// The causes that a report tells: errors first, then what is open, then advice; each in the order of the contract.
pub fn groups(report: &Report) -> Vec<Group<'_>> {
    let runs = report.runs.iter().enumerate();
    let findings = runs.flat_map(|(at, run)| run.verdicts.findings().map(move |found| (at, found)));
    grouped(report, findings)
}

/// The causes of the findings of one run.
pub fn groups_in(report: &Report, run: usize) -> Vec<Group<'_>> {
    grouped(report, report.runs[run].verdicts.findings().map(|finding| (run, finding)))
}

fn grouped<'a>(report: &'a Report, findings: impl Iterator<Item = (usize, &'a Finding)>) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_signature: BTreeMap<String, usize> = BTreeMap::new();
    let mut following: Vec<(&String, &'static str)> = Vec::new();
    let findings: Vec<(usize, &Finding)> = findings.collect();
    // A DLL that does not do the same twice differs in any two runs.
    let differs = findings.iter().find(|(_, finding)| twin(finding) == Some(Twin::Again));
    let differs = differs.map(|(_, finding)| finding.group());
    // What is repeated is played with hangups after refusals: who decides by those drifts as well.
    let reread = findings.iter().find(|(_, finding)| twin(finding) == Some(Twin::Reread));
    let reread = reread.map(|(_, finding)| finding.group());
    for (run, finding) in findings {
        if let (Some(cause), Some(Twin::Cycles)) = (&reread, twin(finding)) {
            following.push((cause, finding.rule.id));
            continue;
        }
        if let Some(cause) = &finding.follows {
            following.push((cause, finding.rule.id));
            continue;
        }
        if let (Some(cause), Some(compared)) = (&differs, twin(finding))
            && compared != Twin::Again
        {
            following.push((cause, finding.rule.id));
            continue;
        }
        let at = match known.entry(finding.group()) {
            Entry::Occupied(at) => *at.get(),
            Entry::Vacant(place) => {
                place.insert(groups.len());
                groups.push(Group {
                    finding,
                    run,
                    times: 0,
                    scenarios: BTreeSet::new(),
                    entries: BTreeSet::new(),
                    members: BTreeSet::new(),
                    follows: BTreeMap::new(),
                });
                groups.len() - 1
            }
        };
        of_signature.insert(finding.signature(), at);
        of_signature.insert(finding.group(), at);
        let group = &mut groups[at];
        group.times += 1;
        group.entries.extend(finding.spot.call.map(|(_, entry)| entry.callout));
        group.scenarios.insert(&report.runs[run].name);
        group.members.extend(finding.member.as_deref());
        if plainness(report, run, finding) < plainness(report, group.run, group.finding) {
            (group.finding, group.run) = (finding, run);
        }
    }
    for (cause, id) in following {
        if let Some(group) = of_signature.get(cause).and_then(|at| groups.get_mut(*at)) {
            *group.follows.entry(id).or_default() += 1;
        }
    }
    fold_the_heap(&mut groups);
    // What is wrong under the readings that count need not be told once more for others.
    let errors: BTreeSet<&str> = groups
        .iter()
        .filter(|group| group.kind() == Kind::Error && !group.finding.is_fault())
        .map(|group| group.finding.rule.id)
        .collect();
    groups.retain(|group| group.kind() != Kind::Open || !errors.contains(group.finding.rule.id));
    let place = |id: &str| report.rules.iter().position(|rule| rule.id == id);
    groups.sort_by_cached_key(|group| (group.finding.kind, place(group.finding.rule.id)));
    groups
}

/// Whether a signature is that of a corrupt heap that is told without a place in a DLL.
pub(super) fn is_heap_alone(signature: &str) -> bool {
    signature == "RUN-01 crash: heap corruption"
}

/// Whether a signature is that of a crash that a corrupt heap may have led to: any with a place, or another error.
pub(super) fn may_be_the_heap(signature: &str) -> bool {
    let ended = signature.strip_prefix("RUN-01 ").filter(|_| !is_heap_alone(signature));
    ended.is_some_and(|how| !how.contains("hang: ") && !how.starts_with("panic: "))
}

/// A heap that is corrupt shows in many ways: where one of them is told by its place, one without a place is no other
/// cause.
fn fold_the_heap(groups: &mut Vec<Group<'_>>) {
    let signature = |group: &Group<'_>| group.finding.signature();
    if !groups.iter().any(|group| may_be_the_heap(&signature(group))) {
        return;
    }
    let mut folded = BTreeMap::new();
    groups.retain(|group| {
        let is_folded = is_heap_alone(&signature(group));
        if is_folded {
            folded.insert(group.finding.rule.id, group.times);
        }
        !is_folded
    });
    let cause = groups.iter_mut().find(|group| may_be_the_heap(&signature(group)));
    if let Some(cause) = cause {
        folded.into_iter().for_each(|(id, times)| *cause.follows.entry(id).or_default() += times);
    }
}

impl Group<'_> {
    /// How much it weighs.
    pub fn kind(&self) -> Kind {
        self.finding.kind
    }

    /// All that is told of it, as [`Finding::lines`]: also in which scenario and under which readings, the command that
    /// shows it again if there is one, how often it was met and what follows from it.
    pub fn lines(&self, report: &Report) -> Vec<(&'static str, String)> {
        let run = &report.runs[self.run];
        let mut lines = self.finding.lines();
        for (label, text) in &mut lines {
            match *label {
                "where" => *text = format!("{}, {text}", visible(&run.title())),
                "member" if self.members.len() > 1 => {
                    *text += &format!(" and {} more", self.members.len() - 1);
                }
                _ => {}
            }
        }
        // A line that only parts others says nothing.
        let says = |line: &&str| line.contains(char::is_alphanumeric);
        if let Some(written) = run.written.lines().map(str::trim).find(says) {
            lines.push(("written", visible(written)));
        }
        if self.entries.len() > 1 {
            let entries: Vec<&str> = self.entries.iter().map(|callout| callout.word()).collect();
            lines.push(("calls", entries.join(", ")));
        }
        lines.extend(run.reproduce(self.finding).map(|command| ("reproduce", visible(&command))));
        lines.extend(run.twin(self.finding).map(|command| ("other run", visible(&command))));
        if self.times > 1 {
            let scenarios = counted(self.scenarios.len() as u64, "scenario");
            lines.push(("met", format!("{} times in {scenarios}", self.times)));
        }
        if !self.follows.is_empty() {
            lines.push(("then", self.followed()));
        }
        lines
    }

    /// What follows from it: `HANGUP-07, RESTARTS (3 times)`.
    pub fn followed(&self) -> String {
        let told = |(id, times): (&&'static str, &u64)| match times {
            1 => (*id).to_owned(),
            times => format!("{id} ({times} times)"),
        };
        self.follows.iter().map(told).collect::<Vec<_>>().join(", ")
    }

    /// The rule, and below it the lines of [`Group::lines`], aligned.
    pub fn text(&self, report: &Report) -> String {
        let mut text = format!("{}\n", self.finding.title());
        for (label, line) in self.lines(report) {
            text += &format!("  {label:<9}  {line}\n");
        }
        text
    }
}
