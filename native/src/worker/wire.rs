//! How values become bytes between a process and its children: small, total, and bounded on garbage.

use std::net::{Ipv4Addr, Ipv6Addr};

use mockras::dll::{Notice, Said};
use mockras::model::{CallbacksTable, Fault, FaultReach, LoadFailure, Process, Reply, Returned, Slot, Wrote};
use mockras::ras::{Callout, CalloutSet, Function};

/// A value that can be sent. What is written reads back equal; whatever bytes are read, reading ends, with a value or
/// without, and holds no more memory than a small multiple of the bytes.
pub(super) trait Wire: Sized {
    /// Writes it at the end.
    fn put(&self, out: &mut Vec<u8>);

    /// Reads one; `None` if that is none.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

macro_rules! numbers {
    ($($type:ty),*) => { $(
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                out.extend(self.to_le_bytes());
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                let (bytes, rest) = from.split_first_chunk()?;
                *from = rest;
                Some(Self::from_le_bytes(*bytes))
            }
        }
    )* };
}

numbers!(u8, u32, i32, u64);

impl Wire for bool {
    fn put(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(u8::take(from)? != 0)
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        // Nothing that is sent has more parts: frames are shorter.
        u32::try_from(self.len()).unwrap_or(u32::MAX).put(out);
        self.iter().for_each(|part| part.put(out));
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        // Grows as parts are found, whatever the count says: each has at least a byte.
        (0..u32::take(from)?).map(|_| T::take(from)).collect::<Option<Self>>()
    }
}

impl Wire for String {
    fn put(&self, out: &mut Vec<u8>) {
        u32::try_from(self.len()).unwrap_or(u32::MAX).put(out);
        out.extend(self.as_bytes());
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let many = usize::try_from(u32::take(from)?).ok()?;
        let (text, rest) = from.split_at_checked(many)?;
        *from = rest;
        Self::from_utf8(text.to_vec()).ok()
    }
}

impl<T: Wire> Wire for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::take(from)? { Some(T::take(from)?) } else { None })
    }
}

impl<T: Wire, E: Wire> Wire for Result<T, E> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_ok().put(out);
        match self {
            Ok(value) => value.put(out),
            Err(error) => error.put(out),
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(if bool::take(from)? { Ok(T::take(from)?) } else { Err(E::take(from)?) })
    }
}

impl Wire for () {
    fn put(&self, _: &mut Vec<u8>) {}

    fn take(_: &mut &[u8]) -> Option<Self> {
        Some(())
    }
}

/// A value as its place among all of its kind.
macro_rules! places {
    ($($type:ty: $all:expr),* $(,)?) => { $(
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                let place = $all.iter().position(|value| value == self);
                out.push(place.and_then(|place| u8::try_from(place).ok()).unwrap_or(u8::MAX));
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                $all.get(usize::from(u8::take(from)?)).copied()
            }
        }
    )* };
}

places! {
    Callout: Callout::ALL,
    Function: Function::ALL,
    Process: Process::ALL,
    FaultReach: [FaultReach::Call, FaultReach::Process],
    Slot: [Slot::Null, Slot::Poison, Slot::Set],
}

impl Wire for CalloutSet {
    fn put(&self, out: &mut Vec<u8>) {
        self.iter().fold(0u32, |bits, callout| bits | 1 << callout as u32).put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let bits = u32::take(from)?;
        Some(Callout::ALL.iter().copied().filter(|callout| bits & (1 << *callout as u32) != 0).collect())
    }
}

impl Wire for Fault {
    fn put(&self, out: &mut Vec<u8>) {
        self.what.put(out);
        self.reach.put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(Self { what: Wire::take(from)?, reach: Wire::take(from)? })
    }
}

impl Wire for LoadFailure {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Missing => out.push(0),
            Self::Unusable(reason) => {
                out.push(1);
                reason.put(out);
            }
            Self::Faulted(fault) => {
                out.push(2);
                fault.put(out);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::Missing,
            1 => Self::Unusable(Wire::take(from)?),
            2 => Self::Faulted(Wire::take(from)?),
            _ => return None,
        })
    }
}

impl Wire for CallbacksTable {
    fn put(&self, out: &mut Vec<u8>) {
        self.revision.put(out);
        self.slots.iter().for_each(|slot| slot.put(out));
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let mut table = Self { revision: Wire::take(from)?, slots: [Slot::Null; 12] };
        for slot in &mut table.slots {
            *slot = Wire::take(from)?;
        }
        Some(table)
    }
}

impl Wire for Wrote {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Nothing => out.push(0),
            Self::Table(table) => {
                out.push(1);
                table.put(out);
            }
            Self::Ipv4(address, notify) => {
                out.push(2);
                address.to_bits().put(out);
                notify.put(out);
            }
            Self::Ipv6(address, notify) => {
                out.push(3);
                out.extend(address.octets());
                notify.put(out);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::Nothing,
            1 => Self::Table(Wire::take(from)?),
            2 => Self::Ipv4(Ipv4Addr::from_bits(Wire::take(from)?), Wire::take(from)?),
            3 => {
                let (octets, rest) = from.split_first_chunk::<16>()?;
                *from = rest;
                Self::Ipv6(Ipv6Addr::from(*octets), Wire::take(from)?)
            }
            _ => return None,
        })
    }
}

impl Wire for Reply {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Returned(Returned { value, wrote, scribbled }) => {
                out.push(0);
                value.put(out);
                wrote.put(out);
                scribbled.put(out);
            }
            Self::Faulted(fault) => {
                out.push(1);
                fault.put(out);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => {
                let (value, wrote) = (Wire::take(from)?, Wire::take(from)?);
                Self::Returned(Returned { value, wrote, scribbled: Wire::take(from)? })
            }
            1 => Self::Faulted(Wire::take(from)?),
            _ => return None,
        })
    }
}

impl Wire for Notice {
    fn put(&self, out: &mut Vec<u8>) {
        match self {
            Self::Called(function) => {
                out.push(0);
                function.put(out);
            }
            Self::CalledAside(function) => {
                out.push(1);
                function.put(out);
            }
            Self::Overran(place) => {
                out.push(2);
                place.put(out);
            }
            Self::Left(what) => {
                out.push(3);
                what.put(out);
            }
        }
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(match u8::take(from)? {
            0 => Self::Called(Wire::take(from)?),
            1 => Self::CalledAside(Wire::take(from)?),
            2 => Self::Overran(Wire::take(from)?),
            3 => Self::Left(Wire::take(from)?),
            _ => return None,
        })
    }
}

impl Wire for Said {
    fn put(&self, out: &mut Vec<u8>) {
        self.notes.put(out);
        self.noticed.put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(Self { notes: Wire::take(from)?, noticed: Wire::take(from)? })
    }
}
