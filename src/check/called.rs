//! The arguments of a call, as findings tell them.

use std::fmt::Display;

use crate::model::{AddressQuestion, Question};
use crate::ras::Name;

/// How many units of a name are shown of one that is longer.
const SHOWN: usize = 40;

/// What a function was called with, in a line: who, where, which address. The transcript has all of it.
pub(super) fn called(question: &Question) -> Option<String> {
    Some(match question {
        Question::Nothing => return None,
        Question::Table(table) => format!("revision={}", table.revision),
        Question::Connection(facts) => {
            let mut words = vec![named("user", &facts.user)];
            words.push(named("domain", &facts.domain));
            words.extend(unless_empty("computer", &facts.computer));
            words.push(named("interface", &facts.interface_name));
            if !facts.client_ipv4.is_unspecified() {
                words.push(format!("ipv4={}", facts.client_ipv4));
            }
            words.push(format!("tunnel={}", facts.tunnel));
            words.push(format!("quarantine={}", facts.quarantine));
            words.join(" ")
        }
        Question::Link(port) => {
            let calls = port.calls;
            format!("{} hConnection={:#x} calls={calls}", named("port", &port.name), port.connection)
        }
        Question::GetIpv4(lease) => of_lease("offered", lease),
        Question::GetIpv6(lease) => of_lease("offered", lease),
        Question::ReleaseIpv4(lease) => of_lease("address", lease),
        Question::ReleaseIpv6(lease) => of_lease("address", lease),
        Question::PreAuthenticated(who) => {
            let length = who.info.len();
            format!("{} {} auth-info={length} bytes", named("user", &who.user), named("domain", &who.domain))
        }
    })
}

fn of_lease<A: Display>(key: &str, lease: &AddressQuestion<A>) -> String {
    format!("{} {} {key}={}", named("user", &lease.user), named("port", &lease.port), lease.address)
}

fn unless_empty(key: &str, name: &Name) -> Option<String> {
    (!name.is_empty()).then(|| named(key, name))
}

/// `user=alice`; of a long name its beginning and its length: `user=xxxx.. (256 units)`.
fn named(key: &str, name: &Name) -> String {
    let units = name.units();
    match units.get(..SHOWN) {
        Some(first) if units.len() > SHOWN => {
            format!("{key}={}.. ({} units)", Name::from_units(first), units.len())
        }
        _ if units.is_empty() => format!("{key}=\"\""),
        _ => format!("{key}={name}"),
    }
}
