//! `mockras man`: the pages of the manual, made from what the command says of itself.

use std::path::PathBuf;

use clap::Args;
use clap_mangen::Man;

use super::exit::{self, Exit, Meaning, UserError};
use super::target::{make_folder, write_own};
use super::terminal::tell;

const EXAMPLES: &str = "\
Examples:
  mockras man ~/.local/share/man/man1
      then `man mockras` and `man mockras-check` show them
  mockras man man && man -l man/mockras-fuzz.1
      in a folder of your own";

/// What its exit codes mean.
const EXITS: &[Meaning] = &[(Exit::Clean, "they are written")];

/// Write the pages of the manual into a folder, one for each command
#[derive(Args)]
#[command(long_about = None, after_help = exit::help(EXAMPLES, EXITS))]
pub(super) struct ManArgs {
    /// The folder, which is made if it is not there; pages of these names are replaced
    #[arg(value_name = "FOLDER")]
    folder: PathBuf,
}

pub(super) fn man(args: &ManArgs, command: clap::Command) -> Result<Exit, UserError> {
    make_folder(&args.folder)?;
    let mut command = command.disable_help_subcommand(true);
    command.build();
    let verbs: Vec<clap::Command> = command.get_subcommands().cloned().collect();
    let many = verbs.len() + 1;
    for command in verbs.into_iter().chain([command]) {
        let page = Man::new(command.clone()).source(concat!("mockras ", env!("CARGO_PKG_VERSION")));
        write_own(&args.folder.join(page.get_filename()), &text(&page, &command))?;
    }
    tell(format_args!("{many} pages are written"));
    Ok(Exit::Clean)
}

/// A page. What stands below the options, such as examples, keeps its lines.
fn text(page: &Man, command: &clap::Command) -> String {
    let mut roff = Vec::new();
    let mut write = || {
        page.render_title(&mut roff)?;
        page.render_name_section(&mut roff)?;
        page.render_synopsis_section(&mut roff)?;
        page.render_description_section(&mut roff)?;
        page.render_options_section(&mut roff)?;
        if command.has_subcommands() {
            page.render_subcommands_section(&mut roff)?;
        }
        std::io::Result::Ok(())
    };
    write().expect("a list of bytes grows");
    let mut text = String::from_utf8(roff).expect("the help is UTF-8");
    let below = command.get_after_long_help().or(command.get_after_help());
    for block in below.map(ToString::to_string).unwrap_or_default().split("\n\n") {
        let (heading, lines) = block.split_once(":\n").unwrap_or(("", block));
        let heading = heading.split(" (").next().unwrap_or_default().to_uppercase();
        let heading = if heading.is_empty() || heading.contains('\n') { "NOTES".to_owned() } else { heading };
        text += &format!(".SH \"{heading}\"\n.nf\n");
        for line in lines.lines() {
            let line = line.replace('\\', "\\e").replace('-', "\\-");
            // A line that began with one of these would be a request.
            let guard = if line.starts_with(['.', '\'']) { "\\&" } else { "" };
            text += &format!("{guard}{line}\n");
        }
        text += ".fi\n";
    }
    text
}
