//! Hears a conversation that is repeated, and keeps no more of it than the cycle at hand.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::net::IpAddr;

use xxhash_rust::xxh3::xxh3_64;

use super::{SoakFinding, SoakObserver, of_rule};
use crate::check::{Check, Cycles, Kind, Rule, Twins, judge, without_numbers};
use crate::model::{Event, FaultReach, Level, Question, Returned, ServiceState, Wrote};
use crate::pipeline::{Conversation, Sample, Sink};
use crate::transcript::{Entry, EntryKind, Header, Transcript};

/// So many different cycles are judged by the rules.
const JUDGED_MAX: usize = 256;

pub(super) struct Hearing<'a> {
    pub(super) header: Header,
    rules: Vec<&'static Rule>,
    observer: &'a dyn SoakObserver,
    length: u32,
    times: u32,
    pub(super) cycles: Cycles,
    /// What happened before the first cycle, and in the one at hand.
    start: Vec<Entry>,
    current: Vec<Entry>,
    /// The cycle at hand.
    cycle: u32,
    /// What stands for cycles that were judged.
    judged: BTreeSet<u64>,
    pub(super) findings: Vec<SoakFinding>,
    /// The transcript of the cycle that drifts.
    pub(super) drift_transcript: String,
    pub(super) samples: Vec<Sample>,
    pub(super) is_started: bool,
    pub(super) trouble: Option<String>,
    has_died: bool,
}

impl<'a> Hearing<'a> {
    pub(super) fn new(
        conversation: &Conversation,
        header: Header,
        rules: &[&'static Rule],
        observer: &'a dyn SoakObserver,
    ) -> Self {
        let policy = header.profile.decide(header.policy);
        Self {
            header,
            rules: rules.iter().copied().filter(|rule| matches!(rule.check, Check::Run(_))).collect(),
            observer,
            length: conversation.length(),
            times: conversation.times,
            cycles: Cycles::new(conversation.length(), policy),
            start: Vec::new(),
            current: Vec::new(),
            cycle: 0,
            judged: BTreeSet::new(),
            findings: Vec::new(),
            drift_transcript: String::new(),
            samples: Vec::new(),
            is_started: false,
            trouble: None,
            has_died: false,
        }
    }

    /// How many cycles were played, the one at hand among them.
    pub(super) fn played(&self) -> u32 {
        self.cycle
    }

    /// Judges what is left.
    pub(super) fn finish(&mut self) {
        self.end_cycle();
    }

    /// The entry with the number of its step in the cycle; and the next cycle, if it begins one.
    fn renumbered(&mut self, mut entry: Entry) -> Entry {
        let EntryKind::Event(Event::Step { number, .. }) = &mut entry.kind else { return entry };
        let Some(at) = number.checked_sub(1) else { return entry };
        *number = at % self.length + 1;
        let cycle = at / self.length + 1;
        if cycle != self.cycle {
            self.end_cycle();
            self.cycle = cycle;
        }
        entry
    }

    fn end_cycle(&mut self) {
        if self.cycle > 0 {
            self.observer.cycle();
        }
        if !self.current.is_empty() || self.cycle == self.times {
            let stands_for = stands_for(&self.current);
            if self.judged.len() < JUDGED_MAX && self.judged.insert(stands_for) {
                self.judge();
            }
        }
        if self.drift_transcript.is_empty() && self.cycles.drift().is_some() {
            self.drift_transcript = self.transcript().to_string();
        }
        self.current.clear();
    }

    fn transcript(&self) -> Transcript {
        let entries = self.start.iter().chain(&self.current).cloned().collect();
        Transcript { header: self.header.clone(), entries }
    }

    fn judge(&mut self) {
        let transcript = self.transcript();
        let verdicts = judge(&transcript, Twins::default(), &self.rules);
        for finding in verdicts.causes().filter(|finding| finding.kind == Kind::Error) {
            let signature = finding.signature();
            if self.findings.iter().all(|known| known.signature != signature) {
                self.findings.push(of_rule(finding, self.cycle, transcript.to_string()));
            }
        }
    }
}

impl Sink for Hearing<'_> {
    fn entry(&mut self, entry: Entry) {
        self.cycles.entry(entry.at_ms, &entry.kind);
        match &entry.kind {
            EntryKind::Event(Event::Service(state)) => self.is_started |= *state == ServiceState::Running,
            EntryKind::Faulted(fault) => self.has_died |= fault.reach == FaultReach::Process,
            EntryKind::Logged(log) if log.level == Level::Error && self.trouble.is_none() => {
                self.trouble = Some(format!("{}: {}", log.instance, log.text));
            }
            _ => {}
        }
        let entry = self.renumbered(entry);
        if self.cycle == 0 { self.start.push(entry) } else { self.current.push(entry) }
    }

    /// In a process that has ended nothing happens any more.
    fn is_over(&self) -> bool {
        self.has_died || self.observer.is_over()
    }

    fn is_measured(&self) -> bool {
        true
    }

    fn sample(&mut self, sample: Sample) {
        self.samples.push(sample);
    }
}

/// A number that stands for all that DLLs did in a cycle, addresses by the order in which they come. It is judged by the rules
/// unless one with the same number was.
fn stands_for(entries: &[Entry]) -> u64 {
    let mut addresses: BTreeMap<IpAddr, usize> = BTreeMap::new();
    let mut place = |address: IpAddr| {
        let next = addresses.len();
        if address.is_unspecified() { usize::MAX } else { *addresses.entry(address).or_insert(next) }
    };
    let mut text = String::new();
    for entry in entries {
        let written = match &entry.kind {
            EntryKind::Event(Event::Step { number, .. }) => write!(text, "step {number}"),
            EntryKind::Event(Event::Administered { request, result, .. }) => {
                write!(text, "{} {result}", request.function())
            }
            EntryKind::Event(event) => write!(text, "{:?}", std::mem::discriminant(event)),
            EntryKind::Skipped(reason) => write!(text, "{reason}"),
            EntryKind::Asked(ask) => {
                let about = match &ask.question {
                    Question::GetIpv4(about) | Question::ReleaseIpv4(about) => Some(about.address.into()),
                    Question::GetIpv6(about) | Question::ReleaseIpv6(about) => Some(about.address.into()),
                    _ => None,
                };
                let about = about.map(&mut place);
                write!(text, "{} {} {about:?}", ask.instance, ask.entry)
            }
            EntryKind::Answered(Returned { value, wrote, scribbled }) => {
                let wrote = match *wrote {
                    Wrote::Ipv4(address, notify) => Some((place(address.into()), notify)),
                    Wrote::Ipv6(address, notify) => Some((place(address.into()), notify)),
                    Wrote::Nothing | Wrote::Table(_) => None,
                };
                write!(text, "{value:?} {wrote:?} {}", without_numbers(&scribbled.join(" ")))
            }
            EntryKind::Faulted(fault) => write!(text, "{}", fault.what),
            EntryKind::Noticed(instance, notice) => {
                write!(text, "{instance} {}", without_numbers(&format!("{notice:?}")))
            }
            EntryKind::Logged(log) => write!(text, "{:?} {:?}", log.level, log.stage),
        };
        debug_assert!(written.is_ok(), "a string takes what is written");
        text.push('\n');
    }
    xxh3_64(text.as_bytes())
}
