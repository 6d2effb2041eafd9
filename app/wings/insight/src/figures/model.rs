//! The sums that figures need.

/// From how many answers on a share of satisfied people is shown.
pub const FEWEST_ANSWERS: i64 = 5;

/// The middle value, the mean of the two middle ones where the number is even; none of nothing.
pub fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    let upper = *values.get(middle)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(middle.checked_sub(1)?)?;
    Some(lower + (upper - lower) / 2)
}

/// A share in whole percent; none of nothing.
pub const fn percent(part: i64, whole: i64) -> Option<i64> {
    if whole > 0 { Some((part * 100 + whole / 2) / whole) } else { None }
}

/// How many for each thousand, rounded; none of nothing.
pub const fn per_thousand(part: i64, whole: i64) -> Option<i64> {
    if whole > 0 { Some((part * 1000 + whole / 2) / whole) } else { None }
}

/// The share of satisfied people, only where enough have answered.
pub const fn satisfaction(good: i64, answers: i64) -> Option<i64> {
    if answers < FEWEST_ANSWERS { None } else { percent(good, answers) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_values() {
        for (values, expected) in [
            (vec![], None),
            (vec![7], Some(7)),
            (vec![9, 1, 5], Some(5)),
            (vec![4, 1, 3, 2], Some(2)),
            (vec![10, 20], Some(15)),
        ] {
            assert_eq!(median(values), expected);
        }
    }

    #[test]
    fn four_answers_say_nothing() {
        assert_eq!(satisfaction(4, 4), None);
        assert_eq!(satisfaction(4, 5), Some(80));
        assert_eq!(percent(1, 0), None);
        assert_eq!(percent(2, 3), Some(67));
        assert_eq!(per_thousand(3, 412), Some(7));
    }
}
