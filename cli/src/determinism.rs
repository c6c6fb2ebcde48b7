//! `mockras self-check --determinism`: the same bytes everywhere, as digests that can be compared.

use std::path::Path;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use mockras::campaign::{Oracle, hash, quieted};
use mockras::check::all_rules;
use mockras::generate::{Shape, Tier, case};
use mockras::pipeline::InProcess;
use mockras::scenario::shown;
use mockras::transcript::Transcript;
use serde::{Deserialize, Serialize};

use super::exit::{self, Exit, UserError};
use super::saved::text_of;
use super::target::{try_out, write_whole};
use super::terminal::{print, progress_bar, tell};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The longest file of digests that is read, in bytes.
const DIGESTS_MAX_BYTES: u64 = 64 * 1024 * 1024;

/// A file of digests.
#[derive(Debug, Serialize, Deserialize)]
struct Digests {
    /// The version that made it: another may draw other scenarios.
    mockras: String,
    /// The digest that stands for all of them.
    digest: String,
    /// What each seed comes to, from seed 0 on.
    digests: Vec<String>,
}

/// What one seed comes to: its scenario, what happens, and what the rules say of it. Seeds take turns at the tiers.
fn played(seed: u64) -> (Transcript, String) {
    let tier = Tier::ALL[usize::try_from(seed % Tier::ALL.len() as u64).unwrap_or_default()];
    let scenario = quieted(&case(seed, 0, &Shape { tier, ..Shape::default() }));
    let oracle = Oracle::by(all_rules());
    let outcome = oracle.judge(&scenario, &InProcess);
    let problems: String = outcome.problems.iter().map(|problem| problem.text.as_str()).collect();
    let bytes = format!("{}\n{}\n{problems}", scenario.to_toml(), outcome.transcript);
    (outcome.transcript, bytes)
}

/// Prints the transcript of a seed, for `mockras diff`.
pub(super) fn show(seed: u64) -> Result<Exit, UserError> {
    print(&played(seed).0.to_text())?;
    Ok(Exit::Clean)
}

/// Plays so many seeds, writes their digests, and compares them with those of another system.
pub(super) fn determinism(
    count: u64,
    jobs: u32,
    out: Option<&Path>,
    against: Option<&Path>,
) -> Result<Exit, UserError> {
    if let (Some(out), Some(against)) = (out, against)
        && std::path::absolute(out).ok() == std::path::absolute(against).ok()
    {
        return Err(UserError::new(format!("{}: it cannot be --out and --against", shown(out))));
    }
    if let Some(out) = out {
        try_out(out)?;
    }
    let there = against.map(|file| read(file, count)).transpose()?;
    let Some(digests) = digests(count, jobs) else {
        tell("RESULT: INCONCLUSIVE (interrupted)");
        return Ok(Exit::Inconclusive);
    };
    let digest = hash_of(digests.concat().as_bytes());
    print(&format!("{digest}  digest of {count} scenarios\n"))?;
    let here = Digests { mockras: VERSION.to_owned(), digest, digests };
    if let Some(out) = out {
        let text = serde_json::to_string_pretty(&here)
            .map_err(|error| UserError::new(format!("digests cannot be written as JSON: {error}")))?;
        write_whole(out, &format!("{text}\n"))?;
    }
    let (Some(there), Some(file)) = (there, against) else { return Ok(Exit::Clean) };
    Ok(compare(&here, &there, &shown(file)))
}

/// The digest of each seed, in the order of the seeds whatever the number of jobs; `None` if somebody interrupts.
fn digests(count: u64, jobs: u32) -> Option<Vec<String>> {
    let bar = progress_bar(Some(count), "{bar:30} {human_pos}/{human_len} scenarios, {eta} left");
    let (next, all) = (AtomicU64::new(0), Mutex::new(Vec::new()));
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= count || exit::is_interrupted() {
                return;
            }
            let digest = hash_of(played(seed).1.as_bytes());
            all.lock().unwrap_or_else(PoisonError::into_inner).push((seed, digest));
            bar.inc(1);
        }
    };
    thread::scope(|scope| {
        // Where no more threads can be made, those that are there play all.
        let spawn = |_| thread::Builder::new().spawn_scoped(scope, work).ok();
        (1..jobs).map_while(spawn).for_each(drop);
        work();
    });
    bar.finish_and_clear();
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.sort_unstable();
    (all.len() as u64 == count).then(|| all.into_iter().map(|(_, digest)| digest).collect())
}

fn hash_of(bytes: &[u8]) -> String {
    format!("{:032x}", hash(bytes))
}

/// Reads digests of another system, which are to be at least so many.
fn read(file: &Path, count: u64) -> Result<Digests, UserError> {
    let name = shown(file);
    let text = text_of(file, "digests", DIGESTS_MAX_BYTES)?;
    let expected = "expected digests, as `mockras self-check --determinism COUNT --out FILE` writes them";
    let there: Digests = serde_json::from_str(&text)
        .map_err(|error| UserError::new(format!("{name}: {expected}: {error}")))?;
    if there.digest != hash_of(there.digests.concat().as_bytes()) {
        return Err(UserError::new(format!(
            "{name}: `digest` is not that of `digests`: the file is damaged"
        )));
    }
    if there.mockras != VERSION {
        let there = there.mockras;
        return Err(UserError::new(format!(
            "{name}: these are digests of mockras {there}, and this is {VERSION}: versions may draw other scenarios"
        )));
    }
    let many = there.digests.len();
    if (many as u64) < count {
        return Err(UserError::new(format!("{name}: expected {count} digests, found {many}")));
    }
    Ok(there)
}

fn compare(here: &Digests, there: &Digests, file: &str) -> Exit {
    let differ: Vec<usize> =
        (0..here.digests.len()).filter(|at| here.digests[*at] != there.digests[*at]).collect();
    let Some(first) = differ.first() else {
        let (here, there) = (here.digests.len(), there.digests.len());
        let part =
            if here < there { format!(", as far as the first {here} of {there} go") } else { String::new() };
        tell(format_args!("RESULT: PASS (the same bytes as in {file}{part})"));
        return Exit::Clean;
    };
    let many = differ.len();
    tell(format_args!("seed {first}: other bytes than in {file}"));
    tell(format_args!("  on both systems:  mockras self-check --show {first} > HERE.txt"));
    tell("  then:             mockras diff HERE.txt THERE.txt");
    tell(format_args!(
        "RESULT: FAIL ({many} of {} scenarios; this is a bug in mockras, please report it)",
        here.digests.len()
    ));
    Exit::Bug
}
