//! Carries one question to one DLL, and brings back the answer.

use std::borrow::Cow;
use std::sync::Arc;

use super::admin::Inside;
use super::handed::Handed;
use super::hosting::{Hosting, Live, Said};
use super::panic::{PANICKED, guarded};
use super::plugin::{Arguments, Connections, LoadPlace, Plugin, Registered};
use crate::abi::{
    AUTH_VALIDATION_EX, BOOL, IN6_ADDR, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, View, address_of, dword_of,
};
use crate::model::{
    AddressQuestion, Ask, EntryPoint, Fault, FaultReach, Instance, LoadFailure, Loaded, Process, Question,
    Reply, Returned, Wrote, has_result,
};
use crate::ras::{HostileSet, Name, Policy, Profile, Takes};
use crate::scenario::Scenario;

/// The loaded DLLs, and the memory in which they are handed their arguments.
pub struct Host<'a> {
    dlls: Cow<'a, [Registered]>,
    view: View,
    hostile: HostileSet,
    place: LoadPlace,
    loaded: Vec<LoadedPlugin>,
    passed: Box<Structures>,
    inside: Arc<Inside>,
    /// A copy of what was passed, to compare with after the call.
    before: Box<Structures>,
}

/// An instance of a DLL in a process of the service.
struct LoadedPlugin {
    instance: Instance,
    plugin: Box<dyn Plugin>,
    can_scribble: bool,
}

impl LoadedPlugin {
    /// Calls into the DLL. Its code is kept from unwinding into ours, and ours is not taken for its.
    fn call(&mut self, entry: EntryPoint, mut arguments: Arguments<'_>) -> Result<u32, Fault> {
        guarded(|| self.plugin.call(entry, &mut arguments))
    }

    /// Hands over structures that it is only to read, filled with these facts; `before` is what to compare with.
    fn hand<H: Handed>(
        &mut self,
        entry: EntryPoint,
        facts: &H::Filling,
        (passed, before): (&mut H, &mut H),
        (view, hostile): (&View, HostileSet),
    ) -> Result<Returned, Fault> {
        passed.fill(facts, entry.callout, view);
        if !hostile.is_empty() {
            passed.make_hostile(hostile);
        }
        if self.can_scribble {
            *before = *passed;
        }
        let value = self.call(entry, passed.arguments(facts))?;
        let scribbled = if self.can_scribble { passed.changed(before) } else { Vec::new() };
        Ok(Returned { value: Some(value), wrote: Wrote::Nothing, scribbled })
    }

    /// Hands over an address: one on offer, which it may replace, or one that is free again, which is called `name`
    /// if the DLL writes to it.
    fn lend<T, A: Copy + PartialEq>(
        &mut self,
        entry: EntryPoint,
        lease: &AddressQuestion<T>,
        passed: A,
        arguments: impl for<'x> Fn(&'x Name, &'x Name, &'x mut A, Option<&'x mut BOOL>) -> Arguments<'x>,
        wrote: impl Fn(A, u32) -> Wrote,
        name: &str,
    ) -> Result<Returned, Fault> {
        let (mut address, mut notify) = (passed, lease.notify.cast_signed());
        let is_offered = entry.callout.takes() == Takes::OfferedAddress;
        let out = is_offered.then_some(&mut notify);
        let value = self.call(entry, arguments(&lease.user, &lease.port, &mut address, out))?;
        if is_offered {
            let wrote = wrote(address, notify.cast_unsigned());
            return Ok(Returned { value: Some(value), wrote, scribbled: Vec::new() });
        }
        let scribbled = if address == passed { Vec::new() } else { vec![name.to_owned()] };
        Ok(Returned { value: Some(value), wrote: Wrote::Nothing, scribbled })
    }
}

/// The structures that are passed to DLLs. They are used again for each call.
#[derive(Default)]
struct Structures {
    connections: Connections,
    ex: RAS_CONNECTION_EX,
    ports: (RAS_PORT_0, RAS_PORT_1),
    auth: AUTH_VALIDATION_EX,
}

impl<'a> Host<'a> {
    /// A host for these DLLs, lent or given, with nothing loaded.
    pub fn new(dlls: impl Into<Cow<'a, [Registered]>>, profile: Profile, policy: Policy) -> Self {
        let view = View { profile, policy: profile.decide(policy) };
        let inside = Inside::new(view.policy);
        Self {
            dlls: dlls.into(),
            view,
            hostile: HostileSet::NONE,
            place: LoadPlace::new(),
            loaded: Vec::new(),
            passed: Box::default(),
            before: Box::default(),
            inside,
        }
    }

    /// The same host, which hands DLLs what is wrong in these ways.
    #[must_use]
    pub fn with_hostile(mut self, hostile: HostileSet) -> Self {
        self.hostile = hostile;
        self
    }

    /// The same host, whose native DLLs find the clock and the registry of this scenario.
    #[must_use]
    pub fn surrounded_by(self, scenario: &Scenario) -> Self {
        self.inside.surround(scenario);
        self
    }

    /// Knows the service whose DLLs are asked elsewhere, until one is asked here: it has the time.
    pub fn serves(&self, service: &Live) {
        self.inside.serves(service);
    }

    /// Forgets the DLLs that are loaded: they are not unloaded any more, not even when the host goes. For a process
    /// that is about to end.
    pub fn keep_loaded(&mut self) {
        self.loaded.drain(..).for_each(std::mem::forget);
    }

    /// The DLLs of a process that has ended are gone. Native ones are not unloaded: nothing of theirs may run any more.
    /// Others are values of this process, whose memory is given back.
    fn forget_process(&mut self, process: Process) {
        for dll in self.loaded.extract_if(.., |dll| dll.instance.process == process) {
            if dll.plugin.is_native() {
                std::mem::forget(dll);
            } else {
                give_back(&self.inside, dll);
            }
        }
    }
}

impl Hosting for Host<'_> {
    fn load(&mut self, instance: Instance) -> (Result<Loaded, LoadFailure>, Said) {
        let registered = &self.dlls[usize::from(instance.dll)];
        let load = || {
            let mut plugin = registered.load(self.place.process(instance.process))?;
            let said = said_by(&mut *plugin);
            let loaded = Loaded { exports: plugin.exports(), has_timer: plugin.has_timer() };
            Ok((loaded, plugin.can_scribble(), said, plugin))
        };
        let visit = self.inside.enter(None, None);
        let loaded = guarded(load).map_err(LoadFailure::Faulted).and_then(|loaded| loaded);
        let told = visit.leave();
        match loaded {
            Ok((loaded, can_scribble, said, mut plugin)) => {
                if !self.hostile.is_empty() {
                    plugin.pass_hostile(self.hostile);
                }
                if plugin.is_native() {
                    self.inside.serve();
                }
                self.loaded.push(LoadedPlugin { instance, plugin, can_scribble });
                (Ok(loaded), said.with(told))
            }
            Err(failure) => {
                if let LoadFailure::Faulted(Fault { reach: FaultReach::Process, .. }) = failure {
                    self.forget_process(instance.process);
                }
                (Err(failure), Said::default().with(told))
            }
        }
    }

    fn unload(&mut self, instance: Instance) -> (Result<(), Fault>, Said) {
        let Some(at) = self.loaded.iter().position(|dll| dll.instance == instance) else {
            return (Ok(()), Said::default());
        };
        let dll = self.loaded.remove(at);
        let visit = self.inside.enter(None, None);
        let done = guarded(move || drop(dll));
        let told = visit.leave();
        if let Err(Fault { reach: FaultReach::Process, .. }) = done {
            self.forget_process(instance.process);
        }
        (done, Said::default().with(told))
    }

    /// # Panics
    ///
    /// If that DLL is not loaded: the model asks only those that are.
    fn ask(&mut self, ask: &Ask, service: &Live) -> (Reply, Said) {
        let Self { view, hostile, loaded, passed, before, inside, .. } = self;
        let dll = loaded.iter_mut().find(|dll| dll.instance == ask.instance);
        let dll = dll.expect("the model asks loaded DLLs only");
        let visit = inside.enter(Some(ask.entry.callout), Some(service));
        let returned = call(dll, ask, (passed, before), (view, *hostile));
        let mut told = visit.leave();
        let returned = returned.and_then(|returned| panicked(&mut told).map_or(Ok(returned), Err));
        let said = guarded(|| said_by(&mut *dll.plugin));
        let (fault, said) = match (returned, said) {
            (Ok(mut returned), Ok(said)) => {
                returned.scribbled.extend(dll.plugin.scribbled());
                return (Reply::Returned(returned), said.with(told));
            }
            (Err(fault), said) => (fault, said.unwrap_or_default()),
            (Ok(_), Err(fault)) => (fault, Said::default()),
        };
        if fault.reach == FaultReach::Process {
            self.forget_process(ask.instance.process);
        }
        (Reply::Faulted(fault), said.with(told))
    }

    /// # Panics
    ///
    /// If that DLL is not loaded: the model lets only those run that are.
    fn timer(&mut self, instance: Instance, service: &Live) -> (Result<(), Fault>, Said) {
        let dll = self.loaded.iter_mut().find(|dll| dll.instance == instance);
        let dll = dll.expect("the model lets timers of loaded DLLs run only");
        let visit = self.inside.enter(None, Some(service));
        let done = guarded(|| dll.plugin.timer());
        let mut told = visit.leave();
        let done = done.and_then(|()| panicked(&mut told).map_or(Ok(()), Err));
        let (done, said) = match (done, guarded(|| said_by(&mut *dll.plugin))) {
            (Ok(()), Ok(said)) => (Ok(()), said),
            (Err(fault), said) => (Err(fault), said.unwrap_or_default()),
            (Ok(()), Err(fault)) => (Err(fault), Said::default()),
        };
        if let Err(Fault { reach: FaultReach::Process, .. }) = done {
            self.forget_process(instance.process);
        }
        (done, said.with(told))
    }
}

/// No thread of a DLL finds this host any more. What is still loaded goes; nobody is left to hear of a panic.
impl Drop for Host<'_> {
    fn drop(&mut self) {
        self.inside.retire();
        for dll in self.loaded.drain(..) {
            let _ = guarded(move || drop(dll));
        }
    }
}

/// What a DLL has to say since it was last asked, and what was noticed of it.
fn said_by(plugin: &mut dyn Plugin) -> Said {
    Said { notes: plugin.notes(), noticed: plugin.noticed(), requests: Vec::new() }
}

/// Drops a DLL of which nothing is to be heard any more: neither what it says then, nor a panic.
fn give_back(inside: &Arc<Inside>, dll: LoadedPlugin) {
    let visit = inside.enter(None, None);
    let _ = guarded(move || drop(dll));
    visit.leave();
}

/// Takes out of what a native DLL has said that it has panicked, and returns the fault that this is. The function has
/// returned all the same: no panic leaves a DLL.
fn panicked(told: &mut Said) -> Option<Fault> {
    let at = told.notes.iter().position(|note| note.starts_with(PANICKED))?;
    let note = told.notes.remove(at);
    told.notes.retain(|note| !note.starts_with(PANICKED));
    Some(Fault::of_call(&note[PANICKED.len()..]))
}

/// Puts the question to the DLL. The return register comes back only for functions whose result counts.
fn call(
    dll: &mut LoadedPlugin,
    ask: &Ask,
    (passed, before): (&mut Structures, &mut Structures),
    terms: (&View, HostileSet),
) -> Result<Returned, Fault> {
    let entry = ask.entry;
    let order = terms.0.policy.ip_dword_order;
    let mut returned = match &ask.question {
        Question::Nothing => {
            let value = Some(dll.call(entry, Arguments::Nothing)?);
            Returned { value, wrote: Wrote::Nothing, scribbled: Vec::new() }
        }
        Question::Table(table) => {
            let mut table = *table;
            let value = Some(dll.call(entry, Arguments::Table(&mut table))?);
            Returned { value, wrote: Wrote::Table(table), scribbled: Vec::new() }
        }
        Question::Connection(facts) if entry.callout.takes() == Takes::ConnectionEx => {
            dll.hand(entry, &**facts, (&mut passed.ex, &mut before.ex), terms)?
        }
        Question::Connection(facts) => {
            dll.hand(entry, &**facts, (&mut passed.connections, &mut before.connections), terms)?
        }
        Question::Link(facts) => dll.hand(entry, &**facts, (&mut passed.ports, &mut before.ports), terms)?,
        Question::PreAuthenticated(facts) => {
            dll.hand(entry, &**facts, (&mut passed.auth, &mut before.auth), terms)?
        }
        Question::GetIpv4(lease) | Question::ReleaseIpv4(lease) => {
            let offered = dword_of(lease.address, order);
            let wrote = |address, notify| Wrote::Ipv4(address_of(address, order), notify);
            dll.lend(
                entry,
                lease,
                offered,
                |user, port, address, notify| Arguments::Ipv4(user, port, address, notify),
                wrote,
                "*lpdwIpAddress",
            )?
        }
        Question::GetIpv6(lease) | Question::ReleaseIpv6(lease) => {
            let offered = IN6_ADDR::from_octets(lease.address.octets());
            let wrote = |address: IN6_ADDR, notify| Wrote::Ipv6(address.octets().into(), notify);
            dll.lend(
                entry,
                lease,
                offered,
                |user, port, address, notify| Arguments::Ipv6(user, port, address, notify),
                wrote,
                "*lpIPv6Address",
            )?
        }
    };
    if !has_result(entry.callout, &terms.0.policy) {
        returned.value = None;
    }
    Ok(returned)
}
