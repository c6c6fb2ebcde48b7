//! `mockras shrink`: makes the scenario of a finding as small as it gets.

use std::path::{Path, PathBuf};

use clap::Args;
use mockras::campaign::{Judged, Oracle, Problem, Signature};
use mockras::check::{all_rules, rule_of};
use mockras::generate::{End, Shrunk, Tier, shrink as shrunk_by};
use mockras::pipeline::Runner;
use mockras::scenario::{Case, Discovery, Scenario, ScenarioError, shown};

use super::check::unloaded;
use super::exit::{self, Exit, Meaning, UserError};
use super::native;
use super::player::CommandPlayer;
use super::setup::Setup;
use super::target::write_whole;
use super::terminal::{print, progress_bar, tell};

const EXAMPLES: &str = "\
Examples:
  mockras shrink mockras-cases/ip4-08.toml --out small.toml
      a saved case: its finding has to stay, everything else may go
  mockras shrink two-links.toml --dll ./libgate.so
      a scenario of yours: the first finding of its run has to stay
  mockras shrink two-links.toml --dll ./libgate.so --signature CONN-03 --budget 500
      another finding, by the first words of its signature, in at most 500 runs
  mockras shrink fault/double-lease.toml --fault double-lease
      the scenario that shows a seeded fault";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "the finding shows, and the case is as small as it gets"),
    (Exit::Inconclusive, "the finding does not show, or the command was interrupted"),
    (Exit::NotStarted, "a DLL cannot be loaded"),
];

/// The rule about scenarios that do not play the same every time.
const REPEATS: &str = "REPEATS";

/// Make the scenario of a finding smaller, as long as the finding stays
///
/// Leaves out steps, in blocks and session by session, and DLLs; simplifies the steps that stay; and sets readings and the
/// Windows version to their defaults, until nothing smaller shows the same signature: rule, entry point and member, and of a
/// crash its place. The result is a saved case, on standard output or in a file. A case that was found with
/// a seeded fault is played with it, unless --dll or --fault says otherwise.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct ShrinkArgs {
    /// A saved case, or a scenario; `-` for a scenario on standard input
    #[arg(value_name = "CASE")]
    case: PathBuf,
    /// Keep this finding: its signature, or the first words of it
    #[arg(long, value_name = "TEXT")]
    signature: Option<String>,
    /// Try at most this many scenarios
    #[arg(long, value_name = "RUNS", default_value_t = 2000)]
    budget: u32,
    /// Write the smaller case to this file, which may be the one that was read
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    setup: Setup,
}

pub(super) fn shrink(args: ShrinkArgs) -> Result<Exit, UserError> {
    let setup = args.setup.with_environment()?;
    let found = found_in(&args.case)?;
    if found.as_ref().is_some_and(|found| found.cycles.is_some()) && args.signature.is_none() {
        let error = format!("{}: expected a case of one play, found one of many cycles", shown(&args.case));
        return Err(
            UserError::new(error).hint("`mockras replay` plays it; its steps can be left out by hand")
        );
    }
    let fault = found.as_ref().and_then(|found| found.fault.as_deref());
    let setup = setup
        .with_fault_of(fault)
        .map_err(|error| UserError::new(format!("{}: case.fault: {error}", shown(&args.case))))?;
    let scenario = setup.scenario(&args.case)?;
    let runner = setup.player()?;
    runner.tell_of_system();
    let wanted = args.signature.as_deref().or(found.as_ref().map(|found| found.signature.as_str()));
    // Words on the command line may be the first ones; what was saved is whole.
    let is_whole = args.signature.is_none();
    let signature = match the_one(&scenario, &runner, wanted, is_whole) {
        Ok(signature) => signature,
        Err(outcome) => return Ok(not_shown(&args.case, &scenario, wanted, &outcome)),
    };
    exit::note_interrupts();
    tell(format_args!("shrinking: {signature}"));
    let oracle = oracle(&signature);
    let progress = progress_bar(Some(args.budget.into()), "{spinner} {pos} of at most {len} runs{msg}");
    let shrunk = shrunk_by(&scenario, args.budget, &mut |smaller| {
        let is_shown = !exit::is_interrupted() && oracle.shows(smaller, &runner, &signature);
        progress.inc(1);
        if is_shown {
            progress.set_message(format!(", {} steps", smaller.steps.len()));
        }
        is_shown
    });
    progress.finish_and_clear();
    let case = case(&shrunk.scenario, &runner, &signature, found, setup.fault())?;
    write(case, args.out.as_deref(), !setup.is_elsewhere())?;
    tell_efforts(&scenario, &shrunk);
    Ok(if exit::is_interrupted() { Exit::Inconclusive } else { Exit::Clean })
}

/// What was found in a file, if it is a saved case.
pub(super) fn found_in(path: &Path) -> Result<Option<Discovery>, UserError> {
    match Case::load_any(path) {
        Ok((_, found)) => Ok(found),
        // Whatever else is wrong with a file, it is wrong with its scenario as well; and it may be a built-in one.
        Err(ScenarioError { key, .. }) if key != "case" && !key.starts_with("case.") => Ok(None),
        Err(error) => Err(UserError::new(error)),
    }
}

/// The signature to keep: the one that is wanted, or the first there is.
fn the_one(
    scenario: &Scenario,
    runner: &dyn Runner,
    wanted: Option<&str>,
    is_whole: bool,
) -> Result<Signature, Box<Judged>> {
    let oracle = Oracle::by(&rules(wanted.unwrap_or_default()));
    let is_twice = wanted.is_some_and(|wanted| Signature::saved(wanted).takes_twins());
    let oracle = if is_twice { oracle.twice() } else { oracle };
    let mut outcome = oracle.judge(scenario, runner);
    for _ in 1..tries(wanted.unwrap_or_default()) {
        if outcome.problems.iter().any(|problem| wanted == Some(problem.signature.text())) {
            break;
        }
        outcome = oracle.judge(scenario, runner);
    }
    let signatures: Vec<_> = outcome.problems.iter().map(|problem| &problem.signature).collect();
    let found = pick(&signatures, wanted, is_whole).cloned();
    found.ok_or_else(|| Box::new(outcome))
}

/// The signature that is wanted, or else the first that begins with it unless it is whole; any if none is wanted.
fn pick<'a>(signatures: &[&'a Signature], wanted: Option<&str>, is_whole: bool) -> Option<&'a Signature> {
    let Some(wanted) = wanted else { return signatures.first().copied() };
    let exact = signatures.iter().find(|signature| signature.text() == wanted);
    let first = || signatures.iter().find(|signature| !is_whole && signature.text().starts_with(wanted));
    exact.or_else(first).copied()
}

/// How often a scenario is played before it counts as not showing this: what differs from run to run may be the same in
/// two runs by luck.
pub(super) fn tries(signature: &str) -> u32 {
    if signature.starts_with(REPEATS) { 5 } else { 1 }
}

/// The rule that a signature is of; all of them if it is of none.
fn rules(signature: &str) -> Vec<&'static mockras::check::Rule> {
    let id = signature.split(' ').next().unwrap_or_default();
    rule_of(id).map_or_else(|| all_rules().to_vec(), |rule| vec![rule])
}

/// The oracle that says whether a scenario shows this signature.
pub(super) fn oracle(signature: &Signature) -> Oracle {
    Oracle::by(&rules(signature.text()))
}

/// Says that there is nothing to keep, and what there is instead.
fn not_shown(path: &Path, scenario: &Scenario, wanted: Option<&str>, outcome: &Judged) -> Exit {
    let path = shown(path);
    if let Some((dll, why)) = unloaded(&outcome.transcript) {
        native::tell_of_trouble(scenario, dll, why);
        tell("RESULT: FAIL (a DLL cannot be loaded)");
        return Exit::NotStarted;
    }
    for Problem { signature, .. } in &outcome.problems {
        tell(format_args!("{path}: found: {signature}"));
    }
    let why = match (wanted, &outcome.cut) {
        (_, Some(why)) => format!("the run was cut short: {why}"),
        (Some(wanted), None) => format!("{path} does not show {wanted}"),
        (None, None) => format!("{path} shows no finding"),
    };
    tell(format_args!("RESULT: INCONCLUSIVE ({why})"));
    Exit::Inconclusive
}

/// The case of the shrunk scenario, with what it shows. What nobody has generated has neither seed nor number.
fn case(
    scenario: &Scenario,
    runner: &CommandPlayer,
    signature: &Signature,
    found: Option<Discovery>,
    fault: Option<&str>,
) -> Result<Case, UserError> {
    let outcome = oracle(signature).shown(scenario, runner, signature).ok_or_else(|| {
        UserError::new(format!("{signature} does not show in every run of the same scenario"))
            .hint("a DLL under test may depend on more than the scenario: time, memory, other processes")
    })?;
    let shown = outcome.problems.iter().find(|problem| problem.signature == *signature);
    let found = found.unwrap_or_default();
    Ok(Case {
        found: Discovery {
            signature: signature.text().to_owned(),
            finding: shown.map(|problem| problem.text.clone()).unwrap_or_default(),
            mockras: env!("CARGO_PKG_VERSION").to_owned(),
            tier: Tier::of(scenario).word().to_owned(),
            fault: fault.map(str::to_owned),
            dlls: runner.fingerprints(&scenario.specs()),
            transcript: outcome.transcript.to_string(),
            cycles: None,
            ..found
        },
        scenario: scenario.clone(),
    })
}

/// Writes a case. The paths of its DLLs lead there from its own file, if they are files of this system.
fn write(mut case: Case, file: Option<&Path>, is_here: bool) -> Result<(), UserError> {
    let Some(file) = file else { return print(&case.to_toml()) };
    let folder = file.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    if is_here {
        native::relate(&mut case.scenario, folder);
    }
    write_whole(file, &case.to_toml())
}

/// Tells what was tried, part by part, and why it went no further.
fn tell_efforts(scenario: &Scenario, shrunk: &Shrunk) {
    for effort in shrunk.parts.iter().filter(|effort| effort.tried > 0) {
        tell(format_args!(
            "  {:<9} {:>5} tried, {:>3} taken",
            effort.part.word(),
            effort.tried,
            effort.taken
        ));
    }
    let why = match shrunk.end {
        _ if exit::is_interrupted() => "interrupted",
        End::Smallest => "nothing smaller shows it",
        _ => "the budget is used up",
    };
    let (from, to) = (scenario.steps.len(), shrunk.scenario.steps.len());
    tell(format_args!("RESULT: {from} -> {to} steps, {} tried: {why}", shrunk.tried));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_words_on_the_command_line_are_the_first_of_a_signature() {
        let other = Signature::saved("RUN-01 AcceptNewLink SIGSEGV in gate+0x1c40".to_owned());
        let this = Signature::saved("RUN-01 AcceptNewLink SIGSEGV in gate+0x1".to_owned());
        let words = Some(this.text());
        assert_eq!(pick(&[&other, &this], words, true), Some(&this));
        assert_eq!(pick(&[&other], words, true), None, "another place is another finding");
        assert_eq!(pick(&[&other, &this], words, false), Some(&this), "the whole of it goes before");
        assert_eq!(pick(&[&other], words, false), Some(&other));
        assert_eq!(pick(&[&other], None, false), Some(&other));
    }

    #[test]
    fn rule_of_a_signature_is_asked_alone() {
        let ids = |signature: &str| rules(signature).iter().map(|rule| rule.id).collect::<Vec<_>>();
        assert_eq!(ids("IP4-08 GetIpAddressForUser *pbNotifyRelease"), ["IP4-08"]);
        assert_eq!(ids("CANARY"), ["CANARY"]);
        for all in ["", "PANIC index out of bounds", "IP4"] {
            assert_eq!(ids(all).len(), all_rules().len(), "{all}");
        }
    }
}
