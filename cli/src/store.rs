//! The folder of saved cases.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use mockras::campaign::{Find, Signature};
use mockras::generate::Tier;
use mockras::scenario::{Case, Discovery, Scenario};

use super::exit::UserError;
use super::native;
use super::target::{make_folder, try_folder, write_own};

/// Where cases are saved unless somebody says otherwise.
pub(super) const FOLDER: &str = "mockras-cases";

/// Saves cases, one file for each signature.
#[derive(Debug)]
pub(super) struct Store {
    folder: PathBuf,
    seed: u64,
    exhaustive: Option<u32>,
    fault: Option<&'static str>,
    /// Whether paths of DLLs are written as they are: they are those of another system.
    keeps_paths: bool,
    /// The DLLs under test.
    dlls: Vec<String>,
    /// What earlier runs left in the files that this run has written to.
    earlier: Mutex<BTreeMap<Signature, Option<Case>>>,
}

impl Store {
    /// Makes the folder if it is not there, and sees that it can be written to.
    pub(super) fn open(
        folder: &Path,
        seed: u64,
        exhaustive: Option<u32>,
        fault: Option<&'static str>,
        dlls: Vec<String>,
    ) -> Result<Self, UserError> {
        make_folder(folder)?;
        try_folder(folder)?;
        let earlier = Mutex::default();
        Ok(Self { folder: folder.to_owned(), seed, exhaustive, fault, keeps_paths: false, dlls, earlier })
    }

    /// Writes paths of DLLs as they are, if they are those of another system.
    pub(super) fn keep_paths(self, keeps_paths: bool) -> Self {
        Self { keeps_paths, ..self }
    }

    /// The scenario with paths of DLLs as files in the folder name them.
    pub(super) fn related(&self, scenario: &Scenario) -> Scenario {
        let mut scenario = scenario.clone();
        if !self.keeps_paths {
            native::relate(&mut scenario, &self.folder);
        }
        scenario
    }

    /// Makes a case of a find.
    pub(super) fn case(&self, find: &Find) -> Case {
        let scenario = self.related(&find.scenario);
        // The seed of a case does not lead to one of all small scenarios.
        let by = self
            .exhaustive
            .map(|length| format!("  {:<9}  mockras fuzz --exhaustive {length}\n", "found by"));
        Case {
            found: Discovery {
                signature: find.problem.signature.text().to_owned(),
                finding: find.problem.text.clone() + &by.unwrap_or_default(),
                mockras: env!("CARGO_PKG_VERSION").to_owned(),
                seed: Some(self.seed),
                number: Some(find.number),
                cycles: None,
                tier: Tier::of(&scenario).word().to_owned(),
                fault: self.fault.map(str::to_owned),
                dlls: self.dlls.clone(),
                transcript: find.transcript.clone(),
            },
            scenario,
        }
    }

    /// Saves a case in the place of those that this run has saved before, unless an earlier run has left a smaller one,
    /// and gives its path. So what is there at the end follows from the last one saved, whatever was saved before it.
    pub(super) fn save(&self, signature: &Signature, case: &Case) -> Result<PathBuf, UserError> {
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let file = file_in(&self.folder, signature);
        let there = earlier.entry(signature.clone()).or_insert_with(|| Case::load(&file).ok());
        write(&file, there.as_ref().filter(|there| is_smaller(there, case)).unwrap_or(case))
    }
}

impl Store {
    /// What an earlier run has left of this signature.
    pub(super) fn before(&self, signature: &Signature) -> Option<Case> {
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let load = || Case::load(file_in(&self.folder, signature)).ok();
        earlier.entry(signature.clone()).or_insert_with(load).clone()
    }

    /// Takes a case that is saved of this signature for one of this run, which has found the other there.
    pub(super) fn has_saved(&self, signature: Signature, before: Option<Case>) {
        self.earlier.lock().unwrap_or_else(PoisonError::into_inner).insert(signature, before);
    }
}

/// Saves a case in a folder, unless a smaller one is there, and gives its path.
pub(super) fn save_smaller(folder: &Path, case: &Case) -> Result<PathBuf, UserError> {
    let file = file_in(folder, &Signature::saved(case.found.signature.clone()));
    match Case::load(&file) {
        Ok(there) if is_smaller(&there, case) => Ok(file),
        _ => write(&file, case),
    }
}

fn file_in(folder: &Path, signature: &Signature) -> PathBuf {
    folder.join(format!("{}.toml", signature.file_name()))
}

fn write(file: &Path, case: &Case) -> Result<PathBuf, UserError> {
    write_own(file, &case.to_toml())?;
    Ok(file.to_owned())
}

/// Whether the case that is there is kept: it has fewer steps, and stands for the same DLLs. One of other DLLs, another
/// fault or another version may be mended, and this one is not.
fn is_smaller(there: &Case, case: &Case) -> bool {
    let stands_for = |case: &Case| {
        let Discovery { signature, dlls, fault, mockras, .. } = &case.found;
        (signature.clone(), dlls.clone(), fault.clone(), mockras.clone())
    };
    stands_for(there) == stands_for(case) && size(there) < size(case)
}

/// The size of a case: the smaller of two cases has fewer steps, or was met before.
pub(super) fn size(case: &Case) -> (usize, u64) {
    (case.scenario.steps.len(), case.found.number.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use mockras::scenario::Step;

    use super::*;

    fn case(number: u64, steps: usize, dll: &str) -> Case {
        let scenario = Scenario::of(vec![Step::dial("VPN2-0", "alice"); steps]);
        let found = Discovery {
            signature: "S".to_owned(),
            tier: "smoke".to_owned(),
            number: Some(number),
            dlls: vec![dll.to_owned()],
            ..Discovery::default()
        };
        Case { scenario, found }
    }

    fn there(folder: &Path) -> Case {
        Case::load(file_in(folder, &Signature::saved("S"))).expect("a saved case")
    }

    #[test]
    fn last_case_of_a_run_stays_whatever_was_saved_before_it() {
        let folder = tempfile::TempDir::new().expect("a temporary folder");
        let signature = Signature::saved("S");
        let store = || Store::open(folder.path(), 1, None, None, Vec::new()).expect("a folder");
        let run = store();
        for (number, steps) in [(9, 2), (4, 5)] {
            run.save(&signature, &case(number, steps, "a")).expect("it can be written");
            assert_eq!(there(folder.path()), case(number, steps, "a"));
        }
        let later = store();
        for (number, steps, stays) in [(3, 4, (3, 4)), (2, 6, (4, 5)), (5, 5, (4, 5))] {
            later.save(&signature, &case(number, steps, "a")).expect("it can be written");
            assert_eq!(there(folder.path()), case(stays.0, stays.1, "a"));
        }
    }
}
