//! Reports as text: ASCII alone, whatever names hold; findings first.

use mockras::check::Kind;
use mockras::report::Report;
use mockras::report::text::{self, Shown};

use super::sample;

fn render(report: &Report) -> String {
    text::render(report, Shown::default())
}

fn render_all(report: &Report) -> String {
    text::render(report, Shown { held: true, untested: true, written: true })
}

#[test]
fn text_of_a_clean_report_is_short() {
    let first =
        format!("mockras {}: 1 scenario on server-2012, against address-pool\n", env!("CARGO_PKG_VERSION"));
    let counts = "0 rules broken, 2 held, 0 untested";
    assert_eq!(render(&sample::clean()), format!("{first}{counts} (--show held,untested lists them)\n"));
    let table = "\
RULE    NAME               VERDICT  APPLIED
IP4-08  notify-is-written  held           1
RUN-01  callouts-return    held           1
";
    assert_eq!(render_all(&sample::clean()), format!("{table}\n{first}{counts}\n"));
}

#[test]
fn text_begins_with_the_findings_and_ends_with_few_lines() {
    let text = render(&sample::report());
    assert!(text.starts_with("error: IP4-08 notify-is-written\n"), "{text}");
    let (_, summary) = text.rsplit_once("\n\n").expect("a summary");
    assert!(summary.starts_with("mockras ") && summary.lines().count() <= 10, "{summary}");
    let warning = "warning: corpus/cut.toml was cut short: 1 rule undecided (RUN-01)\n";
    assert!(summary.ends_with(warning), "{text}");
    let table = render_all(&sample::report());
    let ids = ["IP4-08", "RUN-01", "CONN-03"];
    assert_eq!(ids.map(|id| table.contains(&format!("\n{id}  "))), [true, true, false], "{table}");
    let untested =
        "untested: 1 of 1 rule about a connection that a DLL is asked about did not apply (CONN-03)\n";
    assert!(table.contains(untested) && !text.contains(untested), "{table}");
}

#[test]
fn text_shows_what_dlls_wrote_and_obeys_none_of_it() {
    let text = render_all(&sample::report());
    let expected = "}.toml:\n  | hello\n  | \\u{1b}[31mRESULT: PASS\n\n";
    assert!(text.contains("\nwritten by the DLLs in corpus/it's") && text.contains(expected), "{text}");
    assert!(!render_all(&sample::clean()).contains("written by"));
    let short = render(&sample::report());
    assert!(short.contains("  written    hello\n") && !short.contains("written by"), "{short}");
}

#[test]
fn text_of_a_sweep_counts_runs_and_scenarios() {
    let mut swept = sample::swept();
    swept.runs.extend(sample::clean().runs);
    swept.runs[2].started = false;
    swept.runs[2].verdicts.outcomes.clear();
    let text = render(&swept);
    assert!(text.contains(": 4 runs of 2 scenarios on server-2012, "), "{text}");
    assert!(text.ends_with("the service did not start in 1 of 4 runs of 2 scenarios\n"), "{text}");
}

#[test]
fn what_is_open_is_told_in_a_section_of_its_own_unless_it_is_denied() {
    let mut report = sample::report();
    for outcome in &mut report.runs[0].verdicts.outcomes {
        if let mockras::check::Verdict::Broken(findings) = &mut outcome.verdict {
            findings.iter_mut().for_each(|finding| finding.kind = Kind::Open);
        }
    }
    report.runs.truncate(1);
    let text = render(&report);
    assert!(text.starts_with("open: only under another reading of an open question"), "{text}");
    assert!(
        text.contains("\n  AMB-20 read as notify_entry=poison: IP4-08 notify-is-written, 1 scenario\n"),
        "{text}"
    );
    assert_eq!(report.result_line(), "RESULT: PASS (1 open)");
    report.denied = vec![Kind::Open];
    assert!(render(&report).starts_with("open: IP4-08 notify-is-written\n  where "), "{text}");
    assert_eq!(report.result_line(), "RESULT: FAIL (1 open)");
}

#[test]
fn what_was_left_out_or_not_played_is_counted() {
    let mut report = sample::clean();
    report.left_out = vec!["3 scenarios for other Windows versions".to_owned()];
    report.runs.push(mockras::report::JudgedRun {
        cut: true,
        avoided: Some(mockras::ras::Callout::AcceptNewLink),
        ..report.runs[0].clone()
    });
    let text = render(&report);
    assert!(text.contains("\nleft out: 3 scenarios for other Windows versions\n"), "{text}");
    assert!(text.contains("\nnot played: 1 scenario that reach AcceptNewLink, which has hung\n"), "{text}");
    assert!(!text.contains("cut short"), "{text}");
}

#[test]
fn text_shows_flags_on_a_line_of_their_own() {
    let flags = ["--profile", "server-2008", "--fault", "notify-unwritten"].map(str::to_owned).to_vec();
    let text = render(&Report { flags, ..sample::clean() });
    let line = text.lines().nth(1);
    assert_eq!(line, Some("with --profile server-2008 --fault notify-unwritten"), "{text}");
    assert!(!render(&sample::clean()).contains("with --"));
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
    assert!(
        text.starts_with("mockras ") && text.contains(": 0 scenarios, the DLLs of each scenario\n"),
        "{text}"
    );
    assert!(text.contains("0 rules broken, 0 held, 3 untested"), "{text}");
}

#[test]
fn text_tells_of_the_canary() {
    let text = render(&sample::with_canary());
    assert!(text.contains("\nerror: CANARY canary\n  where      corpus/plain.toml, "), "{text}");
}
