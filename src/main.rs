//! The `mockras` command: parse, run, exit code.

mod cli;

// DLLs under test find them here.
mockras::export_recorders!();

fn main() -> std::process::ExitCode {
    cli::main()
}
