//! Which open questions came up in a run: what must have happened for a reading to make a difference.

use std::sync::LazyLock;

use super::feature::Answer;
use crate::model::{
    Ask, CallbacksTable, ConnectionEvent, Question, Refusal, Returned, ServiceState, Stage, Wrote,
};
use crate::ras::{Callout, CalloutSet, Policy, Profile, ResultKind, Series, Tunnel};
use crate::scenario::{Scenario, Step};

/// Something on which the answer to an open question depends. There are fewer than 64.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Several,
    Path,
    Old,
    Loaded,
    Both,
    Table,
    Revision1,
    LoadFailed,
    Crossed,
    NoInitialiser,
    InitialiseFailed,
    NotStarted,
    TerminateNonzero,
    Asked,
    AskedEx,
    Refused,
    LinkRefused,
    TrueIsOdd,
    Fault,
    CalledBack,
    Address,
    Addressed,
    Ipv6,
    ZeroGiven,
    Notify,
    NotifyOdd,
    Error,
    NotConnected,
    Quarantine,
    ReauthenticationRefused,
    Endpoint,
    EndpointRefused,
    PreAuthenticate,
    PreAuthenticateError,
    SameUser,
    Domain,
    LiveAtStop,
}

use Came::*;

/// Each policy, and what must have come up in a run for it to be asked: all of one of the lists.
const QUESTIONS: &[(&str, &[&[Came]])] = &[
    ("accept_ex_return", &[&[AskedEx]]),
    ("required_exports", &[&[Loaded]]),
    ("table_either", &[&[Table]]),
    ("ex_binding", &[&[Table]]),
    ("terminate_via", &[&[Table]]),
    ("init_both", &[&[Both]]),
    ("series_select", &[&[Loaded]]),
    ("crossed_pair", &[&[Crossed]]),
    ("mixed_fleet_vote", &[&[Several, Loaded]]),
    ("hangup_after_refusal", &[&[Refused]]),
    ("link_hangup_after_refusal", &[&[LinkRefused]]),
    ("link_hangup_without_accept", &[&[Refused]]),
    ("first_link_refused", &[&[LinkRefused]]),
    (
        "vote",
        &[
            &[Several, Refused],
            &[Several, LinkRefused],
            &[Several, ReauthenticationRefused],
            &[Several, EndpointRefused],
            &[Several, PreAuthenticateError],
        ],
    ),
    ("accept_link_interleave", &[&[Several, Asked]]),
    ("terminate_order", &[&[Several, Loaded]]),
    ("init_rollback", &[&[InitialiseFailed], &[NotStarted]]),
    ("terminate_failed", &[&[InitialiseFailed], &[NotStarted]]),
    ("init_continue", &[&[InitialiseFailed], &[NotStarted]]),
    ("terminate_nonzero", &[&[TerminateNonzero]]),
    ("zero_out_when_offered", &[&[ZeroGiven]]),
    ("ip_dword_order", &[&[Address]]),
    ("notify_entry", &[&[Address]]),
    ("notify_truth", &[&[NotifyOdd]]),
    ("notify_on_error", &[&[Error, Notify]]),
    ("release_after_refusal", &[&[Notify, NotConnected]]),
    ("ip_vs_accept", &[&[Address], &[Addressed]]),
    ("release_vs_hangup", &[&[Notify]]),
    ("ipv6_identifier_half", &[&[Ipv6]]),
    ("ipv6_prefix_change", &[&[Ipv6]]),
    ("ipv6_provider", &[&[Several, Ipv6]]),
    ("release6_return", &[&[Ipv6, Notify]]),
    ("reauth_false", &[&[ReauthenticationRefused]]),
    ("reauth_vote", &[&[Several, Quarantine]]),
    ("endpoint_enabled", &[&[Endpoint]]),
    ("endpoint_view", &[&[Endpoint]]),
    ("endpoint_false", &[&[EndpointRefused]]),
    ("preauth_enabled", &[&[PreAuthenticate]]),
    ("preauth_error", &[&[PreAuthenticateError]]),
    ("table_revision_in", &[&[Table]]),
    ("table_prefill", &[&[Table]]),
    ("revision1_connections", &[&[Revision1]]),
    ("processes", &[&[]]),
    ("init_per_process", &[&[Loaded]]),
    ("forbidden_scope", &[&[CalledBack]]),
    ("forbidden_set", &[&[CalledBack]]),
    ("forbidden_call", &[&[CalledBack]]),
    ("path_trim", &[&[Path]]),
    ("path_empty", &[&[Path]]),
    ("path_duplicate", &[&[Path]]),
    ("ipv4_pair_required_2000", &[&[Old, Loaded]]),
    ("bool_truth", &[&[TrueIsOdd]]),
    ("projection_view", &[&[Asked]]),
    ("lcp_flag_family", &[&[Asked]]),
    ("auth_header_size", &[&[PreAuthenticate]]),
    ("init_missing", &[&[NoInitialiser], &[Loaded, NotStarted]]),
    ("ip_user_format", &[&[Domain, Address]]),
    ("shutdown_live", &[&[LiveAtStop]]),
    ("callout_fault", &[&[Fault]]),
    ("probation_timer", &[&[Quarantine]]),
    ("getip_per", &[&[SameUser, Address]]),
    ("missing_dll", &[&[LoadFailed]]),
];

/// What came up so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Questions(u64);

impl Questions {
    pub(super) fn came(&mut self, what: Came) {
        self.0 |= 1 << what as u64;
    }

    fn when(&mut self, is: bool, what: Came) {
        self.0 |= u64::from(is) << what as u64;
    }

    /// What the scenario itself brings up.
    pub(super) fn scenario(&mut self, scenario: &Scenario, dlls: usize) {
        self.when(dlls > 1, Several);
        self.when(scenario.dll_path.is_some(), Path);
        self.when(scenario.profile < Profile::Server2003, Old);
    }

    pub(super) fn step(&mut self, step: &Step, is_live: bool) {
        match step {
            Step::Stop | Step::Restart => self.when(is_live, LiveAtStop),
            Step::Dial(dial) => self.when(!dial.domain.is_empty(), Domain),
            Step::Quarantine(_) => self.when(is_live, Quarantine),
            Step::Endpoint(_) => self.when(is_live, Endpoint),
            Step::PreAuthenticate(_) => self.came(PreAuthenticate),
            _ => {}
        }
    }

    pub(super) fn loaded(&mut self, exports: CalloutSet) {
        let has = |callout| exports.contains(callout);
        self.came(Loaded);
        self.when(has(Callout::InitializeDllEx), Table);
        self.when(has(Callout::InitializeDll) && has(Callout::InitializeDllEx), Both);
        self.when(!has(Callout::InitializeDll) && !has(Callout::InitializeDllEx), NoInitialiser);
        let whole = Series::ALL.iter().any(|series| has(series.accept()) && has(series.hangup()));
        let half = Series::ALL.iter().any(|series| has(series.accept()) || has(series.hangup()));
        self.when(half && !whole, Crossed);
    }

    pub(super) fn logged(&mut self, stage: Stage) {
        self.when(stage == Stage::Load, LoadFailed);
    }

    pub(super) fn service(&mut self, state: ServiceState) {
        self.when(state == ServiceState::NotStarted, NotStarted);
    }

    pub(super) fn connection(&mut self, what: &ConnectionEvent) {
        match what {
            ConnectionEvent::LinkRefused(_) => self.came(LinkRefused),
            ConnectionEvent::Waiting => self.came(NotConnected),
            ConnectionEvent::Ipv4(_) => self.came(Addressed),
            ConnectionEvent::Ipv6(_) => {
                self.came(Addressed);
                self.came(Ipv6);
            }
            ConnectionEvent::Refused(reason) => {
                self.came(NotConnected);
                self.when(*reason == Refusal::Vote || *reason == Refusal::Fault, Refused);
            }
            _ => {}
        }
    }

    pub(super) fn asked(&mut self, ask: &Ask) {
        if let Question::Connection(facts) = &ask.question {
            self.came(Asked);
            self.when(facts.tunnel == Tunnel::Sstp, PreAuthenticate);
        }
        match ask.entry.callout {
            Callout::AcceptNewConnectionEx => self.came(AskedEx),
            Callout::GetIpAddressForUser => self.came(Address),
            Callout::GetIpv6AddressForUser => {
                self.came(Address);
                self.came(Ipv6);
            }
            _ => {}
        }
    }

    pub(super) fn answered(&mut self, ask: &Ask, returned: Option<&Returned>, answer: Answer) {
        let refused = matches!(answer, Answer::False | Answer::Error | Answer::Fault);
        self.when(returned.is_none(), Fault);
        match ask.entry.callout {
            Callout::InitializeDll | Callout::InitializeDllEx => self.when(refused, InitialiseFailed),
            Callout::TerminateDll => self.when(refused, TerminateNonzero),
            Callout::AcceptNewLink => self.when(refused, LinkRefused),
            Callout::AcceptReauthentication | Callout::AcceptReauthenticationEx => {
                self.when(refused, ReauthenticationRefused);
            }
            Callout::AcceptTunnelEndpointChangeEx => self.when(refused, EndpointRefused),
            Callout::ValidatePreAuthenticatedConnectionEx => self.when(refused, PreAuthenticateError),
            Callout::GetIpAddressForUser | Callout::GetIpv6AddressForUser => self.when(refused, Error),
            callout if callout.result() == ResultKind::Verdict => self.when(refused, Refused),
            _ => {}
        }
        self.when(answer == Answer::OtherTrue, TrueIsOdd);
        match returned.map(|returned| returned.wrote) {
            Some(Wrote::Ipv4(address, notify)) => {
                self.when(address.is_unspecified(), ZeroGiven);
                self.notify(notify);
            }
            Some(Wrote::Ipv6(address, notify)) => {
                let half = [0, 4].iter().any(|at| address.segments()[*at..at + 4] == [0; 4]);
                self.when(half, ZeroGiven);
                self.notify(notify);
            }
            Some(Wrote::Table(table)) => self.table(&table),
            Some(Wrote::Nothing) | None => {}
        }
    }

    fn notify(&mut self, notify: u32) {
        self.when(notify != 0, Notify);
        self.when(notify > 1, NotifyOdd);
    }

    fn table(&mut self, table: &CallbacksTable) {
        self.came(Came::Table);
        self.when(table.revision != 2, Revision1);
    }

    /// The readings in force of those policies whose questions came up: the places of field and reading.
    pub(super) fn readings(self, policy: &Policy) -> impl Iterator<Item = (u8, u8)> {
        let fields = (0u8..).zip(MASKS.iter()).zip(policy.places());
        let asked = fields.filter(move |((_, masks), _)| masks.iter().any(|mask| self.0 & mask == *mask));
        asked.map(|((field, _), reading)| (field, reading))
    }
}

/// [`QUESTIONS`] as bits.
static MASKS: LazyLock<Vec<Vec<u64>>> = LazyLock::new(|| {
    let mask = |all: &&[Came]| all.iter().fold(0, |mask, came| mask | 1 << *came as u64);
    QUESTIONS.iter().map(|(_, any)| any.iter().map(mask).collect()).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_has_its_line() {
        let lines: Vec<&str> = QUESTIONS.iter().map(|(name, _)| *name).collect();
        let fields: Vec<&str> = Policy::FIELDS.iter().map(|field| field.name).collect();
        assert_eq!(lines, fields);
    }

    #[test]
    fn readings_come_up_when_all_of_a_list_has() {
        let policy = Policy::default();
        let asked = |questions: Questions| -> Vec<&str> {
            questions.readings(&policy).map(|(field, _)| QUESTIONS[usize::from(field)].0).collect()
        };
        let mut questions = Questions::default();
        assert_eq!(asked(questions), ["processes"]);
        questions.came(LinkRefused);
        assert_eq!(asked(questions), ["link_hangup_after_refusal", "first_link_refused", "processes"]);
        questions.came(Several);
        assert!(asked(questions).contains(&"vote"));
    }
}
