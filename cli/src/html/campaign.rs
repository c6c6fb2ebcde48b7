//! The page of a campaign.

use mockras::check::{Kind, row, rule_of};
use mockras::report::campaign::{Campaign, CampaignFinding, summary};
use mockras::report::words::counted;

use super::{Cause, Page, Run, Shot, labelled};

/// The report of `fuzz` and of `merge`, with the last line.
pub(crate) fn of_campaign(campaign: &Campaign, result: &str, reached: Option<String>) -> Page {
    let causes = Kind::ALL.iter().flat_map(|kind| campaign.groups(*kind)).map(|group| cause(&group));
    Page {
        verb: "fuzz",
        result: result.to_owned(),
        summary: format!("mockras {}\n{}", campaign.mockras, about(campaign)) + &summary(campaign),
        causes: causes.collect(),
        also: reached.map(|table| ("Reached".to_owned(), table)).into_iter().collect(),
        ..Page::default()
    }
}

fn about(campaign: &Campaign) -> String {
    let line = |label: &str, list: &[String]| match list {
        [] => String::new(),
        list => format!("{label} {}\n", list.join(" ")),
    };
    line("DLLs", &campaign.dlls) + &line("flags", &campaign.flags)
}

/// Findings that are told together: the smallest with its run, and the others by a line each.
fn cause(group: &[&CampaignFinding]) -> Cause {
    let [found, others @ ..] = group else { return Cause::default() };
    let id = found.signature.split(' ').next().unwrap_or_default();
    let title = found.text.lines().next().unwrap_or_default();
    let name = title.split_once(&format!("{id} ")).map_or(title, |(_, name)| name);
    let duty = row(id);
    let lines = labelled(&found.text);
    let text_of = |wanted: &str| lines.iter().find(|(label, _)| label == wanted).map(|(_, text)| text);
    let profile =
        text_of("where").and_then(|text| text.rsplit_once(", on ")).map(|(_, profile)| profile.to_owned());
    let mut shown: Vec<(String, String)> =
        lines.iter().filter(|(label, _)| label != "duty" || duty.is_none()).cloned().collect();
    shown.extend(met(found));
    for other in others {
        shown.push(("also".to_owned(), format!("{}, {}", other.signature, counted(other.times, "case"))));
    }
    Cause {
        kind: found.kind.clone(),
        rule: id.to_owned(),
        name: rule_of(id).map_or(name, |rule| rule.name).to_owned(),
        profile: profile.unwrap_or_default(),
        scenarios: found.file.iter().cloned().collect(),
        lines: shown,
        duty,
        shots: vec![shot(found)],
        texts: vec![("The saved case".to_owned(), found.case.clone())],
    }
}

fn met(found: &CampaignFinding) -> Vec<(String, String)> {
    let line = |label: &str, text: String| (label.to_owned(), text);
    let times = counted(found.times, "case");
    let steps = counted(found.steps, "step");
    let mut lines = vec![line(
        "met in",
        format!("{times}, the first is {}; {steps}, needs tier {}", found.number, found.tier),
    )];
    if found.binds == "service" {
        lines.push(line("", "this is a bug in mockras: please report it with the case".to_owned()));
    }
    if let Some(file) = &found.file {
        lines.push(line("reproduce", format!("mockras replay {file}")));
    }
    lines
}

/// The run that the saved case holds, made smaller.
fn shot(found: &CampaignFinding) -> Shot {
    let title = found.file.clone().unwrap_or_else(|| format!("case {}", found.case_number));
    let run = Run::Case {
        text: found.case.clone(),
        signature: found.signature.clone(),
        finding: found.text.clone(),
    };
    Shot { title: format!("{title}, {}", counted(found.steps, "step")), run }
}
