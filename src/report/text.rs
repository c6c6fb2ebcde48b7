//! Reports as text for people: in ASCII, and no line ends in a space. `docs/reference/reports.md` describes them.

use super::words::{ascii, counted, rebuild, visible};
use super::{JudgedRun, Report, RuleTally, folded};

/// The report as text, all but its last line: that is [`Report::result_line`].
pub fn render(report: &Report) -> String {
    let mut parts = vec![header(report)];
    parts.extend(table(&report.tallies()));
    parts.extend(folded(report).iter().map(|fold| fold.text(report)));
    parts.extend(written(report));
    let unloaded = report.unloaded();
    let warnings =
        [report.undecided(), if unloaded.is_empty() { report.untested() } else { Vec::new() }].concat();
    let lines = unloaded.iter().map(|line| format!("error: {line}\n"));
    let lines: String = lines.chain(warnings.iter().map(|line| format!("warning: {line}\n"))).collect();
    if !lines.is_empty() {
        parts.push(lines);
    }
    parts.push(counts(report) + "\n");
    parts.join("\n").lines().map(|line| ascii(line.trim_end()) + "\n").collect()
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

/// How many rules and findings there are of each kind.
fn counts(report: &Report) -> String {
    let tallies = report.tallies();
    let of = |word| tallies.iter().filter(|tally| tally.word() == word).count() as u64;
    let all = counted(report.findings(), "finding");
    let sick = report.runs.iter().filter(|run| run.verdicts.findings().next().is_some()).count();
    let not_started = match report.runs.iter().filter(|run| !run.started).count() {
        0 => String::new(),
        count => format!("; the service did not start in {count}"),
    };
    format!(
        "{} broken, {} held, {} inconclusive, {} untested; {all} in {sick} of {}{not_started}",
        counted(of("broken"), "rule"),
        of("held"),
        of("inconclusive"),
        of("untested"),
        report.played(),
    )
}
