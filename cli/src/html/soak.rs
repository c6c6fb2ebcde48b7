//! The page of conversations that were repeated.

use mockras::check::row;
use mockras::report::soak::{FoundBySoak, SoakReport};
use mockras::report::words::counted;
use mockras::transcript::Transcript;

use super::{Cause, Page, Shot};
use crate::picture::marks_in;

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
    let transcript = Transcript::parse_text(&found.transcript).ok();
    let shot = transcript.map(|transcript| Shot {
        title: format!("{}, cycle {}", found.conversation, found.cycles),
        marks: marks_in(&transcript, &found.signature, &found.kept()),
        transcript,
    });
    let profile = shot.as_ref().map(|shot| shot.transcript.header.profile.name().to_owned());
    Cause {
        kind: "error".to_owned(),
        rule: found.rule.clone(),
        name: found.name.clone(),
        profile: profile.unwrap_or_default(),
        scenarios: vec![found.conversation.clone()],
        lines,
        duty,
        shots: shot.into_iter().collect(),
        texts: Vec::new(),
    }
}
