//! The report of a campaign as text.

use super::{Campaign, CampaignFinding};
use crate::check::Kind;
use crate::report::words::{counted, visible};

/// Says what was found, errors first, and at the end in a few lines what was played.
pub fn render(campaign: &Campaign) -> String {
    let flags = how_run(&campaign.flags);
    let mut text = String::new();
    for kind in [Kind::Error, Kind::Advice] {
        text.extend(campaign.groups(kind).iter().map(|group| told(group, &flags)));
    }
    text + &open(campaign, &flags) + &summary(campaign)
}

/// What was played, in a few lines.
pub fn summary(campaign: &Campaign) -> String {
    let mut text = String::new();
    let lanes = counted(campaign.lanes.len() as u64, "lane");
    text += &format!(
        "{} of {} in {lanes}: {}\n",
        counted(campaign.played(), "case"),
        campaign.cases,
        visible(&campaign.kind()),
    );
    if !campaign.names.is_empty() {
        text += &format!("names {}\n", visible(&campaign.names.join("; ")));
    }
    if campaign.exhaustive.is_none() && campaign.started < campaign.played() {
        text += &format!("the service started in {}\n", counted(campaign.started, "case"));
    }
    text += &format!("a rule about a DLL applied in {}\n", counted(campaign.exercised, "case"));
    let edges = campaign.edges_reached();
    if edges > 0 {
        let of = if campaign.edges > 0 { format!(" of {}", campaign.edges) } else { String::new() };
        text += &format!("edges reached {edges}{of}\n");
    }
    if campaign.avoided > 0 {
        let cases = counted(campaign.avoided, "case");
        text += &format!("not played to the end: {cases} that reach a call which has hung\n");
    }
    if !campaign.systems.is_empty() {
        text += &format!("native DLLs ran on {}\n", visible(&campaign.systems.join(" and on ")));
    }
    text += &match &campaign.digest {
        Some(digest) => format!("digest {}\n", visible(digest)),
        None => "digest none: not every case was played\n".to_owned(),
    };
    if let Some(why) = &campaign.cut {
        text += &format!("a run was cut short: {}\n", visible(why));
    }
    text
}

/// What shows only under readings that do not count, by question: each in one line, and what plays it.
fn open(campaign: &Campaign, flags: &str) -> String {
    let mut text = String::new();
    for group in campaign.groups(Kind::Open) {
        let Some(first) = group.first() else { continue };
        let reading = first.reading.as_deref().unwrap_or("several readings together");
        let rule = first.signature.split(' ').next().unwrap_or_default();
        let most = group.iter().map(|found| found.times).max().unwrap_or_default();
        text += &format!("  {}: {}, {}\n", visible(reading), visible(rule), counted(most, "case"));
        if let Some(file) = &first.file {
            text += &format!("    mockras replay {}{flags}\n", visible(file));
        }
    }
    if text.is_empty() {
        return text;
    }
    format!("open: only under another reading of an open question; exit 0 unless --deny open\n{text}\n")
}

/// The flags that say how long a call may take and where it runs. Whether a DLL fails depends on them, but cases do not
/// hold them.
fn how_run(flags: &[String]) -> String {
    let value = |name: &str| flags.iter().position(|flag| flag == name).and_then(|at| flags.get(at + 1));
    let timeout = value("--timeout").map(|time| format!(" --timeout {time}")).unwrap_or_default();
    let quoted = |command: &String| format!(" --runner '{}'", command.replace('\'', r"'\''"));
    let runner = value("--runner").map(quoted).unwrap_or_default();
    let folders = flags.windows(2).filter(|pair| pair[0] == "--allow-dll");
    let folders: String =
        folders.map(|pair| format!(" --allow-dll '{}'", pair[1].replace('\'', r"'\''"))).collect();
    visible(&(timeout + &runner + &folders))
}

/// The smallest case of a group in full, and where else the same rule is broken.
fn told(group: &[&CampaignFinding], flags: &str) -> String {
    let [found, others @ ..] = group else { return String::new() };
    let mut text = finding(found, flags);
    for other in others {
        let times = counted(other.times, "case");
        let file = other.file.as_ref().map(|file| format!(": {}", visible(file))).unwrap_or_default();
        text += &format!("  {:<9}  {}, {times}{file}\n", "also", visible(&other.signature));
    }
    text + "\n"
}

fn finding(found: &CampaignFinding, flags: &str) -> String {
    let mut text = found.text.clone();
    let times = counted(found.times, "case");
    text += &format!(
        "  {:<9}  {times}, the first is {}; {}, needs tier {}\n",
        "met in",
        found.number,
        counted(found.steps, "step"),
        visible(&found.tier),
    );
    if found.binds == "service" {
        text += &format!("  {:<9}  this is a bug in mockras: please report it with the case\n", "");
    }
    text += &match &found.file {
        Some(file) => format!("  {:<9}  mockras replay {}{flags}\n", "reproduce", visible(file)),
        None => format!("  {:<9}  it could not be: the report in JSON holds it\n", "saved"),
    };
    text
}
