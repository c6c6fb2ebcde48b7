//! `mockras merge`: joins the reports and the saved cases of shares.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::path::{Path, PathBuf};

use clap::Args;
use mockras::check::Kind;
use mockras::report::campaign::{self, Campaign};
use mockras::scenario::{Case, shown};

use super::exit::{self, Exit, Meaning, UserError};
use super::folder;
use super::format::{FormatFlag, ShowFlag, distinct, shows};
use super::fuzz::{CampaignForm, digest, ended, finished, write};
use super::native;
use super::saved::text_of;
use super::store::{save_smaller, size};
use super::terminal::tell;

const EXAMPLES: &str = "\
Examples:
  mockras merge part-1.json part-2.json --format text --format json=whole.json
      joins the reports of two shares; the digest is that of one run over all cases
  mockras merge part-*.json part-*/mockras-cases --save mockras-cases
      and their saved cases: of each finding the one with the fewest steps";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[
    (Exit::Clean, "every case was played, and nothing is wrong"),
    (Exit::Findings, "an error was found, or a finding of a kind that --deny named"),
    (Exit::Usage, "reports are not of one campaign"),
    (Exit::Inconclusive, "not every case was played, no rule about a DLL applied, or a run was cut short"),
    (Exit::NotStarted, "the service started in no case"),
];

/// Join the reports and the saved cases of shares
///
/// Takes what `mockras fuzz --shard` has left on several machines. Reports must be of one campaign: the same seed, DLLs
/// and flags. Nothing is lost: every finding of every share is in the whole, and every signature keeps a case.
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct MergeArgs {
    /// Reports (.json) of `mockras fuzz`, saved cases (.toml) and folders of them
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,
    /// Save the cases in this folder
    #[arg(long, value_name = "FOLDER")]
    save: Option<PathBuf>,
    /// Show also: coverage, which is what the cases reached
    #[arg(long, value_name = "WHAT", value_delimiter = ',', hide_possible_values = true)]
    show: Vec<ShowFlag>,
    /// Write the report as text (the default), json or html, to standard output or to a file
    #[arg(long, value_name = "FORM[=FILE]")]
    format: Vec<FormatFlag<CampaignForm>>,
}

/// The longest report that is read, in bytes.
const REPORT_MAX_BYTES: u64 = 256 * 1024 * 1024;

pub(super) fn merge(args: MergeArgs) -> Result<Exit, UserError> {
    let formats = FormatFlag::or_default(args.format);
    distinct(&formats, args.paths.iter().map(PathBuf::as_path))?;
    let (mut reports, mut files, mut has_folder) = (Vec::new(), Vec::new(), false);
    for path in &args.paths {
        if path.is_dir() {
            has_folder = true;
            files.extend(folder::all(path)?);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path.clone());
        } else {
            reports.push((path, report(path)?));
        }
    }
    if args.save.is_none() && (has_folder || !files.is_empty()) {
        return Err(UserError::new("expected --save beside saved cases")
            .hint("--save names the folder that gets them"));
    }
    let (names, reports): (Vec<&PathBuf>, Vec<Campaign>) = reports.into_iter().unzip();
    let joined = campaign::merge(reports, digest)
        .map_err(|error| UserError::new(format!("{}: {error}", shown(names[error.at()]))))?;
    let joined = match args.save {
        Some(folder) => join_cases(&files, joined, &folder)?,
        None => joined,
    };
    let Some(joined) = joined else {
        let cases = if files.len() == 1 { "case" } else { "cases" };
        tell(format_args!("RESULT: PASS ({} {cases} read, no report)", files.len()));
        return Ok(Exit::Clean);
    };
    let (line, exit) = ended(&joined, Some(joined.cases), false, &denied(&joined.flags));
    let written = write(&joined, &line, &formats, shows(&args.show, ShowFlag::Coverage));
    Ok(finished(written, (line, exit)))
}

/// The kinds of findings that the shares were told to fail on.
fn denied(flags: &[String]) -> Vec<Kind> {
    let named = flags.windows(2).filter(|pair| pair[0] == "--deny");
    named.filter_map(|pair| pair[1].parse().ok()).collect()
}

fn report(path: &Path) -> Result<Campaign, UserError> {
    let name = shown(path);
    let text = text_of(path, "a report of `mockras fuzz`", REPORT_MAX_BYTES)?;
    Campaign::parse(&text).map_err(|error| UserError::new(format!("{name}: {error}")))
}

/// Copies the smallest case of each signature into the folder, unless there is a smaller one. What was found and could
/// not be saved is in the report.
fn join_cases(
    files: &[PathBuf],
    joined: Option<Campaign>,
    folder: &Path,
) -> Result<Option<Campaign>, UserError> {
    let mut cases = Vec::new();
    for file in files {
        let mut case = Case::load(file).map_err(UserError::new)?;
        native::rebase(&mut case.scenario, file)?;
        cases.push((false, case));
    }
    for found in joined.iter().flat_map(|joined| &joined.findings) {
        let name = format!("the case of {}", found.signature);
        let mut case = Case::parse(&found.case, &name).map_err(UserError::new)?;
        if let Some(file) = &found.file {
            native::rebase(&mut case.scenario, Path::new(file))?;
        }
        cases.push((true, case));
    }
    super::target::make_folder(folder)?;
    let mut smallest = BTreeMap::new();
    for (is_told, mut case) in cases {
        native::relate(&mut case.scenario, folder);
        // A file before what a report tells of it: the file knows where its DLLs are.
        let rank = (size(&case), is_told, case.to_toml());
        match smallest.entry(case.found.signature.clone()) {
            Entry::Vacant(place) => drop(place.insert((rank, case))),
            Entry::Occupied(mut place) if rank < place.get().0 => drop(place.insert((rank, case))),
            Entry::Occupied(_) => {}
        }
    }
    let mut saved = BTreeMap::new();
    for (signature, (_, case)) in smallest {
        let file = save_smaller(folder, &case)?;
        saved.insert(signature, file.to_string_lossy().replace('\\', "/"));
    }
    tell(format_args!("cases read: {}; folder: {}", files.len(), shown(folder)));
    let joined = joined.map(|mut joined| {
        for found in &mut joined.findings {
            found.file = saved.get(&found.signature).cloned();
        }
        joined
    });
    Ok(joined)
}
