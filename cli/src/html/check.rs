//! The page of judged runs.

use mockras::check::{Check, Outcome, Verdict};
use mockras::report::text::summary;
use mockras::report::{Group, JudgedRun, Report, groups};

use super::{Cause, Page, RuleLine, Run, RunLine, Shot};
use crate::picture::{MARKS_MAX, Mark};

/// The report of `check`, with the last line and what else is shown: tables of a sweep, what was reached.
pub(crate) fn of_check(report: &Report, result: &str, also: Vec<(String, String)>) -> Page {
    let mut also = also;
    let golden = report.golden_failures().map(|(run, golden)| {
        (format!("Golden file of {}", run.title()), format!("{}\n{}", golden.sentence(), golden.diff))
    });
    also.extend(golden);
    let missed = report.untested();
    if !missed.is_empty() {
        also.push(("Untested".to_owned(), missed.join("\n")));
    }
    Page {
        verb: "check",
        result: result.to_owned(),
        summary: summary(report),
        causes: groups(report).iter().map(|group| cause(report, group)).collect(),
        rules: report
            .tallies()
            .iter()
            .map(|tally| RuleLine {
                id: tally.rule.id.to_owned(),
                name: tally.rule.name.to_owned(),
                verdict: tally.word(),
                applied: tally.applied,
                duty: tally.rule.rows().next(),
            })
            .collect(),
        runs: report.runs.iter().map(run).collect(),
        also,
    }
}

fn cause(report: &Report, group: &Group<'_>) -> Cause {
    let (finding, run) = (group.finding, &report.runs[group.run]);
    // The duty has a place of its own.
    let lines = group
        .lines(report)
        .into_iter()
        .filter(|(label, _)| !label.is_empty() && (*label != "duty" || finding.duty().is_none()));
    Cause {
        kind: finding.kind.to_string(),
        rule: finding.rule.id.to_owned(),
        name: finding.rule.name.to_owned(),
        profile: finding.profile.name().to_owned(),
        scenarios: group.scenarios.iter().map(|&name| name.to_owned()).collect(),
        lines: lines.map(|(label, text)| (label.to_owned(), text)).collect(),
        duty: finding.duty(),
        shots: shot(group, run).into_iter().collect(),
        texts: written(run),
    }
}

/// The run of the plainest finding, with a mark at every place where it shows the cause.
fn shot(group: &Group<'_>, run: &JudgedRun) -> Option<Shot> {
    let transcript = run.transcript.clone()?;
    let own = group.finding.group();
    let marks: Vec<Mark> = run
        .verdicts
        .findings()
        .filter(|finding| finding.group() == own)
        .map(Mark::from)
        .take(MARKS_MAX)
        .collect();
    let twin = match group.finding.rule.check {
        Check::Pair(twin, _) => format!(", which is compared with its twin `{twin}`"),
        _ => String::new(),
    };
    Some(Shot { title: format!("{}{twin}", run.title()), run: Run::Played { transcript, marks } })
}

fn written(run: &JudgedRun) -> Vec<(String, String)> {
    let text = (!run.written.is_empty()).then(|| ("Written by the DLLs".to_owned(), run.written.clone()));
    text.into_iter().collect()
}

fn run(run: &JudgedRun) -> RunLine {
    let count = |is: fn(&Verdict) -> bool| {
        let all = run.verdicts.outcomes.iter().filter(|outcome: &&Outcome| is(&outcome.verdict));
        all.count()
    };
    let state = match (&run.unloaded, run.started, run.cut) {
        (Some(why), ..) => format!("not loaded: {why}"),
        (None, false, _) => "the service did not start".to_owned(),
        (None, true, true) => "cut short".to_owned(),
        (None, true, false) => "played".to_owned(),
    };
    RunLine {
        name: run.title(),
        profile: run.header.profile.name().to_owned(),
        broken: count(|verdict| matches!(verdict, Verdict::Broken(_))),
        held: count(|verdict| matches!(verdict, Verdict::Held)),
        state,
    }
}
