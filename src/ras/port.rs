//! The facts of one port, from which every RAS_PORT structure is filled.

use super::connection::Counters;
use super::name::Name;
use super::number::number_names;
use super::record::{Fact, record};

number_names! {
    /// What a port is doing, RAS_PORT_CONDITION (DATA-28).
    pub struct PortCondition {
        /// The port is out of order.
        NON_OPERATIONAL = 0 "non-operational",
        /// The port is idle.
        DISCONNECTED = 1 "disconnected",
        /// The port calls the user back.
        CALLING_BACK = 2 "calling-back",
        /// The port waits for a call.
        LISTENING = 3 "listening",
        /// The user is being authenticated.
        AUTHENTICATING = 4 "authenticating",
        /// The user is authenticated.
        AUTHENTICATED = 5 "authenticated",
        /// The port starts up.
        INITIALIZING = 6 "initializing",
    }
}

number_names! {
    /// Whether the hardware of a port works, RAS_HARDWARE_CONDITION (DATA-28).
    pub struct HardwareCondition {
        /// The hardware works.
        OPERATIONAL = 0 "operational",
        /// The hardware does not work.
        FAILURE = 1 "failure",
    }
}

impl Fact for PortCondition {}
impl Fact for HardwareCondition {}

record! {
    /// Everything a DLL can learn about one port.
    #[derive(Debug, Clone, PartialEq, Eq, Hash)]
    pub struct Port {
        /// The name of the port, wszPortName, by which it is told from others.
        pub name: Name,
        /// The handle hPort, which is the same for every call on this port.
        pub handle: u32,
        /// The hConnection of the connection that this port is a link of (DATA-33), 0 if there is none.
        pub connection: u32,
        /// What the port is doing, dwPortCondition.
        pub condition: PortCondition,
        /// The number of calls, dwTotalNumberOfCalls, which grows for the life of the service (DATA-29).
        pub calls: u32,
        /// The seconds since the link came up.
        pub duration_s: u32,
        /// The name of the medium, wszMediaName.
        pub media: Name,
        /// The name of the device, wszDeviceName.
        pub device: Name,
        /// The type of the device, wszDeviceType.
        pub device_type: Name,
        /// Whether the hardware works, dwHardwareCondition.
        pub hardware: HardwareCondition,
        /// The speed of the line, dwLineSpeed, in bits per second.
        pub line_speed: u32,
    }
    with {
        /// What has passed over this link. Byte members of RAS_PORT_1 count it compressed (DATA-26).
        pub counters: Counters,
    }
}
