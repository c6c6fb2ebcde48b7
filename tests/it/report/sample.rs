//! A small report with awkward names, for the tests of renderers.

use mockras::check::{Rule, Twins, all_rules, canary, judge};
use mockras::ras::{Policy, Processes};
use mockras::report::{JudgedRun, Report};
use mockras::transcript::Transcript;

/// A name with everything that formats have to escape.
pub(crate) const AWKWARD: &str = "corpus/it's a \"caf\u{e9}\" <&>]]> 100%#?\u{1b}\u{202e}.toml";

/// What the DLL of the sample says when it panics.
pub(crate) const PANIC: &str = "panic: <no>\n\u{0}\u{7}\"list\" & \u{e9} ]]>";

/// What the DLL of the sample writes.
pub(crate) const WRITTEN: &str = "hello\r\n\u{1b}[31mRESULT: PASS\n";

/// The name of a run that was cut short.
const CUT: &str = "corpus/cut.toml";

/// The text of the example that breaks a rule, without its header.
fn broken(id: &str) -> String {
    let text = rule(id).example_that_breaks().expect("a sample is well formed").0.to_text();
    text.split_once("\n\n").expect("a header").1.to_owned()
}

fn transcript(text: &str) -> Transcript {
    Rule::example(text).expect("a sample is well formed").0
}

fn rule(id: &str) -> &'static Rule {
    all_rules().iter().copied().find(|rule| rule.id == id).expect("the rule is there")
}

fn run(name: &str, transcript: &Transcript, rules: &[&'static Rule]) -> JudgedRun {
    JudgedRun {
        name: name.to_owned(),
        header: transcript.header.clone(),
        verdicts: judge(transcript, Twins::default(), rules),
        started: true,
        cut: name == CUT,
        written: if name == AWKWARD { WRITTEN.to_owned() } else { String::new() },
        command: Some(format!("mockras check {name}")),
        ..JudgedRun::default()
    }
}

/// Three runs judged by three rules: one broken, twice in another run; one broken where the DLL says odd things; one
/// never exercised.
pub(crate) fn report() -> Report {
    report_of(vec![rule("CONN-03"), rule("IP4-08"), rule("RUN-01")])
}

/// The same with the rule that is always broken.
pub(crate) fn with_canary() -> Report {
    report_of(vec![rule("CONN-03"), rule("IP4-08"), rule("RUN-01"), canary()])
}

/// A report without any scenario.
pub(crate) fn empty() -> Report {
    Report { runs: Vec::new(), ..report() }
}

/// A report in which every rule that applied was kept.
pub(crate) fn clean() -> Report {
    let rules = vec![rule("IP4-08"), rule("RUN-01")];
    let runs = vec![run("corpus/clean.toml", &transcript(rule("IP4-08").holds), &rules)];
    Report { dlls: vec!["address-pool".to_owned()], rules, runs, ..Report::default() }
}

/// One scenario in three runs, as a sweep tells of it: as it is, under a reading, and under two.
pub(crate) fn swept() -> Report {
    let report = report();
    let under: [&[&str]; 3] = [&[], &["vote=ask_all"], &["vote=ask_all", "processes=one"]];
    let runs = under.map(|under| {
        let under: Vec<String> = under.iter().map(|change| (*change).to_owned()).collect();
        let flags: String = under.iter().map(|change| format!(" --policy {change}")).collect();
        let command = Some(format!("mockras check corpus/plain.toml{flags}"));
        JudgedRun { under, command, ..report.runs[0].clone() }
    });
    Report { runs: runs.to_vec(), ..report }
}

fn report_of(rules: Vec<&'static Rule>) -> Report {
    let unwritten = transcript(&broken("IP4-08"));
    let quote = |text: &str| text.replace('\\', "\\\\").replace('"', "\\u{22}").replace('\n', "\\n");
    let fault = quote(PANIC).replace('\u{0}', "\\0").replace('\u{7}', "\\u{7}");
    let mut odd = transcript(&format!(
        "{}\n{}\n0.000 call conn/1 TerminateDll ! \"{fault}\"",
        broken("IP4-08").trim_end(),
        broken("IP4-08").lines().next_back().expect("the call"),
    ));
    odd.header.policy = Policy { processes: Processes::One, ..Policy::default() };
    let cut = transcript("0.000 call conn/1 InitializeDll = ?");
    let runs = [("corpus/plain.toml", unwritten), (AWKWARD, odd), (CUT, cut)];
    let runs = runs.into_iter().map(|(name, transcript)| run(name, &transcript, &rules)).collect();
    Report { rules, runs, ..Report::default() }
}
