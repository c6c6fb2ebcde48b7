//! What values look like that are read from their text.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::super::dll::{Give, Notify, Stock};
use super::super::expect::{AddressSet, Count, Fate, Per};
use super::super::step::Credentials;
use super::super::text::{Hex, Span};
use super::super::timer::TimerAct;
use crate::ras::{
    Authentication, Callout, CloseReason, Code, ConnectionFlags, Function, Hostile, InterfaceType, Name,
    Offer, Policy, Profile, Quarantine, Refusal, Series, Tunnel,
};

/// A value whose schema is the same wherever it stands.
macro_rules! values {
    ($($type:ty, $name:literal: $schema:expr;)*) => {$(
        impl JsonSchema for $type {
            fn schema_name() -> Cow<'static, str> {
                $name.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                $schema
            }
        }
    )*};
}

/// One of some words. A number that is spelled like one stands for it.
fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Schema {
    let words: Vec<&str> = words.into_iter().collect();
    let numbers: Vec<i64> = words.iter().filter_map(|word| word.parse().ok()).collect();
    match numbers.is_empty() {
        true => json_schema!({ "type": "string", "enum": words }),
        false => {
            json_schema!({ "anyOf": [{ "type": "string", "enum": words }, { "type": "integer", "enum": numbers }] })
        }
    }
}

/// One of some names, or a number from 0 to 4294967295, also as text.
fn names_or_numbers(names: &[(&str, u32)]) -> Schema {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    json_schema!({ "anyOf": [
        { "type": "string", "enum": names },
        { "type": "string", "pattern": "^\\+?[0-9]+$" },
        { "type": "integer", "minimum": 0, "maximum": u32::MAX },
    ] })
}

/// Bits with names, joined by `+`.
fn flags(names: &[(&str, u32)]) -> Schema {
    let names: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let one = format!("({}|0x\\+?[0-9a-fA-F]+)", names.join("|"));
    json_schema!({ "type": "string", "pattern": format!("^(none|{one}(\\+{one})*)$") })
}

/// An IPv4 address, or one of some words.
fn address4(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "anyOf": [{ "enum": words }, { "pattern": format!("^{IPV4}$") }] })
}

/// An IPv6 address as far as a pattern can tell, or one of some words.
fn address6(words: &[&str]) -> Schema {
    json_schema!({ "type": "string", "anyOf": [{ "enum": words }, { "pattern": format!("^{IPV6}$") }] })
}

const IPV4: &str = "((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(?!$|/)|(?=$|/))){4}";
const IPV6: &str = "(?=[^/]*:[^/]*:)[0-9a-fA-F:.]+";

values! {
    Name, "Name": json_schema!({
        "type": "string", "pattern": r"^([^\\]|\\[\\nrt0]|\\u\{[0-9a-fA-F]+\})*$",
        "description": r"A name; \\ \n \r \t \0 \u{hex} stand for characters."
    });
    Hex, "Hex": json_schema!({
        "type": "string", "pattern": "^([0-9a-fA-F]{2})*$", "description": "Bytes in hexadecimal digits."
    });
    Span, "Span": json_schema!({
        "type": "string", "pattern": "^([0-9]+(ms|d|h|m|s))+$",
        "description": "A length of time, such as 250ms, 90s or 1h30m."
    });
    Profile, "Profile": words(Profile::spellings());
    Callout, "Callout": words(Callout::ALL.iter().map(|callout| callout.word()));
    Function, "Function": words(Function::ALL.iter().map(|function| function.word()));
    Series, "Series": words(Series::ALL.iter().map(|series| series.word()));
    Tunnel, "Tunnel": words(Tunnel::ALL.iter().map(|tunnel| tunnel.word()));
    Authentication, "Authentication": words(Authentication::ALL.iter().map(|protocol| protocol.word()));
    Stock, "Stock": words(Stock::ALL.iter().map(|stock| stock.word()));
    Credentials, "Credentials": words(Credentials::ALL.iter().map(|credentials| credentials.word()));
    Per, "Per": words(Per::ALL.iter().map(|per| per.word()));
    Fate, "Fate": words(Fate::ALL.iter().map(|fate| fate.word()));
    Code, "Code": names_or_numbers(Code::NAMES);
    InterfaceType, "InterfaceType": names_or_numbers(InterfaceType::NAMES);
    Quarantine, "Quarantine": names_or_numbers(Quarantine::NAMES);
    ConnectionFlags, "ConnectionFlags": flags(ConnectionFlags::NAMES);
    Offer<Ipv4Addr>, "OfferOfIpv4": address4(&["none", "zero", "pool"]);
    Offer<Ipv6Addr>, "OfferOfIpv6": address6(&["none", "zero", "pool"]);
    Give<Ipv4Addr>, "GiveIpv4": address4(&["left", "kept", "zero"]);
    Give<Ipv6Addr>, "GiveIpv6": address6(&["left", "kept", "zero"]);
    Notify, "Notify": json_schema!({ "anyOf": [
        { "type": "string", "enum": ["unwritten", "false", "true"] },
        { "type": "string", "pattern": "^[-+]?[0-9]+$" },
        { "type": "integer", "minimum": i32::MIN, "maximum": i32::MAX },
    ] });
    Count, "Count": json_schema!({ "anyOf": [
        { "type": "string", "pattern": r"^(at least |at most )?\s*\+?[0-9]+\s*$" },
        { "type": "integer", "minimum": 0, "maximum": u32::MAX },
    ] });
    AddressSet<Ipv4Addr>, "AddressesOfIpv4": json_schema!({
        "type": "string", "pattern": format!("^(none|{IPV4}(/\\+?[0-9]+)?)$"),
        "description": "none, an IPv4 address, or a net such as 10.8.0.0/24."
    });
    AddressSet<Ipv6Addr>, "AddressesOfIpv6": json_schema!({
        "type": "string", "pattern": format!("^(none|{IPV6}(/\\+?[0-9]+)?)$"),
        "description": "none, an IPv6 address, or a net such as 2001:db8::/64."
    });
    TimerAct, "TimerAct": json_schema!({
        "type": "string", "pattern": format!("^(fault|die|(MprAdmin)?({})( .*)?)$", functions().join("|")),
        "description": "A call such as PortDisconnect VPN2-0, fault or die."
    });
}

/// The names of administration functions, without what all begin with.
fn functions() -> Vec<&'static str> {
    Function::ALL.iter().map(|function| function.word().trim_start_matches("MprAdmin")).collect()
}

/// An IPv4 address.
pub(in super::super) fn ipv4(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "pattern": format!("^{IPV4}$") })
}

/// The tier of a saved case.
pub(in super::super) fn tier(_: &mut SchemaGenerator) -> Schema {
    words(super::super::case::TIERS)
}

/// Why a connection was refused, or why it ended.
pub(in super::super) fn reason(_: &mut SchemaGenerator) -> Schema {
    let ended = CloseReason::ALL.iter().map(|reason| reason.word());
    let refused = Refusal::ALL.iter().map(|reason| reason.word());
    words(ended.chain(refused).collect::<BTreeSet<_>>())
}

/// A list, or one text in its place.
pub(in super::super) fn one_or_many<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let one = generator.subschema_for::<T>();
    let many = generator.subschema_for::<Vec<T>>();
    json_schema!({ "anyOf": [{ "allOf": [{ "type": "string" }, one] }, many] })
}

/// Something for each of some entry points.
pub(in super::super) fn by_callout<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    let (callout, value) = (generator.subschema_for::<Callout>(), generator.subschema_for::<T>());
    json_schema!({ "type": "object", "propertyNames": callout, "additionalProperties": value })
}

/// Kinds of what is wrong on purpose.
pub(in super::super) fn hostile_kinds(_: &mut SchemaGenerator) -> Schema {
    let kinds: Vec<&str> = Hostile::ALL.iter().map(|kind| kind.word()).collect();
    json_schema!({ "type": "array", "items": { "type": "string", "enum": kinds } })
}

/// Readings of open questions.
pub(in super::super) fn policy(_: &mut SchemaGenerator) -> Schema {
    let mut policy = json_schema!({ "type": "object", "additionalProperties": false });
    let mut fields = json_schema!({});
    for field in Policy::FIELDS {
        let mut readings = words(field.readings.iter().map(|(reading, _)| *reading));
        readings.insert("description".to_owned(), format!("{} ({})", field.summary, field.question).into());
        fields.insert(field.name.to_owned(), readings.into());
    }
    policy.insert("properties".to_owned(), fields.into());
    policy
}

/// What the clock says: text, or a date of TOML, which schemas see as text.
pub(in super::super) fn moment(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,3})?$",
        "description": "A date and a time such as 2026-03-01T23:30:00."
    })
}

/// Keys of the registry with their values.
pub(in super::super) fn registry(_: &mut SchemaGenerator) -> Schema {
    let any_case = |word: &str| -> String {
        word.chars()
            .map(|c| if c == '_' { "_".to_owned() } else { format!("[{c}{}]", c.to_ascii_lowercase()) })
            .collect()
    };
    let roots: Vec<String> = super::super::registry::ROOTS
        .iter()
        .flat_map(|(short, long)| [*short, *long])
        .map(any_case)
        .collect();
    let text = json_schema!({ "type": "string", "pattern": "^[^\\u0000]*$" });
    json_schema!({
        "type": "object",
        "propertyNames": { "pattern": format!(r"^({})(\\[^\\]+)+$", roots.join("|")) },
        "additionalProperties": { "type": "object", "additionalProperties": { "anyOf": [
            text,
            { "type": "integer", "minimum": 0, "maximum": u32::MAX },
            { "type": "array", "items": { "type": "string", "minLength": 1, "pattern": "^[^\\u0000]*$" } },
            { "type": "object", "required": ["expand"], "maxProperties": 1, "properties": { "expand": text } },
            { "type": "object", "required": ["qword"], "maxProperties": 1,
              "properties": { "qword": { "type": "integer", "minimum": 0 } } },
            { "type": "object", "required": ["binary"], "maxProperties": 1,
              "properties": { "binary": { "type": "string", "pattern": "^([0-9a-fA-F]{2})*$" } } },
        ] } }
    })
}

/// DLLs as the command line spells them.
pub(in super::super) fn dlls(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = one_or_many::<String>(generator);
    schema.insert("description".to_owned(), "The DLLs: a path, stock:NAME, or a list of them.".into());
    schema
}

/// Windows versions as the command line spells them: one, several with commas between them, or a list.
pub(in super::super) fn versions(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = one_or_many::<String>(generator);
    schema.insert("description".to_owned(), "Windows versions such as server-2012, or all.".into());
    schema
}
