//! What is expected at one moment of a scenario, or of connections in every run.

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Deserialize;

#[cfg(feature = "schema")]
use super::super::schema;
use super::super::text::{quoted, read_from_text};
use super::check_name;
use super::value::{AddressSet, Count};
use crate::ras::{Callout, CloseReason, Name, Refusal, WordError, word_names};

word_names! {
    /// What has become of a connection.
    #[non_exhaustive]
    pub enum Fate {
        /// It is up.
        Connected "connected",
        /// It was accepted, and waits for its first link.
        Waiting "waiting",
        /// It was refused.
        Refused "refused",
        /// It was up, and is over.
        Ended "ended",
    }
}

read_from_text! {
    takes_numbers: false,
    Fate: "\"connected\", \"waiting\", \"refused\" or \"ended\"",
}

/// What is expected. All that is said must hold; what is not said may be anything.
///
/// As a step of a scenario it looks at the world as it is at that moment: at the connection that came last on `port`, or
/// last of `user`. Without these, it looks at the run as a whole. In an [`Always`](super::Always) rule it is asked of each
/// connection that the rule is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Expect {
    /// Step: what reports call it, as `expect/<name>`; without it they call it by what is expected, such as `expect/state`.
    pub name: Option<String>,
    /// Step: the port of the connection.
    pub port: Option<Name>,
    /// Step: the user of the connection.
    pub user: Option<Name>,
    /// What has become of the connection.
    pub state: Option<Fate>,
    /// Why it was refused, or why it ended, as transcripts spell it.
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::reason"))]
    #[serde(default)]
    pub reason: Option<String>,
    /// Its IPv4 address.
    pub ipv4: Option<AddressSet<Ipv4Addr>>,
    /// Its IPv6 address.
    pub ipv6: Option<AddressSet<Ipv6Addr>>,
    /// How many links it has now, or has at the same time.
    pub links: Option<Count>,
    /// How many connections are up: now in a step, at any time in a rule.
    pub live: Option<Count>,
    /// Rule: how many connections may be up at the same time.
    pub live_at_most: Option<u32>,
    /// Rule: how many links a connection may have at the same time.
    pub links_at_most: Option<u32>,
    /// How often each of these entry points was called so far; with `port` or `user`, about that connection.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::by_callout::<Count>"))]
    pub calls: BTreeMap<Callout, Count>,
    /// What each of these entry points has answered last, as transcripts spell it: `TRUE`, `NO_ERROR`.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::by_callout::<String>"))]
    pub answers: BTreeMap<Callout, String>,
    /// Step: arguments with which each of these entry points was called last, as transcripts spell them.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::by_callout::<BTreeMap<String, String>>"))]
    pub last: BTreeMap<Callout, BTreeMap<String, String>>,
    /// Step: texts that DLLs have noted so far, each at least once. A note may say more.
    #[serde(default)]
    pub notes: Vec<String>,
    /// Rule: whether the addresses of the connection are given back when it is over.
    pub released: Option<bool>,
}

impl Expect {
    /// Checks that it says something that a step can expect.
    pub fn check_step(&self) -> Result<(), String> {
        self.name.as_deref().map_or(Ok(()), check_name)?;
        if self.live_at_most.is_some() || self.links_at_most.is_some() || self.released.is_some() {
            return Err(
                "expected `live`, `links` or `calls` in a step; `live-at-most`, `links-at-most` and \
                        `released` belong into [[always]]"
                    .to_owned(),
            );
        }
        let of_connection = [
            ("state", self.state.is_some()),
            ("reason", self.reason.is_some()),
            ("ipv4", self.ipv4.is_some()),
            ("ipv6", self.ipv6.is_some()),
            ("links", self.links.is_some()),
        ];
        if let (Some((what, _)), false) = (of_connection.iter().find(|(_, is)| *is), self.has_subject()) {
            return Err(format!("expected `port` or `user` beside `{what}`, to say of which connection"));
        }
        if self.live.is_some() && self.has_subject() {
            return Err("expected `live` without `port` and `user`: it counts all connections".to_owned());
        }
        self.check_any()
    }

    /// Checks that it says something, and nothing that cannot be.
    pub(super) fn check_any(&self) -> Result<(), String> {
        if self.members().next().is_none() {
            return Err(
                "expected something such as `state`, `ipv4`, `calls` or `notes`, found nothing".to_owned()
            );
        }
        let Some(reason) = &self.reason else { return Ok(()) };
        let (refusals, closings) =
            (words(Refusal::ALL, Refusal::word), words(CloseReason::ALL, CloseReason::word));
        let known = match self.state {
            Some(Fate::Refused) => refusals,
            Some(Fate::Ended) => closings,
            Some(Fate::Connected | Fate::Waiting) => {
                return Err("expected `reason` with the state \"refused\" or \"ended\" only".to_owned());
            }
            None => [refusals, closings].concat(),
        };
        if known.contains(&reason.as_str()) {
            Ok(())
        } else {
            Err(WordError::new(reason, &known, "").to_string())
        }
    }

    /// Whether it is about one connection.
    pub fn has_subject(&self) -> bool {
        self.port.is_some() || self.user.is_some()
    }

    /// The names of what is expected, in the order in which they are written.
    pub fn members(&self) -> impl Iterator<Item = &'static str> {
        self.given().into_iter().map(|(key, _)| key).filter(|key| !["name", "port", "user"].contains(key))
    }

    /// Keys with their values as TOML spells them, without those that are absent.
    fn given(&self) -> Vec<(&'static str, String)> {
        let text = |value: &dyn fmt::Display| quoted(&value.to_string());
        let mut given = Vec::new();
        given.extend(self.name.as_ref().map(|name| ("name", quoted(name))));
        given.extend(self.port.as_ref().map(|port| ("port", text(port))));
        given.extend(self.user.as_ref().map(|user| ("user", text(user))));
        given.extend(self.state.map(|state| ("state", text(&state))));
        given.extend(self.reason.as_ref().map(|reason| ("reason", quoted(reason))));
        given.extend(self.ipv4.map(|set| ("ipv4", text(&set))));
        given.extend(self.ipv6.map(|set| ("ipv6", text(&set))));
        given.extend(self.links.map(|count| ("links", count.toml())));
        given.extend(self.live.map(|count| ("live", count.toml())));
        given.extend(self.live_at_most.map(|most| ("live-at-most", most.to_string())));
        given.extend(self.links_at_most.map(|most| ("links-at-most", most.to_string())));
        let of_callouts = |pairs: Vec<(String, String)>| (!pairs.is_empty()).then(|| inline(&pairs));
        let calls = self.calls.iter().map(|(callout, count)| (callout.to_string(), count.toml()));
        given.extend(of_callouts(calls.collect()).map(|table| ("calls", table)));
        let answers = self.answers.iter().map(|(callout, answer)| (callout.to_string(), quoted(answer)));
        given.extend(of_callouts(answers.collect()).map(|table| ("answers", table)));
        let last = self.last.iter().map(|(callout, arguments)| {
            let pairs: Vec<_> = arguments.iter().map(|(key, value)| (key_of(key), quoted(value))).collect();
            (callout.to_string(), inline(&pairs))
        });
        given.extend(of_callouts(last.collect()).map(|table| ("last", table)));
        let notes: Vec<String> = self.notes.iter().map(|note| quoted(note)).collect();
        given.extend((!notes.is_empty()).then(|| ("notes", format!("[{}]", notes.join(", ")))));
        given.extend(self.released.map(|released| ("released", released.to_string())));
        given
    }
}

/// The words of an enumeration.
fn words<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str) -> Vec<&'static str> {
    all.iter().map(|value| word(*value)).collect()
}

/// A key as TOML spells it.
fn key_of(key: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !key.is_empty() && key.chars().all(is_bare) { key.to_owned() } else { quoted(key) }
}

/// An inline table of these keys and values.
pub(super) fn inline<K: fmt::Display>(pairs: &[(K, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// The inline table that stands for it in a file.
impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&inline(&self.given()))
    }
}
