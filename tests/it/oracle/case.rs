//! What is played: DLLs, readings, steps and answers, drawn from bytes.

use std::fmt;

use mockras::ras::{Callout, CalloutSet, Offer, Policy, Quarantine, Series};
use mockras::scenario::{AddLink, Credentials, Dial, OnPort, QuarantineChange, Span, Step};

/// The readings that the oracle knows, apart from the defaults.
const READINGS: &[(&str, &[&str])] = &[
    ("processes", &["one"]),
    ("required_exports", &["overview", "reference"]),
    ("init_missing", &["tolerate"]),
    ("init_rollback", &["none"]),
    ("init_continue", &["all"]),
    ("terminate_failed", &["yes"]),
    ("terminate_order", &["reverse"]),
    ("terminate_nonzero", &["ignore"]),
    ("series_select", &["oldest", "all"]),
    ("ex_binding", &["table", "exports"]),
    ("vote", &["ask_all"]),
    ("accept_link_interleave", &["per_dll"]),
    ("hangup_after_refusal", &["all", "accepted_only", "refuser_only"]),
    ("link_hangup_after_refusal", &["all", "accepted_only", "refuser_only"]),
    ("link_hangup_without_accept", &["yes"]),
    ("first_link_refused", &["end_silent"]),
    ("ip_vs_accept", &["accept_first"]),
    ("release_vs_hangup", &["release_first"]),
    ("release_after_refusal", &["no"]),
    ("reauth_vote", &["first"]),
    ("reauth_false", &["keep_state"]),
    ("shutdown_live", &["drop"]),
    ("callout_fault", &["log_and_stop"]),
];

/// How long probation lasts, and a time that is longer.
const PROBATION: Span = Span { ms: 60_000 };
const LONGER: Span = Span { ms: 90_000 };

/// One DLL: what it exports, and the slots that it sets if it is handed a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Dll {
    pub(super) exports: CalloutSet,
    pub(super) slots: CalloutSet,
}

/// What a call gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// It agrees, or succeeds; an address function asks for the release.
    Good,
    /// It succeeds, and an address function asks for no release.
    Quiet,
    /// It refuses, or fails.
    Bad,
    /// It faults.
    Fault,
    /// It ends its process.
    Death,
}

/// One scenario and the answers to its calls, in their order.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) dlls: Vec<Dll>,
    pub(super) policy: Policy,
    pub(super) steps: Vec<Step>,
    pub(super) answers: Vec<Answer>,
}

/// Bytes that are used up; after the last there are zeros.
struct Bytes<'a>(std::slice::Iter<'a, u8>);

impl Bytes<'_> {
    fn below(&mut self, bound: u8) -> u8 {
        self.0.next().copied().unwrap_or_default() % bound
    }

    fn one_in(&mut self, many: u8) -> bool {
        self.below(many) == many - 1
    }
}

impl Case {
    /// Draws a case.
    pub(super) fn drawn(bytes: &[u8]) -> Self {
        let mut bytes = Bytes(bytes.iter());
        let mut policy = Policy::default();
        for (field, others) in READINGS {
            if bytes.one_in(4) {
                let at = usize::from(bytes.below(u8::try_from(others.len()).expect("few")));
                policy.set(field, others[at]).expect("a reading");
            }
        }
        let dlls = (0..=bytes.below(3)).map(|_| dll(&mut bytes)).collect();
        let mut steps = vec![Step::Start];
        steps.extend((0..2 + bytes.below(9)).map(|_| step(&mut bytes)));
        steps.push(Step::Stop);
        let answers = (0..128).map(|_| answer(&mut bytes)).collect();
        Self { dlls, policy, steps, answers }
    }
}

fn dll(bytes: &mut Bytes<'_>) -> Dll {
    let (mut exports, mut slots) = (CalloutSet::EMPTY, CalloutSet::EMPTY);
    let has_table = bytes.one_in(4);
    exports.insert(if has_table { Callout::InitializeDllEx } else { Callout::InitializeDll });
    for callout in [Callout::TerminateDll, Callout::AcceptNewLink, Callout::LinkHangupNotification] {
        exports.insert(callout);
    }
    let one = Series::ALL[usize::from(bytes.below(4))];
    let half = Series::ALL[usize::from(bytes.below(4))];
    for series in Series::ALL.iter().filter(|series| **series == one || bytes.one_in(4)) {
        exports.insert(series.accept());
        exports.insert(series.hangup());
    }
    let pairs = [
        (Callout::GetIpAddressForUser, Callout::ReleaseIpAddress),
        (Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser),
    ];
    for (get, release) in pairs.into_iter().filter(|_| bytes.one_in(2)) {
        exports.insert(get);
        exports.insert(release);
    }
    for callout in [Callout::AcceptReauthentication, Callout::AcceptReauthenticationEx] {
        if bytes.one_in(2) {
            exports.insert(callout);
        }
    }
    // Some lack something, some have half a pair beside a whole one.
    if bytes.one_in(12) {
        exports.remove(Callout::ALL[usize::from(bytes.below(21))]);
    }
    if !has_table && bytes.one_in(4) {
        exports.insert(if bytes.one_in(2) { half.accept() } else { half.hangup() });
    }
    if has_table {
        // Both functions of series Ex, so that no half of it stands alone.
        slots.insert(Callout::AcceptNewConnectionEx);
        slots.insert(Callout::ConnectionHangupNotificationEx);
        let links = [Callout::AcceptNewLink, Callout::LinkHangupNotification];
        slots.insert(links[usize::from(bytes.below(2))]);
        for callout in [links[0], links[1], Callout::TerminateDll, Callout::AcceptReauthenticationEx] {
            if bytes.one_in(2) {
                slots.insert(callout);
            }
        }
        for (get, release) in pairs {
            // One in twelve is half a pair.
            let drawn = bytes.below(12);
            if drawn >= 6 {
                slots.insert(get);
            }
            if drawn >= 7 {
                slots.insert(release);
            }
        }
    }
    Dll { exports, slots }
}

fn step(bytes: &mut Bytes<'_>) -> Step {
    let port = |at| ["VPN2-0", "VPN2-1", "VPN2-2", "VPN2-3"][usize::from(at)].into();
    let first = port(bytes.below(4));
    let offer = |wanted| if wanted { Offer::Pool } else { Offer::None };
    match bytes.below(16) {
        0..=4 => Step::Dial(Dial {
            port: first,
            user: "alice".into(),
            ipv4: offer(!bytes.one_in(3)),
            ipv6: if bytes.one_in(3) { Offer::Pool } else { Offer::None },
            credentials: if bytes.one_in(6) { Credentials::Wrong } else { Credentials::Right },
            ..Dial::default()
        }),
        5..=7 => Step::AddLink(AddLink { port: first, to: port(bytes.below(4)) }),
        8 => Step::DropLink(OnPort { port: first }),
        9 => Step::HangUp(OnPort { port: first }),
        10 => Step::Disconnect(OnPort { port: first }),
        11..=12 => {
            let states =
                [Quarantine::NORMAL, Quarantine::QUARANTINE, Quarantine::PROBATION, Quarantine::NOT_CAPABLE];
            let state = states[usize::from(bytes.below(4))];
            Step::Quarantine(QuarantineChange { port: first, state, probation: PROBATION })
        }
        13 => Step::Wait(LONGER),
        14 => Step::Restart,
        _ => [Step::Stop, Step::Start][usize::from(bytes.below(2))].clone(),
    }
}

fn answer(bytes: &mut Bytes<'_>) -> Answer {
    match bytes.below(128) {
        0..=99 => Answer::Good,
        100..=111 => Answer::Quiet,
        112..=123 => Answer::Bad,
        124..=126 => Answer::Fault,
        _ => Answer::Death,
    }
}

/// Everything that is needed to play it by hand.
impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, dll) in self.dlls.iter().enumerate() {
            writeln!(f, "dll {at} exports {}\n      slots {}", dll.exports, dll.slots)?;
        }
        for (field, _) in READINGS {
            let reading = self.policy.reading(field);
            if reading != Policy::default().reading(field) {
                writeln!(f, "{field} = {}", reading.unwrap_or_default())?;
            }
        }
        self.steps.iter().try_for_each(|step| writeln!(f, "{step}"))
    }
}
