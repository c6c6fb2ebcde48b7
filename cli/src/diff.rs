//! `mockras diff`: where two transcripts part.

use std::path::{Path, PathBuf};

use clap::Args;
use mockras::pipeline::Runner;
use mockras::transcript::{Transcript, first_divergence};

use super::exit::{self, Exit, Meaning, UserError};
use super::saved::{self, is_scenario};
use super::setup::Setup;
use super::terminal::print;

const EXAMPLES: &str = "\
Examples:
  mockras diff two-links.toml three-links.toml
  mockras diff two-links.toml two-links.snap
  mockras diff before.json after.json
  mockras run two-links.toml --policy vote=ask_all | mockras diff two-links.toml -

A name that ends in .toml is a scenario, and is run. Everything else is a
transcript, as text or as JSON, bare or in a snapshot of insta.";

/// What its exit codes mean.
const EXITS: &[Meaning] =
    &[(Exit::Clean, "the transcripts are identical"), (Exit::Findings, "the transcripts differ")];

/// Show where two transcripts first differ
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct DiffArgs {
    /// A scenario (.toml), which is played, or a saved transcript; `-` for a transcript on standard input
    #[arg(value_name = "A")]
    a: PathBuf,
    /// What to compare it with, in the same forms
    #[arg(value_name = "B")]
    b: PathBuf,
    #[command(flatten)]
    setup: Setup,
}

pub(super) fn diff(args: DiffArgs) -> Result<Exit, UserError> {
    let DiffArgs { a, b, setup } = args;
    let (a, b) = (a.as_path(), b.as_path());
    if a == Path::new("-") && b == Path::new("-") {
        return Err(UserError::new("expected standard input once, found it twice"));
    }
    if !setup.is_empty() && !is_scenario(a) && !is_scenario(b) {
        return Err(UserError::new(
            "expected a scenario beside --profile, --policy, --dll and --fault, found two transcripts",
        )
        .hint("a transcript is compared as it was saved; a name that ends in .toml is a scenario"));
    }
    let setup = setup.with_environment()?;
    let (a, b) = (transcript(a, &setup)?, transcript(b, &setup)?);
    let Some(divergence) = first_divergence(&a, &b) else {
        return print("identical\n").map(|()| Exit::Clean);
    };
    print(&divergence.to_string())?;
    if a.header != b.header {
        // What was run differs, which is often the point: what happened is compared all the same.
        let b = Transcript { header: a.header.clone(), ..b };
        print(&match first_divergence(&a, &b) {
            None => "what happened is identical\n".to_owned(),
            Some(divergence) => format!("what happened, {divergence}"),
        })?;
    }
    Ok(Exit::Findings)
}

/// Runs a scenario, or reads a transcript.
fn transcript(path: &Path, setup: &Setup) -> Result<Transcript, UserError> {
    if is_scenario(path) {
        let scenario = setup.scenario(path)?;
        return Ok(setup.player()?.run(&scenario));
    }
    saved::transcript(path)
}
