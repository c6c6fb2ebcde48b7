//! What a DLL has written to structures that it was only to read.

use crate::abi::Structure;

/// The first changed byte of each member, as `RAS_CONNECTION_0.wszUserName[3]`.
pub fn changed_members<S: Structure>(before: &S, after: &S) -> Vec<String> {
    let (before, after) = (before.to_bytes(), after.to_bytes());
    let changed = |at: &usize| before[*at] != after[*at];
    let first = S::FIELDS.iter().filter_map(|field| (field.offset..field.offset + field.size).find(changed));
    first.map(|at| format!("{}.{}", S::NAME, S::path_at(at))).collect()
}

/// Finds what a DLL changed in structures that it was only to read (DATA-31).
pub(super) struct Watch {
    pub(super) on: bool,
    pub(super) scribbled: Vec<String>,
}

impl Watch {
    /// Makes a copy to compare with, if that is needed at all.
    pub(super) fn copy<S: Copy>(&self, structure: &S, copy: &mut S) {
        if self.on {
            *copy = *structure;
        }
    }

    /// Notes the first changed byte of each member, if the structure is not as it was passed.
    pub(super) fn compare<S: Structure + PartialEq>(&mut self, before: &S, after: &S) {
        if self.on && before != after {
            self.scribbled.extend(changed_members(before, after));
        }
    }

    /// Notes an argument that is no structure, if it was changed.
    pub(super) fn note(&mut self, changed: bool, what: &str) {
        if changed {
            self.scribbled.push(what.to_owned());
        }
    }
}
