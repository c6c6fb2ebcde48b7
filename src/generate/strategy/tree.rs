//! Shrinking as proptest asks for it: one smaller value after the other.

use std::fmt::Debug;
use std::vec::IntoIter;

use proptest::strategy::ValueTree;

/// What a value was made from, and what smaller values are made from.
pub trait Shrink: Clone + Debug {
    /// The value that is made of it.
    type Value: Debug;

    /// Makes the value.
    fn value(&self) -> Self::Value;

    /// What is one reduction smaller, the smallest first. A chain of them must come to an end.
    fn smaller(&self) -> Vec<Self>;
}

/// Holds the smallest value that failed, and tries smaller ones until none of them fails.
///
/// When a smaller one has failed, the search goes on with its reductions from the same place in the list, and starts
/// from the top when it has come to the end: most reductions that were in vain once are in vain again.
#[derive(Debug, Clone)]
pub struct Tree<S> {
    best: S,
    /// What is tried now, if it is not the best.
    tried: Option<S>,
    /// What is left of the reductions of the best; none before the first failure.
    rest: Option<IntoIter<S>>,
    /// How many of them have been tried.
    at: usize,
    /// Whether one was taken since the top of the list.
    is_better: bool,
}

impl<S: Shrink> Tree<S> {
    /// A tree that starts from this value.
    pub fn new(start: S) -> Self {
        Self { best: start, tried: None, rest: None, at: 0, is_better: false }
    }

    /// The smallest that has failed.
    pub fn best(&self) -> &S {
        &self.best
    }

    /// Tries the next reduction, if there is one.
    fn next(&mut self) -> bool {
        loop {
            if let Some(smaller) = self.rest.as_mut().and_then(Iterator::next) {
                self.at += 1;
                self.tried = Some(smaller);
                return true;
            }
            if self.rest.is_some() && !self.is_better {
                return false;
            }
            self.is_better = false;
            self.at = 0;
            self.rest = Some(self.best.smaller().into_iter());
        }
    }
}

impl<S: Shrink> ValueTree for Tree<S> {
    type Value = S::Value;

    fn current(&self) -> S::Value {
        self.tried.as_ref().unwrap_or(&self.best).value()
    }

    /// The current value has failed.
    fn simplify(&mut self) -> bool {
        if let Some(smaller) = self.tried.take() {
            self.best = smaller;
            self.is_better = true;
            // The reduction after the one that was taken has moved into its place.
            self.at = self.at.saturating_sub(1);
            let mut rest = self.best.smaller().into_iter();
            if let Some(skipped) = self.at.checked_sub(1) {
                rest.nth(skipped);
            }
            self.rest = Some(rest);
        }
        self.next()
    }

    /// The current value has not failed.
    fn complicate(&mut self) -> bool {
        self.tried.take().is_some() && self.next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that shrinks to its half, its predecessor, and what it has without its lowest bit.
    #[derive(Debug, Clone, PartialEq)]
    struct Number(u32);

    impl Shrink for Number {
        type Value = u32;

        fn value(&self) -> u32 {
            self.0
        }

        fn smaller(&self) -> Vec<Self> {
            let Self(n) = *self;
            [n / 2, n & n.saturating_sub(1), n.saturating_sub(1)]
                .into_iter()
                .filter(|less| *less < n)
                .map(Self)
                .collect()
        }
    }

    /// Shrinks as proptest does, and says how many values were tried.
    fn shrink(tree: &mut Tree<Number>, fails: impl Fn(u32) -> bool) -> u32 {
        let mut tried = 0;
        let mut more = tree.simplify();
        while more {
            tried += 1;
            more = if fails(tree.current()) { tree.simplify() } else { tree.complicate() };
        }
        tried
    }

    #[test]
    fn smallest_that_fails_is_found() {
        for least in [0, 1, 2, 37, 100, 1000] {
            let mut tree = Tree::new(Number(1000));
            let tried = shrink(&mut tree, |n| n >= least);
            assert_eq!(tree.current(), least);
            assert!(tried < 1500, "{tried} tried for {least}");
        }
    }

    #[test]
    fn what_has_not_failed_is_never_kept() {
        let mut tree = Tree::new(Number(96));
        shrink(&mut tree, |n| n % 3 == 0 && n > 0);
        assert_eq!(tree.current(), 3);
        let mut tree = Tree::new(Number(7));
        assert!(!tree.complicate(), "nothing is more complicated than the first value");
        shrink(&mut tree, |_| false);
        assert_eq!(tree.current(), 7);
    }
}
