//! Inputs: the text of scenario files, and how it is changed.
//!
//! libFuzzer changes bytes; here a scenario is read, changed as campaigns change theirs, and written. So every input is a
//! file that `mockras run` and `mockras shrink` read, and the seeds are the files of `corpus/`.

use std::cell::RefCell;
use std::sync::Arc;

use arbitrary::Unstructured;
use libfuzzer_sys::fuzzer_mutate;
use mockras::generate::{Draw, Shape, bytes, case, mutate};
use mockras::ras::Name;
use mockras::scenario::{Dial, Scenario, Step};

/// How often a name is changed in the place of everything else, in percent: campaigns draw names from a list, but here
/// coverage and libFuzzer, which knows what was compared, lead from one letter to the next.
const NAMES: u32 = 50;

/// The longest name that libFuzzer makes, in bytes of its text.
const NAME: usize = 300;

thread_local! {
    /// What was written last: libFuzzer runs it next, and changes it again most of the time. Reading takes longer than
    /// playing.
    static LAST: RefCell<(Vec<u8>, Scenario)> = RefCell::default();
}

/// The scenario of an input. What it expects was true before it was changed.
pub fn read(input: &[u8]) -> Option<Scenario> {
    let last = LAST.with_borrow(|(text, scenario)| (*text == input).then(|| scenario.clone()));
    if last.is_some() {
        return last;
    }
    let scenario = Scenario::parse(std::str::from_utf8(input).ok()?, "input").ok()?;
    Some(scenario.without_expectations())
}

/// Writes a scenario into an input of at most `max` bytes; steps that have no room are left out.
pub fn written(mut scenario: Scenario, input: &mut [u8], max: usize) -> usize {
    loop {
        let text = scenario.to_toml();
        if text.len() <= max {
            let size = text.len();
            input[..size].copy_from_slice(text.as_bytes());
            LAST.set((text.into_bytes(), scenario));
            return size;
        }
        if scenario.steps.is_empty() {
            return 0;
        }
        scenario.steps.truncate(scenario.steps.len() / 2);
    }
}

/// Changes an input: for `fuzz_mutator!`.
pub fn mutated(input: &mut [u8], size: usize, max: usize, seed: u32, shape: &Shape) -> usize {
    let drawn = bytes(u64::from(seed), 0);
    let mut unstructured = Unstructured::new(&drawn);
    let mut draw = Draw::new(&mut unstructured);
    let fresh = case(u64::from(seed), 1, shape);
    let scenario = match read(&input[..size]) {
        None => fresh,
        Some(scenario) => {
            let renamed = if draw.percent(NAMES) { with_new_name(&scenario, &mut draw) } else { None };
            renamed.unwrap_or_else(|| mutate(&scenario, &fresh, &mut draw, shape))
        }
    };
    written(scenario, input, max)
}

/// Makes one input of two: for `fuzz_crossover!`.
pub fn crossed(one: &[u8], other: &[u8], out: &mut [u8], seed: u32, shape: &Shape) -> usize {
    let drawn = bytes(u64::from(seed), 0);
    let mut unstructured = Unstructured::new(&drawn);
    let fresh = || case(u64::from(seed), 1, shape);
    let (one, other) = (read(one).unwrap_or_else(fresh), read(other).unwrap_or_else(fresh));
    let max = out.len();
    written(mutate(&one, &other, &mut Draw::new(&mut unstructured), shape), out, max)
}

/// Changes a name of a dial, if there is one.
fn with_new_name(scenario: &Scenario, draw: &mut Draw<'_, '_>) -> Option<Scenario> {
    let places = (0..).zip(&scenario.steps).filter(|(_, step)| matches!(***step, Step::Dial(_)));
    let places: Vec<usize> = places.map(|(place, _)| place).collect();
    if places.is_empty() {
        return None;
    }
    let mut scenario = scenario.clone();
    let Step::Dial(dial) = Arc::make_mut(&mut scenario.steps[*draw.one_of(&places)]) else { return None };
    let name = one_name(dial, draw);
    *name = if draw.percent(50) { with_new_letter(name, draw) } else { changed_by_libfuzzer(name) };
    Some(scenario)
}

/// Most of what libFuzzer tries is no letter.
fn with_new_letter(name: &Name, draw: &mut Draw<'_, '_>) -> Name {
    let mut units = name.units().to_vec();
    let end = u32::try_from(units.len()).unwrap_or(u32::MAX).saturating_add(1);
    let letter = u16::try_from(0x20 + draw.below(0x5f)).unwrap_or(0x20);
    match units.get_mut(draw.below(end.min(8)) as usize) {
        Some(unit) => *unit = letter,
        None => units.push(letter),
    }
    Name::from_units(&units)
}

fn changed_by_libfuzzer(name: &Name) -> Name {
    let mut text = name.to_string().into_bytes();
    let size = text.len();
    text.resize(NAME.max(size), 0);
    let size = fuzzer_mutate(&mut text, size, NAME);
    Name::literal(&String::from_utf8_lossy(&text[..size]))
}

fn one_name<'d>(dial: &'d mut Dial, draw: &mut Draw<'_, '_>) -> &'d mut Name {
    match draw.below(8) {
        0 => &mut dial.domain,
        1 => &mut dial.computer,
        2 => &mut dial.interface,
        3 => &mut dial.remote_endpoint,
        _ => &mut dial.user,
    }
}
