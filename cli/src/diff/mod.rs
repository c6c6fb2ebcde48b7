//! `mockras diff`: where two transcripts part, and what a new build of a DLL does differently.

mod builds;
mod transcripts;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::exit::{self, Exit, Meaning, UserError};
use super::flag_value::DllFlag;
use super::format::FormatFlag;
use super::setup::Setup;
use super::terminal::tell;

const EXAMPLES: &str = "\
Examples:
  mockras diff two-links.toml two-links.snap
      where does the run leave a transcript of earlier?
  mockras diff before.json after.json
  mockras run a.toml --policy vote=ask_all | mockras diff a.toml -
  mockras diff --old v1/libgate.so --new v2/libgate.so
      the built-in corpus and 2000 generated scenarios with both builds
  mockras diff --old v1/libgate.so --new v2/libgate.so gate/ --no-corpus
      your scenarios in the place of the corpus

A name that ends in .toml is a scenario, and is run. Everything else is a
transcript, as text or as JSON, bare or in a snapshot of insta.";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "the transcripts are identical, or the builds behave alike"),
    (Exit::Findings, "the transcripts differ, or the builds do"),
    (Exit::Inconclusive, "no build was asked anything, or not everything was played"),
    (Exit::NotStarted, "a build cannot be loaded, or the service started with neither"),
];

/// Show where two transcripts first differ, or what a new build of a DLL does differently
///
/// With --old and --new, the built-in corpus, your scenarios and generated ones are played with both builds. What counts is
/// what they do: answers, notes, calls, whether a call returns. Each kind of difference is told once, with its plainest
/// scenario; a generated one is made smaller and saved.
#[derive(Args)]
#[command(
    long_about = None,
    after_help = exit::help(EXAMPLES, EXITS),
    override_usage = "mockras diff [OPTIONS] A B\n       mockras diff [OPTIONS] --old DLL --new DLL [PATH]..."
)]
pub(super) struct DiffArgs {
    /// Two scenarios (.toml) or saved transcripts, `-` for standard input; beside --old, scenarios and folders
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Write the comparison as text, json or html, to standard output or a file
    #[arg(long, value_name = "FORM[=FILE]", requires = "old", help_heading = BUILDS)]
    format: Vec<FormatFlag<DiffForm>>,
    /// Compare with this build of a DLL: its path, or stock:NAME,OPTION=VALUE..
    #[arg(long, value_name = "DLL", requires = "new", help_heading = BUILDS)]
    old: Option<DllFlag>,
    /// Compare this build of the DLL
    #[arg(long, value_name = "DLL", requires = "old", help_heading = BUILDS)]
    new: Option<DllFlag>,
    /// Leave the built-in corpus out
    #[arg(long, requires = "old", help_heading = BUILDS)]
    no_corpus: bool,
    /// Generate so many scenarios
    #[arg(long, value_name = "COUNT", default_value_t = 2000, requires = "old", help_heading = BUILDS)]
    cases: u64,
    /// Generate them from this number
    #[arg(long, value_name = "NUMBER", default_value_t = 1, requires = "old", help_heading = BUILDS)]
    seed: u64,
    /// Play so many at the same time; else one a processor
    #[arg(short, long, value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..=256), requires = "old", help_heading = BUILDS)]
    jobs: Option<u32>,
    /// Save generated scenarios that differ here
    #[arg(long, value_name = "FOLDER", default_value = builds::FOLDER, requires = "old", help_heading = BUILDS)]
    save: PathBuf,
    /// Make a generated scenario smaller in so many runs
    #[arg(long, value_name = "RUNS", default_value_t = 500, requires = "old", help_heading = BUILDS)]
    budget: u32,
    #[command(flatten)]
    setup: Setup,
}

/// The heading of the flags about builds.
const BUILDS: &str = "Two builds";

/// A form of the report about two builds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DiffForm {
    Text,
    Json,
    Html,
}

/// What leads from two DLLs to two builds.
const TWO_BUILDS: &str =
    "to compare two builds of a DLL: mockras diff --old v1/libgate.so --new v2/libgate.so";

pub(super) fn diff(args: DiffArgs) -> Result<Exit, UserError> {
    let dlls = args.setup.dlls().len();
    if let (Some(old), Some(new)) = (args.old.clone(), args.new.clone()) {
        if args.setup.has_dlls() {
            return Err(UserError::new("expected --old and --new alone, found --dll or --dll-path as well")
                .hint("each scenario is played with one build and then with the other, in the place of its DLLs"));
        }
        return builds::diff(args, old, new);
    }
    match <[PathBuf; 2]>::try_from(args.paths) {
        Ok([a, b]) => {
            if dlls > 1 {
                tell(format_args!("note: the {dlls} DLLs of --dll are loaded together; {TWO_BUILDS}"));
            }
            transcripts::diff(&a, &b, args.setup)
        }
        Err(_) if dlls > 1 => Err(UserError::new(format!(
            "expected two scenarios or transcripts; the {dlls} DLLs of --dll are loaded together, and not compared"
        ))
        .hint(TWO_BUILDS)),
        Err(paths) => Err(UserError::new(format!(
            "expected two scenarios or transcripts, or --old and --new, found {}",
            match paths.len() {
                0 => "neither".to_owned(),
                1 => "one path".to_owned(),
                many => format!("{many} paths"),
            }
        ))
        .hint(TWO_BUILDS)),
    }
}
