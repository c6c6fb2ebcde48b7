//! Scenarios made from scenarios.

use std::sync::Arc;

use super::choice::{Rows, next_step};
use super::draft::Draft;
use super::draw::Draw;
use super::need;
use super::shape::Shape;
use super::swarm;
use super::tier::Tier;
use crate::ras::{Hostile, HostileSet};
use crate::scenario::{Dll, Scenario, Step};

/// What can be done to a scenario, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Add,
    Delete,
    Duplicate,
    Swap,
    Move,
    Splice,
    Redraw,
    Again,
    Reading,
    Version,
    Companion,
}

const CHANGES: [(u32, Change); 11] = [
    (24, Change::Add),
    (10, Change::Delete),
    (8, Change::Duplicate),
    (8, Change::Swap),
    (8, Change::Move),
    (12, Change::Splice),
    (14, Change::Redraw),
    (20, Change::Again),
    (8, Change::Reading),
    (3, Change::Version),
    (5, Change::Companion),
];

/// Changes a scenario a little: steps are added, left out, moved, repeated, taken from another, or drawn anew; or a reading,
/// the Windows version, a stock DLL beside those under test, or (at the highest tier) what is hostile is another.
///
/// The DLLs under test stay, and what comes of it is within the shape: its tier, its steps, what it fixes.
pub fn mutate(scenario: &Scenario, other: &Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) -> Scenario {
    let mut mutated = scenario.clone();
    let many = 1 + draw.below(4);
    for _ in 0..many {
        let change = *draw.weighted(&CHANGES);
        apply(change, &mut mutated, other, draw, shape);
    }
    if shape.tier >= Tier::Paranoid && draw.percent(10) {
        mutated.hostile = mutated.hostile.toggled(*draw.one_of(Hostile::ALL));
    }
    hold(&mut mutated, draw, shape);
    mutated
}

fn apply(change: Change, scenario: &mut Scenario, other: &Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    let count = count_of(&scenario.steps);
    match change {
        Change::Add => add(scenario, draw, shape),
        Change::Reading => {
            swarm::reading(draw, &mut scenario.policy, scenario.profile);
        }
        Change::Version => scenario.profile = swarm::profile(draw, shape),
        Change::Companion => companion(scenario, draw, shape),
        Change::Splice => splice(scenario, other, draw),
        Change::Delete | Change::Duplicate | Change::Swap | Change::Move | Change::Redraw | Change::Again
            if count == 0 =>
        {
            add(scenario, draw, shape);
        }
        Change::Delete => {
            let (from, length) = block(count, draw);
            scenario.steps.drain(from..from + length);
        }
        Change::Duplicate => {
            let (from, length) = block(count, draw);
            let copy = scenario.steps[from..from + length].to_vec();
            insert(&mut scenario.steps, copy, draw);
        }
        Change::Swap => {
            let (one, two) = (draw.below(count) as usize, draw.below(count) as usize);
            scenario.steps.swap(one, two);
        }
        Change::Move => {
            let (from, length) = block(count, draw);
            let taken: Vec<Arc<Step>> = scenario.steps.drain(from..from + length).collect();
            insert(&mut scenario.steps, taken, draw);
        }
        Change::Again => {
            let after = draw.below(count) as usize + 1;
            let rows = Rows::of(scenario.steps[after - 1].verb());
            add_of(rows, after, scenario, draw, shape);
        }
        Change::Redraw => {
            let at = draw.below(count) as usize;
            scenario.steps[at] = redrawn(scenario, at, draw, shape);
        }
    }
}

fn count_of(steps: &[Arc<Step>]) -> u32 {
    u32::try_from(steps.len()).unwrap_or(u32::MAX)
}

/// Where a few neighbouring steps begin, and how many they are.
fn block(count: u32, draw: &mut Draw<'_, '_>) -> (usize, usize) {
    let from = draw.below(count);
    let length = 1 + draw.below((count - from).min(4));
    (from as usize, length as usize)
}

fn insert(steps: &mut Vec<Arc<Step>>, new: Vec<Arc<Step>>, draw: &mut Draw<'_, '_>) {
    let at = draw.below(count_of(steps).saturating_add(1)) as usize;
    steps.splice(at..at, new);
}

/// What has happened before a step.
fn draft_before(scenario: &Scenario, at: usize, draw: &mut Draw<'_, '_>, shape: &Shape) -> Draft {
    let mut draft = Draft::of(scenario, draw, shape.tier);
    scenario.steps[..at].iter().for_each(|step| draft.note(step));
    draft
}

/// Adds steps that mean something where they are put.
fn add(scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    let at = draw.below(count_of(&scenario.steps).saturating_add(1)) as usize;
    add_of(swarm::rows(draw), at, scenario, draw, shape);
}

/// Adds steps of these rows at a place.
fn add_of(rows: Rows, at: usize, scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    let mut draft = draft_before(scenario, at, draw, shape);
    let many = 1 + draw.below(3);
    let new: Vec<_> = (0..many).map(|_| Arc::new(next_step(&mut draft, rows, draw))).collect();
    scenario.steps.splice(at..at, new);
}

/// A step of the same kind with other fields; after a few tries, one of any kind.
fn redrawn(scenario: &Scenario, at: usize, draw: &mut Draw<'_, '_>, shape: &Shape) -> Arc<Step> {
    let draft = draft_before(scenario, at, draw, shape);
    let verb = scenario.steps[at].verb();
    let mut step = next_step(&mut draft.clone(), Rows::of(verb), draw);
    if step.verb() != verb {
        step = next_step(&mut draft.clone(), Rows::ALL, draw);
    }
    Arc::new(step)
}

fn splice(scenario: &mut Scenario, other: &Scenario, draw: &mut Draw<'_, '_>) {
    let count = count_of(&other.steps);
    if count == 0 {
        return;
    }
    let from = draw.below(count);
    let length = 1 + draw.below((count - from).min(8));
    let taken = other.steps[from as usize..(from + length) as usize].to_vec();
    insert(&mut scenario.steps, taken, draw);
}

/// A stock DLL beside those under test comes, goes, or is another.
fn companion(scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    if scenario.dll_path.is_some() {
        return;
    }
    let draft = Draft::of(scenario, draw, shape.tier);
    let is_subject = |dll: &Dll| shape.subjects.contains(dll);
    let companion = scenario.dlls.iter().position(|dll| !is_subject(dll));
    if let Some(at) = companion.filter(|_| draw.percent(60)) {
        scenario.dlls.remove(at);
        if draw.percent(40) {
            return;
        }
    }
    swarm::add_companion(draw, shape, &scenario.policy, &draft, &mut scenario.dlls);
}

/// Makes a scenario hold to the shape.
fn hold(scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    scenario.profile = shape.profile.unwrap_or(scenario.profile);
    swarm::fix(&mut scenario.policy, shape);
    // Any of them may go: what comes last is often what was added.
    while scenario.steps.len() > shape.steps_max as usize {
        let at = draw.below(count_of(&scenario.steps)) as usize;
        scenario.steps.remove(at);
    }
    if shape.tier < Tier::Paranoid {
        scenario.hostile = HostileSet::NONE;
    }
    swarm::keep_subjects(scenario, shape);
    if scenario.steps.iter().all(|step| need::step(step, scenario.profile) <= shape.tier) {
        return;
    }
    let mut draft = Draft::of(scenario, draw, shape.tier);
    for step in &mut scenario.steps {
        if need::step(step, draft.profile) > shape.tier {
            *step = Arc::new(next_step(&mut draft, Rows::ALL, draw));
        } else {
            draft.note(step);
        }
    }
}
