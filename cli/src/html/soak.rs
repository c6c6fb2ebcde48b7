//! The page of conversations that were repeated.

use mockras::check::row;
use mockras::report::soak::{FoundBySoak, SoakReport};
use mockras::report::words::counted;

use super::{Cause, Page, Run, Shot};

/// The report of `soak`, with the last line.
pub(crate) fn of_soak(report: &SoakReport, result: &str) -> Page {
    let dlls = match &report.dlls[..] {
        [] => "the DLLs of each scenario".to_owned(),
        dlls => format!("against {}", dlls.join(", ")),
    };
    let flags =
        if report.flags.is_empty() { String::new() } else { format!("with {}\n", report.flags.join(" ")) };
    Page {
        verb: "soak",
        result: result.to_owned(),
        summary: format!("mockras {}: {dlls}\n{flags}", report.mockras) + &report.summary(),
        causes: report.findings.iter().map(cause).collect(),
        ..Page::default()
    }
}

fn cause(found: &FoundBySoak) -> Cause {
    let duty = row(&found.rule);
    let mut lines = vec![("in".to_owned(), found.conversation.clone())];
    let told = found.lines.iter().filter(|(label, _)| label != "duty" || duty.is_none());
    for (label, text) in told {
        match (label.as_str(), lines.last_mut()) {
            ("", Some((_, before))) => *before += &format!(" {text}"),
            _ => lines.push((label.clone(), text.clone())),
        }
    }
    if found.times > 1 {
        lines.push(("met in".to_owned(), counted(found.times, "conversation")));
    }
    lines.extend(found.command.iter().map(|command| ("reproduce".to_owned(), command.clone())));
    let shot = Shot {
        title: format!("{}, cycle {}", found.conversation, found.cycles),
        run: Run::Text {
            text: found.transcript.clone(),
            signature: found.signature.clone(),
            finding: found.kept(),
        },
    };
    let profile = found.transcript.lines().find_map(|line| line.strip_prefix("profile "));
    Cause {
        kind: "error".to_owned(),
        rule: found.rule.clone(),
        name: found.name.clone(),
        profile: profile.unwrap_or_default().trim().to_owned(),
        scenarios: vec![found.conversation.clone()],
        lines,
        duty,
        shots: vec![shot],
        texts: Vec::new(),
    }
}
