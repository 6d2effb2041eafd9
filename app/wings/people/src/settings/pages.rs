//! "Text size, colours and language", and the question that is asked once on a new device. Every choice is shown as it will be.

use crate::settings::view::{Settings, SettingsLoad};
use frame::access::model::{TextSize, Theme};
use ground::{
    Locale,
    seen::SEEN,
    text::{Key, Texts, k},
};
use leptos::prelude::*;
use ui::{
    Heading, Hidden, Notice, PostForm, Primary, Tone,
    boot::Boot,
    page::{page, query},
};

/// Text size, colours, listening, language.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let notice = query("notice");
    page(move || SettingsLoad { notice: notice() }, settings_view)
}

fn settings_view(texts: Texts, settings: Settings) -> AnyView {
    let sizes = SIZES.map(|(size, class, name)| {
        let words = view! { <span class=class><b>{texts.s(name)}</b>{texts.s(k::settings::SAMPLE)}</span> }.into_any();
        card("text", size.code(), settings.text == size, words)
    });
    let themes = THEMES.map(|(theme, name, line)| {
        // As the device has it, no sample can show: its own would be a second guess.
        let shown = (theme != Theme::Device).then_some(theme.code());
        let words = view! { <span class="swatch" data-theme=shown><b>{texts.s(name)}</b>{texts.s(line)}</span> };
        card("theme", theme.code(), settings.theme == theme, words.into_any())
    });
    let languages = Locale::ALL.map(|locale| {
        let words = view! { <span lang=locale.tag()><b>{locale.own_name()}</b></span> }.into_any();
        card("locale", locale.tag(), locale == texts.locale, words)
    });
    let saved = if settings.signed_in { k::settings::SAVED_EVERYWHERE } else { k::settings::SAVED_HERE };
    view! {
        <Heading text=texts.s(k::settings::HEADING)/>
        {settings.saved.then(|| view! {
            <Notice tone=Tone::Success>
                <p>{texts.s(saved)}</p>
                <p class="alone"><a href="/" rel="external">{texts.s(k::common::TO_START)}</a></p>
            </Notice>
        })}
        <p class="lead">{texts.s(k::settings::LEAD)}</p>
        <PostForm action="/settings" plain=true>
            <Hidden name=SEEN value=settings.seen/>
            {group(texts, k::settings::TEXT, None, sizes.into())}
            {group(texts, k::settings::COLOURS, None, themes.into())}
            {group(texts, k::settings::LISTENING, Some(k::settings::LISTENING_HINT), on_off(texts, "listen", settings.listen, [k::settings::LISTEN_ON, k::settings::LISTEN_OFF]))}
            {group(texts, k::common::LANGUAGE, None, languages.into())}
            {settings.compact.map(|on| group(texts, k::settings::LISTS, None, on_off(texts, "compact", on, [k::settings::COMPACT_ON, k::settings::COMPACT_OFF])))}
            <Primary text=texts.s(k::common::SAVE)/>
        </PostForm>
    }
    .into_any()
}

/// The sizes, and the classes that draw each as large as it will be, whatever the page's own size.
const SIZES: [(TextSize, &str, Key); 3] = [
    (TextSize::Normal, "sample sample-1", k::settings::TEXT_NORMAL),
    (TextSize::Larger, "sample sample-2", k::settings::TEXT_LARGER),
    (TextSize::Largest, "sample sample-3", k::settings::TEXT_LARGEST),
];

const THEMES: [(Theme, Key, Key); 4] = [
    (Theme::Device, k::settings::THEME_DEVICE, k::settings::THEME_DEVICE_LINE),
    (Theme::Light, k::settings::THEME_LIGHT, k::settings::SAMPLE),
    (Theme::Dark, k::settings::THEME_DARK, k::settings::SAMPLE),
    (Theme::Contrast, k::settings::THEME_CONTRAST, k::settings::SAMPLE),
];

fn on_off(texts: Texts, name: &'static str, on: bool, words: [Key; 2]) -> Vec<AnyView> {
    let sends = [("on", on), ("off", !on)];
    let cards = sends.into_iter().zip(words);
    cards
        .map(|((value, chosen), words)| {
            card(name, value, chosen, view! { <span><b>{texts.s(words)}</b></span> }.into_any())
        })
        .collect()
}

/// A question with its cards.
fn group(texts: Texts, legend: Key, hint: Option<Key>, cards: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="field">
            <legend><h2>{texts.s(legend)}</h2></legend>
            {hint.map(|hint| view! { <p>{texts.s(hint)}</p> })}
            <div class="stack">{cards}</div>
        </fieldset>
    }
    .into_any()
}

fn card(name: &'static str, value: &'static str, chosen: bool, words: AnyView) -> AnyView {
    view! { <label class="choice"><input type="radio" name=name value=value checked=chosen/>{words}</label> }.into_any()
}

/// "How do you want to read?" on a device that nobody has said it on: below what one came for, so that it is in nobody's way.
#[component]
pub fn HowToRead() -> impl IntoView {
    let texts = Texts::current();
    let asks = expect_context::<Boot>().asks_how_to_read;
    asks.then(|| {
        view! {
            <section class="how-to-read" aria-labelledby="how-to-read">
                <h2 id="how-to-read">{texts.s(k::settings::ASK)}</h2>
                <p>{texts.s(k::settings::ASK_LINE)}</p>
                <PostForm action="/settings/text" plain=true class="stack">
                    {SIZES.map(|(size, class, name)| view! {
                        <button type="submit" name="text" value=size.code() class="btn btn-secondary">
                            <span class=class><b>{texts.s(name)}</b>" "{texts.s(k::settings::SAMPLE)}</span>
                        </button>
                    }).into_iter().collect_view()}
                    <button type="submit" name="text" value="" class="btn btn-link">{texts.s(k::settings::ASK_SKIP)}</button>
                </PostForm>
            </section>
        }
    })
    .into_any()
}
