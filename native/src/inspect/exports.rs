//! Which entry points are exported, and which are not.

use super::Subject;
use super::finding::{FileFinding, Severity};
use super::outlook::together;
use crate::binary::{is_entry_point, near_miss};
use mockras::model::{ExportProblem, Level, Route, export_problems};
use mockras::ras::{Callout, CrossedPair, Policy, Series};

/// What the service says when it loads the DLL (LOAD-10 to LOAD-16, LOAD-24, LOAD-25).
pub(super) fn required(subject: &Subject<'_>) -> Vec<FileFinding> {
    let problems = export_problems(subject.exports, subject.profile, &subject.policy);
    together(problems, |problem| problem.lists)
        .into_iter()
        .map(|problem| of_problem(subject, problem))
        .collect()
}

fn of_problem(subject: &Subject<'_>, problem: ExportProblem) -> FileFinding {
    let is_fatal = problem.level == Level::Error;
    let severity = if is_fatal { Severity::Error } else { Severity::Warning };
    let mut observed = problem.text;
    if problem.row == "LOAD-12" {
        observed += &crossed(subject).map(|crossed| format!(": {crossed}")).unwrap_or_default();
    }
    let expected = if is_fatal {
        format!("exports with which {} starts", subject.profile)
    } else {
        "exports that keep every list and reading".to_owned()
    };
    let finding = FileFinding::new(problem.row, severity, observed, expected);
    let finding = match (problem.row, problem.lists) {
        ("LOAD-24", _) if initialisers_are_there(subject) => {
            finding.open(format!("AMB-05: read as init_both={}", reading(subject, "init_both")))
        }
        ("LOAD-24", _) => {
            finding.open(format!("AMB-46: read as init_missing={}", reading(subject, "init_missing")))
        }
        ("LOAD-16", _) => finding.open("AMB-39: read as ipv4_pair_required_2000=yes"),
        (_, []) => finding,
        (_, lists) => {
            let lists = lists.join(" and ");
            finding.open(format!(
                "AMB-02: demanded by {lists}; read as required_exports={}",
                reading(subject, "required_exports")
            ))
        }
    };
    finding
        .cure("export what is missing, under its exact name; a .def file that forgets one is a usual cause")
}

fn reading(subject: &Subject<'_>, policy: &str) -> &'static str {
    subject.policy.reading(policy).unwrap_or_default()
}

fn initialisers_are_there(subject: &Subject<'_>) -> bool {
    [Callout::InitializeDll, Callout::InitializeDllEx].iter().all(|one| subject.exports.contains(*one))
}

/// Both initialisers: which is called is open (AMB-05). Under `reject` the service has said so already.
pub(super) fn initialisers(subject: &Subject<'_>) -> Vec<FileFinding> {
    let binding = subject.binding();
    let knows_ex = binding.exports().contains(Callout::InitializeDllEx);
    if !initialisers_are_there(subject) || !knows_ex || binding.initializers().is_empty() {
        return Vec::new();
    }
    let observed = "both InitializeDll and InitializeDllEx: no page says which is called";
    let finding = FileFinding::new("LOAD-24", Severity::Warning, observed, "one initialiser")
        .open(format!("AMB-05: read as init_both={}", reading(subject, "init_both")))
        .cure("export one of them, or have each work whether the other was called or not");
    vec![finding]
}

/// A DLL that registers functions when it runs may lack exports for that reason (AMB-04).
pub(super) fn table(subject: &Subject<'_>) -> Vec<FileFinding> {
    if !subject.binding().has_a_table_that_counts() {
        return Vec::new();
    }
    let observed = "InitializeDllEx registers functions in the callbacks table when it runs: what is not exported may \
                    be there, and no file shows it";
    let expected = "a table that holds what is not exported";
    let open = format!("AMB-04: read as ex_binding={}", reading(subject, "ex_binding"));
    vec![FileFinding::new("INIT-08", Severity::Note, observed, expected).open(open)]
}

/// The series of which one function is there without the other: `AcceptNewConnection2 without ...`.
fn halves(subject: &Subject<'_>) -> Vec<(Callout, Callout)> {
    let exports = subject.binding().exports();
    let has = |callout| exports.contains(callout);
    let pairs = Series::ALL.iter().map(|series| (series.accept(), series.hangup()));
    pairs
        .filter_map(|(accept, hangup)| match (has(accept), has(hangup)) {
            (true, false) => Some((accept, hangup)),
            (false, true) => Some((hangup, accept)),
            _ => None,
        })
        .collect()
}

/// Whether the Accept of one series and the Hangup of another are all that it has, were they taken for a pair or not.
fn is_crossed(subject: &Subject<'_>) -> bool {
    let allowed = Policy { crossed_pair: CrossedPair::Allow, ..subject.policy };
    uses_a_crossed_pair(&Subject { policy: allowed, ..*subject })
}

fn uses_a_crossed_pair(subject: &Subject<'_>) -> bool {
    subject.binding().routes().iter().any(Route::is_crossed)
}

/// What there is instead of a complete pair.
fn crossed(subject: &Subject<'_>) -> Option<String> {
    let there: Vec<&str> = halves(subject).iter().map(|(there, _)| there.word()).collect();
    let words = there.join(" and ");
    match there.len() {
        0 => None,
        _ if is_crossed(subject) => Some(format!("{words} are of different series (AMB-07)")),
        _ => Some(format!("{words} without its other half")),
    }
}

/// Half a pair beside a complete one, or where the callbacks table may hold the other half (LOAD-12).
pub(super) fn half_pairs(subject: &Subject<'_>) -> Vec<FileFinding> {
    let problems = export_problems(subject.exports, subject.profile, &subject.policy);
    // The service does not start for want of a pair: that has been said.
    if problems.iter().any(|problem| problem.row == "LOAD-12" && problem.level == Level::Error) {
        return Vec::new();
    }
    let has_table = subject.binding().has_a_table_that_counts();
    if uses_a_crossed_pair(subject) && !has_table {
        let observed = crossed(subject).unwrap_or_default();
        return vec![
            FileFinding::new("LOAD-12", Severity::Warning, observed, "Accept and Hangup of one series")
                .open("AMB-07: read as crossed_pair=allow; under crossed_pair=reject the service does not start")
                .cure("export the other half of one of them"),
        ];
    }
    let finding = |(there, missing): (Callout, Callout)| {
        let observed = format!("{there} without {missing}");
        let expected = "both functions of a series, or neither";
        if has_table {
            FileFinding::new("LOAD-12", Severity::Note, observed, expected).symbol(there.export()).open(
                "AMB-04: the callbacks table may hold the other half, and no file shows what it will hold",
            )
        } else {
            FileFinding::new("LOAD-12", Severity::Warning, observed, expected)
                .symbol(there.export())
                .cure(format!("export {} as well", missing.export()))
        }
    };
    halves(subject).into_iter().map(finding).collect()
}

/// Exports that are newer than the Windows version (LOAD-23).
pub(super) fn unknown(subject: &Subject<'_>) -> Vec<FileFinding> {
    let new = subject.exports.iter().filter(|callout| callout.floor() > subject.profile);
    let finding = |callout: Callout| {
        let observed = format!(
            "{} never calls it: {} is the oldest version that does",
            subject.profile,
            callout.floor()
        );
        FileFinding::new(
            "LOAD-23",
            Severity::Note,
            observed,
            "other functions, if this version is to work as well",
        )
        .symbol(callout.export())
    };
    new.map(finding).collect()
}

/// Exports without a name, where names are looked up (LOAD-18).
pub(super) fn ordinals(subject: &Subject<'_>) -> Vec<FileFinding> {
    let nameless: Vec<u32> = subject
        .binary
        .exports
        .iter()
        .filter(|export| export.name.is_none())
        .filter_map(|export| export.ordinal)
        .collect();
    let (Some(first), Some(last)) = (nameless.first(), nameless.last()) else { return Vec::new() };
    // Whoever has no entry point at all may have hidden them behind ordinals.
    let is_bare = subject.exports.iter().next().is_none()
        && subject.binary.names().all(|name| near_miss(name).is_none());
    let severity = if is_bare { Severity::Error } else { Severity::Note };
    let range =
        if first == last { format!("ordinal {first}") } else { format!("ordinals {first} to {last}") };
    let observed =
        format!("{} without a name ({range}): the service looks functions up by name", nameless.len());
    let finding = FileFinding::new("LOAD-18", severity, observed, "entry points with their names");
    vec![finding.cure("drop NONAME in the .def file for functions that the service should find")]
}

/// Entry points that are elsewhere (FILE-06).
pub(super) fn forwarders(subject: &Subject<'_>) -> Vec<FileFinding> {
    let forwarded = subject.binary.exports.iter().filter_map(|export| {
        let (name, target) = export.name.as_deref().zip(export.forward.as_deref())?;
        is_entry_point(name).then_some((name, target))
    });
    let finding = |(name, target): (&str, &str)| {
        let observed =
            format!("it is forwarded to {target}, which has to be there when the service looks it up");
        FileFinding::new("FILE-06", Severity::Warning, observed, "a function of this file")
            .symbol(name)
            .cure("inspect the other DLL as well, and install both")
    };
    forwarded.take(Callout::ALL.len()).map(finding).collect()
}
