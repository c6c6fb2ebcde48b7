//! Draws whole scenarios.

use std::sync::Arc;

use arbitrary::Unstructured;

use super::choice::next_step;
use super::crowd::crowd;
use super::draft::Draft;
use super::draw::{Draw, bytes};
use super::shape::Shape;
use super::swarm;
use crate::scenario::{Scenario, Step};

/// From so many bytes on, three in four scenarios have four steps or more. Fewer bytes give a scenario all the same, down
/// to a single dial from none.
pub const MIN_BYTES: u32 = 80;

/// Draws a scenario. Steps come to an end with the bytes.
///
/// ```
/// use arbitrary::Unstructured;
/// use mockras::generate::{Draw, Shape, case, scenario};
///
/// let shape = Shape::default();
/// let drawn = scenario(&mut Draw::new(&mut Unstructured::new(b"any bytes")), &shape);
/// assert!(!drawn.steps.is_empty());
/// assert_eq!(case(1, 7, &shape), case(1, 7, &shape));
/// ```
pub fn scenario(draw: &mut Draw<'_, '_>, shape: &Shape) -> Scenario {
    let profile = swarm::profile(draw, shape);
    let policy = swarm::policy(draw, shape, profile);
    let hostile = swarm::hostile(draw, shape);
    let mut draft = Draft::new(draw, shape, profile, policy);
    let dlls = swarm::dlls(draw, shape, &policy, &draft);
    let rows = swarm::rows(draw);
    let most = if shape.steps_max == 0 { 0 } else { 1 + draw.below(shape.steps_max) };
    let mut steps: Vec<Arc<Step>> = crowd(&mut draft, shape, draw);
    for number in 0..most {
        // What is drawn from nothing is always the same.
        if number > 0 && draw.is_empty() {
            break;
        }
        let step = next_step(&draft, rows, draw);
        draft.note(&step);
        steps.push(step);
    }
    let (always, registry) = (shape.always.clone(), shape.registry.clone());
    Scenario { profile, policy, dlls, steps, hostile, always, registry, ..Scenario::default() }
}

/// The scenario of a case: the same for the same seed, number and shape.
pub fn case(seed: u64, number: u64, shape: &Shape) -> Scenario {
    scenario(&mut Draw::new(&mut Unstructured::new(&bytes(seed, number))), shape)
}
