//! "My DLL keeps the contract", as a property test.

use std::cell::RefCell;
use std::rc::Rc;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseResult, TestError, TestRunner};

use super::lane::quieted;
use super::oracle::Oracle;
use super::proof::{AsFile, Broken, Tally, Upheld};
use crate::check::{Readings, Rule, all_rules};
use crate::dll::{AdminDll, Registered, hushed};
use crate::generate::strategy::{Scenarios, scenario};
use crate::generate::{Tier, Vocabulary};
use crate::pipeline::{Judging, Play, Runner, Sink, header, named_with, play, registered};
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
pub struct Contract<'r> {
    subject: Subject<'r>,
    strategy: Scenarios,
    /// Those of mockras.
    rules: Vec<&'static Rule>,
    /// Those of the user.
    own: Vec<&'static Rule>,
    every_reading: bool,
    config: Config,
}

/// The DLL under test, and who plays it.
enum Subject<'r> {
    /// A DLL of this process.
    Here(Rc<Registered>),
    /// The DLL of this name, which the runner finds by itself.
    On(&'r dyn Runner, String),
}

impl Contract<'static> {
    /// The contract of a DLL written in Rust; `make` makes the instance for each process, and reports call it by its type.
    pub fn of<D: AdminDll>(make: impl Fn() -> D + 'static) -> Self {
        let path = std::any::type_name::<D>();
        Self::of_dll(Registered::new(path.rsplit("::").next().unwrap_or(path), make))
    }

    /// The contract of any DLL of this process.
    pub fn of_dll(dll: Registered) -> Self {
        Self::made(Dll::file(dll.name()), Subject::Here(Rc::new(dll)))
    }
}

impl<'r> Contract<'r> {
    /// The contract of a DLL that a runner plays, such as a native one in children: `worker::Isolated` of the package
    /// `mockras-native`. A DLL that crashes or hangs there ends no test.
    ///
    /// ```
    /// use mockras::campaign::Contract;
    /// use mockras::pipeline::InProcess;
    /// use mockras::scenario::{Dll, Stock};
    ///
    /// let kept = Contract::on(&InProcess, Dll::stock(Stock::AddressPool)).cases(20).prove();
    /// assert!(kept.is_ok());
    /// ```
    pub fn on(runner: &'r dyn Runner, dll: Dll) -> Self {
        let name = dll.name().to_owned();
        Self::made(dll, Subject::On(runner, name))
    }

    fn made(dll: Dll, subject: Subject<'r>) -> Self {
        Self {
            subject,
            strategy: scenario().subjects([dll]).profile(Profile::default()).changed(quieted),
            rules: all_rules().to_vec(),
            own: Vec::new(),
            every_reading: false,
            config: Config::default(),
        }
    }

    /// Says how strange the scenarios may be.
    #[must_use]
    pub fn tier(self, tier: Tier) -> Self {
        Self { strategy: self.strategy.tier(tier), ..self }
    }

    /// Says how many steps a scenario has at most. From 24 on, some begin with a crowd of users beside these.
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

    /// Of the rules of mockras, judges by those only for which this holds.
    #[must_use]
    pub fn rules(self, is_wanted: impl Fn(&Rule) -> bool) -> Self {
        Self { rules: self.rules.into_iter().filter(|rule| is_wanted(rule)).collect(), ..self }
    }

    /// Judges by this rule of your own as well, whatever [`rules`](Self::rules) chooses. It may be called several times. A
    /// rule that never applies was not kept.
    ///
    /// ```
    /// use mockras::campaign::Contract;
    /// use mockras::check::{Judge, Look};
    /// use mockras::model::ConnectionEvent;
    /// use mockras::prelude::*;
    ///
    /// mockras::rule! {
    ///     /// Nobody has a second link.
    ///     id: "HOUSE-02",
    ///     name: "one-link-is-enough",
    ///     applies_to: Accept,
    ///     check: has_one,
    ///     holds: "0.000 c1 link-up port=VPN2-0",
    ///     breaks: "0.000 c1 link-up port=VPN2-0\n0.000 c1 link-up port=VPN2-1",
    /// }
    ///
    /// fn has_one(look: &Look<'_>, judge: &mut Judge<'_>) {
    ///     for connection in look.connections() {
    ///         let links = connection.events.iter().filter(|(_, what)| matches!(what, ConnectionEvent::LinkUp(_))).count();
    ///         judge.expect(links <= 1, (connection.at, connection.number), || format!("{links} links"), "one at most");
    ///     }
    /// }
    ///
    /// struct Open;
    ///
    /// impl AdminDll for Open {
    ///     fn exports(&self) -> Exports<Self> {
    ///         Exports::all_accepted()
    ///     }
    /// }
    ///
    /// let broken = Contract::of(|| Open).rule(&RULE).seed(1).prove().expect_err("it accepts everything");
    /// assert!(broken.finding.starts_with("error: HOUSE-02 one-link-is-enough"), "{broken}");
    /// ```
    #[must_use]
    pub fn rule(mut self, own: &'static Rule) -> Self {
        self.own.push(own);
        self
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
        let tally = RefCell::new(Tally::of(&self.own));
        let test = |AsFile(scenario): AsFile| -> TestCaseResult {
            if tally.borrow().is_over() {
                return Ok(());
            }
            let is_shrinking = tally.borrow().has_found();
            let judge = || oracle.judge(&scenario, self);
            let outcome = if is_shrinking { hushed(judge) } else { judge() };
            tally.borrow_mut().take(&outcome)
        };
        let broken =
            |finding: String, scenario| Err(Broken { dll: self.name().to_owned(), finding, scenario });
        match TestRunner::new(config).run(&self.strategy.clone().prop_map(AsFile), test) {
            Err(TestError::Fail(finding, AsFile(scenario))) => {
                broken(finding.to_string(), Some(Box::new(scenario)))
            }
            Err(TestError::Abort(reason)) => broken(reason.to_string(), None),
            Ok(()) => match tally.into_inner().upheld() {
                Ok(upheld) => Ok(upheld),
                Err(why) => broken(why, None),
            },
        }
    }

    /// Judges by the readings that count: the defaults, those that were chosen, or every one.
    fn oracle(&self) -> Oracle {
        let readings = Readings { chosen: self.strategy.shape().readings.clone(), all: self.every_reading };
        Oracle { judging: Judging::by(&[&self.rules[..], &self.own].concat()).under(readings) }
    }

    /// What the DLL under test is called.
    fn name(&self) -> &str {
        match &self.subject {
            Subject::Here(dll) => dll.name(),
            Subject::On(_, name) => name,
        }
    }
}

/// The DLLs of a scenario: the one under test stands where its name does.
fn dlls(scenario: &Scenario, subject: &Rc<Registered>) -> Vec<Registered> {
    named_with(scenario, &|dll| match dll.source() {
        DllSource::File(path) if path == subject.name() => {
            let shared = Rc::clone(subject);
            Registered::plugin(path, move |place| shared.load(place))
        }
        _ => registered(dll),
    })
}

impl Runner for Contract<'_> {
    fn header(&self, scenario: &Scenario) -> Header {
        match &self.subject {
            Subject::Here(dll) => header(scenario, &dlls(scenario, dll)),
            Subject::On(runner, _) => runner.header(scenario),
        }
    }

    fn play(&self, scenario: &Scenario, sink: &mut dyn Sink) {
        match &self.subject {
            Subject::Here(dll) => play(scenario, &dlls(scenario, dll), sink),
            Subject::On(runner, _) => runner.play(scenario, sink),
        }
    }

    fn begin(&self, scenario: &Scenario) -> Option<Play> {
        match &self.subject {
            Subject::Here(dll) => dlls(scenario, dll).begin(scenario),
            Subject::On(runner, _) => runner.begin(scenario),
        }
    }

    fn cut(&self) -> Option<String> {
        match &self.subject {
            Subject::Here(_) => None,
            Subject::On(runner, _) => runner.cut(),
        }
    }
}
