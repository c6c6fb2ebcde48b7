//! Makes every small scenario from its number.

use std::ops::Range;
use std::sync::Arc;

use crate::ras::{Name, NamedReading, Offer, Policy, Quarantine, Tunnel};
use crate::scenario::{
    AddLink, Dial, Dll, EndpointChange, Notify, OnPort, PreAuthenticate, QuarantineChange, Scenario, Script,
    Span, Step, Stock,
};

/// Every scenario up to a length: all lists of steps of a small alphabet, under some readings, with some lists of DLLs.
///
/// Nothing is stored: a scenario is made from its number. Numbers run through the lists of steps first, each list right
/// before those that it begins, so the extensions of a list are a range that can be left out as a whole; then through
/// the lists of DLLs; then through the readings.
///
/// ```
/// use mockras::generate::Exhaustive;
///
/// let every = Exhaustive::new(2, &[None]);
/// assert_eq!(every.count(), 3 * (1 + 15 + 15 * 15));
/// assert_eq!(every.scenario(0).steps.len(), 0);
/// assert_eq!(every.scenario(2).steps.len(), 2);
/// ```
#[derive(Debug, Clone)]
pub struct Exhaustive {
    length: u32,
    readings: Vec<Option<NamedReading>>,
    fleets: Vec<Vec<Dll>>,
    alphabet: Vec<Arc<Step>>,
}

/// How a range of numbers was gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walked {
    /// Scenarios that were played: all of their steps apply, but for the last at most.
    pub played: u64,
    /// Scenarios that were left out: a step before their last does not apply and so changes nothing, which makes a
    /// shorter scenario of them.
    pub left_out: u64,
}

impl Exhaustive {
    /// Every scenario of so many steps or fewer, under these readings, `None` for the default of every policy.
    pub fn new(length: u32, readings: &[Option<NamedReading>]) -> Self {
        Self { length, readings: readings.to_vec(), fleets: fleets(), alphabet: alphabet() }
    }

    /// The same with these lists of DLLs in place of the usual three.
    pub fn with_dlls(self, fleets: Vec<Vec<Dll>>) -> Self {
        Self { fleets, ..self }
    }

    /// The default of every policy, and each other reading of each policy alone.
    pub fn readings() -> Vec<Option<NamedReading>> {
        let others = Policy::FIELDS
            .iter()
            .flat_map(|field| field.readings[1..].iter().map(|(reading, _)| Some((field.name, *reading))));
        std::iter::once(None).chain(others).collect()
    }

    /// The steps of which scenarios are made.
    pub fn alphabet(&self) -> &[Arc<Step>] {
        &self.alphabet
    }

    /// How many scenarios there are.
    pub fn count(&self) -> u64 {
        self.lists(self.length) * (self.fleets.len() * self.readings.len()) as u64
    }

    /// How many lists of at most so many steps there are.
    fn lists(&self, length: u32) -> u64 {
        (0..=length).map(|length| (self.alphabet.len() as u64).pow(length)).sum()
    }

    /// The scenario of a number below [`Exhaustive::count`].
    ///
    /// # Panics
    ///
    /// If there is none of that number.
    pub fn scenario(&self, index: u64) -> Scenario {
        assert!(index < self.count(), "there are {} scenarios, and none of number {index}", self.count());
        let (around, rank) = (index / self.lists(self.length), index % self.lists(self.length));
        let fleets = self.fleets.len() as u64;
        let [reading, fleet] = [around / fleets, around % fleets]
            .map(|at| usize::try_from(at).expect("it is the place of something in memory"));
        let mut policy = Policy::default();
        if let Some((field, reading)) = self.readings[reading] {
            policy.set(field, reading).expect("readings are those of the table");
        }
        let steps = self.path(rank).iter().map(|(step, _)| Arc::clone(&self.alphabet[*step])).collect();
        Scenario { policy, dlls: self.fleets[fleet].clone(), steps, ..Scenario::default() }
    }

    /// The steps of the list of this rank, each with the rank of the list that ends with it.
    fn path(&self, rank: u64) -> Vec<(usize, u64)> {
        let (mut left, mut path) = (rank, Vec::new());
        let mut length = self.length;
        while left > 0 {
            length -= 1;
            let below = self.lists(length);
            let step = usize::try_from((left - 1) / below).expect("it is the place of a step");
            left = (left - 1) % below;
            path.push((step, rank - left));
        }
        path
    }

    /// The number after those of all scenarios that begin with the first `steps` steps of this one.
    pub fn after(&self, index: u64, steps: u32) -> u64 {
        let rank = index % self.lists(self.length);
        let start = match steps.checked_sub(1) {
            None => 0,
            Some(last) => self.path(rank).get(last as usize).map_or(rank, |(_, start)| *start),
        };
        index - rank + start + self.lists(self.length - steps.min(self.length))
    }

    /// Goes through a range of numbers. `play` plays a scenario and tells the number, from 1, of the first step that did
    /// not apply. A step that does not apply changes nothing, so what goes on after it is left out: the scenario without
    /// that step is another one of these.
    ///
    /// Ranges that follow each other play what their union plays; at most one scenario more is handed to `play` for
    /// each, which is not counted.
    pub fn walk(&self, range: Range<u64>, play: &mut dyn FnMut(u64, &Scenario) -> Option<u32>) -> Walked {
        let mut walked = Walked::default();
        let (mut at, end) = (range.start, range.end.min(self.count()));
        while at < end {
            let scenario = self.scenario(at);
            let idle = play(at, &scenario);
            let next = idle.map_or(at + 1, |step| self.after(at, step)).min(end);
            let is_played = idle.is_none_or(|step| step as usize == scenario.steps.len());
            walked.played += u64::from(is_played);
            walked.left_out += next - at - u64::from(is_played);
            at = next;
        }
        walked
    }
}

/// Two ports, three users, one step of each kind, and a second where the other port makes a difference.
fn alphabet() -> Vec<Arc<Step>> {
    let (a, b) = (|| Name::from("VPN2-0"), || Name::from("VPN2-1"));
    let dial = |port, user: &str, tunnel, ipv4, ipv6| {
        let endpoint = Name::from("192.0.2.1");
        Step::Dial(Dial {
            port,
            user: user.into(),
            tunnel,
            ipv4,
            ipv6,
            remote_endpoint: endpoint,
            ..Dial::default()
        })
    };
    let quarantine = |state, probation| Step::Quarantine(QuarantineChange { port: a(), state, probation });
    let steps = [
        dial(a(), "alice", Tunnel::Ikev2, Offer::Zero, Offer::Pool),
        dial(a(), "mallory", Tunnel::Pptp, Offer::Pool, Offer::None),
        dial(b(), "alice", Tunnel::Sstp, Offer::Pool, Offer::Zero),
        Step::AddLink(AddLink { port: b(), to: a() }),
        Step::DropLink(OnPort { port: a() }),
        Step::DropLink(OnPort { port: b() }),
        Step::HangUp(OnPort { port: a() }),
        Step::Disconnect(OnPort { port: b() }),
        quarantine(Quarantine::PROBATION, Span { ms: 1000 }),
        quarantine(Quarantine::QUARANTINE, Span::default()),
        Step::Endpoint(EndpointChange { port: a(), remote: "192.0.2.7".into(), ..EndpointChange::default() }),
        Step::PreAuthenticate(PreAuthenticate { port: b(), ..PreAuthenticate::default() }),
        Step::Wait(Span { ms: 1500 }),
        Step::Restart,
        Step::Stop,
    ];
    steps.into_iter().map(Arc::new).collect()
}

/// Three lists of DLLs: stock ones that accept, stock ones that refuse, and one that refuses all that it can.
fn fleets() -> Vec<Vec<Dll>> {
    let mallory = || vec![Name::from("mallory")];
    let refuses = Dll { users: Some(mallory()), ..Dll::stock(Stock::RefuseUser) };
    let gate = Dll { states: Some(vec![Quarantine::NORMAL]), ..Dll::stock(Stock::QuarantineGate) };
    let script = Script {
        refuse_users: mallory(),
        refuse_ports: vec!["VPN2-1".into()],
        refuse_states: vec![Quarantine::PROBATION],
        refuse_endpoints: vec!["192.0.2.7".into()],
        notify: Notify::Value(1),
        ..Script::default()
    };
    let scripted = Dll { script: Some(script), ..Dll::stock(Stock::Scripted) };
    let pool = || Dll::stock(Stock::AddressPool);
    vec![vec![pool(), Dll::stock(Stock::AcceptAll)], vec![refuses, gate, pool()], vec![scripted, pool()]]
}
