//! Functions with the types of windows-sys, without a library around them: right ones, and ones that are wrong on purpose.

use mockras::abi::{RAS_CONNECTION_EX, RAS_PORT_0};
use mockras::prelude::{Callout, Name, Registered, Scenario, Step};
use mockras_native::Functions;
use windows_sys::Win32::NetworkManagement::Rras;
use windows_sys::core::{BOOL, PCWSTR};

extern "system" fn code() -> u32 {
    0
}

extern "system" fn accept(connection: *mut Rras::RAS_CONNECTION_EX) -> BOOL {
    // SAFETY: the service hands over a connection until the function returns.
    let connection: &Rras::RAS_CONNECTION_EX = unsafe { &*connection };
    let ours: &RAS_CONNECTION_EX = connection.into();
    assert_eq!(ours.wszUserName, connection.wszUserName);
    BOOL::from(Name::from_array(&connection.wszUserName) != "mallory")
}

extern "system" fn hung_up(_: *mut Rras::RAS_CONNECTION_EX) {}

extern "system" fn link(_: *mut Rras::RAS_PORT_0, _: *mut Rras::RAS_PORT_1) -> BOOL {
    1
}

extern "system" fn link_hung_up(_: *mut Rras::RAS_PORT_0, _: *mut Rras::RAS_PORT_1) {}

/// It writes into what it is only to read, and says 2.
extern "system" fn wrong_link(port: *mut Rras::RAS_PORT_0, _: *mut Rras::RAS_PORT_1) -> BOOL {
    // SAFETY: the service hands over a port until the function returns.
    let port: &mut Rras::RAS_PORT_0 = unsafe { &mut *port };
    let ours: &mut RAS_PORT_0 = port.into();
    ours.dwTotalNumberOfCalls = 4711;
    2
}

extern "system" fn get_address(_: PCWSTR, _: PCWSTR, _: *mut u32, notify: *mut BOOL) -> u32 {
    // SAFETY: the service wants to be told there.
    unsafe { *notify = 0 };
    0
}

extern "system" fn release_address(_: PCWSTR, _: PCWSTR, _: *mut u32) {}

fn gate() -> Functions {
    Functions::of("gate")
        .initialize_dll(code)
        .terminate_dll(code)
        .accept_new_connection_ex(accept)
        .connection_hangup_notification_ex(hung_up)
        .accept_new_link(link)
        .link_hangup_notification(link_hung_up)
        .get_ip_address_for_user(get_address)
        .release_ip_address(release_address)
}

fn registered(functions: Functions) -> Registered {
    // SAFETY: the functions above do what their prototypes allow, or write into what is there.
    unsafe { functions.registered() }
}

fn scenario() -> Scenario {
    Scenario::of([Step::dial("VPN2-0", "alice"), Step::dial("VPN2-1", "mallory"), Step::Stop])
}

#[test]
fn right_functions_keep_every_rule() {
    let run = mockras::run(&scenario(), &[registered(gate())]);
    run.expect().connection("VPN2-0").connected();
    run.expect().of_user("mallory").call(Callout::AcceptNewConnectionEx).refused();
    run.expect().call(Callout::GetIpAddressForUser).times(2);
    run.assert_kept();
}

#[test]
fn wrong_function_breaks_the_rules_that_it_breaks() {
    let run = mockras::run(&scenario(), &[registered(gate().accept_new_link(wrong_link))]);
    let verdicts = run.verdicts();
    let mut found: Vec<&str> = verdicts.errors().map(|finding| finding.rule.name).collect();
    found.dedup();
    assert!(found.contains(&"verdicts-are-true-or-false"), "{found:?}\n{run}");
    assert!(run.to_string().contains("RAS_PORT_0.dwTotalNumberOfCalls"), "what was scribbled is told: {run}");
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn references_are_converted_in_both_directions() {
    let mut theirs = Rras::RAS_PORT_0 { dwTotalNumberOfCalls: 7, ..Default::default() };
    let ours: &RAS_PORT_0 = (&theirs).into();
    assert_eq!(ours.dwTotalNumberOfCalls, 7);
    let again: &Rras::RAS_PORT_0 = ours.into();
    assert!(std::ptr::eq(again, &raw const theirs));
    let ours: &mut RAS_PORT_0 = (&mut theirs).into();
    ours.wszPortName[0] = 0x56;
    assert_eq!(theirs.wszPortName[0], 0x56);
    let mut ours = RAS_PORT_0::ZERO;
    let as_theirs: &mut Rras::RAS_PORT_0 = (&mut ours).into();
    as_theirs.wszMediaName[1] = 9;
    assert_eq!(ours.wszMediaName[1], 9);
}
