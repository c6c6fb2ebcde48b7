//! EXPECT: a DLL does what its author expects of it.

use crate::check::{Breaks, Check, Reach, Rule};

/// A DLL does what its author expects of it, in the steps `expect` of a scenario and in the rules `[[always]]` of
/// `mockras.toml`.
///
/// Each expectation is a rule of its own: reports call it `expect/<name>`. This rule stands for all of them, and says
/// nothing if there are none. An expectation about a connection that never was is no pass: nothing was exercised.
pub(super) static RULE: Rule = Rule {
    id: "EXPECT",
    name: "expectations-are-met",
    explanation: " A DLL does what its author expects of it, in the steps `expect` of a scenario and in the rules
 `[[always]]` of `mockras.toml`.

 Each expectation is a rule of its own: reports call it `expect/<name>`. This rule stands for all of them, and says
 nothing if there are none. An expectation about a connection that never was is no pass: nothing was exercised.
",
    decides: &["EXPECT"],
    applies_to: Reach::Expectation,
    check: Check::Expectations,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "mallory" } }
         0.000  c1            authenticated handle=65537 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  c1            refused reason=vote
         0.000  c1            closed reason=refused
         0.000  step   2      { expect = { name = "mallory stays out", port = "VPN2-0", state = "refused" } }
    "#,
    breaks: Breaks::Changed(&[(
        r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
         0.000  c1            refused reason=vote
         0.000  c1            closed reason=refused
    "#,
        r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65537 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    )]),
    fault: Some("lets-everybody-in"),
};
