//! How values become bytes between a process and its children. Any bytes can be read: garbage is refused, and never
//! takes more memory than it has bytes.

use std::net::{Ipv4Addr, Ipv6Addr};

use mockras::dll::admin::Answered;
use mockras::dll::{Notice, Said};
use mockras::model::{
    CallbacksTable, Fault, FaultReach, LoadFailure, Loaded, Process, Reply, Request, Returned, Slot, Wrote,
};
use mockras::pipeline::{Holdings, Sample, Taken};
use mockras::ras::{Callout, CalloutSet, Code, Function, Name};

/// A value that can be sent. What is written reads back equal; whatever bytes are read, reading ends, with a value or
/// without, and holds no more memory than a small multiple of the bytes.
pub(super) trait Wire: Sized {
    /// Writes the value at the end of `out`.
    fn put(&self, out: &mut Vec<u8>);

    /// Reads a value from the front of `from`; `None` if the bytes there are none.
    fn take(from: &mut &[u8]) -> Option<Self>;
}

/// Numbers are sent with their lowest byte first.
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

numbers!(u8, u16, u32, i32, u64, i64);

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

/// Sends a value as its place in the list of all values of its type.
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

impl Wire for Code {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        u32::take(from).map(Self)
    }
}

/// Names are any units, not only those that are text.
impl Wire for Name {
    fn put(&self, out: &mut Vec<u8>) {
        self.units().to_vec().put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Vec::take(from).map(|units| Self::from_units(&units))
    }
}

impl Wire for [Slot; 12] {
    fn put(&self, out: &mut Vec<u8>) {
        self.iter().for_each(|slot| slot.put(out));
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let mut slots = [Slot::Null; 12];
        for slot in &mut slots {
            *slot = Wire::take(from)?;
        }
        Some(slots)
    }
}

impl Wire for Ipv4Addr {
    fn put(&self, out: &mut Vec<u8>) {
        self.to_bits().put(out);
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        Some(Self::from_bits(Wire::take(from)?))
    }
}

impl Wire for Ipv6Addr {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.octets());
    }

    fn take(from: &mut &[u8]) -> Option<Self> {
        let (octets, rest) = from.split_first_chunk::<16>()?;
        *from = rest;
        Some(Self::from(*octets))
    }
}

/// Sends a structure as its fields, in the order in which they stand here.
macro_rules! structures {
    ($($type:ident { $($field:ident),* })*) => { $(
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                $(self.$field.put(out);)*
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(Self { $($field: Wire::take(from)?),* })
            }
        }
    )* };
}

pub(super) use structures;

/// Sends an enum as the tag of its variant, and then what the variant holds.
macro_rules! variants {
    ($($type:ident { $($tag:tt => $variant:ident $(($($part:ident),*))? $({ $($field:ident),* })?,)* })*) => { $(
        impl Wire for $type {
            fn put(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$variant $(($($part),*))? $({ $($field),* })? => {
                        out.push($tag);
                        $($($part.put(out);)*)?
                        $($($field.put(out);)*)?
                    })*
                }
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                match u8::take(from)? {
                    $($tag => {
                        $($(let $part = Wire::take(from)?;)*)?
                        $($(let $field = Wire::take(from)?;)*)?
                        Some(Self::$variant $(($($part),*))? $({ $($field),* })?)
                    })*
                    _ => None,
                }
            }
        }
    )* };
}

pub(super) use variants;

structures! {
    Fault { what, reach }
    CallbacksTable { revision, slots }
    Returned { value, wrote, scribbled }
    Said { notes, noticed, requests }
    Loaded { exports, has_timer }
    Answered { function, about, result, read }
    Holdings { memory, handles, threads }
    Taken { dll, callout, holds }
    Sample { cycles, process, holds, taken }
}

variants! {
    LoadFailure {
        0 => Missing,
        1 => Unusable(reason),
        2 => Faulted(fault),
    }
    Wrote {
        0 => Nothing,
        1 => Table(table),
        2 => Ipv4(address, notify),
        3 => Ipv6(address, notify),
    }
    Reply {
        0 => Returned(returned),
        1 => Faulted(fault),
    }
    Notice {
        0 => Called(function),
        1 => CalledAside(function),
        2 => Overran(place),
        3 => Left(what),
        4 => Kept(what),
        5 => Answered(answered),
        6 => CalledOutside(function),
        7 => Misfreed(what),
        8 => Shares(what),
    }
    Request {
        0 => DisconnectPort(port),
        1 => ResetPort(port),
        2 => ClearPort(port),
        3 => ClearConnection(number),
        4 => RemoveQuarantine(number),
    }
}
