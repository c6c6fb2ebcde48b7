//! The part of a saved transcript in which a finding is.

use mockras::scenario::Discovery;

/// A transcript of so many lines is shown whole.
const SHORT: usize = 24;

/// How many lines before and after those that are looked for are shown.
const AROUND: usize = 6;

/// The lines of the transcript around the finding, those that it is about marked. The text may be anything that a file
/// holds: where nothing is found in it, its end is shown.
pub(super) fn excerpt(found: &Discovery) -> String {
    let lines: Vec<&str> = found.transcript.lines().collect();
    let place = Place::of(&found.finding);
    let marked = place.map(|place| place.lines(&lines)).unwrap_or_default();
    let last = lines.len().saturating_sub(1);
    let (from, to) = match (marked.first(), marked.last()) {
        _ if lines.len() <= SHORT => (0, last),
        (Some(first), Some(end)) => (first.saturating_sub(AROUND), last.min(end + AROUND)),
        _ => (last.saturating_sub(SHORT), last),
    };
    let mut text = String::new();
    if from > 0 {
        text += &format!("       .. {from} lines before\n");
    }
    for (at, line) in lines.iter().enumerate().take(to + 1).skip(from) {
        let mark = if marked.contains(&at) { '>' } else { ' ' };
        text += format!("{mark} {line}").trim_end();
        text.push('\n');
    }
    if to < last {
        text += &format!("       .. {} lines after\n", last - to);
    }
    text
}

/// Where a finding is, as its text says: `step 3, connection 1, AcceptNewLink of conn/1`.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    /// 0 before the first and after the last.
    step: u32,
    /// The function and the instance that was called.
    call: Option<(&'a str, &'a str)>,
}

impl<'a> Place<'a> {
    fn of(finding: &'a str) -> Option<Self> {
        let text = finding.lines().find_map(|line| line.trim_start().strip_prefix("where "))?.trim();
        let first = text.split(',').next().unwrap_or_default();
        let step = first.strip_prefix("step ").map_or(Some(0), |number| number.parse().ok())?;
        let call = text.rsplit(", ").next().and_then(|last| last.split_once(" of "));
        Some(Self { step, call })
    }

    /// The lines of the call in that step; without a call, the line of the step.
    fn lines(&self, lines: &[&str]) -> Vec<usize> {
        let mut here = 0;
        let mut marked = Vec::new();
        for (at, line) in lines.iter().enumerate() {
            let mut words = line.split_whitespace().skip(1);
            let (kind, second, third) = (words.next(), words.next(), words.next());
            if kind == Some("step") {
                here = second.and_then(|number| number.parse().ok()).unwrap_or(here);
            }
            let is_meant = match self.call {
                Some((function, instance)) => second == Some(instance) && third == Some(function),
                None => kind == Some("step"),
            };
            if here == self.step && is_meant {
                marked.push(at);
            }
        }
        marked
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FINDING: &str = "LINK-01 x\n  where      step 2, connection 1, AcceptNewLink of conn/1\n";

    fn transcript(dials: usize) -> String {
        let step = |number| {
            format!(
                "     0.000  step   {number}      {{ dial }}\n     0.000  call   conn/1 AcceptNewLink    c1 = TRUE\n"
            )
        };
        (1..=dials).map(step).collect()
    }

    fn of(finding: &str, transcript: String) -> String {
        excerpt(&Discovery { finding: finding.to_owned(), transcript, ..Discovery::default() })
    }

    #[test]
    fn place_is_read_from_the_finding() {
        let call = Some(("AcceptNewLink", "conn/1"));
        assert_eq!(Place::of(FINDING), Some(Place { step: 2, call }));
        let start = "x\n  where      while the service starts or stops, TerminateDll of ip/1\n";
        assert_eq!(Place::of(start), Some(Place { step: 0, call: Some(("TerminateDll", "ip/1")) }));
        assert_eq!(Place::of("where step 7"), Some(Place { step: 7, call: None }));
        for none in ["", "REPEATS\n  observed   x\n", "  where      step x\n"] {
            assert_eq!(Place::of(none), None, "{none}");
        }
    }

    #[test]
    fn short_transcript_is_shown_whole_and_marked() {
        let text = of(FINDING, transcript(3));
        assert_eq!(text.lines().count(), 6);
        let marked: Vec<usize> =
            (0..6).filter(|at| text.lines().nth(*at).is_some_and(|l| l.starts_with('>'))).collect();
        assert_eq!(marked, [3], "{text}");
    }

    #[test]
    fn long_transcript_is_cut_around_the_finding() {
        let text = of(&FINDING.replace("step 2", "step 50"), transcript(100));
        assert!(
            text.starts_with("       .. 93 lines before\n") && text.ends_with(".. 94 lines after\n"),
            "{text}"
        );
        assert_eq!(text.lines().count(), 2 + 2 * AROUND + 1);
        // A finding from elsewhere, and a text that is no transcript.
        assert!(of("", transcript(100)).starts_with("       .. 175 lines before\n"));
        assert_eq!(of(FINDING, String::new()), "");
        assert_eq!(of(FINDING, "x\n\n".to_owned()), "  x\n\n");
    }
}
