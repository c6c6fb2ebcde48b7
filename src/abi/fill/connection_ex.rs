//! The structure that tells of a connection as a whole.

use super::View;
use super::projection::projection;
use super::value::{fill_counters, guid, handle, low, probation, put, switch_overs};
use crate::abi::connection_ex::RAS_CONNECTION_EX;
use crate::abi::constant::{
    MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT, MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1,
};
use crate::abi::header::MPRAPI_OBJECT_HEADER;
use crate::abi::scalar::USHORT;
use crate::ras::Connection;

impl RAS_CONNECTION_EX {
    /// Tells of this connection; every member is overwritten.
    ///
    /// Bytes are payload. Counters hold the lower 32 bits of what was counted. Poison: `probationTime` unless on
    /// probation (DATA-09), `dwNumSwitchOvers` unless IKEv2 (DATA-13), and parts of the projection.
    pub fn fill(&mut self, facts: &Connection, view: &View) {
        let counters = &facts.counters;
        self.Header = MPRAPI_OBJECT_HEADER {
            revision: MPRAPI_RAS_CONNECTION_OBJECT_REVISION_1,
            r#type: MPRAPI_OBJECT_TYPE_RAS_CONNECTION_OBJECT,
            size: size_of::<Self>() as USHORT,
        };
        self.dwConnectDuration = facts.duration_s;
        self.dwInterfaceType = facts.interface_type.0;
        self.dwConnectionFlags = facts.flags.0;
        put(&mut self.wszInterfaceName, &facts.interface_name);
        put(&mut self.wszUserName, &facts.user);
        put(&mut self.wszLogonDomain, &facts.domain);
        put(&mut self.wszRemoteComputer, &facts.computer);
        self.guid = guid(facts.guid);
        self.rasQuarState = facts.quarantine.0;
        self.probationTime = probation(facts, view);
        self.dwBytesXmited = low(counters.bytes_sent);
        self.dwBytesRcved = low(counters.bytes_received);
        fill_counters!(self, counters);
        self.dwNumSwitchOvers = switch_overs(facts);
        put(&mut self.wszRemoteEndpointAddress, &facts.remote_endpoint);
        put(&mut self.wszLocalEndpointAddress, &facts.local_endpoint);
        self.ProjectionInfo = projection(facts, view);
        self.hConnection = handle(facts.handle);
        self.hInterface = handle(facts.interface);
    }
}
