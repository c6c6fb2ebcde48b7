//! `mockras list steps`: what can happen in a scenario.

use mockras::ras::Record;
use mockras::scenario::{AddLink, Dial, EndpointChange, OnPort, PreAuthenticate, QuarantineChange, Traffic};

use super::terminal::Table;

/// A step with the fields that it needs, and what happens.
const STEPS: [(&str, &str); 14] = [
    (r#""start""#, "the service starts; a scenario that does not begin with it has one before it"),
    (r#""stop""#, "the service stops; a scenario that leaves it running has one after it"),
    (r#""restart""#, "the service stops and starts again"),
    (r#"{ dial = { port = "VPN2-0", user = "alice" } }"#, "a user dials in"),
    (
        r#"{ add-link = { port = "VPN2-1", to = "VPN2-0" } }"#,
        "a further link joins the connection on port `to`",
    ),
    (r#"{ drop-link = { port = "VPN2-1" } }"#, "a link goes down; the last one takes the connection with it"),
    (r#"{ hang-up = { port = "VPN2-0" } }"#, "the user hangs up the whole connection"),
    (r#"{ disconnect = { port = "VPN2-0" } }"#, "the administrator ends the whole connection"),
    (r#"{ traffic = { port = "VPN2-0" } }"#, "data flows over a link, in bytes"),
    (r#"{ wait = "90s" }"#, "time passes: 250ms, 90s, 1h30m, 2d"),
    (r#"{ quarantine = { port = "VPN2-0", state = "probation" } }"#, "the client's quarantine state changes"),
    (
        r#"{ endpoint = { port = "VPN2-0", remote = "203.0.113.9" } }"#,
        "an IKEv2 client moves to other endpoints",
    ),
    (
        r#"{ pre-authenticate = { port = "VPN2-0" } }"#,
        "an SSTP client presents itself before it dials this port",
    ),
    (
        r#"{ expect = { port = "VPN2-0", state = "refused" } }"#,
        "nothing; it is expected to be so now (docs/how-to/expectations.md)",
    ),
];

/// What a step may expect.
const EXPECTED: [&str; 13] = [
    "name", "port", "user", "state", "reason", "ipv4", "ipv6", "links", "live", "calls", "answers", "last",
    "notes",
];

/// The table of steps.
pub(super) fn steps() -> String {
    let mut table = Table::new(["STEP", "WHAT HAPPENS", "OTHER FIELDS"]);
    for (example, meaning) in STEPS {
        table.row([example, meaning, &other_fields(example).join(" ")]);
    }
    table.to_string()
}

fn verb(example: &str) -> &str {
    example.trim_start_matches(['{', ' ', '"']).split([' ', '"']).next().unwrap_or(example)
}

/// The fields that the example does not show.
fn other_fields(example: &str) -> Vec<String> {
    let fields = match verb(example) {
        "dial" => fields::<Dial>(),
        "add-link" => fields::<AddLink>(),
        "drop-link" | "hang-up" | "disconnect" => fields::<OnPort>(),
        "traffic" => fields::<Traffic>(),
        "quarantine" => fields::<QuarantineChange>(),
        "endpoint" => fields::<EndpointChange>(),
        "pre-authenticate" => fields::<PreAuthenticate>(),
        "expect" => EXPECTED.map(str::to_owned).to_vec(),
        _ => Vec::new(),
    };
    fields.into_iter().filter(|field| !example.contains(&format!(" {field} = "))).collect()
}

fn fields<R: Record + Default>() -> Vec<String> {
    let mut fields = Vec::new();
    R::default().changes(None, &mut |field, _, _| fields.push(field.to_owned()));
    fields
}
