//! Reports as text: ASCII alone, whatever names hold.

use mockras::report::Report;
use mockras::report::text::render;

use super::sample;

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
    assert!(text.contains("\nwarning: corpus/cut.toml was cut short: 1 rule undecided (RUN-01)\n"), "{text}");
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
