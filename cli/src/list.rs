//! `mockras list`: what can stand in scenarios and on the command line.

use clap::{Args, ValueEnum};
use mockras::check::all_rules;
use mockras::generate::fault;
use mockras::ras::{Callout, ExclusiveGroup, Policy, PolicyField, Profile, ResultKind, Side};
use mockras::report::rules_page;
use mockras::scenario::Stock;

use super::exit::{self, Exit, Meaning, UserError};
use super::steps::steps;
use super::terminal::{Table, did_you_mean, print};

const EXAMPLES: &str = "\
Examples:
  mockras list policies
  mockras list policies hangup_after_refusal
  mockras list policies --profile server-2000
  mockras list steps
  mockras list rules
  mockras list rules --format markdown > docs/reference/rules.md";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[(Exit::Clean, "it is printed")];

/// List what can stand in scenarios and on the command line
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct ListArgs {
    /// The list to print
    what: What,
    /// Show one policy, and what each of its readings means
    name: Option<String>,
    /// Mark the policies that a page decides for this Windows version
    #[arg(long, value_name = "NAME")]
    profile: Option<Profile>,
    /// Print rules as a table (text), or as the page docs/reference/rules.md with the whole catalogue (markdown)
    #[arg(long, value_name = "FORM", default_value = "text", hide_default_value = true)]
    format: ListForm,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListForm {
    Text,
    Markdown,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// Windows versions that can be played
    Profiles,
    /// Open questions of the documentation, and how each can be read
    Policies,
    /// Entry points that a DLL can export
    Callouts,
    /// Ready-made DLLs to play against
    Stock,
    /// Steps that can happen in a scenario
    Steps,
    /// Rules by which the DLLs in a transcript are judged
    Rules,
    /// Seeded faults: misbehaviours that can be given to any DLL
    Faults,
}

pub(super) fn list(args: &ListArgs) -> Result<Exit, UserError> {
    if args.what != What::Policies && (args.name.is_some() || args.profile.is_some()) {
        return Err(UserError::new("expected NAME and --profile after `list policies` only"));
    }
    if args.what != What::Rules && args.format == ListForm::Markdown {
        return Err(UserError::new("expected --format markdown after `list rules` only"));
    }
    let text = match (args.what, &args.name) {
        (What::Profiles, _) => profiles(),
        (What::Policies, None) => policies(args.profile),
        (What::Policies, Some(name)) => policy(name, args.profile)?,
        (What::Callouts, _) => callouts(),
        (What::Stock, _) => stock(),
        (What::Steps, _) => steps(),
        (What::Rules, _) if args.format == ListForm::Markdown => rules_page(),
        (What::Rules, _) => list_rules(),
        (What::Faults, _) => faults(),
    };
    print(&text).map(|()| Exit::Clean)
}

fn profiles() -> String {
    let mut table = Table::new(["NAME", "DECIDES", "ABOUT"]);
    for profile in Profile::ALL {
        let decided = match profile.decided().len() {
            0 => String::new(),
            1 => "1 policy".to_owned(),
            n => format!("{n} policies"),
        };
        table.row([profile.name(), &decided, profile.summary()]);
    }
    table.to_string()
}

/// The reading that a page decides for this version, and the rules that say so.
fn decided(profile: Option<Profile>, field: &str) -> Option<(&'static str, &'static str)> {
    let mut decided = profile?.decided().iter();
    decided.find(|(name, ..)| *name == field).map(|(_, reading, rules)| (*reading, *rules))
}

fn policies(profile: Option<Profile>) -> String {
    let mut table = Table::new(["NAME", "ASKS", "DEFAULT", "OTHER READINGS", "QUESTION"]);
    let mut marked = Table::new(["NAME", "ASKS", "DECIDED", "DEFAULT", "OTHER READINGS", "QUESTION"]);
    for PolicyField { name, question, summary, readings, .. } in Policy::FIELDS {
        let ((default, _), others) = readings.split_first().expect("a policy has readings");
        let others: Vec<_> = others.iter().map(|(reading, _)| *reading).collect();
        let others = others.join(" ");
        table.row([name, question, default, &others, summary]);
        let decided = decided(profile, name).map_or("", |(reading, _)| reading);
        marked.row([name, question, decided, default, &others, summary]);
    }
    match profile {
        Some(profile) => {
            format!("{marked}\nDECIDED by a page for {profile}, whatever is asked for: {}\n", rules(profile))
        }
        None => table.to_string(),
    }
}

fn rules(profile: Profile) -> String {
    let rules: Vec<_> =
        profile.decided().iter().map(|(name, _, rules)| format!("{name} ({rules})")).collect();
    if rules.is_empty() { "none".to_owned() } else { rules.join(", ") }
}

fn policy(name: &str, profile: Option<Profile>) -> Result<String, UserError> {
    let Some(field) = Policy::FIELDS.iter().find(|field| field.name == name) else {
        let near = did_you_mean(name, Policy::FIELDS.iter().map(|field| field.name));
        return Err(UserError::new(format!("unknown policy `{name}`{near}"))
            .hint("`mockras list policies` shows all"));
    };
    let PolicyField { name, question, summary, readings, .. } = field;
    let mut table = Table::new(["READING", "MEANING"]);
    for (at, (reading, meaning)) in readings.iter().enumerate() {
        let default = if at == 0 { " (default)" } else { "" };
        table.row([reading, &format!("{meaning}{default}")]);
    }
    let mut text = format!("{name} ({question})\n{summary}\n\n{table}");
    if let Some(profile) = profile {
        text += &match decided(Some(profile), name) {
            Some((reading, rules)) => format!("\n{profile} decides it: {reading} ({rules})\n"),
            None => format!("\nno page decides it for {profile}\n"),
        };
    }
    Ok(text)
}

fn callouts() -> String {
    let mut table = Table::new(["NAME", "SINCE", "SIDE", "RESULT", "SLOT", "GROUP", "EXPORT"]);
    for callout in Callout::ALL {
        let side = match callout.side() {
            Side::Connections => "connections",
            Side::Addresses => "addresses",
            Side::Both => "both",
        };
        let result = match callout.result() {
            ResultKind::Verdict => "BOOL",
            ResultKind::Code => "DWORD",
            ResultKind::Nothing => "VOID",
        };
        let slot = callout.slot().map(|slot| (slot + 1).to_string()).unwrap_or_default();
        let group = match callout.group() {
            Some(ExclusiveGroup::Addresses) => "addresses",
            Some(ExclusiveGroup::Connections) => "connections",
            None => "",
        };
        let guessed = if callout.has_guessed_export() { " (a guess: on no page)" } else { "" };
        let export = callout.export() + guessed;
        table.row([callout.word(), callout.floor().name(), side, result, &slot, group, &export]);
    }
    table.to_string()
}

fn stock() -> String {
    let mut table = Table::new(["NAME", "WHAT IT DOES", "OPTIONS"]);
    for stock in Stock::ALL {
        table.row([stock.word(), stock.summary(), &stock.options().join(" ")]);
    }
    table.to_string()
}

fn list_rules() -> String {
    let mut table = Table::new(["ID", "NAME", "ALSO DECIDES", "FAULT"]);
    for rule in all_rules() {
        let also = rule.decides[1..].join(" ");
        table.row([rule.id, rule.name, &also, rule.fault.unwrap_or_default()]);
    }
    format!("{table}\n`mockras explain ID` says more of each.\n")
}

fn faults() -> String {
    let mut table = Table::new(["NAME", "CAUGHT BY", "A DLL WITH IT"]);
    for fault in fault::all() {
        let caught = all_rules()
            .iter()
            .filter(|rule| rule.fault == Some(fault.name) || fault.rule() == Some(rule.id))
            .map(|rule| rule.id);
        table.row([fault.name, &caught.collect::<Vec<_>>().join(" "), fault.summary]);
    }
    format!("{table}\n`mockras check --fault NAME` shows what is found.\n")
}
