//! Whether a number grows, how fast, and whether that is certain.

/// So much of what was measured first is left out: there things are made that are made once.
const WARM_UP: usize = 5;

/// What is left is averaged into so many points, as evenly as may be.
const POINTS: usize = 20;

/// So many standard deviations are certain enough: chance alone goes as far once in two thousand times.
const CERTAIN: f64 = 3.29;

/// By how much the second numbers grow while the first ones grow by one: the median of the slopes between all points
/// (Theil and Sen). `None` unless the slope is above zero for certain, by the confidence interval that goes with it (Sen,
/// from Kendall's rank correlation): steps that come once or twice, such as those of an allocator that takes a page or a
/// table that is made larger, are no growth, and neither is a number that goes up and down.
pub(super) fn certain_slope(measured: &[(u32, i64)]) -> Option<f64> {
    let points = points(measured.get(measured.len() / WARM_UP..)?);
    let mut slopes = Vec::new();
    for (at, (x, y)) in points.iter().enumerate() {
        slopes.extend(points.iter().skip(at + 1).map(|(later_x, later_y)| (later_y - y) / (later_x - x)));
    }
    slopes.sort_by(f64::total_cmp);
    let spread = CERTAIN * deviation(&points);
    // Of so many slopes at the lower end nobody can say that chance has not made them.
    let doubtful = (slopes.len() as f64 - spread) / 2.0;
    if slopes.is_empty() || doubtful < 0.0 {
        return None;
    }
    let lowest = slopes.get(doubtful as usize).copied()?;
    (lowest > 0.0).then(|| slopes[slopes.len() / 2])
}

/// The averages of parts of what was measured.
fn points(measured: &[(u32, i64)]) -> Vec<(f64, f64)> {
    let many = measured.len().min(POINTS);
    let part = |at: usize| &measured[at * measured.len() / many..(at + 1) * measured.len() / many];
    let average = |of: &dyn Fn(&(u32, i64)) -> f64, part: &[(u32, i64)]| {
        part.iter().map(of).sum::<f64>() / part.len() as f64
    };
    let point = |part| (average(&|(x, _)| f64::from(*x), part), average(&|(_, y)| *y as f64, part));
    (0..many).map(|at| point(part(at))).collect()
}

/// The standard deviation of Kendall's S, with numbers that are the same more than once.
fn deviation(points: &[(f64, f64)]) -> f64 {
    let term = |many: f64| many * (many - 1.0) * (2.0 * many + 5.0);
    let mut numbers: Vec<f64> = points.iter().map(|(_, y)| *y).collect();
    numbers.sort_by(f64::total_cmp);
    let same = numbers.chunk_by(|a, b| a == b).map(|same| term(same.len() as f64)).sum::<f64>();
    ((term(points.len() as f64) - same) / 18.0).max(0.0).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(many: u32, number: impl Fn(i64) -> i64) -> Vec<(u32, i64)> {
        (0..many).map(|at| (at * 4, number(i64::from(at)))).collect()
    }

    #[test]
    fn growth_has_a_slope() {
        assert_eq!(certain_slope(&measured(250, |at| 1_000_000 + 192 * at)), Some(48.0));
        // One in ten cycles, and noise.
        let slope = certain_slope(&measured(250, |at| at * 4 / 10 + at * 7 % 5)).expect("it grows");
        assert!((slope - 0.1).abs() < 0.02, "{slope}");
        let slope = certain_slope(&measured(10, |at| 64 * at)).expect("few are enough if all agree");
        assert!((slope - 16.0).abs() < 0.01, "{slope}");
    }

    #[test]
    fn what_comes_once_or_goes_again_does_not_grow() {
        let numbers: [fn(i64) -> i64; 8] = [
            |_| 4096,
            |at| at.min(60) * 100,
            |at| if at < 120 { 0 } else { 4096 },
            |at| at / 90 * 4096,
            |at| at * 7919 % 104_729,
            |at| at % 50,
            |at| 10_000 - at,
            |at| i64::from(u64::BITS - (at.unsigned_abs() + 1).leading_zeros()) * 64,
        ];
        for (at, number) in numbers.into_iter().enumerate() {
            assert_eq!(certain_slope(&measured(250, number)), None, "number {at}");
        }
    }

    #[test]
    fn little_is_never_certain() {
        for many in 0..8 {
            assert_eq!(certain_slope(&measured(many, |at| at * 100)), None, "{many}");
        }
    }
}
