//! `mockras explain`: what a rule demands, where that is documented, and what keeping and breaking it look like.

use clap::Args;
use mockras::check::{all_rules, own_rows, rows};
use mockras::generate::fault;
use mockras::ras::{Policy, did_you_mean};

use super::exit::{self, Exit, Meaning, UserError};
use super::terminal::{or_near, print};

const EXAMPLES: &str = "\
Examples:
  mockras explain IP4-08
  mockras explain notify-is-written
  mockras explain LOAD-01
  mockras explain AMB-20";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[(Exit::Clean, "it is printed")];

/// Explain a rule: what it demands, where it is documented, a good and a bad transcript
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct ExplainArgs {
    /// The id of a rule, of a row of the catalogue or of an open question, or the name of a rule; see `mockras list rules`
    #[arg(value_name = "ID")]
    id: String,
}

pub(super) fn explain(args: &ExplainArgs) -> Result<Exit, UserError> {
    print(&text(&args.id)?).map(|()| Exit::Clean)
}

fn text(id: &str) -> Result<String, UserError> {
    let id = if id.to_lowercase().starts_with("expect/") { "EXPECT" } else { id };
    let question = question(&id.to_uppercase());
    if let Some(fault) = fault::named(id) {
        return Err(UserError::new(format!(
            "expected a rule, found the seeded fault {id}: a DLL that {}",
            fault.summary
        ))
        .hint(format!("`mockras check --fault {id}` shows what is found")));
    }
    question.or_else(|| mockras::report::explain(id)).ok_or_else(|| {
        let ids = rows().chain(own_rows()).map(|row| row.id);
        let near = did_you_mean(&id.to_uppercase(), ids)
            .or_else(|| did_you_mean(&id.to_lowercase(), all_rules().iter().map(|rule| rule.name)));
        UserError::new(format!("no rule is called `{id}`{}", or_near(near)))
            .hint("`mockras list rules` shows all")
    })
}

/// An open question: the policies that hold its readings, and the rows that touch it.
fn question(id: &str) -> Option<String> {
    let number: u8 = id.strip_prefix("AMB-")?.parse().ok()?;
    let ids: Vec<&str> = rows().filter(|row| row.questions.contains(&number)).map(|row| row.id).collect();
    let mut text = format!("AMB-{number:02}, an open question of the documentation\n");
    for field in Policy::FIELDS.iter().filter(|field| field.question == id) {
        text += &format!("\n{}: {}\n", field.name, field.summary);
        for (at, (reading, meaning)) in field.readings.iter().enumerate() {
            let default = if at == 0 { " (default)" } else { "" };
            text += &format!("  {reading}  {meaning}{default}\n");
        }
    }
    (!ids.is_empty()).then(|| format!("{text}\nIt touches {}.\n", ids.join(" ")))
}
