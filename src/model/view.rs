//! What administration tools see of the service: its connections and ports as they are at this moment.

use super::service::Service;
use super::session::Standing;
use crate::ras::{Connection, Port};

impl Service {
    /// The connections that are up, in the order of their numbers.
    pub fn connections(&self) -> impl Iterator<Item = Connection> {
        let up = self.sessions.values().filter(|session| session.standing == Standing::Connected);
        up.map(|session| {
            let mut facts = Connection::clone(&session.facts);
            facts.duration_s = self.clock.seconds_since(facts.started_ms);
            facts
        })
    }

    /// The ports that were named so far, in the order of their names: the service has no list of its own.
    pub fn ports(&self) -> impl Iterator<Item = Port> {
        self.ports.values().map(|port| {
            let mut facts = Port::clone(&port.facts);
            if port.session.is_some() {
                facts.duration_s = self.clock.seconds_since(port.since_ms);
            }
            facts
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{Input, Output, Reply, Returned};
    use crate::ras::{CalloutSet, Policy, Profile};
    use crate::scenario::{Span, Step};

    /// Takes a step, with a DLL that exports everything and says yes to everything.
    fn step(service: &mut Service, step: Step) {
        service.handle(Input::Step { number: 1, step: Arc::new(step) });
        while let Some(output) = service.poll() {
            let ask = match output {
                Output::Load(_) => {
                    let exports = CalloutSet::from_iter(crate::ras::Callout::ALL.iter().copied());
                    service.handle(Input::Loaded(Ok(exports)));
                    continue;
                }
                Output::Ask(ask) => ask,
                Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => continue,
            };
            let is_verdict = ask.entry.callout.result() == crate::ras::ResultKind::Verdict;
            let returned = Returned { value: Some(u32::from(is_verdict)), ..Returned::default() };
            service.handle(Input::Reply(Reply::Returned(returned)));
        }
    }

    #[test]
    fn connections_and_ports_are_seen_as_they_are_now() {
        let mut service = Service::new(Profile::default(), Policy::default(), 1);
        step(&mut service, Step::Start);
        assert_eq!((service.connections().count(), service.ports().count()), (0, 0));
        let Step::Dial(mut dial) = Step::dial("VPN2-0", "alice") else { unreachable!("it is a dial") };
        dial.ipv4 = crate::ras::Offer::None;
        step(&mut service, Step::Dial(dial));
        step(&mut service, Step::Wait(Span { ms: 90_000 }));
        let seen: Vec<_> = service.connections().map(|facts| (facts.user, facts.duration_s)).collect();
        let ports: Vec<_> = service.ports().map(|facts| (facts.name, facts.duration_s)).collect();
        step(&mut service, Step::Stop);
        assert_eq!(
            (service.connections().count(), service.ports().map(|port| port.connection).sum()),
            (0, 0u32)
        );
        assert_eq!(ports, [("VPN2-0".into(), 90)]);
        assert_eq!(seen, [("alice".into(), 90)]);
    }
}
