//! A transcript that plays the part of its DLLs once more.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::{Driver, Play, Runner, Sink, Stepwise, play_on};
use crate::dll::{Hosting, Live, Notice, Said};
use crate::model::{
    Ask, Event, Fault, Instance, Level, LoadFailure, Loaded, LogEntry, Reply, Request, Stage,
};
use crate::ras::Code;
use crate::scenario::{Scenario, Step};
use crate::transcript::{Entry, EntryKind, Header, Transcript};

/// A run that was kept, as a runner: its DLLs answer what they have answered then, and none of them need be there.
///
/// The model plays along, so a [`Play`] of a record knows the connections at each step, and a record that this version of
/// mockras would not make any more is noticed: the run is cut short there, and [`cut`](Runner::cut) says where. So is a play of
/// other steps than those that were recorded. The transcript ends before the first entry that differs.
///
/// ```
/// use mockras::pipeline::{InProcess, Recorded, Runner};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
/// let run = InProcess.run(&scenario);
/// let record = Recorded::of(run.clone());
/// assert_eq!(record.run(&record.scenario()), run);
/// assert_eq!(record.cut(), None);
///
/// record.run(&Scenario::of([Step::dial("VPN2-0", "bob")]));
/// assert!(record.cut().expect("that is not in the record").starts_with("the record says otherwise"));
/// ```
#[derive(Debug, Clone)]
pub struct Recorded {
    header: Header,
    entries: Rc<[Entry]>,
    cut: Rc<RefCell<Option<String>>>,
}

impl Recorded {
    /// A runner of this run.
    pub fn of(transcript: Transcript) -> Self {
        Self { header: transcript.header, entries: transcript.entries.into(), cut: Rc::default() }
    }

    /// What was played: version, readings and steps. Of its DLLs only the names are known, and they are those of the header.
    pub fn scenario(&self) -> Scenario {
        let steps = self.entries.iter().filter_map(|entry| match &entry.kind {
            EntryKind::Event(Event::Step { number: 1.., step }) => Some(Arc::clone(step)),
            _ => None,
        });
        Scenario {
            profile: self.header.profile,
            policy: self.header.policy,
            hostile: self.header.hostile,
            always: self.header.always.clone(),
            steps: steps.collect(),
            ..Scenario::default()
        }
    }

    fn tape(&self) -> Tape {
        Tape {
            entries: Rc::clone(&self.entries),
            at: Rc::default(),
            cut: Rc::default(),
            cuts: Rc::clone(&self.cut),
            passed_on: BTreeSet::new(),
        }
    }
}

impl Runner for Recorded {
    fn header(&self, _: &Scenario) -> Header {
        self.header.clone()
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        let tape = self.tape();
        let mut check = Check::of(&tape, sink);
        play_on(scenario, self.header.dlls.len(), tape, &mut check);
    }

    fn begin(&self, scenario: &Scenario) -> Option<Play> {
        let driver = Driver::new(scenario, self.header.dlls.len(), self.tape());
        Some(Play::of(Taped(driver), scenario, self))
    }

    fn cut(&self) -> Option<String> {
        self.cut.take()
    }
}

/// The record, and how far it was played.
struct Tape {
    entries: Rc<[Entry]>,
    /// How many entries were made that are those of the record.
    at: Rc<Cell<usize>>,
    /// Why it cannot go on.
    cut: Rc<RefCell<Option<String>>>,
    /// The same for whoever asks the runner.
    cuts: Rc<RefCell<Option<String>>>,
    /// The requests, by their entries, that were handed to the service before they are carried out.
    passed_on: BTreeSet<usize>,
}

/// Compares what is made with the record, and hands it on as long as it is the same.
struct Check<'a> {
    entries: Rc<[Entry]>,
    at: Rc<Cell<usize>>,
    cut: Rc<RefCell<Option<String>>>,
    cuts: Rc<RefCell<Option<String>>>,
    sink: &'a mut dyn Sink,
}

impl<'a> Check<'a> {
    fn of(tape: &Tape, sink: &'a mut dyn Sink) -> Self {
        let (entries, at) = (Rc::clone(&tape.entries), Rc::clone(&tape.at));
        Self { entries, at, cut: Rc::clone(&tape.cut), cuts: Rc::clone(&tape.cuts), sink }
    }
}

impl Sink for Check<'_> {
    fn entry(&mut self, entry: Entry) {
        if self.cut.borrow().is_some() {
            return;
        }
        let at = self.at.get();
        if self.entries.get(at) == Some(&entry) {
            self.at.set(at + 1);
            self.sink.entry(entry);
            return;
        }
        let recorded = match self.entries.get(at) {
            Some(other) => format!("has `{}`", line(other)),
            None => "is over".to_owned(),
        };
        let (number, made) = (at + 1, line(&entry));
        let why = format!("the record says otherwise: entry {number} would be `{made}`, and it {recorded}");
        self.cuts.borrow_mut().get_or_insert_with(|| why.clone());
        self.cut.replace(Some(why));
    }

    fn is_over(&self) -> bool {
        self.cut.borrow().is_some() || self.sink.is_over()
    }
}

/// An entry as a transcript has it on a line of its own, without the blanks that make columns.
fn line(entry: &Entry) -> String {
    let alone = Transcript { header: Header::default(), entries: vec![entry.clone()] }.to_string();
    alone.lines().last().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The driver of a record, with the comparison.
struct Taped(Driver<Tape>);

impl Taped {
    fn check<'a>(&mut self, sink: &'a mut dyn Sink) -> Check<'a> {
        Check::of(self.0.host(), sink)
    }
}

impl Stepwise for Taped {
    fn step(&mut self, step: Arc<Step>, sink: &mut dyn Sink) {
        let mut check = self.check(sink);
        if !check.is_over() {
            self.0.step(step, &mut check);
        }
    }

    fn finish(mut self: Box<Self>, sink: &mut dyn Sink) {
        let mut check = self.check(sink);
        if !check.is_over() {
            self.0.finish(&mut check);
        }
    }

    fn service(&self) -> &Live {
        self.0.service()
    }

    fn cut(&self) -> Option<String> {
        self.0.peek().cut.borrow().clone()
    }
}

impl Tape {
    /// The entries that come next.
    fn rest(&self) -> &[Entry] {
        self.entries.get(self.at.get()..).unwrap_or_default()
    }

    /// What was noticed of a DLL and said by it, from an entry on, and how many entries that is.
    fn said(&mut self, from: usize, instance: Instance, as_is: (Level, Stage)) -> (Said, usize) {
        let mut said = Said::default();
        let mut many = 0;
        for entry in self.rest().iter().skip(from) {
            match &entry.kind {
                EntryKind::Noticed(of, notice) if *of == instance && said.notes.is_empty() => {
                    said.noticed.push(notice.clone());
                }
                EntryKind::Logged(log) if log.instance == instance && (log.level, log.stage) == as_is => {
                    said.notes.push(log.text.clone());
                }
                _ => break,
            }
            many += 1;
        }
        said.requests = self.requests(instance, &said.noticed);
        (said, many)
    }

    /// What the DLL has asked for: the transcript has it where it is carried out, in the same step.
    fn requests(&mut self, instance: Instance, noticed: &[Notice]) -> Vec<Request> {
        let mut requests = Vec::new();
        for notice in noticed {
            let Notice::Answered(answered) = notice else { continue };
            if answered.result != Code::NO_ERROR {
                continue;
            }
            let here = self.at.get();
            let step = self.entries.iter().enumerate().skip(here);
            let step =
                step.take_while(|(_, entry)| !matches!(entry.kind, EntryKind::Event(Event::Step { .. })));
            let carried_out = step.filter_map(|(at, entry)| match &entry.kind {
                EntryKind::Event(Event::Administered { instance: of, request, .. }) if *of == instance => {
                    Some((at, request))
                }
                _ => None,
            });
            let asked = carried_out.filter(|(at, request)| {
                request.function() == answered.function && !self.passed_on.contains(at)
            });
            if let Some((at, request)) = asked.map(|(at, request)| (at, request.clone())).next() {
                self.passed_on.insert(at);
                requests.push(request);
            }
        }
        requests
    }

    /// A fault of which the record tells outside of a call. What it took with it shows in what is unloaded later.
    fn fault(&self, instance: Instance, what: &str) -> Fault {
        let until = |entry: &&Entry| !matches!(entry.kind, EntryKind::Event(Event::Service(_)));
        let is_there = |entry: &Entry| match &entry.kind {
            EntryKind::Event(Event::Unloaded { instance: of }) => of.process == instance.process,
            _ => false,
        };
        let stays = self.rest().iter().take_while(until).any(is_there);
        if stays { Fault::of_call(what) } else { Fault::of_process(what) }
    }

    /// The error of this DLL at that stage, if that is the entry at a place.
    fn error(&self, at: usize, instance: Instance, stage: Stage) -> Option<&LogEntry> {
        match &self.rest().get(at)?.kind {
            EntryKind::Logged(log)
                if log.instance == instance && log.stage == stage && log.level == Level::Error =>
            {
                Some(log)
            }
            _ => None,
        }
    }
}

impl Hosting for Tape {
    fn load(&mut self, instance: Instance) -> (Result<Loaded, LoadFailure>, Said) {
        let (said, many) = self.said(0, instance, (Level::Warning, Stage::Exports));
        if let Some(Entry { kind: EntryKind::Event(Event::Loaded { exports, .. }), .. }) =
            self.rest().get(many)
        {
            let runs = |entry: &Entry| match &entry.kind {
                EntryKind::Event(Event::Timer { instance: of }) => *of == instance,
                _ => false,
            };
            let has_timer = self.rest().iter().any(runs);
            return (Ok(Loaded { exports: *exports, has_timer }), said);
        }
        let failure = match self.error(many, instance, Stage::Load) {
            Some(log) if log.text == LoadFailure::MISSING => LoadFailure::Missing,
            Some(log) => LoadFailure::Faulted(self.fault(instance, &log.text)),
            None => LoadFailure::Missing,
        };
        (Err(failure), said)
    }

    fn unload(&mut self, instance: Instance) -> (Result<(), Fault>, Said) {
        // The entry that it was unloaded comes first.
        let fault = self.error(1, instance, Stage::Unload).map(|log| Fault::of_call(&*log.text));
        let (said, _) = self.said(1 + usize::from(fault.is_some()), instance, (Level::Info, Stage::Note));
        (fault.map_or(Ok(()), Err), said)
    }

    fn ask(&mut self, ask: &Ask, _: &Live) -> (Reply, Said) {
        let reply = match self.rest().first().map(|entry| &entry.kind) {
            Some(EntryKind::Answered(returned)) => Reply::Returned(returned.clone()),
            Some(EntryKind::Faulted(fault)) => Reply::Faulted(fault.clone()),
            _ => Reply::Faulted(Fault::of_process("the record has no answer")),
        };
        let (said, _) = self.said(1, ask.instance, (Level::Info, Stage::Note));
        (reply, said)
    }

    fn timer(&mut self, instance: Instance, _: &Live) -> (Result<(), Fault>, Said) {
        let (said, many) = self.said(0, instance, (Level::Info, Stage::Note));
        let fault = self.error(many, instance, Stage::Timer).map(|log| self.fault(instance, &log.text));
        (fault.map_or(Ok(()), Err), said)
    }
}
