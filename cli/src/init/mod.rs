//! `mockras init`: writes a project that builds a small DLL, says what is expected of it, and judges it.

mod placing;
mod template;

use std::path::{Path, PathBuf};

use clap::Args;
use mockras::scenario::shown;

use super::exit::{self, Exit, Meaning, UserError};
use super::terminal::print;
use placing::place;
use template::{Crate, Template};

const EXAMPLES: &str = "\
Examples:
  mockras init --c gate
      a DLL in C in the folder gate, with CMake files; its README says how to go on
  mockras init --cpp
      one in C++, in this folder
  mockras init --rust gate --library ../mockras
      one in Rust, with the library mockras of a checkout
  mockras init --headers gate
      only the headers with which a DLL for Windows compiles here, in gate/include";

/// What its exit codes mean.
const EXITS: &[Meaning] =
    &[(Exit::Clean, "the files are written"), (Exit::Usage, "a file is there already: nothing is written")];

/// Write a project that builds a small DLL, says what is expected of it, and judges it
///
/// The project has a DLL that lets everybody in but guests and hands out addresses, a `mockras.toml`, three scenarios with
/// what is expected in them, schemas for editors, and a job for CI. No file is overwritten, and all are written or none.
#[derive(Args)]
#[command(after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct InitArgs {
    /// The folder of the project; it is made if it is not there
    #[arg(value_name = "FOLDER", default_value = ".")]
    folder: PathBuf,
    #[command(flatten)]
    language: Language,
    /// Take the library mockras from this checkout, not from crates.io
    #[arg(long, value_name = "FOLDER", requires = "rust")]
    library: Option<PathBuf>,
}

/// What the DLL is written in.
#[derive(Args)]
#[group(required = true, multiple = false)]
struct Language {
    /// Write a DLL in C, built by CMake
    #[arg(long)]
    c: bool,
    /// Write a DLL in C++, built by CMake
    #[arg(long)]
    cpp: bool,
    /// Write a DLL in Rust, built by Cargo
    #[arg(long)]
    rust: bool,
    /// Write only the headers, in the folder include
    #[arg(long)]
    headers: bool,
}

impl Language {
    fn template(&self) -> Template {
        match self {
            Self { c: true, .. } => Template::C,
            Self { cpp: true, .. } => Template::Cpp,
            Self { rust: true, .. } => Template::Rust,
            _ => Template::Headers,
        }
    }
}

pub(super) fn init(args: &InitArgs) -> Result<Exit, UserError> {
    let template = args.language.template();
    let library = args.library.as_deref().map(|library| checkout(library, &args.folder)).transpose()?;
    let library = library.map_or(Crate::Published, Crate::Checkout);
    let files = template.files(&library);
    place(&args.folder, &files)?;
    let written: Vec<&str> =
        files.keys().map(String::as_str).filter(|name| !name.starts_with("include/")).collect();
    let headers = files.len() - written.len();
    let mut text = format!("in {}:\n", shown(&args.folder));
    text += &written.iter().map(|name| format!("  {name}\n")).collect::<String>();
    if headers > 0 {
        text += &format!("  include/ ({headers} headers)\n");
    }
    print(&(text + template.next())).map(|()| Exit::Clean)
}

/// The path of a checkout of mockras as a file in the project names it.
fn checkout(library: &Path, project: &Path) -> Result<String, UserError> {
    let fail = |why: &str| UserError::new(format!("--library {}: {why}", shown(library)));
    let whole =
        library.canonicalize().map_err(|_| fail("expected a checkout of mockras, found no such folder"))?;
    if !whole.join("Cargo.toml").is_file() || !whole.join("src/scenario").is_dir() {
        return Err(fail("expected a checkout of mockras, found another folder"));
    }
    // The folder of the project may not be there yet.
    let project = std::path::absolute(project).map_err(|_| fail("the project has no path"))?;
    let there = project.ancestors().find_map(|above| above.canonicalize().ok().map(|real| (above, real)));
    let project = match there {
        Some((above, real)) => real.join(project.strip_prefix(above).unwrap_or(Path::new(""))),
        None => project.clone(),
    };
    let path = pathdiff::diff_paths(&whole, &project).unwrap_or(whole);
    let path = path.to_str().ok_or_else(|| fail("expected a path of UTF-8, for a file is to hold it"))?;
    Ok(path.replace('\\', "/"))
}
