//! LINK-02, ORDER-02: the first AcceptNewLink follows at once on Accept.

use std::collections::BTreeMap;

use mockras::check::{Call, Judge, Look};
use mockras::model::Instance;
use mockras::ras::{AcceptLinkInterleave, Callout, FirstLinkRefused, Side};

mockras::rule! {
    /// AcceptNewLink is called for the first time immediately after the Accept function has returned, in every series
    /// (AMB-14).
    ///
    /// With several DLLs that is after the last Accept, or DLL by DLL under `accept_link_interleave=per_dll` (AMB-13).
    /// The check allows no other call in between but those of the address functions: they may run at the same time in
    /// their own process (SERIAL-05, AMB-22).
    id: "LINK-02",
    name: "link-follows-accept",
    also: ["ORDER-02"],
    applies_to: Link,
    check: follows,
    holds: r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   conn/1 AcceptNewLink port=VPN2-0 handle=196609 connection=65537 condition=authenticated line-speed=100000000 = TRUE
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
    "#,
    breaks: replaces r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
    "# with r#"
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  step   2      { dial = { port = "VPN2-1", user = "mallory" } }
         0.000  c2            authenticated handle=65538 user=mallory
         0.000  call   conn/1 AcceptNewConnection2 c2 = FALSE
         0.000  c2            refused reason=vote
         0.000  c2            closed reason=refused
    "#,
}

/// A call with its place among all calls that cannot overlap.
type Placed<'a> = (usize, &'a Call<'a>);

fn follows(look: &Look<'_>, judge: &mut Judge<'_>) {
    let per_dll = look.policy.accept_link_interleave == AcceptLinkInterleave::PerDll;
    let calls = look.calls().iter().filter(|call| call.callout().side() != Side::Addresses);
    let mut votes: BTreeMap<(u32, Option<Instance>), Vec<Placed<'_>>> = BTreeMap::new();
    for (place, call) in (0..).zip(calls) {
        let Some(number) = call.connection else { continue };
        votes.entry((number, per_dll.then_some(call.instance))).or_default().push((place, call));
    }
    // AMB-11, AMB-12: a DLL whose turn did not come for the first link hears of a later one first.
    let may_come_late = per_dll && look.policy.first_link_refused == FirstLinkRefused::KeepWaiting;
    for vote in votes.values() {
        compare(judge, vote, may_come_late);
    }
}

/// The calls that belong to one vote.
fn compare(judge: &mut Judge<'_>, vote: &[Placed<'_>], may_come_late: bool) {
    let accept = vote.iter().rfind(|(_, call)| call.accepts().is_some());
    let link = vote.iter().find(|(_, call)| call.callout() == Callout::AcceptNewLink);
    let (Some((accept, asked)), Some((link, call))) = (accept, link) else { return };
    if *link == accept + 1 {
        judge.held();
    } else if link < accept {
        judge.broken(*call, "AcceptNewLink before Accept", "Accept first").about("ORDER-02");
    } else if !may_come_late || asked.at.is_same_step(call.at) {
        judge.broken(*call, "other calls between Accept and AcceptNewLink", "AcceptNewLink at once");
    }
}
