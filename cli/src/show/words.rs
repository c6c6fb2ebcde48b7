//! Steps and readings in words.

use mockras::ras::{Hostile, Policy, Record};
use mockras::scenario::Step;

/// What happens in a step; what the sentence does not say follows it.
pub(crate) fn step(step: &Step) -> String {
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
        Step::Expect(expect) => format!("expected is {expect}"),
        other => other.to_string(),
    }
}

/// Says what is wrong with what DLLs are handed.
pub(super) fn hostile(kind: Hostile) -> &'static str {
    match kind {
        Hostile::UnterminatedText => "text fills its array to the last unit, and no NUL ends it",
        Hostile::WrongSizes => "versions, sizes and discriminators have every bit set",
        Hostile::NullHandles => "handles are NULL",
        Hostile::InconsistentCounts => "counters are at their maximum, after no time at all",
        Hostile::NullNames => "the address functions of native DLLs get NULL for names",
        other => other.word(),
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
