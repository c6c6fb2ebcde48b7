//! CANARY: the rule that no run keeps.

use crate::check::{Judge, Look};

crate::rule! {
    /// Every run breaks this rule, so that a report without a finding of it has lost one.
    ///
    /// Reports, baselines and exit codes can fail without a sound: a pipeline that shows no findings looks like one that
    /// has none. Whoever sets one up checks once that this finding arrives where findings are read, and that it turns the
    /// build red. There is one finding for each run, at its first entry; it says nothing about the DLL or the service.
    ///
    /// It is only checked if it is asked for by name: `--rule CANARY`.
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

/// A transcript without entries has nothing to be broken in: it keeps even this one.
fn sing(look: &Look<'_>, judge: &mut Judge<'_>) {
    if let Some((at, _)) = look.entries().first() {
        judge.broken(*at, "a run", "no run at all: this rule is always broken");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::{Verdict, judge};
    use crate::transcript::Transcript;

    #[test]
    fn transcript_without_entries_is_no_run_to_break_it() {
        let verdicts = judge(&Transcript::default(), None, &[&RULE]);
        assert!(matches!(verdicts.outcomes[0].verdict, Verdict::NotApplicable));
    }
}
