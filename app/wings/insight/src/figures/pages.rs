//! The coordinators' page of figures: each chart has its table.

use crate::figures::view::{Bar, Figures, FiguresLoad};
use ground::text::{Texts, k, unbroken};
use leptos::prelude::*;
use ui::{
    Fact, Heading, Icon, IconName, Select,
    page::{page, query},
};

/// How the service does.
#[component]
pub fn FiguresPage() -> impl IntoView {
    let (area, months) = (query("area"), query("months"));
    page(move || FiguresLoad { area: area(), months: months() }, figures_view)
}

fn figures_view(texts: Texts, figures: Figures) -> AnyView {
    let no_areas = vec![String::new(); figures.by_month.len()];
    view! {
        <Heading text=texts.s(k::figures::HEADING)/>
        <p>{texts.s(k::figures::LEAD)}</p>
        <search>
            <form method="get" class="filters" action="/staff/figures">
                <Select name="area" label=texts.s(k::figures::AREA) options=figures.areas form=figures.form.clone()/>
                <Select name="months" label=texts.s(k::figures::PERIOD) options=figures.periods form=figures.form/>
                <button type="submit" class="btn btn-secondary">{texts.s(k::common::SHOW)}</button>
            </form>
        </search>
        <p><a class="btn btn-secondary" href=figures.csv rel="external" download="handslag-siffror.csv"><Icon name=IconName::Download/>{texts.s(k::figures::DOWNLOAD)}</a></p>
        {pairs_view(texts, texts.s(k::figures::MEASURES), figures.measures)}
        <h2>{texts.s(k::figures::BY_MONTH)}</h2>
        {chart_view(texts, texts.s(k::figures::BY_MONTH), &figures.by_month)}
        {bars_view(texts, texts.s(k::figures::MONTH), figures.by_month, no_areas)}
        <h2>{texts.s(k::figures::BY_AREA)}</h2>
        {chart_view(texts, texts.s(k::figures::BY_AREA), &figures.by_area)}
        {bars_view(texts, texts.s(k::figures::AREA), figures.by_area, figures.matched_by_area)}
        {pairs_view(texts, texts.s(k::figures::BY_STATE), figures.states)}
    }
    .into_any()
}

fn pairs_view(texts: Texts, heading: &'static str, pairs: Vec<Fact>) -> AnyView {
    let rows = pairs
        .into_iter()
        .map(|(name, value)| view! { <tr><th scope="row">{name}</th><td class="num">{value}</td></tr> });
    view! {
        <h2>{heading}</h2>
        <div class="scroll" role="region" aria-label=unbroken(heading) tabindex="0">
            <table>
                <thead><tr><th scope="col">{texts.s(k::figures::WHAT)}</th><th scope="col" class="num">{texts.s(k::figures::VALUE)}</th></tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn bars_view(texts: Texts, name: &'static str, bars: Vec<Bar>, matched: Vec<String>) -> AnyView {
    let with_matched = matched.iter().any(|value| !value.is_empty());
    let rows = bars.into_iter().zip(matched).map(|(bar, matched)| {
        view! {
            <tr>
                <th scope="row">{bar.name}</th>
                <td class="num">{bar.value.to_string()}</td>
                {with_matched.then(|| view! { <td class="num">{matched}</td> })}
            </tr>
        }
    });
    view! {
        <div class="scroll" role="region" aria-label=unbroken(name) tabindex="0">
            <table>
                <thead>
                    <tr>
                        <th scope="col">{name}</th>
                        <th scope="col" class="num">{texts.s(k::figures::REQUESTS)}</th>
                        {with_matched.then(|| view! { <th scope="col" class="num">{texts.s(k::figures::MATCHED)}</th> })}
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Bars on a ground 640 wide; all coordinates are whole numbers, the same on both sides.
fn chart_view(texts: Texts, heading: &'static str, bars: &[Bar]) -> AnyView {
    let count = i64::try_from(bars.len()).unwrap_or_default();
    let most = bars.iter().map(|bar| bar.value).max().unwrap_or_default();
    if count == 0 || most == 0 {
        return ().into_any();
    }
    let (top, ground) = (30, 250);
    let step = 600 / count;
    let shapes = (0_i64..).zip(bars).map(|(index, bar)| {
        let height = (ground - top) * bar.value / most;
        let (x, y, middle) = (20 + index * step + step / 8, ground - height, 20 + index * step + step / 2);
        view! {
            <rect class="bar" x=x.to_string() y=y.to_string() width=(step - step / 4).to_string() height=height.to_string()></rect>
            <text x=middle.to_string() y=(y - 8).to_string() text-anchor="middle">{bar.value.to_string()}</text>
            <text x=middle.to_string() y="275" text-anchor="middle">{bar.short.clone()}</text>
        }
    });
    let label = texts.f(k::figures::CHART, &[("what", heading)]);
    let name = label.clone();
    view! {
        <div class="chart" role="region" aria-label=unbroken(&name) tabindex="0">
            <svg viewBox="0 0 640 300" font-size="16" role="img" aria-label=unbroken(&label)>
                <path class="axis" d="M20 250H620"></path>
                {shapes.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}
