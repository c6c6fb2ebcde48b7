//! The facts of one port, from which every RAS_PORT structure is filled.

use super::connection::Counters;
use super::name::Name;
use super::number::number_names;
use super::record::{Fact, record};

number_names! {
    /// RAS_PORT_CONDITION (DATA-28).
    pub struct PortCondition {
        /// Broken.
        NON_OPERATIONAL = 0 "non-operational",
        /// Idle.
        DISCONNECTED = 1 "disconnected",
        /// Calling the user back.
        CALLING_BACK = 2 "calling-back",
        /// Waiting for a call.
        LISTENING = 3 "listening",
        /// The user is being authenticated.
        AUTHENTICATING = 4 "authenticating",
        /// The user is authenticated.
        AUTHENTICATED = 5 "authenticated",
        /// Starting up.
        INITIALIZING = 6 "initializing",
    }
}

number_names! {
    /// RAS_HARDWARE_CONDITION (DATA-28).
    pub struct HardwareCondition {
        /// Works.
        OPERATIONAL = 0 "operational",
        /// Does not.
        FAILURE = 1 "failure",
    }
}

impl Fact for PortCondition {}
impl Fact for HardwareCondition {}

record! {
    /// Everything a DLL can learn about one port.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
    pub struct Port {
        /// wszPortName: the natural key.
        pub name: Name,
        /// hPort: the same for every call on this port.
        pub handle: u32,
        /// hConnection of the connection this port is a link of (DATA-33), 0 if none.
        pub connection: u32,
        /// dwPortCondition.
        pub condition: PortCondition,
        /// dwTotalNumberOfCalls: grows for the life of the service (DATA-29).
        pub calls: u32,
        /// Seconds since the link came up.
        pub duration_s: u32,
        /// wszMediaName.
        pub media: Name,
        /// wszDeviceName.
        pub device: Name,
        /// wszDeviceType.
        pub device_type: Name,
        /// dwHardwareCondition.
        pub hardware: HardwareCondition,
        /// dwLineSpeed, bits per second.
        pub line_speed: u32,
    }
    with {
        /// What has passed over this link. Byte members of RAS_PORT_1 count it compressed (DATA-26).
        pub counters: Counters,
    }
}
