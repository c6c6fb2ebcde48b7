//! Who plays scenarios: this process, or children of it.

use super::{Conversation, Driver, Play, Reached, Sink, header, hosted, named, play};
use crate::dll::Registered;
use crate::ras::Callout;
use crate::scenario::Scenario;
use crate::transcript::{Header, Transcript};

/// About how many entries a step has, with those that a scenario implies; and for how many there is room from the start.
const ENTRIES_EACH: usize = 12;
const ENTRIES_MAX: usize = 4096;

/// Plays scenarios against DLLs, as often as it is asked to.
pub trait Runner {
    /// Makes the header of the transcript, which says what is run.
    ///
    /// ```
    /// use mockras::pipeline::{InProcess, Runner};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// assert_eq!(InProcess.header(&scenario).dlls, ["accept-all"]);
    /// ```
    fn header(&self, scenario: &Scenario) -> Header;

    /// Plays a scenario and hands over every entry as it happens.
    ///
    /// ```
    /// use mockras::pipeline::{InProcess, Runner};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let mut entries = Vec::new();
    /// InProcess.play(&scenario, &mut entries);
    /// assert_eq!(entries, mockras::run(&scenario, &[]).entries);
    /// ```
    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink);

    /// Begins to play with the DLLs of a scenario, of which one step is played after the other; [`Play::on`] is the way to it.
    /// `None` for a runner that plays whole scenarios only, such as one that changes what is played.
    fn begin(&self, _scenario: &Scenario) -> Option<Play> {
        None
    }

    /// Plays a scenario and keeps the whole transcript.
    ///
    /// ```
    /// use mockras::pipeline::{InProcess, Runner};
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// InProcess.run(&scenario).assert_kept();
    /// ```
    fn run(&self, scenario: &Scenario) -> Transcript {
        let mut entries = Vec::with_capacity((ENTRIES_EACH * (scenario.steps.len() + 2)).min(ENTRIES_MAX));
        self.play(scenario, &mut entries);
        Transcript { header: self.header(scenario), entries }
    }

    /// Plays a scenario with native DLLs called on several threads in turn, and keeps the whole transcript; nothing if there
    /// are none, or nobody can.
    fn run_on_threads(&self, _scenario: &Scenario) -> Option<Transcript> {
        None
    }

    /// Plays all cycles of a conversation in one life of the service. Where native DLLs have processes of their own, what
    /// these hold is measured now and then, and handed over at the end.
    fn repeat(&self, conversation: &Conversation, sink: &mut dyn Sink) {
        self.play(&conversation.whole(), sink);
    }

    /// What the DLLs have written to standard output and standard error since this was last asked, where somebody
    /// listened.
    fn written(&self) -> String {
        String::new()
    }

    /// What the last play has reached in the code of native DLLs that were built to tell of it.
    fn reached(&self) -> Reached {
        Reached::default()
    }

    /// Why a run was cut short since this was last asked, if one was: not by a DLL.
    fn cut(&self) -> Option<String> {
        None
    }

    /// Plays what comes next as for the first time: native DLLs in fresh processes, and at another second than before.
    fn refresh(&self) {}

    /// Ends runs before a call of these entry points from now on: they have not returned often enough. Where nothing can
    /// hang for ever, there is nothing to avoid.
    fn avoid(&self, _callouts: &[Callout]) {}
}

/// These DLLs, in this process; without any, those that each scenario names.
impl Runner for [Registered] {
    fn header(&self, scenario: &Scenario) -> Header {
        if self.is_empty() { InProcess.header(scenario) } else { header(scenario, self) }
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        if self.is_empty() { InProcess.play(scenario, sink) } else { play(scenario, self, sink) }
    }

    fn begin(&self, scenario: &Scenario) -> Option<Play> {
        if self.is_empty() {
            return InProcess.begin(scenario);
        }
        let driver = Driver::new(scenario, self.len(), hosted(scenario, self.to_vec()));
        Some(Play::of(driver, scenario, self))
    }
}

/// The DLLs that each scenario names, in this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl Runner for InProcess {
    fn header(&self, scenario: &Scenario) -> Header {
        header(scenario, &named(scenario))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        play(scenario, &named(scenario), sink);
    }

    fn run(&self, scenario: &Scenario) -> Transcript {
        named(scenario).run(scenario)
    }

    fn begin(&self, scenario: &Scenario) -> Option<Play> {
        named(scenario).begin(scenario)
    }
}
