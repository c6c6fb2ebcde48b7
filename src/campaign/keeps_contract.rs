//! The contract of a DLL as a test, in one line.

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
/// Choices that take one argument can be named instead, in any order: `tier`, `steps`, `profile`, `vocabulary`, `rules`, `rule`,
/// `cases`, `seed`, each as the method of [`Contract`](crate::campaign::Contract) of that name.
///
/// ```
/// use mockras::generate::{Tier, Vocabulary};
/// use mockras::prelude::*;
/// use mockras::ras::Profile;
/// # #[derive(Default)]
/// # struct Open;
/// # impl AdminDll for Open {
/// #     fn exports(&self) -> Exports<Self> {
/// #         Exports::all_accepted()
/// #     }
/// # }
///
/// mockras::keeps_contract!(
///     open_lets_the_service_users_in,
///     Open::default,
///     profile: Profile::Server2008R2,
///     vocabulary: Vocabulary { users: vec!["svc-backup".into()], ..Vocabulary::default() },
///     rules: |rule| rule.id != "PREAUTH-03",
///     tier: Tier::Strict,
///     cases: 64,
/// );
/// # fn main() {}
/// ```
///
/// With `runner`, it is the contract of a DLL that somebody else plays, such as a library in children: then what stands second
/// is a [`Dll`](crate::scenario::Dll), and `runner` comes before the other choices.
///
/// ```
/// use mockras::pipeline::InProcess;
/// use mockras::scenario::{Dll, Stock};
///
/// mockras::keeps_contract!(
///     pool_keeps_the_contract,
///     Dll::stock(Stock::AddressPool),
///     runner: InProcess, // Of `mockras-native`: Isolated::new("mockras", ["__worker"])
///     cases: 64,
/// );
/// # fn main() {}
/// ```
///
/// 256 scenarios are played, or as many as `PROPTEST_CASES` says, with every rule. If one is broken, the test fails
/// with the finding and the smallest scenario that shows it. The seed is saved beside the source file of the test, and
/// played first from then on.
#[macro_export]
macro_rules! keeps_contract {
    ($name:ident, $dll:expr, runner: $runner:expr $(, $choice:ident: $value:expr)* $(,)?) => {
        #[test]
        fn $name() {
            let runner = $runner;
            let contract = $crate::campaign::Contract::on(&runner, $dll);
            $(let contract = contract.$choice($value);)*
            contract.assert(stringify!($name), file!());
        }
    };
    ($name:ident, $make:expr $(, $choice:ident: $value:expr)+ $(,)?) => {
        #[test]
        fn $name() {
            let contract = $crate::campaign::Contract::of($make);
            $(let contract = contract.$choice($value);)+
            contract.assert(stringify!($name), file!());
        }
    };
    ($name:ident, $make:expr $(, $change:expr)? $(,)?) => {
        #[test]
        fn $name() {
            let contract = $crate::campaign::Contract::of($make);
            $(let contract = contract.changed($change);)?
            contract.assert(stringify!($name), file!());
        }
    };
}
