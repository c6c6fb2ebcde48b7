//! What a DLL was seen to compare with, and how it gets into scenarios.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

use super::draw::Draw;
use super::shape::Shape;
use super::tier::Tier;
use crate::ras::{ConnectionFlags, InterfaceType, Name, Offer, Quarantine};
use crate::scenario::{Dial, EndpointChange, QuarantineChange, Scenario, Span, Step, Traffic};

/// So many of what was learned last are drawn as often as all together: what leads on was compared a moment ago.
const NEWEST: usize = 16;

/// So many things are remembered of one kind. What comes then is not learned.
const MAX: usize = 4096;

/// The constants with which a DLL was seen to compare what it got, and the names that the letters among them make.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Learned {
    numbers: Vec<u64>,
    names: Vec<Name>,
    /// The same, to be found.
    known_numbers: BTreeSet<u64>,
    known_names: BTreeSet<Name>,
}

impl Learned {
    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty() && self.names.is_empty()
    }

    /// Remembers what is not known yet.
    pub fn learn(&mut self, numbers: &[u64], names: &[Name]) {
        for number in numbers {
            if self.numbers.len() < MAX && self.known_numbers.insert(*number) {
                self.numbers.push(*number);
            }
        }
        for name in names {
            if self.names.len() < MAX && self.known_names.insert(name.clone()) {
                self.names.push(name.clone());
            }
        }
    }

    /// Puts something that was learned into one field of a step, or into that of a new one behind a dial. All else stays as
    /// it is, so what led the DLL here still does.
    pub(super) fn plant(&self, scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
        if draw.percent(30) && scenario.steps.len() < shape.steps_max as usize {
            self.plant_behind_a_dial(scenario, draw, shape);
            return;
        }
        let places = || (0..).zip(&scenario.steps).filter(|(_, step)| has_fields(step));
        let places: Vec<usize> = places().map(|(at, _)| at).collect();
        if places.is_empty() {
            return;
        }
        let at = *draw.one_of(&places);
        let before = Arc::clone(&scenario.steps[at]);
        let mut step = Step::clone(&before);
        self.put_into(&mut step, draw);
        let is_for_all = draw.percent(50);
        replace(scenario, at, step.clone(), shape);
        if let (true, Step::Dial(before), Step::Dial(after)) = (is_for_all, &*before, &step) {
            in_every_dial(scenario, before, after, shape);
        }
    }

    /// Adds traffic on the port of a dial, or time, right behind it. Nothing else is disturbed by it, so it may have several
    /// of the constants.
    fn plant_behind_a_dial(&self, scenario: &mut Scenario, draw: &mut Draw<'_, '_>, shape: &Shape) {
        let dials = (0..).zip(&scenario.steps).filter_map(|(at, step)| match &**step {
            Step::Dial(dial) => Some((at, dial.port.clone())),
            _ => None,
        });
        let dials: Vec<(usize, Name)> = dials.collect();
        if dials.is_empty() {
            return;
        }
        let step = if draw.percent(80) {
            let mut traffic = Traffic::default();
            for _ in 0..8 {
                self.put_into_traffic(&mut traffic, draw);
            }
            Step::Traffic(traffic)
        } else {
            Step::Wait(self.span(draw).unwrap_or(Span { ms: 1_000 }))
        };
        if Tier::of_step(&step, scenario.profile) > shape.tier {
            return;
        }
        let one = draw.below(u32::try_from(dials.len()).unwrap_or(u32::MAX)) as usize;
        let is_for_all = draw.percent(50);
        // From the last to the first, so that places stay what they are.
        for (number, (at, port)) in dials.iter().enumerate().rev() {
            let mut step = step.clone();
            if let Step::Traffic(traffic) = &mut step {
                traffic.port.clone_from(port);
            }
            if is_for_all || number == one {
                scenario.steps.insert(at + 1, Arc::new(step));
            }
        }
    }

    fn put_into(&self, step: &mut Step, draw: &mut Draw<'_, '_>) {
        match step {
            Step::Dial(dial) => self.put_into_dial(dial, draw),
            Step::Traffic(traffic) => self.put_into_traffic(traffic, draw),
            Step::Wait(span) => *span = self.span(draw).unwrap_or(*span),
            Step::Quarantine(QuarantineChange { state, probation, .. }) => match draw.below(2) {
                0 => *probation = self.span(draw).unwrap_or(*probation),
                _ => *state = self.number(draw).map_or(*state, |number| Quarantine(number as u32)),
            },
            Step::Endpoint(EndpointChange { remote, local, .. }) => {
                let place = if draw.percent(50) { remote } else { local };
                put(place, self.name(draw));
            }
            Step::Start
            | Step::Stop
            | Step::Restart
            | Step::AddLink(_)
            | Step::DropLink(_)
            | Step::HangUp(_)
            | Step::Disconnect(_)
            | Step::PreAuthenticate(_)
            | Step::Expect(_) => {}
        }
    }

    fn put_into_dial(&self, dial: &mut Dial, draw: &mut Draw<'_, '_>) {
        // Names in half of the cases, where any are known, and numbers in the others.
        let takes_name = !self.names.is_empty() && (self.numbers.is_empty() || draw.percent(50));
        if takes_name {
            let place = match draw.below(8) {
                0..=2 => &mut dial.user,
                3 | 4 => &mut dial.domain,
                5 => &mut dial.computer,
                6 => &mut dial.interface,
                _ => &mut dial.remote_endpoint,
            };
            put(place, self.name(draw));
            return;
        }
        let Some(number) = self.number(draw) else { return };
        let low = number as u32;
        match draw.below(8) {
            0 | 1 => dial.line_speed = low,
            2 => dial.eap_type = low,
            3 => dial.flags = ConnectionFlags(low),
            4 => dial.interface_type = InterfaceType(low),
            5 => dial.ipv4 = Offer::Address(Ipv4Addr::from(low.to_be_bytes())),
            6 => dial.ipv4 = Offer::Address(Ipv4Addr::from(low.to_le_bytes())),
            _ => dial.ipv6 = Offer::Address(ipv6(number, draw)),
        }
    }

    fn put_into_traffic(&self, traffic: &mut Traffic, draw: &mut Draw<'_, '_>) {
        let Some(number) = self.number(draw) else { return };
        let place = match draw.below(8) {
            0 => &mut traffic.sent,
            1 => &mut traffic.received,
            2 => &mut traffic.crc_errors,
            3 => &mut traffic.timeout_errors,
            4 => &mut traffic.alignment_errors,
            5 => &mut traffic.hardware_overruns,
            6 => &mut traffic.framing_errors,
            _ => &mut traffic.buffer_overruns,
        };
        *place = number;
    }

    /// A constant, or at times one of its neighbours: a comparison may ask for less or more.
    fn number(&self, draw: &mut Draw<'_, '_>) -> Option<u64> {
        let number = *newest(&self.numbers, draw)?;
        Some(match draw.below(8) {
            0 => number.wrapping_sub(1),
            1 => number.wrapping_add(1),
            _ => number,
        })
    }

    /// A constant as seconds, as DLLs are told of time, or as milliseconds.
    fn span(&self, draw: &mut Draw<'_, '_>) -> Option<Span> {
        let number = self.number(draw)?;
        let ms = if draw.percent(80) { number.checked_mul(1_000) } else { None };
        Some(Span { ms: ms.unwrap_or(number) })
    }

    fn name(&self, draw: &mut Draw<'_, '_>) -> Option<&Name> {
        newest(&self.names, draw)
    }
}

/// An address with a constant at one of its ends.
fn ipv6(number: u64, draw: &mut Draw<'_, '_>) -> Ipv6Addr {
    let place = if draw.percent(50) { 0 } else { 8 };
    let bytes = if draw.percent(50) { number.to_be_bytes() } else { number.to_le_bytes() };
    let mut address = [0; 16];
    address[place..place + 8].copy_from_slice(&bytes);
    Ipv6Addr::from(address)
}

/// Puts a step in the place of another, if the tier holds it.
fn replace(scenario: &mut Scenario, at: usize, step: Step, shape: &Shape) {
    if Tier::of_step(&step, scenario.profile) <= shape.tier {
        scenario.steps[at] = Arc::new(step);
    }
}

/// Gives every dial what one of them has got: then it does not matter which of them leads further.
fn in_every_dial(scenario: &mut Scenario, before: &Dial, after: &Dial, shape: &Shape) {
    for at in 0..scenario.steps.len() {
        let mut step = Step::clone(&scenario.steps[at]);
        let Step::Dial(dial) = &mut step else { continue };
        take_change(&mut dial.user, &before.user, &after.user);
        take_change(&mut dial.domain, &before.domain, &after.domain);
        take_change(&mut dial.computer, &before.computer, &after.computer);
        take_change(&mut dial.interface, &before.interface, &after.interface);
        take_change(&mut dial.remote_endpoint, &before.remote_endpoint, &after.remote_endpoint);
        take_change(&mut dial.line_speed, &before.line_speed, &after.line_speed);
        take_change(&mut dial.eap_type, &before.eap_type, &after.eap_type);
        take_change(&mut dial.flags, &before.flags, &after.flags);
        take_change(&mut dial.interface_type, &before.interface_type, &after.interface_type);
        take_change(&mut dial.ipv4, &before.ipv4, &after.ipv4);
        take_change(&mut dial.ipv6, &before.ipv6, &after.ipv6);
        replace(scenario, at, step, shape);
    }
}

fn take_change<T: Clone + PartialEq>(place: &mut T, before: &T, after: &T) {
    if before != after {
        place.clone_from(after);
    }
}

fn put(place: &mut Name, name: Option<&Name>) {
    if let Some(name) = name {
        place.clone_from(name);
    }
}

/// One of these, those that came last more often.
fn newest<'t, T>(these: &'t [T], draw: &mut Draw<'_, '_>) -> Option<&'t T> {
    if these.is_empty() {
        return None;
    }
    let last = &these[these.len().saturating_sub(NEWEST)..];
    Some(if draw.percent(50) { draw.one_of(last) } else { draw.one_of(these) })
}

/// Whether a step has a field that something can be put into.
fn has_fields(step: &Step) -> bool {
    matches!(step, Step::Dial(_) | Step::Traffic(_) | Step::Wait(_) | Step::Quarantine(_) | Step::Endpoint(_))
}

#[cfg(test)]
mod tests {
    use arbitrary::Unstructured;

    use super::*;
    use crate::generate::{bytes, case, mutate, mutate_knowing};

    /// The steps that come of a few hundred changes, where this was learned.
    fn changed(learned: &Learned, tier: Tier) -> Vec<Arc<Step>> {
        let shape = Shape { tier, ..Shape::default() };
        let one = |number| {
            let bytes = bytes(11, number);
            let mut bytes = Unstructured::new(&bytes);
            let mut draw = Draw::new(&mut bytes);
            let (one, other) = (case(1, number, &shape), case(2, number, &shape));
            mutate_knowing(&one, &other, &mut draw, &shape, learned)
        };
        (0..400).flat_map(|number| one(number).steps).collect()
    }

    fn has(steps: &[Arc<Step>], wanted: fn(&Step) -> bool) -> bool {
        steps.iter().any(|step| wanted(step))
    }

    #[test]
    fn constants_become_counters_speeds_spans_and_addresses_of_both_orders() {
        let mut learned = Learned::default();
        learned.learn(&[0x0102_0304], &[]);
        let steps = changed(&learned, Tier::Default);
        assert!(has(
            &steps,
            |step| matches!(step, Step::Traffic(traffic) if traffic.crc_errors == 0x0102_0304)
        ));
        assert!(has(&steps, |step| matches!(step, Step::Dial(dial) if dial.line_speed == 0x0102_0304)));
        assert!(has(&steps, |step| *step == Step::Wait(Span { ms: 0x0102_0304 * 1_000 })));
        for address in [Ipv4Addr::new(1, 2, 3, 4), Ipv4Addr::new(4, 3, 2, 1)] {
            let offers = |step: &Arc<Step>| matches!(&**step, Step::Dial(dial) if dial.ipv4 == Offer::Address(address));
            assert!(steps.iter().any(offers), "{address}");
        }
    }

    #[test]
    fn names_become_users_and_domains_where_the_tier_holds_them() {
        let mut learned = Learned::default();
        let long = "n".repeat(40);
        learned.learn(&[], &["zz-ops".into(), long.as_str().into()]);
        let steps = changed(&learned, Tier::Default);
        assert!(has(&steps, |step| matches!(step, Step::Dial(dial) if dial.user == "zz-ops")));
        assert!(has(&steps, |step| matches!(step, Step::Dial(dial) if dial.domain == "zz-ops")));
        assert!(!has(&steps, |step| matches!(step, Step::Dial(dial) if dial.domain.units().len() > 15)));
    }

    #[test]
    fn nothing_is_learned_twice_and_nothing_changes_without_it() {
        let mut learned = Learned::default();
        learned.learn(&[5, 5, 6], &["a".into(), "a".into()]);
        assert_eq!((learned.numbers.as_slice(), learned.names.len()), (&[5, 6][..], 1));
        let shape = Shape::default();
        for number in 0..40 {
            let bytes = bytes(11, number);
            let (one, other) = (case(1, number, &shape), case(2, number, &shape));
            let (mut left, mut right) = (Unstructured::new(&bytes), Unstructured::new(&bytes));
            let plain = mutate(&one, &other, &mut Draw::new(&mut left), &shape);
            let none = Learned::default();
            assert_eq!(plain, mutate_knowing(&one, &other, &mut Draw::new(&mut right), &shape, &none));
        }
    }
}
