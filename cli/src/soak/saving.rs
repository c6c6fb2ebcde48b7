//! Saves what a soak finds, and says how it is shown again.

use mockras::campaign::{Signature, SoakFinding};
use mockras::generate::Tier;
use mockras::report::soak::FoundBySoak;
use mockras::scenario::{Case, Discovery};

use super::super::fuzz::allowing;
use super::super::player::CommandPlayer;
use super::super::setup::Setup;
use super::super::store::Store;
use super::Repeated;

/// Saves findings as cases.
pub(super) struct Saver<'a> {
    pub(super) store: Store,
    pub(super) setup: &'a Setup,
    pub(super) player: &'a CommandPlayer,
}

impl Saver<'_> {
    /// The finding as it is told, once it is saved. If it cannot be saved, that is told as well.
    pub(super) fn saved(&self, repeated: &Repeated, finding: &SoakFinding) -> FoundBySoak {
        let lines = finding.lines.iter().map(|(label, text)| ((*label).to_owned(), text.clone()));
        let mut found = FoundBySoak {
            signature: finding.signature.clone(),
            rule: finding.id.to_owned(),
            name: finding.name.to_owned(),
            conversation: repeated.name.clone(),
            cycles: finding.cycles,
            lines: lines.collect(),
            times: 1,
            file: None,
            command: None,
            transcript: finding.transcript.clone(),
        };
        let specs = repeated.scenario.specs();
        let discovery = Discovery {
            signature: finding.signature.clone(),
            finding: found.kept(),
            mockras: env!("CARGO_PKG_VERSION").to_owned(),
            seed: None,
            number: repeated.number,
            cycles: Some(finding.cycles),
            tier: Tier::of(&repeated.scenario).word().to_owned(),
            fault: self.setup.fault().map(str::to_owned),
            dlls: self.player.fingerprints(&specs),
            transcript: finding.transcript.clone(),
        };
        let case = Case { scenario: self.store.related(&repeated.scenario), found: discovery };
        match self.store.save(&Signature::saved(finding.signature.clone()), &case) {
            Ok(file) => {
                let file = file.to_string_lossy().replace('\\', "/");
                let words = ["mockras", "replay", &file].map(str::to_owned).into_iter();
                let words: Vec<String> = words.chain(self.setup.how_run()).chain(allowing(&specs)).collect();
                found.command = shlex::try_join(words.iter().map(String::as_str)).ok();
                found.file = Some(file);
            }
            Err(error) => error.tell(),
        }
        found
    }
}
