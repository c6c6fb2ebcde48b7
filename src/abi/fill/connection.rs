//! The structures of the series 0, 2 and 3.

use super::View;
use super::ppp::{info, info_2, info_3};
use super::value::{fill_counters, guid, handle, low, probation, put};
use crate::abi::connection::{RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3};
use crate::abi::scalar::DWORD;
use crate::ras::Connection;

impl RAS_CONNECTION_0 {
    /// Tells of this connection; every member is overwritten.
    ///
    /// No member depends on the view; it is asked for so that all connection structures are filled alike.
    pub fn fill(&mut self, facts: &Connection, _view: &View) {
        self.hConnection = handle(facts.handle);
        self.hInterface = handle(facts.interface);
        self.dwConnectDuration = facts.duration_s;
        self.dwInterfaceType = facts.interface_type.0;
        // Bit 0x10 is ARAP or IKEv2, as the facts mean it (DATA-02, AMB-42).
        self.dwConnectionFlags = facts.flags.0;
        put(&mut self.wszInterfaceName, &facts.interface_name);
        put(&mut self.wszUserName, &facts.user);
        put(&mut self.wszLogonDomain, &facts.domain);
        put(&mut self.wszRemoteComputer, &facts.computer);
    }
}

impl RAS_CONNECTION_1 {
    /// Tells of this connection; every member is overwritten.
    ///
    /// Bytes are payload. Counters hold the lower 32 bits of what was counted.
    pub fn fill(&mut self, facts: &Connection, view: &View) {
        let counters = &facts.counters;
        self.hConnection = handle(facts.handle);
        self.hInterface = handle(facts.interface);
        self.PppInfo = info(facts, view);
        self.dwBytesXmited = low(counters.bytes_sent);
        self.dwBytesRcved = low(counters.bytes_received);
        fill_counters!(self, counters);
    }
}

impl RAS_CONNECTION_2 {
    /// Tells of this connection; every member is overwritten.
    pub fn fill(&mut self, facts: &Connection, view: &View) {
        self.hConnection = handle(facts.handle);
        put(&mut self.wszUserName, &facts.user);
        self.dwInterfaceType = facts.interface_type.0;
        self.guid = guid(facts.guid);
        self.PppInfo2 = info_2(facts, view);
    }
}

impl RAS_CONNECTION_3 {
    /// Tells of this connection; every member is overwritten. `timer` is poison unless on probation (DATA-09).
    pub fn fill(&mut self, facts: &Connection, view: &View) {
        // Arbitrary: no page gives a value (AMB-45).
        self.dwVersion = 1;
        self.dwSize = size_of::<Self>() as DWORD;
        self.hConnection = handle(facts.handle);
        put(&mut self.wszUserName, &facts.user);
        self.dwInterfaceType = facts.interface_type.0;
        self.guid = guid(facts.guid);
        self.PppInfo3 = info_3(facts, view);
        self.rasQuarState = facts.quarantine.0;
        self.timer = probation(facts, view);
    }
}
