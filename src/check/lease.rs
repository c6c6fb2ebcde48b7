//! Addresses: what was asked for, what was given, who had it, and the release that belongs to it.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::net::IpAddr;

use super::call::{Call, Named};
use super::connection_history::{ConnectionHistory, numbered};
use super::family::Family;
use super::spot::At;
use crate::model::{ConnectionEvent, asks_for_release};
use crate::ras::{Code, GetipPer, Name, Policy};

/// One address that a DLL was asked for.
#[derive(Debug)]
#[non_exhaustive]
pub struct Lease<'a> {
    /// The kind of the address.
    pub family: Family,
    /// The call that asked for the address.
    pub get: Call<'a>,
    /// The user, the port and the address that the call passed.
    pub named: Named<'a>,
    /// What that call left behind, whatever it returned.
    pub address: IpAddr,
    /// Whether it asked for notice, under the readings in force (AMB-20).
    pub wants_notice: bool,
    /// The call that gave it back, if there was one.
    pub release: Option<Call<'a>>,
    /// The call that must have been meant to give it back, but named another user, port or address.
    pub misnamed: Option<Call<'a>>,
    /// The numbers of the connections that had it: the one it was asked for first, then those that shared it (AMB-56).
    pub holders: Vec<u32>,
}

/// Where the sessions of each user got their addresses, in order.
type Sessions<'l, 'a> = BTreeMap<(Family, (&'a Name, &'a Name)), Vec<(At, &'l ConnectionHistory<'a>)>>;

/// The addresses that DLLs were asked for and answered, in order.
pub(super) fn leases<'a>(
    policy: &Policy,
    calls: &[Call<'a>],
    connections: &[ConnectionHistory<'a>],
) -> Vec<Lease<'a>> {
    let sessions = sessions(policy, connections);
    let mut leases: Vec<Lease<'a>> = Vec::new();
    let mut open: BTreeMap<(u32, Named<'a>), Vec<usize>> = BTreeMap::new();
    let mut strays = Vec::new();
    for call in calls {
        let (Some(family), Some(named)) = (call.family(), call.named()) else { continue };
        if call.callout() == family.release() {
            let same = open.get_mut(&(call.at.run, named));
            match same.and_then(|same| take_best(same, |at| leases[at].suits(connections, call))) {
                Some(at) => leases[at].release = Some(*call),
                None => strays.push(call),
            }
        } else if let Some((address, notify)) = call.gave() {
            open.entry((call.at.run, Named { address, ..named })).or_default().push(leases.len());
            leases.push(Lease {
                family,
                get: *call,
                named,
                address,
                wants_notice: asks_for_release(Code(call.value().unwrap_or_default()), notify, policy),
                release: None,
                misnamed: None,
                holders: holders(connections, &sessions, call, family),
            });
        }
    }
    for call in strays {
        let meant = leases.iter_mut().filter(|lease| lease.may_be_meant_by(call));
        if let Some(lease) = meant.max_by_key(|lease| lease.likeness(call)) {
            lease.misnamed = Some(*call);
        }
    }
    leases
}

/// Only under `getip_per=user` does it matter which sessions are of one user (AMB-56).
fn sessions<'l, 'a>(policy: &Policy, connections: &'l [ConnectionHistory<'a>]) -> Sessions<'l, 'a> {
    let mut sessions = Sessions::new();
    if policy.getip_per == GetipPer::User {
        for (connection, family) in
            connections.iter().flat_map(|connection| Family::ALL.map(|of| (connection, of)))
        {
            if let (Some((at, _)), Some(user)) = (family.address_of(connection), connection.user()) {
                sessions.entry((family, user)).or_default().push((at, connection));
            }
        }
    }
    for of_user in sessions.values_mut() {
        of_user.sort_by_key(|(at, _)| *at);
    }
    sessions
}

/// The connection for which an address was asked, and the sessions that got theirs while another had this one.
fn holders<'a>(
    connections: &[ConnectionHistory<'a>],
    sessions: &Sessions<'_, 'a>,
    get: &Call<'a>,
    family: Family,
) -> Vec<u32> {
    let Some(first) = get.connection.and_then(|number| numbered(connections, number)) else {
        return Vec::new();
    };
    let mut holders = vec![first.number];
    let of_user = first.user().and_then(|user| sessions.get(&(family, user)));
    let of_user = of_user.map(Vec::as_slice).unwrap_or_default();
    // When the last of them ends; none if one has no end.
    let mut until = first.closed();
    for (at, connection) in &of_user[of_user.partition_point(|(at, _)| *at <= get.at)..] {
        if until.is_some_and(|until| until <= *at) {
            break;
        }
        if connection.number != first.number {
            holders.push(connection.number);
            until = until.zip(connection.closed()).map(|(until, closed)| until.max(closed));
        }
    }
    holders
}

/// Takes the best of some places out of their list; if several are equally good, the last of them.
fn take_best<K: Ord>(places: &mut Vec<usize>, suits: impl Fn(usize) -> K) -> Option<usize> {
    let (best, _) = places.iter().enumerate().max_by_key(|(_, at)| suits(**at))?;
    Some(places.remove(best))
}

impl<'a> Lease<'a> {
    /// The user for whom it was asked.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert_eq!(*lease.user(), "alice");
    /// ```
    pub fn user(&self) -> &'a Name {
        self.named.user
    }

    /// What the service passed: zero, or the address that it has chosen.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert_eq!(lease.offered().to_string(), "10.0.0.2");
    /// ```
    pub fn offered(&self) -> IpAddr {
        self.named.address
    }

    /// User, port and address as its release has to name them (IP4-15).
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert_eq!(lease.given().address.to_string(), "10.8.0.10");
    /// ```
    pub fn given(&self) -> Named<'a> {
        Named { address: self.address, ..self.named }
    }

    /// Whether the call said that all is well.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert!(lease.is_granted());
    /// ```
    pub fn is_granted(&self) -> bool {
        self.get.succeeded()
    }

    /// The call that gave it back, rightly named or not.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert!(lease.released().is_some());
    /// ```
    pub fn released(&self) -> Option<&Call<'a>> {
        self.release.as_ref().or(self.misnamed.as_ref())
    }

    /// The connections that had it, of all that [`Look::connections`](super::Look::connections) tells.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert_eq!(lease.holders(look.connections()).count(), 1);
    /// ```
    pub fn holders<'l>(
        &self,
        connections: &'l [ConnectionHistory<'a>],
    ) -> impl Iterator<Item = &'l ConnectionHistory<'a>> {
        self.holders.iter().filter_map(|number| numbered(connections, *number))
    }

    /// The connection that had it last, once all that had it are closed.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert_eq!(lease.last_holder(look.connections()).map(|last| last.number), Some(1));
    /// ```
    pub fn last_holder<'l>(
        &self,
        connections: &'l [ConnectionHistory<'a>],
    ) -> Option<&'l ConnectionHistory<'a>> {
        let is_over = self.holders(connections).all(|holder| holder.closed().is_some());
        self.holders(connections).filter(|_| is_over).max_by_key(|holder| holder.closed())
    }

    /// Whether somebody has it at this place: neither has it been given back, nor are all connections closed.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// let up = look.connections()[0].connected().expect("she is let in");
    /// assert!(lease.lives_at(look.connections(), up));
    /// ```
    pub fn lives_at(&self, connections: &[ConnectionHistory<'a>], at: At) -> bool {
        self.get.at < at
            && self.released().is_none_or(|release| release.at > at)
            && self.holders(connections).any(|holder| holder.lives_at(at))
    }

    /// Whether the service dropped one that had it without a word to anyone (AMB-51, AMB-52; CHOICE 15).
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert!(!lease.was_dropped(look.connections()));
    /// ```
    pub fn was_dropped(&self, connections: &[ConnectionHistory<'a>]) -> bool {
        self.holders(connections).any(ConnectionHistory::was_dropped)
    }

    /// Whether one of those that had it was ever connected (AMB-21): accepted and with a link.
    ///
    /// ```
    /// # use mockras::{check::*, prelude::*};
    /// # let pool = Dll::stock(Stock::AddressPool).first([10, 8, 0, 10]);
    /// # let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]).dll(pool), &[]);
    /// # let look = Look::new(&run);
    /// # let lease = &look.leases()[0];
    /// assert!(lease.was_connected(look.connections()));
    /// ```
    pub fn was_connected(&self, connections: &[ConnectionHistory<'a>]) -> bool {
        let had_a_link = |what: &ConnectionEvent| matches!(what, ConnectionEvent::LinkUp(_));
        self.holders(connections)
            .any(|holder| holder.connected().is_some() || holder.when(had_a_link).is_some())
    }

    /// How well a release with its user, port and address suits it. A DLL may give two sessions of one user the same address,
    /// and a port may be dialled again while the connection that it was part of goes on: then it is that which ends first.
    fn suits(
        &self,
        connections: &[ConnectionHistory<'_>],
        release: &Call<'_>,
    ) -> (bool, bool, Option<Reverse<At>>) {
        let end = self
            .holders(connections)
            .map(ConnectionHistory::closed)
            .max()
            .flatten()
            .filter(|end| *end > release.at);
        (self.get.instance == release.instance, self.wants_notice, end.map(Reverse))
    }

    /// Whether a release that names no lease may be the one that this lease lacks.
    fn may_be_meant_by(&self, release: &Call<'_>) -> bool {
        release.family() == Some(self.family)
            && (self.wants_notice && self.released().is_none())
            && (self.get.at.run == release.at.run && self.get.at < release.at)
    }

    /// How much of its user, port and address a release names.
    fn likeness(&self, release: &Call<'_>) -> u32 {
        let (mine, Some(named)) = (self.given(), release.named()) else { return 0 };
        let same = [mine.user == named.user, mine.port == named.port, mine.address == named.address];
        same.map(u32::from).into_iter().sum()
    }
}
