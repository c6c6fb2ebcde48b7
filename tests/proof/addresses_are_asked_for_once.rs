//! IP4-01, IP6-01, ORDER-04: a DLL is asked once for each user, after authentication.

use std::collections::{BTreeMap, BTreeSet};

use mockras::check::{At, Call, ConnectionHistory, Family, Judge, Lease, Look};
use mockras::model::Instance;
use mockras::ras::{GetipPer, Name};

mockras::rule! {
    /// MprAdminGetIpAddressForUser is called once for each user who needs an IPv4 address, after the user is
    /// authenticated, and MprAdminGetIpv6AddressForUser likewise. Nothing says whether AcceptNewConnection comes before
    /// or after it (AMB-22).
    ///
    /// "Each user" may be each connection or each user name; under `getip_per=user` a session that begins while another
    /// of the same user has an address shares it, and nobody is asked (AMB-56). Several DLLs may be asked for an IPv6
    /// address (AMB-25), each once.
    id: "IP4-01",
    name: "addresses-are-asked-for-once",
    also: ["IP6-01", "ORDER-04"],
    applies_to: Ipv4,
    check: asked_once,
    holds: r#"
         0.000  step   0      "start"
         0.000  load   ip/1   InitializeDll TerminateDll AcceptNewConnection2 ConnectionHangupNotification2 AcceptReauthentication AcceptNewLink LinkHangupNotification GetIpAddressForUser ReleaseIpAddress
         0.000  call   ip/1   InitializeDll = NO_ERROR
         0.000  service       running
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  c1            authenticated handle=65537 user=alice
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
         0.000  c1            ipv4 address=10.0.0.2
         0.000  c1            link-up port=VPN2-0
         0.000  c1            connected
         0.000  c1            link-down port=VPN2-0
         0.000  c1            closed reason=hung-up
         0.000  call   ip/1   TerminateDll = NO_ERROR
         0.000  service       stopped
    "#,
    breaks: replaces r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
    "# with r#"
         0.000  step   1      { dial = { port = "VPN2-0", user = "alice" } }
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "#, replaces r#"
         0.000  call   ip/1   GetIpAddressForUser user=alice port=VPN2-0 offered=10.0.0.2 notify=poison = NO_ERROR address=10.0.0.2 notify=FALSE
    "# with "",
}

fn asked_once(look: &Look<'_>, judge: &mut Judge<'_>) {
    for family in Family::ALL {
        let needless = needless(look, family);
        let mut asked = BTreeSet::new();
        for get in look.calls_of(family.get()) {
            judge_call(look, judge, &needless, &mut asked, get);
        }
        let had: BTreeSet<u32> = asked.into_iter().map(|(number, _)| number).collect();
        judge_connected(look, judge, family, &had);
    }
}

/// Judges each call: it must be about a user who is authenticated, wants an address, and has not been asked about before.
fn judge_call(
    look: &Look<'_>,
    judge: &mut Judge<'_>,
    needless: &BTreeSet<At>,
    asked: &mut BTreeSet<(u32, Instance)>,
    get: &Call<'_>,
) {
    let Some(family) = get.family() else { return };
    let row = family.row("IP4-01", "IP6-01");
    let connection = look.connection_of(get);
    let Some(connection) = connection.filter(|connection| connection.lives_at(get.at)) else {
        let expected = "a call for a user who has been authenticated";
        judge.broken(get, "a call for a user whom no connection has", expected).about("ORDER-04");
        return;
    };
    if connection.dial.is_some() && family.offer(connection).is_none() {
        judge.broken(get, "a call for a user who wants no such address", "no call").about(row);
    } else if !asked.insert((connection.number, get.instance)) {
        judge.broken(get, "the second call for this connection", "one call").about(row);
    } else if needless.contains(&get.at) {
        judge
            .broken(get, "a call although another session of this user has an address", "no call")
            .about(row)
            .under("getip_per");
    } else {
        judge.held();
    }
}

/// The calls made while another session of the same user has an address. They are needless only under `getip_per=user`.
fn needless(look: &Look<'_>, family: Family) -> BTreeSet<At> {
    let mut needless = BTreeSet::new();
    if look.policy.getip_per == GetipPer::Connection {
        return needless;
    }
    let mut open: BTreeMap<&Name, Vec<&Lease<'_>>> = BTreeMap::new();
    for lease in look.leases().iter().filter(|lease| lease.family == family) {
        let at = lease.get.at;
        let earlier = open.entry(lease.user()).or_default();
        earlier.retain(|lease| lease.holders(look.connections()).any(|holder| holder.lives_at(at)));
        let mut holders = earlier.iter().flat_map(|lease| lease.holders(look.connections()));
        let is_other = |holder: &ConnectionHistory<'_>, connection: &ConnectionHistory<'_>| {
            holder.number != connection.number && holder.is_same_user(connection) && holder.lives_at(at)
        };
        if look
            .connection_of(&lease.get)
            .is_some_and(|connection| holders.any(|holder| is_other(holder, connection)))
        {
            needless.insert(at);
        }
        earlier.push(lease);
    }
    needless
}

/// Judges each connected user: a DLL must have been asked, if there is one to ask. Refused users are left out: they may
/// have been refused earlier.
fn judge_connected(look: &Look<'_>, judge: &mut Judge<'_>, family: Family, had: &BTreeSet<u32>) {
    let of_family = look.leases().iter().filter(|lease| lease.family == family);
    let shared: BTreeSet<u32> = of_family.flat_map(|lease| lease.holders.iter().copied()).collect();
    for connection in look.connections() {
        let Some(connected) = connection.connected() else { continue };
        let is_provided = !look.providers(connected.run, family).is_empty();
        let is_asked = had.contains(&connection.number) || shared.contains(&connection.number);
        if is_provided && !is_asked && family.offer(connection).is_some() {
            let expected = format!("a call of {} before that", family.get());
            judge
                .broken((connected, connection.number), "a user connected without a call", expected)
                .about(family.row("IP4-01", "IP6-01"));
        }
    }
}
