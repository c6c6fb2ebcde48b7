//! What a DLL is and offers, and the stock DLLs: one file for each, or for two that are alike.

mod accepting;
mod address_pool;
mod administration;
mod link_limit;
mod offer;
mod refusing;
mod scripted;
mod session_log;
mod trial;
mod watch;

use std::sync::Arc;

use mockras::dll::{Live, LoadPlace};
use mockras::model::{CallbacksTable, Input, Process, Service, Slot, looks_like_ten_slots};
use mockras::ras::{Policy, Profile};
use mockras::scenario::Step;

#[test]
fn place_is_the_same_for_the_same_process_of_the_same_run() {
    let place = LoadPlace::new();
    assert_eq!(place.process(Process::Addresses), place.process(Process::Addresses));
    assert_ne!(place.process(Process::Addresses), LoadPlace::new().process(Process::Addresses));
}

/// The slots with these numbers set, counted from 1 as everybody does.
fn table(rest: Slot, set: &[usize]) -> CallbacksTable {
    let mut slots = [rest; 12];
    set.iter().for_each(|number| slots[number - 1] = Slot::Set);
    CallbacksTable { revision: 2, slots }
}

#[test]
fn ten_slots_are_told_by_nine_and_ten_without_eleven_and_twelve() {
    for rest in [Slot::Null, Slot::Poison] {
        assert!(looks_like_ten_slots(&table(rest, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10])));
        assert!(looks_like_ten_slots(&table(rest, &[8, 9, 10])));
        for other in [&[9, 10][..], &[8, 10, 11], &[8, 9, 10, 11], &[8, 9, 10, 12], &[8, 9], &[8, 10], &[]] {
            assert!(!looks_like_ten_slots(&table(rest, other)), "{other:?}");
        }
    }
}

#[test]
fn clones_are_the_same_service() {
    let live = Live::new(Service::new(Profile::default(), Policy::default(), 1));
    let step = Arc::new(Step::Start);
    live.clone().with(|service| service.handle(Input::Step { number: 1, step }));
    assert!(live.with(Service::poll).is_some());
}
