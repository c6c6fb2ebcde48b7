//! SERIAL-06: what is called in one process does not depend on data of the other.

use crate::check::{Call, CallResult, Family, Judge, Look};
use crate::model::{Process, UNWRITTEN, initializes_in};
use crate::ras::{Code, ResultKind, Side};

crate::rule! {
    /// The service calls address functions in one process, and tells of users who connect and disconnect in
    /// another. Each process has its own copy of the DLL. A DLL must not depend on data that both kinds of
    /// functions share, such as a table that Accept fills and GetIpAddressForUser reads: in the other process that
    /// table is empty.
    ///
    /// mockras plays the scenario twice, as two processes and as one. The rule compares both runs for as long as
    /// the service asks the same questions. If an answer of one kind of functions differs after the other kind was
    /// called, the rule concludes that the DLL shares data between them. Two different addresses are no sign of
    /// that, because a DLL may choose addresses at random.
    ///
    /// The finding depends on the reading that there are two processes at all (AMB-33). The rule treats series 2, 3
    /// and Ex like the plain series. mockras runs AcceptNewLink with connections and the IPv6 functions with
    /// addresses, although no page assigns them to a process (CHOICE 1); so neither their answers nor what follows
    /// from them is a finding. A DLL that keeps data outside the process, for example in a file, may also answer
    /// the second run differently, and the rule cannot tell the difference.
    id: "SERIAL-06",
    name: "halves-share-nothing",
    applies_to: TwoProcesses,
    compare: share_nothing,
    holds: r#"
        mockras transcript 1
        profile  server-2012
        policy   ip_vs_accept=accept_first
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   conn/1 AcceptNewConnection2 c1 = TRUE
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.9.9.9 notify=FALSE

        mockras transcript 1
        profile  server-2012
        policy   ip_vs_accept=accept_first
        policy   processes=one
        dll 1    example

         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ras/1  AcceptNewConnection2 c1 = TRUE
         0.000  call   ras/1  GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.9.9.9 notify=FALSE
    "#,
    breaks: replaces r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.9.9.9 notify=FALSE
    "# with r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = ERROR_ACCESS_DENIED address=10.0.0.2 notify=FALSE
         0.000  c1            refused reason=address-error
         0.000  c1            closed reason=refused
    "#,
    fault: "asks-its-other-half",
}

fn share_nothing(two: &Look<'_>, one: &Look<'_>, judge: &mut Judge<'_>) {
    // AMB-33: then one half was never initialised, which alone may be why it answers otherwise.
    if !initializes_in(Process::Addresses, &two.policy) {
        return;
    }
    let mut called: Vec<(u8, Side)> = Vec::new();
    // The functions that CHOICE 1 puts into a process, and no page: what they told the other half blames nobody.
    let mut unassigned: Vec<(u8, Side)> = Vec::new();
    for (here, there) in played(two).zip(played(one)) {
        let dll = here.instance.dll;
        let same_question =
            (dll, here.entry, here.question) == (there.instance.dll, there.entry, there.question);
        if !same_question {
            return; // From here on the service goes another way: what DLLs answer says nothing about them.
        }
        let half = half_of(here);
        match half {
            Some(half) => called.push((dll, half)),
            None => unassigned.push((dll, here.callout().side())),
        }
        let (Some(here_said), Some(there_said)) = (said(here), said(there)) else { return };
        let of_other = |half| {
            let is_other = |(other, of): &(u8, Side)| *other == dll && *of != half;
            called.iter().any(is_other) && !unassigned.iter().any(is_other)
        };
        let is_choice_of_address = gave_some(here) && gave_some(there);
        match (here_said == there_said, half.is_some_and(of_other)) {
            (true, true) => judge.held(),
            (true, false) => {}
            // A DLL may choose an address by chance, or by what another program does.
            (false, true) if is_choice_of_address => return,
            (false, true) => {
                let observed = format!("{here_said}; in one process: {there_said}");
                judge.broken(here, observed, "the same answer").under("processes");
                return;
            }
            // A function that no page assigns to a process, or a DLL that does not answer twice alike.
            (false, false) => return,
        }
    }
}

/// Whether it granted some address.
fn gave_some(call: &Call<'_>) -> bool {
    call.value() == Some(Code::NO_ERROR.0)
        && call.gave().is_some_and(|(address, _)| !address.is_unspecified())
}

/// Every call but those that start and stop a DLL: these are made once in each process.
fn played<'l>(look: &'l Look<'_>) -> impl Iterator<Item = &'l Call<'l>> {
    look.calls().iter().filter(|call| call.callout().side() != Side::Both)
}

/// The process that the pages assign it to. They say nothing of IPv6, links and the rest (SERIAL-08, CHOICE 1).
fn half_of(call: &Call<'_>) -> Option<Side> {
    if call.accepts().is_some() || call.hangs_up().is_some() {
        return Some(Side::Connections);
    }
    (call.family() == Some(Family::Ipv4)).then_some(Side::Addresses)
}

/// What counts of an answer: its result, if somebody reads it, and what it wrote. Nothing if nobody knows.
fn said(call: &Call<'_>) -> Option<String> {
    let value = match call.result {
        CallResult::Returned(returned) => returned.value.unwrap_or_default(),
        // What a DLL would have answered, nobody knows.
        CallResult::Faulted(_) | CallResult::Cut => return None,
    };
    let result = match call.callout().result() {
        ResultKind::Code => Code(value).to_string(),
        ResultKind::Verdict => value.to_string(),
        ResultKind::Nothing => "no result".to_owned(),
    };
    let gave = call.gave().map(|(address, notify)| {
        let notify = match notify {
            0 => "FALSE".to_owned(),
            1 => "TRUE".to_owned(),
            UNWRITTEN => "unwritten".to_owned(),
            other => other.to_string(),
        };
        format!("{result}, address {address}, notify {notify}")
    });
    Some(gave.unwrap_or(result))
}
