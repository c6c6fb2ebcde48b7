//! Turns the arguments of a call into fields, and back. The fields show which kind of question it is.

use std::net::IpAddr;
use std::sync::Arc;

use super::described::{Described, FieldValue, Fields};
use super::words::{Truth, read_slots, slots_text};
use crate::model::{AddressQuestion, CallbacksTable, PreAuthenticated, Question};
use crate::scenario::Hex;

pub(super) fn describe_question(described: Described, question: &Question) -> Described {
    match question {
        Question::Nothing => described,
        Question::Table(table) => describe_table(described, table),
        Question::Connection(facts) => {
            described.with("connection", FieldValue::Connection(Arc::clone(facts)))
        }
        Question::Link(facts) => described.with("link", FieldValue::Port(Arc::clone(facts))),
        Question::GetIpv4(lease) => describe_lease(described, "offered", lease),
        Question::GetIpv6(lease) => describe_lease(described, "offered", lease),
        Question::ReleaseIpv4(lease) => describe_lease(described, "address", lease),
        Question::ReleaseIpv6(lease) => describe_lease(described, "address", lease),
        Question::PreAuthenticated(who) => described
            .number("handle", who.handle)
            .text("user", &who.user)
            .text("domain", &who.domain)
            .text("auth-info", Hex(who.info.clone())),
    }
}

pub(super) fn rebuild_question(fields: &mut Fields) -> Result<Question, String> {
    Ok(if fields.has("connection") {
        Question::Connection(fields.take_connection("connection")?)
    } else if fields.has("link") {
        Question::Link(fields.take_port("link")?)
    } else if fields.has("offered") {
        match rebuild_lease(fields, "offered")? {
            EitherLease::V4(lease) => Question::GetIpv4(lease),
            EitherLease::V6(lease) => Question::GetIpv6(lease),
        }
    } else if fields.has("address") {
        match rebuild_lease(fields, "address")? {
            EitherLease::V4(lease) => Question::ReleaseIpv4(lease),
            EitherLease::V6(lease) => Question::ReleaseIpv6(lease),
        }
    } else if fields.has("revision") {
        Question::Table(rebuild_table(fields)?)
    } else if fields.has("auth-info") {
        let Hex(info) = fields.parse("auth-info")?;
        Question::PreAuthenticated(Arc::new(PreAuthenticated {
            handle: fields.parse("handle")?,
            user: fields.parse("user")?,
            domain: fields.parse("domain")?,
            info,
        }))
    } else {
        Question::Nothing
    })
}

/// A release is not passed bNotifyRelease, so that field is only written if it is not zero.
fn describe_lease<A: std::fmt::Display>(
    described: Described,
    key: &str,
    lease: &AddressQuestion<A>,
) -> Described {
    let described = described.text("user", &lease.user).text("port", &lease.port).text(key, &lease.address);
    if key == "address" && lease.notify == 0 {
        described
    } else {
        described.text("notify", Truth(lease.notify))
    }
}

enum EitherLease {
    V4(AddressQuestion<std::net::Ipv4Addr>),
    V6(AddressQuestion<std::net::Ipv6Addr>),
}

fn rebuild_lease(fields: &mut Fields, key: &str) -> Result<EitherLease, String> {
    let user = fields.parse("user")?;
    let port = fields.parse("port")?;
    let address = fields.parse(key)?;
    let shows_notify = key == "offered" || fields.has("notify");
    let Truth(notify) = if shows_notify { fields.parse("notify")? } else { Truth(0) };
    Ok(match address {
        IpAddr::V4(address) => EitherLease::V4(AddressQuestion { user, port, address, notify }),
        IpAddr::V6(address) => EitherLease::V6(AddressQuestion { user, port, address, notify }),
    })
}

pub(super) fn describe_table(described: Described, table: &CallbacksTable) -> Described {
    described.number("revision", table.revision).text("slots", slots_text(&table.slots))
}

pub(super) fn rebuild_table(fields: &mut Fields) -> Result<CallbacksTable, String> {
    Ok(CallbacksTable {
        revision: fields.parse("revision")?,
        slots: read_slots(&fields.take_text("slots")?)?,
    })
}
