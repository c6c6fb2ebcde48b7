//! The arguments of a call as fields, and back. The fields tell which kind of question it is.

use std::net::IpAddr;
use std::sync::Arc;

use super::entry::{describe_table, rebuild_table};
use super::row::{Fields, Row, Value};
use super::words::Truth;
use crate::model::{AddressQuestion, PreAuthenticated, Question};
use crate::scenario::Hex;

pub(super) fn describe_question(row: Row, question: &Question) -> Row {
    match question {
        Question::Nothing => row,
        Question::Table(table) => describe_table(row, table),
        Question::Connection(facts) => row.with("connection", Value::Connection(Arc::clone(facts))),
        Question::Link(facts) => row.with("link", Value::Port(Arc::clone(facts))),
        Question::GetIpv4(lease) => describe_lease(row, "offered", lease),
        Question::GetIpv6(lease) => describe_lease(row, "offered", lease),
        Question::ReleaseIpv4(lease) => describe_lease(row, "address", lease),
        Question::ReleaseIpv6(lease) => describe_lease(row, "address", lease),
        Question::PreAuthenticated(who) => row
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
            Family::V4(lease) => Question::GetIpv4(lease),
            Family::V6(lease) => Question::GetIpv6(lease),
        }
    } else if fields.has("address") {
        match rebuild_lease(fields, "address")? {
            Family::V4(lease) => Question::ReleaseIpv4(lease),
            Family::V6(lease) => Question::ReleaseIpv6(lease),
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

/// A release is not passed bNotifyRelease, so that it shows only if it is not zero.
fn describe_lease<A: std::fmt::Display>(row: Row, key: &str, lease: &AddressQuestion<A>) -> Row {
    let row = row.text("user", &lease.user).text("port", &lease.port).text(key, &lease.address);
    if key == "address" && lease.notify == 0 { row } else { row.text("notify", Truth(lease.notify)) }
}

enum Family {
    V4(AddressQuestion<std::net::Ipv4Addr>),
    V6(AddressQuestion<std::net::Ipv6Addr>),
}

fn rebuild_lease(fields: &mut Fields, key: &str) -> Result<Family, String> {
    let user = fields.parse("user")?;
    let port = fields.parse("port")?;
    let address = fields.parse(key)?;
    let shows_notify = key == "offered" || fields.has("notify");
    let Truth(notify) = if shows_notify { fields.parse("notify")? } else { Truth(0) };
    Ok(match address {
        IpAddr::V4(address) => Family::V4(AddressQuestion { user, port, address, notify }),
        IpAddr::V6(address) => Family::V6(AddressQuestion { user, port, address, notify }),
    })
}
