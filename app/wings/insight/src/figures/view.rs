//! What the page of figures is given, and what it is loaded by.

use ground::{
    form::{FormView, Named},
    tree::FromTree,
};
use serde::Serialize;
use ui::Fact;

/// A bar of a chart and a row of its table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Bar {
    /// The name in the table.
    pub name: String,
    /// The name under the bar.
    pub short: String,
    /// How many.
    pub value: i64,
}

/// The figures of a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, FromTree)]
pub struct Figures {
    /// Label and value.
    pub measures: Vec<Fact>,
    /// Requests by state: label and value.
    pub states: Vec<Fact>,
    /// Requests by month.
    pub by_month: Vec<Bar>,
    /// Requests by area.
    pub by_area: Vec<Bar>,
    /// How many of them were matched, in the same order.
    pub matched_by_area: Vec<String>,
    /// Areas to choose from.
    pub areas: Vec<Named>,
    /// Periods to choose from.
    pub periods: Vec<Named>,
    /// The address of the file.
    pub csv: String,
    /// The filter.
    pub form: FormView,
}

ui::loads! {
    /// The figures of a period.
    FiguresLoad { area, months } -> Figures, "figures/page";
}
