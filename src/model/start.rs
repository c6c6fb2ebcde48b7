//! How the service starts and stops: loading, initialising, rolling back, terminating.

use super::agenda::Task;
use super::binding::{Binding, BoundTable, initializes_in};
use super::event::{CloseReason, ConnectionEvent, Event, Level, ServiceState, Stage};
use super::instance::{EntryPoint, Instance, Process, Via};
use super::roster::{InitState, LoadedDll, Member, Roster, Voter};
use super::seam::{CallbacksTable, FaultReach, LoadFailure, Loaded, Question, Reply, Slot, Wrote};
use super::service::{Service, ServicePhase};
use super::table::table_problems;
use crate::ras::{
    Callout, Code, InitContinue, InitRollback, MissingDll, Processes, ShutdownLive, TablePrefill,
    TableRevisionIn, TerminateFailed, TerminateNonzero, TerminateOrder,
};

impl Service {
    /// Starts the process for connections first, and the other only if that one came up (CHOICE 12).
    pub(super) fn start(&mut self) {
        self.phase = ServicePhase::Starting;
        self.loaded.clear();
        let processes = self.processes().iter().map(|&process| Task::StartProcess(process));
        self.agenda.next(processes);
    }

    fn processes(&self) -> &'static [Process] {
        match self.policy.processes {
            Processes::Two => &[Process::Connections, Process::Addresses],
            Processes::One => &[Process::Only],
        }
    }

    pub(super) fn start_process(&mut self, process: Process) {
        let mut tasks: Vec<Task> = (0..self.dlls).map(|dll| Task::Load(Instance { process, dll })).collect();
        if self.profile.is_2000_or_earlier() && self.dlls > 1 {
            // LOAD-05, LOAD-26: a list of paths is one path there, and no file has it.
            let text = format!(
                "{} knows one DLL only: the list of {} is taken as one path",
                self.profile, self.dlls
            );
            let instance = Instance { process, dll: 0 };
            self.log(Level::Error, Stage::Load, instance, text);
            if self.policy.missing_dll == MissingDll::FailStart {
                return self.fail_start();
            }
            tasks.clear();
        }
        tasks.push(Task::LoadsDone(process));
        self.agenda.next(tasks);
    }

    pub(super) fn on_loaded(&mut self, instance: Instance, result: Result<Loaded, LoadFailure>) {
        match result {
            Ok(Loaded { exports, has_timer }) => {
                self.event(Event::Loaded { instance, exports });
                let state = InitState::Loaded;
                self.loaded.push(LoadedDll { instance, exports, has_timer, table: None, state });
            }
            Err(LoadFailure::Missing) => {
                self.log(Level::Error, Stage::Load, instance, LoadFailure::MISSING);
                if self.policy.missing_dll == MissingDll::FailStart {
                    self.fail_start();
                }
            }
            Err(LoadFailure::Unusable(reason)) => {
                self.log(Level::Error, Stage::Load, instance, reason);
                self.fail_start();
            }
            Err(LoadFailure::Faulted(fault)) => {
                self.log(Level::Error, Stage::Load, instance, fault.what);
                if fault.reach == FaultReach::Process {
                    self.forget_process(instance.process);
                }
                self.fail_start();
            }
        }
    }

    pub(super) fn loads_done(&mut self, process: Process) {
        let here: Vec<usize> =
            (0..self.loaded.len()).filter(|&at| self.loaded[at].instance.process == process).collect();
        let mut fatal = false;
        for &at in &here {
            let dll = &self.loaded[at];
            let (instance, problems) = (dll.instance, self.binding(dll).export_problems());
            let problems = problems.into_iter().map(|problem| (problem.level, problem.text)).collect();
            fatal |= self.log_problems(Stage::Exports, instance, problems);
        }
        if fatal {
            return self.fail_start(); // LOAD-13: nothing else was called
        }
        let mut tasks = Vec::new();
        if initializes_in(process, &self.policy) {
            for &at in &here {
                let instance = self.loaded[at].instance;
                match self.binding(&self.loaded[at]).initializers() {
                    [] => tasks.push(Task::Initialize(instance, None)), // nt4-rras, or AMB-46
                    calls => {
                        tasks.extend(calls.iter().map(|&callout| Task::Initialize(instance, Some(callout))));
                    }
                }
            }
        }
        tasks.push(Task::InitializesDone(process));
        self.agenda.next(tasks);
    }

    /// Logs problems, and returns whether one of them is fatal.
    fn log_problems(&mut self, stage: Stage, instance: Instance, problems: Vec<(Level, String)>) -> bool {
        let mut fatal = false;
        for (level, text) in problems {
            fatal |= level == Level::Error;
            self.log(level, stage, instance, text);
        }
        fatal
    }

    /// Says what the service uses of a loaded DLL.
    fn binding(&self, dll: &LoadedDll) -> Binding {
        dll.binding(self.profile, &self.policy)
    }

    fn dll(&mut self, instance: Instance) -> Option<&mut LoadedDll> {
        self.loaded.iter_mut().find(|dll| dll.instance == instance)
    }

    fn any_failed(&self) -> bool {
        self.loaded.iter().any(|dll| dll.state == InitState::Failed)
    }

    pub(super) fn initialize(&mut self, instance: Instance, callout: Option<Callout>) {
        let this_failed = self.dll(instance).is_some_and(|dll| dll.state == InitState::Failed);
        if this_failed || (self.any_failed() && self.policy.init_continue == InitContinue::Stop) {
            return;
        }
        let Some(callout) = callout else {
            if let Some(dll) = self.dll(instance) {
                dll.state = InitState::Initialized;
            }
            return;
        };
        let with_table = callout == Callout::InitializeDllEx;
        let question = if with_table { Question::Table(self.table_on_entry()) } else { Question::Nothing };
        let voter = Voter { instance, entry: EntryPoint { callout, via: Via::Export } };
        self.ask(voter, question, Task::Initialize(instance, Some(callout)));
    }

    fn table_on_entry(&self) -> CallbacksTable {
        let revision = match self.policy.table_revision_in {
            TableRevisionIn::Two => 2,
            TableRevisionIn::One => 1,
            TableRevisionIn::Zero => 0,
        };
        let slot = match self.policy.table_prefill {
            TablePrefill::Zero => Slot::Null,
            TablePrefill::Poison => Slot::Poison,
        };
        CallbacksTable { revision, slots: [slot; 12] }
    }

    pub(super) fn on_initialized(&mut self, instance: Instance, callout: Callout, reply: Reply) {
        let (profile, policy) = (self.profile, self.policy);
        let (mut stage, mut problems) = (Stage::Initialize, Vec::new());
        match reply {
            Reply::Faulted(fault) => problems.push((Level::Error, format!("{callout}: {}", fault.what))),
            Reply::Returned(returned) => match Code(returned.value.unwrap_or_default()) {
                Code::NO_ERROR => {
                    if let (Wrote::Table(table), Some(dll)) = (returned.wrote, self.dll(instance)) {
                        // CHOICE 13: a bad table is a failed initialisation.
                        dll.table = Some(BoundTable::of(&table));
                        let binding = dll.binding(profile, &policy);
                        (stage, problems) = (Stage::Table, table_problems(&table, &binding));
                    }
                }
                code => problems.push((Level::Error, format!("{callout} returned {code}"))),
            },
        }
        let failed = self.log_problems(stage, instance, problems);
        if let Some(dll) = self.dll(instance) {
            dll.state = if failed { InitState::Failed } else { InitState::Initialized };
        }
    }

    pub(super) fn initializes_done(&mut self, process: Process) {
        if self.any_failed() {
            return self.fail_start();
        }
        if self.processes().last() != Some(&process) {
            return;
        }
        let of = |process| -> Vec<Member> {
            let here = self.loaded.iter().filter(|dll| dll.instance.process == process);
            here.map(|dll| (dll.instance, self.binding(dll))).collect()
        };
        let (connections, addresses) = match self.policy.processes {
            Processes::Two => (of(Process::Connections), of(Process::Addresses)),
            Processes::One => (of(Process::Only), of(Process::Only)),
        };
        self.roster = Roster::new(&connections, &addresses, &self.policy);
        self.phase = ServicePhase::Running;
        self.event(Event::Service(ServiceState::Running));
    }

    /// Forgets a process that is gone, and its DLLs with it: there is nothing to terminate or to unload.
    pub(super) fn forget_process(&mut self, process: Process) {
        self.loaded.retain(|dll| dll.instance.process != process);
    }

    /// Gives up the start of the service, and rolls back what was initialised (AMB-16).
    pub(super) fn fail_start(&mut self) {
        self.agenda.abandon();
        let (rollback, failed) = (self.policy.init_rollback, self.policy.terminate_failed);
        let mut tasks = self.terminations(|dll| match dll.state {
            InitState::Loaded | InitState::Terminated => false,
            InitState::Initialized => rollback == InitRollback::TerminateEarlier,
            // CHOICE 39: through its table only if it registered one.
            InitState::Failed => failed == TerminateFailed::Yes,
        });
        tasks.push(Task::Unload(ServiceState::NotStarted));
        self.agenda.next(tasks);
    }

    pub(super) fn stop(&mut self) {
        self.phase = ServicePhase::Stopping;
        match self.policy.shutdown_live {
            // CHOICE 16: by number.
            ShutdownLive::HangupFirst => {
                let hangups = self.sessions.keys().map(|&number| Task::HangUp(number, CloseReason::Shutdown));
                self.agenda.last(hangups);
            }
            ShutdownLive::Drop => self.drop_sessions(),
        }
        let terminations = self.terminations(|dll| dll.state == InitState::Initialized);
        self.agenda.last(terminations);
        self.agenda.last([Task::Unload(ServiceState::Stopped)]);
    }

    /// The terminations of the wanted DLLs, process by process, and within one by `terminate_order` (CHOICE 12).
    fn terminations(&self, wanted: impl Fn(&LoadedDll) -> bool) -> Vec<Task> {
        let mut tasks = Vec::new();
        for &process in self.processes() {
            let mut here: Vec<Instance> = self
                .loaded
                .iter()
                .filter(|dll| dll.instance.process == process && wanted(dll))
                .map(|dll| dll.instance)
                .collect();
            match self.policy.terminate_order {
                TerminateOrder::Registry => {}
                TerminateOrder::Reverse => here.reverse(),
                TerminateOrder::Shuffled => {
                    // CHOICE 14
                    let by = 1.min(here.len());
                    here.rotate_left(by);
                }
            }
            tasks.extend(here.into_iter().map(Task::Terminate));
        }
        tasks
    }

    pub(super) fn terminate(&mut self, instance: Instance) {
        let (profile, policy) = (self.profile, self.policy);
        let Some(dll) = self.dll(instance) else { return };
        dll.state = InitState::Terminated;
        if let Some(entry) = dll.binding(profile, &policy).entry(Callout::TerminateDll) {
            self.ask(Voter { instance, entry }, Question::Nothing, Task::Terminate(instance));
        }
    }

    pub(super) fn on_terminated(&mut self, instance: Instance, reply: &Reply) {
        let text = match reply {
            // Logged even where a nonzero result is not: a fault always is (LOAD-17).
            Reply::Faulted(fault) => format!("TerminateDll: {}", fault.what),
            Reply::Returned(returned) => match Code(returned.value.unwrap_or_default()) {
                Code::NO_ERROR => return,
                _ if self.policy.terminate_nonzero == TerminateNonzero::Ignore => return,
                code => format!("TerminateDll returned {code}"),
            },
        };
        self.log(Level::Warning, Stage::Terminate, instance, text);
    }

    pub(super) fn unload(&mut self, state: ServiceState) {
        for dll in std::mem::take(&mut self.loaded) {
            self.unload_instance(dll.instance);
        }
        self.roster = Roster::default();
        self.phase = ServicePhase::Stopped;
        // Nobody presents themselves to a service that does not run.
        self.ports.values_mut().for_each(|port| port.presented = None);
        self.event(Event::Service(state));
    }

    /// Drops every connection without telling anybody, and forgets the releases that are owed (CHOICE 15).
    pub(super) fn drop_sessions(&mut self) {
        for (number, _) in std::mem::take(&mut self.sessions) {
            self.connection_event(number, ConnectionEvent::Closed(CloseReason::Dropped));
        }
        self.grants.clear();
        let busy = self.ports.values_mut().filter(|port| port.session.is_some());
        busy.for_each(super::session::PortState::free);
    }
}
