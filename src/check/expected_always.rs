//! What a project expects in every run: the rules `[[always]]` that the header of a transcript holds.

use std::net::IpAddr;

use super::call::Call;
use super::connection_history::ConnectionHistory;
use super::expectation::{Expectation, Met};
use super::expected_now::said;
use super::look::Look;
use super::spot::{At, Spot};
use crate::ras::Name;
use crate::scenario::{AddressBits, AddressSet, Always, Expect, Fate, Per};

/// Everything that the rules of a run expect. A rule about nothing that happened is there, too: it did not apply.
pub(super) fn expected_always(look: &Look<'_>) -> Vec<Expectation> {
    look.header.always.iter().flat_map(|rule| Promise { look, rule }.expectations()).collect()
}

/// A rule, and the run of which it is asked.
struct Promise<'l, 'a> {
    look: &'l Look<'a>,
    rule: &'l Always,
}

/// A place after all that happens.
const END: At = At { entry: usize::MAX, step: u32::MAX, ms: u64::MAX, run: u32::MAX };

impl Promise<'_, '_> {
    fn expectations(&self) -> Vec<Expectation> {
        let expect = &self.rule.expect;
        let mut met: Vec<Option<Met>> = vec![None];
        for connection in self.connections() {
            met.extend([
                expect.state.map(|state| self.state(connection, state)),
                expect.reason.as_ref().and_then(|reason| self.reason(connection, reason)),
                expect.links_at_most.and_then(|most| self.links(connection, most)),
                expect.released.and_then(|_| self.released(connection)),
            ]);
            met.extend(self.addresses(connection, expect).into_iter().map(Some));
            met.extend(self.answers(connection, expect).into_iter().map(Some));
        }
        met.extend(self.live().into_iter().map(Some));
        met.extend(self.calls().into_iter().map(Some));
        let of = |met: Option<Met>| Expectation {
            id: self.rule.id(),
            name: self.rule.name.clone(),
            explanation: format!("Every run is to keep {}", self.rule),
            met,
        };
        met.into_iter().map(of).collect()
    }

    /// The connections that the rule is about.
    fn connections(&self) -> impl Iterator<Item = &ConnectionHistory<'_>> {
        let when = &self.rule.when;
        self.look.connections().iter().filter(move |connection| {
            let Some(dial) = connection.dialled() else { return false };
            when.has(when.user.as_ref(), &dial.user)
                && when.has(when.domain.as_ref(), &dial.domain)
                && when.has(when.port.as_ref(), &dial.port)
                && when.tunnel.as_ref().is_none_or(|tunnels| tunnels.contains(&dial.tunnel))
                && when.offered.as_ref().is_none_or(|offers| offers.contains(&dial.ipv4))
        })
    }

    /// Whether a connection came to this state, and in time.
    fn state(&self, connection: &ConnectionHistory<'_>, state: Fate) -> Met {
        let (since, reached) = match state {
            Fate::Connected | Fate::Waiting => (Some(connection.at), connection.connected()),
            Fate::Refused => (Some(connection.at), connection.refused()),
            Fate::Ended => {
                (connection.connected(), connection.closed().filter(|_| connection.connected().is_some()))
            }
        };
        let title = connection.title();
        let expected = match self.rule.within {
            None => format!("it is {state}"),
            Some(span) => format!("it is {state} within {span}"),
        };
        match (since, reached) {
            (Some(since), Some(at)) => {
                let took = at.ms.saturating_sub(since.ms);
                let is_late = self.rule.within.is_some_and(|span| took > span.ms);
                Met::if_so(
                    !is_late,
                    self.decided(connection, at),
                    format!("{title} is {state} after {took} ms"),
                    expected,
                )
            }
            (_, None) => {
                // That it came up says more than how it ended.
                let is_up = state == Fate::Refused && connection.connected().is_some();
                let (fate, why) = if is_up { (Some(Fate::Connected), None) } else { connection.fate_at(END) };
                let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
                let decided = connection.refused().or(connection.connected());
                let spot = decided.map_or_else(
                    || Spot::from((connection.at, connection.number)),
                    |at| self.decided(connection, at),
                );
                match fate {
                    // What is not decided yet may still come to it.
                    None | Some(Fate::Waiting) => {
                        Met::Missing(spot, format!("{title} came to nothing"), expected)
                    }
                    Some(Fate::Connected) if state == Fate::Ended => {
                        Met::Missing(spot, format!("{title} is connected to the end"), expected)
                    }
                    Some(fate) => Met::No(spot, format!("{title} is {fate}{why}"), expected),
                }
            }
            // It was never up, so it cannot end.
            (None, Some(_)) => Met::Yes,
        }
    }

    fn reason(&self, connection: &ConnectionHistory<'_>, reason: &str) -> Option<Met> {
        let (fate, why) = connection.fate_at(END);
        let (fate, why) = (fate?, why?);
        let at = connection.refused().or(connection.closed())?;
        let observed = format!("{} is {fate} ({why})", connection.title());
        Some(Met::if_so(
            why == reason,
            self.decided(connection, at),
            observed,
            format!("the reason is {reason}"),
        ))
    }

    fn addresses(&self, connection: &ConnectionHistory<'_>, expect: &Expect) -> Vec<Met> {
        let (mut four, mut six) = (Vec::new(), Vec::new());
        for address in connection.addresses_before(END) {
            match address {
                IpAddr::V4(address) => four.push(address),
                IpAddr::V6(address) => six.push(address),
            }
        }
        let is_up = connection.connected().is_some();
        let mut met = self.within(connection, expect.ipv4, &four, is_up);
        met.extend(self.within(connection, expect.ipv6, &six, is_up));
        met
    }

    /// Whether the addresses of one family are those that are expected. A connection that came up without one is asked too.
    fn within<A: AddressBits>(
        &self,
        connection: &ConnectionHistory<'_>,
        set: Option<AddressSet<A>>,
        addresses: &[A],
        is_up: bool,
    ) -> Vec<Met> {
        let Some(set) = set else { return Vec::new() };
        let family = if A::BITS == 32 { "IPv4" } else { "IPv6" };
        let (title, expected) = (connection.title(), format!("{family} address: {set}"));
        let spot = self.address_call(connection);
        let each = addresses.iter().map(|address| {
            let observed = format!("{title} has the {family} address {address}");
            Met::if_so(set.allows(Some(*address)), spot, observed, expected.clone())
        });
        let mut met: Vec<Met> = each.collect();
        if met.is_empty() && is_up {
            let observed = format!("{title} has no {family} address");
            met.push(Met::if_so(set.allows(None), spot, observed, expected));
        }
        met
    }

    fn answers(&self, connection: &ConnectionHistory<'_>, expect: &Expect) -> Vec<Met> {
        let calls = expect.answers.iter().flat_map(|(callout, answer)| {
            let about = self.look.calls_about(connection.number);
            about.filter(|call| call.callout() == *callout).map(move |call| (call, answer))
        });
        let met = calls.map(|(call, answer)| {
            let (said, callout) = (said(call), call.callout());
            let expected = format!("{callout} answers {answer}");
            Met::if_so(said == *answer, call.into(), format!("{callout} answers {said}"), expected)
        });
        met.collect()
    }

    fn links(&self, connection: &ConnectionHistory<'_>, most: u32) -> Option<Met> {
        let (at, many) = connection.links().max_by_key(|(at, many)| (*many, std::cmp::Reverse(*at)))?;
        let observed = format!("{} has {many} links", connection.title());
        Some(Met::if_so(many <= most, self.decided(connection, at), observed, format!("{most} at most")))
    }

    /// Whether the addresses that a DLL gave came back when the connection was over.
    fn released(&self, connection: &ConnectionHistory<'_>) -> Option<Met> {
        let mut lent = self.look.leases().iter().filter(|lease| {
            lease.get.connection == Some(connection.number)
                && lease.get.succeeded()
                && !lease.address.is_unspecified()
                // An offer that was left alone is the service's own, of whose end no DLL is told unless it asks.
                && (lease.address != lease.offered() || lease.wants_notice)
        });
        let over = connection.closed()?;
        let first = lent.next()?;
        let late = std::iter::once(first).chain(lent).find_map(|lease| {
            let back = lease.released().map(|release| release.at);
            let limit = self.rule.within.map(|span| over.ms.saturating_add(span.ms));
            match back {
                Some(at) if limit.is_none_or(|limit| at.ms <= limit) => None,
                back => Some((lease, back)),
            }
        });
        let Some((lease, back)) = late else { return Some(Met::Yes) };
        let (title, address) = (connection.title(), lease.address);
        let spot = Spot::from(&lease.get);
        let observed = match back {
            Some(at) => {
                format!("{address} of {title} is given back after {} ms", at.ms.saturating_sub(over.ms))
            }
            None => format!("{address} of {title}, which is over, is not given back"),
        };
        let expected = match self.rule.within {
            None => "it is released when the connection is over".to_owned(),
            Some(span) => format!("it is released within {span} of the end of the connection"),
        };
        Some(Met::No(spot, observed, expected))
    }

    /// Whether never more connections were up together than there may be.
    fn live(&self) -> Vec<Met> {
        let Some(most) = self.rule.expect.live_at_most else { return Vec::new() };
        let mut changes: Vec<(At, bool, &ConnectionHistory<'_>)> = Vec::new();
        for connection in self.connections() {
            let Some(up) = connection.connected() else { continue };
            changes.push((up, true, connection));
            changes.extend(connection.closed().map(|closed| (closed, false, connection)));
        }
        changes.sort_by_key(|(at, ..)| *at);
        let mut up: Vec<&ConnectionHistory<'_>> = Vec::new();
        let mut met = Vec::new();
        for (at, is_up, connection) in changes {
            if !is_up {
                up.retain(|other| other.number != connection.number);
                continue;
            }
            up.push(connection);
            let together = up.iter().filter(|other| self.is_together(connection, other)).count();
            let many = u32::try_from(together).unwrap_or(u32::MAX);
            let observed = format!(
                "{many} connections{} are up, the last of them {}",
                self.of(connection),
                connection.title()
            );
            met.push(Met::if_so(
                many <= most,
                self.decided(connection, at),
                observed,
                format!("{most} at most"),
            ));
        }
        met
    }

    /// How often entry points were called, counted as the rule says.
    fn calls(&self) -> Vec<Met> {
        let mut met = Vec::new();
        let mut counted: Vec<&ConnectionHistory<'_>> = Vec::new();
        for connection in self.connections() {
            if counted.iter().any(|other| self.is_together(connection, other)) {
                continue;
            }
            counted.push(connection);
            // What may still be called is not counted yet.
            if self.look.is_cut() {
                continue;
            }
            let numbers: Vec<u32> = self
                .connections()
                .filter(|other| self.is_together(connection, other))
                .map(|other| other.number)
                .collect();
            for (callout, count) in &self.rule.expect.calls {
                let is_counted =
                    |call: &&Call<'_>| call.connection.is_some_and(|number| numbers.contains(&number));
                let calls: Vec<&Call<'_>> = self.look.calls_of(*callout).filter(is_counted).collect();
                let many = u32::try_from(calls.len()).unwrap_or(u32::MAX);
                let spot = calls
                    .last()
                    .map_or_else(|| (connection.at, connection.number).into(), |call| Spot::from(*call));
                let observed = format!("calls of {callout}: {many}{}", self.of(connection));
                met.push(Met::if_so(
                    count.allows(many),
                    spot,
                    observed,
                    format!("calls of {callout}: {count}"),
                ));
            }
        }
        met
    }

    /// Whether both are counted together.
    fn is_together(&self, one: &ConnectionHistory<'_>, other: &ConnectionHistory<'_>) -> bool {
        fn of<'a>(history: &ConnectionHistory<'a>) -> Option<(&'a Name, &'a Name, &'a Name)> {
            history.dialled().map(|dial| (&dial.domain, &dial.user, &dial.port))
        }
        let (Some((domain, user, port)), Some(those)) = (of(one), of(other)) else { return false };
        match self.rule.counted() {
            Per::Connection => one.number == other.number,
            Per::User => (domain, user) == (those.0, those.1),
            Per::Port => port == those.2,
            Per::Address => ipv4(one).is_some_and(|address| ipv4(other) == Some(address)),
            Per::Run => true,
        }
    }

    /// Of what is counted together: ` of alice`.
    fn of(&self, connection: &ConnectionHistory<'_>) -> String {
        let Some(dial) = connection.dialled() else { return String::new() };
        match self.rule.counted() {
            Per::Connection => format!(", {}", connection.title()),
            Per::User => format!(" of {}", dial.user),
            Per::Port => format!(" on {}", dial.port),
            Per::Address => ipv4(connection).map(|address| format!(" with {address}")).unwrap_or_default(),
            Per::Run => String::new(),
        }
    }

    /// The last call about a connection before something was decided about it.
    fn decided(&self, connection: &ConnectionHistory<'_>, at: At) -> Spot {
        let call = self.look.calls_about(connection.number).filter(|call| call.at < at).last();
        call.map_or_else(|| (at, connection.number).into(), Spot::from)
    }

    /// The call that gave a connection its address, if one was asked.
    fn address_call(&self, connection: &ConnectionHistory<'_>) -> Spot {
        let mut calls = self.look.calls_about(connection.number).filter(|call| call.gave().is_some());
        calls.next().map_or_else(|| (connection.at, connection.number).into(), Spot::from)
    }
}

/// The IPv4 address that a connection had last.
fn ipv4(connection: &ConnectionHistory<'_>) -> Option<IpAddr> {
    connection.addresses_before(END).filter(IpAddr::is_ipv4).last()
}
