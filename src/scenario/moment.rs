//! A moment of the calendar, which a scenario may set the clock of the server to.

use std::fmt;
use std::str::FromStr;

use crate::ras::{Fact, WordError};

/// A moment by the clock of the server, whose time is UTC: in steps of 100 ns since 1 January 1601, as Windows counts them.
///
/// ```
/// use mockras::scenario::Moment;
///
/// let night: Moment = "2026-03-01T23:30:00".parse()?;
/// assert_eq!(night.to_string(), "2026-03-01T23:30:00");
/// assert_eq!(Moment::default().to_string(), "2026-01-05T12:00:00");
/// assert!("2026-02-29T00:00:00".parse::<Moment>().is_err());
/// # Ok::<(), mockras::ras::WordError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

const MILLISECOND: u64 = 10_000;
const SECOND: u64 = 1_000 * MILLISECOND;
const DAY: u64 = 86_400 * SECOND;

impl Moment {
    /// How many steps of 100 ns it is after the beginning of 1601.
    pub fn since_1601(self) -> u64 {
        self.0
    }
}

/// Noon of Monday, 5 January 2026.
impl Default for Moment {
    fn default() -> Self {
        Self(134_120_880_000_000_000)
    }
}

impl Fact for Moment {}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of(year: u64, month: u64) -> u64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The days from the beginning of 1601 to that of a year.
fn days_before(year: u64) -> u64 {
    let years = year - 1601;
    years * 365 + years / 4 - years / 100 + years / 400
}

impl FromStr for Moment {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let wrong = || {
            WordError::new(
                text,
                &["a date and a time such as `2026-03-01T23:30:00`, from the year 1601 to 9999"],
                "",
            )
        };
        let (date, time) = text.split_once('T').ok_or_else(wrong)?;
        let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
        let numbers = |text: &str, between: char, lengths: [usize; 3]| -> Option<[u64; 3]> {
            let parts: Vec<&str> = text.split(between).collect();
            let parts: [&str; 3] = parts.try_into().ok()?;
            let fits = |(part, length): (&&str, usize)| {
                part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit())
            };
            let all = parts.iter().zip(lengths).all(fits);
            all.then(|| parts.map(|part| part.parse().unwrap_or_default()))
        };
        let [year, month, day] = numbers(date, '-', [4, 2, 2]).ok_or_else(wrong)?;
        let [hour, minute, second] = numbers(time, ':', [2, 2, 2]).ok_or_else(wrong)?;
        let is_fraction =
            (1..=3).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
        let is_date = year >= 1601 && (1..=12).contains(&month) && day >= 1 && day <= days_of(year, month);
        if !is_fraction || !is_date || hour > 23 || minute > 59 || second > 59 {
            return Err(wrong());
        }
        let ms: u64 = format!("{fraction:0<3}").parse().map_err(|_| wrong())?;
        let days = days_before(year) + (1..month).map(|month| days_of(year, month)).sum::<u64>() + day - 1;
        Ok(Self(days * DAY + (hour * 3600 + minute * 60 + second) * SECOND + ms * MILLISECOND))
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut days, rest) = (self.0 / DAY, self.0 % DAY);
        let mut year = 1601 + days / 366;
        while days_before(year + 1) <= days {
            year += 1;
        }
        days -= days_before(year);
        let mut month = 1;
        while days >= days_of(year, month) {
            days -= days_of(year, month);
            month += 1;
        }
        let seconds = rest / SECOND;
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        write!(f, "{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}", days + 1)?;
        match rest % SECOND / MILLISECOND {
            0 => Ok(()),
            ms => write!(f, ".{ms:03}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_survive_and_what_is_none_is_refused() {
        for text in
            ["1601-01-01T00:00:00", "2024-02-29T23:59:59.999", "2000-12-31T00:00:00", "9999-12-31T23:59:59"]
        {
            assert_eq!(text.parse::<Moment>().map(|moment| moment.to_string()), Ok(text.to_owned()));
        }
        for text in [
            "",
            "2026-03-01",
            "2026-13-01T00:00:00",
            "2026-03-01T24:00:00",
            "1600-01-01T00:00:00",
            "2026-3-1T0:0:0",
        ] {
            assert!(text.parse::<Moment>().is_err(), "{text}");
        }
        assert_eq!("1601-01-02T00:00:00".parse::<Moment>().map(Moment::since_1601), Ok(DAY));
    }
}
