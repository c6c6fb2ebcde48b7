//! A scenario that is played one step at a time, for whoever wants to look in between.

use std::collections::VecDeque;
use std::sync::Arc;

use super::{Driver, Runner, Sink};
use crate::dll::{Hosting, Live, Registered};
use crate::model::{Ask, Fault, Returned, Service};
use crate::ras::{Connection, Port};
use crate::scenario::{Scenario, Step};
use crate::transcript::{Entry, EntryKind, Transcript};

/// A run that goes on one step at a time, wherever its DLLs are.
///
/// A test in lock step, such as one with the crate `proptest-state-machine`, plays a step, does the same to its own model, and
/// compares the two: the calls and the transcript so far, and what the service knows. Played to its end, the same steps give
/// the same transcript as [`run`](crate::run), byte by byte.
///
/// ```
/// use mockras::Play;
/// use mockras::prelude::*;
/// use mockras::scenario::OnPort;
///
/// let mut play = Play::new(&Scenario::default(), &[]);
/// play.step(Step::dial("VPN2-0", "alice"));
/// assert_eq!(play.connections().len(), 1);
/// assert_eq!(play.connections()[0].user, "alice");
///
/// // What happened in one step, and what was asked so far.
/// let happened = play.step(Step::HangUp(OnPort { port: "VPN2-0".into() }));
/// assert!(happened.len() > 1);
/// assert!(play.calls().any(|(ask, _)| ask.entry.callout == Callout::LinkHangupNotification));
/// assert!(play.connections().is_empty());
///
/// // The end stops the service in order. The whole transcript is there for rules and matchers.
/// let run = play.finish();
/// run.expect().connection("VPN2-0").connected().closed(CloseReason::HungUp);
/// run.assert_kept();
/// ```
///
/// Version, readings, DLLs, clock and registry are those of the scenario; its steps wait for [`advance`](Self::advance), and
/// others can come in between. The service starts with the first step, as if that were the first step of a scenario.
pub struct Play {
    stepwise: Box<dyn Stepwise>,
    /// The steps of the scenario that were not played yet.
    waiting: VecDeque<Arc<Step>>,
    transcript: Transcript,
}

/// A run of which somebody else says what comes next. [`Play`] is the comfortable way to one; a [`Runner`] makes it.
pub trait Stepwise {
    /// Plays a step, and hands over every entry as it happens.
    fn step(&mut self, step: Arc<Step>, sink: &mut dyn Sink);

    /// Stops the service if it runs.
    fn finish(self: Box<Self>, sink: &mut dyn Sink);

    /// The service as it stands.
    fn service(&self) -> &Live;

    /// Why the run was cut short, if it was: not by a DLL. Nothing that happens after is real.
    fn cut(&self) -> Option<String> {
        None
    }
}

impl<H: Hosting> Stepwise for Driver<H> {
    fn step(&mut self, step: Arc<Step>, sink: &mut dyn Sink) {
        Self::step(self, step, sink);
    }

    fn finish(self: Box<Self>, sink: &mut dyn Sink) {
        Self::finish(*self, sink);
    }

    fn service(&self) -> &Live {
        Self::service(self)
    }
}

impl Play {
    /// Begins to play against these DLLs, in this process; without any, against those that the scenario names.
    ///
    /// # Panics
    ///
    /// If there are more than [`MAX_DLLS`](crate::scenario::MAX_DLLS) DLLs.
    pub fn new(scenario: &Scenario, dlls: &[Registered]) -> Self {
        Self::on(dlls, scenario)
    }

    /// Begins to play with this runner: in this process, in children, or from a record.
    ///
    /// ```
    /// use mockras::Play;
    /// use mockras::pipeline::{InProcess, Recorded, Runner};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), Step::Stop]);
    /// let record = Recorded::of(InProcess.run(&scenario));
    /// for runner in [&InProcess as &dyn Runner, &record] {
    ///     let mut play = Play::on(runner, &scenario);
    ///     play.advance();
    ///     assert_eq!(play.connections().len(), 1);
    /// }
    /// ```
    ///
    /// # Panics
    ///
    /// If the runner plays whole scenarios only. All of mockras do more; see [`Runner::begin`].
    pub fn on(runner: &(impl Runner + ?Sized), scenario: &Scenario) -> Self {
        runner.begin(scenario).expect("the runner plays whole scenarios only: it has no `begin`")
    }

    /// Begins to play what `stepwise` drives: for those who write a [`Runner`].
    pub fn of(
        stepwise: impl Stepwise + 'static,
        scenario: &Scenario,
        runner: &(impl Runner + ?Sized),
    ) -> Self {
        Self {
            stepwise: Box::new(stepwise),
            waiting: scenario.steps.iter().cloned().collect(),
            transcript: Transcript { header: runner.header(scenario), entries: Vec::new() },
        }
    }

    /// Plays a step, and returns what happened in it.
    ///
    /// A step that cannot apply is recorded as skipped, with the reason, and changes nothing.
    pub fn step(&mut self, step: impl Into<Arc<Step>>) -> &[Entry] {
        let before = self.transcript.entries.len();
        self.stepwise.step(step.into(), &mut self.transcript.entries);
        self.transcript.entries.get(before..).unwrap_or_default()
    }

    /// Plays the next step of the scenario, and returns what happened in it; `None` if there is no further one.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// let mut play = Play::new(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// assert!(play.advance().is_some_and(|entries| !entries.is_empty()));
    /// assert_eq!(play.advance(), None);
    /// ```
    pub fn advance(&mut self) -> Option<&[Entry]> {
        let step = self.waiting.pop_front()?;
        Some(self.step(step))
    }

    /// The transcript so far. Rules judge it, too: what is owed at the end of a run is inconclusive then.
    ///
    /// ```
    /// use mockras::Play;
    /// use mockras::prelude::*;
    ///
    /// let mut play = Play::new(&Scenario::default(), &[]);
    /// play.step(Step::dial("VPN2-0", "alice"));
    /// play.transcript().expect().connection("VPN2-0").connected().ipv4("10.0.0.0/24");
    /// assert_eq!(play.transcript().verdicts().errors().count(), 0);
    /// ```
    pub fn transcript(&self) -> &Transcript {
        &self.transcript
    }

    /// The calls so far that have come back, each with what it returned, or with the fault that ended it.
    pub fn calls(&self) -> impl Iterator<Item = (&Ask, Result<&Returned, &Fault>)> {
        self.transcript.entries.windows(2).filter_map(|pair| match (&pair[0].kind, &pair[1].kind) {
            (EntryKind::Asked(ask), EntryKind::Answered(returned)) => Some((ask, Ok(returned))),
            (EntryKind::Asked(ask), EntryKind::Faulted(fault)) => Some((ask, Err(fault))),
            _ => None,
        })
    }

    /// The connections that are up, in the order of their numbers, with their users, addresses and flags as they are now.
    pub fn connections(&self) -> Vec<Connection> {
        self.service(|service| service.connections().collect())
    }

    /// The ports that were named so far, in the order of their names.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// let mut play = Play::new(&Scenario::default(), &[]);
    /// play.step(Step::dial("VPN2-0", "alice"));
    /// assert_eq!(play.ports()[0].name, "VPN2-0");
    /// ```
    pub fn ports(&self) -> Vec<Port> {
        self.service(|service| service.ports().collect())
    }

    /// Whether the service runs. It does not before the first step, nor after a DLL has kept it from starting.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// let mut play = Play::new(&Scenario::default(), &[]);
    /// assert!(!play.is_running());
    /// play.step(Step::Start);
    /// assert!(play.is_running());
    /// ```
    pub fn is_running(&self) -> bool {
        self.service(Service::is_running)
    }

    /// The virtual time, in milliseconds: only a wait moves it.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// use std::time::Duration;
    ///
    /// let mut play = Play::new(&Scenario::default(), &[]);
    /// play.step(Step::wait(Duration::from_secs(2)));
    /// assert_eq!(play.now_ms(), 2000);
    /// ```
    pub fn now_ms(&self) -> u64 {
        self.service(Service::now_ms)
    }

    /// Asks the service something else.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// let mut play = Play::new(&Scenario::default(), &[]);
    /// play.step(Step::dial("VPN2-0", "alice"));
    /// assert_eq!(play.service(|service| service.connections().count()), 1);
    /// ```
    pub fn service<R>(&self, look: impl FnOnce(&Service) -> R) -> R {
        self.stepwise.service().with(|service| look(service))
    }

    /// Why the run was cut short, if it was: not by a DLL, but because a child cannot be started, say, or a record holds
    /// something else. Nothing that happened after is in the transcript.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// let mut play = Play::new(&Scenario::default(), &[]);
    /// play.step(Step::Start);
    /// assert_eq!(play.cut(), None);
    /// ```
    pub fn cut(&self) -> Option<String> {
        self.stepwise.cut()
    }

    /// Plays what is left of the scenario, stops the service if it runs, and returns the whole transcript.
    ///
    /// A play that is dropped before this stops nothing: DLLs in this process are dropped, children are ended.
    pub fn finish(mut self) -> Transcript {
        while self.advance().is_some() {}
        self.stop()
    }

    /// The same without the steps that are left.
    ///
    /// ```
    /// # use mockras::{Play, prelude::*};
    /// let steps = [Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "bob")];
    /// let mut play = Play::new(&Scenario::of(steps), &[]);
    /// play.advance();
    /// assert!(!play.stop().to_string().contains("bob"));
    /// ```
    pub fn stop(mut self) -> Transcript {
        self.stepwise.finish(&mut self.transcript.entries);
        self.transcript
    }
}
