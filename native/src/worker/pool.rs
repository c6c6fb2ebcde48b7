//! The children that play a scenario, each in the seat of its process.

use std::cell::{Cell, RefCell};
use std::io;
use std::mem::{self, Discriminant};

use super::capture::Captured;
use super::ending::ChildEnd;
use super::frame::{AnswerKind, ChildAnswer, FromChild};
use super::program::Program;
use super::sanitizers::Sanitizers;
use super::started::{Started, Times};
use mockras::dll::Said;
use mockras::generate::fault::SeededFault;
use mockras::model::{Instance, Level, LogEntry, Process, Stage};
use mockras::pipeline::{Reached, Sample, Sink};
use mockras::ras::{Callout, Function};
use mockras::scenario::Scenario;
use mockras::transcript::{Entry, EntryKind};

/// How much is told of what a child says that says too much.
const SHOWN_OF_TOO_MUCH: usize = 4;

/// How children are started, and what they are told.
#[derive(Clone)]
pub(super) struct Options {
    pub(super) program: Program,
    pub(super) times: Cell<Times>,
    pub(super) fault: Option<&'static SeededFault>,
}

/// Hands entries on until the run is cut short.
pub(super) struct UntilCut<'a> {
    pub(super) sink: &'a mut dyn Sink,
    pub(super) cut: &'a RefCell<Option<String>>,
    pub(super) at_ms: u64,
}

impl Sink for UntilCut<'_> {
    fn entry(&mut self, entry: Entry) {
        if self.cut.borrow().is_none() {
            self.at_ms = entry.at_ms;
            self.sink.entry(entry);
        }
    }

    fn is_wanted(&self) -> bool {
        self.sink.is_wanted()
    }

    fn is_over(&self) -> bool {
        self.sink.is_over()
    }
}

/// The children, by the process whose part they play.
#[derive(Default)]
pub(super) struct Pool {
    pub(super) seats: [Seat; Process::ALL.len()],
    /// A child that has no part to play yet.
    pub(super) spare: Option<Started>,
    /// What the children have written since that was last asked.
    pub(super) written: Captured,
    /// Whether the child of the first process plays all of them.
    pub(super) is_together: bool,
    /// What children are started with that play DLLs built with a sanitizer.
    pub(super) sanitizers: Sanitizers,
    /// What the play at hand has reached in the code of DLLs, in the order of its calls.
    pub(super) reached: Reached,
}

/// The place of one child.
#[derive(Default)]
pub(super) struct Seat {
    pub(super) child: Option<Started>,
    /// Whether it plays the scenario at hand.
    pub(super) is_playing: bool,
    /// Whether it has run code of a DLL in it.
    pub(super) has_asked: bool,
    /// The forbidden function that it has called and does not return from, and inside which callout.
    pub(super) called: Option<(Function, Callout)>,
    /// What a DLL has called and said in the call at hand.
    pub(super) told: Said,
    /// Whether a conversation is repeated in it, and what it has held meanwhile.
    pub(super) is_sampled: bool,
    pub(super) samples: Vec<Sample>,
    /// The DLL that it was asked about last.
    pub(super) last: Option<Instance>,
    /// The native DLL that it was asked about last.
    pub(super) last_native: Option<Instance>,
    /// Whether it ends by itself after the unload at hand.
    pub(super) is_leaving: bool,
}

impl Pool {
    /// The seat of the child that plays this process.
    pub(super) fn seat(&mut self, process: Process) -> &mut Seat {
        let place = self.place(process);
        &mut self.seats[place]
    }

    /// The seats of the other processes.
    pub(super) fn others(&mut self, than: Process) -> impl Iterator<Item = &mut Seat> {
        let than = self.place(than);
        self.seats.iter_mut().enumerate().filter(move |(at, _)| *at != than).map(|(_, seat)| seat)
    }

    fn place(&self, process: Process) -> usize {
        if self.is_together { 0 } else { process as usize }
    }

    /// Takes the child that has no part yet.
    pub(super) fn take_spare(&mut self) -> Option<Started> {
        self.spare.take()
    }

    /// Starts a child.
    pub(super) fn start(&self, options: &Options) -> io::Result<Started> {
        Started::start(&options.program, &self.sanitizers, options.times.get())
    }

    /// A child that plays nothing at the moment.
    pub(super) fn idle(&mut self, options: &Options) -> io::Result<&mut Started> {
        let Self { seats, spare, sanitizers, .. } = self;
        let seated = seats.iter_mut().filter(|seat| !seat.is_playing).find_map(|seat| seat.child.as_mut());
        match seated.filter(|child| !child.has_ended()) {
            Some(child) => Ok(child),
            None => {
                let child = match spare.take().filter(|child| !child.has_ended()) {
                    Some(child) => child,
                    None => Started::start(&options.program, sanitizers, options.times.get())?,
                };
                Ok(spare.insert(child))
            }
        }
    }

    /// What the child of this process says to a question that is answered in this way; what it says out of turn ends it.
    ///
    /// # Errors
    ///
    /// How it has ended.
    pub(super) fn hear(
        &mut self,
        process: Process,
        kind: Discriminant<AnswerKind>,
    ) -> Result<ChildAnswer, ChildEnd> {
        let place = self.place(process);
        let Self { seats, reached, .. } = self;
        let seat = &mut seats[place];
        let Some(child) = seat.child.as_mut() else { return Err(ChildEnd::Garbled) };
        let mut is_asking = false;
        loop {
            let message = child.next().inspect_err(|ending| {
                if *ending == ChildEnd::Chattered {
                    seat.told.notes.truncate(SHOWN_OF_TOO_MUCH);
                    seat.told.noticed.truncate(SHOWN_OF_TOO_MUCH);
                }
            });
            match message? {
                FromChild::Asking if !is_asking => {
                    is_asking = true;
                    seat.has_asked = true;
                    child.asks();
                }
                FromChild::Answer(answer) if is_asking && mem::discriminant(&answer.what) == kind => {
                    seat.told = Said::default();
                    return Ok(answer);
                }
                FromChild::Told(said) => {
                    seat.told.notes.extend(said.notes);
                    seat.told.noticed.extend(said.noticed);
                }
                FromChild::Called(function, inside) => seat.called = Some((function, inside)),
                FromChild::Sampled(sample) if seat.is_sampled => {
                    child.begin_play(false);
                    seat.samples.push(sample);
                }
                FromChild::Reached(more) if is_asking => reached.append(more),
                FromChild::Leaving if is_asking => seat.is_leaving = true,
                FromChild::Bug(text) if !child.may_lie() => panic!("in a child: {text}"),
                // It was sound when it was written, so a DLL is behind it.
                _ => child.discredit(),
            }
        }
    }

    /// Takes a child that has ended out of its seat. What it wrote stays.
    pub(super) fn bury(&mut self, process: Process) {
        let place = self.place(process);
        self.empty(place);
    }

    fn empty(&mut self, place: usize) {
        let seat = &mut self.seats[place];
        seat.is_playing = false;
        if let Some(child) = seat.child.take() {
            self.written.append(&child.written());
        }
    }

    /// Whether there is no child at all.
    pub(super) fn is_empty(&self) -> bool {
        self.spare.is_none() && self.seats.iter().all(|seat| seat.child.is_none())
    }

    /// Ends every child. What they wrote stays.
    pub(super) fn clear(&mut self) {
        (0..self.seats.len()).for_each(|place| self.empty(place));
        self.spare = None;
    }

    /// Waits until every child has played to the end, and says whether each did so in order, with nothing that showed only
    /// then. What happens to a child there belongs to no callout any more.
    pub(super) fn finish(&mut self, options: &Options, scenario: &Scenario, sink: &mut UntilCut<'_>) -> bool {
        let mut is_in_order = true;
        for process in Process::ALL.iter().copied() {
            let seat = self.seat(process);
            let (Some(child), true) = (seat.child.as_mut(), seat.is_playing) else { continue };
            let last = seat.last_native.or(seat.last);
            seat.is_playing = false;
            let (ending, shows) = end_of_play(child);
            is_in_order &= !shows;
            let Some(ending) = ending else {
                child.is_used = true;
                let written = child.written();
                self.written.append(&written);
                continue;
            };
            self.bury(process);
            if ending.is_in_order() {
                continue;
            }
            is_in_order = false;
            match (ending.fault(&scenario.specs(), options.times.get().timeout), last) {
                (Ok(what), Some(instance)) => {
                    let (level, stage) = (Level::Error, Stage::Unload);
                    let text = afterwards(&what);
                    let kind = EntryKind::Logged(LogEntry { level, stage, instance, text });
                    sink.entry(Entry { at_ms: sink.at_ms, kind });
                }
                (Err(reason), _) => {
                    sink.cut.borrow_mut().get_or_insert(reason);
                }
                (Ok(_), None) => {}
            }
        }
        is_in_order
    }
}

/// What is told of the end of a process in which no DLL is loaded any more.
pub(super) fn afterwards(what: &str) -> String {
    format!("after the last DLL was unloaded: {what}")
}

/// How a child ended when its scenario was over, `None` if it is there for the next; and whether something has shown.
fn end_of_play(child: &mut Started) -> (Option<ChildEnd>, bool) {
    child.owes();
    let ending = last_words(child);
    child.owes_nothing();
    ending
}

fn last_words(child: &mut Started) -> (Option<ChildEnd>, bool) {
    let next = |child: &mut Started| loop {
        match child.next() {
            // It is said of no callout.
            Ok(FromChild::Told(_) | FromChild::Sampled(_)) => {}
            other => return other,
        }
    };
    match next(child) {
        Ok(FromChild::Done { is_dirty, shows }) => (is_dirty.then(|| end_of(child)), shows),
        Ok(FromChild::Bug(text)) => panic!("in a child: {text}"),
        Ok(_) => (Some(garbled(child)), false),
        Err(ending) => (Some(ending), false),
    }
}

/// How a child ends that has said that it is about to. Its exit runs what DLLs have left for that.
pub(super) fn end_of(child: &mut Started) -> ChildEnd {
    child.owes_end();
    let ending = loop {
        match child.next() {
            Ok(FromChild::Told(_)) => {}
            Ok(_) => break garbled(child),
            Err(ending) => break ending,
        }
    };
    child.owes_nothing();
    ending
}

/// Ends a child that says what makes no sense.
pub(super) fn garbled(child: &mut Started) -> ChildEnd {
    child.discredit();
    ChildEnd::Garbled
}
