//! "Min profil": what a volunteer wants to do, when and where; what is missing; pause.

use super::fields::{cards, languages};
use crate::vetting::view::{Options, ProfileLoad, VolunteerProfile};
use ground::{
    form::FormView,
    seen::SEEN,
    text::{Key, Texts, k},
};
use leptos::prelude::*;
use ui::{
    Choice, Choices, ErrorSummary, Heading, Hidden, Notice, PostForm, Primary, Rows, TextField, Tone,
    page::{page, query},
};

/// "Min profil".
#[component]
pub fn ProfilePage() -> impl IntoView {
    let (notice, draft) = (query("notice"), query("draft"));
    page(move || ProfileLoad { notice: notice(), draft: draft() }, profile)
}

fn profile(texts: Texts, data: VolunteerProfile) -> AnyView {
    use k::vetting as t;
    let refused = !data.form.errors.is_empty();
    let me = vec![(texts.s(t::NAME).to_owned(), data.name), (texts.s(t::PHONE).to_owned(), data.phone)];
    view! {
        <ErrorSummary form=data.form.clone()/>
        {(!data.notice.is_empty()).then(|| view! { <Notice tone=Tone::Success><p>{data.notice}</p></Notice> })}
        <Heading text=texts.s(t::PROFILE_HEADING) refused=refused/>
        <Rows rows=me/>
        <p><a class="alone" href="/me">{texts.s(t::CHANGE_ME)}</a></p>
        {(!data.standings.is_empty()).then(|| view! {
            <h2>{texts.s(t::STANDING_HEADING)}</h2>
            <Rows rows=data.standings/>
        })}
        {pause(texts, data.paused)}
        {wishes(texts, data.options, data.form)}
    }
    .into_any()
}

/// One button each, no questions.
fn pause(texts: Texts, paused: String) -> AnyView {
    use k::vetting as t;
    let buttons: &[(&str, Key)] = if paused.is_empty() {
        &[("week", t::PAUSE_WEEK), ("month", t::PAUSE_MONTH), ("until", t::PAUSE_UNTIL)]
    } else {
        &[("none", t::PAUSE_NONE)]
    };
    let line = if paused.is_empty() { texts.s(t::PAUSE_LINE).to_owned() } else { paused };
    view! {
        <h2>{texts.s(t::PAUSE_HEADING)}</h2>
        <p>{line}</p>
        <PostForm action="/volunteer/pause" label=texts.s(t::PAUSE_HEADING)>
            <div class="stack">
                {buttons.iter().map(|(value, key)| view! {
                    <button type="submit" name="pause" value=*value class="btn btn-secondary">{texts.s(*key)}</button>
                }).collect_view()}
            </div>
        </PostForm>
    }
    .into_any()
}

fn wishes(texts: Texts, options: Options, form: FormView) -> AnyView {
    use k::vetting as t;
    let share = vec![Choice::new("yes", texts.s(t::SHARE_PHONE_YES)).hint(texts.s(t::SHARE_PHONE_HINT))];
    view! {
        <PostForm action="/volunteer/profile" label=texts.s(t::PROFILE_HEADING)>
            <Hidden name=SEEN value=form.get(SEEN)/>
            <Choices name="kinds" legend=texts.s(t::KINDS) choices=cards(options.kinds) form=form.clone() several=true/>
            <Choices name="areas" legend=texts.s(t::AREAS) choices=cards(options.areas) form=form.clone() several=true/>
            {languages(texts, options.languages, &form)}
            <h2>{texts.s(t::TIMES_HEADING)}</h2>
            <p class="hint">{texts.s(t::TIMES_HINT)}</p>
            {days(texts, &form)}
            <TextField name="max_per_month" label=texts.s(t::MAX_PER_MONTH) inputmode="numeric" form=form.clone()/>
            <TextField name="about" label=texts.s(t::ABOUT) hint=texts.s(t::ABOUT_HINT) form=form.clone() area=true/>
            <Choices name="share_phone" legend=texts.s(t::SHARE_PHONE) choices=share form=form several=true/>
            <Primary text=texts.s(t::SAVE)/>
        </PostForm>
    }
    .into_any()
}

fn days(texts: Texts, form: &FormView) -> AnyView {
    use k::vetting as t;
    let days = [
        ("day1", t::WEEKDAY_1),
        ("day2", t::WEEKDAY_2),
        ("day3", t::WEEKDAY_3),
        ("day4", t::WEEKDAY_4),
        ("day5", t::WEEKDAY_5),
        ("day6", t::WEEKDAY_6),
        ("day7", t::WEEKDAY_7),
    ];
    let parts = || {
        [("morning", t::PART_MORNING), ("afternoon", t::PART_AFTERNOON), ("evening", t::PART_EVENING)]
            .map(|(code, key)| Choice::new(code, texts.s(key)))
            .to_vec()
    };
    days.into_iter()
        .map(|(name, legend)| {
            view! { <Choices name=name legend=texts.s(legend) choices=parts() form=form.clone() several=true/> }
                .into_any()
        })
        .collect_view()
        .into_any()
}
