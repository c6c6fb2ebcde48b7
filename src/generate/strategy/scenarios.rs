//! A strategy of proptest for scenarios.

use std::sync::Arc;

use arbitrary::Unstructured;
use proptest::strategy::{NewTree, Strategy};
use proptest::test_runner::TestRunner;

use super::tree::{Shrink, Tree};
use crate::generate::{Draw, Shape, Tier, Vocabulary, reductions};
use crate::ras::Profile;
use crate::scenario::{Dll, Scenario};

/// Any scenario; of [`Tier::Default`] unless another tier is asked for.
///
/// It shrinks to fewer steps first: to one part of the list, then without parts of it, then without single steps and without
/// users with all that they do. What is left becomes plainer value by value: `alice` on the first port, an address from the
/// pool, the default readings and the newest Windows version; and stock DLLs go. What the strategy was told ([`Scenarios`]:
/// subjects, version, readings) stays as it is. The smallest of all has no step.
///
/// ```
/// use mockras::strategy;
/// use proptest::test_runner::{Config, TestError, TestRunner};
///
/// let config = Config { failure_persistence: None, ..Config::default() };
/// let two_users = |scenario: mockras::scenario::Scenario| {
///     let dials = scenario.steps.iter().filter(|step| step.verb() == "dial").count();
///     proptest::prop_assert!(dials < 2);
///     Ok(())
/// };
/// let Err(TestError::Fail(_, smallest)) = TestRunner::new(config).run(&strategy::scenario(), two_users) else {
///     panic!("some scenario has two dials");
/// };
/// assert_eq!(smallest.steps.len(), 2);
/// ```
pub fn scenario() -> Scenarios {
    Scenarios::of(Shape::default())
}

/// A strategy for scenarios.
#[derive(Debug, Clone)]
pub struct Scenarios {
    /// Shared with every scenario that is drawn: a vocabulary can be large.
    shape: Arc<Shape>,
    /// What becomes of each, before it is played.
    change: fn(&Scenario) -> Scenario,
}

impl Scenarios {
    /// Draws scenarios of that shape.
    pub fn of(shape: Shape) -> Self {
        Self { shape: Arc::new(shape), change: Scenario::clone }
    }

    /// What becomes of each scenario that is drawn, before it is played and shrinks.
    #[must_use]
    pub fn changed(self, change: fn(&Scenario) -> Scenario) -> Self {
        Self { change, ..self }
    }

    /// Says how strange the scenarios may be.
    #[must_use]
    pub fn tier(self, tier: Tier) -> Self {
        self.with(|shape| shape.tier = tier)
    }

    /// Says how many steps a scenario has at most. From 24 on, some begin with a crowd of users beside these.
    #[must_use]
    pub fn steps(self, most: u32) -> Self {
        self.with(|shape| shape.steps_max = most)
    }

    /// The DLLs under test, in the order of the registry. Stock DLLs may stand before and after them.
    #[must_use]
    pub fn subjects(self, dlls: impl IntoIterator<Item = Dll>) -> Self {
        self.with(|shape| shape.subjects = dlls.into_iter().collect())
    }

    /// Any Windows version, which is what there is unless one is chosen.
    #[must_use]
    pub fn any_profile(self) -> Self {
        self.with(|shape| shape.profiles = Vec::new())
    }

    /// Fixes the Windows version.
    #[must_use]
    pub fn profile(self, profile: Profile) -> Self {
        self.with(|shape| shape.profiles = vec![profile])
    }

    /// Fixes the reading of one policy, both by name.
    #[must_use]
    pub fn reading(self, policy: &'static str, reading: &'static str) -> Self {
        self.with(|shape| shape.readings.push((policy, reading)))
    }

    /// Names that the DLL may know: about half of all dials have a user from here, if there are any.
    #[must_use]
    pub fn vocabulary(self, vocabulary: Vocabulary) -> Self {
        self.with(|shape| shape.vocabulary = vocabulary)
    }

    fn with(mut self, change: impl FnOnce(&mut Shape)) -> Self {
        change(Arc::make_mut(&mut self.shape));
        self
    }

    /// What all of them have in common.
    pub fn shape(&self) -> &Shape {
        &self.shape
    }
}

impl Strategy for Scenarios {
    type Tree = Tree<Drawn>;
    type Value = Scenario;

    fn new_tree(&self, runner: &mut TestRunner) -> NewTree<Self> {
        let bytes = super::bytes(runner)?;
        let scenario = crate::generate::scenario(&mut Draw::new(&mut Unstructured::new(&bytes)), &self.shape);
        Ok(Tree::new(Drawn { scenario: (self.change)(&scenario), shape: Arc::clone(&self.shape) }))
    }
}

/// A scenario that was drawn, and what none of its reductions may change.
#[derive(Debug, Clone)]
pub struct Drawn {
    scenario: Scenario,
    shape: Arc<Shape>,
}

impl Drawn {
    /// Whether a reduction has left alone what the shape decides.
    fn is_of_shape(&self, scenario: &Scenario) -> bool {
        let Shape { subjects, profiles, readings, .. } = &*self.shape;
        let mut policy = scenario.policy;
        let left_alone = readings.iter().all(|(field, reading)| policy.set(field, reading).is_ok());
        left_alone
            && policy == scenario.policy
            && (profiles.is_empty() || profiles.contains(&scenario.profile))
            && subjects.iter().all(|dll| scenario.dlls.contains(dll))
    }
}

impl Shrink for Drawn {
    type Value = Scenario;

    fn value(&self) -> Scenario {
        self.scenario.clone()
    }

    fn smaller(&self) -> Vec<Self> {
        reductions(&self.scenario)
            .filter(|scenario| self.is_of_shape(scenario))
            .map(|scenario| Self { scenario, shape: Arc::clone(&self.shape) })
            .collect()
    }
}
