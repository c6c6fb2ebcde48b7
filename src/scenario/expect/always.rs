//! What is expected in every run of a DLL, written or generated: the tables `[[always]]`.

use std::fmt;
use std::net::Ipv4Addr;
use std::str::FromStr;

use serde::Deserialize;

#[cfg(feature = "schema")]
use super::super::schema;
use super::super::text::{Span, one_or_many, quoted, read_from_text};
use super::step::{Expect, Fate, inline};
use super::{check_name, expectation_id};
use crate::ras::{Name, Offer, Tunnel, word_names};

word_names! {
    /// What is counted together.
    #[non_exhaustive]
    pub enum Per {
        /// Each connection is counted by itself.
        Connection "connection",
        /// All connections of one user: name and domain (AMB-56).
        User "user",
        /// All connections that were dialled on one port.
        Port "port",
        /// All connections that have one IPv4 address.
        Address "address",
        /// All connections of the run.
        Run "run",
    }
}

read_from_text! {
    takes_numbers: false,
    Per: "\"connection\", \"user\", \"port\", \"address\" or \"run\"",
}

/// Which connections a rule is about: those of which all holds that is said. It is said of what was dialled.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct When {
    /// The user is one of these.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::one_or_many::<Name>"))]
    pub user: Option<Vec<Name>>,
    /// The domain is one of these.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::one_or_many::<Name>"))]
    pub domain: Option<Vec<Name>>,
    /// The port is one of these.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::one_or_many::<Name>"))]
    pub port: Option<Vec<Name>>,
    /// The tunnel is one of these.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::one_or_many::<Tunnel>"))]
    pub tunnel: Option<Vec<Tunnel>>,
    /// The IPv4 address that the service offers is one of these: `zero`, `pool`, `none` or an address.
    #[serde(default, deserialize_with = "one_or_many")]
    #[cfg_attr(feature = "schema", schemars(schema_with = "schema::one_or_many::<Offer<Ipv4Addr>>"))]
    pub offered: Option<Vec<Offer<Ipv4Addr>>>,
    /// Whether capitals and small letters count as the same in these names.
    #[serde(default)]
    pub ignore_case: bool,
}

impl When {
    /// Whether a name is one of a list, or there is no list.
    pub fn has(&self, list: Option<&Vec<Name>>, name: &Name) -> bool {
        let folded = |name: &Name| name.to_string().to_lowercase();
        let is_it = |other: &Name| other == name || self.ignore_case && folded(other) == folded(name);
        list.is_none_or(|names| names.iter().any(is_it))
    }

    fn given(&self) -> Vec<(&'static str, String)> {
        fn list<T: fmt::Display>(
            key: &'static str,
            values: Option<&Vec<T>>,
        ) -> Option<(&'static str, String)> {
            let words: Vec<String> = values?.iter().map(|value| quoted(&value.to_string())).collect();
            let text = if let [word] = &words[..] { word.clone() } else { format!("[{}]", words.join(", ")) };
            Some((key, text))
        }
        let lists = [list("user", self.user.as_ref()), list("domain", self.domain.as_ref())];
        let more = [list("port", self.port.as_ref()), list("tunnel", self.tunnel.as_ref())];
        let offered = list("offered", self.offered.as_ref());
        let ignored = self.ignore_case.then(|| ("ignore-case", "true".to_owned()));
        lists.into_iter().chain(more).chain([offered, ignored]).flatten().collect()
    }
}

/// What is expected in every run, of the connections that it is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = schema::always_rule))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Always {
    /// What it is called; reports and saved cases call it `expect/<name>`.
    pub name: String,
    /// The connections that it is about; all of them if nothing is said.
    #[serde(default)]
    pub when: When,
    /// What is counted together, by `live-at-most` and `calls`.
    pub per: Option<Per>,
    /// What is expected.
    pub expect: Expect,
    /// How much virtual time it may take: until the state is reached, or until addresses are given back.
    pub within: Option<Span>,
}

impl Always {
    /// The id by which reports and saved cases call it.
    pub fn id(&self) -> String {
        expectation_id(&self.name)
    }

    /// What is counted together if nothing is said: connections that are up all over the run, calls for each.
    pub fn counted(&self) -> Per {
        let usual = if self.expect.live_at_most.is_some() { Per::Run } else { Per::Connection };
        self.per.unwrap_or(usual)
    }

    /// Checks that it can be expected of every run.
    pub fn check(&self) -> Result<(), String> {
        check_name(&self.name)?;
        let Expect { name, port, user, live, links, last, notes, state, .. } = &self.expect;
        if name.is_some() || port.is_some() || user.is_some() {
            return Err("expected `name` outside of `expect`, and `port` and `user` in `when`".to_owned());
        }
        if live.is_some() || links.is_some() {
            return Err("expected `live-at-most` and `links-at-most` in [[always]], for a number that holds at any time; \
                        `live` and `links` belong into a step"
                .to_owned());
        }
        if !last.is_empty() || !notes.is_empty() {
            return Err("expected `last` and `notes` in a step, where the moment is known".to_owned());
        }
        self.expect.check_any()?;
        let lists = [&self.when.user, &self.when.domain, &self.when.port];
        if lists.into_iter().flatten().any(Vec::is_empty)
            || self.when.tunnel.as_ref().is_some_and(Vec::is_empty)
            || self.when.offered.as_ref().is_some_and(Vec::is_empty)
        {
            return Err("expected at least one value in each list of `when`, found none".to_owned());
        }
        let counts = self.expect.live_at_most.is_some() || !self.expect.calls.is_empty();
        if self.per.is_some() && !counts {
            return Err("expected `live-at-most` or `calls` beside `per`: nothing else is counted".to_owned());
        }
        if self.expect.live_at_most.is_some() && self.per == Some(Per::Connection) {
            return Err(
                "expected `per` of \"user\", \"port\", \"address\" or \"run\" beside `live-at-most`: a connection is one"
                    .to_owned(),
            );
        }
        if self.per == Some(Per::Address) && !self.expect.calls.is_empty() {
            return Err(
                "expected `live-at-most` beside `per = \"address\"`: calls are not counted so".to_owned()
            );
        }
        if self.expect.released == Some(false) {
            return Err("expected `released = true`, or nothing".to_owned());
        }
        if self.within.is_some() && state.is_none() && self.expect.released.is_none() {
            return Err("expected `state` or `released` beside `within`: nothing else takes time".to_owned());
        }
        if *state == Some(Fate::Waiting) {
            return Err(
                "expected \"connected\", \"refused\" or \"ended\": no connection stays waiting".to_owned()
            );
        }
        if self.expect.live_at_most == Some(0) && *state == Some(Fate::Connected) {
            return Err("expected what can be: a connection that is up while none may be up".to_owned());
        }
        Ok(())
    }

    fn given(&self) -> Vec<(&'static str, String)> {
        let mut given = vec![("name", quoted(&self.name))];
        given.extend(
            Some(self.when.given()).filter(|when| !when.is_empty()).map(|when| ("when", inline(&when))),
        );
        given.extend(self.per.map(|per| ("per", quoted(per.word()))));
        given.push(("expect", self.expect.to_string()));
        given.extend(self.within.map(|span| ("within", quoted(&span.to_string()))));
        given
    }

    /// The lines below `[[always]]` in a file.
    pub fn to_toml(&self) -> String {
        self.given().iter().map(|(key, value)| format!("{key} = {value}\n")).collect()
    }
}

/// The inline table that stands for it on a line.
impl fmt::Display for Always {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&inline(&self.given()))
    }
}

/// Reads the inline table.
impl FromStr for Always {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct OneRule {
            always: Always,
        }
        let read: Result<OneRule, _> = toml::from_str(&format!("always = {text}"));
        let always = read.map(|one| one.always).map_err(|error| error.message().trim().to_owned())?;
        always.check().map(|()| always)
    }
}

/// Two rules of which one must be broken if a connection comes that both are about: their places in the list, and why.
pub fn contradictions(rules: &[Always]) -> Option<(usize, usize, String)> {
    for (second, one) in rules.iter().enumerate() {
        for (first, other) in rules[..second].iter().enumerate() {
            let why = if one.id() == other.id() {
                Some(format!(
                    "expected each name once: `{}` and `{}` are both {}",
                    other.name,
                    one.name,
                    one.id()
                ))
            } else if one.when == other.when {
                contradiction(&other.expect, &one.expect)
                    .map(|what| format!("`{}` and `{}` contradict each other: {what}", other.name, one.name))
            } else {
                None
            };
            if let Some(why) = why {
                return Some((first, second, why));
            }
        }
    }
    None
}

/// Why two expectations cannot both be met by one connection.
fn contradiction(one: &Expect, other: &Expect) -> Option<String> {
    if let (Some(first), Some(second)) = (one.state, other.state)
        && (first == Fate::Refused) != (second == Fate::Refused)
    {
        return Some(format!("the same connections are to be {first} and {second}"));
    }
    if let (Some(first), Some(second)) = (&one.reason, &other.reason)
        && first != second
    {
        return Some(format!("their reasons are to be {first} and {second}"));
    }
    let answers = one.answers.iter().find_map(|(callout, answer)| {
        let second = other.answers.get(callout).filter(|second| *second != answer)?;
        Some(format!("{callout} is to answer {answer} and {second}"))
    });
    answers.or_else(|| {
        let is_up = |expect: &Expect| expect.state == Some(Fate::Connected);
        let is_none = |expect: &Expect| expect.live_at_most == Some(0);
        (is_up(one) && is_none(other) || is_none(one) && is_up(other))
            .then(|| "connections are to be up, and none may be up".to_owned())
    })
}
