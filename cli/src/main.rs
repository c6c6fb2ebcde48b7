//! The command `mockras`: one verb a file, with its exit codes; the user's errors with their hints.

mod check;
mod completions;
mod config;
mod determinism;
mod diff;
mod dressed;
mod environment;
mod exit;
mod explain;
mod flag_value;
mod folder;
mod format;
mod fuzz;
mod html;
mod init;
mod inspect;
mod junit;
mod list;
mod man;
mod merge;
mod native;
mod output;
mod picture;
mod player;
mod replay;
mod run;
mod saved;
mod scenarios;
mod schema;
mod select;
mod self_check;
mod setup;
mod show;
mod shrink;
mod soak;
mod steps;
mod store;
mod sweep;
mod target;
mod terminal;
mod trust;
mod verdict;
mod windows_half;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use exit::Exit;

// DLLs under test find the administration functions here.
mockras_native::export_recorders!();

const EXAMPLES: &str = "\
Examples:
  mockras run two-links.toml
      play a scenario against the DLLs that it names, or against accept-all
  mockras run two-links.toml --dll stock:address-pool --policy hangup_after_refusal=all
      play it against another DLL, under another reading of the documentation
  mockras run two-links.toml --profile server-2003 --format text --format json=out.json
      play it as an older Windows does, and keep the transcript as JSON as well
  mockras check --dll stock:address-pool
      judge a DLL by every documented rule, over the whole built-in corpus
  mockras inspect gate.dll
      what the file of a DLL shows, on any system and without loading it
  mockras check --dll ./libgate.so --timeout 500ms
      judge a native DLL, in a child process that may crash or hang
  mockras explain IP4-08
      what a rule demands, where it is documented, a good and a bad transcript
  mockras diff two-links.toml two-links.snap
      where does the run leave a transcript of earlier?
  mockras diff --old v1/libgate.so --new v2/libgate.so
      what does a new build of a DLL do differently?
  mockras list policies
      what the documentation leaves open, and how it can be read

A scenario is a TOML file:
  steps = [
    { dial = { port = \"VPN2-0\", user = \"alice\" } },
    { wait = \"90s\" },
    { hang-up = { port = \"VPN2-0\" } },
  ]";

/// A deterministic mock of the Windows Remote Access Service, for authors of RAS administration DLLs.
///
/// mockras plays the service that such a DLL is written for: it turns a scenario (what users and administrators do)
/// into calls of the DLL, writes a transcript that is the same bytes on every system, and judges it by the documented
/// rules.
#[derive(Parser)]
#[command(
    name = "mockras",
    bin_name = "mockras",
    version,
    arg_required_else_help = true,
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", exit::OVERVIEW)
)]
struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    Init(init::InitArgs),
    Run(run::RunArgs),
    Check(check::CheckArgs),
    Fuzz(fuzz::FuzzArgs),
    Inspect(inspect::InspectArgs),
    Explain(explain::ExplainArgs),
    Diff(Box<diff::DiffArgs>),
    List(list::ListArgs),
    Merge(merge::MergeArgs),
    Replay(replay::ReplayArgs),
    Show(show::ShowArgs),
    Shrink(shrink::ShrinkArgs),
    Soak(soak::SoakArgs),
    Schema(schema::SchemaArgs),
    Completions(completions::CompletionsArgs),
    Man(man::ManArgs),
    SelfCheck(self_check::SelfCheckArgs),
}

/// Parses the command line and does what it says.
fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|verb| verb == player::CHILD) {
        return player::child();
    }
    exit::report_bugs();
    mockras_native::ffi::command::survive_file_size_limit();
    exit::guarded(command).into()
}

fn command() -> Exit {
    if let Some(told) = completions::asked(Cli::command) {
        return told.unwrap_or_else(refused);
    }
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Clean };
            return terminal::show(&error).map_or_else(refused, |()| exit);
        }
    };
    let done = match cli.verb {
        Verb::Init(args) => init::init(&args),
        Verb::Run(run) => run::run(run),
        Verb::Check(check) => check::check(check),
        Verb::Fuzz(args) => fuzz::fuzz(args),
        Verb::Inspect(args) => inspect::inspect(args),
        Verb::Diff(diff) => diff::diff(*diff),
        Verb::Merge(args) => merge::merge(args),
        Verb::Replay(args) => replay::replay(args),
        Verb::Show(args) => show::show(&args),
        Verb::Shrink(args) => shrink::shrink(args),
        Verb::Soak(args) => soak::soak(args),
        Verb::List(list) => list::list(&list),
        Verb::Explain(args) => explain::explain(&args),
        Verb::Schema(args) => schema::schema(&args),
        Verb::Completions(args) => completions::completions(&args),
        Verb::Man(args) => man::man(&args, Cli::command()),
        Verb::SelfCheck(args) => self_check::self_check(&args),
    };
    done.unwrap_or_else(refused)
}

fn refused(error: exit::UserError) -> Exit {
    error.tell();
    Exit::Usage
}
