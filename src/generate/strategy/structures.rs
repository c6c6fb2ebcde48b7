//! Strategies of proptest for facts and structures.

use std::fmt::{self, Debug};

use arbitrary::Unstructured;
use proptest::arbitrary::Arbitrary;
use proptest::strategy::{NewTree, Strategy};
use proptest::test_runner::TestRunner;

use super::scenarios::{Scenarios, scenario};
use super::tree::{Shrink, Tree};
use crate::abi::*;
use crate::generate::structure::{self, each_structure};
use crate::generate::{Draw, Tier};
use crate::ras::{Connection, Counters, Port};
use crate::scenario::Scenario;

/// A function that draws something of a tier.
type Make<T> = fn(&mut Draw<'_, '_>, Tier) -> T;

/// A strategy for facts or structures; of [`Tier::Default`] unless another tier is asked for.
///
/// They shrink to the same of a lower tier first, if that still fails. Then each choice becomes the plainest of its list, by
/// the bytes that it was drawn from becoming zero: names become `alice` and `VPN2-0`, numbers zero or one, flags none.
/// Members stay in agreement with each other, since they are filled from facts again.
pub struct Values<T> {
    make: Make<T>,
    tier: Tier,
}

impl<T> Values<T> {
    /// What this function draws.
    pub fn of(make: fn(&mut Draw<'_, '_>, Tier) -> T) -> Self {
        Self { make, tier: Tier::Default }
    }

    /// Says how strange the values may be.
    #[must_use]
    pub fn tier(self, tier: Tier) -> Self {
        Self { tier, ..self }
    }
}

impl<T> Clone for Values<T> {
    fn clone(&self) -> Self {
        Self { make: self.make, tier: self.tier }
    }
}

impl<T> Debug for Values<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").field("tier", &self.tier).finish_non_exhaustive()
    }
}

impl<T: Debug> Strategy for Values<T> {
    type Tree = Tree<Choices<T>>;
    type Value = T;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let mut bytes = super::bytes(runner)?;
        let mut left = Unstructured::new(&bytes);
        let _ = (self.make)(&mut Draw::new(&mut left), self.tier);
        let used = bytes.len() - left.len();
        bytes.truncate(used);
        Ok(Tree::new(Choices { make: self.make, tier: self.tier, bytes }))
    }
}

/// The bytes that something is drawn from. They shrink by becoming zero: the first of each choice is the plainest.
pub struct Choices<T> {
    make: Make<T>,
    tier: Tier,
    bytes: Vec<u8>,
}

impl<T> Clone for Choices<T> {
    fn clone(&self) -> Self {
        Self { make: self.make, tier: self.tier, bytes: self.bytes.clone() }
    }
}

impl<T> Debug for Choices<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Choices")
            .field("tier", &self.tier)
            .field("bytes", &self.bytes)
            .finish_non_exhaustive()
    }
}

impl<T> Choices<T> {
    /// The same with other bytes, of which zeros at the end go without saying.
    fn with(&self, mut bytes: Vec<u8>) -> Self {
        let end = bytes.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        bytes.truncate(end);
        Self { make: self.make, tier: self.tier, bytes }
    }
}

impl<T: Debug> Shrink for Choices<T> {
    type Value = T;

    fn value(&self) -> T {
        (self.make)(&mut Draw::new(&mut Unstructured::new(&self.bytes)), self.tier)
    }

    /// Lower tiers, then zeros for blocks of half the length, a quarter, down to single bytes, then smaller bytes.
    fn smaller(&self) -> Vec<Self> {
        let lower = Tier::ALL.iter().filter(|tier| **tier < self.tier);
        let mut smaller: Vec<Self> = lower.map(|tier| Self { tier: *tier, ..self.clone() }).collect();
        let mut size = self.bytes.len();
        while size > 0 {
            for start in (0..self.bytes.len()).step_by(size) {
                let block = start..(start + size).min(self.bytes.len());
                if self.bytes[block.clone()].iter().any(|byte| *byte != 0) {
                    let mut bytes = self.bytes.clone();
                    bytes[block].fill(0);
                    smaller.push(self.with(bytes));
                }
            }
            size /= 2;
        }
        for at in 0..self.bytes.len() {
            for less in [self.bytes[at] / 2, self.bytes[at].saturating_sub(1)] {
                if 0 < less && less < self.bytes[at] {
                    let mut bytes = self.bytes.clone();
                    bytes[at] = less;
                    smaller.push(self.with(bytes));
                }
            }
        }
        smaller
    }
}

/// Declares a strategy for each type, and makes it what `any` takes.
macro_rules! strategies {
    ($($function:ident: $type:ident,)*) => {$(
        #[doc = concat!("Any [`", stringify!($type), "`]: see [`structure::", stringify!($function), "`].")]
        pub fn $function() -> Values<$type> {
            Values::of(structure::$function)
        }

        impl Arbitrary for $type {
            type Parameters = ();
            type Strategy = Values<$type>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                $function()
            }
        }
    )*};
}

strategies! {
    connection: Connection,
    port: Port,
    counters: Counters,
}

each_structure!(strategies);

impl Arbitrary for Scenario {
    type Parameters = ();
    type Strategy = Scenarios;

    fn arbitrary_with((): ()) -> Scenarios {
        scenario()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ras::Name;
    use proptest::strategy::ValueTree;

    /// The smallest for which this holds, of the first that it holds for.
    fn smallest<T: Debug>(strategy: &Values<T>, fails: impl Fn(&T) -> bool) -> (T, Tier) {
        let mut runner = TestRunner::deterministic();
        loop {
            let mut tree = strategy.new_tree(&mut runner).expect("nothing is rejected");
            if !fails(&tree.current()) {
                continue;
            }
            let mut more = tree.simplify();
            while more {
                more = if fails(&tree.current()) { tree.simplify() } else { tree.complicate() };
            }
            return (tree.current(), tree.best().tier);
        }
    }

    #[test]
    fn structure_is_plain_but_for_what_matters() {
        let is_full = |c: &RAS_CONNECTION_0| Name::from_array(&c.wszUserName).units().len() == UNLEN;
        let (found, tier) = smallest(&ras_connection_0().tier(Tier::Paranoid), is_full);
        assert!((Tier::Default..Tier::Paranoid).contains(&tier), "{tier}: smoke has no names of full length");
        assert!(is_full(&found));
        assert_eq!(Name::from_array(&found.wszLogonDomain), "CORP");
        assert_eq!(Name::from_array(&found.wszInterfaceName), "alice");
        assert_eq!((found.dwInterfaceType, found.dwConnectionFlags), (0, RAS_FLAGS_PPP_CONNECTION));
        assert_eq!((found.dwConnectDuration, found.hConnection), (0, HANDLE(0x1_0001)));
    }

    #[test]
    fn facts_shrink_to_numbers_near_the_boundary() {
        let (found, tier) = smallest(&port(), |port| port.calls >= 1000);
        assert_eq!(tier, Tier::Smoke);
        assert!((1000..1256).contains(&found.calls), "{found:?}");
        assert_eq!((found.name.to_string().as_str(), found.line_speed), ("VPN2-0", 1));
    }

    #[test]
    fn nothing_that_fails_always_is_more_than_plain() {
        let (found, tier) = smallest(&connection().tier(Tier::Strict), |_| true);
        assert_eq!(tier, Tier::Smoke);
        assert_eq!(found, structure::connection(&mut Draw::new(&mut Unstructured::new(&[])), Tier::Smoke));
    }
}
