//! Things that a run can reach, and their names.

use crate::check::all_rules;
use crate::model::{CloseReason, Level, Refusal, ServiceState, SkipReason, Stage};
use crate::ras::{Callout, Policy, Profile, word_names};

word_names! {
    /// What a feature is about. Its name begins with this word.
    pub enum Kind {
        /// A rule applied.
        Rule "rule",
        /// A rule was broken.
        Broken "broken",
        /// A reading was in force, and what it answers came up.
        Reading "reading",
        /// An entry point was called.
        Callout "callout",
        /// A step applied, or did not for this reason.
        Step "step",
        /// A step did not apply for this reason.
        Skip "skip",
        /// Something happened to a connection or to the service.
        Event "event",
        /// The service put something on record: how bad, and at what.
        Log "log",
        /// A Windows version was played.
        Profile "profile",
        /// State of a connection, entry point, answer.
        Turn "turn",
        /// Two things in a row on one connection.
        Then "then",
        /// Something happened for so many times on one connection.
        Times "times",
        /// Things taken in a row and then given back in a row, across connections: links, addresses, connections.
        Row "row",
        /// A user came back: how the last connection ended, and the number of this one.
        Again "again",
        /// The length or the content of a name.
        Name "name",
        /// The size of a counter.
        Counter "counter",
        /// The class of an address.
        Address "address",
        /// A value of an enumeration.
        Value "value",
    }
}

impl Kind {
    /// Whether it is about what happens, and not about values that are passed on, nor about what is in force anyway. A
    /// scenario that reaches something new of such a kind is worth changing.
    pub fn is_behaviour(self) -> bool {
        matches!(
            self,
            Self::Callout | Self::Event | Self::Turn | Self::Then | Self::Times | Self::Row | Self::Again
        )
    }

    /// What features of this kind are.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Rule => "rules that applied",
            Self::Broken => "rules that were broken",
            Self::Reading => "readings in force when their question came up",
            Self::Callout => "entry points that were called",
            Self::Step => "steps that applied, or why not",
            Self::Skip => "reasons why a step did not apply",
            Self::Event => "events of connections and of the service",
            Self::Log => "entries of the event log: level and stage",
            Self::Profile => "Windows versions",
            Self::Turn => "states of a connection with what happened in them",
            Self::Then => "two things in a row on one connection",
            Self::Times => "things that happened several times on one connection",
            Self::Row => "things taken in a row and given back in a row",
            Self::Again => "users who came back",
            Self::Name => "lengths and contents of names",
            Self::Counter => "sizes of counters",
            Self::Address => "classes of addresses",
            Self::Value => "values of enumerations",
        }
    }

    /// How many features of this kind there are, where that is known.
    pub fn known(self) -> Option<usize> {
        Some(match self {
            Self::Rule => all_rules().len(),
            Self::Reading => Policy::FIELDS.iter().map(|field| field.readings.len()).sum(),
            Self::Callout => Callout::ALL.len(),
            Self::Skip => SkipReason::ALL.len(),
            Self::Event => usize::from(HAPPENINGS) - usize::from(FIRST_EVENT),
            Self::Profile => Profile::ALL.len(),
            Self::Broken | Self::Step | Self::Log | Self::Turn | Self::Then | Self::Times => return None,
            Self::Row | Self::Again | Self::Name | Self::Counter | Self::Address | Self::Value => {
                return None;
            }
        })
    }
}

/// The names of all that there is of a kind, without the word of the kind, if that is known.
pub(super) fn all(kind: Kind) -> Vec<String> {
    let short = |feature: Feature| {
        let name = feature.name();
        name.split_once(' ').map(|(_, what)| what.to_owned()).unwrap_or_default()
    };
    let Some(known) = kind.known() else { return Vec::new() };
    if kind == Kind::Reading {
        let readings = (0..)
            .zip(Policy::FIELDS)
            .flat_map(|(at, field)| (0..).zip(field.readings).map(move |(to, _)| (at, to)));
        return readings.map(|(field, reading)| short(Feature::new(kind, &[field, reading]))).collect();
    }
    let first = if kind == Kind::Event { FIRST_EVENT } else { 0 };
    (first..).take(known).map(|at| short(Feature::new(kind, &[at]))).collect()
}

/// One thing that a run can reach: its kind and up to seven small numbers that say what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Feature(u64);

impl Feature {
    /// No feature: its kind does not exist.
    pub(super) const NONE: Self = Self(u64::MAX);

    pub(super) fn new(kind: Kind, what: &[u8]) -> Self {
        let mut bytes = [0; 8];
        bytes[0] = kind as u8;
        bytes[1..=what.len()].copy_from_slice(what);
        Self(u64::from_be_bytes(bytes))
    }

    pub(super) fn key(self) -> u64 {
        self.0
    }

    pub(super) fn kind(self) -> Kind {
        Kind::ALL[usize::from(self.0.to_be_bytes()[0])]
    }

    /// Its name, which stays the same from version to version.
    pub(super) fn name(self) -> String {
        let [_, a, b, c, d, ..] = self.0.to_be_bytes();
        let kind = self.kind();
        let what = match kind {
            Kind::Rule | Kind::Broken => all_rules()[usize::from(a)].id.to_owned(),
            Kind::Reading => {
                let field = &Policy::FIELDS[usize::from(a)];
                format!("{}={}", field.name, field.readings[usize::from(b)].0)
            }
            Kind::Callout => word(Callout::ALL, a).to_string(),
            Kind::Step if b == 0 => VERBS[usize::from(a)].to_owned(),
            Kind::Step => format!("{}: {}", VERBS[usize::from(a)], word(SkipReason::ALL, b - 1)),
            Kind::Skip => word(SkipReason::ALL, a).to_string(),
            Kind::Event => happening(a),
            Kind::Log => format!("{} {}", word(Level::ALL, a), word(Stage::ALL, b)),
            Kind::Profile => word(&Profile::ALL, a).to_string(),
            Kind::Turn => format!("{} links={b}{} {}", STANDINGS[usize::from(a)], past(c), happening(d)),
            Kind::Then => format!("{} > {}", happening(a), happening(b)),
            Kind::Times => format!("{} {}", happening(a), times(b)),
            Kind::Row => {
                let (more, less) = if b == 1 { ("taken", "returned") } else { ("returned", "taken") };
                format!("{} {} {less}, {} {more}", FAMILIES[usize::from(a)].0, times(c), times(d))
            }
            Kind::Again => format!("after {}, {}", word(CloseReason::ALL, a), times(b)),
            Kind::Name | Kind::Counter | Kind::Address | Kind::Value => super::boundary::name(kind, a, b),
        };
        format!("{kind} {what}")
    }
}

fn word<T: Copy>(all: &[T], at: u8) -> T {
    all[usize::from(at)]
}

/// What a DLL has to keep count of: entry points that take one more, and those that give it back, or begin anew.
pub(super) const FAMILIES: [(&str, &[Callout], &[Callout]); 5] = [
    (
        "connections",
        &[
            Callout::AcceptNewConnection,
            Callout::AcceptNewConnection2,
            Callout::AcceptNewConnection3,
            Callout::AcceptNewConnectionEx,
        ],
        &[
            Callout::ConnectionHangupNotification,
            Callout::ConnectionHangupNotification2,
            Callout::ConnectionHangupNotification3,
            Callout::ConnectionHangupNotificationEx,
        ],
    ),
    ("links", &[Callout::AcceptNewLink], &[Callout::LinkHangupNotification]),
    ("ipv4-addresses", &[Callout::GetIpAddressForUser], &[Callout::ReleaseIpAddress]),
    ("ipv6-addresses", &[Callout::GetIpv6AddressForUser], &[Callout::ReleaseIpv6AddressForUser]),
    (
        "states",
        &[Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx],
        &[
            Callout::AcceptNewConnection,
            Callout::AcceptNewConnection2,
            Callout::AcceptNewConnection3,
            Callout::AcceptNewConnectionEx,
        ],
    ),
];

/// The verbs of steps.
pub(super) const VERBS: [&str; 13] = [
    "start",
    "stop",
    "restart",
    "dial",
    "add-link",
    "drop-link",
    "hang-up",
    "disconnect",
    "traffic",
    "wait",
    "quarantine",
    "endpoint",
    "pre-authenticate",
];

/// How far a connection has come, as a DLL could know.
pub(super) const STANDINGS: [&str; 5] = ["no-connection", "new", "waiting", "connected", "refused"];

/// What came of a call, as far as the service makes a difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    True,
    False,
    OtherTrue,
    NoError,
    Notify,
    Error,
    Nothing,
    Fault,
}

const ANSWERS: [&str; 8] =
    ["TRUE", "FALSE", "another-TRUE", "NO_ERROR", "NO_ERROR+notify", "error", "nothing", "fault"];

/// The first number of an event; those below are entry points with their answers.
pub(super) const FIRST_EVENT: u8 = 21 * 8;
/// Events of a connection that need no further word.
pub(super) const EVENTS: [&str; 12] = [
    "authenticated",
    "ipv4",
    "ipv6",
    "connected",
    "waiting",
    "link-up",
    "link-refused",
    "link-down",
    "endpoints-moved",
    "endpoints-kept",
    "quarantine-lifted",
    "quarantine",
];
pub(super) const FIRST_REFUSAL: u8 = FIRST_EVENT + 12;
pub(super) const FIRST_ENDING: u8 = FIRST_REFUSAL + 8;
pub(super) const FIRST_STATE: u8 = FIRST_ENDING + 9;
/// One more than the last number of something that happens.
pub(super) const HAPPENINGS: u8 = FIRST_STATE + 4;

/// The number of a call with its answer.
pub(super) fn call(callout: Callout, answer: Answer) -> u8 {
    callout as u8 * 8 + answer as u8
}

/// What such a number stands for.
fn happening(number: u8) -> String {
    match number {
        0..FIRST_EVENT => format!("{}={}", word(Callout::ALL, number / 8), ANSWERS[usize::from(number % 8)]),
        FIRST_EVENT..FIRST_REFUSAL => EVENTS[usize::from(number - FIRST_EVENT)].to_owned(),
        FIRST_REFUSAL..FIRST_ENDING => format!("refused {}", word(Refusal::ALL, number - FIRST_REFUSAL)),
        FIRST_ENDING..FIRST_STATE => format!("closed {}", word(CloseReason::ALL, number - FIRST_ENDING)),
        _ => format!("service {}", word(ServiceState::ALL, number - FIRST_STATE)),
    }
}

/// What has happened to a connection before, as bits.
pub(super) mod before {
    pub(in super::super) const LINK_REFUSED: u8 = 1;
    pub(in super::super) const LINK_LOST: u8 = 2;
    pub(in super::super) const QUARANTINED: u8 = 4;
    pub(in super::super) const MOVED: u8 = 8;
}

const PASTS: [&str; 4] = ["link-refused", "link-lost", "quarantined", "moved"];

fn past(bits: u8) -> String {
    let set = PASTS.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
    set.map(|(_, word)| format!(" {word}")).collect()
}

/// Numbers up to eight are told apart, larger ones in ranges.
pub(super) fn rough(times: u8) -> u8 {
    match times {
        0..=8 => times,
        9..=15 => 9,
        _ => 10,
    }
}

fn times(rough: u8) -> &'static str {
    ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9+", "16+"][usize::from(rough)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_number_of_a_happening_has_a_name_of_its_own() {
        assert_eq!(usize::from(FIRST_EVENT), Callout::ALL.len() * ANSWERS.len());
        assert_eq!(usize::from(FIRST_ENDING - FIRST_REFUSAL), Refusal::ALL.len());
        assert_eq!(usize::from(FIRST_STATE - FIRST_ENDING), CloseReason::ALL.len());
        assert_eq!(usize::from(HAPPENINGS - FIRST_STATE), ServiceState::ALL.len());
        let names: BTreeSet<String> = (0..HAPPENINGS).map(happening).collect();
        assert_eq!(names.len(), usize::from(HAPPENINGS));
    }

    #[test]
    fn features_tell_their_kind_and_what_they_are() {
        let turn = Feature::new(Kind::Turn, &[3, 1, 5, call(Callout::AcceptNewLink, Answer::False)]);
        assert_eq!(turn.name(), "turn connected links=1 link-refused quarantined AcceptNewLink=FALSE");
        let step = Feature::new(Kind::Step, &[3, 3]);
        assert_eq!((step.kind(), step.name().as_str()), (Kind::Step, "step dial: the port is busy"));
        assert_eq!(
            Feature::new(Kind::Then, &[FIRST_EVENT, FIRST_STATE]).name(),
            "then authenticated > service running"
        );
    }
}
