//! DLLs of scenarios, built in Rust with the words of scenario files.

use std::net::Ipv4Addr;

use super::dll::{AfterCall, Dll, Guard, Script, Stock};
use crate::ras::{Name, Quarantine, Series};

/// One function for each option of `[[dll]]`. Which DLL takes which is said by `mockras list stock`.
///
/// ```
/// use mockras::prelude::*;
/// use mockras::ras::Series;
///
/// let dll = Dll::stock(Stock::RefuseUser).named("gate").series([Series::Two]).users(["bob", "mallory"]);
/// let text = "stock = \"refuse-user\"\nname = \"gate\"\nseries = [\"2\"]\nusers = [\"bob\", \"mallory\"]\n";
/// assert_eq!(dll.to_string(), text);
/// ```
impl Dll {
    /// Makes a `scripted` DLL that does what this says.
    ///
    /// ```
    /// use mockras::prelude::*;
    /// use mockras::scenario::Script;
    ///
    /// let script = Script { refuse_users: vec!["mallory".into()], ..Script::default() };
    /// let scenario = Scenario::of([Step::dial("VPN2-0", "mallory")]).dll(Dll::scripted(script));
    /// mockras::run(&scenario, &[]).expect().connection("VPN2-0").refused_because(Refusal::Vote);
    /// ```
    pub fn scripted(script: Script) -> Self {
        Self { script: Some(script), ..Self::stock(Stock::Scripted) }
    }

    /// What transcripts call it.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Where arguments of a native DLL lie.
    #[must_use]
    pub fn guard(self, guard: Guard) -> Self {
        Self { guard: Some(guard), ..self }
    }

    /// What becomes of arguments of a native DLL after the call.
    #[must_use]
    pub fn after_call(self, after_call: AfterCall) -> Self {
        Self { after_call: Some(after_call), ..self }
    }

    /// The series of connection functions that it offers.
    #[must_use]
    pub fn series(self, series: impl IntoIterator<Item = Series>) -> Self {
        Self { series: Some(series.into_iter().collect()), ..self }
    }

    /// Whether it registers what has a slot through InitializeDllEx.
    #[must_use]
    pub fn table(self, table: bool) -> Self {
        Self { table: Some(table), ..self }
    }

    /// Whether it offers both pairs of address functions.
    #[must_use]
    pub fn addresses(self, addresses: bool) -> Self {
        Self { addresses: Some(addresses), ..self }
    }

    /// The users that it refuses.
    #[must_use]
    pub fn users<N: Into<Name>>(self, users: impl IntoIterator<Item = N>) -> Self {
        Self { users: Some(users.into_iter().map(Into::into).collect()), ..self }
    }

    /// How many links it allows per connection.
    #[must_use]
    pub fn links(self, links: u32) -> Self {
        Self { links: Some(links), ..self }
    }

    /// The first IPv4 address of its pool.
    #[must_use]
    pub fn first(self, first: impl Into<Ipv4Addr>) -> Self {
        Self { first: Some(first.into()), ..self }
    }

    /// How many addresses its pool has.
    #[must_use]
    pub fn size(self, size: u32) -> Self {
        Self { size: Some(size), ..self }
    }

    /// The quarantine states that may stay.
    #[must_use]
    pub fn states(self, states: impl IntoIterator<Item = Quarantine>) -> Self {
        Self { states: Some(states.into_iter().collect()), ..self }
    }
}
