//! `mockras schema`: JSON Schemas of the files that people write, for their editors.

use clap::{Args, ValueEnum};
use mockras::scenario::{config_schema, scenario_schema};

use super::exit::{self, Exit, Meaning, UserError};
use super::terminal::print;

const EXAMPLES: &str = "\
Examples:
  mockras schema scenario > schema/scenario.json
      then `#:schema ./schema/scenario.json` as the first line of a scenario makes editors complete and check it
  mockras schema config > schema/config.json
      the same for mockras.toml";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[(Exit::Clean, "it is printed")];

/// Print the JSON Schema of scenarios or of mockras.toml, for editors
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct SchemaArgs {
    /// The files that it describes
    what: What,
}

/// Files that have a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum What {
    /// Scenarios, and saved cases
    Scenario,
    /// The configuration of a project, mockras.toml
    Config,
}

pub(super) fn schema(args: &SchemaArgs) -> Result<Exit, UserError> {
    print(&text(args.what)).map(|()| Exit::Clean)
}

/// The schema as text.
pub(super) fn text(what: What) -> String {
    let schema = match what {
        What::Scenario => scenario_schema(),
        What::Config => config_schema(),
    };
    serde_json::to_string_pretty(&schema).expect("a schema is JSON") + "\n"
}
