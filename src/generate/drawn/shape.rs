//! What generated scenarios have in common.

use super::swarm;
use super::tier::Tier;
use super::vocabulary::Vocabulary;
use crate::ras::{NamedReading, Profile};
use crate::scenario::{Always, Dll, Registry, Scenario};

/// What is the same in all scenarios that are drawn, whatever the bytes say.
///
/// ```
/// use mockras::generate::{Shape, Tier, case};
/// use mockras::scenario::Dll;
///
/// let gate = Dll::file("gate.dll");
/// let shape = Shape {
///     tier: Tier::Strict,
///     subjects: vec![gate.clone()],
///     readings: vec![("vote", "ask_all")],
///     ..Shape::default()
/// };
/// let drawn = case(1, 0, &shape);
/// assert!(drawn.dlls.contains(&gate) && drawn.steps.len() <= 24);
/// assert_eq!(drawn.policy.reading("vote"), Some("ask_all"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// How strange they may be.
    pub tier: Tier,
    /// The most steps. Where that is 24 or more, some scenarios begin with a crowd of users, whose steps come beside these.
    pub steps_max: u32,
    /// The DLLs under test, in their order. Stock DLLs may be drawn to stand before and after them.
    pub subjects: Vec<Dll>,
    /// The Windows versions that are drawn; any of all, if none is named.
    pub profiles: Vec<Profile>,
    /// Whether structures are wrong on purpose in some scenarios, below [`Tier::Paranoid`] as well.
    pub is_hostile: bool,
    /// Readings that are not to be drawn.
    pub readings: Vec<NamedReading>,
    /// Names that are drawn beside those that scenarios have anyway.
    pub vocabulary: Vocabulary,
    /// What is expected in every run.
    pub always: Vec<Always>,
    /// What DLLs find in the registry.
    pub registry: Registry,
}

impl Default for Shape {
    fn default() -> Self {
        Self {
            tier: Tier::Default,
            steps_max: 24,
            subjects: Vec::new(),
            profiles: Vec::new(),
            is_hostile: false,
            readings: Vec::new(),
            vocabulary: Vocabulary::default(),
            always: Vec::new(),
            registry: Registry::default(),
        }
    }
}

impl Shape {
    /// The scenario with what is not to be drawn.
    pub fn fixed(&self, scenario: &Scenario) -> Scenario {
        let mut fixed = scenario.clone();
        fixed.profile = self.nearest(fixed.profile);
        swarm::fix(&mut fixed.policy, self);
        fixed.always.clone_from(&self.always);
        fixed.registry.clone_from(&self.registry);
        fixed
    }

    /// This Windows version, if it may be drawn, or else the first that may.
    pub(super) fn nearest(&self, profile: Profile) -> Profile {
        let known = self.profiles.contains(&profile);
        self.profiles.first().copied().filter(|_| !known).unwrap_or(profile)
    }

    /// Whether structures may be wrong on purpose.
    pub(super) fn allows_hostile(&self) -> bool {
        self.is_hostile || self.tier >= Tier::Paranoid
    }
}
