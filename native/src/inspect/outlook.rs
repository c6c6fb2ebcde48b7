//! What each Windows version would say when it loads a DLL.

use crate::binary::{Binary, Kind};
use mockras::model::{Binding, ExportProblem, Level, export_problems};
use mockras::ras::{Policy, Profile};

/// What one Windows version would say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outlook {
    /// The Windows version.
    pub profile: Profile,
    /// What keeps its service from starting with this DLL, as its event log has it; empty if nothing in the file does.
    pub obstacles: Vec<String>,
    /// Whether the callbacks table that the DLL registers at run time has a part in it, which no file shows.
    pub hangs_on_table: bool,
}

/// What each version would say, oldest first.
pub fn outlook(binary: &Binary, policy: Policy) -> Vec<Outlook> {
    let exports = binary.callouts();
    let of = |profile: Profile| {
        let obstacles = if binary.kind == Kind::SharedLibrary {
            let mut problems = export_problems(exports, profile, &policy);
            problems.retain(|problem| problem.level == Level::Error);
            together(problems, |_| ()).into_iter().map(|problem| problem.text).collect()
        } else {
            vec![format!("it is {}", binary.kind)]
        };
        let hangs_on_table =
            obstacles.is_empty() && Binding::new(exports, None, profile, &policy).has_a_table_that_counts();
        Outlook { profile, obstacles, hangs_on_table }
    };
    Profile::ALL.into_iter().map(of).collect()
}

/// Exports that are missing are told together, as far as they have a row, a level and this in common.
pub(super) fn together<K: PartialEq>(
    problems: Vec<ExportProblem>,
    key: impl Fn(&ExportProblem) -> K,
) -> Vec<ExportProblem> {
    let mut together: Vec<ExportProblem> = Vec::new();
    for problem in problems {
        let is_alike = |one: &&mut ExportProblem| {
            let is_same = (one.row, one.level, key(one)) == (problem.row, problem.level, key(&problem));
            is_same && one.missing.is_some()
        };
        match (problem.missing, together.iter_mut().find(is_alike)) {
            (Some(what), Some(one)) => one.text += &format!(", {what}"),
            _ => together.push(problem),
        }
    }
    together
}
