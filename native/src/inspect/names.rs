//! Names that are almost those of entry points.

use super::Subject;
use super::finding::{FileFinding, Severity};
use crate::binary::{Decoration, Machine, NearMiss, Slip, near_miss};
use mockras::ras::Callout;

/// How many near misses are told one by one: a file may have thousands that were made for it.
const TOLD_MAX: usize = 50;

/// Exports that are no entry points but almost, with what they probably mean; and how many there are.
fn near<'a>(subject: &'a Subject<'_>) -> impl Iterator<Item = (&'a str, NearMiss)> {
    subject.binary.names().filter_map(|name| near_miss(name).map(|near| (name, near)))
}

/// The interface of Windows NT 4.0 (LOAD-20).
pub(super) fn legacy(subject: &Subject<'_>) -> Vec<FileFinding> {
    let legacy: Vec<&str> =
        near(subject).filter(|(_, near)| near.slip == Some(Slip::Legacy)).map(|(name, _)| name).collect();
    let Some(first) = legacy.first() else { return Vec::new() };
    let has_both = subject.exports.iter().next().is_some();
    let severity = if has_both { Severity::Note } else { Severity::Error };
    let told: Vec<&str> = legacy.iter().copied().take(TOLD_MAX).collect();
    let observed =
        format!("functions of the Windows NT 4.0 interface, which nothing calls: {}", told.join(" "));
    let finding = FileFinding::new("LOAD-20", severity, observed, "functions of the MprAdmin interface");
    vec![finding.symbol(*first).cure(
        "implement the functions of mprapi.h; they have other arguments, so a new name alone will not do",
    )]
}

/// Decorated, mangled and misspelt names (LOAD-18), and what decorations say of arguments and calling conventions
/// (LOAD-22, INIT-07).
pub(super) fn near_misses(subject: &Subject<'_>) -> Vec<FileFinding> {
    let mut findings = Vec::new();
    let mut left_out = 0;
    for (at, (name, near)) in near(subject).filter(|(_, near)| near.slip != Some(Slip::Legacy)).enumerate() {
        if at >= TOLD_MAX {
            left_out += 1;
            continue;
        }
        findings.extend(of_name(subject, name, &near));
        findings.extend(of_arguments(subject, name, &near));
    }
    if left_out > 0 {
        let observed = format!("{left_out} more names that are almost those of entry points");
        findings.push(FileFinding::new("LOAD-18", Severity::Warning, observed, "exact names"));
    }
    findings
}

fn of_name(subject: &Subject<'_>, name: &str, near: &NearMiss) -> Option<FileFinding> {
    let export = near.callout.export();
    let is_there = subject.exports.contains(near.callout);
    let is_guess = near.decoration.is_none() && matches!(near.slip, Some(Slip::Letters(_) | Slip::Prefix));
    let severity = match (is_there, is_guess) {
        // Its author knows how to spell the real one.
        (true, true) => return None,
        (true, false) => Severity::Note,
        (false, true) => Severity::Warning,
        (false, false) => Severity::Error,
    };
    let meant = if is_guess { "probably meant as" } else { "for" };
    let found = if is_there { "which is exported as well" } else { "which the service does not find" };
    let observed = format!("{}: {meant} {export}, {found}", near.explanation());
    Some(FileFinding::new("LOAD-18", severity, observed, export).symbol(name).cure(near.cure()))
}

/// On x86 a callout takes its arguments off the stack, and a wrong number of them ruins it.
fn of_arguments(subject: &Subject<'_>, name: &str, near: &NearMiss) -> Option<FileFinding> {
    let x86 = subject.binary.machine == Machine::X86;
    let finding = |row, observed: String, expected: String| {
        Some(FileFinding::new(row, Severity::Error, observed, expected).symbol(name).cure(near.cure()))
    };
    if let Some((bytes, expected)) = near.wrong_bytes() {
        let row = if near.callout == Callout::InitializeDll { "INIT-07" } else { "LOAD-22" };
        let mut observed = format!("it takes {bytes} bytes of arguments off the stack");
        if near.callout == Callout::ConnectionHangupNotification3 && bytes > expected {
            observed += " (an uncorrected mprapi.h has the last structure by value)";
        }
        return finding(row, observed, format!("{expected} bytes, as many as the service passes"));
    }
    let convention = match near.decoration? {
        Decoration::Fastcall => "fastcall",
        Decoration::Vectorcall => "vectorcall",
        Decoration::Msvc { cdecl: true } => "cdecl",
        Decoration::Stdcall(_) | Decoration::Itanium | Decoration::Msvc { cdecl: false } => return None,
    };
    let takes = x86.then(|| format!("the function is {convention}"))?;
    finding("LOAD-22", takes, "APIENTRY, which is stdcall".to_owned())
}
