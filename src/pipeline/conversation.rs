//! A conversation that is repeated in one life of the service.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::check::with_hangups;
use crate::model::Process;
use crate::ras::{Callout, Name};
use crate::scenario::{OnPort, Scenario, Step};

/// The steps of a scenario, so that they can be repeated: whatever they begin ends with them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// One cycle. The service starts before the first and stops after the last.
    pub cycle: Scenario,
    /// How often it is repeated.
    pub times: u32,
}

impl Conversation {
    /// The steps of a scenario until the service first stops, and after them everybody is hung up. `None` if nobody comes
    /// until then.
    ///
    /// It is played with hangups after refusals (AMB-09, AMB-10): a DLL that is not told of an end cannot know of it.
    ///
    /// ```
    /// use mockras::pipeline::Conversation;
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let conversation = Conversation::of(&scenario, 3).expect("alice comes");
    /// assert_eq!(*conversation.cycle.steps[1], Step::hang_up("VPN2-0"));
    /// ```
    pub fn of(scenario: &Scenario, times: u32) -> Option<Self> {
        let steps = scenario.steps.iter().skip_while(|step| ***step == Step::Start);
        let is_turn = |step: &&Arc<Step>| matches!(***step, Step::Start | Step::Stop | Step::Restart);
        // What a scenario expects is said of one play of it.
        let is_played = |step: &&Arc<Step>| !matches!(***step, Step::Expect(_));
        let steps: Vec<Arc<Step>> =
            steps.take_while(|step| !is_turn(step)).filter(is_played).cloned().collect();
        let ports: BTreeSet<&Name> = steps.iter().filter_map(|step| step.port()).collect();
        if ports.is_empty() {
            return None;
        }
        let hang_ups = ports.into_iter().map(|port| Arc::new(Step::HangUp(OnPort { port: port.clone() })));
        let steps = steps.iter().cloned().chain(hang_ups).collect();
        let policy = with_hangups(scenario.policy);
        Some(Self { cycle: Scenario { steps, policy, ..scenario.clone() }, times })
    }

    /// How many steps a cycle has.
    ///
    /// ```
    /// use mockras::pipeline::Conversation;
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let conversation = Conversation::of(&scenario, 3).expect("alice comes");
    /// assert_eq!(conversation.length(), 2); // The dial, and the hang-up.
    /// ```
    pub fn length(&self) -> u32 {
        u32::try_from(self.cycle.steps.len()).unwrap_or(u32::MAX)
    }

    /// All cycles as one scenario.
    ///
    /// ```
    /// use mockras::pipeline::Conversation;
    /// use mockras::prelude::*;
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let conversation = Conversation::of(&scenario, 3).expect("alice comes");
    /// assert_eq!(conversation.whole().steps.len(), 6);
    /// ```
    pub fn whole(&self) -> Scenario {
        let steps = &self.cycle.steps;
        let times = self.times as usize;
        Scenario {
            steps: steps.iter().cycle().take(steps.len() * times).cloned().collect(),
            ..self.cycle.clone()
        }
    }
}

/// What a process holds while a conversation is repeated. Where something cannot be told, it is absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Holdings {
    /// Bytes of memory.
    pub memory: Option<i64>,
    /// Open descriptors, or handles.
    pub handles: Option<i64>,
    /// Threads.
    pub threads: Option<i64>,
}

/// What a process that native DLLs run in holds when a cycle begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// How many cycles are over.
    pub cycles: u32,
    /// The process.
    pub process: Process,
    /// All that it holds.
    pub holds: Holdings,
    /// What the calls of each entry point of each DLL have taken and not given back since the service started.
    pub taken: Vec<Taken>,
}

/// What the calls of one entry point have taken and not given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The place of the DLL in the registry, from 0.
    pub dll: u8,
    /// The entry point.
    pub callout: Callout,
    /// What they have taken, less what they have given back.
    pub holds: Holdings,
}
