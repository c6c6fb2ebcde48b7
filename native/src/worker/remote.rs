//! How the parent plays: it takes each answer from a child, and passes it on to the others.

use std::cell::RefCell;
use std::mem::{self, Discriminant};

use super::ending::ChildEnd;
use super::frame::{self, AnswerKind, ChildAnswer, FromChild, Play, ToChild};
use super::pool::{Options, Pool};
use super::started::Started;
use super::watchdog::Limit;
use mockras::dll::admin;
use mockras::dll::{Hosting, Live, Said};
use mockras::model::{Ask, Fault, Instance, LoadFailure, Loaded, Process, Reply};
use mockras::scenario::Scenario;

/// The DLLs as the model of the parent drives them.
pub(super) struct Remote<'a> {
    pool: &'a mut Pool,
    options: &'a Options,
    scenario: &'a Scenario,
    /// Every answer so far as children read it, for one that starts in the middle.
    history: Vec<u8>,
    answers: u64,
    /// Why the run is cut short: nothing that happens after is real.
    cut: &'a RefCell<Option<String>>,
}

impl<'a> Remote<'a> {
    pub(super) fn new(
        pool: &'a mut Pool,
        options: &'a Options,
        scenario: &'a Scenario,
        cut: &'a RefCell<Option<String>>,
    ) -> Self {
        Self { pool, options, scenario, history: Vec::new(), answers: 0, cut }
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
        let (what, said) = obtained.unwrap_or_else(|fault| {
            // It has not come back with what it called and said, but it was told.
            let said = mem::take(&mut self.pool.seat(instance.process).told);
            (without(Some(fault)), said)
        });
        self.record(instance.process, &what, &said);
        (what, said)
    }

    /// What the child of that process says, or the fault that has ended it.
    fn answer(&mut self, instance: Instance, kind: Discriminant<AnswerKind>) -> Result<ChildAnswer, Fault> {
        let mut limit = Limit::OwnWork;
        loop {
            let seat = self.pool.seat(instance.process);
            seat.last = Some(instance);
            let Some(child) = seat.child.as_mut() else {
                return Err(self.cut("its process has ended"));
            };
            match child.next(limit) {
                Ok(FromChild::Asking) => {
                    seat.has_asked = true;
                    limit = Limit::Callout;
                }
                Ok(FromChild::Answer(answer)) if mem::discriminant(&answer.what) == kind => {
                    seat.told = Said::default();
                    return Ok(answer);
                }
                Ok(FromChild::Told(said)) => {
                    seat.told.notes.extend(said.notes);
                    seat.told.noticed.extend(said.noticed);
                }
                Ok(FromChild::Called(function, inside)) => seat.called = Some((function, inside)),
                Ok(FromChild::Bug(text)) => panic!("in a child: {text}"),
                // It was sound when it was written, so a DLL is behind it.
                Ok(_) => child.discredit(),
                Err(ending) => {
                    // It may have ended before it was sent anything: then it is no fault of this scenario.
                    let is_stale = child.is_used && !seat.has_asked && ending.is_silent();
                    let is_unborn = !child.is_used && !seat.has_asked;
                    self.pool.bury(instance.process);
                    if is_unborn {
                        // No DLL has had its chance yet.
                        return Err(self.cut(&format!("a child cannot be started: {}", ending.bare())));
                    }
                    if !is_stale {
                        return Err(self.ended(instance.process, &ending));
                    }
                    self.begin(instance.process)?;
                }
            }
        }
    }

    /// The fault that ended a child, unless no DLL is to blame.
    fn ended(&mut self, process: Process, ending: &ChildEnd) -> Fault {
        if let Some((function, inside)) = self.pool.seat(process).called {
            // It has said beforehand that it would not return from there.
            return Fault::of_process(match ending {
                ChildEnd::Hung => admin::stuck(function, inside),
                _ => admin::trapped(function, inside),
            });
        }
        match ending.fault(&self.scenario.specs(), self.options.timeout) {
            Ok(text) => Fault::of_process(text),
            Err(reason) => self.cut(&reason),
        }
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
        let scenario = self.scenario;
        let (history, fault) = (self.answers, self.options.fault.map(|fault| fault.name.to_owned()));
        let seat = self.pool.seat(process);
        if seat.is_playing {
            return Ok(());
        }
        let child = seat.child.take().or_else(|| self.pool.take_spare());
        let mut child = match child {
            Some(child) => child,
            None => match Started::start(&self.options.program, self.options.timeout) {
                Ok(child) => child,
                Err(error) => return Err(self.cut(&format!("a child cannot be started: {error}"))),
            },
        };
        let text = (child.scenario.as_ref() != Some(scenario)).then(|| {
            child.scenario = Some(scenario.clone());
            scenario.to_toml()
        });
        child.tell(&ToChild::Play(Play { process, history, fault, scenario: text }));
        child.pass_on(&self.history);
        let seat = self.pool.seat(process);
        seat.child = Some(child);
        seat.is_playing = true;
        seat.has_asked = false;
        seat.called = None;
        seat.told = Said::default();
        Ok(())
    }

    /// Keeps an answer, and passes it on to the children of the other processes, whose models have to do what it asks for.
    fn record(&mut self, from: Process, what: &AnswerKind, said: &Said) {
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
            (AnswerKind::Unloaded(result), said) => (result, said),
            (other, _) => panic!("a child was to unload a DLL, and says {other:?}"),
        }
    }

    fn ask(&mut self, ask: &Ask, _: &Live) -> (Reply, Said) {
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
