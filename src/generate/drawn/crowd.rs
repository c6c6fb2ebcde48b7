//! Crowds: many users at once, with whom some scenarios begin.
//!
//! What a DLL keeps of users and addresses has room for so many, and five ports never fill it. The few bytes that a crowd takes
//! say how large it is and what is special about it; who of it does what follows from them.

use std::sync::Arc;

use super::draft::Draft;
use super::draw::Draw;
use super::shape::Shape;
use super::tier::Tier;
use crate::ras::{Name, Offer};
use crate::scenario::{Dial, OnPort, Step};

/// So many scenarios in a hundred begin with a crowd.
const SHARE: u32 = 6;

/// The fewest steps of a shape whose scenarios may have one: whoever wants short scenarios gets no long ones.
const STEPS_MIN: u32 = 24;

/// How many users a crowd has, and how often: one more than there is room for in what has 4, 16, 64 or 255 places.
const SIZES: [(u32, u32); 4] = [(54, 5), (34, 17), (10, 65), (2, 256)];

/// How many users go, and dial again on another port, at most.
const RETURNS_MAX: u32 = 4;

/// How its users are called.
#[derive(Debug, Clone, Copy)]
enum Called {
    Plainly,
    /// Two by two the same, but for capitals.
    InCapitals,
    /// So many units, of which the last three tell users apart: what keeps fewer mixes them up.
    AtLength(usize),
}

impl Called {
    /// The ways that a tier has.
    fn ways(tier: Tier) -> &'static [(u32, Self)] {
        const WAYS: [(u32, Called); 7] = [
            (60, Called::Plainly),
            (15, Called::InCapitals),
            (5, Called::AtLength(20)),
            (5, Called::AtLength(21)),
            (5, Called::AtLength(64)),
            (5, Called::AtLength(255)),
            (5, Called::AtLength(256)),
        ];
        if tier == Tier::Smoke { &WAYS[..2] } else { &WAYS }
    }

    fn name(self, number: u32) -> Name {
        Name::from(&*match self {
            Self::Plainly => format!("user-{number}"),
            Self::InCapitals if number % 2 == 1 => format!("USER-{}", number - 1),
            Self::InCapitals => format!("user-{number}"),
            Self::AtLength(units) => format!("{}{number:03}", "n".repeat(units - 3)),
        })
    }
}

/// The steps of a crowd, if the scenario begins with one. Some of its ports and users are those of later steps, too.
pub(super) fn crowd(draft: &mut Draft, shape: &Shape, draw: &mut Draw<'_, '_>) -> Vec<Arc<Step>> {
    if shape.steps_max < STEPS_MIN || !draw.percent(SHARE) {
        return Vec::new();
    }
    let size = *draw.weighted(&SIZES);
    let called = *draw.weighted(Called::ways(shape.tier));
    let ipv4 = if draw.percent(80) { Offer::Zero } else { Offer::Pool };
    // One of the few who dial anyway has the first sessions.
    let sessions = *draw.one_of(&[0, 3, 2, 5]);
    let busy = draft.user(draw);
    let returns = draw.below(RETURNS_MAX + 1).min(size);
    let first = draw.below(size);
    // At strict no port is longer than its array either: an address is released with the whole name.
    let is_full = shape.tier > Tier::Smoke && draw.percent(25);
    let port = |number: u32| {
        Name::from(&*if is_full {
            format!("VPN2-OF-MANY-{number:03}")
        } else {
            format!("VPN2-{}", 100 + number)
        })
    };
    let user = |number: u32| if number < sessions { busy.clone() } else { called.name(number) };
    let dial = |user, port| Step::Dial(Dial { port, user, ipv4, ..Dial::default() });
    let mut steps: Vec<Step> = (0..size).map(|number| dial(user(number), port(number))).collect();
    // Neighbours in a table go, and come back together.
    let gone = || (0..returns).map(|turn| (first + turn) % size);
    steps.extend(gone().map(|number| Step::HangUp(OnPort { port: port(number) })));
    steps.extend(gone().zip(size..).map(|(number, other)| dial(user(number), port(other))));
    for (place, number) in [0, first, size - 1].into_iter().enumerate() {
        draft.meet(place, port(number), user(number));
    }
    let steps: Vec<Arc<Step>> = steps.into_iter().map(Arc::new).collect();
    steps.iter().for_each(|step| draft.note(step));
    steps
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;
    use crate::generate::case;
    use crate::scenario::Scenario;

    /// The users of the dials that a scenario begins with, if they are a crowd.
    fn begins(scenario: &Scenario) -> Vec<Name> {
        let dials = scenario.steps.iter().map_while(|step| match &**step {
            Step::Dial(dial) if dial.port.to_string().starts_with("VPN2-") => Some(dial.user.clone()),
            _ => None,
        });
        dials.collect()
    }

    #[test]
    fn crowds_of_every_size_are_drawn_the_large_ones_seldom() {
        let mut sizes: BTreeMap<usize, u32> = BTreeMap::new();
        let mut lengths = BTreeSet::new();
        let mut capitals = 0;
        for number in 0..6_000 {
            let scenario = case(12, number, &Shape::default());
            let is_of_crowd = |step: &&Arc<Step>| {
                step.port().is_some_and(|port| {
                    let port = port.to_string();
                    port.starts_with("VPN2-OF-MANY-") || port.len() == 8 && port.starts_with("VPN2-")
                })
            };
            let ports: BTreeSet<&Name> =
                scenario.steps.iter().filter(is_of_crowd).filter_map(|step| step.port()).collect();
            let users = begins(&scenario);
            let size = [256, 65, 17, 5].into_iter().find(|size| ports.len() >= *size && users.len() >= *size);
            if let Some(size) = size {
                *sizes.entry(size).or_default() += 1;
                lengths.extend(users.iter().map(|user| user.units().len()));
                capitals += u32::from(users.iter().any(|user| user.to_string().starts_with("USER-")));
            }
        }
        let times: Vec<u32> = sizes.values().copied().collect();
        assert_eq!(sizes.keys().copied().collect::<Vec<_>>(), [5, 17, 65, 256], "{sizes:?}");
        assert!(times.is_sorted_by(|more, fewer| more > fewer) && times[0] < 250, "{sizes:?}");
        assert!([20, 21, 64, 255, 256].iter().all(|length| lengths.contains(length)), "{lengths:?}");
        assert!(capitals > 20, "{capitals}");
    }

    #[test]
    fn short_scenarios_have_no_crowd() {
        let shape = Shape { steps_max: STEPS_MIN - 1, ..Shape::default() };
        assert!((0..2_000).all(|number| case(12, number, &shape).steps.len() < STEPS_MIN as usize));
    }

    #[test]
    fn names_are_as_long_as_they_say_and_told_apart() {
        for (_, called) in Called::ways(Tier::Default) {
            let names: BTreeSet<Name> = (0..256).map(|number| called.name(number)).collect();
            assert_eq!(names.len(), 256, "{called:?}");
            if let Called::AtLength(units) = called {
                assert!(names.iter().all(|name| name.units().len() == *units));
            }
        }
    }
}
