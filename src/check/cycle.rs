//! Whether a conversation that is repeated in one life of the service shows the same each time.

use super::family::Family;
use crate::model::{ConnectionEvent, EntryPoint, Event, Instance, Request, Wrote, asks_for_release};
use crate::ras::{Callout, Code, Policy};
use crate::scenario::Step;
use crate::transcript::{Entry, EntryKind, Header, Transcript};

/// So often rules have a conversation repeated.
pub const TIMES: u32 = 3;

/// Hears the entries of a conversation that is repeated, and remembers one cycle of it, however many there are.
///
/// What a cycle shows is compared up to what may differ: addresses, times, numbers of connections and handles, and numbers in
/// notes. Answers are to be those of the first cycle. Notes and requests for administration are to be those of the second:
/// a DLL may prepare things when they are first needed.
#[derive(Debug, Clone)]
pub struct Cycles {
    policy: Policy,
    /// How many steps each cycle has.
    length: u32,
    cycle: u32,
    step: u32,
    /// The number of the first connection of the cycle.
    first: Option<u32>,
    asked: Option<Entry>,
    answers: Comparison,
    all: Comparison,
    /// The addresses of which a release is still owed.
    held: [i64; Family::ALL.len()],
    has_started: bool,
    is_over: bool,
}

/// Where a cycle first shows something else than an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Drift {
    /// Whether an address is missing where there was one, while nobody has any.
    pub is_address: bool,
    /// The number of the cycle, from 1.
    pub cycle: u32,
    /// The step, from 1, of those that the cycle has.
    pub step: u32,
    /// The call that was answered otherwise, or that came before.
    pub call: Option<(Instance, EntryPoint)>,
    /// The number of the cycle that it is compared with.
    pub earlier: u32,
    /// What that cycle showed, as a line.
    pub before: String,
    /// What this one shows, as a line.
    pub now: String,
}

impl Drift {
    /// The step, and the call if it is about one.
    pub fn place(&self) -> String {
        match self.call {
            Some((instance, entry)) => format!("step {}, {} of {instance}", self.step, entry.callout),
            None => format!("step {}", self.step),
        }
    }

    /// What both cycles have shown.
    pub fn observed(&self) -> String {
        let Self { earlier, before, cycle, now, .. } = self;
        format!("in cycle {earlier}: {before}; in cycle {cycle}: {now}")
    }

    /// What had to be there.
    pub fn expected(&self) -> &'static str {
        match self.is_address {
            true => {
                "an address, as before: all that were given were released, as far as the DLL asked for it"
            }
            false => "the same: everybody had hung up before",
        }
    }
}

/// What is compared of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Shown {
    Step(u32),
    Skipped(&'static str),
    Asked(Instance, EntryPoint),
    Returned(Option<u32>, Kept),
    Faulted(String),
    Connection(u32, ConnectionEvent),
    Administered(Instance, Request),
    Note(Instance, String),
}

/// What a call has written, without addresses.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Kept {
    Nothing,
    Table(Wrote),
    Address { is_zero: bool, notify: u32 },
}

/// One cycle that later ones are compared with.
#[derive(Debug, Clone)]
struct Comparison {
    /// Its number.
    earlier: u32,
    only_answers: bool,
    kept: Vec<(Shown, Line)>,
    /// How much of it the cycle at hand has shown again.
    at: usize,
    drift: Option<Drift>,
}

/// The entries that make a line.
type Line = Vec<Entry>;

impl Cycles {
    /// Cycles of so many steps, under this policy.
    pub fn new(length: u32, policy: Policy) -> Self {
        let comparison = |earlier, only_answers| Comparison {
            earlier,
            only_answers,
            kept: Vec::new(),
            at: 0,
            drift: None,
        };
        Self {
            policy,
            length: length.max(1),
            cycle: 0,
            step: 0,
            first: None,
            asked: None,
            answers: comparison(1, true),
            all: comparison(2, false),
            held: [0; Family::ALL.len()],
            has_started: false,
            is_over: false,
        }
    }

    /// The number of the cycle that is played, from 1; 0 before the first.
    pub fn cycle(&self) -> u32 {
        self.cycle
    }

    /// Whether the last cycle is over, or the service has ended.
    pub fn is_over(&self) -> bool {
        self.is_over
    }

    /// Where something has drifted, if it has.
    pub fn drift(&self) -> Option<&Drift> {
        let found = [&self.answers.drift, &self.all.drift].into_iter().flatten();
        found.min_by_key(|drift| (drift.cycle, drift.step))
    }

    /// Hears the next entry, and its time.
    pub fn entry(&mut self, at_ms: u64, kind: &EntryKind) {
        if let EntryKind::Event(Event::Step { number, step }) = kind {
            self.step(*number, step);
        }
        if let EntryKind::Event(Event::Service(state)) = kind {
            self.is_over |= self.has_started;
            self.has_started |= *state == crate::model::ServiceState::Running;
        }
        if self.cycle == 0 || self.is_over {
            return;
        }
        let Some(shown) = self.shown(kind) else { return };
        let asked = self.asked.take();
        let gets = self.count_address(asked.as_ref(), &shown);
        let place = (self.cycle, self.step);
        let entry = || Entry { at_ms, kind: kind.clone() };
        let line = || asked.iter().cloned().chain([entry()]).collect();
        self.answers.compare(&shown, &line, place, gets);
        self.all.compare(&shown, &line, place, gets);
        if matches!(kind, EntryKind::Asked(_)) {
            self.asked = Some(entry());
        }
    }

    fn step(&mut self, number: u32, step: &Step) {
        let Some(at) = number.checked_sub(1) else {
            self.is_over |= self.cycle > 0 && *step == Step::Stop;
            return;
        };
        let cycle = at / self.length + 1;
        self.step = at % self.length + 1;
        if cycle != self.cycle {
            (self.cycle, self.first) = (cycle, None);
            let is_owed = self.held.iter().any(|held| *held > 0);
            for comparison in [&mut self.answers, &mut self.all] {
                comparison.at = 0;
                // What the service owes a DLL is no drift of the DLL.
                comparison.earlier = if is_owed { u32::MAX } else { comparison.earlier };
            }
        }
    }

    fn shown(&mut self, kind: &EntryKind) -> Option<Shown> {
        Some(match kind {
            EntryKind::Event(Event::Step { .. }) => Shown::Step(self.step),
            EntryKind::Event(Event::Connection { number, what }) => {
                let first = *self.first.get_or_insert(*number);
                Shown::Connection(number.saturating_sub(first), without_address(what)?)
            }
            EntryKind::Event(Event::Administered { instance, request, .. }) => {
                Shown::Administered(*instance, self.relative(request))
            }
            EntryKind::Event(
                Event::Loaded { .. } | Event::Unloaded { .. } | Event::Timer { .. } | Event::Service(_),
            )
            | EntryKind::Noticed(..) => return None,
            EntryKind::Skipped(reason) => Shown::Skipped(reason.word()),
            EntryKind::Asked(ask) => Shown::Asked(ask.instance, ask.entry),
            EntryKind::Answered(returned) => Shown::Returned(returned.value, Kept::of(&returned.wrote)),
            EntryKind::Faulted(fault) => Shown::Faulted(without_numbers(&fault.what)),
            EntryKind::Logged(log) => Shown::Note(log.instance, without_numbers(&log.text)),
        })
    }

    fn relative(&self, request: &Request) -> Request {
        let relative = |number: u32| number.saturating_sub(self.first.unwrap_or_default());
        match request {
            Request::ClearConnection(number) => Request::ClearConnection(relative(*number)),
            Request::RemoveQuarantine(number) => Request::RemoveQuarantine(relative(*number)),
            Request::DisconnectPort(_) | Request::ResetPort(_) | Request::ClearPort(_) => request.clone(),
        }
    }

    /// Counts addresses that are to be released, and says whether the answer is about an address that was asked for.
    fn count_address(&mut self, asked: Option<&Entry>, shown: &Shown) -> bool {
        let Some(EntryKind::Asked(ask)) = asked.map(|asked| &asked.kind) else { return false };
        let is = |callout: fn(Family) -> Callout| {
            Family::ALL.into_iter().position(|family| callout(family) == ask.entry.callout)
        };
        if let (Some(family), Shown::Returned(value, Kept::Address { notify, .. })) = (is(Family::get), shown)
        {
            let code = Code(value.unwrap_or_default());
            self.held[family] += i64::from(asks_for_release(code, *notify, &self.policy));
            return true;
        }
        if let Some(family) = is(Family::release) {
            self.held[family] -= 1;
        }
        false
    }
}

impl Comparison {
    fn compare(&mut self, shown: &Shown, line: &dyn Fn() -> Line, (cycle, step): (u32, u32), gets: bool) {
        let is_aside = matches!(shown, Shown::Note(..) | Shown::Administered(..));
        if self.drift.is_some() || self.only_answers && is_aside || cycle < self.earlier {
            return;
        }
        if cycle == self.earlier {
            return self.kept.push((shown.clone(), line()));
        }
        let kept = self.kept.get(self.at);
        self.at += 1;
        if kept.is_some_and(|(kept, _)| kept == shown) {
            return;
        }
        let had_one = matches!(kept, Some((kept, _)) if kept.is_address());
        let line = line();
        let call = line.iter().chain(kept.iter().flat_map(|(_, line)| line)).find_map(|entry| {
            let EntryKind::Asked(ask) = &entry.kind else { return None };
            Some((ask.instance, ask.entry))
        });
        self.drift = Some(Drift {
            is_address: gets && had_one && !shown.is_address(),
            cycle,
            step,
            call,
            earlier: self.earlier,
            before: kept.map_or_else(|| "nothing more".to_owned(), |(_, line)| text(line)),
            now: text(&line),
        });
    }
}

impl Shown {
    /// Whether it is an answer with an address.
    fn is_address(&self) -> bool {
        matches!(self, Self::Returned(Some(0), Kept::Address { is_zero: false, .. }))
    }
}

impl Kept {
    fn of(wrote: &Wrote) -> Self {
        match *wrote {
            Wrote::Nothing => Self::Nothing,
            Wrote::Table(_) => Self::Table(*wrote),
            Wrote::Ipv4(address, notify) => Self::Address { is_zero: address.is_unspecified(), notify },
            Wrote::Ipv6(address, notify) => Self::Address { is_zero: address.is_unspecified(), notify },
        }
    }
}

/// What happened to a connection, without addresses; `None` if it is all that is known of it.
fn without_address(what: &ConnectionEvent) -> Option<ConnectionEvent> {
    Some(match what {
        ConnectionEvent::Authenticated(_) => return None,
        ConnectionEvent::Ipv4(_) => ConnectionEvent::Ipv4(std::net::Ipv4Addr::UNSPECIFIED),
        ConnectionEvent::Ipv6(_) => ConnectionEvent::Ipv6(std::net::Ipv6Addr::UNSPECIFIED),
        ConnectionEvent::Connected
        | ConnectionEvent::Waiting
        | ConnectionEvent::LinkUp(_)
        | ConnectionEvent::LinkRefused(_)
        | ConnectionEvent::LinkDown(_)
        | ConnectionEvent::Quarantine(_)
        | ConnectionEvent::EndpointsMoved
        | ConnectionEvent::EndpointsKept
        | ConnectionEvent::Refused(_)
        | ConnectionEvent::Closed(_) => what.clone(),
    })
}

/// Text with `#` for each word that may be a number or an address: of hexadecimal digits, points and colons, at least one of
/// them a digit.
pub(crate) fn without_numbers(text: &str) -> String {
    let is_part = |c: char| c.is_ascii_hexdigit() || matches!(c, '.' | ':' | 'x');
    let mut plain = String::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let end = if is_part(c) { rest.find(|c| !is_part(c)).unwrap_or(rest.len()) } else { c.len_utf8() };
        let (word, after) = rest.split_at(end);
        plain += if word.contains(|c: char| c.is_ascii_digit()) { "#" } else { word };
        rest = after;
    }
    plain
}

/// A call has so many words before its facts, and an address function no more than so many in all.
const WORDS: usize = 4;
const WORDS_OF_ADDRESS: usize = 8;

/// The entries as the last line of a transcript, without its time and without the facts of a connection.
fn text(line: &Line) -> String {
    let text = Transcript { header: Header::default(), entries: line.clone() }.to_string();
    let last = text.lines().rfind(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut words: Vec<&str> = last.split_whitespace().skip(1).collect();
    if let Some(answer) =
        words.iter().position(|word| ["=", "!!"].contains(word)).filter(|at| *at > WORDS_OF_ADDRESS)
    {
        words.drain(WORDS..answer);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_left_out_of_text() {
        let pairs = [
            ("session 17 of alice ended after 3s", "session # of alice ended after #s"),
            ("10.8.0.3 is free again", "# is free again"),
            ("fe80::1 handle 0x1F", "# handle #"),
            ("feed me", "feed me"),
            ("", ""),
        ];
        for (text, plain) in pairs {
            assert_eq!(without_numbers(text), plain);
        }
    }
}
