//! The structures that tell of a port.

use super::View;
use super::value::{fill_counters, handle, low, put};
use crate::abi::port::{RAS_PORT_0, RAS_PORT_1};
use crate::ras::Port;

impl RAS_PORT_0 {
    /// Tells of this port; every member is overwritten.
    ///
    /// No member depends on the view; it is asked for so that all structures are filled alike.
    pub fn fill(&mut self, facts: &Port, _view: &View) {
        self.hPort = handle(facts.handle);
        self.hConnection = handle(facts.connection);
        self.dwPortCondition = facts.condition.0;
        self.dwTotalNumberOfCalls = facts.calls;
        self.dwConnectDuration = facts.duration_s;
        put(&mut self.wszPortName, &facts.name);
        put(&mut self.wszMediaName, &facts.media);
        put(&mut self.wszDeviceName, &facts.device);
        put(&mut self.wszDeviceType, &facts.device_type);
    }
}

impl RAS_PORT_1 {
    /// Tells of this port; every member is overwritten.
    ///
    /// Bytes are those on the line, after compression (DATA-26). Counters hold the lower 32 bits of what was
    /// counted.
    pub fn fill(&mut self, facts: &Port, _view: &View) {
        let counters = &facts.counters;
        self.hPort = handle(facts.handle);
        self.hConnection = handle(facts.connection);
        self.dwHardwareCondition = facts.hardware.0;
        self.dwLineSpeed = facts.line_speed;
        self.dwBytesXmited = low(counters.wire_sent);
        self.dwBytesRcved = low(counters.wire_received);
        fill_counters!(self, counters);
    }
}
