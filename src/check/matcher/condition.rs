//! What a call may be said to be: of a user, on a port, with a value.

use std::collections::BTreeSet;
use std::fmt;

use crate::check::call::Call;
use crate::check::connection_history::ConnectionHistory;
use crate::check::look::Look;
use crate::model::{ConnectionEvent, Event, Question};
use crate::ras::{Name, did_you_mean};
use crate::scenario::Step;
use crate::transcript::{EntryKind, facts_of};

/// What holds of a call, or does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Condition {
    User(Name),
    Port(Name),
    Dll(u8),
    Step(u32),
    Connection(u32),
    /// What the call was made with: the name of a fact, and its value as text.
    Fact(String, String),
}

impl Condition {
    /// The fact with this value, which may be text as it is.
    pub(super) fn fact(key: &str, value: impl fmt::Display) -> Self {
        Self::Fact(key.to_owned(), value.to_string())
    }

    /// Whether it holds of a call.
    pub(super) fn holds(&self, look: &Look<'_>, call: &Call<'_>) -> bool {
        match self {
            Self::User(user) => user_of(look, call) == Some(user),
            Self::Port(port) => ports_of(look, call).contains(port),
            Self::Dll(dll) => number(call) == *dll,
            Self::Step(step) => call.at.step == *step,
            Self::Connection(number) => call.connection == Some(*number),
            Self::Fact(key, value) => {
                let spelled = Name::literal(value).to_string();
                let mut facts = facts_of(call.question).into_iter();
                facts.any(|(name, found)| name == *key && (found == *value || found == spelled))
            }
        }
    }

    /// What a call is instead.
    pub(super) fn instead(&self, look: &Look<'_>, call: &Call<'_>) -> String {
        match self {
            Self::User(_) => user_of(look, call).map_or("no user".to_owned(), |user| format!("user {user}")),
            Self::Port(_) => match &*ports_of(look, call) {
                [] => "no port".to_owned(),
                ports => format!("port {}", listed(ports)),
            },
            Self::Dll(_) => format!("DLL {}", number(call)),
            Self::Step(_) => format!("step {}", call.at.step),
            Self::Connection(_) => {
                call.connection.map_or("no connection".to_owned(), |c| format!("connection {c}"))
            }
            Self::Fact(key, _) => {
                let facts = facts_of(call.question);
                match facts.iter().find(|(name, _)| name == key) {
                    Some((_, found)) => format!("{key}={found}"),
                    None => unknown(key, facts.iter().map(|(name, _)| name.as_str())),
                }
            }
        }
    }

    /// Why it cannot hold of anything in this run, so that nothing is shown by no call for which it does.
    pub(super) fn is_met_nowhere(&self, look: &Look<'_>) -> Option<String> {
        let calls = look.calls().iter();
        let mut steps = look.entries().iter().filter_map(|(_, kind)| {
            let EntryKind::Event(Event::Step { number, step }) = kind else { return None };
            Some((*number, &**step))
        });
        let is_dialled_by = |step: &Step, user: &Name| matches!(step, Step::Dial(dial) if dial.user == *user);
        let is_met = match self {
            Self::User(user) => steps.any(|(_, step)| is_dialled_by(step, user)),
            Self::Port(port) => steps.any(|(_, step)| step.port() == Some(port)),
            Self::Dll(dll) => (1..=look.header.dlls.len()).contains(&usize::from(*dll)),
            Self::Step(number) => steps.any(|(other, _)| other == *number),
            Self::Connection(number) => look.connection(*number).is_some(),
            Self::Fact(key, _) => {
                let facts = calls.flat_map(|call| facts_of(call.question));
                let names: BTreeSet<String> = facts.map(|(name, _)| name).collect();
                if names.contains(key) {
                    return None;
                }
                return Some(unknown(key, names.iter().map(String::as_str)));
            }
        };
        (!is_met).then(|| format!("nothing in the whole run is {self}"))
    }
}

/// `of user mallory`, as it stands behind a call.
impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::User(user) => write!(f, "of user {user}"),
            Self::Port(port) => write!(f, "on port {port}"),
            Self::Dll(dll) => write!(f, "of DLL {dll}"),
            Self::Step(step) => write!(f, "in step {step}"),
            Self::Connection(number) => write!(f, "about connection {number}"),
            Self::Fact(key, value) => write!(f, "with {key}={value}"),
        }
    }
}

/// The user whom a call is about.
fn user_of<'a>(look: &Look<'a>, call: &Call<'a>) -> Option<&'a Name> {
    match call.question {
        Question::Connection(facts) => Some(&facts.user),
        Question::PreAuthenticated(who) => Some(&who.user),
        Question::GetIpv4(_) | Question::GetIpv6(_) | Question::ReleaseIpv4(_) | Question::ReleaseIpv6(_) => {
            Some(call.named()?.user)
        }
        Question::Link(_) => Some(&look.connection_of(call)?.facts?.user),
        Question::Nothing | Question::Table(_) => None,
    }
}

/// The ports that a call is about: all of a connection, if it is about the whole of it.
fn ports_of(look: &Look<'_>, call: &Call<'_>) -> Vec<Name> {
    match call.question {
        Question::Link(port) => vec![port.name.clone()],
        Question::GetIpv4(_) | Question::GetIpv6(_) | Question::ReleaseIpv4(_) | Question::ReleaseIpv6(_) => {
            call.named().map(|named| named.port.clone()).into_iter().collect()
        }
        Question::Connection(_) => look.connection_of(call).map(ports).unwrap_or_default(),
        Question::PreAuthenticated(_) => {
            look.step(call.at).and_then(Step::port).cloned().into_iter().collect()
        }
        Question::Nothing | Question::Table(_) => Vec::new(),
    }
}

/// The ports of a connection: the one that was dialled, and those of its links.
pub(super) fn ports(connection: &ConnectionHistory<'_>) -> Vec<Name> {
    let mut ports: Vec<Name> = connection.dial.and_then(Step::port).cloned().into_iter().collect();
    for (_, what) in &connection.events {
        if let ConnectionEvent::LinkUp(port) | ConnectionEvent::LinkRefused(port) = what
            && !ports.contains(port)
        {
            ports.push(port.clone());
        }
    }
    ports
}

/// The number of the DLL that was called, from 1.
fn number(call: &Call<'_>) -> u8 {
    call.instance.dll.saturating_add(1)
}

fn unknown<'k>(key: &str, known: impl Iterator<Item = &'k str> + Clone) -> String {
    match did_you_mean(key, known.clone()) {
        Some(near) => format!("no `{key}`; did you mean `{near}`?"),
        None => format!("no `{key}` among {}", listed(known)),
    }
}

/// `a, b, c`; nothing is `nothing`.
pub(super) fn listed<T: fmt::Display>(things: impl IntoIterator<Item = T>) -> String {
    let things: Vec<String> = things.into_iter().map(|thing| thing.to_string()).collect();
    if things.is_empty() { "nothing".to_owned() } else { things.join(", ") }
}
