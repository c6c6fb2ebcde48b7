//! Turns the arguments of a call into fields, and back. The fields show which kind of question it is.

use std::net::IpAddr;
use std::sync::Arc;

use super::described::{Described, FieldValue, Fields};
use super::facts::changes;
use super::words::{Truth, read_slots, slots_text};
use crate::model::{AddressQuestion, CallbacksTable, PreAuthenticated, Question};
use crate::ras::{FactKind, Record};
use crate::scenario::Hex;

/// Everything that a call was made with, each fact under the name that it has in transcripts, and as text.
///
/// ```
/// use mockras::check::Look;
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let look = Look::new(&run);
/// let link = look.calls_of(Callout::AcceptNewLink).next().expect("alice has a link");
/// let facts = mockras::transcript::facts_of(link.question);
/// assert!(facts.contains(&("port".to_owned(), "VPN2-0".to_owned())), "{facts:?}");
/// ```
pub fn facts_of(question: &Question) -> Vec<(String, String)> {
    let fields = describe_question(Described::new("call"), question).fields.0;
    let facts = fields.into_iter().flat_map(|(key, value)| match value {
        FieldValue::Number(number) => vec![(key, number.to_string())],
        FieldValue::Text(text) => vec![(key, text)],
        FieldValue::List(texts) => vec![(key, texts.join(" "))],
        FieldValue::Connection(facts) => changes(&*facts, None),
        FieldValue::Port(facts) => changes(&*facts, None)
            .into_iter()
            .map(|(key, text)| match key.as_str() {
                // Lines name a port so.
                "name" => ("port".to_owned(), text),
                _ => (key, text),
            })
            .collect(),
    });
    facts.collect()
}

pub(super) fn describe_question(described: Described, question: &Question) -> Described {
    match question {
        Question::Nothing => described,
        Question::Table(table) => describe_table(described, table),
        Question::Connection(facts) => {
            described.with("connection", FieldValue::Connection(Arc::clone(facts)))
        }
        Question::Link(facts) => described.with("link", FieldValue::Port(Arc::clone(facts))),
        Question::GetIpv4(lease) => describe_address_question(described, "offered", lease),
        Question::GetIpv6(lease) => describe_address_question(described, "offered", lease),
        Question::ReleaseIpv4(lease) => describe_address_question(described, "address", lease),
        Question::ReleaseIpv6(lease) => describe_address_question(described, "address", lease),
        Question::PreAuthenticated(who) => described
            .number("handle", who.handle)
            .text("user", &who.user)
            .text("domain", &who.domain)
            .text("auth-info", Hex(who.info.clone())),
    }
}

/// The arguments of a call by the names that transcripts give them, each as text. Of facts, all of them.
pub(crate) fn arguments(question: &Question) -> Vec<(String, String)> {
    let mut arguments = Vec::new();
    for (key, value) in describe_question(Described::new("call"), question).fields.0 {
        let mut each = |key: &str, _, text: &str| arguments.push((key.to_owned(), text.to_owned()));
        match value {
            FieldValue::Number(number) => each(&key, FactKind::Number, &number.to_string()),
            FieldValue::Text(text) => each(&key, FactKind::Text, &text),
            FieldValue::List(list) => each(&key, FactKind::Text, &list.join(" ")),
            FieldValue::Connection(facts) => facts.changes(None, &mut each),
            FieldValue::Port(facts) => facts.changes(None, &mut each),
        }
    }
    arguments
}

pub(super) fn rebuild_question(fields: &mut Fields) -> Result<Question, String> {
    Ok(if fields.has("connection") {
        Question::Connection(fields.take_connection("connection")?)
    } else if fields.has("link") {
        Question::Link(fields.take_port("link")?)
    } else if fields.has("offered") || fields.has("address") {
        rebuild_address_question(fields)?
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
fn describe_address_question<A: std::fmt::Display>(
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

fn rebuild_address_question(fields: &mut Fields) -> Result<Question, String> {
    let is_get = fields.has("offered");
    let user = fields.parse("user")?;
    let port = fields.parse("port")?;
    let address = fields.parse(if is_get { "offered" } else { "address" })?;
    let shows_notify = is_get || fields.has("notify");
    let Truth(notify) = if shows_notify { fields.parse("notify")? } else { Truth(0) };
    Ok(match (is_get, address) {
        (true, IpAddr::V4(address)) => Question::GetIpv4(AddressQuestion { user, port, address, notify }),
        (true, IpAddr::V6(address)) => Question::GetIpv6(AddressQuestion { user, port, address, notify }),
        (false, IpAddr::V4(address)) => {
            Question::ReleaseIpv4(AddressQuestion { user, port, address, notify })
        }
        (false, IpAddr::V6(address)) => {
            Question::ReleaseIpv6(AddressQuestion { user, port, address, notify })
        }
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
