//! "Did you mean": the nearest known word to one that is not known.

/// The known word nearest to `word`, if it is near enough to be a slip of the pen.
///
/// Always `None` without the crate feature `suggest`.
pub fn did_you_mean<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest(word, known)
}

#[cfg(feature = "suggest")]
fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let similarity = |candidate: &str| strsim::jaro_winkler(&word.to_lowercase(), &candidate.to_lowercase());
    let best = known.into_iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)))?;
    (similarity(best) > 0.8).then_some(best)
}

#[cfg(not(feature = "suggest"))]
fn nearest<'a>(_: &str, _: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    None
}

/// Writes ` (did you mean ...?)` if a known word is near, or nothing.
pub(crate) fn hint<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    did_you_mean(word, known).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default()
}

#[cfg(all(test, feature = "suggest"))]
mod tests {
    use super::*;

    #[test]
    fn suggestion_is_near_or_absent() {
        assert_eq!(did_you_mean("Vote", ["vote", "hangup_after_refusal"]), Some("vote"));
        assert_eq!(
            did_you_mean("hangup_after_refsal", ["vote", "hangup_after_refusal"]),
            Some("hangup_after_refusal")
        );
        assert_eq!(did_you_mean("zebra", ["vote", "hangup_after_refusal"]), None);
    }
}
