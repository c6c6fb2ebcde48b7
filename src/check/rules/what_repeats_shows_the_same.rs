//! DRIFTS: what is repeated in one life of the service shows the same.

use crate::check::{Judge, Look};

crate::rule! {
    /// Users come and go for as long as the service runs, and what they have left behind is no reason to answer the next
    /// one otherwise. A DLL that keeps a session of a user who has gone, or counts hangups wrongly, works for a while.
    ///
    /// mockras plays the scenario three times in one life of the service, up to its first stop, and hangs everybody up each
    /// time. What happens is compared but for addresses, times, numbers of connections and numbers in notes: answers with those
    /// of the first time, notes and requests for administration with those of the second, since a DLL may prepare
    /// things when they are first needed. Hangups follow refusals there (AMB-09, AMB-10), so that a DLL is told of every
    /// end. `mockras soak` repeats scenarios as often as you like, and there this is an error.
    id: "DRIFTS",
    name: "what-repeats-shows-the-same",
    applies_to: Accept,
    compare(Cycles): shows_the_same,
    holds: r#"
        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE

        mockras transcript 1
        profile  server-2012
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  step   2      { hang-up = { port = "VPN2-0" } }
         0.000  c1            closed reason=hung-up
         0.000  step   3      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c2            authenticated handle=131074 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c2 = TRUE
         0.000  step   4      { hang-up = { port = "VPN2-0" } }
         0.000  c2            closed reason=hung-up
         0.000  step   5      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c3            authenticated handle=196611 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c3 = TRUE
         0.000  step   6      { hang-up = { port = "VPN2-0" } }
         0.000  c3            closed reason=hung-up
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c3 = TRUE
         0.000  step   6      { hang-up = { port = "VPN2-0" } }
         0.000  c3            closed reason=hung-up
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c3 = FALSE
         0.000  c3            refused reason=vote
         0.000  c3            closed reason=refused
         0.000  step   6      { hang-up = { port = "VPN2-0" } }
         0.000  skip          the port is idle
    "#,
    fault: "keeps-sessions",
}

fn shows_the_same(first: &Look<'_>, cycles: &Look<'_>, judge: &mut Judge<'_>) {
    match cycles.drift() {
        Some(Some(drift)) if !drift.is_address => {
            if let Some(spot) = first.spot_of(drift) {
                judge.broken(spot, drift.observed(), drift.expected());
            }
        }
        Some(_) if cycles.calls().iter().any(|call| call.accepts().is_some()) => judge.held(),
        Some(_) | None => {}
    }
}
