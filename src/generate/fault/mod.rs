//! Named misbehaviours that wrap any DLL.
//!
//! Each is what a real DLL gets wrong, one thing at a time, and is caught by the rule that names it. They prove that
//! the rules can fail, and let an author see what a finding looks like before there is one.
//!
//! ```
//! use mockras::generate::fault;
//!
//! let fault = fault::named("notify-unwritten").expect("a fault of that name");
//! let (scenario, dlls) = fault.demonstration();
//! let run = mockras::run(&scenario, &dlls);
//! assert!(run.verdicts().findings().any(|finding| finding.rule.id == "IP4-08"));
//! ```

mod address;
mod admin;
mod boundary;
mod connection;
mod demo;
mod elsewhere;
mod kept;
mod rare;
mod start;
mod state;
mod table;

use crate::dll::{Arguments, LoadPlace, Notice, Plugin, Registered, stock};
use crate::model::EntryPoint;
use crate::ras::CalloutSet;
use crate::scenario::Scenario;

/// A misbehaviour with a name.
#[derive(Debug)]
#[non_exhaustive]
pub struct SeededFault {
    /// The name of the fault, such as `notify-unwritten`.
    pub name: &'static str,
    /// What a DLL with it does.
    pub summary: &'static str,
    /// A scenario that shows it, with the DLL that it wraps there, as a file spells it.
    demo: &'static str,
    /// What the DLL exports, of what it would export without the fault.
    exports: fn(CalloutSet) -> CalloutSet,
    /// How it answers a call.
    call: fn(&mut Faulty, EntryPoint, &mut Arguments<'_>) -> u32,
}

/// A DLL with a seeded fault.
struct Faulty {
    inner: Box<dyn Plugin>,
    fault: &'static SeededFault,
    /// The process of a run in which it lies.
    place: LoadPlace,
    /// What a fault has to remember: how often something happened, or an address.
    times: u32,
    /// What the host of a native DLL would notice.
    noticed: Vec<Notice>,
}

impl Faulty {
    /// What the DLL does without the fault.
    fn sound(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        self.inner.call(entry, arguments)
    }
}

impl Plugin for Faulty {
    fn exports(&self) -> CalloutSet {
        (self.fault.exports)(self.inner.exports())
    }

    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        (self.fault.call)(self, entry, arguments)
    }

    fn has_timer(&self) -> bool {
        self.inner.has_timer()
    }

    fn timer(&mut self) {
        self.inner.timer();
    }

    fn notes(&mut self) -> Vec<String> {
        self.inner.notes()
    }

    fn noticed(&mut self) -> Vec<Notice> {
        let mut noticed = self.inner.noticed();
        noticed.append(&mut self.noticed);
        noticed
    }

    fn pass_hostile(&mut self, kinds: crate::ras::HostileSet) {
        self.inner.pass_hostile(kinds);
    }

    fn is_native(&self) -> bool {
        self.inner.is_native()
    }

    fn scribbled(&mut self) -> Vec<String> {
        self.inner.scribbled()
    }
}

impl SeededFault {
    /// The same DLL with this fault; transcripts name both.
    pub fn wrap(&'static self, dll: Registered) -> Registered {
        Registered::plugin(format!("{}+{}", dll.name(), self.name), move |place| {
            let inner = dll.load(place)?;
            Ok(Box::new(Faulty { inner, fault: self, place, times: 0, noticed: Vec::new() }))
        })
    }

    /// The rule that catches it, where that names another fault as its own.
    pub fn rule(&self) -> Option<&'static str> {
        rare::RULES
            .iter()
            .chain(boundary::RULES)
            .chain(kept::RULES)
            .find(|(name, _)| *name == self.name)
            .map(|(_, rule)| *rule)
    }

    /// The scenario that shows the fault. The DLLs that it names are without it.
    ///
    /// # Panics
    ///
    /// If the scenario is malformed, which a test rules out.
    pub fn scenario(&self) -> Scenario {
        Scenario::parse(self.demo, self.name).expect("the scenario of a seeded fault is well formed")
    }

    /// The scenario that shows the fault, and its DLLs with the fault.
    pub fn demonstration(&'static self) -> (Scenario, Vec<Registered>) {
        let scenario = self.scenario();
        let dlls = scenario.dlls.iter().map(|dll| self.wrap(stock::registered(dll))).collect();
        (scenario, dlls)
    }
}

/// Every seeded fault.
pub fn all() -> impl Iterator<Item = &'static SeededFault> {
    let kinds = [
        address::FAULTS,
        admin::FAULTS,
        boundary::FAULTS,
        connection::FAULTS,
        elsewhere::FAULTS,
        kept::FAULTS,
        rare::FAULTS,
        start::FAULTS,
        state::FAULTS,
        table::FAULTS,
    ];
    kinds.into_iter().flatten()
}

/// The seeded fault of that name.
pub fn named(name: &str) -> Option<&'static SeededFault> {
    all().find(|fault| fault.name == name)
}

/// The `exports` of a fault that leaves them alone.
fn same_exports(exports: CalloutSet) -> CalloutSet {
    exports
}

/// The `call` of a fault that changes the exports alone.
fn same_call(dll: &mut Faulty, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
    dll.sound(entry, arguments)
}
