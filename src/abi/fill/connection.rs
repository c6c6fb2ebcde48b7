//! The structures of the series 0, 2 and 3, and the one that tells of a pre-authenticated connection.

use super::View;
use super::ppp::{info, info_2, info_3};
use super::value::{fill_counters, guid, handle, low, probation, put, structure_version, text};
use crate::abi::connection::{RAS_CONNECTION_0, RAS_CONNECTION_1, RAS_CONNECTION_2, RAS_CONNECTION_3};
use crate::abi::constant::MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT;
use crate::abi::header::{AUTH_VALIDATION_EX, MPRAPI_OBJECT_HEADER};
use crate::abi::scalar::{DWORD, USHORT};
use crate::ras::{AuthHeaderSize, Connection, Name};

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
        self.dwVersion = structure_version(view);
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

impl AUTH_VALIDATION_EX {
    /// Tells of this attempt to connect; every member is overwritten.
    ///
    /// `handle` is what the connection will have. Of `info` the structure has room for the first byte, 0 if there
    /// is none; the rest belongs behind it in memory, from [`AUTH_INFO_OFFSET`](Self::AUTH_INFO_OFFSET) on.
    pub fn fill(&mut self, handle_number: u32, user: &Name, domain: &Name, info: &[u8], view: &View) {
        // Whether the size counts the tail is open, and 16 bits do not reach far (AMB-45).
        let size = match view.policy.auth_header_size {
            AuthHeaderSize::Fixed => size_of::<Self>(),
            AuthHeaderSize::Actual => Self::AUTH_INFO_OFFSET + info.len(),
        };
        *self = Self {
            Header: MPRAPI_OBJECT_HEADER {
                // The page gives the number without a name.
                revision: 1,
                r#type: MPRAPI_OBJECT_TYPE_AUTH_VALIDATION_OBJECT,
                size: USHORT::try_from(size).unwrap_or(USHORT::MAX),
            },
            hRasConnection: handle(handle_number),
            wszUserName: text(user),
            wszLogonDomain: text(domain),
            AuthInfoSize: DWORD::try_from(info.len()).unwrap_or(DWORD::MAX),
            AuthInfo: [info.first().copied().unwrap_or(0)],
        };
    }
}
