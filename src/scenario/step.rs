//! The steps of a scenario: what the outside world does.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Deserialize;

use super::expect::Expect;
use super::text::{Hex, Span, quoted, read_from_text};
use crate::ras::{
    Authentication, ConnectionFlags, Fact, FactKind, InterfaceType, Name, Offer, Quarantine, Record, Tunnel,
    record, word_names,
};

word_names! {
    /// What the user types in.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Credentials {
        /// They type the right password, and authentication succeeds.
        #[default]
        Right "right",
        /// They type a wrong password: authentication fails, and no DLL hears of it (CONN-02).
        Wrong "wrong",
    }
}

impl Fact for Credentials {}

read_from_text! {
    takes_numbers: true,
    Credentials: "\"right\" or \"wrong\"",
}

/// One thing that happens. Files spell it `{ dial = { port = "VPN2-0", user = "alice" } }`, or a bare `"stop"`.
#[derive(Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Step {
    /// The service starts.
    Start,
    /// The service stops.
    Stop,
    /// The service stops and starts again.
    Restart,
    /// A user dials in.
    Dial(Dial),
    /// A further link joins a connection.
    AddLink(AddLink),
    /// One link goes down; the last one takes the connection with it.
    DropLink(OnPort),
    /// The user hangs up the whole connection.
    HangUp(OnPort),
    /// The administrator ends the whole connection (CHOICE 24).
    Disconnect(OnPort),
    /// Data flows over a link.
    Traffic(Traffic),
    /// So much virtual time passes.
    Wait(Span),
    /// The client's quarantine state changes.
    Quarantine(QuarantineChange),
    /// An IKEv2 client moves to other endpoints.
    Endpoint(EndpointChange),
    /// An SSTP client presents itself before it dials this port (CHOICE 17).
    PreAuthenticate(PreAuthenticate),
    /// Nothing happens, but this is expected to be so now.
    #[cfg_attr(feature = "schema", schemars(transform = super::schema::expect_step))]
    Expect(Box<Expect>),
}

record! {
    /// A user dials in.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct Dial {
        /// The port on which the call comes in.
        pub port: Name,
        /// The user's name.
        pub user: Name,
        /// The user's domain.
        #[serde(default)]
        pub domain: Name,
        /// The client's computer name.
        #[serde(default)]
        pub computer: Name,
        /// The name of the interface; if empty, that of the user.
        #[serde(default)]
        pub interface: Name,
        /// The type of the interface.
        #[serde(default)]
        pub interface_type: InterfaceType,
        /// How the client reaches the server.
        #[serde(default)]
        pub tunnel: Tunnel,
        /// The protocol by which the user proves who they are.
        #[serde(default)]
        pub authentication: Authentication,
        /// The EAP type, which counts with EAP only.
        #[serde(default)]
        pub eap_type: u32,
        /// Whether the user types the right password.
        #[serde(default)]
        pub credentials: Credentials,
        /// What RAS has to offer as an IPv4 address.
        #[serde(default = "pool")]
        pub ipv4: Offer<Ipv4Addr> = pool(),
        /// What RAS has to offer as an IPv6 address.
        #[serde(default)]
        pub ipv6: Offer<Ipv6Addr>,
        /// The flags of the connection beside `ppp` or `ikev2`, which the tunnel decides (DATA-36).
        #[serde(default)]
        pub flags: ConnectionFlags,
        /// The client's NetBIOS name, if it negotiates NetBEUI: before Server 2003 (DATA-23).
        #[serde(default)]
        pub nbf: Name,
        /// The client's IPX address, if it negotiates IPX: up to Server 2003 (DATA-24). Its form is net.node.
        #[serde(default)]
        pub ipx: Name,
        /// The client's AppleTalk address, if it negotiates AppleTalk: up to Server 2003.
        #[serde(default)]
        pub appletalk: Name,
        /// The server's endpoint of the tunnel.
        #[serde(default)]
        pub local_endpoint: Name,
        /// The client's endpoint of the tunnel.
        #[serde(default)]
        pub remote_endpoint: Name,
        /// The speed of the line, in bits per second; 0 is what is usual for the tunnel (DATA-43).
        #[serde(default)]
        pub line_speed: u32,
    }
}

record! {
    /// A further link joins a connection.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct AddLink {
        /// The port on which the call comes in.
        pub port: Name,
        /// A port of the connection that it joins.
        pub to: Name,
    }
}

record! {
    /// Something happens to the connection or the link on a port.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct OnPort {
        /// The port of the connection or the link.
        pub port: Name,
    }
}

record! {
    /// Data flows over a link.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct Traffic {
        /// The port of the link.
        pub port: Name,
        /// The payload to the client, in bytes.
        #[serde(default)]
        pub sent: u64,
        /// The payload from the client, in bytes.
        #[serde(default)]
        pub received: u64,
        /// How much of that the line carries, in percent: the compressed size over the plain size.
        #[serde(default = "uncompressed")]
        pub compressed_percent: u32 = uncompressed(),
        /// The number of CRC errors.
        #[serde(default)]
        pub crc_errors: u64,
        /// The number of timeouts.
        #[serde(default)]
        pub timeout_errors: u64,
        /// The number of alignment errors.
        #[serde(default)]
        pub alignment_errors: u64,
        /// The number of hardware overruns.
        #[serde(default)]
        pub hardware_overruns: u64,
        /// The number of framing errors.
        #[serde(default)]
        pub framing_errors: u64,
        /// The number of buffer overruns.
        #[serde(default)]
        pub buffer_overruns: u64,
    }
}

record! {
    /// The client's quarantine state changes.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct QuarantineChange {
        /// A port of the connection.
        pub port: Name,
        /// The new quarantine state.
        pub state: Quarantine,
        /// How long probation lasts. Then the connection is dropped.
        #[serde(default)]
        pub probation: Span,
    }
}

record! {
    /// An IKEv2 client moves to other endpoints.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct EndpointChange {
        /// A port of the connection.
        pub port: Name,
        /// The client's new endpoint.
        pub remote: Name,
        /// The server's new endpoint; unchanged if empty.
        #[serde(default)]
        pub local: Name,
    }
}

record! {
    /// An SSTP client presents itself before it dials.
    #[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
    #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    pub struct PreAuthenticate {
        /// The port that it will dial.
        pub port: Name,
        /// The bytes of AuthInfo, in hexadecimal.
        #[serde(default)]
        pub info: Hex,
    }
}

fn pool() -> Offer<Ipv4Addr> {
    Offer::Pool
}

fn uncompressed() -> u32 {
    100
}

/// The fields that a step always shows, even if they are empty.
const ALWAYS: [&str; 5] = ["port", "user", "to", "state", "remote"];

impl Step {
    /// The verb of the step, as scenario files spell it.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Stop => "stop",
            Self::Restart => "restart",
            Self::Dial(_) => "dial",
            Self::AddLink(_) => "add-link",
            Self::DropLink(_) => "drop-link",
            Self::HangUp(_) => "hang-up",
            Self::Disconnect(_) => "disconnect",
            Self::Traffic(_) => "traffic",
            Self::Wait(_) => "wait",
            Self::Quarantine(_) => "quarantine",
            Self::Endpoint(_) => "endpoint",
            Self::PreAuthenticate(_) => "pre-authenticate",
            Self::Expect(_) => "expect",
        }
    }

    /// The port on which the step happens, if it happens on one.
    pub fn port(&self) -> Option<&Name> {
        match self {
            // To expect something of a port is not to do something on it.
            Self::Start | Self::Stop | Self::Restart | Self::Wait(_) | Self::Expect(_) => None,
            Self::Dial(dial) => Some(&dial.port),
            Self::AddLink(link) => Some(&link.port),
            Self::DropLink(on) | Self::HangUp(on) | Self::Disconnect(on) => Some(&on.port),
            Self::Traffic(traffic) => Some(&traffic.port),
            Self::Quarantine(change) => Some(&change.port),
            Self::Endpoint(change) => Some(&change.port),
            Self::PreAuthenticate(pre) => Some(&pre.port),
        }
    }

    fn body(&self) -> Option<String> {
        match self {
            Self::Start | Self::Stop | Self::Restart => None,
            Self::Wait(span) => Some(format!("\"{span}\"")),
            Self::Dial(dial) => Some(table(dial)),
            Self::AddLink(link) => Some(table(link)),
            Self::DropLink(on) | Self::HangUp(on) | Self::Disconnect(on) => Some(table(on)),
            Self::Traffic(traffic) => Some(table(traffic)),
            Self::Quarantine(change) => Some(table(change)),
            Self::Endpoint(change) => Some(table(change)),
            Self::PreAuthenticate(pre) => Some(table(pre)),
            Self::Expect(expect) => Some(expect.to_string()),
        }
    }
}

/// The step as a scenario file spells it.
///
/// ```
/// use mockras::scenario::Step;
/// assert_eq!(Step::dial("VPN2-0", "alice").to_string(), r#"{ dial = { port = "VPN2-0", user = "alice" } }"#);
/// assert_eq!(Step::Stop.to_string(), r#""stop""#);
/// ```
impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.body() {
            None => write!(f, "\"{}\"", self.verb()),
            Some(body) => write!(f, "{{ {} = {body} }}", self.verb()),
        }
    }
}

/// The same as `Display`: a test that fails shows what could stand in a file.
impl std::fmt::Debug for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

/// Writes the fields of a step that differ from their defaults as an inline table.
fn table<R: Record + Default + PartialEq>(record: &R) -> String {
    let mut defaults = Vec::new();
    R::default().changes(None, &mut |key, _, text| defaults.push((key.to_owned(), text.to_owned())));
    let mut fields = Vec::new();
    record.changes(None, &mut |key, kind, text| {
        let default = defaults.iter().any(|(name, value)| name == key && value == text);
        if !default || ALWAYS.contains(&key) {
            fields.push(match kind {
                FactKind::Number | FactKind::Flag => format!("{key} = {text}"),
                FactKind::Text => format!("{key} = {}", quoted(text)),
            });
        }
    });
    format!("{{ {} }}", fields.join(", "))
}
