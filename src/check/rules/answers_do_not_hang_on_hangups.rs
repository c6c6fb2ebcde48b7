//! READINGS: a DLL answers the same whatever Windows does that no page says.

use std::collections::BTreeMap;

use crate::check::decision::{are_comparable, decided, word};
use crate::check::{Call, Judge, Look};
use crate::model::Instance;
use crate::ras::{Callout, Policy};

crate::rule! {
    /// From Server 2003 on, no page says whether the hangup of what was refused is reported (AMB-09, AMB-10). A DLL has to
    /// survive both, and its decisions should not depend on it either: a count of sessions that goes down with each
    /// hangup lets in one user too many under one reading, or locks users out under the other.
    ///
    /// mockras plays the scenario under both readings and compares what the DLL says to the same questions: whether it
    /// accepts a connection, a link or a quarantine state, and whether it gives an address. Which address that is may
    /// differ. Who compares under further readings has `mockras check --sweep`.
    id: "READINGS",
    name: "answers-do-not-hang-on-hangups",
    applies_to: Refusal,
    compare(Reread): are_the_same,
    holds: r#"
        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE

        mockras transcript 1
        profile  server-2012
        policy   hangup_after_refusal=all
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "#,
    breaks: replaces r#"
        policy   hangup_after_refusal=all
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "# with r#"
        policy   hangup_after_refusal=all
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = FALSE
    "#,
    fault: "counts-hangups-as-sessions",
}

fn are_the_same(here: &Look<'_>, there: &Look<'_>, judge: &mut Judge<'_>) {
    if !are_comparable(here, there) {
        return;
    }
    let other: BTreeMap<Asked, bool> =
        decisions(there).into_iter().map(|(asked, _, yes)| (asked, yes)).collect();
    for (asked, call, says) in decisions(here) {
        // What is asked under one reading only has no answer to compare.
        match other.get(&asked) {
            Some(said) if *said == says => judge.held(),
            Some(_) => {
                let observed = format!(
                    "it says {} under {}, and {} under {}",
                    word(says),
                    readings(&here.policy, &there.policy),
                    word(!says),
                    readings(&there.policy, &here.policy),
                );
                judge.broken(call, observed, "the same decision: no page says which reading Windows has");
                return;
            }
            None => {}
        }
    }
}

/// A question that both runs may ask: the DLL, the entry point, the connection, and how often that was asked before.
type Asked = (Instance, Callout, u32, usize);

/// What was decided: the question, the call, and whether the DLL agreed.
fn decisions<'l, 'a>(look: &'l Look<'a>) -> Vec<(Asked, &'l Call<'a>, bool)> {
    let mut times: BTreeMap<(Instance, Callout, u32), usize> = BTreeMap::new();
    let mut all = Vec::new();
    for call in look.calls() {
        let Some(number) = call.connection else { continue };
        let Some(says) = decided(look, call) else { continue };
        let at = times.entry((call.instance, call.callout(), number)).or_default();
        all.push(((call.instance, call.callout(), number, *at), call, says));
        *at += 1;
    }
    all
}

/// The readings of one policy that the other does not have.
fn readings(of: &Policy, other: &Policy) -> String {
    let differing = Policy::FIELDS.iter().filter_map(|field| {
        let reading = of.reading(field.name)?;
        (other.reading(field.name) != Some(reading)).then(|| format!("{}={reading}", field.name))
    });
    differing.collect::<Vec<_>>().join(" ")
}
