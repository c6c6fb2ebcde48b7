//! What grows in processes of native DLLs while a conversation is repeated, and after which call it stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::slope::certain_slope;
use crate::model::Process;
use crate::pipeline::{Holdings, Sample, Taken};
use crate::ras::{Callout, Series, word_names};

word_names! {
    /// Something that a process holds.
    #[non_exhaustive]
    pub enum Resource {
        /// Memory.
        Memory "memory",
        /// Open descriptors, or handles.
        Handles "handles",
        /// Threads.
        Threads "threads",
    }
}

/// Something that grows.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Growth {
    /// What grows.
    pub resource: Resource,
    /// The process in which it grows.
    pub process: Process,
    /// By how much in a cycle: bytes of memory, or a number of others.
    pub by: f64,
    /// The place of the DLL in the registry, from 0, and its entry point after which it stays. `None` if it is after no
    /// call: then a thread of a DLL takes it.
    pub after: Option<(u8, Callout)>,
}

impl Resource {
    fn of(self, holds: &Holdings) -> Option<i64> {
        match self {
            Self::Memory => holds.memory,
            Self::Handles => holds.handles,
            Self::Threads => holds.threads,
        }
    }
}

/// `memory grows by about 48 bytes a cycle`, `threads grow by 1 in about 10 cycles`: no more of the number is certain.
impl fmt::Display for Growth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (grows, unit) = match self.resource {
            Resource::Memory => ("grows", " bytes"),
            Resource::Handles | Resource::Threads => ("grow", ""),
        };
        write!(f, "{} {grows} by ", self.resource)?;
        match self.resource {
            Resource::Handles | Resource::Threads if self.by < 0.8 => {
                write!(f, "1 in about {} cycles", rounded(1.0 / self.by))
            }
            _ if self.by < 0.8 => write!(f, "about {} bytes in 1000 cycles", rounded(self.by * 1000.0)),
            _ => write!(f, "about {}{unit} a cycle", rounded(self.by)),
        }
    }
}

/// A number with two digits that are not zero.
fn rounded(number: f64) -> u64 {
    let mut unit = 1.0;
    while number / unit >= 100.0 {
        unit *= 10.0;
    }
    ((number / unit).round() * unit) as u64
}

/// Says what grows, for certain.
pub(super) fn growths(samples: &[Sample]) -> Vec<Growth> {
    let processes: BTreeSet<Process> = samples.iter().map(|sample| sample.process).collect();
    let mut growths = Vec::new();
    for process in processes {
        let own: Vec<&Sample> = samples.iter().filter(|sample| sample.process == process).collect();
        for resource in Resource::ALL.iter().copied() {
            let held = own.iter().filter_map(|sample| Some((sample.cycles, resource.of(&sample.holds)?)));
            if let Some(by) = certain_slope(&held.collect::<Vec<_>>()) {
                growths.push(Growth { resource, process, by, after: after(resource, &own) });
            }
        }
    }
    growths
}

/// The entry point after which most stays: what it takes steadily, less what the one that ends the same gives back.
fn after(resource: Resource, samples: &[&Sample]) -> Option<(u8, Callout)> {
    let mut taken: BTreeMap<(u8, Callout), Vec<(u32, i64)>> = BTreeMap::new();
    for sample in samples {
        for Taken { dll, callout, holds } in &sample.taken {
            let Some(many) = resource.of(holds) else { continue };
            taken.entry((*dll, *callout)).or_default().push((sample.cycles, many));
        }
    }
    let takes = |(at, measured): (&(u8, Callout), &Vec<(u32, i64)>)| Some((*at, certain_slope(measured)?));
    let takers: BTreeMap<(u8, Callout), f64> = taken.iter().filter_map(takes).collect();
    let gives = |(at, measured): (&(u8, Callout), &Vec<(u32, i64)>)| {
        let given: Vec<(u32, i64)> = measured.iter().map(|(cycles, many)| (*cycles, -many)).collect();
        Some((*at, certain_slope(&given)?))
    };
    let givers: BTreeMap<(u8, Callout), f64> = taken.iter().filter_map(gives).collect();
    let rest = |(dll, callout): (u8, Callout)| {
        let of_pair = |other: Callout| pair(other) == pair(callout);
        let given = givers.iter().filter(|((of, other), _)| *of == dll && of_pair(*other));
        takers[&(dll, callout)] - given.map(|(_, many)| many).sum::<f64>()
    };
    let best = takers.keys().copied().max_by(|a, b| rest(*a).total_cmp(&rest(*b)))?;
    (rest(best) > 0.0).then_some(best)
}

/// What an entry point begins or ends: those of one pair have the same.
fn pair(callout: Callout) -> u8 {
    let is_connection = |series: &Series| [series.accept(), series.hangup()].contains(&callout);
    match callout {
        Callout::AcceptNewLink | Callout::LinkHangupNotification => 1,
        Callout::GetIpAddressForUser | Callout::ReleaseIpAddress => 2,
        Callout::GetIpv6AddressForUser | Callout::ReleaseIpv6AddressForUser => 3,
        _ if Series::ALL.iter().any(is_connection) => 0,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory(bytes: i64) -> Holdings {
        Holdings { memory: Some(bytes), ..Holdings::default() }
    }

    /// Samples of a process, each with what two entry points of a DLL have taken by then.
    fn samples(held: fn(i64) -> i64, accept: fn(i64) -> i64, hangup: fn(i64) -> i64) -> Vec<Sample> {
        let sample = |cycles: u32| {
            let at = i64::from(cycles);
            let taken = [
                (Callout::AcceptNewConnection2, accept(at)),
                (Callout::ConnectionHangupNotification2, hangup(at)),
                (Callout::AcceptNewLink, at * 8),
            ];
            let taken =
                taken.map(|(callout, bytes)| Taken { dll: 0, callout, holds: memory(bytes) }).to_vec();
            Sample { cycles, process: Process::Connections, holds: memory(held(at)), taken }
        };
        (0..100).map(sample).collect()
    }

    #[test]
    fn growth_is_that_of_the_call_that_keeps_most() {
        let growths = growths(&samples(|at| at * 56, |at| at * 96, |at| at * -48));
        let [Growth { resource: Resource::Memory, by, after, .. }] = growths[..] else {
            panic!("{growths:?}")
        };
        assert_eq!(growths[0].to_string(), "memory grows by about 56 bytes a cycle");
        assert_eq!((by, after), (56.0, Some((0, Callout::AcceptNewConnection2))));
    }

    #[test]
    fn growth_is_told_in_round_numbers() {
        let told = |resource, by| Growth { resource, process: Process::Only, by, after: None }.to_string();
        assert_eq!(told(Resource::Memory, 1_234.4), "memory grows by about 1200 bytes a cycle");
        assert_eq!(told(Resource::Memory, 0.0483), "memory grows by about 48 bytes in 1000 cycles");
        assert_eq!(told(Resource::Handles, 0.98), "handles grow by about 1 a cycle");
        assert_eq!(told(Resource::Threads, 0.1004), "threads grow by 1 in about 10 cycles");
    }

    #[test]
    fn what_is_given_back_stays_nowhere() {
        assert_eq!(growths(&samples(|_| 4096, |at| at * 96, |at| at * -96)), []);
        let growths = growths(&samples(|at| at * 8, |at| at * 96, |at| at * -96));
        assert_eq!(growths[0].after, Some((0, Callout::AcceptNewLink)));
    }
}
