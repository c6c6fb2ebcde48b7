//! Carries one question to one DLL, and brings back the answer.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use super::admin::Inside;
use super::hosting::{Hosting, ProcessEnds, Said};
use super::live::Live;
use super::place::Place;
use super::plugin::{Arguments, Connections, Plugin, Registered};
use super::written::Watch;
use crate::abi::{
    AUTH_VALIDATION_EX, IN6_ADDR, RAS_CONNECTION_EX, RAS_PORT_0, RAS_PORT_1, View, address_of, dword_of,
    make_hostile, make_hostile_ex,
};
use crate::model::{
    AddressQuestion, Ask, EntryPoint, Fault, FaultReach, Instance, LoadFailure, Process, Question, Reply,
    Returned, Wrote, has_result,
};
use crate::ras::{Callout, CalloutSet, Connection, HostileSet, IpDwordOrder, Policy, Profile};

/// The loaded DLLs, and the memory in which they are handed their arguments.
pub struct Host<'a> {
    dlls: &'a [Registered],
    view: View,
    hostile: HostileSet,
    place: Place,
    loaded: Vec<Loaded>,
    memory: Box<Memory>,
    inside: Arc<Inside>,
    /// What was passed, to compare with.
    before: Box<Memory>,
}

/// A DLL in a process.
struct Loaded {
    instance: Instance,
    plugin: Box<dyn Plugin>,
    can_scribble: bool,
}

impl Loaded {
    /// Calls into the DLL. Its code is kept from unwinding into ours, and ours is not taken for its.
    fn call(&mut self, entry: EntryPoint, mut arguments: Arguments<'_>) -> Result<u32, Fault> {
        guarded(|| self.plugin.call(entry, &mut arguments))
    }
}

/// The structures that are passed to DLLs; used again for each call.
#[derive(Default)]
struct Memory {
    connections: Connections,
    ex: RAS_CONNECTION_EX,
    port0: RAS_PORT_0,
    port1: RAS_PORT_1,
    auth: AUTH_VALIDATION_EX,
}

impl<'a> Host<'a> {
    /// A host for these DLLs, with nothing loaded.
    pub fn new(dlls: &'a [Registered], profile: Profile, policy: Policy) -> Self {
        let view = View { profile, policy: profile.decide(policy) };
        let inside = Inside::new(view.policy);
        Self {
            dlls,
            view,
            hostile: HostileSet::NONE,
            place: Place::new(),
            loaded: Vec::new(),
            memory: Box::default(),
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

    /// From now on nothing is unloaded any more, not even when the host goes.
    #[cfg(feature = "native")]
    pub(crate) fn keep_loaded(&mut self) {
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
    fn load(&mut self, instance: Instance) -> (Result<CalloutSet, LoadFailure>, Said) {
        let registered = &self.dlls[usize::from(instance.dll)];
        let load = || {
            let mut plugin = registered.load(self.place.process(instance.process))?;
            let said = Said { notes: plugin.notes(), noticed: plugin.noticed() };
            Ok((plugin.exports(), plugin.can_scribble(), said, plugin))
        };
        let visit = self.inside.enter(None, None);
        let loaded = guarded(load).map_err(LoadFailure::Faulted).and_then(|loaded| loaded);
        let told = visit.leave();
        match loaded {
            Ok((exports, can_scribble, said, mut plugin)) => {
                if !self.hostile.is_empty() {
                    plugin.pass_hostile(self.hostile);
                }
                if plugin.is_native() {
                    self.inside.serve();
                }
                self.loaded.push(Loaded { instance, plugin, can_scribble });
                (Ok(exports), said.with(told))
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
        let Self { view, hostile, loaded, memory, before, inside, .. } = self;
        let dll = loaded.iter_mut().find(|dll| dll.instance == ask.instance);
        let dll = dll.expect("the model asks loaded DLLs only");
        let visit = inside.enter(Some(ask.entry.callout), Some(service));
        let returned = call(dll, ask, (memory, before), (view, *hostile));
        let told = visit.leave();
        let said = guarded(|| Said { notes: dll.plugin.notes(), noticed: dll.plugin.noticed() });
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

/// Drops a DLL of which nothing is to be heard any more: neither what it says then, nor a panic.
fn give_back(inside: &Arc<Inside>, dll: Loaded) {
    let visit = inside.enter(None, None);
    let _ = guarded(move || drop(dll));
    visit.leave();
}

/// Runs a DLL's code. A panic of it is a fault of the DLL, never of mockras.
fn guarded<R>(run: impl FnOnce() -> R) -> Result<R, Fault> {
    let was = IN_CALLOUT.replace(true);
    let result = catch_unwind(AssertUnwindSafe(run));
    IN_CALLOUT.set(was);
    result.map_err(|payload| {
        let message = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
        let message = message.or_else(|| payload.downcast_ref::<String>().cloned());
        if let Some(ProcessEnds(how)) = payload.downcast_ref() {
            return Fault::of_process(how);
        }
        Fault::of_call(format!("panic: {}", message.unwrap_or_else(|| "without a message".to_owned())))
    })
}

thread_local! {
    static IN_CALLOUT: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

/// Whether this thread is running a DLL's code. A panic hook uses it to keep quiet: the panic will be in the
/// transcript.
pub fn in_callout() -> bool {
    IN_CALLOUT.get()
}

fn call(
    dll: &mut Loaded,
    ask: &Ask,
    (memory, before): (&mut Memory, &mut Memory),
    (view, hostile): (&View, HostileSet),
) -> Result<Returned, Fault> {
    let entry = ask.entry;
    let mut watch = Watch { on: dll.can_scribble, scribbled: Vec::new() };
    let mut wrote = Wrote::Nothing;
    let value = match &ask.question {
        Question::Nothing => dll.call(entry, Arguments::Nothing)?,
        Question::Table(table) => {
            let mut table = *table;
            let value = dll.call(entry, Arguments::Table(&mut table))?;
            wrote = Wrote::Table(table);
            value
        }
        Question::Connection(facts) if entry.callout.takes_connection_ex() => {
            memory.ex.fill(facts, view);
            if !hostile.is_empty() {
                make_hostile_ex(&mut memory.ex, hostile);
            }
            watch.copy(&memory.ex, &mut before.ex);
            let value = dll.call(entry, Arguments::ConnectionEx(&mut memory.ex))?;
            watch.compare(&before.ex, &memory.ex);
            value
        }
        Question::Connection(facts) => {
            fill(&mut memory.connections, entry.callout, facts, view);
            if !hostile.is_empty() {
                memory.connections.make_hostile(hostile);
            }
            watch.copy(&memory.connections, &mut before.connections);
            let value = dll.call(entry, Arguments::Connection(&mut memory.connections))?;
            let (was, now) = (&before.connections, &memory.connections);
            watch.compare(&was.c0, &now.c0);
            watch.compare(&was.c1, &now.c1);
            watch.compare(&was.c2, &now.c2);
            watch.compare(&was.c3, &now.c3);
            value
        }
        Question::Link(facts) => {
            memory.port0.fill(facts, view);
            memory.port1.fill(facts, view);
            if !hostile.is_empty() {
                make_hostile(&mut memory.port0, hostile);
                make_hostile(&mut memory.port1, hostile);
            }
            watch.copy(&memory.port0, &mut before.port0);
            watch.copy(&memory.port1, &mut before.port1);
            let value = dll.call(entry, Arguments::Link(&mut memory.port0, &mut memory.port1))?;
            watch.compare(&before.port0, &memory.port0);
            watch.compare(&before.port1, &memory.port1);
            value
        }
        Question::PreAuthenticated(pre) => {
            memory.auth.fill(pre.handle, &pre.user, &pre.domain, &pre.info, view);
            if !hostile.is_empty() {
                make_hostile(&mut memory.auth, hostile);
            }
            watch.copy(&memory.auth, &mut before.auth);
            let value = dll.call(entry, Arguments::PreAuthenticated(&mut memory.auth, &pre.info))?;
            watch.compare(&before.auth, &memory.auth);
            value
        }
        Question::GetIpv4(lease) | Question::ReleaseIpv4(lease) => {
            call_ipv4(dll, entry, lease, view.policy.ip_dword_order, &mut watch, &mut wrote)?
        }
        Question::GetIpv6(lease) | Question::ReleaseIpv6(lease) => {
            call_ipv6(dll, entry, lease, &mut watch, &mut wrote)?
        }
    };
    let value = has_result(entry.callout, &view.policy).then_some(value);
    Ok(Returned { value, wrote, scribbled: watch.scribbled })
}

fn call_ipv4(
    dll: &mut Loaded,
    entry: EntryPoint,
    lease: &AddressQuestion<Ipv4Addr>,
    order: IpDwordOrder,
    watch: &mut Watch,
    wrote: &mut Wrote,
) -> Result<u32, Fault> {
    let passed = dword_of(lease.address, order);
    let (mut address, mut notify) = (passed, lease.notify.cast_signed());
    let is_get = entry.callout == Callout::GetIpAddressForUser;
    let out = is_get.then_some(&mut notify);
    let value = dll.call(entry, Arguments::Ipv4(&lease.user, &lease.port, &mut address, out))?;
    if is_get {
        *wrote = Wrote::Ipv4(address_of(address, order), notify.cast_unsigned());
    } else {
        watch.note(address != passed, "*lpdwIpAddress");
    }
    Ok(value)
}

fn call_ipv6(
    dll: &mut Loaded,
    entry: EntryPoint,
    lease: &AddressQuestion<Ipv6Addr>,
    watch: &mut Watch,
    wrote: &mut Wrote,
) -> Result<u32, Fault> {
    let passed = IN6_ADDR::from_octets(lease.address.octets());
    let (mut address, mut notify) = (passed, lease.notify.cast_signed());
    let is_get = entry.callout == Callout::GetIpv6AddressForUser;
    let out = is_get.then_some(&mut notify);
    let value = dll.call(entry, Arguments::Ipv6(&lease.user, &lease.port, &mut address, out))?;
    if is_get {
        *wrote = Wrote::Ipv6(address.octets().into(), notify.cast_unsigned());
    } else {
        watch.note(address != passed, "*lpIPv6Address");
    }
    Ok(value)
}

/// Fills the structures that this callout takes, and no others.
fn fill(connections: &mut Connections, callout: Callout, facts: &Connection, view: &View) {
    connections.c0.fill(facts, view);
    connections.c1.fill(facts, view);
    if matches!(callout, Callout::AcceptNewConnection | Callout::ConnectionHangupNotification) {
        return;
    }
    connections.c2.fill(facts, view);
    if !matches!(callout, Callout::AcceptNewConnection2 | Callout::ConnectionHangupNotification2) {
        connections.c3.fill(facts, view);
    }
}
