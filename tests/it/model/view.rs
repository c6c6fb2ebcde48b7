//! The connections and ports of the service, as administration tools see them.

use std::sync::Arc;

use mockras::model::{Input, Output, Reply, Returned, Service};
use mockras::ras::{Callout, CalloutSet, Name, Offer, Policy, Profile, Quarantine, ResultKind};
use mockras::scenario::{AddLink, OnPort, PreAuthenticate, QuarantineChange, Span, Step};

/// Takes a step, with a DLL that exports everything and says yes to everything.
fn step(service: &mut Service, step: Step) {
    service.handle(Input::Step { number: 1, step: Arc::new(step) });
    while let Some(output) = service.poll() {
        let ask = match output {
            Output::Load(_) => {
                let exports = CalloutSet::from_iter(Callout::ALL.iter().copied());
                service.handle(Input::Loaded(Ok(exports.into())));
                continue;
            }
            Output::Ask(ask) => ask,
            Output::Timer(_) => unreachable!("it has none"),
            Output::Unload(_) | Output::Event(_) | Output::Skipped(_) | Output::Logged(_) => continue,
        };
        let is_verdict = ask.entry.callout.result() == ResultKind::Verdict;
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
    dial.ipv4 = Offer::None;
    step(&mut service, Step::Dial(dial));
    step(&mut service, Step::Wait(Span { ms: 90_000 }));
    let seen: Vec<_> = service.connections().map(|facts| (facts.user, facts.duration_s)).collect();
    let ports: Vec<_> = service.ports().map(|facts| (facts.name, facts.duration_s)).collect();
    step(&mut service, Step::Stop);
    assert_eq!((service.connections().count(), service.ports().map(|port| port.connection).sum()), (0, 0u32));
    assert_eq!(ports, [("VPN2-0".into(), 90)]);
    assert_eq!(seen, [("alice".into(), 90)]);
}
#[test]
fn port_tells_its_connection_and_who_has_presented_themselves() {
    let mut service = Service::new(Profile::default(), Policy::default(), 0);
    let (a, b) = (Name::from("VPN2-0"), Name::from("VPN2-1"));
    let on = |port: &Name| OnPort { port: port.clone() };
    let change =
        QuarantineChange { port: a.clone(), state: Quarantine::PROBATION, probation: Span { ms: 5_000 } };
    step(&mut service, Step::Start);
    step(&mut service, Step::PreAuthenticate(PreAuthenticate { port: b.clone(), ..Default::default() }));
    step(&mut service, Step::dial("VPN2-0", "alice"));
    step(&mut service, Step::Quarantine(change));
    step(&mut service, Step::Wait(Span { ms: 2_000 }));
    assert!(service.has_presented(&b) && !service.has_presented(&a) && service.occupant(&b).is_none());
    step(&mut service, Step::AddLink(AddLink { port: b.clone(), to: a.clone() }));
    for port in [&a, &b] {
        let occupant = service.occupant(port).expect("a connection");
        assert_eq!((occupant.links, occupant.probation_ms), (2, Some(3_000)));
        assert_eq!(occupant.facts.user, "alice");
    }
    step(&mut service, Step::DropLink(on(&a)));
    assert!(service.occupant(&a).is_none() && service.occupant(&b).is_some_and(|one| one.links == 1));
    step(&mut service, Step::Wait(Span { ms: 3_000 }));
    assert!(service.occupant(&b).is_none());
}
