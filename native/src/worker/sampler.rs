//! Measures what a child holds while a conversation is repeated, for its parent.

use std::cell::RefCell;
use std::collections::BTreeMap;

use super::frame::FromChild;
use super::link::tell_at_once;
use crate::ffi::{meter, process};
use mockras::model::{Event, Process};
use mockras::pipeline::{Conversation, Holdings, Sample, Sink, Taken};
use mockras::ras::Callout;
use mockras::transcript::{Entry, EntryKind};

/// So often it is measured in all cycles, or a little more often.
const SAMPLES: u32 = 200;

/// What calls have taken, by DLL and entry point.
pub(super) type TakenBy = RefCell<BTreeMap<(u8, Callout), Holdings>>;

/// Hears when cycles begin, and nothing else. If the scenario is no conversation, it hears nothing.
pub(super) struct Sampler<'a> {
    process: Process,
    /// The steps of a cycle, and so many cycles are between two measurements; none if nothing is measured.
    steps: u32,
    each: u32,
    taken: &'a TakenBy,
}

impl<'a> Sampler<'a> {
    pub(super) fn new(process: Process, conversation: Option<&Conversation>, taken: &'a TakenBy) -> Self {
        meter::measure(conversation.is_some());
        let steps = conversation.map_or(0, Conversation::length);
        let each = conversation.map_or(1, |conversation| (conversation.times / SAMPLES).max(1));
        Self { process, steps, each, taken }
    }
}

impl Sink for Sampler<'_> {
    fn entry(&mut self, entry: Entry) {
        let EntryKind::Event(Event::Step { number, .. }) = entry.kind else { return };
        let cycles = number.checked_sub(1).and_then(|before| {
            let is_first = before.checked_rem(self.steps)? == 0;
            is_first.then_some(before / self.steps)
        });
        let Some(cycles) = cycles.filter(|cycles| cycles.is_multiple_of(self.each)) else { return };
        let taken = self.taken.borrow();
        let taken =
            taken.iter().map(|((dll, callout), holds)| Taken { dll: *dll, callout: *callout, holds: *holds });
        let taken = taken.collect();
        tell_at_once(&FromChild::Sampled(Sample {
            cycles,
            process: self.process,
            holds: process::holdings(),
            taken,
        }));
    }

    fn is_wanted(&self) -> bool {
        false
    }
}
