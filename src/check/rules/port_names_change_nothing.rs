//! PORT-NAMES: what a port is called does not matter.

use crate::check::decision::{Differing, are_comparable, chosen_otherwise, decisions, differing, word};
use crate::check::{Judge, Look};

crate::rule! {
    /// Ports under other names are the same ports. A DLL may decide by the name of a port, and no page forbids it, but who
    /// installs the server chooses those names. A DLL that takes the last digit for a place in an array, or knows the names
    /// of one machine, says something else on another.
    ///
    /// A DLL that keeps less of a name than the 16 units which one can have does not find its lease when it is given back.
    ///
    /// mockras plays the scenario with all ports renamed, each to a name of the same length and kind: another digit or letter
    /// at the end. Names of 16 units and more become short ones. It compares what the DLL says to the same questions about
    /// the same users and, of the addresses that it chooses, whether it gives one that it has given before. Scenarios with a
    /// stock DLL that was told to treat a port in a special way are left out.
    id: "PORT-NAMES",
    name: "port-names-change-nothing",
    applies_to: Dial,
    compare(Renamed): change_nothing,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 connection=65537 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-5", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-5 connection=65537 = TRUE
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-5 connection=65537 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewLink port=VPN2-5 connection=65537 = FALSE
    "#,
    fault: "knows-four-ports",
}

fn change_nothing(here: &Look<'_>, renamed: &Look<'_>, judge: &mut Judge<'_>) {
    if !are_comparable(here, renamed) {
        return;
    }
    let Some(Differing { here: decision, .. }) = differing(here, renamed).into_iter().next() else {
        if let Some((choice, other)) = chosen_otherwise(here, renamed) {
            let observed = format!(
                "{} with these names of ports, and {} with others",
                choice.in_words(),
                other.in_words()
            );
            judge.broken(
                choice.call,
                observed,
                "both used before, or both new: its addresses come back either way",
            );
        } else if !decisions(here).is_empty() {
            judge.held();
        }
        return;
    };
    let observed = format!(
        "it says {} with these names of ports, and {} with others",
        word(decision.says),
        word(!decision.says)
    );
    judge.broken(decision.call, observed, "the same: a port is called as somebody has named it");
}
