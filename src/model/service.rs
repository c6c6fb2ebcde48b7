//! The service itself: what each step of the world means in each of its states.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::agenda::{Agenda, Task, VoteCount};
use super::clock::{Clock, Numbers};
use super::event::{CloseReason, ConnectionEvent, Event, Level, LogEntry, ServiceState, SkipReason, Stage};
use super::instance::Instance;
use super::roster::{LoadedDll, Roster, Voter};
use super::seam::{Ask, Fault, FaultReach, Input, Output, Question, Reply};
use super::session::{Grant, GrantKey, PortState, Session};
use crate::ras::{Callout, CalloutFault, Name, Policy, Profile};
use crate::scenario::{MAX_DLLS, Step};

/// The Remote Access Service as a state machine.
///
/// Whoever drives it does this:
///
/// 1. [`poll`](Self::poll) until it returns `None`;
/// 2. answer an [`Output::Load`], [`Output::Ask`] or [`Output::Timer`] with [`handle`](Self::handle) before polling
///    again, and then hand in what the DLL has asked for, [`Input::Administer`];
/// 3. then hand in the next [`Input::Step`], and poll again.
///
/// The same inputs give the same outputs, everywhere and always.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Service {
    pub(super) profile: Profile,
    pub(super) policy: Policy,
    pub(super) dlls: u8,
    pub(super) phase: ServicePhase,
    pub(super) clock: Clock,
    pub(super) numbers: Numbers,
    pub(super) agenda: Agenda,
    pub(super) loaded: Vec<LoadedDll>,
    pub(super) roster: Roster,
    pub(super) sessions: BTreeMap<u32, Session>,
    pub(super) ports: BTreeMap<Name, PortState>,
    pub(super) grants: BTreeMap<GrantKey, Grant>,
    pub(super) accept: VoteCount,
    pub(super) link: VoteCount,
    pub(super) change: VoteCount,
    /// The Accept functions that were asked about the connection that dialled last.
    pub(super) asked_about: Vec<Voter>,
    /// The task that waits for the answer to its question.
    pending: Option<Task>,
    /// The entry point that was asked last.
    asked: Option<Voter>,
    out: VecDeque<Output>,
}

/// What the service is doing as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum ServicePhase {
    Stopped,
    Starting,
    Running,
    Stopping,
}

impl Service {
    /// Makes a service that has not started, with this many DLLs in its registry.
    ///
    /// # Panics
    ///
    /// If there are more than [`MAX_DLLS`].
    pub fn new(profile: Profile, policy: Policy, dlls: u8) -> Self {
        assert!(usize::from(dlls) <= MAX_DLLS, "a service has at most {MAX_DLLS} DLLs");
        Self {
            profile,
            policy: profile.decide(policy),
            dlls,
            phase: ServicePhase::Stopped,
            clock: Clock::default(),
            numbers: Numbers::default(),
            agenda: Agenda::default(),
            loaded: Vec::new(),
            roster: Roster::default(),
            sessions: BTreeMap::new(),
            ports: BTreeMap::new(),
            grants: BTreeMap::new(),
            accept: VoteCount::default(),
            link: VoteCount::default(),
            change: VoteCount::default(),
            asked_about: Vec::new(),
            pending: None,
            asked: None,
            out: VecDeque::new(),
        }
    }

    /// The virtual time since the scenario began, in milliseconds.
    pub fn now_ms(&self) -> u64 {
        self.clock.now_ms
    }

    /// Whether the service runs: a scenario ends by stopping it.
    pub fn is_running(&self) -> bool {
        self.phase == ServicePhase::Running
    }

    /// The next thing the service wants, or `None` if it waits for the world.
    ///
    /// # Panics
    ///
    /// If a question of the service is still open: the driver owes an answer.
    pub fn poll(&mut self) -> Option<Output> {
        loop {
            if let Some(output) = self.out.pop_front() {
                return Some(output);
            }
            assert!(self.pending.is_none(), "driving order: answer a question before you poll again");
            let task = self.agenda.pop()?;
            self.perform(task);
        }
    }

    /// Takes a step of the world, or the answer to a question.
    ///
    /// # Panics
    ///
    /// If a step comes before the last one is done, or an answer without its question.
    pub fn handle(&mut self, input: Input) {
        match input {
            Input::Step { number, step } => {
                assert!(
                    self.is_idle(),
                    "driving order: poll until there is nothing left before the next step"
                );
                self.event(Event::Step { number, step: Arc::clone(&step) });
                match self.phase {
                    ServicePhase::Stopped => self.step_while_stopped(&step),
                    ServicePhase::Running => self.step_while_running(&step),
                    ServicePhase::Starting | ServicePhase::Stopping => {
                        unreachable!("an idle service neither starts nor stops")
                    }
                }
            }
            Input::Loaded(result) => {
                let task = self.pending.take();
                assert!(matches!(task, Some(Task::Load(_))), "driving order: no DLL is being loaded");
                if let Some(Task::Load(instance)) = task {
                    self.on_loaded(instance, result);
                }
            }
            Input::TimerDone(result) => {
                let task = self.pending.take();
                assert!(matches!(task, Some(Task::Timer(_))), "driving order: no timer runs");
                if let (Some(Task::Timer(instance)), Err(fault)) = (task, result) {
                    self.timer_faulted(instance, &fault);
                }
            }
            Input::Administer { instance, request } => self.take_request(instance, request),
            Input::Reply(reply) => {
                let task = self.pending.take();
                assert!(task.is_some(), "driving order: no question is open");
                match (task, &reply, self.asked.take()) {
                    (Some(_), Reply::Faulted(fault), Some(asked)) if fault.reach == FaultReach::Process => {
                        self.process_ended(asked, fault);
                    }
                    (Some(task), ..) => self.on_reply(task, reply),
                    (None, ..) => {}
                }
            }
        }
    }

    fn is_idle(&self) -> bool {
        self.out.is_empty() && self.pending.is_none() && self.agenda.is_empty()
    }

    fn step_while_stopped(&mut self, step: &Step) {
        match step {
            Step::Start | Step::Restart => self.agenda.last([Task::Start]),
            Step::Wait(span) => self.wait(span.ms),
            Step::Expect(_) => {}
            Step::Stop
            | Step::Dial(_)
            | Step::AddLink(_)
            | Step::DropLink(_)
            | Step::HangUp(_)
            | Step::Disconnect(_)
            | Step::Traffic(_)
            | Step::Quarantine(_)
            | Step::Endpoint(_)
            | Step::PreAuthenticate(_) => self.skip(SkipReason::NotRunning),
        }
    }

    fn step_while_running(&mut self, step: &Step) {
        match step {
            Step::Start => self.skip(SkipReason::AlreadyRunning),
            Step::Stop => self.stop(),
            Step::Restart => {
                self.stop();
                self.agenda.last([Task::Start]);
            }
            Step::Dial(dial) => self.dial(dial),
            Step::AddLink(link) => self.add_link(&link.port, &link.to),
            Step::DropLink(on) => self.drop_link(&on.port),
            Step::HangUp(on) => self.hang_up_port(&on.port, CloseReason::HungUp),
            Step::Disconnect(on) => self.hang_up_port(&on.port, CloseReason::Administrator),
            Step::Traffic(traffic) => self.traffic(traffic),
            Step::Wait(span) => self.wait(span.ms),
            Step::Quarantine(change) => self.change_quarantine(change),
            Step::Endpoint(change) => self.change_endpoint(change),
            Step::PreAuthenticate(pre) => self.pre_authenticate(pre),
            // Rules look at what is expected: `check`.
            Step::Expect(_) => {}
        }
    }

    fn perform(&mut self, task: Task) {
        match task {
            Task::Start => self.start(),
            Task::StartProcess(process) => self.start_process(process),
            Task::Load(instance) => {
                self.wait_for(task, Output::Load(instance));
            }
            Task::LoadsDone(process) => self.loads_done(process),
            Task::Initialize(instance, callout) => self.initialize(instance, callout),
            Task::InitializesDone(process) => self.initializes_done(process),
            Task::Terminate(instance) => self.terminate(instance),
            Task::Unload(state) => self.unload(state),
            Task::Vote(ballot, number, voter) => self.vote(ballot, number, voter),
            Task::Count(ballot, number) => self.count(ballot, number),
            Task::Authenticate(number, credentials) => self.authenticate(number, credentials),
            Task::GetIpv4(number) => self.get_ipv4(number),
            Task::GetIpv6(number, pair) => self.get_ipv6(number, pair),
            Task::AddressesDone(number) => self.addresses_done(number),
            Task::Establish(number) => self.establish(number),
            Task::LinkHangup(number, ref port, voter) => {
                let question = self.link_question(number, port);
                self.ask(voter, question, task);
            }
            Task::LinkDown(number, port) => self.connection_event(number, ConnectionEvent::LinkDown(port)),
            Task::FreePort(port) => self.free_port(&port),
            Task::Hangup(number, voter) => {
                let question = Question::Connection(self.facts_now(number));
                self.ask(voter, question, task);
            }
            Task::Release(ref owed) => self.ask(owed.voter, owed.question.clone(), task),
            Task::HangUp(number, ending) => self.hang_up(number, ending),
            Task::Close(number, ending) => self.close(number, ending),
            Task::AdvanceTo(ms) => self.clock.now_ms = ms,
            Task::Timer(instance) => self.timer(instance),
            Task::Administer(instance, request) => self.administer(instance, request),
        }
    }

    /// Gives a task the answer to its question.
    fn on_reply(&mut self, task: Task, reply: Reply) {
        match task {
            Task::Initialize(instance, Some(callout)) => self.on_initialized(instance, callout, reply),
            Task::Terminate(instance) => self.on_terminated(instance, &reply),
            Task::Vote(ballot, _, voter) => self.on_vote(ballot, voter, &reply),
            Task::GetIpv4(number) => self.on_ipv4(number, &reply),
            Task::GetIpv6(number, Some(pair)) => self.on_ipv6(number, pair, &reply),
            Task::LinkHangup(_, _, voter) | Task::Hangup(_, voter) => self.on_notified(voter, &reply),
            Task::Release(owed) => self.on_released(owed.voter, &reply),
            Task::Start
            | Task::Initialize(_, None)
            | Task::GetIpv6(_, None)
            | Task::StartProcess(_)
            | Task::Load(_)
            | Task::LoadsDone(_)
            | Task::InitializesDone(_)
            | Task::Unload(_)
            | Task::Count(..)
            | Task::Authenticate(..)
            | Task::AddressesDone(_)
            | Task::Establish(_)
            | Task::LinkDown(..)
            | Task::FreePort(_)
            | Task::HangUp(..)
            | Task::Close(..)
            | Task::AdvanceTo(_)
            | Task::Timer(_)
            | Task::Administer(..) => unreachable!("this task asks nothing"),
        }
    }

    pub(super) fn unload_instance(&mut self, instance: Instance) {
        self.out.push_back(Output::Unload(instance));
    }

    /// Puts a question to a DLL; `task` gets the answer.
    pub(super) fn ask(&mut self, voter: Voter, question: Question, task: Task) {
        self.asked = Some(voter);
        let ask = Ask { instance: voter.instance, entry: voter.entry, question };
        self.wait_for(task, Output::Ask(ask));
    }

    /// Wants something of the driver, whose answer is for the task.
    pub(super) fn wait_for(&mut self, task: Task, output: Output) {
        self.pending = Some(task);
        self.out.push_back(output);
    }

    pub(super) fn event(&mut self, event: Event) {
        self.out.push_back(Output::Event(event));
    }

    pub(super) fn connection_event(&mut self, number: u32, what: ConnectionEvent) {
        self.event(Event::Connection { number, what });
    }

    pub(super) fn skip(&mut self, reason: SkipReason) {
        self.out.push_back(Output::Skipped(reason));
    }

    pub(super) fn log(&mut self, level: Level, stage: Stage, instance: Instance, text: impl Into<String>) {
        self.out.push_back(Output::Logged(LogEntry { level, stage, instance, text: text.into() }));
    }

    /// A callout has faulted while the service runs (AMB-52). Returns whether the service goes on.
    ///
    /// During start and stop a fault counts as a nonzero result and nothing else (CHOICE 2).
    pub(super) fn faulted(&mut self, voter: Voter, fault: &Fault) -> bool {
        let text = format!("{}: {}", voter.entry.callout, fault.what);
        self.log(Level::Error, Stage::Callout, voter.instance, text);
        if self.phase != ServicePhase::Running || self.policy.callout_fault == CalloutFault::LogAndRefuse {
            return true;
        }
        self.break_down();
        false
    }

    /// The process of this DLL has ended inside a call: no reading of AMB-52 lets a service go on without it, nor are
    /// the other DLLs there heard again (CHOICE 42).
    fn process_ended(&mut self, asked: Voter, fault: &Fault) {
        let stage = if asked.entry.callout == Callout::TerminateDll {
            Stage::Terminate
        } else if self.phase == ServicePhase::Starting {
            Stage::Initialize
        } else {
            Stage::Callout
        };
        self.log(Level::Error, stage, asked.instance, format!("{}: {}", asked.entry.callout, fault.what));
        self.forget_process(asked.instance.process);
        match self.phase {
            ServicePhase::Starting => self.fail_start(),
            ServicePhase::Stopped | ServicePhase::Running | ServicePhase::Stopping => self.break_down(),
        }
    }

    /// Stops the service at once, without a word to anyone.
    pub(super) fn break_down(&mut self) {
        self.agenda.abandon();
        self.drop_sessions();
        self.agenda.next([Task::Unload(ServiceState::Broken)]);
    }

    /// Lets time pass. Connections whose probation ends on the way are dropped at their moment (DATA-09). At the end the
    /// timers of DLLs run.
    fn wait(&mut self, ms: u64) {
        let end = self.clock.now_ms.saturating_add(ms);
        let mut due: Vec<(u64, u32)> = self
            .sessions
            .iter()
            .filter_map(|(&number, session)| Some((session.deadline_ms.filter(|&at| at <= end)?, number)))
            .collect();
        due.sort_unstable();
        for (at, number) in due {
            self.agenda.last([Task::AdvanceTo(at), Task::HangUp(number, CloseReason::Probation)]);
        }
        self.agenda.last([Task::AdvanceTo(end)]);
        let timers = self.timers();
        self.agenda.last(timers);
    }
}
