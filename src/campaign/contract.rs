//! "My DLL keeps the contract", as a property test.

use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug};
use std::rc::Rc;

use proptest::strategy::Strategy;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngSeed, TestCaseError, TestCaseResult, TestError, TestRunner,
};

use super::lane::quieted;
use super::oracle::{Oracle, Problem};
use super::signature::Signature;
use crate::check::{Readings, Rule, Verdicts, all_rules};
use crate::dll::{AdminDll, Registered};
use crate::generate::strategy::{Scenarios, scenario};
use crate::generate::{Tier, Vocabulary};
use crate::pipeline::{Judging, Runner, Sink, header, named_with, play, registered};
use crate::ras::Profile;
use crate::scenario::{Dll, DllSource, Scenario};
use crate::transcript::Header;

/// The most scenarios that are tried to make a failure smaller, unless `PROPTEST_MAX_SHRINK_ITERS` says otherwise.
const SHRINKING: u32 = 4096;

/// That a DLL keeps every documented rule in generated scenarios.
///
/// [`keeps_contract!`](crate::keeps_contract) is the short way to a test of it. This is the way with choices: another
/// tier, a Windows version, some rules, a DLL that is not made by a function without arguments.
///
/// ```
/// use mockras::dll::stock;
/// use mockras::campaign::Contract;
/// use mockras::generate::Tier;
/// use mockras::scenario::{Dll, Stock};
///
/// let contract = Contract::of_dll(stock::registered(&Dll::stock(Stock::AddressPool)));
/// let kept = contract.tier(Tier::Strict).cases(20).prove().expect("the pool keeps every rule");
/// assert_eq!(kept.scenarios, 20);
/// ```
pub struct Contract {
    dll: Rc<Registered>,
    strategy: Scenarios,
    rules: Vec<&'static Rule>,
    every_reading: bool,
    config: Config,
}

/// The contract was kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upheld {
    /// How many scenarios were played.
    pub scenarios: u64,
    /// How often a rule about a DLL applied.
    pub applied: u64,
}

/// The contract was not kept.
#[derive(Clone, PartialEq, Eq)]
pub struct Broken {
    /// What the DLL is called.
    pub dll: String,
    /// What is wrong, as reports print it.
    pub finding: String,
    /// The smallest scenario that shows it; none if nothing was exercised at all.
    pub scenario: Option<Box<Scenario>>,
}

impl Contract {
    /// The contract of a DLL written in Rust; `make` makes the instance for each process, and reports call it by its type.
    pub fn of<D: AdminDll>(make: impl Fn() -> D + 'static) -> Self {
        let path = std::any::type_name::<D>();
        Self::of_dll(Registered::new(path.rsplit("::").next().unwrap_or(path), make))
    }

    /// The contract of any DLL.
    pub fn of_dll(dll: Registered) -> Self {
        let strategy =
            scenario().subjects([Dll::file(dll.name())]).profile(Profile::default()).changed(quieted);
        Self {
            dll: Rc::new(dll),
            strategy,
            rules: all_rules().to_vec(),
            every_reading: false,
            config: Config::default(),
        }
    }

    /// Says how strange the scenarios may be.
    #[must_use]
    pub fn tier(self, tier: Tier) -> Self {
        Self { strategy: self.strategy.tier(tier), ..self }
    }

    /// Says how many steps a scenario has at most.
    #[must_use]
    pub fn steps(self, most: u32) -> Self {
        Self { strategy: self.strategy.steps(most), ..self }
    }

    /// The Windows version that the DLL is for: the newest unless this is called.
    #[must_use]
    pub fn profile(self, profile: Profile) -> Self {
        Self { strategy: self.strategy.profile(profile), ..self }
    }

    /// Any Windows version. What a DLL must export differs between them.
    #[must_use]
    pub fn any_profile(self) -> Self {
        Self { strategy: self.strategy.any_profile(), ..self }
    }

    /// The reading of one policy, both by name: this one is played, and counts. Those of all others are drawn, as nobody
    /// knows which one the service has, and count if they are the defaults.
    #[must_use]
    pub fn reading(self, policy: &'static str, reading: &'static str) -> Self {
        Self { strategy: self.strategy.reading(policy, reading), ..self }
    }

    /// Names that the DLL may know, such as those of users whom it refuses: about half of all dials have a user from here.
    #[must_use]
    pub fn vocabulary(self, vocabulary: Vocabulary) -> Self {
        Self { strategy: self.strategy.vocabulary(vocabulary), ..self }
    }

    /// Lets every reading of an open question count. Without it, what is a breach under another reading than the defaults
    /// and those of [`reading`](Self::reading) only is [open](crate::check::Kind::Open), and the contract is kept.
    #[must_use]
    pub fn every_reading(self) -> Self {
        Self { every_reading: true, ..self }
    }

    /// Judges by those rules only for which this holds.
    #[must_use]
    pub fn rules(self, is_wanted: impl Fn(&Rule) -> bool) -> Self {
        Self { rules: self.rules.into_iter().filter(|rule| is_wanted(rule)).collect(), ..self }
    }

    /// How many scenarios: 256 or what `PROPTEST_CASES` says, unless this is called.
    #[must_use]
    pub fn cases(mut self, cases: u32) -> Self {
        self.config.cases = cases;
        self
    }

    /// The same scenarios each time, drawn from this seed. Without it they are others each time, unless
    /// `PROPTEST_RNG_SEED` says otherwise.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.config.rng_seed = RngSeed::Fixed(seed);
        self
    }

    /// Hands the contract to a function and goes on with what that returns.
    #[must_use]
    pub fn changed(self, change: impl FnOnce(Self) -> Self) -> Self {
        change(self)
    }

    /// Plays scenarios until one breaks a rule, and makes that one smaller.
    ///
    /// A contract of which nothing was exercised was not kept. Nothing is saved: see [`assert`](Self::assert).
    pub fn prove(&self) -> Result<Upheld, Broken> {
        self.prove_with(Config { failure_persistence: None, ..self.config.clone() })
    }

    /// Asserts that the contract is kept, in the test `name` of the file `source`: `file!()`.
    ///
    /// The seed of a failure is saved beside that file, which then ends in `.proptest-regressions`, and played first
    /// from then on.
    ///
    /// # Panics
    ///
    /// With finding, scenario and what plays it again, if it is not kept.
    pub fn assert(&self, name: &'static str, source: &'static str) {
        let mut config = self.config.clone();
        config.source_file = Some(source);
        config.test_name = Some(name);
        // None: the environment says that nothing is to be saved.
        if config.failure_persistence.is_some() {
            let saved = FileFailurePersistence::WithSource("proptest-regressions");
            config.failure_persistence = Some(Box::new(saved));
        }
        if let Err(broken) = self.prove_with(config) {
            panic!("\n{broken}\n\nreplay     cargo test {name}\n           plays the saved failure first\n");
        }
    }

    fn prove_with(&self, mut config: Config) -> Result<Upheld, Broken> {
        if config.max_shrink_iters == u32::MAX {
            config.max_shrink_iters = SHRINKING;
        }
        let oracle = self.oracle();
        let (scenarios, started, applied) = (Cell::new(0), Cell::new(0), Cell::new(0));
        let looked_for: RefCell<Option<Signature>> = RefCell::new(None);
        let test = |AsFile(scenario): AsFile| -> TestCaseResult {
            let outcome = oracle.judge(&scenario, self);
            scenarios.set(scenarios.get() + 1);
            applied.set(applied.get() + applications(&outcome.verdicts));
            started.set(started.get() + u64::from(outcome.has_started()));
            // What is made smaller stays the same problem.
            let mut looked_for = looked_for.borrow_mut();
            let is_it =
                |problem: &&Problem| looked_for.as_ref().is_none_or(|first| *first == problem.signature);
            match outcome.errors().find(is_it) {
                None => Ok(()),
                Some(problem) => {
                    *looked_for = Some(problem.signature.clone());
                    Err(TestCaseError::fail(problem.text.clone()))
                }
            }
        };
        let broken =
            |finding: String, scenario| Err(Broken { dll: self.dll.name().to_owned(), finding, scenario });
        match TestRunner::new(config).run(&self.strategy.clone().prop_map(AsFile), test) {
            Err(TestError::Fail(finding, AsFile(scenario))) => {
                broken(finding.to_string(), Some(Box::new(scenario)))
            }
            Err(TestError::Abort(reason)) => broken(reason.to_string(), None),
            Ok(()) if applied.get() == 0 || started.get() == 0 => {
                let why = if started.get() == 0 {
                    "the service did not start"
                } else {
                    "no rule about a DLL applied"
                };
                broken(format!("nothing was exercised: {why} in any of {} scenarios", scenarios.get()), None)
            }
            Ok(()) => Ok(Upheld { scenarios: scenarios.get(), applied: applied.get() }),
        }
    }

    /// Judges by the readings that count: the defaults, those that were chosen, or every one.
    fn oracle(&self) -> Oracle {
        let readings = Readings { chosen: self.strategy.shape().readings.clone(), all: self.every_reading };
        Oracle { judging: Judging::by(&self.rules).under(readings) }
    }

    /// The DLLs of a scenario: the one under test stands where its name does.
    fn dlls(&self, scenario: &Scenario) -> Vec<Registered> {
        named_with(scenario, &|dll| match dll.source() {
            DllSource::File(path) if path == self.dll.name() => {
                let shared = Rc::clone(&self.dll);
                Registered::plugin(path, move |place| shared.load(place))
            }
            _ => registered(dll),
        })
    }
}

impl Runner for Contract {
    fn header(&self, scenario: &Scenario) -> Header {
        header(scenario, &self.dlls(scenario))
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        play(scenario, &self.dlls(scenario), sink);
    }
}

/// How often rules applied.
fn applications(verdicts: &Verdicts) -> u64 {
    verdicts.outcomes.iter().map(|outcome| outcome.applied).sum()
}

/// A scenario whose `Debug` is the text of its file.
struct AsFile(Scenario);

impl Debug for AsFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_toml())
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} does not keep the contract\n\n{}\n", self.dll, self.finding.trim_end())?;
        let Some(scenario) = &self.scenario else { return Ok(()) };
        let steps = scenario.steps.len();
        let s = if steps == 1 { "" } else { "s" };
        write!(
            f,
            "\nshown by {steps} step{s}, as a scenario file; `mockras check FILE` plays it with the path of a library:\n\n"
        )?;
        f.write_str(scenario.to_toml().trim_end())
    }
}

/// As it is displayed, so that `unwrap` says it readably.
impl Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for Broken {}

/// A test that a DLL written in Rust keeps the contract.
///
/// The name of the test, and what makes an instance of the DLL; then, if need be, what to change about the
/// [`Contract`](crate::campaign::Contract).
///
/// ```
/// use mockras::prelude::*;
///
/// #[derive(Default)]
/// struct Open;
///
/// impl AdminDll for Open {
///     fn exports(&self) -> Exports<Self> {
///         Exports::all_accepted()
///     }
/// }
///
/// mockras::keeps_contract!(open_keeps_the_contract, Open::default);
/// mockras::keeps_contract!(open_is_not_surprised, Open::default, |contract| {
///     contract.tier(mockras::generate::Tier::Strict).cases(64)
/// });
/// # fn main() {}
/// ```
///
/// 256 scenarios are played, or as many as `PROPTEST_CASES` says, with every rule. If one is broken, the test fails
/// with the finding and the smallest scenario that shows it. The seed is saved beside the source file of the test, and
/// played first from then on.
#[macro_export]
macro_rules! keeps_contract {
    ($name:ident, $make:expr $(, $change:expr)? $(,)?) => {
        #[test]
        fn $name() {
            let contract = $crate::campaign::Contract::of($make);
            $(let contract = contract.changed($change);)?
            contract.assert(stringify!($name), file!());
        }
    };
}
