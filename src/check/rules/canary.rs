//! CANARY: the rule that no run keeps.

use crate::check::{Judge, Look};

crate::rule! {
    /// Every run breaks this rule, so a report that does not show it has lost a finding.
    ///
    /// Reports, baselines and exit codes can fail silently: a pipeline that loses its findings looks like one that
    /// has none. Ask for this rule once when you set up a pipeline, and check that the finding arrives where people
    /// read findings and that it turns the build red. Each run has one such finding, at its first entry; it says
    /// nothing about the DLL or the service.
    ///
    /// The rule is only checked if you ask for it by name: `--rule CANARY`.
    id: "CANARY",
    name: "canary",
    applies_to: Call,
    check: sing,
    holds: "",
    breaks: r#"
         0.000  step   0      "start"
         0.000  load   conn/1 all but InitializeDllEx
         0.000  call   conn/1 InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "mallory", credentials = "wrong" } }
         0.000  c1            refused reason=authentication
         0.000  c1            closed reason=refused
         0.000  step   0      "stop"
         0.000  call   conn/1 TerminateDll = NO_ERROR
         0.000  unload conn/1
         0.000  service       stopped
    "#,
}

/// Breaks at the first entry. A transcript without entries is no run, so the rule does not apply to it.
fn sing(look: &Look<'_>, judge: &mut Judge<'_>) {
    if let Some((at, _)) = look.entries().first() {
        judge.broken(*at, "a run", "no run at all: this rule is always broken");
    }
}
