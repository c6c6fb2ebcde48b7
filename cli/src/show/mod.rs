//! `mockras show`: what a saved case or a scenario is, in words. Nothing is run.

pub(crate) mod excerpt;
pub(crate) mod words;

use std::path::PathBuf;

use clap::Args;
use mockras::check::{Row, row};
use mockras::ras::on_one_line;
use mockras::scenario::{Discovery, DllSource, Scenario};

use super::exit::{self, Exit, Meaning, UserError};
use super::scenarios;
use super::terminal::print;
use excerpt::excerpt;

const EXAMPLES: &str = "\
Examples:
  mockras show mockras-cases/ip4-08.toml
      what was found, by whom, the steps that lead there, and what happened around it
  mockras show two-links.toml
      the steps of a scenario, its readings and its DLLs, in words
  mockras show fault/double-lease.toml
      the scenario that shows a seeded fault";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[(Exit::Clean, "it is printed")];

/// Show a saved case or a scenario in words, without running it
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct ShowArgs {
    /// A saved case, or a scenario; `-` for a scenario on standard input
    #[arg(value_name = "CASE")]
    case: PathBuf,
}

pub(super) fn show(args: &ShowArgs) -> Result<Exit, UserError> {
    let found = super::shrink::found_in(&args.case)?;
    let scenario = scenarios::read(&args.case)?;
    let mut text = String::new();
    if let Some(found) = &found {
        text += &heading(found);
    }
    text += &played(&scenario);
    if let Some(found) = &found {
        text += &format!("\nwhat happened\n{}", excerpt(found));
    }
    print(&text)?;
    Ok(Exit::Clean)
}

/// Tells what was found, and by whom.
fn heading(found: &Discovery) -> String {
    let Discovery { finding, seed, number, fault, dlls, .. } = found;
    let [signature, mockras, tier] =
        [&found.signature, &found.mockras, &found.tier].map(|text| on_one_line(text));
    let mut text = format!("signature  {signature}\nfound by   mockras {mockras}");
    // What nobody has generated has neither.
    if let (Some(seed), Some(number)) = (seed, number) {
        text += &format!(", seed {seed}, case {number}");
    }
    if let Some(cycles) = found.cycles {
        text += &format!("\ncycles     {cycles}, in one life of the service");
    }
    text += &format!("\ntier       {tier}\n");
    if let Some(fault) = fault {
        text += &format!("fault      {}, seeded on purpose\n", on_one_line(fault));
    }
    for dll in dlls {
        text += &format!("dll        {}\n", on_one_line(dll));
    }
    text += &format!("\n{}\n", finding.trim_end());
    let id = signature.split(' ').next().unwrap_or_default();
    if let Some(Row { id, duty, strength, pages, .. }) = row(id) {
        // The finding names its duty; one of another version may not.
        if !finding.contains("\n  duty ") {
            text += &format!("  duty       {id}: {duty} ({strength})\n");
            text += &pages.first().map(|page| format!("             {}\n", page.url)).unwrap_or_default();
        }
        text += &format!("  more       mockras explain {id}\n");
    }
    text + "\n"
}

/// Tells what is played: under which readings, against which DLLs, with which steps.
fn played(scenario: &Scenario) -> String {
    let mut text = format!("profile    {}, {}\n", scenario.profile, scenario.profile.summary());
    for (field, reading) in scenario.policy.changed() {
        text += &format!("policy     {field}={reading}: {}\n", words::reading(field, reading));
    }
    for kind in scenario.hostile.iter() {
        text += &format!("hostile    {kind}: {}\n", words::hostile(kind));
    }
    if let Some(list) = &scenario.dll_path {
        text += &format!("dll path   {}\n", on_one_line(list.text()));
    }
    for dll in &scenario.dlls {
        let kind = match dll.source() {
            DllSource::Stock(stock) => format!("stock: {}", stock.summary()),
            DllSource::File(path) => path.to_owned(),
        };
        text += &format!("dll        {}\n", on_one_line(&format!("{}, {kind}", dll.name())));
        let options = dll.to_string();
        let options = options.lines().filter(|line| {
            !["stock = ", "path = ", "name = ", "[dll.script]", "missing = false"]
                .iter()
                .any(|start| line.starts_with(start))
        });
        text.extend(options.map(|option| format!("             {option}\n")));
    }
    if scenario.dlls.is_empty() && scenario.dll_path.is_none() {
        text += "dll        none named: accept-all, unless --dll says otherwise\n";
    }
    text +=
        if scenario.steps.is_empty() { "\nno steps: the service starts and stops\n" } else { "\nsteps\n" };
    for (number, step) in (1..).zip(&scenario.steps) {
        let number: u32 = number;
        text += &format!("{number:>5}  {}\n", words::step(step));
    }
    text
}
