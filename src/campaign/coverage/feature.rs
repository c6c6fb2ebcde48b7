//! The things that a run can reach, and their names.

use std::fmt;

use super::class::{AddressClass, AddressOf, CounterClass, CounterOf, NameClass, NameOf, Worded};
use crate::check::all_rules;
use crate::model::{CloseReason, ConnectionEventKind, Level, Refusal, ServiceState, SkipReason, Stage};
use crate::ras::{Callout, Policy, Profile, word_names};

/// Declares an enumeration whose values are written as words.
macro_rules! words {
    ($($(#[$meta:meta])* $type:ident { $($variant:ident $word:literal,)* })*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum $type { $($variant,)* }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$variant => $word,)* })
            }
        }
    )*};
}
pub(super) use words;

/// Declares all kinds of features: what stands for one, the word with which its name begins, and what they are.
macro_rules! features {
    ($($kind:ident($($what:ty),+) $word:literal $summary:literal,)*) => {
        word_names! {
            /// What a feature is about. Its name begins with this word.
            pub enum FeatureKind { $(#[doc = concat!("There are features for ", $summary, ".")] $kind $word,)* }
        }

        impl FeatureKind {
            /// What features of this kind are.
            pub fn summary(self) -> &'static str {
                match self { $(Self::$kind => $summary,)* }
            }
        }

        /// One thing that a run can reach. Its name stays the same from version to version.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(super) enum Feature { $($kind($($what),+),)* }

        impl Feature {
            pub(super) fn kind(self) -> FeatureKind {
                match self { $(Self::$kind(..) => FeatureKind::$kind,)* }
            }
        }
    };
}

features! {
    Rule(&'static str) "rule" "rules that applied",
    Broken(&'static str) "broken" "rules that were broken",
    // The place of a policy among all, and that of its reading.
    Reading(u8, u8) "reading" "readings in force",
    Callout(Callout) "callout" "entry points that were called",
    Step(&'static str, Option<SkipReason>) "step" "steps that applied, or why not",
    Skip(SkipReason) "skip" "reasons why a step did not apply",
    Event(Happening) "event" "events of connections and of the service",
    Log(Level, Stage) "log" "entries of the event log: level and stage",
    Profile(Profile) "profile" "Windows versions",
    Turn(Situation, Happening) "turn" "states of a connection with what happened in them",
    Then(Happening, Happening) "then" "two things in a row on one connection",
    Times(Happening, Times) "times" "things that happened several times on one connection",
    Row(Streak) "row" "things taken in a row and given back in a row",
    Again(CloseReason, Times) "again" "users who came back",
    // Which member it is, and the class of what it held.
    Name(NameOf, NameClass) "name" "lengths and contents of names",
    Counter(CounterOf, CounterClass) "counter" "sizes of counters",
    Address(AddressOf, AddressClass) "address" "classes of addresses",
    Value(Worded) "value" "values of enumerations",
    // The numbers that stand for them, and the class of how often.
    Edge(u64) "edge" "edges in the code of DLLs that tell of it",
    Often(u64, u8) "often" "edges taken several times in one call",
}

impl FeatureKind {
    /// Whether it is about what happens, and not about values that are passed on, nor about what is in force anyway. A
    /// scenario that reaches something new of such a kind is worth changing.
    pub fn is_behaviour(self) -> bool {
        matches!(
            self,
            Self::Callout
                | Self::Event
                | Self::Turn
                | Self::Then
                | Self::Times
                | Self::Row
                | Self::Again
                | Self::Edge
                | Self::Often
        )
    }

    /// How many features of this kind there are, where that is known.
    pub fn known(self) -> Option<usize> {
        self.all().map(|all| all.len())
    }

    /// All that there is of this kind, where that is known.
    pub(super) fn all(self) -> Option<Vec<Feature>> {
        Some(match self {
            Self::Rule => all_rules().iter().map(|rule| Feature::Rule(rule.id)).collect(),
            Self::Reading => (0u8..)
                .zip(Policy::FIELDS)
                .flat_map(|(at, field)| (0u8..).zip(field.readings).map(move |(place, _)| (at, place)))
                .map(|(at, place)| Feature::Reading(at, place))
                .collect(),
            Self::Callout => Callout::ALL.iter().copied().map(Feature::Callout).collect(),
            Self::Skip => SkipReason::ALL.iter().copied().map(Feature::Skip).collect(),
            Self::Event => Happening::events().map(Feature::Event).collect(),
            Self::Profile => Profile::ALL.into_iter().map(Feature::Profile).collect(),
            _ => return None,
        })
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ", self.kind())?;
        match self {
            Self::Rule(id) | Self::Broken(id) => f.write_str(id),
            Self::Reading(at, place) => {
                let field = &Policy::FIELDS[usize::from(*at)];
                write!(f, "{}={}", field.name, field.readings[usize::from(*place)].0)
            }
            Self::Callout(callout) => callout.fmt(f),
            Self::Step(verb, None) => f.write_str(verb),
            Self::Step(verb, Some(reason)) => write!(f, "{verb}: {reason}"),
            Self::Skip(reason) => reason.fmt(f),
            Self::Event(what) => what.fmt(f),
            Self::Log(level, stage) => write!(f, "{level} {stage}"),
            Self::Profile(profile) => profile.fmt(f),
            Self::Turn(situation, what) => write!(f, "{situation} {what}"),
            Self::Then(one, two) => write!(f, "{one} > {two}"),
            Self::Times(what, times) => write!(f, "{what} {times}"),
            Self::Row(streak) => streak.fmt(f),
            Self::Again(ending, times) => write!(f, "after {ending}, {times}"),
            Self::Name(of, class) => write!(f, "{of} {class}"),
            Self::Counter(of, class) => write!(f, "{of} {class}"),
            Self::Address(of, class) => write!(f, "{of} {class}"),
            Self::Value(value) => value.fmt(f),
            Self::Edge(id) => write!(f, "{id:016x}"),
            Self::Often(id, class) => write!(f, "{id:016x} {class}"),
        }
    }
}

words! {
    /// What came of a call, as far as the service makes a difference.
    Effect {
        True "TRUE",
        False "FALSE",
        OtherTrue "another-TRUE",
        NoError "NO_ERROR",
        Notify "NO_ERROR+notify",
        Error "error",
        Nothing "nothing",
        Fault "fault",
    }

    /// How far a connection has come, as a DLL could know.
    HowFar {
        NoConnection "no-connection",
        New "new",
        Waiting "waiting",
        Connected "connected",
        Refused "refused",
    }

    /// What a DLL has to keep count of.
    Counted {
        Connections "connections",
        Links "links",
        Ipv4 "ipv4-addresses",
        Ipv6 "ipv6-addresses",
        States "states",
    }
}

/// Something that happens to a connection or to the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Happening {
    /// A DLL was called, and this came of it.
    Called(Callout, Effect),
    Connection(ConnectionEventKind),
    QuarantineLifted,
    Refused(Refusal),
    Closed(CloseReason),
    Service(ServiceState),
}

impl Happening {
    /// All but the calls.
    fn events() -> impl Iterator<Item = Self> {
        let has_reason = |kind: &ConnectionEventKind| {
            matches!(kind, ConnectionEventKind::Refused | ConnectionEventKind::Closed)
        };
        let kinds = ConnectionEventKind::ALL.iter().filter(move |kind| !has_reason(kind));
        let connections = kinds.map(|kind| Self::Connection(*kind)).chain([Self::QuarantineLifted]);
        let refusals = Refusal::ALL.iter().map(|reason| Self::Refused(*reason));
        let endings = CloseReason::ALL.iter().map(|reason| Self::Closed(*reason));
        let states = ServiceState::ALL.iter().map(|state| Self::Service(*state));
        connections.chain(refusals).chain(endings).chain(states)
    }
}

impl fmt::Display for Happening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Called(callout, effect) => write!(f, "{callout}={effect}"),
            Self::Connection(kind) => kind.fmt(f),
            Self::QuarantineLifted => f.write_str("quarantine-lifted"),
            Self::Refused(reason) => write!(f, "refused {reason}"),
            Self::Closed(ending) => write!(f, "closed {ending}"),
            Self::Service(state) => write!(f, "service {state}"),
        }
    }
}

/// The state of a connection, as a DLL could know it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Situation {
    pub(super) how_far: HowFar,
    /// How many links are up; 3 stands for more.
    pub(super) links: u8,
    pub(super) link_refused: bool,
    pub(super) link_lost: bool,
    pub(super) quarantined: bool,
    pub(super) moved: bool,
}

impl Situation {
    /// No connection is concerned, or one of which nothing has happened yet.
    pub(super) const fn new(how_far: HowFar) -> Self {
        Self { how_far, links: 0, link_refused: false, link_lost: false, quarantined: false, moved: false }
    }
}

impl fmt::Display for Situation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} links={}", self.how_far, self.links)?;
        let past = [
            (self.link_refused, " link-refused"),
            (self.link_lost, " link-lost"),
            (self.quarantined, " quarantined"),
            (self.moved, " moved"),
        ];
        past.iter().filter(|(is, _)| *is).try_for_each(|(_, word)| f.write_str(word))
    }
}

/// So many calls in a row that take something, or give it back, and how many of the other kind came before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Streak {
    pub(super) of: Counted,
    pub(super) takes: bool,
    pub(super) before: Times,
    pub(super) times: Times,
}

impl fmt::Display for Streak {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (more, less) = if self.takes { ("taken", "returned") } else { ("returned", "taken") };
        write!(f, "{} {} {less}, {} {more}", self.of, self.before, self.times)
    }
}

/// How often something happened. Numbers up to eight are told apart, larger ones in ranges.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Times(u8);

impl Times {
    const MOST: u8 = 16;

    /// The least of those that are the same.
    pub(super) fn new(times: u8) -> Self {
        Self(match times {
            0..=8 => times,
            9..Self::MOST => 9,
            _ => Self::MOST,
        })
    }
}

impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, if self.0 > 8 { "+" } else { "" })
    }
}
