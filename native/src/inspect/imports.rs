//! What a DLL takes from others: what nobody provides, and what it may not call inside a callout.

use super::Subject;
use super::finding::{FileFinding, Severity};
use super::windows::is_of_windows;

/// The functions that no callout may call: name, and the row that says so.
///
/// The last five administer routers as well; whether the rule reaches them is open (AMB-35).
pub const FORBIDDEN: [(&str, &str); 20] = [
    ("MprAdminConnectionClearStats", "REENTRY-01"),
    ("MprAdminConnectionEnum", "REENTRY-01"),
    ("MprAdminConnectionEnumEx", "REENTRY-01"),
    ("MprAdminConnectionGetInfo", "REENTRY-01"),
    ("MprAdminConnectionGetInfoEx", "REENTRY-01"),
    ("MprAdminConnectionRemoveQuarantine", "REENTRY-01"),
    ("MprAdminPortClearStats", "REENTRY-01"),
    ("MprAdminPortDisconnect", "REENTRY-01"),
    ("MprAdminPortEnum", "REENTRY-01"),
    ("MprAdminPortGetInfo", "REENTRY-01"),
    ("MprAdminPortReset", "REENTRY-01"),
    ("MprAdminGetPDCServer", "REENTRY-02"),
    ("MprAdminSendUserMessage", "REENTRY-02"),
    ("MprAdminUserGetInfo", "REENTRY-02"),
    ("MprAdminUserSetInfo", "REENTRY-02"),
    ("MprAdminBufferFree", "REENTRY-01"),
    ("MprAdminGetErrorString", "REENTRY-01"),
    ("MprAdminIsServiceRunning", "REENTRY-01"),
    ("MprAdminServerConnect", "REENTRY-01"),
    ("MprAdminServerDisconnect", "REENTRY-01"),
];

/// Where in [`FORBIDDEN`] the functions begin that are only perhaps forbidden.
const SHARED: usize = 15;

/// The names of three of them on Windows NT 4.0 with the RRAS redistributable.
const OLD: [(&str, &str); 3] = [
    ("RasAdminConnectionEnum", "REENTRY-01"),
    ("RasAdminPortEnum", "REENTRY-01"),
    ("RasAdminUserGetInfo", "REENTRY-02"),
];

/// The row that forbids calling this function inside a callout, and whether it surely does (AMB-35).
pub fn forbidden(name: &str) -> Option<(&'static str, bool)> {
    let at = FORBIDDEN.iter().position(|(known, _)| *known == name);
    let old = || OLD.iter().find(|(known, _)| *known == name).map(|(_, row)| (*row, true));
    at.map(|at| (FORBIDDEN[at].1, at < SHARED)).or_else(old)
}

pub(super) fn forbidden_calls(subject: &Subject<'_>) -> Vec<FileFinding> {
    let mut names: Vec<&str> =
        subject.binary.imports.iter().filter_map(|import| import.name.as_deref()).collect();
    names.sort_unstable();
    names.dedup();
    let found = names.into_iter().filter_map(|name| Some((name, forbidden(name)?)));
    let finding = |(name, (row, is_sure)): (&str, (&'static str, bool))| {
        let observed = "it is imported: a call of it inside a callout may never return";
        let severity = if is_sure { Severity::Warning } else { Severity::Note };
        let finding = FileFinding::new(row, severity, observed, "no such call inside a callout")
            .symbol(name)
            .cure("call it from a thread of your own, after the callout has returned");
        if is_sure {
            finding
        } else {
            finding.open("AMB-35: the page lists it as an additional function, so the rule may not reach it")
        }
    };
    found.map(finding).collect()
}

/// How many names that nobody provides are told one by one.
const TOLD_MAX: usize = 50;

/// What a tool provides that is laid over a process from outside (`LD_PRELOAD`).
const LAID_OVER: [&str; 7] =
    ["__asan_", "__hwasan_", "__lsan_", "__msan_", "__sanitizer_", "__tsan_", "__ubsan_"];

/// FILE-07: names that none of the libraries has that the file needs, nor the process that loads it.
pub(super) fn unprovided(subject: &Subject<'_>) -> Vec<FileFinding> {
    let Some(provided) = subject.provided else { return Vec::new() };
    let needed = subject.binary.imports.iter().filter(|import| !import.is_weak);
    let mut names: Vec<&str> = needed.filter_map(|import| import.name.as_deref()).collect();
    names.retain(|name| !provided.has(name) && !LAID_OVER.iter().any(|prefix| name.starts_with(prefix)));
    names.sort_unstable();
    names.dedup();
    let more = names.len().saturating_sub(TOLD_MAX);
    let finding = |observed: String| {
        FileFinding::new("FILE-07", Severity::Error, observed, "a library that it needs and that has it").cure(
            "define it, or link the library that has it (-l); what only Windows has belongs behind #ifdef _WIN32",
        )
    };
    let told = names.into_iter().take(TOLD_MAX).map(|name| {
        let observed = "nobody provides it: the DLL does not load, or the first call of it ends the process";
        let finding = finding(observed.to_owned()).symbol(name);
        match is_of_windows(name) {
            true => finding.cure(
                "it is a function of Windows that include/ lacks (docs/reference/small-windows.md lists what it has): put \
                 what calls it behind #ifdef _WIN32, or define it for the test",
            ),
            false => finding,
        }
    });
    let rest = (more > 0).then(|| finding(format!("{more} more that nobody provides")));
    told.chain(rest).collect()
}
