//! Steps and readings in words.

use mockras::ras::{Hostile, Policy, Record};
use mockras::scenario::Step;

/// What happens in a step; what the sentence does not say follows it.
pub(super) fn step(step: &Step) -> String {
    match step {
        Step::Start => "the service starts".to_owned(),
        Step::Stop => "the service stops".to_owned(),
        Step::Restart => "the service stops and starts again".to_owned(),
        Step::Wait(span) => format!("{span} pass"),
        Step::Dial(dial) => {
            let user =
                if dial.user.is_empty() { "a user without a name".to_owned() } else { dial.user.to_string() };
            with(format!("{user} dials in on {}", dial.port), dial, &["port", "user"])
        }
        Step::AddLink(link) => format!("a link on {} joins the connection on {}", link.port, link.to),
        Step::DropLink(on) => format!("the link on {} goes down", on.port),
        Step::HangUp(on) => format!("the user on {} hangs up", on.port),
        Step::Disconnect(on) => format!("the administrator ends the connection on {}", on.port),
        Step::Traffic(traffic) => with(format!("data flows on {}", traffic.port), traffic, &["port"]),
        Step::Quarantine(change) => {
            let text =
                format!("the quarantine state of the client on {} becomes {}", change.port, change.state);
            with(text, change, &["port", "state"])
        }
        Step::Endpoint(change) => {
            let text = format!("the client on {} moves to {}", change.port, change.remote);
            with(text, change, &["port", "remote"])
        }
        Step::PreAuthenticate(pre) => {
            with(format!("a client presents itself for {}", pre.port), pre, &["port"])
        }
    }
}

/// What is wrong with what DLLs are handed.
pub(super) fn hostile(kind: Hostile) -> &'static str {
    match kind {
        Hostile::UnterminatedText => "text fills its array to the last unit, and no NUL ends it",
        Hostile::WrongSizes => "versions, sizes and discriminators have every bit set",
        Hostile::NullHandles => "handles are NULL",
        Hostile::InconsistentCounts => "counters are at their maximum, after no time at all",
        Hostile::NullNames => "the address functions of native DLLs get NULL for names",
    }
}

/// The sentence, and the fields that are neither in it nor at their default.
fn with<R: Record + Default>(mut sentence: String, record: &R, said: &[&str]) -> String {
    let mut separator = ": ";
    record.changes(Some(&R::default()), &mut |key, _, text| {
        if !said.contains(&key) {
            sentence += &format!("{separator}{key} {text}");
            separator = ", ";
        }
    });
    sentence
}

/// The question that a policy answers, and the answer.
pub(super) fn reading(field: &str, reading: &str) -> String {
    let known = Policy::FIELDS.iter().find(|known| known.name == field);
    let answer = known.and_then(|known| known.readings.iter().find(|(name, _)| *name == reading));
    match (known, answer) {
        (Some(known), Some((_, answer))) => format!("{} {answer}", known.summary),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mockras::scenario::{
        AddLink, Dial, EndpointChange, OnPort, PreAuthenticate, QuarantineChange, Span, Traffic,
    };

    #[test]
    fn every_step_has_its_words() {
        let on = || OnPort { port: "A".into() };
        for (what, words) in [
            (Step::Start, "the service starts"),
            (Step::Restart, "the service stops and starts again"),
            (Step::Wait(Span { ms: 90_000 }), "90s pass"),
            (
                Step::AddLink(AddLink { port: "B".into(), to: "A".into() }),
                "a link on B joins the connection on A",
            ),
            (Step::DropLink(on()), "the link on A goes down"),
            (Step::HangUp(on()), "the user on A hangs up"),
            (Step::Disconnect(on()), "the administrator ends the connection on A"),
            (
                Step::Traffic(Traffic { port: "A".into(), sent: 7, crc_errors: 1, ..Traffic::default() }),
                "data flows on A: sent 7, crc-errors 1",
            ),
            (
                Step::Quarantine(QuarantineChange { port: "A".into(), ..QuarantineChange::default() }),
                "the quarantine state of the client on A becomes normal",
            ),
            (
                Step::Endpoint(EndpointChange {
                    port: "A".into(),
                    remote: "192.0.2.1".into(),
                    local: "".into(),
                }),
                "the client on A moves to 192.0.2.1",
            ),
            (
                Step::PreAuthenticate(PreAuthenticate { port: "A".into(), ..PreAuthenticate::default() }),
                "a client presents itself for A",
            ),
            (
                Step::Dial(Dial { port: "A".into(), domain: "CORP".into(), eap_type: 13, ..Dial::default() }),
                "a user without a name dials in on A: domain CORP, eap-type 13",
            ),
        ] {
            assert_eq!(step(&what), words);
        }
    }

    #[test]
    fn every_reading_has_its_words() {
        for field in Policy::FIELDS {
            for (name, answer) in field.readings {
                assert_eq!(reading(field.name, name), format!("{} {answer}", field.summary));
            }
        }
    }
}
