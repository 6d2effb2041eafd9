//! (server side) `/design`: every component in every state, in whatever theme, size and view its links ask for. For those who build
//! the product, in demonstrations alone; drawn by the server, so that it weighs nothing in the browser, and in English, so that no
//! reader's table of texts carries it.

use axum::http::{Uri, request::Parts};
use frame::{
    access::model::{Look, TextSize, Theme},
    context::{Here, feature::Feature},
    routes::address,
};
use ground::form::FormView;
use leptos::prelude::*;
use ui::{
    Back, ButtonLink, Choice, Choices, Danger, ErrorSummary, Heading, Icon, IconName, Mark, NotFound, Notice, PostForm,
    Primary, Rows, Secondary, Select, Tag, TextField, Tone, boot::View,
};

/// What this feature says of itself.
pub const FEATURE: Feature = Feature { name: "design", access: include_str!("access.txt"), ..Feature::NONE };

/// Where it stands.
pub const PATH: &str = "/design";

const VIEWS: [View; 4] = [View::Public, View::Senior, View::Volunteer, View::Coordinator];

/// What its address asks for goes before what the reader has chosen: a theme, a size, a view. On no other page.
pub fn shown(uri: &Uri, look: Look, view: View) -> (Look, View) {
    if uri.path() != PATH {
        return (look, view);
    }
    let asked = |name: &str| {
        let query = uri.query().unwrap_or_default().as_bytes();
        form_urlencoded::parse(query).find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    };
    let own = Look {
        theme: asked("theme").and_then(|code| Theme::from_code(&code)),
        text: asked("text").and_then(|code| TextSize::from_code(&code)),
        ..Look::default()
    };
    let view = asked("view").and_then(|code| VIEWS.into_iter().find(|view| view.code() == code)).unwrap_or(view);
    (own.or(look), view)
}

/// The page, or "no such page" outside demonstrations.
#[component]
pub fn DesignPage() -> impl IntoView {
    let here = expect_context::<Here>();
    if !here.app.config.demo {
        return view! { <NotFound/> }.into_any();
    }
    let uri = use_context::<Parts>().map(|parts| parts.uri).unwrap_or_default();
    let form = FormView::default().with("filled", "Storgatan 3").with("ticks", "two").with("one", "b");
    let refused = FormView {
        errors: [("wrong", "Write the day in figures."), ("kind", "Choose what you want help with.")]
            .map(|(field, line)| (field.to_owned(), line.to_owned()))
            .into(),
        ..FormView::default().with("wrong", "the day after")
    };
    view! {
        <div lang="en">
            <ErrorSummary form=refused.clone()/>
            <Heading text="Design system" refused=true/>
            <p class="lead">"Every component, in every state it has. Hover, press and focus are yours to try."</p>
            {ways(&uri)}
            {buttons()}
            {fields(form, refused)}
            {boxes()}
            {facts()}
            {lists()}
            {table()}
            {figures()}
            {people()}
            {pictures(&here)}
        </div>
    }
    .into_any()
}

/// Links to itself with one thing changed.
fn ways(uri: &Uri) -> AnyView {
    let now: Vec<(String, String)> =
        form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let link = |name: &'static str, value: &'static str| {
        let others =
            now.iter().filter(|(known, _)| known != name).map(|(known, value)| (known.as_str(), value.as_str()));
        let current = now.iter().any(|(known, held)| known == name && held == value).then_some("true");
        let href = address(PATH, others.chain([(name, value)]));
        view! { <li class="alone"><a href=href aria-current=current>{format!("{name} {value}")}</a></li> }
    };
    let rows = [
        ("theme", Theme::ALL.iter().map(|theme| theme.code()).collect::<Vec<_>>()),
        ("text", TextSize::ALL.iter().map(|size| size.code()).collect()),
        ("view", VIEWS.iter().map(|view| view.code()).collect()),
    ];
    let rows = rows.map(|(name, values)| {
        view! { <ul class="row">{values.into_iter().map(|value| link(name, value)).collect_view()}</ul> }
    });
    view! { <nav aria-label="Ways to see this page">{rows.into_iter().collect_view()}</nav> }.into_any()
}

fn buttons() -> AnyView {
    view! {
        <h2>"Buttons and links"</h2>
        <Back href=PATH text="Back"/>
        <PostForm action=PATH label="Buttons" class="stack">
            <Primary text="The one main button"/>
            <Secondary text="Another button"/>
            <Danger text="End something"/>
            <button type="submit" class="btn btn-link">"A button like a link"</button>
        </PostForm>
        <div class="row">
            <ButtonLink href=PATH text="A link like a button" icon=IconName::Plus/>
            <button type="button" class="btn btn-small">"Small"</button>
        </div>
        <p class="alone"><a href=PATH>"A link that stands alone"</a></p>
    }
    .into_any()
}

fn choices() -> Vec<Choice> {
    vec![
        Choice::new("a", "Shopping").hint("Somebody comes along."),
        Choice::new("b", "A walk"),
        Choice::new("c", "Company").hint("Coffee, a talk."),
    ]
}

fn fields(form: FormView, refused: FormView) -> AnyView {
    let ticks = ["one", "two", "three"].map(|day| Choice::new(day, format!("Day {day}"))).to_vec();
    let options = ["North", "South"].map(|area| (area.to_owned(), area.to_owned())).to_vec();
    view! {
        <h2>"Fields"</h2>
        <PostForm action=PATH label="Fields">
            <TextField name="empty" label="Empty, with a hint" hint="For example 26" form=form.clone()/>
            <TextField name="filled" label="Filled in" form=form.clone()/>
            <TextField name="area" label="Several lines" area=true form=form.clone()/>
            <TextField name="wrong" label="Refused" hint="For example 26" form=refused.clone()/>
            <Select name="select" label="A list" options=options form=form.clone()/>
            <div class="field"><label class="lab" for="file">"A file"</label><input type="file" id="file" name="file"/></div>
            <Choices name="one" legend="One of them" hint="Nothing is chosen beforehand." choices=choices() form=form.clone()/>
            <Choices name="ticks" legend="Several of them" choices=ticks several=true form=form/>
            <Choices name="kind" legend="Refused choice" choices=choices() form=refused/>
        </PostForm>
    }
    .into_any()
}

fn boxes() -> AnyView {
    let tones = [
        (Tone::Info, "Good to know", "It stays until it is no longer true."),
        (Tone::Success, "It went well", "What was done, and what happens next."),
        (Tone::Warning, "Look at this first", "What to do about it."),
        (Tone::Danger, "Something is wrong", "What happened, and whom to call."),
    ];
    let tags = [
        ("Done", "tag-ok"),
        ("Waits", "tag-wait"),
        ("Today", "tag-warn"),
        ("Stopped", "tag-bad"),
        ("Plain", "tag-plain"),
    ];
    view! {
        <h2>"Boxes and tags"</h2>
        {tones.into_iter().map(|(tone, heading, line)| view! { <Notice tone=tone><h3>{heading}</h3><p>{line}</p></Notice> }).collect_view()}
        <ul class="tags">{tags.into_iter().map(|(text, tone)| view! { <li><Tag text=text tone=tone/></li> }).collect_view()}</ul>
        <div class="empty"><h3>"Nothing yet"</h3><p>"What will stand here, and what one can do."</p></div>
        <p><a class="live-link" href=PATH>"3 new, show"</a></p>
    }
    .into_any()
}

fn facts() -> AnyView {
    let rows = [("When", "Thursday 26 November, 10 o’clock"), ("Where", "Storgatan 3")];
    let rows = rows.map(|(term, value)| (term.to_owned(), value.to_owned())).to_vec();
    view! {
        <h2>"Summary"</h2>
        <Rows rows=rows/>
        <dl class="rows"><div><dt>"Kind of help"</dt><dd>"A walk"</dd><dd class="act"><a href=PATH>"Change"<span class="vh">" kind of help"</span></a></dd></div></dl>
    }
    .into_any()
}

fn lists() -> AnyView {
    view! {
        <h2>"Lists"</h2>
        <ol class="steps"><li>"The coordinator reads it."</li><li>"You get an answer."</li></ol>
        <ol class="timeline"><li><time datetime="2026-11-24T14:10">"Tuesday 24 November, 14.10"</time>"You said yes."</li><li><time datetime="2026-11-23T09:00">"Monday 23 November, 9.00"</time>"You asked."</li></ol>
        <ul class="notice-list"><li class="is-new"><p>"Erik is coming on Thursday"</p><a href=PATH>"Show Thursday"</a></li><li><p>"Lena has read it"</p><a href=PATH>"Show Monday"</a></li></ul>
        <ul class="cards">
            <li><article class="card card-link"><h3><a href=PATH>"A card to press"</a></h3><p class="when"><Icon name=IconName::Calendar/>" Thursday, 10 o’clock"</p></article></li>
            <li><article class="card"><h3>"A plain card"</h3><p>"With words in it."</p></article></li>
        </ul>
    }
    .into_any()
}

fn table() -> AnyView {
    let form = FormView::default();
    // The last one is late: in contrast themes it is the one that had no edge below.
    let rows = [("416", "Shopping", false), ("417", "A walk", true)];
    view! {
        <h2>"Table with filter and bulk bar"</h2>
        <search>
            <form method="get" class="filters" action=PATH>
                <TextField name="q" label="Search" form=form.clone()/>
                <Select name="state" label="State" options=vec![("all".to_owned(), "All".to_owned())] form=form/>
                <button type="submit" class="btn btn-secondary">"Show"</button>
            </form>
        </search>
        <div class="bulk" role="group" aria-label="Chosen"><b>"1 chosen"</b><button type="button" class="btn btn-small">"Take them"</button></div>
        <div class="scroll" role="region" aria-label="Requests" tabindex="0">
            <table>
                <caption>"Requests"</caption>
                <thead><tr>
                    <th scope="col"><span class="vh">"Choose"</span></th>
                    <th scope="col" aria-sort="ascending"><a href=PATH>"Number"</a></th>
                    <th scope="col">"Kind"</th><th scope="col">"State"</th>
                </tr></thead>
                <tbody>{rows.into_iter().map(|(number, kind, late)| view! {
                    <tr class=late.then_some("is-late")>
                        <td><label class="hit"><input type="checkbox" name="row" value=number checked=late/><span class="vh">{format!("Choose {number}")}</span></label></td>
                        <th scope="row"><a href=PATH>{number}</a></th>
                        <td>{kind}</td>
                        <td><Tag text=if late { "Late" } else { "New" } tone=if late { "tag-warn" } else { "tag-wait" }/></td>
                    </tr>
                }).collect_view()}</tbody>
            </table>
        </div>
        <nav class="pager" aria-label="Pages"><a href=PATH>"Previous"</a><a href=PATH aria-current="page">"2"</a><a href=PATH>"Next"</a></nav>
    }
    .into_any()
}

fn figures() -> AnyView {
    let bars = [(60, 120, "12"), (260, 160, "16"), (460, 90, "9")];
    let shapes = bars.into_iter().enumerate().map(|(index, (x, height, value))| {
        let class = if index == 2 { "bar-2" } else { "bar" };
        view! {
            <rect class=class x=x.to_string() y=(250 - height).to_string() width="120" height=height.to_string()></rect>
            <text x=(x + 60).to_string() y=(240 - height).to_string() text-anchor="middle">{value}</text>
        }
    });
    view! {
        <h2>"Figures"</h2>
        <ul class="kpi"><li><b>"127"</b><span>"visits in November"</span></li><li><b>"9"</b><span>"waiting"</span></li></ul>
        <div class="chart" role="region" aria-label="Visits by month" tabindex="0">
            <svg viewBox="0 0 640 300" font-size="16" role="img" aria-label="Visits by month: 12, 16, 9">
                <path class="grid" d="M20 150H620"></path>
                <path class="axis" d="M20 250H620"></path>
                {shapes.collect_view()}
            </svg>
        </div>
    }
    .into_any()
}

fn people() -> AnyView {
    view! {
        <h2>"News, visit card, number"</h2>
        <section class="news" aria-label="News"><Icon name=IconName::Calendar/><h3>"Erik is coming on Thursday"</h3><p class="when">"Thursday 26 November, 10 o’clock"</p><a href=PATH>"See more or change"</a></section>
        <section class="visit-card" aria-label="Visit card">
            <p class="when">"Thursday 26 November, 10 o’clock"</p>
            <div class="person"><span class="avatar" aria-hidden="true">"EL"</span><div><b>"Erik L."</b>"Shows his card from the municipality"</div></div>
            <p>"Say this word to each other:"</p>
            <p class="codeword" translate="no">"cornflower"</p>
        </section>
        <p><span class="bignum">"4 1 7"</span></p>
    }
    .into_any()
}

fn pictures(here: &Here) -> AnyView {
    let picture = here.app.config.site.url("icons/icon-192.png");
    let icons = IconName::ALL.iter().map(|name| view! { <li><Icon name=*name/>" "{format!("{name:?}")}</li> });
    view! {
        <h2>"Mark, logo, part of a screen, icons"</h2>
        <p class="brand"><Mark/><span>"Handslag"</span></p>
        <p><span class="logo"><img src=picture.clone() alt="A municipality’s logo" width="64" height="64"/></span></p>
        <figure class="shot"><img src=picture alt="Part of a screen" width="192" height="192"/></figure>
        <ul class="row">{icons.collect_view()}</ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn its_address_says_how_it_is_shown_and_no_other_does() {
        let look = Look { theme: Some(Theme::Light), ..Look::default() };
        let at = |address: &str| shown(&address.parse().unwrap(), look, View::Public);
        let asked = Look { theme: Some(Theme::Dark), text: Some(TextSize::Largest), ..look };
        assert_eq!(at("/design?theme=dark&text=3&view=coordinator"), (asked, View::Coordinator));
        assert_eq!(at("/design?theme=pink&text=9&view=x"), (look, View::Public));
        assert_eq!(at("/settings?theme=dark"), (look, View::Public));
    }
}
