//! SERIAL-06: what is called in one process does not depend on data of the other.

use std::collections::BTreeMap;
use std::net::IpAddr;

use crate::check::decision::{gave_some, said};
use crate::check::{Call, CallResult, Family, Judge, Look, Named};
use crate::model::{Process, initializes_in};
use crate::ras::{Code, Name, Side};

crate::rule! {
    /// The service calls address functions in one process, and tells of users who connect and disconnect in
    /// another. Each process has its own copy of the DLL. A DLL must not depend on data that both kinds of
    /// functions share, such as a table that Accept fills and GetIpAddressForUser reads: in the other process that
    /// table is empty.
    ///
    /// mockras plays the scenario twice, as two processes and as one. For each DLL and each of the two sets, the rule
    /// compares the calls of both runs in their order, for as long as the same is asked. Until then the functions of one set
    /// have seen the same in both runs, but for the calls of the other set, which only the single process has seen as well.
    /// So if an answer differs after functions of the other set were called, the DLL shares data between them. Two
    /// different addresses are no sign of that, because a DLL may choose addresses at random. If the service starts as one
    /// process and the DLL fails to initialise in the second of two, the rule says so: the DLL takes what only one process
    /// can have, such as a port, a lock or a file.
    ///
    /// The finding depends on the reading that there are two processes at all (AMB-33). The rule treats series 2, 3
    /// and Ex like the plain series. mockras runs AcceptNewLink and its like with connections and the IPv6 functions with
    /// addresses, although no page assigns them to a process (CHOICE 1); so their own answers are no finding. A DLL that
    /// keeps data outside the process, for example in a file, may also answer the second run differently, and the rule
    /// cannot tell the difference.
    id: "SERIAL-06",
    name: "halves-share-nothing",
    applies_to: TwoProcesses,
    compare(OneProcess): share_nothing,
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
    if let Some((first, second)) = second_start(two, one) {
        let (value, processes) = (second.value().unwrap_or_default(), (first.instance, second.instance));
        let observed = format!(
            "the second process fails to start: {} returned NO_ERROR in {} and {} in {}, and NO_ERROR when there is one process",
            second.callout(),
            processes.0,
            Code(value),
            processes.1
        );
        judge.broken(second, observed, "NO_ERROR in both, which run at the same time").under("processes");
        return;
    }
    let mut found: Vec<(&Call<'_>, String)> = Vec::new();
    for dll in 0..two.header.dlls.len() {
        for half in [Side::Connections, Side::Addresses] {
            found.extend(first_shared(half_of(dll, half, two), half_of(dll, half, one), one, judge));
        }
    }
    if let Some((call, observed)) = found.into_iter().min_by_key(|(call, _)| call.at) {
        judge.broken(call, observed, "the same answer").under("processes");
    }
}

/// The initialisations of a DLL in the first and in the second process, of which the second fails, where it does not fail in one
/// process.
fn second_start<'l, 'a>(two: &'l Look<'a>, one: &Look<'_>) -> Option<(&'l Call<'a>, &'l Call<'a>)> {
    let starts = |look: &'l Look<'a>| look.calls().iter().filter(|call| call.initializes());
    let is_same = |a: &Call<'_>, b: &Call<'_>| {
        (a.instance.dll, a.entry, a.at.run) == (b.instance.dll, b.entry, b.at.run)
    };
    let second = starts(two).find(|call| call.value().is_some_and(|value| value != Code::NO_ERROR.0))?;
    let first = starts(two).find(|call| is_same(call, second) && call.instance != second.instance)?;
    let alone = one.calls().iter().find(|call| call.initializes() && is_same(call, second))?;
    (first.at < second.at && first.succeeded() && alone.succeeded()).then_some((first, second))
}

/// The calls of one DLL that belong to one set of functions, in order.
fn half_of<'l, 'a>(dll: usize, half: Side, look: &'l Look<'a>) -> Vec<&'l Call<'a>> {
    let is_in = |call: &&Call<'_>| usize::from(call.instance.dll) == dll && call.callout().side() == half;
    look.calls().iter().filter(is_in).collect()
}

/// The first answer of a set of functions that differs in one process, if only the calls of the other set can be why.
fn first_shared<'l, 'a>(
    here: Vec<&'l Call<'a>>,
    there: Vec<&Call<'_>>,
    one: &Look<'_>,
    judge: &mut Judge<'_>,
) -> Option<(&'l Call<'a>, String)> {
    let (mut given_here, mut given_there) = (Given::default(), Given::default());
    for (here, there) in here.into_iter().zip(there) {
        if !is_same_question(here, there, &given_here, &given_there) {
            return None; // From here on this set of functions has seen something else.
        }
        let (Some(here_said), Some(there_said)) = (said(here), said(there)) else { return None };
        let is_shared = is_assigned(here) && has_heard_the_other(there, one);
        match (here_said == there_said, is_shared) {
            (true, true) => judge.held(),
            (true, false) => {}
            // A DLL may choose an address by chance, or by what another program does.
            (false, _) if gave_some(here) && gave_some(there) => {}
            (false, true) => return Some((here, format!("{here_said}; in one process: {there_said}"))),
            // A function that no page assigns to a process, or a DLL that does not answer twice alike.
            (false, false) => return None,
        }
        given_here.note(here);
        given_there.note(there);
    }
    None
}

/// The addresses that were given, by user and port: the last one to each.
#[derive(Default)]
struct Given<'a>(BTreeMap<(Option<Family>, &'a Name, &'a Name), IpAddr>);

impl<'a> Given<'a> {
    fn note(&mut self, call: &Call<'a>) {
        if let (Some(named), Some((address, _))) = (call.named(), call.gave()) {
            self.0.insert((call.family(), named.user, named.port), address);
        }
    }

    /// Whether this is the address that was given.
    fn is_of(&self, call: &Call<'_>, named: &Named<'_>) -> bool {
        self.0.iter().any(|((family, user, port), address)| {
            (*family, *user, *port, *address) == (call.family(), named.user, named.port, named.address)
        })
    }
}

/// Whether both are asked the same. Each run gives back the address that was given in it.
fn is_same_question(here: &Call<'_>, there: &Call<'_>, in_here: &Given<'_>, in_there: &Given<'_>) -> bool {
    if (here.entry, here.question) == (there.entry, there.question) {
        return true;
    }
    let is_release = here.family().is_some_and(|family| family.release() == here.callout());
    match (here.named(), there.named()) {
        (Some(a), Some(b)) if is_release && here.entry == there.entry => {
            (a.user, a.port) == (b.user, b.port) && in_here.is_of(here, &a) && in_there.is_of(there, &b)
        }
        _ => false,
    }
}

/// Whether a page assigns it to a process. None does that with IPv6, links and the rest (SERIAL-08, CHOICE 1).
fn is_assigned(call: &Call<'_>) -> bool {
    call.accepts().is_some() || call.hangs_up().is_some() || call.family() == Some(Family::Ipv4)
}

/// Whether a function of the other set was called before, in the single process in which it could leave something.
fn has_heard_the_other(call: &Call<'_>, one: &Look<'_>) -> bool {
    let mut before = one.calls().iter().take_while(|other| other.at < call.at);
    before.any(|other| {
        other.instance.dll == call.instance.dll
            && other.at.run == call.at.run
            && other.callout().side() != call.callout().side()
            && is_assigned(other)
            && matches!(other.result, CallResult::Returned(_))
    })
}
