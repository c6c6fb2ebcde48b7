//! The report of a campaign as text.

use super::Campaign;
use crate::report::words::{counted, visible};

/// Says what was played, what was found, and the digest of all of it.
pub fn render(campaign: &Campaign) -> String {
    let mut text = String::new();
    for found in &campaign.findings {
        text += &finding(found, &how_run(&campaign.flags));
    }
    let lanes = counted(campaign.lanes.len() as u64, "lane");
    text += &format!(
        "{} of {} in {lanes}: {}\n",
        counted(campaign.played(), "case"),
        campaign.cases,
        visible(&campaign.kind()),
    );
    if campaign.exhaustive.is_none() && campaign.started < campaign.played() {
        text += &format!("the service started in {}\n", counted(campaign.started, "case"));
    }
    text += &format!("a rule about a DLL applied in {}\n", counted(campaign.exercised, "case"));
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

fn finding(found: &super::CampaignFinding, flags: &str) -> String {
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
    text + "\n"
}
