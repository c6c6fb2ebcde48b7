//! What administration functions return to a DLL in Rust, in its timer.

use std::cell::RefCell;
use std::rc::Rc;

use mockras::abi::{Structure, View};
use mockras::dll::admin::{self, Client, Level, connection_structures, port_structures};
use mockras::prelude::*;
use mockras::ras::{Connection, Port, Profile};
use mockras::scenario::{OnPort, Span, Traffic};

/// What a timer was told, and the structures that callouts were handed after it.
#[derive(Default)]
struct Seen {
    connections: Vec<Connection>,
    ports: Vec<Port>,
    handed: Vec<Vec<u8>>,
}

struct Observer(Rc<RefCell<Seen>>);

impl AdminDll for Observer {
    fn exports(&self) -> Exports<Self> {
        let timer: fn(&mut Self) = |observer| {
            let mut seen = observer.0.borrow_mut();
            seen.connections = admin::connections().expect("a list");
            seen.ports = admin::ports().expect("a list");
        };
        Exports {
            timer: Some(timer),
            link_hangup_notification: Some(|observer, port0, port1| {
                observer.0.borrow_mut().handed.extend([port0.to_bytes(), port1.to_bytes()]);
            }),
            connection_hangup_notification3: Some(|observer, c0, c1, c2, c3| {
                let handed = [c0.to_bytes(), c1.to_bytes(), c2.to_bytes(), c3.to_bytes()];
                observer.0.borrow_mut().handed.extend(handed);
            }),
            connection_hangup_notification_ex: Some(|observer, ex| {
                observer.0.borrow_mut().handed.push(ex.to_bytes());
            }),
            ..Exports::documented()
        }
    }
}

fn minute() -> Step {
    Step::Wait(Span { ms: 60_000 })
}

/// ADMIN-06: the structures that are made of what a timer is told are those that callouts are handed at that moment.
#[test]
fn functions_and_callouts_say_the_same_under_every_version() {
    for profile in Profile::ALL.into_iter().filter(|profile| *profile >= Profile::Server2008) {
        let traffic = Traffic { port: "VPN2-0".into(), sent: 5000, received: 70, ..Traffic::default() };
        let hang_up = Step::HangUp(OnPort { port: "VPN2-0".into() });
        let steps = [Step::dial("VPN2-0", "alice"), Step::Traffic(traffic), minute(), hang_up];
        let scenario = Scenario { profile, ..Scenario::of(steps) };
        let seen = Rc::new(RefCell::new(Seen::default()));
        let shared = Rc::clone(&seen);
        let observer = Registered::new("observer", move || Observer(Rc::clone(&shared)));
        mockras::run(&scenario, &[observer]);
        let view = View { profile, policy: scenario.policy };
        let levels = match profile {
            Profile::Server2008 => vec![0, 1, 2, 3].into_iter().map(Level::Number).collect(),
            _ => vec![Level::Ex],
        };
        let seen = seen.borrow();
        let mut listed: Vec<Vec<u8>> =
            [0, 1].into_iter().flat_map(|level| port_structures(&seen.ports, level, &view)).collect();
        let described = levels.into_iter();
        listed.extend(described.flat_map(|level| connection_structures(&seen.connections, level, &view)));
        assert!(listed == seen.handed, "{profile}");
        assert_eq!(seen.connections[0].counters.bytes_sent, 5000, "{profile}");
    }
}

/// Calls everything that changes something, with a handle of nothing.
#[derive(Default)]
struct Clumsy;

impl AdminDll for Clumsy {
    fn exports(&self) -> Exports<Self> {
        let timer: fn(&mut Self) = |_| {
            let codes = [
                admin::disconnect_port(7).err(),
                admin::reset_port(7).err(),
                admin::clear_port(7).err(),
                admin::port(7).err(),
                admin::clear_connection(7).err(),
                admin::connection(7).err(),
                admin::remove_quarantine(Client::Handle(7)).err(),
                admin::ports_at(0, Some(7)).err(),
            ];
            assert_eq!(
                codes.map(|code| code.map_or(0, |code| code.0)),
                [601, 601, 601, 601, 906, 906, 1168, 6]
            );
            assert!(admin::is_service_running());
        };
        Exports { timer: Some(timer), ..Exports::documented() }
    }
}

#[test]
fn handles_of_nothing_have_codes_of_their_own() {
    let run =
        mockras::run(&Scenario::of([minute()]), &[Registered::new("clumsy", Clumsy::default)]).to_text();
    assert!(!run.contains("error timer"), "{run}");
    assert!(run.contains("answered: MprAdminPortReset(no port) = ERROR_INVALID_PORT_HANDLE"), "{run}");
    assert!(!run.contains("admin "), "nothing is done: {run}");
}

/// Asks for more than anybody has a use for.
#[derive(Default)]
struct Eager;

impl AdminDll for Eager {
    fn exports(&self) -> Exports<Self> {
        let timer: fn(&mut Self) = |_| {
            let port = admin::ports().expect("a list")[0].handle;
            let refused = (0..1_000).filter(|_| admin::clear_port(port).is_err()).count();
            assert_eq!(refused, 1_000 - 64);
        };
        Exports { timer: Some(timer), ..Exports::documented() }
    }
}

#[test]
fn calls_in_a_loop_are_told_up_to_a_limit() {
    let scenario = Scenario::of([Step::dial("VPN2-0", "alice"), minute()]);
    let run = mockras::run(&scenario, &[Registered::new("eager", Eager::default)]).to_text();
    let many = |word: &str| run.lines().filter(|line| line.contains(word)).count();
    assert_eq!(many("conn/1 answered: "), 64, "{run}");
    assert_eq!(many("admin  conn/1 MprAdminPortClearStats"), 64, "{run}");
    assert!(run.contains("937 more calls of administration functions are not told"), "{run}");
    assert!(!run.contains("error timer"), "{run}");
}
