//! `mockras self-check`: the harness proves itself.

use std::path::PathBuf;

use clap::Args;
use mockras::check::{ExampleError, Rule, Twins, Verdict, all_rules, canary, judge};
use mockras::generate::fault;
use mockras::pipeline::{self, Judging};
use mockras::report::{self, Conclusion, JudgedRun, Report};
use mockras::transcript::Transcript;

use super::determinism;
use super::environment::processors;
use super::exit::{self, Exit, Meaning, UserError};
use super::scenarios;
use super::terminal::{print, tell};

const EXAMPLES: &str = "\
Examples:
  mockras self-check
  mockras self-check --determinism 10000 --out digests.json       on one system
  mockras self-check --determinism 10000 --against digests.json   on another";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "everything holds"),
    (Exit::Inconclusive, "the command was interrupted"),
    (Exit::Bug, "something does not hold"),
];

/// Prove that mockras itself works: rules can fail, faults are caught, runs repeat
///
/// Every rule is put to its own good and bad example; every seeded fault is played and has to be caught by the rule it
/// was made for, and nothing may be found without it; every scenario of the corpus is played twice and has to give the
/// same bytes; a rule that is always broken has to reach every report.
///
/// With --determinism it plays generated scenarios instead, of all tiers, and tells a digest of each: of the scenario,
/// of what happens in it, and of what the rules say. They are the same on every system.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct SelfCheckArgs {
    /// Play the generated scenarios of this many seeds, from 0 on, and print a digest of all their bytes
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    determinism: Option<u64>,
    /// Write the digest of each seed to a file
    #[arg(long, value_name = "FILE", requires = "determinism")]
    out: Option<PathBuf>,
    /// Compare with the digests that another system wrote; exit 70 if one differs
    #[arg(long, value_name = "FILE", requires = "determinism")]
    against: Option<PathBuf>,
    /// Use this many threads; as many as there are processors unless given
    #[arg(short, long, value_name = "COUNT", requires = "determinism", value_parser = clap::value_parser!(u32).range(1..=256))]
    jobs: Option<u32>,
    /// Print the transcript of one seed, to find where two systems differ
    #[arg(long, value_name = "SEED", conflicts_with_all = ["determinism", "out", "against", "jobs"])]
    show: Option<u64>,
}

/// One thing that is proven, in how many cases, and what went wrong.
struct Proof {
    what: &'static str,
    cases: usize,
    wrong: Vec<String>,
}

pub(super) fn self_check(args: &SelfCheckArgs) -> Result<Exit, UserError> {
    if let Some(seed) = args.show {
        return determinism::show(seed);
    }
    if let Some(count) = args.determinism {
        let jobs = args.jobs.unwrap_or_else(processors);
        return determinism::determinism(count, jobs, args.out.as_deref(), args.against.as_deref());
    }
    let proofs = [examples(), faults(), repeats(), canary_sings()];
    let mut wrong = 0;
    for Proof { what, cases, wrong: found } in &proofs {
        let verdict = if found.is_empty() { "ok" } else { "WRONG" };
        print(&format!("{verdict:<6}{cases:>5}  {what}\n"))?;
        for line in found {
            print(&format!("             {line}\n"))?;
        }
        wrong += found.len();
    }
    if wrong == 0 {
        tell("RESULT: PASS");
        return Ok(Exit::Clean);
    }
    tell(format_args!("RESULT: FAIL ({wrong} cases; this is a bug in mockras, please report it)"));
    Ok(Exit::Bug)
}

/// The run of an example and, for a rule that compares, its twin.
type RuleExample = Result<(Transcript, Option<Transcript>), ExampleError>;

/// What one rule says of its own example.
fn verdict(rule: &'static Rule, example: RuleExample) -> Result<Verdict, String> {
    let (run, twin) = example.map_err(|error| format!("{}: {error}", rule.id))?;
    let verdicts = judge(&run, Twins::of(rule, twin.as_ref()), &[rule]);
    verdicts.outcomes.into_iter().next().map(|outcome| outcome.verdict).ok_or_else(|| rule.id.to_owned())
}

fn examples() -> Proof {
    let mut wrong = Vec::new();
    for rule in all_rules() {
        if !matches!(verdict(rule, rule.example_that_holds()), Ok(Verdict::Held)) {
            wrong.push(format!("{} {}: its good example is not held", rule.id, rule.name));
        }
        if !matches!(verdict(rule, rule.example_that_breaks()), Ok(Verdict::Broken(_))) {
            wrong.push(format!("{} {}: its bad example is not broken", rule.id, rule.name));
        }
    }
    Proof {
        what: "rules hold on their good example and break on their bad one",
        cases: all_rules().len(),
        wrong,
    }
}

fn faults() -> Proof {
    let mut wrong = Vec::new();
    for fault in fault::all() {
        let (scenario, faulty) = fault.demonstration();
        let judging = Judging::by(all_rules()).twice();
        let (_, sound) = judging.judged(&scenario, &pipeline::InProcess);
        if let Some(finding) = sound.findings().next() {
            wrong.push(format!("{} is found without the fault {}", finding.rule.id, fault.name));
        }
        let (_, verdicts) = judging.judged(&scenario, &faulty[..]);
        for rule in
            all_rules().iter().filter(|rule| rule.fault == Some(fault.name) || fault.rule() == Some(rule.id))
        {
            if verdicts.of(rule.id).is_none_or(|outcome| outcome.findings().is_empty()) {
                wrong.push(format!("{} does not catch the fault {}", rule.id, fault.name));
            }
        }
    }
    Proof {
        what: "seeded faults are caught, and nothing is found without them",
        cases: fault::all().count(),
        wrong,
    }
}

fn repeats() -> Proof {
    let mut wrong = Vec::new();
    let names = scenarios::corpus();
    for name in &names {
        let Some(scenario) = scenarios::builtin(name) else {
            wrong.push(format!("{name} cannot be read"));
            continue;
        };
        let [first, second] = [(); 2].map(|()| mockras::run(&scenario, &[]));
        if first.to_text() != second.to_text() || first.to_json() != second.to_json() {
            wrong.push(format!("{name} gives other bytes the second time"));
        }
    }
    Proof {
        what: "scenarios of the corpus give the same bytes twice, as text and as JSON",
        cases: names.len(),
        wrong,
    }
}

/// Proves that a rule that is always broken reaches every form of report.
fn canary_sings() -> Proof {
    let scenario = scenarios::builtin("corpus/start/accept-all.toml").unwrap_or_default();
    let (transcript, verdicts) = pipeline::judged(&scenario, &pipeline::InProcess, &[canary()]);
    let run = JudgedRun {
        name: "canary.toml".to_owned(),
        header: transcript.header,
        verdicts,
        started: true,
        command: Some("mockras check canary.toml".to_owned()),
        ..JudgedRun::default()
    };
    let report = Report { rules: vec![canary()], runs: vec![run], ..Report::default() };
    let forms = [
        ("text", report::text::render(&report, report::text::Shown::default())),
        ("JSON", report::json::render(&report)),
        ("JUnit", crate::junit::render(&report)),
        ("SARIF", report::sarif::render(&report)),
        ("HTML", crate::html::of_check(&report, &report.result_line(), Vec::new()).render()),
    ];
    let mut wrong = Vec::new();
    for (form, text) in &forms {
        if !text.contains(canary().id) {
            wrong.push(format!("a finding does not reach the {form} report"));
        }
    }
    if report.ending() != Conclusion::Fail {
        wrong.push("a finding does not reach the exit code".to_owned());
    }
    Proof {
        what: "reports and the exit code show a rule that is always broken",
        cases: forms.len() + 1,
        wrong,
    }
}
