//! What was expected of a run and is not so, and who hears of it.

use std::cell::RefCell;
use std::fmt::{self, Display};

use crate::check::look::Look;
use crate::transcript::Transcript;

/// Something was expected of a run that is not so. As text it shows the lines of the transcript that decide.
///
/// ```
/// use mockras::prelude::*;
///
/// let run = mockras::run(&Scenario::of([Step::dial("VPN2-0", "alice")]), &[]);
/// let unmet = run.try_expect(|run| run.call(Callout::AcceptNewLink).times(2)).expect_err("alice has one link");
/// assert_eq!((&*unmet.expected, &*unmet.found), ("2 calls of AcceptNewLink", "1 call"));
/// assert!(unmet.to_string().starts_with("expected   2 calls of AcceptNewLink\nfound      1 call\n\n"), "{unmet}");
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unmet {
    /// What was expected.
    pub expected: String,
    /// What was found instead.
    pub found: String,
    /// The lines of the transcript around the place: [`Transcript::excerpt`].
    pub lines: String,
}

impl Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected   {}\nfound      {}\n\n{}", self.expected, self.found, self.lines)
    }
}

/// As it is displayed, so that `unwrap` says it readably.
impl fmt::Debug for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(self, f)
    }
}

impl std::error::Error for Unmet {}

/// The run of which something is expected.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    transcript: &'a Transcript,
    pub(super) look: Look<'a>,
    /// Keeps the first that is unmet. Without it, a panic tells.
    first: Option<RefCell<Option<Unmet>>>,
}

impl<'a> Subject<'a> {
    /// Panics at what is unmet.
    pub(super) fn strict(transcript: &'a Transcript) -> Self {
        Self { transcript, look: Look::new(transcript), first: None }
    }

    /// Keeps what is unmet.
    pub(super) fn lenient(transcript: &'a Transcript) -> Self {
        Self { first: Some(RefCell::default()), ..Self::strict(transcript) }
    }

    /// What was unmet first.
    pub(super) fn verdict(&self) -> Result<(), Unmet> {
        let first = self.first.as_ref().and_then(|first| first.borrow().clone());
        first.map_or(Ok(()), Err)
    }

    /// What is expected is not so; these entries show it.
    #[track_caller]
    pub(super) fn unmet(&self, expected: impl Display, found: impl Display, entries: &[usize]) {
        let (expected, found) = (expected.to_string(), found.to_string());
        let unmet = Unmet { expected, found, lines: self.transcript.excerpt(entries) };
        match &self.first {
            None => panic!("\n{unmet}"),
            Some(first) => _ = first.borrow_mut().get_or_insert(unmet),
        }
    }

    /// Whether the run is there to its end. If not, nobody knows how often something happens in it.
    #[track_caller]
    pub(super) fn is_whole(&self, expected: impl Display) -> bool {
        if self.look.is_cut() {
            self.unmet(expected, "a transcript that ends before the run does", &[]);
        }
        !self.look.is_cut()
    }
}

/// `1 call`, `2 calls`.
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// `1st`, `12th`.
pub(super) fn ordinal(number: usize) -> String {
    let suffix = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{suffix}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_spelled_as_in_english() {
        let spelled: Vec<String> = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal).into();
        assert_eq!(spelled, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
        assert_eq!([0, 1, 2].map(|count| counted(count, "call")), ["0 calls", "1 call", "2 calls"]);
    }
}
