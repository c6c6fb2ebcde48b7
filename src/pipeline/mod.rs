//! Plays a scenario against DLLs and gives back a transcript: at once, or a step at a time. `driver` is the only loop that
//! drives the model.

mod conversation;
mod driver;
mod judging;
mod play;
mod reached;
mod recorded;
mod runner;
mod sweep;
mod twin;

use std::borrow::Cow;
use std::sync::Arc;

pub use conversation::{Conversation, Holdings, Sample, Taken};
pub use driver::Driver;
pub use judging::{Judging, judged};
pub use play::{Play, Stepwise};
pub use reached::{Edge, Reached};
pub use recorded::Recorded;
pub use runner::{InProcess, Runner};
pub use sweep::{Swept, Variation, sweep};
pub use twin::varied;

use crate::dll::{Host, Hosting, Registered, stock};
use crate::model::LoadFailure;
use crate::scenario::{Dll, DllSource, Listed, Scenario, Unusable};
use crate::transcript::{Entry, Header, Transcript};

/// Takes the entries of a transcript, in their order.
pub trait Sink {
    /// Takes one entry. A call makes two: [`EntryKind::Asked`](crate::transcript::EntryKind::Asked) before it, and the answer or the fault after it.
    ///
    /// ```
    /// use mockras::pipeline::{Sink, named, play};
    /// use mockras::transcript::{Entry, EntryKind};
    /// use mockras::prelude::*;
    ///
    /// /// Counts calls.
    /// struct Calls(u32);
    ///
    /// impl Sink for Calls {
    ///     fn entry(&mut self, entry: Entry) {
    ///         self.0 += u32::from(matches!(entry.kind, EntryKind::Asked(_)));
    ///     }
    /// }
    ///
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
    /// let mut calls = Calls(0);
    /// play(&scenario, &named(&scenario), &mut calls);
    /// assert!(calls.0 > 4);
    /// ```
    fn entry(&mut self, entry: Entry);

    /// Whether the sink wants entries about calls. If not, none are made; it still hears of events.
    fn is_wanted(&self) -> bool {
        true
    }

    /// Whether the sink has seen enough: then the run ends before its next step, and nothing is stopped in order.
    fn is_over(&self) -> bool {
        false
    }

    /// Whether the sink wants to know what DLLs hold while a [`Conversation`] is repeated. If not, nothing is measured.
    fn is_measured(&self) -> bool {
        false
    }

    /// Takes what was measured. This comes after all entries.
    fn sample(&mut self, _: Sample) {}
}

impl Sink for Vec<Entry> {
    fn entry(&mut self, entry: Entry) {
        self.push(entry);
    }
}

/// A sink that keeps nothing, for runs whose DLLs keep what matters.
#[derive(Debug, Clone, Copy, Default)]
pub struct Discard;

impl Sink for Discard {
    fn entry(&mut self, _: Entry) {}

    fn is_wanted(&self) -> bool {
        false
    }
}

/// Plays a scenario against these DLLs and keeps the whole transcript.
///
/// Without DLLs, the scenario is played against those that it names, and against `accept-all` if it names none.
///
/// ```
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let transcript = mockras::run(&scenario, &[]);
/// assert!(transcript.to_string().contains("connected"));
/// ```
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`](crate::scenario::MAX_DLLS) DLLs.
pub fn run(scenario: &Scenario, dlls: &[Registered]) -> Transcript {
    let own;
    let dlls = if dlls.is_empty() {
        own = named(scenario);
        &own[..]
    } else {
        dlls
    };
    let mut entries = Vec::new();
    play(scenario, dlls, &mut entries);
    Transcript { header: header(scenario, dlls), entries }
}

/// The DLLs that a scenario names, or `accept-all`.
///
/// ```
/// use mockras::pipeline::named;
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([]).dll(Dll::stock(Stock::AddressPool).named("pool"));
/// assert_eq!(named(&scenario)[0].name(), "pool");
/// ```
pub fn named(scenario: &Scenario) -> Vec<Registered> {
    named_with(scenario, &registered)
}

/// The same, where `make` gives the DLL for a spec.
///
/// ```
/// use mockras::dll::stock;
/// use mockras::pipeline::named_with;
/// use mockras::prelude::*;
///
/// // Every DLL that a scenario names is replaced by one that accepts all.
/// let other = |_: &Dll| stock::registered(&Dll::stock(Stock::AcceptAll));
/// let scenario = Scenario::of([]).dll(Dll::file("./libgate.so"));
/// assert_eq!(named_with(&scenario, &other)[0].name(), "accept-all");
/// ```
pub fn named_with(scenario: &Scenario, make: &dyn Fn(&Dll) -> Registered) -> Vec<Registered> {
    let listed = scenario.listed();
    if listed.is_empty() {
        return vec![stock::default_dll()];
    }
    listed.iter().map(|listed| registered_as(listed, make)).collect()
}

/// Makes the DLL of one item of a list, which may be unusable.
fn registered_as(listed: &Listed, make: &dyn Fn(&Dll) -> Registered) -> Registered {
    let failure = match listed.unusable {
        None => return make(&listed.dll).warning(&listed.warnings),
        Some(Unusable::Blanks) => LoadFailure::Missing,
        Some(Unusable::Empty) => LoadFailure::Unusable("an item of DLLPath is empty".to_owned()),
    };
    Registered::plugin(listed.dll.name(), move |_| Err(failure.clone()))
}

/// Makes the DLL that a scenario describes. A file of native code cannot be loaded: that takes the package `mockras-native`, see
/// [`named_with`].
///
/// ```
/// use mockras::pipeline::registered;
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let pool = registered(&Dll::stock(Stock::AddressPool));
/// mockras::run(&scenario, &[pool]).assert_kept();
/// ```
pub fn registered(dll: &Dll) -> Registered {
    match dll.source() {
        DllSource::Stock(_) => stock::registered(dll),
        DllSource::File(_) => Registered::plugin(dll.name(), |_| {
            Err(LoadFailure::Unusable(
                "the library mockras loads no native DLLs: mockras-native does".to_owned(),
            ))
        }),
    }
}

/// Makes the header of the transcript, which says what is run.
///
/// ```
/// use mockras::pipeline::{header, registered};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let pool = registered(&Dll::stock(Stock::AddressPool));
/// assert_eq!(header(&scenario, &[pool]).dlls, ["address-pool"]);
/// ```
pub fn header(scenario: &Scenario, dlls: &[Registered]) -> Header {
    Header {
        profile: scenario.profile,
        policy: scenario.policy,
        hostile: scenario.hostile,
        dlls: dlls.iter().map(|dll| dll.name().to_owned()).collect(),
        always: scenario.always.clone(),
    }
}

/// Plays a scenario against these DLLs, in this process, and hands over every entry as it happens.
///
/// ```
/// use mockras::pipeline::{named, play};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let mut entries = Vec::new();
/// play(&scenario, &named(&scenario), &mut entries);
/// assert_eq!(entries, mockras::run(&scenario, &[]).entries);
/// ```
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`](crate::scenario::MAX_DLLS) DLLs.
pub fn play<S: Sink + ?Sized>(scenario: &Scenario, dlls: &[Registered], sink: &mut S) {
    play_on(scenario, dlls.len(), hosted(scenario, dlls), sink);
}

/// The host of these DLLs in this process, for this scenario.
fn hosted<'a>(scenario: &Scenario, dlls: impl Into<Cow<'a, [Registered]>>) -> Host<'a> {
    let host = Host::new(dlls, scenario.profile, scenario.policy).with_hostile(scenario.hostile);
    host.surrounded_by(scenario)
}

/// Plays a scenario with so many DLLs, wherever they are, and hands over every entry as it happens. It gives the host back.
///
/// ```
/// use mockras::dll::Host;
/// use mockras::pipeline::{named, play_on};
/// use mockras::prelude::*;
///
/// let scenario = Scenario::of([Step::dial("VPN2-0", "alice")]);
/// let dlls = named(&scenario);
/// let host = Host::new(&dlls, scenario.profile, scenario.policy);
/// let mut entries = Vec::new();
/// play_on(&scenario, dlls.len(), host, &mut entries);
/// assert_eq!(entries, mockras::run(&scenario, &[]).entries);
/// ```
///
/// # Panics
///
/// If there are more than [`MAX_DLLS`](crate::scenario::MAX_DLLS) DLLs.
pub fn play_on<H: Hosting, S: Sink + ?Sized>(scenario: &Scenario, dlls: usize, host: H, sink: &mut S) -> H {
    let mut driver = Driver::new(scenario, dlls, host);
    driver.begin(scenario.steps.first().map(|step| &**step), sink);
    for step in &scenario.steps {
        if sink.is_over() {
            return driver.into_host();
        }
        driver.step(Arc::clone(step), sink);
    }
    driver.finish(sink)
}
