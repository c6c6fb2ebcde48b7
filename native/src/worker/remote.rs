//! How the parent plays: it takes each answer from a child, and passes it on to the others.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::mem::{self, Discriminant};
use std::rc::Rc;
use std::sync::Arc;

use super::ending::ChildEnd;
use super::frame::{self, AnswerKind, ChildAnswer, FILE, Play, ToChild};
use super::pool::{Options, Pool, afterwards, end_of};
use mockras::dll::admin;
use mockras::dll::{Hosting, Live, Notice, Said};
use mockras::model::{Ask, Fault, Instance, LoadFailure, Loaded, Process, Reply};
use mockras::ras::Callout;
use mockras::scenario::{Dll, Scenario, Step};

/// The DLLs as the model of the parent drives them.
pub(super) struct Remote<'a> {
    pool: Pool,
    options: Rc<Options>,
    scenario: Cow<'a, Scenario>,
    specs: Vec<Dll>,
    /// Every answer so far as children read it, for one that starts in the middle.
    history: Vec<u8>,
    answers: u64,
    /// Why the run is cut short: nothing that happens after is real.
    cut: Rc<RefCell<Option<String>>>,
    /// The entry points before whose calls it is cut short.
    avoided: Vec<Callout>,
    /// Whether children call native DLLs on two threads in turn.
    on_threads: bool,
    /// How often the scenario, which is a conversation then, is repeated; 0 if it is played as it is.
    times: u32,
    /// The files that were open for writing when DLLs were terminated, each with the first one that had it open.
    written: BTreeMap<String, Instance>,
    /// Set when something shows that has to be played with a child for each process.
    shows: bool,
    /// Whether steps come one at a time.
    is_stepwise: bool,
}

/// Why a run is cut short before a call that has hung often enough. That is told of no run.
pub(super) const AVOIDED: &str = "the call has hung often enough";

impl<'a> Remote<'a> {
    pub(super) fn new(
        pool: Pool,
        options: Rc<Options>,
        scenario: Cow<'a, Scenario>,
        cut: Rc<RefCell<Option<String>>>,
        (avoided, times): (Vec<Callout>, u32),
    ) -> Self {
        let specs = scenario.specs();
        Self {
            pool,
            options,
            scenario,
            specs,
            history: Vec::new(),
            answers: 0,
            cut,
            avoided,
            on_threads: false,
            times,
            written: BTreeMap::new(),
            shows: false,
            is_stepwise: false,
        }
    }

    /// The same for a scenario whose steps come one at a time: see [`announce`](Self::announce).
    pub(super) fn stepwise(self) -> Self {
        Self { is_stepwise: true, ..self }
    }

    /// The children, and whether something has shown.
    pub(super) fn into_pool(self) -> (Pool, bool) {
        (self.pool, self.shows)
    }

    /// Where it says why the run is cut short, if it is.
    pub(super) fn cut_cell(&self) -> Rc<RefCell<Option<String>>> {
        Rc::clone(&self.cut)
    }

    /// Tells the children what the world does next, or that it does nothing more. Those that are started later hear of it
    /// with what was answered before.
    pub(super) fn announce(&mut self, step: Option<&Arc<Step>>) {
        let message = match step {
            Some(step) => ToChild::Step(Scenario::of([Step::clone(step)]).to_toml()),
            None => ToChild::NoMore,
        };
        let at = self.history.len();
        frame::put(&message, &mut self.history);
        let news = self.history.get(at..).unwrap_or_default();
        for seat in &mut self.pool.seats {
            if let Some(child) = seat.child.as_mut().filter(|_| seat.is_playing) {
                child.pass_on(news);
            }
        }
    }

    /// The same, whose children call native DLLs on two threads in turn.
    pub(super) fn on_threads(self, on_threads: bool) -> Self {
        Self { on_threads, ..self }
    }

    /// Obtains what came of a request at the child of that process, or the fault that has ended it, and passes it on.
    fn obtain(
        &mut self,
        instance: Instance,
        seated: Result<bool, Fault>,
        without: fn(Option<Fault>) -> AnswerKind,
    ) -> (AnswerKind, Said) {
        // All that is answered to a question is of one kind.
        let kind = mem::discriminant(&without(None));
        let obtained = match seated {
            Ok(true) => self.answer(instance, kind).map(|ChildAnswer { what, said }| (what, said)),
            Ok(false) => Ok((without(None), Said::default())),
            Err(fault) => Err(fault),
        };
        let (what, mut said) = obtained.unwrap_or_else(|fault| {
            // It has not come back with what it called and said, but it was told.
            let said = mem::take(&mut self.pool.seat(instance.process).told);
            (without(Some(fault)), said)
        });
        let is_sound = match &what {
            AnswerKind::Loaded(result) => result.is_ok(),
            AnswerKind::Unloaded(result) | AnswerKind::Ran(result) => result.is_ok(),
            AnswerKind::Replied(reply) => !matches!(reply, Reply::Faulted(_)),
        };
        if !is_sound || !said.noticed.is_empty() {
            self.shows = true;
        }
        self.compare_files(instance, &mut said.noticed);
        self.record(instance.process, &what, &said);
        (what, said)
    }

    /// Keeps what was noticed of files that are open for writing only where another process has the same file open.
    fn compare_files(&mut self, instance: Instance, noticed: &mut Vec<Notice>) {
        noticed.retain_mut(|notice| {
            let Notice::Shares(file) = notice else { return true };
            let Some(name) = file.strip_prefix(FILE) else { return true };
            let first = *self.written.entry(name.to_owned()).or_insert(instance);
            *file = format!("a file that {first} writes");
            first.process != instance.process
        });
    }

    /// What the child of that process says, or the fault that has ended it.
    fn answer(&mut self, instance: Instance, kind: Discriminant<AnswerKind>) -> Result<ChildAnswer, Fault> {
        loop {
            let is_native = self.is_native(instance);
            let seat = self.pool.seat(instance.process);
            seat.last = Some(instance);
            seat.last_native = if is_native { Some(instance) } else { seat.last_native };
            let Some(child) = seat.child.as_mut() else {
                return Err(self.cut("its process has ended"));
            };
            child.owes();
            let heard = self.pool.hear(instance.process, kind);
            let seat = self.pool.seat(instance.process);
            let Some(child) = seat.child.as_mut() else {
                return Err(self.cut("its process has ended"));
            };
            child.owes_nothing();
            let ending = match heard {
                Ok(answer) => return Ok(answer),
                Err(ending) => ending,
            };
            // No DLL of this scenario has had its chance yet.
            let is_early = !seat.has_asked;
            let is_used = child.is_used;
            self.pool.bury(instance.process);
            match (is_early, is_used) {
                (false, _) => return Err(self.ended(instance, &ending)),
                // What a scenario before has left to it is no fault of this one.
                (true, true) if ending != ChildEnd::Interrupted => {
                    if !ending.is_silent() {
                        let line =
                            format!("(after an earlier scenario the process ended: {})", ending.bare());
                        self.pool.written.note(&line);
                    }
                    self.begin(instance.process)?;
                }
                (true, _) => {
                    let reason = match ending {
                        ChildEnd::Interrupted => ending.bare(),
                        _ => format!("a child cannot be started: {}", ending.bare()),
                    };
                    return Err(self.cut(&reason));
                }
            }
        }
    }

    /// Whether code of this DLL may be native.
    fn is_native(&self, instance: Instance) -> bool {
        self.specs.get(usize::from(instance.dll)).is_some_and(|dll| dll.path.is_some())
    }

    /// The fault that ended a child while this DLL was asked, unless no DLL is to blame.
    fn ended(&mut self, asked: Instance, ending: &ChildEnd) -> Fault {
        let text = match (self.pool.seat(asked.process).called, ending) {
            (_, ChildEnd::Interrupted) => Err(ending.bare()),
            // It has said beforehand that it would not return from there.
            (Some((function, inside)), ChildEnd::Hung) => Ok(admin::stuck(function, inside)),
            (Some((function, inside)), _) => Ok(admin::trapped(function, inside)),
            (None, _) => ending.fault(&self.specs, self.options.times.get().timeout),
        };
        match text {
            Ok(text) => match self.culprit(asked, ending) {
                culprit if culprit == asked => Fault::of_process(text),
                culprit => Fault::of_another(culprit, &text),
            },
            Err(reason) => self.cut(&reason),
        }
    }

    /// The DLL to blame for the end of a child while one was asked: a thread may be another's, and no stock DLL crashes.
    fn culprit(&mut self, asked: Instance, ending: &ChildEnd) -> Instance {
        let named = match ending {
            ChildEnd::Crashed(crash) if crash.is_aside || !self.is_native(asked) => {
                self.specs.iter().position(|dll| dll.path.is_some() && dll.name() == crash.module)
            }
            _ => None,
        };
        let named = named.and_then(|dll| u8::try_from(dll).ok()).map(|dll| Instance { dll, ..asked });
        match named {
            // Two DLLs may have the name.
            Some(named) if self.name(named) != self.name(asked) => named,
            _ if self.is_native(asked) => asked,
            _ => self.pool.seat(asked.process).last_native.unwrap_or(asked),
        }
    }

    fn name(&self, instance: Instance) -> String {
        self.specs.get(usize::from(instance.dll)).map(Dll::name).unwrap_or_default()
    }

    /// Cuts the run short, and gives the fault that stands for it.
    fn cut(&mut self, reason: &str) -> Fault {
        self.cut.borrow_mut().get_or_insert_with(|| reason.to_owned());
        self.pool.clear();
        Fault::of_process(reason)
    }

    fn is_cut(&self) -> bool {
        self.cut.borrow().is_some()
    }

    /// Makes sure that a child plays this process.
    fn begin(&mut self, process: Process) -> Result<(), Fault> {
        let times = self.times;
        let (history, fault) = (self.answers, self.options.fault.map(|fault| fault.name.to_owned()));
        let (avoided, on_threads) = (self.avoided.iter().copied().collect(), self.on_threads);
        let seat = self.pool.seat(process);
        if seat.is_playing {
            return Ok(());
        }
        let child = seat.child.take().or_else(|| self.pool.take_spare());
        let mut child = match child {
            Some(child) => child,
            None => match self.pool.start(&self.options) {
                Ok(child) => child,
                Err(error) => return Err(self.cut(&format!("a child cannot be started: {error}"))),
            },
        };
        let scenario = &*self.scenario;
        let text = (child.scenario.as_ref() != Some(scenario)).then(|| {
            child.scenario = Some(scenario.clone());
            self.options.program.text(scenario)
        });
        child.is_native |= self.specs.iter().any(|dll| dll.path.is_some());
        let is_together = self.pool.is_together;
        child.begin_play(is_together);
        let is_stepwise = self.is_stepwise;
        let play = Play {
            process,
            is_together,
            history,
            fault,
            scenario: text,
            avoided,
            on_threads,
            times,
            is_stepwise,
        };
        child.tell(&ToChild::Play(play));
        child.pass_on(&self.history);
        let seat = self.pool.seat(process);
        seat.child = Some(child);
        seat.is_playing = true;
        seat.has_asked = false;
        seat.called = None;
        seat.told = Said::default();
        seat.is_sampled = times > 0;
        seat.samples.clear();
        (seat.last, seat.last_native, seat.is_leaving) = (None, None, false);
        Ok(())
    }

    /// Waits for the end of a child that leaves, since the last DLL in it was unloaded: what happens there is told of that.
    fn left(&mut self, instance: Instance) -> Result<(), Fault> {
        let seat = self.pool.seat(instance.process);
        let (true, Some(child)) = (mem::take(&mut seat.is_leaving), seat.child.as_mut()) else {
            return Ok(());
        };
        let culprit = seat.last_native.unwrap_or(instance);
        let ending = end_of(child);
        self.pool.bury(instance.process);
        if ending.is_in_order() {
            return Ok(());
        }
        match ending.fault(&self.specs, self.options.times.get().timeout) {
            Ok(what) if culprit == instance => Err(Fault::of_process(afterwards(&what))),
            Ok(what) => Err(Fault::of_another(culprit, &afterwards(&what))),
            Err(reason) => Err(self.cut(&reason)),
        }
    }

    /// Keeps an answer, and passes it on to the children of the other processes, whose models have to do what it asks for.
    fn record(&mut self, from: Process, what: &AnswerKind, said: &Said) {
        if self.pool.is_together {
            return; // There is no other child.
        }
        let at = self.history.len();
        let answer = ChildAnswer { what: what.clone(), said: Said::requests(said.requests.clone()) };
        frame::put(&ToChild::Answer(answer), &mut self.history);
        self.answers += 1;
        let news = self.history.get(at..).unwrap_or_default();
        for seat in self.pool.others(from) {
            if let Some(child) = seat.child.as_mut().filter(|_| seat.is_playing) {
                child.pass_on(news);
            }
        }
    }
}

impl Hosting for Remote<'_> {
    fn load(&mut self, instance: Instance) -> (Result<Loaded, LoadFailure>, Said) {
        self.written.clear();
        let seated = if self.is_cut() { Ok(false) } else { self.begin(instance.process).map(|()| true) };
        let without = |fault: Option<Fault>| {
            AnswerKind::Loaded(Err(fault.map_or(LoadFailure::Missing, LoadFailure::Faulted)))
        };
        match self.obtain(instance, seated, without) {
            (AnswerKind::Loaded(result), said) => (result, said),
            (other, _) => panic!("a child was to load a DLL, and says {other:?}"),
        }
    }

    fn unload(&mut self, instance: Instance) -> (Result<(), Fault>, Said) {
        // Nothing is left to unload in a process that has ended.
        let seated = Ok(self.pool.seat(instance.process).is_playing);
        match self.obtain(instance, seated, |fault| AnswerKind::Unloaded(fault.map_or(Ok(()), Err))) {
            (AnswerKind::Unloaded(result), said) => (self.left(instance).and(result), said),
            (other, _) => panic!("a child was to unload a DLL, and says {other:?}"),
        }
    }

    fn ask(&mut self, ask: &Ask, _: &Live) -> (Reply, Said) {
        if self.avoided.contains(&ask.entry.callout) && self.is_native(ask.instance) && !self.is_cut() {
            return (Reply::Faulted(self.cut(AVOIDED)), Said::default());
        }
        if self.times > 0 && !matches!(ask.entry.callout, Callout::InitializeDll | Callout::InitializeDllEx) {
            // The service has started, and does so once: no child needs to hear what was before.
            self.history.clear();
        }
        let seated = Ok(self.pool.seat(ask.instance.process).is_playing);
        let without = |fault: Option<Fault>| {
            let fault = fault.unwrap_or_else(|| Fault::of_process("its process has ended"));
            AnswerKind::Replied(Reply::Faulted(fault))
        };
        match self.obtain(ask.instance, seated, without) {
            (AnswerKind::Replied(reply), said) => (reply, said),
            (other, _) => panic!("a child was to call a DLL, and says {other:?}"),
        }
    }

    fn timer(&mut self, instance: Instance, _: &Live) -> (Result<(), Fault>, Said) {
        let seated = Ok(self.pool.seat(instance.process).is_playing);
        match self.obtain(instance, seated, |fault| AnswerKind::Ran(fault.map_or(Ok(()), Err))) {
            (AnswerKind::Ran(result), said) => (result, said),
            (other, _) => panic!("a child was to let a timer run, and says {other:?}"),
        }
    }
}
