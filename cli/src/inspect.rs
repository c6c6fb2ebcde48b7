//! `mockras inspect`: what the files of DLLs show, without loading any.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use mockras::ras::{Policy, Profile};
use mockras::scenario::{DLL_MAX_BYTES, read_file};
use mockras_native::binary::{Binary, Provided};
use mockras_native::inspect::report::{Inspections, json, sarif, text};

use super::environment::words;
use super::exit::{self, Exit, Meaning, UserError};
use super::flag_value::Reading;
use super::format::{FormatFlag, distinct, write_all};
use super::terminal::tell;

const EXAMPLES: &str = "\
Examples:
  mockras inspect gate.dll
      what the file exports and imports, what is wrong with it, what each Windows version would say
  mockras inspect gate.dll --profile 2003 --format sarif=out.sarif
      for one Windows version, as a report for a code scanner
  mockras inspect build/*.dll --policy required_exports=reference --format json
      several files, under another reading of the documentation";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "no file has an error"),
    (Exit::Findings, "a file has an error"),
    (Exit::Usage, "the other files are inspected all the same"),
];

/// Inspect the files of DLLs: exports, imports, what is wrong with them; nothing is loaded
///
/// Reads PE, ELF and Mach-O on any system. Errors are what keeps the service from starting, or a function from being
/// found or called; warnings and notes do not fail the command.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct InspectArgs {
    /// Files of DLLs: .dll, .so or .dylib
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Judge for this Windows version (environment: MOCKRAS_PROFILE); without it for the newest, with a table of all
    #[arg(long, value_name = "NAME")]
    profile: Option<Profile>,
    /// Read an open question of the documentation this way; may be repeated (environment: MOCKRAS_POLICY, joined by
    /// commas); see `mockras list policies`
    #[arg(long, value_name = "KEY=VALUE", value_delimiter = ',')]
    policy: Vec<Reading>,
    /// Write the report as text (the default), json or sarif, to standard output or to a file; may be repeated
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<InspectionForm>>,
}

/// A form in which inspected files are reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InspectionForm {
    Text,
    Json,
    Sarif,
}

pub(super) fn inspect(args: InspectArgs) -> Result<Exit, UserError> {
    let InspectArgs { files, profile, policy, format } = args;
    let formats = FormatFlag::or_default(format);
    distinct(&formats, files.iter().map(PathBuf::as_path))?;
    let profile = profile.or(words("MOCKRAS_PROFILE", None)?.pop());
    let mut inspections = Inspections::new(profile, readings(&policy)?);
    for path in &files {
        let name = name(path);
        let read = read_file(path, "a library", DLL_MAX_BYTES).map_err(|error| error.to_string());
        match read.and_then(|bytes| Binary::read(&bytes).map_err(|error| error.to_string())) {
            Ok(binary) => {
                let provided = Provided::here(&binary, path);
                inspections.add_among(name, binary, provided.as_ref());
            }
            Err(why) => {
                // The others are inspected all the same.
                UserError::new(format!("{name}: {why}")).tell();
                inspections.unreadable.push((name, why));
            }
        }
    }
    let written = write_all(&formats, |form| match form {
        InspectionForm::Text => text::render(&inspections),
        InspectionForm::Json => json::render(&inspections),
        InspectionForm::Sarif => sarif::render(&inspections),
    });
    // A report that could not be written takes nothing from the verdict.
    if let Err(error) = &written {
        error.tell();
    }
    tell(inspections.result_line());
    Ok(match (written, inspections.unreadable.is_empty(), inspections.is_clean()) {
        (Ok(()), true, true) => Exit::Clean,
        (Ok(()), true, false) => Exit::Findings,
        (Err(_), ..) | (_, false, _) => Exit::Usage,
    })
}

/// The readings that the environment and the flags ask for. Flags go before the environment.
fn readings(flags: &[Reading]) -> Result<Policy, UserError> {
    let environment: Vec<Reading> = words("MOCKRAS_POLICY", Some(','))?;
    let mut policy = Policy::default();
    environment.iter().chain(flags).for_each(|reading| reading.put_into(&mut policy));
    Ok(policy)
}

/// The path of a file as text, which is the same on every system.
fn name(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}
