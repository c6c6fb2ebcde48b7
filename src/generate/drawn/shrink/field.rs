//! Makes steps plainer, field by field.

use super::plain::{FieldText, numbers};
use crate::ras::{FactKind, Record};
use crate::scenario::{Span, Step};

/// The steps that are plainer than this one, the plainest first.
pub(super) fn plainer(step: &Step) -> Vec<Step> {
    match step {
        // What is expected stays as it was written.
        Step::Start | Step::Stop | Step::Restart | Step::Expect(_) => Vec::new(),
        Step::Wait(span) => spans(*span).map(Step::Wait).collect(),
        Step::Dial(dial) => fields(dial, Step::Dial),
        Step::AddLink(link) => fields(link, Step::AddLink),
        Step::HangUp(on) => fields(on, Step::HangUp),
        Step::Disconnect(on) => [vec![Step::HangUp(on.clone())], fields(on, Step::Disconnect)].concat(),
        Step::DropLink(on) => [vec![Step::HangUp(on.clone())], fields(on, Step::DropLink)].concat(),
        Step::Traffic(traffic) => fields(traffic, Step::Traffic),
        Step::Quarantine(change) => fields(change, Step::Quarantine),
        Step::Endpoint(change) => fields(change, Step::Endpoint),
        Step::PreAuthenticate(pre) => fields(pre, Step::PreAuthenticate),
    }
}

/// The step with all at its default that may be; nothing if it is.
pub(super) fn plainest(step: &Step) -> Option<Step> {
    let plain = match step {
        Step::Dial(dial) => Step::Dial(bare(dial)),
        Step::Traffic(traffic) => Step::Traffic(bare(traffic)),
        Step::Quarantine(change) => Step::Quarantine(bare(change)),
        Step::Endpoint(change) => Step::Endpoint(bare(change)),
        Step::PreAuthenticate(pre) => Step::PreAuthenticate(bare(pre)),
        _ => return None,
    };
    (plain != *step).then_some(plain)
}

/// Shorter times, in whole seconds where that is possible.
fn spans(span: Span) -> impl Iterator<Item = Span> {
    let second: u64 = 1000;
    let whole = (!span.ms.is_multiple_of(second) && span.ms > second).then_some(span.ms - span.ms % second);
    let unit = if span.ms > second { second } else { 1 };
    let shorter = numbers(span.ms.div_ceil(unit)).map(move |units| units * unit);
    whole.into_iter().chain(shorter).filter(move |ms| *ms > 0 && *ms < span.ms).map(|ms| Span { ms })
}

/// The record with every field at its default that may be.
fn bare<R: Record + Default + Clone>(record: &R) -> R {
    let mut bare = record.clone();
    for (key, kind, text, default) in values(record) {
        let value = FieldText { key: &key, kind, text: &text, default: &default };
        if let Some(default) = value.plain_default() {
            bare.set(&key, default).expect("a default is a value");
        }
    }
    bare
}

/// The record with one field plainer, as steps.
fn fields<R: Record + Default + Clone>(record: &R, step: fn(R) -> Step) -> Vec<Step> {
    let mut steps = Vec::new();
    for (key, kind, text, default) in values(record) {
        for plainer in (FieldText { key: &key, kind, text: &text, default: &default }).plainer() {
            let mut changed = record.clone();
            // Half a word may mean nothing.
            if changed.set(&key, &plainer).is_ok() {
                steps.push(step(changed));
            }
        }
    }
    steps
}

/// Every field: key, kind, text, and the text of its default.
fn values<R: Record + Default>(record: &R) -> Vec<(String, FactKind, String, String)> {
    let mut defaults = Vec::new();
    R::default().changes(None, &mut |_, _, text| defaults.push(text.to_owned()));
    let mut values = Vec::new();
    record.changes(None, &mut |key, kind, text| values.push((key.to_owned(), kind, text.to_owned())));
    let with_default = values.into_iter().zip(defaults);
    with_default.map(|((key, kind, text), default)| (key, kind, text, default)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::{Dial, OnPort};

    #[test]
    fn plain_step_has_nothing_plainer() {
        for step in [Step::dial("VPN2-0", "alice"), Step::Stop, Step::Wait(Span { ms: 1 })] {
            assert_eq!((plainer(&step), plainest(&step)), (Vec::new(), None), "{step}");
        }
        let on = || OnPort { port: "VPN2-0".into() };
        assert_eq!(plainer(&Step::Disconnect(on())), [Step::HangUp(on())]);
    }

    #[test]
    fn strange_dial_is_made_plain_at_once_or_field_by_field() {
        let Step::Dial(dial) = Step::dial("VPN2-0", "alice") else { unreachable!("it is a dial") };
        let strange =
            Dial { domain: "CORP".into(), line_speed: 9600, ipv4: crate::ras::Offer::Zero, ..dial.clone() };
        let step = Step::Dial(strange.clone());
        assert_eq!(plainest(&step), Some(Step::Dial(dial.clone())));
        assert!(plainer(&step).contains(&Step::Dial(Dial { line_speed: 0, ..strange.clone() })));
        assert!(plainer(&step).contains(&Step::Dial(Dial { domain: "".into(), ..strange })));
    }

    #[test]
    fn times_are_whole_seconds() {
        let texts = |ms| spans(Span { ms }).map(|span| span.to_string()).collect::<Vec<_>>();
        assert_eq!(texts(8_500), ["8s", "1s", "5s", "7s", "8s", "8s"]);
        assert_eq!(texts(1_000), ["1ms", "500ms", "750ms", "875ms", "938ms", "969ms", "999ms"]);
        assert_eq!(texts(1), [""; 0]);
    }
}
