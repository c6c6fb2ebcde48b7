//! What is kept of a campaign while it goes on, so that it can go on after it was ended: `fuzz --resume`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use mockras::campaign::{Coverage, Find, Played, PlayedLane, Problem, Shard, Signature};
use mockras::check::{DependsOn, Kind, Obliged};
use mockras::report::campaign::Campaign;
use mockras::scenario::{Case, Scenario, shown};
use serde::{Deserialize, Serialize};

use super::super::exit::UserError;
use super::super::saved::text_of;
use super::super::store::Store;
use super::super::target::write_own;

/// The longest file that is read, in bytes.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// The file of a campaign, and what it holds. It is replaced whole, so a kill leaves the last one.
pub(super) struct Keeper {
    file: PathBuf,
    kept: Mutex<Kept>,
}

/// What the file holds.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Kept {
    /// What was asked for, and what was played of it. What was found is below.
    campaign: Campaign,
    /// Stands for what the project expects, and what is in its registry.
    project: String,
    /// How many edges there are in each library that says so.
    edges: BTreeMap<u64, u32>,
    /// What was found, as it was met.
    finds: Vec<KeptFind>,
    /// The cases that the campaign has saved, by signature, each with the one that stood there before.
    saved: BTreeMap<String, Option<String>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct KeptFind {
    signature: String,
    kind: String,
    /// The policy and the reading that it depends on.
    depends_on: Option<(String, String)>,
    binds: String,
    text: String,
    number: u64,
    times: u64,
    scenario: String,
    transcript: String,
}

impl Keeper {
    /// The file of a campaign in the folder of its cases. Each seed, and each share, has its own.
    pub(super) fn file(folder: &Path, seed: u64, exhaustive: Option<u32>, shard: Shard) -> PathBuf {
        let which = exhaustive.map_or_else(|| seed.to_string(), |steps| format!("exhaustive-{steps}"));
        let share =
            if shard == Shard::WHOLE { String::new() } else { format!("-{}-of-{}", shard.part, shard.of) };
        folder.join(format!("resume-{which}{share}.json"))
    }

    /// Opens the file of a campaign, which is to be the one that `asked` describes, and gives what was played of it.
    pub(super) fn open(
        file: PathBuf,
        asked: Campaign,
        project: String,
        store: &Store,
    ) -> Result<(Self, Played), UserError> {
        if !file.exists() {
            let kept = Kept {
                campaign: asked,
                project,
                edges: BTreeMap::new(),
                finds: Vec::new(),
                saved: BTreeMap::new(),
            };
            return Ok((Self { file, kept: Mutex::new(kept) }, Played::default()));
        }
        let name = shown(&file);
        let fail = |why: String| {
            UserError::new(format!("{name}: {why}"))
                .hint("give the same options as before, or delete the file, and the campaign begins anew")
        };
        let text = text_of(&file, "what `fuzz --resume` keeps of a campaign", MAX_BYTES)?;
        let kept: Kept = serde_json::from_str(&text).map_err(|error| {
            fail(format!("expected what `fuzz --resume` keeps of a campaign, found other text: {error}"))
        })?;
        let difference = kept.campaign.difference(&asked);
        if let Some((what, before, now)) = difference {
            return Err(fail(format!(
                "expected the campaign that was begun, found another {what}: {now}, not {before}"
            )));
        }
        if kept.project != project {
            return Err(fail(
                "expected the campaign that was begun, found other expectations or another registry"
                    .to_owned(),
            ));
        }
        let played = kept.played().map_err(|why| fail(format!("expected what was found, {why}")))?;
        for (signature, before) in &kept.saved {
            let case =
                before.as_ref().map(|text| Case::parse(text, &name)).transpose().map_err(UserError::new)?;
            store.has_saved(Signature::saved(signature.clone()), case);
        }
        Ok((Self { file, kept: Mutex::new(kept) }, played))
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what was played whole.
    pub(super) fn keep(&self, played: &Played) -> Result<(), UserError> {
        let mut kept = self.kept();
        kept.campaign.lanes = super::report_of(&played.lanes);
        kept.campaign.started = played.lanes.iter().map(|lane| lane.started).sum();
        kept.campaign.exercised = played.lanes.iter().map(|lane| lane.exercised).sum();
        kept.campaign.avoided = played.lanes.iter().map(|lane| lane.avoided).sum();
        kept.campaign.reached = played.coverage.counts();
        kept.edges.clone_from(played.coverage.edges());
        kept.finds = played.finds.values().map(KeptFind::of).collect();
        self.write(&kept)
    }

    /// Notes that a case will be saved, before it is: then that of this campaign is never taken for one of an earlier.
    pub(super) fn will_save(&self, signature: &Signature, store: &Store) -> Result<(), UserError> {
        let mut kept = self.kept();
        if kept.saved.contains_key(signature.text()) {
            return Ok(());
        }
        let before = store.before(signature).map(|case| case.to_toml());
        kept.saved.insert(signature.text().to_owned(), before);
        self.write(&kept)
    }

    fn write(&self, kept: &Kept) -> Result<(), UserError> {
        write_own(&self.file, &(serde_json::to_string(kept).expect("it is JSON") + "\n"))
    }

    /// Deletes the file of a campaign that is over, if it was kept.
    pub(super) fn end(over: Option<Self>) -> Result<(), UserError> {
        let Some(Self { file, .. }) = over else { return Ok(()) };
        match fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(UserError::new(format!("{}: cannot be deleted: {error}", shown(&file))))
            }
            _ => Ok(()),
        }
    }
}

impl Kept {
    /// What was played. Of what is counted over all lanes, the first lane tells all.
    fn played(&self) -> Result<Played, String> {
        let Campaign { lanes, started, exercised, avoided, reached, .. } = &self.campaign;
        let mut counts = [*started, *exercised, *avoided];
        let mut played = Played::default();
        for lane in lanes {
            let digest = u128::from_str_radix(&lane.digest, 16)
                .map_err(|_| format!("found the digest {}", lane.digest))?;
            let mut kept = PlayedLane::default();
            (kept.number, kept.cases, kept.is_whole, kept.digest) =
                (lane.lane, lane.cases, lane.whole, digest);
            [kept.started, kept.exercised, kept.avoided] = std::mem::take(&mut counts);
            played.lanes.push(kept);
        }
        let coverage: Coverage = reached.clone().into_iter().collect();
        played.coverage = coverage.with_edges(self.edges.clone());
        for kept in &self.finds {
            let find = kept.find()?;
            played.finds.insert(find.problem.signature.clone(), find);
        }
        Ok(played)
    }
}

impl KeptFind {
    fn of(find: &Find) -> Self {
        let Find { problem, number, times, scenario, transcript, .. } = find;
        Self {
            signature: problem.signature.text().to_owned(),
            kind: problem.kind.word().to_owned(),
            depends_on: problem
                .reading
                .map(|reading| (reading.policy.to_owned(), reading.reading.to_owned())),
            binds: problem.binds.word().to_owned(),
            text: problem.text.clone(),
            number: *number,
            times: *times,
            scenario: scenario.to_toml(),
            transcript: transcript.clone(),
        }
    }

    fn find(&self) -> Result<Find, String> {
        let kind: Kind = self.kind.parse().map_err(|error| format!("{error}"))?;
        let binds: Obliged = self.binds.parse().map_err(|error| format!("{error}"))?;
        let reading = match &self.depends_on {
            None => None,
            Some((policy, reading)) => {
                let known = DependsOn::known(policy, reading);
                Some(known.ok_or_else(|| format!("found the reading {policy}={reading}"))?)
            }
        };
        let scenario =
            Scenario::parse(&self.scenario, &self.signature).map_err(|error| format!("found {error}"))?;
        let signature = Signature::saved(self.signature.clone());
        let mut problem = Problem::new(signature, kind, binds, self.text.clone());
        problem.reading = reading;
        let mut find = Find::new(problem, self.number, scenario, self.transcript.clone());
        find.times = self.times;
        Ok(find)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_back() {
        let signature = Signature::saved("IP6-09 ReleaseIpv6AddressForUser");
        let mut problem = Problem::new(signature, Kind::Open, Obliged::Dll, "open: IP6-09\n".to_owned());
        problem.reading = DependsOn::known("release6_return", "dword");
        assert_eq!(problem.reading.map(|reading| reading.question), Some("AMB-26"));
        let scenario = Scenario::parse("steps = [\"stop\"]\n", "a.toml").expect("a scenario");
        let mut find = Find::new(problem, 9, scenario, "mockras transcript\n".to_owned());
        find.times = 3;
        let kept = KeptFind::of(&find);
        assert_eq!(kept.find(), Ok(find));
        let strange = KeptFind { depends_on: Some(("vote".to_owned(), "by-lot".to_owned())), ..kept };
        assert_eq!(strange.find(), Err("found the reading vote=by-lot".to_owned()));
    }

    #[test]
    fn each_campaign_has_a_file_of_its_own() {
        let file = |seed, exhaustive, shard: &str| {
            Keeper::file(Path::new("cases"), seed, exhaustive, shard.parse().expect("a share"))
        };
        assert_eq!(file(7, None, "1/1"), Path::new("cases/resume-7.json"));
        assert_eq!(file(7, None, "2/3"), Path::new("cases/resume-7-2-of-3.json"));
        assert_eq!(file(1, Some(3), "1/1"), Path::new("cases/resume-exhaustive-3.json"));
    }
}
