//! What a scenario expects at one of its steps.

use std::net::IpAddr;

use super::call::Call;
use super::connection_history::ConnectionHistory;
use super::expectation::{Expectation, Met};
use super::look::Look;
use super::spot::{At, Spot};
use crate::model::{Event, LogEntry, Stage};
use crate::ras::Callout;
use crate::scenario::{AddressBits, AddressSet, Count, Expect, Step, expectation_id};
use crate::transcript::{EntryKind, arguments, result_text};

/// Everything that the steps of a run expect.
pub(super) fn expected_now(look: &Look<'_>) -> Vec<Expectation> {
    let steps = look.entries().iter().filter_map(|(at, kind)| {
        let EntryKind::Event(Event::Step { step, .. }) = kind else { return None };
        let Step::Expect(expect) = &**step else { return None };
        Some((*at, &**expect))
    });
    steps.flat_map(|(at, expect)| Moment { look, at, expect }.expectations()).collect()
}

/// A step that expects something.
struct Moment<'l, 'a> {
    look: &'l Look<'a>,
    at: At,
    expect: &'l Expect,
}

impl Moment<'_, '_> {
    fn expectations(&self) -> Vec<Expectation> {
        let explanation = format!("The scenario expects {}", self.expect);
        let met = self.members();
        let of = |(member, met): (&str, Met)| {
            let name = self.expect.name.clone();
            Expectation {
                id: expectation_id(name.as_deref().unwrap_or(member)),
                name: name.unwrap_or_else(|| "as the scenario expects".to_owned()),
                // Steps of one kind share an id, and so a rule.
                explanation: match self.expect.name {
                    Some(_) => explanation.clone(),
                    None => "It is as the scenario expects.".to_owned(),
                },
                met: Some(met),
            }
        };
        met.into_iter().map(of).collect()
    }

    /// Whether each thing that is expected is so.
    fn members(&self) -> Vec<(&'static str, Met)> {
        let Expect { links, live, calls, answers, last, notes, .. } = self.expect;
        let subject = self.subject();
        if self.expect.has_subject() && subject.is_none() {
            return self.expect.members().map(|member| (member, Met::NothingThere)).collect();
        }
        let mut met = Vec::new();
        if let Some(connection) = subject {
            met.extend(self.of_connection(connection));
            met.extend(links.map(|count| {
                let links = connection.links().take_while(|(at, _)| *at < self.at);
                let many = links.last().map_or(0, |(_, links)| links);
                ("links", self.number(Some(connection), "links", many, count))
            }));
        }
        met.extend(live.map(|count| {
            let up = self.look.connections().iter().filter(|connection| connection.is_up_at(self.at));
            let many = u32::try_from(up.count()).unwrap_or(u32::MAX);
            ("live", self.number(None, "connections up", many, count))
        }));
        met.extend(calls.iter().map(|(callout, count)| {
            let many = u32::try_from(self.calls(*callout, subject).count()).unwrap_or(u32::MAX);
            ("calls", self.number(subject, &format!("calls of {callout}"), many, *count))
        }));
        met.extend(
            answers.iter().map(|(callout, answer)| ("answers", self.answer(*callout, subject, answer))),
        );
        for (callout, wanted) in last {
            let call = self.calls(*callout, subject).last();
            met.extend(wanted.iter().map(|(key, value)| ("last", self.argument(*callout, call, key, value))));
        }
        met.extend(notes.iter().map(|note| ("notes", self.note(note))));
        met
    }

    /// The connection that the step is about: the last that came, if one did.
    fn subject(&self) -> Option<&ConnectionHistory<'_>> {
        let Expect { port, user, .. } = self.expect;
        let is_meant = |connection: &&ConnectionHistory<'_>| {
            connection.at < self.at
                && port.as_ref().is_none_or(|port| connection.was_on(port, self.at))
                && user
                    .as_ref()
                    .is_none_or(|user| connection.dialled().is_some_and(|dial| dial.user == *user))
        };
        let connections = self.look.connections();
        connections.iter().rev().find(is_meant).filter(|_| self.expect.has_subject())
    }

    fn of_connection(&self, connection: &ConnectionHistory<'_>) -> Vec<(&'static str, Met)> {
        let Expect { state, reason, ipv4, ipv6, .. } = self.expect;
        let mut met = Vec::new();
        let (fate, why) = connection.fate_at(self.at);
        let spot = self.decided(connection);
        let observed = |text: String| format!("{} is {text}", connection.title());
        let shown = match (fate, why) {
            (None, _) => "not decided".to_owned(),
            (Some(fate), None) => fate.to_string(),
            (Some(fate), Some(why)) => format!("{fate} ({why})"),
        };
        if let Some(state) = state {
            let expected = format!("it is {state}");
            met.push(("state", Met::if_so(fate == Some(*state), spot, observed(shown.clone()), expected)));
        }
        if let Some(reason) = reason {
            let expected = format!("the reason is {reason}");
            met.push(("reason", Met::if_so(why == Some(reason), spot, observed(shown), expected)));
        }
        met.extend(ipv4.map(|set| {
            let of_family = |address: IpAddr| match address {
                IpAddr::V4(address) => Some(address),
                IpAddr::V6(_) => None,
            };
            ("ipv4", self.address(connection, set, of_family))
        }));
        met.extend(ipv6.map(|set| {
            let of_family = |address: IpAddr| match address {
                IpAddr::V6(address) => Some(address),
                IpAddr::V4(_) => None,
            };
            ("ipv6", self.address(connection, set, of_family))
        }));
        met
    }

    fn address<A: AddressBits>(
        &self,
        connection: &ConnectionHistory<'_>,
        set: AddressSet<A>,
        of_family: impl Fn(IpAddr) -> Option<A>,
    ) -> Met {
        let has = connection.addresses_before(self.at).filter_map(of_family).last();
        let family = if A::BITS == 32 { "IPv4" } else { "IPv6" };
        let observed = match has {
            Some(address) => format!("{} has the {family} address {address}", connection.title()),
            None => format!("{} has no {family} address", connection.title()),
        };
        Met::if_so(set.allows(has), self.spot(Some(connection)), observed, format!("{family} address: {set}"))
    }

    fn number(&self, of: Option<&ConnectionHistory<'_>>, what: &str, many: u32, count: Count) -> Met {
        let about = of.map(|of| format!(", {}", of.title())).unwrap_or_default();
        let observed = format!("{what}: {many}{about}");
        Met::if_so(count.allows(many), self.spot(of), observed, format!("{what}: {count}"))
    }

    /// The calls of an entry point before the step, of one connection if the step is about one.
    fn calls<'s>(
        &'s self,
        callout: Callout,
        of: Option<&'s ConnectionHistory<'_>>,
    ) -> impl Iterator<Item = &'s Call<'s>> {
        self.look.calls_of(callout).filter(move |call| {
            call.at < self.at && of.is_none_or(|connection| call.connection == Some(connection.number))
        })
    }

    fn answer(&self, callout: Callout, of: Option<&ConnectionHistory<'_>>, answer: &str) -> Met {
        let Some(call) = self.calls(callout, of).last() else {
            return Met::No(
                self.spot(of),
                format!("{callout} was not called"),
                format!("{callout} answers {answer}"),
            );
        };
        let said = said(call);
        let is = said == answer;
        Met::if_so(
            is,
            call.into(),
            format!("{callout} answers {said}"),
            format!("{callout} answers {answer}"),
        )
    }

    fn argument(&self, callout: Callout, call: Option<&Call<'_>>, key: &str, value: &str) -> Met {
        let expected = format!("{callout} is called with {key}={value}");
        let Some(call) = call else {
            return Met::No(self.at.into(), format!("{callout} was not called"), expected);
        };
        let arguments = arguments(call.question);
        let observed = match arguments.iter().find(|(name, _)| name == key) {
            Some((_, found)) if found == value => return Met::Yes,
            Some((_, found)) => format!("{callout} is called with {key}={found}"),
            None => {
                let names: Vec<&str> = arguments.iter().map(|(name, _)| &name[..]).collect();
                let near = crate::ras::hint(key, names.iter().copied());
                format!("{callout} has no argument {key}{near}, but {}", names.join(", "))
            }
        };
        Met::No(call.into(), observed, expected)
    }

    fn note(&self, wanted: &str) -> Met {
        let notes: Vec<&str> = self.look.entries()[..self.at.entry]
            .iter()
            .filter_map(|(_, kind)| {
                let EntryKind::Logged(LogEntry { stage: Stage::Note, text, .. }) = kind else { return None };
                Some(&text[..])
            })
            .collect();
        if notes.iter().any(|note| note.contains(wanted)) {
            return Met::Yes;
        }
        let observed = match notes.last() {
            None => "no DLL has noted anything".to_owned(),
            Some(last) => format!("the last of {} notes is: {last}", notes.len()),
        };
        Met::No(self.at.into(), observed, format!("a note that says: {wanted}"))
    }

    fn spot(&self, connection: Option<&ConnectionHistory<'_>>) -> Spot {
        match connection {
            None => self.at.into(),
            Some(connection) => (self.at, connection.number).into(),
        }
    }

    /// The call that decided what became of a connection, if one did.
    fn decided(&self, connection: &ConnectionHistory<'_>) -> Spot {
        let decided = connection.refused().or(connection.connected()).filter(|decided| *decided < self.at);
        let call = decided.and_then(|decided| {
            self.look.calls_about(connection.number).filter(|call| call.at < decided).last()
        });
        call.map_or_else(|| self.spot(Some(connection)), Spot::from)
    }
}

/// What a call answered, as transcripts spell it.
pub(super) fn said(call: &Call<'_>) -> String {
    match (call.returned(), call.value()) {
        (Some(_), Some(value)) => result_text(value, call.callout().result()),
        (Some(_), None) => "nothing".to_owned(),
        (None, _) => "nothing, for it did not return".to_owned(),
    }
}
