//! Where two transcripts part.

use std::path::Path;

use mockras::pipeline::Runner;
use mockras::transcript::{Transcript, first_divergence};

use super::super::exit::{Exit, UserError};
use super::super::saved::{self, is_scenario};
use super::super::setup::Setup;
use super::super::terminal::print;

/// Compares two of them, whatever form they have.
pub(super) fn diff(a: &Path, b: &Path, setup: Setup) -> Result<Exit, UserError> {
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
