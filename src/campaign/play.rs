//! Plays the lanes of a campaign on several threads.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};

use super::coverage::Coverage;
use super::lane::{Find, LANE, Observer, Plan, PlayedLane};
use super::signature::Signature;
use crate::pipeline::Runner;

/// Which part of the lanes is played: the k-th of n.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shard {
    /// The number of this part, from 1.
    pub part: u64,
    /// How many parts there are.
    pub of: u64,
}

impl Shard {
    /// The only part of a campaign that is not divided.
    pub const WHOLE: Self = Self { part: 1, of: 1 };

    /// The lane of this part with this place in it, from 0, of a campaign that has so many cases.
    fn lane(self, at: u64, cases: u64) -> Option<u64> {
        let lane = at.checked_mul(self.of)?.checked_add(self.part.checked_sub(1)?)?;
        (lane < cases.div_ceil(LANE)).then_some(lane)
    }

    /// How many of the cases are in this part.
    pub fn cases(self, cases: u64) -> u64 {
        let (lanes, last) = (cases.div_ceil(LANE), cases.div_ceil(LANE).saturating_sub(1));
        let own = if lanes < self.part { 0 } else { (lanes - self.part) / self.of + 1 };
        let is_last_own = lanes > 0 && last % self.of.max(1) + 1 == self.part;
        own.saturating_mul(LANE) - if is_last_own { lanes.saturating_mul(LANE) - cases } else { 0 }
    }
}

/// What came of all lanes that were played.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Played {
    /// The lanes in order. What they reached and found is below, and no longer in them: a long campaign has many.
    pub lanes: Vec<PlayedLane>,
    /// What all lanes have reached.
    pub coverage: Coverage,
    /// What was found in all of them, by signature: the first case of each, and how many there are.
    pub finds: BTreeMap<Signature, Find>,
}

impl Played {
    fn take(&mut self, mut lane: PlayedLane) {
        self.coverage.merge(&std::mem::take(&mut lane.coverage));
        for find in std::mem::take(&mut lane.finds) {
            match self.finds.entry(find.problem.signature.clone()) {
                Entry::Vacant(place) => _ = place.insert(find),
                Entry::Occupied(mut known) => {
                    let times = known.get().times + find.times;
                    let weight = |find: &Find| (find.problem.kind, find.number);
                    if weight(&find) < weight(known.get()) {
                        known.insert(find);
                    }
                    known.get_mut().times = times;
                }
            }
        }
        self.lanes.push(lane);
    }
}

/// Plays the lanes of a shard on so many threads, each with a runner of its own; on fewer where the system gives no more,
/// but at least on this one. What comes of it depends neither on
/// their number nor on who is first; lanes that were not begun when `watch` ended it are missing.
pub fn play(
    plan: &Plan,
    cases: u64,
    shard: Shard,
    jobs: u32,
    runner: &(dyn Fn() -> Box<dyn Runner> + Sync),
    watch: &dyn Observer,
) -> Played {
    go_on(plan, cases, shard, jobs, runner, watch, Played::default())
}

/// Plays the lanes of a shard that were not played whole `before`, and joins both: the same comes of it as if the campaign
/// had never been ended. `watch` hears of everything that was played whole so far, whenever a lane is ([`Observer::kept`]).
pub fn go_on(
    plan: &Plan,
    cases: u64,
    shard: Shard,
    jobs: u32,
    runner: &(dyn Fn() -> Box<dyn Runner> + Sync),
    watch: &dyn Observer,
    before: Played,
) -> Played {
    let next = AtomicU64::new(0);
    let done: BTreeSet<u64> = before.lanes.iter().map(|lane| lane.number).collect();
    let played = Mutex::new((before, Vec::new()));
    let work = || {
        let runner = runner();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let lane = shard.lane(at, cases).filter(|_| !watch.is_over());
            let Some(number) = lane else { return };
            if done.contains(&number) {
                continue;
            }
            let lane = plan.lane(number, cases, &*runner, watch);
            let (whole, parts) = &mut *played.lock().unwrap_or_else(PoisonError::into_inner);
            if lane.is_whole {
                whole.take(lane);
                watch.kept(whole);
            } else {
                // It would have to be played from its beginning again.
                parts.push(lane);
            }
        }
    };
    on_threads(jobs, &work, &|playing, why| watch.short_of_threads(playing, why));
    let (mut played, parts) = played.into_inner().unwrap_or_else(PoisonError::into_inner);
    parts.into_iter().for_each(|lane| played.take(lane));
    played.lanes.sort_by_key(|lane| lane.number);
    played
}

/// Does the same work on so many threads, or on fewer where the system gives no more, which `short` hears of.
pub(super) fn on_threads(jobs: u32, work: &(dyn Fn() + Sync), short: &(dyn Fn(u32, &std::io::Error) + Sync)) {
    std::thread::scope(|scope| {
        for playing in 1..jobs.max(1) {
            if let Err(why) = std::thread::Builder::new().spawn_scoped(scope, work) {
                // Those that are there do all of it.
                short(playing, &why);
                break;
            }
        }
        // Children end with the thread that started them, and this one stays.
        work();
    });
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.part, self.of)
    }
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err(format!("expected a part and how many there are, such as 1/4, found `{text}`")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_share_all_cases_and_none_twice() {
        for cases in [0, 1, LANE, LANE + 1, 10 * LANE - 7, u64::MAX / 2] {
            for of in 1..=4 {
                let parts = (1..=of).map(|part| Shard { part, of });
                assert_eq!(
                    parts.map(|shard| shard.cases(cases)).sum::<u64>(),
                    cases,
                    "{cases} cases, {of} parts"
                );
            }
        }
        let mut lanes: Vec<u64> = Vec::new();
        for part in 1..=3 {
            lanes.extend((0..).map_while(|at| Shard { part, of: 3 }.lane(at, 10 * LANE)));
        }
        lanes.sort_unstable();
        assert_eq!(lanes, (0..10).collect::<Vec<_>>());
    }

    #[test]
    fn shard_is_written_as_part_and_number() {
        assert_eq!("2/4".parse(), Ok(Shard { part: 2, of: 4 }));
        assert_eq!(Shard { part: 2, of: 4 }.to_string(), "2/4");
        for wrong in ["0/4", "5/4", "1/0", "1", "a/b", "-1/2", ""] {
            assert!(wrong.parse::<Shard>().is_err(), "{wrong}");
        }
    }
}
