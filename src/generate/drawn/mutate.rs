//! Changes scenarios a little, which makes other scenarios of them.

use std::sync::Arc;

use super::choice::{Rows, next_step};
use super::draft::Draft;
use super::draw::Draw;
use super::learned::Learned;
use super::shape::Shape;
use super::swarm;
use super::tier::Tier;
use crate::ras::{Hostile, HostileSet};
use crate::scenario::{Dll, Scenario, Step};

/// What can be done to a scenario, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mutation {
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

/// Of a hundred changes, so many are of one field, where it is known what a DLL compares with.
const PLANTED: u32 = 70;

const MUTATIONS: [(u32, Mutation); 11] = [
    (24, Mutation::Add),
    (10, Mutation::Delete),
    (8, Mutation::Duplicate),
    (8, Mutation::Swap),
    (8, Mutation::Move),
    (12, Mutation::Splice),
    (14, Mutation::Redraw),
    (20, Mutation::Again),
    (8, Mutation::Reading),
    (3, Mutation::Version),
    (5, Mutation::Companion),
];

/// Changes a scenario a little: steps are added, left out, moved, repeated, taken from another, or drawn anew; or a reading,
/// the Windows version, a stock DLL beside those under test, or (at the highest tier) what is hostile is another.
///
/// The DLLs under test stay, and what comes of it is within the shape: its tier, its steps, what it fixes.
pub fn mutate(scenario: &Scenario, other: &Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) -> Scenario {
    mutate_knowing(scenario, other, draw, shape, &Learned::default())
}

/// The same, where some changes put what a DLL was seen to compare with into a field of a step.
pub fn mutate_knowing(
    scenario: &Scenario,
    other: &Scenario,
    draw: &mut Draw<'_, '_>,
    shape: &Shape,
    learned: &Learned,
) -> Scenario {
    let mut mutated = scenario.clone();
    let many = 1 + draw.below(4);
    for _ in 0..many {
        if !learned.is_empty() && draw.percent(PLANTED) {
            learned.plant(&mut mutated, draw, shape);
            continue;
        }
        let change = *draw.weighted(&MUTATIONS);
        apply(change, &mut mutated, other, draw, shape);
    }
    if shape.allows_hostile() && draw.percent(10) {
        mutated.hostile = mutated.hostile.toggled(*draw.one_of(Hostile::ALL));
    }
    // A crowd may be longer than what is drawn step by step.
    let steps_max = shape.steps_max.max(count_of(&scenario.steps));
    hold(&mut mutated, steps_max, draw, shape);
    mutated
}

fn apply(
    change: Mutation,
    scenario: &mut Scenario,
    other: &Scenario,
    draw: &mut Draw<'_, '_>,
    shape: &Shape,
) {
    let count = count_of(&scenario.steps);
    match change {
        Mutation::Add => add(scenario, draw, shape),
        Mutation::Reading => {
            swarm::reading(draw, &mut scenario.policy, scenario.profile);
        }
        Mutation::Version => scenario.profile = swarm::profile(draw, shape),
        Mutation::Companion => companion(scenario, draw, shape),
        Mutation::Splice => splice(scenario, other, draw),
        Mutation::Delete
        | Mutation::Duplicate
        | Mutation::Swap
        | Mutation::Move
        | Mutation::Redraw
        | Mutation::Again
            if count == 0 =>
        {
            add(scenario, draw, shape);
        }
        Mutation::Delete => {
            let (from, length) = block(count, draw);
            scenario.steps.drain(from..from + length);
        }
        Mutation::Duplicate => {
            let (from, length) = block(count, draw);
            let copy = scenario.steps[from..from + length].to_vec();
            insert(&mut scenario.steps, copy, draw);
        }
        Mutation::Swap => {
            let (one, two) = (draw.below(count) as usize, draw.below(count) as usize);
            scenario.steps.swap(one, two);
        }
        Mutation::Move => {
            let (from, length) = block(count, draw);
            let taken: Vec<Arc<Step>> = scenario.steps.drain(from..from + length).collect();
            insert(&mut scenario.steps, taken, draw);
        }
        Mutation::Again => {
            let after = draw.below(count) as usize + 1;
            let rows = Rows::of(scenario.steps[after - 1].verb());
            add_of(rows, after, scenario, draw, shape);
        }
        Mutation::Redraw => {
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

/// The draft as it is before a step of the scenario.
fn draft_before(scenario: &Scenario, at: usize, draw: &mut Draw<'_, '_>, shape: &Shape) -> Draft {
    let mut draft = Draft::of(scenario, draw, shape);
    scenario.steps[..at].iter().for_each(|step| draft.note(step));
    draft
}

/// Adds steps that mean something where they are put.
fn add(scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    let at = draw.below(count_of(&scenario.steps).saturating_add(1)) as usize;
    add_of(swarm::rows(draw), at, scenario, draw, shape);
}

/// Adds steps at a place, drawn from these rows of the table.
fn add_of(rows: Rows, at: usize, scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
    let mut draft = draft_before(scenario, at, draw, shape);
    let many = 1 + draw.below(3);
    for at in at..at + many as usize {
        let step = next_step(&draft, rows, draw);
        draft.note(&step);
        scenario.steps.insert(at, step);
    }
}

/// A step of the same kind with other fields; after a few tries, one of any kind.
fn redrawn(scenario: &Scenario, at: usize, draw: &mut Draw<'_, '_>, shape: &Shape) -> Arc<Step> {
    let draft = draft_before(scenario, at, draw, shape);
    let verb = scenario.steps[at].verb();
    let step = next_step(&draft, Rows::of(verb), draw);
    if step.verb() == verb { step } else { next_step(&draft, Rows::ALL, draw) }
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
    let draft = Draft::of(scenario, draw, shape);
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

/// Makes a scenario hold to the shape, with so many steps.
fn hold(scenario: &mut Scenario, steps_max: u32, draw: &mut Draw<'_, '_>, shape: &Shape) {
    scenario.profile = shape.nearest(scenario.profile);
    swarm::fix(&mut scenario.policy, shape);
    // Any of them may go: what comes last is often what was added.
    while scenario.steps.len() > steps_max as usize {
        let at = draw.below(count_of(&scenario.steps)) as usize;
        scenario.steps.remove(at);
    }
    if !shape.allows_hostile() {
        scenario.hostile = HostileSet::NONE;
    }
    swarm::keep_subjects(scenario, shape);
    if scenario.steps.iter().all(|step| Tier::of_step(step, scenario.profile) <= shape.tier) {
        return;
    }
    let mut draft = Draft::of(scenario, draw, shape);
    for step in &mut scenario.steps {
        if Tier::of_step(step, draft.profile) > shape.tier {
            *step = next_step(&draft, Rows::ALL, draw);
        }
        draft.note(step);
    }
}
