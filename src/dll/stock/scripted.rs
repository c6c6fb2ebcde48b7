//! `scripted`: does what its options say, right or wrong.

use super::link_limit::Links;
use super::timer;
use super::watch::WatchedMembers;
use crate::abi::{BOOL, FALSE, IN6_ADDR, RAS_PORT_0, RAS_QUARANTINE_STATE, TRUE, WCHAR, dword_of};
use crate::dll::{Arguments, Connections, Plugin, ProcessEnds, Registered, admin};
use crate::model::{CallbacksTable, EntryPoint, LoadFailure, Slot};
use crate::ras::{Callout, CalloutSet, Code, Function, IpDwordOrder, Name, Quarantine, ResultKind};
use crate::scenario::{Dll, Give, Notify, Script};

/// Registers a DLL that follows the script of its spec.
pub(super) fn registered(dll: &Dll) -> Registered {
    let script = dll.script.clone().unwrap_or_default();
    let limit = dll.links.map_or(usize::MAX, |links| usize::try_from(links).unwrap_or(usize::MAX));
    Registered::plugin(dll.name(), move |_| {
        if script.missing {
            return Err(LoadFailure::Missing);
        }
        Ok(Box::new(Scripted::new(script.clone(), limit)) as Box<dyn Plugin>)
    })
}

/// A DLL that follows a script: the same answers by export and by slot.
///
/// What the script does not mention is accepted. So a scenario file alone can put any question of the
/// contract: which functions are there, what comes back from them, and which of them never come back.
struct Scripted {
    script: Script,
    limit: usize,
    links: Links,
    watch: WatchedMembers,
    /// What its calls of administration functions returned.
    called: Vec<String>,
}

impl Scripted {
    fn new(script: Script, limit: usize) -> Self {
        Self {
            watch: WatchedMembers::new(&script.watch),
            called: Vec::new(),
            links: Links::default(),
            limit,
            script,
        }
    }

    /// Returns TRUE as the script has it, or FALSE.
    fn verdict(&self, accepted: bool) -> BOOL {
        if accepted { self.script.true_is.unwrap_or(TRUE) } else { FALSE }
    }

    fn admits(&self, user: &[WCHAR]) -> BOOL {
        self.verdict(!self.script.refuse_users.contains(&Name::from_array(user)))
    }

    fn tolerates(&self, state: RAS_QUARANTINE_STATE) -> BOOL {
        self.verdict(!self.script.refuse_states.contains(&Quarantine(state)))
    }

    fn on_older(&mut self, callout: Callout, c: &Connections) -> BOOL {
        match callout.result() {
            ResultKind::Verdict if callout == Callout::AcceptReauthentication => {
                self.tolerates(c.c3.rasQuarState)
            }
            ResultKind::Verdict => self.admits(&c.c0.wszUserName),
            _ => {
                self.links.forget(c.c0.hConnection);
                0
            }
        }
    }

    fn on_link(&mut self, callout: Callout, port: &RAS_PORT_0) -> BOOL {
        if callout != Callout::AcceptNewLink {
            self.links.hang_up(port);
            return 0;
        }
        let is_refused = self.script.refuse_ports.contains(&Name::from_array(&port.wszPortName));
        let is_accepted = !is_refused && self.links.accept(port, self.limit);
        self.verdict(is_accepted)
    }

    /// Slots that the script does not list stay as they were found, and so does the revision if it gives
    /// none.
    fn fill(&self, table: &mut CallbacksTable) {
        if let Some(revision) = self.script.revision {
            // Dll::check has seen that it fits.
            table.revision = u8::try_from(revision).unwrap_or(u8::MAX);
        }
        let listed = self.script.slots.as_deref().unwrap_or(&Callout::SLOTS);
        for (slot, callout) in table.slots.iter_mut().zip(Callout::SLOTS) {
            if listed.contains(&callout) {
                *slot = Slot::Set;
            }
        }
    }

    fn notify(&self, notify: &mut BOOL) {
        if let Notify::Value(value) = self.script.notify {
            *notify = value;
        }
    }
}

impl Plugin for Scripted {
    fn exports(&self) -> CalloutSet {
        match &self.script.exports {
            Some(exports) => exports.iter().copied().collect(),
            None => Callout::ALL.iter().copied().filter(|c| *c != Callout::InitializeDllEx).collect(),
        }
    }

    fn call(&mut self, entry: EntryPoint, arguments: &mut Arguments<'_>) -> u32 {
        let callout = entry.callout;
        self.watch.look(callout, arguments);
        for call in self.script.calls.iter().filter(|call| call.inside == callout) {
            let result = match (call.function, admin::call(call.function)) {
                (Function::IsServiceRunning, Code(0)) => "FALSE".to_owned(),
                (Function::IsServiceRunning, _) => "TRUE".to_owned(),
                (_, code) => code.to_string(),
            };
            self.called.push(format!("{} = {result}", call.function));
        }
        if self.script.faults.contains(&callout) {
            panic!("scripted fault in {callout}");
        }
        if self.script.dies.contains(&callout) {
            std::panic::panic_any(ProcessEnds(format!("scripted end of the process in {callout}")));
        }
        match arguments {
            Arguments::Nothing if callout == Callout::TerminateDll => self.script.terminate.0,
            Arguments::Nothing => self.script.initialize.0,
            Arguments::Table(table) => {
                self.fill(table);
                self.script.initialize.0
            }
            Arguments::Connection(c) => self.on_older(callout, c).cast_unsigned(),
            Arguments::ConnectionEx(ex) => match callout {
                Callout::AcceptNewConnectionEx => self.admits(&ex.wszUserName).cast_unsigned(),
                Callout::AcceptReauthenticationEx => self.tolerates(ex.rasQuarState).cast_unsigned(),
                Callout::AcceptTunnelEndpointChangeEx => {
                    let endpoint = Name::from_array(&ex.wszRemoteEndpointAddress);
                    self.verdict(!self.script.refuse_endpoints.contains(&endpoint)).cast_unsigned()
                }
                _ => 0,
            },
            Arguments::Link(port, _) => self.on_link(callout, port).cast_unsigned(),
            Arguments::Ipv4(_, _, address, Some(notify)) => {
                let from = |given| dword_of(given, IpDwordOrder::Network);
                let has_one = self.script.ipv4.is_some() || **address != 0;
                give(self.script.ipv4, 0, from, address);
                self.notify(notify);
                result(self.script.ipv4_result, has_one)
            }
            Arguments::Ipv6(_, _, address, Some(notify)) => {
                let from = |given: std::net::Ipv6Addr| IN6_ADDR::from_octets(given.octets());
                let has_one = self.script.ipv6.is_some() || **address != IN6_ADDR::ZERO;
                give(self.script.ipv6, IN6_ADDR::ZERO, from, address);
                self.notify(notify);
                result(self.script.ipv6_result, has_one)
            }
            Arguments::Ipv4(_, _, _, None) => 0,
            Arguments::Ipv6(_, _, _, None) => self.script.release6.0,
            Arguments::PreAuthenticated(..) => self.script.preauth.0,
        }
    }

    fn has_timer(&self) -> bool {
        !self.script.timer.is_empty()
    }

    fn timer(&mut self) {
        self.script.timer.iter().for_each(timer::act);
    }

    fn notes(&mut self) -> Vec<String> {
        let mut notes = self.watch.notes();
        notes.append(&mut self.called);
        notes
    }

    /// It only reads what the header calls `[in]`.
    fn can_scribble(&self) -> bool {
        false
    }
}

/// Leaves or writes an address.
fn give<A, T>(give: Option<Give<A>>, zero: T, from: impl Fn(A) -> T, address: &mut T) {
    match give {
        // To write what was found is no different from leaving it: nothing in the contract can tell.
        None | Some(Give::Left | Give::Kept) => {}
        Some(Give::Zero) => *address = zero,
        Some(Give::Address(given)) => *address = from(given),
    }
}

/// What a Get function returns that has an address, or has none to give (IP4-04, IP6-03).
fn result(scripted: Option<Code>, has_one: bool) -> u32 {
    let sound = if has_one { Code::NO_ERROR } else { Code::PPP_NO_ADDRESS_ASSIGNED };
    scripted.unwrap_or(sound).0
}
