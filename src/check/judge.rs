//! What a rule says while it goes through a transcript.

use std::fmt::Display;

use super::breach::Breach;
use super::look::Look;
use super::spot::Spot;

/// Collects what one rule finds in one transcript.
///
/// A check tells it each time something happened that the rule is about, and how that went: [`held`](Self::held),
/// [`broken`](Self::broken), either of them by [`expect`](Self::expect), or [`owed`](Self::owed). If a check says nothing,
/// the rule did not apply. That is not a pass.
///
/// A check that uses all of them, and says in a breach what else it knows:
///
/// ```
/// use mockras::check::{Judge, Look, Twins, judge};
/// use mockras::prelude::*;
///
/// mockras::rule! {
///     /// Links go to alice, and none of them stays for ever.
///     id: "HOUSE-03",
///     name: "links-are-for-alice",
///     applies_to: Link,
///     check: links,
///     holds: "0.000 c1 link-up port=VPN2-0",
///     breaks: "0.000 call conn/1 AcceptNewLink port=VPN2-0 = 2",
/// }
///
/// fn links(look: &Look<'_>, judge: &mut Judge<'_>) {
///     for call in look.calls_of(Callout::AcceptNewLink) {
///         let port = call.link().map(|port| port.name.to_string_lossy()).unwrap_or_default();
///         judge.expect(port.starts_with("VPN"), call, || port.clone(), "a port of the VPN");
///         if call.value().is_some_and(|value| value > 1) {
///             judge.broken(call, "another TRUE", "TRUE").member("the result").under("bool_truth");
///         } else {
///             judge.held();
///         }
///         if look.calls_of(Callout::LinkHangupNotification).next().is_none() {
///             judge.owed(call, "no end", "the end of the link");
///         }
///     }
/// }
///
/// let (broken, _) = RULE.example_that_breaks()?;
/// let verdicts = judge(&broken, Twins::default(), &[&RULE]);
/// assert_eq!(verdicts.findings().next().and_then(|finding| finding.member.as_deref()), Some("the result"));
/// # Ok::<(), mockras::check::ExampleError>(())
/// ```
#[derive(Debug)]
pub struct Judge<'a> {
    pub(super) look: &'a Look<'a>,
    pub(super) applied: u64,
    pub(super) owed: u64,
    pub(super) breaches: Vec<Breach>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(look: &'a Look<'a>) -> Self {
        Self { look, applied: 0, owed: 0, breaches: Vec::new() }
    }

    /// The rule applied, and was kept.
    pub fn held(&mut self) {
        self.applied += 1;
    }

    /// The rule applied, and was broken: what was there, and what was expected.
    pub fn broken(
        &mut self,
        spot: impl Into<Spot>,
        observed: impl Display,
        expected: impl Display,
    ) -> &mut Breach {
        self.applied += 1;
        let (observed, expected) = (observed.to_string(), expected.to_string());
        self.breaches.push(Breach::new(spot.into(), observed, expected, self.look.policy));
        self.breaches.last_mut().expect("one was pushed")
    }

    /// The rule applied: it was kept if `ok`, and broken otherwise. Only then is `observed` called.
    pub fn expect(
        &mut self,
        ok: bool,
        spot: impl Into<Spot>,
        observed: impl FnOnce() -> String,
        expected: impl Display,
    ) {
        if ok {
            self.held();
        } else {
            self.broken(spot, observed(), expected);
        }
    }

    /// Something that had to happen is missing at the end of the transcript. That is a breach, unless the run was cut
    /// short: then nobody knows.
    pub fn owed(&mut self, spot: impl Into<Spot>, observed: impl Display, expected: impl Display) {
        if self.look.is_cut() {
            self.owed += 1;
        } else {
            self.broken(spot, observed, expected);
        }
    }
}
