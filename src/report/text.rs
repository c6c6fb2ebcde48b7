//! Reports as text for people: in ASCII, and no line ends in a space. `docs/reference/reports.md` describes them.

use std::collections::BTreeSet;

use super::words::{ascii, counted, rebuild, visible};
use super::{Group, JudgedRun, Report, RuleTally, groups};
use crate::check::Kind;

/// What is told besides findings and summary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// The rules that were kept, and how often each applied.
    pub held: bool,
    /// The rules that never applied, by what no scenario reached.
    pub untested: bool,
    /// What native DLLs wrote to standard output and standard error.
    pub written: bool,
}

/// The report as text, all but its last line: that is [`Report::result_line`]. Findings come first.
pub fn render(report: &Report, shown: Shown) -> String {
    let groups = groups(report);
    let (open, told): (Vec<&Group<'_>>, Vec<_>) =
        groups.iter().partition(|group| group.kind() == Kind::Open && !report.denies(Kind::Open));
    let mut parts: Vec<String> = told.iter().map(|group| group.text(report)).collect();
    parts.extend(report.golden_parts());
    parts.extend(open_questions(report, &open));
    if shown.held {
        parts.extend(table(&report.tallies()));
    }
    if shown.untested {
        parts.push(lines("untested: ", &report.untested()));
    }
    if shown.written {
        parts.extend(written(report));
    }
    parts.push(ending(report, shown));
    let text = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n");
    text.lines().map(|line| ascii(line.trim_end()) + "\n").collect()
}

/// What shows only under another reading than those that count, by the question and its reading.
fn open_questions(report: &Report, open: &[&Group<'_>]) -> Option<String> {
    let mut text =
        "open: only under another reading of an open question; exit 0 unless --deny open\n".to_owned();
    for group in open {
        let finding = group.finding;
        let reading = finding.depends_on.map_or("several readings together".to_owned(), |on| on.to_string());
        let scenarios = counted(group.scenarios.len() as u64, "scenario");
        text += &format!("  {reading}: {} {}, {scenarios}\n", finding.rule.id, finding.rule.name);
        if let Some(command) = report.runs[group.run].reproduce(finding) {
            text += &format!("    {}\n", visible(&command));
        }
    }
    (!open.is_empty()).then_some(text)
}

/// What each rule says that applied or could not be decided; nothing if there is none.
fn table(tallies: &[RuleTally]) -> Option<String> {
    let mut rows = vec![["RULE", "NAME", "VERDICT", "APPLIED"].map(str::to_owned)];
    for tally in tallies.iter().filter(|tally| tally.word() != "untested") {
        let RuleTally { rule, applied, .. } = tally;
        rows.push([rule.id.to_owned(), rule.name.to_owned(), tally.word().to_owned(), applied.to_string()]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let [id, name, verdict, applied] = [0, 1, 2, 3].map(width);
    let lines = rows.iter().map(|row| {
        let [a, b, c, d] = row;
        format!("{a:<id$}  {b:<name$}  {c:<verdict$}  {d:>applied$}\n")
    });
    (rows.len() > 1).then(|| lines.collect())
}

/// How many runs, and how many lines of each, are shown of what DLLs wrote. JSON has all that was kept.
const WRITTEN_MAX: (usize, usize) = (3, 10);

/// What the DLLs wrote, each line behind a bar; of many runs the first few.
fn written(report: &Report) -> Vec<String> {
    let (runs_max, lines_max) = WRITTEN_MAX;
    let all: Vec<&JudgedRun> = report.runs.iter().filter(|run| !run.written.is_empty()).collect();
    let mut parts: Vec<String> = Vec::new();
    for run in all.iter().take(runs_max) {
        let lines: Vec<String> = run.written.lines().map(|line| format!("  | {}\n", visible(line))).collect();
        let mut text = format!("written by the DLLs in {}:\n", visible(&run.title()));
        text.extend(lines.iter().take(lines_max).map(String::as_str));
        if lines.len() > lines_max {
            text += &format!(
                "  (and {}; --format json has them)\n",
                counted((lines.len() - lines_max) as u64, "line")
            );
        }
        parts.push(text);
    }
    if let more @ 1.. = all.len().saturating_sub(runs_max) {
        parts.push(format!(
            "written by the DLLs in {} as well; --format json has it\n",
            counted(more as u64, "run more")
        ));
    }
    parts
}

/// The end of the report, without hints what else could be shown.
pub fn summary(report: &Report) -> String {
    ending(report, Shown { held: true, untested: true, written: true })
}

/// The end of the report, in at most ten lines: what was played, how the rules did, and what is missing.
fn ending(report: &Report, shown: Shown) -> String {
    let tallies = report.tallies();
    let of = |word| tallies.iter().filter(|tally| tally.word() == word).count() as u64;
    let mut text = header(report);
    let hidden: Vec<&str> = [("held", shown.held), ("untested", shown.untested)]
        .iter()
        .filter(|(_, is_shown)| !is_shown)
        .map(|(word, _)| *word)
        .collect();
    let hint =
        if hidden.is_empty() { String::new() } else { format!(" (--show {} lists them)", hidden.join(",")) };
    // What is open is told above, and breaks nothing for certain.
    let broken: BTreeSet<&str> = groups(report)
        .iter()
        .filter(|group| group.kind() != Kind::Open || report.denies(Kind::Open))
        .map(|group| group.finding.rule.id)
        .collect();
    let broken = counted(broken.len() as u64, "rule");
    text += &format!("{broken} broken, {} held, {} untested{hint}\n", of("held"), of("untested"));
    let not_started = report.runs.iter().filter(|run| !run.started).count() as u64;
    if not_started > 0 {
        let why = report.runs.iter().filter(|run| !run.started).find_map(|run| run.not_started.as_deref());
        let why = why.map(|why| format!(": {}", visible(why))).unwrap_or_default();
        text += &format!("the service did not start in {} of {}{why}\n", not_started, report.played());
    }
    for (callout, runs) in report.avoided() {
        text += &format!("not played: {} that reach {callout}, which has hung\n", counted(runs, "scenario"));
    }
    text += &lines("note: ", &report.unmet());
    text += &report.golden_summary();
    text += &lines("left out: ", &report.left_out);
    text += &lines("error: ", &report.unloaded());
    const CUTS_SHOWN: usize = 2;
    let cut = report.undecided();
    text += &lines("warning: ", &cut[..cut.len().min(CUTS_SHOWN)]);
    if let more @ 1.. = cut.len().saturating_sub(CUTS_SHOWN) {
        text += &format!("warning: {} cut short\n", counted(more as u64, "more run"));
    }
    text
}

fn lines(prefix: &str, lines: &[String]) -> String {
    lines.iter().map(|line| format!("{prefix}{line}\n")).collect()
}

/// What was run: `mockras 0.1.0: 12 scenarios on server-2012, the DLLs of each scenario`, and below it the flags.
fn header(report: &Report) -> String {
    let mut profiles: Vec<&str> = report.runs.iter().map(|run| run.header.profile.name()).collect();
    profiles.sort_unstable();
    profiles.dedup();
    let on = match profiles[..] {
        [] => String::new(),
        [profile] => format!(" on {profile}"),
        _ => format!(" on {} profiles", profiles.len()),
    };
    let dlls = match &report.dlls[..] {
        [] => "the DLLs of each scenario".to_owned(),
        dlls => format!("against {}", visible(&dlls.join(", "))),
    };
    let flags = match &report.flags[..] {
        [] => String::new(),
        flags => format!("with {}\n", visible(&flags.join(" "))),
    };
    let system = report.system.iter().map(|system| format!("native DLLs ran on {}\n", visible(system)));
    let system: String = system.collect();
    let rebuild = rebuild(&report.dlls).unwrap_or_default();
    format!("mockras {}: {}{on}, {dlls}\n{flags}{system}{rebuild}", super::VERSION, report.played())
}
