//! The table of choices: every kind of step that can be drawn, how often, and when.
//!
//! A step is drawn among the rows whose condition holds, by their weights, so that most steps apply. Some rows make steps
//! that cannot apply, for those are scenarios too.

use std::sync::Arc;

use super::draft::{Draft, is_idle, is_ikev2, is_last_link, is_not_ikev2, is_one_of_several, is_up, now};
use super::draw::Draw;
use super::make;
use super::tier::Tier;
use crate::scenario::{Credentials, Dial, Step};

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    /// The verb of its step (`any` if there are several), and after a colon what is special about it.
    pub(super) name: &'static str,
    /// How often it is drawn, against the others that may be.
    pub(super) weight: u32,
    /// The lowest tier that has it.
    pub(super) tier: Tier,
    /// What must be so for it to mean something: bits of [`now`].
    pub(super) needs: u32,
    /// Draws the step.
    pub(super) make: fn(&Draft, &mut Draw<'_, '_>) -> Step,
}

impl Choice {
    fn may(&self, tier: Tier, is: u32) -> bool {
        self.tier <= tier && self.needs & is == self.needs
    }

    fn verb(&self) -> &'static str {
        self.name.split(':').next().unwrap_or_default()
    }
}

const fn row(
    name: &'static str,
    weight: u32,
    needs: u32,
    make: fn(&Draft, &mut Draw<'_, '_>) -> Step,
) -> Choice {
    Choice { name, weight, tier: Tier::Smoke, needs, make }
}

const fn from(tier: Tier, choice: Choice) -> Choice {
    Choice { tier, ..choice }
}

const DIAL: u32 = now::RUNS | now::IDLE;
const CALLS: u32 = now::RUNS | now::UP;
const LINK: u32 = DIAL | CALLS;
const QUARANTINE: u32 = CALLS | now::HAS_QUARANTINE;

/// Every kind of step. The first is what is drawn when the bytes have run out.
pub(super) static CHOICES: &[Choice] = &[
    row("dial", 28, DIAL, |d, u| Step::Dial(make::plain_dial(d, u))),
    row("dial: in full", 12, DIAL, |d, u| Step::Dial(make::full_dial(d, u))),
    row("dial: with ipv6", 8, DIAL, |d, u| Step::Dial(make::ipv6_dial(d, u))),
    row("dial: ikev2", 10, DIAL | now::HAS_ENDPOINTS, |d, u| Step::Dial(make::ikev2_dial(d, u))),
    row("dial: sstp", 5, DIAL | now::HAS_QUARANTINE, |d, u| Step::Dial(make::sstp_dial(d, u))),
    row("dial: after presenting", 20, now::RUNS | now::PRESENTED, |d, u| Step::Dial(make::sstp_dial(d, u))),
    row("dial: a second time", 6, LINK, |d, u| Step::Dial(make::second_dial(d, u))),
    row("dial: wrong password", 3, DIAL, |d, u| {
        Step::Dial(Dial { credentials: Credentials::Wrong, ..make::plain_dial(d, u) })
    }),
    row("dial: busy port", 2, CALLS, |d, u| {
        Step::Dial(Dial { port: make::on(d, u, is_up).port, ..make::plain_dial(d, u) })
    }),
    row("add-link", 24, LINK, |d, u| Step::AddLink(make::link(d, u, is_idle, is_up))),
    row("add-link: busy port", 1, CALLS, |d, u| Step::AddLink(make::link(d, u, is_up, is_up))),
    row("add-link: to nothing", 1, DIAL, |d, u| Step::AddLink(make::link(d, u, is_idle, is_idle))),
    row("drop-link: of several", 12, now::RUNS | now::SEVERAL, |d, u| {
        Step::DropLink(make::on(d, u, is_one_of_several))
    }),
    row("drop-link: last", 6, now::RUNS | now::LAST_LINK, |d, u| {
        Step::DropLink(make::on(d, u, is_last_link))
    }),
    row("drop-link: idle port", 1, DIAL, |d, u| Step::DropLink(make::on(d, u, is_idle))),
    row("hang-up", 14, CALLS, |d, u| Step::HangUp(make::on(d, u, is_up))),
    row("hang-up: idle port", 1, DIAL, |d, u| Step::HangUp(make::on(d, u, is_idle))),
    row("disconnect", 6, CALLS, |d, u| Step::Disconnect(make::on(d, u, is_up))),
    row("disconnect: idle port", 1, DIAL, |d, u| Step::Disconnect(make::on(d, u, is_idle))),
    row("traffic", 12, CALLS, |d, u| Step::Traffic(make::plain_traffic(d, u, is_up))),
    row("traffic: in full", 6, CALLS, |d, u| Step::Traffic(make::full_traffic(d, u))),
    from(
        Tier::Strict,
        row("traffic: contradicting itself", 5, CALLS, |d, u| Step::Traffic(make::odd_traffic(d, u))),
    ),
    row("traffic: idle port", 1, DIAL, |d, u| Step::Traffic(make::plain_traffic(d, u, is_idle))),
    row("wait", 10, 0, make::wait),
    row("wait: end of probation", 12, now::RUNS | now::PROBATION, make::wait_for_probation),
    row("quarantine", 10, QUARANTINE, |d, u| Step::Quarantine(make::quarantine(d, u, is_up))),
    row("quarantine: probation", 6, QUARANTINE, |d, u| Step::Quarantine(make::probation(d, u))),
    row("quarantine: as it is", 1, QUARANTINE, |d, u| Step::Quarantine(make::same_quarantine(d, u))),
    row("endpoint", 16, now::RUNS | now::IKEV2 | now::HAS_ENDPOINTS, |d, u| {
        Step::Endpoint(make::endpoints(d, u, is_ikev2))
    }),
    row("endpoint: other tunnel", 1, now::RUNS | now::NOT_IKEV2 | now::HAS_ENDPOINTS, |d, u| {
        Step::Endpoint(make::endpoints(d, u, is_not_ikev2))
    }),
    row("pre-authenticate", 6, DIAL | now::HAS_ENDPOINTS, |d, u| {
        Step::PreAuthenticate(make::present(d, u, is_idle))
    }),
    row("pre-authenticate: busy port", 1, CALLS | now::HAS_ENDPOINTS, |d, u| {
        Step::PreAuthenticate(make::present(d, u, is_up))
    }),
    row("any: too new", 2, now::RUNS | now::NO_ENDPOINTS, make::too_new),
    row("stop", 2, now::RUNS, |_, _| Step::Stop),
    row("restart", 4, now::RUNS, |_, _| Step::Restart),
    row("start: while running", 1, now::RUNS, |_, _| Step::Start),
    row("start", 60, now::STOPPED, |_, _| Step::Start),
    row("restart: while stopped", 4, now::STOPPED, |_, _| Step::Restart),
    row("any: while stopped", 16, now::STOPPED, make::while_stopped),
];

/// The rows that a scenario is drawn from: all but those that are switched off. Bit n stands for row n.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rows(pub(super) u64);

impl Rows {
    pub(super) const ALL: Self = Self(u64::MAX);

    /// The rows of one verb.
    pub(super) fn of(verb: &str) -> Self {
        let bits = CHOICES.iter().enumerate().filter(|(_, row)| row.verb() == verb).map(|(at, _)| 1 << at);
        Self(bits.fold(0, |all, bit: u64| all | bit))
    }

    fn has(self, at: usize) -> bool {
        self.0 >> at & 1 == 1
    }
}

/// Draws the row that the next step comes from.
pub(super) fn choose(draft: &Draft, rows: Rows, draw: &mut Draw<'_, '_>) -> &'static Choice {
    let is = draft.now();
    let mut open = 0u64;
    let mut sum = 0;
    for (at, row) in CHOICES.iter().enumerate() {
        if rows.has(at) && row.may(draft.tier, is) {
            open |= 1 << at;
            sum += row.weight;
        }
    }
    let mut left = draw.evenly(sum);
    for (at, row) in CHOICES.iter().enumerate().filter(|(at, _)| open >> at & 1 == 1) {
        match left.checked_sub(row.weight) {
            None => return &CHOICES[at],
            Some(rest) => left = rest,
        }
    }
    // Everything that could happen now is switched off: one may always wait, and start and stop.
    CHOICES.iter().find(|row| row.may(draft.tier, is)).unwrap_or(&CHOICES[0])
}

/// Draws the next step of a draft.
pub(super) fn next_step(draft: &Draft, rows: Rows, draw: &mut Draw<'_, '_>) -> Arc<Step> {
    Arc::new((choose(draft, rows, draw).make)(draft, draw))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::generate::{Shape, bytes};
    use crate::ras::{Policy, Profile};
    use arbitrary::Unstructured;

    /// Draws steps of many scenarios, and hands over the draft before each, and its row.
    fn drawn(tier: Tier, cases: u64, each: &mut dyn FnMut(&Draft, &'static Choice, &Step)) {
        for case in 0..cases {
            let bytes = bytes(5, case);
            let mut bytes = Unstructured::new(&bytes);
            let mut draw = Draw::new(&mut bytes);
            let profile = *draw.one_of(&Profile::ALL);
            let shape = Shape { tier, ..Shape::default() };
            let mut draft = Draft::new(&mut draw, &shape, profile, Policy::default());
            for _ in 0..30 {
                let row = choose(&draft, Rows::ALL, &mut draw);
                let step = Arc::new((row.make)(&draft, &mut draw));
                each(&draft, row, &step);
                draft.note(&step);
            }
        }
    }

    #[test]
    fn every_row_is_drawn_and_makes_steps_of_its_verb() {
        for &tier in Tier::ALL {
            let mut count: BTreeMap<&str, u32> = BTreeMap::new();
            drawn(tier, 1500, &mut |draft, row, step| {
                assert!(row.may(draft.tier, draft.now()), "{}", row.name);
                assert!(row.verb() == "any" || row.verb() == step.verb(), "{}: {step}", row.name);
                *count.entry(row.name).or_default() += 1;
            });
            let missing: Vec<&str> = CHOICES
                .iter()
                .filter(|row| row.tier <= tier && !count.contains_key(row.name))
                .map(|row| row.name)
                .collect();
            assert_eq!(missing, Vec::<&str>::new(), "{tier}");
        }
    }

    #[test]
    fn rows_are_drawn_as_often_as_their_weights_say() {
        // What is expected of a row is the sum of its shares wherever it could have been drawn.
        let mut count: BTreeMap<&str, u64> = BTreeMap::new();
        let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
        drawn(Tier::Strict, 2000, &mut |draft, row, _| {
            *count.entry(row.name).or_default() += 1;
            let open = || CHOICES.iter().filter(|row| row.may(draft.tier, draft.now()));
            let sum: u32 = open().map(|row| row.weight).sum();
            for row in open() {
                *expected.entry(row.name).or_default() += u64::from(row.weight) * 1_000_000 / u64::from(sum);
            }
        });
        for row in CHOICES {
            let (found, wanted) = (count[row.name] * 1_000_000, expected[row.name]);
            let tolerance = wanted / 8 + 20_000_000;
            assert!(found.abs_diff(wanted) < tolerance, "{}: {found} of {wanted}", row.name);
        }
    }

    #[test]
    fn rows_are_told_apart_by_their_names() {
        let names: std::collections::BTreeSet<&str> = CHOICES.iter().map(|row| row.name).collect();
        assert_eq!(names.len(), CHOICES.len());
        assert!(CHOICES.len() <= 64, "a row is a bit of `Rows`");
        assert_eq!(Rows::of("wait").0.count_ones(), 2);
        assert!(CHOICES.iter().all(|row| row.weight > 0 && Rows::of(row.verb()).0 != 0));
    }

    #[test]
    fn row_that_is_off_is_not_drawn_unless_nothing_else_may() {
        let mut bytes = Unstructured::new(&[7; 64]);
        let mut draw = Draw::new(&mut bytes);
        let draft = Draft::new(&mut draw, &Shape::default(), Profile::Server2012, Policy::default());
        for _ in 0..10 {
            assert_eq!(choose(&draft, Rows::of("wait"), &mut draw).name, "wait");
        }
        assert!(choose(&draft, Rows(0), &mut draw).may(draft.tier, draft.now()));
    }
}
