//! Plays scenarios with DLLs in children.

use std::cell::RefCell;
use std::ffi::OsString;
use std::io;
use std::marker::PhantomData;
use std::path::PathBuf;

use super::capture::Kept;
use super::child::dlls;
use super::ending::Ending;
use super::frame::{FromChild, ToChild};
use super::hello::System;
use super::remote::Remote;
use super::started::{Program, Started};
use super::watchdog::Limit;
use mockras::dll::Said;
use mockras::generate::fault::SeededFault;
use mockras::model::{Instance, Level, LogEntry, Process, Stage};
use mockras::pipeline::{self, Runner, Sink, play_on};
use mockras::ras::{Callout, Function};
use mockras::scenario::{Scenario, Span};
use mockras::transcript::{Entry, EntryKind, Header};

/// How long a callout may take if nobody says otherwise.
const TIMEOUT: Span = Span { ms: 2_000 };

/// The DLLs that each scenario names, in child processes.
///
/// A child is started when its process is first needed, and kept for the next scenarios unless a DLL ends it or leaves
/// something in it. Children do not outlive this, nor the process or the thread in which it lives.
pub struct Isolated {
    options: Options,
    pool: RefCell<Pool>,
    /// Why the run at hand was cut short, if it was.
    cut: RefCell<Option<String>>,
    /// Why a run was cut short since somebody asked.
    cuts: RefCell<Option<String>>,
    /// On Linux a child ends with the thread that started it, so this must not leave its thread.
    _stays: PhantomData<*const ()>,
}

/// What children are, and what they are told.
pub(super) struct Options {
    pub(super) program: Program,
    pub(super) timeout: Span,
    pub(super) fault: Option<&'static SeededFault>,
}

impl Isolated {
    /// Children are this program, started with these arguments: it comes to [`child`](super::child()) then.
    pub fn new(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        let program = Program { path: program.into(), arguments, is_remote: false };
        Self {
            options: Options { program, timeout: TIMEOUT, fault: None },
            pool: RefCell::default(),
            cut: RefCell::default(),
            cuts: RefCell::default(),
            _stays: PhantomData,
        }
    }

    /// Children are the running program, started with these arguments.
    ///
    /// # Errors
    ///
    /// If the system does not tell where the program is.
    pub fn of_this_program(arguments: impl IntoIterator<Item = impl Into<OsString>>) -> io::Result<Self> {
        // It may be replaced while it runs, and this leads to the one that runs.
        let path = if cfg!(target_os = "linux") { "/proc/self/exe".into() } else { std::env::current_exe()? };
        Ok(Self::new(path, arguments))
    }

    /// The program is a command that leads to one elsewhere, on another system it may be, whose standard input and output
    /// become its own: it comes to [`remote_child`](super::remote_child()) there. It is started so, and not as this
    /// program is: it takes none of its memory, and says first who it is.
    #[must_use]
    pub fn through_a_command(mut self) -> Self {
        self.options.program.is_remote = true;
        self
    }

    /// The system on which children run. One is started if there is none, and kept.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or is no child of this version.
    pub fn system(&self) -> io::Result<System> {
        self.pool.borrow_mut().idle(&self.options).map(|child| child.system().clone())
    }

    /// Stands for what is in the file of this path where children run.
    ///
    /// # Errors
    ///
    /// If it cannot be read there, or there is no child to ask.
    pub fn fingerprint(&self, path: &str) -> io::Result<String> {
        let mut pool = self.pool.borrow_mut();
        let child = pool.idle(&self.options)?;
        child.tell(&ToChild::Look(path.to_owned()));
        match child.next(Limit::OwnWork) {
            Ok(FromChild::Seen(seen)) => seen.map_err(io::Error::other),
            Ok(_) => Err(io::Error::other(garbled(child).bare())),
            Err(ending) => Err(io::Error::other(ending.bare())),
        }
    }

    /// Lets every load, call and unload take so long.
    #[must_use]
    pub fn timeout(mut self, timeout: Span) -> Self {
        self.options.timeout = timeout;
        self
    }

    /// Gives every DLL this seeded fault.
    #[must_use]
    pub fn fault(mut self, fault: &'static SeededFault) -> Self {
        self.options.fault = Some(fault);
        self
    }

    /// The numbers of the running children, for those who look after processes.
    pub fn children(&self) -> Vec<u32> {
        let pool = self.pool.borrow();
        let seated = pool.seats.iter().filter_map(|seat| seat.child.as_ref());
        seated.chain(&pool.spare).map(Started::id).collect()
    }
}

impl Runner for Isolated {
    fn header(&self, scenario: &Scenario) -> Header {
        // Nothing is loaded by this.
        pipeline::header(scenario, &dlls(scenario, self.options.fault.map(|fault| fault.name)))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        self.cut.take();
        let mut pool = self.pool.borrow_mut();
        if pool.seats.iter().any(|seat| seat.is_playing) {
            // A panic has ended the run before: its children are in the middle of it.
            pool.clear();
        }
        let mut sink = UntilCut { sink, cut: &self.cut, at_ms: 0 };
        let remote = Remote::new(&mut pool, &self.options, scenario, &self.cut);
        play_on(scenario, scenario.specs().len().max(1), remote, &mut sink);
        pool.finish(&self.options, scenario, &mut sink);
        if let Some(why) = self.cut.take() {
            self.cuts.borrow_mut().get_or_insert(why);
        }
    }

    fn written(&self) -> String {
        std::mem::take(&mut self.pool.borrow_mut().written).text()
    }

    fn cut(&self) -> Option<String> {
        self.cuts.take()
    }
}

/// Hands entries on until the run is cut short.
struct UntilCut<'a> {
    sink: &'a mut dyn Sink,
    cut: &'a RefCell<Option<String>>,
    at_ms: u64,
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
}

/// The children, by the process whose part they play.
#[derive(Default)]
pub(super) struct Pool {
    seats: [Seat; Process::ALL.len()],
    /// One that has no part yet.
    spare: Option<Started>,
    /// What they have written since that was last asked.
    written: Kept,
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
    /// The DLL that it was asked about last.
    pub(super) last: Option<Instance>,
}

impl Pool {
    pub(super) fn seat(&mut self, process: Process) -> &mut Seat {
        &mut self.seats[process as usize]
    }

    /// The seats of the other processes.
    pub(super) fn others(&mut self, than: Process) -> impl Iterator<Item = &mut Seat> {
        self.seats.iter_mut().enumerate().filter(move |(at, _)| *at != than as usize).map(|(_, seat)| seat)
    }

    /// Takes the child that has no part yet.
    pub(super) fn take_spare(&mut self) -> Option<Started> {
        self.spare.take()
    }

    /// A child that plays nothing at the moment.
    fn idle(&mut self, options: &Options) -> io::Result<&mut Started> {
        let Self { seats, spare, .. } = self;
        let seated = seats.iter_mut().filter(|seat| !seat.is_playing).find_map(|seat| seat.child.as_mut());
        match seated.filter(|child| !child.has_ended()) {
            Some(child) => Ok(child),
            None => {
                let child = match spare.take().filter(|child| !child.has_ended()) {
                    Some(child) => child,
                    None => Started::start(&options.program, options.timeout)?,
                };
                Ok(spare.insert(child))
            }
        }
    }

    /// A child has ended; what it wrote stays.
    pub(super) fn bury(&mut self, process: Process) {
        let seat = &mut self.seats[process as usize];
        seat.is_playing = false;
        if let Some(child) = seat.child.take() {
            self.written.append(&child.written());
        }
    }

    /// Ends every child.
    pub(super) fn clear(&mut self) {
        Process::ALL.iter().for_each(|process| self.bury(*process));
        self.spare = None;
    }

    /// Waits until every child has played to the end. What happens to one there belongs to no callout any more.
    fn finish(&mut self, options: &Options, scenario: &Scenario, sink: &mut UntilCut<'_>) {
        for process in Process::ALL.iter().copied() {
            let seat = self.seat(process);
            let (Some(child), true) = (seat.child.as_mut(), seat.is_playing) else { continue };
            let last = seat.last;
            seat.is_playing = false;
            let Some(ending) = end_of_play(child) else {
                child.is_used = true;
                let written = child.written();
                self.written.append(&written);
                continue;
            };
            self.bury(process);
            if ending == (Ending::Left { code: 0, by_exit: true }) {
                continue;
            }
            match (ending.fault(&scenario.specs(), options.timeout), last) {
                (Ok(what), Some(instance)) => {
                    let (level, stage) = (Level::Error, Stage::Unload);
                    let text = format!("after the last DLL was unloaded: {what}");
                    let kind = EntryKind::Logged(LogEntry { level, stage, instance, text });
                    sink.entry(Entry { at_ms: sink.at_ms, kind });
                }
                (Err(reason), _) => {
                    sink.cut.borrow_mut().get_or_insert(reason);
                }
                (Ok(_), None) => {}
            }
        }
    }
}

/// How a child ended when its scenario was over; `None` if it is there for the next.
fn end_of_play(child: &mut Started) -> Option<Ending> {
    let mut next = |limit| loop {
        match child.next(limit) {
            // It is said of no callout.
            Ok(FromChild::Told(_)) => {}
            other => return other,
        }
    };
    match next(Limit::OwnWork) {
        Ok(FromChild::Done { is_dirty: false }) => None,
        // Its exit runs what DLLs have left for that.
        Ok(FromChild::Done { is_dirty: true }) => match next(Limit::Callout) {
            Err(ending) => Some(ending),
            Ok(_) => Some(garbled(child)),
        },
        Ok(FromChild::Bug(text)) => panic!("in a child: {text}"),
        Ok(_) => Some(garbled(child)),
        Err(ending) => Some(ending),
    }
}

fn garbled(child: &mut Started) -> Ending {
    child.discredit();
    Ending::Garbled
}
