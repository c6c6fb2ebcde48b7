//! What the tests of the packages have in common: the project's own files, and native DLLs that are compiled once.

pub mod api;
pub mod compiler;
pub mod dll;
pub mod small;
pub mod source;

use std::path::Path;

/// Compares a text with a snapshot in a folder of the project.
///
/// # Panics
///
/// If they differ.
pub fn assert_snapshot_in(folder: impl AsRef<Path>, name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(source::root().join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Compares a text with a snapshot in `snapshots/`.
///
/// # Panics
///
/// If they differ.
pub fn assert_snapshot(name: &str, text: &str) {
    assert_snapshot_in("snapshots", name, text);
}

/// Fails with what a check has found, if it has found anything.
///
/// # Panics
///
/// If there are findings.
pub fn assert_none(findings: &[String]) {
    assert!(findings.is_empty(), "\n  {}\n", findings.join("\n  "));
}
