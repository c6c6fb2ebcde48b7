//! The order of calls, written from the contract as a plain program that "makes" the calls itself.
//!
//! Each call that it expects is taken from the list of those that were made, and the answer there decides how it
//! goes on. It shares no code with the model. It does not cover: profiles other than the default, several initialisers in
//! one DLL, revision 1, functions of a series without the other half, endpoints, pre-authentication, addresses that are
//! zero or changed, notices after errors, `crossed_pair`, `mixed_fleet_vote`, `terminate_via`, `keep_waiting`, `concurrent`,
//! `shuffled`, `getip_per`, `ipv6_provider`, the facts of a call, events and the log.

use mockras::model::Process;
use mockras::ras::{Callout, Name};

use super::case::{Answer, Case};
use super::drive::Call;

/// Why the program did not come to its end.
pub(super) enum Stop {
    /// The call at this place is not the one that was expected.
    Differs(usize, String),
    /// The service stopped at once (AMB-52, CHOICE 42).
    Broken,
}

pub(super) type Outcome<T = ()> = Result<T, Stop>;

/// What came of a vote: who was asked, and in which functions.
#[derive(Default)]
pub(super) struct Vote {
    pub(super) asked: Vec<(usize, Callout)>,
    pub(super) accepted: Vec<usize>,
    pub(super) refused: Vec<usize>,
}

/// A connection that lives.
pub(super) struct Connection {
    pub(super) ports: Vec<Name>,
    pub(super) state: mockras::ras::Quarantine,
    pub(super) deadline: Option<u64>,
    /// The release functions that are owed, and whose.
    pub(super) owed: Vec<(usize, Callout)>,
}

/// The service as the contract tells it.
pub(super) struct Program<'a> {
    pub(super) case: &'a Case,
    calls: &'a [Call],
    at: usize,
    pub(super) runs: bool,
    pub(super) now: u64,
    /// In the order of their numbers.
    pub(super) live: Vec<Connection>,
    /// Whether a fault counts as a nonzero result (CHOICE 2).
    starts_or_stops: bool,
    /// The processes that ended during the start: nothing in them can be called.
    dead: Vec<Process>,
}

impl<'a> Program<'a> {
    /// Runs over the steps, and says where the calls differ from what is expected.
    pub(super) fn compare(case: &'a Case, calls: &'a [Call]) -> Result<(), (usize, String)> {
        let mut program = Self {
            case,
            calls,
            at: 0,
            runs: false,
            now: 0,
            live: Vec::new(),
            starts_or_stops: false,
            dead: Vec::new(),
        };
        for step in &case.steps {
            match program.step(step) {
                Ok(()) => {}
                Err(Stop::Broken) => {
                    program.runs = false;
                    program.live.clear();
                }
                Err(Stop::Differs(at, expected)) => return Err((at, expected)),
            }
            program.starts_or_stops = false;
        }
        if program.at < calls.len() { Err((program.at, "no more calls".to_owned())) } else { Ok(()) }
    }

    pub(super) fn is(&self, field: &str, reading: &str) -> bool {
        self.case.policy.reading(field).expect("a policy") == reading
    }

    /// Every DLL, in registry order (LOAD-07).
    pub(super) fn dlls(&self) -> std::ops::Range<usize> {
        0..self.case.dlls.len()
    }

    /// The processes: that of connections and that of addresses (SERIAL-05, CHOICE 1).
    fn processes(&self) -> Vec<Process> {
        if self.is("processes", "one") {
            vec![Process::Only]
        } else {
            vec![Process::Connections, Process::Addresses]
        }
    }

    fn exports(&self, dll: usize, callout: Callout) -> bool {
        self.case.dlls[dll].exports.contains(callout)
    }

    /// Whether the DLL hands out a table (InitializeDllEx is there).
    fn has_table(&self, dll: usize) -> bool {
        self.exports(dll, Callout::InitializeDllEx)
    }

    /// Whether the DLL has the function, by name or by slot (AMB-04).
    pub(super) fn has(&self, dll: usize, callout: Callout) -> bool {
        let (export, slot) = (self.exports(dll, callout), self.case.dlls[dll].slots.contains(callout));
        if !self.has_table(dll) || self.is("ex_binding", "exports") && callout != Callout::TerminateDll {
            export
        } else if self.is("ex_binding", "table") && callout != Callout::TerminateDll {
            slot
        } else {
            export || slot
        }
    }

    /// Makes a call.
    fn call_in(&mut self, process: Process, dll: usize, callout: Callout) -> Outcome<Answer> {
        let made = self
            .calls
            .get(self.at)
            .filter(|made| (made.process, made.dll, made.callout) == (process, dll, callout));
        let Some(made) = made else {
            return Err(Stop::Differs(self.at, format!("{process} dll {dll} {callout}")));
        };
        self.at += 1;
        match made.answer {
            Answer::Death if !self.runs => {
                self.dead.push(process);
                Ok(Answer::Death)
            }
            Answer::Death => Err(Stop::Broken),
            Answer::Fault if self.is("callout_fault", "log_and_stop") && !self.starts_or_stops => {
                Err(Stop::Broken)
            }
            answer => Ok(answer),
        }
    }

    /// Makes a call in the process where the function belongs.
    pub(super) fn call(&mut self, dll: usize, callout: Callout) -> Outcome<Answer> {
        use Callout::{
            GetIpAddressForUser, GetIpv6AddressForUser, ReleaseIpAddress, ReleaseIpv6AddressForUser,
        };
        let processes = self.processes();
        let is_address = matches!(
            callout,
            GetIpAddressForUser | GetIpv6AddressForUser | ReleaseIpAddress | ReleaseIpv6AddressForUser
        );
        self.call_in(processes[if is_address { processes.len() - 1 } else { 0 }], dll, callout)
    }

    /// Whether the DLL has what it must export (LOAD-10 to LOAD-15, AMB-02).
    fn is_loadable(&self, dll: usize) -> bool {
        let has = |callout| self.exports(dll, callout);
        let by_table = self.has_table(dll) && !self.is("ex_binding", "exports");
        let whole = |get, release| has(get) == has(release);
        // CHOICE 7; exports do not count where the table alone does.
        let pairs = whole(Callout::GetIpAddressForUser, Callout::ReleaseIpAddress)
            && whole(Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser)
            || by_table && self.is("ex_binding", "table");
        let pair = |series: &mockras::ras::Series| has(series.accept()) && has(series.hangup());
        let series = mockras::ras::Series::ALL;
        let common = has(Callout::AcceptNewLink)
            && has(Callout::LinkHangupNotification)
            && has(Callout::TerminateDll)
            && series.iter().any(pair);
        let tolerates = self.is("init_missing", "tolerate");
        let initializer = has(Callout::InitializeDll) || has(Callout::InitializeDllEx);
        let list = if self.is("required_exports", "overview") {
            let only_ex = has(Callout::InitializeDllEx) && !has(Callout::InitializeDll);
            (tolerates || !only_ex) && series[..2].iter().any(pair)
        } else if self.is("required_exports", "reference") {
            has(Callout::AcceptReauthentication) || has(Callout::AcceptReauthenticationEx)
        } else {
            true
        };
        (initializer || tolerates) && pairs && (by_table || common && list)
    }

    /// The service starts: everything is loaded, then initialised process by process (CHOICE 12).
    pub(super) fn start(&mut self) -> Outcome {
        if self.dlls().any(|dll| !self.is_loadable(dll)) {
            return Ok(());
        }
        self.starts_or_stops = true;
        self.dead.clear();
        let (mut begun, mut has_failed) = (Vec::new(), false);
        for process in self.processes() {
            for dll in self.dlls() {
                let is_good = self.initialize(process, dll)?;
                begun.push((process, dll, is_good));
                has_failed |= !is_good;
                if !is_good && (self.is("init_continue", "stop") || self.dead.contains(&process)) {
                    break;
                }
            }
            if has_failed {
                break;
            }
        }
        if !has_failed {
            self.runs = true;
            return Ok(());
        }
        // AMB-16: who is terminated again.
        begun.retain(|(_, _, is_good)| match is_good {
            true => self.is("init_rollback", "terminate_earlier"),
            false => self.is("terminate_failed", "yes"),
        });
        self.terminate(&begun)
    }

    /// Initialises a DLL, and says whether that succeeded. A DLL without an initialiser is tolerated (AMB-46).
    fn initialize(&mut self, process: Process, dll: usize) -> Outcome<bool> {
        if !self.has_table(dll) {
            let has_one = self.exports(dll, Callout::InitializeDll);
            return Ok(!has_one || is_yes(self.call_in(process, dll, Callout::InitializeDll)?));
        }
        let is_good = is_yes(self.call_in(process, dll, Callout::InitializeDllEx)?);
        let slot = |callout| self.case.dlls[dll].slots.contains(callout);
        // CBTABLE-04, CBTABLE-05; CHOICE 13. What no entry point is taken from is not looked at.
        let is_whole = slot(Callout::GetIpAddressForUser) == slot(Callout::ReleaseIpAddress)
            && slot(Callout::GetIpv6AddressForUser) == slot(Callout::ReleaseIpv6AddressForUser);
        Ok(is_good && (is_whole || self.is("ex_binding", "exports")))
    }

    fn terminate(&mut self, whom: &[(Process, usize, bool)]) -> Outcome {
        for process in self.processes() {
            let mut dlls: Vec<_> = whom.iter().filter(|(its, ..)| *its == process).collect();
            if self.is("terminate_order", "reverse") {
                dlls.reverse();
            }
            for &&(_, dll, is_good) in &dlls {
                // CHOICE 39: a failed one is terminated through what was bound before its table.
                let has = if is_good {
                    self.has(dll, Callout::TerminateDll)
                } else {
                    self.exports(dll, Callout::TerminateDll)
                };
                if has && !self.dead.contains(&process) {
                    self.call_in(process, dll, Callout::TerminateDll)?;
                }
            }
        }
        Ok(())
    }

    /// The service stops (AMB-51): connections by number (CHOICE 16), then TerminateDll.
    pub(super) fn stop(&mut self) -> Outcome {
        self.starts_or_stops = true;
        while !self.live.is_empty() {
            let connection = self.live.remove(0);
            if self.is("shutdown_live", "hangup_first") {
                self.tear_down(connection)?;
            }
        }
        let mut whom = Vec::new();
        for process in self.processes() {
            whom.extend(self.dlls().map(|dll| (process, dll, true)));
        }
        self.terminate(&whom)?;
        self.runs = false;
        Ok(())
    }
}

/// Whether the answer agrees or is NO_ERROR; a fault is neither.
pub(super) fn is_yes(answer: Answer) -> bool {
    matches!(answer, Answer::Good | Answer::Quiet)
}
