//! What a person reads of judged runs: ASCII alone, no line ends in a space. `docs/report.md` describes it.

use super::words::{ascii, counted, rebuild, visible};
use super::{Report, Run, Tally, folded};

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
fn table(tallies: &[Tally]) -> Option<String> {
    let mut rows = vec![["RULE", "NAME", "VERDICT", "APPLIED"].map(str::to_owned)];
    for tally in tallies.iter().filter(|tally| tally.word() != "untested") {
        let Tally { rule, applied, .. } = tally;
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
    let all: Vec<&Run> = report.runs.iter().filter(|run| !run.written.is_empty()).collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn text_of_a_clean_report_is_short() {
        let text = render(&sample::clean());
        let (first, rest) = text.split_once('\n').expect("lines");
        assert_eq!(
            first,
            format!("mockras {}: 1 scenario on server-2012, against address-pool", env!("CARGO_PKG_VERSION"))
        );
        let expected = "
RULE    NAME               VERDICT  APPLIED
IP4-08  notify-is-written  held           1
RUN-01  callouts-return    held           1

0 rules broken, 2 held, 0 inconclusive, 0 untested; 0 findings in 0 of 1 scenario
";
        assert_eq!(rest, expected);
    }

    #[test]
    fn text_leaves_untested_rules_to_warnings() {
        let text = render(&sample::report());
        let ids = ["IP4-08", "RUN-01", "CONN-03"];
        let places = ids.map(|id| text.contains(&format!("\n{id}  ")));
        assert_eq!(places, [true, true, false], "{text}");
        let warning =
            "warning: 1 of 1 rule about a connection that a DLL is asked about did not apply (CONN-03)\n";
        assert!(text.contains(warning), "{text}");
        assert!(
            text.contains("\nwarning: corpus/cut.toml was cut short: 1 rule undecided (RUN-01)\n"),
            "{text}"
        );
        let counts = "\n2 rules broken, 0 held, 0 inconclusive, 1 untested; 4 findings in 2 of 3 scenarios\n";
        assert!(text.ends_with(counts), "{text}");
    }

    #[test]
    fn text_shows_what_dlls_wrote_and_obeys_none_of_it() {
        let text = render(&sample::report());
        let expected = "}.toml:\n  | hello\n  | \\u{1b}[31mRESULT: PASS\n\n";
        assert!(text.contains("\nwritten by the DLLs in corpus/it's") && text.contains(expected), "{text}");
        assert!(!render(&sample::clean()).contains("written by"));
    }

    #[test]
    fn text_of_a_sweep_counts_runs_and_scenarios() {
        let mut swept = sample::swept();
        swept.runs.extend(sample::clean().runs);
        swept.runs[2].started = false;
        swept.runs[2].verdicts.outcomes.clear();
        let text = render(&swept);
        assert!(text.contains(": 4 runs of 2 scenarios on server-2012, "), "{text}");
        let counts = "; 2 findings in 2 of 4 runs of 2 scenarios; the service did not start in 1\n";
        assert!(text.ends_with(counts), "{text}");
    }

    #[test]
    fn text_shows_flags_on_the_second_line() {
        let flags = ["--profile", "server-2008", "--fault", "notify-unwritten"].map(str::to_owned).to_vec();
        let text = render(&Report { flags, ..sample::clean() });
        let line = text.lines().nth(1);
        assert_eq!(line, Some("with --profile server-2008 --fault notify-unwritten"), "{text}");
        assert_eq!(render(&sample::clean()).lines().nth(1), Some(""));
    }

    #[test]
    fn text_is_ascii_whatever_names_hold() {
        let text = render(&sample::report());
        assert!(text.chars().all(|c| c == '\n' || (c.is_ascii() && !c.is_ascii_control())), "{text}");
        assert!(text.lines().all(|line| !line.ends_with(' ')), "{text}");
        assert!(text.contains(r#"it's a "caf\u{e9}" <&>]]> 100%#?\u{1b}\u{202e}.toml, "#), "{text}");
        assert!(text.contains(r#"  observed   panic: <no>\n\u{0}\u{7}"list" & \u{e9} ]]>"#), "{text}");
    }

    #[test]
    fn text_keeps_its_lines_whatever_names_hold() {
        let mut report = sample::clean();
        report.dlls = vec!["a\r\nRESULT: PASS".to_owned(), " ".to_owned()];
        report.flags = vec!["\nRESULT: PASS".to_owned(), " ".to_owned()];
        report.runs.extend(sample::report().runs);
        report.runs.iter_mut().for_each(|run| run.name += "\nRESULT: PASS");
        let odd = render(&report);
        assert!(odd.contains(r"against a\r\nRESULT: PASS,"), "{odd}");
        assert!(odd.lines().all(|line| !line.ends_with(' ') && !line.starts_with("RESULT")), "{odd}");
    }

    #[test]
    fn text_without_runs_says_so() {
        let text = render(&sample::empty());
        assert!(text.contains(": 0 scenarios, the DLLs of each scenario\n\nwarning: "), "{text}");
        assert!(text.ends_with("3 untested; 0 findings in 0 of 0 scenarios\n"), "{text}");
    }

    #[test]
    fn text_tells_of_the_canary() {
        let text = render(&sample::with_canary());
        assert!(text.contains("\nCANARY canary\n  where      corpus/plain.toml, "), "{text}");
    }
}
