//! What the service demands of a DLL's exports and of its callbacks table.

use super::binding::{BoundTable, EX_FUNCTIONS, LoadedDll, known};
use super::event::Level;
use super::seam::{CallbacksTable, Slot};
use crate::ras::{
    Callout, CalloutSet, CrossedPair, ExBinding, InitBoth, InitMissing, Ipv4PairRequired2000, Policy,
    Profile, RequiredExports, Revision1Connections, Series, TableEither,
};

/// Something that is wrong with a DLL, and whether it can be used all the same.
pub(super) type Problem = (Level, String);

/// Something that is wrong with what a DLL exports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportProblem {
    /// An error keeps the service from starting.
    pub level: Level,
    /// What is wrong, as the event log has it.
    pub text: String,
    /// The row of the catalogue that it is about.
    pub row: &'static str,
    /// The lists of required exports that demand it (AMB-02): `the overview`, `the reference`, both, or none if it is
    /// no matter of lists.
    pub lists: &'static [&'static str],
}

/// What the service says of a DLL with these exports when it loads it, before any of it is called.
pub fn export_problems(exports: CalloutSet, profile: Profile, policy: &Policy) -> Vec<ExportProblem> {
    check_exports(known(exports, profile), profile, &profile.decide(*policy))
}

/// The functions that come together or not at all (LOAD-14, LOAD-15, CBTABLE-04, CBTABLE-05).
const ADDRESS_PAIRS: [(Callout, Callout, &str); 2] = [
    (Callout::GetIpAddressForUser, Callout::ReleaseIpAddress, "LOAD-14"),
    (Callout::GetIpv6AddressForUser, Callout::ReleaseIpv6AddressForUser, "LOAD-15"),
];

/// The initialisers to call, in their order (AMB-05, AMB-46).
pub(super) fn initializers(exports: CalloutSet, policy: &Policy) -> Vec<Callout> {
    let (plain, ex) = (Callout::InitializeDll, Callout::InitializeDllEx);
    match (exports.contains(plain), exports.contains(ex)) {
        (false, false) => Vec::new(),
        (true, false) => vec![plain],
        (false, true) => vec![ex],
        (true, true) => match policy.init_both {
            InitBoth::PreferEx => vec![ex],
            InitBoth::PreferPlain => vec![plain],
            InitBoth::BothPlainFirst => vec![plain, ex],
            InitBoth::BothExFirst => vec![ex, plain],
            InitBoth::Reject => Vec::new(),
        },
    }
}

/// What is wrong with these exports (LOAD-10 to LOAD-16).
pub(super) fn check_exports(exports: CalloutSet, profile: Profile, policy: &Policy) -> Vec<ExportProblem> {
    let mut problems = Vec::new();
    let problem = |level, row, text: String| ExportProblem { level, text, row, lists: &[] };
    let has = |callout| exports.contains(callout);
    let both = has(Callout::InitializeDll) && has(Callout::InitializeDllEx);
    if both && policy.init_both == InitBoth::Reject {
        let text = "it exports both InitializeDll and InitializeDllEx".to_owned();
        problems.push(problem(Level::Error, "LOAD-24", text));
    }
    let initializer = has(Callout::InitializeDll) || has(Callout::InitializeDllEx);
    if !initializer && profile >= Callout::InitializeDll.floor() {
        let level = match policy.init_missing {
            InitMissing::FailStart => Level::Error,
            InitMissing::Tolerate => Level::Warning,
        };
        problems.push(problem(level, "LOAD-24", "it exports no initialiser".to_owned()));
    }
    let uses_table = initializers(exports, policy).contains(&Callout::InitializeDllEx);
    // CHOICE 11: the lists bind a DLL with a table only where the table does not count.
    if !uses_table || policy.ex_binding == ExBinding::Exports {
        problems.extend(check_lists(exports, profile, policy));
    }
    // Exports that have a slot do not count where the table alone does.
    let exports_count = !uses_table || policy.ex_binding != ExBinding::Table;
    for (get, release, row) in ADDRESS_PAIRS {
        // CHOICE 7: the pages say what is wrong, not what follows.
        if exports_count && has(get) != has(release) {
            let text = format!("{get} and {release} come together or not at all");
            problems.push(problem(Level::Error, row, text));
        }
    }
    let required =
        profile.is_2000_or_earlier() && policy.ipv4_pair_required_2000 == Ipv4PairRequired2000::Yes;
    if required && !has(Callout::GetIpAddressForUser) && !has(Callout::ReleaseIpAddress) {
        // CHOICE 6: a start failure, not a warning.
        let text = format!("GetIpAddressForUser and ReleaseIpAddress are required on {profile}");
        problems.push(problem(Level::Error, "LOAD-16", text));
    }
    problems
}

/// One demand of a list of required exports.
struct Demand {
    what: &'static str,
    met: bool,
}

/// The two lists of required exports, against the policy that weighs them (AMB-02).
fn check_lists(exports: CalloutSet, profile: Profile, policy: &Policy) -> Vec<ExportProblem> {
    let missing = |list: Vec<Demand>| -> Vec<&'static str> {
        list.into_iter().filter(|demand| !demand.met).map(|demand| demand.what).collect()
    };
    let overview = missing(overview(exports, profile, policy));
    // CHOICE 5: below Server 2008 the reference list demands nothing else.
    let reference =
        if profile >= Profile::Server2008 { missing(reference(exports, policy)) } else { overview.clone() };
    // A DLL without any pair has none of the older ones either.
    let by_overview =
        |what| overview.contains(&what) || what == SOME_PAIR && overview.contains(&OVERVIEW_PAIR);
    let lists = |what| match (by_overview(what), reference.contains(&what)) {
        (true, false) => &["the overview"][..],
        (false, true) => &["the reference"],
        (true, true) | (false, false) => &["the overview", "the reference"],
    };
    let (hard, mut soft) = match policy.required_exports {
        RequiredExports::Overview => (overview.clone(), Vec::new()),
        RequiredExports::Reference | RequiredExports::EraUnion => (reference.clone(), Vec::new()),
        RequiredExports::Agreed => {
            (missing(agreed(exports, profile, policy)), [overview.clone(), reference.clone()].concat())
        }
    };
    // A DLL without any pair need not be told that it has none of the older ones.
    let no_pair = hard.contains(&SOME_PAIR);
    soft.retain(|what| !(hard.contains(what) || no_pair && *what == OVERVIEW_PAIR));
    let report = |level, what| {
        let text = format!("it does not export {what}");
        ExportProblem { level, text, row: row(what), lists: lists(what) }
    };
    let hard = hard.into_iter().map(|what| report(Level::Error, what));
    hard.chain(soft.into_iter().map(|what| report(Level::Warning, what))).collect()
}

/// The row that demands it.
fn row(what: &str) -> &'static str {
    match what {
        SOME_PAIR | OVERVIEW_PAIR => "LOAD-12",
        REAUTHENTICATION => "LOAD-25",
        _ => "LOAD-10",
    }
}

const SOME_PAIR: &str = "a complete pair of connection functions";
const REAUTHENTICATION: &str = "AcceptReauthentication or AcceptReauthenticationEx";
const OVERVIEW_PAIR: &str = "a complete pair of the connection functions plain or 2";

/// What every list asks for.
fn links_and_terminate(exports: CalloutSet, profile: Profile) -> Vec<Demand> {
    let mut list = vec![
        Demand { what: "AcceptNewLink", met: exports.contains(Callout::AcceptNewLink) },
        Demand { what: "LinkHangupNotification", met: exports.contains(Callout::LinkHangupNotification) },
    ];
    // Their floor is 2000: on NT 4.0 nothing calls them.
    if profile >= Callout::TerminateDll.floor() {
        list.push(Demand { what: "TerminateDll", met: exports.contains(Callout::TerminateDll) });
    }
    list
}

/// LOAD-10. The initialiser is demanded by [`InitMissing`], unless it is InitializeDll in particular.
fn overview(exports: CalloutSet, profile: Profile, policy: &Policy) -> Vec<Demand> {
    let mut list = links_and_terminate(exports, profile);
    let only_ex = exports.contains(Callout::InitializeDllEx) && !exports.contains(Callout::InitializeDll);
    list.push(Demand { what: "InitializeDll", met: !only_ex });
    let what = if profile >= Profile::Server2008 { OVERVIEW_PAIR } else { SOME_PAIR };
    list.push(Demand { what, met: has_pair(exports, &[Series::Plain, Series::Two], policy) });
    list
}

/// LOAD-11, from Server 2008 on.
fn reference(exports: CalloutSet, policy: &Policy) -> Vec<Demand> {
    let mut list = links_and_terminate(exports, Profile::Server2008);
    let reauthentication = exports.contains(Callout::AcceptReauthentication)
        || exports.contains(Callout::AcceptReauthenticationEx);
    list.push(Demand { what: REAUTHENTICATION, met: reauthentication });
    list.push(Demand { what: SOME_PAIR, met: has_pair(exports, Series::ALL, policy) });
    list
}

/// What both lists demand.
fn agreed(exports: CalloutSet, profile: Profile, policy: &Policy) -> Vec<Demand> {
    let mut list = links_and_terminate(exports, profile);
    list.push(Demand { what: SOME_PAIR, met: has_pair(exports, Series::ALL, policy) });
    list
}

/// LOAD-12, as far as AMB-07 goes.
fn has_pair(exports: CalloutSet, series: &[Series], policy: &Policy) -> bool {
    let accept = |series: &Series| exports.contains(series.accept());
    let hangup = |series: &Series| exports.contains(series.hangup());
    match policy.crossed_pair {
        CrossedPair::Reject => series.iter().any(|series| accept(series) && hangup(series)),
        CrossedPair::Allow => series.iter().any(accept) && series.iter().any(hangup),
    }
}

/// Settles all doubts about a table (CBTABLE-01 to CBTABLE-07, CHOICES 8 to 11).
pub(super) fn bind_table(table: &CallbacksTable, dll: &mut LoadedDll, policy: &Policy) -> Vec<Problem> {
    let mut problems = Vec::new();
    let revision1 = match table.revision {
        1 => true,
        2 => false,
        // CHOICE 9: any other revision is a warning, and 1.
        other => {
            problems.push((
                Level::Warning,
                format!("the table's revision is {other}, neither 1 nor 2: taken as 1"),
            ));
            true
        }
    };
    let named = |state| Callout::SLOTS.into_iter().zip(table.slots).filter(move |(_, slot)| *slot == state);
    // CHOICE 8: a slot that was never written is a warning, and NULL.
    for (callout, _) in named(Slot::Poison) {
        problems.push((Level::Warning, format!("the slot of {callout} was never written: taken as NULL")));
    }
    let slots: CalloutSet = named(Slot::Set).map(|(callout, _)| callout).collect();
    dll.table = Some(BoundTable { revision1, slots });
    if policy.ex_binding == ExBinding::Exports {
        return problems;
    }
    for callout in EX_FUNCTIONS.into_iter().filter(|&callout| revision1 && slots.contains(callout)) {
        problems.push((
            Level::Warning,
            format!("{callout} is not supported in a table of revision 1: never called"),
        ));
    }
    for (get, release, _) in ADDRESS_PAIRS {
        if slots.contains(get) != slots.contains(release) {
            problems
                .push((Level::Error, format!("the slots of {get} and {release} are set both or neither")));
        }
    }
    let has = |callout| dll.entry(callout, policy).is_some();
    problems.extend(either(Callout::AcceptNewLink, Callout::LinkHangupNotification, has, policy));
    // CHOICE 11: a complete pair of any series will do, wherever it comes from.
    let any_pair = Series::ALL.iter().any(|series| has(series.accept()) && has(series.hangup()));
    let older_pair = Series::ALL[..3].iter().any(|series| has(series.accept()) && has(series.hangup()));
    match policy.revision1_connections {
        Revision1Connections::Reject if revision1 => {
            problems.push((Level::Error, "a table of revision 1 has no connection functions".to_owned()));
        }
        // CHOICE 10: without an older pair the DLL cannot be used.
        Revision1Connections::Exports if revision1 && !older_pair => {
            let text = "the table is of revision 1, and no older pair of connection functions is exported";
            problems.push((Level::Error, text.to_owned()));
        }
        Revision1Connections::Exports | Revision1Connections::None | Revision1Connections::Reject => {
            if !revision1 && !any_pair {
                let (accept, hangup) = (Series::Ex.accept(), Series::Ex.hangup());
                problems.extend(either(accept, hangup, has, policy));
            }
        }
    }
    problems
}

/// "Either A or B must be implemented" (AMB-03).
fn either(a: Callout, b: Callout, has: impl Fn(Callout) -> bool, policy: &Policy) -> Option<Problem> {
    match (has(a), has(b)) {
        (true, true) => None,
        (false, false) => Some((Level::Error, format!("neither {a} nor {b} is implemented"))),
        (has_a, _) => {
            let (there, missing) = if has_a { (a, b) } else { (b, a) };
            let level = match policy.table_either {
                TableEither::AtLeastOne => Level::Warning,
                TableEither::Both => Level::Error,
            };
            Some((level, format!("{there} is implemented without {missing}")))
        }
    }
}
