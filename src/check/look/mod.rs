//! Questions that rules ask a transcript.

mod of_calls;
mod of_connections;
mod of_dlls;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::check::arrange::Arranged;
use crate::check::call::{Call, CallResult};
use crate::check::connection_history::ConnectionHistory;
use crate::check::cycle::{Cycles, Drift, TIMES};
use crate::check::dll_history::DllHistory;
use crate::check::lease::{Lease, leases};
use crate::check::spot::{At, Spot};
use crate::dll::Notice;
use crate::model::{Event, Request, ServiceState};
use crate::ras::{Callout, Code, Policy, Profile};
use crate::scenario::Step;
use crate::transcript::{Divergence, EntryKind, Header, Transcript, first_divergence};

/// A transcript, arranged for the questions that rules ask.
#[derive(Debug)]
pub struct Look<'a> {
    /// What was run: Windows version, policy and DLLs.
    pub header: &'a Header,
    /// The readings in force: the policy, and what the pages decide for this Windows version.
    pub policy: Policy,
    entries: Vec<(At, &'a EntryKind)>,
    states: Vec<(At, ServiceState)>,
    dll_histories: Vec<DllHistory<'a>>,
    connections: Vec<ConnectionHistory<'a>>,
    leases: Vec<Lease<'a>>,
    calls: Vec<Call<'a>>,
    noticed: Vec<(usize, &'a Notice)>,
    /// Where the calls of each entry point are, and those about each connection.
    of: [Vec<usize>; Callout::ALL.len()],
    about: BTreeMap<u32, Vec<usize>>,
    is_cut: bool,
    transcript: &'a Transcript,
    drift: OnceLock<Option<Option<Drift>>>,
}

/// Questions about the transcript as a whole.
impl<'a> Look<'a> {
    /// Reads a transcript once and arranges it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.header, &run.header);
    /// ```
    pub fn new(transcript: &'a Transcript) -> Self {
        let arranged = Arranged::of(transcript);
        let is_cut = arranged.is_cut();
        let mut of = [const { Vec::new() }; Callout::ALL.len()];
        let mut about: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (place, call) in arranged.calls.iter().enumerate() {
            of[call.callout() as usize].push(place);
            if let Some(number) = call.connection {
                about.entry(number).or_default().push(place);
            }
        }
        let Header { profile, policy, .. } = &transcript.header;
        let policy = profile.decide(*policy);
        let connections: Vec<ConnectionHistory<'_>> = arranged.connections.into_values().collect();
        Self {
            header: &transcript.header,
            policy,
            entries: arranged.entries,
            states: arranged.states,
            dll_histories: arranged.dll_histories.into_iter().map(|dll| dll.on(*profile)).collect(),
            leases: leases(&policy, &arranged.calls, &connections),
            connections,
            calls: arranged.calls,
            noticed: arranged.noticed,
            of,
            about,
            is_cut,
            transcript,
            drift: OnceLock::new(),
        }
    }

    /// The Windows version of the run.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.profile(), Profile::default());
    /// ```
    pub fn profile(&self) -> Profile {
        self.header.profile
    }

    /// Whether the transcript ends before the service does.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(!look.is_cut());
    /// ```
    pub fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Whether nothing kept the service from starting. A transcript that was cut off before may still have come to it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(look.is_started());
    /// ```
    pub fn is_started(&self) -> bool {
        let mut states = self.states().map(|(_, state)| state);
        states.next().is_none_or(|first| first != ServiceState::NotStarted)
            || states.any(|state| state == ServiceState::Running)
    }

    /// Whether a call did not return.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert!(!look.has_fault());
    /// ```
    pub fn has_fault(&self) -> bool {
        self.calls.iter().any(|call| matches!(call.result, CallResult::Faulted(_)))
    }

    /// Where this transcript and another part, if they do.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.divergence(&look), None);
    /// ```
    pub fn divergence(&self, other: &Look<'_>) -> Option<Divergence> {
        first_divergence(self.transcript, other.transcript)
    }

    /// Whether this run, of a conversation that was repeated [`TIMES`](crate::check::TIMES) times, shows a drift; `None` if it is no
    /// such run.
    pub(in crate::check) fn drift(&self) -> Option<Option<&Drift>> {
        self.drift.get_or_init(|| self.compare_cycles()).as_ref().map(Option::as_ref)
    }

    fn compare_cycles(&self) -> Option<Option<Drift>> {
        let step = |kind: &EntryKind| {
            let EntryKind::Event(Event::Step { number, .. }) = kind else { return None };
            Some(*number)
        };
        let steps = self.entries.iter().filter_map(|(_, kind)| step(kind)).max()?;
        if steps == 0 || !steps.is_multiple_of(TIMES) || self.is_cut {
            return None;
        }
        let mut heard = Cycles::new(steps / TIMES, self.policy);
        for (at, kind) in &self.entries {
            heard.entry(at.ms, kind);
        }
        Some(heard.drift().cloned())
    }

    /// Where a drift is in this run, of the conversation without repeats.
    pub(in crate::check) fn spot_of(&self, drift: &Drift) -> Option<Spot> {
        let is_same =
            |call: &&Call<'_>| call.at.step == drift.step && Some((call.instance, call.entry)) == drift.call;
        let of_step = || self.calls.iter().rfind(|call| call.at.step <= drift.step);
        self.calls.iter().rfind(is_same).or_else(of_step).map(Spot::from)
    }

    /// Every entry of the transcript, in order.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// assert_eq!(look.entries().len(), run.entries.len());
    /// ```
    pub fn entries(&self) -> &[(At, &'a EntryKind)] {
        &self.entries
    }

    /// The step of the scenario in which something happens.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(look.step(vote.at), Some(&Step::dial("VPN2-0", "alice")));
    /// ```
    pub fn step(&self, at: At) -> Option<&'a Step> {
        let mut before = self.entries.get(..=at.entry)?.iter().rev();
        before.find_map(|(_, kind)| {
            let EntryKind::Event(Event::Step { step, .. }) = kind else { return None };
            Some(&**step)
        })
    }

    /// What the service has done last for a DLL before this, in the same step: an administration function had asked for it.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// assert_eq!(look.administered(vote.at), None);
    /// ```
    pub fn administered(&self, at: At) -> Option<&'a Request> {
        let before = self.entries.get(..at.entry)?.iter().rev();
        before.take_while(|(other, _)| other.is_same_step(at)).find_map(|(_, kind)| {
            let EntryKind::Event(Event::Administered { request, result: Code::NO_ERROR, .. }) = kind else {
                return None;
            };
            Some(request)
        })
    }

    /// The changes of the service's state.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// use mockras::model::ServiceState;
    ///
    /// assert!(look.states().any(|(_, state)| state == ServiceState::Running));
    /// ```
    pub fn states(&self) -> impl Iterator<Item = (At, ServiceState)> {
        self.states.iter().copied()
    }

    /// What becomes of the service next: the first change of its state after `at`.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
    /// # let look = Look::new(&run);
    /// # let vote = look.calls_of(Callout::AcceptNewLink).next().expect("a DLL is asked about the link");
    /// use mockras::model::ServiceState;
    ///
    /// let next = look.state_after(vote.at).map(|(_, state)| state);
    /// assert_eq!(next, Some(ServiceState::Stopped));
    /// ```
    pub fn state_after(&self, at: At) -> Option<(At, ServiceState)> {
        self.states.get(self.states.partition_point(|(changed, _)| *changed <= at)).copied()
    }
}
