//! `mockras completions`: scripts by which shells complete command lines. A script asks the command itself, which knows
//! the names of rules, policies, DLLs and scenarios.

use std::ffi::{OsStr, OsString};

use clap::{Args, Command, ValueEnum};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate, PathCompleter, ValueCompleter};
use clap_complete::env::Shells;
use mockras::check::{all_rules, own_rows, rows};
use mockras::generate::fault;
use mockras::ras::{Policy, Profile};
use mockras::scenario::Stock;

use super::exit::{self, Exit, Meaning, UserError};
use super::scenarios;
use super::terminal::print;

const EXAMPLES: &str = "\
Examples:
  mockras completions bash >> ~/.bash_completion
  mockras completions zsh > ~/.zfunc/_mockras
      in a folder of fpath
  mockras completions fish > ~/.config/fish/completions/mockras.fish
  mockras completions powershell >> $PROFILE";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[(Exit::Clean, "it is printed")];

/// Print the script by which a shell completes command lines of mockras
///
/// It completes names of rules, policies, stock DLLs, faults, Windows versions and built-in scenarios as well.
#[derive(Args)]
#[command(after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Shell {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

impl Shell {
    fn name(self) -> &'static str {
        match self {
            Self::Bash => "bash",
            Self::Zsh => "zsh",
            Self::Fish => "fish",
            Self::Powershell => "powershell",
        }
    }
}

/// The variable by which a script asks: it names the shell.
const ASKED: &str = "_MOCKRAS_COMPLETE";

/// Bash takes a line apart at `:` and `=`, which stand in names of mockras. So the script takes the line apart itself, and
/// gives bash what is left of a name behind its last such sign.
const BASH: &str = r#"_mockras() {
    local line=${COMP_LINE:0:$COMP_POINT} IFS=$' \t\n' words current before reply
    read -r -a words <<< "$line"
    if [[ $line == *[[:space:]] ]]; then words+=(""); fi
    current=${words[${#words[@]}-1]}
    before=${current%"$2"}
    COMPREPLY=()
    while IFS= read -r reply || [[ -n $reply ]]; do
        COMPREPLY+=("${reply#"$before"}")
    done < <(_MOCKRAS_COMPLETE=bash _CLAP_COMPLETE_INDEX=$((${#words[@]} - 1)) mockras -- "${words[@]}" 2> /dev/null)
    if [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *[=/:] ]]; then
        compopt -o nospace 2> /dev/null
    fi
}
complete -F _mockras mockras
"#;

pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit, UserError> {
    let mut script = Vec::new();
    let shells = Shells::builtins();
    match shells.completer(args.shell.name()) {
        _ if args.shell == Shell::Bash => script.extend(BASH.bytes()),
        Some(shell) => shell
            .write_registration(ASKED, "mockras", "mockras", "mockras", &mut script)
            .expect("a list of bytes grows"),
        None => unreachable!("every shell that can be named has a script"),
    }
    print(&String::from_utf8(script).expect("scripts are UTF-8")).map(|()| Exit::Clean)
}

/// Whether a script of a shell asks, and what it is told then: the words that may come next.
pub(super) fn asked(command: impl FnOnce() -> Command) -> Option<Result<Exit, UserError>> {
    let shell = std::env::var(ASKED).ok()?;
    let words: Vec<OsString> = std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    let mut told = Vec::new();
    let shells = Shells::builtins();
    // Who completes is told nothing rather than an error in the middle of a line.
    let shell = shells.completer(&shell).filter(|_| !words.is_empty());
    if let Some(shell) = shell {
        let here = std::env::current_dir().ok();
        let mut command = completing(command());
        command.build();
        if shell.write_complete(&mut command, words, here.as_deref(), &mut told).is_err() {
            told.clear();
        }
    }
    Some(print(&String::from_utf8_lossy(&told)).map(|()| Exit::Clean))
}

/// The command with what its arguments may be.
fn completing(command: Command) -> Command {
    command.mut_subcommands(|verb| {
        let name = verb.get_name().to_owned();
        verb.mut_args(|arg| {
            let names: Option<fn() -> Vec<Name>> = match (name.as_str(), arg.get_id().as_str()) {
                (_, "rule" | "skip") => Some(rules),
                ("explain", "id") => Some(explained),
                ("list", "name") => Some(policies),
                (_, "policy") => Some(readings),
                (_, "profile") => Some(profiles),
                (_, "fault") => Some(faults),
                (_, "dll" | "old" | "new" | "dll_path") => Some(dlls),
                ("run" | "show" | "check" | "soak" | "diff", "scenario" | "case" | "paths") => Some(built_in),
                (_, "paths" | "case" | "folder" | "file" | "files") => Some(Vec::new),
                _ => None,
            };
            match names {
                Some(names) => arg.add(ArgValueCompleter::new(Known(names))),
                None => arg,
            }
        })
    })
}

/// A name, and a line about it.
type Name = (String, Option<String>);

/// Completes names that the command knows, and after those that may be files the files here.
struct Known(fn() -> Vec<Name>);

impl ValueCompleter for Known {
    fn complete(&self, current: &OsStr) -> Vec<CompletionCandidate> {
        let begun = current.to_string_lossy();
        let known = (self.0)();
        let takes_files = known
            .iter()
            .all(|(name, _)| ["stock:", "corpus/", "fault/"].iter().any(|start| name.starts_with(start)));
        let mut found: Vec<CompletionCandidate> = known
            .into_iter()
            .filter(|(name, _)| name.starts_with(&*begun))
            .map(|(name, about)| CompletionCandidate::new(name).help(about.map(Into::into)))
            .collect();
        if takes_files {
            found.extend(PathCompleter::any().complete(current));
        }
        found
    }
}

fn rules() -> Vec<Name> {
    all_rules().iter().map(|rule| (rule.id.to_owned(), Some(rule.name.to_owned()))).collect()
}

fn explained() -> Vec<Name> {
    let rows = rows().chain(own_rows()).map(|row| (row.id.to_owned(), None));
    let mut questions: Vec<&str> = Policy::FIELDS.iter().map(|field| field.question).collect();
    questions.dedup();
    let questions = questions.into_iter().map(|question| (question.to_owned(), None));
    rules().into_iter().chain(rows).chain(questions).collect()
}

fn policies() -> Vec<Name> {
    Policy::FIELDS.iter().map(|field| (field.name.to_owned(), Some(field.summary.to_owned()))).collect()
}

fn readings() -> Vec<Name> {
    let of = |field: &'static mockras::ras::PolicyField| {
        field
            .readings
            .iter()
            .map(|(reading, meaning)| (format!("{}={reading}", field.name), Some((*meaning).to_owned())))
    };
    Policy::FIELDS.iter().flat_map(of).collect()
}

fn profiles() -> Vec<Name> {
    let all =
        Profile::ALL.iter().map(|profile| (profile.name().to_owned(), Some(profile.summary().to_owned())));
    all.chain([("all".to_owned(), None)]).collect()
}

fn faults() -> Vec<Name> {
    fault::all().map(|fault| (fault.name.to_owned(), Some(fault.summary.to_owned()))).collect()
}

fn dlls() -> Vec<Name> {
    Stock::ALL.iter().map(|stock| (format!("stock:{stock}"), Some(stock.summary().to_owned()))).collect()
}

fn built_in() -> Vec<Name> {
    let faults = fault::all().map(|fault| (scenarios::of_fault(fault.name), None));
    scenarios::corpus().into_iter().map(|name| (name, None)).chain(faults).collect()
}
