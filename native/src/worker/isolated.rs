//! Plays scenarios with DLLs in children.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::ffi::OsString;
use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::child::dlls;
use super::frame::{FromChild, ToChild};
use super::hello::System;
use super::pool::{Options, Pool, UntilCut, garbled};
use super::program::Program;
use super::remote::{AVOIDED, Remote};
use super::sanitizers;
use super::started::{Started, Times};
use super::stepping::Stepping;
use super::together::Together;
use mockras::generate::fault::SeededFault;
use mockras::pipeline::{self, Conversation, Discard, Reached, Runner, Sink, play_on};
use mockras::ras::Callout;
use mockras::scenario::{Scenario, Span};
use mockras::transcript::{Entry, Header, Transcript};

/// How long a callout may take if nobody says otherwise.
const TIMEOUT: Span = Span { ms: 2_000 };

/// The running program, on Linux.
const OWN: &str = "/proc/self/exe";

/// The DLLs that each scenario names, in child processes.
///
/// A child is started when its process is first needed, and kept for the next scenarios unless a DLL ends it or leaves
/// something in it. Children do not outlive this, nor the process or the thread in which it lives.
pub struct Isolated {
    options: Rc<Options>,
    pool: Rc<RefCell<Pool>>,
    /// Why the run at hand was cut short, if it was.
    cut: Rc<RefCell<Option<String>>>,
    /// Why a run was cut short since somebody asked.
    cuts: Rc<RefCell<Option<String>>>,
    /// The entry points before whose calls runs end.
    avoided: RefCell<Vec<Callout>>,
    /// Whether native DLLs are called on two threads in turn.
    on_threads: Cell<bool>,
    /// Whether somebody has said how long a call may take.
    has_timeout: bool,
    /// Whether there is always a child for each process.
    is_strict: bool,
    /// Which scenarios need none.
    together: RefCell<Together>,
    /// The second in which it has last begun to play.
    played_at: Cell<Option<u64>>,
    /// On Linux a child ends with the thread that started it, so this must not leave its thread.
    _stays: PhantomData<*const ()>,
}

impl Isolated {
    /// Children are this program, started with these arguments: it comes to [`child`](super::child()) then.
    pub fn new(
        program: impl Into<PathBuf>,
        arguments: impl IntoIterator<Item = impl Into<OsString>>,
    ) -> Self {
        let arguments = arguments.into_iter().map(Into::into).collect();
        let program = Program {
            path: program.into(),
            arguments,
            wrap: Vec::new(),
            is_remote: false,
            variables: Vec::new(),
            translation: None,
        };
        Self {
            options: Rc::new(Options {
                program,
                times: Cell::new(Times { timeout: TIMEOUT, is_interrupted: None }),
                fault: None,
            }),
            pool: Rc::default(),
            cut: Rc::default(),
            cuts: Rc::default(),
            avoided: RefCell::default(),
            on_threads: Cell::new(false),
            has_timeout: false,
            is_strict: false,
            together: RefCell::default(),
            played_at: Cell::new(None),
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
        let path = if cfg!(target_os = "linux") { OWN.into() } else { std::env::current_exe()? };
        Ok(Self::new(path, arguments))
    }

    /// Starts children under this command, such as `valgrind -q`: the program and its arguments follow its own. A call may take
    /// 20 seconds then, unless [somebody says otherwise](Self::timeout).
    ///
    /// # Errors
    ///
    /// If the system does not tell where the program is.
    pub fn under(mut self, command: impl IntoIterator<Item = impl Into<OsString>>) -> io::Result<Self> {
        let program = &mut Rc::make_mut(&mut self.options).program;
        program.wrap = command.into_iter().map(Into::into).collect();
        // What leads to this process would lead to that of the command.
        if program.path == Path::new(OWN) {
            program.path = std::env::current_exe()?;
        }
        self.take_time();
        Ok(self)
    }

    /// The program is a command that leads to one elsewhere, on another system it may be, whose standard input and output
    /// become its own: it comes to [`remote_child`](super::remote_child()) there. It is started so, and not as this
    /// program is: it takes none of its memory, and says first who it is.
    #[must_use]
    pub fn through_a_command(mut self) -> Self {
        Rc::make_mut(&mut self.options).program.is_remote = true;
        self
    }

    /// Gives children these variables of the environment, or takes away those without a value.
    #[must_use]
    pub fn with_variables(
        mut self,
        variables: impl IntoIterator<Item = (OsString, Option<OsString>)>,
    ) -> Self {
        Rc::make_mut(&mut self.options).program.variables.extend(variables);
        self
    }

    /// Sends children what this makes of each scenario, and nothing else is to differ than paths of DLLs. Files are read here
    /// under the paths of before.
    #[must_use]
    pub fn translated(mut self, translation: fn(&Scenario) -> Scenario) -> Self {
        Rc::make_mut(&mut self.options).program.translation = Some(translation);
        self
    }

    /// The system on which children run. One is started if there is none, and kept.
    ///
    /// # Errors
    ///
    /// If it cannot be started, or is no child of this version: then the kind is [`io::ErrorKind::InvalidData`].
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
        child.owes();
        let said = child.next();
        child.owes_nothing();
        match said {
            Ok(FromChild::Seen(seen)) => seen.map_err(io::Error::other),
            Ok(_) => Err(io::Error::other(garbled(child).bare())),
            Err(ending) => Err(io::Error::other(ending.bare())),
        }
    }

    /// Lets every load, call and unload take so long.
    #[must_use]
    pub fn timeout(mut self, timeout: Span) -> Self {
        Rc::make_mut(&mut self.options).times.get_mut().timeout = timeout;
        self.has_timeout = true;
        self
    }

    /// Asks this now and then whether somebody wants the end: then a callout that does not return in a second is not waited
    /// for any longer, and the run is cut short there.
    #[must_use]
    pub fn until(mut self, is_interrupted: fn() -> bool) -> Self {
        Rc::make_mut(&mut self.options).times.get_mut().is_interrupted = Some(is_interrupted);
        self
    }

    /// Has a child for each process of the service always. Otherwise one child plays both as long as nothing shows but calls
    /// that return, with a copy of the library for each, unless the library imports what makes such copies meet.
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.is_strict = true;
        self
    }

    /// Gives every DLL this seeded fault.
    #[must_use]
    pub fn fault(mut self, fault: &'static SeededFault) -> Self {
        Rc::make_mut(&mut self.options).fault = Some(fault);
        self
    }

    /// The numbers of the running children, for those who look after processes.
    pub fn children(&self) -> Vec<u32> {
        let pool = self.pool.borrow();
        let seated = pool.seats.iter().filter_map(|seat| seat.child.as_ref());
        seated.chain(&pool.spare).map(Started::id).collect()
    }
}

impl Isolated {
    /// Plays a scenario, or all cycles of a conversation of which the scenario is one.
    fn played(&self, scenario: &Scenario, conversation: Option<&Conversation>, sink: &mut dyn Sink) {
        self.cut.take();
        self.played_at.set(Some(second()));
        self.meet_sanitizers(scenario);
        if conversation.is_none() && self.can_be_together(scenario) {
            if let Some(entries) = self.played_together(scenario, sink) {
                entries.into_iter().for_each(|entry| sink.entry(entry));
                return;
            }
            self.together.borrow_mut().failed();
            self.cut.take();
        }
        self.played_in(scenario, conversation, sink);
        if let Some(why) = self.cut.take().filter(|why| why != AVOIDED) {
            self.cuts.borrow_mut().get_or_insert(why);
        }
    }

    /// Starts children anew if a DLL of this scenario needs what those do not have that are there. Such a child takes its time.
    fn meet_sanitizers(&self, scenario: &Scenario) {
        let mut pool = self.pool.borrow_mut();
        if self.options.program.is_remote || !pool.sanitizers.meet(scenario) {
            return;
        }
        pool.clear();
        self.take_time();
    }

    /// Children are slower than others.
    fn take_time(&self) {
        if !self.has_timeout {
            self.options.times.set(Times { timeout: sanitizers::TIMEOUT, ..self.options.times.get() });
        }
    }

    fn can_be_together(&self, scenario: &Scenario) -> bool {
        let Options { program, fault, .. } = &*self.options;
        !(self.is_strict || program.is_remote || fault.is_some())
            && self.avoided.borrow().is_empty()
            && self.together.borrow_mut().suits(scenario)
    }

    /// Plays a scenario with all processes in one child. Nothing if something shows: then that is not what is to be told.
    fn played_together(&self, scenario: &Scenario, sink: &dyn Sink) -> Option<Vec<Entry>> {
        let before = std::mem::take(&mut self.pool.borrow_mut().written);
        self.pool.borrow_mut().is_together = true;
        let mut entries = Vec::new();
        let shows = match sink.is_wanted() {
            true => self.played_in(scenario, None, &mut entries),
            false => self.played_in(scenario, None, &mut Discard),
        };
        let mut pool = self.pool.borrow_mut();
        pool.is_together = false;
        let written = std::mem::replace(&mut pool.written, before);
        if shows || self.cut.borrow().is_some() {
            return None;
        }
        pool.written.append(&written);
        Some(entries)
    }

    /// Plays with the children of the pool, and says whether anything has shown but calls that return.
    fn played_in(
        &self,
        scenario: &Scenario,
        conversation: Option<&Conversation>,
        sink: &mut dyn Sink,
    ) -> bool {
        let mut sink = UntilCut { sink, cut: &self.cut, at_ms: 0 };
        let whole = conversation.map(Conversation::whole);
        let times = conversation.map_or(0, |conversation| conversation.times);
        let remote = self.remote(Cow::Borrowed(scenario), times, Rc::clone(&self.cut));
        let dlls = scenario.specs().len().max(1);
        let remote = play_on(whole.as_ref().unwrap_or(scenario), dlls, remote, &mut sink);
        let (mut pool, shows) = remote.into_pool();
        for sample in pool.seats.iter_mut().flat_map(|seat| std::mem::take(&mut seat.samples)) {
            sink.sink.sample(sample);
        }
        let is_over = sink.is_over();
        if is_over {
            // Nothing was stopped: children are in the middle of it.
            pool.clear();
        }
        let is_in_order = is_over || pool.finish(&self.options, scenario, &mut sink);
        self.pool.replace(pool);
        shows || !is_in_order
    }

    /// What drives the children of this, which it has until it gives them back: a panic in the middle ends them.
    fn remote<'s>(
        &self,
        scenario: Cow<'s, Scenario>,
        times: u32,
        cut: Rc<RefCell<Option<String>>>,
    ) -> Remote<'s> {
        let mut pool = self.pool.take();
        pool.reached = Reached::default();
        let avoided = self.avoided.borrow().clone();
        Remote::new(pool, Rc::clone(&self.options), scenario, cut, (avoided, times))
            .on_threads(self.on_threads.get())
    }
}

/// How long it waits until it looks again whether another second has begun.
const A_MOMENT: Duration = Duration::from_millis(10);

/// The second of the clock that DLLs can read.
#[expect(clippy::disallowed_methods, reason = "a DLL that decides by the clock shows only at another second")]
fn second() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Runner for Isolated {
    fn header(&self, scenario: &Scenario) -> Header {
        // Nothing is loaded by this.
        pipeline::header(scenario, &dlls(scenario, self.options.fault.map(|fault| fault.name)))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        self.played(scenario, None, sink);
    }

    /// Each process of the service has a child then, as [`strict`](Self::strict) has it.
    fn begin(&self, scenario: &Scenario) -> Option<pipeline::Play> {
        self.played_at.set(Some(second()));
        self.meet_sanitizers(scenario);
        let alone = Scenario { steps: Vec::new(), ..scenario.clone() };
        let remote = self.remote(Cow::Owned(alone), 0, Rc::default()).stepwise();
        let home = (Rc::clone(&self.options), Rc::clone(&self.pool), Rc::clone(&self.cuts));
        Some(pipeline::Play::of(Stepping::new(scenario, remote, home), scenario, self))
    }

    fn repeat(&self, conversation: &Conversation, sink: &mut dyn Sink) {
        if sink.is_measured() {
            self.played(&conversation.cycle, Some(conversation), sink);
        } else {
            self.played(&conversation.whole(), None, sink);
        }
    }

    fn run_on_threads(&self, scenario: &Scenario) -> Option<Transcript> {
        // What seeded faults remember, they keep by thread.
        let is_native = scenario.specs().iter().any(|dll| dll.path.is_some());
        if !is_native || self.options.fault.is_some() {
            return None;
        }
        self.on_threads.set(true);
        let transcript = self.run(scenario);
        self.on_threads.set(false);
        Some(transcript)
    }

    fn written(&self) -> String {
        std::mem::take(&mut self.pool.borrow_mut().written).text()
    }

    fn reached(&self) -> Reached {
        std::mem::take(&mut self.pool.borrow_mut().reached)
    }

    fn cut(&self) -> Option<String> {
        self.cuts.take()
    }

    fn refresh(&self) {
        self.pool.borrow_mut().clear();
        while self.played_at.get() == Some(second()) {
            std::thread::park_timeout(A_MOMENT);
        }
    }

    fn avoid(&self, callouts: &[Callout]) {
        self.avoided.replace(callouts.to_vec());
    }
}
