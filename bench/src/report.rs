//! The figures: a table for people, JSON for whoever compares runs. Only ratios within one run are judged.

use crate::process::Machine;
use anyhow::Result;
use serde_json::{Value, json};
use std::{fmt::Write as _, path::Path};

/// A reference that differs by more than this between rounds, against its median, tells nothing.
const NOISE: f64 = 0.3;

/// What a figure says about its limit.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// There is no limit: the figure is for looking at.
    Told,
    /// Kept.
    Kept,
    /// Not kept.
    Missed,
    /// The machine was too busy to say.
    Noisy,
    /// It could not be measured, and why.
    Missing(String),
}

impl Verdict {
    fn words(&self) -> String {
        match self {
            Self::Told => String::new(),
            Self::Kept => "kept".to_owned(),
            Self::Missed => "MISSED".to_owned(),
            Self::Noisy => "too noisy".to_owned(),
            Self::Missing(why) => format!("not measured: {why}"),
        }
    }
}

/// One line.
#[derive(Clone, Debug)]
pub struct Figure {
    name: String,
    value: Option<f64>,
    unit: &'static str,
    /// The ratio to the reference, and what that is.
    ratio: Option<(f64, String)>,
    /// What is judged, the ratio where there is one, may be at most this.
    limit: Option<f64>,
    verdict: Verdict,
    /// How far the reference's rounds lay apart, of its median.
    spread: Option<f64>,
}

impl Figure {
    /// A value that nothing is compared with.
    pub fn told(name: impl Into<String>, value: f64, unit: &'static str) -> Self {
        Self {
            name: name.into(),
            value: Some(value),
            unit,
            ratio: None,
            limit: None,
            verdict: Verdict::Told,
            spread: None,
        }
    }

    /// The medians of the rounds: the value, and its ratio to the reference that was measured in the same round.
    pub fn of_rounds(name: impl Into<String>, rounds: &[(f64, f64)], unit: &'static str, reference: &str) -> Self {
        let ratio = median(rounds.iter().map(|(value, reference)| value / reference));
        let spread = spread(rounds.iter().map(|(_, reference)| *reference));
        Self {
            ratio: Some((ratio, reference.to_owned())),
            spread: Some(spread),
            verdict: if spread > NOISE { Verdict::Noisy } else { Verdict::Told },
            ..Self::told(name, median(rounds.iter().map(|(value, _)| *value)), unit)
        }
    }

    /// It could not be measured.
    pub fn missing(name: impl Into<String>, why: impl Into<String>) -> Self {
        Self { value: None, verdict: Verdict::Missing(why.into()), ..Self::told(name, 0.0, "") }
    }

    /// May be at most this: the ratio, or the value where there is none.
    #[must_use]
    pub fn at_most(mut self, limit: f64) -> Self {
        self.limit = Some(limit);
        if self.verdict == Verdict::Told {
            let judged = self.ratio.as_ref().map(|(ratio, _)| *ratio).or(self.value);
            self.verdict = if judged.is_some_and(|judged| judged <= limit) { Verdict::Kept } else { Verdict::Missed };
        }
        self
    }

    /// Nothing is said about the limit where another figure could not be trusted.
    #[must_use]
    pub fn unless_noisy(mut self, others: &[&Self]) -> Self {
        if others.iter().any(|other| other.verdict == Verdict::Noisy) {
            self.verdict = Verdict::Noisy;
        }
        self
    }

    /// The value.
    pub fn value(&self) -> f64 {
        self.value.unwrap_or(f64::NAN)
    }

    fn json(&self, rung: &str) -> Value {
        json!({
            "rung": rung,
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "ratio": self.ratio.as_ref().map(|(ratio, _)| ratio),
            "reference": self.ratio.as_ref().map(|(_, reference)| reference),
            "reference_spread": self.spread,
            "limit": self.limit,
            "verdict": match &self.verdict {
                Verdict::Told => "told",
                Verdict::Kept => "kept",
                Verdict::Missed => "missed",
                Verdict::Noisy => "too noisy",
                Verdict::Missing(_) => "not measured",
            },
            "why": if let Verdict::Missing(why) = &self.verdict { Some(why) } else { None },
        })
    }

    fn line(&self) -> [String; 5] {
        let limit = self.limit.map_or_else(String::new, |limit| format!("≤ {}", short(limit)));
        [
            self.name.clone(),
            self.value.map_or_else(String::new, |value| format!("{} {}", short(value), self.unit)),
            self.ratio.as_ref().map_or_else(String::new, |(ratio, to)| format!("{} × {to}", short(*ratio))),
            limit,
            self.verdict.words(),
        ]
    }
}

/// All figures of a run.
pub struct Report {
    quick: bool,
    before: Machine,
    after: Option<Machine>,
    figures: Vec<(&'static str, Figure)>,
}

impl Report {
    pub fn new(quick: bool) -> Self {
        Self { quick, before: Machine::now(), after: None, figures: Vec::new() }
    }

    /// What a rung found; where it broke off, that.
    pub fn add(&mut self, rung: &'static str, figures: Result<Vec<Figure>>) {
        let figures = figures.unwrap_or_else(|error| {
            // A rung that should have run and did not is a limit that was not kept.
            vec![Figure { verdict: Verdict::Missed, ..Figure::missing(format!("broke off: {error:#}"), "") }]
        });
        self.figures.extend(figures.into_iter().map(|figure| (rung, figure)));
    }

    pub fn end(&mut self) {
        self.after = Some(Machine::now());
    }

    /// Whether no limit was missed.
    pub fn kept(&self) -> bool {
        self.figures.iter().all(|(_, figure)| figure.verdict != Verdict::Missed)
    }

    pub fn print(&self) {
        let mut widths = [0; 4];
        let lines: Vec<_> = self.figures.iter().map(|(rung, figure)| (*rung, figure.line())).collect();
        for (_, line) in &lines {
            for (width, cell) in widths.iter_mut().zip(line) {
                *width = (*width).max(cell.chars().count());
            }
        }
        let mut last = "";
        for (rung, line) in &lines {
            if *rung != last {
                println!("\n{rung}");
                last = rung;
            }
            let mut text = String::from(" ");
            for (index, cell) in line.iter().enumerate() {
                let pad = widths.get(index).map_or(0, |width| width - cell.chars().count());
                // Writing to a text cannot fail.
                let _ = match index {
                    0 => write!(text, " {cell}{}", " ".repeat(pad)),
                    4 => write!(text, "  {cell}"),
                    _ => write!(text, "  {}{cell}", " ".repeat(pad)),
                };
            }
            println!("{}", text.trim_end());
        }
        let count =
            |wanted: fn(&Verdict) -> bool| self.figures.iter().filter(|(_, figure)| wanted(&figure.verdict)).count();
        println!(
            "\n{} kept, {} missed, {} too noisy, {} not measured",
            count(|verdict| *verdict == Verdict::Kept),
            count(|verdict| *verdict == Verdict::Missed),
            count(|verdict| *verdict == Verdict::Noisy),
            count(|verdict| matches!(verdict, Verdict::Missing(_))),
        );
        println!("before: {}", self.before);
        if let Some(after) = &self.after {
            println!("after:  {after}");
        }
    }

    pub fn write(&self, path: &Path) -> Result<()> {
        let all = json!({
            "quick": self.quick,
            "before": self.before.json(),
            "after": self.after.as_ref().map(Machine::json),
            "figures": self.figures.iter().map(|(rung, figure)| figure.json(rung)).collect::<Vec<_>>(),
        });
        std::fs::write(path, format!("{all:#}\n"))?;
        Ok(())
    }
}

/// Three digits that count.
fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || size == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The value in the middle.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match (values.get(middle.wrapping_sub(1)), values.get(middle)) {
        (Some(before), Some(after)) if values.len().is_multiple_of(2) => f64::midpoint(*before, *after),
        (_, Some(value)) => *value,
        _ => f64::NAN,
    }
}

/// How far the outermost values lie apart, of the median.
fn spread(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let most = values.clone().fold(f64::NEG_INFINITY, f64::max);
    let least = values.clone().fold(f64::INFINITY, f64::min);
    (most - least) / median(values)
}

/// The slope between two sizes when both axes are logarithmic: 0 where the size does not matter, 1 where twice as much takes twice as
/// long.
pub fn slope(sizes: (f64, f64), values: (f64, f64)) -> f64 {
    (values.1 / values.0).ln() / (sizes.1 / sizes.0).ln()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_and_slopes() {
        assert!((median([3.0, 1.0, 2.0].into_iter()) - 2.0).abs() < 1e-9);
        assert!((median([4.0, 1.0, 2.0, 3.0].into_iter()) - 2.5).abs() < 1e-9);
        assert!((slope((1_000.0, 100_000.0), (5.0, 5.0))).abs() < 1e-9);
        assert!((slope((1_000.0, 100_000.0), (5.0, 500.0)) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_restless_reference_is_never_a_limit_kept() {
        let calm = [(10.0, 1.0), (11.0, 1.1), (12.0, 1.2)];
        assert_eq!(Figure::of_rounds("a", &calm, "ms", "bytes").at_most(60.0).verdict, Verdict::Kept);
        assert_eq!(Figure::of_rounds("a", &calm, "ms", "bytes").at_most(5.0).verdict, Verdict::Missed);
        let restless = [(10.0, 1.0), (10.0, 1.5), (10.0, 1.2)];
        assert_eq!(Figure::of_rounds("a", &restless, "ms", "bytes").at_most(60.0).verdict, Verdict::Noisy);
    }

    #[test]
    fn what_could_not_run_is_neither_kept_nor_missed_and_what_broke_off_is_missed() {
        let mut report = Report::new(true);
        report.add("a", Ok(vec![Figure::missing("loops", "no PostgreSQL").at_most(1.0)]));
        assert!(report.kept());
        assert!(matches!(report.figures[0].1.verdict, Verdict::Missing(_)));
        report.add("b", Err(anyhow::anyhow!("the server did not start")));
        assert!(!report.kept());
    }
}
