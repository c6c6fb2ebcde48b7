//! Plain facts as the scalars and arrays that members are made of.

use std::net::Ipv4Addr;

use super::{POISON_DWORD, POISON_WCHAR, View};
use crate::abi::constant::IPADDRESSLEN;
use crate::abi::scalar::{DWORD, FILETIME, GUID, HANDLE, ULONG64, WCHAR};
use crate::ras::{
    Connection, ConnectionFlags, Guid, IpDwordOrder, Name, ProbationTimer, Quarantine, StructureVersion,
    Tunnel,
};

/// Virtual time zero as a FILETIME, in steps of 100 nanoseconds since 1601: 2000-01-01T00:00:00Z.
pub const VIRTUAL_EPOCH: u64 = 125_911_584_000_000_000;

/// Steps of a FILETIME in a millisecond.
const TICKS_PER_MS: u64 = 10_000;

/// Room for an IPv4 address as text.
pub(super) type DottedText = [WCHAR; IPADDRESSLEN + 1];

/// Text where there is no valid address: poison, but for the NUL that keeps a reader inside.
pub(super) const POISON_DOTTED: DottedText = {
    let mut text = [POISON_WCHAR; IPADDRESSLEN + 1];
    text[IPADDRESSLEN] = 0;
    text
};

/// Text where there is no address.
pub(super) const EMPTY_DOTTED: DottedText = [0; IPADDRESSLEN + 1];

/// Puts a name into an array: cut if need be, always ending in NUL, zero behind it (DATA-04, DATA-05).
pub(super) fn put<const N: usize>(array: &mut [WCHAR; N], name: &Name) {
    let units = name.units();
    let (text, rest) = array.split_at_mut(units.len().min(N - 1));
    text.copy_from_slice(&units[..text.len()]);
    rest.fill(0);
}

/// The name in an array of its own.
pub(super) fn text<const N: usize>(name: &Name) -> [WCHAR; N] {
    let mut array = [0; N];
    put(&mut array, name);
    array
}

/// The address in dotted decimal form. 0.0.0.0 is none, and empty text (DATA-40).
pub(super) fn dotted(address: Ipv4Addr) -> DottedText {
    if address.is_unspecified() {
        return EMPTY_DOTTED;
    }
    let mut text = EMPTY_DOTTED;
    let mut at = 0;
    for octet in address.octets() {
        let (units, length) = &OCTETS[usize::from(octet)];
        text[at..at + units.len()].copy_from_slice(units);
        at += length;
    }
    // Behind the last there is no dot.
    text[at - 1] = 0;
    text
}

/// Each octet with a dot behind it, filled up with zeros, and how many units that is. Every connection has several addresses, and
/// every call tells them.
static OCTETS: [([WCHAR; 4], usize); 256] = {
    let mut all = [([0; 4], 0); 256];
    let mut octet = 0;
    while octet < all.len() {
        let (mut units, mut length, mut unit) = ([0; 4], 0, 100);
        while unit > 0 {
            if octet >= unit || unit == 1 {
                units[length] = b'0' as WCHAR + (octet / unit % 10) as WCHAR;
                length += 1;
            }
            unit /= 10;
        }
        units[length] = b'.' as WCHAR;
        all[octet] = (units, length + 1);
        octet += 1;
    }
    all
};

/// The DWORD that stands for an IPv4 address (AMB-19).
///
/// In network order the first octet has the lowest address in memory; in host order it is the highest byte of the
/// number.
///
/// ```
/// use mockras::{abi::dword_of, ras::IpDwordOrder};
/// let address = "10.0.0.7".parse().expect("an address");
/// assert_eq!(dword_of(address, IpDwordOrder::Network).to_ne_bytes(), [10, 0, 0, 7]);
/// assert_eq!(dword_of(address, IpDwordOrder::Host), 0x0a00_0007);
/// ```
pub fn dword_of(address: Ipv4Addr, order: IpDwordOrder) -> DWORD {
    match order {
        IpDwordOrder::Network => DWORD::from_ne_bytes(address.octets()),
        IpDwordOrder::Host => DWORD::from(address),
    }
}

/// The IPv4 address that a DWORD stands for: the way back from [`dword_of`].
pub fn address_of(dword: DWORD, order: IpDwordOrder) -> Ipv4Addr {
    match order {
        IpDwordOrder::Network => Ipv4Addr::from(dword.to_ne_bytes()),
        IpDwordOrder::Host => Ipv4Addr::from(dword),
    }
}

/// A handle on both widths: the number, never negative.
pub(super) fn handle(number: u32) -> HANDLE {
    HANDLE(number as usize)
}

/// The lower 32 bits: a counter of a structure starts again at 0 when it overflows.
pub(super) fn low(counter: u64) -> DWORD {
    counter as DWORD
}

/// Fills what several structures count alike: frames, errors by kind, and how far bytes were compressed.
macro_rules! fill_counters {
    ($structure:ident, $counters:ident) => {
        $structure.dwFramesXmited = low($counters.frames_sent);
        $structure.dwFramesRcved = low($counters.frames_received);
        $structure.dwCrcErr = low($counters.crc_errors);
        $structure.dwTimeoutErr = low($counters.timeout_errors);
        $structure.dwAlignmentErr = low($counters.alignment_errors);
        $structure.dwHardwareOverrunErr = low($counters.hardware_overruns);
        $structure.dwFramingErr = low($counters.framing_errors);
        $structure.dwBufferOverrunErr = low($counters.buffer_overruns);
        $structure.dwCompressionRatioIn = $counters.ratio_in();
        $structure.dwCompressionRatioOut = $counters.ratio_out();
    };
}
pub(super) use fill_counters;

/// The GUID whose text form has the digits of these bytes in their order.
pub(super) fn guid(of: Guid) -> GUID {
    let [a, b, c, d, e, f, g, h, rest @ ..] = of.0;
    GUID {
        Data1: u32::from_be_bytes([a, b, c, d]),
        Data2: u16::from_be_bytes([e, f]),
        Data3: u16::from_be_bytes([g, h]),
        Data4: rest,
    }
}

/// A point in virtual time, as a FILETIME; the last there is, if it lies beyond.
pub(super) fn moment(ms: u64) -> FILETIME {
    filetime(VIRTUAL_EPOCH.saturating_add(ms.saturating_mul(TICKS_PER_MS)))
}

fn filetime(ticks: u64) -> FILETIME {
    FILETIME { dwLowDateTime: ticks as DWORD, dwHighDateTime: (ticks >> 32) as DWORD }
}

/// The probation timer, by one of its readings (AMB-54); poison unless the client is on probation (DATA-09).
pub(super) fn probation(facts: &Connection, view: &View) -> FILETIME {
    if facts.quarantine != Quarantine::PROBATION {
        return FILETIME { dwLowDateTime: POISON_DWORD, dwHighDateTime: POISON_DWORD };
    }
    match view.policy.probation_timer {
        ProbationTimer::Absolute => moment(facts.probation_until_ms),
        ProbationTimer::Relative => filetime(facts.probation_ms.saturating_mul(TICKS_PER_MS)),
    }
}

/// What a member holds that gives the version of its structure (AMB-45).
pub(super) fn structure_version(view: &View) -> DWORD {
    match view.policy.structure_version {
        StructureVersion::One => 1,
        StructureVersion::Zero => 0,
    }
}

/// The index by which a projection names the sub-interface of the connection on the server: where the protocol is up
/// (DATA-44), it is the number of the interface (CHOICE 51).
pub(super) fn sub_interface(facts: &Connection, is_up: bool) -> ULONG64 {
    if is_up { ULONG64::from(facts.interface) } else { 0 }
}

/// How often the tunnel changed its endpoints; poison unless the connection is IKEv2 (DATA-13).
///
/// A DLL can tell IKEv2 by the flag (AMB-42: its bit) or by the projection's discriminator. Where facts contradict
/// themselves and only one of the two says so, the member is valid: no DLL is blamed for the way it tells.
pub(super) fn switch_overs(facts: &Connection) -> DWORD {
    if facts.tunnel == Tunnel::Ikev2 || facts.flags.contains(ConnectionFlags::IKEV2) {
        facts.switch_overs
    } else {
        POISON_DWORD
    }
}
