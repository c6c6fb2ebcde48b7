//! How far apart two names are.

/// How many letters have to be changed, added, left out or swapped with their neighbour to make one name of the other;
/// nothing if there are more than `max`. Letters are compared without their case.
pub(super) fn distance(a: &str, b: &str, max: usize) -> Option<usize> {
    let [a, b] = [a, b].map(|name| name.to_ascii_lowercase().into_bytes());
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    // Three rows of the table of distances between beginnings of `a` and of `b`.
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &from) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &to) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(from != to)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from == b[j - 1] && a[i - 1] == to {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|found| *found <= max)
}
